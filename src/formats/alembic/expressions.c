/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text(), literal(), cast(), case() and their like: sqlalchemy/sql/_elements_constructors.py. */
#include "formats/alembic/expressions.h"

#include "formats/alembic/core/comparator.h"
#include "formats/alembic/quoting.h"

#include <string.h>

static RetortPyValue *
give (RetortCall *call, RetortClause *clause)
{
  return call->problem == NULL && clause != NULL ? retort_clause_to_value (call->evaluation, clause) : NULL;
}

/* --- Texts and values --- */

static RetortPyValue *
text_to_value (RetortCall *call, RetortPyValue *value)
{
  const char *text = retort_value_get_sql (value);

  if (text == NULL)
    {
      retort_call_gap_value (call, "text", value);
      return NULL;
    }
  return give (call, retort_clause_new_text (call->evaluation, RETORT_CLAUSE_TEXT, text));
}

static RetortPyValue *
make_text (RetortCall *call)
{
  return retort_call_map_choices (call, retort_call_get (call, "text"), text_to_value);
}

static const RetortType *
get_type (RetortCall *call)
{
  RetortPyValue *value = retort_call_get (call, "type_");

  return retort_value_is_none (value) ? NULL : retort_type_from_value (call, "type_", value);
}

static RetortPyValue *
make_literal_column (RetortCall *call)
{
  const char *text = retort_call_get_string (call, "text");
  const RetortType *type = get_type (call);
  RetortClause *clause;

  if (text == NULL || call->problem != NULL)
    {
      retort_call_gap_value (call, "text", retort_call_get (call, "text"));
      return NULL;
    }
  clause = retort_clause_new_text (call->evaluation, RETORT_CLAUSE_VERBATIM, text);
  if (type != NULL)
    clause->type = type;
  return give (call, clause);
}

static RetortPyValue *
make_column (RetortCall *call)
{
  RetortName name = retort_call_get_name (call, "text");
  const RetortType *type = get_type (call);
  RetortClause *clause = retort_clause_new (call->evaluation, RETORT_CLAUSE_COLUMN, type != NULL ? type : retort_type_null ());

  if (retort_call_get_flag (call, "is_literal", FALSE))
    {
      clause->kind = RETORT_CLAUSE_VERBATIM;
      clause->text = name.text;
    }
  clause->name = name;
  if (name.text == NULL)
    retort_call_gap (call, "a column without a name is not understood");
  return give (call, clause);
}

static RetortPyValue *
make_literal (RetortCall *call)
{
  const RetortType *type = get_type (call);

  return call->problem == NULL ? give (call, retort_clause_from_value (call, "value", retort_call_get (call, "value"), type)) : NULL;
}

/* bindparam("name", value): the value itself, with the name by which a text finds it. */
static RetortPyValue *
make_bindparam (RetortCall *call)
{
  RetortPyValue *value = retort_call_get (call, "value");
  const RetortType *type = get_type (call);
  const char *key = retort_call_get_string (call, "key");
  RetortClause *clause;

  if (call->problem != NULL)
    return NULL;
  if (value == NULL)
    {
      clause = retort_clause_new (call->evaluation, RETORT_CLAUSE_UNBOUND, type != NULL ? type : retort_type_null ());
      clause->text = key != NULL ? key : "";
      clause->is_expanding = retort_call_get_flag (call, "expanding", FALSE);
    }
  else if (retort_call_get_flag (call, "expanding", FALSE))
    {
      guint n_items;
      RetortPyValue **items = retort_value_list_items (call, "value", value, &n_items);
      g_autofree RetortClause **clauses = g_new0 (RetortClause *, n_items + 1);

      for (guint i = 0; i < n_items; i++)
        clauses[i] = retort_clause_from_value (call, "value", items[i], type);
      if (n_items == 0)
        retort_call_gap (call, "an empty expanding parameter is not understood");
      if (call->problem != NULL)
        return NULL;
      clause = retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_LIST, retort_type_null (), clauses, n_items);
    }
  else
    {
      RetortClause *plain = retort_clause_from_value (call, "value", value, type);

      if (plain == NULL)
        return NULL;
      clause = retort_clause_new (call->evaluation, plain->kind, plain->type);
      *clause = *plain;
    }
  clause->bind_names = retort_py_allocate (call->evaluation, sizeof *clause->bind_names);
  clause->bind_names[0] = key;
  return give (call, clause);
}

