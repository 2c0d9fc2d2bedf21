/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening, refreshing and watching a project.
 *
 * A reading happens on the project worker; only the newest one is shown. While one goes on, a change
 * of the files marks it stale and it is done once more. Rows keep their objects over readings. */
#include "config.h"

#include "workbench/project-reading.h"
#include "workbench/revision-item-private.h"
#include "workbench/workbench-private.h"

#include <glib/gi18n-lib.h>

#define DEBOUNCE_MS 200

/* What the project worker is asked to read. */
typedef struct
{
  RetortProjectPlace *place; /* nullable while the practice project is put in place */
  gboolean is_explicit; /* of several in one folder @place is one */
  gboolean may_search; /* the folder may hold projects instead of being one */
  gboolean is_practice;
  RetortPractice practice; /* which one, when @is_practice */
  gboolean is_reset;   /* of the practice project: begun again */
  guint    generation;
  GStrv    choices;    /* nullable: set by the worker when there are several */
} OpenJob;

static void
open_job_free (gpointer data)
{
  OpenJob *self = data;

  retort_project_place_free (self->place);
  g_strfreev (self->choices);
  g_free (self);
}

static void
set_project_state (RetortWorkbench *self, RetortProjectState state, const char *problem)
{
  g_free (self->project_error);
  self->project_error = g_strdup (problem);
  self->project_state = state;
  retort_workbench_notify (self, RETORT_WORKBENCH_PROP_PROJECT_ERROR);
  retort_workbench_notify (self, RETORT_WORKBENCH_PROP_PROJECT_STATE);
}

static void
set_text (RetortWorkbench *self, char **text, const char *value, RetortWorkbenchProp property)
{
  if (g_strcmp0 (*text, value) == 0)
    return;
  g_free (*text);
  *text = g_strdup (value);
  retort_workbench_notify (self, property);
}

/* Rows */

/* What a file says now, for a row that is shown already. */
static void
update_item (RetortRevisionItem *item, const RetortRevisionReading *row, const RetortLaneRow *lanes)
{
  retort_revision_item_set_revision (item, row->revision);
  retort_revision_item_set_place (item, row->is_head, row->is_branchpoint, (const char *const *) row->parents,
                                  (const char *const *) row->children);
  if (lanes != NULL)
    retort_revision_item_set_lanes (item, lanes);
}

/* Gives each revision its row; rows of revisions that are gone are let go. */
static void
take_revisions (RetortWorkbench *self, RetortProjectReading *reading)
{
  GHashTable *kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);

  g_ptr_array_set_size (self->order, 0);
  for (guint i = 0; i < reading->revisions->len; i++)
    {
      const RetortRevisionReading *row = g_ptr_array_index (reading->revisions, i);
      RetortRevisionItem *item = g_hash_table_lookup (self->items, retort_revision_get_id (row->revision));

      if (item != NULL)
        update_item (item, row, i < reading->lanes->len ? g_ptr_array_index (reading->lanes, i) : NULL);
      else
        item = row->item;
      g_hash_table_insert (kept, g_strdup (retort_revision_item_get_id (item)), g_object_ref (item));
      g_ptr_array_add (self->order, g_object_ref (item));
    }
  g_clear_pointer (&self->planned, retort_planned_free);
  self->planned = g_steal_pointer (&reading->planned);
  retort_workbench_keep_planned (self, kept);
  g_hash_table_unref (self->items);
  self->items = kept;
}

/**
 * retort_workbench_find_revision:
 * @self: a workbench
 * @id: a revision's id
 *
 * The row of a revision, or of a ghost. Takes as long with 10,000 revisions as with ten.
 *
 * Returns: (transfer none) (nullable): the row
 */
RetortRevisionItem *
retort_workbench_find_revision (RetortWorkbench *self, const char *id)
{
  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), NULL);
  return g_hash_table_lookup (self->items, id);
}

/* Watching */

static gboolean
refresh_timeout (gpointer user_data)
{
  RetortWorkbench *self = RETORT_WORKBENCH (user_data);

  self->refresh_id = 0;
  retort_workbench_refresh (self);
  return G_SOURCE_REMOVE;
}

