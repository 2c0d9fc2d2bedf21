/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A history that began ten years ago holds migrations which ask the database or move data in ways that are not understood; of
 * an empty database that is mostly nothing. They are sent batch by batch, each behind a savepoint, and what fails is left out,
 * so that what comes later finds most of what it needs. Only a scratch database is ever treated so, and which revisions it was
 * done to is told with the result. */
#include "engine/rehearsal-replay.h"

#include "engine/plan-maker.h"
#include "engine/run-private.h"

static gboolean
is_cancelled (const GError *error)
{
  return g_error_matches (error, RETORT_DB_ERROR, RETORT_DB_ERROR_CANCELLED) || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/**
 * retort_replay_plan:
 * @self: a replay
 * @plan: what is carried out on the scratch database
 * @error: `RETORT_RUN_ERROR_FAILED` with the report's words, or a RetortDbError
 *
 * Blocks.
 *
 * Returns: %FALSE with @error set unless all of it was applied
 */
gboolean
retort_replay_plan (RetortReplay *self, RetortPlan *plan, GError **error)
{
  g_autoptr(RetortSession) session = retort_scratch_connect (self->scratch, self->workspace, self->cancellable, error);
  g_autoptr(RetortRunReport) report = NULL;
  const RetortRunReportFields *fields = NULL;
  RetortRun run = { 0 };

  if (session == NULL)
    return FALSE;
  run.workspace = self->workspace;
  run.target = retort_scratch_get_target (self->scratch);
  run.session = session;
  run.plan = plan;
  run.cancellable = self->cancellable;
  run.is_rehearsal = TRUE;
  report = retort_run_carry_out (&run);
  fields = retort_run_report_get (report);
  if (fields->outcome == RETORT_OUTCOME_APPLIED)
    return TRUE;
  if (fields->was_cancelled)
    g_set_error_literal (error, RETORT_DB_ERROR, RETORT_DB_ERROR_CANCELLED, "the rehearsal was cancelled");
  else
    g_set_error_literal (error, RETORT_RUN_ERROR, RETORT_RUN_ERROR_FAILED, fields->summary);
  return FALSE;
}

static RetortPlan *
plan_path (RetortReplay *self, GPtrArray *path, GError **error)
{
  g_autoptr(RetortTargetState) state
      = retort_target_read_state (retort_scratch_get_target (self->scratch), self->workspace, self->cancellable, error);

  if (state == NULL)
    return NULL;
  return retort_plan_make_path (self->workspace, state, RETORT_DIRECTION_UPGRADE, path, "heads", NULL, self->cancellable, error);
}

/* --- Loosely --- */

static gboolean
execute (RetortReplay *self, RetortSession *session, const char *sql, GError **error)
{
  g_autoptr(RetortResult) result = retort_session_execute (session, sql, self->cancellable, error);

  return result != NULL;
}

static gboolean
ensure_transaction (RetortReplay *self, RetortSession *session, GError **error)
{
  return retort_session_get_transaction (session) == RETORT_TRANSACTION_OPEN || execute (self, session, "BEGIN", error);
}

/* FALSE only when nothing can be sent any more. */
static gboolean
try_batch (RetortReplay *self, RetortSession *session, RetortBatch *batch, GError **error)
{
  g_autoptr(GError) failure = NULL;

  if (retort_batch_get_flags (batch) & RETORT_BATCH_COMMIT)
    {
      if (retort_session_get_transaction (session) != RETORT_TRANSACTION_OPEN || execute (self, session, "COMMIT", &failure))
        return TRUE;
    }
  else if (retort_batch_get_flags (batch) & RETORT_BATCH_AUTOCOMMIT)
    {
      if (retort_session_get_transaction (session) == RETORT_TRANSACTION_OPEN && !execute (self, session, "COMMIT", error))
        return FALSE;
      if (execute (self, session, retort_batch_get_sql (batch), &failure))
        return TRUE;
    }
  else
    {
      if (!ensure_transaction (self, session, error) || !execute (self, session, "SAVEPOINT retort_replay", error))
        return FALSE;
      if (execute (self, session, retort_batch_get_sql (batch), &failure))
        return TRUE;
      if (!is_cancelled (failure) && execute (self, session, "ROLLBACK TO retort_replay", &failure))
        return TRUE;
    }
  if (!is_cancelled (failure) && retort_session_get_transaction (session) == RETORT_TRANSACTION_IDLE)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
send_loosely (RetortReplay *self, RetortSession *session, RetortPlanStep *step, GError **error)
{
  RetortMigration *migration = retort_plan_step_get_migration (step);
  GPtrArray *opening = retort_plan_step_get_opening (step);
  GPtrArray *bookkeeping = retort_plan_step_get_bookkeeping (step);

  for (guint i = 0; i < opening->len; i++)
    if (!try_batch (self, session, g_ptr_array_index (opening, i), error))
      return FALSE;
  for (guint i = 0; i < retort_migration_get_n_batches (migration); i++)
    if (!try_batch (self, session, retort_migration_get_batch (migration, i), error))
      return FALSE;
  if (!ensure_transaction (self, session, error))
    return FALSE;
  for (guint i = 0; i < bookkeeping->len; i++)
    if (!execute (self, session, retort_batch_get_sql (g_ptr_array_index (bookkeeping, i)), error))
      return FALSE;
  return execute (self, session, "COMMIT", error);
}

/**
 * retort_replay_loosely:
 * @self: a replay
 * @revision: what is next
 * @error: a RetortDbError or RetortFormatError
 *
 * Applies @revision as far as it is understood, and leaves out what fails. Blocks.
 *
 * Returns: %FALSE with @error set when the version table could not be moved
 */
gboolean
retort_replay_loosely (RetortReplay *self, RetortRevision *revision, GError **error)
{
  g_autoptr(GPtrArray) path = g_ptr_array_new ();
  g_autoptr(RetortPlan) plan = NULL;
  g_autoptr(RetortSession) session = NULL;
  GPtrArray *preamble = NULL;

  g_ptr_array_add (path, revision);
  plan = plan_path (self, path, error);
  session = plan != NULL ? retort_scratch_connect (self->scratch, self->workspace, self->cancellable, error) : NULL;
  if (session == NULL)
    return FALSE;
  preamble = retort_plan_get (plan)->preamble;
  for (guint i = 0; i < preamble->len; i++)
    if (!execute (self, session, retort_batch_get_sql (g_ptr_array_index (preamble, i)), error))
      return FALSE;
  if (!send_loosely (self, session, retort_plan_get_step (plan, 0), error))
    return FALSE;
  g_ptr_array_add (self->loose, g_strdup (retort_revision_get_id (revision)));
  return TRUE;
}

/* --- Strictly --- */

static gboolean
is_understood (RetortReplay *self, RetortRevision *revision)
{
  g_autoptr(RetortMigration) migration
      = retort_workspace_compile (self->workspace, revision, RETORT_DIRECTION_UPGRADE, self->cancellable, NULL);
  g_autofree char *obstacle = migration != NULL ? retort_migration_dup_obstacle (migration) : g_strdup ("");

  return obstacle == NULL;
}

static gboolean
apply_strictly (RetortReplay *self, GPtrArray *path, GError **error)
{
  g_autoptr(RetortPlan) plan = plan_path (self, path, error);

  return plan != NULL && retort_replay_plan (self, plan, error);
}

static gboolean
apply_one (RetortReplay *self, RetortRevision *revision, GError **error)
{
  g_autoptr(GPtrArray) one = g_ptr_array_new ();
  g_autoptr(GError) failure = NULL;

  g_ptr_array_add (one, revision);
  if (apply_strictly (self, one, &failure))
    return TRUE;
  if (!is_cancelled (failure))
    return retort_replay_loosely (self, revision, error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* (nullable): what is left to the last revision of @group; a run may have applied the first ones by themselves. */
static GPtrArray *
list_left (RetortReplay *self, GPtrArray *group, GError **error)
{
  RetortRevision *last = g_ptr_array_index (group, group->len - 1);
  g_autoptr(RetortTargetState) state
      = retort_target_read_state (retort_scratch_get_target (self->scratch), self->workspace, self->cancellable, error);

  if (state == NULL)
    return NULL;
  return retort_target_state_find_path (state, self->workspace, RETORT_DIRECTION_UPGRADE, retort_revision_get_id (last), error);
}

/* All of them together; where that fails one by one, so that only those are applied loosely that do not work. */
static gboolean
apply_group (RetortReplay *self, GPtrArray *group, GError **error)
{
  g_autoptr(GError) failure = NULL;
  g_autoptr(GPtrArray) left = NULL;

  if (group->len == 0 || apply_strictly (self, group, &failure))
    return TRUE;
  if (is_cancelled (failure))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  left = list_left (self, group, error);
  for (guint i = 0; left != NULL && i < left->len; i++)
    if (!apply_one (self, g_ptr_array_index (left, i), error))
      return FALSE;
  return left != NULL;
}

/**
 * retort_replay_to:
 * @self: a replay
 * @symbol: where the scratch database is to be
 * @error: a RetortHistoryError, RetortDbError or RetortFormatError
 *
 * Applies what lies between where it is and @symbol. Blocks.
 *
 * Returns: %FALSE with @error set when it did not get there
 */
gboolean
retort_replay_to (RetortReplay *self, const char *symbol, GError **error)
{
  g_autoptr(RetortTargetState) state
      = retort_target_read_state (retort_scratch_get_target (self->scratch), self->workspace, self->cancellable, error);
  g_autoptr(GPtrArray) path
      = state != NULL ? retort_target_state_find_path (state, self->workspace, RETORT_DIRECTION_UPGRADE, symbol, error) : NULL;
  g_autoptr(GPtrArray) group = g_ptr_array_new ();

  if (path == NULL)
    return FALSE;
  for (guint i = 0; i < path->len; i++)
    {
      RetortRevision *revision = g_ptr_array_index (path, i);

      if (is_understood (self, revision))
        {
          g_ptr_array_add (group, revision);
          continue;
        }
      if (!apply_group (self, group, error) || !retort_replay_loosely (self, revision, error))
        return FALSE;
      g_ptr_array_set_size (group, 0);
    }
  if (!apply_group (self, group, error))
    return FALSE;
  self->n_applied += path->len;
  return TRUE;
}
