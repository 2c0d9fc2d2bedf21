/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/actions/migration-actions.h"

static void
add_statement (RetortMigrationActions *self, RetortStatement *statement, RetortBatchFlags flags)
{
  RetortSqlTree *tree = retort_sql_tree_parse (retort_statement_get_sql (statement), NULL);

  if (tree == NULL)
    return;
  g_ptr_array_add (self->trees, tree);
  for (guint i = 0; i < retort_sql_tree_get_n_statements (tree); i++)
    {
      const PgQuery__Node *node = retort_sql_tree_get_statement (tree, i);
      g_autoptr(GArray) actions = retort_actions_of_statement (node);

      for (guint j = 0; j < actions->len; j++)
        {
          RetortActionStep step
              = { g_array_index (actions, RetortAction, j), statement, node, flags };

          g_array_append_val (self->steps, step);
        }
    }
}

/**
 * retort_migration_actions_new:
 * @migration: (nullable): one direction of a revision; must outlive the actions
 *
 * Returns: (transfer full): its actions; none for %NULL
 */
RetortMigrationActions *
retort_migration_actions_new (RetortMigration *migration)
{
  RetortMigrationActions *self = g_new0 (RetortMigrationActions, 1);

  self->steps = g_array_new (FALSE, FALSE, sizeof (RetortActionStep));
  self->trees = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_sql_tree_unref);
  for (guint i = 0; migration != NULL && i < retort_migration_get_n_batches (migration); i++)
    {
      RetortBatch *batch = retort_migration_get_batch (migration, i);

      for (guint j = 0; j < retort_batch_get_n_statements (batch); j++)
        add_statement (self, retort_batch_get_statement (batch, j), retort_batch_get_flags (batch));
    }
  return self;
}

/**
 * retort_migration_actions_free:
 * @self: (transfer full): actions
 */
void
retort_migration_actions_free (RetortMigrationActions *self)
{
  g_array_unref (self->steps);
  g_ptr_array_unref (self->trees);
  g_free (self);
}
