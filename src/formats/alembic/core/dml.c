/* SPDX-License-Identifier: GPL-3.0-or-later */
/* INSERT, UPDATE and DELETE: sqlalchemy/sql/dml.py, crud.py; written as SQLCompiler and PGCompiler do. */
#include "formats/alembic/core/statement-private.h"

#include "formats/alembic/mapped-class.h"

/* --- Beginning --- */

static RetortPyValue *
begin (RetortCall *call, RetortStatementKind kind, gboolean is_postgresql)
{
  RetortSelect *self = retort_core_new (call->evaluation, kind);

  self->table = retort_table_clause_from_value (call, "the table", call->receiver != NULL ? call->receiver
                                                                                          : retort_call_get (call, "table"));
  self->is_postgresql = is_postgresql;
  self->is_of_class = call->receiver == NULL && retort_value_is_mapped_class (retort_call_get (call, "table"));
  if (self->table != NULL && self->table->kind != RETORT_FROM_TABLE && (self->table->kind != RETORT_FROM_ALIAS || kind == RETORT_STATEMENT_INSERT))
    retort_call_gap (call, "%s() of something other than a table is not understood", call->function->name);
  return retort_core_to_value (call, self);
}

static RetortPyValue *
make_insert (RetortCall *call)
{
  return begin (call, RETORT_STATEMENT_INSERT, FALSE);
}

static RetortPyValue *
make_postgresql_insert (RetortCall *call)
{
  return begin (call, RETORT_STATEMENT_INSERT, TRUE);
}

static RetortPyValue *
make_update (RetortCall *call)
{
  return begin (call, RETORT_STATEMENT_UPDATE, FALSE);
}

static RetortPyValue *
make_delete (RetortCall *call)
{
  return begin (call, RETORT_STATEMENT_DELETE, FALSE);
}

const RetortFunction retort_dml_functions[] = {
  { "insert", "table", make_insert, FALSE },
  { "update", "table", make_update, FALSE },
  { "delete", "table", make_delete, FALSE },
  { NULL },
};

const RetortFunction retort_dml_postgresql_functions[] = {
  { "insert", "table", make_postgresql_insert, FALSE },
  { NULL },
};

const RetortFunction retort_dml_table_functions[] = {
  { "insert", "", make_insert, FALSE },
  { "update", "", make_update, FALSE },
  { "delete", "", make_delete, FALSE },
  { NULL },
};

/* --- values() --- */

static gboolean
is_key_of (RetortPyValue *key, const RetortClause *column)
{
  const char *name = retort_py_value_get_string (key);

  if (name != NULL)
    return g_strcmp0 (name, column->name.text) == 0;
  return retort_value_is_clause (key) && retort_clause_peek (key) == column;
}

/* The value of a column in @row: a dictionary by names or columns, or the keywords of the call. */
static RetortPyValue *
find_value (const RetortCall *call, RetortPyValue *row, const RetortClause *column)
{
  if (row == NULL)
    return retort_call_get_option (call, column->name.text);
  for (guint i = 0; i < retort_py_value_get_n_items (row); i++)
    if (is_key_of (retort_py_value_get_key (row, i), column))
      return retort_py_value_get_item (row, i);
  return NULL;
}

/**
 * retort_dml_assign:
 * @call: the call that gives it
 * @value: a value
 * @column: the column that it is for
 *
 * Returns: (nullable): the value as it is written; %NULL with a problem when it is not understood
 */
RetortClause *
retort_dml_assign (RetortCall *call, RetortPyValue *value, const RetortClause *column)
{
  RetortClause *clause = retort_clause_from_value (call, "a value", value, column->type);

  if (clause == NULL)
    return NULL;
  /* JSON's null is no NULL. */
  if (retort_py_value_is (value, RETORT_PY_NONE) && column->type->row->family == RETORT_FAMILY_JSON)
    retort_call_gap (call, "None for a JSON column is not understood");
  if (retort_py_value_is (value, RETORT_PY_NONE) && column->type->bind != NULL)
    retort_call_gap (call, "None for a type with a process_bind_param() of its own is not understood");
  return retort_clause_group (call->evaluation, clause, NULL);
}

