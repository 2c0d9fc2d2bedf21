/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operators and the methods that are operators: sqlalchemy/sql/operators.py, default_comparator.py. Parentheses are decided
 * when an expression is made, by precedence, as self_group() does. */
#include "formats/alembic/clause.h"

#include "formats/alembic/core/select.h"

#include <string.h>

static const RetortOperator operators[] = {
  { "==", " = ", 5, FALSE, "!=", TRUE },
  { "!=", " != ", 5, FALSE, "==", TRUE },
  { "<", " < ", 5, FALSE, ">=", TRUE },
  { "<=", " <= ", 5, FALSE, ">", TRUE },
  { ">", " > ", 5, FALSE, "<=", TRUE },
  { ">=", " >= ", 5, FALSE, "<", TRUE },
  { "+", " + ", 7, TRUE, NULL, FALSE },
  { "-", " - ", 7, FALSE, NULL, FALSE },
  { "*", " * ", 8, TRUE, NULL, FALSE },
  { "||", " || ", 5, TRUE, NULL, FALSE },
  { "and", " AND ", 3, TRUE, NULL, TRUE },
  { "or", " OR ", 2, TRUE, NULL, TRUE },
  { "not", "NOT ", 5, FALSE, NULL, TRUE },
  { "in", " IN ", 5, FALSE, "not in", TRUE },
  { "not in", " NOT IN ", 5, FALSE, "in", TRUE },
  { "like", " LIKE ", 5, FALSE, "not like", TRUE },
  { "not like", " NOT LIKE ", 5, FALSE, "like", TRUE },
  { "ilike", " ILIKE ", 5, FALSE, "not ilike", TRUE },
  { "not ilike", " NOT ILIKE ", 5, FALSE, "ilike", TRUE },
  { "is", " IS ", 5, FALSE, "is not", TRUE },
  { "is not", " IS NOT ", 5, FALSE, "is", TRUE },
  { "between", " BETWEEN ", 5, FALSE, "not between", TRUE },
  { "not between", " NOT BETWEEN ", 5, FALSE, "between", TRUE },
  { "is distinct from", " IS DISTINCT FROM ", 5, FALSE, "is not distinct from", TRUE },
  { "is not distinct from", " IS NOT DISTINCT FROM ", 5, FALSE, "is distinct from", TRUE },
  { "/", " / ", 8, FALSE, NULL, FALSE },
  { "%", " % ", 8, FALSE, NULL, FALSE },
  { "neg", "-", 8, FALSE, NULL, FALSE },
  { "distinct", "DISTINCT ", 5, FALSE, NULL, FALSE },
  { "collate", " COLLATE ", 4, FALSE, NULL, FALSE },
  { "->>", " ->> ", 15, FALSE, NULL, FALSE, TRUE },
  { "->", " -> ", 15, FALSE, NULL, FALSE, TRUE },
  { "?", " ? ", 5, FALSE, NULL, TRUE, TRUE },
  { "@>", " @> ", 5, FALSE, NULL, TRUE, TRUE },
  { "<@", " <@ ", 5, FALSE, NULL, TRUE, TRUE },
  { "&&", " && ", 5, FALSE, NULL, TRUE, TRUE },
  { "~", " ~ ", 5, FALSE, "!~", TRUE },
  { "!~", " !~ ", 5, FALSE, "~", TRUE },
};

/**
 * retort_operator_find:
 * @token: Python's operator, or the name of one
 *
 * Returns: (nullable): the operator; %NULL when it is not known
 */
const RetortOperator *
retort_operator_find (const char *token)
{
  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    if (g_str_equal (operators[i].token, token))
      return &operators[i];
  return NULL;
}

/* operators.is_precedent */
static gboolean
needs_group (const RetortOperator *operator, const RetortOperator *against)
{
  if (operator == against && operator->binds_itself)
    return FALSE;
  return against == NULL || operator->precedence <= against->precedence;
}

