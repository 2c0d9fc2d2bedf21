/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql/tree.h"

static void
test_statements_and_spans (void)
{
  const char *sql
      = "-- ö\nalter table \"Sales\".orders add c int; /* x */ drop table a.\"B\" -- y\n";
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortSqlTree) tree = retort_sql_tree_parse (sql, &error);
  const PgQuery__Node *alter;
  const PgQuery__List *dropped;
  g_autofree char *table = NULL;
  g_autofree char *other = NULL;
  g_autofree char *text = NULL;
  RetortSpan span;

  g_assert_no_error (error);
  g_assert_cmpuint (retort_sql_tree_get_n_statements (tree), ==, 2);

  alter = retort_sql_tree_get_statement (tree, 0);
  g_assert_cmpint (alter->node_case, ==, PG_QUERY__NODE__NODE_ALTER_TABLE_STMT);
  table = retort_sql_range_var_to_string (alter->alter_table_stmt->relation);
  g_assert_cmpstr (table, ==, "\"Sales\".orders");

  dropped = retort_sql_tree_get_statement (tree, 1)->drop_stmt->objects[0]->list;
  other = retort_sql_names_to_string (dropped->n_items, dropped->items);
  g_assert_cmpstr (other, ==, "a.\"B\"");
  g_assert_cmpstr (retort_sql_names_get_last (dropped->n_items, dropped->items), ==, "B");

  span = retort_sql_tree_get_span (tree, 1);
  text = g_strndup (sql + span.start, span.end - span.start);
  g_assert_cmpstr (text, ==, "drop table a.\"B\"");
}

static void
test_syntax_error (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortSqlTree) tree = retort_sql_tree_parse ("select 'ä';\nselec 1", &error);

  g_assert_null (tree);
  g_assert_error (error, RETORT_SQL_ERROR, RETORT_SQL_ERROR_SYNTAX);
  g_assert_cmpstr (error->message, ==, "syntax error at or near \"selec\" (line 2, column 1)");
}

static gpointer
parse_worker (gpointer data)
{
  for (int i = 0; i < 200; i++)
    {
      g_autoptr(RetortSqlTree) tree
          = retort_sql_tree_parse ("create table t (a int primary key)", NULL);
      g_autoptr(RetortSqlTree) wrong = retort_sql_tree_parse ("create tabel t", NULL);

      g_assert_nonnull (tree);
      g_assert_null (wrong);
    }
  return NULL;
}

static void
test_threads (void)
{
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("parser", parse_worker, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sql/tree/statements-and-spans", test_statements_and_spans);
  g_test_add_func ("/sql/tree/syntax-error", test_syntax_error);
  g_test_add_func ("/sql/tree/threads", test_threads);
  return g_test_run ();
}