/* Appends what @row (nullable: the keywords) sets, in the order of the table's columns. */
static guint
assign (RetortCall *call, const RetortTableClause *table, RetortPyValue *row, RetortAssignment *assignments)
{
  guint n_given = row != NULL ? retort_py_value_get_n_items (row) : call->n_options;
  guint n_found = 0;

  for (guint i = 0; i < table->n_columns && call->problem == NULL; i++)
    {
      const RetortClause *column = table->columns[i];
      RetortPyValue *value = find_value (call, row, column);

      if (value != NULL)
        assignments[n_found++] = (RetortAssignment){ column, retort_dml_assign (call, value, column) };
    }
  if (n_found != n_given)
    retort_call_gap (call, "a value is for a column that the table does not name");
  return n_found;
}

static void
assign_rows (RetortCall *call, RetortSelect *self, RetortPyValue *list)
{
  guint n_rows = list != NULL ? retort_py_value_get_n_items (list) : 1;
  guint n_first = 0;

  self->assignments = retort_py_allocate (call->evaluation, (n_rows * self->table->n_columns + 1) * sizeof *self->assignments);
  for (guint i = 0; i < n_rows && call->problem == NULL; i++)
    {
      RetortPyValue *row = retort_py_value_get_item (list, i);
      guint n_found;

      if (!retort_py_value_is (row, RETORT_PY_DICT))
        {
          retort_call_gap_value (call, "a row", row);
          return;
        }
      n_found = assign (call, self->table, row, self->assignments + self->n_assignments);
      n_first = i == 0 ? n_found : n_first;
      self->n_assignments += n_found;
      self->n_rows++;
      for (guint j = 0; j < MIN (n_found, n_first); j++)
        if (self->assignments[j].column != self->assignments[self->n_assignments - n_found + j].column)
          retort_call_gap (call, "values() of rows with different columns is not understood");
      if (n_found != n_first)
        retort_call_gap (call, "values() of rows with different columns is not understood");
    }
}

/* values(a=1), values({"a": 1}), values([{…}, {…}]) */
static RetortPyValue *
set_values (RetortCall *call)
{
  RetortSelect *self = retort_core_copy (call);
  RetortPyValue *given = call->n_rest == 1 ? call->rest[0] : NULL;
  gboolean is_list = given != NULL && retort_py_value_is (given, RETORT_PY_LIST);

  if (self->n_assignments > 0 || self->source != NULL || call->n_rest > 1 || self->kind == RETORT_STATEMENT_DELETE
      || (given != NULL && call->n_options > 0) || (is_list && self->kind != RETORT_STATEMENT_INSERT)
      || (given != NULL && !is_list && !retort_py_value_is (given, RETORT_PY_DICT)))
    {
      retort_call_gap (call, "values() with these arguments is not understood");
      return NULL;
    }
  if (is_list)
    {
      assign_rows (call, self, given);
      self->is_inline = TRUE; /* several rows, even when there is one, give no key back */
    }
  else
    {
      self->assignments = retort_py_allocate (call->evaluation, (self->table->n_columns + 1) * sizeof *self->assignments);
      self->n_assignments = assign (call, self->table, given, self->assignments);
      self->n_rows = 1;
    }
  if (self->n_assignments == 0)
    retort_call_gap (call, "values() without values is not understood");
  return retort_core_to_value (call, self);
}

/* ordered_values(("b", 1), (t.c.a, 2)): SET in this order. */
static RetortPyValue *
set_ordered_values (RetortCall *call)
{
  RetortSelect *self = retort_core_copy (call);

  if (self->kind != RETORT_STATEMENT_UPDATE || self->n_assignments > 0 || call->n_rest == 0)
    {
      retort_call_gap (call, "ordered_values() of this statement is not understood");
      return NULL;
    }
  self->assignments = retort_py_allocate (call->evaluation, (call->n_rest + 1) * sizeof *self->assignments);
  for (guint i = 0; i < call->n_rest && call->problem == NULL; i++)
    {
      guint n_items = 0;
      RetortPyValue **pair = retort_value_list_items (call, "a pair", call->rest[i], &n_items);
      const RetortClause *column = NULL;

      for (guint j = 0; n_items == 2 && j < self->table->n_columns; j++)
        if (is_key_of (pair[0], self->table->columns[j]))
          column = self->table->columns[j];
      if (column == NULL)
        retort_call_gap (call, "a pair of ordered_values() is not understood");
      else
        self->assignments[self->n_assignments++] = (RetortAssignment){ column, retort_dml_assign (call, pair[1], column) };
    }
  self->n_rows = 1;
  return retort_core_to_value (call, self);
}