static gboolean
is_part_match (const RetortClause *clause)
{
  const RetortClause *inner = clause->kind == RETORT_CLAUSE_GROUP ? clause->operands[0] : NULL;

  return inner != NULL && inner->kind == RETORT_CLAUSE_BINARY && strstr (inner->operator->token, "like") != NULL;
}

/* NOT before a boolean column (AsBoolean) never gets parentheses. */
static gboolean
is_negated_flag (const RetortClause *clause)
{
  return clause->kind == RETORT_CLAUSE_UNARY && clause->operands[0]->kind == RETORT_CLAUSE_COLUMN
         && clause->operands[0]->type->row->family == RETORT_FAMILY_BOOLEAN;
}

/**
 * retort_clause_group:
 * @evaluation: the evaluation
 * @clause: an expression
 * @against: (nullable): the operator that it becomes an operand of; %NULL: it stands alone where one operand is wanted
 *
 * Returns: the expression, in parentheses when it needs them
 */
RetortClause *
retort_clause_group (RetortPyEvaluation *evaluation, RetortClause *clause, const RetortOperator *against)
{
  gboolean is_exists = clause->kind == RETORT_CLAUSE_EXISTS;

  if (clause->kind == RETORT_CLAUSE_COERCED || clause->kind == RETORT_CLAUSE_LABEL)
    {
      RetortClause *inner = retort_clause_group (evaluation, clause->operands[0], against);
      RetortClause *outer = retort_clause_new_operands (evaluation, clause->kind, clause->type, &inner, 1);

      outer->text = clause->text;
      return inner == clause->operands[0] ? clause : outer;
    }
  if (!is_exists && (clause->operator == NULL || is_negated_flag (clause) || !needs_group (clause->operator, against)))
    return clause;
  return retort_clause_new_operands (evaluation, RETORT_CLAUSE_GROUP, clause->type, &clause, 1);
}

/* What has no type takes that of what it is combined with. */
static const RetortType *
type_of_result (const RetortOperator *operator, RetortClause *const *operands)
{
  if (operator->is_boolean)
    return retort_type_named ("Boolean");
  return operands[0]->type->row->family == RETORT_FAMILY_NULL ? operands[1]->type : operands[0]->type;
}

/**
 * retort_clause_join:
 * @evaluation: the evaluation
 * @token: an operator
 * @operands: what it stands between
 * @n_operands: how many
 *
 * Returns: the operands with the operator between them, each in parentheses when it needs them
 */
RetortClause *
retort_clause_join (RetortPyEvaluation *evaluation, const char *token, RetortClause *const *operands, guint n_operands)
{
  const RetortOperator *operator = retort_operator_find (token);
  g_autofree RetortClause **grouped = g_new0 (RetortClause *, n_operands + 1);
  RetortClause *self;

  /* and_() and or_() of one condition are that condition. */
  if (n_operands == 1)
    return operands[0];
  for (guint i = 0; i < n_operands; i++)
    grouped[i] = retort_clause_group (evaluation, operands[i], operator);
  self = retort_clause_new_operands (evaluation, RETORT_CLAUSE_BINARY, type_of_result (operator, operands),
                                     grouped, n_operands);
  self->operator = operator;
  return self;
}

/* --- Making --- */

static gboolean
is_null (const RetortClause *clause)
{
  return clause->kind == RETORT_CLAUSE_VERBATIM && g_str_equal (clause->text, "NULL");
}

static gboolean
is_text (const RetortClause *clause)
{
  return clause->type->row->family == RETORT_FAMILY_STRING || clause->type->row->family == RETORT_FAMILY_ENUM;
}

static gboolean
has_no_type (const RetortClause *clause)
{
  return clause->type->row->family == RETORT_FAMILY_NULL;
}

