/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The graph of revisions: heads, bases, order, ancestors. Source of the rules: reference/alembic-project.md sections 2.3, 3 and 5.4
 * (alembic/script/revision.py, 1.19). Pure; what is wrong with the graph is a finding, the rest stays usable. */
#pragma once

#include "model/finding.h"
#include "model/revision.h"

G_BEGIN_DECLS

/* Immutable after construction, atomically reference counted: may cross threads. */
typedef struct _RetortHistory RetortHistory;

RetortHistory  *retort_history_new             (GPtrArray *revisions) G_GNUC_WARN_UNUSED_RESULT; /* element: RetortRevision, load order */
RetortHistory  *retort_history_ref             (RetortHistory *self);
void            retort_history_unref           (RetortHistory *self);

guint           retort_history_get_n_revisions (const RetortHistory *self);
RetortRevision *retort_history_find            (const RetortHistory *self, const char *id);
/* (element-type RetortRevision) (transfer container): newest first, the order of 5.4 over all heads */
GPtrArray      *retort_history_list_newest_first (const RetortHistory *self) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray      *retort_history_list_heads      (const RetortHistory *self) G_GNUC_WARN_UNUSED_RESULT; /* versioned heads, load order */
GPtrArray      *retort_history_list_real_heads (const RetortHistory *self) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray      *retort_history_list_bases      (const RetortHistory *self) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray      *retort_history_list_next       (const RetortHistory *self, const char *id) G_GNUC_WARN_UNUSED_RESULT; /* children by down_revision */
GPtrArray      *retort_history_list_normalized_down (const RetortHistory *self, const char *id) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray      *retort_history_list_labels     (const RetortHistory *self, const char *id) G_GNUC_WARN_UNUSED_RESULT; /* element: utf8, inherited ones included, sorted */
gboolean        retort_history_is_ancestor     (const RetortHistory *self, const char *ancestor, const char *of); /* over down and dependencies; a revision is its own ancestor */
gboolean        retort_history_is_branchpoint  (const RetortHistory *self, const char *id);
/* (element-type RetortFinding): unknown or duplicate ids, cycles, several heads, labels used twice */
GPtrArray      *retort_history_get_findings    (const RetortHistory *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortHistory, retort_history_unref)

G_END_DECLS
