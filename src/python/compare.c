/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ==, is, and < between values, as far as they are determined. */
#include "python/evaluation-private.h"
#include "python/integer.h"

#include <math.h>
#include <string.h>

/* Deeper structures are not compared; Python itself gives up at its recursion limit. */
#define MAX_DEPTH 100

/**
 * retort_py_value_is_number: (skip)
 * @self: a value
 *
 * Returns: whether it is a bool, an int or a float
 */
gboolean
retort_py_value_is_number (const RetortPyValue *self)
{
  return self->kind == RETORT_PY_BOOL || self->kind == RETORT_PY_INT || self->kind == RETORT_PY_FLOAT;
}

/**
 * retort_py_value_get_double: (skip)
 * @self: a value
 * @number: (out): the nearest double
 *
 * Returns: %FALSE when it is no number
 */
gboolean
retort_py_value_get_double (const RetortPyValue *self, double *number)
{
  switch ((int) self->kind)
    {
    case RETORT_PY_BOOL:
      *number = self->boolean;
      return TRUE;
    case RETORT_PY_INT:
      *number = self->digits != NULL ? g_ascii_strtod (self->digits, NULL) : (double) self->small;
      return TRUE;
    case RETORT_PY_FLOAT:
      *number = self->real;
      return TRUE;
    default:
      return FALSE;
    }
}

/* A bool or an int. */
static const char *
integer_digits (const RetortPyValue *self, char *buffer, gsize size)
{
  if (self->kind == RETORT_PY_INT && self->digits != NULL)
    return self->digits;
  g_snprintf (buffer, size, "%" G_GINT64_FORMAT, self->kind == RETORT_PY_BOOL ? (gint64) self->boolean : self->small);
  return buffer;
}

/* Exact: an integral float is written out in full; others are below 2^53, where the nearest double of any int keeps
 * the order. */
static int
order_with_float (const RetortPyValue *left, const RetortPyValue *right)
{
  char left_buffer[400];
  char right_buffer[400];
  double a;
  double b;

  retort_py_value_get_double (left, &a);
  retort_py_value_get_double (right, &b);
  if (left->kind == right->kind || isinf (a) || isinf (b) || a != floor (a) || b != floor (b))
    return a < b ? -1 : a > b;
  if (left->kind == RETORT_PY_FLOAT)
    g_snprintf (left_buffer, sizeof left_buffer, "%.0f", a + 0.0);
  if (right->kind == RETORT_PY_FLOAT)
    g_snprintf (right_buffer, sizeof right_buffer, "%.0f", b + 0.0);
  return retort_py_integer_compare (left->kind == RETORT_PY_FLOAT ? left_buffer : integer_digits (left, left_buffer, sizeof left_buffer),
                                    right->kind == RETORT_PY_FLOAT ? right_buffer : integer_digits (right, right_buffer, sizeof right_buffer));
}

/* FALSE when there is no order: one is not a number. */
static gboolean
order_numbers (const RetortPyValue *left, const RetortPyValue *right, int *order)
{
  char left_buffer[32];
  char right_buffer[32];

  if ((left->kind == RETORT_PY_FLOAT && isnan (left->real)) || (right->kind == RETORT_PY_FLOAT && isnan (right->real)))
    return FALSE;
  if (left->kind == RETORT_PY_FLOAT || right->kind == RETORT_PY_FLOAT)
    *order = order_with_float (left, right);
  else if (left->digits == NULL && right->digits == NULL)
    {
      gint64 a = left->kind == RETORT_PY_BOOL ? left->boolean : left->small;
      gint64 b = right->kind == RETORT_PY_BOOL ? right->boolean : right->small;

      *order = a < b ? -1 : a > b;
    }
  else
    *order = retort_py_integer_compare (integer_digits (left, left_buffer, sizeof left_buffer),
                                        integer_digits (right, right_buffer, sizeof right_buffer));
  return TRUE;
}

static RetortPyAnswer
answer (gboolean is_yes)
{
  return is_yes ? RETORT_PY_YES : RETORT_PY_NO;
}

static RetortPyAnswer equal_at (const RetortPyValue *left, const RetortPyValue *right, guint depth);

/* Items are compared by identity first, as Python does. */
static RetortPyAnswer
items_equal (const RetortPyItems *left, const RetortPyItems *right, guint depth)
{
  RetortPyAnswer result = RETORT_PY_YES;

  if (left->n != right->n)
    return RETORT_PY_NO;
  for (guint i = 0; i < left->n; i++)
    {
      RetortPyAnswer one = left->items[i] == right->items[i] && left->items[i]->kind != RETORT_PY_UNKNOWN
                           ? RETORT_PY_YES
                           : equal_at (left->items[i], right->items[i], depth + 1);

      if (one == RETORT_PY_NO)
        return RETORT_PY_NO;
      if (one == RETORT_PY_MAYBE)
        result = RETORT_PY_MAYBE;
    }
  return result;
}

