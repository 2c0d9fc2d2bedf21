/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Connecting, and reading what the database says of the history.
 *
 * NONE → CONNECTING → READY | PASSWORD_NEEDED | FAILED. Each connection has a worker and a generation;
 * what an older one brings is dropped. Every reading uses the workspace of its moment. */
#include "config.h"

#include "workbench/connection-memory.h"
#include "workbench/connection-problem.h"
#include "workbench/profile-item-private.h"
#include "workbench/schema-snapshot-private.h"
#include "workbench/workbench-private.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  RetortProfile   *profile;
  char            *password;  /* nullable */
  RetortTarget    *target;    /* nullable: opened by the worker when missing */
  RetortWorkspace *workspace;
  guint            generation;
  char            *project;   /* whose choice is remembered, whose files may explain a failure */
  char            *advice;    /* out, nullable: what to look at when it failed */
} ConnectJob;

static void
connect_job_free (gpointer data)
{
  ConnectJob *self = data;

  g_clear_pointer (&self->profile, retort_profile_unref);
  g_free (self->password);
  g_clear_pointer (&self->target, retort_target_unref);
  g_clear_pointer (&self->workspace, retort_workspace_unref);
  g_free (self->project);
  g_free (self->advice);
  g_free (self);
}

static void
set_connection_state (RetortWorkbench *self, RetortConnectionState state, const GError *problem, const char *advice)
{
  g_free (self->connection_error);
  g_free (self->connection_advice);
  self->connection_error = problem != NULL ? retort_connection_problem_dup_words (problem) : NULL;
  self->connection_advice = g_strdup (advice);
  self->connection_state = state;
  retort_workbench_notify (self, RETORT_WORKBENCH_PROP_CONNECTION_ERROR);
  retort_workbench_notify (self, RETORT_WORKBENCH_PROP_CONNECTION_STATE);
  retort_workbench_notify (self, RETORT_WORKBENCH_PROP_AT_HEAD);
}

static void
clear_schema (RetortWorkbench *self)
{
  if (self->schema == NULL)
    return;
  g_clear_object (&self->schema);
  retort_workbench_notify (self, RETORT_WORKBENCH_PROP_SCHEMA);
}

static void
drop_connection (RetortWorkbench *self)
{
  self->connection_generation++;
  if (self->connection_cancellable != NULL)
    g_cancellable_cancel (self->connection_cancellable);
  g_clear_object (&self->connection_cancellable);
  g_clear_pointer (&self->target_worker, retort_worker_free);
  g_clear_pointer (&self->target, retort_target_unref);
  g_clear_pointer (&self->state, retort_target_state_free);
  clear_schema (self);
}

/**
 * retort_workbench_disconnect: (skip)
 * @self: a workbench
 *
 * Leaves the database; the choice stays remembered.
 */
void
retort_workbench_disconnect (RetortWorkbench *self)
{
  drop_connection (self);
  g_clear_object (&self->profile);
  retort_workbench_notify (self, RETORT_WORKBENCH_PROP_PROFILE);
  set_connection_state (self, RETORT_CONNECTION_NONE, NULL, NULL);
}

static RetortTarget *
open_target (ConnectJob *job, GCancellable *cancellable, GError **error)
{
  const RetortProfileFields *fields = retort_profile_get (job->profile);

  if (fields->is_private)
    return retort_target_open_private (fields->database, cancellable, error);
  return retort_target_open (job->profile, job->password, cancellable, error);
}

static void
connect_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  ConnectJob *job = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortTargetState) state = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (job->target == NULL)
    job->target = open_target (job, cancellable, &error);
  if (job->target != NULL)
    state = retort_target_read_state (job->target, job->workspace, cancellable, &error);
  if (state != NULL)
    g_task_return_pointer (task, g_steal_pointer (&state), (GDestroyNotify) retort_target_state_free);
  else
    {
      job->advice = retort_connection_problem_dup_advice (error, job->profile, job->project);
      g_task_return_error (task, g_steal_pointer (&error));
    }
}

