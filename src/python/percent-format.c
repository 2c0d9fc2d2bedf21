/* SPDX-License-Identifier: GPL-3.0-or-later */
/* format % values (Library Reference, "printf-style String Formatting"): %s, %r, %d, %i, %f, %x, %% with flags, width and precision. */
#include "python/evaluation-private.h"

#include <string.h>

typedef struct
{
  RetortPyFrame *frame;
  const RetortPyNode *node;
  RetortPyValue *values;   /* the right side */
  guint          n_used;   /* of a tuple, or 1 when the one value was used */
  GString       *text;
  gboolean       is_unknown;
  gboolean             is_live; /* the text holds what the database decides */
} Percent;

/* One conversion: %(name)-05.2f */
typedef struct
{
  char  *name;      /* nullable */
  GString *spec;    /* the same in format()'s language, without the type */
  gboolean is_left;
  char   type;
} Conversion;

static RetortPyValue *
raise_type_error (Percent *self, const char *message)
{
  return retort_py_raise (self->frame, self->node, "TypeError", "%s", message);
}

/* The value that a conversion takes; NULL: raised, or unknown. */
static RetortPyValue *
take_value (Percent *self, const char *name)
{
  guint place;

  if (name != NULL)
    {
      RetortPyValue *key = retort_py_new_string (self->frame->evaluation, name);

      if (self->values->kind != RETORT_PY_DICT)
        return raise_type_error (self, "the format wants a mapping");
      if (retort_py_keyed_find (self->values, key, &place))
        return self->values->many.values.items[place];
      return retort_py_raise (self->frame, self->node, "KeyError", "'%s'", name);
    }
  if (self->values->kind == RETORT_PY_TUPLE)
    {
      if (self->n_used < self->values->many.items.n)
        return self->values->many.items.items[self->n_used++];
      return raise_type_error (self, "there are too few values for the format");
    }
  if (self->n_used++ > 0)
    return raise_type_error (self, "there are too few values for the format");
  return self->values;
}

/* FALSE: not followed. */
static gboolean
append_plain (Percent *self, const Conversion *conversion, const char *text)
{
  g_autofree char *spec = g_strconcat (conversion->is_left ? "<" : ">", conversion->spec->str, NULL);
  RetortPyValue *value = retort_py_new_string (self->frame->evaluation, text);
  RetortPyValue *result = retort_py_format_value (self->frame, self->node, value, spec);

  if (retort_py_value_get_string (result) == NULL)
    return FALSE;
  g_string_append (self->text, retort_py_value_get_string (result));
  return TRUE;
}

static gboolean
append_number (Percent *self, const Conversion *conversion, RetortPyValue *value)
{
  gboolean is_float = strchr ("feEgGF", conversion->type) != NULL;
  char type = conversion->type == 'i' ? 'd' : conversion->type;
  g_autofree char *spec = NULL;
  RetortPyValue *result;

  value = retort_py_plain_value (value);
  if (value->kind == RETORT_PY_BOOL)
    value = retort_py_new_int64 (self->frame->evaluation, value->boolean);
  if (value->kind != RETORT_PY_INT && !(is_float && value->kind == RETORT_PY_FLOAT))
    return FALSE;
  spec = g_strdup_printf ("%s%s%c", conversion->is_left ? "<" : "", conversion->spec->str, type);
  result = retort_py_format_value (self->frame, self->node, value, spec);
  if (retort_py_value_get_string (result) == NULL)
    return FALSE;
  g_string_append (self->text, retort_py_value_get_string (result));
  return TRUE;
}

/* A number of a character, or one. */
static gboolean
append_character (Percent *self, const Conversion *conversion, const RetortPyValue *value)
{
  const char *text = retort_py_value_get_string (value);
  g_autofree char *character = NULL;
  gint64 number;

  if (text != NULL && g_utf8_strlen (text, -1) == 1)
    return append_plain (self, conversion, text);
  if (value->kind != RETORT_PY_INT || !retort_py_value_get_int64 (value, &number) || number <= 0 || number >= 0xd800)
    return FALSE;
  character = g_malloc0 (8);
  g_unichar_to_utf8 ((gunichar) number, character);
  return append_plain (self, conversion, character);
}

