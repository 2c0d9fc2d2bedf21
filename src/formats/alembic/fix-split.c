/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An autocommit block commits what stands before it. When something behind that fails, the next try begins again, and fails on what is
 * there, unless each statement so far can be sent a second time. */
#include "formats/alembic/fix-split.h"

#include "sql/tree.h"

static gboolean
is_repeatable_command (const PgQuery__AlterTableCmd *command)
{
  return command->missing_ok || command->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_ValidateConstraint;
}

static gboolean
is_repeatable_alter (const PgQuery__AlterTableStmt *alter)
{
  for (size_t i = 0; i < alter->n_cmds; i++)
    if (!is_repeatable_command (alter->cmds[i]->alter_table_cmd))
      return FALSE;
  return TRUE;
}

/* What works a second time; of other kinds nothing is known. */
static gboolean
is_repeatable_node (const PgQuery__Node *node)
{
  switch ((int) node->node_case)
    {
    case PG_QUERY__NODE__NODE_VARIABLE_SET_STMT:
    case PG_QUERY__NODE__NODE_SELECT_STMT:
    case PG_QUERY__NODE__NODE_COMMENT_STMT:
      return TRUE;
    case PG_QUERY__NODE__NODE_CREATE_STMT:
      return node->create_stmt->if_not_exists;
    case PG_QUERY__NODE__NODE_INDEX_STMT:
      return node->index_stmt->if_not_exists;
    case PG_QUERY__NODE__NODE_DROP_STMT:
      return node->drop_stmt->missing_ok;
    case PG_QUERY__NODE__NODE_ALTER_TABLE_STMT:
      return is_repeatable_alter (node->alter_table_stmt);
    default:
      return FALSE;
    }
}

static gboolean
does_something (const PgQuery__Node *node)
{
  return node->node_case != PG_QUERY__NODE__NODE_VARIABLE_SET_STMT && node->node_case != PG_QUERY__NODE__NODE_SELECT_STMT;
}

/* TRUE: nothing speaks against it. */
static gboolean
allows (RetortStatement *statement, RetortSpan span, gboolean is_repeatable)
{
  gsize start = retort_statement_get_span (statement).start;
  g_autoptr(RetortSqlTree) tree = NULL;

  if (start >= span.start && start < span.end)
    return TRUE;
  if (start >= span.end && is_repeatable)
    return TRUE;
  tree = retort_sql_tree_parse (retort_statement_get_sql (statement), NULL);
  for (guint i = 0; tree != NULL && i < retort_sql_tree_get_n_statements (tree); i++)
    {
      const PgQuery__Node *node = retort_sql_tree_get_statement (tree, i);

      if (start < span.start ? !is_repeatable_node (node) : does_something (node))
        return FALSE;
    }
  return tree != NULL;
}

/**
 * retort_alembic_may_split:
 * @upgrade: (nullable): what the file sends; %NULL: not known, and nothing is said against it
 * @span: the call that would be committed by itself
 * @is_repeatable: what it would send works a second time
 *
 * Returns: whether a failure behind the cut leaves nothing on which the next try would fail
 */
gboolean
retort_alembic_may_split (RetortMigration *upgrade, RetortSpan span, gboolean is_repeatable)
{
  for (guint i = 0; upgrade != NULL && i < retort_migration_get_n_batches (upgrade); i++)
    {
      RetortBatch *batch = retort_migration_get_batch (upgrade, i);

      for (guint j = 0; j < retort_batch_get_n_statements (batch); j++)
        if (!allows (retort_batch_get_statement (batch, j), span, is_repeatable))
          return FALSE;
    }
  return TRUE;
}
