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
  { "between symmetric", " BETWEEN SYMMETRIC ", 5, FALSE, "not between symmetric", TRUE },
  { "not between symmetric", " NOT BETWEEN SYMMETRIC ", 5, FALSE, "between symmetric", TRUE },
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
  { "#>", " #> ", 15, FALSE, NULL, FALSE, TRUE },
  { "#>>", " #>> ", 15, FALSE, NULL, FALSE, TRUE },
  { "?", " ? ", 5, FALSE, NULL, TRUE, TRUE },
  { "@>", " @> ", 5, FALSE, NULL, TRUE, TRUE },
  { "<@", " <@ ", 5, FALSE, NULL, TRUE, TRUE },
  { "&&", " && ", 5, FALSE, NULL, TRUE, TRUE },
  { "~", " ~ ", 5, FALSE, "!~", TRUE },
  { "!~", " !~ ", 5, FALSE, "~", TRUE },
  { "~*", " ~* ", 5, FALSE, "!~*", TRUE },
  { "!~*", " !~* ", 5, FALSE, "~*", TRUE },
  { "regexp_replace", "", 5, FALSE, NULL, FALSE },
  { "any", "ANY ", 15, FALSE, NULL, FALSE },
  { "all", "ALL ", 15, FALSE, NULL, FALSE },
  { "//", " / ", 8, FALSE, NULL, FALSE },
  { "bitwise_and", " & ", 7, FALSE, NULL, FALSE },
  { "bitwise_or", " | ", 7, FALSE, NULL, FALSE },
  { "bitwise_xor", " # ", 7, FALSE, NULL, FALSE },
  { "bitwise_lshift", " << ", 7, FALSE, NULL, FALSE },
  { "bitwise_rshift", " >> ", 7, FALSE, NULL, FALSE },
  { "bitwise_not", "~", 8, FALSE, NULL, FALSE },
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

/**
 * retort_clause_is_part_match:
 * @clause: an expression
 *
 * Returns: whether it is startswith() or one of its like, in its parentheses
 */
gboolean
retort_clause_is_part_match (const RetortClause *clause)
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

/**
 * retort_clause_from_condition:
 * @call: the call that the value belongs to
 * @what: what it is for
 * @value: (nullable): an expression, or True or False
 *
 * Returns: (nullable): the condition; %NULL with a problem when it is none
 */
RetortClause *
retort_clause_from_condition (RetortCall *call, const char *what, RetortPyValue *value)
{
  if (value != NULL && retort_py_value_is (value, RETORT_PY_BOOL))
    return retort_clause_new_text (call->evaluation, RETORT_CLAUSE_VERBATIM,
                                   retort_py_value_get_bool (value) ? retort_clause_true : retort_clause_false);
  /* It becomes no parameter: a bool of Python's folds the condition around it. */
  if (value != NULL && retort_py_value_is_live (value))
    {
      retort_call_gap_value (call, what, value);
      return NULL;
    }
  return retort_clause_from_value (call, what, value, NULL);
}

/**
 * retort_clause_check_casts:
 * @call: the call that writes it
 * @clause: what operands are written for
 *
 * An element of a JSON value that is read as a type is put in parentheses inside of its cast by most operators, and by some it is not.
 *
 * Returns: whether it is known how the operands are written; a problem of @call when not
 */
gboolean
retort_clause_check_casts (RetortCall *call, const RetortClause *clause)
{
  static const char *const known[] = { "==", "!=", "<", "<=", ">", ">=", "is", "is not", "in", "not in", "+", "-", "*", NULL };

  for (guint i = 0; i < clause->n_operands; i++)
    if (clause->operands[i]->is_cast && !g_strv_contains (known, clause->operator->token))
      retort_call_gap (call, "an operator over an element of a JSON value that is read as a type is not understood");
  return call->problem == NULL;
}

/* What has no type takes that of what it is combined with. */
static const RetortType *
type_of_result (const RetortOperator *operator, RetortClause *const *operands)
{
  if (operator->is_boolean)
    return retort_type_named ("Boolean");
  if (operands[0]->type->row->family == RETORT_FAMILY_INTEGER && operands[1]->type->row->family == RETORT_FAMILY_NUMERIC)
    return operands[1]->type;
  return operands[0]->type->row->family == RETORT_FAMILY_NULL ? operands[1]->type : operands[0]->type;
}

const char retort_clause_true[] = "true";
const char retort_clause_false[] = "false";

static gboolean
is_keyword (const RetortClause *clause, const char *keyword)
{
  return clause->kind == RETORT_CLAUSE_VERBATIM && clause->text == keyword;
}

/* true() says nothing in an AND, and false() all of it; in an OR the other way round (BooleanClauseList). What is left alone of them is
 * written, and takes no further part in this. */
