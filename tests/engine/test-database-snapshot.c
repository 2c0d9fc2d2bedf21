/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Snapshots of a database and the way back: what comes out is what went in, and whatever fails leaves the database as it was. */
#include "engine/database-snapshot.h"

#include "database/server/archive.h"

#include "run-fixture.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#define NAMES_BESIDE "SELECT count(*) FROM pg_database WHERE datname LIKE left('%s', 40) || '_%s_%%'"

/* What belongs to a database and is in no dump of it. */
#define PROPERTIES \
  "SELECT concat_ws(' | ', shobj_description(d.oid, 'pg_database'), ARRAY(SELECT x::text FROM unnest(d.datacl) x ORDER BY 1), r.rolname, d.datconnlimit, " \
  "(SELECT string_agg(setrole::regrole::text || ' ' || setconfig::text, ' ' ORDER BY 1) FROM pg_db_role_setting WHERE setdatabase = d.oid)) " \
  "FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba WHERE datname = current_database()"

static void
open_fixture (RunFixture *fixture)
{
  run_fixture_init_at_first (fixture, "one", "\n@upgrade\nDROP TABLE t\n@downgrade\nCREATE TABLE t (id int)\n");
  retort_test_execute (fixture->session, "INSERT INTO t SELECT generate_series(1, 1000); CREATE SEQUENCE s; SELECT nextval('s')");
}

