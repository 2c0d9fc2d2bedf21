/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scratch database is brought to where the range begins: by the project's own migrations from base, or by the target's
 * structure when they cannot be replayed. Then each revision is a run of its own, with everything that a run does, and is
 * watched; between the passes schema and rows are read. A downgrade that stops in the middle, where nothing rolls it back,
 * costs a new scratch database, and the next revision is tried all the same; an upgrade that fails ends the rehearsal.
 *
 * Nothing is left behind: the database goes with the RetortScratch, whichever way it ends. */
#include "engine/rehearsal.h"

#include "engine/plan-maker.h"
#include "engine/rehearsal-replay.h"
#include "engine/rehearsal-verdict.h"
#include "engine/rehearsal-watch.h"
#include "engine/run-private.h"

typedef struct
{
  RetortWorkspace              *workspace;
  const RetortRehearsalOptions *options;
  GCancellable                 *cancellable; /* nullable */
  RetortScratch                *scratch;
  RetortRehearsal              *rehearsal;   /* being filled */
  RetortReplay                  replay;
  GHashTable                   *sent;        /* element: SQL of batches that one run sends once; of the steps before this one */
  GPtrArray                    *path;        /* element: RetortRevision; what is tried */
  guint                         n_done;
} Rehearsing;

static void
tell (const Rehearsing *self, const char *what, const char *which)
{
  g_autofree char *text = g_strdup_printf ("%s %s", which, what);

  if (self->options->progress != NULL)
    self->options->progress (text, self->n_done, self->path != NULL ? self->path->len : 0, self->options->progress_data);
}

static RetortTargetState *
read_state (Rehearsing *self, GError **error)
{
  return retort_target_read_state (retort_scratch_get_target (self->scratch), self->workspace, self->cancellable, error);
}

static RetortRunReport *
run_plan (Rehearsing *self, RetortPlan *plan, RetortSession *session, RetortRehearsalWatch *watch)
{
  RetortRun run = { 0 };

  run.workspace = self->workspace;
  run.target = retort_scratch_get_target (self->scratch);
  run.session = session;
  run.plan = plan;
  run.cancellable = self->cancellable;
  run.is_rehearsal = TRUE;
  run.observer = retort_rehearsal_watch_observe;
  run.observer_data = watch;
  return retort_run_carry_out (&run);
}

/* --- Where the range begins --- */

static GStrv
dup_ids (GPtrArray *revisions)
{
  GStrv ids = g_new0 (char *, revisions->len + 1);

  for (guint i = 0; i < revisions->len; i++)
    ids[i] = g_strdup (retort_revision_get_id (g_ptr_array_index (revisions, i)));
  return ids;
}

static gboolean
check_rows (Rehearsing *self, const char *const *rows, GError **error)
{
  for (gsize i = 0; rows[i] != NULL; i++)
    if (retort_history_find (retort_workspace_get_history (self->workspace), rows[i]) == NULL)
      {
        g_set_error (error, RETORT_RUN_ERROR, RETORT_RUN_ERROR_UNKNOWN_ROW,
                     "the database is at '%s', which no file declares; another branch may have it", rows[i]);
        return FALSE;
      }
  return TRUE;
}

/* The version rows at the beginning of the range. */
static GStrv
find_rows (Rehearsing *self, GError **error)
{
  const RetortRehearsalOptions *options = self->options;
  g_autoptr(RetortTargetState) state = NULL;
  g_autoptr(GPtrArray) revisions = NULL;

  if (options->target != NULL)
    {
      state = retort_target_read_state (options->target, self->workspace, self->cancellable, error);
      if (state == NULL)
        return NULL;
      self->rehearsal->target_version = retort_target_facts_get_server_version (state->facts);
    }
  if (options->from != NULL)
    {
      revisions = retort_history_resolve (retort_workspace_get_history (self->workspace), options->from,
                                          state != NULL ? (const char *const *) state->rows : NULL, error);
      return revisions != NULL ? dup_ids (revisions) : NULL;
    }
  if (state == NULL)
    return g_new0 (char *, 1);
  return check_rows (self, (const char *const *) state->rows, error) ? g_strdupv (state->rows) : NULL;
}

/* The tool's table with just these rows; it is made when it is missing. */
static gboolean
stamp (Rehearsing *self, const char *const *rows, GError **error)
{
  static const char *const base[] = { "base", NULL };
  g_autoptr(RetortTargetState) state = read_state (self, error);
  g_autoptr(RetortPlan) plan = NULL;

  if (state == NULL)
    return FALSE;
  plan = retort_plan_make_stamp (self->workspace, state, rows[0] != NULL ? rows : base, FALSE, error);
  return plan != NULL && (retort_plan_is_empty (plan) || retort_replay_plan (&self->replay, plan, error));
}

