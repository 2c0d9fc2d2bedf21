/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Databases that the project's files name, for who makes a profile. */
#include "config.h"

#include "engine/connection-offers.h"
#include "workbench/workbench-private.h"

static void
list_offers_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, retort_connection_offers_find (data), (GDestroyNotify) g_ptr_array_unref);
}

/**
 * retort_workbench_list_offers_async:
 * @self: a workbench
 * @cancellable: (nullable): to stop
 * @callback: called when the files are read
 * @user_data: for @callback
 *
 * Looks for databases in the files of the project: .env and compose files. Connects to none.
 */
void
retort_workbench_list_offers_async (RetortWorkbench *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (RETORT_IS_WORKBENCH (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, retort_workbench_list_offers_async);
  if (self->project_path == NULL)
    {
      g_task_return_pointer (task, g_ptr_array_new (), (GDestroyNotify) g_ptr_array_unref);
      return;
    }
  g_task_set_task_data (task, g_strdup (self->project_path), g_free);
  retort_worker_push (self->project_worker, task, list_offers_worker);
}

/**
 * retort_workbench_list_offers_finish:
 * @self: a workbench
 * @result: what the callback was given
 *
 * The databases that were found.
 *
 * Returns: (transfer full) (element-type RetortConnectionOffer): offers; none without a project
 */
GPtrArray *
retort_workbench_list_offers_finish (RetortWorkbench *self, GAsyncResult *result)
{
  GPtrArray *offers = NULL;

  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  offers = g_task_propagate_pointer (G_TASK (result), NULL);
  return offers != NULL ? offers : g_ptr_array_new ();
}
