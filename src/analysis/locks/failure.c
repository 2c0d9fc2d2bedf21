/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements that a server refuses on this schema, with the SQLSTATE: what the simulation says, and what depends on the server's version
 * or on what only locks look at. */
#include "analysis/locks/survey-private.h"

#include "analysis/schema/table-private.h"
#include "sql/expression.h"

#include <string.h>

/* Which SQLSTATE belongs to words of PostgreSQL's; the first that fits. */
static const struct
{
  const char *words;
  const char *state;
} states[] = {
  { "because other objects depend on it", "2BP01" },
  { "requires it", "2BP01" },
  { "depends on it", "2BP01" },
  { "cannot be cast automatically", "42804" },
  { "cannot alter type of a column used by a view or rule", "0A000" },
  { "cannot alter type of a column used in a", "0A000" },
  { "must include all partitioning columns", "0A000" },
  { "cannot add NOT VALID foreign key", "42809" },
  { "cannot alter type of a column used by a generated column", "42601" },
  { "no schema has been selected", "3F000" },
  { "cannot be implemented", "42804" },
  { "there is no unique constraint matching", "42830" },
  { "cannot use ONLY for foreign key", "42809" },
  { "child table is missing", "42804" },
  { "has different type for column", "42804" },
  { "must be marked NOT NULL", "42804" },
  { "cannot inherit from partition", "42809" },
  { "would overlap partition", "42P17" },
  { "is already a partition", "42809" },
  { "identity column type must be", "22023" },
  { "empty range bound", "42P17" },
};

static const struct
{
  const char *object;
  const char *missing;
  const char *duplicate;
} objects[] = {
  { "column ", "42703", "42701" },   { "relation ", "42P01", "42P07" }, { "table ", "42P01", "42P07" },  { "view ", "42P01", "42P07" },
  { "sequence ", "42P01", "42P07" }, { "schema ", "3F000", "42P06" },   { "function ", "42883", "42723" },
};

static const char *
find_state (const char *message)
{
  gboolean is_missing = strstr (message, "does not exist") != NULL;

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (strstr (message, states[i].words) != NULL)
      return states[i].state;
  if (!is_missing && strstr (message, "already exists") == NULL)
    return "42P16";
  for (guint i = 0; i < G_N_ELEMENTS (objects); i++)
    if (g_str_has_prefix (message, objects[i].object))
      return is_missing ? objects[i].missing : objects[i].duplicate;
  return is_missing ? "42704" : "42710";
}

static const RetortTable *
find_table (RetortSurvey *self, const PgQuery__RangeVar *relation)
{
  return retort_survey_find_table (self, relation->schemaname[0] != '\0' ? relation->schemaname : NULL, relation->relname);
}

/* A foreign key of a partitioned table could not be left unvalidated before 18. */
static char *
find_unvalidated_key (RetortSurvey *self, const PgQuery__AlterTableStmt *alter)
{
  const RetortTable *table = find_table (self, alter->relation);

  if (table == NULL || table->kind != RETORT_RELATION_PARTITIONED_TABLE || self->session->major >= 18)
    return NULL;
  for (size_t i = 0; i < alter->n_cmds; i++)
    {
      const PgQuery__AlterTableCmd *command = alter->cmds[i]->alter_table_cmd;

      if (command->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_AddConstraint && command->def->constraint->contype == PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN
          && command->def->constraint->skip_validation)
        return g_strdup_printf ("42809 cannot add NOT VALID foreign key on partitioned table \"%s\" referencing relation \"%s\"", table->name,
                                command->def->constraint->pktable->relname);
    }
  return NULL;
}

/* A view that shows the column whose type changes. */
typedef struct
{
  const RetortTable *table;
  const char        *column;
  gboolean           is_used;
} ViewUse;

static void
look_at_view_cb (gpointer object, gpointer user_data)
{
  const RetortTable *view = object;
  ViewUse *use = user_data;

  if (!use->is_used && (view->kind == RETORT_RELATION_VIEW || view->kind == RETORT_RELATION_MATERIALIZED_VIEW) && view != use->table)
    use->is_used = retort_view_uses (view, use->table->schema, use->table->name, use->column);
}

