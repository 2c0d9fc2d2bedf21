/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row of a review: a revision, a heading inside it, or what stands under that. */
#pragma once

#include "ui/widgets/item-row.h"

G_BEGIN_DECLS

#define RETORT_TYPE_REVIEW_ROW (retort_review_row_get_type ())
G_DECLARE_FINAL_TYPE (RetortReviewRow, retort_review_row, RETORT, REVIEW_ROW, RetortItemRow)

GtkWidget *retort_review_row_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
