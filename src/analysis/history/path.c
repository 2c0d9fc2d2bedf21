/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which revisions lie between two states (alembic/script/revision.py, _collect_upgrade_revisions
 * and _collect_downgrade_revisions, as `upgrade`, `downgrade` and `history` call them). */
#include "analysis/history/path.h"

#include "analysis/history/symbol-private.h"

/**
 * retort_history_refuse_broken: (skip)
 * @self: a history
 * @error: return location
 *
 * Returns: %TRUE with %RETORT_HISTORY_ERROR_BROKEN set when the original tool would refuse the project
 */
gboolean
retort_history_refuse_broken (const RetortHistory *self, GError **error)
{
  const RetortHistoryProblem *problem;

  if (self->problems->len == 0)
    return FALSE;
  problem = g_ptr_array_index (self->problems, 0);
  g_set_error_literal (error, RETORT_HISTORY_ERROR, RETORT_HISTORY_ERROR_BROKEN, problem->message);
  return TRUE;
}

static gboolean
is_broken (const RetortHistory *self, const char *id)
{
  guint index;

  return retort_history_get_index (self, id, &index) && retort_index_set_contains (self->broken, index);
}

/* Whether neither @path nor the way to @rows leads over a revision whose place is in question. */
static gboolean
is_intact (const RetortHistory *self, GPtrArray *path, const char *const *rows)
{
  for (guint i = 0; i < path->len; i++)
    if (is_broken (self, retort_revision_get_id (g_ptr_array_index (path, i))))
      return FALSE;
  for (gsize i = 0; rows[i] != NULL; i++)
    if (is_broken (self, rows[i]))
      return FALSE;
  return TRUE;
}

typedef GPtrArray *(*PathFunc) (const RetortHistory *self, const char *symbol, const char *const *rows, GError **error);

/* Of a broken history the intact part has paths. Where none is found the history is to blame. */
static GPtrArray *
find_path (const RetortHistory *self, PathFunc func, const char *symbol, const char *const *rows, GError **error)
{
  g_autoptr(GPtrArray) path = NULL;

  if (self->problems->len == 0)
    return func (self, symbol, rows, error);
  path = func (self, symbol, rows, NULL);
  if (path != NULL && is_intact (self, path, rows))
    return g_steal_pointer (&path);
  retort_history_refuse_broken (self, error);
  return NULL;
}

static const char *
id_of (const RetortHistory *self, guint index)
{
  return retort_revision_get_id (self->nodes[index].revision);
}

/* None of @requested may be reached from another one. */
static gboolean
check_overlaps (const RetortHistory *self, const GArray *requested, GError **error)
{
  for (guint i = 0; requested->len > 1 && i < requested->len; i++)
    {
      guint target = g_array_index (requested, guint, i);
      g_autoptr(RetortIndexSet) below
          = retort_history_reach_one (self, target, RETORT_RELATION_NORMALIZED_DOWN);

      for (guint j = 0; j < requested->len; j++)
        {
          guint other = g_array_index (requested, guint, j);

          if (other == target || !retort_index_set_contains (below, other))
            continue;
          g_set_error (error, RETORT_HISTORY_ERROR, RETORT_HISTORY_ERROR_AMBIGUOUS,
                       "Requested revision %s overlaps with other requested revisions %s",
                       id_of (self, target), id_of (self, other));
          return FALSE;
        }
    }
  return TRUE;
}

/**
 * retort_history_reach_below: (skip)
 * @self: a history
 * @requested: (element-type guint): revisions
 * @error: return location
 *
 * Returns: (transfer full): @requested with all below them; %NULL with @error set when one of them
 * lies below another
 */
RetortIndexSet *
retort_history_reach_below (const RetortHistory *self, const GArray *requested, GError **error)
{
  if (!check_overlaps (self, requested, error))
    return NULL;
  return retort_history_reach (self, requested, RETORT_RELATION_NORMALIZED_DOWN);
}