/* FALSE: raised. */
static gboolean
append_conversion (Percent *self, const Conversion *conversion)
{
  RetortPyValue *value = NULL;
  g_autofree char *text = NULL;
  gboolean is_well = FALSE;

  if (conversion->type == '%')
    {
      g_string_append_c (self->text, '%');
      return TRUE;
    }
  if (strchr ("srdifxXoeEgGFc", conversion->type) == NULL)
    {
      self->is_unknown = TRUE;
      return TRUE;
    }
  value = take_value (self, conversion->name);
  if (value == NULL)
    return FALSE;
  if (conversion->type == 's' && !conversion->is_left && conversion->spec->len == 0 && retort_py_value_get_live_text (value) != NULL)
    {
      self->is_live = TRUE;
      g_string_append (self->text, retort_py_value_get_live_text (value));
      is_well = TRUE;
    }
  else if (conversion->type == 's' || conversion->type == 'r')
    {
      text = conversion->type == 's' ? retort_py_value_to_str (value) : retort_py_value_to_repr (value);
      is_well = text != NULL && append_plain (self, conversion, text);
    }
  else if (conversion->type == 'c')
    is_well = append_character (self, conversion, value);
  else if (value->kind == RETORT_PY_STR || value->kind == RETORT_PY_NONE || value->kind == RETORT_PY_LIST)
    return raise_type_error (self, "the format wants a number") != NULL;
  else
    is_well = append_number (self, conversion, value);
  self->is_unknown = self->is_unknown || !is_well;
  return TRUE;
}

/* After the '%'. NULL: not followed. */
static const char *
read_conversion (const char *at, Conversion *conversion)
{
  const char *end;

  if (*at == '(')
    {
      end = strchr (at, ')');
      if (end == NULL || memchr (at + 1, '(', (gsize) (end - at - 1)) != NULL)
        return NULL;
      conversion->name = g_strndup (at + 1, (gsize) (end - at - 1));
      at = end + 1;
    }
  for (; *at != '\0' && strchr ("-+ 0#", *at) != NULL; at++)
    if (*at == '-')
      conversion->is_left = TRUE;
    else if (strchr (conversion->spec->str, *at) == NULL)
      g_string_append_c (conversion->spec, *at);
  if (conversion->spec->len > 1 || (conversion->is_left && conversion->spec->len > 0))
    return NULL; /* several flags at once */
  while (g_ascii_isdigit (*at))
    g_string_append_c (conversion->spec, *at++);
  if (*at == '.')
    {
      g_string_append_c (conversion->spec, *at++);
      while (g_ascii_isdigit (*at))
        g_string_append_c (conversion->spec, *at++);
    }
  conversion->type = *at;
  if (strchr ("src", *at) != NULL && strpbrk (conversion->spec->str, "+ #") != NULL)
    return NULL;
  if (*at == 'c' && strchr (conversion->spec->str, '.') != NULL)
    return NULL; /* A precision that leaves a character whole. */
  if (strchr ("src", *at) != NULL && *conversion->spec->str == '0')
    return NULL;
  return *at == '\0' ? NULL : at + 1;
}

/* FALSE: raised. */
static gboolean
run (Percent *self, const char *format)
{
  while (*format != '\0' && !self->is_unknown)
    {
      g_autoptr(GString) spec = g_string_new (NULL);
      g_autofree char *name = NULL;
      Conversion conversion = { .spec = spec };
      gboolean is_well;

      if (*format != '%')
        {
          g_string_append_c (self->text, *format++);
          continue;
        }
      format = read_conversion (format + 1, &conversion);
      name = conversion.name;
      is_well = format != NULL && append_conversion (self, &conversion);
      self->is_unknown = self->is_unknown || format == NULL;
      if (format == NULL || !is_well)
        return format == NULL;
    }
  return TRUE;
}

/**
 * retort_py_format_percent: (skip)
 * @frame: where
 * @node: the place
 * @format: the format
 * @values: a tuple, a dict or one value
 *
 * Returns: (transfer none) (nullable): the text; %NULL: raised
 */
RetortPyValue *
retort_py_format_percent (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *format, RetortPyValue *values)
{
  g_autoptr(GString) text = g_string_new (NULL);
  Percent self = { .frame = frame, .node = node, .values = values, .text = text };

  if ((values->kind == RETORT_PY_UNKNOWN && retort_py_value_get_live_text (values) == NULL) || !retort_py_is_plain (values))
    return retort_py_absorb (frame, node, values, NULL);
  if (!run (&self, format->string.text))
    return NULL;
  if (!self.is_unknown && values->kind == RETORT_PY_TUPLE && self.n_used < values->many.items.n)
    return raise_type_error (&self, "not all values are used by the format");
  if (!self.is_unknown && values->kind != RETORT_PY_TUPLE && values->kind != RETORT_PY_DICT && values->kind != RETORT_PY_LIST && self.n_used == 0)
    return raise_type_error (&self, "not all values are used by the format");
  if (self.is_unknown || text->len > RETORT_PY_MAX_TEXT || !retort_py_charge (frame->evaluation, text->len / 64))
    return retort_py_absorb (frame, node, values, NULL);
  if (self.is_live)
    return retort_py_new_live_text (frame, node, text->str);
  return retort_py_new_text (frame->evaluation, text->str, text->len);
}
