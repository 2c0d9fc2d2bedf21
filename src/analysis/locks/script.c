/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/locks/script.h"

#include "analysis/locks/newer.h"
#include "analysis/locks/survey-private.h"

static void
statement_free (gpointer data)
{
  RetortLockedStatement *statement = data;

  g_free (statement->sql);
  retort_locks_free (statement->locks);
  g_free (statement);
}

/* What is there after it; the schema is tainted by what is not understood. */
static RetortLocks *
examine (RetortLockSession *session, RetortSchema **schema, const char *sql)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortSqlTree) tree = retort_sql_tree_parse (sql, &error);
  RetortSchema *after = NULL;
  RetortLocks *locks = NULL;

  if (tree == NULL || retort_sql_tree_get_n_statements (tree) != 1)
    {
      locks = retort_locks_of_newer (session, *schema, sql, error);
      after = retort_schema_apply_sql (*schema, sql, NULL);
    }
  else
    locks = retort_lock_session_examine (session, *schema, retort_sql_tree_get_statement (tree, 0), &after);
  retort_schema_unref (*schema);
  *schema = after;
  return locks;
}

static gboolean
prepare (RetortLockSession *session, RetortSchema **schema, const char *sql, GError **error)
{
  g_autoptr(GArray) spans = retort_sql_split (sql, error);

  for (guint i = 0; spans != NULL && i < spans->len; i++)
    {
      RetortSpan span = g_array_index (spans, RetortSpan, i);
      g_autofree char *statement = g_strndup (sql + span.start, span.end - span.start);
      g_autoptr(RetortLocks) locks = examine (session, schema, statement);
    }
  return spans != NULL;
}

/**
 * retort_lock_script_examine:
 * @sql: a text of SQL
 * @options: what it runs in
 * @error: a #RetortSqlError: one of the texts cannot be cut into statements
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable) (element-type RetortLockedStatement): one for each statement, in order
 */
GPtrArray *
retort_lock_script_examine (const char *sql, const RetortLockScriptOptions *options, GError **error)
{
  g_autoptr(RetortLockSession) session = retort_lock_session_new (options->server_version, FALSE);
  g_autoptr(RetortSource) source = retort_source_new ("", sql, -1);
  g_autoptr(RetortSchema) schema = retort_schema_new_initial ();
  g_autoptr(GPtrArray) statements = g_ptr_array_new_with_free_func (statement_free);
  g_autoptr(GArray) spans = NULL;

  if (options->schema_sql != NULL && !prepare (session, &schema, options->schema_sql, error))
    return NULL;
  session->is_in_transaction = options->is_in_transaction;
  spans = retort_sql_split (sql, error);
  for (guint i = 0; spans != NULL && i < spans->len; i++)
    {
      RetortSpan span = g_array_index (spans, RetortSpan, i);
      RetortLockedStatement *statement = g_new0 (RetortLockedStatement, 1);

      statement->sql = g_strndup (sql + span.start, span.end - span.start);
      statement->position = retort_source_position_at (source, span.start);
      statement->locks = examine (session, &schema, statement->sql);
      g_ptr_array_add (statements, statement);
    }
  return spans != NULL ? g_steal_pointer (&statements) : NULL;
}

/**
 * retort_lock_script_make_schema:
 * @sql: statements, which have run, each by itself
 * @error: a #RetortSqlError: the text cannot be cut into statements
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): what they make of a new database
 */
RetortSchema *
retort_lock_script_make_schema (const char *sql, GError **error)
{
  g_autoptr(RetortLockSession) session = retort_lock_session_new (0, FALSE);
  g_autoptr(RetortSchema) schema = retort_schema_new_initial ();

  return prepare (session, &schema, sql, error) ? g_steal_pointer (&schema) : NULL;
}
