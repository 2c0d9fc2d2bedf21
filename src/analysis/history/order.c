/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order of RevisionMap._topological_sort (alembic/script/revision.py), step by step: a tool
 * that is used beside Alembic runs revisions in the very order in which Alembic would. */
#include "analysis/history/history-private.h"

/* The lines that are being walked down, side by side. */
typedef struct
{
  const RetortHistory *history;
  RetortIndexSet *todo;    /* what is not in the output yet */
  GArray *heads;           /* guint: the next revision of each line */
  RetortIndexSet *waiting; /* the same as a set */
  GPtrArray *ancestors;    /* RetortIndexSet of each head: itself and all below, maybe only those that are sorted */
} Sort;

static int
compare_indexes (gconstpointer a, gconstpointer b)
{
  guint left = *(const guint *) a;
  guint right = *(const guint *) b;

  return left < right ? -1 : left > right;
}

/* Takes @ancestors. */
static void
sort_add_line (Sort *sort, guint head, RetortIndexSet *ancestors)
{
  g_array_append_val (sort->heads, head);
  retort_index_set_add (sort->waiting, head);
  g_ptr_array_add (sort->ancestors, ancestors);
}

/* @within: (nullable): the only ones whose order is asked for, where no way between two of them leads over another */
static void
sort_init (Sort *sort, const RetortHistory *history, const RetortIndexSet *revisions,
           const GArray *heads, const RetortIndexSet *within)
{
  g_autoptr(GArray) sorted = g_array_copy ((GArray *) heads);

  sort->history = history;
  sort->todo = retort_index_set_new (history->n_nodes);
  retort_index_set_unite (sort->todo, revisions);
  sort->heads = g_array_new (FALSE, FALSE, sizeof (guint));
  sort->waiting = retort_index_set_new (history->n_nodes);
  sort->ancestors = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_index_set_free);

  g_array_sort (sorted, compare_indexes);
  for (guint i = 0; i < sorted->len; i++)
    {
      guint head = g_array_index (sorted, guint, i);

      if (retort_index_set_contains (sort->todo, head)
          && !retort_index_set_contains (sort->waiting, head))
        sort_add_line (sort, head, retort_history_reach_within (history, head, RETORT_RELATION_NORMALIZED_DOWN, within));
    }
}

static void
sort_clear (Sort *sort)
{
  retort_index_set_free (sort->todo);
  g_array_unref (sort->heads);
  retort_index_set_free (sort->waiting);
  g_ptr_array_unref (sort->ancestors);
}

/* The first line other than @line that must be walked before @candidate can be put out. */
static gboolean
sort_find_obstacle (const Sort *sort, guint line, guint candidate, guint *obstacle)
{
  for (guint i = 0; i < sort->ancestors->len; i++)
    if (i != line && retort_index_set_contains (g_ptr_array_index (sort->ancestors, i), candidate))
      {
        *obstacle = i;
        return TRUE;
      }
  return FALSE;
}

/* Of @all, which is what is below all of @below, what is below @next: not what only the others lead to. */
static RetortIndexSet *
sort_split_off (const Sort *sort, const RetortIndexSet *all, const GArray *below, guint next)
{
  RetortIndexSet *set = retort_index_set_copy (all);
  g_autoptr(GArray) others = g_array_sized_new (FALSE, FALSE, sizeof (guint), below->len);
  g_autoptr(RetortIndexSet) elsewhere = NULL;

  for (guint i = 0; i < below->len; i++)
    if (g_array_index (below, guint, i) != next)
      g_array_append_val (others, g_array_index (below, guint, i));
  elsewhere = retort_history_reach_without (sort->history, others, next);
  retort_index_set_subtract (set, elsewhere);
  return set;
}

static gboolean
sort_is_open (const Sort *sort, guint index)
{
  return retort_index_set_contains (sort->todo, index) && !retort_index_set_contains (sort->waiting, index);
}

static void
sort_move_line (Sort *sort, guint line, guint next)
{
  g_array_index (sort->heads, guint, line) = next;
  retort_index_set_add (sort->waiting, next);
}

/* What a merge opens besides becomes new lines at the end. */
static gboolean
sort_descend_merge (Sort *sort, guint line, const GArray *below)
{
  g_autoptr(RetortIndexSet) all = retort_index_set_copy (g_ptr_array_index (sort->ancestors, line));
  gboolean goes_on = FALSE;

  for (guint i = 0; i < below->len; i++)
    {
      guint next = g_array_index (below, guint, i);

      if (!sort_is_open (sort, next))
        continue;
      if (goes_on)
        {
          sort_add_line (sort, next, sort_split_off (sort, all, below, next));
          continue;
        }
      sort_move_line (sort, line, next);
      retort_index_set_free (g_ptr_array_index (sort->ancestors, line));
      g_ptr_array_index (sort->ancestors, line) = sort_split_off (sort, all, below, next);
      goes_on = TRUE;
    }
  return goes_on;
}

/* Moves @line below @candidate. Returns whether the line goes on. */
static gboolean
sort_descend (Sort *sort, guint line, guint candidate)
{
  const GArray *below
      = retort_history_related (sort->history, candidate, RETORT_RELATION_NORMALIZED_DOWN);
  gboolean goes_on = FALSE;

  retort_index_set_remove (g_ptr_array_index (sort->ancestors, line), candidate);
  if (below->len > 1)
    goes_on = sort_descend_merge (sort, line, below);
  else if (below->len == 1 && sort_is_open (sort, g_array_index (below, guint, 0)))
    {
      sort_move_line (sort, line, g_array_index (below, guint, 0));
      goes_on = TRUE;
    }
  retort_index_set_remove (sort->waiting, candidate);
  return goes_on;
}

static GArray *
sort_all (const RetortHistory *self, const RetortIndexSet *revisions, const GArray *heads,
          const RetortIndexSet *within)
{
  GArray *output = g_array_new (FALSE, FALSE, sizeof (guint));
  guint line = 0;
  Sort sort;

  sort_init (&sort, self, revisions, heads, within);
  while (sort.heads->len > 0)
    {
      guint candidate = g_array_index (sort.heads, guint, line);

      if (sort_find_obstacle (&sort, line, candidate, &line))
        continue;

      g_array_append_val (output, candidate);
      retort_index_set_remove (sort.todo, candidate);
      if (!sort_descend (&sort, line, candidate))
        {
          g_array_remove_index (sort.heads, line);
          g_ptr_array_remove_index (sort.ancestors, line);
          line = line > 0 ? line - 1 : 0;
        }
    }
  sort_clear (&sort);
  return output;
}

/**
 * retort_history_sort: (skip)
 * @self: a history
 * @revisions: what to put in order
 * @heads: (element-type guint): where to start; those outside of @revisions are passed over
 *
 * Returns: (transfer full) (element-type guint): @revisions, newest first; what is not reached from
 * @heads through other members is left out
 */
GArray *
retort_history_sort (const RetortHistory *self, const RetortIndexSet *revisions, const GArray *heads)
{
  return sort_all (self, revisions, heads, NULL);
}

/**
 * retort_history_sort_whole: (skip)
 * @self: a history
 * @revisions: what to put in order; no way down from one of them to another leads over a revision that is not one of them
 * @heads: (element-type guint): where to start
 *
 * Looks at @revisions only, not at the whole history below them.
 *
 * Returns: (transfer full) (element-type guint): as retort_history_sort()
 */
GArray *
retort_history_sort_whole (const RetortHistory *self, const RetortIndexSet *revisions, const GArray *heads)
{
  return sort_all (self, revisions, heads, revisions);
}
