/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the workbench makes the plan that the plan page shows. */
#pragma once

#include "model/profile.h"
#include "workbench/elsewhere.h"
#include "workbench/plan-item.h"

G_BEGIN_DECLS

/* @profile: the connection that it was made for; @project: its folder; @original_command: what people type for the same with the original tool */
RetortPlanItem *retort_plan_item_new (RetortPlan *plan, RetortProfile *profile, const char *project,
                                      const char *original_command) G_GNUC_WARN_UNUSED_RESULT;
/* The project's own command that goes the plan's way, where the built-in engine does not. */
void            retort_plan_item_set_project_command (RetortPlanItem *self, const char *line, const char *hash, gboolean is_confirmed);
const char     *retort_plan_item_get_command_hash    (RetortPlanItem *self);

/* It is carried out with the files of a commit; @ref names it. */
void             retort_plan_item_set_elsewhere (RetortPlanItem *self, RetortElsewhere *elsewhere, const char *ref);
RetortElsewhere *retort_plan_item_get_elsewhere (RetortPlanItem *self); /* nullable */

/* @unread: (element-type utf8): ids; @is_required: the project does not run them so */
void            retort_plan_item_set_unread (RetortPlanItem *self, GPtrArray *unread, gboolean is_required);

G_END_DECLS
