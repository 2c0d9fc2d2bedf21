/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The door to plans and runs: refuses what must not run, then lets run.c send and run-outcome.c tell.
 *
 * A run has a session of its own, so that nothing that the window does in between can be part of its
 * transaction. Two runs of Retort on one database exclude each other by an advisory lock that ends
 * with the session; against other tools the row count of each version statement is the guard. */
#include "engine/runner.h"

#include "engine/pending-facts.h"
#include "engine/plan-maker.h"
#include "engine/run-private.h"
#include "engine/run-unfinished.h"

/* "RETO": the first half of the advisory lock's key; the second is a hash of the version table. */
#define LOCK_CLASS "1380275279"
#define DEFAULT_LOCK_TIMEOUT_MS 5000
#define DEFAULT_RECONNECT_TIMEOUT_MS 20000

G_DEFINE_QUARK (retort-run-error, retort_run_error)

/* Alembic's words for this name the row as if somebody had typed it. A tool that keeps a row a migration passes over rows that it does
 * not know, or says itself why it stops. */
static gboolean
check_rows (RetortWorkspace *workspace, const RetortTargetState *state, GError **error)
{
  for (gsize i = 0; state->applied == NULL && state->rows[i] != NULL; i++)
    if (retort_history_find (retort_workspace_get_history (workspace), state->rows[i]) == NULL)
      {
        g_set_error (error, RETORT_RUN_ERROR, RETORT_RUN_ERROR_UNKNOWN_ROW,
                     "the database is at '%s', which no file declares; another branch may have it", state->rows[i]);
        return FALSE;
      }
  return TRUE;
}

/**
 * retort_runner_plan:
 * @workspace: the project
 * @target: the database
 * @direction: up or down
 * @symbol: the target, as a user types it
 * @cancellable: (nullable): stops it
 * @error: RETORT_RUN_ERROR_UNKNOWN_ROW, a RetortDbError, RetortHistoryError or RetortFormatError
 *
 * Reads where the database stands and plans the way to @symbol. Changes nothing. Blocks.
 *
 * Returns: (transfer full) (nullable): the plan; without steps when there is nothing to do
 */
RetortPlan *
retort_runner_plan (RetortWorkspace *workspace, RetortTarget *target, RetortDirection direction, const char *symbol,
                    GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortTargetState) state = NULL;

  g_return_val_if_fail (workspace != NULL && target != NULL && symbol != NULL, NULL);

  state = retort_target_read_state (target, workspace, cancellable, error);
  if (state == NULL || !check_rows (workspace, state, error))
    return NULL;
  if (direction == RETORT_DIRECTION_UPGRADE)
    retort_pending_facts_read (state, target, workspace, cancellable);
  return retort_plan_make (workspace, state, direction, symbol, RETORT_PLAN_FOR_REVIEW, cancellable, error);
}

/**
 * retort_runner_plan_stamp:
 * @workspace: the project
 * @target: the database
 * @symbols: (array zero-terminated=1): what the version table is set to, one or more
 * @purges: its rows are deleted first: the way out when it names revisions that no file declares
 * @cancellable: (nullable): stops it
 * @error: RETORT_RUN_ERROR_UNKNOWN_ROW, a RetortDbError, RetortHistoryError or RetortFormatError
 *
 * Reads where the database stands and plans a stamp. Changes nothing. Blocks.
 *
 * Returns: (transfer full) (nullable): the plan; empty when there is nothing to do
 */
RetortPlan *
retort_runner_plan_stamp (RetortWorkspace *workspace, RetortTarget *target, const char *const *symbols, gboolean purges,
                          GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortTargetState) state = NULL;

  g_return_val_if_fail (workspace != NULL && target != NULL && symbols != NULL, NULL);

  state = retort_target_read_state (target, workspace, cancellable, error);
  if (state == NULL || (!purges && !check_rows (workspace, state, error)))
    return NULL;
  return retort_plan_make_stamp (workspace, state, symbols, purges, error);
}

