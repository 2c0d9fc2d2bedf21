/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Revisions on a scratch database: badges, what is seen of each statement, and that no database is left behind. */
#include "engine/rehearsal.h"

#include "run-fixture.h"

#include "database/server/server.h"
#include "engine/rehearsal-store.h"

#include <sys/wait.h>

static RetortServer *private_server; /* held up for all tests */

static guint
count_scratch (void)
{
  g_autoptr(RetortProfile) profile = retort_server_dup_profile (private_server, "postgres");
  g_autoptr(RetortSession) session = retort_session_open (profile, NULL, NULL, NULL);
  g_autofree char *n = NULL;

  g_assert_nonnull (session);
  n = retort_test_query_value (session, "SELECT count(*) FROM pg_database WHERE datname LIKE 'retort\\_rehearsal%'");
  return (guint) g_ascii_strtoull (n, NULL, 10);
}

/* @second: what revises 001, which makes table t. The target is the fixture's, when it is open. */
static RetortRehearsal *
rehearse (RunFixture *fixture, const char *from, const char *to, gboolean copies_target, GError **error)
{
  RetortRehearsalOptions options = { .target = fixture->target, .from = from, .to = to, .copies_target = copies_target };
  g_autoptr(RetortWorkspace) workspace = retort_script_project_open (fixture->folder);
  RetortRehearsal *rehearsal = retort_rehearse (workspace, &options, fixture->cancellable, error);

  g_assert_cmpuint (count_scratch (), ==, 0);
  return rehearsal;
}

static RetortRehearsal *
rehearse_second (RunFixture *fixture, const char *second)
{
  g_autofree char *text = g_strconcat ("revises 001\n", second, NULL);
  g_autoptr(GError) error = NULL;
  RetortRehearsal *rehearsal = NULL;

  run_fixture_init (fixture, "one");
  run_fixture_write (fixture, "001", "\n@upgrade\nCREATE TABLE t (id int)\n@upgrade\nINSERT INTO t VALUES (1)\n@downgrade\nDROP TABLE t\n");
  run_fixture_write (fixture, "002", text);
  rehearsal = rehearse (fixture, "001", "002", FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rehearsal->steps->len, ==, 1);
  g_assert_cmpuint (rehearsal->n_replayed, ==, 1);
  return rehearsal;
}

static const RetortRehearsalStep *
get_step (const RetortRehearsal *rehearsal, guint index)
{
  return g_ptr_array_index (rehearsal->steps, index);
}

static void
assert_badge (const RetortRehearsalStep *step, const char *expected)
{
  for (guint i = 0; i < step->reasons->len; i++)
    g_test_message ("%s", (char *) g_ptr_array_index (step->reasons, i));
  for (guint i = 0; i < step->leftovers->len; i++)
    g_test_message ("%s", ((RetortLeftover *) g_ptr_array_index (step->leftovers, i))->text);
  g_assert_null (step->failure);
  g_assert_cmpstr (retort_reversibility_to_string (step->reversibility), ==, expected);
}

