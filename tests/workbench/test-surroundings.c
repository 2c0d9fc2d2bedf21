/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lies around the history, on a server and in a repository of the test: a revision that only another branch has and the way
 * back from it, flags of other databases, and snapshots of the one that is connected. */
#include "workbench/snapshots.h"
#include "workbench/standing-words.h"
#include "workbench/workbench.h"

#include "fixtures/test-server.h"
#include "ui/project-fixture.h"

#define ENVIRONMENT \
  "import os\n\nfrom alembic import context\nfrom sqlalchemy import create_engine\n\n" \
  "with create_engine(os.environ['DATABASE_URL']).connect() as connection:\n" \
  "    context.configure(connection=connection, target_metadata=None)\n" \
  "    with context.begin_transaction():\n        context.run_migrations()\n"

#define PROFILE "{\"name\": \"%s\", \"environment\": \"%s\", \"host\": \"%s\", \"user\": \"postgres\", \"database\": \"%s\"}"

typedef struct
{
  char            *folder;
  char            *home;
  char            *database;
  RetortWorkbench *workbench;
} Fixture;

static void
git (const char *folder, const char *arguments)
{
  g_autofree char *line = g_strdup_printf ("git -C %s -c user.name=Ada -c user.email=ada@example.org %s", folder, arguments);
  g_auto(GStrv) argv = NULL;
  g_autoptr(GError) error = NULL;
  int status = -1;

  g_assert_true (g_shell_parse_argv (line, NULL, &argv, NULL));
  g_spawn_sync (NULL, argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
}

/* 001 and 002 on the main branch, 003 on another. */
static char *
make_project (void)
{
  char *folder = project_fixture_make (2);

  project_fixture_write (folder, "migrations/env.py", ENVIRONMENT);
  git (folder, "init -q -b main");
  git (folder, "add -A");
  git (folder, "commit -q -m first");
  git (folder, "checkout -q -b feature/third");
  project_fixture_add (folder, "003", "002");
  git (folder, "add -A");
  git (folder, "commit -q -m 'add the third'");
  git (folder, "checkout -q main");
  return folder;
}

static char *
make_database (const char *name, const char *sql)
{
  char *database = retort_test_server_create_database (name);
  g_autoptr(RetortSession) session = retort_test_server_open (database);

  retort_test_execute (session, "CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY)");
  retort_test_execute (session, sql);
  return database;
}

static void
write_profiles (const char *home, const char *mine, const char *behind)
{
  const char *server = retort_test_server_get_socket_folder ();
  g_autofree char *first = g_strdup_printf (PROFILE, "mine", "development", server, mine);
  g_autofree char *second = g_strdup_printf (PROFILE, "behind", "production", server, behind);
  g_autofree char *third = g_strdup_printf (PROFILE, "gone", "staging", "/nowhere", behind);
  g_autofree char *text = g_strdup_printf ("{\"format\": 1, \"profiles\": [%s, %s, %s]}", first, second, third);

  project_fixture_write (home, "retort/profiles.json", text);
}

static void
opened_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GError) error = NULL;

  retort_workbench_open_finish (RETORT_WORKBENCH (object), result, &error);
  g_assert_no_error (error);
}

static RetortProfileItem *
find_profile (Fixture *fixture, const char *name)
{
  GListModel *profiles = retort_workbench_get_profiles (fixture->workbench);

  for (guint i = 0; i < g_list_model_get_n_items (profiles); i++)
    {
      g_autoptr(RetortProfileItem) item = g_list_model_get_item (profiles, i);

      if (g_str_equal (retort_profile_item_get_name (item), name))
        return item; /* the list holds it */
    }
  return NULL;
}

