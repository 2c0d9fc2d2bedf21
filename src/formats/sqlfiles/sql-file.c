/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/sqlfiles/sql-file.h"

#include "formats/sqlfiles/fixes.h"
#include "sql/script.h"
#include "sql/tree.h"

static gboolean
detect (const RetortProjectPlace *place)
{
  return FALSE;
}

static GPtrArray *
list (const char *folder)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) retort_project_place_free);
}

static RetortRevision *
reread (RetortProject *project, RetortSource *source, GError **error)
{
  static const char *const none[] = { NULL };
  g_autofree char *id = g_path_get_basename (retort_source_get_path (source));
  RetortRevisionFields fields = { .id = id, .title = "", .message = "", .down = none, .depends_on = none, .labels = none,
                                  .source = source, .has_upgrade = TRUE };

  return retort_revision_new (&fields);
}

/* A statement that PostgreSQL 15's grammar does not know is sent as it is, for a newer server may; here nothing is known of it. */
static void
add_batch (GPtrArray *batches, GPtrArray *gaps, const RetortSource *source, RetortSpan span)
{
  RetortPosition start = retort_source_position_at (source, span.start);
  g_autofree char *sql = retort_source_dup_span (source, span);
  g_autoptr(RetortStatement) statement = retort_statement_new (sql, NULL, span, start, retort_source_position_at (source, span.end));
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortSqlTree) tree = retort_sql_tree_parse (sql, &error);

  if (tree == NULL)
    g_ptr_array_add (gaps, retort_gap_new (error->message, span, start, batches->len));
  g_ptr_array_add (batches, retort_batch_new_single (statement, RETORT_BATCH_NONE));
}

static RetortMigration *
compile_upgrade (RetortRevision *revision)
{
  RetortSource *source = retort_revision_get_source (revision);
  g_autoptr(GPtrArray) batches = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_batch_unref);
  g_autoptr(GPtrArray) gaps = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_gap_free);
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) spans = retort_sql_split (retort_source_get_text (source), &error);

  for (guint i = 0; spans != NULL && i < spans->len; i++)
    add_batch (batches, gaps, source, g_array_index (spans, RetortSpan, i));
  if (spans == NULL)
    g_ptr_array_add (gaps, retort_gap_new (error->message, (RetortSpan){ 0, 0 }, (RetortPosition){ 1, 1 }, 0));
  return retort_migration_new (revision, RETORT_DIRECTION_UPGRADE,
                               gaps->len == 0 ? RETORT_MIGRATION_COMPLETE : RETORT_MIGRATION_PARTIAL, batches, gaps);
}

static RetortMigration *
compile (RetortProject *project, RetortRevision *revision, RetortDirection direction, RetortHost *host, GCancellable *cancellable,
         GError **error)
{
  g_autoptr(GPtrArray) none = NULL;

  if (direction == RETORT_DIRECTION_UPGRADE)
    return compile_upgrade (revision);
  none = g_ptr_array_new ();
  return retort_migration_new (revision, direction, RETORT_MIGRATION_MISSING, none, none);
}

const RetortAdapter retort_sql_file_adapter = {
  .kind = "sqlfiles",
  .label = "SQL file",
  .file_suffix = ".sql",
  .detect = detect,
  .list = list,
  .compile = compile,
  .reread = reread,
  .make_fix = retort_sql_make_fix,
};
