/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is made of a statement to stand in another one: subqueries, CTEs, EXISTS. */
#include "formats/alembic/core/derived.h"
#include "formats/alembic/core/statement-private.h"

/* --- Statements as parts of others --- */

static RetortClause *
new_clause (RetortCall *call, RetortClauseKind kind, const RetortSelect *self)
{
  RetortClause *clause = retort_clause_new (call->evaluation, kind, retort_type_null ());

  clause->statement = self;
  if (kind == RETORT_CLAUSE_SELECT && self->columns.n_items == 1)
    clause->type = self->columns.items[0]->type;
  return clause;
}

/**
 * retort_select_to_clause:
 * @call: the call that takes it
 * @value: a statement where an expression is wanted
 *
 * Returns: (nullable): it in parentheses; %NULL with a problem when it gives no rows
 */
RetortClause *
retort_select_to_clause (RetortCall *call, RetortPyValue *value)
{
  const RetortSelect *self = retort_core_from_value (value);

  if (self->kind == RETORT_STATEMENT_SELECT || self->kind == RETORT_STATEMENT_COMPOUND)
    return new_clause (call, RETORT_CLAUSE_SELECT, self);
  retort_call_gap (call, "this statement as an expression is not understood");
  return NULL;
}

static RetortPyValue *
make_scalar_subquery (RetortCall *call)
{
  RetortClause *clause = retort_select_to_clause (call, call->receiver);

  if (retort_core_get (call)->columns.n_items != 1)
    retort_call_gap (call, "scalar_subquery() of this statement is not understood");
  return call->problem == NULL ? retort_clause_to_value (call->evaluation, clause) : NULL;
}

static RetortPyValue *
make_label (RetortCall *call)
{
  RetortClause *operand = retort_select_to_clause (call, call->receiver);
  RetortClause *label = retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_LABEL, operand->type, &operand, 1);

  label->text = retort_call_get_string (call, "name");
  if (label->text == NULL)
    retort_call_gap (call, "label() without a name is not understood"); /* a name with a number is made up */
  return call->problem == NULL ? retort_clause_to_value (call->evaluation, label) : NULL;
}

static RetortPyValue *
make_from (RetortCall *call, RetortFromKind kind)
{
  const RetortSelect *select = retort_core_get (call);
  gboolean gives_rows = select->kind == RETORT_STATEMENT_SELECT || select->kind == RETORT_STATEMENT_COMPOUND;
  RetortClauses columns = gives_rows ? select->columns : select->returning;
  RetortTableClause *self = retort_table_clause_new (call->evaluation, kind, retort_call_get_name (call, "name"), columns.n_items);

  if (columns.n_items == 0)
    retort_call_gap (call, "%s() of a statement that gives nothing is not understood", call->function->name);
  self->select = select;
  for (guint i = 0; i < columns.n_items; i++)
    {
      const char *name = retort_column_result_name (columns.items[i]);

      if (name != NULL)
        retort_table_clause_add (call->evaluation, self, retort_name_of (name), columns.items[i]->type);
      self->is_partial = self->is_partial || name == NULL;
    }
  return call->problem == NULL ? retort_table_clause_to_value (call->evaluation, self) : NULL;
}

static RetortPyValue *
make_subquery (RetortCall *call)
{
  return make_from (call, RETORT_FROM_SUBQUERY);
}

/**
 * retort_select_as_subquery:
 * @call: the call that takes it
 * @statement: a SELECT or a compound
 * @arguments: of subquery()
 *
 * Returns: it as something to read from; an unknown value when it is not understood
 */
RetortPyValue *
retort_select_as_subquery (RetortCall *call, RetortPyValue *statement, const RetortPyArguments *arguments)
{
  static const RetortFunction function = { "subquery", "name=None", make_subquery, FALSE };

  return retort_call_run (call->evaluation, &function, statement, arguments);
}