static gboolean
is_constant (const RetortClause *clause)
{
  if (clause->kind == RETORT_CLAUSE_VALUE)
    return retort_py_value_is (clause->value, RETORT_PY_BOOL);
  return clause->kind == RETORT_CLAUSE_VERBATIM
         && (is_null (clause) || g_str_equal (clause->text, "true") || g_str_equal (clause->text, "false"));
}

static gboolean
is_python_comparison (const char *token)
{
  static const char *const comparisons[] = { "==", "!=", "<", "<=", ">", ">=", NULL };

  return g_strv_contains (comparisons, token);
}

static const char *
mirror_token (const char *token)
{
  static const char *const pairs[][2] = { { "<", ">" }, { ">", "<" }, { "<=", ">=" }, { ">=", "<=" } };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    if (g_str_equal (pairs[i][0], token))
      return pairs[i][1];
  return token;
}

/* The operator that a token becomes beside these operands: "+" joins texts, "==" with None is IS. */
static const char *
adapt_token (RetortCall *call, const char *token, const RetortClause *left, const RetortClause *right)
{
  if (is_null (right) && (g_str_equal (token, "==") || g_str_equal (token, "!=")))
    return token[0] == '=' ? "is" : "is not";
  if (!g_str_equal (token, "+"))
    return token;
  if (left->is_open || right->is_open)
    retort_call_gap (call, "'+' beside a function whose type is not known is not understood");
  if (!is_text (left) && !is_text (right))
    return token;
  if ((is_text (left) || has_no_type (left)) && (is_text (right) || has_no_type (right)))
    return "||";
  retort_call_gap (call, "'+' between a text and another type is not understood");
  return token;
}

/* What has no type asks the other operand only for operators that commute (NullType.Comparator._adapt_expression). */
static gboolean
keeps_no_type (const char *token, const RetortClause *left)
{
  return has_no_type (left) && (g_str_equal (token, "||") || g_str_equal (token, "-") || g_str_equal (token, "/"));
}

/* Python's "/" gives a fraction: the divisor is cast to a type that has one (visit_truediv_binary). */
static RetortClause *
as_divisor (RetortPyEvaluation *evaluation, RetortClause *divisor)
{
  const RetortType *type = divisor->type->row->family == RETORT_FAMILY_NUMERIC ? divisor->type : retort_type_named ("Numeric");

  divisor = retort_clause_group (evaluation, divisor, retort_operator_find ("/"));
  return retort_clause_new_operands (evaluation, RETORT_CLAUSE_CAST, type, &divisor, 1);
}

/**
 * retort_clause_combine:
 * @call: the call that makes it
 * @token: an operator
 * @left: its left operand
 * @right: its right operand: an expression or a plain value
 *
 * Returns: (nullable): the expression; %NULL with a problem when it is not understood
 */
RetortClause *
retort_clause_combine (RetortCall *call, const char *token, RetortClause *left, RetortPyValue *right)
{
  RetortClause *operands[] = { left, retort_clause_from_value (call, "an operand", right, left->type) };
  RetortClause *self;
  gboolean is_without_type = keeps_no_type (token, left);

  if (operands[1] == NULL)
    return NULL;
  if ((token[0] == '<' || token[0] == '>') && is_constant (operands[1]))
    retort_call_refuse (call, "only '=', '!=', 'is_()' and their like can be used with None, True and False");
  /* Python asks the right function first when its class derives from the left one's. */
  if (left->kind == RETORT_CLAUSE_FUNCTION && operands[1]->kind == RETORT_CLAUSE_FUNCTION && !left->has_class
      && operands[1]->has_class && is_python_comparison (token))
    {
      operands[0] = operands[1];
      operands[1] = left;
      token = mirror_token (token);
    }
  token = adapt_token (call, token, operands[0], operands[1]);
  if (g_str_equal (token, "/") && call->problem == NULL)
    operands[1] = as_divisor (call->evaluation, operands[1]);
  /* A value beside an expression without a type has its own. */
  if (operands[1]->kind == RETORT_CLAUSE_VALUE && has_no_type (left))
    operands[1]->type = retort_type_of_value (right);
  if (call->problem != NULL)
    return NULL;
  self = retort_clause_join (call->evaluation, token, operands, 2);
  if (is_without_type)
    self->type = left->type;
  return self;
}

