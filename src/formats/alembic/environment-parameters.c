/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `execute (text ("SELECT pg_advisory_lock(:id)"), {"id": lock_id})` sends: the numbers that take the places of the parameters,
 * where env.py's text says them. Keys of advisory locks are often made of eight letters by struct. */
#include "formats/alembic/environment-reader.h"

#include <string.h>

/* struct.unpack (">q", struct.pack ("8s", b"alembic"))[0]: the letters, filled up with zeros, as one number. */
static gboolean
read_packed (const char *expression, gint64 *value)
{
  g_autoptr(GRegex) regex = g_regex_new ("^struct\\.unpack\\(\\s*([\"'])([<>!])q\\1\\s*,\\s*struct\\.pack\\(\\s*([\"'])8s\\3\\s*,"
                                         "\\s*b([\"'])([ -~]{0,8})\\4\\s*\\)\\s*\\)\\[0\\]$",
                                         0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  g_autofree char *order = NULL;
  g_autofree char *letters = NULL;
  guint64 number = 0;

  if (!g_regex_match (regex, expression, 0, &match))
    return FALSE;
  order = g_match_info_fetch (match, 2);
  letters = g_match_info_fetch (match, 5);
  if (strpbrk (letters, "\\\"'") != NULL)
    return FALSE;
  for (gsize i = 0; i < strlen (letters); i++)
    number |= (guint64) (guchar) letters[i] << 8 * (*order == '<' ? i : 7 - i);
  memcpy (value, &number, sizeof number);
  return TRUE;
}

static gboolean
read_integer (const RetortEnvironmentReader *self, const RetortPyNode *node, gint64 *value)
{
  const RetortPyNode *bound = node != NULL ? retort_environment_resolve (self, node) : NULL;
  g_autofree char *expression = NULL;

  if (bound == NULL)
    return FALSE;
  expression = retort_py_node_dup_text (self->tree, bound);
  return g_ascii_string_to_signed (expression, 10, G_MININT64, G_MAXINT64, value, NULL) || read_packed (expression, value);
}

/* The value of a key of a literal dict. */
static const RetortPyNode *
find_value (const RetortEnvironmentReader *self, const RetortPyNode *dictionary, const char *name)
{
  const RetortPyParts *pairs = retort_py_node_get_parts (dictionary);

  for (guint i = 0; i < pairs->n; i++)
    {
      const RetortPyNode *pair = pairs->nodes[i];
      g_autofree char *key = retort_py_node_is (pair, "pair")
                               ? retort_py_string_value (self->tree, retort_py_node_field (pair, RETORT_PY_FIELD_key)) : NULL;

      if (g_strcmp0 (key, name) == 0)
        return retort_py_node_field (pair, RETORT_PY_FIELD_value);
    }
  return NULL;
}

typedef struct
{
  const RetortEnvironmentReader *reader;
  const RetortPyNode            *dictionary;
  gboolean                       is_filled;
} Filling;

static gboolean
fill_cb (const GMatchInfo *match, GString *result, gpointer user_data)
{
  Filling *filling = user_data;
  g_autofree char *name = g_match_info_fetch (match, 1);
  gint64 value = 0;

  if (read_integer (filling->reader, find_value (filling->reader, filling->dictionary, name), &value))
    g_string_append_printf (result, "%" G_GINT64_FORMAT, value);
  else
    filling->is_filled = FALSE;
  return !filling->is_filled;
}

/**
 * retort_environment_fill_parameters:
 * @self: a reader
 * @call: a call of execute()
 * @statement: (transfer full): its statement, with names after colons
 *
 * Returns: (transfer full): it with the numbers that the call gives; @statement where that is not certain
 */
char *
retort_environment_fill_parameters (const RetortEnvironmentReader *self, const RetortPyNode *call, char *statement)
{
  const RetortPyNode *arguments = retort_py_node_field (call, RETORT_PY_FIELD_arguments);
  const RetortPyNode *given = retort_py_node_count_named (arguments) == 2 ? retort_py_node_get_named_child (arguments, 1) : NULL;
  const RetortPyNode *dictionary = given != NULL ? retort_environment_resolve (self, given) : NULL;
  g_autoptr(GRegex) places = g_regex_new ("(?<![:\\w]):(\\w+)", 0, 0, NULL);
  Filling filling = { self, dictionary, TRUE };
  g_autofree char *filled = NULL;

  if (dictionary == NULL || !retort_py_node_is (dictionary, "dictionary"))
    return statement;
  filled = g_regex_replace_eval (places, statement, -1, 0, 0, fill_cb, &filling, NULL);
  if (!filling.is_filled || filled == NULL)
    return statement;
  g_free (statement);
  return g_steal_pointer (&filled);
}