static RetortPyValue *
make_cte (RetortCall *call)
{
  RetortPyValue *value;

  if (retort_call_get_flag (call, "nesting", FALSE))
    retort_call_gap (call, "a nested CTE is not understood");
  value = make_from (call, RETORT_FROM_CTE);
  if (value == NULL || !retort_call_get_flag (call, "recursive", FALSE))
    return value;
  if (((RetortTableClause *) retort_py_value_get_foreign_data (value))->is_partial)
    retort_call_gap (call, "a recursive CTE with a column without a name is not understood");
  ((RetortTableClause *) retort_py_value_get_foreign_data (value))->is_recursive = TRUE;
  return value;
}

const RetortFunction retort_dml_cte_functions[] = {
  { "cte", "name=None, recursive=False, nesting=False", make_cte, FALSE },
  { NULL },
};

/* --- EXISTS --- */

static RetortPyValue *
exists_of (RetortCall *call, const RetortSelect *select)
{
  return call->problem == NULL ? retort_clause_to_value (call->evaluation, new_clause (call, RETORT_CLAUSE_EXISTS, select)) : NULL;
}

/* exists(), exists(select), exists(column, …) */
static RetortPyValue *
make_exists (RetortCall *call)
{
  RetortSelect *self;
  RetortClause *star;

  if (call->n_rest == 1 && retort_value_is_select (call->rest[0]))
    return exists_of (call, retort_core_from_value (call->rest[0]));
  self = retort_core_new (call->evaluation, RETORT_STATEMENT_SELECT);
  self->columns = retort_columns_from_values (call, call->rest, call->n_rest);
  if (call->n_rest == 0)
    {
      star = retort_clause_new_text (call->evaluation, RETORT_CLAUSE_VERBATIM, "*");
      self->columns.items = retort_py_allocate (call->evaluation, sizeof *self->columns.items);
      self->columns.items[0] = star;
      self->columns.n_items = 1;
    }
  return exists_of (call, self);
}

static RetortPyValue *
select_exists (RetortCall *call)
{
  return exists_of (call, retort_core_get (call));
}

static RetortSelect *
copy_exists (RetortCall *call)
{
  const RetortClause *clause = retort_clause_from_value (call, "the expression", call->receiver, NULL);
  RetortSelect *self = retort_core_new (call->evaluation, RETORT_STATEMENT_SELECT);

  if (clause->kind == RETORT_CLAUSE_EXISTS && clause->statement->kind == RETORT_STATEMENT_SELECT)
    *self = *clause->statement;
  else
    retort_call_gap (call, "%s() of this expression is not understood", call->function->name);
  return self;
}

static RetortPyValue *
exists_where (RetortCall *call)
{
  RetortSelect *self = copy_exists (call);

  self->conditions = retort_clauses_extend (call, self->conditions, call->rest, call->n_rest);
  return exists_of (call, self);
}

static RetortPyValue *
exists_select_from (RetortCall *call)
{
  RetortSelect *self = copy_exists (call);

  for (guint i = 0; i < call->n_rest; i++)
    retort_select_add_from (call, self, retort_table_clause_from_value (call, "a table", call->rest[i]));
  return exists_of (call, self);
}

const RetortFunction retort_exists_functions[] = {
  { "where", "*clauses", exists_where, FALSE },
  { "select_from", "*froms", exists_select_from, FALSE },
  { NULL },
};

const RetortFunction retort_nested_functions[] = {
  { "exists", "*columns", make_exists, FALSE },
  { NULL },
};

const RetortFunction retort_nested_select_methods[] = {
  { "scalar_subquery", "", make_scalar_subquery, FALSE },
  { "as_scalar", "", make_scalar_subquery, FALSE },
  { "subquery", "name=None", make_subquery, FALSE },
  { "alias", "name=None, flat=False", make_subquery, FALSE },
  { "cte", "name=None, recursive=False, nesting=False", make_cte, FALSE },
  { "label", "name", make_label, FALSE },
  { "exists", "", select_exists, FALSE },
  { NULL },
};