static RetortPyAnswer
keyed_equal (const RetortPyValue *left, const RetortPyValue *right, guint depth)
{
  RetortPyAnswer result = RETORT_PY_YES;

  if (left->many.items.n != right->many.items.n)
    return RETORT_PY_NO;
  for (guint i = 0; i < left->many.items.n; i++)
    {
      guint place;
      RetortPyAnswer one = RETORT_PY_YES;

      if (!retort_py_keyed_find (right, left->many.items.items[i], &place))
        return RETORT_PY_NO;
      if (left->kind == RETORT_PY_DICT)
        one = equal_at (left->many.values.items[i], right->many.values.items[place], depth + 1);
      if (one == RETORT_PY_NO)
        return RETORT_PY_NO;
      if (one == RETORT_PY_MAYBE)
        result = RETORT_PY_MAYBE;
    }
  return result;
}

static RetortPyAnswer
numbers_equal (const RetortPyValue *left, const RetortPyValue *right)
{
  int order;

  return answer (order_numbers (left, right, &order) && order == 0);
}

static RetortPyAnswer
foreign_equal (const RetortPyValue *left, const RetortPyValue *right)
{
  const RetortPyForeignClass *klass = left->kind == RETORT_PY_FOREIGN ? left->foreign.klass : right->foreign.klass;
  int result = -1;

  if (left == right)
    return RETORT_PY_YES;
  if (klass->equal == NULL && right->kind == RETORT_PY_FOREIGN)
    klass = right->foreign.klass;
  if (klass->equal != NULL)
    result = klass->equal (left, right);
  return result < 0 ? RETORT_PY_MAYBE : answer (result > 0);
}

static RetortPyAnswer
equal_at (const RetortPyValue *left, const RetortPyValue *right, guint depth)
{
  if (left->kind == RETORT_PY_UNKNOWN || right->kind == RETORT_PY_UNKNOWN || depth > MAX_DEPTH)
    return RETORT_PY_MAYBE;
  if (retort_py_value_is_number (left) && retort_py_value_is_number (right))
    return numbers_equal (left, right);
  if (left->kind == RETORT_PY_FOREIGN || right->kind == RETORT_PY_FOREIGN)
    return foreign_equal (left, right);
  if (left->kind != right->kind)
    return RETORT_PY_NO;
  switch ((int) left->kind)
    {
    case RETORT_PY_NONE:
      return RETORT_PY_YES;
    case RETORT_PY_STR:
    case RETORT_PY_BYTES:
      return answer (left->string.length == right->string.length
                     && memcmp (left->string.text, right->string.text, left->string.length) == 0);
    case RETORT_PY_LIST:
    case RETORT_PY_TUPLE:
      return items_equal (&left->many.items, &right->many.items, depth);
    case RETORT_PY_SET:
      return keyed_equal (left, right, depth);
    case RETORT_PY_DICT:
      return retort_py_specials_equal (left, right, keyed_equal (left, right, depth));
    default:
      return answer (left == right); /* functions and classes */
    }
}

/**
 * retort_py_value_equals:
 * @self: a value
 * @other: another
 *
 * Returns: the answer of `==` between them: 1 yes, 0 no, -1 when it is not known
 */
int
retort_py_value_equals (const RetortPyValue *self, const RetortPyValue *other)
{
  const RetortPyAnswer answer = retort_py_values_equal (self, other);

  return answer == RETORT_PY_MAYBE ? -1 : answer == RETORT_PY_YES;
}

/**
 * retort_py_values_equal: (skip)
 * @left: a value
 * @right: a value
 *
 * Returns: the answer of `==` between values whose classes do not define it themselves
 */
RetortPyAnswer
retort_py_values_equal (const RetortPyValue *left, const RetortPyValue *right)
{
  return equal_at (left, right, 0);
}

/**
 * retort_py_values_identical: (skip)
 * @left: a value
 * @right: a value
 *
 * Whether two equal numbers or texts are one object is CPython's private matter, so that it is not told.
 *
 * Returns: the answer of `is`
 */
