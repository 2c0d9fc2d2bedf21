/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row of the plan: a notice, a step, a statement of it, or a finding about it. */
#pragma once

#include "ui/widgets/item-row.h"

G_BEGIN_DECLS

#define RETORT_TYPE_PLAN_ROW (retort_plan_row_get_type ())
G_DECLARE_FINAL_TYPE (RetortPlanRow, retort_plan_row, RETORT, PLAN_ROW, RetortItemRow)

/* Its item is a RetortPlanNotice, a RetortPlanStepItem, a RetortStatementItem or a RetortFindingItem. */
GtkWidget *retort_plan_row_new (void);

G_END_DECLS
