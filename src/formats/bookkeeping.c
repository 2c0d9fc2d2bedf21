/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/bookkeeping.h"

/**
 * retort_bookkeeping_batch:
 * @sql: one statement
 * @flags: more than that it is bookkeeping
 *
 * Returns: (transfer full): a batch that no file holds
 */
RetortBatch *
retort_bookkeeping_batch (const char *sql, RetortBatchFlags flags)
{
  RetortSpan no_span = { 0, 0 };
  RetortPosition nowhere = { 0, 0 };
  g_autoptr(RetortStatement) statement = retort_statement_new (sql, NULL, no_span, nowhere, nowhere);

  return retort_batch_new_single (statement, RETORT_BATCH_BOOKKEEPING | flags);
}

/**
 * retort_bookkeeping_batches:
 * @sql: one statement
 * @flags: more than that it is bookkeeping
 *
 * Returns: (transfer full) (element-type RetortBatch): nothing but a batch that no file holds
 */
GPtrArray *
retort_bookkeeping_batches (const char *sql, RetortBatchFlags flags)
{
  GPtrArray *batches = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_batch_unref);

  g_ptr_array_add (batches, retort_bookkeeping_batch (sql, flags));
  return batches;
}

static int
find_place (const RetortApplied *applied, const char *id)
{
  GPtrArray *entries = retort_applied_get (applied)->entries;

  for (guint i = 0; i < entries->len; i++)
    if (g_str_equal (((RetortAppliedEntry *) g_ptr_array_index (entries, i))->id, id))
      return (int) i;
  return -1;
}

/* The last one before @id that the database had before the run. */
static const char *
find_previous (const RetortApplied *applied, const char *id)
{
  GPtrArray *entries = retort_applied_get (applied)->entries;

  for (int i = find_place (applied, id) - 1; i >= 0; i--)
    {
      const RetortAppliedEntry *entry = g_ptr_array_index (entries, i);

      if (retort_applied_contains (applied, entry->id))
        return entry->id;
    }
  return NULL;
}

/**
 * retort_bookkeeping_move_current:
 * @rows: (element-type utf8): the last applied revision before a step; changed to the one afterwards
 * @applied: what the database had before the run
 * @id: the revision of the step
 * @is_applied: it has a row now; else it has none any more
 *
 * What a step means for the last applied revision. A gap that is filled below it moves nothing. Downgrades run from the last one down.
 */
void
retort_bookkeeping_move_current (GPtrArray *rows, const RetortApplied *applied, const char *id, gboolean is_applied)
{
  const char *current = rows->len > 0 ? g_ptr_array_index (rows, 0) : NULL;
  const char *next = id;

  if (is_applied && current != NULL && find_place (applied, id) < find_place (applied, current))
    return;
  if (!is_applied)
    {
      if (g_strcmp0 (current, id) != 0)
        return;
      next = find_previous (applied, id);
    }
  g_ptr_array_set_size (rows, 0);
  if (next != NULL)
    g_ptr_array_add (rows, g_strdup (next));
}
