/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Brings immutable events from worker threads to the main thread, at most once a frame. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Called on the main thread, once an event, in the order in which they were pushed. */
typedef void (*RetortEventFunc) (gpointer event, gpointer user_data);

/* Reference counted (atomic): the worker and the receiver hold one each. */
typedef struct _RetortEventQueue RetortEventQueue;

RetortEventQueue *retort_event_queue_new   (RetortEventFunc func, gpointer user_data, GDestroyNotify event_free) G_GNUC_WARN_UNUSED_RESULT;
RetortEventQueue *retort_event_queue_ref   (RetortEventQueue *self);
void              retort_event_queue_unref (RetortEventQueue *self);
void              retort_event_queue_push  (RetortEventQueue *self, gpointer event);
void              retort_event_queue_close (RetortEventQueue *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortEventQueue, retort_event_queue_unref)

G_END_DECLS
