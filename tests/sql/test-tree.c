/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql/tree.h"

#include <pg_query.h>

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

static GBytes *
pack (const PgQuery__Node *statement)
{
  gsize length = protobuf_c_message_get_packed_size (&statement->base);
  guint8 *packed = g_malloc (length + 1);

  protobuf_c_message_pack (&statement->base, packed);
  return g_bytes_new_take (packed, length);
}

/* What is copied while libpg_query still has it is what comes out when it is packed and unpacked. */
static void
test_as_packed (void)
{
  static const char *const texts[] = {
    "",
    "create table a.\"bé\" (id int default -5 not null, v numeric(3,2) default 'a\"b' check (v <> 0), primary key (id))",
    "select -1, 0, 1.5, 99999999999, true, false, null, $1, B'01', e'\\n', '' from only x as y (a) where a = any (array[1, -2]) limit 0",
    "alter sequence s increment by -1 minvalue -10; alter table t alter c type uuid using c::uuid, drop d cascade",
    "create function f(a int = 1) returns int language sql as $$ select 1 $$; do $$ begin end $$",
    "with recursive w as (values (1), (2)) insert into t (a, b) select * from w on conflict (a) do update set b = excluded.b returning *",
    "create index concurrently if not exists i on t using gin (lower(a) text_pattern_ops, (b -> 'c')) include (d) where e is not null",
    "update t set (a, b) = (select 1, '{}'::jsonb[]) from u where t.id = u.id and not exists (select 1 from v group by grouping sets ((), (x)))",
    "create policy p on t for select to public using (true); grant select (a), update on t to r with grant option; set local x = 'y', 1",
    "select sum(a) filter (where b) over (partition by c order by d rows between 1 preceding and current row) from t tablesample system (1)",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      PgQueryProtobufParseResult packed = pg_query_parse_protobuf (texts[i]);
      PgQuery__ParseResult *expected
          = pg_query__parse_result__unpack (NULL, packed.parse_tree.len, (const uint8_t *) packed.parse_tree.data);
      g_autoptr(RetortSqlTree) tree = retort_sql_tree_parse (texts[i], NULL);

      g_assert_nonnull (tree);
      g_assert_cmpuint (retort_sql_tree_get_n_statements (tree), ==, expected->n_stmts);
      for (guint j = 0; j < expected->n_stmts; j++)
        {
          g_autoptr(GBytes) ours = pack (retort_sql_tree_get_statement (tree, j));
          g_autoptr(GBytes) theirs = pack (expected->stmts[j]->stmt);

          g_assert_true (g_bytes_equal (ours, theirs));
        }
      pg_query__parse_result__free_unpacked (expected, NULL);
      pg_query_free_protobuf_parse_result (packed);
    }
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
  g_test_add_func ("/sql/tree/as-packed", test_as_packed);
  g_test_add_func ("/sql/tree/threads", test_threads);
  return g_test_run ();
}
