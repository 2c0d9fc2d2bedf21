/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which types an operator wants: the part of parse_oper.c that migrations meet. */
#include "analysis/schema/expression-private.h"

#include <string.h>

static int
rank_of_integer (const char *type)
{
  static const char *const integers[] = { "smallint", "integer", "bigint" };

  for (guint i = 0; i < G_N_ELEMENTS (integers); i++)
    if (g_str_equal (integers[i], type))
      return (int) i + 1;
  return 0;
}

static gboolean
is_float (const char *type)
{
  return g_str_equal (type, "real") || g_str_equal (type, "double precision");
}

static gboolean
is_text (const char *type)
{
  return g_str_equal (type, "text") || g_str_equal (type, "character varying");
}

static gboolean
is_moment (const char *type)
{
  return g_str_equal (type, "date") || g_str_has_prefix (type, "timestamp ");
}

static void
cast_both (RetortScope *scope, RetortValue *left, RetortValue *right, const char *type)
{
  retort_value_cast (scope, left, type);
  retort_value_cast (scope, right, type);
}

/* A literal takes the type of the other side; varchar has no operators of its own. */
static void
settle_literals (RetortScope *scope, RetortValue *left, RetortValue *right)
{
  RetortValue *open = left->type == NULL ? left : right;
  RetortValue *other = open == left ? right : left;

  if (open->type != NULL)
    return;
  if (other->type == NULL || is_text (other->type))
    cast_both (scope, left, right, "text");
  else
    retort_value_settle (scope, open, other->type);
}

/* The two sides of a comparison or of arithmetic; FALSE when it is not sure. */
static gboolean
unify (RetortScope *scope, RetortValue *left, RetortValue *right)
{
  RetortObjectKind kind;

  settle_literals (scope, left, right);
  if (is_text (left->type) && is_text (right->type))
    {
      cast_both (scope, left, right, "text");
      return TRUE;
    }
  if (retort_type_find_own (scope->edit, left->type, &kind) != NULL && kind != RETORT_OBJECT_ENUM)
    return FALSE;
  if (g_str_equal (left->type, right->type))
    return !g_str_has_suffix (left->type, "[]");
  if (rank_of_integer (left->type) > 0 && rank_of_integer (right->type) > 0)
    return TRUE;
  if (is_moment (left->type) && is_moment (right->type))
    return TRUE;
  if (is_float (left->type) && is_float (right->type))
    return TRUE;
  if (is_float (left->type) || is_float (right->type))
    {
      RetortValue *other = is_float (left->type) ? right : left;

      if (rank_of_integer (other->type) == 0 && !g_str_equal (other->type, "numeric"))
        return FALSE;
      retort_value_cast (scope, other, "double precision");
      return TRUE;
    }
  if (g_str_equal (left->type, "numeric") && rank_of_integer (right->type) > 0)
    retort_value_cast (scope, right, "numeric");
  else if (g_str_equal (right->type, "numeric") && rank_of_integer (left->type) > 0)
    retort_value_cast (scope, left, "numeric");
  else
    return FALSE;
  return TRUE;
}

static const char *
resolve_arithmetic (RetortScope *scope, RetortValue *left, RetortValue *right)
{
  if (left->type == NULL || right->type == NULL || !unify (scope, left, right))
    return NULL;
  if (rank_of_integer (left->type) > 0)
    return rank_of_integer (left->type) >= rank_of_integer (right->type) ? left->type : right->type;
  if (is_float (left->type) && is_float (right->type))
    return g_str_equal (left->type, right->type) ? left->type : "double precision";
  return g_str_equal (left->type, "numeric") ? "numeric" : NULL;
}

/* Operators of texts: both sides are text. */
static const char *
resolve_text (RetortScope *scope, RetortValue *left, RetortValue *right, const char *result)
{
  if ((left->type != NULL && !is_text (left->type)) || (right->type != NULL && !is_text (right->type)))
    return NULL;
  cast_both (scope, left, right, "text");
  return result;
}

static const char *
resolve_json (RetortScope *scope, const char *name, RetortValue *left, RetortValue *right)
{
  if (left->type == NULL || !g_str_has_prefix (left->type, "json"))
    return NULL;
  if (right->type != NULL && !g_str_equal (right->type, "text") && !g_str_equal (right->type, "integer"))
    return NULL;
  if (g_str_has_prefix (name, "->"))
    retort_value_settle (scope, right, "text");
  else if (right->type == NULL && g_str_equal (left->type, "jsonb"))
    retort_value_settle (scope, right, g_str_equal (name, "?") ? "text" : "jsonb");
  else
    return NULL;
  if (g_str_equal (name, "->>"))
    return "text";
  return g_str_equal (name, "->") ? left->type : "boolean";
}

/**
 * retort_operator_resolve: (skip)
 * @scope: where the expression stands
 * @name: the operator
 * @left: its left side; may get a cast
 * @right: its right side; may get a cast
 *
 * Gives the operands the types that the operator wants, as parse_oper.c chooses; what is not known makes the scope unsure.
 *
 * Returns: (transfer none): the type of the result; borrowed from an operand or static
 */
const char *
retort_operator_resolve (RetortScope *scope, const char *name, RetortValue *left, RetortValue *right)
{
  static const char *const comparisons[] = { "=", "<>", "<", ">", "<=", ">=", NULL };
  static const char *const matches[] = { "~", "~*", "!~", "!~*", "~~", "!~~", "~~*", "!~~*", NULL };
  static const char *const jsons[] = { "->", "->>", "?", "@>", "<@", NULL };
  const char *result = NULL;

  if (g_strv_contains (comparisons, name))
    result = unify (scope, left, right) ? "boolean" : NULL;
  else if (g_strv_contains (matches, name))
    result = resolve_text (scope, left, right, "boolean");
  else if (g_str_equal (name, "||"))
    result = resolve_text (scope, left, right, "text");
  else if (g_strv_contains (jsons, name))
    result = resolve_json (scope, name, left, right);
  else if (strlen (name) == 1 && strchr ("+-*/%", name[0]) != NULL)
    result = resolve_arithmetic (scope, left, right);
  if (result == NULL)
    scope->is_sure = FALSE;
  return result != NULL ? result : "unknown";
}
