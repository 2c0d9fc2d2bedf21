/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements are values that their methods copy and extend, as in SQLAlchemy; the text is written at the end, in the layout of
 * SQLCompiler. */
#include "formats/alembic/select.h"

#include "formats/alembic/table.h"

#include <string.h>

typedef enum
{
  STATEMENT_SELECT,
  STATEMENT_INSERT,
  STATEMENT_UPDATE,
  STATEMENT_DELETE,
} StatementKind;

/* A column and what it is set to. */
typedef struct
{
  RetortClause *column;
  RetortClause *value;
} Assignment;

/**
 * RetortSelect:
 * @table: INSERT, UPDATE, DELETE: the table; SELECT: the only one that it reads
 * @columns: SELECT: what it gives; INSERT from a select: the columns
 * @assignments: INSERT and UPDATE, in the order of the table's columns
 * @rows: INSERT of several rows: how many times the columns repeat in @assignments
 * @conditions: joined by AND
 * @source: INSERT: the select that gives the rows
 * One statement; lives as long as the evaluation and never changes.
 */
struct _RetortSelect
{
  StatementKind            kind;
  const RetortTableClause *table;
  RetortClause           **columns;
  guint                    n_columns;
  Assignment              *assignments;
  guint                    n_assignments;
  guint                    n_rows;
  RetortClause           **conditions;
  guint                    n_conditions;
  RetortClause           **order;
  guint                    n_order;
  gint64                   limit; /* -1: none */
  const RetortSelect      *source;
};

static RetortPyValue *get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);

static const RetortPyForeignClass select_class = {
  .name = "statement",
  .get_attribute = get_attribute,
};

/**
 * retort_value_is_select:
 * @value: (nullable): a value
 *
 * Returns: whether it is a statement
 */
gboolean
retort_value_is_select (const RetortPyValue *value)
{
  return retort_value_is_of (value, &select_class);
}

static RetortSelect *
statement_copy (RetortPyEvaluation *evaluation, const RetortSelect *self)
{
  RetortSelect *copy = retort_py_allocate (evaluation, sizeof *copy);

  if (self != NULL)
    *copy = *self;
  else
    memset (copy, 0, sizeof *copy);
  return copy;
}

static RetortSelect *
statement_new (RetortPyEvaluation *evaluation, StatementKind kind, const RetortTableClause *table)
{
  RetortSelect *self = statement_copy (evaluation, NULL);

  self->kind = kind;
  self->table = table;
  self->limit = -1;
  return self;
}

static RetortPyValue *
statement_to_value (RetortCall *call, RetortSelect *self)
{
  return call->problem == NULL ? retort_py_new_foreign (call->evaluation, &select_class, self, NULL) : NULL;
}

static const RetortSelect *
get_receiver (const RetortCall *call)
{
  return retort_py_value_get_foreign_data (call->receiver);
}

/* --- Beginning a statement --- */

static RetortPyValue *
begin_on_table (RetortCall *call, StatementKind kind, RetortPyValue *table)
{
  return statement_to_value (call, statement_new (call->evaluation, kind, retort_table_clause_from_value (call, "the table", table)));
}

static RetortPyValue *
make_insert (RetortCall *call)
{
  return begin_on_table (call, STATEMENT_INSERT, call->receiver != NULL ? call->receiver : retort_call_get (call, "table"));
}

static RetortPyValue *
make_update (RetortCall *call)
{
  return begin_on_table (call, STATEMENT_UPDATE, call->receiver != NULL ? call->receiver : retort_call_get (call, "table"));
}

static RetortPyValue *
make_delete (RetortCall *call)
{
  return begin_on_table (call, STATEMENT_DELETE, call->receiver != NULL ? call->receiver : retort_call_get (call, "table"));
}

