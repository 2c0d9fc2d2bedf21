/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of the reader of bodies. Inside sql/ only. */
#pragma once

#include "sql/plpgsql.h"

G_BEGIN_DECLS

/* plpgsql-text.c: @known has the names of variables, lower case, with their values (GPtrArray of char*). */
GPtrArray *retort_plpgsql_eval_texts (const char *expression, GHashTable *known) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *retort_plpgsql_eval_list  (const char *expression, GHashTable *known) G_GNUC_WARN_UNUSED_RESULT;

/* plpgsql-reader.c */
void       retort_plpgsql_read       (RetortSqlBlock *block);

/* plpgsql.c */
void       retort_sql_block_add      (RetortSqlBlock *self, const char *sql, RetortSpan place, gboolean is_conditional);
void       retort_sql_block_add_gap  (RetortSqlBlock *self, RetortSpan place, const char *reason);

G_END_DECLS