RetortPyAnswer
retort_py_values_identical (const RetortPyValue *left, const RetortPyValue *right)
{
  if (left->kind == RETORT_PY_UNKNOWN || right->kind == RETORT_PY_UNKNOWN)
    return RETORT_PY_MAYBE;
  if (left == right)
    return RETORT_PY_YES;
  if (left->kind != right->kind)
    return left->kind == RETORT_PY_FOREIGN || right->kind == RETORT_PY_FOREIGN ? answer (FALSE) : RETORT_PY_NO;
  switch ((int) left->kind)
    {
    case RETORT_PY_NONE:
      return RETORT_PY_YES;
    case RETORT_PY_BOOL:
      return answer (left->boolean == right->boolean);
    case RETORT_PY_INT:
    case RETORT_PY_FLOAT:
    case RETORT_PY_STR:
    case RETORT_PY_BYTES:
    case RETORT_PY_TUPLE:
      return retort_py_values_equal (left, right) == RETORT_PY_NO ? RETORT_PY_NO : RETORT_PY_MAYBE;
    case RETORT_PY_FOREIGN:
      /* A class may hand out one thing as several objects; types and functions of Python are the same ones each time. */
      return left->foreign.klass == right->foreign.klass && retort_py_get_builtin_of (left) != NULL && retort_py_get_builtin_of (right) != NULL
             ? retort_py_values_equal (left, right)
             : RETORT_PY_MAYBE;
    default:
      return RETORT_PY_NO;
    }
}

/* The first pair of items that differ decides. */
static RetortPyAnswer
order_items (const RetortPyItems *left, const RetortPyItems *right, int *order, gboolean *is_comparable)
{
  for (guint i = 0; i < MIN (left->n, right->n); i++)
    {
      RetortPyAnswer equal = left->items[i] == right->items[i] ? RETORT_PY_YES
                                                                : retort_py_values_equal (left->items[i], right->items[i]);

      if (equal == RETORT_PY_MAYBE)
        return RETORT_PY_MAYBE;
      if (equal == RETORT_PY_NO)
        return retort_py_values_order (left->items[i], right->items[i], order, is_comparable);
    }
  *order = left->n < right->n ? -1 : left->n > right->n;
  return RETORT_PY_YES;
}

/**
 * retort_py_values_order: (skip)
 * @left: a value
 * @right: a value
 * @order: (out): negative, zero or positive
 * @is_comparable: (out): %FALSE when Python raises a TypeError
 *
 * Returns: %RETORT_PY_YES when @order is set or the values cannot be compared; %RETORT_PY_NO when they have no order
 *   (not a number); %RETORT_PY_MAYBE when nothing is known
 */
RetortPyAnswer
retort_py_values_order (const RetortPyValue *left, const RetortPyValue *right, int *order, gboolean *is_comparable)
{
  *is_comparable = TRUE;
  *order = 0;
  if (left->kind == RETORT_PY_UNKNOWN || right->kind == RETORT_PY_UNKNOWN)
    return RETORT_PY_MAYBE;
  if (left->kind == RETORT_PY_FOREIGN && left->foreign.klass->order != NULL)
    return left->foreign.klass->order (left, right, order, is_comparable) ? RETORT_PY_YES : RETORT_PY_MAYBE;
  if (right->kind == RETORT_PY_FOREIGN && right->foreign.klass->order != NULL)
    return right->foreign.klass->order (left, right, order, is_comparable) ? RETORT_PY_YES : RETORT_PY_MAYBE;
  if (left->kind == RETORT_PY_FOREIGN || right->kind == RETORT_PY_FOREIGN)
    return RETORT_PY_MAYBE;
  if (retort_py_value_is_number (left) && retort_py_value_is_number (right))
    return order_numbers (left, right, order) ? RETORT_PY_YES : RETORT_PY_NO;
  if (left->kind == RETORT_PY_STR && right->kind == RETORT_PY_STR)
    {
      *order = strcmp (left->string.text, right->string.text); /* UTF-8 sorts as its code points do */
      return RETORT_PY_YES;
    }
  if (left->kind == RETORT_PY_BYTES && right->kind == RETORT_PY_BYTES)
    {
      *order = memcmp (left->string.text, right->string.text, MIN (left->string.length, right->string.length));
      if (*order == 0)
        *order = left->string.length < right->string.length ? -1 : left->string.length > right->string.length;
      return RETORT_PY_YES;
    }
  if (left->kind == right->kind && (left->kind == RETORT_PY_LIST || left->kind == RETORT_PY_TUPLE))
    return order_items (&left->many.items, &right->many.items, order, is_comparable);
  if (left->kind == RETORT_PY_SET && right->kind == RETORT_PY_SET)
    return RETORT_PY_MAYBE; /* a part is no order: retort_py_compare_sets() */
  if (left->kind == RETORT_PY_CLASS || right->kind == RETORT_PY_CLASS)
    return RETORT_PY_MAYBE;
  *is_comparable = FALSE;
  return RETORT_PY_YES;
}
