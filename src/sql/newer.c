/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql/newer.h"

#include "sql/tokens.h"

#include <string.h>

static gboolean
is_comment (const RetortSqlTokens *tokens, guint index)
{
  PgQuery__Token kind = retort_sql_tokens_get_kind (tokens, index);

  return kind == PG_QUERY__TOKEN__SQL_COMMENT || kind == PG_QUERY__TOKEN__C_COMMENT;
}

/* Where the words end that stand from @index on; 0 when other ones stand there. */
static gsize
match_words (const char *sql, const RetortSqlTokens *tokens, guint index, const char *const *words)
{
  gsize end = 0;

  for (; *words != NULL; index++)
    {
      RetortSpan span;

      if (index >= retort_sql_tokens_get_n (tokens))
        return 0;
      if (is_comment (tokens, index))
        continue;
      span = retort_sql_tokens_get_span (tokens, index);
      if (span.end - span.start != strlen (*words) || g_ascii_strncasecmp (sql + span.start, *words, strlen (*words)) != 0)
        return 0;
      end = span.end;
      words++;
    }
  return end;
}

/**
 * retort_sql_set_expression_parse:
 * @sql: a statement that PostgreSQL 15's grammar does not know
 *
 * ALTER TABLE … ALTER COLUMN … SET EXPRESSION AS (…), which PostgreSQL 17 brought, is written like SET DEFAULT (…), which tells table and column. Any thread.
 *
 * Returns: (transfer full) (nullable): the statement with SET DEFAULT instead; %NULL when it is another one
 */
RetortSqlTree *
retort_sql_set_expression_parse (const char *sql)
{
  static const char *const words[] = { "SET", "EXPRESSION", "AS", NULL };
  g_autoptr(RetortSqlTokens) tokens = strcasestr (sql, words[1]) != NULL ? retort_sql_tokens_scan (sql) : NULL;
  g_autoptr(GString) known = g_string_new (NULL);
  g_autoptr(RetortSqlTree) tree = NULL;
  gsize done = 0;

  for (guint i = 0; tokens != NULL && i < retort_sql_tokens_get_n (tokens); i++)
    {
      gsize end = !is_comment (tokens, i) ? match_words (sql, tokens, i, words) : 0;

      if (end == 0)
        continue;
      g_string_append_len (known, sql + done, (gssize) (retort_sql_tokens_get_span (tokens, i).start - done));
      g_string_append (known, "SET DEFAULT");
      done = end;
    }
  if (done == 0)
    return NULL;
  g_string_append (known, sql + done);
  tree = retort_sql_tree_parse (known->str, NULL);
  if (tree == NULL || retort_sql_tree_get_n_statements (tree) != 1 || retort_sql_tree_get_statement (tree, 0)->node_case != PG_QUERY__NODE__NODE_ALTER_TABLE_STMT)
    return NULL;
  return g_steal_pointer (&tree);
}
