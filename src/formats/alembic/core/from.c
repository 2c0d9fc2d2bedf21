/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/alembic/core/from.h"

#include "formats/alembic/core/derived.h"
#include "formats/alembic/core/select.h"
#include "formats/alembic/core/statement-private.h"

/* --- Making --- */

/**
 * retort_from_new_alias:
 * @evaluation: the evaluation
 * @element: a table or a CTE
 * @name: its other name; without text it is named when it is written
 *
 * Returns: the table under that name
 */
RetortTableClause *
retort_from_new_alias (RetortPyEvaluation *evaluation, const RetortTableClause *element, RetortName name)
{
  RetortTableClause *self = retort_table_clause_new (evaluation, RETORT_FROM_ALIAS, name, element->n_columns);

  self->element = element;
  self->is_partial = element->is_partial;
  for (guint i = 0; i < element->n_columns; i++)
    retort_table_clause_add (evaluation, self, element->columns[i]->name, element->columns[i]->type);
  return self;
}

/**
 * retort_from_new_join:
 * @call: the call that makes it
 * @left: what is joined
 * @right: to what
 * @condition: (nullable): ON
 * @is_outer: LEFT OUTER
 * @is_full: FULL OUTER
 *
 * Returns: (nullable): the join; %NULL with a problem when it is not understood
 */
RetortTableClause *
retort_from_new_join (RetortCall *call, const RetortTableClause *left, const RetortTableClause *right, RetortClause *condition,
                      gboolean is_outer, gboolean is_full)
{
  RetortTableClause *self;

  if (left == NULL || right == NULL || condition == NULL)
    {
      retort_call_gap (call, "a join without its condition is not understood");
      return NULL;
    }
  self = retort_table_clause_new (call->evaluation, RETORT_FROM_JOIN, retort_name_of (NULL), 0);
  self->element = left;
  self->right = right;
  self->condition = condition;
  self->join = is_full ? " FULL OUTER JOIN " : is_outer ? " LEFT OUTER JOIN " : " JOIN ";
  return self;
}

static const RetortTableClause *
get_receiver (RetortCall *call, const char *parameter)
{
  RetortPyValue *value = call->receiver != NULL ? call->receiver : retort_call_get (call, parameter);

  return retort_table_clause_from_value (call, parameter, value);
}

static RetortPyValue *
make_alias (RetortCall *call)
{
  const RetortTableClause *element = get_receiver (call, "selectable");
  RetortName name = retort_call_get_name (call, "name");

  if (element != NULL && element->kind != RETORT_FROM_TABLE && element->kind != RETORT_FROM_CTE)
    retort_call_gap (call, "alias() of something other than a table is not understood");
  if (call->problem != NULL)
    return NULL;
  return retort_table_clause_to_value (call->evaluation, retort_from_new_alias (call->evaluation, element, name));
}

static RetortPyValue *
join (RetortCall *call, gboolean is_outer)
{
  const RetortTableClause *left = get_receiver (call, "left");
  const RetortTableClause *right = retort_table_clause_from_value (call, "right", retort_call_get (call, "right"));
  RetortPyValue *on = retort_call_get (call, "onclause");
  RetortClause *condition = retort_value_is_none (on) ? NULL : retort_clause_from_value (call, "onclause", on, NULL);
  RetortTableClause *self;

  is_outer = is_outer || (retort_call_has (call, "isouter") && retort_call_get_flag (call, "isouter", FALSE));
  self = retort_from_new_join (call, left, right, condition, is_outer, retort_call_get_flag (call, "full", FALSE));
  return self != NULL && call->problem == NULL ? retort_table_clause_to_value (call->evaluation, self) : NULL;
}

static RetortPyValue *
make_join (RetortCall *call)
{
  return join (call, FALSE);
}

static RetortPyValue *
make_outer_join (RetortCall *call)
{
  return join (call, TRUE);
}

