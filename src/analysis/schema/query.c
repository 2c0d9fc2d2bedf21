/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/schema/query-private.h"

#include <string.h>

/* One relation of FROM and what the query calls it. */
typedef struct
{
  const char        *alias;
  const RetortTable *table;
} Source;

typedef struct
{
  RetortEdit  *edit;
  GArray      *sources; /* Source */
  RetortTable *all;     /* columns of all of them, where their names are found */
  RetortTable *result;
  gboolean     is_known;
} Query;

static void
add_source (Query *query, const PgQuery__RangeVar *relation)
{
  RetortPlace place = { text_or_null (relation->schemaname), relation->relname };
  const RetortTable *table = retort_edit_find (query->edit, RETORT_OBJECT_TABLE, place);
  Source source = { relation->alias != NULL ? relation->alias->aliasname : relation->relname, table };

  if (table == NULL || (relation->alias != NULL && relation->alias->n_colnames > 0))
    {
      query->is_known = FALSE;
      return;
    }
  g_array_append_val (query->sources, source);
  for (guint i = 0; i < table->columns->len; i++)
    g_ptr_array_add (query->all->columns, retort_column_copy (g_ptr_array_index (table->columns, i)));
}

static void
read_source (Query *query, const PgQuery__Node *node)
{
  if (node->node_case == PG_QUERY__NODE__NODE_RANGE_VAR)
    add_source (query, node->range_var);
  else if (node->node_case == PG_QUERY__NODE__NODE_JOIN_EXPR && node->join_expr->n_using_clause == 0 && !node->join_expr->is_natural)
    {
      read_source (query, node->join_expr->larg);
      read_source (query, node->join_expr->rarg);
    }
  else
    query->is_known = FALSE;
}

/* (transfer full) */
static void
add_result (Query *query, const char *name, char *type)
{
  RetortColumn *column = retort_column_new ();

  column->name = g_strdup (name);
  column->type = type != NULL ? type : g_strdup ("unknown");
  column->is_nullable = TRUE;
  column->storage = g_strdup (retort_type_get_storage (query->edit, column->type));
  if (type == NULL)
    query->is_known = FALSE;
  g_ptr_array_add (query->result->columns, column);
}

static void
add_star (Query *query, const char *alias)
{
  gboolean is_found = FALSE;

  for (guint i = 0; i < query->sources->len; i++)
    {
      const Source *source = &g_array_index (query->sources, Source, i);

      if (alias != NULL && !g_str_equal (alias, source->alias))
        continue;
      is_found = TRUE;
      for (guint j = 0; j < source->table->columns->len; j++)
        {
          const RetortColumn *column = g_ptr_array_index (source->table->columns, j);

          add_result (query, column->name, g_strdup (column->type));
        }
    }
  if (!is_found)
    query->is_known = FALSE;
}

static const RetortColumn *
find_column (Query *query, const char *alias, const char *name)
{
  for (guint i = 0; i < query->sources->len; i++)
    {
      const Source *source = &g_array_index (query->sources, Source, i);
      const RetortColumn *column = alias == NULL || g_str_equal (alias, source->alias) ? retort_table_find_column (source->table, name) : NULL;

      if (column != NULL)
        return column;
    }
  return NULL;
}

static void
add_reference (Query *query, const PgQuery__ColumnRef *reference, const char *wanted)
{
  const char *name = retort_sql_names_get_last (reference->n_fields, reference->fields);
  const char *alias = reference->n_fields > 1 ? retort_sql_names_get_last (reference->n_fields - 1, reference->fields) : NULL;
  const RetortColumn *column = NULL;

  if (name == NULL)
    {
      add_star (query, alias);
      return;
    }
  column = find_column (query, alias, name);
  add_result (query, wanted != NULL ? wanted : name, column != NULL ? g_strdup (column->type) : NULL);
}

static const char *
figure_name (const PgQuery__Node *node)
{
  if (node->node_case == PG_QUERY__NODE__NODE_FUNC_CALL)
    return retort_sql_names_get_last (node->func_call->n_funcname, node->func_call->funcname);
  if (node->node_case == PG_QUERY__NODE__NODE_COALESCE_EXPR)
    return "coalesce";
  if (node->node_case == PG_QUERY__NODE__NODE_CASE_EXPR)
    return "case";
  if (node->node_case == PG_QUERY__NODE__NODE_COLUMN_REF)
    return retort_sql_names_get_last (node->column_ref->n_fields, node->column_ref->fields);
  if (node->node_case == PG_QUERY__NODE__NODE_TYPE_CAST)
    {
      const char *name = figure_name (node->type_cast->arg);

      return g_str_equal (name, "?column?")
                 ? retort_sql_names_get_last (node->type_cast->type_name->n_names, node->type_cast->type_name->names)
                 : name;
    }
  return "?column?";
}

