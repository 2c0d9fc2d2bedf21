/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/step-context.h"

#include "analysis/schema/apply.h"

/**
 * retort_step_context_new:
 * @workspace: the project that the plan is of
 * @step: a step of it
 * @cancellable: (nullable): stops it; what it did not come to is not known
 *
 * Returns: (transfer full): what stands around the step
 */
RetortStepContext *
retort_step_context_new (RetortWorkspace *workspace, RetortPlanStep *step, GCancellable *cancellable)
{
  RetortStepContext *self = g_new0 (RetortStepContext, 1);
  RetortRevision *revision = retort_plan_step_get_revision (step);
  RetortMigration *migration = retort_plan_step_get_migration (step);
  RetortDirection direction = retort_migration_get_direction (migration);
  RetortDirection opposite = direction == RETORT_DIRECTION_UPGRADE ? RETORT_DIRECTION_DOWNGRADE : RETORT_DIRECTION_UPGRADE;

  self->record = retort_rehearsal_store_find (revision);
  self->before = retort_workspace_dup_schema_before (workspace, revision, direction, cancellable);
  self->after = self->before != NULL ? retort_schema_apply_migration (self->before, migration, NULL) : NULL;
  self->opposite = retort_workspace_compile (workspace, revision, opposite, cancellable, NULL);
  if (self->opposite != NULL)
    self->before_opposite = retort_workspace_dup_schema_before (workspace, revision, opposite, cancellable);
  return self;
}

/**
 * retort_step_context_free:
 * @self: (transfer full): what stands around a step
 */
void
retort_step_context_free (RetortStepContext *self)
{
  g_clear_pointer (&self->record, retort_rehearsal_record_free);
  g_clear_pointer (&self->before, retort_schema_unref);
  g_clear_pointer (&self->after, retort_schema_unref);
  g_clear_pointer (&self->opposite, retort_migration_unref);
  g_clear_pointer (&self->before_opposite, retort_schema_unref);
  g_free (self);
}
