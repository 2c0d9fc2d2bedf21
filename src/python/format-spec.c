/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The mini-language of format specifications (Library Reference, "Format Specification Mini-Language"). What of it is not here is not
 * determined. */
#include "python/evaluation-private.h"

#include <string.h>

/* [[fill]align][sign][#][0][width][grouping][.precision][type] */
typedef struct
{
  gunichar fill;
  char     align; /* 0: the type's own */
  char     sign;
  gboolean is_zero_filled;
  gboolean is_alternate; /* "#" */
  char     grouping; /* 0, ',' or '_' */
  gint64   width;
  gint64   precision; /* -1: none */
  char     type; /* 0: none */
} Spec;

static gboolean
read_number (const char **at, gint64 *number)
{
  *number = 0;
  for (; g_ascii_isdigit (**at); (*at)++)
    {
      *number = *number * 10 + (**at - '0');
      if (*number > 10000)
        return FALSE;
    }
  return TRUE;
}

/* FALSE: not read; Python may raise. */
static gboolean
read_spec (const char *text, Spec *spec)
{
  const char *at = text;
  const char *second = *text == '\0' ? text : g_utf8_next_char (text);

  *spec = (Spec){ .fill = ' ', .precision = -1 };
  if (*at != '\0' && *second != '\0' && strchr ("<>^=", *second) != NULL)
    {
      spec->fill = g_utf8_get_char (at);
      spec->align = *second;
      at = second + 1;
    }
  else if (*at != '\0' && strchr ("<>^=", *at) != NULL)
    spec->align = *at++;
  if (*at != '\0' && strchr ("+- ", *at) != NULL)
    spec->sign = *at++;
  if (*at == '#')
    {
      spec->is_alternate = TRUE;
      at++;
    }
  if (*at == '0')
    {
      spec->is_zero_filled = TRUE;
      at++;
    }
  if (!read_number (&at, &spec->width))
    return FALSE;
  if (*at == ',' || *at == '_')
    spec->grouping = *at++;
  if (*at == '.')
    {
      at++;
      if (!g_ascii_isdigit (*at) || !read_number (&at, &spec->precision))
        return FALSE;
    }
  if (*at != '\0' && (g_ascii_isalpha (*at) || *at == '%'))
    spec->type = *at++;
  return *at == '\0';
}

/* Fills up to the width; @sign_length: what stands before the digits. */
static char *
pad (const char *text, gsize sign_length, const Spec *spec, char own_align)
{
  char align = spec->align != 0 ? spec->align : spec->is_zero_filled ? '=' : own_align;
  gunichar fill = spec->is_zero_filled && spec->align == 0 ? '0' : spec->fill;
  gint64 missing = MAX (0, spec->width - g_utf8_strlen (text, -1));
  gint64 before = align == '<' ? 0 : align == '^' ? missing / 2 : missing;
  GString *out = g_string_new (NULL);

  if (spec->is_zero_filled && spec->fill == ' ')
    fill = '0';
  if (align == '=')
    g_string_append_len (out, text, (gssize) sign_length);
  for (gint64 i = 0; i < before; i++)
    g_string_append_unichar (out, fill);
  g_string_append (out, align == '=' ? text + sign_length : text);
  for (gint64 i = before; i < missing; i++)
    g_string_append_unichar (out, fill);
  return g_string_free (out, FALSE);
}

static char *
format_text (const char *text, const Spec *spec)
{
  g_autofree char *cut = NULL;

  if ((spec->type != 0 && spec->type != 's') || spec->sign != 0 || spec->is_alternate || spec->grouping != 0 || spec->align == '=' || spec->is_zero_filled)
    return NULL;
  cut = spec->precision >= 0 && spec->precision < g_utf8_strlen (text, -1) ? g_utf8_substring (text, 0, (long) spec->precision)
                                                                           : g_strdup (text);
  return pad (cut, 0, spec, '<');
}

static char *
group_digits (const char *digits, char separator)
{
  gsize length = strlen (digits);
  GString *out = g_string_new (NULL);

  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0)
        g_string_append_c (out, separator);
      g_string_append_c (out, digits[i]);
    }
  return g_string_free (out, FALSE);
}

/* The digits of a number in base 2, 8 or 16. */
static char *
based_digits (guint64 number, char type)
{
  guint shift = type == 'b' ? 1 : type == 'o' ? 3 : 4;
  const char *digits = type == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
  char buffer[72];
  char *at = buffer + sizeof buffer - 1;

  *at = '\0';
  do
    *--at = digits[number & ((1u << shift) - 1)];
  while ((number >>= shift) != 0);
  return g_strdup (at);
}