static gboolean
replay (Rehearsing *self, const char *const *rows, GError **error)
{
  for (gsize i = 0; rows[i] != NULL; i++)
    if (!retort_replay_to (&self->replay, rows[i], error))
      return FALSE;
  return rows[0] != NULL || stamp (self, rows, error);
}

static gboolean
copy_target (Rehearsing *self, const char *const *rows, GError **error)
{
  return retort_scratch_copy (self->scratch, self->options->target, self->cancellable, error) && stamp (self, rows, error);
}

static gboolean
is_cancelled (const GError *error)
{
  return g_error_matches (error, RETORT_DB_ERROR, RETORT_DB_ERROR_CANCELLED) || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Brings an empty scratch database to @rows by the way that was chosen. */
static gboolean
bring_to (Rehearsing *self, const char *const *rows, GError **error)
{
  if (self->rehearsal->source == RETORT_REHEARSAL_OF_TARGET)
    {
      if (!copy_target (self, (const char *const *) self->rehearsal->from, error))
        return FALSE;
    }
  return replay (self, rows, error);
}

/* The history first; where it cannot be replayed the target's structure serves as well. */
static gboolean
prepare (Rehearsing *self, GError **error)
{
  const char *const *rows = (const char *const *) self->rehearsal->from;
  gboolean can_copy = self->options->target != NULL && self->options->from == NULL;
  g_autoptr(GError) failure = NULL;

  tell (self, "made", "scratch database");
  if (self->options->copies_target && can_copy)
    {
      self->rehearsal->source = RETORT_REHEARSAL_OF_TARGET;
      return bring_to (self, rows, error);
    }
  if (bring_to (self, rows, &failure))
    return TRUE;
  if (!can_copy || is_cancelled (failure))
    {
      g_prefix_error (&failure, "cannot replay the history: ");
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  self->rehearsal->source = RETORT_REHEARSAL_OF_TARGET;
  self->rehearsal->source_reason = g_strdup (failure->message);
  return retort_scratch_empty (self->scratch, self->cancellable, error) && bring_to (self, rows, error);
}

/* --- One step --- */

/* What one step keeps while it is tried. */
typedef struct
{
  RetortRehearsalStep  *step; /* being filled */
  GHashTable           *sent; /* as it was before the step */
  GStrv                 rows_up; /* nullable: version rows after the upgrade */
  RetortRehearsalState *states[4]; /* nullable; before, and after each pass */
} Trial;

static void
trial_clear (Trial *self)
{
  g_clear_pointer (&self->sent, g_hash_table_unref);
  g_clear_pointer (&self->rows_up, g_strfreev);
  for (guint i = 0; i < G_N_ELEMENTS (self->states); i++)
    g_clear_pointer (&self->states[i], retort_rehearsal_state_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Trial, trial_clear)

static GHashTable *
copy_set (GHashTable *set)
{
  GHashTable *copy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, set);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_hash_table_add (copy, g_strdup (key));
  return copy;
}

/* The plan of one pass: just this revision, from where the scratch database is. */
static RetortPlan *
plan_pass (Rehearsing *self, const Trial *trial, RetortRehearsalPass pass, GError **error)
{
  g_autoptr(RetortTargetState) state = read_state (self, error);
  g_autoptr(GPtrArray) path = g_ptr_array_new ();
  RetortDirection direction = pass == RETORT_REHEARSAL_DOWN ? RETORT_DIRECTION_DOWNGRADE : RETORT_DIRECTION_UPGRADE;
  GHashTable *sent = pass == RETORT_REHEARSAL_UP ? self->sent : pass == RETORT_REHEARSAL_AGAIN ? trial->sent : NULL;

  if (state == NULL)
    return NULL;
  g_ptr_array_add (path, trial->step->revision);
  return retort_plan_make_path (self->workspace, state, direction, path, retort_revision_get_id (trial->step->revision), sent,
                                self->cancellable, error);
}

/* What became of a pass. */
typedef enum
{
  PASS_ERROR,    /* the rehearsal cannot go on: the error is set */
  PASS_UNKNOWN,  /* not tried: it is not understood to the last statement */
  PASS_REFUSED,  /* nothing was sent, or all of it was taken back */
  PASS_HALF,     /* part of it is in effect */
  PASS_DONE,
} PassResult;

/* @why (out) (transfer full): of what is not done, a clause. */
static PassResult
run_pass (Rehearsing *self, Trial *trial, RetortRehearsalPass pass, char **why, GError **error)
{
  RetortTarget *target = retort_scratch_get_target (self->scratch);
  g_autoptr(RetortPlan) plan = plan_pass (self, trial, pass, error);
  g_autoptr(RetortSession) session = NULL;
  g_autoptr(RetortRehearsalWatch) watch = NULL;
  g_autoptr(RetortRunReport) report = NULL;
  const RetortRunReportFields *said = NULL;

  if (plan == NULL)
    return PASS_ERROR;
  *why = retort_migration_dup_obstacle (retort_plan_step_get_migration (retort_plan_get_step (plan, 0)));
  if (*why != NULL)
    return PASS_UNKNOWN;
  tell (self, retort_rehearsal_pass_to_string (pass), retort_revision_get_id (trial->step->revision));
  session = retort_scratch_connect (self->scratch, self->workspace, self->cancellable, error);
  if (session != NULL)
    watch = retort_rehearsal_watch_new (session, trial->states[pass]->schema, pass, trial->step->statements, self->cancellable, error);
  if (watch == NULL)
    return PASS_ERROR;
  report = run_plan (self, plan, session, watch);
  said = retort_run_report_get (report);
  if (said->was_cancelled)
    {
      g_set_error_literal (error, RETORT_DB_ERROR, RETORT_DB_ERROR_CANCELLED, "the rehearsal was cancelled");
      return PASS_ERROR;
    }
  if (said->outcome != RETORT_OUTCOME_APPLIED)
    {
      *why = g_strdup (said->error != NULL && said->error->message != NULL ? said->error->message : said->summary);
      return said->outcome == RETORT_OUTCOME_NOT_APPLIED ? PASS_REFUSED : PASS_HALF;
    }
  if (pass == RETORT_REHEARSAL_UP)
    trial->rows_up = g_strdupv ((GStrv) said->rows_after);
  trial->states[pass + 1] = retort_rehearsal_state_read (target, self->workspace, self->cancellable, error);
  return trial->states[pass + 1] != NULL ? PASS_DONE : PASS_ERROR;
}

/* After a pass that left the scratch database elsewhere than the step is to leave it. */
static gboolean
renew (Rehearsing *self, const Trial *trial, GError **error)
{
  g_autoptr(GPtrArray) passed_over = g_ptr_array_new_with_free_func (g_free);
  RetortReplay kept = self->replay;
  gboolean is_done = FALSE;

  self->replay.loose = passed_over; /* they are told already */
  is_done = retort_scratch_empty (self->scratch, self->cancellable, error) && bring_to (self, (const char *const *) trial->rows_up, error);
  self->replay = kept;
  return is_done;
}

static gboolean
judge (Rehearsing *self, Trial *trial, GError **error)
{
  RetortRehearsalStep *step = trial->step;
  g_autoptr(RetortMigration) upgrade
      = retort_workspace_compile (self->workspace, step->revision, RETORT_DIRECTION_UPGRADE, self->cancellable, error);
  g_autoptr(RetortMigration) downgrade
      = upgrade != NULL ? retort_workspace_compile (self->workspace, step->revision, RETORT_DIRECTION_DOWNGRADE, self->cancellable, error) : NULL;
  RetortRehearsalEvidence evidence = { trial->states[0], trial->states[1], trial->states[2], trial->states[3], upgrade, downgrade };

  if (downgrade == NULL)
    return FALSE;
  retort_rehearsal_judge (step, &evidence);
  return TRUE;
}

/* Down and up again, once the upgrade went through. */
static gboolean
try_back (Rehearsing *self, Trial *trial, GError **error)
{
  g_autofree char *why = NULL;
  PassResult result = run_pass (self, trial, RETORT_REHEARSAL_DOWN, &why, error);

  if (result == PASS_ERROR)
    return FALSE;
  if (result != PASS_DONE)
    {
      g_ptr_array_add (trial->step->reasons, g_strdup_printf ("the downgrade does not go through: %s", why));
      return result != PASS_HALF || renew (self, trial, error);
    }
  result = run_pass (self, trial, RETORT_REHEARSAL_AGAIN, &why, error);
  if (result == PASS_ERROR)
    return FALSE;
  if (result != PASS_DONE)
    {
      g_ptr_array_add (trial->step->reasons, g_strdup_printf ("after the downgrade it cannot be applied again: %s", why));
      return renew (self, trial, error);
    }
  return judge (self, trial, error);
}

/* FALSE without an error: the upgrade failed, and nothing can follow it. */
static gboolean
try_revision (Rehearsing *self, RetortRevision *revision, GError **error)
{
  g_auto(Trial) trial = { 0 };
  g_autofree char *why = NULL;

  trial.step = retort_rehearsal_step_new (revision);
  g_ptr_array_add (self->rehearsal->steps, trial.step);
  trial.sent = copy_set (self->sent);
  trial.states[0]
      = retort_rehearsal_state_read (retort_scratch_get_target (self->scratch), self->workspace, self->cancellable, error);
  if (trial.states[0] == NULL)
    return FALSE;
  switch (run_pass (self, &trial, RETORT_REHEARSAL_UP, &why, error))
    {
    case PASS_ERROR:
      return FALSE;
    case PASS_UNKNOWN:
      trial.step->untried = g_steal_pointer (&why);
      return retort_replay_loosely (&self->replay, revision, error);
    case PASS_REFUSED:
    case PASS_HALF:
      trial.step->failure = g_steal_pointer (&why);
      return FALSE;
    case PASS_DONE:
      return try_back (self, &trial, error);
    }
  g_assert_not_reached ();
}

static gboolean
try_all (Rehearsing *self, GError **error)
{
  for (; self->n_done < self->path->len; self->n_done++)
    {
      g_autoptr(GError) failure = NULL;
      RetortRevision *revision = g_ptr_array_index (self->path, self->n_done);

      if (try_revision (self, revision, &failure))
        continue;
      if (failure != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      self->n_done++;
      if (self->n_done < self->path->len)
        self->rehearsal->stopped = g_strdup_printf ("the upgrade of '%s' does not go through", retort_revision_get_id (revision));
      return TRUE;
    }
  return TRUE;
}

/* What keeps the built-in engine from a real database keeps nothing from a scratch one; it is told. */
static void
add_remarks (Rehearsing *self)
{
  const RetortProjectFields *project = retort_project_get (retort_workspace_get_project (self->workspace));

  for (guint i = 0; i < project->notes->len; i++)
    {
      const RetortProjectNote *note = g_ptr_array_index (project->notes, i);

      if (retort_workspace_is_blocked_by (self->workspace, note))
        g_ptr_array_add (self->rehearsal->remarks, g_strdup_printf ("passed over: %s, line %u: %s", note->path != NULL ? note->path : project->root,
                                                                    note->position.line, note->text));
    }
}

/* What is to be tried, in order. */
static gboolean
find_path (Rehearsing *self, GError **error)
{
  self->path = retort_history_path_up (retort_workspace_get_history (self->workspace), self->options->to,
                                       (const char *const *) self->rehearsal->from, error);
  return self->path != NULL;
}

static gboolean
rehearse_on_scratch (Rehearsing *self, GError **error)
{
  g_autoptr(RetortSession) session = retort_target_dup_session (retort_scratch_get_target (self->scratch), self->cancellable, error);

  if (session == NULL)
    return FALSE;
  self->rehearsal->server_version = retort_session_get_server_version (session);
  self->replay = (RetortReplay){ self->workspace, self->scratch, self->cancellable, self->rehearsal->loose, 0 };
  if (!prepare (self, error))
    return FALSE;
  self->rehearsal->n_replayed = self->replay.n_applied;
  return try_all (self, error);
}

static gboolean
rehearse (Rehearsing *self, GError **error)
{
  gboolean is_done = FALSE;

  g_strfreev (self->rehearsal->from);
  self->rehearsal->from = find_rows (self, error);
  if (self->rehearsal->from == NULL)
    {
      self->rehearsal->from = g_new0 (char *, 1);
      return FALSE;
    }
  if (!find_path (self, error))
    return FALSE;
  if (self->path->len == 0)
    return TRUE;
  self->scratch = retort_scratch_new (self->cancellable, error);
  if (self->scratch == NULL)
    return FALSE;
  add_remarks (self);
  is_done = rehearse_on_scratch (self, error);
  retort_scratch_free (self->scratch);
  return is_done;
}

/**
 * retort_rehearse:
 * @workspace: the project
 * @options: which revisions, and what the scratch database is made from
 * @cancellable: (nullable): stops it; nothing is left behind
 * @error: a RetortHistoryError for a symbol, `RETORT_RUN_ERROR_UNKNOWN_ROW`, `RETORT_RUN_ERROR_NOT_UNDERSTOOD` or `_FAILED` when the
 *   scratch database could not be brought to the beginning of the range, a RetortDbError, or `G_IO_ERROR_CANCELLED`
 *
 * Tries the revisions of a range. What fails in a revision is in its step and no error. Blocks: worker threads only.
 *
 * Returns: (transfer full) (nullable): what was seen; without steps when the range is empty
 */
RetortRehearsal *
retort_rehearse (RetortWorkspace *workspace, const RetortRehearsalOptions *options, GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortRehearsal) rehearsal = retort_rehearsal_new ();
  g_autoptr(GHashTable) sent = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Rehearsing self = { .workspace = workspace, .options = options, .cancellable = cancellable, .rehearsal = rehearsal, .sent = sent };
  gint64 started_us = g_get_monotonic_time ();
  gboolean is_done = FALSE;

  g_return_val_if_fail (workspace != NULL && options != NULL && options->to != NULL, NULL);

  is_done = rehearse (&self, error);
  g_clear_pointer (&self.path, g_ptr_array_unref);
  rehearsal->elapsed_us = g_get_monotonic_time () - started_us;
  return is_done ? g_steal_pointer (&rehearsal) : NULL;
}