/**
 * retort_runner_dup_original_command:
 * @workspace: the project
 * @plan: a plan of it
 *
 * Returns: (transfer full): what people type for the same with the project's own tool
 */
char *
retort_runner_dup_original_command (RetortWorkspace *workspace, RetortPlan *plan)
{
  const RetortAdapter *adapter = NULL;
  const RetortPlanFields *fields = NULL;

  g_return_val_if_fail (workspace != NULL && plan != NULL, NULL);

  fields = retort_plan_get (plan);
  adapter = retort_project_get (retort_workspace_get_project (workspace))->adapter;
  if (fields->stamp != NULL)
    return adapter->dup_stamp_command (fields->stamp_symbols, fields->purges);
  return adapter->dup_command (fields->direction, fields->target_symbol);
}

static gboolean
check_allowed (RetortTarget *target, RetortPlan *plan, const RetortRunOptions *options, GError **error)
{
  const RetortProfileFields *profile = retort_profile_get (retort_target_get_profile (target));
  const char *obstacle = retort_plan_get (plan)->obstacle;

  if (profile->environment == RETORT_ENVIRONMENT_PRODUCTION && !options->is_unlocked)
    {
      g_set_error (error, RETORT_RUN_ERROR, RETORT_RUN_ERROR_SAFETY,
                   "'%s' is a production database and is not unlocked for this run", profile->name);
      return FALSE;
    }
  if (obstacle != NULL)
    {
      g_set_error (error, RETORT_RUN_ERROR, RETORT_RUN_ERROR_NOT_UNDERSTOOD, "the built-in engine does not run this: %s",
                   obstacle);
      return FALSE;
    }
  return TRUE;
}

/* The narrower word wins: this run's, the profile's, the person's. */
static guint
choose_lock_timeout (const RetortRunOptions *options, const RetortProfileFields *profile)
{
  if (options->lock_timeout_ms != 0)
    return options->lock_timeout_ms;
  if (profile->lock_timeout_ms != 0)
    return profile->lock_timeout_ms;
  return options->usual_lock_timeout_ms != 0 ? options->usual_lock_timeout_ms : DEFAULT_LOCK_TIMEOUT_MS;
}

static RetortSession *
connect_for_run (RetortTarget *target, const RetortRunOptions *options, GCancellable *cancellable, GError **error)
{
  const RetortProfileFields *profile = retort_profile_get (retort_target_get_profile (target));
  RetortSessionOptions session = { 0 };

  session.lock_timeout_ms = choose_lock_timeout (options, profile);
  session.statement_timeout_ms = options->statement_timeout_ms != 0 ? options->statement_timeout_ms
                                                                    : profile->statement_timeout_ms;
  session.application_name = "retort run";
  session.is_unlocked = options->is_unlocked;
  return retort_target_connect (target, &session, cancellable, error);
}

/**
 * retort_run_take_lock:
 * @session: a session in the database
 * @workspace: the project
 * @cancellable: (nullable): stops it
 * @error: %RETORT_RUN_ERROR_BUSY, or a RetortDbError
 *
 * Takes the lock by which runs of Retort exclude each other; it ends with the session. Blocks.
 *
 * Returns: %FALSE with @error set when another one has it
 */
gboolean
retort_run_take_lock (RetortSession *session, RetortWorkspace *workspace, GCancellable *cancellable, GError **error)
{
  const RetortProjectFields *project = retort_project_get (retort_workspace_get_project (workspace));
  g_autofree char *table = g_strjoin (".", project->version_table_schema != NULL ? project->version_table_schema : "",
                                      project->version_table, NULL);
  g_autofree char *key = g_strdup_printf ("%d", (gint32) g_str_hash (table));
  const char *parameters[] = { LOCK_CLASS, key, NULL };
  g_autoptr(RetortResult) result = retort_session_query (session, "SELECT pg_catalog.pg_try_advisory_lock($1::int, $2::int)",
                                                         parameters, cancellable, error);

  if (result == NULL)
    return FALSE;
  if (retort_result_get_boolean (result, 0, 0))
    return TRUE;

  g_set_error (error, RETORT_RUN_ERROR, RETORT_RUN_ERROR_BUSY, "another run of Retort is at work on this database");
  return FALSE;
}

