/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The few standard modules that the evaluator itself knows; the importer is asked first. */
#include "python/evaluation-private.h"

#include <string.h>

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
textwrap_dedent (RetortPyFrame *frame, TSNode node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  const char *text;
  g_auto(GStrv) lines = NULL;
  g_autofree char *margin = NULL;
  GString *out;

  if (!retort_py_arity (frame, node, arguments, "dedent", 1, 1, &result))
    return result;
  text = retort_py_value_get_string (arguments->positional[0]);
  /* Python 3.14 treats other white space in another way than those before. */
  if (text == NULL || !g_str_is_ascii (text) || strpbrk (text, "\r\v\f\x1c\x1d\x1e\x1f") != NULL)
    return retort_py_unknown_with (frame, node, arguments, NULL, "'dedent()' of this is not evaluated");
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

static RetortPyValue *
textwrap_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  return strcmp (name, "dedent") == 0 ? retort_py_new_builtin (evaluation, "dedent", textwrap_dedent, NULL) : NULL;
}

static const struct { const char *name; RetortPyForeignClass klass; } modules[] = {
  { "textwrap", { .name = "textwrap", .get_attribute = textwrap_attribute } },
};

/**
 * retort_py_import_standard: (skip)
 * @evaluation: an evaluation
 * @module: the name of a module
 * @name: (nullable): a name in it; %NULL: the module itself
 *
 * Returns: (transfer none) (nullable): its value; %NULL: not known here
 */
RetortPyValue *
retort_py_import_standard (RetortPyEvaluation *evaluation, const char *module, const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (modules); i++)
    if (strcmp (modules[i].name, module) == 0)
      {
        RetortPyValue *value = retort_py_new_foreign (evaluation, &modules[i].klass, NULL, NULL);

        return name == NULL ? value : modules[i].klass.get_attribute (evaluation, value, name);
      }
  return NULL;
}