static RetortPyValue *
from_select (RetortCall *call)
{
  RetortSelect *self = retort_core_copy (call);
  const RetortSelect *source = retort_core_from_value (retort_call_get (call, "select"));
  guint n_names;
  RetortPyValue **names = retort_value_list_items (call, "names", retort_call_get (call, "names"), &n_names);

  if (self->kind != RETORT_STATEMENT_INSERT || self->n_assignments > 0 || source == NULL || names == NULL
      || (source->kind != RETORT_STATEMENT_SELECT && source->kind != RETORT_STATEMENT_COMPOUND))
    {
      retort_call_gap (call, "from_select() with these arguments is not understood");
      return NULL;
    }
  self->columns.n_items = 0;
  self->columns.items = retort_py_allocate (call->evaluation, (n_names + 1) * sizeof *self->columns.items);
  for (guint i = 0; i < n_names; i++)
    for (guint j = 0; j < self->table->n_columns; j++)
      if (is_key_of (names[i], self->table->columns[j]))
        self->columns.items[self->columns.n_items++] = self->table->columns[j];
  if (self->columns.n_items != n_names)
    retort_call_gap (call, "from_select() names a column that the table does not");
  self->source = source;
  return retort_core_to_value (call, self);
}

static RetortPyValue *
returning (RetortCall *call)
{
  RetortSelect *self = retort_core_copy (call);
  RetortClauses more = retort_columns_from_values (call, call->rest, call->n_rest);

  if (self->returning.n_items > 0)
    retort_call_gap (call, "returning() twice is not understood");
  self->returning = more;
  return retort_core_to_value (call, self);
}

static RetortPyValue *
make_inline (RetortCall *call)
{
  RetortSelect *self = retort_core_copy (call);

  self->is_inline = TRUE;
  return retort_core_to_value (call, self);
}

/* --- ON CONFLICT --- */

static RetortClauses
read_elements (RetortCall *call, const RetortTableClause *table)
{
  RetortPyValue *value = retort_call_get (call, "index_elements");
  RetortClauses self = { NULL, 0, FALSE };
  RetortPyValue **items;
  guint n_items = 0;

  if (retort_value_is_none (value))
    return self;
  items = retort_value_list_items (call, "index_elements", value, &n_items);
  self.items = retort_py_allocate (call->evaluation, (n_items + 1) * sizeof *self.items);
  for (guint i = 0; i < n_items; i++)
    for (guint j = 0; j < table->n_columns; j++)
      if (is_key_of (items[i], table->columns[j]))
        self.items[self.n_items++] = table->columns[j];
  if (self.n_items != n_items || n_items == 0)
    retort_call_gap (call, "index_elements of %s() is not understood", call->function->name);
  return self;
}

static RetortConflict *
read_conflict (RetortCall *call, RetortSelect *self)
{
  RetortConflict *conflict = retort_py_allocate (call->evaluation, sizeof *conflict);
  RetortPyValue *where = retort_call_get (call, "index_where");

  *conflict = (RetortConflict){ .constraint = retort_name_of (NULL) };
  if (!self->is_postgresql || self->conflict != NULL)
    retort_call_gap (call, "%s() of this statement is not understood", call->function->name);
  if (!retort_value_is_none (retort_call_get (call, "constraint")))
    conflict->constraint = retort_call_get_name (call, "constraint");
  conflict->elements = read_elements (call, self->table);
  if (!retort_value_is_none (where))
    conflict->where = retort_clause_from_value (call, "index_where", where, NULL);
  self->conflict = conflict;
  return conflict;
}

static RetortPyValue *
on_conflict_do_nothing (RetortCall *call)
{
  RetortSelect *self = retort_core_copy (call);

  read_conflict (call, self);
  return retort_core_to_value (call, self);
}

static RetortPyValue *
on_conflict_do_update (RetortCall *call)
{
  RetortSelect *self = retort_core_copy (call);
  RetortConflict *conflict = read_conflict (call, self);
  RetortPyValue *set = retort_call_get (call, "set_");
  RetortPyValue *where = retort_call_get (call, "where");

  if (!retort_py_value_is (set, RETORT_PY_DICT) || (conflict->constraint.text == NULL && conflict->elements.n_items == 0))
    {
      retort_call_gap (call, "on_conflict_do_update() with these arguments is not understood");
      return NULL;
    }
  conflict->assignments = retort_py_allocate (call->evaluation, (self->table->n_columns + 1) * sizeof *conflict->assignments);
  conflict->n_assignments = assign (call, self->table, set, conflict->assignments);
  if (conflict->n_assignments == 0)
    retort_call_gap (call, "on_conflict_do_update() that sets nothing is not understood");
  if (!retort_value_is_none (where))
    conflict->condition = retort_clause_from_value (call, "where", where, NULL);
  return retort_core_to_value (call, self);
}

