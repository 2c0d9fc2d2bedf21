/* SPDX-License-Identifier: GPL-3.0-or-later */
/* execute(insert(t), [{…}, {…}]) and its like: keys of what a statement is executed with that are names of columns are set beside what
 * values() set (sql/crud.py of SQLAlchemy 2.0). Rows of an INSERT are sent together, up to a thousand at a time ("insertmanyvalues"). */
#include "formats/alembic/core/statement-private.h"

#include "formats/alembic/compiler.h"
#include "python/from-text.h"

#define MAX_ROWS 1000
#define MAX_VALUES 32700 /* in all rows of a statement */

/* What values() set. */
static RetortClause *
find_assigned (const RetortSelect *self, const RetortClause *column)
{
  for (guint i = 0; i < self->n_assignments; i++)
    if (self->assignments[i].column == column)
      return self->assignments[i].value;
  return NULL;
}

/* What is given under a parameter's name takes the place of its value; the value of a column is a parameter of the column's name. */
static RetortClause *
bind (RetortCall *call, RetortClause *value, const RetortClause *column, RetortPyValue *set)
{
  const char *name = value->kind == RETORT_CLAUSE_UNBOUND ? value->text : column->name.text;
  RetortPyValue *given = retort_py_value_lookup (set, name);

  if (given == NULL)
    return value;
  if (value->kind == RETORT_CLAUSE_UNBOUND)
    return retort_parameter_to_clause (call, given, value);
  if (value->kind == RETORT_CLAUSE_VALUE && value->bind_names == NULL)
    return retort_dml_assign (call, given, column);
  retort_call_gap (call, "a value for a column that values() sets, too, is not understood");
  return NULL;
}

static RetortClause *
make_value (RetortCall *call, const RetortClause *column, RetortPyValue *set, RetortClause *assigned)
{
  RetortPyValue *value = retort_py_value_lookup (set, column->name.text);

  if (assigned != NULL)
    return bind (call, assigned, column, set);
  if (value != NULL)
    return retort_dml_assign (call, value, column);
  retort_call_refuse (call, "a value is required for bind parameter '%s'", column->name.text);
  return NULL;
}

/* The columns are those of the first set, in the order of the table. */
static void
add_row (RetortCall *call, RetortSelect *self, const RetortSelect *statement, RetortPyValue *first, RetortPyValue *set)
{
  for (guint i = 0; i < statement->table->n_columns && call->problem == NULL; i++)
    {
      const RetortClause *column = statement->table->columns[i];
      RetortClause *assigned = find_assigned (statement, column);

      if (assigned != NULL || retort_py_value_lookup (first, column->name.text) != NULL)
        self->assignments[self->n_assignments++] = (RetortAssignment){ column, make_value (call, column, set, assigned) };
    }
  self->n_rows++;
}

/* The name of a column that is set is no name for another parameter: conditions do not find it. */
static RetortPyValue *
without_columns (RetortCall *call, const RetortSelect *filled, RetortPyValue *set)
{
  guint n_items = retort_py_value_get_n_items (set);
  g_autofree const char **names = g_new (const char *, n_items + 1);
  g_autofree RetortPyValue **items = g_new (RetortPyValue *, n_items + 1);
  guint n_left = 0;

  for (guint i = 0; i < n_items; i++)
    {
      const char *name = retort_py_value_get_string (retort_py_value_get_key (set, i));
      gboolean is_set = FALSE;

      for (guint j = 0; j < filled->n_assignments; j++)
        is_set = is_set || g_str_equal (filled->assignments[j].column->name.text, name);
      names[n_left] = name;
      items[n_left] = retort_py_value_get_item (set, i);
      n_left += !is_set;
    }
  return retort_py_new_mapping (call->evaluation, names, items, n_left);
}

static gboolean
has_plain_keys (const RetortPyValue *set)
{
  for (guint i = 0; i < retort_py_value_get_n_items (set); i++)
    if (retort_py_value_get_string (retort_py_value_get_key (set, i)) == NULL)
      return FALSE;
  return TRUE;
}

