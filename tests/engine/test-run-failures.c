/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each way in which a run ends badly: what it says became of it, and what the database says. */
#include "cutting-proxy.h"
#include "run-fixture.h"

#include "engine/run-journal.h"
#include "engine/run-unfinished.h"

#include <glib/gstdio.h>

#define BROKEN "revises 001\n@upgrade\nALTER TABLE t ADD c int\n@upgrade\nALTER TABLE t ADD d nosuchtype\n"

static void
test_error_in_one_transaction (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortRunReport) report = NULL;
  const RetortRunReportFields *fields = NULL;

  run_fixture_init (&fixture, "one");
  run_fixture_write (&fixture, "001", CREATE_T);
  run_fixture_write (&fixture, "002", BROKEN);
  report = run_fixture_upgrade (&fixture, "head");
  assert_outcome (report, RETORT_OUTCOME_NOT_APPLIED, "");
  fields = retort_run_report_get (report);
  g_assert_cmpstr (fields->failed_revision, ==, "002");
  g_assert_cmpstr (fields->error->sqlstate, ==, "42704");
  g_assert_cmpstr (retort_statement_get_sql (fields->failed_statement), ==, "ALTER TABLE t ADD d nosuchtype");
  for (guint i = 0; i < fields->statements->len; i++)
    g_assert_false (((RetortRunStatement *) g_ptr_array_index (fields->statements, i))->is_in_effect);
  assert_value (&fixture, EXISTS_T, NULL);
}

static void
test_error_in_second_transaction (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortRunReport) report = NULL;
  const RetortRunReportFields *fields = NULL;

  run_fixture_init (&fixture, "per-migration");
  run_fixture_write (&fixture, "001", CREATE_T);
  run_fixture_write (&fixture, "002", BROKEN);
  report = run_fixture_upgrade (&fixture, "head");
  assert_outcome (report, RETORT_OUTCOME_PARTLY_APPLIED, "001");
  fields = retort_run_report_get (report);
  /* Version table, table, version row; then the column that was rolled back. */
  g_assert_cmpuint (fields->statements->len, ==, 4);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpint (((RetortRunStatement *) g_ptr_array_index (fields->statements, i))->is_in_effect, ==, i < 3);
  assert_value (&fixture, EXISTS_T, "t");
  assert_value (&fixture, "SELECT count(*) FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'c'", "0");
}

static void
test_error_after_autocommit (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortRunReport) report = NULL;

  run_fixture_init (&fixture, "one");
  run_fixture_write (&fixture, "001", CREATE_T);
  run_fixture_write (&fixture, "002", "revises 001\n@upgrade autocommit\nCREATE INDEX CONCURRENTLY i ON t (id)\n"
                                      "@upgrade\nSELECT 1 / 0\n");
  report = run_fixture_upgrade (&fixture, "head");
  assert_outcome (report, RETORT_OUTCOME_PARTLY_APPLIED, "001");
  assert_value (&fixture, "SELECT to_regclass('i')", "i");
}

static void
test_lock_timeout (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortRunReport) report = NULL;

  run_fixture_init_at_first (&fixture, "one", "@upgrade\nALTER TABLE t ADD c int\n");
  retort_test_execute (fixture.session, "BEGIN; LOCK TABLE t");
  fixture.options.lock_timeout_ms = 50;
  report = run_fixture_upgrade (&fixture, "head");
  assert_outcome (report, RETORT_OUTCOME_NOT_APPLIED, "001");
  g_assert_cmpstr (retort_run_report_get (report)->error->sqlstate, ==, "55P03");
  g_assert_false (retort_run_report_get (report)->was_cancelled);
  retort_test_execute (fixture.session, "ROLLBACK");
}

/* Frees the table when the run says that it tries again for the @user_data-th time. */
typedef struct
{
  RetortSession *blocker;
  guint          n_notices;
  guint          frees_at;
} Freeing;

