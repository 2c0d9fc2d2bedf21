/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables as statements see them: sa.table(), sa.Table(), and what op.create_table() gives back. */
#include "formats/alembic/core/derived.h"
#include "formats/alembic/core/from.h"
#include "formats/alembic/core/select.h"
#include "formats/alembic/defined-table.h"
#include "formats/alembic/mapped-class.h"
#include "formats/alembic/table-set.h"

#include <string.h>

static RetortPyValue *table_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);
static RetortPyValue *columns_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);
static RetortPyValue *columns_get_item (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *key);
static RetortPyValue *columns_iterate (RetortPyEvaluation *evaluation, RetortPyValue *self);
static void table_taint (RetortPyEvaluation *evaluation, RetortPyValue *self);

/* Both have RetortTableClause as data. */
static const RetortPyForeignClass table_class = {
  .name = "table",
  .get_attribute = table_get_attribute,
  .taint = table_taint,
};
static const RetortPyForeignClass columns_class = {
  .name = "columns",
  .iterate = columns_iterate,
  .get_attribute = columns_get_attribute,
  .get_item = columns_get_item,
};

static void
table_taint (RetortPyEvaluation *evaluation, RetortPyValue *self)
{
  RetortTableClause *table = retort_py_value_get_foreign_data (self);

  table->is_tainted = TRUE;
}

/**
 * retort_table_clause_new:
 * @evaluation: the evaluation
 * @kind: its kind
 * @name: its name
 * @n_columns: how many columns will be added at most
 *
 * Returns: something to read from, without columns
 */
RetortTableClause *
retort_table_clause_new (RetortPyEvaluation *evaluation, RetortFromKind kind, RetortName name, guint n_columns)
{
  RetortTableClause *self = retort_py_allocate (evaluation, sizeof *self);

  memset (self, 0, sizeof *self);
  self->kind = kind;
  self->name = name;
  self->schema = retort_name_of (NULL);
  self->columns = retort_py_allocate (evaluation, (n_columns + 1) * sizeof *self->columns);
  return self;
}

/**
 * retort_table_clause_add:
 * @evaluation: the evaluation
 * @self: something to read from, just made
 * @name: the column's name
 * @type: its type
 *
 * Returns: the column, which is its last now
 */
RetortClause *
retort_table_clause_add (RetortPyEvaluation *evaluation, RetortTableClause *self, RetortName name, const RetortType *type)
{
  RetortClause *column = retort_clause_new (evaluation, RETORT_CLAUSE_COLUMN, type);

  column->name = name;
  column->table = self->name;
  column->schema = self->schema;
  column->from = self;
  self->columns[self->n_columns++] = column;
  return column;
}

/**
 * retort_table_clause_to_value:
 * @evaluation: the evaluation
 * @self: something to read from
 *
 * Returns: it as a value
 */
RetortPyValue *
retort_table_clause_to_value (RetortPyEvaluation *evaluation, RetortTableClause *self)
{
  return retort_py_new_foreign (evaluation, &table_class, self, NULL);
}

/**
 * retort_value_is_table_clause:
 * @value: (nullable): a value
 *
 * Returns: whether it is something to read from, or a class that is mapped to it
 */
gboolean
retort_value_is_table_clause (const RetortPyValue *value)
{
  return retort_value_is_of (value, &table_class) || retort_value_is_mapped_class (value);
}

/* Does the server number this column of a primary key? Then an INSERT asks for the number. */
static gboolean
is_numbered (const RetortColumn *column)
{
  return column->type->row->family == RETORT_FAMILY_INTEGER && column->server_default.kind == RETORT_DEFAULT_NONE
         && !retort_column_has_foreign_key (column)
         && (column->autoincrement == RETORT_AUTOINCREMENT_AUTO || column->autoincrement == RETORT_AUTOINCREMENT_YES);
}