static gboolean
is_count (const PgQuery__Node *node)
{
  return node->node_case == PG_QUERY__NODE__NODE_FUNC_CALL
         && g_strcmp0 (retort_sql_names_get_last (node->func_call->n_funcname, node->func_call->funcname), "count") == 0;
}

static void
add_target (Query *query, const PgQuery__ResTarget *target)
{
  const char *wanted = text_or_null (target->name);
  RetortScope scope = { query->edit, query->all, TRUE };
  g_autoptr(RetortValue) value = NULL;

  if (target->val->node_case == PG_QUERY__NODE__NODE_COLUMN_REF)
    {
      add_reference (query, target->val->column_ref, wanted);
      return;
    }
  if (wanted == NULL)
    wanted = figure_name (target->val);
  if (is_count (target->val))
    {
      add_result (query, wanted, g_strdup ("bigint"));
      return;
    }
  value = retort_expression_analyse (&scope, target->val);
  retort_value_settle (&scope, value, "text");
  add_result (query, wanted, scope.is_sure ? g_strdup (value->type) : NULL);
}

/* A set operation has the names of its first part; the types only when both parts agree on them. */
static gboolean
add_set_columns (RetortEdit *edit, RetortTable *table, const PgQuery__SelectStmt *select)
{
  g_autoptr(RetortTable) second = retort_table_new ();
  PgQuery__Node left = PG_QUERY__NODE__INIT;
  PgQuery__Node right = PG_QUERY__NODE__INIT;

  left.node_case = right.node_case = PG_QUERY__NODE__NODE_SELECT_STMT;
  left.select_stmt = select->larg;
  right.select_stmt = select->rarg;
  if (!retort_query_add_columns (edit, table, &left, 0, NULL) || !retort_query_add_columns (edit, second, &right, 0, NULL)
      || table->columns->len != second->columns->len)
    return FALSE;
  for (guint i = 0; i < table->columns->len; i++)
    if (!g_str_equal (((RetortColumn *) g_ptr_array_index (table->columns, i))->type,
                      ((RetortColumn *) g_ptr_array_index (second->columns, i))->type))
      return FALSE;
  return TRUE;
}

/**
 * retort_query_add_columns: (skip)
 * @edit: the edit
 * @table: a table or view without columns
 * @node: the query
 * @n_names: how many @names
 * @names: (array length=n_names): names for the first columns, as String nodes
 *
 * Gives a table or view the columns that its query gives.
 *
 * Returns: %FALSE when not all of them are known; the edit has not failed then
 */
gboolean
retort_query_add_columns (RetortEdit *edit, RetortTable *table, const PgQuery__Node *node, size_t n_names, PgQuery__Node *const *names)
{
  g_autoptr(GArray) sources = g_array_new (FALSE, FALSE, sizeof (Source));
  g_autoptr(RetortTable) all = retort_table_new ();
  Query query = { edit, sources, all, table, TRUE };
  const PgQuery__SelectStmt *select = NULL;

  if (node->node_case != PG_QUERY__NODE__NODE_SELECT_STMT)
    return FALSE;
  select = node->select_stmt;
  if (select->with_clause != NULL || select->n_values_lists > 0)
    return FALSE;
  if (select->op != PG_QUERY__SET_OPERATION__SETOP_NONE)
    return n_names == 0 && add_set_columns (edit, table, select);
  for (size_t i = 0; i < select->n_from_clause; i++)
    read_source (&query, select->from_clause[i]);
  for (size_t i = 0; i < select->n_target_list; i++)
    add_target (&query, select->target_list[i]->res_target);
  for (size_t i = 0; i < n_names && i < table->columns->len; i++)
    {
      RetortColumn *column = g_ptr_array_index (table->columns, i);

      g_free (column->name);
      column->name = g_strdup (names[i]->string->sval);
    }
  return query.is_known;
}
