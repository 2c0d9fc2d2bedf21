/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/actions/migration-actions.h"

#include "sql/plpgsql.h"

/* The actions of @node, which is @parsed's own tree or stands inside of it. What runs under a condition is guarded by it. */
static void
add_steps (RetortMigrationActions *self, const RetortParsedStatement *parsed, const PgQuery__Node *node, gboolean is_conditional)
{
  g_autoptr(GArray) actions = retort_actions_of_statement (node);

  for (guint i = 0; i < actions->len; i++)
    {
      RetortActionStep step = { g_array_index (actions, RetortAction, i), parsed->statement, node, parsed->flags, self->statements->len };

      step.action.is_guarded = step.action.is_guarded || is_conditional;
      g_array_append_val (self->steps, step);
    }
}

/* What a DO block does: only what the text says; the trees are kept. */
static void
add_block (RetortMigrationActions *self, const RetortParsedStatement *parsed)
{
  g_autoptr(RetortSqlBlock) block = retort_sql_block_parse (parsed->node);

  for (guint i = 0; block != NULL && i < block->statements->len; i++)
    {
      RetortSqlTree *tree = retort_sql_tree_ref (g_ptr_array_index (block->statements, i));

      g_ptr_array_add (self->trees, tree);
      for (guint j = 0; j < retort_sql_tree_get_n_statements (tree); j++)
        add_steps (self, parsed, retort_sql_tree_get_statement (tree, j), block->is_conditional);
    }
}

static gboolean
ends_transaction (const PgQuery__Node *node)
{
  if (node->node_case != PG_QUERY__NODE__NODE_TRANSACTION_STMT)
    return FALSE;
  switch ((int) node->transaction_stmt->kind)
    {
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_COMMIT:
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_ROLLBACK:
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_PREPARE:
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
begins_transaction (const PgQuery__Node *node)
{
  return node->node_case == PG_QUERY__NODE__NODE_TRANSACTION_STMT
         && (node->transaction_stmt->kind == PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_BEGIN
             || node->transaction_stmt->kind == PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_START);
}

/* Where a migration is with its transactions. */
typedef struct
{
  guint    number;      /* of the one that is open */
  gboolean is_finished; /* the migration itself has ended it: drivers do not open another (psycopg2 goes by its own account) */
} Progress;

static void
pass_statement (Progress *progress, const RetortParsedStatement *statement)
{
  if (statement->is_alone || ends_transaction (statement->node))
    progress->number++;
  if (ends_transaction (statement->node))
    progress->is_finished = TRUE;
  else if (begins_transaction (statement->node))
    progress->is_finished = FALSE;
}

static void
add_statement (RetortMigrationActions *self, RetortStatement *statement, RetortParsedStatement like, Progress *progress)
{
  RetortSqlTree *tree = retort_sql_tree_parse (retort_statement_get_sql (statement), NULL);

  if (tree == NULL)
    return;
  g_ptr_array_add (self->trees, tree);
  for (guint i = 0; i < retort_sql_tree_get_n_statements (tree); i++)
    {
      like.statement = statement;
      like.node = retort_sql_tree_get_statement (tree, i);
      like.transaction = progress->number;
      like.is_alone = (like.flags & RETORT_BATCH_AUTOCOMMIT) != 0 || progress->is_finished;
      add_steps (self, &like, like.node, FALSE);
      add_block (self, &like);
      g_array_append_val (self->statements, like);
      pass_statement (progress, &like);
    }
}

static void
add_batch (RetortMigrationActions *self, RetortBatch *batch, guint index, Progress *progress)
{
  RetortParsedStatement like = { .flags = retort_batch_get_flags (batch), .batch = index };

  if ((like.flags & RETORT_BATCH_AUTOCOMMIT) != 0)
    progress->number++;
  for (guint i = 0; i < retort_batch_get_n_statements (batch); i++)
    add_statement (self, retort_batch_get_statement (batch, i), like, progress);
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
  Progress progress = { 0, FALSE };

  self->statements = g_array_new (FALSE, FALSE, sizeof (RetortParsedStatement));
  self->steps = g_array_new (FALSE, FALSE, sizeof (RetortActionStep));
  self->trees = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_sql_tree_unref);
  for (guint i = 0; migration != NULL && i < retort_migration_get_n_batches (migration); i++)
    add_batch (self, retort_migration_get_batch (migration, i), i, &progress);
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
  g_array_unref (self->statements);
  g_ptr_array_unref (self->trees);
  g_free (self);
}
