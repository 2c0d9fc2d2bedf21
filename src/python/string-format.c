/* SPDX-License-Identifier: GPL-3.0-or-later */
/* f-strings, str.format() and the mini-language of format specifications (Library Reference, "Format String Syntax"). What of it is
 * not here is not determined. */
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

/* !r and !s; NULL: not determined. */
static RetortPyValue *
convert (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *value, char conversion)
{
  g_autofree char *text = NULL;

  if (conversion == 0)
    return value;
  text = conversion == 'r' ? retort_py_value_to_repr (value) : conversion == 's' ? retort_py_value_to_str (value) : NULL;
  if (text != NULL && retort_py_charge (frame->evaluation, strlen (text) / 64))
    return retort_py_new_string (frame->evaluation, text);
  return retort_py_absorb (frame, node, value->kind == RETORT_PY_UNKNOWN ? value : retort_py_unknown_at (frame, node, "the text of this is not determined"), value);
}

/* A text that grows; once something in it is unknown, it stays so. */
typedef struct
{
  GString       *text;
  RetortPyValue *unknown; /* nullable */
  gboolean       is_live; /* the text holds what the database decides */
  gboolean       is_bytes;
} Builder;

static void
append_value (RetortPyFrame *frame, const RetortPyNode *node, Builder *builder, RetortPyValue *value)
{
  const char *live = retort_py_value_get_live_text (value);
  const char *text = live != NULL ? live : retort_py_value_get_string (value);

  builder->is_live = builder->is_live || live != NULL;
  if (text == NULL)
    builder->unknown = value;
  else if (builder->text->len + strlen (text) > RETORT_PY_MAX_TEXT)
    builder->unknown = retort_py_unknown_at (frame, node, "the text is too long");
  else
    g_string_append (builder->text, text);
}

static gboolean evaluate_pieces (RetortPyFrame *frame, const RetortPyNode *node, Builder *builder);

/* The format specification of a field, which may hold fields itself. NULL: raised. */
static RetortPyValue *
evaluate_spec (RetortPyFrame *frame, const RetortPyNode *node)
{
  g_autoptr(GString) text = g_string_new (NULL);
  Builder builder = { text, NULL };
  const RetortPyParts *parts = retort_py_node_get_parts (node);
  guint at = node->start + 1; /* after the colon */

  for (guint i = 0; i <= parts->n; i++)
    {
      guint end = i < parts->n ? parts->nodes[i]->start : node->end;
      RetortPyValue *value = NULL;

      g_string_append_len (text, frame->unit->text + at, (gssize) end - at);
      if (memchr (frame->unit->text + at, '\\', end - at) != NULL)
        builder.unknown = retort_py_unknown_at (frame, node, "this format is not evaluated");
      if (i == parts->n)
        break;
      value = retort_py_evaluate (frame, retort_py_node_field (parts->nodes[i], RETORT_PY_FIELD_expression));
      if (value == NULL)
        return NULL;
      if (retort_py_node_field (parts->nodes[i], RETORT_PY_FIELD_format_specifier) != NULL
          || retort_py_node_field (parts->nodes[i], RETORT_PY_FIELD_type_conversion) != NULL)
        builder.unknown = retort_py_unknown_at (frame, node, "this format is not evaluated");
      append_value (frame, node, &builder, retort_py_format_value (frame, node, value, ""));
      at = parts->nodes[i]->end;
    }
  return builder.unknown != NULL ? builder.unknown : builder.is_live ? retort_py_new_live (frame->evaluation, retort_py_span_for_people (frame, node))
                                                                     : retort_py_new_string (frame->evaluation, text->str);
}

/* `{expression=}` also says the text of the expression. */
static gboolean
is_debugging (const RetortPyNode *field)
{
  for (guint i = 0; i < field->n_children; i++)
    if (retort_py_node_is (retort_py_node_get_child (field, i), "="))
      return TRUE;
  return FALSE;
}

/* FALSE: raised. */
static gboolean
append_field (RetortPyFrame *frame, const RetortPyNode *field, Builder *builder)
{
  const RetortPyNode *conversion = retort_py_node_field (field, RETORT_PY_FIELD_type_conversion);
  const RetortPyNode *spec_node = retort_py_node_field (field, RETORT_PY_FIELD_format_specifier);
  RetortPyValue *value = retort_py_evaluate (frame, retort_py_node_field (field, RETORT_PY_FIELD_expression));
  RetortPyValue *spec = NULL;

  if (value == NULL)
    return FALSE;
  if (conversion != NULL)
    value = convert (frame, field, value, frame->unit->text[conversion->start + 1]);
  if (spec_node != NULL && (spec = evaluate_spec (frame, spec_node)) == NULL)
    return FALSE;
  if (is_debugging (field))
    builder->unknown = retort_py_absorb (frame, field, retort_py_unknown_at (frame, field, "'=' in an f-string is not evaluated"), value);
  else if (spec == NULL && conversion == NULL && retort_py_value_get_live_text (value) != NULL)
    append_value (frame, field, builder, value);
  else if (spec != NULL && retort_py_value_get_string (spec) == NULL)
    builder->unknown = retort_py_absorb (frame, field, spec, value);
  else
    append_value (frame, field, builder, retort_py_format_value (frame, field, value, spec != NULL ? spec->string.text : ""));
  return TRUE;
}