/**
 * retort_clause_negate:
 * @call: the call that makes it
 * @clause: an expression
 *
 * Returns: its opposite
 */
RetortClause *
retort_clause_negate (RetortCall *call, RetortClause *clause)
{
  RetortClause *negated;

  if (is_negated_flag (clause))
    return clause->operands[0];
  if (is_part_match (clause))
    {
      negated = retort_clause_negate (call, clause->operands[0]);
      return retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_GROUP, negated->type, &negated, 1);
    }
  if (clause->kind == RETORT_CLAUSE_UNARY || clause->kind == RETORT_CLAUSE_TEXT || clause->kind == RETORT_CLAUSE_COERCED)
    retort_call_gap (call, "the negation of this is not understood");
  if (clause->kind == RETORT_CLAUSE_VERBATIM && g_str_equal (clause->text, "true"))
    return retort_clause_new_text (call->evaluation, RETORT_CLAUSE_VERBATIM, "false");
  if (clause->kind == RETORT_CLAUSE_VERBATIM && g_str_equal (clause->text, "false"))
    return retort_clause_new_text (call->evaluation, RETORT_CLAUSE_VERBATIM, "true");
  if (clause->operator != NULL && clause->operator->negation != NULL)
    {
      negated = retort_clause_new_operands (call->evaluation, clause->kind, clause->type, clause->operands, clause->n_operands);
      negated->operator = retort_operator_find (clause->operator->negation);
      return negated;
    }
  if (clause->kind == RETORT_CLAUSE_BINARY || clause->kind == RETORT_CLAUSE_EXISTS)
    clause = retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_GROUP, clause->type, &clause, 1);
  negated = retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_UNARY, retort_type_named ("Boolean"), &clause, 1);
  negated->operator = retort_operator_find ("not");
  return negated;
}

/* --- Python's operators --- */

/* Runs a function that makes an expression outside of a call in Python: its problem is the reason of an unknown value. */
static RetortPyValue *
finish (RetortCall *call, RetortClause *clause)
{
  RetortSpan nowhere = { 0, 0 };

  if (call->problem != NULL || clause == NULL)
    return retort_py_new_unknown (call->evaluation, nowhere, "%s", call->problem != NULL ? call->problem : "not understood");
  return retort_clause_to_value (call->evaluation, clause);
}

static const char *
python_token (const char *token)
{
  if (g_str_equal (token, "&"))
    return "and";
  if (g_str_equal (token, "|"))
    return "or";
  return token;
}

static gboolean
is_text_value (RetortCall *call, RetortPyValue *value)
{
  return retort_value_is_clause (value)
         && retort_clause_from_value (call, "an operand", value, NULL)->kind == RETORT_CLAUSE_TEXT;
}

/* text() has no operators of its own: Python asks the right operand, so that a comparison is turned round. */
static RetortPyValue *
text_binary (RetortCall *call, const char *token, RetortPyValue *left, RetortPyValue *right)
{
  RetortClause *operand;

  if (!retort_value_is_clause (right) || is_text_value (call, right) || !retort_operator_find (token)->is_boolean
      || g_str_equal (token, "and") || g_str_equal (token, "or"))
    return NULL;
  operand = retort_clause_from_value (call, "an operand", right, NULL);
  return finish (call, retort_clause_combine (call, mirror_token (token), operand, left));
}

/**
 * retort_clause_binary:
 * @evaluation: the evaluation
 * @token: Python's operator
 * @left: an expression or a plain value
 * @right: an expression or a plain value; one of the two is an expression
 *
 * Returns: (nullable): the expression; %NULL when the operator is not known
 */
