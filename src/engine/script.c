/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A script is the plan for a database that is imagined to be at one revision, printed in the layout of
 * the project's tool. A script is made to be fed to a server: one with a hole is refused. */
#include "engine/script.h"

#include "engine/runner.h"
#include "formats/bookkeeping.h"

/* What an imagined server is: the version whose grammar libpg_query knows. */
#define IMAGINED_SERVER 150000

static GStrv
dup_rows (RetortWorkspace *workspace, const char *from, GError **error)
{
  g_autoptr(GPtrArray) revisions = NULL;
  GStrv rows = NULL;

  if (from == NULL)
    return g_new0 (char *, 1);
  revisions = retort_history_resolve (retort_workspace_get_history (workspace), from, NULL, error);
  if (revisions == NULL)
    return NULL;

  rows = g_new0 (char *, revisions->len + 1);
  for (guint i = 0; i < revisions->len; i++)
    rows[i] = g_strdup (retort_revision_get_id (g_ptr_array_index (revisions, i)));
  return rows;
}

/* (nullable): what an imagined database has, where the tool tells of each migration. */
static RetortApplied *
imagine_applied (RetortWorkspace *workspace, const char *last)
{
  static const char *const nothing[] = { NULL };
  RetortProject *project = retort_workspace_get_project (workspace);
  const RetortBookkeeping *bookkeeping = retort_project_get (project)->adapter->bookkeeping;
  g_autoptr(RetortApplied) empty = NULL;

  if (bookkeeping->read_applied == NULL)
    return NULL;
  empty = bookkeeping->read_applied (project, NULL, nothing);
  return retort_applied_new_at (empty, last);
}

/**
 * retort_script_plan:
 * @workspace: the project
 * @direction: up or down
 * @from: (nullable): where the database is imagined to be; %NULL is the base
 * @to: the target
 * @depth: %RETORT_PLAN_FOR_PRINTING, or %RETORT_PLAN_FOR_RUNNING where the fingerprint is told
 * @cancellable: (nullable): stops the evaluation
 * @error: a RetortHistoryError or RetortFormatError
 *
 * Plans the way from @from to @to. Any thread; blocks.
 *
 * Returns: (transfer full) (nullable): the plan
 */
RetortPlan *
retort_script_plan (RetortWorkspace *workspace, RetortDirection direction, const char *from, const char *to,
                    RetortPlanDepth depth, GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortTargetState) state = NULL;

  g_return_val_if_fail (workspace != NULL && to != NULL, NULL);

  state = g_new0 (RetortTargetState, 1);
  state->facts = retort_target_facts_new (IMAGINED_SERVER, "", "");
  state->rows = dup_rows (workspace, from, error);
  if (state->rows == NULL)
    return NULL;
  state->table_exists = state->rows[0] != NULL;
  state->applied = imagine_applied (workspace, state->rows[0]);
  return retort_plan_make (workspace, state, direction, to, depth, cancellable, error);
}

/**
 * retort_script_of_plan:
 * @workspace: the project
 * @plan: of retort_script_plan()
 * @error: RETORT_RUN_ERROR_NOT_UNDERSTOOD with the first place that is not understood
 *
 * Writes @plan in the layout of the project's tool. Any thread.
 *
 * Returns: (transfer full) (nullable): the text
 */
char *
retort_script_of_plan (RetortWorkspace *workspace, RetortPlan *plan, GError **error)
{
  const RetortAdapter *adapter = NULL;

  g_return_val_if_fail (workspace != NULL && plan != NULL, NULL);

  adapter = retort_project_get (retort_workspace_get_project (workspace))->adapter;
  for (guint i = 0; i < retort_plan_get_n_steps (plan); i++)
    {
      RetortMigration *migration = retort_plan_step_get_migration (retort_plan_get_step (plan, i));
      g_autofree char *obstacle = retort_migration_dup_obstacle (migration);

      if (obstacle != NULL)
        {
          g_set_error (error, RETORT_RUN_ERROR, RETORT_RUN_ERROR_NOT_UNDERSTOOD, "there is no complete SQL: %s", obstacle);
          return NULL;
        }
    }
  if (adapter->dup_script != NULL)
    return adapter->dup_script (plan);

  g_set_error (error, RETORT_RUN_ERROR, RETORT_RUN_ERROR_NOT_UNDERSTOOD, "%s projects have no script layout", adapter->label);
  return NULL;
}

/**
 * retort_script_of_migration:
 * @workspace: the project
 * @migration: one direction of a revision
 *
 * Writes what is known of @migration in the layout of the project's tool. Any thread.
 *
 * Returns: (transfer full) (nullable): the text; %NULL when there is none
 */
char *
retort_script_of_migration (RetortWorkspace *workspace, RetortMigration *migration)
{
  const RetortAdapter *adapter = NULL;

  g_return_val_if_fail (workspace != NULL && migration != NULL, NULL);

  adapter = retort_project_get (retort_workspace_get_project (workspace))->adapter;
  if (adapter->dup_migration_script == NULL || retort_migration_get_status (migration) == RETORT_MIGRATION_MISSING)
    return NULL;
  return adapter->dup_migration_script (migration);
}