/* A query inside of the expression has columns of its own, which may have the same name: what uses it then is not known. */
static gboolean
expression_uses (const char *expression, const char *column)
{
  return expression != NULL && strcasestr (expression, "select") == NULL && retort_text_uses_column (expression, column);
}

/* Policies of others that look at the table have it in the queries inside of them. */
typedef struct
{
  const RetortTable *table;
  const char        *column;
  gboolean           is_used;
} PolicyUse;

static void
look_at_policies_cb (gpointer object, gpointer user_data)
{
  const RetortTable *other = object;
  PolicyUse *use = user_data;

  for (guint i = 0; !use->is_used && i < other->policies->len; i++)
    use->is_used = retort_policy_looks_at (g_ptr_array_index (other->policies, i), use->table->schema, use->table->name, use->column);
}

static gboolean
policy_uses (const RetortTable *table, const char *column)
{
  for (guint i = 0; i < table->policies->len; i++)
    {
      const RetortPolicy *policy = g_ptr_array_index (table->policies, i);

      if (expression_uses (policy->using_expression, column) || expression_uses (policy->check_expression, column))
        return TRUE;
    }
  return FALSE;
}

typedef struct
{
  const char *column;
  gboolean    is_used;
} ColumnUse;

static void
look_for_column_cb (const ProtobufCMessage *message, gpointer user_data)
{
  const PgQuery__ColumnRef *reference = (const PgQuery__ColumnRef *) message;
  ColumnUse *use = user_data;

  if (message->descriptor == &pg_query__column_ref__descriptor)
    use->is_used |= g_strcmp0 (retort_sql_names_get_last (reference->n_fields, reference->fields), use->column) == 0;
}

/* UPDATE OF and WHEN name columns. */
static gboolean
trigger_uses (const RetortTrigger *trigger, const char *column)
{
  g_autoptr(RetortSqlTree) tree = trigger->definition != NULL ? retort_sql_tree_parse (trigger->definition, NULL) : NULL;
  const PgQuery__Node *node = tree != NULL ? retort_sql_tree_get_statement (tree, 0) : NULL;
  ColumnUse use = { column, FALSE };

  if (node == NULL || node->node_case != PG_QUERY__NODE__NODE_CREATE_TRIG_STMT)
    return FALSE;
  for (size_t i = 0; i < node->create_trig_stmt->n_columns; i++)
    use.is_used |= g_str_equal (node->create_trig_stmt->columns[i]->string->sval, column);
  retort_sql_walk ((const ProtobufCMessage *) node->create_trig_stmt->when_clause, look_for_column_cb, &use);
  return use.is_used;
}

static gboolean
any_trigger_uses (const RetortTable *table, const char *column)
{
  for (guint i = 0; i < table->triggers->len; i++)
    if (trigger_uses (g_ptr_array_index (table->triggers, i), column))
      return TRUE;
  return FALSE;
}

static gboolean
generated_column_uses (const RetortTable *table, const char *column)
{
  for (guint i = 0; i < table->columns->len; i++)
    {
      const RetortColumn *other = g_ptr_array_index (table->columns, i);

      if (other->generated != NULL && retort_text_uses_column (other->generated, column))
        return TRUE;
    }
  return FALSE;
}

static char *
find_user_of_type (RetortSurvey *self, const RetortTable *table, const char *column)
{
  ViewUse use = { table, column, FALSE };
  PolicyUse policy_use = { table, column, FALSE };

  retort_schema_foreach (self->before, RETORT_OBJECT_TABLE, look_at_view_cb, &use);
  if (use.is_used)
    return g_strdup ("0A000 cannot alter type of a column used by a view or rule");
  if (any_trigger_uses (table, column))
    return g_strdup ("0A000 cannot alter type of a column used in a trigger definition");
  retort_schema_foreach (self->before, RETORT_OBJECT_TABLE, look_at_policies_cb, &policy_use);
  if (policy_uses (table, column) || policy_use.is_used)
    return g_strdup ("0A000 cannot alter type of a column used in a policy definition");
  if (generated_column_uses (table, column))
    return g_strdup ("42601 cannot alter type of a column used by a generated column");
  return NULL;
}