static GPtrArray *
walk_up (const RetortHistory *self, const char *symbol, const char *const *rows, GError **error)
{
  RetortResolver resolver = { self, symbol };
  g_autoptr(GArray) target_places = NULL;
  g_autoptr(GArray) targets = NULL;
  g_autoptr(RetortIndexSet) needed = NULL;
  g_autoptr(GArray) current = NULL;
  g_autoptr(RetortIndexSet) active = NULL;
  g_autoptr(GArray) newest_first = NULL;
  g_autoptr(GArray) oldest_first = NULL;

  target_places = retort_resolver_get_upgrade_targets (&resolver, symbol, rows, FALSE, error);
  if (target_places == NULL)
    return NULL;
  targets = retort_places_to_indexes (target_places, error);
  if (targets == NULL)
    return NULL;
  needed = retort_history_reach_below (self, targets, error);
  if (needed == NULL)
    return NULL;
  current = retort_resolver_get_rows (&resolver, rows, error);
  if (current == NULL)
    return NULL;
  active = retort_history_reach_below (self, current, error);
  if (active == NULL)
    return NULL;

  retort_index_set_subtract (needed, active);
  newest_first = retort_history_sort (self, needed, targets);
  oldest_first = retort_index_array_reversed (newest_first);
  return retort_history_to_revisions (self, oldest_first);
}

/**
 * retort_history_path_up:
 * @self: a history
 * @symbol: where to
 * @rows: (array zero-terminated=1): rows of the version table
 * @error: return location
 *
 * Which revisions an upgrade runs. A revision below an applied one counts as applied.
 *
 * Fails with a code of %RETORT_HISTORY_ERROR.
 *
 * Returns: (transfer full) (element-type RetortRevision): in the order in which they run; empty:
 * nothing to do
 */
GPtrArray *
retort_history_path_up (const RetortHistory *self, const char *symbol, const char *const *rows,
                        GError **error)
{
  g_return_val_if_fail (symbol != NULL && rows != NULL, NULL);

  return find_path (self, walk_up, symbol, rows, error);
}

/* What stands directly above the target. Alembic finds a base once by its id and once by each of
 * its own labels, and looks at the branch only when it has found more than one. */
static GArray *
find_roots (const RetortHistory *self, RetortPlace target, guint *n_found)
{
  GArray *roots;

  if (target >= 0)
    {
      roots = g_array_copy (retort_history_related (self, (guint) target, RETORT_RELATION_NEXT));
      *n_found = roots->len;
      return roots;
    }
  roots = retort_history_select_bases (self);
  *n_found = roots->len;
  for (guint i = 0; i < roots->len; i++)
    *n_found += self->nodes[g_array_index (roots, guint, i)].n_own_labels;
  return roots;
}

static gboolean
keep_roots_of_branch (const RetortResolver *self, GArray *roots, const char *branch, GError **error)
{
  g_autoptr(RetortIndexSet) ancestors = NULL;
  RetortPlace place;

  if (!retort_resolver_find (self, branch, NULL, &place, error))
    return FALSE;
  ancestors = retort_history_reach_one (self->history, (guint) place, RETORT_RELATION_DOWN);
  for (guint i = roots->len; i > 0; i--)
    if (!retort_index_set_contains (ancestors, g_array_index (roots, guint, i - 1)))
      g_array_remove_index (roots, i - 1);
  if (roots->len > 0)
    return TRUE;

  g_set_error_literal (error, RETORT_HISTORY_ERROR, RETORT_HISTORY_ERROR_RANGE,
                       "Not a valid downgrade target from current heads");
  return FALSE;
}

static GPtrArray *
walk_down (const RetortHistory *self, const char *symbol, const char *const *rows, GError **error)
{
  RetortResolver resolver = { self, symbol };
  g_autofree char *branch = NULL;
  g_autoptr(GArray) roots = NULL;
  g_autoptr(GArray) current = NULL;
  g_autoptr(RetortIndexSet) dropped = NULL;
  g_autoptr(RetortIndexSet) active = NULL;
  g_autoptr(GArray) sorted = NULL;
  RetortPlace target;
  guint n_found;

  if (!retort_resolver_get_downgrade_target (&resolver, symbol, rows, FALSE, &branch, &target, error))
    return NULL;
  roots = find_roots (self, target, &n_found);
  if (branch != NULL && n_found > 1 && !keep_roots_of_branch (&resolver, roots, branch, error))
    return NULL;
  current = retort_resolver_get_rows (&resolver, rows, error);
  if (current == NULL)
    return NULL;

  dropped = retort_history_reach (self, roots, RETORT_RELATION_ALL_NEXT);
  active = retort_history_reach (self, current, RETORT_RELATION_NORMALIZED_DOWN);
  retort_index_set_intersect (dropped, active);
  if (target >= 0 && retort_index_set_is_empty (dropped)
      && !retort_index_array_contains (current, (guint) target))
    {
      g_set_error (error, RETORT_HISTORY_ERROR, RETORT_HISTORY_ERROR_RANGE,
                   "Destination %s is not a valid downgrade target from current head(s)", symbol);
      return NULL;
    }
  sorted = retort_history_sort (self, dropped, current);
  return retort_history_to_revisions (self, sorted);
}