/* insert(t).excluded: the row that was not inserted. */
static RetortPyValue *
get_excluded (RetortPyEvaluation *evaluation, RetortPyValue *receiver)
{
  const RetortSelect *self = retort_py_value_get_foreign_data (receiver);
  RetortTableClause *excluded;

  if (!self->is_postgresql)
    return NULL;
  excluded = retort_from_new_alias (evaluation, self->table, retort_name_of ("excluded"));
  return retort_table_clause_get_columns (evaluation, excluded);
}

const RetortFunction retort_dml_methods[] = {
  { "values", "*args, **values", set_values, FALSE },
  { "ordered_values", "*args", set_ordered_values, FALSE },
  { "from_select", "names, select, include_defaults=True", from_select, FALSE },
  { "returning", "*cols", returning, FALSE },
  { "inline", "", make_inline, FALSE },
  { "on_conflict_do_nothing", "constraint=None, index_elements=None, index_where=None", on_conflict_do_nothing, FALSE },
  { "on_conflict_do_update", "constraint=None, index_elements=None, index_where=None, set_=None, where=None", on_conflict_do_update,
    FALSE },
  { NULL },
};

const RetortAttribute retort_dml_attributes[] = {
  { "excluded", get_excluded },
  { NULL },
};

/* --- Writing --- */

static gboolean
append_assignments (RetortCall *call, GString *out, const RetortAssignment *assignments, guint n_assignments, const char *equals,
                    RetortScope *scope)
{
  RetortClauseContext context = { .with_table = TRUE, .scope = scope };

  for (guint i = 0; i < n_assignments; i++)
    {
      if (i > 0)
        g_string_append (out, ", ");
      retort_name_append (out, assignments[i].column->name);
      g_string_append (out, equals);
      if (!retort_clause_append (call, out, assignments[i].value, context))
        return FALSE;
    }
  return TRUE;
}

static gboolean
append_returning (RetortCall *call, GString *out, const RetortSelect *self, RetortScope *scope)
{
  if (self->returning.n_items == 0)
    return TRUE;
  g_string_append (out, " RETURNING ");
  if (!retort_columns_append (call, out, self->returning, scope, FALSE))
    return FALSE;
  if (self->is_counted)
    {
      RetortClauseContext context = { .with_table = TRUE, .scope = scope };
      g_autofree char *name = g_strconcat (self->table->key->name.text, "__1", NULL);

      g_string_append (out, ", ");
      if (!retort_clause_append (call, out, self->table->key, context))
        return FALSE;
      g_string_append (out, " AS ");
      retort_name_append (out, retort_name_of (name));
    }
  return TRUE;
}

static gboolean
is_written (const RetortSelect *self, const RetortClause *column)
{
  for (guint i = 0; i < self->n_assignments; i++)
    if (self->assignments[i].column == column)
      return TRUE;
  for (guint i = 0; self->source != NULL && i < self->columns.n_items; i++)
    if (self->columns.items[i] == column)
      return TRUE;
  return FALSE;
}

/* Columns that Python fills by itself are not written here. */
static void
check_table (RetortCall *call, const RetortSelect *self)
{
  gboolean is_filled = self->table->has_other_keys;

  for (guint i = 0; self->table->has_python_values && i < self->table->n_columns; i++)
    {
      const RetortColumn *definition = self->table->columns[i]->definition;
      gboolean fills = definition != NULL
                       && (self->kind == RETORT_STATEMENT_INSERT ? definition->has_python_default : definition->has_onupdate);

      is_filled = is_filled || (fills && !is_written (self, self->table->columns[i]));
    }
  if (is_filled)
    retort_call_gap (call, "a statement on a table whose columns have default=, onupdate= or key= is not understood");
}

/* --- INSERT --- */

static void
append_column_names (GString *out, const RetortSelect *self, guint n_columns)
{
  for (guint i = 0; i < n_columns; i++)
    {
      const RetortClause *column = self->source != NULL ? self->columns.items[i] : self->assignments[i].column;

      g_string_append (out, i > 0 ? ", " : " (");
      retort_name_append (out, column->name);
    }
  g_string_append_c (out, ')');
}