static char *
find_missing_cast (RetortSurvey *self, const RetortColumn *column, const PgQuery__ColumnDef *definition)
{
  g_autofree char *type = definition->raw_default == NULL ? retort_survey_format_type (self, definition->type_name) : NULL;

  if (type == NULL || !retort_survey_cannot_assign (self, column->type, type))
    return NULL;
  return g_strdup_printf ("42804 column \"%s\" cannot be cast automatically to type %s", column->name, type);
}

static gboolean
is_in_partition_key (const RetortTable *table, const RetortColumn *column)
{
  return table->partition_key != NULL && retort_text_uses_column (strchr (table->partition_key, '('), column->name);
}

/* What only the parent may do. */
static char *
find_parent_failure (const RetortTable *table, const PgQuery__AlterTableCmd *command)
{
  const RetortColumn *column = command->name != NULL ? retort_table_find_column (table, command->name) : NULL;

  if (command->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_AddColumn && table->partition_bound != NULL && table->inherits != NULL && table->inherits[0] != NULL)
    return g_strdup ("42809 cannot add column to a partition");
  if (command->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_DropColumn && column != NULL && is_in_partition_key (table, column))
    return g_strdup_printf ("42P16 cannot drop column \"%s\" because it is part of the partition key of relation \"%s\"", column->name, table->name);
  if (command->subtype != PG_QUERY__ALTER_TABLE_TYPE__AT_AlterColumnType || column == NULL)
    return NULL;
  if (column->is_inherited)
    return g_strdup_printf ("42P16 cannot alter inherited column \"%s\"", column->name);
  if (is_in_partition_key (table, column))
    return g_strdup_printf ("42P16 cannot alter column \"%s\" because it is part of the partition key of relation \"%s\"", column->name, table->name);
  return NULL;
}

static char *
find_type_failure (RetortSurvey *self, const PgQuery__AlterTableStmt *alter)
{
  const RetortTable *table = find_table (self, alter->relation);

  for (size_t i = 0; table != NULL && i < alter->n_cmds; i++)
    {
      const PgQuery__AlterTableCmd *command = alter->cmds[i]->alter_table_cmd;
      const RetortColumn *column = command->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_AlterColumnType ? retort_table_find_column (table, command->name) : NULL;
      g_autofree char *failure = find_parent_failure (table, command);

      if (column != NULL && failure == NULL)
        failure = find_missing_cast (self, column, command->def->column_def);
      if (column != NULL && failure == NULL)
        failure = find_user_of_type (self, table, command->name);
      if (failure != NULL)
        return g_steal_pointer (&failure);
    }
  return NULL;
}

/**
 * retort_survey_find_failure: (skip)
 * @self: the survey
 * @node: a statement
 *
 * Returns: (transfer full) (nullable): SQLSTATE and words of the error that it ends in
 */
char *
retort_survey_find_failure (RetortSurvey *self, const PgQuery__Node *node)
{
  char *failure = retort_survey_find_older (self, node);

  if (failure != NULL || self->before == NULL)
    return failure;
  if (node->node_case == PG_QUERY__NODE__NODE_ALTER_TABLE_STMT)
    {
      failure = find_unvalidated_key (self, node->alter_table_stmt);
      if (failure == NULL)
        failure = find_type_failure (self, node->alter_table_stmt);
    }
  if (failure == NULL)
    failure = retort_survey_find_misfit (self, node);
  if (failure == NULL && self->effect->kind == RETORT_EFFECT_FAILS)
    failure = g_strdup_printf ("%s %s", find_state (self->effect->reason), self->effect->reason);
  return failure;
}
