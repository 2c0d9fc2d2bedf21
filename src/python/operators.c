/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arithmetic, concatenation and comparison. Text formatting with % is in string-format.c. */
#include "python/evaluation-private.h"
#include "python/integer.h"

#include <math.h>
#include <string.h>

typedef enum
{
  ADD,
  SUBTRACT,
  MULTIPLY,
  DIVIDE,
  FLOOR_DIVIDE,
  REMAINDER,
  POWER,
  BIT_OR,
  BIT_AND,
  BIT_XOR,
  SHIFT_LEFT,
  SHIFT_RIGHT,
  N_OPERATORS,
} Operator;

static const char *const operator_names[] = { "+", "-", "*", "/", "//", "%", "**", "|", "&", "^", "<<", ">>" };

G_STATIC_ASSERT (G_N_ELEMENTS (operator_names) == N_OPERATORS);

static Operator
find_operator (const char *name)
{
  Operator operator_ = ADD;

  while (operator_ < N_OPERATORS && strcmp (operator_names[operator_], name) != 0)
    operator_++;
  return operator_;
}

static gboolean
is_whole (const RetortPyValue *value)
{
  return value->kind == RETORT_PY_INT || value->kind == RETORT_PY_BOOL;
}

static gint64
small_of (const RetortPyValue *value)
{
  return value->kind == RETORT_PY_BOOL ? (gint64) value->boolean : value->small;
}

static char *
dup_digits (const RetortPyValue *value)
{
  return value->kind == RETORT_PY_INT && value->digits != NULL ? g_strdup (value->digits)
                                                               : g_strdup_printf ("%" G_GINT64_FORMAT, small_of (value));
}

/* Numbers that fit; FALSE when the result may not. */
static gboolean
calculate_small (Operator operator_, gint64 left, gint64 right, gint64 *result)
{
  switch ((int) operator_)
    {
    case ADD:
      return !__builtin_add_overflow (left, right, result);
    case SUBTRACT:
      return !__builtin_sub_overflow (left, right, result);
    case MULTIPLY:
      return !__builtin_mul_overflow (left, right, result);
    case BIT_OR:
      *result = left | right;
      return TRUE;
    case BIT_AND:
      *result = left & right;
      return TRUE;
    case BIT_XOR:
      *result = left ^ right;
      return TRUE;
    case SHIFT_RIGHT:
      *result = left >> MIN (right, 63);
      return right >= 0;
    case FLOOR_DIVIDE:
    case REMAINDER:
      if (left == G_MININT64 || right == G_MININT64 || right == 0)
        return FALSE;
      *result = operator_ == REMAINDER ? left % right : left / right;
      if (left % right != 0 && (left < 0) != (right < 0))
        *result += operator_ == REMAINDER ? right : -1;
      return TRUE;
    default:
      return FALSE;
    }
}

static RetortPyValue *
calculate_large (RetortPyFrame *frame, const RetortPyNode *node, Operator operator_, const RetortPyValue *left, const RetortPyValue *right)
{
  g_autofree char *a = dup_digits (left);
  g_autofree char *b = dup_digits (right);
  g_autofree char *result = NULL;
  g_autofree char *other = NULL;

  if (strlen (a) + strlen (b) > RETORT_PY_MAX_DIGITS || !retort_py_charge (frame->evaluation, strlen (a) * strlen (b) / 64))
    return retort_py_unknown_at (frame, node, "a number this long is not calculated");
  switch ((int) operator_)
    {
    case ADD:
      result = retort_py_integer_add (a, b);
      break;
    case SUBTRACT:
      result = retort_py_integer_subtract (a, b);
      break;
    case MULTIPLY:
      result = retort_py_integer_multiply (a, b);
      break;
    case FLOOR_DIVIDE:
      if (!retort_py_integer_divide (a, b, &result, &other))
        return retort_py_raise (frame, node, "ZeroDivisionError", "division by zero");
      break;
    case REMAINDER:
      if (!retort_py_integer_divide (a, b, &other, &result))
        return retort_py_raise (frame, node, "ZeroDivisionError", "division by zero");
      break;
    default:
      return retort_py_unknown_at (frame, node, "this operation on large numbers is not evaluated");
    }
  return retort_py_new_digits (frame->evaluation, result);
}