static void
table_clause_add_full (RetortPyEvaluation *evaluation, RetortTableClause *self, const RetortColumn *column)
{
  RetortClause *clause = retort_table_clause_add (evaluation, self, column->name, column->type);

  if (column->is_primary_key)
    {
      self->n_keys++;
      self->key = self->n_keys == 1 && is_numbered (column) ? clause : NULL;
    }
  clause->is_key = column->is_primary_key;
  clause->definition = column;
  self->has_key = self->has_key || column->is_primary_key;
  self->has_other_keys = self->has_other_keys || g_strcmp0 (column->key, column->name.text) != 0;
  self->has_python_values = self->has_python_values || self->has_other_keys || column->has_python_default || column->has_onupdate;
}

/**
 * retort_table_to_clause:
 * @evaluation: the evaluation
 * @self: a table that was built
 *
 * Returns: it as a value that statements can be written against
 */
RetortPyValue *
retort_table_to_clause (RetortPyEvaluation *evaluation, const RetortTable *self)
{
  RetortTableClause *table = retort_table_clause_new (evaluation, RETORT_FROM_TABLE, self->name, self->columns->len);

  table->schema = self->schema;
  table->is_full = TRUE;
  for (guint i = 0; i < self->columns->len; i++)
    table_clause_add_full (evaluation, table, g_ptr_array_index (self->columns, i));
  return retort_table_clause_to_value (evaluation, table);
}

/**
 * retort_table_clause_from_value:
 * @call: the call that the value belongs to
 * @what: what it is for
 * @value: (nullable): a table, or a class that is mapped to one
 *
 * Returns: (nullable): the table that it is; %NULL with a problem when it is none
 */
const RetortTableClause *
retort_table_clause_from_value (RetortCall *call, const char *what, RetortPyValue *value)
{
  const RetortTableClause *self;

  if (retort_value_is_mapped_class (value))
    value = retort_mapped_class_get_table (call->evaluation, value);
  self = retort_value_get_data (value, &table_class);
  if (self == NULL && value != NULL)
    retort_call_gap_value (call, what, value);
  else if (self == NULL)
    retort_call_gap (call, "%s of %s() is not known", what, call->function->name);
  else if (self->is_tainted)
    {
      retort_call_gap (call, "the table may have been changed by something that is not understood");
      return NULL;
    }
  return self;
}

/**
 * retort_table_clause_find:
 * @self: a table
 * @name: a column's name
 *
 * Returns: (nullable): the column
 */
RetortClause *
retort_table_clause_find (const RetortTableClause *self, const char *name)
{
  for (guint i = 0; i < self->n_columns; i++)
    if (g_strcmp0 (self->columns[i]->name.text, name) == 0)
      return self->columns[i];
  return NULL;
}

/**
 * retort_table_clause_append:
 * @out: where to append
 * @self: a table
 *
 * Appends its name.
 */
void
retort_table_clause_append (GString *out, const RetortTableClause *self)
{
  retort_name_append_schema (out, self->schema);
  retort_name_append (out, self->name);
}

/**
 * retort_table_clause_attach:
 * @self: a table
 *
 * A constraint or an index over its columns was made, which belongs to the table from now on.
 */
void
retort_table_clause_attach (const RetortTableClause *self)
{
  ((RetortTableClause *) self)->has_more = TRUE;
}

/* --- Making --- */

/* sa.table("t", sa.column("a"), …) */
static RetortPyValue *
make_table (RetortCall *call)
{
  RetortTableClause *self = retort_table_clause_new (call->evaluation, RETORT_FROM_TABLE, retort_call_get_name (call, "name"),
                                                     call->n_rest);

  self->schema = retort_call_get_name (call, "schema");
  for (guint i = 0; i < call->n_rest; i++)
    {
      const RetortColumn *full = retort_column_from_value (call->rest[i]);
      RetortClause *column = full == NULL ? retort_clause_from_value (call, "a column", call->rest[i], NULL) : NULL;

      if (full != NULL)
        table_clause_add_full (call->evaluation, self, full);
      else if (column == NULL || column->kind != RETORT_CLAUSE_COLUMN)
        retort_call_gap_value (call, "an argument", call->rest[i]);
      else
        retort_table_clause_add (call->evaluation, self, column->name, column->type);
    }
  return call->problem == NULL ? retort_table_clause_to_value (call->evaluation, self) : NULL;
}

