/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Passwords in the Secret Service. A keyring that is missing, locked or silent must not keep
 * anybody waiting: each call runs on a thread of its own and is left there after two seconds, since
 * the bus and what it starts cannot be relied on to be cancellable. A locked keyring is told, not
 * opened: its prompt would wait for a person.
 *
 *   caller: job → thread → wait until done, cancelled or late → take the outcome, or leave
 *   thread: open the service → search, create or delete → publish → drop its count of the job */
#include "database/profiles/profile-store.h"

#include "database/session/session.h"

#include <libsecret/secret.h>

#define LIMIT_US (2 * G_USEC_PER_SEC)

typedef struct _Job Job;

typedef gboolean (*JobFunc) (Job *job, SecretService *service, GError **error);

/* Counted: by who waits and by the thread. */
struct _Job
{
  JobFunc func;
  const char *consequence;   /* what becomes of the password without a keyring */
  GHashTable *attributes;    /* what names the password */
  char *label;               /* what the keyring's own window shows */
  char *password;            /* in for a store, out for a look-up; nullable */
  GCancellable *cancellable; /* the thread's */
  GMutex mutex;              /* guards what is below */
  GCond changed;
  gboolean is_done;
  GError *error; /* nullable */
};

/* GNOME's keyring, when locked, finds nothing by the schema's name; the profile's id is unique. */
static const SecretSchema schema = {
  "io.github.retort.Retort.Password",
  SECRET_SCHEMA_DONT_MATCH_NAME,
  { { "retort-profile", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } },
};

static Job *
job_new (RetortProfile *profile, JobFunc func, const char *consequence, const char *password)
{
  g_autofree char *target = retort_profile_to_display_string (profile);
  Job *self = g_atomic_rc_box_new0 (Job);

  self->func = func;
  self->consequence = consequence;
  self->attributes
      = secret_attributes_build (&schema, "retort-profile", retort_profile_get (profile)->id, NULL);
  self->label = g_strdup_printf ("Retort: %s (%s)", retort_profile_get (profile)->name, target);
  self->password = g_strdup (password);
  self->cancellable = g_cancellable_new ();
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  return self;
}

static void
job_clear (gpointer data)
{
  Job *self = data;

  g_clear_pointer (&self->attributes, g_hash_table_unref);
  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->password, secret_password_free); /* wipes it */
  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
}

static void
job_unref (Job *self)
{
  g_atomic_rc_box_release_full (self, job_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Job, job_unref)

static gpointer
job_worker (gpointer data)
{
  g_autoptr(Job) self = data;
  g_autoptr(GMainContext) context = g_main_context_new ();
  g_autoptr(SecretService) service = NULL;
  GError *error = NULL;

  g_main_context_push_thread_default (context); /* the service's signals stay on this thread */
  service = secret_service_open_sync (SECRET_TYPE_SERVICE, NULL, SECRET_SERVICE_OPEN_SESSION,
                                      self->cancellable, &error);
  if (service != NULL)
    self->func (self, service, &error);
  g_clear_object (&service);
  while (g_main_context_iteration (context, FALSE)) /* GDBus frees its subscriptions there */
    ;
  g_main_context_pop_thread_default (context);

  g_mutex_lock (&self->mutex);
  self->error = error;
  self->is_done = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
  return NULL;
}

static void
wake_cb (GCancellable *cancellable, gpointer data)
{
  Job *self = data;
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_cond_broadcast (&self->changed);
}

/* Whether it was done in time and nobody cancelled. */
static gboolean
job_wait (Job *self, GCancellable *cancellable)
{
  gint64 deadline_us = g_get_monotonic_time () + LIMIT_US;
  gulong handler = 0;
  gboolean is_done = FALSE;
  gboolean is_late = FALSE;

  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (wake_cb), self, NULL);
  g_mutex_lock (&self->mutex);
  while (!self->is_done && !is_late && !g_cancellable_is_cancelled (cancellable))
    is_late = !g_cond_wait_until (&self->changed, &self->mutex, deadline_us);
  is_done = self->is_done;
  g_mutex_unlock (&self->mutex);
  if (handler != 0) /* not under our mutex: it waits for wake_cb */
    g_cancellable_disconnect (cancellable, handler);
  return is_done;
}

/* Always FALSE. */
static gboolean
set_keyring_error (const Job *self, GError **error, const char *state)
{
  g_set_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_KEYRING, "the keyring %s; the password %s",
               state, self->consequence);
  return FALSE;
}

