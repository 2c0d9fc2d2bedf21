/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ranges of revisions, as `alembic history -r` reads them (walk_revisions() in
 * alembic/script/base.py and _collect_upgrade_revisions with inclusive=True, implicit_base=False).
 */
#include "analysis/history/symbol-private.h"

#include <string.h>

/* One end of a range: places, or what a symbol says. */
typedef struct
{
  const char *symbol;      /* "base" and "heads" when it was left out */
  const char *const *rows; /* nullable: stands for "current" */
} End;

static GArray *
end_get_places (const RetortResolver *self, const End *end, GError **error)
{
  if (end->rows != NULL)
    return retort_resolver_get_rows (self, end->rows, error);
  return retort_resolver_get_places (self, end->symbol, error);
}

static GArray *
upper_get_places (const RetortResolver *self, const End *lower, const End *upper, GError **error)
{
  const char *const lower_rows[]
      = { g_str_equal (lower->symbol, "base") ? NULL : lower->symbol, NULL };

  if (upper->rows != NULL)
    return retort_resolver_get_rows (self, upper->rows, error);
  return retort_resolver_get_upgrade_targets (
      self, upper->symbol, lower->rows != NULL ? lower->rows : lower_rows, TRUE, error);
}

/* "-2" leads nowhere when the history above the bases is shorter: then it is meant from the upper
 * end. */
static gboolean
settle_lower_end (const RetortResolver *self, GArray *places, const End *lower, const End *upper,
                  GError **error)
{
  const char *const upper_rows[] = { upper->symbol, NULL };
  g_autofree char *branch = NULL;
  RetortPlace place;

  if (places->len == 0 || g_array_index (places, RetortPlace, 0) != RETORT_PLACE_NONE)
    return TRUE;
  if (!retort_resolver_get_downgrade_target (self, lower->symbol,
                                             upper->rows != NULL ? upper->rows : upper_rows, TRUE,
                                             &branch, &place, error))
    return FALSE;
  g_array_set_size (places, 0);
  if (place >= 0)
    g_array_append_val (places, place);
  return TRUE;
}

/* "branch@id:" leaves only the targets that carry the branch's label. */
static gboolean
keep_targets_of_branch (const RetortResolver *self, GArray *targets, const char *lower,
                        GError **error)
{
  const char *at = strchr (lower, '@');
  g_autofree char *branch = NULL;
  const GPtrArray *labels;
  const char *label;
  RetortPlace place;

  if (at == NULL || at == lower)
    return TRUE;
  branch = g_strndup (lower, (gsize) (at - lower));
  if (!retort_resolver_get_one (self, branch, &place, error))
    return FALSE;
  if (place < 0)
    return retort_resolver_fail_unknown (branch, error);

  label = branch;
  labels = self->history->nodes[place].labels;
  if (g_str_equal (retort_revision_get_id (self->history->nodes[place].revision), branch))
    {
      if (labels->len != 1)
        return retort_resolver_fail_unknown (branch, error);
      label = g_ptr_array_index (labels, 0);
    }
  for (guint i = targets->len; i > 0; i--)
    {
      const RetortHistoryNode *node = &self->history->nodes[g_array_index (targets, guint, i - 1)];

      if (!g_ptr_array_find_with_equal_func (node->labels, label, g_str_equal, NULL))
        g_array_remove_index (targets, i - 1);
    }
  return TRUE;
}

/* The lower end must lie below the upper one. */
static gboolean
check_within (const RetortIndexSet *needed, const GArray *places, const End *lower,
              const End *upper, GError **error)
{
  for (guint i = 0; i < places->len; i++)
    {
      RetortPlace place = g_array_index (places, RetortPlace, i);

      if (place == RETORT_PLACE_NONE
          || (place >= 0 && retort_index_set_contains (needed, (guint) place)))
        continue;
      g_set_error (error, RETORT_HISTORY_ERROR, RETORT_HISTORY_ERROR_RANGE,
                   "Requested range %s:%s does not refer to ancestor/descendant revisions along "
                   "the same branch",
                   lower->symbol, upper->symbol);
      return FALSE;
    }
  return TRUE;
}