static guint
simplify_junction (RetortPyEvaluation *evaluation, const char *token, RetortClause *const *operands, guint n_operands, RetortClause **kept)
{
  gboolean is_and = g_str_equal (token, "and");
  const char *empty = is_and ? retort_clause_true : retort_clause_false;
  const char *whole = is_and ? retort_clause_false : retort_clause_true;
  guint n_kept = 0;

  for (guint i = 0; i < n_operands; i++)
    if (is_keyword (operands[i], whole))
      {
        kept[0] = retort_clause_new_text (evaluation, RETORT_CLAUSE_VERBATIM, is_and ? "false" : "true");
        return 1;
      }
    else if (!is_keyword (operands[i], empty))
      kept[n_kept++] = operands[i];
  if (n_kept == 0)
    kept[n_kept++] = retort_clause_new_text (evaluation, RETORT_CLAUSE_VERBATIM, is_and ? "true" : "false");
  return n_kept;
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
  g_autofree RetortClause **kept = g_new0 (RetortClause *, n_operands + 1);
  RetortClause *self;

  if (g_str_equal (token, "and") || g_str_equal (token, "or"))
    {
      n_operands = simplify_junction (evaluation, token, operands, n_operands, kept);
      operands = kept;
    }
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

/* Types whose "+" is "||" (Concatenable). */
static gboolean
is_concatenable (const RetortClause *clause)
{
  return is_text (clause) || clause->type->row->family == RETORT_FAMILY_JSON || clause->type->row->family == RETORT_FAMILY_ARRAY
         || clause->kind == RETORT_CLAUSE_ARRAY || g_str_equal (clause->type->row->name, "HSTORE");
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
  if (!is_concatenable (left) && !is_concatenable (right))
    return token;
  if ((is_concatenable (left) || has_no_type (left)) && (is_concatenable (right) || has_no_type (right)))
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

/* any_() and all_(): what is compared with them stands before them. */
static gboolean
is_collection (const RetortClause *clause)
{
  return clause->kind == RETORT_CLAUSE_UNARY && (g_str_equal (clause->operator->token, "any") || g_str_equal (clause->operator->token, "all"));
}

static RetortTypeFamily
get_affinity (const RetortType *type)
{
  return type->row->family == RETORT_FAMILY_ENUM ? RETORT_FAMILY_STRING : type->row->family;
}

/* Types that say of any value beside them that it is theirs: those of packages (UserDefinedType), and some of PostgreSQL's. */
static gboolean
leaves_values (const RetortType *type)
{
  static const char *const names[] = { "INET", "CIDR", "MACADDR", "MACADDR8", "CITEXT", NULL };

  return g_strv_contains (names, type->row->name)
         || (type->row->family == RETORT_FAMILY_OTHER && !type->row->in_sqlalchemy && !type->row->in_postgresql);
}

/* Types whose values may be given as a str. */
static gboolean
takes_texts (const RetortType *type)
{
  return type->row->family == RETORT_FAMILY_BINARY || type->row->family == RETORT_FAMILY_UUID;
}

/**
 * retort_type_compared:
 * @left: the type of an expression
 * @value: a value that stands beside it
 *
 * Returns: the type of the value: its own, unless that behaves as @left does (TypeEngine.coerce_compared_value)
 */
const RetortType *
retort_type_compared (const RetortType *left, const RetortPyValue *value)
{
  const RetortType *own = retort_type_of_literal (value);

  if (left->is_decorated || leaves_values (left) || (takes_texts (left) && own->row->family == RETORT_FAMILY_STRING))
    return left;
  return own->row->family == RETORT_FAMILY_NULL || get_affinity (own) == get_affinity (left) ? left : own;
}

/* A bindparam() without a type has that of what it stands beside. */
static RetortClause *
give_type (RetortPyEvaluation *evaluation, RetortClause *clause, const RetortType *type)
{
  RetortClause *typed;

  if (clause->kind != RETORT_CLAUSE_UNBOUND || clause->type->row->family != RETORT_FAMILY_NULL)
    return clause;
  typed = retort_py_allocate (evaluation, sizeof *typed);
  *typed = *clause;
  typed->type = type;
  return typed;
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
  operands[0] = give_type (call->evaluation, operands[0], operands[1]->type);
  operands[1] = give_type (call->evaluation, operands[1], operands[0]->type);
  if (is_collection (left) && (is_collection (operands[1]) || !is_python_comparison (token)))
    {
      retort_call_gap (call, "an operator behind any_() or all_() is not understood");
      return NULL;
    }
  if (is_collection (left))
    return retort_clause_combine (call, mirror_token (token), retort_clause_from_value (call, "an operand", right, NULL),
                                  retort_clause_to_value (call->evaluation, left));
  if (operands[1]->kind == RETORT_CLAUSE_VALUE && !retort_value_is_clause (right))
    operands[1]->type = retort_type_compared (left->type, right);
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
  if (call->problem != NULL)
    return NULL;
  self = retort_clause_join (call->evaluation, token, operands, 2);
  if (is_without_type)
    self->type = left->type;
  return self;
}

static gboolean
has_collection (const RetortClause *clause)
{
  const RetortClause *last = clause->n_operands > 0 ? clause->operands[clause->n_operands - 1] : NULL;

  return last != NULL && (is_collection (last) || (last->kind == RETORT_CLAUSE_FUNCTION && (g_str_equal (last->text, "ANY ") || g_str_equal (last->text, "ALL "))));
}

/* What stands behind IN for an empty list (visit_empty_set_op_expr). */
static const char in_nothing[] = "(NULL) AND (1 != 1)";
static const char not_in_nothing[] = "(NULL) OR (1 = 1)";

static gboolean
is_nothing (const RetortClause *clause)
{
  return clause->kind == RETORT_CLAUSE_VERBATIM && (clause->text == in_nothing || clause->text == not_in_nothing);
}

/**
 * retort_clause_in_nothing:
 * @call: the call that makes it
 * @operand: an expression
 * @token: "in" or "not in"
 *
 * Returns: whether @operand is one of an empty list, or none
 */
RetortClause *
retort_clause_in_nothing (RetortCall *call, RetortClause *operand, const char *token)
{
  RetortClause *operands[2] = { operand, NULL };

  operands[1] = retort_clause_new_text (call->evaluation, RETORT_CLAUSE_VERBATIM, g_str_equal (token, "in") ? in_nothing : not_in_nothing);
  return retort_clause_join (call->evaluation, token, operands, 2);
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
  if (retort_clause_is_part_match (clause))
    {
      negated = retort_clause_negate (call, clause->operands[0]);
      return retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_GROUP, negated->type, &negated, 1);
    }
  if (clause->kind == RETORT_CLAUSE_UNARY || clause->kind == RETORT_CLAUSE_TEXT || clause->kind == RETORT_CLAUSE_COERCED)
    retort_call_gap (call, "the negation of this is not understood");
  if (clause->kind == RETORT_CLAUSE_VERBATIM && g_str_equal (clause->text, "true"))
    return retort_clause_new_text (call->evaluation, RETORT_CLAUSE_VERBATIM, retort_clause_false);
  if (clause->kind == RETORT_CLAUSE_VERBATIM && g_str_equal (clause->text, "false"))
    return retort_clause_new_text (call->evaluation, RETORT_CLAUSE_VERBATIM, retort_clause_true);
  if (clause->kind == RETORT_CLAUSE_BINARY && clause->n_operands == 2 && is_nothing (clause->operands[1]))
    return retort_clause_in_nothing (call, clause->operands[0], clause->operator->negation);
  if (clause->operator != NULL && clause->operator->negation != NULL && !has_collection (clause))
    {
      negated = retort_clause_new_operands (call->evaluation, clause->kind, clause->type, clause->operands, clause->n_operands);
      negated->operator = retort_operator_find (clause->operator->negation);
      negated->text = clause->text;
      return negated;
    }
  if (clause->kind == RETORT_CLAUSE_BINARY || clause->kind == RETORT_CLAUSE_EXISTS)
    clause = retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_GROUP, clause->type, &clause, 1);
  negated = retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_UNARY, retort_type_named ("Boolean"), &clause, 1);
  negated->operator = retort_operator_find ("not");
  return negated;
}

