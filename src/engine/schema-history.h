/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The schema before and after each revision of a project, as its migrations leave it: replayed from base. */
#pragma once

#include "analysis/schema/apply.h"
#include "engine/workspace.h"

G_BEGIN_DECLS

/* Keeps some of the schemas that it made; one thread at a time makes them. */
typedef struct _RetortSchemaHistory RetortSchemaHistory;

RetortSchemaHistory *retort_schema_history_new    (RetortWorkspace *workspace) G_GNUC_WARN_UNUSED_RESULT;
void                 retort_schema_history_free   (RetortSchemaHistory *self);
/* What is there when that direction of the revision begins. */
RetortSchema        *retort_schema_history_before (RetortSchemaHistory *self, const char *id, RetortDirection direction,
                                                   GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable): the same when it is made already; does not wait for whoever makes others. */
RetortSchema        *retort_schema_history_find_before (RetortSchemaHistory *self, const char *id, RetortDirection direction) G_GNUC_WARN_UNUSED_RESULT;
RetortSchema        *retort_schema_history_after  (RetortSchemaHistory *self, const char *id, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* For whoever looks at each revision of the history: what its upgrade did, batch by batch, is kept until it is taken. */
void                 retort_schema_history_keep_steps (RetortSchemaHistory *self, gboolean keeps_steps);
GArray              *retort_schema_history_take_steps (RetortSchemaHistory *self, const char *id) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortSchemaHistory, retort_schema_history_free)

G_END_DECLS