RetortPyValue *
retort_clause_binary (RetortPyEvaluation *evaluation, const char *token, RetortPyValue *left, RetortPyValue *right)
{
  static const RetortFunction function = { "operator", "", NULL, FALSE };
  RetortCall call = { .evaluation = evaluation, .function = &function };
  RetortClause *operands[2];

  token = python_token (token);
  if (retort_operator_find (token) == NULL)
    return NULL;
  if (is_text_value (&call, left))
    return text_binary (&call, token, left, right);
  if (retort_value_is_clause (left))
    return finish (&call, retort_clause_combine (&call, token, retort_clause_from_value (&call, "an operand", left, NULL), right));
  /* A comparison is turned round, "5 < column" is "column > 5"; arithmetic keeps its order. */
  if (retort_operator_find (token)->is_boolean)
    return finish (&call, retort_clause_combine (&call, mirror_token (token),
                                                 retort_clause_from_value (&call, "an operand", right, NULL), left));
  operands[1] = retort_clause_from_value (&call, "an operand", right, NULL);
  operands[0] = retort_clause_from_value (&call, "an operand", left, operands[1]->type);
  if (operands[0] == NULL)
    return finish (&call, NULL);
  token = adapt_token (&call, token, operands[0], operands[1]);
  if (g_str_equal (token, "/"))
    operands[1] = as_divisor (evaluation, operands[1]);
  return finish (&call, retort_clause_join (evaluation, token, operands, 2));
}

static RetortClause *
minus (RetortPyEvaluation *evaluation, RetortClause *clause)
{
  const RetortOperator *operator = retort_operator_find ("neg");
  RetortClause *operand = retort_clause_group (evaluation, clause, operator);
  RetortClause *self = retort_clause_new_operands (evaluation, RETORT_CLAUSE_UNARY, clause->type, &operand, 1);

  self->operator = operator;
  return self;
}

/**
 * retort_clause_unary:
 * @evaluation: the evaluation
 * @token: Python's operator
 * @operand: an expression
 *
 * Returns: (nullable): the expression; %NULL when the operator is not known
 */
RetortPyValue *
retort_clause_unary (RetortPyEvaluation *evaluation, const char *token, RetortPyValue *operand)
{
  static const RetortFunction function = { "operator", "", NULL, FALSE };
  RetortCall call = { .evaluation = evaluation, .function = &function };

  if (g_str_equal (token, "-"))
    {
      RetortClause *clause = retort_clause_from_value (&call, "an operand", operand, NULL);

      return finish (&call, clause->kind != RETORT_CLAUSE_TEXT ? minus (evaluation, clause) : NULL);
    }
  if (!g_str_equal (token, "~"))
    return NULL;
  return finish (&call, retort_clause_negate (&call, retort_clause_from_value (&call, "an operand", operand, NULL)));
}

/* --- Methods --- */

static RetortClause *
get_receiver (RetortCall *call)
{
  return retort_clause_from_value (call, "the expression", call->receiver, NULL);
}

static RetortPyValue *
combine_other (RetortCall *call, const char *token)
{
  RetortClause *clause = retort_clause_combine (call, token, get_receiver (call), retort_call_get (call, "other"));

  return clause != NULL ? retort_clause_to_value (call->evaluation, clause) : NULL;
}

static RetortPyValue *
method_is (RetortCall *call)
{
  return combine_other (call, "is");
}

static RetortPyValue *
method_is_not (RetortCall *call)
{
  return combine_other (call, "is not");
}

static RetortPyValue *
combine_pattern (RetortCall *call, const char *token)
{
  if (!retort_value_is_none (retort_call_get (call, "escape")))
    retort_call_gap (call, "escape of %s() is not understood", call->function->name);
  return combine_other (call, token);
}

static RetortPyValue *
method_like (RetortCall *call)
{
  return combine_pattern (call, "like");
}

static RetortPyValue *
method_ilike (RetortCall *call)
{
  return combine_pattern (call, "ilike");
}

static RetortPyValue *
method_notlike (RetortCall *call)
{
  return combine_pattern (call, "not like");
}

