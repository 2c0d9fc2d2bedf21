/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parser cuts what it understands. A text in the grammar of a newer server is cut at its
 * semicolons, but only when nothing in it could hide one: pieces of a BEGIN ATOMIC body are never
 * handed out. */
#include "sql/script.h"

#include "sql/refusal.h"
#include "sql/tokens.h"

#include <pg_query.h>
#include <string.h>

static GArray *
spans_from_parser (const PgQuerySplitResult *result, const RetortSqlTokens *tokens)
{
  GArray *spans = g_array_sized_new (FALSE, FALSE, sizeof (RetortSpan), (guint) result->n_stmts);

  for (int i = 0; i < result->n_stmts; i++)
    {
      gsize start = (gsize) result->stmts[i]->stmt_location;
      RetortSpan whole = { start, start + (gsize) result->stmts[i]->stmt_len };
      RetortSpan span = retort_sql_tokens_trim (tokens, whole);

      g_array_append_val (spans, span);
    }
  return spans;
}

static gboolean
has_token (const RetortSqlTokens *tokens, PgQuery__Token kind)
{
  for (guint i = 0; i < retort_sql_tokens_get_n (tokens); i++)
    if (retort_sql_tokens_get_kind (tokens, i) == kind)
      return TRUE;
  return FALSE;
}

static void
append_trimmed (GArray *spans, const RetortSqlTokens *tokens, RetortSpan whole)
{
  RetortSpan span = retort_sql_tokens_trim (tokens, whole);

  if (span.start < span.end)
    g_array_append_val (spans, span);
}

/* Semicolons inside parentheses belong to the actions of a CREATE RULE. */
static GArray *
spans_from_semicolons (const RetortSqlTokens *tokens, gsize length)
{
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (RetortSpan));
  gsize start = 0;
  int depth = 0;

  for (guint i = 0; i < retort_sql_tokens_get_n (tokens); i++)
    {
      PgQuery__Token kind = retort_sql_tokens_get_kind (tokens, i);
      RetortSpan token = retort_sql_tokens_get_span (tokens, i);

      if (kind == PG_QUERY__TOKEN__ASCII_40)
        depth++;
      else if (kind == PG_QUERY__TOKEN__ASCII_41)
        depth--;
      if (kind != PG_QUERY__TOKEN__ASCII_59 || depth > 0)
        continue;
      append_trimmed (spans, tokens, (RetortSpan){ start, token.start });
      start = token.end;
    }
  append_trimmed (spans, tokens, (RetortSpan){ start, length });
  return spans;
}

/**
 * retort_sql_split:
 * @sql: a text of SQL in UTF-8
 * @error: return location
 *
 * Cuts a text into statements; comments before and after a statement and its closing semicolon are
 * left out. Statements that PostgreSQL 15's grammar refuses are cut too when that is certain,
 * because a newer server may know them: whether a statement is understood is what
 * retort_sql_tree_parse() says.
 *
 * Fails with %RETORT_SQL_ERROR_PSQL for what only psql can run, with %RETORT_SQL_ERROR_SYNTAX when
 * the text cannot be cut with certainty. May be called on any thread.
 *
 * Returns: (transfer full) (element-type RetortSpan): where the statements stand, in order
 */
GArray *
retort_sql_split (const char *sql, GError **error)
{
  PgQuerySplitResult result;
  g_autoptr(RetortSqlTokens) tokens = NULL;
  g_autoptr(GError) refusal = NULL;
  GArray *spans = NULL;

  g_return_val_if_fail (sql != NULL, NULL);

  result = pg_query_split_with_parser (sql);
  tokens = retort_sql_tokens_scan (sql);
  if (result.error != NULL)
    refusal = retort_sql_refusal_new (sql, result.error);
  else if (tokens != NULL && !retort_sql_refuse_copy_from_stdin (sql, tokens, &refusal))
    spans = spans_from_parser (&result, tokens);
  pg_query_free_split_result (result);

  if (spans != NULL)
    return spans;
  if (tokens != NULL && refusal->code == RETORT_SQL_ERROR_SYNTAX
      && !has_token (tokens, PG_QUERY__TOKEN__ATOMIC))
    return spans_from_semicolons (tokens, strlen (sql));

  g_propagate_error (error, g_steal_pointer (&refusal));
  return NULL;
}
