/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json: dumps(), and loads() by json-reader.c. */
#include "python/modules-private.h"

#include <string.h>

#define MAX_DEPTH 50

typedef struct
{
  GString    *out;
  gint64      indent;      /* -1: all on one line */
  const char *item_end;    /* between items */
  const char *key_end;     /* between a key and its value */
  gboolean    is_ascii;
  gboolean    is_sorted;
} Writer;

static gboolean write_value (Writer *self, const RetortPyValue *value, guint depth);

static void
write_text (Writer *self, const char *text)
{
  g_string_append_c (self->out, '"');
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);
      static const char plain[] = "\"\\\n\r\t\f\b";
      static const char *const escaped[] = { "\\\"", "\\\\", "\\n", "\\r", "\\t", "\\f", "\\b" };
      const char *found = character < 0x80 ? strchr (plain, (char) character) : NULL;

      if (found != NULL)
        g_string_append (self->out, escaped[found - plain]);
      else if (character < 0x20 || (self->is_ascii && character >= 0x7F && character < 0x10000 && character != 0x7F))
        g_string_append_printf (self->out, "\\u%04x", character);
      else if (self->is_ascii && character >= 0x10000)
        g_string_append_printf (self->out, "\\u%04x\\u%04x", 0xD800 + ((character - 0x10000) >> 10), 0xDC00 + ((character - 0x10000) & 0x3FF));
      else
        g_string_append_unichar (self->out, character);
    }
  g_string_append_c (self->out, '"');
}

static void
write_break (Writer *self, guint depth)
{
  if (self->indent < 0)
    return;
  g_string_append_c (self->out, '\n');
  for (gint64 i = 0; i < self->indent * depth; i++)
    g_string_append_c (self->out, ' ');
}

/* Keys that are no str are written as one. */
static gboolean
write_key (Writer *self, const RetortPyValue *key)
{
  g_autofree char *text = NULL;

  switch ((int) key->kind)
    {
    case RETORT_PY_STR:
      write_text (self, key->string.text);
      return TRUE;
    case RETORT_PY_NONE:
      g_string_append (self->out, "\"null\"");
      return TRUE;
    case RETORT_PY_BOOL:
      g_string_append (self->out, key->boolean ? "\"true\"" : "\"false\"");
      return TRUE;
    case RETORT_PY_INT:
      text = retort_py_value_to_str (key);
      g_string_append_printf (self->out, "\"%s\"", text);
      return TRUE;
    default:
      return FALSE;
    }
}

static int
compare_keys (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const RetortPyValue *dict = user_data;

  return strcmp (dict->many.items.items[*(const guint *) a]->string.text, dict->many.items.items[*(const guint *) b]->string.text);
}

static gboolean
write_items (Writer *self, const RetortPyValue *value, guint depth)
{
  gboolean is_dict = value->kind == RETORT_PY_DICT;
  guint n = value->many.items.n;
  g_autofree guint *order = g_new0 (guint, n + 1);

  for (guint i = 0; i < n; i++)
    {
      order[i] = i;
      if (is_dict && self->is_sorted && value->many.items.items[i]->kind != RETORT_PY_STR)
        return FALSE;
    }
  if (is_dict && self->is_sorted && n > 0)
    g_qsort_with_data (order, (int) n, sizeof *order, compare_keys, (gpointer) value);
  g_string_append_c (self->out, is_dict ? '{' : '[');
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append (self->out, self->item_end);
      write_break (self, depth + 1);
      if (is_dict && !write_key (self, value->many.items.items[order[i]]))
        return FALSE;
      if (is_dict)
        g_string_append (self->out, self->key_end);
      if (!write_value (self, is_dict ? value->many.values.items[order[i]] : value->many.items.items[i], depth + 1))
        return FALSE;
    }
  if (n > 0)
    write_break (self, depth);
  g_string_append_c (self->out, is_dict ? '}' : ']');
  return TRUE;
}

/* FALSE: not determined, or no JSON. */
static gboolean
write_value (Writer *self, const RetortPyValue *value, guint depth)
{
  g_autofree char *text = NULL;

  if (depth > MAX_DEPTH || self->out->len > RETORT_PY_MAX_TEXT)
    return FALSE;
  switch ((int) value->kind)
    {
    case RETORT_PY_NONE:
      g_string_append (self->out, "null");
      return TRUE;
    case RETORT_PY_BOOL:
      g_string_append (self->out, value->boolean ? "true" : "false");
      return TRUE;
    case RETORT_PY_INT:
    case RETORT_PY_FLOAT:
      text = retort_py_value_to_repr (value);
      if (text == NULL || strchr (text, 'n') != NULL)
        return FALSE;
      g_string_append (self->out, text);
      return TRUE;
    case RETORT_PY_STR:
      write_text (self, value->string.text);
      return TRUE;
    case RETORT_PY_LIST:
    case RETORT_PY_TUPLE:
    case RETORT_PY_DICT:
      return write_items (self, value, depth);
    default:
      return FALSE;
    }
}

