/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands run on a worker of their own; what they print comes back through the event queue, a frame's worth at a time. So does their
 * end, behind the last line. */
#include "config.h"

#include "engine/commands/run.h"
#include "workbench/project-commands.h"
#include "workbench/workbench-private.h"

#include <string.h>

typedef struct
{
  RetortWorkspace      *workspace;
  RetortProfile        *profile;   /* nullable: whose own commands count */
  RetortTarget         *target;    /* nullable */
  char                 *name;      /* nullable: commands are listed */
  char                 *hash;
  char                 *line;      /* nullable: to choose */
  char                 *folder;    /* nullable */
  GStrv                 environment; /* nullable */
  GStrv                 arguments;
  RetortEventQueue     *lines;     /* nullable; element: char *, 'e' or 'o' before the line, or "." for the end */
  GTask                *task;      /* nullable: returned with the end */
  GError               *error;     /* nullable: why it has no exit status */
  RetortCommandLineFunc func;      /* main thread */
  gpointer              func_data;
  int                   exit_status;
  char                 *revision;  /* nullable: the newest that the command wrote */
} CommandJob;

static void
command_job_free (gpointer data)
{
  CommandJob *self = data;

  retort_workspace_unref (self->workspace);
  g_clear_pointer (&self->target, retort_target_unref);
  g_clear_pointer (&self->profile, retort_profile_unref);
  g_free (self->name);
  g_free (self->hash);
  g_free (self->line);
  g_free (self->folder);
  g_strfreev (self->environment);
  g_strfreev (self->arguments);
  g_clear_pointer (&self->lines, retort_event_queue_unref);
  g_clear_error (&self->error);
  g_free (self->revision);
  g_free (self);
}

static void
push (RetortWorkbench *self, GTask *task, CommandJob *job, GTaskThreadFunc func)
{
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, job, command_job_free);
  if (self->command_worker == NULL)
    self->command_worker = retort_worker_new ("command");
  retort_worker_push (self->command_worker, task, func);
}

static CommandJob *
command_job_new (RetortWorkbench *workbench)
{
  CommandJob *self = g_new0 (CommandJob, 1);

  self->workspace = retort_workspace_ref (workbench->workspace);
  self->target = workbench->target != NULL ? retort_target_ref (workbench->target) : NULL;
  self->profile = workbench->profile != NULL ? retort_profile_ref (retort_profile_item_get_profile (workbench->profile)) : NULL;
  return self;
}

/* --- Listing --- */

static void
offer_free (gpointer data)
{
  RetortCommandOffer *self = data;

  g_free (self->name);
  g_free (self->line);
  g_free (self->folder);
  g_free (self->origin);
  g_free (self->script);
  g_free (self->refusal);
  g_free (self->words);
  g_strfreev (self->environment);
  g_free (self->hash);
  g_free (self);
}

/* As it would be typed. */
static char *
dup_words (const RetortProjectCommand *command)
{
  RetortProjectCommand bare = *command;
  char *const none[] = { NULL };

  bare.environment = (GStrv) none;
  return retort_project_command_dup_line (&bare, NULL);
}

static RetortCommandOffer *
offer_new (const RetortProjectCommand *command)
{
  RetortCommandOffer *self = g_new0 (RetortCommandOffer, 1);

  self->name = g_strdup (command->name);
  self->line = retort_project_command_dup_line (command, NULL);
  self->folder = g_strdup (command->folder);
  self->origin = g_strdup (command->origin);
  self->script = g_strdup (command->script);
  self->refusal = retort_project_command_dup_refusal (command, NULL);
  self->words = dup_words (command);
  self->environment = g_strdupv (command->environment);
  self->is_chosen = command->is_chosen;
  self->hash = g_strdup (command->hash);
  self->is_confirmed = retort_project_command_is_trusted (command);
  return self;
}

static void
list_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CommandJob *job = data;
  g_autoptr(GPtrArray) commands = retort_project_commands_list (job->workspace, job->profile);
  GPtrArray *offers = g_ptr_array_new_with_free_func (offer_free);

  for (guint i = 0; i < commands->len; i++)
    g_ptr_array_add (offers, offer_new (g_ptr_array_index (commands, i)));
  g_task_return_pointer (task, offers, (GDestroyNotify) g_ptr_array_unref);
}

/**
 * retort_workbench_list_commands_async:
 * @self: a workbench with a project
 * @cancellable: (nullable): to stop
 * @callback: called when they are known
 * @user_data: for @callback
 *
 * Lists what the project can be asked to run. Runs nothing.
 */
void
retort_workbench_list_commands_async (RetortWorkbench *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (RETORT_IS_WORKBENCH (self) && self->workspace != NULL);
  g_task_set_source_tag (task, retort_workbench_list_commands_async);
  push (self, task, command_job_new (self), list_worker);
}

/**
 * retort_workbench_list_commands_finish:
 * @self: a workbench
 * @result: what the callback was given
 * @error: `G_IO_ERROR_CANCELLED`
 *
 * Returns: (transfer full) (nullable) (element-type RetortCommandOffer): the commands
 */