static void
test_badges (void)
{
  static const struct
  {
    const char *second;
    const char *badge;
  } cases[] = {
    { "@upgrade\nALTER TABLE t ADD c int\n@downgrade\nALTER TABLE t DROP c\n", "proved" },
    { "@upgrade\nCREATE TABLE u (id int)\n@downgrade\nDROP TABLE u\n", "proved" },
    { "@upgrade\nALTER TABLE t ADD CONSTRAINT k CHECK (id > 0) NOT VALID\n@downgrade\nALTER TABLE t DROP CONSTRAINT k\n", "proved" },
    /* Nothing makes a valid constraint invalid again, and nobody misses it. */
    { "@upgrade\nALTER TABLE t VALIDATE CONSTRAINT k\n@downgrade\nSELECT 1\n", "structure only" },
    /* There is a row to see it by. */
    { "@upgrade\nUPDATE t SET id = id + 1\n@downgrade\nUPDATE t SET id = id - 1\n", "proved" },
    { "@upgrade\nUPDATE t SET id = id + 1\n@downgrade\nUPDATE t SET id = id - 2\n", "structure only" },
    { "@upgrade\nALTER TABLE t DROP extra\n@downgrade\nALTER TABLE t ADD extra int\n", "structure only" },
    { "@upgrade\nINSERT INTO t VALUES (7)\n@downgrade\nSELECT 1\n", "structure only" },
    { "@upgrade\nDO $$ BEGIN PERFORM 1; END $$\n@downgrade\nDO $$ BEGIN PERFORM 1; END $$\n", "structure only" },
    { "@upgrade\nCREATE TYPE mood AS ENUM ('a')\n@upgrade\nALTER TABLE t ADD m mood\n@downgrade\nALTER TABLE t DROP m\n", "no" },
    { "@upgrade\nCREATE TABLE IF NOT EXISTS v (id int)\n@downgrade\nSELECT 1\n", "no" },
    { "@upgrade\nALTER TABLE t ADD d int\n@downgrade\nALTER TABLE t DROP nothing\n", "no" },
  };

  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortRehearsal) rehearsal = NULL;
  g_autoptr(GError) error = NULL;

  /* One after the other, as one history. */
  run_fixture_init (&fixture, "one");
  run_fixture_write (&fixture, "001",
                     "\n@upgrade\nCREATE TABLE t (id int, extra int)\n@upgrade\nINSERT INTO t VALUES (1, 2)\n@downgrade\nDROP TABLE t\n");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *id = g_strdup_printf ("%03u", i + 2);
      g_autofree char *text = g_strdup_printf ("revises %03u\n%s", i + 1, cases[i].second);

      run_fixture_write (&fixture, id, text);
    }
  rehearsal = rehearse (&fixture, "001", "heads", FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rehearsal->steps->len, ==, G_N_ELEMENTS (cases));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].second);
      assert_badge (get_step (rehearsal, i), cases[i].badge);
    }
}

/* The type stays; line 6 is the only one of the downgrade, line 2 made it. */
static void
test_leftover (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortRehearsal) rehearsal
      = rehearse_second (&fixture, "@upgrade\nCREATE TABLE IF NOT EXISTS u (id int)\n@upgrade\nALTER TABLE t ADD m int\n@downgrade\nALTER TABLE t DROP m\n");
  const RetortLeftover *leftover = NULL;

  g_assert_cmpuint (get_step (rehearsal, 0)->leftovers->len, ==, 1);
  leftover = g_ptr_array_index (get_step (rehearsal, 0)->leftovers, 0);
  g_assert_cmpstr (leftover->text, ==, "Up and down leaves table 'u' behind");
  g_assert_cmpuint (leftover->line, ==, 7);
  g_assert_cmpuint (leftover->made_line, ==, 3);
}

static const RetortRehearsedStatement *
find_statement (const RetortRehearsalStep *step, RetortRehearsalPass pass, const char *sql)
{
  for (guint i = 0; i < step->statements->len; i++)
    {
      const RetortRehearsedStatement *statement = g_ptr_array_index (step->statements, i);

      if (statement->pass == pass && strstr (statement->sql, sql) != NULL)
        return statement;
    }
  g_assert_not_reached ();
}

static void
test_observed (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortRehearsal) rehearsal
      = rehearse_second (&fixture, "@upgrade\nALTER TABLE t ADD c int\n@upgrade\nALTER TABLE t ALTER id TYPE bigint\n"
                                   "@downgrade\nALTER TABLE t DROP c\n@downgrade\nALTER TABLE t ALTER id TYPE int\n");
  const RetortRehearsedStatement *add = find_statement (get_step (rehearsal, 0), RETORT_REHEARSAL_UP, "ADD c");
  const RetortRehearsedStatement *retype = find_statement (get_step (rehearsal, 0), RETORT_REHEARSAL_AGAIN, "bigint");
  const RetortRehearsedRelation *t = g_ptr_array_index (add->relations, 0);

  g_assert_cmpuint (get_step (rehearsal, 0)->statements->len, ==, 6);
  g_assert_true (add->saw_locks);
  g_assert_cmpuint (add->line, ==, 3);
  g_assert_cmpstr (t->name, ==, "t");
  g_assert_cmpstr (t->observed_lock, ==, "ACCESS EXCLUSIVE");
  g_assert_cmpstr (t->predicted_lock, ==, "ACCESS EXCLUSIVE");
  g_assert_false (t->observed_rewrite);
  g_assert_true (t->is_as_predicted);
  t = g_ptr_array_index (retype->relations, 0);
  g_assert_true (t->observed_rewrite && t->predicted_rewrite && t->is_as_predicted);
}

