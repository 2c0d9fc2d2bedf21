/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of profiles: read once, kept on disk by the project worker, the private server always first. */
#include "config.h"

#include "database/profiles/profile-store.h"
#include "workbench/connection-problem.h"
#include "workbench/profile-item-private.h"
#include "workbench/workbench-private.h"

#include <glib/gi18n-lib.h>


/* What changes on disk and in the keyring. */
typedef struct
{
  RetortProfile *profile;
  char          *password; /* nullable */
  char          *project;  /* nullable: whose files may explain a failure */
  char          *remark;   /* out, nullable: what the keyring did not do, or what to look at */
} ProfileJob;

static void
profile_job_free (gpointer data)
{
  ProfileJob *self = data;

  g_clear_pointer (&self->profile, retort_profile_unref);
  g_free (self->password);
  g_free (self->project);
  g_free (self->remark);
  g_free (self);
}

/**
 * retort_workbench_is_practice: (skip)
 * @self: a workbench
 *
 * Returns: whether the project that is open is a practice project, which has a private database of its own
 */
gboolean
retort_workbench_is_practice (RetortWorkbench *self)
{
  g_autofree char *practice = retort_practice_default_folder (RETORT_PRACTICE_ALEMBIC);
  g_autofree char *drizzle = retort_practice_default_folder (RETORT_PRACTICE_DRIZZLE);

  return g_strcmp0 (practice, self->project_path) == 0 || g_strcmp0 (drizzle, self->project_path) == 0;
}

static RetortProfile *
make_private_profile (RetortWorkbench *self)
{
  /* The same database as `retort-cli --private` takes. */
  return retort_profile_new_private (retort_workbench_is_practice (self) ? "practice" : _("Private server"),
                                     self->project_name != NULL ? self->project_name : "scratch");
}

/**
 * retort_workbench_update_private_profile: (skip)
 * @self: a workbench
 *
 * Lets the first profile name the private database of the project that is open.
 */
void
retort_workbench_update_private_profile (RetortWorkbench *self)
{
  g_autoptr(RetortProfile) profile = make_private_profile (self);
  g_autoptr(RetortProfileItem) item = g_list_model_get_item (G_LIST_MODEL (self->profiles), 0);

  retort_profile_item_set_profile (item, profile);
}

static void
load_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autofree char *path = retort_profile_store_default_path ();
  g_autofree char *warning = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) profiles = retort_profile_store_load (path, &warning, &error);

  if (warning != NULL)
    g_message ("%s", warning);
  if (profiles != NULL)
    g_task_return_pointer (task, g_steal_pointer (&profiles), (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
loaded_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  RetortWorkbench *self = RETORT_WORKBENCH (object);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) profiles = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  if (profiles == NULL)
    {
      g_message ("%s", error->message);
      return;
    }
  for (guint i = 0; i < profiles->len; i++)
    g_ptr_array_add (items, retort_profile_item_new (g_ptr_array_index (profiles, i)));
  g_list_store_splice (self->profiles, 1, 0, items->pdata, items->len);
}

/**
 * retort_workbench_load_profiles: (skip)
 * @self: a workbench
 *
 * Begins to read the profiles; the private server is there at once.
 */
void
retort_workbench_load_profiles (RetortWorkbench *self)
{
  g_autoptr(RetortProfile) profile = make_private_profile (self);
  g_autoptr(RetortProfileItem) item = retort_profile_item_new (profile);
  g_autoptr(GTask) task = g_task_new (self, NULL, loaded_cb, NULL);

  g_list_store_append (self->profiles, item);
  g_task_set_source_tag (task, retort_workbench_load_profiles);
  retort_worker_push (self->project_worker, task, load_worker);
}

