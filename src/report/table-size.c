/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/table-size.h"

#include <string.h>

/* "1,234,567": the same in every language of the surroundings. */
static char *
dup_grouped (gint64 n)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GINT64_FORMAT, n);
  GString *text = g_string_new (NULL);
  gsize length = strlen (digits);

  for (gsize i = 0; i < length; i++)
    g_string_append_printf (text, "%s%c", i > 0 && (length - i) % 3 == 0 ? "," : "", digits[i]);
  return g_string_free (text, FALSE);
}

/**
 * retort_table_size_to_text:
 * @table: a table, with its schema unless that is the first of the search path
 * @facts: (nullable): what is known of the database
 *
 * Returns: (transfer full) (nullable): its size with indexes, and its rows as far as they were ever counted; %NULL when it is not known
 */
char *
retort_table_size_to_text (const char *table, const RetortTargetFacts *facts)
{
  const char *dot = strchr (table, '.');
  g_autofree char *schema = dot != NULL ? g_strndup (table, (gsize) (dot - table)) : NULL;
  const RetortTableSize *size = facts != NULL ? retort_target_facts_get_table (facts, schema, dot != NULL ? dot + 1 : table) : NULL;
  g_autofree char *bytes = NULL;
  g_autofree char *rows = NULL;

  if (size == NULL)
    return NULL;
  bytes = g_format_size ((guint64) MAX (size->size_bytes, 0));
  if (size->n_rows < 0)
    return g_steal_pointer (&bytes);
  rows = dup_grouped (size->n_rows);
  return g_strdup_printf ("%s, about %s rows", bytes, rows);
}
