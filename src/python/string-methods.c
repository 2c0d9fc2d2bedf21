/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Methods of str. Upper and lower case of what is not ASCII depends on the version of Unicode: not determined. */
#include "python/evaluation-private.h"

#include <string.h>

static gboolean
is_ascii (const RetortPyValue *value)
{
  return g_str_is_ascii (value->string.text);
}

/* str.isspace(), in every version of Unicode since 6.3 */
static gboolean
is_space (gunichar character)
{
  return (character >= 0x09 && character <= 0x0D) || (character >= 0x1C && character <= 0x20) || character == 0x85 || character == 0xA0
         || character == 0x1680 || (character >= 0x2000 && character <= 0x200A) || character == 0x2028 || character == 0x2029
         || character == 0x202F || character == 0x205F || character == 0x3000;
}

/* An argument that is no text: Python raises when it is sure what it is. */
static RetortPyValue *
refuse_argument (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyArguments *arguments, const RetortPyValue *argument, const char *name)
{
  if (argument->kind == RETORT_PY_UNKNOWN || argument->kind == RETORT_PY_FOREIGN || argument->kind == RETORT_PY_CLASS
      || argument->kind == RETORT_PY_BYTES)
    return retort_py_unknown_with (frame, node, arguments, NULL, "this argument of '%s()' is not evaluated", name);
  return retort_py_raise (frame, node, "TypeError", "'%s()' does not take a %s", name, retort_py_value_type_name (argument));
}

/* All positional arguments are texts. FALSE: return @result. */
static gboolean
begin (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyArguments *arguments, const char *name, guint least, guint most, RetortPyValue **result)
{
  if (!retort_py_arity (frame, node, arguments, name, least, most, result))
    return FALSE;
  for (guint i = 0; i < arguments->n_positional; i++)
    if (arguments->positional[i]->kind != RETORT_PY_STR)
      {
        *result = refuse_argument (frame, node, arguments, arguments->positional[i], name);
        return FALSE;
      }
  return TRUE;
}

static RetortPyValue *
new_sized (RetortPyFrame *frame, const RetortPyNode *node, GString *text)
{
  RetortPyValue *result;

  if (text->len > RETORT_PY_MAX_TEXT || !retort_py_charge (frame->evaluation, text->len / 64))
    result = retort_py_unknown_at (frame, node, "the text is too long");
  else
    result = retort_py_new_text (frame->evaluation, text->str, text->len);
  g_string_free (text, TRUE);
  return result;
}

static RetortPyValue *
string_join (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  RetortPyItems items = { 0 };
  GString *text;

  if (!retort_py_arity (frame, node, arguments, "join", 1, 1, &result))
    return result;
  if (!retort_py_collect (frame, node, arguments->positional[0], &items, &result))
    return NULL;
  if (result != NULL)
    return retort_py_unknown_with (frame, node, arguments, NULL, "what is joined is not known");
  for (guint i = 0; i < items.n; i++)
    items.items[i] = retort_py_plain_value (items.items[i]);
  for (guint i = 0; i < items.n; i++)
    if (items.items[i]->kind == RETORT_PY_UNKNOWN || items.items[i]->kind == RETORT_PY_FOREIGN)
      return retort_py_unknown_with (frame, node, arguments, items.items[i], "what is joined is not known");
  text = g_string_new (NULL);
  for (guint i = 0; i < items.n && text->len <= RETORT_PY_MAX_TEXT; i++)
    {
      if (items.items[i]->kind != RETORT_PY_STR)
        {
          g_string_free (text, TRUE);
          return retort_py_raise (frame, node, "TypeError", "only a str can be joined, not a %s", retort_py_value_type_name (items.items[i]));
        }
      if (i > 0)
        g_string_append (text, self->string.text);
      g_string_append (text, items.items[i]->string.text);
    }
  return new_sized (frame, node, text);
}

static RetortPyValue *
string_format (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return retort_py_format_method (frame, node, self->string.text, arguments);
}

/* Is the character one of those to strip? */
static gboolean
is_stripped (gunichar character, const char *characters)
{
  if (characters == NULL)
    return is_space (character);
  return g_utf8_strchr (characters, -1, character) != NULL;
}

