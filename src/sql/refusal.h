/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a text of SQL is refused, said so that a person can act on it. Inside sql/ only. */
#pragma once

#include "sql/script.h"
#include "sql/tokens.h"

#include <pg_query.h>

G_BEGIN_DECLS

GError  *retort_sql_refusal_new            (const char *sql, const PgQueryError *parser_error) G_GNUC_WARN_UNUSED_RESULT;
gboolean retort_sql_refuse_copy_from_stdin (const char *sql, const RetortSqlTokens *tokens, GError **error);

G_END_DECLS