static gboolean
fail_project_lock (const char *sql, GError **error)
{
  g_set_error (error, RETORT_RUN_ERROR, RETORT_RUN_ERROR_BUSY,
               "the lock that the project itself takes before a run is not free (%s): another run is at work", sql);
  return FALSE;
}

/* The locks of env.py: so that Retort and the project's own tool exclude each other where the project wants it. */
static gboolean
take_project_locks (RetortSession *session, RetortWorkspace *workspace, GCancellable *cancellable, GError **error)
{
  const RetortProjectFields *project = retort_project_get (retort_workspace_get_project (workspace));

  for (guint i = 0; project->locks != NULL && i < project->locks->len; i++)
    {
      const char *sql = g_ptr_array_index (project->locks, i);
      g_autoptr(GError) failure = NULL;
      g_autoptr(RetortResult) result = retort_session_execute (session, sql, cancellable, &failure);

      if (g_error_matches (failure, RETORT_DB_ERROR, RETORT_DB_ERROR_LOCK_TIMEOUT))
        return fail_project_lock (sql, error);
      if (result == NULL)
        {
          if (g_error_matches (failure, RETORT_DB_ERROR, RETORT_DB_ERROR_CANCELLED))
            g_prefix_error (&failure, "cancelled while waiting for the project's own lock, nothing was sent: ");
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      /* Only a lock that does not wait has an answer. */
      if (g_strcmp0 (retort_result_get_value (result, 0, 0), "f") == 0)
        return fail_project_lock (sql, error);
    }
  return TRUE;
}

/* The locks end with the session, but a little later than we do: the next run must not find them. */
static void
release_locks (RetortSession *session)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortResult) result = NULL;

  if (retort_session_get_transaction (session) != RETORT_TRANSACTION_IDLE)
    return;
  result = retort_session_execute (session, "SELECT pg_catalog.pg_advisory_unlock_all()", NULL, &error);
  if (result == NULL)
    g_info ("cannot release the locks: %s", error->message);
}

/* What this run or the profile says stands before what env.py says. */
static gboolean
is_said_otherwise (RetortTarget *target, const RetortRunOptions *options, const char *name)
{
  const RetortProfileFields *profile = retort_profile_get (retort_target_get_profile (target));

  if (g_str_equal (name, "lock_timeout"))
    return options->lock_timeout_ms != 0 || profile->lock_timeout_ms != 0;
  return g_str_equal (name, "statement_timeout") && (options->statement_timeout_ms != 0 || profile->statement_timeout_ms != 0);
}

/**
 * retort_run_apply_project_settings:
 * @session: of the run
 * @workspace: the project
 * @target: the database
 * @options: of the run
 * @cancellable: (nullable): stops it
 * @error: a RetortDbError
 *
 * Sets what env.py sets for its session: limits and the like, nothing that changes what a statement means. Blocks.
 *
 * Returns: %FALSE with @error set when the server refused one
 */
gboolean
retort_run_apply_project_settings (RetortSession *session, RetortWorkspace *workspace, RetortTarget *target,
                                   const RetortRunOptions *options, GCancellable *cancellable, GError **error)
{
  GPtrArray *settings = retort_project_get (retort_workspace_get_project (workspace))->session_settings;

  for (guint i = 0; settings != NULL && i + 1 < settings->len; i += 2)
    {
      const char *parameters[] = { g_ptr_array_index (settings, i), g_ptr_array_index (settings, i + 1), NULL };
      g_autoptr(RetortResult) result = NULL;

      if (is_said_otherwise (target, options, parameters[0]))
        continue;
      result = retort_session_query (session, "SELECT pg_catalog.set_config($1, $2, false)", parameters, cancellable, error);
      if (result == NULL)
        {
          g_prefix_error (error, "cannot set '%s' as env.py does: ", parameters[0]);
          return FALSE;
        }
    }
  return TRUE;
}

