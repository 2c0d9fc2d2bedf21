/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making plans and carrying them out. A plan is made on the target's worker; a run has a thread of
 * its own, since it may wait for a lock for as long as people like. */
#include "config.h"

#include "engine/reading-marks.h"
#include "engine/commands/run.h"
#include "workbench/plan-item-private.h"
#include "workbench/plan-step-item-private.h"
#include "workbench/rehearsal-item-private.h"
#include "workbench/run-item-private.h"
#include "workbench/workbench-private.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  RetortWorkspace *workspace;
  RetortTarget    *target;
  RetortProfile   *profile;   /* as people call the target */
  RetortDirection  direction; /* of a move */
  GStrv            symbols;   /* one for a move */
  gboolean         is_stamp;
  gboolean         purges;    /* of a stamp */
  GPtrArray       *records;   /* element: RetortRehearsalRecord, nullable; of each step, once the plan is made */
  GPtrArray       *unread;    /* nullable; element: utf8: ids of revisions that nobody has read as they are */
  char            *command_line; /* nullable: the project's command, where the built-in engine does not run the plan */
  char            *command_hash; /* nullable */
  gboolean         is_command_confirmed;
  char            *ghost;     /* nullable: a revision that only @at has; the way back from it is wanted */
  char            *at;        /* nullable: a commit */
  char            *ref;       /* nullable: what it is called */
  RetortElsewhere *elsewhere; /* nullable: the files of @at, once they are there */
} PlanJob;

typedef struct
{
  RetortWorkspace  *workspace;
  RetortTarget     *target;
  RetortPlan       *plan;
  char             *command_hash; /* nullable: the project's command runs it, and was looked at */
  RetortElsewhere  *elsewhere;    /* nullable: the files of a commit are what runs */
  RetortRunOptions  options;
  RetortEventQueue *events;
  GCancellable     *cancellable;
} RunJob;

/* What the run's thread says: an event, or how it ended. */
typedef struct
{
  RetortRunEvent  *event;  /* nullable: the end */
  RetortRunReport *report; /* nullable */
  GError          *error;  /* nullable */
} RunMessage;

static void
plan_job_free (gpointer data)
{
  PlanJob *self = data;

  retort_workspace_unref (self->workspace);
  retort_target_unref (self->target);
  retort_profile_unref (self->profile);
  g_strfreev (self->symbols);
  g_clear_pointer (&self->unread, g_ptr_array_unref);
  g_ptr_array_unref (self->records);
  g_free (self->command_line);
  g_free (self->command_hash);
  g_free (self->ghost);
  g_free (self->at);
  g_free (self->ref);
  g_clear_pointer (&self->elsewhere, retort_elsewhere_unref);
  g_free (self);
}

static void
run_job_free (RunJob *self)
{
  retort_workspace_unref (self->workspace);
  retort_target_unref (self->target);
  retort_plan_unref (self->plan);
  g_free (self->command_hash);
  g_clear_pointer (&self->elsewhere, retort_elsewhere_unref);
  retort_event_queue_unref (self->events);
  g_object_unref (self->cancellable);
  g_free (self);
}

static void
run_message_free (gpointer data)
{
  RunMessage *self = data;

  g_clear_pointer (&self->event, retort_run_event_unref);
  g_clear_pointer (&self->report, retort_run_report_unref);
  g_clear_error (&self->error);
  g_free (self);
}

/* Plans */

static void
record_free (gpointer data)
{
  if (data != NULL)
    retort_rehearsal_record_free (data);
}

/* Whether the files as they are have been rehearsed. */
static void
find_records (PlanJob *job, RetortPlan *plan)
{
  for (guint i = 0; i < retort_plan_get_n_steps (plan); i++)
    g_ptr_array_add (job->records, retort_rehearsal_store_find (retort_plan_step_get_revision (retort_plan_get_step (plan, i))));
}

static void
show_records (PlanJob *job, RetortPlanItem *plan)
{
  GListModel *steps = retort_plan_item_get_steps (plan);

  for (guint i = 0; i < job->records->len; i++)
    {
      const RetortRehearsalRecord *record = g_ptr_array_index (job->records, i);
      g_autoptr(RetortPlanStepItem) item = g_list_model_get_item (steps, i);
      g_autofree char *badge = NULL;
      g_autofree char *verdict = NULL;

      if (record == NULL || !record->went_up)
        continue;
      badge = retort_reversibility_dup_label (record->reversibility);
      verdict = g_strjoinv ("\n", record->reasons);
      retort_plan_step_item_set_badge (item, badge, *verdict != '\0' ? verdict : NULL, record->reversibility);
    }
}

