/* SPDX-License-Identifier: GPL-3.0-or-later */
/* str() and repr() of values. */
#include "python/integer.h"
#include "python/evaluation-private.h"

#include <math.h>
#include <string.h>

#define MAX_DEPTH 50

/* The same with the last digit one more or one less; NULL when that carries through all digits. */
static char *
neighbour (const char *scientific, gboolean is_above)
{
  const char *e = strchr (scientific, 'e');
  g_autoptr(GString) digits = g_string_new_len (scientific, e - scientific);
  g_autofree char *moved = NULL;
  gboolean has_point = digits->len > 1;

  if (has_point)
    g_string_erase (digits, 1, 1);
  moved = is_above ? retort_py_integer_add (digits->str, "1") : retort_py_integer_subtract (digits->str, "1");
  if (strlen (moved) != digits->len)
    return NULL;
  return g_strdup_printf ("%c%s%s%s", moved[0], has_point ? "." : "", moved + 1, e);
}

static gboolean
reads_back (const char *text, double value)
{
  return text != NULL && g_ascii_strtod (text, NULL) == value;
}

/* The fewest digits that read back as @value. The nearest number of so many digits need not: below a power of two the
 * doubles lie closer, so that one that is as near on the other side may. */
static char *
shortest_digits (double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  for (int precision = 0; precision <= 16; precision++)
    {
      char format[16];
      g_autofree char *above = NULL;
      g_autofree char *below = NULL;

      g_snprintf (format, sizeof format, "%%.%de", precision);
      g_ascii_formatd (buffer, sizeof buffer, format, value);
      if (reads_back (buffer, value))
        break;
      above = neighbour (buffer, TRUE);
      below = neighbour (buffer, FALSE);
      if (reads_back (above, value))
        return g_steal_pointer (&above);
      if (reads_back (below, value))
        return g_steal_pointer (&below);
    }
  return g_strdup (buffer);
}

/* "d.ddde±xx" without a sign into Python's layout: exponents from 10^16 on and below 10^-4. */
static char *
layout_float (const char *scientific, gboolean is_negative)
{
  const char *e = strchr (scientific, 'e');
  int exponent = (int) g_ascii_strtoll (e + 1, NULL, 10);
  g_autoptr(GString) digits = g_string_new_len (scientific, e - scientific);
  GString *text = g_string_new (is_negative ? "-" : "");
  int n_digits;

  if (digits->len > 1)
    g_string_erase (digits, 1, 1);
  while (digits->len > 1 && digits->str[digits->len - 1] == '0')
    g_string_truncate (digits, digits->len - 1);
  n_digits = (int) digits->len;
  if (exponent < -4 || exponent >= 16)
    {
      g_string_append_c (text, digits->str[0]);
      if (n_digits > 1)
        g_string_append_printf (text, ".%s", digits->str + 1);
      g_string_append_printf (text, "e%c%02d", exponent < 0 ? '-' : '+', ABS (exponent));
      return g_string_free (text, FALSE);
    }
  for (int i = MIN (exponent, 0); i <= MAX (exponent + 1, n_digits - 1); i++)
    {
      if (i == exponent + 1)
        g_string_append_c (text, '.');
      g_string_append_c (text, i >= 0 && i < n_digits ? digits->str[i] : '0');
    }
  return g_string_free (text, FALSE);
}

/**
 * retort_py_float_to_text: (skip)
 * @value: a number
 *
 * Returns: (transfer full): what repr() says: the shortest digits that read back as the same number
 */
char *
retort_py_float_to_text (double value)
{
  g_autofree char *scientific = NULL;

  if (isnan (value))
    return g_strdup ("nan");
  if (isinf (value))
    return g_strdup (value < 0 ? "-inf" : "inf");
  scientific = shortest_digits (fabs (value));
  return layout_float (scientific, signbit (value) != 0);
}

/* Whether repr() shows a character as it is depends on the version of Unicode; only ranges that all have are told. */
static int
is_printable (gunichar character)
{
  if (character < 0x80)
    return character >= 0x20 && character != 0x7F;
  if (character < 0xA1 || character == 0xAD)
    return FALSE;
  if (character < 0x250 || (character >= 0x410 && character < 0x450) || (character >= 0x4E00 && character <= 0x9FA5)
      || (character >= 0x3041 && character <= 0x3096) || (character >= 0x1F600 && character <= 0x1F64F)
      || (character >= 0x20A0 && character <= 0x20B5) || (character >= 0x2010 && character <= 0x2027))
    return TRUE;
  return -1;
}

static gboolean
append_character (GString *out, gunichar character, char quote)
{
  int printable = is_printable (character);

  if (printable < 0)
    return FALSE;
  if (character == (gunichar) quote || character == '\\')
    g_string_append_printf (out, "\\%c", (char) character);
  else if (character == '\n' || character == '\r' || character == '\t')
    g_string_append (out, character == '\n' ? "\\n" : character == '\r' ? "\\r" : "\\t");
  else if (!printable)
    g_string_append_printf (out, character < 0x100 ? "\\x%02x" : "\\u%04x", character);
  else
    g_string_append_unichar (out, character);
  return TRUE;
}

static gboolean
append_text (GString *out, const char *text)
{
  char quote = strchr (text, '\'') != NULL && strchr (text, '"') == NULL ? '"' : '\'';

  g_string_append_c (out, quote);
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (!append_character (out, g_utf8_get_char (at), quote))
      return FALSE;
  g_string_append_c (out, quote);
  return TRUE;
}