static void
free_after_notices (RetortRunEvent *event, gpointer user_data)
{
  Freeing *self = user_data;

  if (retort_run_event_get (event)->kind == RETORT_RUN_EVENT_NOTICE && ++self->n_notices == self->frees_at)
    retort_test_execute (self->blocker, "ROLLBACK");
}

static RetortRunReport *
run_against_lock (RunFixture *fixture, const char *transactions, guint n_retries, Freeing *freeing)
{
  g_autoptr(RetortRunReport) first = NULL;

  run_fixture_init (fixture, transactions);
  run_fixture_write (fixture, "001", CREATE_T);
  run_fixture_write (fixture, "002", "revises 001\n@upgrade\nCREATE TABLE u (id int)\n");
  run_fixture_write (fixture, "003", "revises 002\n@upgrade\nINSERT INTO u VALUES (1)\n@upgrade\nALTER TABLE t ADD c int\n");
  first = run_fixture_upgrade (fixture, "001");
  assert_outcome (first, RETORT_OUTCOME_APPLIED, "001");
  retort_test_execute (fixture->session, "BEGIN; LOCK TABLE t");
  freeing->blocker = fixture->session;
  fixture->options.lock_timeout_ms = 50;
  fixture->options.lock_retries = n_retries;
  fixture->sink = free_after_notices;
  fixture->sink_data = freeing;
  return run_fixture_upgrade (fixture, "head");
}

static void
check_lock_retries (const char *transactions)
{
  g_auto(RunFixture) fixture = { 0 };
  Freeing freeing = { .frees_at = 2 };
  g_autoptr(RetortRunReport) report = run_against_lock (&fixture, transactions, 3, &freeing);

  assert_outcome (report, RETORT_OUTCOME_APPLIED, "003");
  g_assert_true (retort_run_report_get (report)->is_verified);
  g_assert_cmpuint (freeing.n_notices, ==, 2);
  g_assert_cmpuint (retort_run_report_get (report)->statements->len, ==, 5);
  assert_value (&fixture, "SELECT count(*) FROM u", "1");
}

static void
test_lock_retries (void)
{
  check_lock_retries ("one");
  check_lock_retries ("per-migration");
}

static void
test_lock_retries_in_vain (void)
{
  g_auto(RunFixture) fixture = { 0 };
  Freeing freeing = { .frees_at = 9 };
  g_autoptr(RetortRunReport) report = run_against_lock (&fixture, "per-migration", 1, &freeing);

  assert_outcome (report, RETORT_OUTCOME_PARTLY_APPLIED, "002");
  g_assert_cmpuint (freeing.n_notices, ==, 1);
  retort_test_execute (fixture.session, "ROLLBACK");
  assert_value (&fixture, "SELECT count(*) FROM u", "0");
}

/* Half of a step is in effect: it is not sent twice. */
static void
test_no_retry_of_half_a_step (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortRunReport) first = NULL;
  g_autoptr(RetortRunReport) report = NULL;

  run_fixture_init (&fixture, "one");
  run_fixture_write (&fixture, "001", CREATE_T "@upgrade\nCREATE TABLE u (id int)\n");
  run_fixture_write (&fixture, "002", "revises 001\n@upgrade autocommit\nINSERT INTO u VALUES (1)\n"
                                      "@upgrade\nALTER TABLE t ADD c int\n");
  first = run_fixture_upgrade (&fixture, "001");
  assert_outcome (first, RETORT_OUTCOME_APPLIED, "001");
  retort_test_execute (fixture.session, "BEGIN; LOCK TABLE t");
  fixture.options.lock_timeout_ms = 50;
  fixture.options.lock_retries = 5;
  report = run_fixture_upgrade (&fixture, "head");
  retort_test_execute (fixture.session, "ROLLBACK");
  assert_outcome (report, RETORT_OUTCOME_PARTLY_APPLIED, "001");
  g_assert_false (has_event (&fixture, RETORT_RUN_EVENT_NOTICE));
  assert_value (&fixture, "SELECT count(*) FROM u", "1");
}

