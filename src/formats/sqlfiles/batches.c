/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of a batch is the file's, to the byte: what a tool sends as one query is one implicit transaction. */
#include "formats/sqlfiles/batches.h"

#include "sql/script.h"
#include "sql/tree.h"

#include <string.h>

/**
 * retort_sql_batches_new:
 * @source: the file
 *
 * Returns: (transfer full): no batches yet
 */
RetortSqlBatches *
retort_sql_batches_new (RetortSource *source)
{
  RetortSqlBatches *self = g_new0 (RetortSqlBatches, 1);

  self->source = retort_source_ref (source);
  self->batches = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_batch_unref);
  self->gaps = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_gap_free);
  return self;
}

/**
 * retort_sql_batches_free:
 * @self: (transfer full) (nullable): batches
 */
void
retort_sql_batches_free (RetortSqlBatches *self)
{
  if (self == NULL)
    return;
  retort_source_unref (self->source);
  g_ptr_array_unref (self->batches);
  g_ptr_array_unref (self->gaps);
  g_free (self);
}

/**
 * retort_sql_batches_refuse:
 * @self: batches
 * @reason: why it is not known what happens, a clause
 * @span: the place
 */
void
retort_sql_batches_refuse (RetortSqlBatches *self, const char *reason, RetortSpan span)
{
  g_ptr_array_add (self->gaps, retort_gap_new (reason, span, retort_source_position_at (self->source, span.start), self->batches->len));
}

static void
add_statement (RetortSqlBatches *self, GPtrArray *statements, RetortSpan span)
{
  g_autofree char *sql = retort_source_dup_span (self->source, span);
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortSqlTree) tree = retort_sql_tree_parse (sql, &error);

  if (tree == NULL)
    retort_sql_batches_refuse (self, error->message, span);
  g_ptr_array_add (statements, retort_statement_new (sql, NULL, span, retort_source_position_at (self->source, span.start),
                                                     retort_source_position_at (self->source, span.end)));
}

/**
 * retort_sql_batches_add:
 * @self: batches
 * @span: what goes to the server together
 * @flags: how
 *
 * Cuts the stretch into statements for people; it is sent as it stands. One without statements is left out: the server would do nothing.
 */
void
retort_sql_batches_add (RetortSqlBatches *self, RetortSpan span, RetortBatchFlags flags)
{
  g_autofree char *sql = retort_source_dup_span (self->source, span);
  g_autoptr(GPtrArray) statements = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_statement_unref);
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) spans = retort_sql_split (sql, &error);

  if (spans == NULL)
    {
      retort_sql_batches_refuse (self, error->message, span);
      g_ptr_array_add (statements, retort_statement_new (sql, NULL, span, retort_source_position_at (self->source, span.start),
                                                         retort_source_position_at (self->source, span.end)));
    }
  for (guint i = 0; spans != NULL && i < spans->len; i++)
    {
      RetortSpan inner = g_array_index (spans, RetortSpan, i);

      add_statement (self, statements, (RetortSpan){ span.start + inner.start, span.start + inner.end });
    }
  if (statements->len > 0)
    g_ptr_array_add (self->batches, retort_batch_new (sql, statements, flags));
}

/**
 * retort_sql_batches_emit:
 * @self: all of one direction
 * @revision: the revision
 * @direction: which direction
 * @host: who takes the batches
 * @cancellable: (nullable): stops it
 * @error: what the host said
 *
 * Returns: (transfer full) (nullable): the migration
 */
RetortMigration *
retort_sql_batches_emit (RetortSqlBatches *self, RetortRevision *revision, RetortDirection direction, RetortHost *host,
                         GCancellable *cancellable, GError **error)
{
  for (guint i = 0; i < self->batches->len; i++)
    if (!retort_host_emit (host, g_ptr_array_index (self->batches, i), cancellable, error))
      return NULL;
  return retort_migration_new (revision, direction, self->gaps->len == 0 ? RETORT_MIGRATION_COMPLETE : RETORT_MIGRATION_PARTIAL,
                               self->batches, self->gaps);
}

/**
 * retort_sql_batches_missing:
 * @revision: the revision
 * @direction: what it has not
 *
 * Returns: (transfer full): nothing
 */
RetortMigration *
retort_sql_batches_missing (RetortRevision *revision, RetortDirection direction)
{
  g_autoptr(GPtrArray) none = g_ptr_array_new ();

  return retort_migration_new (revision, direction, RETORT_MIGRATION_MISSING, none, none);
}

static void
append_batch (GString *out, const RetortBatch *batch)
{
  g_autofree char *sql = g_strstrip (g_strdup (retort_batch_get_sql (batch)));

  g_string_append_printf (out, "%s%s\n\n", sql, g_str_has_suffix (sql, ";") ? "" : ";");
}

static void
append_batches (GString *out, GPtrArray *batches)
{
  for (guint i = 0; i < batches->len; i++)
    append_batch (out, g_ptr_array_index (batches, i));
}

static void
append_migration (GString *out, const RetortMigration *migration)
{
  for (guint i = 0; i < retort_migration_get_n_batches (migration); i++)
    append_batch (out, retort_migration_get_batch (migration, i));
}

/**
 * retort_sql_batches_plan_script:
 * @plan: what would run
 *
 * Writes @plan for psql, with its transactions and the tool's own rows. Any thread.
 *
 * Returns: (transfer full): the text
 */
char *
retort_sql_batches_plan_script (RetortPlan *plan)
{
  const RetortPlanFields *fields = retort_plan_get (plan);
  gboolean is_one = fields->transactions == RETORT_TRANSACTIONS_ONE;
  gboolean is_each = fields->transactions == RETORT_TRANSACTIONS_PER_MIGRATION;
  GString *out = g_string_new (NULL);

  append_batches (out, fields->preamble);
  if (is_one)
    g_string_append (out, "BEGIN;\n\n");
  for (guint i = 0; i < retort_plan_get_n_steps (plan); i++)
    {
      RetortPlanStep *step = retort_plan_get_step (plan, i);

      g_string_append_printf (out, "-- %s\n\n%s", retort_revision_get_id (retort_plan_step_get_revision (step)), is_each ? "BEGIN;\n\n" : "");
      append_batches (out, retort_plan_step_get_opening (step));
      append_migration (out, retort_plan_step_get_migration (step));
      append_batches (out, retort_plan_step_get_bookkeeping (step));
      if (is_each)
        g_string_append (out, "COMMIT;\n\n");
    }
  if (is_one)
    g_string_append (out, "COMMIT;\n\n");
  return g_string_free (out, FALSE);
}

/**
 * retort_sql_batches_script:
 * @migration: one direction of a revision
 *
 * Returns: (transfer full): its statements, without the end of the last line
 */
char *
retort_sql_batches_script (RetortMigration *migration)
{
  GString *out = g_string_new (NULL);

  append_migration (out, migration);
  return g_strchomp (g_string_free (out, FALSE));
}
