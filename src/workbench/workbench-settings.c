/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/open-settings.h"
#include "workbench/open-settings.h"
#include "workbench/workbench-private.h"

typedef struct
{
  RetortWorkspace *workspace;
  GHashTable      *values;
} StoreJob;

static void
store_job_free (gpointer data)
{
  StoreJob *self = data;

  retort_workspace_unref (self->workspace);
  g_hash_table_unref (self->values);
  g_free (self);
}

static void
store_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  StoreJob *job = data;
  g_autoptr(GError) error = NULL;

  if (retort_open_settings_store (job->workspace, job->values, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * retort_workbench_get_open_settings:
 * @self: a workbench
 *
 * Returns: (transfer none) (nullable) (element-type RetortOpenSetting): what the project's configuration computes and nobody has said yet
 */
GPtrArray *
retort_workbench_get_open_settings (RetortWorkbench *self)
{
  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), NULL);
  return self->workspace != NULL ? retort_open_settings_get (self->workspace) : NULL;
}

/**
 * retort_workbench_store_open_settings_async:
 * @self: a workbench with a project
 * @values: (element-type utf8 utf8): names of settings, and what they are; not changed any more
 * @cancellable: (nullable): to stop waiting; what is written stays
 * @callback: called when retort.json is written
 * @user_data: for @callback
 *
 * Keeps what somebody said.
 */
void
retort_workbench_store_open_settings_async (RetortWorkbench *self, GHashTable *values, GCancellable *cancellable,
                                            GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr(GTask) task = NULL;
  StoreJob *job = NULL;

  g_return_if_fail (RETORT_IS_WORKBENCH (self) && self->workspace != NULL);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, retort_workbench_store_open_settings_async);
  g_task_set_check_cancellable (task, FALSE);
  job = g_new0 (StoreJob, 1);
  job->workspace = retort_workspace_ref (self->workspace);
  job->values = g_hash_table_ref (values);
  g_task_set_task_data (task, job, store_job_free);
  retort_worker_push (self->project_worker, task, store_worker);
}

/**
 * retort_workbench_store_open_settings_finish:
 * @self: a workbench
 * @result: what the callback was given
 * @error: a RetortFormatError: retort.json cannot be read or written
 *
 * Reads the project again.
 *
 * Returns: whether it is written
 */
gboolean
retort_workbench_store_open_settings_finish (RetortWorkbench *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  retort_workbench_refresh (self);
  return TRUE;
}
