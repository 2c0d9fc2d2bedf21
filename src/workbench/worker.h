/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A thread of one's own that does GTasks one after the other. GTask's shared pool is small: a session
 * that waits for a lock must not sit in it. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _RetortWorker RetortWorker;

RetortWorker *retort_worker_new  (const char *name) G_GNUC_WARN_UNUSED_RESULT;
void          retort_worker_free (RetortWorker *self);
void          retort_worker_push (RetortWorker *self, GTask *task, GTaskThreadFunc func);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortWorker, retort_worker_free)

G_END_DECLS
