/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is new in a project against the same project at another commit: revisions that were added, changed, removed; and their
 * review as a plan for a database that has none of the new ones. */
#pragma once

#include "engine/workspace.h"
#include "model/plan.h"
#include "model/target-facts.h"

G_BEGIN_DECLS

/**
 * RetortBranchChanges:
 * @added: (element-type RetortRevision): in the order in which they run
 * @changed: (element-type RetortRevision): as they are now, likewise
 * @old: (element-type RetortRevision): as they were, one for each of @changed
 * @touched: (element-type RetortRevision): another text that does the same: same place, same statements
 * @removed: (element-type RetortRevision): as they were
 */
typedef struct
{
  GPtrArray *added;
  GPtrArray *changed;
  GPtrArray *old;
  GPtrArray *touched;
  GPtrArray *removed;
} RetortBranchChanges;

/* @base (nullable): there was no project there */
RetortBranchChanges *retort_branch_changes_find   (RetortWorkspace *now, RetortWorkspace *base, GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;
void                 retort_branch_changes_free   (RetortBranchChanges *self);
/* Added and changed revisions, reviewed as a plan; @facts (nullable): of a database that is known. */
RetortPlan          *retort_branch_changes_review (const RetortBranchChanges *self, RetortWorkspace *now, const RetortTargetFacts *facts,
                                                   GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortBranchChanges, retort_branch_changes_free)

G_END_DECLS
