/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Source lines beside the SQL that they become, linked both ways. */
#pragma once

#include "workbench/review.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RETORT_TYPE_SQL_PANE (retort_sql_pane_get_type ())
G_DECLARE_FINAL_TYPE (RetortSqlPane, retort_sql_pane, RETORT, SQL_PANE, GtkWidget)

/* Signals: line-activated (guint line). Actions: sql.copy. */
void retort_sql_pane_set_review (RetortSqlPane *self, RetortReview *review);
void retort_sql_pane_set_narrow (RetortSqlPane *self, gboolean is_narrow);

G_END_DECLS
