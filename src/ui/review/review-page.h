/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is new on a branch: which one and against which, and every revision with its SQL, locks, findings and way back. */
#pragma once

#include "workbench/branch-review.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RETORT_TYPE_REVIEW_PAGE (retort_review_page_get_type ())
G_DECLARE_FINAL_TYPE (RetortReviewPage, retort_review_page, RETORT, REVIEW_PAGE, GtkWidget)

void retort_review_page_set_workbench (RetortReviewPage *self, RetortWorkbench *workbench);
void retort_review_page_set_narrow    (RetortReviewPage *self, gboolean is_narrow);

G_END_DECLS
