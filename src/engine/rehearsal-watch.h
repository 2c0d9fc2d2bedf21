/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each statement of a rehearsal locks, rewrites and reads, as the server shows it, beside what analysis/locks foretold. */
#pragma once

#include "engine/run-private.h"
#include "model/rehearsal.h"
#include "model/schema.h"

G_BEGIN_DECLS

/* One thread at a time. */
typedef struct _RetortRehearsalWatch RetortRehearsalWatch;

RetortRehearsalWatch *retort_rehearsal_watch_new     (RetortSession *session, RetortSchema *before, RetortRehearsalPass pass,
                                                      GPtrArray *statements, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void                  retort_rehearsal_watch_free    (RetortRehearsalWatch *self);
/* A RetortRunObserver; its data is the watch. */
gboolean              retort_rehearsal_watch_observe (RetortSession *session, const RetortRunObserved *observed, gpointer watch, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortRehearsalWatch, retort_rehearsal_watch_free)

G_END_DECLS