/* Outside of a transaction locks are gone before anybody can look. */
static void
test_autocommit (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortRehearsal) rehearsal
      = rehearse_second (&fixture, "@upgrade autocommit\nCREATE INDEX CONCURRENTLY i ON t (id)\n@downgrade autocommit\nDROP INDEX CONCURRENTLY i\n");

  g_assert_false (find_statement (get_step (rehearsal, 0), RETORT_REHEARSAL_UP, "CONCURRENTLY")->saw_locks);
  assert_badge (get_step (rehearsal, 0), "proved");
}

/* The steps after a downgrade that fails, and after a second upgrade that fails, are tried all the same; an upgrade ends it. */
static void
test_failures (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortRehearsal) rehearsal = NULL;
  g_autoptr(GError) error = NULL;

  run_fixture_init (&fixture, "one");
  run_fixture_write (&fixture, "001", "\n@upgrade\nCREATE TABLE t (id int)\n@downgrade\nDROP TABLE nothing\n");
  run_fixture_write (&fixture, "002", "revises 001\n@upgrade\nCREATE TABLE u (id int)\n@downgrade\nSELECT 1\n");
  run_fixture_write (&fixture, "003", "revises 002\n@upgrade\nALTER TABLE u ADD c int\n@downgrade\nALTER TABLE u DROP c\n");
  run_fixture_write (&fixture, "004", "revises 003\n@upgrade\nALTER TABLE nothing ADD c int\n@downgrade\nSELECT 1\n");
  run_fixture_write (&fixture, "005", "revises 004\n@upgrade\nSELECT 1\n@downgrade\nSELECT 1\n");
  rehearsal = rehearse (&fixture, NULL, "heads", FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rehearsal->steps->len, ==, 4);
  assert_badge (get_step (rehearsal, 0), "no");
  assert_badge (get_step (rehearsal, 1), "no");
  assert_badge (get_step (rehearsal, 2), "proved");
  g_assert_nonnull (strstr (get_step (rehearsal, 3)->failure, "nothing"));
  g_assert_nonnull (rehearsal->stopped);
  g_assert_false (retort_rehearsal_went_up (rehearsal));
}

/* What is not understood is applied as far as it is, also before the range; it is told, and no badge is given to it. */
static void
test_not_understood (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortRehearsal) rehearsal = NULL;
  g_autoptr(GError) error = NULL;

  run_fixture_init (&fixture, "per-migration");
  run_fixture_write (&fixture, "001", "\n@upgrade\nCREATE TABLE t (id int)\n@upgrade gap\n@upgrade\nALTER TABLE nothing ADD c int\n@downgrade\nDROP TABLE t\n");
  run_fixture_write (&fixture, "002", "revises 001\n@upgrade\nALTER TABLE t ADD c int\n@downgrade\nALTER TABLE t DROP c\n");
  run_fixture_write (&fixture, "003", "revises 002\n@upgrade\nALTER TABLE t ADD d int\n@upgrade gap\n@downgrade\nALTER TABLE t DROP d\n");
  run_fixture_write (&fixture, "004", "revises 003\n@upgrade\nALTER TABLE t DROP d\n@downgrade\nALTER TABLE t ADD d int\n");
  rehearsal = rehearse (&fixture, "001", "heads", FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rehearsal->steps->len, ==, 3);
  assert_badge (get_step (rehearsal, 0), "proved");
  g_assert_nonnull (get_step (rehearsal, 1)->untried);
  assert_badge (get_step (rehearsal, 2), "structure only");
  g_assert_cmpuint (rehearsal->loose->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (rehearsal->loose, 0), ==, "001");
  g_assert_cmpstr (g_ptr_array_index (rehearsal->loose, 1), ==, "003");
}

/* What is pending on a database, on its own structure; the database stays as it is. */
static void
test_copy_target (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortRehearsal) rehearsal = NULL;
  g_autoptr(RetortResult) extra = NULL;
  g_autoptr(GError) error = NULL;

  run_fixture_init_at_first (&fixture, "one", "@upgrade\nALTER TABLE by_hand ADD c int\n@downgrade\nALTER TABLE by_hand DROP c\n");
  extra = retort_session_execute (fixture.session, "CREATE TABLE by_hand (id int)", NULL, NULL);
  g_assert_nonnull (extra);
  rehearsal = rehearse (&fixture, NULL, "heads", TRUE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (rehearsal->source, ==, RETORT_REHEARSAL_OF_TARGET);
  g_assert_cmpuint (rehearsal->steps->len, ==, 1);
  assert_badge (get_step (rehearsal, 0), "proved");
  assert_value (&fixture, SELECT_ROWS, "001");
  assert_value (&fixture, "SELECT count(*) FROM information_schema.columns WHERE table_name = 'by_hand'", "1");
}