/**
 * retort_clause_between:
 * @call: the call that makes it
 * @operand: an expression
 * @lower: (nullable): an expression or a plain value
 * @upper: (nullable): likewise
 * @is_symmetric: the lower one may be the upper one
 *
 * Returns: (nullable): the condition; %NULL with a problem when it is not understood
 */
RetortClause *
retort_clause_between (RetortCall *call, RetortClause *operand, RetortPyValue *lower, RetortPyValue *upper, gboolean is_symmetric)
{
  const RetortOperator *operator = retort_operator_find (is_symmetric ? "between symmetric" : "between");
  RetortClause *operands[3] = { operand, NULL, NULL };
  RetortClause *between;

  if (operand == NULL)
    return NULL;
  operands[1] = retort_clause_from_value (call, "the lower bound", lower, operand->type);
  operands[2] = retort_clause_from_value (call, "the upper bound", upper, operand->type);
  if (operands[1] == NULL || operands[2] == NULL)
    return NULL;
  if (operands[1]->kind == RETORT_CLAUSE_VALUE && !retort_value_is_clause (lower))
    operands[1]->type = retort_type_compared (operand->type, lower);
  if (operands[2]->kind == RETORT_CLAUSE_VALUE && !retort_value_is_clause (upper))
    operands[2]->type = retort_type_compared (operand->type, upper);
  for (guint i = 0; i < 3; i++)
    operands[i] = retort_clause_group (call->evaluation, operands[i], operator);
  between = retort_clause_new_operands (call->evaluation, RETORT_CLAUSE_BETWEEN, retort_type_named ("Boolean"), operands, 3);
  between->operator = operator;
  return between;
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
  if (retort_py_value_is_live_object (left) || retort_py_value_is_live_object (right))
    return retort_py_new_live_object (evaluation, retort_py_evaluation_get_call_span (evaluation));
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
