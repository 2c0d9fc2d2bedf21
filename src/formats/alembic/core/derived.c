/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands behind FROM and is no table: functions that give rows, VALUES, LATERAL, texts (TableValuedAlias, Values, Lateral of
 * sqlalchemy/sql/selectable.py). */
#include "formats/alembic/core/derived.h"

#include "formats/alembic/core/select.h"
#include "formats/alembic/core/statement-private.h"

/* --- Texts --- */

/**
 * retort_derived_from_value:
 * @call: the call that the value belongs to
 * @what: what it is for
 * @value: (nullable): a table, a text or a function
 *
 * Returns: (nullable): something to read from; %NULL with a problem
 */
const RetortTableClause *
retort_derived_from_value (RetortCall *call, const char *what, RetortPyValue *value)
{
  RetortClause *clause = retort_clause_peek (value);
  RetortTableClause *self;

  if (clause == NULL || (clause->kind != RETORT_CLAUSE_TEXT && clause->kind != RETORT_CLAUSE_FUNCTION))
    return retort_table_clause_from_value (call, what, value);
  self = retort_table_clause_new (call->evaluation, RETORT_FROM_CLAUSE, retort_name_of (NULL), 0);
  self->condition = clause;
  return self;
}

/* --- Functions that give rows --- */

static void
add_column (RetortCall *call, RetortTableClause *self, RetortPyValue *value)
{
  const RetortClause *column = retort_clause_peek (value);
  const char *name = value != NULL ? retort_py_value_get_string (value) : NULL;

  if (column != NULL && column->kind == RETORT_CLAUSE_COLUMN)
    retort_table_clause_add (call->evaluation, self, column->name, column->type);
  else if (name != NULL)
    retort_table_clause_add (call->evaluation, self, retort_name_of (name), retort_type_null ());
  else
    retort_call_gap (call, "a column of %s() is not understood", call->function->name);
}

static RetortTableClause *
new_function_alias (RetortCall *call, RetortName name, guint n_columns)
{
  RetortClause *function = retort_clause_peek (call->receiver);
  RetortTableClause *self = retort_table_clause_new (call->evaluation, RETORT_FROM_FUNCTION, name, n_columns);

  if (function->kind != RETORT_CLAUSE_FUNCTION)
    retort_call_gap (call, "%s() of this expression is not understood", call->function->name);
  self->condition = function;
  return self;
}

/* func.f(…).table_valued("a", "b") */
static RetortPyValue *
table_valued (RetortCall *call)
{
  RetortTableClause *self = new_function_alias (call, retort_call_get_name (call, "name"), call->n_rest + 1);
  RetortPyValue *ordinality = retort_call_get (call, "with_ordinality");

  for (guint i = 0; i < call->n_rest; i++)
    add_column (call, self, call->rest[i]);
  if (!retort_value_is_none (ordinality))
    {
      add_column (call, self, ordinality);
      self->join = " WITH ORDINALITY";
    }
  return call->problem == NULL ? retort_table_clause_to_value (call->evaluation, self) : NULL;
}

static RetortPyValue *
alias_function (RetortCall *call)
{
  RetortTableClause *self = new_function_alias (call, retort_call_get_name (call, "name"), 0);

  return call->problem == NULL ? retort_table_clause_to_value (call->evaluation, self) : NULL;
}

/* The alias itself as a column. */
static RetortPyValue *
column_of (RetortPyEvaluation *evaluation, const RetortTableClause *self)
{
  RetortClause *column = retort_clause_new (evaluation, RETORT_CLAUSE_COLUMN, self->condition->type);

  column->from = self;
  return retort_clause_to_value (evaluation, column);
}

static RetortPyValue *
column_valued (RetortCall *call)
{
  RetortTableClause *self = new_function_alias (call, retort_call_get_name (call, "name"), 0);

  return call->problem == NULL ? column_of (call->evaluation, self) : NULL;
}

const RetortFunction retort_derived_clause_functions[] = {
  { "table_valued", "*expr, name=None, with_ordinality=None, joins_implicitly=None", table_valued, FALSE },
  { "column_valued", "name=None, joins_implicitly=False", column_valued, FALSE },
  { "alias", "name=None, joins_implicitly=False", alias_function, FALSE },
  { NULL },
};