static RetortPyValue *
make_keyword (RetortCall *call)
{
  char first = g_ascii_tolower (call->function->name[0]);
  const char *text = first == 'n' ? "NULL" : first == 't' ? retort_clause_true : retort_clause_false;

  return give (call, retort_clause_new_text (call->evaluation, RETORT_CLAUSE_VERBATIM, text));
}

/* --- Conditions --- */

static RetortPyValue *
join_conditions (RetortCall *call, const char *token)
{
  g_autofree RetortClause **operands = g_new0 (RetortClause *, call->n_rest + 1);

  for (guint i = 0; i < call->n_rest; i++)
    operands[i] = retort_clause_from_condition (call, "a condition", call->rest[i]);
  if (call->n_rest == 0)
    retort_call_gap (call, "an empty %s() is not understood", call->function->name);
  return call->problem == NULL ? give (call, retort_clause_join (call->evaluation, token, operands, call->n_rest)) : NULL;
}

static RetortPyValue *
make_and (RetortCall *call)
{
  return join_conditions (call, "and");
}

static RetortPyValue *
make_or (RetortCall *call)
{
  return join_conditions (call, "or");
}

static RetortPyValue *
make_not (RetortCall *call)
{
  RetortClause *clause = retort_clause_from_value (call, "clause", retort_call_get (call, "clause"), NULL);

  return clause != NULL ? give (call, retort_clause_negate (call, clause)) : NULL;
}

/* --- Expressions over others --- */

static RetortPyValue *
make_cast (RetortCall *call)
{
  const RetortType *type = retort_type_from_value (call, "type_", retort_call_get (call, "type_"));
  RetortClause *operand = type != NULL ? retort_clause_from_value (call, "expression", retort_call_get (call, "expression"), type) : NULL;

  return operand != NULL ? give (call, retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_CAST, type, &operand, 1)) : NULL;
}

static RetortPyValue *
make_type_coerce (RetortCall *call)
{
  const RetortType *type = retort_type_from_value (call, "type_", retort_call_get (call, "type_"));
  RetortClause *operand = type != NULL ? retort_clause_from_value (call, "expression", retort_call_get (call, "expression"), type) : NULL;
  RetortClause *coerced;

  if (operand == NULL)
    return NULL;
  if (operand->kind != RETORT_CLAUSE_VALUE && operand->kind != RETORT_CLAUSE_UNBOUND)
    return give (call, retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_COERCED, type, &operand, 1));
  coerced = retort_clause_new (call->evaluation, operand->kind, type);
  *coerced = *operand;
  coerced->type = type;
  return give (call, coerced);
}

static RetortPyValue *
give_case (RetortCall *call, RetortClause *const *operands, guint n_operands, RetortClause *subject)
{
  RetortClause *self;

  if (call->problem != NULL)
    return NULL;
  self = retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_CASE, operands[1]->type, operands, n_operands);
  self->subject = subject;
  return give (call, self);
}