static void
append_bytes (GString *out, const RetortPyValue *value)
{
  static const char plain[] = "\\\t\n\r";
  const char *data = value->string.text;
  gsize length = value->string.length;
  char quote = memchr (data, '\'', length) != NULL && memchr (data, '"', length) == NULL ? '"' : '\'';

  g_string_append_printf (out, "b%c", quote);
  for (gsize i = 0; i < length; i++)
    {
      const char *found = data[i] != '\0' ? strchr (plain, data[i]) : NULL;

      if (found != NULL || data[i] == quote)
        g_string_append_printf (out, "\\%c", data[i] == quote ? quote : "\\tnr"[found - plain]);
      else if (data[i] < ' ' || data[i] == '\x7f')
        g_string_append_printf (out, "\\x%02x", (guchar) data[i]);
      else
        g_string_append_c (out, data[i]);
    }
  g_string_append_c (out, quote);
}

static gboolean append_repr (GString *out, const RetortPyValue *value, guint depth);

static gboolean
append_items (GString *out, const RetortPyValue *value, const char *brackets, guint depth)
{
  g_autofree char *special = retort_py_get_special (value) != NULL && depth < MAX_DEPTH ? retort_py_special_text (value) : NULL;

  if (retort_py_get_special (value) != NULL)
    {
      g_string_append (out, special != NULL ? special : "");
      return special != NULL;
    }
  g_string_append_c (out, brackets[0]);
  for (guint i = 0; i < value->many.items.n; i++)
    {
      if (i > 0)
        g_string_append (out, ", ");
      if (!append_repr (out, value->many.items.items[i], depth + 1))
        return FALSE;
      if (value->kind != RETORT_PY_DICT)
        continue;
      g_string_append (out, ": ");
      if (!append_repr (out, value->many.values.items[i], depth + 1))
        return FALSE;
    }
  if (value->kind == RETORT_PY_TUPLE && value->many.items.n == 1)
    g_string_append_c (out, ',');
  g_string_append_c (out, brackets[1]);
  return TRUE;
}

static gboolean
append_number (GString *out, const RetortPyValue *value)
{
  g_autofree char *text = NULL;

  if (value->kind == RETORT_PY_FLOAT)
    text = retort_py_float_to_text (value->real);
  else if (value->kind == RETORT_PY_INT && value->digits == NULL)
    text = g_strdup_printf ("%" G_GINT64_FORMAT, value->small);
  g_string_append (out, text != NULL ? text : value->digits);
  return TRUE;
}

static gboolean
append_foreign (GString *out, const RetortPyValue *value)
{
  g_autofree char *text = value->foreign.klass->text != NULL ? value->foreign.klass->text (value, TRUE) : NULL;

  if (text != NULL)
    g_string_append (out, text);
  return text != NULL;
}

/* The order of more than one is not determined. */
static gboolean
append_set (GString *out, const RetortPyValue *value, guint depth)
{
  if (value->many.items.n != 1)
    {
      g_string_append (out, value->many.is_frozen ? "frozenset()" : "set()");
      return value->many.items.n == 0;
    }
  g_string_append (out, value->many.is_frozen ? "frozenset(" : "");
  if (!append_items (out, value, "{}", depth))
    return FALSE;
  g_string_append (out, value->many.is_frozen ? ")" : "");
  return TRUE;
}

static gboolean
append_repr (GString *out, const RetortPyValue *value, guint depth)
{
  if (depth > MAX_DEPTH || out->len > (1 << 24))
    return FALSE; /* A list may hold itself. */
  switch ((int) value->kind)
    {
    case RETORT_PY_NONE:
      g_string_append (out, "None");
      return TRUE;
    case RETORT_PY_BOOL:
      g_string_append (out, value->boolean ? "True" : "False");
      return TRUE;
    case RETORT_PY_INT:
    case RETORT_PY_FLOAT:
      return append_number (out, value);
    case RETORT_PY_STR:
      return append_text (out, value->string.text);
    case RETORT_PY_BYTES:
      append_bytes (out, value);
      return TRUE;
    case RETORT_PY_LIST:
      return append_items (out, value, "[]", depth);
    case RETORT_PY_TUPLE:
      return append_items (out, value, "()", depth);
    case RETORT_PY_DICT:
      return append_items (out, value, "{}", depth);
    case RETORT_PY_SET:
      return append_set (out, value, depth);
    case RETORT_PY_FOREIGN:
      return append_foreign (out, value);
    default:
      return FALSE;
    }
}

/**
 * retort_py_value_to_repr:
 * @self: a value
 *
 * Returns: (transfer full) (nullable): what repr() says; %NULL when that is not determined
 */
char *
retort_py_value_to_repr (const RetortPyValue *self)
{
  g_autoptr(GString) out = g_string_new (NULL);

  if (!append_repr (out, self, 0))
    return NULL;
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/**
 * retort_py_value_to_str:
 * @self: a value
 *
 * Returns: (transfer full) (nullable): what str() says ("True", "1e+30", "None"); %NULL when that is not determined
 */
char *
retort_py_value_to_str (const RetortPyValue *self)
{
  if (self->kind == RETORT_PY_STR)
    return g_strdup (self->string.text);
  if (self->kind == RETORT_PY_FOREIGN)
    return self->foreign.klass->text != NULL ? self->foreign.klass->text (self, FALSE) : NULL;
  return retort_py_value_to_repr (self);
}