/* AS name(a, b), with types when they are asked for. */
static RetortPyValue *
render_derived (RetortCall *call)
{
  const RetortTableClause *alias = retort_table_clause_from_value (call, "the table", call->receiver);
  RetortName name = retort_call_get_name (call, "name");
  RetortTableClause *self;

  if (alias == NULL || alias->kind != RETORT_FROM_FUNCTION)
    {
      retort_call_gap (call, "render_derived() of this is not understood");
      return NULL;
    }
  self = retort_table_clause_new (call->evaluation, RETORT_FROM_FUNCTION, name, alias->n_columns);
  self->condition = alias->condition; /* the name of @alias is left behind, as in SQLAlchemy */
  self->join = alias->join;
  self->names_columns = TRUE;
  self->names_types = retort_call_get_flag (call, "with_types", FALSE);
  for (guint i = 0; i < alias->n_columns; i++)
    retort_table_clause_add (call->evaluation, self, alias->columns[i]->name, alias->columns[i]->type);
  return retort_table_clause_to_value (call->evaluation, self);
}

static RetortPyValue *
get_column (RetortPyEvaluation *evaluation, RetortPyValue *receiver)
{
  const RetortTableClause *self = retort_py_value_get_foreign_data (receiver);

  return self->kind == RETORT_FROM_FUNCTION ? column_of (evaluation, self) : NULL;
}

/* --- LATERAL --- */

static RetortPyValue *
make_lateral (RetortCall *call)
{
  RetortPyValue *statement = call->receiver != NULL ? call->receiver : retort_call_get (call, "selectable");
  RetortPyArguments arguments = { 0 };
  RetortPyValue *value;
  RetortTableClause *self;

  if (!retort_value_is_select (statement))
    {
      retort_call_gap (call, "lateral() of this is not understood");
      return NULL;
    }
  value = retort_select_as_subquery (call, statement, &arguments);
  if (!retort_value_is_table_clause (value))
    {
      retort_call_gap_value (call, "the statement", value);
      return NULL;
    }
  self = retort_py_value_get_foreign_data (value);
  self->name = retort_call_get_name (call, "name");
  self->kind = RETORT_FROM_LATERAL;
  for (guint i = 0; i < self->n_columns; i++)
    self->columns[i]->table = self->name;
  return value;
}

const RetortFunction retort_derived_select_functions[] = {
  { "lateral", "name=None", make_lateral, FALSE },
  { NULL },
};

/* --- VALUES --- */

static RetortPyValue *
make_values (RetortCall *call)
{
  RetortTableClause *self = retort_table_clause_new (call->evaluation, RETORT_FROM_VALUES, retort_call_get_name (call, "name"), call->n_rest);

  if (self->name.text == NULL)
    retort_call_gap (call, "values() without a name is not understood");
  for (guint i = 0; i < call->n_rest; i++)
    add_column (call, self, call->rest[i]);
  return call->problem == NULL ? retort_table_clause_to_value (call->evaluation, self) : NULL;
}

static RetortClause *
row_to_clause (RetortCall *call, const RetortTableClause *self, RetortPyValue *row)
{
  guint n_items;
  RetortPyValue **items = retort_value_list_items (call, "a row", row, &n_items);
  g_autofree RetortClause **clauses = g_new0 (RetortClause *, n_items + 1);

  if (items == NULL || n_items != self->n_columns || n_items == 0)
    {
      retort_call_gap (call, "a row of data() is not understood");
      return NULL;
    }
  for (guint i = 0; i < n_items; i++)
    clauses[i] = retort_clause_from_value (call, "a value", items[i], self->columns[i]->type);
  return call->problem == NULL ? retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_LIST, retort_type_null (), clauses, n_items) : NULL;
}