static void
fail_connection (RetortWorkbench *self, const GError *error, const char *advice)
{
  g_clear_pointer (&self->state, retort_target_state_free);
  g_clear_pointer (&self->target, retort_target_unref);
  retort_workbench_update_marks (self);
  if (retort_connect_failure_wants_password (error))
    {
      retort_password_memory_forget (self->passwords, retort_profile_item_get_profile (self->profile));
      set_connection_state (self, RETORT_CONNECTION_PASSWORD_NEEDED, error, advice);
    }
  else
    set_connection_state (self, RETORT_CONNECTION_FAILED, error, advice);
}

static void
connected_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  RetortWorkbench *self = RETORT_WORKBENCH (object);
  ConnectJob *job = g_task_get_task_data (G_TASK (result));
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortTargetState) state = g_task_propagate_pointer (G_TASK (result), &error);

  if (job->generation != self->connection_generation)
    return;
  if (state == NULL)
    {
      fail_connection (self, error, job->advice);
      return;
    }
  if (self->target == NULL)
    self->target = retort_target_ref (job->target);
  g_clear_pointer (&self->state, retort_target_state_free);
  self->state = g_steal_pointer (&state);
  retort_workbench_update_marks (self);
  if (self->connection_state != RETORT_CONNECTION_READY)
    set_connection_state (self, RETORT_CONNECTION_READY, NULL, NULL);
}

static void
push_connect (RetortWorkbench *self)
{
  g_autoptr(GTask) task = g_task_new (self, self->connection_cancellable, connected_cb, NULL);
  ConnectJob *job = g_new0 (ConnectJob, 1);

  job->profile = retort_profile_ref (retort_profile_item_get_profile (self->profile));
  job->password = g_strdup (retort_password_memory_lookup (self->passwords, job->profile));
  job->target = self->target != NULL ? retort_target_ref (self->target) : NULL;
  job->workspace = retort_workspace_ref (self->workspace);
  job->generation = self->connection_generation;
  job->project = g_strdup (self->project_path);
  g_task_set_source_tag (task, push_connect);
  g_task_set_task_data (task, job, connect_job_free);
  retort_worker_push (self->target_worker, task, connect_worker);
}

/**
 * retort_workbench_reread_state: (skip)
 * @self: a workbench
 *
 * Reads the version rows again, after a run or when the files changed.
 */
void
retort_workbench_reread_state (RetortWorkbench *self)
{
  if (self->target == NULL || self->workspace == NULL || self->run != NULL)
    return;
  clear_schema (self);
  push_connect (self);
}

static void
remember_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  ConnectJob *job = data;
  const char *id = job->profile != NULL ? retort_profile_get (job->profile)->id : NULL;

  retort_connection_memory_store (job->project, id);
  g_task_return_boolean (task, TRUE);
}

static void
remember_choice (RetortWorkbench *self)
{
  g_autoptr(GTask) task = g_task_new (NULL, NULL, NULL, NULL);
  ConnectJob *job = g_new0 (ConnectJob, 1);

  if (self->profile != NULL)
    job->profile = retort_profile_ref (retort_profile_item_get_profile (self->profile));
  job->project = g_strdup (self->project_location);
  g_task_set_source_tag (task, remember_choice);
  g_task_set_task_data (task, job, connect_job_free);
  retort_worker_push (self->project_worker, task, remember_worker);
}

static void
connect_to (RetortWorkbench *self, RetortProfileItem *profile, const char *password)
{
  drop_connection (self);
  g_set_object (&self->profile, profile);
  retort_workbench_notify (self, RETORT_WORKBENCH_PROP_PROFILE);
  retort_workbench_update_marks (self);
  if (profile == NULL || self->workspace == NULL)
    {
      set_connection_state (self, RETORT_CONNECTION_NONE, NULL, NULL);
      return;
    }
  self->connection_cancellable = g_cancellable_new ();
  self->target_worker = retort_worker_new ("retort-target");
  set_connection_state (self, RETORT_CONNECTION_CONNECTING, NULL, NULL);
  if (password != NULL)
    retort_password_memory_keep (self->passwords, retort_profile_item_get_profile (profile), password);
  push_connect (self);
}

/**
 * retort_workbench_connect_profile:
 * @self: a workbench
 * @profile: (nullable): which database; %NULL: none
 * @password: (nullable): remembered until the program ends, or the server refuses it
 *
 * Holds the project against a database and remembers the choice. Changes nothing in it.
 */
