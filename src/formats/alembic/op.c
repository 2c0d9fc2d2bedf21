/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all operations share, and the module `op` itself. */
#include "formats/alembic/ops.h"

#include "formats/alembic/compiler.h"
#include "formats/alembic/naming.h"
#include "formats/alembic/own-operation.h"
#include "formats/alembic/quoting.h"

/* alembic.op has these functions, and the object of a batch block has its own of the same kinds. */
static const RetortFunction *const op_families[] = {
  retort_op_column_functions,     retort_op_constraint_functions, retort_op_execute_functions,
  retort_op_index_functions,      retort_op_table_functions,      retort_op_batch_functions,
  retort_op_enum_functions,       retort_op_entity_functions,
};
static const RetortFunction *const batch_families[] = {
  retort_batch_column_functions, retort_batch_constraint_functions, retort_batch_index_functions,
  retort_batch_table_functions,  retort_op_execute_functions,
};

static RetortPyValue *
find_function (RetortPyEvaluation *evaluation, const RetortFunction *const *families, guint n_families, RetortPyValue *receiver,
               const char *name)
{
  for (guint i = 0; i < n_families; i++)
    {
      RetortMembers members = { families[i], NULL };
      RetortPyValue *function = retort_members_get (evaluation, &members, receiver, name);

      if (function != NULL)
        return function;
    }
  return NULL;
}

/**
 * retort_op_get_attribute:
 * @evaluation: the evaluation
 * @name: an attribute of alembic.op
 *
 * Returns: (nullable): the operation; %NULL when it is not known
 */
RetortPyValue *
retort_op_get_attribute (RetortPyEvaluation *evaluation, const char *name)
{
  RetortPyValue *function = find_function (evaluation, op_families, G_N_ELEMENTS (op_families), NULL, name);

  return function != NULL ? function : retort_own_operation_get (evaluation, name);
}

/* --- batch_alter_table --- */

static RetortPyValue *
batch_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  return find_function (evaluation, batch_families, G_N_ELEMENTS (batch_families), self, name);
}

static void
batch_clear (RetortBatchTable *self)
{
  self->first = NULL;
  self->end = &self->first;
}

static RetortPyValue *
batch_enter (RetortPyEvaluation *evaluation, RetortPyValue *self)
{
  batch_clear (retort_py_value_get_foreign_data (self));
  return self;
}

/* A block that an exception leaves sends nothing. */
static void
batch_leave (RetortPyEvaluation *evaluation, RetortPyValue *self)
{
  RetortBatchTable *batch = retort_py_value_get_foreign_data (self);

  retort_compiler_emit_deferred (evaluation, batch->first);
  batch_clear (batch);
}

static const RetortPyForeignClass batch_class = {
  .name = "batch operations",
  .get_attribute = batch_get_attribute,
  .enter = batch_enter,
  .leave = batch_leave,
};

static RetortPyValue *
batch_alter_table (RetortCall *call)
{
  RetortBatchTable *batch = retort_py_allocate (call->evaluation, sizeof *batch);
  const char *recreate = retort_call_get_string (call, "recreate");

  if (recreate != NULL && g_str_equal (recreate, "always"))
    retort_call_gap (call, "batch_alter_table() with recreate='always' is not understood");
  else if (recreate != NULL && !g_str_equal (recreate, "auto") && !g_str_equal (recreate, "never"))
    retort_call_refuse (call, "recreate of batch_alter_table() may be 'auto', 'always' or 'never'");
  if (!retort_value_is_none (retort_call_get (call, "naming_convention")))
    retort_call_gap (call, "naming_convention of batch_alter_table() is not understood");
  batch_clear (batch);
  batch->table = retort_call_get_name (call, "table_name");
  batch->schema = retort_call_get_name (call, "schema");
  return call->problem == NULL ? retort_py_new_foreign (call->evaluation, &batch_class, batch, NULL) : NULL;
}

const RetortFunction retort_op_batch_functions[] = {
  { "batch_alter_table",
    "table_name, schema=None, recreate='auto', partial_reordering=None, copy_from=None, table_args=(), table_kwargs={}, "
    "reflect_args=(), reflect_kwargs={}, naming_convention=None", batch_alter_table, TRUE },
  { NULL },
};

/**
 * retort_batch_table_of:
 * @call: a call of an operation
 *
 * Returns: (nullable): the table of the batch block that the operation belongs to
 */
const RetortBatchTable *
retort_batch_table_of (const RetortCall *call)
{
  return retort_value_get_data (call->receiver, &batch_class);
}

