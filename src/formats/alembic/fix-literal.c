/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/alembic/fix-literal.h"

#include <string.h>

/**
 * retort_python_literal:
 * @sql: a statement in one line
 *
 * Returns: (transfer full) (nullable): it as a text of Python; %NULL when the text would say something else to SQLAlchemy: ":name" is a
 *   parameter there
 */
char *
retort_python_literal (const char *sql)
{
  GString *out = g_string_new ("\"");

  if (g_regex_match_simple ("(?<![:\\w\\\\]):\\w", sql, 0, 0) || strpbrk (sql, "\n\\") != NULL)
    {
      g_string_free (out, TRUE);
      return NULL;
    }
  for (const char *p = sql; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (out, '\\');
      g_string_append_c (out, *p);
    }
  g_string_append_c (out, '"');
  return g_string_free (out, FALSE);
}

/**
 * retort_python_literal_of_lines:
 * @sql: a statement; CREATE TABLE is laid out in lines
 *
 * Returns: (transfer full) (nullable): as retort_python_literal()
 */
char *
retort_python_literal_of_lines (const char *sql)
{
  if (strchr (sql, '\n') == NULL)
    return retort_python_literal (sql);
  if (g_regex_match_simple ("(?<![:\\w\\\\]):\\w|\\\\|\"\"\"|\"$", sql, 0, 0))
    return NULL;
  return g_strdup_printf ("\"\"\"%s\"\"\"", sql);
}