static RetortPyValue *
strip (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments, gboolean at_start, gboolean at_end)
{
  const char *characters = NULL;
  const char *start = self->string.text;
  const char *end = start + self->string.length;
  RetortPyValue *result;

  if (!retort_py_arity (frame, node, arguments, "strip", 0, 1, &result))
    return result;
  if (arguments->n_positional == 1 && arguments->positional[0]->kind != RETORT_PY_NONE
      && (characters = retort_py_value_get_string (arguments->positional[0])) == NULL)
    return refuse_argument (frame, node, arguments, arguments->positional[0], "strip");
  while (at_start && start < end && is_stripped (g_utf8_get_char (start), characters))
    start = g_utf8_next_char (start);
  while (at_end && end > start && is_stripped (g_utf8_get_char (g_utf8_prev_char (end)), characters))
    end = g_utf8_prev_char (end);
  return retort_py_new_text (frame->evaluation, start, (gsize) (end - start));
}

static RetortPyValue *
string_strip (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return strip (frame, node, self, arguments, TRUE, TRUE);
}

static RetortPyValue *
string_lstrip (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return strip (frame, node, self, arguments, TRUE, FALSE);
}

static RetortPyValue *
string_rstrip (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return strip (frame, node, self, arguments, FALSE, TRUE);
}

static void
append_piece (RetortPyFrame *frame, RetortPyValue *list, const char *start, const char *end)
{
  retort_py_items_append (frame->evaluation, &list->many.items, retort_py_new_text (frame->evaluation, start, (gsize) (end - start)));
}

/* Without a separator: words. What follows the last allowed split loses only its leading spaces. */
static void
split_words (RetortPyFrame *frame, RetortPyValue *list, const char *text, gint64 most)
{
  const char *end = text + strlen (text);

  for (const char *at = text;;)
    {
      const char *start;

      while (at < end && is_space (g_utf8_get_char (at)))
        at = g_utf8_next_char (at);
      if (at >= end)
        return;
      start = at;
      if (most >= 0 && (gint64) list->many.items.n == most)
        {
          append_piece (frame, list, start, end);
          return;
        }
      while (at < end && !is_space (g_utf8_get_char (at)))
        at = g_utf8_next_char (at);
      append_piece (frame, list, start, at);
    }
}

static void
split_at (RetortPyFrame *frame, RetortPyValue *list, const char *text, const char *separator, gint64 most)
{
  const char *found;

  while ((most < 0 || (gint64) list->many.items.n < most) && (found = strstr (text, separator)) != NULL)
    {
      append_piece (frame, list, text, found);
      text = found + strlen (separator);
    }
  append_piece (frame, list, text, text + strlen (text));
}

static RetortPyValue *
string_split (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *list = retort_py_new_list (frame->evaluation, NULL, 0);
  RetortPyValue *separator = arguments->n_positional > 0 ? arguments->positional[0] : NULL;
  RetortPyValue *most_value = arguments->n_positional > 1 ? arguments->positional[1] : NULL;
  gint64 most = -1;

  for (guint i = 0; i < arguments->n_keywords; i++)
    if (strcmp (arguments->keyword_names[i], "sep") == 0 && separator == NULL)
      separator = arguments->keyword_values[i];
    else if (strcmp (arguments->keyword_names[i], "maxsplit") == 0 && most_value == NULL)
      most_value = arguments->keyword_values[i];
    else
      return retort_py_unknown_with (frame, node, arguments, NULL, "this 'split()' is not evaluated");
  if (separator != NULL && separator->kind == RETORT_PY_NONE)
    separator = NULL;
  if (!arguments->is_open && separator != NULL && separator->kind != RETORT_PY_STR)
    return refuse_argument (frame, node, arguments, separator, "split");
  if (arguments->is_open || arguments->n_positional > 2 || (most_value != NULL && !retort_py_value_get_int64 (most_value, &most)))
    return retort_py_unknown_with (frame, node, arguments, NULL, "this 'split()' is not evaluated");
  if (separator != NULL && separator->string.length == 0)
    return retort_py_raise (frame, node, "ValueError", "the separator is empty");
  if (!retort_py_charge (frame->evaluation, self->string.length / 16))
    return NULL;
  if (separator == NULL)
    split_words (frame, list, self->string.text, most);
  else
    split_at (frame, list, self->string.text, separator->string.text, most);
  return list;
}

