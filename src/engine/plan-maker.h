/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes plans, and says whether two of them are the same. For the runner and its tests. */
#pragma once

#include "engine/target.h"
#include "model/plan.h"

G_BEGIN_DECLS

/**
 * RetortPlanDepth:
 * @RETORT_PLAN_FOR_RUNNING: what will be sent, and nothing else
 * @RETORT_PLAN_FOR_PRINTING: what would be sent; nothing will be compared with it, and its fingerprint is empty
 * @RETORT_PLAN_FOR_REVIEW: findings, locks, and what cannot be undone as well
 */
typedef enum
{
  RETORT_PLAN_FOR_RUNNING,
  RETORT_PLAN_FOR_PRINTING,
  RETORT_PLAN_FOR_REVIEW,
} RetortPlanDepth;

RetortPlan *retort_plan_make           (RetortWorkspace *workspace, const RetortTargetState *state, RetortDirection direction,
                                        const char *symbol, RetortPlanDepth depth, GCancellable *cancellable,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Of just these revisions. @sent: (element-type utf8) (nullable): batches that are sent once and were sent by an earlier run; those of this one are added. */
RetortPlan *retort_plan_make_path      (RetortWorkspace *workspace, const RetortTargetState *state, RetortDirection direction,
                                        GPtrArray *path, const char *symbol, GHashTable *sent, GCancellable *cancellable,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Of revisions that are only read. */
RetortPlan *retort_plan_make_review    (RetortWorkspace *workspace, const RetortTargetState *state, GPtrArray *path,
                                        GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* @symbols: what the version table is set to; @purges: its rows are deleted first. */
RetortPlan *retort_plan_make_stamp     (RetortWorkspace *workspace, const RetortTargetState *state, const char *const *symbols,
                                        gboolean purges, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable): why the built-in engine cannot run it to its last statement, a clause. */
char       *retort_migration_dup_obstacle (RetortMigration *migration) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable): what is different, a clause; NULL when both would send the same to the same database. */
char       *retort_plan_dup_difference (RetortPlan *reviewed, RetortPlan *now) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