/* The place of the profile with this id, or the end of the list. */
static guint
find_profile (RetortWorkbench *self, const char *id)
{
  GListModel *items = G_LIST_MODEL (self->profiles);
  guint i = 0;

  for (; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RetortProfileItem) item = g_list_model_get_item (items, i);

      if (g_strcmp0 (retort_profile_get (retort_profile_item_get_profile (item))->id, id) == 0)
        break;
    }
  return i;
}

static void
save_profile_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  ProfileJob *job = data;
  g_autofree char *path = retort_profile_store_default_path ();
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) keyring_error = NULL;
  gboolean uses_keyring = retort_profile_get (job->profile)->password_source == RETORT_PASSWORD_KEYRING;

  if (!retort_profile_store_put (path, job->profile, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (uses_keyring && job->password != NULL
      && !retort_secret_store (job->profile, job->password, cancellable, &keyring_error))
    job->remark = retort_connection_problem_dup_words (keyring_error);
  g_task_return_boolean (task, TRUE);
}

/**
 * retort_workbench_save_profile_async:
 * @self: a workbench
 * @profile: a new profile, or a changed one with the id of the old
 * @password: (nullable): remembered until the program ends; goes to the keyring when the profile says so
 * @cancellable: (nullable): to stop
 * @callback: called when it is stored
 * @user_data: for @callback
 *
 * Stores a profile. The list has it at once.
 */
void
retort_workbench_save_profile_async (RetortWorkbench *self, RetortProfile *profile, const char *password,
                                     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr(GTask) task = NULL;
  ProfileJob *job = NULL;
  guint place = 0;

  g_return_if_fail (RETORT_IS_WORKBENCH (self));
  g_return_if_fail (profile != NULL);

  place = find_profile (self, retort_profile_get (profile)->id);
  if (place < g_list_model_get_n_items (G_LIST_MODEL (self->profiles)))
    {
      g_autoptr(RetortProfileItem) item = g_list_model_get_item (G_LIST_MODEL (self->profiles), place);

      retort_profile_item_set_profile (item, profile);
    }
  else
    {
      g_autoptr(RetortProfileItem) item = retort_profile_item_new (profile);

      g_list_store_append (self->profiles, item);
    }
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, retort_workbench_save_profile_async);
  job = g_new0 (ProfileJob, 1);
  job->profile = retort_profile_ref (profile);
  job->password = g_strdup (password);
  if (password != NULL)
    retort_password_memory_keep (self->passwords, profile, password);
  g_task_set_task_data (task, job, profile_job_free);
  retort_worker_push (self->project_worker, task, save_profile_worker);
}

/**
 * retort_workbench_save_profile_finish:
 * @self: a workbench
 * @result: what the callback was given
 * @remark: (out) (transfer full) (nullable): a sentence when the keyring did not take the password, which then is
 *   kept for this session only
 * @error: set when the file could not be written
 *
 * Whether the profile was stored.
 *
 * Returns: %TRUE when it was
 */