static gpointer
cancel_soon (gpointer data)
{
  RunFixture *fixture = data;
  gint64 deadline_us = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  /* As soon as the long statement runs. */
  while (g_get_monotonic_time () < deadline_us)
    {
      g_autoptr(RetortProfile) profile = retort_server_dup_profile (private_server, "postgres");
      g_autoptr(RetortSession) session = retort_session_open (profile, NULL, NULL, NULL);
      g_autofree char *n = retort_test_query_value (session, "SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(60)'");

      if (!g_str_equal (n, "0"))
        break;
    }
  g_cancellable_cancel (fixture->cancellable);
  return NULL;
}

static void
test_cancel (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortRehearsal) rehearsal = NULL;
  g_autoptr(GError) error = NULL;
  GThread *thread = NULL;

  run_fixture_init (&fixture, "one");
  run_fixture_write (&fixture, "001", "\n@upgrade\nCREATE TABLE t (id int)\n@upgrade\nSELECT pg_sleep(60)\n@downgrade\nDROP TABLE t\n");
  thread = g_thread_new ("cancel", cancel_soon, &fixture);
  rehearsal = rehearse (&fixture, NULL, "heads", FALSE, &error);
  g_thread_join (thread);
  g_assert_null (rehearsal);
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_CANCELLED);
}

/* What a killed process left is dropped by the next rehearsal. */
static void
test_abandoned (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortRehearsal) rehearsal = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *name = NULL;
  pid_t pid = fork ();

  if (pid == 0)
    _exit (0);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
  name = g_strdup_printf ("retort_rehearsal_%d_0", (int) pid);
  g_assert_true (retort_server_ensure_database (private_server, name, NULL, &error));
  g_assert_cmpuint (count_scratch (), ==, 1);
  run_fixture_init (&fixture, "one");
  run_fixture_write (&fixture, "001", CREATE_T);
  rehearsal = rehearse (&fixture, NULL, "heads", FALSE, &error);
  g_assert_no_error (error);
}

static void
test_store (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortRehearsal) rehearsal = rehearse_second (&fixture, "@upgrade\nALTER TABLE t ADD c int\n@downgrade\nALTER TABLE t DROP c\n");
  g_autoptr(RetortRehearsalRecord) record = NULL;
  g_autoptr(RetortRehearsalRecord) of_changed = NULL;
  g_autoptr(RetortWorkspace) changed = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_null (retort_rehearsal_store_find (get_step (rehearsal, 0)->revision));
  g_assert_true (retort_rehearsal_store_keep (rehearsal, &error));
  record = retort_rehearsal_store_find (get_step (rehearsal, 0)->revision);
  g_assert_nonnull (record);
  g_assert_true (record->went_up);
  g_assert_cmpint (record->reversibility, ==, RETORT_REVERSIBLE_PROVED);
  g_assert_cmpint (record->server_version, ==, rehearsal->server_version);

  run_fixture_write (&fixture, "002", "revises 001\n@upgrade\nALTER TABLE t ADD d int\n@downgrade\nALTER TABLE t DROP d\n");
  changed = retort_script_project_open (fixture.folder);
  of_changed = retort_rehearsal_store_find (retort_history_find (retort_workspace_get_history (changed), "002"));
  g_assert_null (of_changed);
}

int
main (int argc, char **argv)
{
  g_autoptr(GError) error = NULL;
  int status = 0;

  run_fixture_start (&argc, &argv);
  private_server = retort_server_acquire (NULL, NULL, &error);
  g_assert_no_error (error);
  g_test_add_func ("/engine/rehearsal/badges", test_badges);
  g_test_add_func ("/engine/rehearsal/leftover", test_leftover);
  g_test_add_func ("/engine/rehearsal/observed", test_observed);
  g_test_add_func ("/engine/rehearsal/autocommit", test_autocommit);
  g_test_add_func ("/engine/rehearsal/failures", test_failures);
  g_test_add_func ("/engine/rehearsal/not-understood", test_not_understood);
  g_test_add_func ("/engine/rehearsal/copy-target", test_copy_target);
  g_test_add_func ("/engine/rehearsal/cancel", test_cancel);
  g_test_add_func ("/engine/rehearsal/abandoned", test_abandoned);
  g_test_add_func ("/engine/rehearsal/store", test_store);
  status = g_test_run ();
  retort_server_release (private_server);
  run_fixture_end ();
  return status;
}