/* select(t.c.a, t.c.b): columns of one table. */
static RetortPyValue *
make_select (RetortCall *call)
{
  RetortSelect *self = statement_new (call->evaluation, STATEMENT_SELECT, NULL);

  self->columns = retort_py_allocate (call->evaluation, (call->n_rest + 1) * sizeof *self->columns);
  for (guint i = 0; i < call->n_rest; i++)
    {
      RetortClause *column = retort_clause_from_value (call, "a column", call->rest[i], NULL);

      if (column == NULL || column->kind != RETORT_CLAUSE_COLUMN || column->table.text == NULL)
        {
          retort_call_gap (call, "select() of something other than columns of a table is not understood");
          return NULL;
        }
      if (i > 0 && g_strcmp0 (column->table.text, self->columns[0]->table.text) != 0)
        retort_call_gap (call, "select() over several tables is not understood");
      self->columns[self->n_columns++] = column;
    }
  return statement_to_value (call, self);
}

const RetortFunction retort_select_functions[] = {
  { "select", "*columns", make_select, FALSE },
  { "insert", "table", make_insert, FALSE },
  { "update", "table", make_update, FALSE },
  { "delete", "table", make_delete, FALSE },
  { NULL },
};

const RetortFunction retort_select_table_functions[] = {
  { "insert", "", make_insert, FALSE },
  { "update", "", make_update, FALSE },
  { "delete", "", make_delete, FALSE },
  { NULL },
};

/* --- Extending a statement --- */

static RetortClause **
extend (RetortCall *call, RetortClause *const *clauses, guint *n_clauses)
{
  RetortClause **longer = retort_py_allocate (call->evaluation, (*n_clauses + call->n_rest + 1) * sizeof *longer);

  for (guint i = 0; i < *n_clauses; i++)
    longer[i] = clauses[i];
  for (guint i = 0; i < call->n_rest; i++)
    longer[(*n_clauses)++] = retort_clause_from_value (call, "an argument", call->rest[i], NULL);
  return longer;
}

static RetortPyValue *
add_where (RetortCall *call)
{
  RetortSelect *self = statement_copy (call->evaluation, get_receiver (call));

  if (self->kind == STATEMENT_INSERT)
    retort_call_gap (call, "where() of an INSERT is not understood");
  self->conditions = extend (call, self->conditions, &self->n_conditions);
  return statement_to_value (call, self);
}

static RetortPyValue *
add_order (RetortCall *call)
{
  RetortSelect *self = statement_copy (call->evaluation, get_receiver (call));

  if (self->kind != STATEMENT_SELECT)
    retort_call_gap (call, "order_by() of this statement is not understood");
  self->order = extend (call, self->order, &self->n_order);
  return statement_to_value (call, self);
}

static RetortPyValue *
set_limit (RetortCall *call)
{
  RetortSelect *self = statement_copy (call->evaluation, get_receiver (call));

  if (self->kind != STATEMENT_SELECT || !retort_call_get_number (call, "limit", &self->limit))
    retort_call_gap (call, "limit() with this argument is not understood");
  return statement_to_value (call, self);
}

/* The value of a column in @row: a dictionary, or the keywords of values(). */
static RetortPyValue *
find_value (const RetortCall *call, RetortPyValue *row, const char *name)
{
  return row != NULL ? retort_py_value_lookup (row, name) : retort_call_get_option (call, name);
}

static RetortClause *
assigned_value (RetortCall *call, RetortPyValue *value, const RetortClause *column)
{
  RetortClause *clause = retort_clause_from_value (call, "a value", value, column->type);

  if (clause == NULL)
    return NULL;
  /* JSON's null is no NULL. */
  if (retort_py_value_is (value, RETORT_PY_NONE) && column->type->row->family == RETORT_FAMILY_JSON)
    retort_call_gap (call, "None for a JSON column is not understood");
  return retort_clause_group (call->evaluation, clause, NULL);
}

