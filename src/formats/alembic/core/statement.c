/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements are values that their methods copy and extend, as in SQLAlchemy; the text is written at the end, in the layout of
 * SQLCompiler. */
#include "formats/alembic/core/derived.h"
#include "formats/alembic/core/statement-private.h"

#include <string.h>

static RetortPyValue *get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);

static const RetortPyForeignClass statement_class = {
  .name = "statement",
  .is_inert = TRUE,
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
  return retort_value_is_of (value, &statement_class);
}

/**
 * retort_core_is_plain_type:
 * @type: the type of a column
 *
 * Returns: whether it hands on what the driver gives
 */
gboolean
retort_core_is_plain_type (const RetortType *type)
{
  if (type->is_decorated || type->members != NULL)
    return FALSE;
  switch (type->row->family)
    {
    case RETORT_FAMILY_NULL:
    case RETORT_FAMILY_INTEGER:
    case RETORT_FAMILY_STRING:
    case RETORT_FAMILY_ENUM:
    case RETORT_FAMILY_BOOLEAN:
    case RETORT_FAMILY_DATE:
    case RETORT_FAMILY_DATETIME:
    case RETORT_FAMILY_JSON:
      return TRUE;
    case RETORT_FAMILY_UUID:
      return !type->is_as_text;
    case RETORT_FAMILY_ARRAY:
      return type->item != NULL && retort_core_is_plain_type (type->item);
    case RETORT_FAMILY_NUMERIC:
    case RETORT_FAMILY_TIME:
    case RETORT_FAMILY_INTERVAL:
    case RETORT_FAMILY_BINARY:
    case RETORT_FAMILY_OTHER:
      return FALSE;
    }
  g_assert_not_reached ();
}

/**
 * retort_core_check_session:
 * @call: a call of a session that executes @value
 * @value: (nullable): what is executed
 * @options: (nullable): execution_options= of the call
 *
 * A session makes objects of what it reads for a class, and keeps those in step that it has read before, for which SQLAlchemy 2.0 may ask
 * with RETURNING. The call has a problem when @value is such a statement.
 */
void
retort_core_check_session (RetortCall *call, const RetortPyValue *value, const RetortPyValue *options)
{
  const RetortSelect *self = retort_core_from_value (value);
  gboolean is_dict = options != NULL && retort_py_value_is (options, RETORT_PY_DICT);
  const RetortPyValue *way = is_dict ? retort_py_value_lookup (options, "synchronize_session") : NULL;
  gboolean is_free = way != NULL && retort_py_value_is (way, RETORT_PY_BOOL) && !retort_py_value_get_bool (way);

  if (self == NULL)
    return;
  if (self->columns.has_class || self->returning.has_class)
    retort_call_gap (call, "objects of a class that a session reads are not followed");
  else if (self->is_of_class && self->kind == RETORT_STATEMENT_INSERT)
    retort_call_gap (call, "an INSERT of a class through a session is not followed");
  else if (self->is_of_class && !self->is_unsynchronized && !is_free)
    retort_call_gap (call, "what a session adds to this statement is known only with synchronize_session=False");
}

/**
 * retort_core_has_plain_result:
 * @value: (nullable): what was executed
 *
 * Returns: whether its rows hold what the driver gives: those of a text do, and those of columns whose types change nothing
 */
gboolean
retort_core_has_plain_result (const RetortPyValue *value)
{
  const RetortSelect *self = retort_core_from_value (value);
  RetortClauses columns = { 0 };

  while (self != NULL && self->kind == RETORT_STATEMENT_COMPOUND && self->n_parts > 0)
    self = self->parts[0];
  if (self == NULL && retort_value_is_clause (value))
    return retort_core_is_plain_type (retort_clause_peek ((RetortPyValue *) value)->type);
  if (self == NULL)
    return TRUE;
  columns = self->kind == RETORT_STATEMENT_SELECT ? self->columns : self->returning;
  for (guint i = 0; i < columns.n_items; i++)
    if (!retort_core_is_plain_type (columns.items[i]->type))
      return FALSE;
  return TRUE;
}

/**
 * retort_core_from_value:
 * @value: (nullable): a value
 *
 * Returns: (nullable): the statement that it is
 */
