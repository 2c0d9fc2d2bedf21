/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must not stand in a transaction is offered only where the tool opens none around it, or can be told so by a mark in the file
 * when nothing else runs there. A second statement beside the first would share its transaction again, but where a tool sends
 * them one by one. */
#include "formats/sqlfiles/fixes.h"

#include "formats/sql-fixes.h"

#include <string.h>

/* A statement of the file, and what is sent with it. */
typedef struct
{
  RetortMigration *migration;
  RetortBatch     *batch; /* nullable: there is none at that place */
  RetortSpan       span;
} Place;

static Place
find_place (RetortMigration *migration, const RetortFindingFields *finding)
{
  for (guint i = 0; migration != NULL && i < retort_migration_get_n_batches (migration); i++)
    {
      RetortBatch *batch = retort_migration_get_batch (migration, i);

      for (guint j = 0; j < retort_batch_get_n_statements (batch); j++)
        {
          RetortSpan span = retort_statement_get_span (retort_batch_get_statement (batch, j));

          if (span.start <= finding->span.start && finding->span.end <= span.end)
            return (Place){ migration, batch, span };
        }
    }
  return (Place){ migration, NULL, { 0, 0 } };
}

static guint
count_statements (RetortMigration *migration)
{
  guint n = 0;

  for (guint i = 0; migration != NULL && i < retort_migration_get_n_batches (migration); i++)
    n += retort_batch_get_n_statements (retort_migration_get_batch (migration, i));
  return n;
}

static gboolean
wants_no_transaction (const char *rule)
{
  return g_str_equal (rule, "create-index-non-concurrently") || g_str_equal (rule, "drop-index-non-concurrently");
}

static gboolean
runs_alone (RetortProject *project, const Place *place)
{
  gboolean has_none = project == NULL || retort_project_get (project)->transactions == RETORT_TRANSACTIONS_AUTOCOMMIT
                      || (retort_batch_get_flags (place->batch) & RETORT_BATCH_AUTOCOMMIT) != 0;

  return has_none && retort_batch_get_n_statements (place->batch) == 1;
}

/* Tools that can be told by a comment. @at: where in the line that @mark begins the words go. */
static const struct
{
  const char *mark;
  const char *words;
  gboolean    is_before; /* a line before the mark's; else at its end */
  gboolean    is_for_both; /* directions */
} marks[] = {
  { "-- migrate:up", " transaction:false", FALSE, FALSE },
  { "-- +goose Up", "-- +goose NO TRANSACTION\n", TRUE, TRUE },
};

/* FALSE: the tool has no such mark, or more than this statement would lose its transaction. */
static gboolean
leave_transaction (GPtrArray *edits, const RetortSource *source, const Place *place, RetortMigration *opposite)
{
  const char *text = retort_source_get_text (source);

  if (retort_migration_get_direction (place->migration) != RETORT_DIRECTION_UPGRADE || count_statements (place->migration) != 1)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      const char *mark = strstr (text, marks[i].mark);
      gsize at = 0;

      if (mark == NULL || (mark > text && mark[-1] != '\n') || (marks[i].is_for_both && count_statements (opposite) > 1))
        continue;
      at = (gsize) (mark - text) + (marks[i].is_before ? 0 : strcspn (mark, "\r\n"));
      g_ptr_array_add (edits, retort_edit_new ((RetortSpan){ at, at }, marks[i].words));
      return TRUE;
    }
  return FALSE;
}

/* ADD CONSTRAINT … NOT VALID, and a statement of its own that validates it. What is committed by then does not keep a second try from
 * beginning again. */
static gboolean
split_constraint (GPtrArray *edits, const RetortSource *source, const Place *place)
{
  g_autoptr(GRegex) regex = g_regex_new ("^ALTER\\s+TABLE\\s+((?:\"[^\"]+\"|[\\w.])+)\\s+ADD\\s+CONSTRAINT\\s+(\"[^\"]+\"|\\w+)\\s+(?:FOREIGN\\s+KEY|CHECK)\\b(?!.*(?:NOT\\s+VALID|--|/\\*))[^;]*$",
                                         G_REGEX_CASELESS | G_REGEX_DOTALL, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  g_autofree char *text = retort_source_dup_span (source, place->span);
  g_autofree char *table = NULL;
  g_autofree char *name = NULL;
  g_autofree char *before = NULL;
  g_autofree char *words = NULL;

  if ((retort_batch_get_flags (place->batch) & RETORT_BATCH_AUTOCOMMIT) == 0 || strstr (retort_source_get_text (source), "-- +goose NO TRANSACTION") == NULL
      || !g_regex_match (regex, text, 0, &match))
    return FALSE;
  table = g_match_info_fetch (match, 1);
  name = g_match_info_fetch (match, 2);
  before = g_strdup_printf ("ALTER TABLE %s DROP CONSTRAINT IF EXISTS %s;\n", table, name);
  g_ptr_array_add (edits, retort_edit_new ((RetortSpan){ place->span.start, place->span.start }, before));
  words = g_strdup_printf (" NOT VALID;\nALTER TABLE %s VALIDATE CONSTRAINT %s", table, name);
  g_ptr_array_add (edits, retort_edit_new ((RetortSpan){ place->span.end, place->span.end }, words));
  return TRUE;
}

static gboolean
add_edits (GPtrArray *edits, RetortProject *project, const RetortSource *source, const char *rule, const Place *place, RetortMigration *opposite)
{
  g_autoptr(GPtrArray) marked = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_edit_free);

  if (g_str_equal (rule, "add-fk-without-not-valid") || g_str_equal (rule, "add-check-without-not-valid"))
    return split_constraint (edits, source, place);
  if (wants_no_transaction (rule) && !runs_alone (project, place) && !leave_transaction (marked, source, place, opposite))
    return FALSE;
  if (!retort_sql_fix_add (edits, rule, source, place->span))
    return FALSE;
  if (marked->len > 0)
    g_ptr_array_insert (edits, 0, g_ptr_array_steal_index (marked, 0));
  return TRUE;
}

/**
 * retort_sql_make_fix:
 * @project: (nullable): the project; %NULL for a file that belongs to none
 * @revision: a revision
 * @finding: what is wrong with it
 * @upgrade: (nullable): what it sends
 * @downgrade: (nullable): what its downgrade sends
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable) (element-type RetortEdit): how the revision's file would be mended
 */
GPtrArray *
retort_sql_make_fix (RetortProject *project, RetortRevision *revision, const RetortFindingFields *finding, RetortMigration *upgrade, RetortMigration *downgrade)
{
  g_autoptr(GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_edit_free);
  RetortSource *source = retort_revision_get_source (revision);
  gboolean is_down = finding->has_direction && finding->direction == RETORT_DIRECTION_DOWNGRADE;
  Place place = find_place (is_down ? downgrade : upgrade, finding);

  if (source == NULL || place.batch == NULL)
    return NULL;
  return add_edits (edits, project, source, finding->rule, &place, is_down ? upgrade : downgrade) ? g_steal_pointer (&edits) : NULL;
}
