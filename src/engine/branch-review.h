/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A project, as its files are or as a commit has it, against the same project at the commit where it left another branch. Reads the
 * repository; changes nothing, runs nothing. */
#pragma once

#include "engine/branch-changes.h"
#include "engine/git-tree.h"

G_BEGIN_DECLS

/**
 * RetortBranchReview:
 * @since: what it is compared with, also when nobody said it
 * @tree: (nullable): the files that are reviewed; %NULL: those of the work tree
 * @base_tree: the files that they are compared with
 * @now: the project that is reviewed
 * @base: (nullable): the project before; %NULL: there was none
 * @changes: what is new
 * @plan: what is new, reviewed as a plan
 *
 * One owner; the files of the commits go with it.
 */
typedef struct
{
  char                *since;
  RetortGitTree       *tree;
  RetortGitTree       *base_tree;
  RetortWorkspace     *now;
  RetortWorkspace     *base;
  RetortBranchChanges *changes;
  RetortPlan          *plan;
} RetortBranchReview;

/* The project at a commit. */
RetortWorkspace    *retort_branch_review_open_at (const RetortProjectPlace *place, const char *ref, const char *against, RetortGitTree **tree,
                                                  GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* @here: the files as they are; @at (nullable): a commit instead of them; @since (nullable): what branches are usually compared with;
 * @facts (nullable): of a database that is known */
RetortBranchReview *retort_branch_review_make (RetortWorkspace *here, const char *at, const char *since, const RetortTargetFacts *facts,
                                               GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void                retort_branch_review_free (RetortBranchReview *self);
/* (nullable): how a revision of the plan was before */
RetortRevision     *retort_branch_review_find_old (const RetortBranchReview *self, RetortRevision *revision);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortBranchReview, retort_branch_review_free)

G_END_DECLS