static RetortPyValue *
string_splitlines (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *list = retort_py_new_list (frame->evaluation, NULL, 0);
  RetortPyValue *result;

  if (arguments->n_positional + arguments->n_keywords > 0)
    return retort_py_call_long_form (frame, node, self, "splitlines", arguments);
  if (!retort_py_arity (frame, node, arguments, "splitlines", 0, 0, &result))
    return result;
  if (!is_ascii (self) || strpbrk (self->string.text, "\r\v\f\x1c\x1d\x1e") != NULL)
    return retort_py_unknown_with (frame, node, arguments, NULL, "these line ends are not evaluated");
  for (const char *at = self->string.text; *at != '\0';)
    {
      const char *end = strchrnul (at, '\n');

      append_piece (frame, list, at, end);
      at = *end == '\0' ? end : end + 1;
    }
  return list;
}

static RetortPyValue *
string_replace (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  GString *text;

  if (arguments->n_positional > 2)
    return retort_py_call_long_form (frame, node, self, "replace", arguments);
  if (!begin (frame, node, arguments, "replace", 2, 2, &result))
    return result;
  if (arguments->positional[0]->string.length == 0
      || (self->string.length + 1) * (arguments->positional[1]->string.length + 1) > 64 * (gsize) RETORT_PY_MAX_TEXT)
    return retort_py_unknown_with (frame, node, arguments, NULL, "this 'replace()' is not evaluated");
  text = g_string_new (self->string.text);
  g_string_replace (text, arguments->positional[0]->string.text, arguments->positional[1]->string.text, 0);
  return new_sized (frame, node, text);
}

static RetortPyValue *
change_case (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments, const char *name, gboolean is_upper)
{
  RetortPyValue *result;

  if (!retort_py_arity (frame, node, arguments, name, 0, 0, &result))
    return result;
  if (!is_ascii (self))
    return retort_py_unknown_with (frame, node, arguments, NULL, "'%s()' of characters that are not ASCII is not evaluated", name);
  return retort_py_take_string (frame->evaluation, is_upper ? g_ascii_strup (self->string.text, -1) : g_ascii_strdown (self->string.text, -1));
}

static RetortPyValue *
string_upper (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return change_case (frame, node, self, arguments, "upper", TRUE);
}

static RetortPyValue *
string_lower (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return change_case (frame, node, self, arguments, "lower", FALSE);
}

static RetortPyValue *
string_capitalize (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result = change_case (frame, node, self, arguments, "capitalize", FALSE);
  char *text;

  if (result == NULL || result->kind != RETORT_PY_STR)
    return result;
  text = g_strdup (result->string.text);
  text[0] = g_ascii_toupper (text[0]);
  return retort_py_take_string (frame->evaluation, text);
}

static RetortPyValue *
string_title (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result = change_case (frame, node, self, arguments, "title", FALSE);
  gboolean is_inside = FALSE;
  char *text;

  if (result == NULL || result->kind != RETORT_PY_STR)
    return result;
  text = g_strdup (result->string.text);
  for (char *at = text; *at != '\0'; at++)
    {
      *at = is_inside ? *at : g_ascii_toupper (*at);
      is_inside = g_ascii_isalpha (*at);
    }
  return retort_py_take_string (frame->evaluation, text);
}

/* startswith() and endswith(): a text, or a tuple of texts. */
static RetortPyValue *
has_affix (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments, const char *name, gboolean at_end)
{
  RetortPyItems items = { .items = arguments->positional, .n = 1 };
  RetortPyValue *result;
  gboolean is_found = FALSE;

  if (!retort_py_arity (frame, node, arguments, name, 1, 3, &result))
    return result;
  if (arguments->n_positional > 1)
    return retort_py_call_long_form (frame, node, self, name, arguments);
  if (arguments->positional[0]->kind == RETORT_PY_TUPLE)
    items = arguments->positional[0]->many.items;
  for (guint i = 0; i < items.n; i++)
    {
      const char *affix = retort_py_value_get_string (items.items[i]);

      if (affix == NULL)
        return refuse_argument (frame, node, arguments, items.items[i], name);
      is_found = is_found || (at_end ? g_str_has_suffix (self->string.text, affix) : g_str_has_prefix (self->string.text, affix));
    }
  return retort_py_bool (frame->evaluation, is_found);
}

static RetortPyValue *
string_startswith (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return has_affix (frame, node, self, arguments, "startswith", FALSE);
}

static RetortPyValue *
string_endswith (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return has_affix (frame, node, self, arguments, "endswith", TRUE);
}

