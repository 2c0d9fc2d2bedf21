/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan for the plan page. Immutable GObject. */
#pragma once

#include "model/plan.h"
#include "model/rehearsal.h"
#include "workbench/review.h"

G_BEGIN_DECLS

/* One step. Properties: id, title, n-statements, accessible-name. */
#define RETORT_TYPE_PLAN_STEP_ITEM (retort_plan_step_item_get_type ())
G_DECLARE_FINAL_TYPE (RetortPlanStepItem, retort_plan_step_item, RETORT, PLAN_STEP_ITEM, GObject)
RetortPlanStep *retort_plan_step_item_get_step       (RetortPlanStepItem *self);
GListModel     *retort_plan_step_item_get_statements (RetortPlanStepItem *self); /* RetortStatementItem */
GListModel     *retort_plan_step_item_get_findings   (RetortPlanStepItem *self); /* RetortFindingItem */
/* (nullable): what a rehearsal of the file as it is said, a few words; and why it did not say better, one line each */
const char     *retort_plan_step_item_get_badge      (RetortPlanStepItem *self, RetortReversibility *reversibility);
const char     *retort_plan_step_item_get_verdict    (RetortPlanStepItem *self);

#define RETORT_TYPE_PLAN_ITEM (retort_plan_item_get_type ())
G_DECLARE_FINAL_TYPE (RetortPlanItem, retort_plan_item, RETORT, PLAN_ITEM, GObject)
RetortPlan *retort_plan_item_get_plan     (RetortPlanItem *self);
GListModel *retort_plan_item_get_steps    (RetortPlanItem *self); /* RetortPlanStepItem */
/* RetortStatementItem: everything that a stamp sends; empty for a plan that runs migrations. */
GListModel *retort_plan_item_get_stamp_statements (RetortPlanItem *self);
/* (nullable): why it cannot be run; NULL when it can */
const char *retort_plan_item_get_obstacle (RetortPlanItem *self);
/* (nullable): which revisions nobody has read since they changed, a sentence; NULL when there are none, or that is the obstacle */
const char *retort_plan_item_get_unread   (RetortPlanItem *self);
const char *retort_plan_item_get_first_unread (RetortPlanItem *self);
/* (nullable): the project's own command that can run it all the same, as a shell takes it */
const char *retort_plan_item_get_project_command (RetortPlanItem *self);
gboolean    retort_plan_item_is_command_confirmed (RetortPlanItem *self);
/* "retort-cli …" and the original tool's line */
const char *retort_plan_item_get_command  (RetortPlanItem *self);
const char *retort_plan_item_get_original_command (RetortPlanItem *self);
const char *retort_plan_item_get_target_name (RetortPlanItem *self); /* of the profile */

G_END_DECLS
