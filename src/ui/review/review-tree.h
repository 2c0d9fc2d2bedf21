/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A review as rows that can be unfolded: revisions, what is known of each, statements. */
#pragma once

#include "workbench/branch-review.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* (transfer full): GtkTreeListRow; a short review is unfolded */
GListModel *retort_review_tree_new    (RetortBranchReviewItem *review) G_GNUC_WARN_UNUSED_RESULT;
/* Folds or unfolds one row. */
void        retort_review_tree_toggle (GListModel *self, guint position);

G_END_DECLS
