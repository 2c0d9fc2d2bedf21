/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Over the scanner's tokens. pg_query_fingerprint() was tried first: it takes the digits out of names
 * (t1 is t2), so that a statement about another table would pass for the same. */
#include "sql/shape.h"

#include "sql/tokens.h"

/* A text between dollars is code more often than a value. */
static gboolean
is_constant (PgQuery__Token kind, const char *text)
{
  static const PgQuery__Token constants[] = {
    PG_QUERY__TOKEN__SCONST, PG_QUERY__TOKEN__USCONST, PG_QUERY__TOKEN__BCONST,
    PG_QUERY__TOKEN__XCONST, PG_QUERY__TOKEN__ICONST,  PG_QUERY__TOKEN__FCONST,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (constants); i++)
    if (kind == constants[i])
      return *text != '$';
  return FALSE;
}

static gboolean
is_comment (PgQuery__Token kind)
{
  return kind == PG_QUERY__TOKEN__SQL_COMMENT || kind == PG_QUERY__TOKEN__C_COMMENT;
}

/**
 * retort_sql_shape:
 * @sql: one or more statements
 *
 * Writes the tokens of @sql with every constant as `?`. Two texts that differ only in constants,
 * white space and comments have the same shape. Any thread.
 *
 * Returns: (transfer full) (nullable): the shape; %NULL when PostgreSQL's scanner refuses @sql
 */
char *
retort_sql_shape (const char *sql)
{
  g_autoptr(RetortSqlTokens) tokens = NULL;
  g_autoptr(GString) shape = NULL;

  g_return_val_if_fail (sql != NULL, NULL);

  tokens = retort_sql_tokens_scan (sql);
  if (tokens == NULL)
    return NULL;

  shape = g_string_new (NULL);
  for (guint i = 0; i < retort_sql_tokens_get_n (tokens); i++)
    {
      RetortSpan span = retort_sql_tokens_get_span (tokens, i);
      PgQuery__Token kind = retort_sql_tokens_get_kind (tokens, i);

      if (is_constant (kind, sql + span.start))
        g_string_append (shape, "? ");
      else if (!is_comment (kind))
        {
          g_string_append_len (shape, sql + span.start, (gssize) (span.end - span.start));
          g_string_append_c (shape, ' ');
        }
    }
  return g_strdup (shape->str);
}
