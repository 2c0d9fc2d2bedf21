/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Policies whose queries look at other tables: they go with those, or forbid that they go without CASCADE (recordDependencyOnExpr() for
 * a policy in src/backend/commands/policy.c). */
#include "analysis/schema/statements-private.h"

#include "sql/expression.h"

#include <string.h>

/* What the queries inside of an expression look at. */
typedef struct
{
  const char *schema;
  const char *table;
  const char *column;     /* nullable */
  char       *alias;      /* nullable: what the table is called there */
  guint       n_relations;
  gboolean    has_table;
  gboolean    has_column; /* for sure: under the table's name, or where there is no other table */
} Look;

static void
look_for_relation_cb (const ProtobufCMessage *message, gpointer user_data)
{
  const PgQuery__RangeVar *relation = (const PgQuery__RangeVar *) message;
  Look *look = user_data;

  if (message->descriptor != &pg_query__range_var__descriptor)
    return;
  look->n_relations++;
  if (!g_str_equal (relation->relname, look->table) || (text_or_null (relation->schemaname) != NULL && !g_str_equal (relation->schemaname, look->schema)))
    return;
  look->has_table = TRUE;
  g_free (look->alias);
  look->alias = g_strdup (relation->alias != NULL ? relation->alias->aliasname : relation->relname);
}

static void
look_for_column_cb (const ProtobufCMessage *message, gpointer user_data)
{
  const PgQuery__ColumnRef *reference = (const PgQuery__ColumnRef *) message;
  Look *look = user_data;
  const char *qualifier = NULL;

  if (message->descriptor != &pg_query__column_ref__descriptor
      || g_strcmp0 (retort_sql_names_get_last (reference->n_fields, reference->fields), look->column) != 0)
    return;
  qualifier = reference->n_fields > 1 ? retort_sql_names_get_last (reference->n_fields - 1, reference->fields) : NULL;
  look->has_column |= qualifier != NULL ? g_strcmp0 (qualifier, look->alias) == 0 : look->n_relations == 1;
}

static gboolean
expression_looks_at (const char *expression, const char *schema, const char *table, const char *column)
{
  g_autofree char *sql = NULL;
  g_autoptr(RetortSqlTree) tree = NULL;
  g_autofree char *alias = NULL;
  Look look = { schema, table, column, NULL, 0, FALSE, FALSE };

  if (expression == NULL || strstr (expression, table) == NULL)
    return FALSE;
  sql = g_strconcat ("SELECT ", expression, NULL);
  tree = retort_sql_tree_parse (sql, NULL);
  if (tree == NULL || retort_sql_tree_get_n_statements (tree) == 0)
    return FALSE;
  retort_sql_walk ((const ProtobufCMessage *) retort_sql_tree_get_statement (tree, 0), look_for_relation_cb, &look);
  alias = look.alias;
  if (look.has_table && column != NULL)
    retort_sql_walk ((const ProtobufCMessage *) retort_sql_tree_get_statement (tree, 0), look_for_column_cb, &look);
  return look.has_table && (column == NULL || look.has_column);
}

/**
 * retort_policy_looks_at: (skip)
 * @policy: a policy
 * @schema: where a table is
 * @table: its name
 * @column: (nullable): one of its columns
 *
 * Returns: whether a query inside of the policy surely looks at the table, or at that column of it
 */
gboolean
retort_policy_looks_at (const RetortPolicy *policy, const char *schema, const char *table, const char *column)
{
  return expression_looks_at (policy->using_expression, schema, table, column) || expression_looks_at (policy->check_expression, schema, table, column);
}

typedef struct
{
  const char *schema;
  const char *table;
  const char *column; /* nullable */
  GPtrArray  *owners; /* RetortTable, owned: tables with such policies */
} PolicySearch;

static void
search_policy_cb (gpointer object, gpointer user_data)
{
  RetortTable *owner = object;
  PolicySearch *search = user_data;

  if (g_str_equal (owner->name, search->table) && g_str_equal (owner->schema, search->schema))
    return;
  for (guint i = 0; i < owner->policies->len; i++)
    if (retort_policy_looks_at (g_ptr_array_index (owner->policies, i), search->schema, search->table, search->column))
      {
        g_ptr_array_add (search->owners, retort_table_ref (owner));
        return;
      }
}

/**
 * retort_edit_drop_policies_of: (skip)
 * @edit: the edit
 * @schema: where the table is
 * @table: a table that goes, or loses a column
 * @column: (nullable): that column
 * @cascade: whether policies of other tables may go with it
 *
 * Returns: %FALSE when one of them forbids it
 */
gboolean
retort_edit_drop_policies_of (RetortEdit *edit, const char *schema, const char *table, const char *column, gboolean cascade)
{
  g_autoptr(GPtrArray) owners = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_table_unref);
  PolicySearch search = { schema, table, column, owners };

  retort_schema_foreach (edit->schema, RETORT_OBJECT_TABLE, search_policy_cb, &search);
  if (owners->len > 0 && !cascade)
    return retort_edit_fail_depended (edit, table, column);
  for (guint i = 0; i < owners->len; i++)
    {
      RetortTable *owner = retort_table_copy (g_ptr_array_index (owners, i));

      for (guint j = owner->policies->len; j > 0; j--)
        if (retort_policy_looks_at (g_ptr_array_index (owner->policies, j - 1), schema, table, column))
          g_ptr_array_remove_index (owner->policies, j - 1);
      retort_edit_put_table (edit, owner);
    }
  return TRUE;
}
