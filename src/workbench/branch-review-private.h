/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a branch review is put together on a worker thread. */
#pragma once

#include "engine/branch-review.h"
#include "engine/git-refs.h"
#include "engine/rehearsal-store.h"
#include "report/plan-document.h"
#include "workbench/branch-review.h"

G_BEGIN_DECLS

RetortRefItem      *retort_ref_item_new      (const RetortGitRef *ref) G_GNUC_WARN_UNUSED_RESULT; /* @ref (nullable): the files as they are */

/**
 * RetortReviewedFields:
 * @kind: what happened to it
 * @revision: (not nullable): as it is; what was removed: as it was
 * @old: (nullable): as it was
 * @file: (not nullable): from the top of the files on
 * @step: (nullable): what would run
 * @badge: (nullable): what a rehearsal of the file as it is said
 * @before_upgrade: (nullable): the schema before it
 * @changes: (nullable) (element-type RetortSchemaChange): what it makes of the schema
 * @downgrade: (nullable): the other direction
 * @before_downgrade: (nullable): the schema before that
 * @facts: (nullable): sizes of a database's tables
 * @is_read: somebody has read it as it is
 * @ticks: (nullable) (element-type RetortReviewTick): what the project wants to be ticked
 */
typedef struct
{
  RetortReviewedKind       kind;
  RetortRevision          *revision;
  RetortRevision          *old;
  char                    *file;
  RetortPlanStep          *step;
  RetortRehearsalRecord   *badge;
  RetortSchema            *before_upgrade;
  GPtrArray               *changes;
  RetortMigration         *downgrade;
  RetortSchema            *before_downgrade;
  const RetortTargetFacts *facts;
  gboolean                 is_read;
  GListModel              *ticks;
} RetortReviewedFields;

RetortReviewedItem *retort_reviewed_item_new      (const RetortReviewedFields *fields) G_GNUC_WARN_UNUSED_RESULT;
void                retort_reviewed_item_set_read (RetortReviewedItem *self, gboolean is_read);
/* What a document says of its step; borrowed. */
void                retort_reviewed_item_get_document_step (RetortReviewedItem *self, RetortDocumentStep *step);

RetortBranchReviewItem *retort_branch_review_item_new (RetortBranchReview *review, const char *project, const char *at, const char *since,
                                                       const RetortTargetFacts *facts) G_GNUC_WARN_UNUSED_RESULT;
void                retort_branch_review_item_add      (RetortBranchReviewItem *self, RetortReviewedItem *revision);
void                retort_branch_review_item_finish   (RetortBranchReviewItem *self);
/* Where it is kept what of it was read: of other files than those of the work tree apart from these. */
const char         *retort_branch_review_item_get_readings (RetortBranchReviewItem *self);
char               *retort_branch_review_item_to_document (RetortBranchReviewItem *self, RetortDocumentFormat format, const char *subtitle) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
