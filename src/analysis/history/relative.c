/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Symbols that walk: +1, -1, id+2, branch@-1. */
#include "analysis/history/symbol-private.h"

/**
 * retort_relative_clear: (skip)
 * @relative: a relative symbol
 */
void
retort_relative_clear (RetortRelative *relative)
{
  g_clear_pointer (&relative->branch, g_free);
  g_clear_pointer (&relative->name, g_free);
  g_clear_pointer (&relative->text, g_free);
}

static char *
fetch_group (const GMatchInfo *match, int group)
{
  g_autofree char *text = g_match_info_fetch (match, group);

  return text != NULL && text[0] != '\0' ? g_steal_pointer (&text) : NULL;
}

/**
 * retort_relative_parse: (skip)
 * @symbol: a symbol
 * @relative: (out caller-allocates): its parts; cleared by the caller
 *
 * Recognises what _relative_destination matches; what follows the digits is ignored, as there.
 *
 * Returns: whether @symbol is relative
 */
gboolean
retort_relative_parse (const char *symbol, RetortRelative *relative)
{
  static GRegex *pattern = NULL;
  g_autoptr(GMatchInfo) match = NULL;

  if (g_once_init_enter (&pattern))
    g_once_init_leave (
        &pattern, g_regex_new ("(*UCP)^(?:(.+?)@)?(\\w+)?([+-][0-9]+)", G_REGEX_OPTIMIZE, 0, NULL));

  if (!g_regex_match (pattern, symbol, 0, &match))
    return FALSE;
  relative->branch = fetch_group (match, 1);
  relative->name = fetch_group (match, 2);
  relative->text = fetch_group (match, 3);
  relative->steps = (int) CLAMP (g_ascii_strtoll (relative->text, NULL, 10), -G_MAXINT, G_MAXINT);
  return TRUE;
}

static gboolean
fail_walk (const char *message, GError **error)
{
  g_set_error_literal (error, RETORT_HISTORY_ERROR, RETORT_HISTORY_ERROR_RANGE, message);
  return FALSE;
}

static gboolean
fail_ambiguous (const char *message, GError **error)
{
  g_set_error_literal (error, RETORT_HISTORY_ERROR, RETORT_HISTORY_ERROR_AMBIGUOUS, message);
  return FALSE;
}

static gboolean
fail_steps (const char *text, int steps, GError **error)
{
  g_set_error (error, RETORT_HISTORY_ERROR, RETORT_HISTORY_ERROR_RANGE,
               "Relative revision %s didn't produce %d migrations", text, ABS (steps));
  return FALSE;
}

static GArray *
places_above (const RetortResolver *self, RetortPlace place, const char *branch, GError **error)
{
  g_autoptr(GArray) bases = NULL;
  GArray *above;

  if (place == RETORT_PLACE_NONE)
    above = bases = retort_history_select_bases (self->history);
  else
    above = retort_history_related (self->history, (guint) place, RETORT_RELATION_NEXT);

  return branch != NULL ? retort_resolver_filter (self, above, branch, error)
                        : g_array_copy (above);
}

static GArray *
places_below (const RetortResolver *self, RetortPlace place)
{
  static const RetortPlace base = RETORT_PLACE_BASE;
  GArray *below;

  if (place == RETORT_PLACE_BASE)
    return g_array_new (FALSE, FALSE, sizeof (RetortPlace));

  if (place == RETORT_PLACE_NONE)
    below = retort_history_select_heads (self->history, RETORT_RELATION_NEXT);
  else
    below = g_array_copy (
        retort_history_related (self->history, (guint) place, RETORT_RELATION_DOWN));
  if (below->len == 0)
    g_array_append_val (below, base);
  return below;
}

/**
 * retort_resolver_walk: (skip)
 * @self: a resolver
 * @start: where to start; %RETORT_PLACE_NONE starts below the bases when going up, above the heads
 * when going down
 * @steps: how far, up when positive
 * @branch: (nullable): which way to take at a fork, going up
 * @may_stop_early: stop where the history ends instead of leading to %RETORT_PLACE_NONE
 * @place: (out): where it leads
 * @error: return location
 *
 * _walk()
 *
 * Returns: whether the way is clear; it is not at a fork or, going down, at a merge
 */
