/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans and runs that go well, and runs that are refused before anything is sent. */
#include "run-fixture.h"

#define ADD_C "revises 001\n@upgrade\nALTER TABLE t ADD c int\n@upgrade\nINSERT INTO t VALUES (1, 2)\n" \
              "@downgrade\nALTER TABLE t DROP c\n"
#define COUNT_T "SELECT count(*) FROM t"

static void
write_two (RunFixture *fixture)
{
  run_fixture_write (fixture, "001", CREATE_T);
  run_fixture_write (fixture, "002", ADD_C);
}

static void
assert_refused (RunFixture *fixture, RetortPlan *plan, RetortRunError code, const char *said)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortRunReport) report = run_fixture_run (fixture, plan, &error);

  g_assert_null (report);
  g_assert_error (error, RETORT_RUN_ERROR, (int) code);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, said));
  g_assert_cmpuint (fixture->events->len, ==, 0);
}

static void
test_up_and_down (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortRunReport) up = NULL;
  g_autoptr(RetortRunReport) down = NULL;
  g_autoptr(RetortRunReport) base = NULL;

  run_fixture_init (&fixture, "one");
  write_two (&fixture);
  up = run_fixture_upgrade (&fixture, "head");
  assert_outcome (up, RETORT_OUTCOME_APPLIED, "002");
  g_assert_true (retort_run_report_get (up)->is_verified);
  assert_value (&fixture, COUNT_T, "1");
  assert_value (&fixture, SELECT_ROWS, "002");

  down = run_fixture_downgrade (&fixture, "-1");
  assert_outcome (down, RETORT_OUTCOME_APPLIED, "001");
  base = run_fixture_downgrade (&fixture, "base");
  assert_outcome (base, RETORT_OUTCOME_APPLIED, "");
  assert_value (&fixture, EXISTS_T, NULL);
}

static void
test_plan_changes_nothing (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortPlan) plan = NULL;

  run_fixture_init (&fixture, "one");
  write_two (&fixture);
  plan = run_fixture_plan (&fixture, RETORT_DIRECTION_UPGRADE, "head");
  g_assert_cmpuint (retort_plan_get_n_steps (plan), ==, 2);
  /* The version table, three statements, an INSERT and an UPDATE of its row. */
  g_assert_cmpuint (retort_plan_count_statements (plan), ==, 6);
  g_assert_cmpstr (retort_plan_get (plan)->to[0], ==, "002");
  g_assert_null (retort_plan_get (plan)->obstacle);
  assert_value (&fixture, "SELECT to_regclass('alembic_version')", NULL);
  assert_value (&fixture, EXISTS_T, NULL);
}

static void
test_events (void)
{
  static const RetortRunEventKind kinds[] = {
    RETORT_RUN_EVENT_STARTED,           RETORT_RUN_EVENT_CONNECTED,
    RETORT_RUN_EVENT_STATEMENT_STARTED, RETORT_RUN_EVENT_STATEMENT_FINISHED, /* the version table */
    RETORT_RUN_EVENT_STEP_STARTED,      RETORT_RUN_EVENT_STATEMENT_STARTED,
    RETORT_RUN_EVENT_STATEMENT_FINISHED, RETORT_RUN_EVENT_STATEMENT_STARTED,
    RETORT_RUN_EVENT_STATEMENT_FINISHED, RETORT_RUN_EVENT_STEP_FINISHED,
    RETORT_RUN_EVENT_COMMITTING,        RETORT_RUN_EVENT_VERIFYING,
    RETORT_RUN_EVENT_FINISHED,
  };
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortRunReport) report = NULL;

  run_fixture_init (&fixture, "one");
  run_fixture_write (&fixture, "001", CREATE_T);
  report = run_fixture_upgrade (&fixture, "head");
  assert_outcome (report, RETORT_OUTCOME_APPLIED, "001");
  g_assert_cmpuint (fixture.events->len, ==, G_N_ELEMENTS (kinds));
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      const RetortRunEventFields *event = retort_run_event_get (g_ptr_array_index (fixture.events, i));

      g_assert_cmpint (event->kind, ==, kinds[i]);
      g_assert_cmpint (event->time_us, >, 0);
    }
}

static void
test_notice (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortRunReport) report = NULL;

  run_fixture_init (&fixture, "one");
  run_fixture_write (&fixture, "001", "\n@upgrade\nDO $$ BEGIN RAISE NOTICE 'by the way'; END $$\n");
  report = run_fixture_upgrade (&fixture, "head");
  assert_outcome (report, RETORT_OUTCOME_APPLIED, "001");
  g_assert_true (has_event (&fixture, RETORT_RUN_EVENT_NOTICE));
}