const RetortSelect *
retort_core_from_value (const RetortPyValue *value)
{
  return retort_value_get_data (value, &statement_class);
}

/**
 * retort_core_is_insert:
 * @value: (nullable): a value
 *
 * Returns: whether it is an INSERT
 */
gboolean
retort_core_is_insert (const RetortPyValue *value)
{
  const RetortSelect *self = retort_core_from_value (value);

  return self != NULL && self->kind == RETORT_STATEMENT_INSERT;
}

/**
 * retort_core_new:
 * @evaluation: the evaluation
 * @kind: its kind
 *
 * Returns: a statement without anything
 */
RetortSelect *
retort_core_new (RetortPyEvaluation *evaluation, RetortStatementKind kind)
{
  RetortSelect *self = retort_py_allocate (evaluation, sizeof *self);

  memset (self, 0, sizeof *self);
  self->kind = kind;
  self->limit = -1;
  self->offset = -1;
  return self;
}

/**
 * retort_core_get:
 * @call: a call of a method of a statement
 *
 * Returns: the statement
 */
const RetortSelect *
retort_core_get (const RetortCall *call)
{
  return retort_py_value_get_foreign_data (call->receiver);
}

/**
 * retort_core_copy:
 * @call: a call of a method of a statement
 *
 * Returns: a copy, to be changed
 */
RetortSelect *
retort_core_copy (RetortCall *call)
{
  RetortSelect *copy = retort_py_allocate (call->evaluation, sizeof *copy);

  *copy = *retort_core_get (call);
  return copy;
}

/**
 * retort_core_to_value:
 * @call: the call that made it
 * @self: a statement
 *
 * Returns: (nullable): it as a value; %NULL when the call has a problem
 */
RetortPyValue *
retort_core_to_value (RetortCall *call, RetortSelect *self)
{
  return call->problem == NULL ? retort_py_new_foreign (call->evaluation, &statement_class, self, NULL) : NULL;
}

/* --- Lists of expressions --- */

/**
 * retort_clauses_extend:
 * @call: the call that does it
 * @self: a list
 * @values: (array length=n_values): expressions
 * @n_values: how many
 *
 * Returns: the longer list
 */
RetortClauses
retort_clauses_extend (RetortCall *call, RetortClauses self, RetortPyValue *const *values, guint n_values)
{
  RetortClauses longer = { retort_py_allocate (call->evaluation, (self.n_items + n_values + 1) * sizeof *self.items), 0, FALSE };

  for (guint i = 0; i < self.n_items; i++)
    longer.items[longer.n_items++] = self.items[i];
  for (guint i = 0; i < n_values; i++)
    {
      /* A str is the name of a column here, or SQL; never a literal. */
      if (values[i] != NULL && retort_py_value_get_string (values[i]) != NULL)
        retort_call_gap (call, "a str in %s() is not understood", call->function->name);
      else if (values[i] != NULL && (retort_py_value_is (values[i], RETORT_PY_INT) || retort_py_value_is (values[i], RETORT_PY_FLOAT)))
        retort_call_refuse (call, "a number in %s() is no expression", call->function->name);
      longer.items[longer.n_items++] = retort_clause_from_condition (call, "an argument", values[i]);
    }
  return longer;
}

/**
 * retort_clauses_append:
 * @call: the call that writes them
 * @out: where to append
 * @before: what stands before them; left out with an empty list
 * @self: expressions
 * @scope: the statement that they belong to
 *
 * Appends the expressions between commas.
 *
 * Returns: whether all are understood
 */
gboolean
retort_clauses_append (RetortCall *call, GString *out, const char *before, RetortClauses self, RetortScope *scope)
{
  RetortClauseContext context = { .with_table = TRUE, .scope = scope };

  for (guint i = 0; i < self.n_items; i++)
    {
      g_string_append (out, i == 0 ? before : ", ");
      if (!retort_clause_append (call, out, self.items[i], context))
        return FALSE;
    }
  return TRUE;
}

/**
 * retort_clauses_append_and:
 * @call: the call that writes them
 * @out: where to append
 * @before: what stands before them; left out with an empty list
 * @self: conditions
 * @scope: the statement that they belong to
 *
 * Appends the conditions between AND.
 *
 * Returns: whether all are understood
 */