static RetortPyValue *
method_concat (RetortCall *call)
{
  return combine_other (call, "||");
}

/* One row that tuple_() is compared with. */
static RetortClause *
tuple_item (RetortCall *call, const RetortClause *tuple, RetortPyValue *value)
{
  guint n_values;
  RetortPyValue **values = retort_value_list_items (call, "an item", value, &n_values);
  g_autofree RetortClause **items = g_new0 (RetortClause *, tuple->n_operands + 1);

  if (values == NULL || n_values != tuple->n_operands)
    {
      retort_call_gap (call, "an item of %s() is not understood", call->function->name);
      return NULL;
    }
  for (guint i = 0; i < n_values; i++)
    items[i] = retort_clause_from_value (call, "an item", values[i], tuple->operands[i]->type);
  return call->problem == NULL
           ? retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_LIST, retort_type_null (), items, n_values)
           : NULL;
}

static RetortPyValue *
combine_in (RetortCall *call, const char *token)
{
  RetortClause *operands[2] = { get_receiver (call), NULL };
  RetortPyValue *other = retort_call_get (call, "other");
  g_autofree RetortClause **items = NULL;
  RetortPyValue **values;
  guint n_values;

  if (retort_value_is_clause (other) || retort_value_is_select (other))
    {
      operands[1] = retort_clause_from_value (call, "other", other, NULL);
      if (operands[1]->kind != RETORT_CLAUSE_SELECT)
        retort_call_gap (call, "the argument of %s() is not understood", call->function->name);
    }
  else
    {
      values = retort_value_list_items (call, "other", other, &n_values);
      if (values == NULL || n_values == 0)
        {
          retort_call_gap (call, "an empty %s() is not understood", call->function->name);
          return NULL;
        }
      items = g_new0 (RetortClause *, n_values);
      for (guint i = 0; i < n_values; i++)
        {
          items[i] = operands[0]->kind == RETORT_CLAUSE_LIST ? tuple_item (call, operands[0], values[i])
                                                              : retort_clause_from_value (call, "an item", values[i], operands[0]->type);
          if (items[i] == NULL)
            return NULL;
        }
      operands[1] = retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_LIST, operands[0]->type, items, n_values);
    }
  return call->problem == NULL ? retort_clause_to_value (call->evaluation, retort_clause_join (call->evaluation, token, operands, 2)) : NULL;
}

static RetortPyValue *
method_in (RetortCall *call)
{
  return combine_in (call, "in");
}

static RetortPyValue *
method_not_in (RetortCall *call)
{
  return combine_in (call, "not in");
}

static RetortPyValue *
method_between (RetortCall *call)
{
  RetortClause *operands[3] = { get_receiver (call), NULL, NULL };
  RetortClause *between;

  operands[1] = retort_clause_from_value (call, "cleft", retort_call_get (call, "cleft"), operands[0]->type);
  operands[2] = retort_clause_from_value (call, "cright", retort_call_get (call, "cright"), operands[0]->type);
  if (retort_call_get_flag (call, "symmetric", FALSE) || operands[1] == NULL || operands[2] == NULL)
    {
      retort_call_gap (call, "between() with these arguments is not understood");
      return NULL;
    }
  for (guint i = 0; i < 3; i++)
    operands[i] = retort_clause_group (call->evaluation, operands[i], retort_operator_find ("between"));
  between = retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_BETWEEN, retort_type_named ("Boolean"), operands, 3);
  between->operator = retort_operator_find ("between");
  return retort_clause_to_value (call->evaluation, between);
}

static RetortPyValue *
order (RetortCall *call, const char *text)
{
  RetortClause *operand = get_receiver (call);
  RetortClause *ordered = retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_ORDER, operand->type, &operand, 1);

  ordered->text = text;
  return retort_clause_to_value (call->evaluation, ordered);
}

