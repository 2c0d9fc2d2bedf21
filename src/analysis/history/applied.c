/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/history/applied.h"

#include "model/stamp.h"

#include <string.h>

static const RetortAppliedEntry *
entry_at (const RetortApplied *self, guint index)
{
  return g_ptr_array_index (retort_applied_get (self)->entries, index);
}

static guint
count (const RetortApplied *self)
{
  return retort_applied_get (self)->entries->len;
}

/* "+3" and "-1". */
static gboolean
parse_steps (const char *symbol, char sign, guint *steps)
{
  guint64 number = 0;

  if (symbol[0] != sign || !g_ascii_string_to_unsigned (symbol + 1, 10, 1, G_MAXINT, &number, NULL))
    return FALSE;
  *steps = (guint) number;
  return TRUE;
}

static gboolean
fail_ambiguous (const char *symbol, const char *first, const char *second, GError **error)
{
  g_set_error (error, RETORT_HISTORY_ERROR, RETORT_HISTORY_ERROR_UNKNOWN, "'%s' may be '%s' or '%s'", symbol, first, second);
  return FALSE;
}

/* A whole id, or the beginning of one. */
static gboolean
find_index (const RetortApplied *self, const char *symbol, guint *index, GError **error)
{
  const char *found = NULL;

  for (guint i = 0; i < count (self); i++)
    if (g_str_equal (entry_at (self, i)->id, symbol))
      {
        *index = i;
        return TRUE;
      }
  for (guint i = 0; i < count (self); i++)
    if (*symbol != '\0' && g_str_has_prefix (entry_at (self, i)->id, symbol))
      {
        if (found != NULL)
          return fail_ambiguous (symbol, found, entry_at (self, i)->id, error);
        found = entry_at (self, i)->id;
        *index = i;
      }
  if (found == NULL)
    g_set_error (error, RETORT_HISTORY_ERROR, RETORT_HISTORY_ERROR_UNKNOWN, "no migration '%s'", symbol);
  return found != NULL;
}

static gboolean
is_head (const char *symbol)
{
  return g_str_equal (symbol, "head") || g_str_equal (symbol, "heads");
}

static gboolean
will_run (const RetortAppliedEntry *entry)
{
  return entry->state == RETORT_APPLIED_PENDING || entry->state == RETORT_APPLIED_AGAIN;
}

/* How many entries, counted from the first, hold what @symbol asks for. */
static gboolean
find_end (const RetortApplied *self, const char *symbol, guint *end, GError **error)
{
  guint steps = 0;
  guint n_pending = 0;

  *end = count (self);
  if (is_head (symbol))
    return TRUE;
  if (!parse_steps (symbol, '+', &steps))
    {
      if (!find_index (self, symbol, end, error))
        return FALSE;
      if (entry_at (self, *end)->state == RETORT_APPLIED_SKIPPED)
        {
          g_set_error_literal (error, RETORT_HISTORY_ERROR, RETORT_HISTORY_ERROR_RANGE, entry_at (self, *end)->note);
          return FALSE;
        }
      (*end)++;
      return TRUE;
    }
  for (guint i = 0; i < count (self); i++)
    if (will_run (entry_at (self, i)) && ++n_pending == steps)
      {
        *end = i + 1;
        return TRUE;
      }
  g_set_error (error, RETORT_HISTORY_ERROR, RETORT_HISTORY_ERROR_RANGE, "Relative revision %s didn't produce %u migrations", symbol, steps);
  return FALSE;
}

/* Where a threshold decides, what is left behind must rank above what is applied now. */
static gboolean
leaves_nothing_behind (const RetortApplied *self, guint end, GError **error)
{
  const RetortAppliedEntry *highest = NULL;

  if (!retort_applied_get (self)->has_threshold)
    return TRUE;
  for (guint i = 0; i < end; i++)
    if (will_run (entry_at (self, i)) && (highest == NULL || entry_at (self, i)->rank > highest->rank))
      highest = entry_at (self, i);
  for (guint i = end; highest != NULL && i < count (self); i++)
    if (will_run (entry_at (self, i)) && entry_at (self, i)->rank <= highest->rank)
      {
        g_set_error (error, RETORT_HISTORY_ERROR, RETORT_HISTORY_ERROR_RANGE,
                     "stopping there would leave '%s' behind for ever: once '%s' is applied, the tool takes it for older and skips it",
                     entry_at (self, i)->id, highest->id);
        return FALSE;
      }
  return TRUE;
}

/**
 * retort_applied_path_up:
 * @self: what the database has
 * @history: the project's
 * @symbol: where to
 * @error: return location
 *
 * Which revisions an upgrade runs: what the tool itself would run, up to @symbol.
 *
 * Fails with a code of %RETORT_HISTORY_ERROR.
 *
 * Returns: (transfer full) (element-type RetortRevision): in the order in which they run; empty: nothing to do
 */
GPtrArray *
retort_applied_path_up (const RetortApplied *self, const RetortHistory *history, const char *symbol, GError **error)
{
  g_autoptr(GPtrArray) path = g_ptr_array_new ();
  guint end = 0;

  g_return_val_if_fail (self != NULL && symbol != NULL, NULL);

  if (!find_end (self, symbol, &end, error) || !leaves_nothing_behind (self, end, error))
    return NULL;
  for (guint i = 0; i < end; i++)
    if (will_run (entry_at (self, i)))
      g_ptr_array_add (path, retort_history_find (history, entry_at (self, i)->id));
  return g_steal_pointer (&path);
}