gboolean
retort_clauses_append_and (RetortCall *call, GString *out, const char *before, RetortClauses self, RetortScope *scope)
{
  RetortClauseContext context = { .with_table = TRUE, .scope = scope };

  if (self.n_items == 0)
    return TRUE;
  g_string_append (out, before);
  return retort_clause_append (call, out, retort_clause_join (call->evaluation, "and", self.items, self.n_items), context);
}

/* --- Methods that several kinds have --- */

static RetortPyValue *
add_where (RetortCall *call)
{
  RetortSelect *self = retort_core_copy (call);

  if (self->kind == RETORT_STATEMENT_INSERT || self->kind == RETORT_STATEMENT_COMPOUND)
    retort_call_gap (call, "where() of this statement is not understood");
  self->conditions = retort_clauses_extend (call, self->conditions, call->rest, call->n_rest);
  return retort_core_to_value (call, self);
}

/* Only what a session does after an UPDATE or a DELETE changes its text. */
static RetortPyValue *
set_execution_options (RetortCall *call)
{
  RetortSelect *self = retort_core_copy (call);
  RetortPyValue *value = retort_call_get_option (call, "synchronize_session");

  if (value != NULL)
    self->is_unsynchronized = retort_py_value_is (value, RETORT_PY_BOOL) && !retort_py_value_get_bool (value);
  return retort_core_to_value (call, self);
}

static const RetortFunction common_methods[] = {
  { "where", "*whereclause", add_where, FALSE },
  { "filter", "*whereclause", add_where, FALSE },
  { "execution_options", "**options", set_execution_options, FALSE },
  { NULL },
};

static RetortPyValue *
get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  static const RetortMembers common = { common_methods, NULL };
  static const RetortMembers select[] = {
    { retort_select_methods, NULL }, { retort_order_methods, NULL }, { retort_derived_select_functions, NULL },
    { retort_nested_select_methods, NULL },
  };
  static const RetortMembers dml = { retort_dml_methods, retort_dml_attributes };
  static const RetortMembers dml_cte = { retort_dml_cte_functions, NULL };
  const RetortSelect *statement = retort_py_value_get_foreign_data (self);
  gboolean is_select = statement->kind == RETORT_STATEMENT_SELECT || statement->kind == RETORT_STATEMENT_COMPOUND;
  RetortPyValue *value = retort_members_get (evaluation, &common, self, name);

  if (!is_select && value == NULL)
    value = retort_members_get (evaluation, &dml, self, name);
  if (!is_select)
    return value != NULL ? value : retort_members_get (evaluation, &dml_cte, self, name);
  for (guint i = 0; i < G_N_ELEMENTS (select) && value == NULL; i++)
    value = retort_members_get (evaluation, &select[i], self, name);
  return value;
}

/**
 * retort_core_to_sql:
 * @call: the call that sends it
 * @value: a statement
 * @parameters: what it is executed with
 * @n_done: (inout): how many sets of @parameters were written before; those that this statement takes are added
 *
 * Returns: (transfer full) (nullable): its text; %NULL with a problem when it is not understood
 */
char *
retort_core_to_sql (RetortCall *call, const RetortPyValue *value, const RetortParameters *parameters, guint *n_done)
{
  const RetortSelect *self = retort_core_from_value (value);
  g_autoptr(GString) out = g_string_new (NULL);
  g_auto(RetortScope) scope = { 0 };
  gboolean is_select = self->kind == RETORT_STATEMENT_SELECT || self->kind == RETORT_STATEMENT_COMPOUND;
  gboolean is_written;

  call->parameters = parameters->n_sets > 0 ? parameters->sets[*n_done] : NULL;
  if (is_select && parameters->n_sets > 1)
    retort_call_gap (call, "a SELECT that is executed several times is not understood");
  if (is_select)
    {
      is_written = retort_select_append (call, out, self, NULL, FALSE);
      *n_done += parameters->n_sets;
    }
  else
    {
      retort_scope_init (&scope, NULL);
      self = retort_dml_fill (call, self, parameters, n_done);
      is_written = self != NULL && retort_dml_append (call, out, self, &scope);
      retort_scope_prepend_ctes (&scope, out);
    }
  call->parameters = NULL;
  return is_written && call->problem == NULL ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}