static void
assign_row (RetortCall *call, RetortSelect *self, RetortPyValue *row)
{
  guint n_given = row != NULL ? retort_py_value_get_n_items (row) : call->n_options;
  guint n_found = 0;

  for (guint i = 0; i < self->table->n_columns && call->problem == NULL; i++)
    {
      RetortClause *column = self->table->columns[i];
      RetortPyValue *value = find_value (call, row, column->name.text);

      if (value == NULL)
        continue;
      n_found++;
      self->assignments[self->n_assignments].column = column;
      self->assignments[self->n_assignments++].value = assigned_value (call, value, column);
    }
  if (n_found != n_given)
    retort_call_gap (call, "a value is for a column that the table does not name");
  self->n_rows++;
}

/* values(a=1), values({"a": 1}), values([{…}, {…}]) */
static RetortPyValue *
set_values (RetortCall *call)
{
  RetortSelect *self = statement_copy (call->evaluation, get_receiver (call));
  RetortPyValue *rows = call->n_rest == 1 ? call->rest[0] : NULL;
  gboolean is_list = rows != NULL && retort_py_value_is (rows, RETORT_PY_LIST);
  guint n_rows = is_list ? retort_py_value_get_n_items (rows) : 1;

  if (self->n_assignments > 0 || call->n_rest > 1 || n_rows == 0 || (rows != NULL && call->n_options > 0)
      || (rows != NULL && !is_list && !retort_py_value_is (rows, RETORT_PY_DICT))
      || (self->kind != STATEMENT_INSERT && (self->kind != STATEMENT_UPDATE || is_list)))
    {
      retort_call_gap (call, "values() with these arguments is not understood");
      return NULL;
    }
  self->assignments = retort_py_allocate (call->evaluation, (n_rows * self->table->n_columns + 1) * sizeof *self->assignments);
  for (guint i = 0; i < n_rows && call->problem == NULL; i++)
    {
      RetortPyValue *row = is_list ? retort_py_value_get_item (rows, i) : rows;

      if (row != NULL && !retort_py_value_is (row, RETORT_PY_DICT))
        retort_call_gap_value (call, "a row", row);
      else
        assign_row (call, self, row);
    }
  if (self->n_assignments % self->n_rows != 0 || self->n_assignments == 0)
    retort_call_gap (call, "values() of rows with different columns is not understood");
  for (guint i = 0; call->problem == NULL && i < self->n_assignments; i++)
    if (self->assignments[i].column != self->assignments[i % (self->n_assignments / self->n_rows)].column)
      retort_call_gap (call, "values() of rows with different columns is not understood");
  return statement_to_value (call, self);
}

static RetortPyValue *
set_source (RetortCall *call)
{
  RetortSelect *self = statement_copy (call->evaluation, get_receiver (call));
  const RetortSelect *source = retort_value_get_data (retort_call_get (call, "select"), &select_class);
  guint n_names;
  RetortPyValue **names = retort_value_list_items (call, "names", retort_call_get (call, "names"), &n_names);

  if (self->kind != STATEMENT_INSERT || source == NULL || source->kind != STATEMENT_SELECT)
    {
      retort_call_gap (call, "from_select() with these arguments is not understood");
      return NULL;
    }
  self->columns = retort_py_allocate (call->evaluation, (n_names + 1) * sizeof *self->columns);
  for (guint i = 0; i < n_names; i++)
    {
      RetortClause *column = retort_table_clause_find (self->table, retort_py_value_get_string (names[i]));

      if (column == NULL)
        retort_call_gap (call, "from_select() names a column that the table does not");
      self->columns[self->n_columns++] = column;
    }
  self->source = source;
  return statement_to_value (call, self);
}

static RetortPyValue *
make_scalar_subquery (RetortCall *call)
{
  RetortClause *clause = retort_clause_new (call->evaluation, RETORT_CLAUSE_SELECT, retort_type_null ());

  if (get_receiver (call)->kind != STATEMENT_SELECT || get_receiver (call)->n_columns != 1)
    {
      retort_call_gap (call, "scalar_subquery() of this statement is not understood");
      return NULL;
    }
  clause->statement = get_receiver (call);
  return retort_clause_to_value (call->evaluation, clause);
}

