/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of quote_identifier() and quote_literal_internal() (PostgreSQL 15,
 * utils/adt/ruleutils.c and quote.c). Alembic quotes by rules of its own, which formats/alembic
 * keeps. */
#include "sql/quote.h"

#include "sql/tokens.h"

#include <string.h>

static gboolean
is_plain_name (const char *name)
{
  if (!g_ascii_islower (name[0]) && name[0] != '_')
    return FALSE;
  for (const char *at = name; *at != '\0'; at++)
    if (!g_ascii_islower (*at) && !g_ascii_isdigit (*at) && *at != '_')
      return FALSE;
  return TRUE;
}

/* Keywords that the grammar of 15 does not know yet and that a later server reserves. */
static gboolean
is_reserved_later (const char *name)
{
  return g_str_equal (name, "system_user"); /* 16 */
}

/**
 * retort_sql_quote_identifier:
 * @name: a name as the catalogue holds it
 *
 * Quotes a name when PostgreSQL would: it is not made of lower-case letters, digits and
 * underscores, or it is a keyword that is more than "unreserved".
 *
 * Returns: (transfer full): @name, in double quotes when it needs them
 */
char *
retort_sql_quote_identifier (const char *name)
{
  g_auto(GStrv) parts = NULL;
  g_autofree char *doubled = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  if (is_plain_name (name) && !is_reserved_later (name) && !retort_sql_is_strict_keyword (name))
    return g_strdup (name);

  parts = g_strsplit (name, "\"", -1);
  doubled = g_strjoinv ("\"\"", parts);
  return g_strdup_printf ("\"%s\"", doubled);
}

/**
 * retort_sql_quote_literal:
 * @value: a text
 *
 * Quotes a text so that every server reads it alike, whatever standard_conforming_strings says: a
 * backslash is doubled and the literal marked with E.
 *
 * Returns: (transfer full): a string literal
 */
char *
retort_sql_quote_literal (const char *value)
{
  GString *literal;

  g_return_val_if_fail (value != NULL, NULL);

  literal = g_string_new (strchr (value, '\\') != NULL ? "E'" : "'");
  for (const char *at = value; *at != '\0'; at++)
    {
      if (*at == '\'' || *at == '\\')
        g_string_append_c (literal, *at);
      g_string_append_c (literal, *at);
    }
  g_string_append_c (literal, '\'');
  return g_string_free (literal, FALSE);
}
