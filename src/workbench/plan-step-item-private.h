/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a plan makes its steps. */
#pragma once

#include "workbench/plan-item.h"

G_BEGIN_DECLS

RetortPlanStepItem *retort_plan_step_item_new (RetortPlanStep *step, GPtrArray *preamble) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