static RetortPyValue *
method_desc (RetortCall *call)
{
  return order (call, " DESC");
}

static RetortPyValue *
method_asc (RetortCall *call)
{
  return order (call, " ASC");
}

static RetortPyValue *
method_nulls_first (RetortCall *call)
{
  return order (call, " NULLS FIRST");
}

static RetortPyValue *
method_nulls_last (RetortCall *call)
{
  return order (call, " NULLS LAST");
}

static RetortPyValue *
method_label (RetortCall *call)
{
  RetortClause *operand = get_receiver (call);
  RetortClause *label = retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_LABEL, operand->type, &operand, 1);

  label->text = retort_call_get_string (call, "name");
  return call->problem == NULL ? retort_clause_to_value (call->evaluation, label) : NULL;
}

/* TextClause.bindparams(): values by keyword, or bindparam() objects. */
static RetortPyValue *
method_bindparams (RetortCall *call)
{
  RetortClause *text = get_receiver (call);
  RetortClause *bound = retort_clause_new_text (call->evaluation, RETORT_CLAUSE_TEXT, text->text);
  guint n_binds = text->n_binds + call->n_rest + call->n_options;

  if (text->kind != RETORT_CLAUSE_TEXT)
    {
      retort_call_gap (call, "bindparams() of this expression is not understood");
      return NULL;
    }
  bound->bind_names = retort_py_allocate (call->evaluation, (n_binds + 1) * sizeof *bound->bind_names);
  bound->bind_values = retort_py_allocate (call->evaluation, (n_binds + 1) * sizeof *bound->bind_values);
  for (guint i = 0; i < call->n_options; i++)
    {
      bound->bind_names[bound->n_binds] = call->option_names[i];
      bound->bind_values[bound->n_binds++] = retort_clause_from_value (call, call->option_names[i], call->option_values[i], NULL);
    }
  for (guint i = 0; i < call->n_rest; i++)
    {
      RetortClause *parameter = retort_clause_from_value (call, "a parameter", call->rest[i], NULL);

      if (parameter == NULL || parameter->bind_names == NULL)
        {
          retort_call_gap (call, "a parameter of bindparams() is not understood");
          return NULL;
        }
      bound->bind_names[bound->n_binds] = parameter->bind_names[0];
      bound->bind_values[bound->n_binds++] = parameter;
    }
  for (guint i = 0; i < text->n_binds; i++)
    {
      bound->bind_names[bound->n_binds] = text->bind_names[i];
      bound->bind_values[bound->n_binds++] = text->bind_values[i];
    }
  return call->problem == NULL ? retort_clause_to_value (call->evaluation, bound) : NULL;
}

static const RetortFunction clause_functions[] = {
  { "is_", "other", method_is, FALSE },
  { "is_not", "other", method_is_not, FALSE },
  { "isnot", "other", method_is_not, FALSE },
  { "in_", "other", method_in, FALSE },
  { "not_in", "other", method_not_in, FALSE },
  { "notin_", "other", method_not_in, FALSE },
  { "like", "other, escape=None", method_like, FALSE },
  { "ilike", "other, escape=None", method_ilike, FALSE },
  { "not_like", "other, escape=None", method_notlike, FALSE },
  { "notlike", "other, escape=None", method_notlike, FALSE },
  { "between", "cleft, cright, symmetric=False", method_between, FALSE },
  { "concat", "other", method_concat, FALSE },
  { "desc", "", method_desc, FALSE },
  { "asc", "", method_asc, FALSE },
  { "nulls_first", "", method_nulls_first, FALSE },
  { "nullsfirst", "", method_nulls_first, FALSE },
  { "nulls_last", "", method_nulls_last, FALSE },
  { "nullslast", "", method_nulls_last, FALSE },
  { "label", "name", method_label, FALSE },
  { "bindparams", "*binds, **names_to_values", method_bindparams, FALSE },
  { NULL },
};

const RetortMembers retort_clause_members = { clause_functions, NULL };
