/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/once-per-run.h"

/* Takes over what stands before the batch of that number, of which so many before it are kept. Returns the first that does not. */
static guint
move_gaps (GPtrArray *to, GPtrArray *from, guint first, guint batch, guint n_kept)
{
  guint i = first;

  for (; i < from->len && ((const RetortGap *) g_ptr_array_index (from, i))->before_batch <= batch; i++)
    {
      RetortGap *gap = retort_gap_copy (g_ptr_array_index (from, i));

      gap->before_batch = n_kept;
      g_ptr_array_add (to, gap);
    }
  return i;
}

/**
 * retort_once_per_run_leave_out:
 * @migration: of a run
 * @once: (element-type utf8): what the migrations before it sent that is sent once; what it sends itself is added
 *
 * CREATE TYPE of a table's column is sent by the first migration of a run that needs the type, as the tool itself does.
 *
 * Returns: (transfer full): the migration without what was sent before
 */
RetortMigration *
retort_once_per_run_leave_out (RetortMigration *migration, GHashTable *once)
{
  g_autoptr(GPtrArray) batches = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_batch_unref);
  g_autoptr(GPtrArray) gaps = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_gap_free);
  g_autoptr(GPtrArray) questions = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_gap_free);
  guint n_batches = retort_migration_get_n_batches (migration);
  guint gap = 0;
  guint question = 0;

  for (guint i = 0; i < n_batches; i++)
    {
      RetortBatch *batch = retort_migration_get_batch (migration, i);

      gap = move_gaps (gaps, retort_migration_get_gaps (migration), gap, i, batches->len);
      question = move_gaps (questions, retort_migration_get_questions (migration), question, i, batches->len);
      if ((retort_batch_get_flags (batch) & RETORT_BATCH_ONCE_PER_RUN) == 0
          || g_hash_table_add (once, g_strdup (retort_batch_get_sql (batch))))
        g_ptr_array_add (batches, retort_batch_ref (batch));
    }
  if (batches->len == n_batches)
    return retort_migration_ref (migration);
  move_gaps (gaps, retort_migration_get_gaps (migration), gap, G_MAXUINT, batches->len);
  move_gaps (questions, retort_migration_get_questions (migration), question, G_MAXUINT, batches->len);
  return retort_migration_new_with_imports (retort_migration_get_revision (migration),
                                            retort_migration_get_direction (migration),
                                            retort_migration_get_status (migration), batches, gaps, questions,
                                            retort_migration_get_imports (migration));
}
