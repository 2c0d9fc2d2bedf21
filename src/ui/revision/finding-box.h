/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said about a line, at length: reason, way out, and what it locks. For the popover of a message and for the tooltip of its line. */
#pragma once

#include "workbench/review.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *retort_finding_box_new (GPtrArray *findings, RetortReview *review, guint fix_line, int width) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
