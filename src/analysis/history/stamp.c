/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ScriptDirectory._stamp_revs (alembic/script/base.py). */
#include "analysis/history/stamp.h"

#include "analysis/history/symbol-private.h"

#define SEVERAL_HEADS "Multiple heads are present; please specify a single target revision"

/* What one stamp works with. */
typedef struct
{
  const RetortResolver *resolver;
  GArray               *related; /* RetortPlace: rows on the line of a destination, each once */
  GPtrArray            *steps;   /* element: RetortStampStep, owned */
} Stamp;

static const char *
id_of (const Stamp *self, RetortPlace place)
{
  return retort_revision_get_id (self->resolver->history->nodes[place].revision);
}

/* The rows that any of @symbols has to do with, over dependencies too. */
static gboolean
add_related (Stamp *self, const char *const *symbols, const GArray *rows, GError **error)
{
  for (gsize i = 0; symbols[i] != NULL; i++)
    {
      g_autoptr(GArray) kept = retort_resolver_filter (self->resolver, rows, symbols[i], error);

      if (kept == NULL)
        return FALSE;
      for (guint j = 0; j < kept->len; j++)
        if (!retort_index_array_contains (self->related, g_array_index (kept, guint, j)))
          g_array_append_val (self->related, g_array_index (kept, guint, j));
    }
  return TRUE;
}

/* Nothing but "base" leads nowhere. */
static GArray *
list_destinations (const Stamp *self, const char *const *symbols, GError **error)
{
  static const RetortPlace base = RETORT_PLACE_NONE;
  g_autoptr(GArray) destinations = g_array_new (FALSE, FALSE, sizeof (RetortPlace));

  for (gsize i = 0; symbols[i] != NULL; i++)
    {
      g_autoptr(GArray) places = retort_resolver_get_places (self->resolver, symbols[i], error);

      if (places == NULL)
        return NULL;
      g_array_append_vals (destinations, places->data, places->len);
    }
  if (destinations->len == 0)
    g_array_append_val (destinations, base);
  return g_steal_pointer (&destinations);
}

static void
end_lines (Stamp *self)
{
  for (guint i = 0; i < self->related->len; i++)
    {
      const char *from[] = { id_of (self, g_array_index (self->related, RetortPlace, i)), NULL };

      g_ptr_array_add (self->steps, retort_stamp_step_new (RETORT_STAMP_END, from, NULL));
    }
}

static gboolean
has_related (const Stamp *self, const RetortIndexSet *set)
{
  for (guint i = 0; i < self->related->len; i++)
    if (retort_index_set_contains (set, g_array_index (self->related, guint, i)))
      return TRUE;
  return FALSE;
}

/* All related rows take part in a step up or down, also those that are merely on the line of another destination: so does Alembic. */
static void
add_step (Stamp *self, RetortStampKind kind, RetortPlace to)
{
  g_autoptr(GPtrArray) from = g_ptr_array_new ();

  for (guint i = 0; kind != RETORT_STAMP_BEGIN && i < self->related->len; i++)
    g_ptr_array_add (from, (char *) id_of (self, g_array_index (self->related, RetortPlace, i)));
  g_ptr_array_add (from, NULL);
  g_ptr_array_add (self->steps, retort_stamp_step_new (kind, (const char *const *) from->pdata, id_of (self, to)));
}

static gboolean
move_to (Stamp *self, RetortPlace to, GError **error)
{
  const RetortHistory *history = self->resolver->history;
  g_autoptr(RetortIndexSet) above = NULL;
  g_autoptr(RetortIndexSet) below = NULL;
  gboolean is_above = FALSE;
  gboolean is_below = FALSE;

  if (retort_index_array_contains (self->related, (guint) to))
    return TRUE;

  above = retort_history_reach_one (history, (guint) to, RETORT_RELATION_ALL_NEXT);
  below = retort_history_reach_one (history, (guint) to, RETORT_RELATION_NORMALIZED_DOWN);
  is_above = has_related (self, above);
  is_below = has_related (self, below);
  if (is_above && is_below)
    {
      g_set_error (error, RETORT_HISTORY_ERROR, RETORT_HISTORY_ERROR_AMBIGUOUS,
                   "'%s' lies between rows of the version table", id_of (self, to));
      return FALSE;
    }
  if (is_above)
    add_step (self, RETORT_STAMP_DOWN, to);
  else
    add_step (self, is_below ? RETORT_STAMP_UP : RETORT_STAMP_BEGIN, to);
  return TRUE;
}

static gboolean
add_steps (Stamp *self, const GArray *destinations, GError **error)
{
  for (guint i = 0; i < destinations->len; i++)
    {
      RetortPlace to = g_array_index (destinations, RetortPlace, i);

      if (to == RETORT_PLACE_NONE)
        end_lines (self);
      else if (to == RETORT_PLACE_BASE)
        {
          g_set_error_literal (error, RETORT_HISTORY_ERROR, RETORT_HISTORY_ERROR_RANGE, "Walked too far");
          return FALSE;
        }
      else if (!move_to (self, to, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * retort_history_stamp:
 * @self: a history
 * @symbols: (array zero-terminated=1): what the version table should say, one or more
 * @rows: (array zero-terminated=1): rows of the version table; none when they are purged first
 * @error: return location
 *
 * Which rows change when the version table is set to @symbols without running anything. Rows that
 * have nothing to do with them stay. Pure; any thread.
 *
 * Fails with a code of %RETORT_HISTORY_ERROR.
 *
 * Returns: (transfer full) (element-type RetortStampStep): the steps, without batches; empty: nothing to do
 */
GPtrArray *
retort_history_stamp (const RetortHistory *self, const char *const *symbols, const char *const *rows, GError **error)
{
  RetortResolver resolver = { self, NULL, TRUE, SEVERAL_HEADS };
  g_autoptr(GArray) places = NULL;
  g_autoptr(GArray) related = g_array_new (FALSE, FALSE, sizeof (RetortPlace));
  g_autoptr(GArray) destinations = NULL;
  g_autoptr(GPtrArray) steps = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_stamp_step_unref);
  Stamp stamp = { &resolver, related, steps };

  g_return_val_if_fail (symbols != NULL && rows != NULL, NULL);

  if (retort_history_refuse_broken (self, error))
    return NULL;
  places = retort_resolver_get_rows (&resolver, rows, error);
  if (places == NULL || !add_related (&stamp, symbols, places, error))
    return NULL;
  destinations = list_destinations (&stamp, symbols, error);
  if (destinations == NULL || !add_steps (&stamp, destinations, error))
    return NULL;
  return g_steal_pointer (&steps);
}