/* Who runs what the built-in engine does not; a command that is never run is none. */
static void
find_project_command (PlanJob *job, RetortPlan *plan)
{
  g_auto(GStrv) arguments = NULL;
  g_autoptr(RetortProjectCommand) command
      = retort_plan_get (plan)->obstacle != NULL ? retort_project_command_find_move (job->workspace, retort_target_get_profile (job->target), plan, &arguments) : NULL;
  g_autofree char *refusal
      = command != NULL ? retort_project_command_dup_refusal (command, (const char *const *) arguments) : NULL;

  if (command == NULL || refusal != NULL)
    return;
  job->command_line = retort_project_command_dup_line (command, (const char *const *) arguments);
  job->command_hash = g_strdup (command->hash);
  job->is_command_confirmed = retort_project_command_is_trusted (command);
}

/* The way back from a ghost, with the files of the commit that has it. */
static RetortPlan *
plan_ghost (PlanJob *job, GCancellable *cancellable, GError **error)
{
  g_autofree char *symbol = NULL;

  job->elsewhere = retort_elsewhere_open (job->workspace, job->at, cancellable, error);
  if (job->elsewhere == NULL)
    return NULL;
  symbol = retort_elsewhere_find_way_back (job->elsewhere, job->workspace, job->ghost, error);
  return symbol != NULL ? retort_runner_plan (job->elsewhere->workspace, job->target, RETORT_DIRECTION_DOWNGRADE, symbol, cancellable, error) : NULL;
}

/* What the plan page shows beside the plan; files of a commit are read where they are shown, and the project's command has others. */
static void
look_beside (PlanJob *job, RetortPlan *plan)
{
  const RetortProjectFields *project = retort_project_get (retort_workspace_get_project (job->workspace));

  find_records (job, plan);
  if (job->elsewhere != NULL)
    return;
  if (!job->is_stamp)
    job->unread = retort_reading_marks_list_open (project->root, retort_workspace_get_settings (job->workspace), plan);
  find_project_command (job, plan);
}

static void
plan_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  PlanJob *job = data;
  g_autoptr(GError) error = NULL;
  RetortPlan *plan = NULL;

  if (job->ghost != NULL)
    plan = plan_ghost (job, cancellable, &error);
  else if (job->is_stamp)
    plan = retort_runner_plan_stamp (job->workspace, job->target, (const char *const *) job->symbols, job->purges,
                                     cancellable, &error);
  else
    plan = retort_runner_plan (job->workspace, job->target, job->direction, job->symbols[0], cancellable, &error);
  if (plan != NULL)
    {
      look_beside (job, plan);
      g_task_return_pointer (task, plan, (GDestroyNotify) retort_plan_unref);
    }
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* (transfer none) (nullable): the job of @task; NULL when there is no database, and the task has failed. */
static PlanJob *
start_plan_job (RetortWorkbench *self, GTask *task, const char *const *symbols)
{
  PlanJob *job = NULL;

  if (self->target == NULL || self->workspace == NULL)
    {
      g_task_return_new_error (task, RETORT_WORKBENCH_ERROR, RETORT_WORKBENCH_ERROR_NO_CONNECTION,
                               _("no database is connected"));
      return NULL;
    }
  job = g_new0 (PlanJob, 1);
  job->workspace = retort_workspace_ref (self->workspace);
  job->target = retort_target_ref (self->target);
  job->profile = retort_profile_ref (retort_profile_item_get_profile (self->profile));
  job->symbols = g_strdupv ((char **) symbols);
  job->records = g_ptr_array_new_with_free_func (record_free);
  g_task_set_task_data (task, job, plan_job_free);
  return job;
}

/**
 * retort_workbench_plan_async:
 * @self: a connected workbench
 * @direction: up or down
 * @symbol: where to, as people type it
 * @cancellable: (nullable): to stop
 * @callback: called when it is made
 * @user_data: for @callback
 *
 * Makes a plan. Changes nothing.
 */
void
retort_workbench_plan_async (RetortWorkbench *self, RetortDirection direction, const char *symbol,
                             GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  const char *const symbols[] = { symbol, NULL };
  g_autoptr(GTask) task = NULL;
  PlanJob *job = NULL;

  g_return_if_fail (RETORT_IS_WORKBENCH (self));
  g_return_if_fail (symbol != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, retort_workbench_plan_async);
  job = start_plan_job (self, task, symbols);
  if (job == NULL)
    return;
  job->direction = direction;
  retort_worker_push (self->target_worker, task, plan_worker);
}

/**
 * retort_workbench_plan_stamp_async:
 * @self: a connected workbench
 * @symbols: (array zero-terminated=1): what the version table is set to, one or more, as people type them
 * @purges: its rows are deleted first: the way out when they name revisions that no file declares
 * @cancellable: (nullable): to stop
 * @callback: called when it is made; retort_workbench_plan_finish() takes the plan
 * @user_data: for @callback
 *
 * Makes a plan that sets the version table and runs no migration. Changes nothing.
 */