/* Values.data(): another one with more rows. */
static RetortPyValue *
add_data (RetortCall *call)
{
  const RetortTableClause *before = retort_table_clause_from_value (call, "the table", call->receiver);
  guint n_rows;
  RetortPyValue **rows = retort_value_list_items (call, "values", retort_call_get (call, "values"), &n_rows);
  g_autofree RetortClause **clauses = g_new0 (RetortClause *, n_rows + 1);
  RetortTableClause *self;

  if (before == NULL || before->kind != RETORT_FROM_VALUES || before->condition != NULL || n_rows == 0)
    retort_call_gap (call, "data() with these arguments is not understood");
  for (guint i = 0; i < n_rows && call->problem == NULL; i++)
    clauses[i] = row_to_clause (call, before, rows[i]);
  if (call->problem != NULL)
    return NULL;
  self = retort_table_clause_new (call->evaluation, RETORT_FROM_VALUES, before->name, before->n_columns);
  for (guint i = 0; i < before->n_columns; i++)
    retort_table_clause_add (call->evaluation, self, before->columns[i]->name, before->columns[i]->type);
  self->condition = retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_SEQUENCE, retort_type_null (), clauses, n_rows);
  return retort_table_clause_to_value (call->evaluation, self);
}

const RetortFunction retort_derived_functions[] = {
  { "lateral", "selectable, name=None", make_lateral, FALSE },
  { "values", "*columns, name=None, literal_binds=False", make_values, FALSE },
  { NULL },
};

static const RetortFunction table_functions[] = {
  { "render_derived", "name=None, with_types=False", render_derived, FALSE },
  { "data", "values", add_data, FALSE },
  { NULL },
};

static const RetortAttribute table_attributes[] = {
  { "column", get_column },
  { NULL },
};

const RetortMembers retort_derived_table_members = { table_functions, table_attributes };

/* --- Writing --- */

static gboolean
append_function (RetortCall *call, GString *out, const RetortTableClause *self, RetortScope *scope)
{
  RetortClauseContext context = { .with_table = TRUE, .scope = scope };

  if (!retort_clause_append (call, out, self->condition, context))
    return FALSE;
  g_string_append_printf (out, "%s AS ", self->join != NULL ? self->join : "");
  retort_scope_append_name (scope, out, self);
  for (guint i = 0; self->names_columns && i < self->n_columns; i++)
    {
      g_string_append (out, i == 0 ? "(" : ", ");
      retort_name_append (out, self->columns[i]->name);
      if (self->names_types)
        {
          g_string_append_c (out, ' ');
          retort_type_append (out, self->columns[i]->type, retort_name_of (NULL));
        }
    }
  if (self->names_columns)
    g_string_append_c (out, ')');
  return TRUE;
}

static gboolean
append_values (RetortCall *call, GString *out, const RetortTableClause *self, RetortScope *scope)
{
  RetortClauseContext context = { .with_table = TRUE, .scope = scope };

  if (self->condition == NULL)
    {
      retort_call_gap (call, "values() without data() is not understood");
      return FALSE;
    }
  g_string_append (out, "(VALUES ");
  if (!retort_clause_append (call, out, self->condition, context))
    return FALSE;
  g_string_append (out, ") AS ");
  retort_name_append (out, self->name);
  for (guint i = 0; i < self->n_columns; i++)
    {
      g_string_append (out, i == 0 ? " (" : ", ");
      retort_name_append (out, self->columns[i]->name);
    }
  g_string_append_c (out, ')');
  return TRUE;
}

/* It sees what the statement around it reads, unlike other subqueries. */
static gboolean
append_lateral (RetortCall *call, GString *out, const RetortTableClause *self, RetortScope *scope)
{
  gboolean is_understood;

  g_string_append (out, "LATERAL (");
  scope->is_lateral = TRUE;
  is_understood = retort_select_append (call, out, self->select, scope, TRUE);
  scope->is_lateral = FALSE;
  g_string_append (out, ") AS ");
  retort_scope_append_name (scope, out, self);
  return is_understood;
}

/**
 * retort_derived_append:
 * @call: the call that writes it
 * @out: where to append
 * @self: a CLAUSE, FUNCTION, LATERAL or VALUES
 * @scope: the statement that reads it
 *
 * Appends it as it stands behind FROM.
 *
 * Returns: whether it is understood
 */
gboolean
retort_derived_append (RetortCall *call, GString *out, const RetortTableClause *self, RetortScope *scope)
{
  RetortClauseContext context = { .with_table = TRUE, .scope = scope };

  if (self->kind == RETORT_FROM_FUNCTION)
    return append_function (call, out, self, scope);
  if (self->kind == RETORT_FROM_VALUES)
    return append_values (call, out, self, scope);
  if (self->kind == RETORT_FROM_LATERAL)
    return append_lateral (call, out, self, scope);
  return retort_clause_append (call, out, self->condition, context);
}