/* --- What operations share --- */

/**
 * retort_op_get_table:
 * @call: a call of an operation
 *
 * Returns: the table that it is about: of the batch block, or its argument table_name
 */
RetortName
retort_op_get_table (RetortCall *call)
{
  const RetortBatchTable *batch = retort_batch_table_of (call);
  RetortName name = batch != NULL ? batch->table : retort_call_get_name (call, "table_name");

  if (name.text == NULL)
    retort_call_gap (call, "the table of %s() is not known", call->function->name);
  return name;
}

/**
 * retort_op_get_schema:
 * @call: a call of an operation
 *
 * Returns: the schema of its table, or no name
 */
RetortName
retort_op_get_schema (RetortCall *call)
{
  const RetortBatchTable *batch = retort_batch_table_of (call);

  if (batch != NULL)
    return batch->schema;
  return retort_call_get_name (call, "schema");
}

/**
 * retort_op_alter:
 * @call: a call of an operation
 * @table: a table
 * @schema: its schema, or no name
 *
 * Returns: (transfer full): "ALTER TABLE schema.table ", with a dotted schema taken apart as Alembic does
 */
GString *
retort_op_alter (RetortCall *call, RetortName table, RetortName schema)
{
  GString *sql = g_string_new ("ALTER TABLE ");

  retort_name_append_dotted (sql, schema);
  if (table.text != NULL)
    retort_name_append (sql, table);
  g_string_append_c (sql, ' ');
  return sql;
}

/**
 * retort_op_emit:
 * @call: a call of an operation
 * @sql: a statement
 *
 * Sends the statement, unless something about the call is not understood; in a batch block when that ends.
 */
void
retort_op_emit (RetortCall *call, const GString *sql)
{
  RetortBatchTable *batch = retort_value_get_data (call->receiver, &batch_class);
  RetortDeferred *deferred;

  if (call->problem != NULL)
    return;
  if (batch == NULL)
    {
      retort_compiler_emit (call->evaluation, sql->str);
      return;
    }
  deferred = retort_compiler_defer (call->evaluation, sql->str);
  if (deferred == NULL)
    return;
  *batch->end = deferred;
  batch->end = &deferred->next;
}

/**
 * retort_op_emit_comment:
 * @call: a call of an operation
 * @object: what it is on: "TABLE name", "COLUMN table.name"
 * @comment: (nullable): the text; %NULL removes it
 *
 * Sends COMMENT ON.
 */
void
retort_op_emit_comment (RetortCall *call, const GString *object, const char *comment)
{
  g_autoptr(GString) sql = g_string_new (NULL);

  g_string_append_printf (sql, "COMMENT ON %s IS ", object->str);
  if (comment != NULL)
    retort_alembic_append_literal (sql, comment);
  else
    g_string_append (sql, "NULL");
  retort_op_emit (call, sql);
}

/**
 * retort_op_emit_column_comment:
 * @call: a call of an operation
 * @table: a table
 * @column: one of its columns
 *
 * Sends the column's comment when it has one.
 */
void
retort_op_emit_column_comment (RetortCall *call, const RetortTable *table, const RetortColumn *column)
{
  g_autoptr(GString) object = g_string_new ("COLUMN ");

  if (column->comment == NULL || column->comment[0] == '\0')
    return;
  retort_name_append_schema (object, table->schema);
  retort_name_append (object, table->name);
  g_string_append_c (object, '.');
  retort_name_append (object, column->name);
  retort_op_emit_comment (call, object, column->comment);
}

/**
 * retort_op_add_constraint:
 * @call: a call of an operation
 * @constraint: a constraint
 * @table: its table
 * @schema: the schema of the table
 *
 * Sends ALTER TABLE … ADD.
 */
void
retort_op_add_constraint (RetortCall *call, const RetortConstraint *constraint, RetortName table, RetortName schema)
{
  g_autoptr(GString) sql = g_string_new ("ALTER TABLE ");
  RetortConstraint named = *constraint;

  if (call->problem != NULL)
    return;
  named.name = retort_naming_of_constraint (call, constraint, table, schema, FALSE);
  if (call->problem != NULL)
    return;
  /* Written by SQLAlchemy, not by Alembic: a dotted schema is one identifier here. */
  retort_name_append_schema (sql, schema);
  retort_name_append (sql, table);
  g_string_append (sql, " ADD ");
  if (retort_constraint_append (call, sql, &named))
    retort_op_emit (call, sql);
}
