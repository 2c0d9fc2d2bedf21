/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every item is its text and an empty line. The texts are those of the online run; a tab of the layout
 * becomes four spaces as Alembic prints it, a tab inside a literal stays because the server would get
 * it online. */
#include "formats/alembic/offline.h"

#include <string.h>

/* The end of the quoted text that begins at @p: a literal, an identifier, a dollar quote. @p itself: none begins here. */
static const char *
skip_quoted (const char *p)
{
  const char *end = NULL;

  if (*p == '\'' || *p == '"')
    {
      end = strchr (p + 1, *p);
      return end != NULL ? end + 1 : p + strlen (p);
    }
  if (*p == '$' && (end = strchr (p + 1, '$')) != NULL)
    {
      g_autofree char *tag = g_strndup (p, (gsize) (end - p + 1));

      if (strcspn (tag + 1, " \t\n'\"();,") != strlen (tag + 1) || g_ascii_isdigit (tag[1]))
        return p;
      end = strstr (end + 1, tag);
      return end != NULL ? end + strlen (tag) : p + strlen (p);
    }
  return p;
}

static void
append_expanded (GString *text, const char *sql)
{
  for (const char *p = sql; *p != '\0';)
    {
      const char *end = skip_quoted (p);

      if (end > p)
        g_string_append_len (text, p, end - p);
      else if (*p == '\t')
        g_string_append (text, "    ");
      else
        g_string_append_c (text, *p);
      p = end > p ? end : p + 1;
    }
}

static gboolean
ends_with_semicolon (const GString *text)
{
  return text->len > 0 && text->str[text->len - 1] == ';';
}

static void
append_statement (GString *text, const char *sql)
{
  g_autofree char *stripped = g_strstrip (g_strdup (sql));

  append_expanded (text, stripped);
  g_string_append (text, ends_with_semicolon (text) ? "\n\n" : ";\n\n");
}

static void
append_batch (GString *text, RetortBatch *batch)
{
  gboolean is_autocommit = (retort_batch_get_flags (batch) & RETORT_BATCH_AUTOCOMMIT) != 0;

  if (is_autocommit)
    g_string_append (text, "COMMIT;\n\n");
  append_statement (text, retort_batch_get_sql (batch));
  if (is_autocommit)
    g_string_append (text, "BEGIN;\n\n");
}

/* Statements of one autocommit block that follow each other share its COMMIT and BEGIN. */
static void
append_batches (GString *text, RetortMigration *migration)
{
  static const char again[] = "BEGIN;\n\nCOMMIT;\n\n";

  for (guint i = 0; i < retort_migration_get_n_batches (migration); i++)
    {
      gsize before = text->len;

      append_batch (text, retort_migration_get_batch (migration, i));
      if (before >= strlen ("BEGIN;\n\n") && strncmp (text->str + before - strlen ("BEGIN;\n\n"), again, strlen (again)) == 0)
        g_string_erase (text, (gssize) (before - strlen ("BEGIN;\n\n")), (gssize) strlen (again));
    }
}

/* "-- Running upgrade 013 -> 014" */
static void
append_comment (GString *text, RetortMigration *migration)
{
  RetortRevision *revision = retort_migration_get_revision (migration);
  const char *id = retort_revision_get_id (revision);
  g_autofree char *down = g_strjoinv (", ", (GStrv) retort_revision_get_down (revision));

  if (retort_migration_get_direction (migration) == RETORT_DIRECTION_UPGRADE)
    g_string_append_printf (text, "-- Running upgrade %s -> %s\n\n", down, id);
  else
    g_string_append_printf (text, "-- Running downgrade %s -> %s\n\n", id, down);
}

static void
append_bookkeeping (GString *text, GPtrArray *batches)
{
  for (guint i = 0; batches != NULL && i < batches->len; i++)
    append_statement (text, retort_batch_get_sql (g_ptr_array_index (batches, i)));
}

static void
append_step (GString *text, RetortPlanStep *step)
{
  append_comment (text, retort_plan_step_get_migration (step));
  append_batches (text, retort_plan_step_get_migration (step));
  append_bookkeeping (text, retort_plan_step_get_bookkeeping (step));
}

/**
 * retort_alembic_offline_plan:
 * @plan: what would run
 *
 * Writes @plan as `alembic upgrade --sql` prints it. Any thread.
 *
 * Returns: (transfer full): the text
 */
char *
retort_alembic_offline_plan (RetortPlan *plan)
{
  const RetortPlanFields *fields = NULL;
  gboolean is_one = FALSE;
  gboolean is_per_migration = FALSE;
  GString *text = NULL;

  g_return_val_if_fail (plan != NULL, NULL);

  fields = retort_plan_get (plan);
  is_one = fields->transactions == RETORT_TRANSACTIONS_ONE;
  is_per_migration = fields->transactions == RETORT_TRANSACTIONS_PER_MIGRATION;
  text = g_string_new (is_one ? "BEGIN;\n\n" : "");
  for (guint i = 0; i < retort_plan_get_n_steps (plan); i++)
    {
      if (is_per_migration)
        g_string_append (text, "BEGIN;\n\n");
      if (i == 0)
        append_bookkeeping (text, fields->preamble);
      append_step (text, retort_plan_get_step (plan, i));
      if (is_per_migration)
        g_string_append (text, "COMMIT;\n\n");
    }
  if (is_one)
    g_string_append (text, "COMMIT;\n\n");
  return g_string_free (text, FALSE);
}

/**
 * retort_alembic_offline_migration:
 * @migration: one direction of a revision
 *
 * Writes the statements of @migration alone, without the end of the last empty line. Any thread.
 *
 * Returns: (transfer full): the text, empty when there are no statements
 */
char *
retort_alembic_offline_migration (RetortMigration *migration)
{
  GString *text = NULL;

  g_return_val_if_fail (migration != NULL, NULL);

  text = g_string_new (NULL);
  append_batches (text, migration);
  return g_strchomp (g_string_free (text, FALSE));
}
