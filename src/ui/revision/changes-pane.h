/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a revision makes of the schema before it, as a list of objects with their parts. */
#pragma once

#include "workbench/review.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RETORT_TYPE_CHANGES_PANE (retort_changes_pane_get_type ())
G_DECLARE_FINAL_TYPE (RetortChangesPane, retort_changes_pane, RETORT, CHANGES_PANE, GtkWidget)

void retort_changes_pane_set_review (RetortChangesPane *self, RetortReview *review);

G_END_DECLS