static void
folder_changed_cb (GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event, gpointer user_data)
{
  RetortWorkbench *self = RETORT_WORKBENCH (user_data);

  if (event == G_FILE_MONITOR_EVENT_ATTRIBUTE_CHANGED || event == G_FILE_MONITOR_EVENT_CHANGED)
    return; /* CHANGES_DONE_HINT follows. */
  if (self->refresh_id == 0)
    self->refresh_id = g_timeout_add (DEBOUNCE_MS, refresh_timeout, self);
}

/**
 * retort_workbench_stop_watching: (skip)
 * @self: a workbench
 *
 * Forgets the folders of the project.
 */
void
retort_workbench_stop_watching (RetortWorkbench *self)
{
  g_clear_handle_id (&self->refresh_id, g_source_remove);
  for (guint i = 0; i < self->monitors->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->monitors, i), self);
  g_ptr_array_set_size (self->monitors, 0);
}

static void
watch_folder (RetortWorkbench *self, const char *path)
{
  g_autoptr(GFile) folder = g_file_new_for_path (path);
  g_autoptr(GFileMonitor) monitor = g_file_monitor_directory (folder, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);

  if (monitor == NULL)
    return; /* Too many watches: F5 still refreshes. */
  g_signal_connect (monitor, "changed", G_CALLBACK (folder_changed_cb), self);
  g_ptr_array_add (self->monitors, g_steal_pointer (&monitor));
}

static void
start_watching (RetortWorkbench *self)
{
  const RetortProjectFields *project = retort_project_get (retort_workspace_get_project (self->workspace));

  retort_workbench_stop_watching (self);
  for (guint i = 0; project->watched != NULL && i < project->watched->len; i++)
    watch_folder (self, g_ptr_array_index (project->watched, i));
}

/* Reading */

static void
free_task_data (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_set_task_data (task, NULL, NULL);
  g_task_return_boolean (task, TRUE);
}

/* Thousands of schemas are freed with it, which the thread that draws would do in a fifth of a second. */
static void
let_workspace_go (RetortWorkbench *self, RetortWorkspace *workspace)
{
  g_autoptr(GTask) task = g_task_new (NULL, NULL, NULL, NULL);

  if (workspace == NULL)
    return;
  g_task_set_task_data (task, workspace, (GDestroyNotify) retort_workspace_unref);
  retort_worker_push (self->project_worker, task, free_task_data);
}

static void
show_reading (RetortWorkbench *self, const OpenJob *job, RetortProjectReading *reading)
{
  const RetortProjectFields *project = retort_project_get (retort_workspace_get_project (reading->workspace));
  g_autofree char *location = retort_project_place_to_string (job->place, job->is_explicit);
  gboolean is_another = g_strcmp0 (self->project_location, location) != 0;
  RetortWorkspace *before = self->workspace;

  self->workspace = retort_workspace_ref (reading->workspace);
  if (is_another)
    {
      retort_workbench_disconnect (self);
      retort_workbench_forget_surroundings (self);
      g_hash_table_remove_all (self->items);
    }
  take_revisions (self, reading);
  self->n_heads = reading->n_heads;
  self->n_acceptable = reading->n_acceptable;
  g_list_store_remove_all (self->project_findings);
  for (guint i = 0; i < reading->findings->len; i++)
    {
      g_autoptr(RetortFindingItem) item = retort_finding_item_new (g_ptr_array_index (reading->findings, i));

      g_list_store_append (self->project_findings, item);
    }
  retort_workbench_update_marks (self);
  start_watching (self);
  set_text (self, &self->project_name, retort_workspace_get_name (self->workspace), RETORT_WORKBENCH_PROP_PROJECT_NAME);
  g_free (self->project_location);
  self->project_location = g_steal_pointer (&location);
  set_text (self, &self->project_path, project->root, RETORT_WORKBENCH_PROP_PROJECT_PATH);
  retort_workbench_notify (self, RETORT_WORKBENCH_PROP_N_HEADS);
  retort_workbench_notify (self, RETORT_WORKBENCH_PROP_N_ACCEPTABLE);
  set_project_state (self, RETORT_PROJECT_READY, NULL);
  retort_workbench_start_checks (self);
  if (is_another)
    {
      retort_workbench_update_private_profile (self);
      retort_workbench_reconnect (self);
      retort_workbench_load_earlier_runs (self);
    }
  else
    retort_workbench_reread_state (self);
  let_workspace_go (self, before);
}