static RetortPyValue *
string_find (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  const char *found;

  if (arguments->n_positional > 1)
    return retort_py_call_long_form (frame, node, self, "find", arguments);
  if (!begin (frame, node, arguments, "find", 1, 1, &result))
    return result;
  found = strstr (self->string.text, arguments->positional[0]->string.text);
  return retort_py_new_int64 (frame->evaluation, found == NULL ? -1 : g_utf8_pointer_to_offset (self->string.text, found));
}

static RetortPyValue *
string_count (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  const char *wanted;
  gint64 count = 0;

  if (arguments->n_positional > 1)
    return retort_py_call_long_form (frame, node, self, "count", arguments);
  if (!begin (frame, node, arguments, "count", 1, 1, &result))
    return result;
  wanted = arguments->positional[0]->string.text;
  if (*wanted == '\0')
    return retort_py_new_int64 (frame->evaluation, g_utf8_strlen (self->string.text, -1) + 1);
  for (const char *at = strstr (self->string.text, wanted); at != NULL; at = strstr (at + strlen (wanted), wanted))
    count++;
  return retort_py_new_int64 (frame->evaluation, count);
}

static RetortPyValue *
string_isdigit (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  const char *text = self->string.text;

  if (!retort_py_arity (frame, node, arguments, "isdigit", 0, 0, &result))
    return result;
  if (!is_ascii (self))
    return retort_py_unknown_with (frame, node, arguments, NULL, "whether these are digits is not determined");
  return retort_py_bool (frame->evaluation, *text != '\0' && strspn (text, "0123456789") == self->string.length);
}

static RetortPyValue *
string_zfill (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  gint64 width;
  gboolean has_sign = *self->string.text == '-' || *self->string.text == '+';
  GString *text;

  if (!retort_py_arity (frame, node, arguments, "zfill", 1, 1, &result))
    return result;
  if (!retort_py_value_get_int64 (arguments->positional[0], &width) || width > 10000)
    return retort_py_unknown_with (frame, node, arguments, NULL, "this width is not evaluated");
  text = g_string_new (self->string.text);
  for (gint64 length = g_utf8_strlen (text->str, -1); length < width; length++)
    g_string_insert_c (text, has_sign ? 1 : 0, '0');
  return new_sized (frame, node, text);
}

/* ljust(), rjust(): with spaces or one other character */
static RetortPyValue *
justify (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments, const char *name, gboolean to_left)
{
  RetortPyValue *result;
  gint64 width;
  const char *fill = " ";
  GString *text;

  if (!retort_py_arity (frame, node, arguments, name, 1, 2, &result))
    return result;
  if (arguments->n_positional == 2)
    fill = retort_py_value_get_string (arguments->positional[1]);
  if (!retort_py_value_get_int64 (arguments->positional[0], &width) || width > 10000 || fill == NULL || g_utf8_strlen (fill, -1) != 1)
    return retort_py_unknown_with (frame, node, arguments, NULL, "this width is not evaluated");
  text = g_string_new (self->string.text);
  for (gint64 length = g_utf8_strlen (text->str, -1); length < width; length++)
    g_string_insert (text, to_left ? -1 : 0, fill);
  return new_sized (frame, node, text);
}

static RetortPyValue *
string_ljust (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return justify (frame, node, self, arguments, "ljust", TRUE);
}

static RetortPyValue *
string_rjust (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return justify (frame, node, self, arguments, "rjust", FALSE);
}

static const RetortPyMethod string_methods[] = {
  { "capitalize", string_capitalize }, { "count", string_count }, { "encode", retort_py_string_encode }, { "endswith", string_endswith }, { "find", string_find },
  { "format", string_format }, { "isdigit", string_isdigit }, { "join", string_join }, { "ljust", string_ljust },
  { "lower", string_lower }, { "lstrip", string_lstrip }, { "replace", string_replace }, { "rjust", string_rjust },
  { "rstrip", string_rstrip }, { "split", string_split }, { "splitlines", string_splitlines },
  { "startswith", string_startswith }, { "strip", string_strip }, { "title", string_title }, { "upper", string_upper },
  { "zfill", string_zfill },
};

/**
 * retort_py_find_string_method: (skip)
 * @name: a name
 *
 * Returns: (nullable): the method of str of that name
 */
const RetortPyMethod *
retort_py_find_string_method (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (string_methods); i++)
    if (strcmp (string_methods[i].name, name) == 0)
      return &string_methods[i];
  return NULL;
}
