/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Four fences, one behind the other: the text must be one SELECT by PostgreSQL's own grammar; the session is read-only in the
 * connection itself; the transaction is; and a cursor takes nothing but a query, of which only the first rows are fetched. What a
 * function did all the same (large objects, before PostgreSQL 16) goes with the transaction, which is never committed. */
#include "engine/query.h"

#include "sql/quote.h"
#include "sql/tree.h"

#include <string.h>

G_DEFINE_QUARK (retort-query-error, retort_query_error)

/**
 * retort_query_find_objection:
 * @sql: what somebody typed
 *
 * Returns: (nullable): why it is not run, a clause; %NULL when it is one SELECT
 */
const char *
retort_query_find_objection (const char *sql)
{
  g_autoptr(RetortSqlTree) tree = retort_sql_tree_parse (sql, NULL);
  const PgQuery__Node *node = NULL;

  if (tree == NULL)
    return NULL; /* newer syntax than ours: the cursor takes only queries, and the server says what is wrong */
  if (retort_sql_tree_get_n_statements (tree) == 0)
    return "there is no statement";
  if (retort_sql_tree_get_n_statements (tree) > 1)
    return "only one statement is run at a time";
  node = retort_sql_tree_get_statement (tree, 0);
  if (node->node_case != PG_QUERY__NODE__NODE_SELECT_STMT)
    return "only SELECT, VALUES, TABLE and WITH … SELECT are run here";
  if (node->select_stmt->into_clause != NULL)
    return "SELECT INTO makes a table";
  return NULL;
}

/* A cursor's query ends without a semicolon. */
static char *
dup_cursor_sql (const char *sql)
{
  g_autofree char *query = g_strdup (sql);

  g_strstrip (query);
  while (g_str_has_suffix (query, ";"))
    {
      query[strlen (query) - 1] = '\0';
      g_strchomp (query);
    }
  return g_strdup_printf ("DECLARE retort_query NO SCROLL CURSOR FOR %s\n", query);
}

static RetortResult *
run_in_transaction (RetortSession *session, const char *sql, guint n_rows, GCancellable *cancellable, GError **error)
{
  g_autofree char *declare = dup_cursor_sql (sql);
  g_autofree char *fetch = g_strdup_printf ("FETCH FORWARD %u FROM retort_query", n_rows);
  g_autoptr(RetortResult) begun = retort_session_execute (session, "BEGIN READ ONLY", cancellable, error);
  g_autoptr(RetortResult) declared = begun != NULL ? retort_session_query (session, declare, NULL, cancellable, error) : NULL;

  return declared != NULL ? retort_session_execute (session, fetch, cancellable, error) : NULL;
}

/**
 * retort_query_run:
 * @target: the database
 * @sql: one SELECT
 * @n_rows: at most so many rows; 0: the usual number
 * @timeout_ms: after which the server gives up; 0: the usual time
 * @cancellable: (nullable): stops it
 * @error: a RetortQueryError or a RetortDbError
 *
 * Runs a query on a session of its own that cannot write. Blocks: worker threads only.
 *
 * Returns: (transfer full) (nullable): the first rows
 */
RetortResult *
retort_query_run (RetortTarget *target, const char *sql, guint n_rows, guint timeout_ms, GCancellable *cancellable, GError **error)
{
  const char *objection = retort_query_find_objection (sql);
  RetortSessionOptions options = { .is_read_only = TRUE, .application_name = "retort query" };
  g_autoptr(RetortSession) session = NULL;
  RetortResult *result = NULL;

  if (objection != NULL)
    {
      g_set_error (error, RETORT_QUERY_ERROR, RETORT_QUERY_ERROR_NOT_A_SELECT, "not run: %s", objection);
      return NULL;
    }
  options.statement_timeout_ms = timeout_ms != 0 ? timeout_ms : RETORT_QUERY_USUAL_TIMEOUT_MS;
  session = retort_target_connect (target, &options, cancellable, error);
  if (session == NULL)
    return NULL;
  result = run_in_transaction (session, sql, n_rows != 0 ? n_rows : RETORT_QUERY_USUAL_ROWS, cancellable, error);
  /* The transaction ends with the session, whatever happened. */
  retort_session_close (session);
  return result;
}

/**
 * retort_query_dup_of_table:
 * @schema: (nullable): its schema
 * @name: a table or view
 *
 * Returns: (transfer full): the query for its rows
 */
char *
retort_query_dup_of_table (const char *schema, const char *name)
{
  g_autofree char *table = retort_sql_quote_identifier (name);
  g_autofree char *place = schema != NULL ? retort_sql_quote_identifier (schema) : NULL;

  return place != NULL ? g_strdup_printf ("SELECT * FROM %s.%s", place, table) : g_strdup_printf ("SELECT * FROM %s", table);
}