/* CREATE INDEX CONCURRENTLY refuses to run inside a transaction: it proves where it ran. */
static void
test_autocommit (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortRunReport) report = NULL;

  run_fixture_init (&fixture, "one");
  run_fixture_write (&fixture, "001", CREATE_T);
  run_fixture_write (&fixture, "002", "revises 001\n@upgrade autocommit\nCREATE INDEX CONCURRENTLY i ON t (id)\n"
                                      "@upgrade\nALTER TABLE t ADD d int\n");
  report = run_fixture_upgrade (&fixture, "head");
  assert_outcome (report, RETORT_OUTCOME_APPLIED, "002");
  assert_value (&fixture, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass", "t");
}

/* A migration that ends the transaction itself counts on having none afterwards; its version row is kept. */
static void
test_own_commit (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortRunReport) report = NULL;

  run_fixture_init (&fixture, "one");
  run_fixture_write (&fixture, "001", CREATE_T);
  run_fixture_write (&fixture, "002", "revises 001\n@upgrade\nCOMMIT\n@upgrade\nCREATE INDEX CONCURRENTLY i ON t (id)\n");
  run_fixture_write (&fixture, "003", "revises 002\n@upgrade\nALTER TABLE t ADD d int\n");
  report = run_fixture_upgrade (&fixture, "head");
  assert_outcome (report, RETORT_OUTCOME_APPLIED, "003");
  assert_value (&fixture, SELECT_ROWS, "003");
}

static void
test_branches (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortRunReport) up = NULL;
  g_autoptr(RetortRunReport) down = NULL;

  run_fixture_init (&fixture, "one");
  run_fixture_write (&fixture, "001", CREATE_T);
  run_fixture_write (&fixture, "002a", "revises 001\n@upgrade\nALTER TABLE t ADD a int\n");
  run_fixture_write (&fixture, "002b", "revises 001\n@upgrade\nALTER TABLE t ADD b int\n");
  up = run_fixture_upgrade (&fixture, "heads");
  assert_outcome (up, RETORT_OUTCOME_APPLIED, "002a 002b");
  run_fixture_write (&fixture, "003", "revises 002a 002b\n@upgrade\nALTER TABLE t ADD c int\n@downgrade\nALTER TABLE t DROP c\n");
  run_fixture_open (&fixture, NULL, RETORT_ENVIRONMENT_DEVELOPMENT);
  g_clear_pointer (&up, retort_run_report_unref);
  up = run_fixture_upgrade (&fixture, "head");
  assert_outcome (up, RETORT_OUTCOME_APPLIED, "003");
  down = run_fixture_downgrade (&fixture, "002a");
  assert_outcome (down, RETORT_OUTCOME_APPLIED, "002a 002b");
}

/* A value that is drawn anew each time may differ, the rest of the statement may not. */
static void
assert_lock_timeout (guint of_run, guint of_profile, guint usual, const char *expected)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortRunReport) report = NULL;

  run_fixture_init (&fixture, "one");
  fixture.profile_lock_timeout_ms = of_profile;
  fixture.options.lock_timeout_ms = of_run;
  fixture.options.usual_lock_timeout_ms = usual;
  run_fixture_write (&fixture, "001", "\n@upgrade\nCREATE TABLE t AS SELECT current_setting('lock_timeout') AS v\n");
  report = run_fixture_upgrade (&fixture, "head");
  assert_outcome (report, RETORT_OUTCOME_APPLIED, "001");
  assert_value (&fixture, "SELECT v FROM t", expected);
}

static void
test_which_lock_timeout (void)
{
  assert_lock_timeout (1234, 2345, 3456, "1234ms");
  assert_lock_timeout (0, 2345, 3456, "2345ms");
  assert_lock_timeout (0, 0, 3456, "3456ms");
  assert_lock_timeout (0, 0, 0, "5s");
}

static void
test_varying_value (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortRunReport) report = NULL;

  run_fixture_init (&fixture, "one");
  run_fixture_write (&fixture, "001", CREATE_T);
  run_fixture_write (&fixture, "002", "revises 001\n@upgrade varies\nINSERT INTO t VALUES (%n)\n");
  report = run_fixture_upgrade (&fixture, "head");
  assert_outcome (report, RETORT_OUTCOME_APPLIED, "002");
  assert_value (&fixture, COUNT_T, "1");
}

