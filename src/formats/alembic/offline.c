/* SPDX-License-Identifier: GPL-3.0-or-later */
/* alembic/ddl/impl.py static_output() and runtime/migration.py run_migrations(): every item is its text and an empty line. A statement loses the white space around it, its tabs become four blanks unless they
 * stand in a literal (Alembic replaces those too, and so prints another value than it sends), and it ends in one ';'. */
#include "formats/alembic/offline.h"

#include <string.h>

static void
append_item (GString *out, const char *text)
{
  g_string_append (out, text);
  g_string_append (out, "\n\n");
}

/* The end of what begins at @p and must stay as it is: a literal, a quoted name, a dollar-quoted text. NULL: nothing begins there. */
static const char *
find_quoted_end (const char *p)
{
  const char *end;
  gsize tag_length;
  g_autofree char *tag = NULL;

  if (*p == '\'' || *p == '"')
    {
      end = strchr (p + 1, *p);
      return end != NULL ? end + 1 : p + strlen (p);
    }
  if (*p != '$')
    return NULL;
  tag_length = 1;
  while (g_ascii_isalnum (p[tag_length]) || p[tag_length] == '_')
    tag_length++;
  if (p[tag_length] != '$' || g_ascii_isdigit (p[1]))
    return NULL;
  tag = g_strndup (p, tag_length + 1);
  end = strstr (p + tag_length + 1, tag);
  return end != NULL ? end + tag_length + 1 : p + strlen (p);
}

static void
append_statement (GString *out, const char *sql)
{
  g_autofree char *copy = g_strdup (sql);
  const char *p = g_strstrip (copy);

  while (*p != '\0')
    {
      const char *end = find_quoted_end (p);

      if (end != NULL)
        {
          g_string_append_len (out, p, end - p);
          p = end;
        }
      else if (*p == '\t')
        {
          g_string_append (out, "    ");
          p++;
        }
      else
        g_string_append_c (out, *p++);
    }
  append_item (out, g_str_has_suffix (copy, ";") ? "" : ";");
}

/* Where the text is with its transactions. */
typedef enum
{
  INSIDE,
  COMMITTED,     /* by the migration itself; what comes next says what begins */
  IN_AUTOCOMMIT,
} Place;

static void
append_batch (GString *out, const RetortBatch *batch, Place *place)
{
  RetortBatchFlags flags = retort_batch_get_flags (batch);
  gboolean is_commit = (flags & RETORT_BATCH_COMMIT) != 0;
  gboolean is_autocommit = (flags & RETORT_BATCH_AUTOCOMMIT) != 0;
  gboolean is_start = (flags & RETORT_BATCH_AUTOCOMMIT_START) != 0;

  if (is_commit && *place != INSIDE)
    return;
  if ((*place == IN_AUTOCOMMIT && (!is_autocommit || is_start)) || (*place == COMMITTED && !is_autocommit))
    {
      append_item (out, "BEGIN;");
      *place = INSIDE;
    }
  if (is_autocommit && *place == INSIDE)
    append_item (out, "COMMIT;");
  *place = is_autocommit ? IN_AUTOCOMMIT : is_commit ? COMMITTED : INSIDE;
  append_statement (out, retort_batch_get_sql (batch));
}

static void
append_migration (GString *out, const RetortMigration *migration)
{
  Place place = INSIDE;

  for (guint i = 0; i < retort_migration_get_n_batches (migration); i++)
    append_batch (out, retort_migration_get_batch (migration, i), &place);
  if (place != INSIDE)
    append_item (out, "BEGIN;");
}

static void
append_batches (GString *out, GPtrArray *batches)
{
  for (guint i = 0; batches != NULL && i < batches->len; i++)
    append_statement (out, retort_batch_get_sql (g_ptr_array_index (batches, i)));
}

/* "-- Running upgrade a, b -> c": without dependencies, two blanks for base. */
static void
append_headline (GString *out, const RetortMigration *migration)
{
  RetortRevision *revision = retort_migration_get_revision (migration);
  g_autofree char *down = g_strjoinv (", ", (char **) retort_revision_get_down (revision));
  const char *id = retort_revision_get_id (revision);
  g_autofree char *line = NULL;

  switch (retort_migration_get_direction (migration))
    {
    case RETORT_DIRECTION_UPGRADE:
      line = g_strdup_printf ("-- Running upgrade %s -> %s", down, id);
      break;
    case RETORT_DIRECTION_DOWNGRADE:
      line = g_strdup_printf ("-- Running downgrade %s -> %s", id, down);
      break;
    }
  append_item (out, line);
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
  const RetortPlanFields *fields = retort_plan_get (plan);
  gboolean is_one = fields->transactions == RETORT_TRANSACTIONS_ONE;
  gboolean is_per_step = fields->transactions == RETORT_TRANSACTIONS_PER_MIGRATION;
  GString *out = g_string_new (NULL);

  if (is_one)
    append_item (out, "BEGIN;");
  for (guint i = 0; i < retort_plan_get_n_steps (plan); i++)
    {
      RetortPlanStep *step = retort_plan_get_step (plan, i);

      if (is_per_step)
        append_item (out, "BEGIN;");
      if (i == 0)
        append_batches (out, fields->preamble);
      append_headline (out, retort_plan_step_get_migration (step));
      append_migration (out, retort_plan_step_get_migration (step));
      append_batches (out, retort_plan_step_get_bookkeeping (step));
      if (is_per_step)
        append_item (out, "COMMIT;");
    }
  if (is_one)
    append_item (out, "COMMIT;");
  return g_string_free (out, FALSE);
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
  GString *out = g_string_new (NULL);

  append_migration (out, migration);
  return g_strchomp (g_string_free (out, FALSE));
}
