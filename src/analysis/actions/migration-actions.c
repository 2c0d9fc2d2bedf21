/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/actions/migration-actions.h"

#include "sql/plpgsql.h"

#include <string.h>

/* Adds the actions of @like.node to @steps. What runs under a condition is guarded by it. */
static void
add_steps (GArray *steps, RetortActionStep like, gboolean is_conditional)
{
  g_autoptr(GArray) actions = retort_actions_of_statement (like.node);

  for (guint i = 0; i < actions->len; i++)
    {
      like.action = g_array_index (actions, RetortAction, i);
      like.action.is_guarded = like.action.is_guarded || is_conditional;
      g_array_append_val (steps, like);
    }
}

/* What a body sends that is not known. */
static void
add_unread (RetortMigrationActions *self, const RetortActionStep *like, const RetortSqlBlock *block, gsize body_start)
{
  for (guint i = 0; i < block->unread->len; i++)
    {
      const RetortSqlUnread *from = &g_array_index (block->unread, RetortSqlUnread, i);
      RetortUnreadStatement unread = { .statement = like->statement, .flags = like->flags, .index = like->index, .inside = like->inside,
                                       .reason = g_strdup (from->reason), .is_inner = TRUE, .function = like->function };

      if (body_start > 0)
        unread.inside = (RetortSpan){ body_start + from->place.start, body_start + from->place.end };
      g_array_append_val (self->unread, unread);
    }
}

/* What a body does: only what its text says; the trees are kept. @body_start is where it stands in the statement's text, 0 when that is not known. */
static void
add_block (RetortMigrationActions *self, GArray *steps, RetortActionStep like, const RetortSqlBlock *block, gsize body_start)
{
  add_unread (self, &like, block, body_start);
  for (guint i = 0; i < block->statements->len; i++)
    {
      const RetortSqlInner *inner = &g_array_index (block->statements, RetortSqlInner, i);

      if (body_start > 0)
        like.inside = (RetortSpan){ body_start + inner->place.start, body_start + inner->place.end };
      g_ptr_array_add (self->trees, retort_sql_tree_ref (inner->tree));
      for (guint j = 0; j < retort_sql_tree_get_n_statements (inner->tree); j++)
        {
          like.node = retort_sql_tree_get_statement (inner->tree, j);
          add_steps (steps, like, inner->is_conditional);
        }
    }
}

/* 0: not there, because its quotes are written otherwise. */
static gsize
find_body (const RetortParsedStatement *parsed, const RetortSqlBlock *block)
{
  const char *sql = retort_statement_get_sql (parsed->statement);
  const char *found = strstr (sql + parsed->inside.start, block->body);

  return found != NULL ? (gsize) (found - sql) : 0;
}

/* The last word of the name of the function that a statement is there to call: CALL x(), SELECT x(). */
static const char *
get_called_name (const PgQuery__Node *node)
{
  const PgQuery__FuncCall *call = NULL;

  if (node->node_case == PG_QUERY__NODE__NODE_CALL_STMT)
    call = node->call_stmt->funccall;
  else if (node->node_case == PG_QUERY__NODE__NODE_SELECT_STMT && node->select_stmt->n_target_list == 1
           && node->select_stmt->target_list[0]->res_target->val->node_case == PG_QUERY__NODE__NODE_FUNC_CALL)
    call = node->select_stmt->target_list[0]->res_target->val->func_call;
  return call != NULL ? retort_sql_names_get_last (call->n_funcname, call->funcname) : NULL;
}

static void
add_function (RetortMigrationActions *self, const RetortParsedStatement *parsed, RetortActionStep like)
{
  const PgQuery__CreateFunctionStmt *function = parsed->node->create_function_stmt;
  RetortSqlBlock *block = retort_sql_block_parse (parsed->node);

  if (block == NULL)
    return;
  like.function = retort_sql_names_get_last (function->n_funcname, function->funcname);
  add_block (self, self->bodies, like, block, find_body (parsed, block));
  g_hash_table_replace (self->functions, g_strdup (like.function), block);
}