gboolean
retort_workbench_save_profile_finish (RetortWorkbench *self, GAsyncResult *result, char **remark, GError **error)
{
  ProfileJob *job = NULL;

  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  job = g_task_get_task_data (G_TASK (result));
  *remark = g_steal_pointer (&job->remark);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* The profile says so only when the keyring has it. */
static void
keep_password_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  ProfileJob *job = data;
  g_autofree char *path = retort_profile_store_default_path ();
  g_autoptr(GError) error = NULL;

  if (!retort_secret_store (job->profile, job->password, cancellable, &error))
    job->remark = retort_connection_problem_dup_words (error);
  else if (retort_profile_store_put (path, job->profile, &error))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * retort_workbench_keep_password_async:
 * @self: a workbench that is connected
 * @cancellable: (nullable): to stop
 * @callback: called when it is kept, or not
 * @user_data: for @callback
 *
 * Puts the password that was typed for the profile into the keyring, and has the profile take it from there from now on.
 */
void
retort_workbench_keep_password_async (RetortWorkbench *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr(GTask) task = NULL;
  RetortProfile *profile = NULL;
  RetortProfileFields fields;
  ProfileJob *job = NULL;

  g_return_if_fail (RETORT_IS_WORKBENCH (self));
  g_return_if_fail (self->profile != NULL);

  profile = retort_profile_item_get_profile (self->profile);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, retort_workbench_keep_password_async);
  job = g_new0 (ProfileJob, 1);
  job->password = g_strdup (retort_password_memory_lookup (self->passwords, profile));
  fields = *retort_profile_get (profile);
  fields.password_source = RETORT_PASSWORD_KEYRING;
  job->profile = retort_profile_new (&fields);
  g_task_set_task_data (task, job, profile_job_free);
  if (job->password != NULL)
    retort_worker_push (self->project_worker, task, keep_password_worker);
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * retort_workbench_keep_password_finish:
 * @self: a workbench
 * @result: what the callback was given
 * @remark: (out) (transfer full) (nullable): a sentence when the keyring did not take it
 * @error: set when it is not kept
 *
 * Whether the password is in the keyring.
 *
 * Returns: %TRUE when it is
 */
gboolean
retort_workbench_keep_password_finish (RetortWorkbench *self, GAsyncResult *result, char **remark, GError **error)
{
  ProfileJob *job = NULL;
  guint place = 0;

  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  job = g_task_get_task_data (G_TASK (result));
  *remark = g_steal_pointer (&job->remark);
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  place = find_profile (self, retort_profile_get (job->profile)->id);
  if (place < g_list_model_get_n_items (G_LIST_MODEL (self->profiles)))
    {
      g_autoptr(RetortProfileItem) item = g_list_model_get_item (G_LIST_MODEL (self->profiles), place);

      retort_profile_item_set_profile (item, job->profile);
    }
  return TRUE;
}

static void
remove_profile_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  ProfileJob *job = data;
  g_autofree char *path = retort_profile_store_default_path ();
  g_autoptr(GError) error = NULL;

  if (retort_profile_get (job->profile)->password_source == RETORT_PASSWORD_KEYRING
      && !retort_secret_clear (job->profile, cancellable, &error))
    {
      g_message ("%s", error->message); /* The profile goes all the same. */
      g_clear_error (&error);
    }
  if (retort_profile_store_remove (path, retort_profile_get (job->profile)->id, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * retort_workbench_remove_profile_async:
 * @self: a workbench
 * @profile: one of its profiles, not the private server
 * @cancellable: (nullable): to stop
 * @callback: called when it is gone
 * @user_data: for @callback
 *
 * Forgets a profile and its password. No database is touched.
 */
void
retort_workbench_remove_profile_async (RetortWorkbench *self, RetortProfileItem *profile,
                                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr(GTask) task = NULL;
  ProfileJob *job = NULL;
  guint place = 0;

  g_return_if_fail (RETORT_IS_WORKBENCH (self));
  g_return_if_fail (RETORT_IS_PROFILE_ITEM (profile));
  g_return_if_fail (!retort_profile_item_is_private (profile));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, retort_workbench_remove_profile_async);
  job = g_new0 (ProfileJob, 1);
  job->profile = retort_profile_ref (retort_profile_item_get_profile (profile));
  retort_password_memory_forget (self->passwords, job->profile);
  if (profile == self->profile)
    retort_workbench_connect_profile (self, NULL, NULL);
  if (g_list_store_find (self->profiles, profile, &place))
    g_list_store_remove (self->profiles, place);
  g_task_set_task_data (task, job, profile_job_free);
  retort_worker_push (self->project_worker, task, remove_profile_worker);
}

/**
 * retort_workbench_remove_profile_finish:
 * @self: a workbench
 * @result: what the callback was given
 * @error: set when the file could not be written
 *
 * Whether the profile is gone.
 *
 * Returns: %TRUE when it is
 */
gboolean
retort_workbench_remove_profile_finish (RetortWorkbench *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static char *
describe_target (RetortTarget *target, gint64 started_us, GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortSession) session = retort_target_dup_session (target, cancellable, error);
  g_autoptr(RetortResult) result = NULL;
  int version = 0;

  if (session != NULL)
    result = retort_session_query (session, "SELECT current_database(), current_user", NULL, cancellable, error);
  if (result == NULL)
    return NULL;
  version = retort_session_get_server_version (session);
  return g_strdup_printf (_("PostgreSQL %d.%d, database “%s” as “%s”, connected in %lu ms"),
                          version / 10000, version % 10000, retort_result_get_value (result, 0, 0),
                          retort_result_get_value (result, 0, 1),
                          (gulong) ((g_get_monotonic_time () - started_us) / 1000));
}

static gpointer
test_profile_worker (gpointer data)
{
  g_autoptr(GTask) task = data;
  ProfileJob *job = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  gint64 started_us = g_get_monotonic_time ();
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortTarget) target = retort_target_open (job->profile, job->password, cancellable, &error);
  char *words = target != NULL ? describe_target (target, started_us, cancellable, &error) : NULL;

  if (words == NULL)
    job->remark = retort_connection_problem_dup_advice (error, job->profile, job->project);
  if (words != NULL)
    g_task_return_pointer (task, words, g_free);
  else
    {
      g_autofree char *said = retort_connection_problem_dup_words (error);

      g_task_return_new_error (task, RETORT_WORKBENCH_ERROR, RETORT_WORKBENCH_ERROR_UNREACHABLE, "%s", said);
    }
  return NULL;
}

/**
 * retort_workbench_test_profile_async:
 * @self: a workbench
 * @profile: a profile, stored or not
 * @password: (nullable): what the form holds
 * @cancellable: (nullable): to stop
 * @callback: called when the server answered, or not
 * @user_data: for @callback
 *
 * Connects once, on a thread of its own, and asks who is there.
 */
void
retort_workbench_test_profile_async (RetortWorkbench *self, RetortProfile *profile, const char *password,
                                     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = NULL;
  ProfileJob *job = NULL;

  g_return_if_fail (RETORT_IS_WORKBENCH (self));
  g_return_if_fail (profile != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, retort_workbench_test_profile_async);
  job = g_new0 (ProfileJob, 1);
  job->profile = retort_profile_ref (profile);
  job->project = g_strdup (self->project_path);
  job->password = g_strdup (password != NULL ? password : retort_password_memory_lookup (self->passwords, profile));
  g_task_set_task_data (task, job, profile_job_free);
  g_thread_unref (g_thread_new ("retort-test", test_profile_worker, task));
}

/**
 * retort_workbench_test_profile_finish:
 * @self: a workbench
 * @result: what the callback was given
 * @advice: (out) (transfer full) (nullable): what to look at when it failed
 * @error: what the server, libpq or ssh said when it could not be reached or refused
 *
 * A sentence for people: server version, database, user, round trip.
 *
 * Returns: (transfer full): the sentence, or %NULL
 */
char *
retort_workbench_test_profile_finish (RetortWorkbench *self, GAsyncResult *result, char **advice, GError **error)
{
  ProfileJob *job = NULL;

  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  job = g_task_get_task_data (G_TASK (result));
  *advice = g_steal_pointer (&job->remark);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * retort_workbench_parse_url:
 * @self: a workbench
 * @url: `postgresql://…`, SQLAlchemy's `postgresql+driver://…`, or a libpq connection string
 * @password: (out) (transfer full) (nullable): what the URL held
 * @error: set when it cannot be understood
 *
 * Turns a pasted URL into a profile without a password.
 *
 * Returns: (transfer full): the profile, or %NULL
 */
RetortProfile *
retort_workbench_parse_url (RetortWorkbench *self, const char *url, char **password, GError **error)
{
  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), NULL);
  g_return_val_if_fail (url != NULL && password != NULL, NULL);
  return retort_profile_from_url (url, password, error);
}