static RetortPyValue *
stay_inline (RetortCall *call)
{
  return call->receiver;
}

static const RetortFunction statement_functions[] = {
  { "where", "*whereclause", add_where, FALSE },
  { "filter", "*whereclause", add_where, FALSE },
  { "values", "*args, **values", set_values, FALSE },
  { "order_by", "*clauses", add_order, FALSE },
  { "limit", "limit", set_limit, FALSE },
  { "from_select", "names, select, include_defaults=True", set_source, FALSE },
  { "scalar_subquery", "", make_scalar_subquery, FALSE },
  { "inline", "", stay_inline, FALSE },
  { NULL },
};

static RetortPyValue *
get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  static const RetortMembers members = { statement_functions, NULL };

  return retort_members_get (evaluation, &members, self, name);
}

/* --- Writing --- */

static gboolean
append_conditions (RetortCall *call, GString *out, const RetortSelect *self, const char *where)
{
  RetortClause *condition;

  if (self->n_conditions == 0)
    return TRUE;
  condition = retort_clause_join (call->evaluation, "and", self->conditions, self->n_conditions);
  g_string_append (out, where);
  return retort_clause_append (call, out, condition, retort_clause_in_dml);
}

static gboolean
append_list (RetortCall *call, GString *out, RetortClause *const *clauses, guint n_clauses)
{
  for (guint i = 0; i < n_clauses; i++)
    {
      if (i > 0)
        g_string_append (out, ", ");
      if (!retort_clause_append (call, out, clauses[i], retort_clause_in_dml))
        return FALSE;
    }
  return TRUE;
}

/* Does the expression read a column of a table other than @table? Such a statement has more FROM items than are written here. */
static gboolean
reads_other_table (const RetortClause *clause, const char *table)
{
  if (clause->kind == RETORT_CLAUSE_COLUMN && clause->table.text != NULL && g_strcmp0 (clause->table.text, table) != 0)
    return TRUE;
  for (guint i = 0; i < clause->n_operands; i++)
    if (reads_other_table (clause->operands[i], table))
      return TRUE;
  return FALSE;
}

static void
check_tables (RetortCall *call, const RetortSelect *self, const char *table)
{
  for (guint i = 0; i < self->n_conditions; i++)
    if (reads_other_table (self->conditions[i], table))
      retort_call_gap (call, "a statement over several tables is not understood");
  for (guint i = 0; i < self->n_assignments; i++)
    if (reads_other_table (self->assignments[i].value, table))
      retort_call_gap (call, "a statement over several tables is not understood");
}

/**
 * retort_select_append:
 * @call: the call that writes it
 * @out: where to append
 * @self: a SELECT
 *
 * Appends the statement.
 *
 * Returns: whether it is understood
 */
gboolean
retort_select_append (RetortCall *call, GString *out, const RetortSelect *self)
{
  if (self->n_columns == 0)
    {
      retort_call_gap (call, "select() without columns is not understood");
      return FALSE;
    }
  check_tables (call, self, self->columns[0]->table.text);
  g_string_append (out, "SELECT ");
  if (!append_list (call, out, self->columns, self->n_columns))
    return FALSE;
  g_string_append (out, " \nFROM ");
  retort_name_append_schema (out, self->columns[0]->schema);
  retort_name_append (out, self->columns[0]->table);
  if (!append_conditions (call, out, self, " \nWHERE "))
    return FALSE;
  if (self->n_order > 0)
    {
      g_string_append (out, " ORDER BY ");
      if (!append_list (call, out, self->order, self->n_order))
        return FALSE;
    }
  if (self->limit >= 0)
    g_string_append_printf (out, " \n LIMIT %" G_GINT64_FORMAT, self->limit);
  return call->problem == NULL;
}

