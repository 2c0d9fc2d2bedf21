/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the workbench starts a rehearsal, and what it writes into the rows of the plan. */
#pragma once

#include "engine/rehearsal-store.h"
#include "engine/target.h"
#include "workbench/rehearsal-item.h"

G_BEGIN_DECLS

RetortRehearsalItem *retort_rehearsal_item_new (RetortPlanItem *plan, RetortWorkspace *workspace, RetortTarget *target) G_GNUC_WARN_UNUSED_RESULT;

/* rehearsal-words.c */
char *retort_reversibility_dup_label    (RetortReversibility reversibility) G_GNUC_WARN_UNUSED_RESULT;
char *retort_rehearsal_step_dup_verdict (const RetortRehearsalStep *step) G_GNUC_WARN_UNUSED_RESULT;
char *retort_rehearsed_statement_dup_seen (const RetortRehearsedStatement *statement) G_GNUC_WARN_UNUSED_RESULT;
char *retort_rehearsal_dup_summary      (const RetortRehearsal *rehearsal) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