static void
test_syntax_error (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortRunReport) report = NULL;

  run_fixture_init (&fixture, "one");
  run_fixture_write (&fixture, "001", CREATE_T "@upgrade\nCREATE TABLEAU u (id int)\n");
  report = run_fixture_upgrade (&fixture, "head");
  assert_outcome (report, RETORT_OUTCOME_NOT_APPLIED, "");
  g_assert_cmpstr (retort_run_report_get (report)->error->sqlstate, ==, "42601");
  g_assert_cmpuint (retort_run_report_get (report)->error->position, ==, 8);
  assert_value (&fixture, EXISTS_T, NULL);
}

static void
test_statement_timeout (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortRunReport) report = NULL;

  run_fixture_init (&fixture, "one");
  run_fixture_write (&fixture, "001", "\n@upgrade\nSELECT pg_sleep(60)\n");
  fixture.options.statement_timeout_ms = 50;
  report = run_fixture_upgrade (&fixture, "head");
  assert_outcome (report, RETORT_OUTCOME_NOT_APPLIED, "");
  g_assert_cmpstr (retort_run_report_get (report)->error->sqlstate, ==, "57014");
  g_assert_false (retort_run_report_get (report)->was_cancelled);
}

static void
cancel_when_waiting (RetortRunEvent *event, gpointer user_data)
{
  if (retort_run_event_get (event)->kind == RETORT_RUN_EVENT_WAITING)
    g_cancellable_cancel (user_data);
}

/* Somebody holds the table: the run says who, and is cancelled while it waits. */
static void
test_blocked_and_cancelled (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortRunReport) report = NULL;

  run_fixture_init_at_first (&fixture, "one", "@upgrade\nALTER TABLE t ADD c int\n");
  retort_test_execute (fixture.session, "BEGIN; LOCK TABLE t");
  fixture.options.lock_timeout_ms = 60000;
  fixture.sink = cancel_when_waiting;
  fixture.sink_data = fixture.cancellable;
  report = run_fixture_upgrade (&fixture, "head");
  assert_outcome (report, RETORT_OUTCOME_NOT_APPLIED, "001");
  g_assert_true (retort_run_report_get (report)->was_cancelled);
  g_assert_true (has_event (&fixture, RETORT_RUN_EVENT_WAITING));
  g_assert_true (has_event (&fixture, RETORT_RUN_EVENT_CANCELLING));
  retort_test_execute (fixture.session, "ROLLBACK");
}

static void
cancel_at_step (RetortRunEvent *event, gpointer user_data)
{
  const RetortRunEventFields *fields = retort_run_event_get (event);

  if (fields->kind == RETORT_RUN_EVENT_STEP_STARTED && g_strcmp0 (fields->revision, "002") == 0)
    g_cancellable_cancel (user_data);
}

static void
test_cancelled_between_transactions (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortRunReport) report = NULL;

  run_fixture_init (&fixture, "per-migration");
  run_fixture_write (&fixture, "001", CREATE_T);
  run_fixture_write (&fixture, "002", "revises 001\n@upgrade\nALTER TABLE t ADD c int\n");
  fixture.sink = cancel_at_step;
  fixture.sink_data = fixture.cancellable;
  report = run_fixture_upgrade (&fixture, "head");
  assert_outcome (report, RETORT_OUTCOME_PARTLY_APPLIED, "001");
  g_assert_true (retort_run_report_get (report)->was_cancelled);
}

static void
cancel_at_end (RetortRunEvent *event, gpointer user_data)
{
  if (retort_run_event_get (event)->kind == RETORT_RUN_EVENT_VERIFYING)
    g_cancellable_cancel (user_data);
}

