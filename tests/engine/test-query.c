/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Queries that somebody types: only the first rows of one SELECT, and nothing that writes. */
#include "engine/query.h"

#include "run-fixture.h"

static void
test_objections (void)
{
  static const char *const good[] = { "SELECT 1", "values (1), (2);", "TABLE t", "WITH a AS (SELECT 1) SELECT * FROM a -- all of it" };
  static const char *const bad[] = { "", "-- nothing", "DELETE FROM t", "SELECT 1; SELECT 2", "SELECT 1 INTO u", "COMMIT", "EXPLAIN ANALYZE DELETE FROM t", "DO $$ BEGIN END $$" };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_null (retort_query_find_objection (good[i]));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_nonnull (retort_query_find_objection (bad[i]));
}

static void
open_fixture (RunFixture *fixture)
{
  run_fixture_init (fixture, "one");
  run_fixture_write (fixture, "001", CREATE_T);
  run_fixture_open (fixture, NULL, RETORT_ENVIRONMENT_DEVELOPMENT);
  retort_test_execute (fixture->session, "CREATE TABLE t (id int, note text); INSERT INTO t SELECT i, NULL FROM generate_series(1, 1000) i; CREATE SEQUENCE s");
}

static void
test_rows (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortResult) usual = NULL;
  g_autoptr(RetortResult) few = NULL;
  g_autoptr(GError) error = NULL;

  open_fixture (&fixture);
  usual = retort_query_run (fixture.target, "SELECT id, note FROM t ORDER BY id; -- the end", 0, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (retort_result_get_n_rows (usual), ==, RETORT_QUERY_USUAL_ROWS);
  g_assert_cmpstr (retort_result_get_column_name (usual, 1), ==, "note");
  g_assert_cmpstr (retort_result_get_value (usual, 0, 0), ==, "1");
  g_assert_null (retort_result_get_value (usual, 0, 1));
  few = retort_query_run (fixture.target, "SELECT id FROM t", 3, 0, NULL, &error);
  g_assert_cmpuint (retort_result_get_n_rows (few), ==, 3);
}

/* What looks like a query and writes is stopped by the next fence. */
static void
test_fences (void)
{
  static const char *const sqls[] = {
    "WITH d AS (DELETE FROM t RETURNING 1) SELECT * FROM d",
    "SELECT nextval('s')",
    "SELECT set_config('transaction_read_only', 'off', false)",
    "SELECT id FROM t FOR UPDATE",
  };
  g_auto(RunFixture) fixture = { 0 };

  open_fixture (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (sqls); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(RetortResult) result = retort_query_run (fixture.target, sqls[i], 0, 0, NULL, &error);

      g_assert_null (result);
      g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_SQL);
    }
  assert_value (&fixture, "SELECT count(*) FROM t", "1000");
}

static void
test_time_limit (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortResult) result = NULL;
  g_autoptr(GError) error = NULL;

  open_fixture (&fixture);
  result = retort_query_run (fixture.target, "SELECT pg_sleep(60)", 0, 200, NULL, &error);
  g_assert_null (result);
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_STATEMENT_TIMEOUT);
}

int
main (int argc, char **argv)
{
  run_fixture_start (&argc, &argv);
  g_test_add_func ("/engine/query/objections", test_objections);
  g_test_add_func ("/engine/query/rows", test_rows);
  g_test_add_func ("/engine/query/fences", test_fences);
  g_test_add_func ("/engine/query/time-limit", test_time_limit);
  return run_fixture_run_all ();
}
