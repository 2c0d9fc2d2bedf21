/* SPDX-License-Identifier: GPL-3.0-or-later */
/* math: what is exact, or rounded correctly by every C library: no logarithms and no angles. */
#include "python/modules-private.h"

#include <math.h>
#include <string.h>

/* The one number that is given; FALSE: return @result. */
static gboolean
begin (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyArguments *arguments, const char *name, double *number, RetortPyValue **result)
{
  if (!retort_py_arity (frame, node, arguments, name, 1, 1, result))
    return FALSE;
  if (retort_py_value_get_double (arguments->positional[0], number) && fabs (*number) < 1e15)
    return TRUE;
  *result = retort_py_unknown_with (frame, node, arguments, NULL, "'%s()' of this is not evaluated", name);
  return FALSE;
}

#define TO_INT(name) \
  static RetortPyValue * \
  math_ ## name (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments) \
  { \
    RetortPyValue *result; \
    double number; \
 \
    return begin (frame, node, arguments, #name, &number, &result) ? retort_py_new_int64 (frame->evaluation, (gint64) name (number)) : result; \
  }

TO_INT (ceil)
TO_INT (floor)
TO_INT (trunc)

static RetortPyValue *
math_sqrt (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  double number;

  if (!begin (frame, node, arguments, "sqrt", &number, &result))
    return result;
  if (number < 0)
    return retort_py_raise (frame, node, "ValueError", "a negative number has no square root");
  return retort_py_new_float (frame->evaluation, sqrt (number));
}

static RetortPyValue *
math_fabs (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  double number;

  return begin (frame, node, arguments, "fabs", &number, &result) ? retort_py_new_float (frame->evaluation, fabs (number)) : result;
}

static RetortPyValue *
math_gcd (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  gint64 divisor = 0;
  RetortPyValue *result;

  if (!retort_py_arity (frame, node, arguments, "gcd", 0, G_MAXUINT, &result))
    return result;
  for (guint i = 0; i < arguments->n_positional; i++)
    {
      gint64 number;

      if (!retort_py_value_get_int64 (arguments->positional[i], &number) || number == G_MININT64)
        return retort_py_unknown_with (frame, node, arguments, NULL, "'gcd()' of this is not evaluated");
      number = ABS (number);
      while (number != 0)
        {
          gint64 rest = divisor % number;

          divisor = number;
          number = rest;
        }
    }
  return retort_py_new_int64 (frame->evaluation, divisor);
}

static RetortPyValue *
get_constant (RetortPyEvaluation *evaluation, const char *name)
{
  if (strcmp (name, "pi") == 0)
    return retort_py_new_float (evaluation, G_PI);
  return strcmp (name, "e") == 0 ? retort_py_new_float (evaluation, G_E) : NULL;
}

static const RetortPyBuiltin builtins[] = {
  { "ceil", math_ceil, TRUE }, { "fabs", math_fabs, TRUE }, { "floor", math_floor, TRUE },
  { "gcd", math_gcd, TRUE },   { "sqrt", math_sqrt, TRUE }, { "trunc", math_trunc, TRUE },
};

const RetortPyStandard retort_py_math_module = RETORT_PY_STANDARD ("math", builtins, get_constant);