/* The plan for the same symbol over files and rows as they are now; an error when it is not the reviewed one. */
static RetortPlan *
plan_again (RetortPlan *reviewed, RetortWorkspace *workspace, RetortSession *session, GCancellable *cancellable,
            GError **error)
{
  const RetortPlanFields *fields = retort_plan_get (reviewed);
  g_autoptr(RetortTargetState) state = retort_target_state_read (session, workspace, cancellable, error);
  g_autoptr(RetortPlan) now = NULL;
  g_autofree char *difference = NULL;

  if (state == NULL)
    return NULL;
  if (fields->stamp != NULL)
    now = retort_plan_make_stamp (workspace, state, fields->stamp_symbols, fields->purges, error);
  else
    now = retort_plan_make (workspace, state, fields->direction, fields->target_symbol, RETORT_PLAN_FOR_RUNNING,
                            cancellable, error);
  if (now == NULL)
    {
      g_prefix_error (error, "since the plan was made: ");
      return NULL;
    }

  difference = retort_plan_dup_difference (reviewed, now);
  if (difference == NULL)
    return g_steal_pointer (&now);

  g_set_error (error, RETORT_RUN_ERROR, RETORT_RUN_ERROR_CHANGED, "changed since the plan was made: %s; nothing was sent",
               difference);
  return NULL;
}

static void
tell_notice (RetortRun *self, const char *text)
{
  RetortRunEventFields fields = { 0 };

  fields.kind = RETORT_RUN_EVENT_NOTICE;
  fields.text = text;
  fields.n_rows = -1;
  retort_run_tell (self, &fields);
}

static void
notice_cb (const char *severity, const char *message, gpointer user_data)
{
  g_autofree char *text = g_strdup_printf ("%s: %s", severity, message);

  tell_notice (user_data, text);
}

static void
blocked_cb (const char *text, gpointer user_data)
{
  RetortRunEventFields fields = { 0 };

  fields.kind = RETORT_RUN_EVENT_WAITING;
  fields.text = text;
  fields.n_rows = -1;
  retort_run_tell (user_data, &fields);
}

static void
run_clear (RetortRun *self)
{
  retort_session_set_notice_func (self->session, NULL, NULL);
  g_clear_pointer (&self->watch, retort_run_watch_free);
  g_clear_pointer (&self->journal, retort_run_journal_close);
  g_clear_pointer (&self->statements, g_ptr_array_unref);
  g_clear_error (&self->failure);
  g_clear_pointer (&self->server_error, retort_server_error_free);
  g_clear_pointer (&self->failed_revision, g_free);
  g_clear_pointer (&self->failed_statement, retort_statement_unref);
  g_clear_pointer (&self->transaction_id, g_free);
  g_mutex_clear (&self->sink_lock);
}

/* A run whose journal cannot be kept is told so, and goes on. */
static void
open_journal (RetortRun *self)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  self->journal = retort_run_journal_open (self->workspace, self->target, self->plan,
                                           retort_session_get_backend_pid (self->session), &error);
  if (self->journal != NULL)
    return;
  text = g_strdup_printf ("this run keeps no journal: %s", error->message);
  tell_notice (self, text);
}

/* Who only ever looks through the window meets it in the log of the next run. */
static void
tell_unfinished (RetortRun *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) runs = retort_run_tell_unfinished (self->target, self->workspace, self->cancellable, &error);

  for (guint i = 0; runs != NULL && i < runs->len; i++)
    tell_notice (self, g_ptr_array_index (runs, i));
}