/* A commit that happened is never called cancelled. */
static void
test_cancelled_after_commit (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortRunReport) report = NULL;

  run_fixture_init (&fixture, "one");
  run_fixture_write (&fixture, "001", CREATE_T);
  fixture.sink = cancel_at_end;
  fixture.sink_data = fixture.cancellable;
  report = run_fixture_upgrade (&fixture, "head");
  assert_outcome (report, RETORT_OUTCOME_APPLIED, "001");
  g_assert_false (retort_run_report_get (report)->was_cancelled);
}

/* The backend kills itself: as an administrator's pg_terminate_backend() in the middle of a statement. */
static void
test_killed_in_statement (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortRunReport) report = NULL;

  run_fixture_init (&fixture, "one");
  run_fixture_write (&fixture, "001", CREATE_T "@upgrade\nSELECT pg_terminate_backend(pg_backend_pid())\n");
  report = run_fixture_upgrade (&fixture, "head");
  assert_outcome (report, RETORT_OUTCOME_NOT_APPLIED, "");
  assert_value (&fixture, EXISTS_T, NULL);
}

static void
test_killed_in_autocommit_statement (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortRunReport) report = NULL;

  run_fixture_init (&fixture, "one");
  run_fixture_write (&fixture, "001", CREATE_T "@upgrade autocommit\nSELECT pg_terminate_backend(pg_backend_pid())\n");
  report = run_fixture_upgrade (&fixture, "head");
  assert_outcome (report, RETORT_OUTCOME_UNKNOWN, "");
}

/* A deferred trigger makes the COMMIT itself fail or die. */
#define DEFERRED(action) \
  CREATE_T "@upgrade\nCREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN " action "; RETURN NULL; END$$\n" \
  "@upgrade\nCREATE CONSTRAINT TRIGGER c AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION f()\n" \
  "@upgrade\nINSERT INTO t VALUES (1)\n"

static void
test_commit_refused (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortRunReport) report = NULL;

  run_fixture_init (&fixture, "one");
  run_fixture_write (&fixture, "001", DEFERRED ("RAISE EXCEPTION 'too late'"));
  report = run_fixture_upgrade (&fixture, "head");
  assert_outcome (report, RETORT_OUTCOME_NOT_APPLIED, "");
  g_assert_cmpstr (retort_run_report_get (report)->error->message, ==, "too late");
  assert_value (&fixture, EXISTS_T, NULL);
}

static void
test_killed_in_commit (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortRunReport) report = NULL;

  run_fixture_init (&fixture, "one");
  run_fixture_write (&fixture, "001", DEFERRED ("PERFORM pg_terminate_backend(pg_backend_pid())"));
  report = run_fixture_upgrade (&fixture, "head");
  assert_outcome (report, RETORT_OUTCOME_NOT_APPLIED, "");
  assert_value (&fixture, EXISTS_T, NULL);
}

static void
run_through_proxy (RetortCut cut, gboolean refuses_afterwards, RetortOutcome outcome, const char *rows_after,
                   const char *expected_table)
{
  g_autoptr(RetortCuttingProxy) proxy = retort_cutting_proxy_new (retort_test_server_get_socket_folder (), cut,
                                                                  refuses_afterwards);
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortRunReport) report = NULL;

  run_fixture_init (&fixture, "one");
  run_fixture_write (&fixture, "001", CREATE_T);
  run_fixture_open (&fixture, retort_cutting_proxy_get_folder (proxy), RETORT_ENVIRONMENT_DEVELOPMENT);
  fixture.options.reconnect_timeout_ms = 500;
  retort_cutting_proxy_arm (proxy);
  report = run_fixture_upgrade (&fixture, "head");
  assert_outcome (report, outcome, rows_after);
  assert_value (&fixture, EXISTS_T, expected_table);
}

static void
test_cut_before_commit (void)
{
  run_through_proxy (RETORT_CUT_BEFORE, FALSE, RETORT_OUTCOME_NOT_APPLIED, "", NULL);
}

static void
test_cut_after_commit (void)
{
  run_through_proxy (RETORT_CUT_AFTER, FALSE, RETORT_OUTCOME_APPLIED, "001", "t");
}

