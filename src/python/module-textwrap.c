/* SPDX-License-Identifier: GPL-3.0-or-later */
/* textwrap: dedent() and indent(). */
#include "python/modules-private.h"

#include <string.h>

/* Python 3.14 treats white space other than blanks and tabs in another way than those before, and other ends of lines end lines. */
static gboolean
has_other_space (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c != ' ' && c != '\t' && c != '\n' && (g_unichar_isspace (c) || c == 0x0b || c == 0x85 || (c >= 0x1c && c <= 0x1f)))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_blank (const char *line, gsize length)
{
  return strspn (line, " \t") >= length;
}

/* The longest beginning of spaces and tabs that all lines share which hold something else (Lib/textwrap.py). */
static char *
common_margin (char **lines)
{
  char *margin = NULL;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      gsize indent = strspn (lines[i], " \t");
      gsize shared = 0;

      if (is_blank (lines[i], strlen (lines[i])))
        continue;
      if (margin == NULL)
        {
          margin = g_strndup (lines[i], indent);
          continue;
        }
      while (shared < indent && margin[shared] == lines[i][shared])
        shared++;
      margin[shared] = '\0';
    }
  return margin != NULL ? margin : g_strdup ("");
}

static RetortPyValue *
textwrap_dedent (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  const char *text;
  g_auto(GStrv) lines = NULL;
  g_autofree char *margin = NULL;
  GString *out;

  if (!retort_py_arity (frame, node, arguments, "dedent", 1, 1, &result))
    return result;
  text = retort_py_value_get_string (arguments->positional[0]);
  if (text == NULL || has_other_space (text))
    return retort_py_unknown_with (frame, node, arguments, NULL, "'dedent()' of this is not evaluated");
  if (!retort_py_charge (frame->evaluation, strlen (text)))
    return NULL;
  lines = g_strsplit (text, "\n", -1);
  margin = common_margin (lines);
  out = g_string_new (NULL);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (out, '\n');
      if (!is_blank (lines[i], strlen (lines[i])))
        g_string_append (out, lines[i] + strlen (margin));
    }
  return retort_py_take_string (frame->evaluation, g_string_free (out, FALSE));
}

/* Lines that hold nothing but white space are left as they are. */
static RetortPyValue *
textwrap_indent (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  static const char *const names[] = { "text", "prefix", NULL };
  RetortPyValue *values[2];
  RetortPyValue *result;
  const char *text;
  const char *prefix;
  g_auto(GStrv) lines = NULL;
  GString *out;

  if (arguments->n_positional + arguments->n_keywords == 3)
    return retort_py_unknown_with (frame, node, arguments, NULL, "'indent()' with a predicate is not evaluated");
  if (!retort_py_take_arguments (frame, node, arguments, "indent", names, 2, values, &result))
    return result;
  text = retort_py_value_get_string (values[0]);
  prefix = retort_py_value_get_string (values[1]);
  if (text == NULL || prefix == NULL || has_other_space (text))
    return retort_py_unknown_with (frame, node, arguments, NULL, "'indent()' of this is not evaluated");
  if (!retort_py_charge (frame->evaluation, strlen (text)))
    return NULL;
  lines = g_strsplit (text, "\n", -1);
  out = g_string_new (NULL);
  for (guint i = 0; lines[i] != NULL; i++)
    g_string_append_printf (out, "%s%s%s", i > 0 ? "\n" : "", is_blank (lines[i], strlen (lines[i])) ? "" : prefix, lines[i]);
  if (out->len > RETORT_PY_MAX_TEXT)
    retort_py_stop (frame->evaluation, "a text is too long");
  return retort_py_take_string (frame->evaluation, g_string_free (out, FALSE));
}

static const RetortPyBuiltin builtins[] = {
  { "dedent", textwrap_dedent, TRUE },
  { "indent", textwrap_indent, TRUE },
};

const RetortPyStandard retort_py_textwrap_module = RETORT_PY_STANDARD ("textwrap", builtins, NULL);
