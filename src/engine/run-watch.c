/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Protocol: the run calls begin before a statement and end after it; the thread sleeps until a
 * statement has been under way for a second, then asks the server once a second who blocks the
 * run's backend. Its session is opened when it is first needed and closed with the watch. A watch
 * that cannot connect says nothing: the run does not depend on it. */
#include "engine/run-watch.h"

#include "database/catalog/catalog.h"

#define INTERVAL_US G_USEC_PER_SEC

struct _RetortRunWatch
{
  RetortTarget      *target;
  int                backend_pid;
  RetortRunWatchFunc func;
  gpointer           user_data;
  GCancellable      *cancellable; /* stops the watch's own queries when it is freed */
  GThread           *thread;

  GMutex             lock;        /* guards what follows */
  GCond              changed;
  gint64             due_us;      /* monotonic: when to look next; 0: no statement is under way */
  gboolean           is_ending;
};

/* (nullable): "waiting for process 4711 (alice, psql): …", several joined by "; ". */
static char *
dup_blockers (RetortRunWatch *self, RetortSession **session)
{
  RetortSessionOptions options = { 0 };
  g_autoptr(GPtrArray) blockers = NULL;
  g_autofree char *joined = NULL;

  options.is_read_only = TRUE;
  options.statement_timeout_ms = 5000;
  if (*session == NULL)
    *session = retort_target_connect (self->target, &options, self->cancellable, NULL);
  if (*session == NULL)
    return NULL;

  blockers = retort_catalog_read_blockers (*session, self->backend_pid, self->cancellable, NULL);
  if (blockers == NULL)
    {
      g_clear_pointer (session, retort_session_unref);
      return NULL;
    }
  if (blockers->len == 0)
    return NULL;

  g_ptr_array_add (blockers, NULL);
  joined = g_strjoinv ("; ", (GStrv) blockers->pdata);
  return g_strconcat ("waiting for ", joined, NULL);
}

/* Waits until a statement has been under way long enough. FALSE: the watch ends. */
static gboolean
wait_until_due (RetortRunWatch *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  while (!self->is_ending && (self->due_us == 0 || g_get_monotonic_time () < self->due_us))
    {
      if (self->due_us == 0)
        g_cond_wait (&self->changed, &self->lock);
      else
        g_cond_wait_until (&self->changed, &self->lock, self->due_us);
    }
  return !self->is_ending;
}

/* Tells, unless the statement ended meanwhile, and looks again a second later. */
static void
tell (RetortRunWatch *self, const char *text)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->is_ending || self->due_us == 0)
    return;
  if (text != NULL)
    self->func (text, self->user_data);
  self->due_us = g_get_monotonic_time () + INTERVAL_US;
}

static gpointer
watch_worker (gpointer data)
{
  RetortRunWatch *self = data;
  RetortSession *session = NULL;

  while (wait_until_due (self))
    {
      g_autofree char *text = dup_blockers (self, &session);

      tell (self, text);
    }

  g_clear_pointer (&session, retort_session_unref);
  return NULL;
}

/**
 * retort_run_watch_new:
 * @target: the database
 * @backend_pid: the run's backend
 * @func: (scope forever): told who blocks it
 * @user_data: for @func; outlives the watch
 *
 * Starts a watch. Free it with retort_run_watch_free().
 *
 * Returns: (transfer full): the watch
 */
RetortRunWatch *
retort_run_watch_new (RetortTarget *target, int backend_pid, RetortRunWatchFunc func, gpointer user_data)
{
  RetortRunWatch *self = NULL;

  g_return_val_if_fail (target != NULL && func != NULL, NULL);

  self = g_new0 (RetortRunWatch, 1);
  self->target = retort_target_ref (target);
  self->backend_pid = backend_pid;
  self->func = func;
  self->user_data = user_data;
  self->cancellable = g_cancellable_new ();
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->thread = g_thread_new ("retort-run-watch", watch_worker, self);
  return self;
}

/**
 * retort_run_watch_free:
 * @self: (transfer full) (nullable): a watch
 *
 * Ends the watch and waits for its thread; @func is not called afterwards.
 */
void
retort_run_watch_free (RetortRunWatch *self)
{
  if (self == NULL)
    return;

  g_cancellable_cancel (self->cancellable);
  g_mutex_lock (&self->lock);
  self->is_ending = TRUE;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->thread);

  g_object_unref (self->cancellable);
  retort_target_unref (self->target);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static void
set_due (RetortRunWatch *self, gint64 due_us)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->due_us = due_us;
  g_cond_signal (&self->changed);
}

/**
 * retort_run_watch_begin:
 * @self: a watch
 *
 * A statement is being sent.
 */
void
retort_run_watch_begin (RetortRunWatch *self)
{
  set_due (self, g_get_monotonic_time () + INTERVAL_US);
}

/**
 * retort_run_watch_end:
 * @self: a watch
 *
 * The statement ended; @func is not called any more for it.
 */
void
retort_run_watch_end (RetortRunWatch *self)
{
  set_due (self, 0);
}
