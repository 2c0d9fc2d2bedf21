/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A locked list and one timeout: the first push since the last drain starts it, the drain takes all
 * that came meanwhile. */
#include "config.h"

#include "workbench/event-queue.h"

#define FRAME_MS 16

struct _RetortEventQueue
{
  GMutex           lock;       /* for events, drain and is_closed */
  GPtrArray       *events;     /* element: event, owned */
  GSource         *drain;      /* nullable: waits for its frame */
  gboolean         is_closed;
  RetortEventFunc  func;
  gpointer         user_data;
  GDestroyNotify   event_free;
};

/**
 * retort_event_queue_new:
 * @func: called for each event on the main thread
 * @user_data: for @func
 * @event_free: frees an event
 *
 * Makes a queue. Main thread.
 *
 * Returns: (transfer full): the queue
 */
RetortEventQueue *
retort_event_queue_new (RetortEventFunc func, gpointer user_data, GDestroyNotify event_free)
{
  RetortEventQueue *self = g_atomic_rc_box_new0 (RetortEventQueue);

  g_mutex_init (&self->lock);
  self->events = g_ptr_array_new_with_free_func (event_free);
  self->func = func;
  self->user_data = user_data;
  self->event_free = event_free;
  return self;
}

static void
event_queue_clear (gpointer data)
{
  RetortEventQueue *self = data;

  g_clear_pointer (&self->events, g_ptr_array_unref);
  g_mutex_clear (&self->lock);
}

/**
 * retort_event_queue_ref:
 * @self: a queue
 *
 * Adds a reference. Any thread.
 *
 * Returns: (transfer full): @self
 */
RetortEventQueue *
retort_event_queue_ref (RetortEventQueue *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * retort_event_queue_unref:
 * @self: a queue
 *
 * Drops a reference. Any thread.
 */
void
retort_event_queue_unref (RetortEventQueue *self)
{
  g_atomic_rc_box_release_full (self, event_queue_clear);
}

static gboolean
drain_timeout (gpointer user_data)
{
  RetortEventQueue *self = user_data;
  g_autoptr(GPtrArray) events = NULL;

  g_mutex_lock (&self->lock);
  events = g_steal_pointer (&self->events);
  self->events = g_ptr_array_new_with_free_func (self->event_free);
  g_clear_pointer (&self->drain, g_source_unref);
  g_mutex_unlock (&self->lock);
  for (guint i = 0; i < events->len && !self->is_closed; i++)
    self->func (g_ptr_array_index (events, i), self->user_data);
  return G_SOURCE_REMOVE;
}

/**
 * retort_event_queue_push:
 * @self: a queue
 * @event: (transfer full): an event
 *
 * Hands an event over. Any thread.
 */
void
retort_event_queue_push (RetortEventQueue *self, gpointer event)
{
  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->events, event);
  if (self->drain == NULL && !self->is_closed)
    {
      self->drain = g_timeout_source_new (FRAME_MS);
      g_source_set_callback (self->drain, drain_timeout, retort_event_queue_ref (self),
                             (GDestroyNotify) retort_event_queue_unref);
      g_source_attach (self->drain, NULL);
    }
  g_mutex_unlock (&self->lock);
}

/**
 * retort_event_queue_close:
 * @self: a queue
 *
 * After this the function is called no more. Main thread.
 */
void
retort_event_queue_close (RetortEventQueue *self)
{
  g_autoptr(GSource) drain = NULL;

  g_mutex_lock (&self->lock);
  self->is_closed = TRUE;
  drain = g_steal_pointer (&self->drain);
  g_mutex_unlock (&self->lock);
  if (drain != NULL)
    g_source_destroy (drain);
}