static const char *
sign_of (gboolean is_negative, const Spec *spec)
{
  return is_negative ? "-" : spec->sign == '+' ? "+" : spec->sign == ' ' ? " " : "";
}

static char *
format_whole (const RetortPyValue *value, const Spec *spec)
{
  g_autofree char *text = NULL;
  g_autofree char *digits = NULL;
  g_autofree char *grouped = NULL;
  g_autofree char *whole = NULL;
  gboolean is_based = spec->type != 0 && strchr ("xXob", spec->type) != NULL;
  const char prefix[] = { is_based && spec->is_alternate ? '0' : '\0', spec->type, '\0' };
  gboolean is_negative;

  if (spec->precision >= 0 || (spec->grouping != 0 && (spec->is_zero_filled || is_based)))
    return NULL;
  if (is_based)
    {
      gint64 number;

      if (!retort_py_value_get_int64 (value, &number) || number == G_MININT64)
        return NULL;
      is_negative = number < 0;
      digits = based_digits ((guint64) ABS (number), spec->type);
    }
  else
    {
      text = retort_py_value_to_str (value);
      is_negative = *text == '-';
      digits = g_strdup (is_negative ? text + 1 : text);
    }
  grouped = spec->grouping != 0 ? group_digits (digits, spec->grouping) : g_strdup (digits);
  whole = g_strconcat (sign_of (is_negative, spec), prefix, grouped, NULL);
  return pad (whole, strlen (whole) - strlen (grouped), spec, '>');
}

/* The digits before the point between separators. */
static char *
group_whole_part (const char *text, char separator)
{
  gsize length = strspn (text, "0123456789");
  g_autofree char *digits = g_strndup (text, length);
  g_autofree char *grouped = separator != 0 ? group_digits (digits, separator) : g_strdup (digits);

  return g_strconcat (grouped, text + length, NULL);
}

/* As C prints it, which is exact in glibc as in CPython. */
static char *
format_float (double number, const Spec *spec)
{
  char format[16];
  char buffer[512];
  g_autofree char *grouped = NULL;
  g_autofree char *whole = NULL;
  gboolean is_negative;
  gboolean is_share = spec->type == '%';
  int precision = spec->precision < 0 ? 6 : (int) spec->precision;

  if (spec->type == 0 || strchr ("fFeEgG%", spec->type) == NULL || spec->is_alternate || precision > 100 || number != number
      || number > 1e300 || number < -1e300 || (spec->grouping != 0 && (spec->is_zero_filled || strchr ("fF%", spec->type) == NULL)))
    return NULL;
  g_snprintf (format, sizeof format, "%%.%d%c", precision, spec->type == 'F' || is_share ? 'f' : spec->type);
  g_ascii_formatd (buffer, sizeof buffer, format, is_share ? number * 100 : number);
  is_negative = *buffer == '-';
  grouped = group_whole_part (buffer + is_negative, spec->grouping);
  whole = g_strconcat (sign_of (is_negative, spec), grouped, is_share ? "%" : "", NULL);
  return pad (whole, strlen (sign_of (is_negative, spec)), spec, '>');
}

static char *
format_known (const RetortPyValue *value, const char *text)
{
  Spec spec;
  double number;

  if (value->kind == RETORT_PY_FOREIGN && value->foreign.klass->format != NULL)
    return value->foreign.klass->format (value, text);
  if (*text == '\0')
    return retort_py_value_to_str (value);
  if (value->kind == RETORT_PY_FOREIGN)
    return NULL;
  if (!read_spec (text, &spec))
    return NULL;
  if (value->kind == RETORT_PY_STR)
    return format_text (value->string.text, &spec);
  if (value->kind == RETORT_PY_INT && (spec.type == 0 || strchr ("dxXob", spec.type) != NULL))
    return format_whole (value, &spec);
  if ((value->kind == RETORT_PY_FLOAT || (value->kind == RETORT_PY_INT && value->digits == NULL && ABS (value->small) < (1LL << 53)))
      && retort_py_value_get_double (value, &number))
    return format_float (number, &spec);
  return NULL;
}

/**
 * retort_py_format_value: (skip)
 * @frame: where
 * @node: the place
 * @value: what to format
 * @spec: a format specification
 *
 * Returns: (transfer none): what format() gives, or unknown
 */
RetortPyValue *
retort_py_format_value (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *value, const char *spec)
{
  g_autofree char *text = format_known (value, spec);

  if (text != NULL && strlen (text) <= RETORT_PY_MAX_TEXT && retort_py_charge (frame->evaluation, strlen (text) / 64))
    return retort_py_new_string (frame->evaluation, text);
  return retort_py_absorb (frame, node, value->kind == RETORT_PY_UNKNOWN ? value : retort_py_unknown_at (frame, node, "how this is formatted is not determined"), value);
}
