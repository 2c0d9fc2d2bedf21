/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What up and down leave behind, and which statements should not have. Pure. */
#pragma once

#include "analysis/actions/migration-actions.h"
#include "model/schema.h"

G_BEGIN_DECLS

/* No action is about it. */
#define RETORT_TRACE_NOWHERE G_MAXUINT

/**
 * RetortTrace:
 * @text: what is not as it was, a sentence without a full stop
 * @undo: the action of the downgrade that should have undone it, by its place among the steps, or RETORT_TRACE_NOWHERE
 * @made: likewise the action of the upgrade that is about it
 * @is_unavoidable: PostgreSQL offers no way to undo it, or others may need it: no slip of the downgrade
 * @is_shared: others of the database may use it by now: an extension
 * @is_nothing: it makes no difference to anybody: the order of columns, a constraint that was validated
 */
typedef struct
{
  char    *text;
  guint    undo;
  guint    made;
  gboolean is_unavoidable;
  gboolean is_shared;
  gboolean is_nothing;
} RetortTrace;

void       retort_trace_free  (RetortTrace *self);
/* (element-type RetortTrace) (transfer full) */
GPtrArray *retort_traces_list (const RetortSchema *before, const RetortSchema *after, const RetortMigrationActions *upgrade,
                               const RetortMigrationActions *downgrade) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortTrace, retort_trace_free)

G_END_DECLS