/* Repeated multiplication, most significant bit of the exponent first. */
static RetortPyValue *
raise_to_power (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *base, gint64 exponent)
{
  RetortPyValue *result = retort_py_new_int64 (frame->evaluation, 1);
  g_autofree char *digits = dup_digits (base);

  if (exponent > 20000 || strlen (digits) * (gsize) exponent > RETORT_PY_MAX_DIGITS)
    return retort_py_unknown_at (frame, node, "a number this long is not calculated");
  for (gint64 i = 0; i < exponent && result != NULL && result->kind == RETORT_PY_INT; i++)
    {
      gint64 small;

      if (result->digits == NULL && is_whole (base) && base->digits == NULL
          && calculate_small (MULTIPLY, result->small, small_of (base), &small))
        result->small = small;
      else
        result = calculate_large (frame, node, MULTIPLY, result, base);
    }
  return result;
}

static RetortPyValue *
calculate_shift (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *left, RetortPyValue *right)
{
  RetortPyValue *two = retort_py_new_int64 (frame->evaluation, 2);
  RetortPyValue *factor = raise_to_power (frame, node, two, small_of (right));

  return factor == NULL || factor->kind != RETORT_PY_INT ? factor : calculate_large (frame, node, MULTIPLY, left, factor);
}

static RetortPyValue *calculate_float (RetortPyFrame *frame, const RetortPyNode *node, Operator operator_, double left, double right);

/* Is there a double that is exactly this int? */
static gboolean
is_exact_double (const RetortPyValue *value)
{
  g_autofree char *digits = dup_digits (value);
  g_autofree char *text = NULL;
  double number;

  retort_py_value_get_double (value, &number);
  if (fabs (number) > 1e300)
    return FALSE;
  text = g_strdup_printf ("%.0f", number);
  return strcmp (text, digits) == 0;
}

static RetortPyValue *
calculate_whole (RetortPyFrame *frame, const RetortPyNode *node, Operator operator_, RetortPyValue *left, RetortPyValue *right)
{
  gboolean are_small = (left->kind == RETORT_PY_BOOL || left->digits == NULL) && (right->kind == RETORT_PY_BOOL || right->digits == NULL);
  gint64 result;

  if (left->kind == RETORT_PY_BOOL && right->kind == RETORT_PY_BOOL && operator_ >= BIT_OR && operator_ <= BIT_XOR)
    {
      calculate_small (operator_, left->boolean, right->boolean, &result);
      return retort_py_bool (frame->evaluation, result != 0);
    }
  if (operator_ == DIVIDE)
    {
      double a;
      double b;

      retort_py_value_get_double (left, &a);
      retort_py_value_get_double (right, &b);
      if (is_exact_double (left) && is_exact_double (right))
        return calculate_float (frame, node, operator_, a, b);
      return retort_py_unknown_at (frame, node, "the quotient of numbers this long is not calculated");
    }
  if (operator_ == POWER || operator_ == SHIFT_LEFT)
    {
      if (!are_small || small_of (right) < 0)
        return retort_py_unknown_at (frame, node, "this power is not calculated");
      return operator_ == POWER ? raise_to_power (frame, node, left, small_of (right)) : calculate_shift (frame, node, left, right);
    }
  if (are_small && calculate_small (operator_, small_of (left), small_of (right), &result))
    return retort_py_new_int64 (frame->evaluation, result);
  return calculate_large (frame, node, operator_, left, right);
}

/* As Objects/floatobject.c does it. */
static double
floor_divide (double left, double right, double *remainder)
{
  double mod = fmod (left, right);
  double div = (left - mod) / right;
  double whole;

  if (mod != 0)
    {
      if ((right < 0) != (mod < 0))
        {
          mod += right;
          div -= 1.0;
        }
    }
  else
    mod = copysign (0.0, right);
  whole = div != 0 ? floor (div) : copysign (0.0, left / right);
  if (div != 0 && div - whole > 0.5)
    whole += 1.0;
  *remainder = mod;
  return whole;
}

