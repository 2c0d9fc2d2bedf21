/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One finding in the list of problems. */
#pragma once

#include "workbench/review.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RETORT_TYPE_PROBLEM_ROW (retort_problem_row_get_type ())
G_DECLARE_FINAL_TYPE (RetortProblemRow, retort_problem_row, RETORT, PROBLEM_ROW, GtkListBoxRow)

GtkWidget          *retort_problem_row_new      (RetortFindingItem *item);
RetortFindingItem  *retort_problem_row_get_item (RetortProblemRow *self);
char *retort_problem_row_dup_counts (GListModel *findings) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
