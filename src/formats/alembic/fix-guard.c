/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An argument where the project's Alembic knows one; else the statement itself with the words in it, and for a constraint, which knows no IF NOT
 * EXISTS, a DO block that looks first. */
#include "formats/alembic/fix-guard.h"

#include "formats/alembic/version.h"

#include <string.h>

/**
 * retort_alembic_find_guard: (skip)
 * @function: "create_index", without "op."
 * @version: the least version of Alembic that the project runs; 0 when nothing says
 *
 * Returns: (nullable): the argument that makes the call repeatable
 */
const char *
retort_alembic_find_guard (const char *function, guint version)
{
  static const struct
  {
    const char *function;
    guint       since;
    const char *argument;
  } guards[] = {
    { "create_index", RETORT_ALEMBIC_GUARDS_INDEXES, "if_not_exists=True" },
    { "drop_index", RETORT_ALEMBIC_GUARDS_INDEXES, "if_exists=True" },
    { "create_table", RETORT_ALEMBIC_GUARDS_TABLES, "if_not_exists=True" },
    { "drop_table", RETORT_ALEMBIC_GUARDS_TABLES, "if_exists=True" },
    { "add_column", RETORT_ALEMBIC_GUARDS_COLUMNS, "if_not_exists=True" },
    { "drop_column", RETORT_ALEMBIC_GUARDS_COLUMNS, "if_exists=True" },
    { "drop_constraint", RETORT_ALEMBIC_GUARDS_COLUMNS, "if_exists=True" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (guards); i++)
    if (g_str_equal (guards[i].function, function))
      return version >= guards[i].since ? guards[i].argument : NULL;
  return NULL;
}

/* A name as a literal: "Orders" in quotes is Orders. */
static char *
dup_literal (const char *name)
{
  gsize length = strlen (name);
  g_autofree char *bare = name[0] == '"' && length > 1 ? g_strndup (name + 1, length - 2) : g_strdup (name);
  g_auto(GStrv) parts = g_strsplit (bare, "'", -1);

  return g_strjoinv ("''", parts);
}

static char *
guard_constraint (const char *sql)
{
  g_autoptr(GRegex) regex = g_regex_new ("^ALTER TABLE ((?:\"[^\"]+\"|[\\w.])+) ADD CONSTRAINT (\"[^\"]+\"|\\w+) ", 0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  g_autofree char *table = NULL;
  g_autofree char *name = NULL;
  g_autofree char *literal = NULL;
  g_auto(GStrv) quoted = NULL;
  g_autofree char *place = NULL;

  if (!g_regex_match (regex, sql, 0, &match))
    return NULL;
  table = g_match_info_fetch (match, 1);
  name = g_match_info_fetch (match, 2);
  literal = dup_literal (name);
  quoted = g_strsplit (table, "'", -1);
  place = g_strjoinv ("''", quoted);
  return g_strdup_printf ("DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = '%s' AND conrelid = '%s'::regclass) THEN %s; END IF; END $$", literal, place, sql);
}

/**
 * retort_alembic_guard_sql: (skip)
 * @sql: one statement, as Alembic sends it
 *
 * Returns: (transfer full) (nullable): the same, so that it can be repeated
 */
char *
retort_alembic_guard_sql (const char *sql)
{
  static const struct
  {
    const char *pattern;
    const char *replacement;
  } words[] = {
    { "^(CREATE TABLE)(?! IF\\b)", "\\1 IF NOT EXISTS" },
    { "^(CREATE (?:UNIQUE )?INDEX)(?! (?:IF|CONCURRENTLY)\\b)", "\\1 IF NOT EXISTS" },
    { "^(ALTER TABLE (?:\"[^\"]+\"|[\\w.])+ ADD COLUMN)(?! IF\\b)", "\\1 IF NOT EXISTS" },
    { "^(DROP (?:TABLE|INDEX|TYPE|SEQUENCE|SCHEMA))(?! (?:IF|CONCURRENTLY)\\b)", "\\1 IF EXISTS" },
    { "^(ALTER TABLE (?:\"[^\"]+\"|[\\w.])+ DROP (?:COLUMN|CONSTRAINT))(?! IF\\b)", "\\1 IF EXISTS" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autoptr(GRegex) regex = g_regex_new (words[i].pattern, 0, 0, NULL);

      if (g_regex_match (regex, sql, 0, NULL))
        return g_regex_replace (regex, sql, -1, 0, words[i].replacement, 0, NULL);
    }
  return guard_constraint (sql);
}
