/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is new in a project against a commit, told by its files alone: quick enough for every look at a history. */
#pragma once

#include "engine/git-base.h"
#include "engine/workspace.h"

G_BEGIN_DECLS

/**
 * RetortBranchMarks:
 * @since: (nullable): what it was compared with
 * @added: (element-type utf8): ids of revisions whose file the commit does not hold
 * @changed: (element-type utf8): ids of those whose file has another text there
 * @removed: (element-type RetortRevision): what only the commit declares
 */
typedef struct
{
  char      *since;
  GPtrArray *added;
  GPtrArray *changed;
  GPtrArray *removed;
} RetortBranchMarks;

/* @since (nullable): what branches are usually compared with. Empty when the project is in no repository. */
RetortBranchMarks *retort_branch_marks_find (RetortWorkspace *workspace, const char *since, GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;
void               retort_branch_marks_free (RetortBranchMarks *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortBranchMarks, retort_branch_marks_free)

G_END_DECLS