gboolean
retort_resolver_walk (const RetortResolver *self, RetortPlace start, int steps, const char *branch,
                      gboolean may_stop_early, RetortPlace *place, GError **error)
{
  *place = start;
  for (int i = 0; i < ABS (steps); i++)
    {
      g_autoptr(GArray) next = NULL;

      if (steps > 0)
        next = places_above (self, *place, branch, error);
      else
        next = places_below (self, *place);
      if (next == NULL)
        return FALSE;
      if (next->len > 1)
        return fail_ambiguous ("Ambiguous walk", error);
      if (next->len == 0)
        {
          if (!may_stop_early)
            *place = RETORT_PLACE_NONE;
          return TRUE;
        }
      *place = g_array_index (next, RetortPlace, 0);
    }
  return TRUE;
}

/* The revisions of @active that no other one of them follows or depends on. */
static GArray *
find_tips (const RetortHistory *history, const GArray *active)
{
  GArray *tips = g_array_new (FALSE, FALSE, sizeof (RetortPlace));
  g_autoptr(RetortIndexSet) below = retort_index_set_new (history->n_nodes);

  for (guint i = 0; i < active->len; i++)
    {
      const GArray *down = retort_history_related (history, g_array_index (active, guint, i),
                                                   RETORT_RELATION_NORMALIZED_DOWN);

      for (guint j = 0; j < down->len; j++)
        retort_index_set_add (below, g_array_index (down, guint, j));
    }
  for (guint i = 0; i < active->len; i++)
    if (!retort_index_set_contains (below, g_array_index (active, guint, i)))
      g_array_append_val (tips, g_array_index (active, RetortPlace, i));
  return tips;
}

static GArray *
list_members (const RetortHistory *history, const RetortIndexSet *set)
{
  GArray *members = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < history->n_nodes; i++)
    if (retort_index_set_contains (set, i))
      g_array_append_val (members, i);
  return members;
}

/* Where "branch@+1" starts: the rows on the branch, else the tips of what is active on it, else
 * below the bases. */
static GArray *
find_upgrade_start (const RetortResolver *self, const char *branch, const char *const *rows,
                    GError **error)
{
  static const RetortPlace nowhere = RETORT_PLACE_NONE;
  g_autoptr(GArray) places = NULL;
  g_autoptr(GArray) start = NULL;

  places = retort_resolver_get_rows (self, rows, error);
  if (places == NULL)
    return NULL;
  start = retort_resolver_filter (self, places, branch, error);
  if (start != NULL && start->len == 0)
    {
      g_autoptr(RetortIndexSet) active
          = retort_history_reach (self->history, places, RETORT_RELATION_NORMALIZED_DOWN);
      g_autoptr(GArray) members = list_members (self->history, active);
      g_autoptr(GArray) on_branch = retort_resolver_filter (self, members, branch, error);

      g_clear_pointer (&start, g_array_unref);
      if (on_branch != NULL)
        start = find_tips (self->history, on_branch);
    }
  if (start != NULL && start->len == 0)
    g_array_append_val (start, nowhere);
  return g_steal_pointer (&start);
}

/* Several rows are refused before they are looked at, a single one must be known. */
static gboolean
find_single_start (const RetortResolver *self, const char *branch, const char *const *rows,
                   RetortPlace *start, GError **error)
{
  g_autoptr(GArray) places = NULL;
  guint n_places = g_strv_length ((GStrv) rows);

  *start = RETORT_PLACE_NONE;
  if (branch == NULL && n_places == 0)
    return TRUE;
  if (branch == NULL && n_places == 1)
    return retort_resolver_get_one (self, rows[0], start, error);
  if (branch != NULL)
    {
      places = find_upgrade_start (self, branch, rows, error);
      if (places == NULL)
        return FALSE;
      n_places = places->len;
      *start = g_array_index (places, RetortPlace, 0);
    }
  return n_places == 1
         || fail_ambiguous ("Ambiguous upgrade from multiple current revisions", error);
}

