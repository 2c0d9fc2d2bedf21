/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "migrations.h"

#include "sql/script.h"

#include <string.h>

static RetortStatement *
make_statement (RetortRevision *revision, const char *sql)
{
  RetortSource *source = retort_revision_get_source (revision);
  const char *text = source != NULL ? retort_source_get_text (source) : NULL;
  const char *found = text != NULL ? strstr (text, sql) : NULL;
  RetortSpan span = { 0, 0 };
  RetortPosition start = { 0, 0 };
  RetortPosition end = { 0, 0 };

  if (found != NULL)
    {
      span.start = (gsize) (found - text);
      span.end = span.start + strlen (sql);
      start = retort_source_position_at (source, span.start);
      end = retort_source_position_at (source, span.end);
    }
  return retort_statement_new (sql, "op.execute", span, start, end);
}

static RetortRevision *
make_revision (void)
{
  static const char *const none[] = { NULL };
  RetortRevisionFields fields
      = { .id = "a", .title = "", .message = "", .down = none, .depends_on = none, .labels = none };

  return retort_revision_new (&fields);
}

RetortMigration *
migration_parse (RetortRevision *revision, RetortDirection direction, const char *sql,
                 RetortMigrationStatus status)
{
  g_autoptr(RetortRevision) owner
      = revision != NULL ? retort_revision_ref (revision) : make_revision ();
  g_autoptr(GPtrArray) batches
      = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_batch_unref);
  g_autoptr(GPtrArray) gaps = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_gap_free);
  g_autoptr(GArray) pieces = retort_sql_split (sql, NULL);

  for (guint i = 0; pieces != NULL && i < pieces->len; i++)
    {
      RetortSpan span = g_array_index (pieces, RetortSpan, i);
      g_autofree char *piece = g_strstrip (g_strndup (sql + span.start, span.end - span.start));
      g_autoptr(RetortStatement) statement = make_statement (owner, piece);

      g_ptr_array_add (batches, retort_batch_new_single (statement, RETORT_BATCH_NONE));
    }
  return retort_migration_new (owner, direction, status, batches, gaps);
}