/* The text of an f-string between two fields: `{{` and `}}` stand for one brace. */
static gboolean
append_literal (Builder *builder, const char *text, gsize length, gboolean is_raw)
{
  g_autoptr(GString) plain = g_string_new_len (text, (gssize) length);
  g_autofree char *value = NULL;

  g_string_replace (plain, "{{", "{", 0);
  g_string_replace (plain, "}}", "}", 0);
  value = retort_py_resolve_escapes (plain->str, plain->len, is_raw);
  if (value != NULL)
    g_string_append (builder->text, value);
  return value != NULL;
}

static gboolean
has_prefix (RetortPyFrame *frame, const RetortPyNode *start, const char *letters)
{
  for (guint i = start->start; i < start->end; i++)
    if (strchr (letters, frame->unit->text[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* One f-string. FALSE: raised. */
static gboolean
append_formatted (RetortPyFrame *frame, const RetortPyNode *node, Builder *builder)
{
  guint n_children = node->n_children;
  const RetortPyNode *start = retort_py_node_get_child (node, 0);
  gboolean is_raw = has_prefix (frame, start, "rR");
  guint at = start->end;

  for (guint i = 1; i < n_children; i++)
    {
      const RetortPyNode *child = retort_py_node_get_child (node, i);
      gboolean is_field = retort_py_node_get_type (child) == RETORT_PY_NODE_interpolation;

      if (!is_field && i + 1 < n_children)
        continue;
      if (!append_literal (builder, frame->unit->text + at, child->start - at, is_raw))
        builder->unknown = retort_py_unknown_at (frame, node, "the value of this text cannot be told");
      if (is_field && !append_field (frame, child, builder))
        return FALSE;
      at = child->end;
    }
  return TRUE;
}

static void
append_bytes (RetortPyFrame *frame, const RetortPyNode *node, Builder *builder)
{
  const RetortPyNode *start = retort_py_node_get_child (node, 0);
  guint length = retort_py_node_get_child (node, node->n_children - 1)->start - start->end;

  builder->is_bytes = TRUE;
  if (has_prefix (frame, start, "`")
      || !retort_py_resolve_bytes (frame->unit->text + start->end, length, has_prefix (frame, start, "rR"), builder->text))
    builder->unknown = retort_py_unknown_at (frame, node, "these bytes are not evaluated");
}

static gboolean
evaluate_pieces (RetortPyFrame *frame, const RetortPyNode *node, Builder *builder)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);
  g_autofree char *value = NULL;

  if (retort_py_node_get_type (node) == RETORT_PY_NODE_concatenated_string)
    {
      for (guint i = 0; i < parts->n; i++)
        if (!evaluate_pieces (frame, parts->nodes[i], builder))
          return FALSE;
      return TRUE;
    }
  if (node->n_children < 2)
    return TRUE;
  if (has_prefix (frame, retort_py_node_get_child (node, 0), "bB`"))
    append_bytes (frame, node, builder);
  else if (has_prefix (frame, retort_py_node_get_child (node, 0), "fF"))
    return append_formatted (frame, node, builder);
  else if ((value = retort_py_string_value (frame->unit->tree, node)) == NULL)
    builder->unknown = retort_py_unknown_at (frame, node, "the value of this text cannot be told");
  else
    g_string_append (builder->text, value);
  return TRUE;
}

/* Most literals stand there as they are meant: without prefix, escape or foreign line end. NULL: this one does not. */
static RetortPyValue *
new_plain (RetortPyFrame *frame, const RetortPyNode *node)
{
  const char *text = frame->unit->text;
  const RetortPyNode *start;
  const RetortPyNode *end;

  if (retort_py_node_get_type (node) != RETORT_PY_NODE_string || node->n_children < 2 || node->has_error)
    return NULL;
  start = retort_py_node_get_child (node, 0);
  end = retort_py_node_get_child (node, node->n_children - 1);
  if ((text[start->start] != '"' && text[start->start] != '\'') || retort_py_node_get_type (end) != RETORT_PY_NODE_string_end
      || memchr (text + start->end, '\\', end->start - start->end) != NULL
      || memchr (text + start->end, '\r', end->start - start->end) != NULL)
    return NULL;
  return retort_py_new_text (frame->evaluation, text + start->end, end->start - start->end);
}

/**
 * retort_py_evaluate_string: (skip)
 * @frame: where
 * @node: a string or several neighbouring ones
 *
 * Returns: (transfer none) (nullable): its value; %NULL: raised
 */
RetortPyValue *
retort_py_evaluate_string (RetortPyFrame *frame, const RetortPyNode *node)
{
  RetortPyValue *plain = new_plain (frame, node);
  g_autoptr(GString) text = NULL;
  Builder builder = { NULL };

  if (plain != NULL)
    return plain;
  builder.text = text = g_string_new (NULL);
  if (!evaluate_pieces (frame, node, &builder))
    return NULL;
  if (builder.unknown != NULL)
    return retort_py_new_same_unknown (frame->evaluation, builder.unknown);
  if (builder.is_live)
    return retort_py_new_live_text (frame, node, text->str);
  return builder.is_bytes ? retort_py_new_bytes (frame->evaluation, text->str, text->len)
                          : retort_py_new_text (frame->evaluation, text->str, text->len);
}

/* str.format(): fields by number or name, `{0}`, `{}`, `{name}`, `{0!r:>5}`, `{x.y[z]}`, `{:{width}}`. */
typedef struct
{
  RetortPyFrame           *frame;
  const RetortPyNode     *node;
  const RetortPyArguments *arguments;
  guint                    n_automatic;
  gboolean                 is_numbered;
  Builder                  builder;
} Formatter;

static RetortPyValue *
not_formatted (Formatter *self)
{
  RetortPyValue *result = retort_py_unknown_with (self->frame, self->node, self->arguments, NULL, "this 'format()' is not evaluated");

  self->builder.unknown = result;
  return result;
}

static RetortPyValue *
find_named (Formatter *self, const char *name)
{
  for (guint i = 0; i < self->arguments->n_keywords; i++)
    if (strcmp (self->arguments->keyword_names[i], name) == 0)
      return self->arguments->keyword_values[i];
  return retort_py_raise (self->frame, self->node, "KeyError", "'%s' is not given to 'format()'", name);
}

/* `.name` and `[key]` behind the field. NULL: raised. */
static RetortPyValue *
follow_path (Formatter *self, RetortPyValue *value, const char *path)
{
  while (*path != '\0' && value != NULL)
    {
      gboolean is_item = *path == '[';
      gsize length = is_item ? strcspn (path, "]") : 1 + strcspn (path + 1, ".[");
      g_autofree char *name = g_strndup (path + 1, length - 1);
      gboolean is_number = is_item && *name != '\0' && strspn (name, "0123456789") == strlen (name);

      if (*name == '\0' || (is_item && path[length] != ']') || (!is_item && *path != '.') || (is_number && strlen (name) > 9))
        return not_formatted (self);
      if (!is_item)
        value = retort_py_get_attribute (self->frame, self->node, value, retort_py_intern (self->frame->evaluation, name, -1));
      else
        value = retort_py_get_subscript (self->frame, self->node, value,
                                         is_number ? retort_py_new_int64 (self->frame->evaluation, g_ascii_strtoll (name, NULL, 10))
                                                   : retort_py_new_string (self->frame->evaluation, name));
      path += length + is_item;
    }
  return value;
}

static RetortPyValue *find_first (Formatter *self, const char *name);

/* NULL: raised. */
static RetortPyValue *
find_field (Formatter *self, const char *name)
{
  gsize length = strcspn (name, ".[");
  g_autofree char *first = g_strndup (name, length);
  RetortPyValue *value = find_first (self, first);

  return value == NULL || name[length] == '\0' ? value : follow_path (self, value, name + length);
}

static RetortPyValue *
find_first (Formatter *self, const char *name)
{
  gboolean is_number = *name != '\0' && strspn (name, "0123456789") == strlen (name);
  gint64 place = 0;

  if (strpbrk (name, ".[]{}") != NULL || (is_number && strlen (name) > 6) || g_ascii_isspace (*name))
    return not_formatted (self);
  if (*name != '\0' && !is_number)
    return find_named (self, name);
  if (is_number ? self->n_automatic > 0 : self->is_numbered)
    return retort_py_raise (self->frame, self->node, "ValueError", "numbered and automatic fields are mixed");
  self->is_numbered = is_number;
  place = is_number ? g_ascii_strtoll (name, NULL, 10) : (gint64) self->n_automatic++;
  if (place >= self->arguments->n_positional)
    return retort_py_raise (self->frame, self->node, "IndexError", "'format()' is given too little");
  return self->arguments->positional[place];
}

/* A specification with fields inside. NULL: raised, or not known. */
static char *
fill_spec (Formatter *self, const char *spec)
{
  g_autoptr(GString) out = g_string_new (NULL);
  g_auto(GStrv) pieces = g_strsplit (spec, "{", -1);

  g_string_append (out, pieces[0]);
  for (guint i = 1; pieces[i] != NULL; i++)
    {
      char *end = strchr (pieces[i], '}');
      RetortPyValue *value;
      g_autofree char *text = NULL;

      if (end == NULL || strpbrk (pieces[i], ":!") != NULL)
        {
          not_formatted (self);
          return NULL;
        }
      *end = '\0';
      value = find_field (self, pieces[i]);
      text = value != NULL ? retort_py_value_to_str (value) : NULL;
      if (text == NULL && self->frame->evaluation->exception == NULL)
        not_formatted (self);
      if (text == NULL)
        return NULL;
      g_string_append_printf (out, "%s%s", text, end + 1);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* What stands between the braces. FALSE: raised. */
static gboolean
format_field (Formatter *self, char *field)
{
  gsize n_name = strcspn (field, "[");
  char *from = field[n_name] == '[' && strchr (field + n_name, ']') != NULL ? strrchr (field, ']') : field;
  char *spec = strchr (from, ':');
  char *conversion = strchr (from, '!');
  g_autofree char *filled = NULL;
  RetortPyValue *value;

  if (conversion != NULL && spec != NULL && conversion > spec)
    conversion = NULL;
  if (spec != NULL)
    *spec++ = '\0';
  if (conversion != NULL)
    *conversion++ = '\0';
  if (conversion != NULL && strcmp (conversion, "r") != 0 && strcmp (conversion, "s") != 0)
    return not_formatted (self) != NULL;
  value = find_field (self, field);
  if (value == NULL)
    return FALSE;
  if (conversion != NULL)
    value = convert (self->frame, self->node, value, *conversion);
  if (spec != NULL && strchr (spec, '{') != NULL)
    {
      filled = fill_spec (self, spec);
      if (filled == NULL)
        return self->builder.unknown != NULL && self->frame->evaluation->exception == NULL;
      spec = filled;
    }
  append_value (self->frame, self->node, &self->builder, retort_py_format_value (self->frame, self->node, value, spec != NULL ? spec : ""));
  return TRUE;
}

/* The brace that ends a field, which may have fields inside; NULL: there is none. */
static const char *
find_end (const char *at)
{
  guint depth = 0;

  for (; *at != '\0'; at++)
    {
      if (*at == '}' && depth == 0)
        return at;
      depth += *at == '{';
      depth -= *at == '}';
    }
  return NULL;
}

/* FALSE: raised. */
static gboolean
run_format (Formatter *self, const char *format)
{
  for (const char *at = format; *at != '\0' && self->builder.unknown == NULL;)
    {
      const char *end;
      g_autofree char *field = NULL;

      if ((*at == '{' || *at == '}') && at[1] == *at)
        at++;
      else if (*at == '}')
        return retort_py_raise (self->frame, self->node, "ValueError", "there is a single '}' in the format") != NULL;
      else if (*at == '{')
        {
          end = find_end (at + 1);
          if (end == NULL)
            return retort_py_raise (self->frame, self->node, "ValueError", "there is a single '{' in the format") != NULL;
          field = g_strndup (at + 1, (gsize) (end - at - 1));
          if (!format_field (self, field))
            return FALSE;
          at = end + 1;
          continue;
        }
      g_string_append_c (self->builder.text, *at++);
    }
  return TRUE;
}

/**
 * retort_py_format_method: (skip)
 * @frame: where
 * @node: the call
 * @format: the format
 * @arguments: its arguments
 *
 * Returns: (transfer none) (nullable): what `format.format(…)` gives; %NULL: raised
 */
RetortPyValue *
retort_py_format_method (RetortPyFrame *frame, const RetortPyNode *node, const char *format, const RetortPyArguments *arguments)
{
  g_autoptr(GString) text = g_string_new (NULL);
  Formatter self = { .frame = frame, .node = node, .arguments = arguments, .builder = { text, NULL } };

  if (arguments->is_open)
    return retort_py_unknown_with (frame, node, arguments, NULL, "the arguments of 'format()' are not known");
  if (!run_format (&self, format))
    return NULL;
  if (self.builder.unknown != NULL)
    return retort_py_unknown_with (frame, node, arguments, NULL, "%s", self.builder.unknown->unknown.reason);
  if (self.builder.is_live)
    return retort_py_new_live_text (frame, node, text->str);
  return retort_py_new_text (frame->evaluation, text->str, text->len);
}