const RetortFunction retort_from_functions[] = {
  { "alias", "selectable, name=None", make_alias, FALSE },
  { "join", "left, right, onclause=None, isouter=False, full=False", make_join, FALSE },
  { "outerjoin", "left, right, onclause=None, full=False", make_outer_join, FALSE },
  { NULL },
};

const RetortFunction retort_from_table_functions[] = {
  { "alias", "name=None", make_alias, FALSE },
  { "join", "right, onclause=None, isouter=False, full=False", make_join, FALSE },
  { "outerjoin", "right, onclause=None, full=False", make_outer_join, FALSE },
  { NULL },
};

/* --- Which of them a statement reads --- */

/**
 * retort_from_add:
 * @froms: (element-type RetortTableClause): what is read
 * @from: (nullable): something to read
 *
 * Adds it once.
 */
void
retort_from_add (GPtrArray *froms, const RetortTableClause *from)
{
  if (from != NULL && !g_ptr_array_find (froms, from, NULL))
    g_ptr_array_add (froms, (gpointer) from);
}

/**
 * retort_from_collect:
 * @froms: (element-type RetortTableClause): what is read
 * @clause: (nullable): an expression
 *
 * Adds what the columns of the expression are read from. A statement inside it reads for itself.
 */
void
retort_from_collect (GPtrArray *froms, const RetortClause *clause)
{
  if (clause == NULL)
    return;
  if (clause->kind == RETORT_CLAUSE_COLUMN)
    retort_from_add (froms, clause->from);
  for (guint i = 0; i < clause->n_operands; i++)
    retort_from_collect (froms, clause->operands[i]);
  retort_from_collect (froms, clause->subject);
}

/**
 * retort_from_add_parts:
 * @parts: (element-type RetortTableClause): what is read
 * @from: something to read
 *
 * Adds it and, of a join, what it joins.
 */
void
retort_from_add_parts (GPtrArray *parts, const RetortTableClause *from)
{
  retort_from_add (parts, from);
  if (from->kind != RETORT_FROM_JOIN)
    return;
  retort_from_add_parts (parts, from->element);
  retort_from_add_parts (parts, from->right);
}

/**
 * retort_from_normalize:
 * @froms: (element-type RetortTableClause): what is read
 *
 * Removes what a join among them reads already.
 */
void
retort_from_normalize (GPtrArray *froms)
{
  g_autoptr(GPtrArray) hidden = g_ptr_array_new ();

  for (guint i = 0; i < froms->len; i++)
    {
      const RetortTableClause *from = g_ptr_array_index (froms, i);

      if (from->kind != RETORT_FROM_JOIN)
        continue;
      retort_from_add_parts (hidden, from->element);
      retort_from_add_parts (hidden, from->right);
    }
  for (guint i = 0; i < hidden->len; i++)
    g_ptr_array_remove (froms, g_ptr_array_index (hidden, i));
}

/* --- Writing --- */

static gboolean
append_join (RetortCall *call, GString *out, const RetortTableClause *from, RetortScope *scope)
{
  RetortClauseContext context = { .with_table = TRUE, .scope = scope };
  gboolean is_nested = from->right->kind == RETORT_FROM_JOIN;

  if (!retort_from_append (call, out, from->element, scope))
    return FALSE;
  g_string_append (out, from->join);
  if (is_nested)
    g_string_append_c (out, '(');
  if (!retort_from_append (call, out, from->right, scope))
    return FALSE;
  g_string_append (out, is_nested ? ") ON " : " ON ");
  return retort_clause_append (call, out, from->condition, context);
}

static gboolean
append_subquery (RetortCall *call, GString *out, const RetortTableClause *from, RetortScope *scope)
{
  g_string_append_c (out, '(');
  if (!retort_select_append (call, out, from->select, scope, TRUE))
    return FALSE;
  g_string_append (out, ") AS ");
  retort_scope_append_name (scope, out, from);
  return TRUE;
}