/* The type of a parameter has no length (render_bind_cast() of dialects/postgresql/base.py). */
static void
append_cast (GString *out, const RetortSelect *self, const RetortType *type)
{
  if (type->row->family == RETORT_FAMILY_STRING && type->length >= 0)
    g_string_append (out, "VARCHAR");
  else
    retort_type_append (out, type, self->table->schema);
}

/* "insertmanyvalues" of rows whose keys are asked for: they are numbered, so that the keys come in their order. */
static gboolean
append_counted_rows (RetortCall *call, GString *out, const RetortSelect *self, RetortScope *scope)
{
  RetortClauseContext context = { .with_table = TRUE, .scope = scope };
  guint n_columns = self->n_assignments / self->n_rows;

  g_string_append (out, " SELECT ");
  for (guint i = 0; i < n_columns; i++)
    {
      g_string_append_printf (out, "%sp%u::", i > 0 ? ", " : "", i);
      append_cast (out, self, self->assignments[i].column->type);
    }
  g_string_append (out, " FROM (VALUES ");
  for (guint i = 0; i < self->n_assignments; i++)
    {
      g_string_append (out, i == 0 ? "(" : i % n_columns == 0 ? ", (" : ", ");
      if (!retort_clause_append (call, out, self->assignments[i].value, context))
        return FALSE;
      if (i % n_columns == n_columns - 1)
        g_string_append_printf (out, ", %u)", i / n_columns);
    }
  g_string_append (out, ") AS imp_sen(");
  for (guint i = 0; i < n_columns; i++)
    g_string_append_printf (out, "p%u, ", i);
  g_string_append (out, "sen_counter) ORDER BY sen_counter");
  return TRUE;
}

static gboolean
append_rows (RetortCall *call, GString *out, const RetortSelect *self, RetortScope *scope)
{
  RetortClauseContext context = { .with_table = TRUE, .scope = scope };
  guint n_columns = self->n_assignments / self->n_rows;

  append_column_names (out, self, n_columns);
  if (self->is_counted)
    return append_counted_rows (call, out, self, scope);
  g_string_append (out, " VALUES ");
  for (guint i = 0; i < self->n_assignments; i++)
    {
      g_string_append (out, i == 0 ? "(" : i % n_columns == 0 ? "), (" : ", ");
      if (!retort_clause_append (call, out, self->assignments[i].value, context))
        return FALSE;
    }
  g_string_append (out, self->has_more_rows ? "), (" RETORT_PY_LIVE_MARK ")" : ")");
  return TRUE;
}

static gboolean
append_target (RetortCall *call, GString *out, const RetortConflict *conflict)
{
  RetortClauseContext context = { .with_table = FALSE };

  if (conflict->constraint.text != NULL)
    {
      g_string_append (out, " ON CONSTRAINT ");
      retort_name_append (out, conflict->constraint);
      return TRUE;
    }
  for (guint i = 0; i < conflict->elements.n_items; i++)
    {
      g_string_append (out, i > 0 ? ", " : " (");
      retort_name_append (out, conflict->elements.items[i]->name);
    }
  if (conflict->elements.n_items > 0)
    g_string_append_c (out, ')');
  if (conflict->where == NULL || conflict->elements.n_items == 0)
    return TRUE;
  g_string_append (out, " WHERE ");
  return retort_clause_append (call, out, conflict->where, context);
}

static gboolean
append_conflict (RetortCall *call, GString *out, const RetortSelect *self, RetortScope *scope)
{
  const RetortConflict *conflict = self->conflict;
  RetortClauseContext context = { .with_table = TRUE, .scope = scope };

  if (conflict == NULL)
    return TRUE;
  g_string_append (out, " ON CONFLICT");
  if (!append_target (call, out, conflict))
    return FALSE;
  g_string_append (out, conflict->n_assignments == 0 ? " DO NOTHING" : " DO UPDATE SET ");
  if (!append_assignments (call, out, conflict->assignments, conflict->n_assignments, " = ", scope))
    return FALSE;
  if (conflict->condition == NULL)
    return TRUE;
  g_string_append (out, " WHERE ");
  return retort_clause_append (call, out, conflict->condition, context);
}

static guint
count_given_keys (const RetortSelect *self)
{
  guint n_keys = 0;

  for (guint i = 0; i < self->n_assignments; i++)
    n_keys += self->assignments[i].column->is_key;
  return n_keys;
}