static RetortPyValue *
calculate_float (RetortPyFrame *frame, const RetortPyNode *node, Operator operator_, double left, double right)
{
  double remainder;

  if ((operator_ == DIVIDE || operator_ == FLOOR_DIVIDE || operator_ == REMAINDER) && right == 0)
    return retort_py_raise (frame, node, "ZeroDivisionError", "division by zero");
  switch ((int) operator_)
    {
    case ADD:
      return retort_py_new_float (frame->evaluation, left + right);
    case SUBTRACT:
      return retort_py_new_float (frame->evaluation, left - right);
    case MULTIPLY:
      return retort_py_new_float (frame->evaluation, left * right);
    case DIVIDE:
      return retort_py_new_float (frame->evaluation, left / right);
    case FLOOR_DIVIDE:
      return retort_py_new_float (frame->evaluation, floor_divide (left, right, &remainder));
    case REMAINDER:
      floor_divide (left, right, &remainder);
      return retort_py_new_float (frame->evaluation, remainder);
    default:
      return retort_py_unknown_at (frame, node, "'%s' of floats is not evaluated", operator_names[MIN (operator_, N_OPERATORS - 1)]);
    }
}

static RetortPyValue *
calculate (RetortPyFrame *frame, const RetortPyNode *node, Operator operator_, RetortPyValue *left, RetortPyValue *right)
{
  double a;
  double b;

  if (is_whole (left) && is_whole (right))
    return calculate_whole (frame, node, operator_, left, right);
  if (operator_ >= BIT_OR)
    return retort_py_raise (frame, node, "TypeError", "'%s' does not work on floats", operator_names[operator_]);
  retort_py_value_get_double (left, &a);
  retort_py_value_get_double (right, &b);
  if ((is_whole (left) && fabs (a) > 1e300) || (is_whole (right) && fabs (b) > 1e300))
    return retort_py_unknown_at (frame, node, "this operation on large numbers is not evaluated");
  return calculate_float (frame, node, operator_, a, b);
}

static RetortPyValue *
concatenate_texts (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *left, RetortPyValue *right)
{
  gsize length = left->string.length + right->string.length;
  RetortPyValue *result;
  char *text;

  if (length > RETORT_PY_MAX_TEXT || !retort_py_charge (frame->evaluation, length / 64))
    return retort_py_unknown_at (frame, node, "the text is too long");
  result = retort_py_new_value (frame->evaluation, left->kind);
  text = retort_py_allocate (frame->evaluation, length + 1);
  memcpy (text, left->string.text, left->string.length);
  memcpy (text + left->string.length, right->string.text, right->string.length);
  result->string.text = text;
  result->string.length = length;
  return result;
}

static void
append_all (RetortPyFrame *frame, RetortPyValue *to, const RetortPyValue *from)
{
  guint n = from->many.items.n; /* `x += x` must end */

  for (guint i = 0; i < n; i++)
    retort_py_items_append (frame->evaluation, &to->many.items, from->many.items.items[i]);
}

static RetortPyValue *
concatenate_items (RetortPyFrame *frame, RetortPyValue *left, RetortPyValue *right)
{
  RetortPyValue *result = retort_py_new_value (frame->evaluation, left->kind);

  retort_py_charge (frame->evaluation, left->many.items.n + right->many.items.n);
  append_all (frame, result, left);
  append_all (frame, result, right);
  return result;
}