/* Leaves what is at or above @from, dependencies left out. */
static gboolean
cut_below (const RetortHistory *self, RetortIndexSet *needed, const GArray *from, GError **error)
{
  g_autoptr(RetortIndexSet) below = retort_history_reach_below (self, from, error);
  g_autoptr(RetortIndexSet) above = retort_history_reach (self, from, RETORT_RELATION_NEXT);

  if (below == NULL)
    return FALSE;
  if (from->len == 0)
    return TRUE;
  retort_index_set_subtract (needed, below);
  for (guint i = 0; i < from->len; i++)
    retort_index_set_add (needed, g_array_index (from, guint, i));
  retort_index_set_intersect (needed, above);
  return TRUE;
}

static GArray *
get_targets (const RetortResolver *self, const End *lower, const End *upper, GError **error)
{
  g_autoptr(GArray) places = upper_get_places (self, lower, upper, error);
  g_autoptr(GArray) targets = places != NULL ? retort_places_to_indexes (places, error) : NULL;

  if (targets == NULL || !keep_targets_of_branch (self, targets, lower->symbol, error))
    return NULL;
  return g_steal_pointer (&targets);
}

static GPtrArray *
walk_range (const RetortHistory *self, const End *lower, const End *upper, GError **error)
{
  RetortResolver resolver = { self, upper->symbol };
  g_autoptr(GArray) targets = get_targets (&resolver, lower, upper, error);
  g_autoptr(RetortIndexSet) needed
      = targets != NULL ? retort_history_reach_below (self, targets, error) : NULL;
  g_autoptr(GArray) places = needed != NULL ? end_get_places (&resolver, lower, error) : NULL;
  g_autoptr(GArray) from = NULL;
  g_autoptr(GArray) sorted = NULL;

  if (places == NULL || !check_within (needed, places, lower, upper, error)
      || !settle_lower_end (&resolver, places, lower, upper, error))
    return NULL;
  from = retort_places_to_indexes (places, error);
  if (from == NULL || !cut_below (self, needed, from, error))
    return NULL;

  sorted = retort_history_sort (self, needed, targets);
  return retort_history_to_revisions (self, sorted);
}

static gboolean
end_init (End *end, const char *symbol, const char *otherwise, const char *const *rows,
          GError **error)
{
  end->symbol = symbol[0] != '\0' ? symbol : otherwise;
  end->rows = NULL;
  if (!g_str_equal (end->symbol, "current"))
    return TRUE;
  end->rows = rows;
  if (rows != NULL)
    return TRUE;
  g_set_error_literal (error, RETORT_HISTORY_ERROR, RETORT_HISTORY_ERROR_UNKNOWN,
                       "'current' needs a database to be known");
  return FALSE;
}

/**
 * retort_history_resolve_range:
 * @self: a history
 * @range: (nullable): "A:B", inclusive at both ends, where either may be left out; a single symbol;
 * %NULL for everything
 * @rows: (nullable) (array zero-terminated=1): rows of the version table, for "current"
 * @error: return location
 *
 * Fails with a code of %RETORT_HISTORY_ERROR.
 *
 * Returns: (transfer full) (element-type RetortRevision): newest first
 */
GPtrArray *
retort_history_resolve_range (const RetortHistory *self, const char *range, const char *const *rows,
                              GError **error)
{
  g_auto(GStrv) ends = NULL;
  End lower;
  End upper;

  if (range == NULL)
    return retort_history_list_newest_first (self);
  if (strchr (range, ':') == NULL)
    return retort_history_resolve (self, range, rows, error);

  ends = g_strsplit (range, ":", -1);
  if (g_strv_length (ends) != 2)
    {
      g_set_error_literal (error, RETORT_HISTORY_ERROR, RETORT_HISTORY_ERROR_SYNTAX,
                           "History range requires [start]:[end], [start]:, or :[end]");
      return NULL;
    }
  if (!end_init (&lower, g_strstrip (ends[0]), "base", rows, error)
      || !end_init (&upper, g_strstrip (ends[1]), "heads", rows, error))
    return NULL;
  return walk_range (self, &lower, &upper, error);
}