/* What stays below the target: the first @begin entries. */
static gboolean
find_begin (const RetortApplied *self, const char *symbol, guint *begin, GError **error)
{
  guint steps = 0;
  guint n_applied = 0;

  *begin = 0;
  if (g_str_equal (symbol, "base"))
    return TRUE;
  if (!parse_steps (symbol, '-', &steps))
    {
      if (!find_index (self, symbol, begin, error))
        return FALSE;
      (*begin)++;
      return TRUE;
    }
  for (guint i = count (self); i > 0; i--)
    if (retort_applied_contains (self, entry_at (self, i - 1)->id) && ++n_applied == steps)
      {
        *begin = i - 1;
        return TRUE;
      }
  g_set_error (error, RETORT_HISTORY_ERROR, RETORT_HISTORY_ERROR_RANGE, "Relative revision %s didn't produce %u migrations", symbol, steps);
  return FALSE;
}

/**
 * retort_applied_path_down:
 * @self: what the database has
 * @history: the project's
 * @symbol: where to
 * @error: return location
 *
 * Which revisions a downgrade takes back.
 *
 * Fails with a code of %RETORT_HISTORY_ERROR.
 *
 * Returns: (transfer full) (element-type RetortRevision): in the order in which they run; empty: nothing to do
 */
GPtrArray *
retort_applied_path_down (const RetortApplied *self, const RetortHistory *history, const char *symbol, GError **error)
{
  g_autoptr(GPtrArray) path = g_ptr_array_new ();
  guint begin = 0;

  g_return_val_if_fail (self != NULL && symbol != NULL, NULL);

  if (!find_begin (self, symbol, &begin, error))
    return NULL;
  for (guint i = count (self); i > begin; i--)
    if (retort_applied_contains (self, entry_at (self, i - 1)->id))
      g_ptr_array_add (path, retort_history_find (history, entry_at (self, i - 1)->id));
  return g_steal_pointer (&path);
}

static RetortRevisionState
state_of (const RetortAppliedEntry *entry, const char *current)
{
  switch (entry->state)
    {
    case RETORT_APPLIED_PENDING:
    case RETORT_APPLIED_AGAIN:
      return RETORT_REVISION_STATE_PENDING;
    case RETORT_APPLIED_SKIPPED:
      return RETORT_REVISION_STATE_SKIPPED;
    case RETORT_APPLIED_EDITED:
      return RETORT_REVISION_STATE_EDITED;
    case RETORT_APPLIED_DONE:
      return g_strcmp0 (entry->id, current) == 0 ? RETORT_REVISION_STATE_CURRENT : RETORT_REVISION_STATE_APPLIED;
    }
  g_return_val_if_reached (RETORT_REVISION_STATE_NONE);
}

/**
 * retort_applied_states:
 * @self: what the database has
 *
 * Returns: (transfer full) (element-type utf8 RetortRevisionState): the state of every revision, and of the rows that no file
 *   declares
 */
GHashTable *
retort_applied_states (const RetortApplied *self)
{
  GHashTable *states = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto(GStrv) current = retort_applied_dup_current (self);
  GPtrArray *unknown = retort_applied_get (self)->unknown;

  for (guint i = 0; i < count (self); i++)
    g_hash_table_insert (states, g_strdup (entry_at (self, i)->id), GINT_TO_POINTER (state_of (entry_at (self, i), current[0])));
  for (guint i = 0; i < unknown->len; i++)
    g_hash_table_insert (states, g_strdup (g_ptr_array_index (unknown, i)), GINT_TO_POINTER (RETORT_REVISION_STATE_UNKNOWN));
  return states;
}

static void
add_insertion (GPtrArray *steps, const char *id)
{
  static const char *const nothing[] = { NULL };

  g_ptr_array_add (steps, retort_stamp_step_new (RETORT_STAMP_BEGIN, nothing, id));
}

static void
add_deletion (GPtrArray *steps, const char *id)
{
  const char *const from[] = { id, NULL };

  g_ptr_array_add (steps, retort_stamp_step_new (RETORT_STAMP_END, from, NULL));
}

/**
 * retort_applied_stamp:
 * @self: what the database has
 * @history: the project's
 * @symbols: (array zero-terminated=1): one revision, "head" or "base"
 * @purges: every row is deleted first
 * @error: return location
 *
 * Which rows come and go when the table is set to @symbols without running anything: each revision up to it has a row afterwards, no
 * later one has.
 *
 * Fails with a code of %RETORT_HISTORY_ERROR.
 *
 * Returns: (transfer full) (element-type RetortStampStep): the steps, without batches; empty: nothing to do
 */
GPtrArray *
retort_applied_stamp (const RetortApplied *self, const RetortHistory *history, const char *const *symbols, gboolean purges,
                      GError **error)
{
  g_autoptr(GPtrArray) steps = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_stamp_step_unref);
  guint end = 0;

  g_return_val_if_fail (self != NULL && symbols != NULL && symbols[0] != NULL, NULL);

  if (symbols[1] != NULL)
    {
      g_set_error_literal (error, RETORT_HISTORY_ERROR, RETORT_HISTORY_ERROR_AMBIGUOUS, "migrations in one line have one place; name one");
      return NULL;
    }
  if (is_head (symbols[0]))
    end = count (self);
  else if (!g_str_equal (symbols[0], "base") && (!find_index (self, symbols[0], &end, error) || ++end == 0))
    return NULL;

  for (guint i = count (self); i > end && !purges; i--)
    if (retort_applied_contains (self, entry_at (self, i - 1)->id))
      add_deletion (steps, entry_at (self, i - 1)->id);
  for (guint i = 0; i < end; i++)
    if (purges || !retort_applied_contains (self, entry_at (self, i)->id))
      add_insertion (steps, entry_at (self, i)->id);
  return g_steal_pointer (&steps);
}
