/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The version table set without running a migration. */
#include "run-fixture.h"

#define FOLLOWS(id) "revises " id "\n@upgrade\nSELECT 1\n"

/* 001 - 002, 001 - 003 */
static void
init (RunFixture *fixture, const char *transactions)
{
  run_fixture_init (fixture, transactions);
  run_fixture_write (fixture, "001", CREATE_T);
  run_fixture_write (fixture, "002", FOLLOWS ("001"));
  run_fixture_write (fixture, "003", FOLLOWS ("001"));
}

static void
check_stamp (RunFixture *fixture, const char *symbols, gboolean purges, const char *rows)
{
  g_autoptr(RetortRunReport) report = run_fixture_stamp (fixture, symbols, purges);

  assert_outcome (report, RETORT_OUTCOME_APPLIED, rows);
  g_assert_true (retort_run_report_get (report)->is_verified);
  assert_value (fixture, SELECT_ROWS, *rows != '\0' ? rows : NULL);
  assert_value (fixture, EXISTS_T, NULL);
}

static void
stamp_around (const char *transactions)
{
  g_auto(RunFixture) fixture = { 0 };

  init (&fixture, transactions);
  check_stamp (&fixture, "base", FALSE, "");
  check_stamp (&fixture, "001", FALSE, "001");
  check_stamp (&fixture, "heads", FALSE, "002 003");
  check_stamp (&fixture, "001", FALSE, "001");
  check_stamp (&fixture, "003", FALSE, "003");
  check_stamp (&fixture, "002 003", TRUE, "002 003");
  check_stamp (&fixture, "base", TRUE, "");
}

static void
test_one_transaction (void)
{
  stamp_around ("one");
}

static void
test_transaction_per_step (void)
{
  stamp_around ("per-migration");
}

/* From several rows Alembic goes down from the one that the server names first, and warns. */
static void
test_down_from_several_rows (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortPlan) plan = NULL;
  g_autoptr(RetortPlan) named = NULL;

  init (&fixture, "one");
  check_stamp (&fixture, "003", FALSE, "003");
  check_stamp (&fixture, "002", FALSE, "002 003");
  assert_value (&fixture, "SELECT version_num FROM alembic_version LIMIT 1", "003");
  plan = run_fixture_plan (&fixture, RETORT_DIRECTION_DOWNGRADE, "-1");
  g_assert_cmpuint (retort_plan_get_n_steps (plan), ==, 1);
  g_assert_cmpstr (retort_plan_get (plan)->to[0], ==, "002");
  g_assert_true (g_str_has_prefix (retort_plan_get (plan)->warning, "downgrade -1 from multiple heads is ambiguous; "));
  g_assert_nonnull (strstr (retort_plan_get (plan)->warning, "'003@-1'"));
  named = run_fixture_plan (&fixture, RETORT_DIRECTION_DOWNGRADE, "002@-1");
  g_assert_cmpstr (retort_plan_get (named)->to[0], ==, "003");
  g_assert_null (retort_plan_get (named)->warning);
}

/* A row moved between plan and run: refused, nothing is sent. */
static void
test_rows_changed (void)
{
  g_auto(RunFixture) fixture = { 0 };
  const char *const symbols[] = { "002", NULL };
  g_autoptr(RetortPlan) plan = NULL;
  g_autoptr(RetortRunReport) report = NULL;
  g_autoptr(GError) error = NULL;

  init (&fixture, "one");
  check_stamp (&fixture, "001", FALSE, "001");
  plan = retort_runner_plan_stamp (fixture.workspace, fixture.target, symbols, FALSE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (retort_plan_count_statements (plan), ==, 1);
  g_assert_cmpstr (retort_plan_get (plan)->way_back, ==, "stamp --purge 001");
  retort_test_execute (fixture.session, "UPDATE alembic_version SET version_num = '003'");
  report = run_fixture_run (&fixture, plan, &error);
  g_assert_null (report);
  g_assert_error (error, RETORT_RUN_ERROR, RETORT_RUN_ERROR_CHANGED);
  assert_value (&fixture, SELECT_ROWS, "003");
}

/* The second step of a stamp cannot be written: the first one is undone, unless it was a transaction of its own. */
static void
check_failure (const char *transactions, RetortOutcome outcome, const char *rows)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortRunReport) report = NULL;

  init (&fixture, transactions);
  retort_test_execute (fixture.session,
                       "CREATE TABLE alembic_version (version_num varchar(32) NOT NULL PRIMARY KEY CHECK (version_num <> '003'))");
  report = run_fixture_stamp (&fixture, "002 003", FALSE);
  assert_outcome (report, outcome, rows);
  assert_value (&fixture, SELECT_ROWS, *rows != '\0' ? rows : NULL);
}

static void
test_failure (void)
{
  check_failure ("one", RETORT_OUTCOME_NOT_APPLIED, "");
  check_failure ("per-migration", RETORT_OUTCOME_PARTLY_APPLIED, "002");
}

static void
test_production (void)
{
  g_auto(RunFixture) fixture = { 0 };
  const char *const symbols[] = { "001", NULL };
  g_autoptr(RetortPlan) plan = NULL;
  g_autoptr(RetortRunReport) report = NULL;
  g_autoptr(GError) error = NULL;

  init (&fixture, "one");
  run_fixture_open (&fixture, NULL, RETORT_ENVIRONMENT_PRODUCTION);
  plan = retort_runner_plan_stamp (fixture.workspace, fixture.target, symbols, FALSE, NULL, &error);
  g_assert_no_error (error);
  report = run_fixture_run (&fixture, plan, &error);
  g_assert_null (report);
  g_assert_error (error, RETORT_RUN_ERROR, RETORT_RUN_ERROR_SAFETY);
  assert_value (&fixture, "SELECT to_regclass('alembic_version')", NULL);
}

int
main (int argc, char **argv)
{
  run_fixture_start (&argc, &argv);
  g_test_add_func ("/engine/stamp/one-transaction", test_one_transaction);
  g_test_add_func ("/engine/stamp/transaction-per-step", test_transaction_per_step);
  g_test_add_func ("/engine/stamp/down-from-several-rows", test_down_from_several_rows);
  g_test_add_func ("/engine/stamp/rows-changed", test_rows_changed);
  g_test_add_func ("/engine/stamp/failure", test_failure);
  g_test_add_func ("/engine/stamp/production", test_production);
  return run_fixture_run_all ();
}
