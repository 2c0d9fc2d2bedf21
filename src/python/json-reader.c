/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json.loads(), with what Python reads besides (Library Reference, "json"): a key that comes twice has its last value. NaN, Infinity and
 * texts that hold a NUL or half a pair of surrogates are not determined. */
#include "python/modules-private.h"

#include <string.h>

#define MAX_DEPTH 100

typedef struct
{
  RetortPyEvaluation *evaluation;
  const char         *at;
  guint               depth;
  gboolean            is_unknown; /* it may be right; what it is is not determined */
} Reader;

static RetortPyValue *read_value (Reader *self);

static void
skip_space (Reader *self)
{
  self->at += strspn (self->at, " \t\n\r");
}

static gboolean
take (Reader *self, const char *word)
{
  if (!g_str_has_prefix (self->at, word))
    return FALSE;
  self->at += strlen (word);
  return TRUE;
}

/* Four hexadecimal digits; -1: they are not there. */
static int
read_unit (Reader *self)
{
  int unit = 0;

  for (guint i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (self->at[i]);

      if (digit < 0)
        return -1;
      unit = unit * 16 + digit;
    }
  self->at += 4;
  return unit;
}

/* After "\u". FALSE: no JSON. */
static gboolean
read_unicode (Reader *self, GString *out)
{
  int unit = read_unit (self);
  int second;

  if (unit < 0)
    return FALSE;
  if (unit >= 0xD800 && unit <= 0xDBFF && g_str_has_prefix (self->at, "\\u"))
    {
      self->at += 2;
      second = read_unit (self);
      if (second < 0)
        return FALSE;
      if (second >= 0xDC00 && second <= 0xDFFF)
        unit = 0x10000 + ((unit - 0xD800) << 10) + (second - 0xDC00);
    }
  if (unit == 0 || (unit >= 0xD800 && unit <= 0xDFFF))
    self->is_unknown = TRUE;
  else
    g_string_append_unichar (out, (gunichar) unit);
  return TRUE;
}

/* After the first quote. NULL: no JSON. */
static char *
read_text (Reader *self)
{
  static const char escapes[] = "\"\\/bfnrt";
  static const char escaped[] = "\"\\/\b\f\n\r\t";
  g_autoptr(GString) out = g_string_new (NULL);

  while (*self->at != '"')
    {
      const char *escape;

      if ((guchar) *self->at < 0x20)
        return NULL; /* its end, too */
      if (*self->at != '\\')
        {
          g_string_append_c (out, *self->at++);
          continue;
        }
      self->at++;
      escape = *self->at != '\0' ? strchr (escapes, *self->at) : NULL;
      if (escape != NULL)
        g_string_append_c (out, escaped[escape - escapes]);
      else if (*self->at != 'u')
        return NULL;
      self->at++;
      if (escape == NULL && !read_unicode (self, out))
        return NULL;
    }
  self->at++;
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static RetortPyValue *
read_number (Reader *self)
{
  const char *start = self->at;
  const char *digits = start + (*start == '-');
  gsize n_digits = strspn (digits, "0123456789");
  gsize n_fraction = 0;
  g_autofree char *text = NULL;
  gboolean is_float = FALSE;

  if (n_digits == 0)
    return NULL;
  if (*digits == '0')
    n_digits = 1;
  self->at = digits + n_digits;
  if (*self->at == '.')
    n_fraction = strspn (self->at + 1, "0123456789");
  if (n_fraction > 0)
    {
      self->at += 1 + n_fraction;
      is_float = TRUE;
    }
  if (*self->at == 'e' || *self->at == 'E')
    {
      const char *exponent = self->at + 1 + (self->at[1] == '-' || self->at[1] == '+');

      is_float = is_float || g_ascii_isdigit (*exponent);
      self->at = g_ascii_isdigit (*exponent) ? exponent + strspn (exponent, "0123456789") : self->at;
    }
  text = g_strndup (start, (gsize) (self->at - start));
  if (is_float)
    return retort_py_new_float (self->evaluation, g_ascii_strtod (text, NULL));
  return retort_py_new_digits (self->evaluation, strcmp (text, "-0") == 0 ? "0" : text);
}

static RetortPyValue *
read_list (Reader *self)
{
  RetortPyValue *list = retort_py_new_list (self->evaluation, NULL, 0);

  skip_space (self);
  if (take (self, "]"))
    return list;
  for (;;)
    {
      RetortPyValue *item = read_value (self);

      if (item == NULL)
        return NULL;
      retort_py_items_append (self->evaluation, &list->many.items, item);
      if (take (self, "]"))
        return list;
      if (!take (self, ","))
        return NULL;
    }
}

static RetortPyValue *
read_dict (Reader *self)
{
  RetortPyValue *dict = retort_py_new_dict (self->evaluation);

  skip_space (self);
  if (take (self, "}"))
    return dict;
  for (;;)
    {
      g_autofree char *key = NULL;
      RetortPyValue *value;

      skip_space (self);
      key = take (self, "\"") ? read_text (self) : NULL;
      skip_space (self);
      value = key != NULL && take (self, ":") ? read_value (self) : NULL;
      if (value == NULL)
        return NULL;
      retort_py_keyed_put (self->evaluation, dict, retort_py_new_string (self->evaluation, key), value);
      if (take (self, "}"))
        return dict;
      if (!take (self, ","))
        return NULL;
    }
}

static RetortPyValue *
read_plain (Reader *self)
{
  g_autofree char *text = NULL;

  if (take (self, "\""))
    {
      text = read_text (self);
      return text != NULL ? retort_py_new_string (self->evaluation, text) : NULL;
    }
  if (take (self, "null"))
    return self->evaluation->none;
  if (take (self, "true"))
    return self->evaluation->true_value;
  if (take (self, "false"))
    return self->evaluation->false_value;
  if (take (self, "NaN") || take (self, "Infinity") || take (self, "-Infinity"))
    {
      self->is_unknown = TRUE;
      return self->evaluation->none;
    }
  return read_number (self);
}

/* With the space around it. NULL: no JSON. */
static RetortPyValue *
read_value (Reader *self)
{
  RetortPyValue *result;

  if (self->depth >= MAX_DEPTH || !retort_py_charge (self->evaluation, 1))
    {
      self->is_unknown = TRUE;
      return NULL;
    }
  self->depth++;
  skip_space (self);
  if (take (self, "["))
    result = read_list (self);
  else
    result = take (self, "{") ? read_dict (self) : read_plain (self);
  skip_space (self);
  self->depth--;
  return result;
}

/**
 * retort_py_json_read: (skip)
 * @evaluation: an evaluation
 * @text: what may be JSON
 * @is_unknown: (out): whether what it is is not determined
 *
 * Returns: (transfer none) (nullable): the value; %NULL: no JSON, unless @is_unknown
 */
RetortPyValue *
retort_py_json_read (RetortPyEvaluation *evaluation, const char *text, gboolean *is_unknown)
{
  Reader self = { .evaluation = evaluation, .at = text };
  RetortPyValue *value = read_value (&self);

  *is_unknown = self.is_unknown;
  return value != NULL && *self.at == '\0' ? value : NULL;
}