static void
run_start (RetortRun *self)
{
  RetortRunEventFields fields = { 0 };

  g_mutex_init (&self->sink_lock);
  self->statements = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_run_statement_free);
  self->n_total = retort_plan_count_statements (self->plan);
  self->started_us = g_get_real_time ();
  self->started_monotonic_us = g_get_monotonic_time ();
  self->watch = retort_run_watch_new (self->target, retort_session_get_backend_pid (self->session), blocked_cb, self);
  retort_session_set_notice_func (self->session, notice_cb, self);

  fields.kind = RETORT_RUN_EVENT_STARTED;
  fields.n_total = self->n_total;
  fields.n_rows = -1;
  retort_run_tell (self, &fields);
  fields.kind = RETORT_RUN_EVENT_CONNECTED;
  retort_run_tell (self, &fields);
  if (!self->is_rehearsal)
    {
      tell_unfinished (self);
      open_journal (self);
    }
  if (retort_plan_get (self->plan)->warning != NULL)
    tell_notice (self, retort_plan_get (self->plan)->warning);
}

/**
 * retort_run_carry_out:
 * @self: a run with all that comes from outside: workspace, target, session, plan, cancellable, sink
 *
 * Sends the plan as it is, without asking whether it still is the reviewed one, and finds out what became of it. Blocks.
 *
 * Returns: (transfer full): the report
 */
RetortRunReport *
retort_run_carry_out (RetortRun *self)
{
  RetortRunReport *report = NULL;

  run_start (self);
  retort_run_send_all (self, &self->failure);
  report = retort_run_conclude (self);
  run_clear (self);
  return report;
}

/* With the lock held: nothing else of Retort moves this database. */
static RetortRunReport *
run_locked (RetortRun *run, RetortPlan *reviewed, GError **error)
{
  g_autoptr(RetortPlan) now = plan_again (reviewed, run->workspace, run->session, run->cancellable, error);

  if (now == NULL)
    return NULL;
  run->plan = now;
  return retort_run_carry_out (run);
}

/**
 * retort_runner_run:
 * @workspace: the project
 * @target: the database
 * @plan: what was reviewed
 * @options: timeouts, and whether production is unlocked
 * @sink: (nullable) (scope call): told what happens, one event at a time, on threads of the run
 * @sink_data: for @sink
 * @cancellable: (nullable): stops the run; what is in effect then is in the report
 * @error: RetortRunError, RetortDbError or RetortFormatError; nothing was sent
 *
 * Carries out @plan, or refuses. Blocks: worker threads only.
 *
 * Returns: (transfer full) (nullable): what became of it, whatever happened after the first statement
 */
RetortRunReport *
retort_runner_run (RetortWorkspace *workspace, RetortTarget *target, RetortPlan *plan, const RetortRunOptions *options,
                   RetortRunSink sink, gpointer sink_data, GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortWorkspace) now = NULL;
  g_autoptr(RetortSession) session = NULL;
  RetortRun run = { 0 };
  RetortRunReport *report = NULL;

  g_return_val_if_fail (workspace != NULL && target != NULL && plan != NULL && options != NULL, NULL);

  if (!check_allowed (target, plan, options, error))
    return NULL;
  now = retort_workspace_reopen (workspace, cancellable, error);
  if (now == NULL)
    return NULL;
  session = connect_for_run (target, options, cancellable, error);
  if (session == NULL || !retort_run_apply_project_settings (session, now, target, options, cancellable, error)
      || !retort_run_take_lock (session, now, cancellable, error))
    return NULL;

  run.workspace = now;
  run.target = target;
  run.session = session;
  run.cancellable = cancellable;
  run.n_retries = options->lock_retries != 0 ? options->lock_retries : retort_workspace_get_settings (now)->lock_retries;
  run.reconnect_us = 1000 * (gint64) (options->reconnect_timeout_ms != 0 ? options->reconnect_timeout_ms
                                                                          : DEFAULT_RECONNECT_TIMEOUT_MS);
  run.sink = sink;
  run.sink_data = sink_data;
  if (take_project_locks (session, now, cancellable, error))
    report = run_locked (&run, plan, error);
  release_locks (session);
  retort_session_close (session);
  return report;
}