static void
test_varying_statement (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortRunReport) report = NULL;

  run_fixture_init (&fixture, "one");
  run_fixture_write (&fixture, "001", CREATE_T);
  run_fixture_write (&fixture, "002", "revises 001\n@upgrade varies\nCREATE TABLE t%n (id int)\n");
  report = run_fixture_upgrade (&fixture, "head");
  assert_outcome (report, RETORT_OUTCOME_NOT_APPLIED, "");
  assert_value (&fixture, "SELECT count(*) FROM pg_class WHERE relname ~ '^t[0-9]*$'", "0");
}

static void
test_changed_file (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortPlan) plan = NULL;

  run_fixture_init (&fixture, "one");
  write_two (&fixture);
  plan = run_fixture_plan (&fixture, RETORT_DIRECTION_UPGRADE, "head");
  run_fixture_write (&fixture, "002", "revises 001\n@upgrade\nDROP TABLE t\n");
  assert_refused (&fixture, plan, RETORT_RUN_ERROR_CHANGED, "002.script' changed");
}

static void
test_new_file (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortPlan) plan = NULL;

  run_fixture_init (&fixture, "one");
  write_two (&fixture);
  plan = run_fixture_plan (&fixture, RETORT_DIRECTION_UPGRADE, "head");
  run_fixture_write (&fixture, "003", "revises 002\n@upgrade\nDROP TABLE t\n");
  assert_refused (&fixture, plan, RETORT_RUN_ERROR_CHANGED, "there are now 3 revisions to run");
}

static void
test_changed_rows (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortPlan) plan = NULL;
  g_autoptr(RetortRunReport) report = NULL;

  run_fixture_init (&fixture, "one");
  write_two (&fixture);
  plan = run_fixture_plan (&fixture, RETORT_DIRECTION_UPGRADE, "head");
  report = run_fixture_upgrade (&fixture, "001");
  assert_outcome (report, RETORT_OUTCOME_APPLIED, "001");
  assert_refused (&fixture, plan, RETORT_RUN_ERROR_CHANGED, "the database is at 001, it was at the base");
}

static void
test_other_database (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortPlan) plan = NULL;

  run_fixture_init (&fixture, "one");
  write_two (&fixture);
  plan = run_fixture_plan (&fixture, RETORT_DIRECTION_UPGRADE, "head");
  g_free (fixture.database);
  fixture.database = retort_test_server_create_database ("other");
  run_fixture_open (&fixture, NULL, RETORT_ENVIRONMENT_DEVELOPMENT);
  assert_refused (&fixture, plan, RETORT_RUN_ERROR_CHANGED, "another database");
}

static void
test_not_understood (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortPlan) plan = NULL;

  run_fixture_init (&fixture, "one");
  run_fixture_write (&fixture, "001", "\n@upgrade\nCREATE TABLE t (id int)\n@upgrade gap\n?\n");
  plan = run_fixture_plan (&fixture, RETORT_DIRECTION_UPGRADE, "head");
  g_assert_cmpint (retort_plan_get (plan)->engine, ==, RETORT_ENGINE_COMMAND);
  g_assert_nonnull (retort_plan_get (plan)->obstacle);
  assert_refused (&fixture, plan, RETORT_RUN_ERROR_NOT_UNDERSTOOD, "line 1: not understood");
}

static void
test_production (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortPlan) plan = NULL;
  g_autoptr(RetortRunReport) report = NULL;
  g_autoptr(GError) error = NULL;

  run_fixture_init (&fixture, "one");
  write_two (&fixture);
  run_fixture_open (&fixture, NULL, RETORT_ENVIRONMENT_PRODUCTION);
  plan = run_fixture_plan (&fixture, RETORT_DIRECTION_UPGRADE, "head");
  assert_refused (&fixture, plan, RETORT_RUN_ERROR_SAFETY, "not unlocked");
  fixture.options.is_unlocked = TRUE;
  report = run_fixture_run (&fixture, plan, &error);
  g_assert_no_error (error);
  assert_outcome (report, RETORT_OUTCOME_APPLIED, "002");
}

/* The reading session cannot write, whatever the environment is. */
static void
test_target_is_read_only (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortSession) session = NULL;
  g_autoptr(RetortResult) result = NULL;
  g_autoptr(RetortServerError) said = NULL;
  g_autoptr(GError) error = NULL;

  run_fixture_init (&fixture, "one");
  run_fixture_open (&fixture, NULL, RETORT_ENVIRONMENT_DEVELOPMENT);
  session = retort_target_dup_session (fixture.target, NULL, &error);
  g_assert_no_error (error);
  result = retort_session_execute (session, "CREATE TABLE t (id int)", NULL, &error);
  g_assert_null (result);
  said = retort_session_dup_last_error (session);
  g_assert_cmpstr (said->sqlstate, ==, "25006");
}