static RetortDatabaseSnapshot *
take (RunFixture *fixture, const char *name)
{
  g_autoptr(GError) error = NULL;
  RetortDatabaseSnapshot *snapshot
      = retort_database_snapshot_take (fixture->target, fixture->workspace, name, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return snapshot;
}

/* Looks from outside again: the session was ended. */
static void
reopen (RunFixture *fixture)
{
  g_clear_pointer (&fixture->session, retort_session_unref);
  fixture->session = retort_test_server_open (fixture->database);
}

static void
assert_n_beside (RunFixture *fixture, const char *what, const char *expected)
{
  g_autofree char *sql = g_strdup_printf (NAMES_BESIDE, fixture->database, what);

  assert_value (fixture, sql, expected);
}

static guint
count_files (const RetortDatabaseSnapshot *one_of_them)
{
  g_autofree char *folder = g_path_get_dirname (one_of_them->path);
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
give_properties (RunFixture *fixture)
{
  g_autofree char *sql
      = g_strdup_printf ("CREATE ROLE \"Some One\" LOGIN; COMMENT ON DATABASE %1$s IS 'it''s'; GRANT TEMPORARY ON DATABASE %1$s TO \"Some One\" WITH GRANT OPTION;"
                         "REVOKE CONNECT ON DATABASE %1$s FROM PUBLIC; ALTER DATABASE %1$s OWNER TO \"Some One\"; ALTER DATABASE %1$s CONNECTION LIMIT 50;"
                         "ALTER DATABASE %1$s SET search_path TO \"Odd, name\", public; ALTER DATABASE %1$s SET my.own TO 'a=b';"
                         "ALTER ROLE \"Some One\" IN DATABASE %1$s SET work_mem TO '5MB'",
                         fixture->database);

  retort_test_execute (fixture->session, sql);
  reopen (fixture);
}

static void
test_there_and_back (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortDatabaseSnapshot) snapshot = NULL;
  g_autoptr(RetortRunReport) report = NULL;
  g_autoptr(RetortTargetState) state = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *properties = NULL;

  open_fixture (&fixture);
  give_properties (&fixture);
  properties = retort_test_query_value (fixture.session, PROPERTIES);
  snapshot = take (&fixture, " before 002 ");
  g_assert_cmpstr (snapshot->name, ==, "before 002");
  g_assert_cmpstr (snapshot->rows[0], ==, "001");
  g_assert_cmpuint (snapshot->n_tables, ==, 2);
  report = run_fixture_upgrade (&fixture, "head");
  assert_value (&fixture, EXISTS_T, NULL);

  kept = retort_database_snapshot_restore (snapshot, fixture.target, fixture.workspace, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  reopen (&fixture);
  assert_value (&fixture, "SELECT count(*) FROM public.t", "1000");
  assert_value (&fixture, "SELECT nextval('public.s')", "2");
  assert_value (&fixture, PROPERTIES, properties);
  assert_n_beside (&fixture, "restoring", "0");
  /* The same target reads on, and what was there until then is kept. */
  state = retort_target_read_state (fixture.target, fixture.workspace, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (state->rows[0], ==, "001");
  {
    g_autoptr(RetortSession) before = retort_test_server_open (kept);
    g_autofree char *row = retort_test_query_value (before, "SELECT version_num FROM public.alembic_version");

    g_assert_cmpstr (row, ==, "002");
  }
  g_assert_true (retort_database_snapshot_delete (snapshot, &error));
  g_assert_null (retort_database_snapshot_find (fixture.target, "before 002", NULL, &error));
  g_assert_error (error, RETORT_SNAPSHOT_ERROR, RETORT_SNAPSHOT_ERROR_NAME);
}

static void
test_list (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortDatabaseSnapshot) first = NULL;
  g_autoptr(RetortDatabaseSnapshot) second = NULL;
  g_autoptr(GPtrArray) list = NULL;
  static const char *const bad[] = { "first", "", "  ", "two\nlines" };
  GStatBuf info;

  open_fixture (&fixture);
  first = take (&fixture, "first");
  second = take (&fixture, "zweiter – 第二");
  list = retort_database_snapshot_list (fixture.target, NULL, NULL);
  g_assert_cmpuint (list->len, ==, 2);
  g_assert_cmpstr (((RetortDatabaseSnapshot *) g_ptr_array_index (list, 0))->name, ==, second->name);
  g_assert_cmpint (g_stat (first->path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (retort_database_snapshot_take (fixture.target, fixture.workspace, bad[i], NULL, NULL, NULL, &error));
      g_assert_error (error, RETORT_SNAPSHOT_ERROR, RETORT_SNAPSHOT_ERROR_NAME);
    }
}

/* What a killed process left goes with the next list; what a living one is at stays. */
static void
test_abandoned_part (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortDatabaseSnapshot) snapshot = NULL;
  g_autoptr(GPtrArray) list = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *dead = NULL;
  g_autofree char *alive = NULL;

  open_fixture (&fixture);
  snapshot = take (&fixture, "whole");
  folder = g_path_get_dirname (snapshot->path);
  dead = g_build_filename (folder, "1-2147483646.part", NULL);
  alive = g_build_filename (folder, "2-1.part", NULL);
  g_assert_true (g_file_set_contents (dead, "half", -1, NULL));
  g_assert_true (g_file_set_contents (alive, "half", -1, NULL));
  list = retort_database_snapshot_list (fixture.target, NULL, NULL);
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_false (g_file_test (dead, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (alive, G_FILE_TEST_EXISTS));
}

static void
test_environments (void)
{
  static const RetortEnvironment environments[] = { RETORT_ENVIRONMENT_STAGING, RETORT_ENVIRONMENT_PRODUCTION };
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortDatabaseSnapshot) snapshot = NULL;

  open_fixture (&fixture);
  snapshot = take (&fixture, "one");
  for (gsize i = 0; i < G_N_ELEMENTS (environments); i++)
    {
      g_autoptr(GError) take_error = NULL;
      g_autoptr(GError) restore_error = NULL;

      run_fixture_open (&fixture, NULL, environments[i]);
      g_assert_null (retort_database_snapshot_take (fixture.target, fixture.workspace, "two", NULL, NULL, NULL, &take_error));
      g_assert_error (take_error, RETORT_SNAPSHOT_ERROR, RETORT_SNAPSHOT_ERROR_ENVIRONMENT);
      g_assert_null (retort_database_snapshot_restore (snapshot, fixture.target, fixture.workspace, NULL, NULL, NULL, &restore_error));
      g_assert_error (restore_error, RETORT_SNAPSHOT_ERROR, RETORT_SNAPSHOT_ERROR_ENVIRONMENT);
    }
  assert_n_beside (&fixture, "before", "0");
}

static void
cancel_cb (const char *table, guint n_done, guint n_total, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static void
test_cancel (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortDatabaseSnapshot) snapshot = NULL;
  g_autoptr(GCancellable) taking = g_cancellable_new ();
  g_autoptr(GCancellable) restoring = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  open_fixture (&fixture);
  snapshot = take (&fixture, "one");
  g_assert_null (retort_database_snapshot_take (fixture.target, fixture.workspace, "two", cancel_cb, taking, taking, &error));
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_cmpuint (count_files (snapshot), ==, 2);
  g_assert_null (retort_database_snapshot_restore (snapshot, fixture.target, fixture.workspace, cancel_cb, restoring, restoring, &error));
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_CANCELLED);
  assert_n_beside (&fixture, "restoring", "0");
  assert_n_beside (&fixture, "before", "0");
  assert_value (&fixture, "SELECT count(*) FROM t", "1000");
  g_assert_cmpuint (count_files (snapshot), ==, 2);
}

/* A file that was cut off, and one whose content is another's. */
static void
test_damaged_file (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortDatabaseSnapshot) snapshot = NULL;
  g_autoptr(RetortDatabaseSnapshot) later = NULL;
  g_autoptr(RetortRunReport) report = NULL;
  g_autofree char *data = NULL;
  g_autoptr(GError) error = NULL;
  gsize length = 0;

  open_fixture (&fixture);
  snapshot = take (&fixture, "one");
  report = run_fixture_upgrade (&fixture, "head");
  later = take (&fixture, "two");
  g_assert_true (g_file_get_contents (later->path, &data, &length, NULL));
  g_assert_true (g_file_set_contents (snapshot->path, data, (gssize) length, NULL));
  g_assert_null (retort_database_snapshot_restore (snapshot, fixture.target, fixture.workspace, NULL, NULL, NULL, &error));
  g_assert_error (error, RETORT_SNAPSHOT_ERROR, RETORT_SNAPSHOT_ERROR_CONTENT);
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (snapshot->path, data, (gssize) length / 2, NULL));
  g_assert_null (retort_database_snapshot_restore (snapshot, fixture.target, fixture.workspace, NULL, NULL, NULL, &error));
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_SERVER);
  g_assert_nonnull (strstr (error->message, "pg_restore failed: "));
  assert_n_beside (&fixture, "restoring", "0");
  assert_value (&fixture, SELECT_ROWS, "002");
}

