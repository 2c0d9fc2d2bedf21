/* SPDX-License-Identifier: GPL-3.0-or-later */
/* f-strings and str.format() (Library Reference, "Format String Syntax"). What of it is not here is not determined. */
#include "python/evaluation-private.h"

#include <string.h>

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

/* `{expression=}` also says the text of the expression, with the white space around it and the "=". (nullable) */
static char *
dup_debug_text (RetortPyFrame *frame, const RetortPyNode *field)
{
  for (guint i = 1; i + 1 < field->n_children; i++)
    if (retort_py_node_is (retort_py_node_get_child (field, i), "="))
      {
        gsize start = retort_py_node_get_child (field, 0)->end;

        return g_strndup (frame->unit->text + start, retort_py_node_get_child (field, i + 1)->start - start);
      }
  return NULL;
}

/* FALSE: raised. */
static gboolean
append_field (RetortPyFrame *frame, const RetortPyNode *field, Builder *builder)
{
  const RetortPyNode *conversion = retort_py_node_field (field, RETORT_PY_FIELD_type_conversion);
  const RetortPyNode *spec_node = retort_py_node_field (field, RETORT_PY_FIELD_format_specifier);
  RetortPyValue *value = retort_py_evaluate (frame, retort_py_node_field (field, RETORT_PY_FIELD_expression));
  RetortPyValue *spec = NULL;
  g_autofree char *debug_text = dup_debug_text (frame, field);

  if (value == NULL)
    return FALSE;
  if (debug_text != NULL)
    g_string_append (builder->text, debug_text);
  if (debug_text != NULL && conversion == NULL && spec_node == NULL)
    value = convert (frame, field, value, 'r');
  else if (conversion != NULL)
    value = convert (frame, field, value, frame->unit->text[conversion->start + 1]);
  if (spec_node != NULL && (spec = evaluate_spec (frame, spec_node)) == NULL)
    return FALSE;
  if (spec == NULL && conversion == NULL && retort_py_value_get_live_text (value) != NULL)
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
  RetortSpan plain;
  g_autoptr(GString) text = NULL;
  Builder builder = { NULL };

  if (retort_py_string_is_plain (frame->unit->text, node, &plain))
    return retort_py_new_text (frame->evaluation, frame->unit->text + plain.start, plain.end - plain.start);
  builder.text = text = g_string_new (NULL);
  if (!evaluate_pieces (frame, node, &builder))
    return NULL;
  if (builder.unknown != NULL)
    return retort_py_new_same_unknown (frame->evaluation, builder.unknown);
  if (builder.is_live)
    return retort_py_new_live_text (frame, node, text->str);
  return builder.is_bytes ? retort_py_new_bytes (frame->evaluation, text->str, text->len) : retort_py_new_text (frame->evaluation, text->str, text->len);
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