static gboolean
walk_up_from_rows (const RetortResolver *self, const RetortRelative *relative,
                   const char *const *rows, gboolean may_stop_early, RetortPlace *place,
                   GError **error)
{
  RetortPlace start;

  if (!find_single_start (self, relative->branch, rows, &start, error)
      || !retort_resolver_walk (self, start, relative->steps, relative->branch, may_stop_early,
                                place, error))
    return FALSE;
  return *place != RETORT_PLACE_NONE || fail_steps (relative->text, relative->steps, error);
}

static gboolean
get_named_start (const RetortResolver *self, const char *branch, const char *name,
                 RetortPlace *start, GError **error)
{
  g_autofree char *on_branch = branch != NULL ? g_strdup_printf ("%s@%s", branch, name) : NULL;

  return retort_resolver_get_one (self, on_branch != NULL ? on_branch : name, start, error);
}

static gboolean
walk_to_upgrade_target (const RetortResolver *self, const RetortRelative *relative,
                        const char *const *rows, gboolean may_stop_early, RetortPlace *place,
                        GError **error)
{
  g_autofree char *text = NULL;
  RetortPlace start;

  if (relative->steps > 0 && relative->name == NULL)
    return walk_up_from_rows (self, relative, rows, may_stop_early, place, error);

  if (relative->name == NULL)
    {
      text = g_strdup_printf ("%d", relative->steps);
      return fail_steps (text, relative->steps, error);
    }
  if (relative->steps > 0)
    return retort_resolver_get_one (self, relative->name, &start, error)
           && retort_resolver_walk (self, start, relative->steps, relative->branch, may_stop_early,
                                    place, error);
  return get_named_start (self, relative->branch, relative->name, &start, error)
         && retort_resolver_walk (self, start, relative->steps, NULL, may_stop_early, place, error);
}

/**
 * retort_resolver_get_upgrade_targets: (skip)
 * @self: a resolver
 * @symbol: where to
 * @rows: (array zero-terminated=1): rows of the version table
 * @may_stop_early: as for retort_resolver_walk()
 * @error: return location
 *
 * _parse_upgrade_target()
 *
 * Returns: (transfer full) (element-type RetortPlace): what @symbol means for an upgrade; %NULL
 * with @error set
 */
GArray *
retort_resolver_get_upgrade_targets (const RetortResolver *self, const char *symbol,
                                     const char *const *rows, gboolean may_stop_early,
                                     GError **error)
{
  g_auto(RetortRelative) relative = { NULL };
  GArray *targets;
  RetortPlace place;

  if (!retort_relative_parse (symbol, &relative))
    return retort_resolver_get_places (self, symbol, error);
  if (!walk_to_upgrade_target (self, &relative, rows, may_stop_early, &place, error))
    return NULL;
  targets = g_array_new (FALSE, FALSE, sizeof (RetortPlace));
  g_array_append_val (targets, place);
  return targets;
}

/* The tips of all that is active, by line (_get_all_current). */
static GArray *
find_active_tips (const RetortHistory *history, const GArray *places)
{
  g_autoptr(RetortIndexSet) active
      = retort_history_reach (history, places, RETORT_RELATION_NORMALIZED_DOWN);
  GArray *tips = g_array_new (FALSE, FALSE, sizeof (RetortPlace));

  for (guint i = 0; i < history->n_nodes; i++)
    {
      const GArray *next = retort_history_related (history, i, RETORT_RELATION_NEXT);
      gboolean is_tip = retort_index_set_contains (active, i);

      for (guint j = 0; is_tip && j < next->len; j++)
        is_tip = !retort_index_set_contains (active, g_array_index (next, guint, j));
      if (is_tip)
        g_array_append_val (tips, i);
    }
  return tips;
}

