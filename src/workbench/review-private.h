/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a review is put together on a worker thread. */
#pragma once

#include "report/schema-changes.h"
#include "workbench/review.h"

G_BEGIN_DECLS

/**
 * RetortReviewFields:
 * @revision: (nullable): what the text says
 * @source: the text that was reviewed
 * @upgrade: (nullable): compiled
 * @downgrade: (nullable): compiled
 * @before_upgrade: (nullable): the schema before it
 * @before_downgrade: (nullable): likewise
 * @upgrade_changes: (nullable) (element-type RetortSchemaChange): what the upgrade makes of the schema before it
 * @downgrade_changes: (nullable) (element-type RetortSchemaChange): likewise
 * @findings: (nullable) (element-type RetortFinding): of the checks
 * @problem: (nullable): why the text is no revision just now
 */
typedef struct
{
  RetortRevision  *revision;
  RetortSource    *source;
  RetortMigration *upgrade;
  RetortMigration *downgrade;
  RetortSchema    *before_upgrade;
  RetortSchema    *before_downgrade;
  GPtrArray       *upgrade_changes;
  GPtrArray       *downgrade_changes;
  GPtrArray       *findings;
  const char      *problem;
} RetortReviewFields;

RetortReview        *retort_review_new         (const RetortReviewFields *fields) G_GNUC_WARN_UNUSED_RESULT;
RetortStatementItem *retort_statement_item_new (RetortStatement *statement, const RetortLockInfo *lock,
                                                const char *revision) G_GNUC_WARN_UNUSED_RESULT;
void                 retort_statement_item_mark (RetortStatementItem *self, RetortMigration *migration, guint batch);
void                 retort_statement_item_set_seen (RetortStatementItem *self, const char *seen);
void                 retort_statement_item_set_lock_text (RetortStatementItem *self, const char *lock_text);
/* (transfer full): RetortStatementItem of every statement of @migration (nullable), with what it locks; @before (nullable): what is there */
GListModel          *retort_statement_items_of (RetortMigration *migration, RetortSchema *before) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer full): RetortChangeItem of every change, which they share */
GListModel          *retort_change_items_of (GPtrArray *changes) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