static void
wait_for_state (Fixture *fixture, RetortConnectionState state)
{
  while (retort_workbench_get_connection_state (fixture->workbench) != state)
    g_main_context_iteration (NULL, TRUE);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *behind = make_database ("behind", "INSERT INTO alembic_version VALUES ('001')");

  fixture->home = g_strdup (g_getenv ("XDG_CONFIG_HOME"));
  fixture->database = make_database ("mine", "INSERT INTO alembic_version VALUES ('003'); CREATE TABLE t_001 (a int); CREATE TABLE t_002 (a int); CREATE TABLE t_003 (a int)");
  fixture->folder = make_project ();
  write_profiles (fixture->home, fixture->database, behind);
  fixture->workbench = retort_workbench_new ();
  retort_workbench_open_async (fixture->workbench, fixture->folder, NULL, opened_cb, NULL);
  while (retort_workbench_get_project_state (fixture->workbench) != RETORT_PROJECT_READY || find_profile (fixture, "mine") == NULL)
    g_main_context_iteration (NULL, TRUE);
  retort_workbench_connect_profile (fixture->workbench, find_profile (fixture, "mine"), NULL);
  wait_for_state (fixture, RETORT_CONNECTION_READY);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  retort_workbench_close (fixture->workbench);
  g_clear_object (&fixture->workbench);
  project_fixture_free (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->home);
  g_free (fixture->database);
}

static void
expect_value (Fixture *fixture, const char *sql, const char *expected)
{
  g_autoptr(RetortSession) session = retort_test_server_open (fixture->database);
  g_autofree char *value = retort_test_query_value (session, sql);

  g_assert_cmpstr (value, ==, expected);
}

static void
planned_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GError) error = NULL;

  *(RetortPlanItem **) user_data = retort_workbench_plan_finish (RETORT_WORKBENCH (object), result, &error);
  g_assert_no_error (error);
}

