/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Revisions in Alembic's own words (alembic/script/base.py, class Script). Pure. */
#pragma once

#include "analysis/history/path.h"

G_BEGIN_DECLS

/**
 * RetortRevisionTextFlags:
 * @RETORT_REVISION_TEXT_PARENTS: "DOWN (DEPENDS) -> " before the id
 * @RETORT_REVISION_TEXT_TREE: (branchpoint) and (mergepoint)
 * @RETORT_REVISION_TEXT_TITLE: ", TITLE" at the end
 * @RETORT_REVISION_TEXT_LABELS: the labels after the id
 */
typedef enum
{
  RETORT_REVISION_TEXT_PARENTS = 1 << 0,
  RETORT_REVISION_TEXT_TREE = 1 << 1,
  RETORT_REVISION_TEXT_TITLE = 1 << 2,
  RETORT_REVISION_TEXT_LABELS = 1 << 3,
} RetortRevisionTextFlags;

typedef struct _RetortRevisionMarks RetortRevisionMarks;

/* Heads and branch points of a history, looked up once. @states (nullable): of retort_history_states(). */
RetortRevisionMarks *retort_revision_marks_new  (const RetortHistory *history, GHashTable *states) G_GNUC_WARN_UNUSED_RESULT;
void                 retort_revision_marks_free (RetortRevisionMarks *self);
gboolean             retort_revision_marks_is_head (const RetortRevisionMarks *self, RetortRevision *revision);
gboolean             retort_revision_marks_is_branchpoint (const RetortRevisionMarks *self, RetortRevision *revision);
/* (element-type utf8): inherited ones included */
GPtrArray           *retort_revision_marks_list_labels (const RetortRevisionMarks *self, RetortRevision *revision) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable): "applied", "current", "pending", "unknown"; NULL when no database is known */
const char          *retort_revision_marks_get_state (const RetortRevisionMarks *self, const char *id);

char                *retort_revision_text_line  (const RetortRevisionMarks *marks, RetortRevision *revision, RetortRevisionTextFlags flags) G_GNUC_WARN_UNUSED_RESULT;
char                *retort_revision_text_entry (const RetortRevisionMarks *marks, RetortRevision *revision) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortRevisionMarks, retort_revision_marks_free)

G_END_DECLS
