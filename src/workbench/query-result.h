/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a query gave: columns, and rows as a list. Immutable. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define RETORT_TYPE_QUERY_ROW (retort_query_row_get_type ())
G_DECLARE_FINAL_TYPE (RetortQueryRow, retort_query_row, RETORT, QUERY_ROW, GObject)
const char *retort_query_row_get_value (RetortQueryRow *self, guint column); /* nullable: SQL NULL */

#define RETORT_TYPE_QUERY_RESULT (retort_query_result_get_type ())
G_DECLARE_FINAL_TYPE (RetortQueryResult, retort_query_result, RETORT, QUERY_RESULT, GObject)
guint       retort_query_result_get_n_columns   (RetortQueryResult *self);
const char *retort_query_result_get_column_name (RetortQueryResult *self, guint column);
GListModel *retort_query_result_get_rows        (RetortQueryResult *self); /* RetortQueryRow */
/* There may be more: the limit was reached. */
gboolean    retort_query_result_is_cut          (RetortQueryResult *self);
/* Tab-separated, with a line of names. */
char       *retort_query_result_dup_text        (RetortQueryResult *self) G_GNUC_WARN_UNUSED_RESULT;

/* (nullable): what PostgreSQL's words mean here, and what to do: a sentence */
char       *retort_query_dup_advice             (const GError *error) G_GNUC_WARN_UNUSED_RESULT;
/* Its message without the code that it begins with; (out) (nullable): the code */
char       *retort_query_dup_message            (const GError *error, char **sqlstate) G_GNUC_WARN_UNUSED_RESULT;

/* The query for the rows of a table or view; @schema (nullable). */
char       *retort_query_dup_table_sql          (const char *schema, const char *name) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