static void
test_cut_and_unreachable (void)
{
  run_through_proxy (RETORT_CUT_AFTER, TRUE, RETORT_OUTCOME_UNKNOWN, NULL, "t");
}

/* Another tool moved the row while the run was under way: the row count of the version statement tells. */
static void
test_moved_by_another_tool (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortRunReport) report = NULL;

  run_fixture_init_at_first (&fixture, "one", "@upgrade\nUPDATE alembic_version SET version_num = 'x'\n");
  report = run_fixture_upgrade (&fixture, "head");
  assert_outcome (report, RETORT_OUTCOME_NOT_APPLIED, "001");
  g_assert_nonnull (strstr (retort_run_report_get (report)->summary,
                            "Online migration expected to match one row when updating '001' to '002' in 'alembic_version'; 0 found"));
}

/* A journal that cannot be kept is told, and changes nothing. */
static void
test_no_journal (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autofree char *folder = retort_run_journal_dup_folder ();
  g_autofree char *aside = g_strconcat (folder, "-aside", NULL);
  g_autoptr(RetortRunReport) report = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_cmpint (g_rename (folder, aside), ==, 0);
  g_assert_true (g_file_set_contents (folder, "a file", -1, NULL));
  run_fixture_init (&fixture, "one");
  run_fixture_write (&fixture, "001", CREATE_T);
  report = run_fixture_upgrade (&fixture, "head");
  assert_outcome (report, RETORT_OUTCOME_APPLIED, "001");
  g_assert_true (has_event (&fixture, RETORT_RUN_EVENT_NOTICE));
  assert_value (&fixture, EXISTS_T, "t");
  g_assert_cmpint (g_unlink (folder), ==, 0);
  g_assert_cmpint (g_rename (aside, folder), ==, 0);
}

/* Somebody killed the run before: the next one begins by saying so, once. */
static void
test_killed_before (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autofree char *folder = retort_run_journal_dup_folder ();
  g_autofree char *path = g_build_filename (folder, "1.jsonl", NULL);
  g_autofree char *key = NULL;
  g_autofree char *text = NULL;
  g_autoptr(RetortTargetState) state = NULL;
  g_autoptr(RetortRunReport) report = NULL;
  g_autoptr(RetortRunReport) again = NULL;
  g_autoptr(GError) error = NULL;

  run_fixture_init_at_first (&fixture, "one", "@upgrade\nALTER TABLE t ADD c int\n@downgrade\nALTER TABLE t DROP c\n");
  state = retort_target_read_state (fixture.target, fixture.workspace, NULL, &error);
  g_assert_no_error (error);
  key = retort_target_state_dup_key (state);
  text = g_strdup_printf ("{\"kind\":\"started\",\"time_us\":1,\"target\":\"%s\",\"act\":\"upgrade head\",\"from\":[\"001\"],"
                          "\"to\":[\"002\"],\"backend\":1}\n{\"kind\":\"step\",\"revision\":\"002\"}\n"
                          "{\"kind\":\"statement\",\"sql\":\"ALTER TABLE t\"}\n{\"kind\":\"stat", key);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));

  report = run_fixture_upgrade (&fixture, "head");
  assert_outcome (report, RETORT_OUTCOME_APPLIED, "002");
  g_assert_true (has_event (&fixture, RETORT_RUN_EVENT_NOTICE));
  again = run_fixture_downgrade (&fixture, "001");
  assert_outcome (again, RETORT_OUTCOME_APPLIED, "001");
  g_assert_false (has_event (&fixture, RETORT_RUN_EVENT_NOTICE));
}