/* Of what is in the folder itself only that is a choice. */
static guint
count_choices (GPtrArray *places, const char *folder)
{
  guint n = 0;

  while (n < places->len && g_str_equal (((RetortProjectPlace *) g_ptr_array_index (places, n))->folder, folder))
    n++;
  return n > 0 ? n : places->len;
}

/* Are the first two in one folder, so that the folder alone does not say which is meant? */
static gboolean
is_same_folder (GPtrArray *places)
{
  return g_str_equal (((RetortProjectPlace *) g_ptr_array_index (places, 0))->folder,
                      ((RetortProjectPlace *) g_ptr_array_index (places, 1))->folder);
}

/* The one project at or under the folder; several are an error. */
static gboolean
choose_place (OpenJob *job, GCancellable *cancellable, GError **error)
{
  g_autoptr(GPtrArray) places = NULL;
  guint n_choices;

  if (!job->may_search)
    return TRUE;
  places = retort_workspace_find (job->place->folder, cancellable, error);
  if (places == NULL || places->len == 0)
    return FALSE;
  n_choices = count_choices (places, job->place->folder);
  if (n_choices == 1)
    {
      retort_project_place_free (job->place);
      job->place = g_ptr_array_steal_index (places, 0);
      return TRUE;
    }
  job->choices = g_new0 (char *, n_choices + 1);
  for (guint i = 0; i < n_choices; i++)
    job->choices[i] = retort_project_place_to_string (g_ptr_array_index (places, i), is_same_folder (places));
  g_set_error (error, RETORT_WORKBENCH_ERROR, RETORT_WORKBENCH_ERROR_SEVERAL_PROJECTS,
               _("“%s” holds %u projects"), job->place->folder, n_choices);
  return FALSE;
}

static void
ignore_event (RetortRunEvent *event, gpointer user_data)
{
}

static gboolean
install_practice (OpenJob *job, GCancellable *cancellable, GError **error)
{
  g_autofree char *folder = job->is_reset ? retort_practice_reset (job->practice, NULL, ignore_event, NULL, NULL, cancellable, error)
                                          : retort_practice_install (job->practice, NULL, ignore_event, NULL, cancellable, error);

  job->place = folder != NULL ? retort_project_place_new (folder, NULL, NULL) : NULL;
  return folder != NULL;
}