/* FALSE: an argument is not understood. */
static gboolean
take_options (Writer *self, RetortPyFrame *frame, RetortPyValue *const *values)
{
  const RetortPyValue *separators = values[4];

  if (values[1] != NULL && values[1]->kind != RETORT_PY_NONE && (!retort_py_value_get_int64 (values[1], &self->indent) || self->indent > 64))
    return FALSE;
  if (self->indent >= 0)
    self->item_end = ",";
  if (values[2] != NULL)
    self->is_sorted = retort_py_truth (frame, values[2]) == RETORT_PY_YES;
  if (values[3] != NULL)
    self->is_ascii = retort_py_truth (frame, values[3]) == RETORT_PY_YES;
  if (separators == NULL || separators->kind == RETORT_PY_NONE)
    return TRUE;
  if (separators->kind != RETORT_PY_TUPLE || separators->many.items.n != 2)
    return FALSE;
  self->item_end = retort_py_value_get_string (separators->many.items.items[0]);
  self->key_end = retort_py_value_get_string (separators->many.items.items[1]);
  return self->item_end != NULL && self->key_end != NULL;
}

/* What the long forms, which are said in Python (standard/json.py), are called with. */
static RetortPyValue *
call_long_form (RetortPyFrame *frame, const RetortPyNode *node, const char *name, const RetortPyArguments *arguments)
{
  RetortPyModule *module = retort_py_find_module (frame->evaluation, "json");
  RetortPyValue *function = module != NULL ? retort_py_module_get (module, retort_py_intern (frame->evaluation, name, -1)) : NULL;

  if (function == NULL || function->kind != RETORT_PY_FUNCTION)
    return retort_py_unknown_with (frame, node, arguments, NULL, "this JSON is not determined");
  return retort_py_call (frame, node, function, arguments);
}

/**
 * retort_py_json_dumps: (skip)
 * @frame: where
 * @node: the call
 * @self: (nullable): not used
 * @arguments: its arguments
 *
 * json.dumps() of what JSON knows.
 *
 * Returns: (transfer none) (nullable): the text; %NULL: raised
 */
RetortPyValue *
retort_py_json_dumps (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  static const char *const names[] = { "obj", "indent", "sort_keys", "ensure_ascii", "separators", NULL };
  g_autoptr(GString) out = g_string_new (NULL);
  Writer writer = { .out = out, .indent = -1, .item_end = ", ", .key_end = ": ", .is_ascii = TRUE };
  RetortPyValue *values[5];
  RetortPyValue *result;

  for (guint i = 0; i < arguments->n_keywords; i++)
    if (!g_strv_contains (names, arguments->keyword_names[i]))
      return call_long_form (frame, node, "_dumps_long", arguments);
  if (!retort_py_take_arguments (frame, node, arguments, "dumps", names, 1, values, &result))
    return result;
  if (arguments->n_positional > 1 || !take_options (&writer, frame, values) || !write_value (&writer, values[0], 0))
    return retort_py_unknown_with (frame, node, arguments, NULL, "this JSON is not determined");
  return retort_py_new_string (frame->evaluation, out->str);
}

/**
 * retort_py_value_to_json:
 * @self: a value
 *
 * Returns: (transfer full) (nullable): what json.dumps() makes of it; %NULL when that is not determined, or it fails
 */
char *
retort_py_value_to_json (const RetortPyValue *self)
{
  g_autoptr(GString) out = g_string_new (NULL);
  Writer writer = { .out = out, .indent = -1, .item_end = ", ", .key_end = ": ", .is_ascii = TRUE };

  return write_value (&writer, self, 0) ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

/**
 * retort_py_json_loads: (skip)
 * @frame: where
 * @node: the call
 * @self: (nullable): not used
 * @arguments: its arguments
 *
 * json.loads()
 *
 * Returns: (transfer none) (nullable): the value; %NULL: raised
 */
RetortPyValue *
retort_py_json_loads (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  const char *text;
  gboolean is_unknown;

  if (!arguments->is_open && arguments->n_positional == 1 && (arguments->n_keywords > 0 || arguments->positional[0]->kind == RETORT_PY_BYTES))
    return call_long_form (frame, node, "_loads_long", arguments);
  if (!retort_py_arity (frame, node, arguments, "loads", 1, 1, &result))
    return result;
  text = retort_py_value_get_string (arguments->positional[0]);
  if (text == NULL && arguments->positional[0]->kind == RETORT_PY_NONE)
    return retort_py_raise (frame, node, "TypeError", "None is no JSON");
  if (text == NULL)
    return retort_py_unknown_with (frame, node, arguments, NULL, "what is read here is not known");
  result = retort_py_json_read (frame->evaluation, text, &is_unknown);
  if (frame->evaluation->stop_reason != NULL)
    return NULL;
  if (is_unknown)
    return retort_py_unknown_with (frame, node, arguments, NULL, "what this JSON says is not determined");
  return result != NULL ? result : retort_py_raise (frame, node, "JSONDecodeError", "it is no JSON");
}

static RetortPyValue *
get_other (RetortPyEvaluation *evaluation, const char *name)
{
  return strcmp (name, "JSONDecodeError") == 0 ? retort_py_exception_type (evaluation, name) : NULL;
}

static const RetortPyBuiltin builtins[] = {
  { "dumps", retort_py_json_dumps, TRUE },
  { "loads", retort_py_json_loads, TRUE },
};

const RetortPyStandard retort_py_json_module = RETORT_PY_STANDARD ("json", builtins, get_other);