GPtrArray *
retort_workbench_list_commands_finish (RetortWorkbench *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- Choosing --- */

static void
choose_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CommandJob *job = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortProjectCommand) command
      = job->line != NULL ? retort_project_command_parse (job->workspace, job->name, job->line, job->folder,
                                                          (const char *const *) job->environment, &error)
                          : NULL;

  if (error == NULL && retort_project_commands_choose (job->workspace, job->profile, job->name, command, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * retort_workbench_choose_command_async:
 * @self: a workbench with a project and a profile
 * @name: what the command is called
 * @line: (nullable): what it runs for this project and profile; %NULL: what the project says
 * @folder: (nullable): where, seen from the project's folder
 * @environment: (nullable) (array zero-terminated=1): `NAME=VALUE`; only with @line
 * @callback: called when it is kept
 * @user_data: for @callback
 *
 * Keeps a profile's own command. Runs nothing.
 */
void
retort_workbench_choose_command_async (RetortWorkbench *self, const char *name, const char *line, const char *folder,
                                       const char *const *environment, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr(GTask) task = g_task_new (self, NULL, callback, user_data);
  CommandJob *job = NULL;

  g_return_if_fail (RETORT_IS_WORKBENCH (self) && self->workspace != NULL && self->profile != NULL);
  g_task_set_source_tag (task, retort_workbench_choose_command_async);
  job = command_job_new (self);
  job->name = g_strdup (name);
  job->line = g_strdup (line);
  job->folder = g_strdup (folder);
  job->environment = g_strdupv ((GStrv) environment);
  push (self, task, job, choose_worker);
}

/**
 * retort_workbench_choose_command_finish:
 * @self: a workbench
 * @result: what the callback was given
 * @error: a RetortFormatError: what was typed, or the file of commands, is not understood
 *
 * Returns: whether it is kept
 */
gboolean
retort_workbench_choose_command_finish (RetortWorkbench *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- Running --- */

static void
push_line (const char *line, gboolean is_error, gpointer user_data)
{
  CommandJob *job = user_data;

  retort_event_queue_push (job->lines, g_strconcat (is_error ? "e" : "o", line, NULL));
}

/* Main thread. */
static void
line_cb (gpointer event, gpointer user_data)
{
  CommandJob *job = user_data;
  const char *text = event;
  g_autoptr(GTask) task = NULL;

  if (text[0] != '.')
    {
      job->func (text + 1, text[0] == 'e', job->func_data);
      return;
    }
  task = g_steal_pointer (&job->task);
  if (job->error != NULL)
    g_task_return_error (task, g_steal_pointer (&job->error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
run_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CommandJob *job = data;
  g_autoptr(GPtrArray) commands = retort_project_commands_list (job->workspace, job->profile);
  RetortProjectCommand *command = retort_project_commands_find (commands, job->name);
  g_autoptr(RetortCommandResult) result = NULL;

  if (command == NULL)
    g_set_error (&job->error, RETORT_RUN_ERROR, RETORT_RUN_ERROR_CHANGED, "cannot run '%s': the project does not have it any more", job->name);
  else if (retort_project_command_is_trusted (command) || retort_project_command_trust (command, job->hash, &job->error))
    result = retort_project_command_run (command, job->workspace, (const char *const *) job->arguments, job->target, push_line, job,
                                         cancellable, &job->error);
  if (result != NULL)
    job->exit_status = result->exit_status;
  if (result != NULL && result->revisions->len > 0)
    job->revision = g_strdup (retort_revision_get_id (g_ptr_array_index (result->revisions, result->revisions->len - 1)));
  retort_event_queue_push (job->lines, g_strdup ("."));
}

/**
 * retort_workbench_run_command_async:
 * @self: a workbench with a project
 * @offer: what somebody looked at, and confirms by this
 * @arguments: (nullable) (array zero-terminated=1): what is added to it
 * @func: told what it prints, on the main thread, until @callback
 * @func_data: for @func
 * @cancellable: (nullable): ends it, and what it started
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Runs a command of the project; the connected database is in its environment.
 */
void
retort_workbench_run_command_async (RetortWorkbench *self, const RetortCommandOffer *offer, const char *const *arguments,
                                    RetortCommandLineFunc func, gpointer func_data, GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  CommandJob *job = NULL;

  g_return_if_fail (RETORT_IS_WORKBENCH (self) && self->workspace != NULL);
  g_task_set_source_tag (task, retort_workbench_run_command_async);
  job = command_job_new (self);
  job->name = g_strdup (offer->name);
  job->hash = g_strdup (offer->hash);
  job->arguments = g_strdupv ((GStrv) arguments);
  job->func = func;
  job->func_data = func_data;
  job->lines = retort_event_queue_new (line_cb, job, g_free);
  job->task = g_object_ref (task);
  push (self, task, job, run_worker);
}

/**
 * retort_workbench_run_command_finish:
 * @self: a workbench
 * @result: what the callback was given
 * @revision: (out) (transfer full) (nullable): the newest revision that it wrote
 * @error: refused, not started, or ended by the cancellable
 *
 * Reads files and database again.
 *
 * Returns: its exit status; -1 with @error, or when a signal ended it
 */
int
retort_workbench_run_command_finish (RetortWorkbench *self, GAsyncResult *result, char **revision, GError **error)
{
  CommandJob *job = g_task_get_task_data (G_TASK (result));

  g_return_val_if_fail (g_task_is_valid (result, self), -1);
  retort_event_queue_close (job->lines);
  retort_workbench_refresh (self);
  *revision = NULL;
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return -1;
  *revision = g_strdup (job->revision);
  return job->exit_status;
}
