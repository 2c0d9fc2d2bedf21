/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What PostgreSQL's scanner sees in a text. Inside sql/ only: who reasons about statements uses sql/tree.h. */
#pragma once

#include "base/source.h"

#include <pg_query/pg_query.pb-c.h>

G_BEGIN_DECLS

/* The tokens of a text, comments included; owned by whoever scanned. */
typedef struct _RetortSqlTokens RetortSqlTokens;

RetortSqlTokens *retort_sql_tokens_scan     (const char *sql);
void             retort_sql_tokens_free     (RetortSqlTokens *self);
guint            retort_sql_tokens_get_n    (const RetortSqlTokens *self);
PgQuery__Token   retort_sql_tokens_get_kind (const RetortSqlTokens *self, guint index);
RetortSpan       retort_sql_tokens_get_span (const RetortSqlTokens *self, guint index);
guint            retort_sql_tokens_find     (const RetortSqlTokens *self, gsize offset_bytes);
RetortSpan       retort_sql_tokens_trim     (const RetortSqlTokens *self, RetortSpan span);
gboolean         retort_sql_is_strict_keyword (const char *word);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortSqlTokens, retort_sql_tokens_free)

G_END_DECLS