/**
 * retort_history_path_down:
 * @self: a history
 * @symbol: where to
 * @rows: (array zero-terminated=1): rows of the version table; the order matters for "-1" with
 * several
 * @error: return location
 *
 * Which revisions a downgrade takes back, those that depend on them included.
 *
 * Fails with a code of %RETORT_HISTORY_ERROR.
 *
 * Returns: (transfer full) (element-type RetortRevision): in the order in which they run; empty:
 * nothing to do
 */
GPtrArray *
retort_history_path_down (const RetortHistory *self, const char *symbol, const char *const *rows,
                          GError **error)
{
  g_return_val_if_fail (symbol != NULL && rows != NULL, NULL);

  return find_path (self, walk_down, symbol, rows, error);
}

/**
 * retort_history_path_down_warning:
 * @symbol: where to
 * @rows: (array zero-terminated=1): rows of the version table in the server's order
 *
 * Returns: (transfer full) (nullable): what Alembic warns of when it goes that way: steps down from several rows
 */
char *
retort_history_path_down_warning (const char *symbol, const char *const *rows)
{
  g_auto(RetortRelative) relative = { NULL };

  gsize n_same = 0;

  g_return_val_if_fail (symbol != NULL && rows != NULL, NULL);

  /* A table without a key may hold a row twice. */
  while (rows[n_same] != NULL && g_str_equal (rows[n_same], rows[0]))
    n_same++;
  if (rows[n_same] == NULL || !retort_relative_parse (symbol, &relative) || relative.branch != NULL
      || relative.name != NULL || relative.steps >= 0)
    return NULL;
  return g_strdup_printf ("downgrade -1 from multiple heads is ambiguous; this usage will be disallowed in a future release. "
                          "It goes down from '%s', the row that the server named first; '%s@%s' would say so", rows[0],
                          rows[0], relative.text);
}

static gboolean
has_active_successor (const RetortHistory *self, guint index, const RetortIndexSet *active)
{
  const GArray *next = retort_history_related (self, index, RETORT_RELATION_NEXT);

  for (guint i = 0; i < next->len; i++)
    if (retort_index_set_contains (active, g_array_index (next, guint, i)))
      return TRUE;
  return FALSE;
}

/**
 * retort_history_states:
 * @self: a history
 * @rows: (nullable) (array zero-terminated=1): rows of the version table; %NULL when no database is
 * known
 *
 * What an undeclared row stands above is not known: no other revision is called pending then.
 *
 * Returns: (transfer full) (element-type utf8 RetortRevisionState): the state of every revision,
 * and of the rows that no file declares
 */
GHashTable *
retort_history_states (const RetortHistory *self, const char *const *rows)
{
  GHashTable *states = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  RetortResolver resolver = { self, NULL };
  g_autoptr(GArray) current = g_array_new (FALSE, FALSE, sizeof (RetortPlace));
  g_autoptr(RetortIndexSet) active = NULL;
  gboolean is_certain = rows != NULL;

  for (guint i = 0; rows != NULL && rows[i] != NULL; i++)
    {
      RetortPlace place;

      if (retort_resolver_find (&resolver, rows[i], NULL, &place, NULL))
        g_array_append_val (current, place);
      else
        {
          is_certain = FALSE;
          g_hash_table_insert (states, g_strdup (rows[i]),
                               GINT_TO_POINTER (RETORT_REVISION_STATE_UNKNOWN));
        }
    }
  active = retort_history_reach (self, current, RETORT_RELATION_NORMALIZED_DOWN);

  for (guint i = 0; i < self->n_nodes; i++)
    {
      RetortRevisionState state = RETORT_REVISION_STATE_NONE;

      if (rows == NULL)
        state = RETORT_REVISION_STATE_NONE;
      else if (!retort_index_set_contains (active, i))
        state = is_certain ? RETORT_REVISION_STATE_PENDING : RETORT_REVISION_STATE_NONE;
      else if (has_active_successor (self, i, active))
        state = RETORT_REVISION_STATE_APPLIED;
      else
        state = RETORT_REVISION_STATE_CURRENT;
      g_hash_table_insert (states, g_strdup (id_of (self, i)), GINT_TO_POINTER (state));
    }
  return states;
}
