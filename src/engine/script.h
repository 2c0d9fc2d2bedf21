/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The SQL of a range of revisions, without a database. */
#pragma once

#include "engine/plan-maker.h"
#include "engine/workspace.h"

G_BEGIN_DECLS

/* The plan of moving a database that is at @from (nullable: base) to @to. */
RetortPlan *retort_script_plan (RetortWorkspace *workspace, RetortDirection direction, const char *from, const char *to,
                                RetortPlanDepth depth, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The plan as the project's tool prints it; an error when a step is not understood to its last statement. */
char       *retort_script_of_plan (RetortWorkspace *workspace, RetortPlan *plan, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable): the statements of one migration in the same layout; NULL when there is no text for it. */
char       *retort_script_of_migration (RetortWorkspace *workspace, RetortMigration *migration) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
