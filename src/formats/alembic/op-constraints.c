/* SPDX-License-Identifier: GPL-3.0-or-later */
/* create_…_constraint, create_foreign_key, create_primary_key, drop_constraint (docs/reference/alembic-ops.md section 8). */
#include "formats/alembic/naming.h"
#include "formats/alembic/ops.h"

#include <string.h>

static void
set_columns (RetortCall *call, RetortConstraint *constraint, const char *parameter)
{
  guint n_columns = 0;
  RetortPyValue **columns = retort_value_list_items (call, parameter, retort_call_get (call, parameter), &n_columns);

  if (call->problem == NULL)
    retort_constraint_set_columns (call, constraint, columns, n_columns);
}

static RetortConstraint *
begin (RetortCall *call, RetortConstraintKind kind)
{
  return retort_alembic_constraint_new (call->evaluation, kind, retort_call_get_name (call, "constraint_name"));
}

static RetortPyValue *
send (RetortCall *call, RetortConstraint *constraint, RetortName table, RetortName schema)
{
  retort_op_add_constraint (call, constraint, table, schema);
  return NULL;
}

static RetortPyValue *
create_primary_key (RetortCall *call)
{
  RetortConstraint *constraint = begin (call, RETORT_CONSTRAINT_PRIMARY_KEY);

  set_columns (call, constraint, "columns");
  if (constraint->n_columns == 0)
    retort_call_refuse (call, "a primary key without columns is not bound to a table");
  return send (call, constraint, retort_op_get_table (call), retort_op_get_schema (call));
}

static RetortPyValue *
create_unique_constraint (RetortCall *call)
{
  RetortConstraint *constraint = begin (call, RETORT_CONSTRAINT_UNIQUE);

  set_columns (call, constraint, "columns");
  retort_constraint_read_options (call, constraint);
  if (constraint->n_columns == 0)
    retort_call_gap (call, "a unique constraint without columns is not understood");
  /* The table that Alembic makes for the statement has only the constraint's own columns. */
  for (guint i = 0; i < constraint->n_included; i++)
    {
      gboolean is_there = FALSE;

      for (guint j = 0; j < constraint->n_columns; j++)
        is_there = is_there || g_strcmp0 (constraint->included[i].text, constraint->columns[j].text) == 0;
      if (!is_there)
        retort_call_refuse (call, "postgresql_include names '%s', which is no column of the constraint", constraint->included[i].text);
    }
  return send (call, constraint, retort_op_get_table (call), retort_op_get_schema (call));
}

static RetortPyValue *
create_check_constraint (RetortCall *call)
{
  RetortConstraint *constraint = begin (call, RETORT_CONSTRAINT_CHECK);
  RetortClause *condition = retort_clause_from_sql (call, "condition", retort_call_get (call, "condition"));
  g_autoptr(GString) sql = g_string_new (NULL);

  if (condition == NULL || !retort_clause_append (call, sql, condition, retort_clause_in_ddl))
    return NULL;
  constraint->body = retort_py_strdup (call->evaluation, sql->str);
  retort_constraint_read_options (call, constraint);
  return send (call, constraint, retort_op_get_table (call), retort_op_get_schema (call));
}

static RetortPyValue *
create_foreign_key (RetortCall *call)
{
  RetortConstraint *constraint = begin (call, RETORT_CONSTRAINT_FOREIGN_KEY);
  const RetortBatchTable *batch = retort_batch_table_of (call);
  RetortName table = batch != NULL ? batch->table : retort_call_get_name (call, "source_table");
  RetortName schema = batch != NULL ? batch->schema : retort_call_get_name (call, "source_schema");
  guint n_targets = 0;
  RetortPyValue **targets = retort_value_list_items (call, "remote_cols", retort_call_get (call, "remote_cols"), &n_targets);

  set_columns (call, constraint, "local_cols");
  if (call->problem != NULL)
    return NULL;
  if (n_targets != constraint->n_columns)
    retort_call_refuse (call, "a foreign key must have as many columns as it refers to");
  if (table.text == NULL)
    retort_call_gap (call, "the table of create_foreign_key() is not known");
  constraint->target_table = retort_call_get_name (call, "referent_table");
  constraint->target_schema = retort_call_get_name (call, "referent_schema");
  constraint->target_columns = retort_names_from_values (call, "a referenced column", targets, n_targets);
  for (guint i = 0; i < n_targets; i++)
    if (constraint->target_columns[i].text != NULL && strchr (constraint->target_columns[i].text, '.') != NULL)
      retort_call_refuse (call, "the referenced column '%s' is taken for a table and a column", constraint->target_columns[i].text);
  if (constraint->target_table.text == NULL)
    retort_call_gap (call, "the referenced table of create_foreign_key() is not known");
  retort_constraint_read_options (call, constraint);
  return send (call, constraint, table, schema);
}

