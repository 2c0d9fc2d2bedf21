/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Typed trees of SQL text: the only door to libpg_query's structs for whoever reasons about statements. */
#pragma once

#include "sql/quote.h"
#include "sql/script.h"

#include <pg_query/pg_query.pb-c.h>

G_BEGIN_DECLS

/* A parsed text; owns the tree. Immutable, atomically reference counted: may cross threads. */
typedef struct _RetortSqlTree RetortSqlTree;

RetortSqlTree       *retort_sql_tree_parse            (const char *sql, GError **error) G_GNUC_WARN_UNUSED_RESULT;
RetortSqlTree       *retort_sql_tree_ref              (RetortSqlTree *self);
void                 retort_sql_tree_unref            (RetortSqlTree *self);

guint                retort_sql_tree_get_n_statements (const RetortSqlTree *self);
const PgQuery__Node *retort_sql_tree_get_statement    (const RetortSqlTree *self, guint index);
RetortSpan           retort_sql_tree_get_span         (const RetortSqlTree *self, guint index);

char                *retort_sql_range_var_to_string   (const PgQuery__RangeVar *relation) G_GNUC_WARN_UNUSED_RESULT;
char                *retort_sql_names_to_string       (size_t n_names, PgQuery__Node *const *names) G_GNUC_WARN_UNUSED_RESULT;
const char          *retort_sql_names_get_last        (size_t n_names, PgQuery__Node *const *names);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortSqlTree, retort_sql_tree_unref)

G_END_DECLS
