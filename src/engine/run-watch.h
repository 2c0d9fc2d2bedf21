/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Watches a statement that takes long: who blocks it. A short session of its own, on a thread of its own. */
#pragma once

#include "engine/target.h"

G_BEGIN_DECLS

/**
 * RetortRunWatchFunc:
 * @text: "waiting for …": who blocks, for how long, what they run
 * @user_data: the watcher's data
 *
 * Called on the watch's thread, at most once a second, only between begin and end.
 */
typedef void (*RetortRunWatchFunc) (const char *text, gpointer user_data);

typedef struct _RetortRunWatch RetortRunWatch;

RetortRunWatch *retort_run_watch_new   (RetortTarget *target, int backend_pid, RetortRunWatchFunc func, gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
void            retort_run_watch_free  (RetortRunWatch *self);
void            retort_run_watch_begin (RetortRunWatch *self);
void            retort_run_watch_end   (RetortRunWatch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortRunWatch, retort_run_watch_free)

G_END_DECLS