static RetortPyValue *
repeat (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *value, RetortPyValue *count_value)
{
  gboolean is_text = value->kind == RETORT_PY_STR || value->kind == RETORT_PY_BYTES;
  gint64 count = MAX (0, small_of (count_value));
  gsize length = is_text ? value->string.length : value->many.items.n;
  RetortPyValue *result;
  g_autoptr(GString) text = NULL;

  if (count_value->digits != NULL || (length > 0 && count > (gint64) (RETORT_PY_MAX_TEXT / 8 / length)))
    return retort_py_unknown_at (frame, node, "the result is too long");
  count = length == 0 ? 0 : count;
  retort_py_charge (frame->evaluation, length * (guint64) count / 16);
  if (is_text)
    {
      text = g_string_sized_new (length * (gsize) count);
      for (gint64 i = 0; i < count; i++)
        g_string_append_len (text, value->string.text, (gssize) length);
      result = retort_py_new_text (frame->evaluation, text->str, text->len);
      result->kind = value->kind;
      return result;
    }
  result = retort_py_new_value (frame->evaluation, value->kind);
  for (gint64 i = 0; i < count; i++)
    append_all (frame, result, value);
  return result;
}

static gboolean
is_in (const RetortPyValue *keyed, const RetortPyValue *key)
{
  guint place;

  return retort_py_keyed_find (keyed, key, &place);
}

/* Do both have equal keys that are not the same, as 1 and True? Which of them `&` keeps is CPython's private matter. */
static gboolean
share_other_keys (const RetortPyValue *left, const RetortPyValue *right)
{
  guint place;

  for (guint i = 0; i < left->many.items.n; i++)
    if (retort_py_keyed_find (right, left->many.items.items[i], &place)
        && (left->many.items.items[i]->kind != right->many.items.items[place]->kind || left->many.items.items[i]->kind == RETORT_PY_TUPLE))
      return TRUE;
  return FALSE;
}

/* Sets know |, &, - and ^; dicts know |. */
static RetortPyValue *
combine_keyed (RetortPyFrame *frame, const RetortPyNode *node, Operator operator_, RetortPyValue *left, RetortPyValue *right)
{
  RetortPyValue *result = retort_py_new_value (frame->evaluation, left->kind);
  gboolean is_dict = left->kind == RETORT_PY_DICT;

  result->many.is_frozen = left->many.is_frozen;
  retort_py_charge (frame->evaluation, left->many.items.n + right->many.items.n);
  if (operator_ == BIT_AND && share_other_keys (left, right))
    return retort_py_absorb (frame, node, left, right);
  for (guint i = 0; i < left->many.items.n; i++)
    {
      gboolean is_both = is_in (right, left->many.items.items[i]);

      if (operator_ == BIT_OR || is_both == (operator_ == BIT_AND))
        retort_py_keyed_put (frame->evaluation, result, left->many.items.items[i], is_dict ? left->many.values.items[i] : NULL);
    }
  for (guint i = 0; i < right->many.items.n && (operator_ == BIT_OR || operator_ == BIT_XOR); i++)
    if (operator_ == BIT_OR || !is_in (left, right->many.items.items[i]))
      retort_py_keyed_put (frame->evaluation, result, right->many.items.items[i], is_dict ? right->many.values.items[i] : NULL);
  return result;
}

/**
 * retort_py_ask_foreign: (skip)
 * @frame: where
 * @node: the place
 * @operator_: "+", "==" …
 * @left: an operand
 * @right: an operand, of which one is a foreign object
 *
 * Returns: (transfer none) (nullable): the result; %NULL: raised
 */
RetortPyValue *
retort_py_ask_foreign (RetortPyFrame *frame, const RetortPyNode *node, const char *operator_, RetortPyValue *left, RetortPyValue *right)
{
  RetortPyEvaluation *evaluation = frame->evaluation;
  RetortPyValue *result = NULL;

  if (!retort_py_is_plain (left) || !retort_py_is_plain (right))
    retort_py_doubt_foreign (evaluation);
  if (left->kind == RETORT_PY_FOREIGN && left->foreign.klass->binary != NULL)
    result = left->foreign.klass->binary (evaluation, operator_, left, right);
  if (result == NULL && evaluation->exception == NULL && right->kind == RETORT_PY_FOREIGN && right->foreign.klass->binary != NULL)
    result = right->foreign.klass->binary (evaluation, operator_, left, right);
  if (result != NULL || evaluation->exception != NULL)
    return result;
  return retort_py_absorb (frame, node, left, right);
}

