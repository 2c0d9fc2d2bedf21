/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run would do, step by step, before it runs. Never runs by itself: its button asks the window to. */
#pragma once

#include "workbench/plan-item.h"
#include "workbench/rehearsal-item.h"
#include "workbench/workbench.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RETORT_TYPE_PLAN_PAGE (retort_plan_page_get_type ())
G_DECLARE_FINAL_TYPE (RetortPlanPage, retort_plan_page, RETORT, PLAN_PAGE, GtkWidget)

/* Signals: run-requested, rehearsal-requested (RetortPlanItem). Actions: plan.run, plan.rehearse, plan.cancel-rehearsal. */
/* What writes documents of plans. */
void            retort_plan_page_set_workbench (RetortPlanPage *self, RetortWorkbench *workbench);
void            retort_plan_page_set_plan (RetortPlanPage *self, RetortPlanItem *plan, gboolean has_snapshots);
/* It was ticked that one is taken before the plan runs. */
gboolean        retort_plan_page_wants_snapshot (RetortPlanPage *self);
RetortPlanItem *retort_plan_page_get_plan (RetortPlanPage *self);

void            retort_plan_page_set_rehearsal (RetortPlanPage *self, RetortRehearsalItem *rehearsal);

G_END_DECLS
