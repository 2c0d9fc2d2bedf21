/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A rehearsal of a plan for the plan page. Main thread. */
#pragma once

#include "model/rehearsal.h"
#include "workbench/plan-item.h"

G_BEGIN_DECLS

/* Properties: is-running, text (what is being done, then the result in a sentence). The last reference cancels it. */
#define RETORT_TYPE_REHEARSAL_ITEM (retort_rehearsal_item_get_type ())
G_DECLARE_FINAL_TYPE (RetortRehearsalItem, retort_rehearsal_item, RETORT, REHEARSAL_ITEM, GObject)

RetortPlanItem  *retort_rehearsal_item_get_plan      (RetortRehearsalItem *self);
gboolean         retort_rehearsal_item_get_is_running (RetortRehearsalItem *self);
const char      *retort_rehearsal_item_get_text      (RetortRehearsalItem *self);
/* Something was seen that should be read before the plan runs, or it could not be rehearsed. */
gboolean         retort_rehearsal_item_is_bad        (RetortRehearsalItem *self);
/* (nullable): what was seen; NULL while it runs, and when it failed or was cancelled */
RetortRehearsal *retort_rehearsal_item_get_rehearsal (RetortRehearsalItem *self);
void             retort_rehearsal_item_cancel        (RetortRehearsalItem *self);

G_END_DECLS