static gboolean
is_sequence (const RetortPyValue *value)
{
  return value->kind >= RETORT_PY_STR && value->kind <= RETORT_PY_TUPLE;
}

static gboolean
is_opaque (const RetortPyValue *value)
{
  return value->kind == RETORT_PY_UNKNOWN || value->kind == RETORT_PY_FOREIGN || value->kind == RETORT_PY_CLASS;
}

static RetortPyValue *
apply_in_place (RetortPyFrame *frame, const RetortPyNode *node, Operator operator_, RetortPyValue *left, RetortPyValue *right)
{
  RetortPyItems items = { 0 };
  RetortPyValue *unknown = NULL;

  if (left->kind == RETORT_PY_LIST && operator_ == ADD)
    {
      if (!retort_py_collect (frame, node, right, &items, &unknown))
        return NULL;
      if (unknown != NULL)
        return retort_py_absorb (frame, node, unknown, left);
      for (guint i = 0; i < items.n; i++)
        retort_py_items_append (frame->evaluation, &left->many.items, items.items[i]);
      return left;
    }
  if (left->kind == right->kind && ((left->kind == RETORT_PY_SET && !left->many.is_frozen) || (left->kind == RETORT_PY_DICT && operator_ == BIT_OR)))
    {
      RetortPyValue *result = retort_py_binary (frame, node, operator_names[operator_], left, right, FALSE);

      if (result != NULL && result->kind == left->kind)
        retort_py_change_keyed (left, result);
      return result != NULL ? left : NULL;
    }
  if (left->kind == RETORT_PY_LIST && operator_ == MULTIPLY && is_whole (right))
    {
      RetortPyValue *result = repeat (frame, node, left, right);

      if (result == NULL || result->kind != RETORT_PY_LIST)
        return result == NULL ? NULL : retort_py_absorb (frame, node, result, left);
      left->many.items = result->many.items;
      return left;
    }
  if ((left->kind == RETORT_PY_SET && !left->many.is_frozen) || left->kind == RETORT_PY_DICT || left->kind == RETORT_PY_LIST)
    return retort_py_absorb (frame, node, left, right);
  return retort_py_binary (frame, node, operator_names[operator_], left, right, FALSE);
}

/* A text, or what the database decides; not two texts. */
static gboolean
is_live_text (const RetortPyValue *left, const RetortPyValue *right)
{
  const char *live_left = retort_py_value_get_live_text (left);
  const char *live_right = retort_py_value_get_live_text (right);

  return (live_left != NULL && (live_right != NULL || right->kind == RETORT_PY_STR)) || (live_right != NULL && left->kind == RETORT_PY_STR);
}

/* Of two answers nobody knows whether they are texts. */
static RetortPyValue *
join_live_texts (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *left, RetortPyValue *right)
{
  const char *live_left = retort_py_value_get_live_text (left);
  const char *live_right = retort_py_value_get_live_text (right);
  g_autofree char *text = NULL;

  if (live_left != NULL && live_right != NULL && left->digits == NULL && right->digits == NULL)
    return retort_py_absorb (frame, node, left, right);
  text = g_strconcat (live_left != NULL ? live_left : left->string.text, live_right != NULL ? live_right : right->string.text, NULL);
  return retort_py_new_live_text (frame, node, text);
}

/**
 * retort_py_binary: (skip)
 * @frame: where
 * @node: the place
 * @token: the operator
 * @left: an operand
 * @right: an operand
 * @is_in_place: an augmented assignment: a list on the left is changed
 *
 * Returns: (transfer none) (nullable): the result; %NULL: raised
 */
