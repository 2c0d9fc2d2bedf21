/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Accepting what of the project's env.py is not understood (docs/ARCHITECTURE.md, decision 5). What is accepted is the content that was
 * shown; the project is read again afterwards. */
#include "config.h"

#include "engine/acceptance.h"
#include "workbench/workbench-private.h"

typedef struct
{
  RetortWorkspace *workspace;
  char            *hash;
} AcceptJob;

static void
accept_job_free (gpointer data)
{
  AcceptJob *self = data;

  retort_workspace_unref (self->workspace);
  g_free (self->hash);
  g_free (self);
}

static void
accept_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  AcceptJob *job = data;
  g_autoptr(GError) error = NULL;

  if (retort_acceptance_store (job->workspace, job->hash, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * retort_workbench_get_n_acceptable:
 * @self: a workbench
 *
 * How many lines of env.py keep the built-in engine off until somebody accepts them.
 *
 * Returns: a count
 */
guint
retort_workbench_get_n_acceptable (RetortWorkbench *self)
{
  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), 0);
  return self->n_acceptable;
}

/**
 * retort_workbench_get_acceptance_hash:
 * @self: a workbench
 *
 * Which content of env.py the findings of the project are about.
 *
 * Returns: (transfer none) (nullable): its hash, for retort_workbench_accept_async(); valid until the project is read again
 */
const char *
retort_workbench_get_acceptance_hash (RetortWorkbench *self)
{
  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), NULL);
  return self->workspace != NULL ? retort_acceptance_get_hash (self->workspace) : NULL;
}

/**
 * retort_workbench_accept_async:
 * @self: a workbench with a project
 * @hash: the content that somebody looked at
 * @cancellable: (nullable): to stop waiting; what is written stays
 * @callback: called when retort.json is written
 * @user_data: for @callback
 *
 * Accepts what of env.py is not understood, as long as its content stays the same.
 */
void
retort_workbench_accept_async (RetortWorkbench *self, const char *hash, GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr(GTask) task = NULL;
  AcceptJob *job = NULL;

  g_return_if_fail (RETORT_IS_WORKBENCH (self));
  g_return_if_fail (self->workspace != NULL && hash != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, retort_workbench_accept_async);
  g_task_set_check_cancellable (task, FALSE);
  job = g_new0 (AcceptJob, 1);
  job->workspace = retort_workspace_ref (self->workspace);
  job->hash = g_strdup (hash);
  g_task_set_task_data (task, job, accept_job_free);
  retort_worker_push (self->project_worker, task, accept_worker);
}

/**
 * retort_workbench_accept_finish:
 * @self: a workbench
 * @result: what the callback was given
 * @error: a RetortFormatError: retort.json cannot be written, or env.py is another one by now
 *
 * Reads the project again, with the acceptance in force.
 *
 * Returns: %TRUE when it is written
 */
gboolean
retort_workbench_accept_finish (RetortWorkbench *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  retort_workbench_refresh (self);
  return TRUE;
}