/* case({"a": 1, …}, value=column, else_=value) */
static RetortPyValue *
make_simple_case (RetortCall *call, RetortPyValue *whens)
{
  RetortPyValue *fallback = retort_call_get (call, "else_");
  RetortClause *subject = retort_clause_from_value (call, "value", retort_call_get (call, "value"), NULL);
  guint n_whens = retort_py_value_get_n_items (whens);
  g_autofree RetortClause **operands = g_new0 (RetortClause *, 2 * n_whens + 2);
  guint n_operands = 0;

  for (guint i = 0; i < n_whens && call->problem == NULL; i++)
    {
      operands[n_operands++] = retort_clause_from_value (call, "a value", retort_py_value_get_key (whens, i), subject->type);
      operands[n_operands++] = retort_clause_from_value (call, "a value", retort_py_value_get_item (whens, i), NULL);
    }
  if (fallback != NULL && !retort_py_value_is (fallback, RETORT_PY_NONE))
    operands[n_operands++] = retort_clause_from_value (call, "else_", fallback, NULL);
  if (n_whens == 0)
    retort_call_gap (call, "case() with these arguments is not understood");
  return give_case (call, operands, n_operands, subject);
}

/* case((condition, value), …, else_=value) */
static RetortPyValue *
make_case (RetortCall *call)
{
  RetortPyValue *fallback = retort_call_get (call, "else_");
  g_autofree RetortClause **operands = g_new0 (RetortClause *, 2 * call->n_rest + 2);
  guint n_operands = 0;

  if (call->n_rest == 1 && retort_py_value_is (call->rest[0], RETORT_PY_DICT) && !retort_value_is_none (retort_call_get (call, "value")))
    return make_simple_case (call, call->rest[0]);
  if (!retort_value_is_none (retort_call_get (call, "value")) || call->n_rest == 0)
    retort_call_gap (call, "case() with these arguments is not understood");
  for (guint i = 0; i < call->n_rest && call->problem == NULL; i++)
    {
      guint n_items;
      RetortPyValue **items = retort_value_list_items (call, "a condition", call->rest[i], &n_items);

      if (n_items != 2)
        {
          retort_call_gap (call, "case() with these arguments is not understood");
          return NULL;
        }
      operands[n_operands++] = retort_clause_from_value (call, "a condition", items[0], NULL);
      operands[n_operands++] = retort_clause_from_value (call, "a value", items[1], NULL);
      if (call->problem == NULL)
        operands[n_operands - 2] = retort_clause_group (call->evaluation, operands[n_operands - 2], NULL);
    }
  if (fallback != NULL && !retort_py_value_is (fallback, RETORT_PY_NONE))
    operands[n_operands++] = retort_clause_from_value (call, "else_", fallback, NULL);
  return give_case (call, operands, n_operands, NULL);
}

static RetortPyValue *
make_extract (RetortCall *call)
{
  RetortClause *operand = retort_clause_from_value (call, "expr", retort_call_get (call, "expr"), NULL);
  const char *field = retort_call_get_string (call, "field");
  RetortClause *clause;

  if (operand == NULL || field == NULL)
    return NULL;
  clause = retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_EXTRACT, retort_type_null (), &operand, 1);
  clause->text = field;
  return give (call, clause);
}

/* desc("a") is of a column by that name. */
static RetortPyValue *
order (RetortCall *call, const char *text)
{
  RetortPyValue *value = retort_call_get (call, "column");
  const char *name = value != NULL ? retort_py_value_get_string (value) : NULL;
  RetortClause *operand;
  RetortClause *clause;

  if (name != NULL)
    {
      operand = retort_clause_new (call->evaluation, RETORT_CLAUSE_COLUMN, retort_type_null ());
      operand->name = retort_name_of (name);
      operand->is_reference = TRUE;
    }
  else
    operand = retort_clause_from_value (call, "column", value, NULL);
  if (operand == NULL)
    return NULL;
  clause = retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_ORDER, operand->type, &operand, 1);
  clause->text = text;
  return give (call, clause);
}

static RetortPyValue *
make_desc (RetortCall *call)
{
  return order (call, " DESC");
}

static RetortPyValue *
make_asc (RetortCall *call)
{
  return order (call, " ASC");
}

static RetortPyValue *
make_nulls_first (RetortCall *call)
{
  return order (call, " NULLS FIRST");
}