/* An INSERT of one row asks for the key that the server numbers (crud.py, implicit_returning). */
static gboolean
append_key (RetortCall *call, GString *out, const RetortSelect *self, RetortScope *scope)
{
  RetortClauseContext context = { .with_table = TRUE, .scope = scope };

  if (!self->table->has_key || self->n_rows > 1 || self->is_inline || self->returning.n_items > 0
      || (self->table->n_keys > 0 && count_given_keys (self) == self->table->n_keys))
    return TRUE;
  if (self->table->key == NULL)
    {
      retort_call_gap (call, "an INSERT into a table with such a primary key is not understood");
      return FALSE;
    }
  g_string_append (out, " RETURNING ");
  return retort_clause_append (call, out, self->table->key, context);
}

static gboolean
append_insert (RetortCall *call, GString *out, const RetortSelect *self, RetortScope *scope)
{
  check_table (call, self);
  g_string_append (out, "INSERT INTO ");
  retort_table_clause_append (out, self->table);
  if (self->source != NULL)
    {
      append_column_names (out, self, self->columns.n_items);
      g_string_append_c (out, ' ');
      if (!retort_select_append (call, out, self->source, scope, FALSE))
        return FALSE;
    }
  else if (self->n_assignments == 0)
    g_string_append (out, " DEFAULT VALUES");
  else if (!append_rows (call, out, self, scope))
    return FALSE;
  return append_conflict (call, out, self, scope) && append_returning (call, out, self, scope)
         && (self->source != NULL || append_key (call, out, self, scope));
}

/* --- UPDATE and DELETE --- */

/* Other tables that the conditions and the new values read, in the order in which they are met. */
static GPtrArray *
find_others (const RetortSelect *self)
{
  GPtrArray *others = g_ptr_array_new ();

  for (guint i = 0; i < self->conditions.n_items; i++)
    retort_from_collect (others, self->conditions.items[i]);
  for (guint i = 0; i < self->n_assignments; i++)
    retort_from_collect (others, self->assignments[i].value);
  g_ptr_array_remove (others, (gpointer) self->table);
  return others;
}

static void
enter (RetortScope *scope, const RetortSelect *self, GPtrArray *others)
{
  retort_from_add (scope->froms, self->table);
  for (guint i = 0; i < others->len; i++)
    retort_from_add_parts (scope->froms, g_ptr_array_index (others, i));
}

static gboolean
append_update (RetortCall *call, GString *out, const RetortSelect *self, RetortScope *scope)
{
  g_autoptr(GPtrArray) others = find_others (self);

  check_table (call, self);
  enter (scope, self, others);
  if (self->n_assignments == 0)
    retort_call_gap (call, "an UPDATE without values is not understood");
  g_string_append (out, "UPDATE ");
  if (!retort_from_append (call, out, self->table, scope))
    return FALSE;
  g_string_append (out, " SET ");
  return append_assignments (call, out, self->assignments, self->n_assignments, "=", scope)
         && retort_from_append_all (call, out, " FROM ", others, scope)
         && retort_clauses_append_and (call, out, " WHERE ", self->conditions, scope)
         && append_returning (call, out, self, scope);
}

static gboolean
append_delete (RetortCall *call, GString *out, const RetortSelect *self, RetortScope *scope)
{
  g_autoptr(GPtrArray) others = find_others (self);

  enter (scope, self, others);
  g_string_append (out, "DELETE FROM ");
  return retort_from_append (call, out, self->table, scope) && retort_from_append_all (call, out, " USING ", others, scope)
         && retort_clauses_append_and (call, out, " WHERE ", self->conditions, scope)
         && append_returning (call, out, self, scope);
}

/**
 * retort_dml_append:
 * @call: the call that writes it
 * @out: where to append
 * @self: an INSERT, UPDATE or DELETE
 * @scope: of the statement
 *
 * Appends the statement.
 *
 * Returns: whether it is understood; a problem of @call when not
 */
gboolean
retort_dml_append (RetortCall *call, GString *out, const RetortSelect *self, RetortScope *scope)
{
  if (self->kind == RETORT_STATEMENT_INSERT)
    return append_insert (call, out, self, scope);
  return self->kind == RETORT_STATEMENT_UPDATE ? append_update (call, out, self, scope) : append_delete (call, out, self, scope);
}