typedef struct
{
  RunFixture             *fixture;
  RetortDatabaseSnapshot *snapshot;
} Meanwhile;

static void
restore_meanwhile_cb (RetortRunEvent *event, gpointer user_data)
{
  Meanwhile *self = user_data;
  g_autoptr(GError) error = NULL;

  if (retort_run_event_get (event)->kind != RETORT_RUN_EVENT_STEP_STARTED)
    return;
  g_assert_null (retort_database_snapshot_restore (self->snapshot, self->fixture->target, self->fixture->workspace, NULL, NULL, NULL, &error));
  g_assert_error (error, RETORT_RUN_ERROR, RETORT_RUN_ERROR_BUSY);
}

static void
test_busy (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortDatabaseSnapshot) snapshot = NULL;
  g_autoptr(RetortRunReport) report = NULL;
  Meanwhile meanwhile = { &fixture, NULL };

  open_fixture (&fixture);
  snapshot = take (&fixture, "one");
  meanwhile.snapshot = snapshot;
  fixture.sink = restore_meanwhile_cb;
  fixture.sink_data = &meanwhile;
  report = run_fixture_upgrade (&fixture, "head");
  assert_outcome (report, RETORT_OUTCOME_APPLIED, "002");
  assert_n_beside (&fixture, "restoring", "0");
}

/* The disk is full for a file of more than a few kilobytes. */
static void
test_no_room (void)
{
  g_auto(RunFixture) fixture = { 0 };
  g_autoptr(RetortDatabaseSnapshot) snapshot = NULL;
  g_autoptr(GError) error = NULL;
  struct rlimit usual;
  struct rlimit small;
  void (*before) (int) = NULL;

  open_fixture (&fixture);
  retort_test_execute (fixture.session, "CREATE TABLE large AS SELECT md5(i::text) FROM generate_series(1, 20000) i");
  snapshot = take (&fixture, "one");
  getrlimit (RLIMIT_FSIZE, &usual);
  small = usual;
  small.rlim_cur = 65536;
  before = signal (SIGXFSZ, SIG_IGN);
  setrlimit (RLIMIT_FSIZE, &small);
  g_assert_null (retort_database_snapshot_take (fixture.target, fixture.workspace, "two", NULL, NULL, NULL, &error));
  setrlimit (RLIMIT_FSIZE, &usual);
  signal (SIGXFSZ, before);
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_SERVER);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, "File too large"));
  g_assert_cmpuint (count_files (snapshot), ==, 2);
}

static void
test_newer_server (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (retort_archive_write ("dbname=nowhere", NULL, 99, "/nowhere", NULL, NULL, NULL, &error));
  g_assert_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_SERVER);
  g_test_message ("%s", error->message);
  g_assert_true (g_str_has_prefix (error->message, "the server is PostgreSQL 99, and the newest pg_dump here is of version "));
}

int
main (int argc, char **argv)
{
  run_fixture_start (&argc, &argv);
  g_test_add_func ("/engine/database-snapshot/there-and-back", test_there_and_back);
  g_test_add_func ("/engine/database-snapshot/list", test_list);
  g_test_add_func ("/engine/database-snapshot/abandoned-part", test_abandoned_part);
  g_test_add_func ("/engine/database-snapshot/environments", test_environments);
  g_test_add_func ("/engine/database-snapshot/cancel", test_cancel);
  g_test_add_func ("/engine/database-snapshot/damaged-file", test_damaged_file);
  g_test_add_func ("/engine/database-snapshot/busy", test_busy);
  g_test_add_func ("/engine/database-snapshot/no-room", test_no_room);
  g_test_add_func ("/engine/database-snapshot/newer-server", test_newer_server);
  return run_fixture_run_all ();
}