/* Found in git, led back with the file that is there, and gone from the list. */
static void
test_ghost (Fixture *fixture, gconstpointer data)
{
  RetortRevisionItem *ghost = retort_workbench_find_revision (fixture->workbench, "003");
  const RetortRevisionGhost *found = NULL;
  g_autoptr(RetortPlanItem) plan = NULL;
  g_autoptr(GError) error = NULL;
  RetortRunItem *run = NULL;

  while ((found = retort_revision_item_get_ghost (ghost)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (g_str_has_prefix (found->place, "in feature/third, commit "));
  g_assert_nonnull (strstr (found->place, "by Ada"));
  g_assert_cmpstr (found->parent, ==, "002");
  retort_workbench_plan_ghost_async (fixture->workbench, ghost, NULL, planned_cb, &plan);
  while (plan == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (retort_plan_item_get_steps (plan)), ==, 1);
  g_assert_true (g_str_has_prefix (retort_plan_item_get_command (plan), "retort-cli --at feature/third "));
  run = retort_workbench_start_run (fixture->workbench, plan, &error);
  g_assert_no_error (error);
  while (retort_run_item_get_state (run) != RETORT_RUN_STATE_ENDED || retort_workbench_get_n_unknown (fixture->workbench) > 0)
    g_main_context_iteration (NULL, TRUE);
  expect_value (fixture, "SELECT version_num FROM alembic_version", "002");
  expect_value (fixture, "SELECT to_regclass('t_003')", NULL);
  g_assert_cmpuint (g_list_model_get_n_items (retort_workbench_get_revisions (fixture->workbench)), ==, 2);
}

static void
test_flags (Fixture *fixture, gconstpointer data)
{
  RetortRevisionItem *first = retort_workbench_find_revision (fixture->workbench, "001");
  g_autofree char *unreached = NULL;

  while (retort_revision_item_get_note (first) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (retort_revision_item_get_note (first), ==, "⚑ behind: 1 behind · just now");
  g_assert_cmpstr (retort_profile_item_get_standing (find_profile (fixture, "behind")), ==, "1 behind · just now");
  g_assert_null (retort_profile_item_get_standing (find_profile (fixture, "mine")));
  g_assert_true (retort_profile_item_is_unreached (find_profile (fixture, "gone")));
  g_assert_true (g_str_has_prefix (retort_profile_item_get_standing (find_profile (fixture, "gone")), "not reached: "));
  unreached = retort_workbench_dup_unreached (fixture->workbench);
  g_assert_cmpstr (unreached, ==, "gone");
}

static void
wait_for_end (RetortSnapshots *snapshots)
{
  while (retort_snapshots_get_is_running (snapshots))
    g_main_context_iteration (NULL, TRUE);
}

static void
test_snapshots (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortSnapshots) snapshots = retort_workbench_open_snapshots (fixture->workbench, &error);
  g_autoptr(RetortSnapshotItem) item = NULL;

  g_assert_no_error (error);
  wait_for_end (snapshots);
  g_assert_cmpuint (g_list_model_get_n_items (retort_snapshots_get_list (snapshots)), ==, 0);
  retort_snapshots_take (snapshots, "mine");
  wait_for_end (snapshots);
  g_assert_false (retort_snapshots_is_bad (snapshots));
  retort_snapshots_take (snapshots, "mine");
  wait_for_end (snapshots);
  g_assert_true (retort_snapshots_is_bad (snapshots));
  g_assert_cmpuint (g_list_model_get_n_items (retort_snapshots_get_list (snapshots)), ==, 1);
  item = g_list_model_get_item (retort_snapshots_get_list (snapshots), 0);
  g_assert_true (g_str_has_prefix (retort_snapshot_item_get_details (item), "just now · at 003 · "));
  {
    g_autoptr(RetortSession) session = retort_test_server_open (fixture->database);

    retort_test_execute (session, "DROP TABLE t_001; UPDATE alembic_version SET version_num = '002'");
  }
  retort_snapshots_restore (snapshots, item);
  wait_for_end (snapshots);
  g_assert_false (retort_snapshots_is_bad (snapshots));
  expect_value (fixture, "SELECT to_regclass('t_001')", "t_001");
  retort_snapshots_delete (snapshots, item);
  wait_for_end (snapshots);
  g_assert_cmpuint (g_list_model_get_n_items (retort_snapshots_get_list (snapshots)), ==, 0);
}

static void
test_words (void)
{
  static char *no_rows[] = { NULL };
  static char *one_row[] = { "x", NULL };
  const gint64 minute = 60 * G_USEC_PER_SEC;
  const struct
  {
    RetortStanding standing;
    gint64         now_us;
    const char    *words;
  } cases[] = {
    { { .unknown = no_rows, .n_pending = 3, .n_destructive = 1 }, 2 * minute, "3 behind, one destructive · 2 min ago" },
    { { .unknown = no_rows, .n_pending = 3, .n_destructive = 2 }, 3 * 60 * minute, "3 behind, 2 destructive · 3 h ago" },
    { { .unknown = no_rows }, 25 * 60 * minute, "up to date · 1 day ago" },
    { { .unknown = one_row, .n_pending = 3 }, minute - 1, "at x, which no file declares · just now" },
    { { .problem = "cannot connect to 'x': connection to server at \"h\", port 1 failed: Connection refused\n\tIs the server running?" }, 0,
      "not reached: Connection refused · just now" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = retort_standing_dup_words (&cases[i].standing, cases[i].now_us);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

int
main (int argc, char **argv)
{
  g_autofree char *home = g_dir_make_tmp ("retort-home-XXXXXX", NULL);
  int status = 0;

  g_setenv ("XDG_CONFIG_HOME", home, TRUE);
  g_setenv ("XDG_STATE_HOME", home, TRUE);
  g_setenv ("XDG_DATA_HOME", home, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/surroundings/words", test_words);
  g_test_add ("/surroundings/flags", Fixture, NULL, set_up, test_flags, tear_down);
  g_test_add ("/surroundings/ghost", Fixture, NULL, set_up, test_ghost, tear_down);
  g_test_add ("/surroundings/snapshots", Fixture, NULL, set_up, test_snapshots, tear_down);
  status = g_test_run ();
  project_fixture_free (home);
  return status;
}