void
retort_workbench_plan_stamp_async (RetortWorkbench *self, const char *const *symbols, gboolean purges,
                                   GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr(GTask) task = NULL;
  PlanJob *job = NULL;

  g_return_if_fail (RETORT_IS_WORKBENCH (self));
  g_return_if_fail (symbols != NULL && symbols[0] != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, retort_workbench_plan_stamp_async);
  job = start_plan_job (self, task, symbols);
  if (job == NULL)
    return;
  job->is_stamp = TRUE;
  job->purges = purges;
  retort_worker_push (self->target_worker, task, plan_worker);
}

/**
 * retort_workbench_plan_ghost_async:
 * @self: a connected workbench
 * @ghost: a revision that the database has and no file declares, found in git
 * @cancellable: (nullable): to stop
 * @callback: called when it is made; retort_workbench_plan_finish() takes the plan
 * @user_data: for @callback
 *
 * Makes a plan that leads the database back to what the project knows, with the files of the commit that has the ghost.
 * Changes nothing.
 */
void
retort_workbench_plan_ghost_async (RetortWorkbench *self, RetortRevisionItem *ghost, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data)
{
  static const char *const none[] = { NULL };
  const RetortRevisionGhost *found = retort_revision_item_get_ghost (ghost);
  g_autoptr(GTask) task = NULL;
  PlanJob *job = NULL;

  g_return_if_fail (RETORT_IS_WORKBENCH (self));
  g_return_if_fail (found != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, retort_workbench_plan_ghost_async);
  job = start_plan_job (self, task, none);
  if (job == NULL)
    return;
  job->ghost = g_strdup (retort_revision_item_get_id (ghost));
  job->at = g_strdup (found->commit);
  job->ref = g_strdup (found->ref);
  retort_worker_push (self->target_worker, task, plan_worker);
}

/**
 * retort_workbench_plan_finish:
 * @self: a workbench
 * @result: what the callback was given
 * @error: set when there is no plan
 *
 * The plan.
 *
 * Returns: (transfer full): the plan, or %NULL
 */
RetortPlanItem *
retort_workbench_plan_finish (RetortWorkbench *self, GAsyncResult *result, GError **error)
{
  g_autoptr(RetortPlan) plan = NULL;
  PlanJob *job = NULL;
  g_autofree char *original_command = NULL;
  RetortPlanItem *item = NULL;

  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  plan = g_task_propagate_pointer (G_TASK (result), error);
  if (plan == NULL)
    return NULL;
  job = g_task_get_task_data (G_TASK (result));
  original_command = retort_runner_dup_original_command (job->workspace, plan);
  item = retort_plan_item_new (plan, job->profile, self->project_path, original_command);
  if (job->elsewhere != NULL)
    retort_plan_item_set_elsewhere (item, job->elsewhere, job->ref);
  show_records (job, item);
  if (job->unread != NULL && job->unread->len > 0)
    retort_plan_item_set_unread (item, job->unread, retort_workspace_get_settings (job->workspace)->requires_checklist);
  if (job->command_line != NULL)
    retort_plan_item_set_project_command (item, job->command_line, job->command_hash, job->is_command_confirmed);
  return item;
}

/* Runs */

static void
push_event (RetortRunEvent *event, gpointer user_data)
{
  RunMessage *message = g_new0 (RunMessage, 1);

  message->event = retort_run_event_ref (event);
  retort_event_queue_push (user_data, message);
}

static void
push_output (const char *line, gboolean is_error, gpointer user_data)
{
  RetortRunEventFields fields = { .kind = RETORT_RUN_EVENT_NOTICE, .time_us = g_get_real_time (), .text = line, .n_rows = -1 };
  g_autoptr(RetortRunEvent) event = retort_run_event_new (&fields);

  push_event (event, user_data);
}

/* Whoever started it has read the command: it is confirmed as it was shown. */
static RetortRunReport *
run_project_command (RunJob *job, GError **error)
{
  g_auto(GStrv) arguments = NULL;
  g_autoptr(RetortProjectCommand) command = retort_project_command_find_move (job->workspace, retort_target_get_profile (job->target), job->plan, &arguments);

  if (command != NULL && !retort_project_command_is_trusted (command)
      && !retort_project_command_trust (command, job->command_hash, error))
    return NULL;
  return retort_project_command_move (job->workspace, job->target, job->plan, &job->options, push_output, job->events, job->cancellable,
                                      error);
}

static gpointer
run_worker (gpointer data)
{
  RunJob *job = data;
  RunMessage *end = g_new0 (RunMessage, 1);

  if (job->command_hash != NULL)
    end->report = run_project_command (job, &end->error);
  else
    end->report = retort_runner_run (job->workspace, job->target, job->plan, &job->options, push_event,
                                     job->events, job->cancellable, &end->error);
  retort_event_queue_push (job->events, end);
  run_job_free (job);
  return NULL;
}