static RetortPyValue *
create_exclude_constraint (RetortCall *call)
{
  RetortConstraint *constraint = begin (call, RETORT_CONSTRAINT_EXCLUDE);

  /* A text() element has no name for the column that Alembic makes of it. */
  for (guint i = 0; i < call->n_rest; i++)
    {
      RetortPyValue *element = call->rest[i];
      RetortPyValue *first = retort_py_value_is (element, RETORT_PY_TUPLE) && retort_py_value_get_n_items (element) == 2
                               ? retort_py_value_get_item (element, 0) : NULL;

      if (first != NULL && retort_value_is_clause (first)
          && retort_clause_from_value (call, "an element", first, NULL)->kind == RETORT_CLAUSE_TEXT)
        retort_call_refuse (call, "column must be constructed with a non-blank name");
    }
  retort_constraint_read_exclude (call, constraint, call->rest, call->n_rest);
  retort_constraint_read_options (call, constraint);
  return send (call, constraint, retort_op_get_table (call), retort_op_get_schema (call));
}

static gboolean
is_constraint_type (const char *type)
{
  static const char *const types[] = { "foreignkey", "primary", "unique", "check", NULL };

  return type == NULL || g_strv_contains (types, type);
}

static RetortPyValue *
drop_constraint (RetortCall *call)
{
  RetortName name = retort_call_get_name (call, "constraint_name");
  RetortName table = retort_op_get_table (call);
  RetortName schema = retort_op_get_schema (call);
  const char *type = retort_call_get_string (call, "type_");
  gboolean if_exists = retort_call_has (call, "if_exists") && retort_call_get_flag (call, "if_exists", FALSE);
  g_autoptr(GString) sql = g_string_new ("ALTER TABLE ");

  name = call->problem == NULL ? retort_naming_of_dropped (call, name, type, table, schema) : name;
  if (!is_constraint_type (type))
    retort_call_refuse (call, "'type' of drop_constraint() can be 'check', 'foreignkey', 'primary', 'unique' or None");
  if (name.text == NULL)
    retort_call_refuse (call, "can't emit DROP CONSTRAINT for a constraint that has no name");
  if (call->problem != NULL)
    return NULL;
  retort_name_append_schema (sql, schema);
  retort_name_append (sql, table);
  g_string_append (sql, if_exists ? " DROP CONSTRAINT IF EXISTS " : " DROP CONSTRAINT ");
  if (retort_constraint_append_name (call, sql, name))
    retort_op_emit (call, sql);
  return NULL;
}

#define KEY "local_cols, remote_cols, *, onupdate=None, ondelete=None, deferrable=None, initially=None, match=None, use_alter=False, "
#define EXCLUDE "using=None, where=None, ops=None, deferrable=None, initially=None"

const RetortFunction retort_op_constraint_functions[] = {
  { "create_primary_key", "constraint_name, table_name, columns, *, schema=None", create_primary_key, TRUE },
  { "create_unique_constraint", "constraint_name, table_name, columns, *, schema=None, deferrable=None, initially=None, **options",
    create_unique_constraint, TRUE },
  { "create_check_constraint", "constraint_name, table_name, condition, *, schema=None, deferrable=None, initially=None, **options",
    create_check_constraint, TRUE },
  { "create_foreign_key", "constraint_name, source_table, referent_table, " KEY "source_schema=None, referent_schema=None, **options",
    create_foreign_key, TRUE },
  { "create_exclude_constraint", "constraint_name, table_name, *elements, schema=None, " EXCLUDE, create_exclude_constraint, TRUE },
  { "drop_constraint", "constraint_name, table_name, type_=None, *, schema=None, if_exists=None", drop_constraint, TRUE },
  { NULL },
};

const RetortFunction retort_batch_constraint_functions[] = {
  { "create_primary_key", "constraint_name, columns", create_primary_key, TRUE },
  { "create_unique_constraint", "constraint_name, columns, deferrable=None, initially=None, **options", create_unique_constraint, TRUE },
  { "create_check_constraint", "constraint_name, condition, deferrable=None, initially=None, **options", create_check_constraint, TRUE },
  { "create_foreign_key", "constraint_name, referent_table, " KEY "referent_schema=None, **options", create_foreign_key, TRUE },
  { "create_exclude_constraint", "constraint_name, *elements, " EXCLUDE, create_exclude_constraint, TRUE },
  { "drop_constraint", "constraint_name, type_=None", drop_constraint, TRUE },
  { NULL },
};
