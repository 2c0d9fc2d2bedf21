/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/sqlfiles/annotations.h"

#include <string.h>

/**
 * retort_sql_line_next:
 * @source: a text
 * @line: the line before; all zero at the beginning
 *
 * Returns: whether there is another line, now in @line
 */
gboolean
retort_sql_line_next (const RetortSource *source, RetortSqlLine *line)
{
  const char *text = retort_source_get_text (source);
  gsize start = line->next;
  const char *end = NULL;

  if (start >= retort_source_get_length (source))
    return FALSE;
  end = strchr (text + start, '\n');
  line->text = text + start;
  line->start = start;
  line->end = end != NULL ? (gsize) (end - text) : retort_source_get_length (source);
  line->next = end != NULL ? line->end + 1 : line->end;
  if (line->end > start && text[line->end - 1] == '\r')
    line->end--;
  return TRUE;
}

/**
 * retort_sql_line_is_blank:
 * @line: a line
 *
 * Returns: whether it holds nothing but blanks
 */
gboolean
retort_sql_line_is_blank (const RetortSqlLine *line)
{
  for (gsize i = 0; i < line->end - line->start; i++)
    if (!g_ascii_isspace (line->text[i]))
      return FALSE;
  return TRUE;
}

/**
 * retort_sql_parse_number:
 * @name: a file's name
 *
 * Returns: the number that it begins with; -1 when there is none, or it does not fit into 63 bits
 */
gint64
retort_sql_parse_number (const char *name)
{
  g_autofree char *digits = g_strndup (name, strspn (name, "0123456789"));
  guint64 number = 0;

  if (!g_ascii_string_to_unsigned (digits, 10, 0, G_MAXINT64, &number, NULL))
    return -1;
  return (gint64) number;
}

/**
 * retort_sql_dup_title:
 * @name: a file's name
 *
 * Returns: (transfer full): its words: behind the number, before the first dot
 */
char *
retort_sql_dup_title (const char *name)
{
  const char *words = name + strspn (name, "0123456789");

  words += strspn (words, "_-");
  return g_strdelimit (g_strndup (words, strcspn (words, ".")), "_", ' ');
}