/* What stands inside of the statement: run with it, or kept for whoever calls it. */
static void
add_inner (RetortMigrationActions *self, RetortParsedStatement *parsed)
{
  RetortActionStep like = { .statement = parsed->statement, .flags = parsed->flags, .index = self->statements->len, .inside = parsed->inside };
  const char *called = get_called_name (parsed->node);
  const RetortSqlBlock *known = called != NULL ? g_hash_table_lookup (self->functions, called) : NULL;

  if (parsed->node->node_case == PG_QUERY__NODE__NODE_CREATE_FUNCTION_STMT)
    add_function (self, parsed, like);
  else if (parsed->node->node_case == PG_QUERY__NODE__NODE_DO_STMT)
    {
      g_autoptr(RetortSqlBlock) block = retort_sql_block_parse (parsed->node);

      parsed->has_inner = block != NULL;
      if (block != NULL)
        add_block (self, self->steps, like, block, find_body (parsed, block));
    }
  else if (known != NULL)
    {
      parsed->has_inner = TRUE;
      add_block (self, self->steps, like, known, 0);
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
  gboolean is_finished; /* none is open: the runner opens none, or the migration itself has ended it, and drivers do not open another (psycopg2
                         * goes by its own account) */
  gboolean is_implicit; /* several statements are sent at once, which the server puts into a transaction where none is open ("Multiple
                         * Statements in a Simple Query" of its protocol) */
} Progress;

static void
pass_statement (Progress *progress, const RetortParsedStatement *statement)
{
  if (statement->is_alone || ends_transaction (statement->node))
    progress->number++;
  if (ends_transaction (statement->node))
    progress->is_finished = (statement->flags & RETORT_BATCH_COMMIT) == 0;
  else if (begins_transaction (statement->node))
    progress->is_finished = FALSE;
}

static void
unread_clear (gpointer data)
{
  RetortUnreadStatement *unread = data;

  g_free (unread->reason);
}

static void
add_statement (RetortMigrationActions *self, RetortStatement *statement, RetortParsedStatement like, Progress *progress)
{
  g_autoptr(GError) error = NULL;
  RetortSqlTree *tree = retort_sql_tree_parse (retort_statement_get_sql (statement), &error);

  if (tree == NULL)
    {
      RetortUnreadStatement unread = { .statement = statement, .flags = like.flags, .index = self->statements->len, .inside = like.inside,
                                       .reason = g_strdup (error->message) };

      g_array_append_val (self->unread, unread);
      return;
    }
  g_ptr_array_add (self->trees, tree);
  progress->is_implicit = progress->is_implicit || retort_sql_tree_get_n_statements (tree) > 1;
  like.is_whole_batch = like.is_whole_batch && retort_sql_tree_get_n_statements (tree) == 1;
  for (guint i = 0; i < retort_sql_tree_get_n_statements (tree); i++)
    {
      like.statement = statement;
      like.node = retort_sql_tree_get_statement (tree, i);
      like.transaction = progress->number;
      if (retort_sql_tree_get_n_statements (tree) > 1)
        like.inside = retort_sql_tree_get_span (tree, i);
      like.is_alone = !progress->is_implicit && ((like.flags & RETORT_BATCH_AUTOCOMMIT) != 0 || progress->is_finished);
      like.has_inner = FALSE;
      add_steps (self->steps, (RetortActionStep){ .statement = statement, .node = like.node, .flags = like.flags, .index = self->statements->len, .inside = like.inside }, FALSE);
      add_inner (self, &like);
      g_array_append_val (self->statements, like);
      pass_statement (progress, &like);
    }
}

/* Several statements in one text of the file: each of them has the place of all. */
static gboolean
shares_place (RetortBatch *batch, guint index)
{
  RetortSpan own = retort_statement_get_span (retort_batch_get_statement (batch, index));

  for (guint i = index > 0 ? index - 1 : 1; i < retort_batch_get_n_statements (batch) && i <= index + 1; i += 2)
    {
      RetortSpan other = retort_statement_get_span (retort_batch_get_statement (batch, i));

      if (own.start == other.start && own.end == other.end)
        return TRUE;
    }
  return FALSE;
}

static void
add_batch (RetortMigrationActions *self, RetortBatch *batch, guint index, Progress *progress)
{
  RetortParsedStatement like = { .flags = retort_batch_get_flags (batch), .batch = index };
  gboolean is_outside = (like.flags & RETORT_BATCH_AUTOCOMMIT) != 0;

  progress->is_implicit = retort_batch_get_n_statements (batch) > 1;
  if (is_outside)
    progress->number++;
  for (guint i = 0; i < retort_batch_get_n_statements (batch); i++)
    {
      RetortStatement *statement = retort_batch_get_statement (batch, i);

      like.is_whole_batch = retort_batch_get_n_statements (batch) == 1
                            && g_str_equal (retort_batch_get_sql (batch), retort_statement_get_sql (statement));
      like.inside = (RetortSpan){ 0, shares_place (batch, i) ? strlen (retort_statement_get_sql (statement)) : 0 };
      add_statement (self, statement, like, progress);
    }
  if (progress->is_implicit && (is_outside || progress->is_finished))
    progress->number++;
}

/**
 * retort_migration_actions_new:
 * @migration: (nullable): one direction of a revision; must outlive the actions
 * @transactions: how the runner opens transactions
 *
 * Returns: (transfer full): its actions; none for %NULL
 */
RetortMigrationActions *
retort_migration_actions_new (RetortMigration *migration, RetortTransactions transactions)
{
  RetortMigrationActions *self = g_new0 (RetortMigrationActions, 1);
  Progress progress = { 0, transactions == RETORT_TRANSACTIONS_AUTOCOMMIT, FALSE };

  self->statements = g_array_new (FALSE, FALSE, sizeof (RetortParsedStatement));
  self->steps = g_array_new (FALSE, FALSE, sizeof (RetortActionStep));
  self->bodies = g_array_new (FALSE, FALSE, sizeof (RetortActionStep));
  self->unread = g_array_new (FALSE, FALSE, sizeof (RetortUnreadStatement));
  g_array_set_clear_func (self->unread, unread_clear);
  self->functions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) retort_sql_block_free);
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
  g_array_unref (self->bodies);
  g_array_unref (self->unread);
  g_array_unref (self->statements);
  g_hash_table_unref (self->functions);
  g_ptr_array_unref (self->trees);
  g_free (self);
}