static void
check_sets (RetortCall *call, const RetortSelect *self, const RetortParameters *parameters)
{
  for (guint i = 0; i < parameters->n_sets && call->problem == NULL; i++)
    {
      RetortPyValue *set = parameters->sets[i];

      if (!retort_py_value_is (set, RETORT_PY_DICT))
        retort_call_gap_value (call, "parameters", set);
      else if (!has_plain_keys (set))
        retort_call_gap (call, "parameters that are not named by a str are not understood");
    }
  if (self->source != NULL || self->n_rows > 1)
    retort_call_gap (call, "parameters beside such a statement are not understood");
}

/* Other drivers than psycopg2 are given the rows one by one, and so are all with ON CONFLICT. */
static gboolean
takes_rows (const RetortCall *call, const RetortSelect *self)
{
  if (self->kind != RETORT_STATEMENT_INSERT)
    return FALSE;
  return self->returning.n_items > 0 || (self->conflict == NULL && !retort_compiler_has_other_driver (call->evaluation));
}

/* Only values can be told apart from what else stands in further rows. */
static void
open_rows (RetortCall *call, RetortSelect *self)
{
  self->has_more_rows = takes_rows (call, self);
  for (guint i = 0; i < self->n_assignments && self->has_more_rows; i++)
    {
      const RetortClause *value = self->assignments[i].value;

      if (value != NULL && value->kind != RETORT_CLAUSE_VALUE && value->kind != RETORT_CLAUSE_VERBATIM)
        retort_call_gap (call, "rows with expressions, whose number is decided while running, are not understood");
    }
}

/* How many of the sets the next statement takes. */
static guint
count_rows (RetortCall *call, const RetortSelect *self, const RetortParameters *parameters)
{
  guint n_values = MAX (1, retort_py_value_get_n_items (parameters->sets[0]) + self->n_assignments);

  if (parameters->is_open || !takes_rows (call, self))
    return 1;
  return MAX (1, MIN (MAX_ROWS, MAX_VALUES / n_values));
}

/**
 * retort_dml_fill:
 * @call: the call that executes it
 * @self: an INSERT, UPDATE or DELETE
 * @parameters: what it is executed with
 * @n_done: (inout): how many sets of @parameters were sent before; those that the statement takes are added
 *
 * Returns: (nullable): the statement with the values of the next sets; %NULL with a problem when they are not understood
 */
const RetortSelect *
retort_dml_fill (RetortCall *call, const RetortSelect *self, const RetortParameters *parameters, guint *n_done)
{
  RetortPyValue *first = parameters->n_sets > 0 ? parameters->sets[0] : NULL;
  RetortSelect *filled;
  guint end;

  if (first == NULL)
    return self;
  if (self->kind == RETORT_STATEMENT_DELETE
      || (self->kind == RETORT_STATEMENT_UPDATE && self->n_assignments > 0 && retort_py_value_is_live (first)))
    {
      (*n_done)++;
      return self;
    }
  check_sets (call, self, parameters);
  if (call->problem != NULL)
    return NULL;
  end = MIN (parameters->n_sets, *n_done + count_rows (call, self, parameters));
  filled = retort_py_allocate (call->evaluation, sizeof *filled);
  *filled = *self;
  filled->n_assignments = 0;
  filled->n_rows = 0;
  filled->is_inline = self->is_inline || parameters->has_more || (!parameters->is_open && parameters->n_sets > 1);
  filled->assignments = retort_py_allocate (call->evaluation, ((end - *n_done) * self->table->n_columns + 1) * sizeof *filled->assignments);
  for (; *n_done < end && call->problem == NULL; (*n_done)++)
    add_row (call, filled, self, parameters->is_open ? parameters->sets[*n_done] : first, parameters->sets[*n_done]);
  if (parameters->has_more)
    open_rows (call, filled);
  if (call->problem == NULL && self->kind == RETORT_STATEMENT_UPDATE)
    call->parameters = without_columns (call, filled, call->parameters);
  if (call->problem == NULL && filled->n_assignments == 0 && parameters->n_sets > 1)
    retort_call_gap (call, "several rows without values are not understood");
  return call->problem == NULL ? filled : NULL;
}
