/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parser stumbles over a psql meta-command or over the data lines of a COPY as over any other
 * wrong token. Both are common in files written for psql, so they are named. */
#include "sql/refusal.h"

#include <string.h>

G_DEFINE_QUARK (retort-sql-error-quark, retort_sql_error)

static RetortPosition
position_of (const char *sql, gsize offset_bytes)
{
  g_autoptr(RetortSource) source = retort_source_new (NULL, sql, -1);

  return retort_source_position_at (source, offset_bytes);
}

/* The parser counts characters from 1; 0 means that it does not know. */
static gsize
cursor_to_offset (const char *sql, int cursor)
{
  if (cursor <= 0)
    return strlen (sql);
  return (gsize) (g_utf8_offset_to_pointer (sql, cursor - 1) - sql);
}

static GError *
meta_command_error (const char *sql, gsize offset)
{
  g_autofree char *command = g_strndup (sql + offset, 1 + strcspn (sql + offset + 1, " \t\r\n;\\"));
  RetortPosition position = position_of (sql, offset);

  return g_error_new (RETORT_SQL_ERROR, RETORT_SQL_ERROR_PSQL,
                      "'%s' is a command of psql, not of the server (line %u, column %u)", command,
                      position.line, position.column);
}

/* The offset of a COPY … FROM STDIN, or -1. */
static gssize
find_copy_from_stdin (const RetortSqlTokens *tokens)
{
  gboolean starts_statement = TRUE;
  gssize copy = -1;

  for (guint i = 0; i < retort_sql_tokens_get_n (tokens); i++)
    {
      PgQuery__Token kind = retort_sql_tokens_get_kind (tokens, i);

      if (kind == PG_QUERY__TOKEN__SQL_COMMENT || kind == PG_QUERY__TOKEN__C_COMMENT)
        continue;
      if (starts_statement)
        copy = kind == PG_QUERY__TOKEN__COPY ? (gssize) retort_sql_tokens_get_span (tokens, i).start
                                             : -1;
      if (copy >= 0 && kind == PG_QUERY__TOKEN__FROM
          && retort_sql_tokens_get_kind (tokens, i + 1) == PG_QUERY__TOKEN__STDIN)
        return copy;
      starts_statement = kind == PG_QUERY__TOKEN__ASCII_59;
    }
  return -1;
}

/**
 * retort_sql_refuse_copy_from_stdin: (skip)
 * @sql: a text
 * @tokens: its tokens
 * @error: return location
 *
 * Returns: %TRUE, with %RETORT_SQL_ERROR_PSQL set, when the text has a COPY … FROM STDIN
 */
gboolean
retort_sql_refuse_copy_from_stdin (const char *sql, const RetortSqlTokens *tokens, GError **error)
{
  gssize copy = find_copy_from_stdin (tokens);
  RetortPosition position;

  if (copy < 0)
    return FALSE;

  position = position_of (sql, (gsize) copy);
  g_set_error (error, RETORT_SQL_ERROR, RETORT_SQL_ERROR_PSQL,
               "COPY … FROM STDIN needs psql to send the rows (line %u, column %u)", position.line,
               position.column);
  return TRUE;
}

/**
 * retort_sql_refusal_new: (skip)
 * @sql: a text
 * @parser_error: what the parser said of it
 *
 * Returns: (transfer full): the error, in domain %RETORT_SQL_ERROR
 */
GError *
retort_sql_refusal_new (const char *sql, const PgQueryError *parser_error)
{
  gsize offset = cursor_to_offset (sql, parser_error->cursorpos);
  g_autofree char *before = g_strndup (sql, offset);
  g_autoptr(RetortSqlTokens) tokens = retort_sql_tokens_scan (before);
  RetortPosition position;
  GError *error = NULL;

  if (sql[offset] == '\\')
    return meta_command_error (sql, offset);
  if (tokens != NULL && retort_sql_refuse_copy_from_stdin (sql, tokens, &error))
    return error;

  position = position_of (sql, offset);
  return g_error_new (RETORT_SQL_ERROR, RETORT_SQL_ERROR_SYNTAX, "%s (line %u, column %u)",
                      parser_error->message, position.line, position.column);
}