static RetortPyValue *
make_nulls_last (RetortCall *call)
{
  return order (call, " NULLS LAST");
}

static RetortPyValue *
make_quoted_name (RetortCall *call)
{
  RetortName name = retort_call_get_name (call, "value");
  int quote = retort_call_get_tristate (call, "quote");

  if (call->problem != NULL || name.text == NULL)
    return NULL;
  name.quote = quote;
  return retort_name_to_value (call->evaluation, name);
}

/* An empty one says its type when it has one. */
static RetortClause *
empty_array (RetortCall *call)
{
  const RetortType *type = get_type (call);
  g_autoptr(GString) text = g_string_new ("ARRAY[]");

  if (call->problem != NULL)
    return NULL;
  if (type != NULL)
    {
      g_string_append (text, "::");
      retort_type_append (text, type, retort_name_of (NULL));
      g_string_append (text, "[]");
    }
  return retort_clause_new_text (call->evaluation, RETORT_CLAUSE_VERBATIM, retort_py_strdup (call->evaluation, text->str));
}

static RetortPyValue *
make_array (RetortCall *call)
{
  guint n_items;
  RetortPyValue **items = retort_value_list_items (call, "clauses", retort_call_get (call, "clauses"), &n_items);
  g_autofree RetortClause **operands = g_new0 (RetortClause *, n_items + 1);

  if (n_items == 0)
    return give (call, empty_array (call));
  for (guint i = 0; i < n_items; i++)
    operands[i] = retort_clause_from_value (call, "an item", items[i], NULL);
  return call->problem == NULL
           ? give (call, retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_ARRAY, retort_type_null (), operands, n_items))
           : NULL;
}

static RetortPyValue *
make_tuple (RetortCall *call)
{
  g_autofree RetortClause **operands = g_new0 (RetortClause *, call->n_rest + 1);

  for (guint i = 0; i < call->n_rest; i++)
    operands[i] = retort_clause_from_value (call, "an item", call->rest[i], NULL);
  return call->problem == NULL
           ? give (call, retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_LIST, retort_type_null (), operands, call->n_rest))
           : NULL;
}

static RetortPyValue *
make_distinct (RetortCall *call)
{
  RetortClause *operand = retort_clause_from_value (call, "expr", retort_call_get (call, "expr"), NULL);
  RetortClause *self;

  if (operand == NULL)
    return NULL;
  self = retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_UNARY, operand->type, &operand, 1);
  self->operator = retort_operator_find ("distinct");
  return give (call, self);
}

static RetortPyValue *
make_between (RetortCall *call)
{
  RetortClause *operand = retort_clause_from_value (call, "expr", retort_call_get (call, "expr"), NULL);

  return give (call, retort_clause_between (call, operand, retort_call_get (call, "lower_bound"), retort_call_get (call, "upper_bound"),
                                            retort_call_get_flag (call, "symmetric", FALSE)));
}

static RetortPyValue *
make_collate (RetortCall *call)
{
  return retort_comparator_collate (call, retort_clause_from_value (call, "expression", retort_call_get (call, "expression"), NULL));
}

/* any_(array), all_(select): only what stands beside a comparison. */
static RetortPyValue *
make_collection (RetortCall *call)
{
  RetortClause *operand = retort_clause_from_value (call, "expr", retort_call_get (call, "expr"), NULL);
  RetortClause *self;

  if (operand == NULL)
    return NULL;
  if (operand->kind == RETORT_CLAUSE_VALUE || operand->kind == RETORT_CLAUSE_UNBOUND || operand->kind == RETORT_CLAUSE_LIST)
    retort_call_gap (call, "%s() of a value is not understood", call->function->name);
  if (operand->kind != RETORT_CLAUSE_SELECT && operand->kind != RETORT_CLAUSE_TEXT)
    operand = retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_GROUP, operand->type, &operand, 1);
  self = retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_UNARY, retort_type_null (), &operand, 1);
  self->operator = retort_operator_find (g_str_equal (call->function->name, "any_") ? "any" : "all");
  return give (call, self);
}