static void
open_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  OpenJob *job = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortProjectReading) reading = NULL;

  if (job->is_practice ? install_practice (job, cancellable, &error) : choose_place (job, cancellable, &error))
    reading = retort_project_reading_new (job->place, cancellable, &error);
  if (reading != NULL)
    g_task_return_pointer (task, g_steal_pointer (&reading), (GDestroyNotify) retort_project_reading_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* Puts the job of @task on the project worker; what was read before is outdated from now on. */
static void
push_open (RetortWorkbench *self, GTask *task, OpenJob *job)
{
  job->generation = ++self->project_generation;
  g_task_set_task_data (task, job, open_job_free);
  retort_worker_push (self->project_worker, task, open_worker);
}

static void
fail_open (RetortWorkbench *self, OpenJob *job, const GError *error)
{
  if (g_error_matches (error, RETORT_WORKBENCH_ERROR, RETORT_WORKBENCH_ERROR_SEVERAL_PROJECTS))
    {
      g_strfreev (self->project_choices);
      self->project_choices = g_steal_pointer (&job->choices);
    }
  if (self->workspace != NULL)
    set_project_state (self, RETORT_PROJECT_READY, NULL);
  else if (self->project_choices != NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    set_project_state (self, RETORT_PROJECT_NONE, NULL);
  else
    set_project_state (self, RETORT_PROJECT_FAILED, error->message);
}

static gboolean
finish_open (RetortWorkbench *self, GAsyncResult *result, GError **error)
{
  OpenJob *job = g_task_get_task_data (G_TASK (result));
  g_autoptr(GError) local_error = NULL;
  g_autoptr(RetortProjectReading) reading = g_task_propagate_pointer (G_TASK (result), &local_error);

  if (reading == NULL)
    {
      if (job->generation == self->project_generation)
        fail_open (self, job, local_error);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (job->generation == self->project_generation)
    show_reading (self, job, reading);
  return TRUE;
}

/**
 * retort_workbench_open_async:
 * @self: a workbench
 * @location: a folder, or what retort_workbench_get_project_location() or a choice said
 * @cancellable: (nullable): to stop
 * @callback: called when it is read
 * @user_data: for @callback
 *
 * Opens the project of a folder. Runs nothing that the project contains.
 */
void
retort_workbench_open_async (RetortWorkbench *self, const char *location, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr(GTask) task = NULL;
  OpenJob *job = NULL;

  g_return_if_fail (RETORT_IS_WORKBENCH (self));
  g_return_if_fail (location != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, retort_workbench_open_async);
  job = g_new0 (OpenJob, 1);
  job->place = retort_project_place_parse (location, &job->is_explicit);
  job->may_search = !job->is_explicit;
  g_clear_pointer (&self->project_choices, g_strfreev);
  push_open (self, task, job);
  set_project_state (self, RETORT_PROJECT_OPENING, NULL);
}

/**
 * retort_workbench_open_finish:
 * @self: a workbench
 * @result: what the callback was given
 * @error: set when it could not be opened
 *
 * Shows what was read.
 *
 * Returns: %TRUE when the project is open
 */
gboolean
retort_workbench_open_finish (RetortWorkbench *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return finish_open (self, result, error);
}

static void
open_practice (RetortWorkbench *self, RetortPractice which, gboolean is_reset, GCancellable *cancellable, GAsyncReadyCallback callback,
               gpointer user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  OpenJob *job = g_new0 (OpenJob, 1);

  g_task_set_source_tag (task, open_practice);
  g_task_set_check_cancellable (task, FALSE);
  job->is_practice = TRUE;
  job->practice = which;
  job->is_reset = is_reset;
  g_clear_pointer (&self->project_choices, g_strfreev);
  push_open (self, task, job);
  set_project_state (self, RETORT_PROJECT_OPENING, NULL);
}

/**
 * retort_workbench_open_practice_async:
 * @self: a workbench
 * @cancellable: (nullable): to stop
 * @callback: called when it is read
 * @user_data: for @callback
 *
 * Puts the practice project and its database in place and opens it.
 */
void
retort_workbench_open_practice_async (RetortWorkbench *self, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (RETORT_IS_WORKBENCH (self));
  open_practice (self, RETORT_PRACTICE_ALEMBIC, FALSE, cancellable, callback, user_data);
}

/**
 * retort_workbench_open_drizzle_practice_async:
 * @self: a workbench
 * @cancellable: (nullable): to stop
 * @callback: called when it is read; retort_workbench_open_practice_finish() takes the result
 * @user_data: for @callback
 *
 * Puts the practice project of drizzle-kit and its database in place and opens it.
 */
void
retort_workbench_open_drizzle_practice_async (RetortWorkbench *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                              gpointer user_data)
{
  g_return_if_fail (RETORT_IS_WORKBENCH (self));
  open_practice (self, RETORT_PRACTICE_DRIZZLE, FALSE, cancellable, callback, user_data);
}

/**
 * retort_workbench_reset_practice_async:
 * @self: a workbench
 * @cancellable: (nullable): to stop
 * @callback: called when it is read; retort_workbench_open_practice_finish() takes the result
 * @user_data: for @callback
 *
 * Makes the practice project and its database anew and opens it. What was written into its folder is set aside.
 */
void
retort_workbench_reset_practice_async (RetortWorkbench *self, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (RETORT_IS_WORKBENCH (self));
  retort_workbench_disconnect (self);
  open_practice (self, RETORT_PRACTICE_ALEMBIC, TRUE, cancellable, callback, user_data);
}

/**
 * retort_workbench_dup_practice_path:
 *
 * Returns: (transfer full): the folder of the practice project of the lesson, whether it is there or not
 */
char *
retort_workbench_dup_practice_path (void)
{
  return retort_practice_default_folder (RETORT_PRACTICE_ALEMBIC);
}

/**
 * retort_workbench_open_practice_finish:
 * @self: a workbench
 * @result: what the callback was given
 * @error: set when it could not be put in place
 *
 * Shows the practice project, connected to its database.
 *
 * Returns: %TRUE when it is open
 */
gboolean
retort_workbench_open_practice_finish (RetortWorkbench *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  if (!finish_open (self, result, error))
    return FALSE;
  if (self->connection_state == RETORT_CONNECTION_NONE)
    {
      g_autoptr(RetortProfileItem) profile = g_list_model_get_item (G_LIST_MODEL (self->profiles), 0);

      retort_workbench_connect_profile (self, profile, NULL);
    }
  return TRUE;
}

static void
refreshed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  RetortWorkbench *self = RETORT_WORKBENCH (object);
  g_autoptr(GError) error = NULL;
  gboolean is_read = FALSE;

  self->is_reading = FALSE;
  is_read = finish_open (self, result, &error);
  /* What was read before stays to be seen, and told to be old. */
  if (is_read || !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    set_text (self, &self->project_error, is_read ? NULL : error->message, RETORT_WORKBENCH_PROP_PROJECT_ERROR);
  if (self->is_stale)
    retort_workbench_refresh (self);
}

/**
 * retort_workbench_refresh:
 * @self: a workbench
 *
 * Reads files and database again. Rows and selection stay.
 */
void
retort_workbench_refresh (RetortWorkbench *self)
{
  g_autoptr(GTask) task = NULL;
  OpenJob *job = NULL;

  g_return_if_fail (RETORT_IS_WORKBENCH (self));

  if (self->project_path == NULL || self->project_state == RETORT_PROJECT_OPENING)
    return;
  self->is_stale = self->is_reading;
  if (self->is_reading)
    return;
  self->is_reading = TRUE;
  task = g_task_new (self, NULL, refreshed_cb, NULL);
  g_task_set_source_tag (task, retort_workbench_refresh);
  job = g_new0 (OpenJob, 1);
  job->place = retort_project_place_parse (self->project_location, &job->is_explicit);
  push_open (self, task, job);
}

/**
 * retort_workbench_close:
 * @self: a workbench
 *
 * Puts the project away.
 */
void
retort_workbench_close (RetortWorkbench *self)
{
  g_return_if_fail (RETORT_IS_WORKBENCH (self));

  self->project_generation++;
  retort_workbench_stop_checks (self);
  retort_workbench_stop_watching (self);
  retort_workbench_disconnect (self);
  retort_workbench_forget_surroundings (self);
  let_workspace_go (self, g_steal_pointer (&self->workspace));
  g_clear_pointer (&self->planned, retort_planned_free);
  g_ptr_array_set_size (self->order, 0);
  g_list_store_remove_all (self->project_findings);
  retort_workbench_update_marks (self);
  g_hash_table_remove_all (self->items);
  self->n_heads = 0;
  self->n_acceptable = 0;
  retort_workbench_notify (self, RETORT_WORKBENCH_PROP_N_HEADS);
  retort_workbench_notify (self, RETORT_WORKBENCH_PROP_N_ACCEPTABLE);
  set_text (self, &self->project_name, NULL, RETORT_WORKBENCH_PROP_PROJECT_NAME);
  g_clear_pointer (&self->project_location, g_free);
  set_text (self, &self->project_path, NULL, RETORT_WORKBENCH_PROP_PROJECT_PATH);
  set_project_state (self, RETORT_PROJECT_NONE, NULL);
}