/* What Table() was called with, as op.create_table() takes it. */
static const RetortPyArguments *
copy_definition (RetortCall *call, RetortName schema)
{
  const RetortPyArguments *given = call->arguments;
  RetortPyArguments *definition = retort_py_allocate (call->evaluation, sizeof *definition);
  const char **names = retort_py_allocate (call->evaluation, (given->n_keywords + 1) * sizeof *names);

  *definition = *given;
  definition->positional = retort_py_allocate (call->evaluation, (call->n_rest + 1) * sizeof *definition->positional);
  definition->positional[0] = retort_call_get (call, "name");
  for (guint i = 0; i < call->n_rest; i++)
    definition->positional[i + 1] = call->rest[i];
  definition->n_positional = call->n_rest + 1;
  definition->keyword_names = names;
  definition->keyword_values = retort_py_allocate (call->evaluation, (given->n_keywords + 1) * sizeof *definition->keyword_values);
  definition->n_keywords = 0;
  for (guint i = 0; i < given->n_keywords; i++)
    if (!g_str_equal (given->keyword_names[i], "metadata") && !g_str_equal (given->keyword_names[i], "name")
        && !g_str_equal (given->keyword_names[i], "schema") && !g_str_equal (given->keyword_names[i], "autoload_with"))
      {
        names[definition->n_keywords] = given->keyword_names[i];
        definition->keyword_values[definition->n_keywords++] = given->keyword_values[i];
      }
  if (schema.text == NULL)
    return definition;
  names[definition->n_keywords] = "schema";
  definition->keyword_values[definition->n_keywords++] = retort_name_to_value (call->evaluation, schema);
  return definition;
}

static void
check_options (RetortCall *call)
{
  gboolean is_loaded = !retort_value_is_none (retort_call_get (call, "autoload_with"));

  for (guint i = 0; i < call->n_options; i++)
    is_loaded = is_loaded || !g_str_has_prefix (call->option_names[i], "postgresql_");
  if (is_loaded)
    retort_call_gap (call, "Table() with these arguments is not understood");
}

/* A name that the metadata has already means the table that has it (Table._new); what adds to that one is not followed. */
static RetortPyValue *
give_known_table (RetortCall *call, RetortPyValue *known)
{
  if (!retort_call_get_flag (call, "keep_existing", FALSE)
      && (call->n_rest > 0 || call->n_options > 0))
    retort_call_gap (call, "a second Table() of one name in one MetaData is not understood");
  return call->problem == NULL ? known : NULL;
}

static RetortTableClause *
new_full_table (RetortCall *call, RetortName schema, RetortName name)
{
  RetortTableClause *self = retort_table_clause_new (call->evaluation, RETORT_FROM_TABLE, name, call->n_rest);

  self->schema = schema;
  self->is_full = TRUE;
  for (guint i = 0; i < call->n_rest; i++)
    {
      const RetortColumn *column = retort_column_from_value (call->rest[i]);

      const RetortConstraint *constraint = retort_constraint_from_value (call->rest[i]);

      if (column != NULL)
        table_clause_add_full (call->evaluation, self, column);
      else if (constraint == NULL && retort_index_from_value (call->rest[i]) == NULL)
        retort_call_gap_value (call, "an item", call->rest[i]);
      else if (constraint != NULL && constraint->kind == RETORT_CONSTRAINT_PRIMARY_KEY)
        self->has_key = TRUE;
    }
  return self;
}