static void
append_column_names (GString *out, const RetortTableClause *from)
{
  for (guint i = 0; i < from->n_columns; i++)
    {
      g_string_append (out, i == 0 ? "(" : ", ");
      retort_name_append (out, from->columns[i]->name);
    }
  g_string_append_c (out, ')');
}

/* A statement that changes rows, and gives some of them. */
static gboolean
append_cte_dml (RetortCall *call, GString *out, const RetortSelect *self, RetortScope *outer)
{
  g_auto(RetortScope) scope = { 0 };

  retort_scope_init (&scope, outer);
  return retort_dml_append (call, out, self, &scope);
}

static gboolean
append_cte_body (RetortCall *call, GString *out, const RetortSelect *self, RetortScope *scope)
{
  switch (self->kind)
    {
    case RETORT_STATEMENT_SELECT:
    case RETORT_STATEMENT_COMPOUND:
      return retort_select_append (call, out, self, scope, TRUE);
    case RETORT_STATEMENT_INSERT:
    case RETORT_STATEMENT_UPDATE:
    case RETORT_STATEMENT_DELETE:
      return append_cte_dml (call, out, self, scope);
    }
  g_assert_not_reached ();
}

/* A CTE stands before the statement; where it is read only its name does. */
static gboolean
append_cte (RetortCall *call, GString *out, const RetortTableClause *from, RetortScope *scope)
{
  g_autoptr(GString) definition = g_string_new (NULL);

  retort_scope_append_name (scope, out, from);
  if (retort_scope_has_cte (scope, from))
    return TRUE;
  retort_scope_append_name (scope, definition, from);
  if (from->is_recursive)
    {
      if (!retort_scope_begin_recursion (scope, from))
        {
          retort_call_gap (call, "a recursive CTE that something reads before its end is not understood");
          return FALSE;
        }
      append_column_names (definition, from);
    }
  g_string_append (definition, " AS \n(");
  if (!append_cte_body (call, definition, from->select, scope))
    return FALSE;
  g_string_append_c (definition, ')');
  retort_scope_add_cte (scope, from, definition->str);
  return TRUE;
}

/**
 * retort_from_append:
 * @call: the call that writes it
 * @out: where to append
 * @from: something to read
 * @scope: the statement that reads it
 *
 * Appends it as it stands behind FROM.
 *
 * Returns: whether it is understood
 */
gboolean
retort_from_append (RetortCall *call, GString *out, const RetortTableClause *from, RetortScope *scope)
{
  switch (from->kind)
    {
    case RETORT_FROM_TABLE:
      retort_table_clause_append (out, from);
      return TRUE;
    case RETORT_FROM_ALIAS:
      if (!retort_from_append (call, out, from->element, scope))
        return FALSE;
      g_string_append (out, " AS ");
      retort_scope_append_name (scope, out, from);
      return TRUE;
    case RETORT_FROM_SUBQUERY:
      return append_subquery (call, out, from, scope);
    case RETORT_FROM_CTE:
      return append_cte (call, out, from, scope);
    case RETORT_FROM_JOIN:
      return append_join (call, out, from, scope);
    case RETORT_FROM_CLAUSE:
    case RETORT_FROM_FUNCTION:
    case RETORT_FROM_LATERAL:
    case RETORT_FROM_VALUES:
      return retort_derived_append (call, out, from, scope);
    }
  return FALSE;
}

/**
 * retort_from_append_all:
 * @call: the call that writes them
 * @out: where to append
 * @before: the keyword, with blanks around it; left out when nothing is read
 * @froms: (element-type RetortTableClause): what is read
 * @scope: the statement that reads them
 *
 * Returns: whether all are understood
 */
gboolean
retort_from_append_all (RetortCall *call, GString *out, const char *before, GPtrArray *froms, RetortScope *scope)
{
  for (guint i = 0; i < froms->len; i++)
    {
      g_string_append (out, i == 0 ? before : ", ");
      if (!retort_from_append (call, out, g_ptr_array_index (froms, i), scope))
        return FALSE;
    }
  return TRUE;
}