/* Runs a job; what libsecret says is for the log, the words for people are ours. */
static gboolean
job_run (Job *self, GCancellable *cancellable, GError **error)
{
  GThread *thread = g_thread_new ("retort-secret", job_worker, g_atomic_rc_box_acquire (self));

  g_thread_unref (thread);
  if (!job_wait (self, cancellable))
    {
      g_cancellable_cancel (self->cancellable);
      if (!g_cancellable_is_cancelled (cancellable))
        return set_keyring_error (self, error, "does not answer");
      g_set_error_literal (error, RETORT_DB_ERROR, RETORT_DB_ERROR_CANCELLED,
                           "asking the keyring was cancelled");
      return FALSE;
    }
  if (self->error == NULL)
    return TRUE;
  if (self->error->domain == RETORT_DB_ERROR)
    {
      g_propagate_error (error, g_steal_pointer (&self->error));
      return FALSE;
    }
  g_info ("keyring: %s", self->error->message);
  return set_keyring_error (self, error, "is not available");
}

/* Searches without unlocking: locked items are found, without their secrets. */
static gboolean
find_items (Job *self, SecretService *service, SecretSearchFlags flags, GList **items,
            GError **error)
{
  g_autoptr(GError) search_error = NULL;

  *items = secret_service_search_sync (service, &schema, self->attributes, flags, self->cancellable,
                                       &search_error);
  if (search_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&search_error));
  return FALSE;
}

static void
free_items (GList *items)
{
  g_list_free_full (items, g_object_unref);
}

static gboolean
look_up (Job *self, SecretService *service, GError **error)
{
  GList *items = NULL;
  g_autoptr(SecretValue) value = NULL;
  gboolean is_locked = FALSE;

  if (!find_items (self, service, SECRET_SEARCH_LOAD_SECRETS, &items, error))
    return FALSE;
  if (items != NULL)
    {
      is_locked = secret_item_get_locked (items->data);
      value = secret_item_get_secret (items->data);
    }
  if (value != NULL)
    self->password = g_strdup (secret_value_get_text (value));
  free_items (items);
  return is_locked ? set_keyring_error (self, error, "is locked") : TRUE;
}

static gboolean
store (Job *self, SecretService *service, GError **error)
{
  g_autoptr(SecretValue) value = secret_value_new (self->password, -1, "text/plain");
  g_autoptr(GError) collection_error = NULL;
  g_autoptr(SecretCollection) collection = secret_collection_for_alias_sync (
      service, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE, self->cancellable,
      &collection_error);
  g_autoptr(SecretItem) item = NULL;

  if (collection_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&collection_error));
      return FALSE;
    }
  if (collection == NULL)
    return set_keyring_error (self, error, "has no place for passwords yet");
  if (secret_collection_get_locked (collection))
    return set_keyring_error (self, error, "is locked");
  item = secret_item_create_sync (collection, &schema, self->attributes, self->label, value,
                                  SECRET_ITEM_CREATE_REPLACE, self->cancellable, error);
  return item != NULL;
}

static gboolean
clear (Job *self, SecretService *service, GError **error)
{
  GList *items = NULL;
  gboolean is_gone = TRUE;

  if (!find_items (self, service, SECRET_SEARCH_ALL, &items, error))
    return FALSE;
  for (GList *at = items; at != NULL && is_gone; at = at->next)
    is_gone = !secret_item_get_locked (at->data)
                  ? secret_item_delete_sync (at->data, self->cancellable, error)
                  : set_keyring_error (self, error, "is locked");
  free_items (items);
  return is_gone;
}

/**
 * retort_secret_lookup:
 * @profile: whose password
 * @cancellable: (nullable): ends the wait
 * @error: %RETORT_DB_ERROR_KEYRING when the keyring is missing, locked or silent for 2 s;
 * `_CANCELLED`
 *
 * Returns: (transfer full) (nullable): the password; %NULL without an error when none is stored
 */
char *
retort_secret_lookup (RetortProfile *profile, GCancellable *cancellable, GError **error)
{
  g_autoptr(Job) job = job_new (profile, look_up, "has to be typed", NULL);

  return job_run (job, cancellable, error) ? g_steal_pointer (&job->password) : NULL;
}

/**
 * retort_secret_store:
 * @profile: whose password
 * @password: the password
 * @cancellable: (nullable): ends the wait
 * @error: %RETORT_DB_ERROR_KEYRING when the keyring is missing, locked or silent for 2 s;
 * `_CANCELLED`
 *
 * Stores the password in the default keyring, in place of one that was stored before.
 *
 * Returns: whether it is stored
 */
gboolean
retort_secret_store (RetortProfile *profile, const char *password, GCancellable *cancellable,
                     GError **error)
{
  g_autoptr(Job) job = job_new (profile, store, "is kept for this session only", password);

  return job_run (job, cancellable, error);
}

/**
 * retort_secret_clear:
 * @profile: whose password
 * @cancellable: (nullable): ends the wait
 * @error: %RETORT_DB_ERROR_KEYRING when the keyring is missing, locked or silent for 2 s;
 * `_CANCELLED`
 *
 * Returns: whether no password is stored any more
 */
gboolean
retort_secret_clear (RetortProfile *profile, GCancellable *cancellable, GError **error)
{
  g_autoptr(Job) job = job_new (profile, clear, "stays in it", NULL);

  return job_run (job, cancellable, error);
}