/* Where "branch@-1" starts: the one row, or the one active tip, on the branch. */
static gboolean
find_downgrade_start (const RetortResolver *self, const char *branch, const char *const *rows,
                      RetortPlace *start, GError **error)
{
  g_autoptr(GArray) places = g_array_new (FALSE, FALSE, sizeof (RetortPlace));
  g_autoptr(GArray) tips = NULL;
  g_autoptr(GArray) on_branch = NULL;

  for (; *rows != NULL; rows++)
    {
      RetortPlace place;

      if (!retort_resolver_find (self, *rows, NULL, &place, error))
        return FALSE;
      g_array_append_val (places, place);
    }
  on_branch = retort_resolver_filter (self, places, branch, error);
  if (on_branch != NULL && on_branch->len == 0)
    {
      g_array_unref (on_branch);
      tips = find_active_tips (self->history, places);
      on_branch = retort_resolver_filter (self, tips, branch, error);
    }
  if (on_branch == NULL)
    return FALSE;
  if (on_branch->len != 1)
    {
      g_set_error (error, RETORT_HISTORY_ERROR, RETORT_HISTORY_ERROR_AMBIGUOUS,
                   "%u current revisions are on branch '%s'; one is needed", on_branch->len,
                   branch);
      return FALSE;
    }
  *start = g_array_index (on_branch, RetortPlace, 0);
  return TRUE;
}

/* Down from the rows: @branch becomes the line that alone is to be rolled back. */
static gboolean
walk_down_from_rows (const RetortResolver *self, RetortRelative *relative, const char *const *rows,
                     gboolean may_stop_early, char **branch, RetortPlace *place, GError **error)
{
  RetortPlace start;

  if (relative->branch != NULL)
    {
      const char *id;

      if (!find_downgrade_start (self, relative->branch, rows, &start, error))
        return FALSE;
      id = retort_revision_get_id (self->history->nodes[start].revision);
      if (!get_named_start (self, relative->branch, id, &start, error))
        return FALSE;
    }
  else
    {
      if (rows[0] == NULL)
        return fail_steps (relative->text, relative->steps, error);
      relative->branch = g_strdup (rows[0]);
      if (!get_named_start (self, relative->branch, rows[0], &start, error))
        return FALSE;
    }
  *branch = g_strdup (relative->branch);
  if (!retort_resolver_walk (self, start, relative->steps, NULL, may_stop_early, place, error))
    return FALSE;
  return *place != RETORT_PLACE_NONE || fail_steps (relative->text, relative->steps, error);
}

static gboolean
walk_from_name (const RetortResolver *self, const RetortRelative *relative, gboolean may_stop_early,
                char **branch, RetortPlace *place, GError **error)
{
  RetortPlace start;

  *branch = g_strdup (relative->branch);
  if (relative->steps >= 0)
    {
      if (!retort_resolver_get_one (self, relative->name, &start, error)
          || !retort_resolver_walk (self, start, relative->steps, relative->branch, may_stop_early,
                                    place, error))
        return FALSE;
    }
  else
    {
      if (!get_named_start (self, relative->branch, relative->name, &start, error)
          || !retort_resolver_walk (self, start, relative->steps, NULL, may_stop_early, place,
                                    error))
        return FALSE;
    }
  return *place != RETORT_PLACE_NONE || fail_walk ("Walked too far", error);
}

/**
 * retort_resolver_get_downgrade_target: (skip)
 * @self: a resolver
 * @symbol: where to
 * @rows: (array zero-terminated=1): rows of the version table
 * @may_stop_early: as for retort_resolver_walk()
 * @branch: (out) (transfer full) (nullable): the line that alone is meant
 * @place: (out): the revision; one of the negative places for the base
 * @error: return location
 *
 * _parse_downgrade_target()
 *
 * Returns: whether @symbol means something for a downgrade
 */
gboolean
retort_resolver_get_downgrade_target (const RetortResolver *self, const char *symbol,
                                      const char *const *rows, gboolean may_stop_early,
                                      char **branch, RetortPlace *place, GError **error)
{
  g_auto(RetortRelative) relative = { NULL };
  const char *at = g_strrstr (symbol, "@");

  if (retort_relative_parse (symbol, &relative))
    {
      if (relative.name != NULL)
        return walk_from_name (self, &relative, may_stop_early, branch, place, error);
      if (relative.steps >= 0)
        return fail_steps (relative.text, relative.steps, error);
      return walk_down_from_rows (self, &relative, rows, may_stop_early, branch, place, error);
    }

  *branch = at != NULL && at > symbol ? g_strndup (symbol, (gsize) (at - symbol)) : NULL;
  return retort_resolver_get_one (self, at != NULL ? at + 1 : symbol, place, error);
}
