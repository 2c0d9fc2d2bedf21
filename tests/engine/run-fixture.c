/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-fixture.h"

#include <glib/gstdio.h>

static char *state_folder;

void
run_fixture_start (int *argc, char ***argv)
{
  g_autoptr(GError) error = NULL;

  state_folder = g_dir_make_tmp ("retort-state-XXXXXX", &error);
  g_assert_no_error (error);
  /* The private server is another user's when we are root. */
  g_assert_cmpint (g_chmod (state_folder, 0755), ==, 0);
  g_setenv ("XDG_STATE_HOME", state_folder, TRUE);
  g_setenv ("XDG_DATA_HOME", state_folder, TRUE);
  g_test_init (argc, argv, NULL);
}

void
run_fixture_end (void)
{
  const char *argv[] = { "rm", "-rf", "--", state_folder, NULL };

  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL));
  g_clear_pointer (&state_folder, g_free);
}

int
run_fixture_run_all (void)
{
  int status = g_test_run ();

  run_fixture_end ();
  return status;
}

void
run_fixture_init (RunFixture *self, const char *transactions)
{
  *self = (RunFixture) { 0 };
  self->folder = retort_script_project_new (transactions);
  self->database = retort_test_server_create_database (g_test_get_path ());
  self->session = retort_test_server_open (self->database);
  self->cancellable = g_cancellable_new ();
  self->events = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_run_event_unref);
}

void
run_fixture_clear (RunFixture *self)
{
  g_clear_pointer (&self->target, retort_target_unref);
  g_clear_pointer (&self->workspace, retort_workspace_unref);
  g_clear_pointer (&self->session, retort_session_unref);
  g_clear_pointer (&self->folder, retort_script_project_free);
  g_clear_pointer (&self->database, g_free);
  g_clear_pointer (&self->events, g_ptr_array_unref);
  g_clear_object (&self->cancellable);
}

void
run_fixture_write (RunFixture *self, const char *id, const char *text)
{
  retort_script_project_write (self->folder, id, text);
}

void
run_fixture_open (RunFixture *self, const char *socket_folder, RetortEnvironment environment)
{
  RetortProfileFields fields = { 0 };
  g_autoptr(RetortProfile) profile = NULL;
  g_autoptr(GError) error = NULL;

  g_clear_pointer (&self->target, retort_target_unref);
  g_clear_pointer (&self->workspace, retort_workspace_unref);
  fields.name = "test";
  fields.host = socket_folder != NULL ? socket_folder : retort_test_server_get_socket_folder ();
  fields.user = "postgres";
  fields.database = self->database;
  fields.environment = environment;
  fields.lock_timeout_ms = self->profile_lock_timeout_ms;
  profile = retort_profile_new (&fields);
  self->workspace = retort_script_project_open (self->folder);
  self->target = retort_target_open (profile, NULL, NULL, &error);
  g_assert_no_error (error);
}

RetortPlan *
run_fixture_plan (RunFixture *self, RetortDirection direction, const char *symbol)
{
  g_autoptr(GError) error = NULL;
  RetortPlan *plan = NULL;

  if (self->target == NULL)
    run_fixture_open (self, NULL, RETORT_ENVIRONMENT_DEVELOPMENT);
  plan = retort_runner_plan (self->workspace, self->target, direction, symbol, NULL, &error);
  g_assert_no_error (error);
  return plan;
}

static void
keep_event (RetortRunEvent *event, gpointer user_data)
{
  RunFixture *self = user_data;

  g_ptr_array_add (self->events, retort_run_event_ref (event));
  if (self->sink != NULL)
    self->sink (event, self->sink_data);
}

RetortRunReport *
run_fixture_run (RunFixture *self, RetortPlan *plan, GError **error)
{
  g_ptr_array_set_size (self->events, 0);
  return retort_runner_run (self->workspace, self->target, plan, &self->options, keep_event, self, self->cancellable, error);
}

static RetortRunReport *
move (RunFixture *self, RetortDirection direction, const char *symbol)
{
  g_autoptr(RetortPlan) plan = run_fixture_plan (self, direction, symbol);
  g_autoptr(GError) error = NULL;
  RetortRunReport *report = run_fixture_run (self, plan, &error);

  g_assert_no_error (error);
  return report;
}

RetortRunReport *
run_fixture_upgrade (RunFixture *self, const char *symbol)
{
  return move (self, RETORT_DIRECTION_UPGRADE, symbol);
}

RetortRunReport *
run_fixture_downgrade (RunFixture *self, const char *symbol)
{
  return move (self, RETORT_DIRECTION_DOWNGRADE, symbol);
}

RetortRunReport *
run_fixture_stamp (RunFixture *self, const char *symbols, gboolean purges)
{
  g_auto(GStrv) words = g_strsplit (symbols, " ", -1);
  g_autoptr(RetortPlan) plan = NULL;
  g_autoptr(GError) error = NULL;
  RetortRunReport *report = NULL;

  if (self->target == NULL)
    run_fixture_open (self, NULL, RETORT_ENVIRONMENT_DEVELOPMENT);
  plan = retort_runner_plan_stamp (self->workspace, self->target, (const char *const *) words, purges, NULL, &error);
  g_assert_no_error (error);
  report = run_fixture_run (self, plan, &error);
  g_assert_no_error (error);
  return report;
}

void
run_fixture_init_at_first (RunFixture *self, const char *transactions, const char *second)
{
  g_autofree char *text = g_strconcat ("revises 001\n", second, NULL);
  g_autoptr(RetortRunReport) first = NULL;

  run_fixture_init (self, transactions);
  run_fixture_write (self, "001", CREATE_T);
  run_fixture_write (self, "002", text);
  first = run_fixture_upgrade (self, "001");
  assert_outcome (first, RETORT_OUTCOME_APPLIED, "001");
}

void
assert_value (RunFixture *self, const char *sql, const char *expected)
{
  g_autofree char *value = retort_test_query_value (self->session, sql);

  g_assert_cmpstr (value, ==, expected);
}

/* @rows_after (nullable): joined by blanks; NULL: they could not be read. */
void
assert_outcome (RetortRunReport *report, RetortOutcome outcome, const char *rows_after)
{
  const RetortRunReportFields *fields = retort_run_report_get (report);
  g_autofree char *rows = fields->rows_after != NULL ? g_strjoinv (" ", (GStrv) fields->rows_after) : NULL;

  g_test_message ("%s", fields->summary);
  g_assert_cmpstr (retort_outcome_to_string (fields->outcome), ==, retort_outcome_to_string (outcome));
  g_assert_cmpstr (rows, ==, rows_after);
}

gboolean
has_event (RunFixture *self, RetortRunEventKind kind)
{
  for (guint i = 0; i < self->events->len; i++)
    if (retort_run_event_get (g_ptr_array_index (self->events, i))->kind == kind)
      return TRUE;
  return FALSE;
}