void
retort_workbench_connect_profile (RetortWorkbench *self, RetortProfileItem *profile, const char *password)
{
  g_return_if_fail (RETORT_IS_WORKBENCH (self));
  g_return_if_fail (profile == NULL || RETORT_IS_PROFILE_ITEM (profile));

  connect_to (self, profile, password);
  if (self->project_location != NULL)
    remember_choice (self);
}

static void
recall_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, retort_connection_memory_lookup (data), g_free);
}

static void
recalled_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  RetortWorkbench *self = RETORT_WORKBENCH (object);
  g_autofree char *recalled = g_task_propagate_pointer (G_TASK (result), NULL);
  const char *id = recalled == NULL && retort_workbench_is_practice (self) ? RETORT_PROFILE_PRIVATE_ID : recalled;
  GListModel *profiles = G_LIST_MODEL (self->profiles);

  if (id == NULL || self->profile != NULL
      || g_strcmp0 (g_task_get_task_data (G_TASK (result)), self->project_location) != 0)
    return;
  for (guint i = 0; i < g_list_model_get_n_items (profiles); i++)
    {
      g_autoptr(RetortProfileItem) item = g_list_model_get_item (profiles, i);

      if (g_strcmp0 (retort_profile_get (retort_profile_item_get_profile (item))->id, id) == 0)
        {
          connect_to (self, item, NULL);
          return;
        }
    }
}

/**
 * retort_workbench_reconnect: (skip)
 * @self: a workbench with a project
 *
 * Connects with what the project was last held against, if anything; a practice project has its own database from the start.
 */
void
retort_workbench_reconnect (RetortWorkbench *self)
{
  g_autoptr(GTask) task = g_task_new (self, NULL, recalled_cb, NULL);

  g_task_set_source_tag (task, retort_workbench_reconnect);
  g_task_set_task_data (task, g_strdup (self->project_location), g_free);
  retort_worker_push (self->project_worker, task, recall_worker);
}

/**
 * retort_workbench_get_database:
 * @self: a workbench
 *
 * What has to be typed before production is changed.
 *
 * Returns: (transfer none) (nullable): the database's name as the server says it; %NULL without a connection
 */
const char *
retort_workbench_get_database (RetortWorkbench *self)
{
  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), NULL);
  return self->target != NULL ? retort_target_get_database (self->target) : NULL;
}

/* Schema */

static void
schema_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortSchema) schema = retort_target_read_schema (data, cancellable, &error);

  if (schema != NULL)
    g_task_return_pointer (task, retort_schema_snapshot_new (schema), g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * retort_workbench_load_schema_async:
 * @self: a connected workbench
 * @cancellable: (nullable): to stop
 * @callback: called when it is read
 * @user_data: for @callback
 *
 * Reads what the database holds.
 */
void
retort_workbench_load_schema_async (RetortWorkbench *self, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (RETORT_IS_WORKBENCH (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, retort_workbench_load_schema_async);
  if (self->target == NULL)
    {
      g_task_return_new_error (task, RETORT_WORKBENCH_ERROR, RETORT_WORKBENCH_ERROR_NO_CONNECTION,
                               _("no database is connected"));
      return;
    }
  g_task_set_task_data (task, retort_target_ref (self->target), (GDestroyNotify) retort_target_unref);
  retort_worker_push (self->target_worker, task, schema_worker);
}

/**
 * retort_workbench_load_schema_finish:
 * @self: a workbench
 * @result: what the callback was given
 * @error: set when it could not be read
 *
 * What the database holds; it becomes the property `schema`, too.
 *
 * Returns: (transfer full): the snapshot, or %NULL
 */
RetortSchemaSnapshot *
retort_workbench_load_schema_finish (RetortWorkbench *self, GAsyncResult *result, GError **error)
{
  RetortSchemaSnapshot *snapshot = NULL;

  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  snapshot = g_task_propagate_pointer (G_TASK (result), error);
  if (snapshot != NULL && g_task_get_task_data (G_TASK (result)) == self->target
      && g_set_object (&self->schema, snapshot))
    retort_workbench_notify (self, RETORT_WORKBENCH_PROP_SCHEMA);
  return snapshot;
}