/* sa.Table("t", metadata, sa.Column(…), …): as far as its columns stand there. */
static RetortPyValue *
make_full_table (RetortCall *call)
{
  RetortTableSet *set = retort_table_set_from_value (retort_call_get (call, "metadata"));
  RetortName schema = retort_call_get_name (call, "schema");
  RetortName name = retort_call_get_name (call, "name");
  RetortPyValue *known;
  RetortPyValue *value;
  RetortTableClause *self;

  if (set == NULL)
    retort_call_gap_value (call, "metadata", retort_call_get (call, "metadata"));
  check_options (call);
  if (name.text == NULL)
    retort_call_gap_value (call, "name", retort_call_get (call, "name"));
  if (call->problem != NULL)
    return NULL;
  schema = schema.text != NULL ? schema : retort_table_set_get_schema (set);
  known = retort_table_set_find (set, schema, name);
  if (known != NULL)
    return give_known_table (call, known);
  self = new_full_table (call, schema, name);
  self->set = set;
  if (retort_table_set_get_schema (set).text == NULL)
    self->definition = copy_definition (call, self->schema);
  if (call->problem != NULL)
    return NULL;
  value = retort_table_clause_to_value (call->evaluation, self);
  retort_table_set_add (call->evaluation, set, value);
  return value;
}

const RetortFunction retort_full_table_function = {
  "Table",
  "name, metadata, *args, schema=None, autoload_with=None, extend_existing=False, keep_existing=False, comment=None, info=None, "
  "prefixes=None, quote=None, **options",
  make_full_table, FALSE,
};

const RetortFunction retort_table_functions[] = {
  { "table", "name, *columns, schema=None", make_table, FALSE },
  { NULL },
};

/* --- Attributes --- */

/**
 * retort_table_clause_get_columns:
 * @evaluation: the evaluation
 * @self: something to read from
 *
 * Returns: its columns as a value
 */
RetortPyValue *
retort_table_clause_get_columns (RetortPyEvaluation *evaluation, RetortTableClause *self)
{
  return retort_py_new_foreign (evaluation, &columns_class, self, NULL);
}

static RetortPyValue *
get_columns (RetortPyEvaluation *evaluation, RetortPyValue *receiver)
{
  return retort_table_clause_get_columns (evaluation, retort_py_value_get_foreign_data (receiver));
}

static RetortPyValue *
get_name (RetortPyEvaluation *evaluation, RetortPyValue *receiver)
{
  const RetortTableClause *self = retort_py_value_get_foreign_data (receiver);

  return retort_py_new_string (evaluation, self->name.text);
}

static const RetortAttribute table_attributes[] = {
  { "c", get_columns },
  { "columns", get_columns },
  { "name", get_name },
  { NULL },
};

static RetortPyValue *
table_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  static const RetortMembers families[] = {
    { retort_dml_table_functions, table_attributes }, { retort_from_table_functions, NULL }, { retort_select_table_functions, NULL },
    { retort_defined_table_functions, NULL }, { retort_cte_functions, NULL },
  };
  RetortPyValue *value = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (families) && value == NULL; i++)
    value = retort_members_get (evaluation, &families[i], self, name);
  return value != NULL ? value : retort_members_get (evaluation, &retort_derived_table_members, self, name);
}

static RetortPyValue *
columns_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  RetortClause *column = retort_table_clause_find (retort_py_value_get_foreign_data (self), name);

  return column != NULL ? retort_clause_to_value (evaluation, column) : NULL;
}

static RetortPyValue *
columns_get_item (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *key)
{
  const char *name = retort_py_value_get_string (key);

  return name != NULL ? columns_get_attribute (evaluation, self, name) : NULL;
}

static RetortPyValue *
columns_iterate (RetortPyEvaluation *evaluation, RetortPyValue *self)
{
  const RetortTableClause *table = retort_py_value_get_foreign_data (self);
  g_autofree RetortPyValue **items = g_new0 (RetortPyValue *, table->n_columns + 1);

  if (table->is_partial)
    return retort_py_new_unknown (evaluation, retort_py_evaluation_get_call_span (evaluation), "a column without a name is not understood");
  for (guint i = 0; i < table->n_columns; i++)
    items[i] = retort_clause_to_value (evaluation, table->columns[i]);
  return retort_py_new_list (evaluation, items, table->n_columns);
}
