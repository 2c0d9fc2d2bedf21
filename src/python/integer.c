/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Schoolbook arithmetic in base 10^9, least significant limb first. The numbers of migrations are short; the bound on
 * digits keeps the square of their length harmless. */
#include "python/integer.h"

#include <string.h>

#define BASE 1000000000u
#define LIMB_DIGITS 9

typedef struct
{
  gboolean is_negative;
  GArray  *limbs; /* guint32; no zero at the end; empty is zero */
} Number;

static guint32
limb (const Number *number, guint i)
{
  return i < number->limbs->len ? g_array_index (number->limbs, guint32, i) : 0;
}

static void
number_clear (Number *self)
{
  g_clear_pointer (&self->limbs, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Number, number_clear)

static Number
number_zero (guint n_limbs)
{
  Number number = { FALSE, g_array_new (FALSE, TRUE, sizeof (guint32)) };

  g_array_set_size (number.limbs, n_limbs);
  return number;
}

static void
number_trim (Number *self)
{
  while (self->limbs->len > 0 && limb (self, self->limbs->len - 1) == 0)
    g_array_set_size (self->limbs, self->limbs->len - 1);
  if (self->limbs->len == 0)
    self->is_negative = FALSE;
}

static Number
number_read (const char *text)
{
  Number number = number_zero (0);
  gboolean is_negative = *text == '-';
  const char *digits = is_negative ? text + 1 : text;

  for (gsize end = strlen (digits); end > 0; end -= MIN (end, LIMB_DIGITS))
    {
      guint32 value = 0;

      for (gsize i = end - MIN (end, LIMB_DIGITS); i < end; i++)
        value = value * 10 + (guint32) (digits[i] - '0');
      g_array_append_val (number.limbs, value);
    }
  number.is_negative = is_negative;
  number_trim (&number);
  return number;
}

static char *
number_write (Number *self)
{
  GString *text = g_string_new (NULL);

  number_trim (self);
  if (self->is_negative)
    g_string_append_c (text, '-');
  if (self->limbs->len == 0)
    g_string_append_c (text, '0');
  for (guint i = self->limbs->len; i > 0; i--)
    g_string_append_printf (text, i == self->limbs->len ? "%u" : "%09u", limb (self, i - 1));
  return g_string_free (text, FALSE);
}

static int
compare_sizes (const Number *left, const Number *right)
{
  if (left->limbs->len != right->limbs->len)
    return left->limbs->len < right->limbs->len ? -1 : 1;
  for (guint i = left->limbs->len; i > 0; i--)
    if (limb (left, i - 1) != limb (right, i - 1))
      return limb (left, i - 1) < limb (right, i - 1) ? -1 : 1;
  return 0;
}

static Number
add_sizes (const Number *left, const Number *right)
{
  guint n = MAX (left->limbs->len, right->limbs->len) + 1;
  Number sum = number_zero (n);
  guint32 carry = 0;

  for (guint i = 0; i < n; i++)
    {
      guint32 value = limb (left, i) + limb (right, i) + carry;

      carry = value >= BASE;
      g_array_index (sum.limbs, guint32, i) = value - carry * BASE;
    }
  return sum;
}

/* @left is not smaller. */
static Number
subtract_sizes (const Number *left, const Number *right)
{
  Number difference = number_zero (left->limbs->len);
  guint32 borrow = 0;

  for (guint i = 0; i < left->limbs->len; i++)
    {
      guint32 taken = limb (right, i) + borrow;

      borrow = limb (left, i) < taken;
      g_array_index (difference.limbs, guint32, i) = limb (left, i) + borrow * BASE - taken;
    }
  return difference;
}

static Number
add (const Number *left, const Number *right, gboolean negate_right)
{
  gboolean right_is_negative = right->is_negative != negate_right;
  Number result;

  if (left->is_negative == right_is_negative)
    {
      result = add_sizes (left, right);
      result.is_negative = left->is_negative;
    }
  else if (compare_sizes (left, right) >= 0)
    {
      result = subtract_sizes (left, right);
      result.is_negative = left->is_negative;
    }
  else
    {
      result = subtract_sizes (right, left);
      result.is_negative = right_is_negative;
    }
  number_trim (&result);
  return result;
}

static Number
multiply (const Number *left, const Number *right)
{
  Number product = number_zero (left->limbs->len + right->limbs->len + 1);

  for (guint i = 0; i < left->limbs->len; i++)
    {
      guint64 carry = 0;

      for (guint j = 0; j < right->limbs->len || carry > 0; j++)
        {
          guint32 *place = &g_array_index (product.limbs, guint32, i + j);
          guint64 value = *place + (guint64) limb (left, i) * limb (right, j) + carry;

          *place = (guint32) (value % BASE);
          carry = value / BASE;
        }
    }
  product.is_negative = left->is_negative != right->is_negative;
  number_trim (&product);
  return product;
}

/* The largest digit of base BASE that fits: @divisor * digit <= @rest. */
static guint32
find_limb (const Number *rest, const Number *divisor)
{
  guint32 low = 0;
  guint32 high = BASE;

  while (high - low > 1)
    {
      guint32 middle = low + (high - low) / 2;
      g_auto(Number) factor = number_zero (1);
      g_auto(Number) product = { 0 };

      g_array_index (factor.limbs, guint32, 0) = middle;
      product = multiply (divisor, &factor);
      product.is_negative = FALSE;
      if (compare_sizes (&product, rest) <= 0)
        low = middle;
      else
        high = middle;
    }
  return low;
}

/* Long division of the sizes, signs left out. */
static void
divide_sizes (const Number *left, const Number *right, Number *quotient, Number *rest)
{
  *quotient = number_zero (left->limbs->len);
  *rest = number_zero (0);
  for (guint i = left->limbs->len; i > 0; i--)
    {
      guint32 next = limb (left, i - 1);
      guint32 digit;
      g_auto(Number) factor = number_zero (1);
      g_auto(Number) product = { 0 };
      Number difference;

      g_array_prepend_val (rest->limbs, next);
      number_trim (rest);
      digit = find_limb (rest, right);
      g_array_index (quotient->limbs, guint32, i - 1) = digit;
      g_array_index (factor.limbs, guint32, 0) = digit;
      number_trim (&factor);
      product = multiply (right, &factor);
      difference = subtract_sizes (rest, &product);
      number_trim (&difference);
      number_clear (rest);
      *rest = difference;
    }
  number_trim (quotient);
}

/**
 * retort_py_integer_add:
 * @left: digits
 * @right: digits
 *
 * Returns: (transfer full): the sum
 */
char *
retort_py_integer_add (const char *left, const char *right)
{
  g_auto(Number) a = number_read (left);
  g_auto(Number) b = number_read (right);
  g_auto(Number) result = add (&a, &b, FALSE);

  return number_write (&result);
}

/**
 * retort_py_integer_subtract:
 * @left: digits
 * @right: digits
 *
 * Returns: (transfer full): the difference
 */
char *
retort_py_integer_subtract (const char *left, const char *right)
{
  g_auto(Number) a = number_read (left);
  g_auto(Number) b = number_read (right);
  g_auto(Number) result = add (&a, &b, TRUE);

  return number_write (&result);
}

/**
 * retort_py_integer_multiply:
 * @left: digits
 * @right: digits
 *
 * Returns: (transfer full): the product
 */
char *
retort_py_integer_multiply (const char *left, const char *right)
{
  g_auto(Number) a = number_read (left);
  g_auto(Number) b = number_read (right);
  g_auto(Number) result = multiply (&a, &b);

  return number_write (&result);
}

/**
 * retort_py_integer_divide:
 * @left: digits
 * @right: digits
 * @quotient: (out) (transfer full): rounded down, as `//` does
 * @remainder: (out) (transfer full): with the sign of @right, as `%` does
 *
 * Returns: %FALSE when @right is zero; nothing is set then
 */
gboolean
retort_py_integer_divide (const char *left, const char *right, char **quotient, char **remainder)
{
  g_auto(Number) a = number_read (left);
  g_auto(Number) b = number_read (right);
  g_auto(Number) whole = { 0 };
  g_auto(Number) rest = { 0 };

  if (b.limbs->len == 0)
    return FALSE;
  divide_sizes (&a, &b, &whole, &rest);
  if (a.is_negative != b.is_negative && rest.limbs->len > 0)
    {
      g_auto(Number) one = number_read ("1");
      Number next = add_sizes (&whole, &one);
      Number other = subtract_sizes (&b, &rest);

      number_clear (&whole);
      number_clear (&rest);
      whole = next;
      rest = other;
      number_trim (&whole);
      number_trim (&rest);
    }
  whole.is_negative = a.is_negative != b.is_negative;
  rest.is_negative = b.is_negative;
  *quotient = number_write (&whole);
  *remainder = number_write (&rest);
  return TRUE;
}

/**
 * retort_py_integer_compare:
 * @left: digits
 * @right: digits
 *
 * Returns: negative, zero or positive
 */
int
retort_py_integer_compare (const char *left, const char *right)
{
  g_auto(Number) a = number_read (left);
  g_auto(Number) b = number_read (right);

  if (a.is_negative != b.is_negative)
    return a.is_negative ? -1 : 1;
  return a.is_negative ? compare_sizes (&b, &a) : compare_sizes (&a, &b);
}

static guint
base_of_prefix (const char *literal)
{
  if (literal[0] != '0')
    return 10;
  switch (literal[1])
    {
    case 'x': case 'X':
      return 16;
    case 'o': case 'O':
      return 8;
    case 'b': case 'B':
      return 2;
    default:
      return 10;
    }
}

/* Most literals are their own digits already. */
static gboolean
is_written_out (const char *literal)
{
  gsize n_digits = strspn (literal, "0123456789");

  return n_digits > 0 && n_digits <= RETORT_PY_MAX_DIGITS && literal[n_digits] == '\0' && (literal[0] != '0' || n_digits == 1);
}

/**
 * retort_py_integer_from_literal:
 * @literal: a literal of Python, such as "0x_ff" or "1_000"
 *
 * Returns: (transfer full) (nullable): its decimal digits; %NULL for a complex literal, one of Python 2 or a too long one
 */
char *
retort_py_integer_from_literal (const char *literal)
{
  guint base = base_of_prefix (literal);
  g_autofree char *base_text = NULL;
  g_auto(Number) factor = { 0 };
  g_auto(Number) value = { 0 };

  if (is_written_out (literal))
    return g_strdup (literal);
  base_text = g_strdup_printf ("%u", base);
  factor = number_read (base_text);
  value = number_zero (0);
  if (strlen (literal) > RETORT_PY_MAX_DIGITS)
    return NULL;
  for (const char *at = base == 10 ? literal : literal + 2; *at != '\0'; at++)
    {
      int digit = g_ascii_xdigit_value (*at);
      char digit_text[8];
      g_auto(Number) next = { 0 };
      g_auto(Number) product = { 0 };

      if (*at == '_')
        continue;
      if (digit < 0 || digit >= (int) base)
        return NULL;
      g_snprintf (digit_text, sizeof digit_text, "%d", digit);
      next = number_read (digit_text);
      product = multiply (&value, &factor);
      number_clear (&value);
      value = add_sizes (&product, &next);
      number_trim (&value);
    }
  return number_write (&value);
}