static void
second_run_cb (RetortRunEvent *event, gpointer user_data)
{
  RunFixture *fixture = user_data;
  g_autoptr(RetortPlan) plan = NULL;
  g_autoptr(RetortRunReport) report = NULL;
  g_autoptr(GError) error = NULL;

  if (retort_run_event_get (event)->kind != RETORT_RUN_EVENT_STEP_STARTED)
    return;
  plan = run_fixture_plan (fixture, RETORT_DIRECTION_UPGRADE, "head");
  report = retort_runner_run (fixture->workspace, fixture->target, plan, &fixture->options, NULL, NULL, NULL, &error);
  g_assert_null (report);
  g_assert_error (error, RETORT_RUN_ERROR, RETORT_RUN_ERROR_BUSY);
}

static void
test_two_runs (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortRunReport) report = NULL;

  run_fixture_init (&fixture, "one");
  run_fixture_write (&fixture, "001", CREATE_T);
  fixture.sink = second_run_cb;
  fixture.sink_data = &fixture;
  report = run_fixture_upgrade (&fixture, "head");
  assert_outcome (report, RETORT_OUTCOME_APPLIED, "001");
}

static gboolean
has_finding (RetortPlan *plan, const char *rule, const char *part)
{
  GPtrArray *findings = retort_plan_step_get_findings (retort_plan_get_step (plan, 0));

  for (guint i = 0; i < findings->len; i++)
    {
      const RetortFindingFields *finding = retort_finding_get (g_ptr_array_index (findings, i));

      if (g_str_equal (finding->rule, rule) && strstr (finding->message, part) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* EXPLAIN says it, and nothing is written. Behind ALTER TABLE a column that is not there yet is no refusal. */
static void
test_pending_facts (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortPlan) plan = NULL;

  run_fixture_init_at_first (&fixture, "one",
                             "@upgrade\nUPDATE t SET id = id + 1 WHERE id > 0\n@upgrade\nUPDATE t SET nothing = 1 WHERE id = 1\n@upgrade\nDELETE FROM t WHERE id = -1\n"
                             "@upgrade\nALTER TABLE t ADD c int\n@upgrade\nUPDATE t SET c = 2 WHERE id = 2\n");
  retort_test_execute (fixture.session, "INSERT INTO t SELECT generate_series (1, 20000); ANALYZE t");
  plan = run_fixture_plan (&fixture, RETORT_DIRECTION_UPGRADE, "heads");
  g_assert_true (has_finding (plan, "affected-rows-over-limit", " rows of 't'"));
  g_assert_true (has_finding (plan, "dml-dry-run", "42703 column \"nothing\""));
  g_assert_false (has_finding (plan, "dml-dry-run", "\"c\""));
  assert_value (&fixture, "SELECT sum(id) FROM t", "200010000");
}

int
main (int argc, char **argv)
{
  run_fixture_start (&argc, &argv);
  g_test_add_func ("/engine/runner/up-and-down", test_up_and_down);
  g_test_add_func ("/engine/runner/plan-changes-nothing", test_plan_changes_nothing);
  g_test_add_func ("/engine/runner/events", test_events);
  g_test_add_func ("/engine/runner/notice", test_notice);
  g_test_add_func ("/engine/runner/autocommit", test_autocommit);
  g_test_add_func ("/engine/runner/own-commit", test_own_commit);
  g_test_add_func ("/engine/runner/branches", test_branches);
  g_test_add_func ("/engine/runner/which-lock-timeout", test_which_lock_timeout);
  g_test_add_func ("/engine/runner/varying-value", test_varying_value);
  g_test_add_func ("/engine/runner/varying-statement", test_varying_statement);
  g_test_add_func ("/engine/runner/changed-file", test_changed_file);
  g_test_add_func ("/engine/runner/new-file", test_new_file);
  g_test_add_func ("/engine/runner/changed-rows", test_changed_rows);
  g_test_add_func ("/engine/runner/other-database", test_other_database);
  g_test_add_func ("/engine/runner/not-understood", test_not_understood);
  g_test_add_func ("/engine/runner/production", test_production);
  g_test_add_func ("/engine/runner/target-is-read-only", test_target_is_read_only);
  g_test_add_func ("/engine/runner/two-runs", test_two_runs);
  g_test_add_func ("/engine/runner/pending-facts", test_pending_facts);
  return run_fixture_run_all ();
}