static void
end_run (RetortWorkbench *self, RunMessage *message)
{
  g_autoptr(RetortRunItem) run = g_steal_pointer (&self->run);

  g_clear_pointer (&self->run_events, retort_event_queue_unref);
  g_clear_pointer (&self->failure, retort_run_failure_unref);
  if (message->report != NULL)
    self->failure = retort_run_failure_new (retort_plan_item_get_plan (retort_run_item_get_plan (run)), message->report);
  retort_run_item_end (run, message->report, message->error);
  retort_workbench_notify (self, RETORT_WORKBENCH_PROP_RUN);
  retort_workbench_reread_state (self);
}

static void
take_message (gpointer event, gpointer user_data)
{
  RetortWorkbench *self = RETORT_WORKBENCH (user_data);
  RunMessage *message = event;

  if (message->event != NULL)
    retort_run_item_take_event (self->run, message->event);
  else
    end_run (self, message);
}

static void
start_thread (RetortWorkbench *self, RetortPlanItem *plan)
{
  RunJob *job = g_new0 (RunJob, 1);
  RetortElsewhere *elsewhere = retort_plan_item_get_elsewhere (plan);

  job->elsewhere = elsewhere != NULL ? retort_elsewhere_ref (elsewhere) : NULL;
  job->workspace = retort_workspace_ref (elsewhere != NULL ? elsewhere->workspace : self->workspace);
  job->target = retort_target_ref (self->target);
  job->plan = retort_plan_ref (retort_plan_item_get_plan (plan));
  job->command_hash = g_strdup (retort_plan_item_get_command_hash (plan));
  job->options.usual_lock_timeout_ms = self->lock_timeout_ms;
  job->options.is_unlocked = self->is_unlocked;
  job->events = retort_event_queue_ref (self->run_events);
  job->cancellable = g_object_ref (retort_run_item_get_cancellable (self->run));
  self->is_unlocked = FALSE;
  g_thread_unref (g_thread_new ("retort-run", run_worker, job));
}

/**
 * retort_workbench_start_run:
 * @self: a connected workbench
 * @plan: what to carry out
 * @error: %RETORT_WORKBENCH_ERROR_BUSY or %RETORT_WORKBENCH_ERROR_NO_CONNECTION
 *
 * Starts a run on a thread of its own.
 *
 * Returns: (transfer none): the item that shows it, or %NULL
 */
RetortRunItem *
retort_workbench_start_run (RetortWorkbench *self, RetortPlanItem *plan, GError **error)
{
  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), NULL);
  g_return_val_if_fail (RETORT_IS_PLAN_ITEM (plan), NULL);

  if (self->run != NULL)
    {
      g_set_error (error, RETORT_WORKBENCH_ERROR, RETORT_WORKBENCH_ERROR_BUSY, _("a run goes on already"));
      return NULL;
    }
  if (self->target == NULL || self->workspace == NULL)
    {
      g_set_error (error, RETORT_WORKBENCH_ERROR, RETORT_WORKBENCH_ERROR_NO_CONNECTION,
                   _("no database is connected"));
      return NULL;
    }
  self->run = retort_run_item_new (plan);
  self->run_events = retort_event_queue_new (take_message, self, run_message_free);
  g_list_store_insert (self->runs, 0, self->run);
  start_thread (self, plan);
  retort_workbench_notify (self, RETORT_WORKBENCH_PROP_RUN);
  return self->run;
}

/**
 * retort_workbench_start_rehearsal:
 * @self: a connected workbench
 * @plan: the plan of an upgrade
 * @error: %RETORT_WORKBENCH_ERROR_NO_CONNECTION
 *
 * Tries the plan's revisions on a scratch database of the private server, on a thread of its own. The database of the plan is
 * only read.
 *
 * Returns: (transfer full) (nullable): what shows it; the last reference cancels it
 */
RetortRehearsalItem *
retort_workbench_start_rehearsal (RetortWorkbench *self, RetortPlanItem *plan, GError **error)
{
  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), NULL);
  g_return_val_if_fail (RETORT_IS_PLAN_ITEM (plan), NULL);

  if (self->target == NULL || self->workspace == NULL)
    {
      g_set_error (error, RETORT_WORKBENCH_ERROR, RETORT_WORKBENCH_ERROR_NO_CONNECTION, _("no database is connected"));
      return NULL;
    }
  return retort_rehearsal_item_new (plan, self->workspace, self->target);
}

/**
 * retort_workbench_unlock_production:
 * @self: a workbench
 *
 * Allows the next run on production: somebody typed the database's name.
 */
void
retort_workbench_unlock_production (RetortWorkbench *self)
{
  g_return_if_fail (RETORT_IS_WORKBENCH (self));
  self->is_unlocked = TRUE;
}