const RetortFunction retort_expression_functions[] = {
  { "any_", "expr", make_collection, FALSE },
  { "all_", "expr", make_collection, FALSE },
  { "collate", "expression, collation", make_collate, FALSE },
  { "between", "expr, lower_bound, upper_bound, symmetric=False", make_between, FALSE },
  { "text", "text", make_text, FALSE },
  { "literal_column", "text, type_=None", make_literal_column, FALSE },
  { "column", "text, type_=None, is_literal=False, _selectable=None", make_column, FALSE },
  { "literal", "value, type_=None, literal_execute=False", make_literal, FALSE },
  { "bindparam", "key, value=NO_ARG, type_=None, unique=False, required=NO_ARG, quote=None, callable_=None, expanding=False",
    make_bindparam, FALSE },
  { "null", "", make_keyword, FALSE },
  { "true", "", make_keyword, FALSE },
  { "false", "", make_keyword, FALSE },
  { "Null", "", make_keyword, FALSE },
  { "True_", "", make_keyword, FALSE },
  { "False_", "", make_keyword, FALSE },
  { "and_", "*clauses", make_and, FALSE },
  { "or_", "*clauses", make_or, FALSE },
  { "not_", "clause", make_not, FALSE },
  { "cast", "expression, type_", make_cast, FALSE },
  { "type_coerce", "expression, type_", make_type_coerce, FALSE },
  { "case", "*whens, value=None, else_=None", make_case, FALSE },
  { "extract", "field, expr", make_extract, FALSE },
  { "tuple_", "*clauses", make_tuple, FALSE },
  { "distinct", "expr", make_distinct, FALSE },
  { "desc", "column", make_desc, FALSE },
  { "asc", "column", make_asc, FALSE },
  { "nulls_first", "column", make_nulls_first, FALSE },
  { "nullsfirst", "column", make_nulls_first, FALSE },
  { "nulls_last", "column", make_nulls_last, FALSE },
  { "nullslast", "column", make_nulls_last, FALSE },
  { "quoted_name", "value, quote", make_quoted_name, FALSE },
  { NULL },
};

/**
 * retort_expression_get_array:
 * @evaluation: the evaluation
 *
 * Returns: sqlalchemy.dialects.postgresql.array
 */
RetortPyValue *
retort_expression_get_array (RetortPyEvaluation *evaluation)
{
  static const RetortFunction function = { "array", "clauses, type_=None, **options", make_array, FALSE };

  return retort_alembic_function_new (evaluation, &function, NULL);
}

/* array_agg(aggregate_order_by(a, b, c)): "array_agg(a ORDER BY b, c)" */
static RetortPyValue *
make_sorted (RetortCall *call)
{
  g_autofree RetortClause **operands = g_new0 (RetortClause *, call->n_rest + 1);

  operands[0] = retort_clause_from_value (call, "target", retort_call_get (call, "target"), NULL);
  for (guint i = 0; i < call->n_rest; i++)
    operands[i + 1] = retort_clause_from_value (call, "an argument", call->rest[i], NULL);
  if (call->n_rest == 0)
    retort_call_refuse (call, "aggregate_order_by() needs something to order by");
  return call->problem == NULL ? give (call, retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_SORTED, operands[0]->type, operands, call->n_rest + 1))
                               : NULL;
}

/**
 * retort_expression_get_aggregate_order_by:
 * @evaluation: the evaluation
 *
 * Returns: sqlalchemy.dialects.postgresql.aggregate_order_by
 */
RetortPyValue *
retort_expression_get_aggregate_order_by (RetortPyEvaluation *evaluation)
{
  static const RetortFunction function = { "aggregate_order_by", "target, *order_by", make_sorted, FALSE };

  return retort_alembic_function_new (evaluation, &function, NULL);
}
