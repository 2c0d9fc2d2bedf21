/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sqlalchemy/sql/compiler.py IdentifierPreparer, dialects/postgresql/base.py RESERVED_WORDS; alembic/ddl/base.py quote_dotted. */
#include "formats/alembic/quoting.h"

#include <stdlib.h>
#include <string.h>

#define HASHED_NAME_LENGTH 55 /* kept of a name that is too long; "_" and four digits of its MD5 follow */

/* Sorted. */
static const char *const reserved_words[] = {
  "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric", "authorization", "between", "binary",
  "both", "case", "cast", "check", "collate", "column", "constraint", "create", "cross", "current_catalog",
  "current_date", "current_role", "current_schema", "current_time", "current_timestamp", "current_user", "default",
  "deferrable", "desc", "distinct", "do", "else", "end", "except", "false", "fetch", "for", "foreign", "freeze", "from",
  "full", "grant", "group", "having", "ilike", "in", "initially", "inner", "intersect", "into", "is", "isnull", "join",
  "leading", "left", "like", "limit", "localtime", "localtimestamp", "natural", "new", "not", "notnull", "null", "of",
  "off", "offset", "old", "on", "only", "or", "order", "outer", "over", "overlaps", "placing", "primary", "references",
  "returning", "right", "select", "session_user", "similar", "some", "symmetric", "table", "then", "to", "trailing",
  "true", "union", "unique", "user", "using", "variadic", "verbose", "when", "where", "window", "with",
};

static int
compare_word (gconstpointer key, gconstpointer element)
{
  return strcmp (key, *(const char *const *) element);
}

/**
 * retort_alembic_needs_quotes:
 * @name: an identifier
 *
 * IdentifierPreparer._requires_quotes: a reserved word, a first character that is a digit or '$', a character outside
 * `[A-Za-z0-9_$]`, or a capital letter.
 *
 * Returns: whether the dialect quotes the name
 */
gboolean
retort_alembic_needs_quotes (const char *name)
{
  if (g_ascii_isdigit (name[0]) || name[0] == '$' || name[0] == '\0')
    return TRUE;
  for (const char *p = name; *p != '\0'; p++)
    if (!g_ascii_islower (*p) && !g_ascii_isdigit (*p) && *p != '_' && *p != '$')
      return TRUE;
  return bsearch (name, reserved_words, G_N_ELEMENTS (reserved_words), sizeof *reserved_words, compare_word) != NULL;
}

static void
append_enclosed (GString *out, const char *text, char quote)
{
  g_string_append_c (out, quote);
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == quote)
        g_string_append_c (out, quote);
      g_string_append_c (out, *p);
    }
  g_string_append_c (out, quote);
}

/**
 * retort_alembic_append_quoted:
 * @out: where to append
 * @name: an identifier
 *
 * Appends the name in double quotes, whether it needs them or not.
 */
void
retort_alembic_append_quoted (GString *out, const char *name)
{
  append_enclosed (out, name, '"');
}

/**
 * retort_alembic_append_name:
 * @out: where to append
 * @name: an identifier
 *
 * Appends the name, quoted when the dialect would.
 */
void
retort_alembic_append_name (GString *out, const char *name)
{
  if (retort_alembic_needs_quotes (name))
    retort_alembic_append_quoted (out, name);
  else
    g_string_append (out, name);
}

/**
 * retort_alembic_append_dotted:
 * @out: where to append
 * @schema: a schema, maybe with dots
 *
 * Appends each part between dots by itself, as Alembic's own ALTER statements do (SQLAlchemy's do not).
 */
void
retort_alembic_append_dotted (GString *out, const char *schema)
{
  g_auto(GStrv) parts = g_strsplit (schema, ".", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (out, '.');
      retort_alembic_append_name (out, parts[i]);
    }
}

/**
 * retort_alembic_append_literal:
 * @out: where to append
 * @text: a value
 *
 * Appends the value in single quotes. Backslashes stay, as in an online run (docs/ARCHITECTURE.md, decision 6).
 */
void
retort_alembic_append_literal (GString *out, const char *text)
{
  append_enclosed (out, text, '\'');
}

/**
 * retort_alembic_shorten_name:
 * @name: the name of an index or constraint that is not the user's own choice, or went through op.f()
 *
 * IdentifierPreparer._truncate_and_render_maxlen_name.
 *
 * Returns: (transfer full): @name, or its first 55 characters, '_' and the last four digits of its MD5 when it is too long
 */
char *
retort_alembic_shorten_name (const char *name)
{
  g_autofree char *hash = NULL;
  g_autofree char *start = NULL;

  if (g_utf8_strlen (name, -1) <= RETORT_ALEMBIC_MAX_NAME_LENGTH)
    return g_strdup (name);
  hash = g_compute_checksum_for_string (G_CHECKSUM_MD5, name, -1);
  start = g_utf8_substring (name, 0, HASHED_NAME_LENGTH);
  return g_strdup_printf ("%s_%s", start, hash + strlen (hash) - 4);
}