/* Columns that Python fills by itself, and an INSERT that asks for the key which it made, are not written here. */
static void
check_table (RetortCall *call, const RetortSelect *self)
{
  if (self->table->has_python_values)
    retort_call_gap (call, "a statement on a table whose columns have default=, onupdate= or key= is not understood");
  if (self->kind == STATEMENT_INSERT && self->source == NULL && self->table->has_key)
    retort_call_gap (call, "an INSERT into a table with a primary key is not understood");
}

static void
append_columns (GString *out, const RetortSelect *self, guint n_columns)
{
  for (guint i = 0; i < n_columns; i++)
    {
      const RetortClause *column = self->source != NULL ? self->columns[i] : self->assignments[i].column;

      g_string_append (out, i > 0 ? ", " : " (");
      retort_name_append (out, column->name);
    }
  g_string_append_c (out, ')');
}

static gboolean
append_insert (RetortCall *call, GString *out, const RetortSelect *self)
{
  guint n_columns;

  check_table (call, self);
  g_string_append (out, "INSERT INTO ");
  retort_table_clause_append (out, self->table);
  if (self->source != NULL)
    {
      append_columns (out, self, self->n_columns);
      g_string_append_c (out, ' ');
      return retort_select_append (call, out, self->source);
    }
  if (self->n_assignments == 0)
    {
      retort_call_gap (call, "an INSERT without values is not understood");
      return FALSE;
    }
  n_columns = self->n_assignments / self->n_rows;
  append_columns (out, self, n_columns);
  g_string_append (out, " VALUES ");
  for (guint i = 0; i < self->n_assignments; i++)
    {
      g_string_append (out, i == 0 ? "(" : i % n_columns == 0 ? "), (" : ", ");
      if (!retort_clause_append (call, out, self->assignments[i].value, retort_clause_in_dml))
        return FALSE;
    }
  g_string_append_c (out, ')');
  return TRUE;
}

static gboolean
append_update (RetortCall *call, GString *out, const RetortSelect *self)
{
  check_table (call, self);
  check_tables (call, self, self->table->name.text);
  g_string_append (out, "UPDATE ");
  retort_table_clause_append (out, self->table);
  g_string_append (out, " SET ");
  if (self->n_assignments == 0)
    retort_call_gap (call, "an UPDATE without values is not understood");
  for (guint i = 0; i < self->n_assignments; i++)
    {
      if (i > 0)
        g_string_append (out, ", ");
      retort_name_append (out, self->assignments[i].column->name);
      g_string_append_c (out, '=');
      if (!retort_clause_append (call, out, self->assignments[i].value, retort_clause_in_dml))
        return FALSE;
    }
  return append_conditions (call, out, self, " WHERE ");
}

static gboolean
append_delete (RetortCall *call, GString *out, const RetortSelect *self)
{
  check_tables (call, self, self->table->name.text);
  g_string_append (out, "DELETE FROM ");
  retort_table_clause_append (out, self->table);
  return append_conditions (call, out, self, " WHERE ");
}

/**
 * retort_select_to_sql:
 * @call: the call that sends it
 * @value: a statement
 *
 * Returns: (transfer full) (nullable): its text; %NULL with a problem when it is not understood
 */
char *
retort_select_to_sql (RetortCall *call, RetortPyValue *value)
{
  static gboolean (*const writers[]) (RetortCall *call, GString *out, const RetortSelect *self) = {
    [STATEMENT_SELECT] = retort_select_append,
    [STATEMENT_INSERT] = append_insert,
    [STATEMENT_UPDATE] = append_update,
    [STATEMENT_DELETE] = append_delete,
  };
  const RetortSelect *self = retort_py_value_get_foreign_data (value);
  g_autoptr(GString) out = g_string_new (NULL);

  if (!writers[self->kind] (call, out, self) || call->problem != NULL)
    return NULL;
  return g_string_free (g_steal_pointer (&out), FALSE);
}
