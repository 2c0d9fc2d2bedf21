/* SPDX-License-Identifier: GPL-3.0-or-later */
/* NAME=VALUE lines as Docker Compose and python-dotenv read them: `export` before a name, quotes around a
 * value (single ones keep everything as it is), a comment after a space. ${NAME}, ${NAME:-else} and $NAME
 * are replaced by what stands before in the file; a value with a name that is not there is left out. */
#include "formats/deployment/dotenv.h"

#include <string.h>

/* The value without quotes and comment; @expands: whether $ means something in it. */
static char *
read_value (const char *text, gboolean *expands)
{
  char quote = *text == '\'' || *text == '"' ? *text : '\0';
  const char *end = quote != '\0' ? strchr (text + 1, quote) : NULL;
  const char *comment = NULL;

  *expands = quote != '\'';
  if (end != NULL)
    return g_strndup (text + 1, (gsize) (end - text - 1));
  comment = *text == '#' ? text : strstr (text, " #");
  return g_strchomp (comment != NULL ? g_strndup (text, (gsize) (comment - text)) : g_strdup (text));
}

static void
read_line (GHashTable *variables, const char *line)
{
  const char *start = g_str_has_prefix (line, "export ") ? line + strlen ("export ") : line;
  const char *equals = strchr (start, '=');
  g_autofree char *name = equals != NULL ? g_strstrip (g_strndup (start, (gsize) (equals - start))) : NULL;
  g_autofree char *value = NULL;
  g_autofree char *expanded = NULL;
  gboolean expands = FALSE;

  if (name == NULL || *name == '\0' || *name == '#')
    return;
  equals++;
  value = read_value (equals + strspn (equals, " \t"), &expands);
  expanded = expands ? retort_dotenv_expand (value, variables) : g_strdup (value);
  if (expanded != NULL)
    g_hash_table_insert (variables, g_steal_pointer (&name), g_steal_pointer (&expanded));
}

/**
 * retort_dotenv_parse:
 * @text: a file of variables
 *
 * Returns: (transfer full) (element-type utf8 utf8): the variables whose value is known
 */
GHashTable *
retort_dotenv_parse (const char *text)
{
  GHashTable *variables = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    read_line (variables, g_strstrip (lines[i]));
  return variables;
}

/* What one ${…} or $NAME stands for; NULL when nobody says it. */
static char *
look_up (GMatchInfo *match, GHashTable *variables)
{
  g_autofree char *braced = g_match_info_fetch_named (match, "braced");
  g_autofree char *plain = g_match_info_fetch_named (match, "plain");
  g_autofree char *otherwise = g_match_info_fetch_named (match, "otherwise");
  const char *value = g_hash_table_lookup (variables, braced != NULL && *braced != '\0' ? braced : plain);

  if (value != NULL && *value != '\0')
    return g_strdup (value);
  return otherwise != NULL && *otherwise != '\0' ? g_strdup (otherwise + strspn (otherwise, ":-")) : NULL;
}

/**
 * retort_dotenv_expand:
 * @text: a value in which $ means something
 * @variables: (element-type utf8 utf8): the variables that are known
 *
 * Returns: (transfer full) (nullable): the value; %NULL when it needs a variable that nobody sets
 */
char *
retort_dotenv_expand (const char *text, GHashTable *variables)
{
  g_autoptr(GRegex) regex
      = g_regex_new ("\\$(?:\\{(?<braced>\\w+)(?<otherwise>:?-[^}]*)?\\}|(?<plain>[A-Za-z_]\\w*)|(?<dollar>\\$))", 0, 0,
                     NULL);
  g_autoptr(GMatchInfo) match = NULL;
  g_autoptr(GString) result = g_string_new (NULL);
  int from = 0;

  for (g_regex_match (regex, text, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *dollar = g_match_info_fetch_named (match, "dollar");
      g_autofree char *value
          = dollar != NULL && *dollar != '\0' ? g_strdup ("$") : look_up (match, variables);
      int start = 0;
      int end = 0;

      if (value == NULL)
        return NULL;
      g_match_info_fetch_pos (match, 0, &start, &end);
      g_string_append_len (result, text + from, start - from);
      g_string_append (result, value);
      from = end;
    }
  g_string_append (result, text + from);
  return g_string_free (g_steal_pointer (&result), FALSE);
}
