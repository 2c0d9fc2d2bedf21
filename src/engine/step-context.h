/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands around a step of a plan: the schema before and after it, the other direction, what a rehearsal said. Blocks: worker threads only. */
#pragma once

#include "engine/rehearsal-store.h"
#include "engine/workspace.h"
#include "model/plan.h"

G_BEGIN_DECLS

/**
 * RetortStepContext:
 * @record: (nullable): what a rehearsal of the file as it is said
 * @before: (nullable): the schema that the step finds
 * @after: (nullable): the schema that it leaves
 * @opposite: (nullable): the other direction
 * @before_opposite: (nullable): the schema that that finds
 */
typedef struct
{
  RetortRehearsalRecord *record;
  RetortSchema          *before;
  RetortSchema          *after;
  RetortMigration       *opposite;
  RetortSchema          *before_opposite;
} RetortStepContext;

RetortStepContext *retort_step_context_new  (RetortWorkspace *workspace, RetortPlanStep *step, GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;
void               retort_step_context_free (RetortStepContext *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortStepContext, retort_step_context_free)

G_END_DECLS
