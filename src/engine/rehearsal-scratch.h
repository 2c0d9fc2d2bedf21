/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A database of the private server that nobody keeps: made for a rehearsal, gone with it, whatever happened. */
#pragma once

#include "engine/target.h"

G_BEGIN_DECLS

/* One owner; one thread at a time. */
typedef struct _RetortScratch RetortScratch;

RetortScratch *retort_scratch_new         (GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void           retort_scratch_free        (RetortScratch *self);
/* Empty again. */
gboolean       retort_scratch_empty       (RetortScratch *self, GCancellable *cancellable, GError **error);
/* All of the target's objects and none of its rows. */
gboolean       retort_scratch_copy        (RetortScratch *self, RetortTarget *from, GCancellable *cancellable, GError **error);
RetortTarget  *retort_scratch_get_target  (RetortScratch *self);
/* A session of its own for one run. */
RetortSession *retort_scratch_connect     (RetortScratch *self, RetortWorkspace *workspace, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortScratch, retort_scratch_free)

G_END_DECLS
