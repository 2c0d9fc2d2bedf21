/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two versions of one migration beside each other, or above each other where there is little room; one alone when there is no other. */
#pragma once

#include "workbench/branch-review.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RETORT_TYPE_VERSION_VIEW (retort_version_view_get_type ())
G_DECLARE_FINAL_TYPE (RetortVersionView, retort_version_view, RETORT, VERSION_VIEW, GtkWidget)

void retort_version_view_show       (RetortVersionView *self, RetortReviewedItem *revision);
void retort_version_view_set_narrow (RetortVersionView *self, gboolean is_narrow);

G_END_DECLS
