/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Does a WHERE name single rows by a key? Then an UPDATE or DELETE is no backfill, however large the table is. */
#include "analysis/checks/context.h"

#include "sql/expression.h"

static void
look_for_column_cb (const ProtobufCMessage *message, gpointer user_data)
{
  gboolean *has_column = user_data;

  *has_column |= message->descriptor == &pg_query__column_ref__descriptor;
}

static gboolean
is_constant (const PgQuery__Node *node)
{
  gboolean has_column = FALSE;

  retort_sql_walk ((const ProtobufCMessage *) node, look_for_column_cb, &has_column);
  return !has_column && node->node_case != PG_QUERY__NODE__NODE_SUB_LINK;
}

/* (nullable): the column of @node, which may be cast. */
static const char *
get_column (const PgQuery__Node *node)
{
  while (node->node_case == PG_QUERY__NODE__NODE_TYPE_CAST)
    node = node->type_cast->arg;
  return node->node_case == PG_QUERY__NODE__NODE_COLUMN_REF ? retort_sql_names_get_last (node->column_ref->n_fields, node->column_ref->fields) : NULL;
}

/* "id = 7", "7 = id", "id IN (7, 8)". */
static void
collect_equal (const PgQuery__AExpr *expression, GPtrArray *columns)
{
  gboolean is_list = expression->kind == PG_QUERY__A__EXPR__KIND__AEXPR_IN || expression->kind == PG_QUERY__A__EXPR__KIND__AEXPR_OP_ANY;
  const char *operator = retort_sql_names_get_last (expression->n_name, expression->name);
  const char *column = NULL;

  if ((!is_list && expression->kind != PG_QUERY__A__EXPR__KIND__AEXPR_OP) || g_strcmp0 (operator, "=") != 0 || expression->lexpr == NULL || expression->rexpr == NULL)
    return;
  column = get_column (expression->lexpr);
  if (column != NULL && is_constant (expression->rexpr))
    g_ptr_array_add (columns, (gpointer) column);
  column = get_column (expression->rexpr);
  if (column != NULL && !is_list && is_constant (expression->lexpr))
    g_ptr_array_add (columns, (gpointer) column);
}

static void
collect_terms (const PgQuery__Node *condition, GPtrArray *columns)
{
  if (condition->node_case == PG_QUERY__NODE__NODE_A_EXPR)
    collect_equal (condition->a_expr, columns);
  for (size_t i = 0; condition->node_case == PG_QUERY__NODE__NODE_BOOL_EXPR && condition->bool_expr->boolop == PG_QUERY__BOOL_EXPR_TYPE__AND_EXPR
                     && i < condition->bool_expr->n_args;
       i++)
    collect_terms (condition->bool_expr->args[i], columns);
}

static gboolean
has_all (GPtrArray *columns, GStrv wanted)
{
  for (guint i = 0; wanted != NULL && wanted[i] != NULL; i++)
    if (!g_ptr_array_find_with_equal_func (columns, wanted[i], g_str_equal, NULL))
      return FALSE;
  return wanted != NULL && wanted[0] != NULL;
}

static gboolean
covers_key (const RetortTable *table, GPtrArray *columns)
{
  for (guint i = 0; i < table->constraints->len; i++)
    {
      const RetortConstraint *key = g_ptr_array_index (table->constraints, i);

      if ((key->kind == RETORT_CONSTRAINT_PRIMARY_KEY || key->kind == RETORT_CONSTRAINT_UNIQUE) && has_all (columns, key->columns))
        return TRUE;
    }
  for (guint i = 0; i < table->indexes->len; i++)
    {
      const RetortIndex *index = g_ptr_array_index (table->indexes, i);

      if (index->is_unique && index->predicate == NULL && has_all (columns, index->columns))
        return TRUE;
    }
  return FALSE;
}

/**
 * retort_check_names_rows: (skip)
 * @at: an UPDATE or DELETE
 *
 * Where nothing is known of the table, a column of the name "id" is taken for its key.
 *
 * Returns: whether its condition holds for the rows of single values of a key, or for a cursor's row, only
 */
gboolean
retort_check_names_rows (const RetortCheckStep *at)
{
  const PgQuery__Node *node = at->step->node;
  const PgQuery__Node *condition = node->node_case == PG_QUERY__NODE__NODE_UPDATE_STMT   ? node->update_stmt->where_clause
                                   : node->node_case == PG_QUERY__NODE__NODE_DELETE_STMT ? node->delete_stmt->where_clause
                                                                                         : NULL;
  g_autoptr(GPtrArray) columns = g_ptr_array_new ();

  if (condition == NULL)
    return FALSE;
  if (condition->node_case == PG_QUERY__NODE__NODE_CURRENT_OF_EXPR)
    return TRUE;
  collect_terms (condition, columns);
  if (at->table != NULL)
    return covers_key (at->table, columns);
  return g_ptr_array_find_with_equal_func (columns, "id", g_str_equal, NULL);
}