RetortPyValue *
retort_py_binary (RetortPyFrame *frame, const RetortPyNode *node, const char *token, RetortPyValue *left, RetortPyValue *right, gboolean is_in_place)
{
  Operator operator_ = find_operator (token);

  if (left->kind == RETORT_PY_STR && operator_ == REMAINDER)
    return retort_py_format_percent (frame, node, left, right);
  if (is_in_place && left->kind == RETORT_PY_FOREIGN)
    {
      gboolean is_done;
      RetortPyValue *result = retort_py_instance_in_place (frame, node, token, left, right, &is_done);

      if (is_done)
        return result;
    }
  if (left->kind == RETORT_PY_FOREIGN || right->kind == RETORT_PY_FOREIGN)
    return retort_py_ask_foreign (frame, node, token, left, right);
  if (operator_ == ADD && is_live_text (left, right))
    return join_live_texts (frame, node, left, right);
  if (!is_in_place && retort_py_is_counter (left) && retort_py_is_counter (right))
    return retort_py_counter_binary (frame, node, token, left, right);
  if (is_opaque (left) || is_opaque (right) || operator_ == N_OPERATORS || (left->kind == RETORT_PY_BYTES && operator_ == REMAINDER)
      || (left->kind == RETORT_PY_DICT && left->many.special != NULL) || (right->kind == RETORT_PY_DICT && right->many.special != NULL))
    return retort_py_absorb (frame, node, left, right);
  if (is_in_place)
    return apply_in_place (frame, node, operator_, left, right);
  if (retort_py_value_is_number (left) && retort_py_value_is_number (right))
    return calculate (frame, node, operator_, left, right);
  if (operator_ == ADD && left->kind == right->kind && is_sequence (left))
    return left->kind <= RETORT_PY_BYTES ? concatenate_texts (frame, node, left, right) : concatenate_items (frame, left, right);
  if (operator_ == MULTIPLY && is_sequence (left) && is_whole (right))
    return repeat (frame, node, left, right);
  if (operator_ == MULTIPLY && is_whole (left) && is_sequence (right))
    return repeat (frame, node, right, left);
  if (left->kind == RETORT_PY_SET && right->kind == RETORT_PY_SET
      && (operator_ == SUBTRACT || (operator_ >= BIT_OR && operator_ <= BIT_XOR)))
    return combine_keyed (frame, node, operator_, left, right);
  if (left->kind == RETORT_PY_DICT && right->kind == RETORT_PY_DICT && operator_ == BIT_OR)
    return combine_keyed (frame, node, operator_, left, right);
  return retort_py_raise (frame, node, "TypeError", "'%s' does not work on %s and %s", token,
                          retort_py_value_type_name (left), retort_py_value_type_name (right));
}

/**
 * retort_py_unary: (skip)
 * @frame: where
 * @node: the place
 * @operator_: "-", "+" or "~"
 * @operand: the operand
 *
 * Returns: (transfer none) (nullable): the result; %NULL: raised
 */
RetortPyValue *
retort_py_unary (RetortPyFrame *frame, const RetortPyNode *node, const char *operator_, RetortPyValue *operand)
{
  RetortPyValue *zero = retort_py_new_int64 (frame->evaluation, 0);
  RetortPyValue *result = NULL;

  if (operand->kind == RETORT_PY_FOREIGN && operand->foreign.klass->unary != NULL)
    {
      if (!retort_py_is_plain (operand))
        retort_py_doubt_foreign (frame->evaluation);
      result = operand->foreign.klass->unary (frame->evaluation, operator_, operand);
    }
  if (result != NULL || frame->evaluation->exception != NULL)
    return result;
  if (retort_py_is_counter (operand))
    return retort_py_counter_binary (frame, node, operator_, operand, NULL);
  if (is_opaque (operand) || retort_py_get_special (operand) != NULL)
    return retort_py_absorb (frame, node, operand, NULL);
  if (*operator_ == '~' && is_whole (operand))
    return calculate_whole (frame, node, SUBTRACT, retort_py_new_int64 (frame->evaluation, -1), operand);
  if (*operator_ == '~' || !retort_py_value_is_number (operand))
    return retort_py_raise (frame, node, "TypeError", "'%s' does not work on %s", operator_, retort_py_value_type_name (operand));
  if (operand->kind == RETORT_PY_FLOAT)
    return retort_py_new_float (frame->evaluation, *operator_ == '-' ? -operand->real : operand->real);
  return calculate_whole (frame, node, *operator_ == '-' ? SUBTRACT : ADD, zero, operand);
}
