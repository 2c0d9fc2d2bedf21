/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a plan makes its steps. */
#pragma once

#include "workbench/plan-item.h"

G_BEGIN_DECLS

RetortPlanStepItem *retort_plan_step_item_new (RetortPlanStep *step, GPtrArray *preamble) G_GNUC_WARN_UNUSED_RESULT;

void                retort_plan_step_item_set_badge (RetortPlanStepItem *self, const char *badge, const char *verdict,
                                                     RetortReversibility reversibility);

G_END_DECLS