/* Every run leaves a journal with an end, so that nothing is told of it afterwards. */
static void
test_journal_has_an_end (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autofree char *folder = retort_run_journal_dup_folder ();
  g_autoptr(RetortRunReport) report = NULL;
  g_autoptr(GPtrArray) unfinished = NULL;
  g_autoptr(GDir) journals = NULL;
  g_autoptr(GError) error = NULL;

  run_fixture_init (&fixture, "per-migration");
  run_fixture_write (&fixture, "001", CREATE_T);
  run_fixture_write (&fixture, "002", BROKEN);
  report = run_fixture_upgrade (&fixture, "head");
  assert_outcome (report, RETORT_OUTCOME_PARTLY_APPLIED, "001");
  unfinished = retort_run_tell_unfinished (fixture.target, fixture.workspace, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (unfinished->len, ==, 0);
  journals = g_dir_open (folder, 0, &error);
  g_assert_no_error (error);
  g_assert_nonnull (g_dir_read_name (journals));
}

/* The statements said one thing and the database holds another. */
static void
test_promise_not_kept (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortRunReport) report = NULL;

  run_fixture_init (&fixture, "one");
  retort_test_execute (fixture.session,
                       "CREATE FUNCTION undo() RETURNS event_trigger LANGUAGE plpgsql AS "
                       "$$BEGIN DROP TABLE t; END$$; "
                       "CREATE EVENT TRIGGER undo ON ddl_command_end WHEN TAG IN ('CREATE TABLE AS') EXECUTE FUNCTION undo()");
  run_fixture_write (&fixture, "001", CREATE_T "@upgrade\nCREATE TABLE u AS SELECT 1\n");
  report = run_fixture_upgrade (&fixture, "head");
  assert_outcome (report, RETORT_OUTCOME_APPLIED, "001");
  g_assert_false (retort_run_report_get (report)->is_verified);
  g_assert_nonnull (strstr (retort_run_report_get (report)->summary, "relation t is not there"));
}

int
main (int argc, char **argv)
{
  run_fixture_start (&argc, &argv);
  g_test_add_func ("/engine/run/error-in-one-transaction", test_error_in_one_transaction);
  g_test_add_func ("/engine/run/error-in-second-transaction", test_error_in_second_transaction);
  g_test_add_func ("/engine/run/error-after-autocommit", test_error_after_autocommit);
  g_test_add_func ("/engine/run/lock-timeout", test_lock_timeout);
  g_test_add_func ("/engine/run/lock-retries", test_lock_retries);
  g_test_add_func ("/engine/run/lock-retries-in-vain", test_lock_retries_in_vain);
  g_test_add_func ("/engine/run/no-retry-of-half-a-step", test_no_retry_of_half_a_step);
  g_test_add_func ("/engine/run/syntax-error", test_syntax_error);
  g_test_add_func ("/engine/run/statement-timeout", test_statement_timeout);
  g_test_add_func ("/engine/run/blocked-and-cancelled", test_blocked_and_cancelled);
  g_test_add_func ("/engine/run/cancelled-between-transactions", test_cancelled_between_transactions);
  g_test_add_func ("/engine/run/cancelled-after-commit", test_cancelled_after_commit);
  g_test_add_func ("/engine/run/killed-in-statement", test_killed_in_statement);
  g_test_add_func ("/engine/run/killed-in-autocommit-statement", test_killed_in_autocommit_statement);
  g_test_add_func ("/engine/run/commit-refused", test_commit_refused);
  g_test_add_func ("/engine/run/killed-in-commit", test_killed_in_commit);
  g_test_add_func ("/engine/run/cut-before-commit", test_cut_before_commit);
  g_test_add_func ("/engine/run/cut-after-commit", test_cut_after_commit);
  g_test_add_func ("/engine/run/cut-and-unreachable", test_cut_and_unreachable);
  g_test_add_func ("/engine/run/moved-by-another-tool", test_moved_by_another_tool);
  g_test_add_func ("/engine/run/no-journal", test_no_journal);
  g_test_add_func ("/engine/run/killed-before", test_killed_before);
  g_test_add_func ("/engine/run/journal-has-an-end", test_journal_has_an_end);
  g_test_add_func ("/engine/run/promise-not-kept", test_promise_not_kept);
  return run_fixture_run_all ();
}
