/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cycles: told in the words of RevisionMap._detect_cycles, then cut, so that all other code may
 * rely on a graph without any. Alembic misses a cycle that is reached from a head and from a base,
 * and never ends later on; here it is told like any other. */
#include "analysis/history/history-private.h"

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/* The revisions that no walk down from @heads and up from @bases meets; all of them, in load order,
 * when there is no head or no base to start from. NULL: every revision is met. */
static GPtrArray *
find_unmet (const RetortHistory *self, const GArray *heads, const GArray *bases,
            RetortRelation down, RetortRelation next)
{
  g_autoptr(RetortIndexSet) met = retort_history_reach (self, heads, down);
  g_autoptr(RetortIndexSet) from_bases = retort_history_reach (self, bases, next);
  g_autoptr(GPtrArray) unmet = g_ptr_array_new ();

  retort_index_set_intersect (met, from_bases);
  for (guint i = 0; i < self->n_nodes; i++)
    if (!retort_index_set_contains (met, i))
      g_ptr_array_add (unmet, (char *) retort_revision_get_id (self->nodes[i].revision));
  if (heads->len > 0 && bases->len > 0)
    g_ptr_array_sort (unmet, compare_strings);

  return unmet->len > 0 ? g_steal_pointer (&unmet) : NULL;
}

static GArray *
select_real_bases (const RetortHistory *self)
{
  GArray *bases = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < self->n_nodes; i++)
    if (retort_history_related (self, i, RETORT_RELATION_ALL_DOWN)->len == 0)
      g_array_append_val (bases, i);
  return bases;
}

static void
add_cycle (RetortHistory *self, const char *kind, GPtrArray *ids)
{
  RetortHistoryProblem problem = { RETORT_HISTORY_PROBLEM_CYCLE, NULL, NULL, NULL, NULL };
  g_autofree char *joined = NULL;

  problem.revision = retort_history_find (self, g_ptr_array_index (ids, 0));
  for (guint i = 0; i < ids->len; i++)
    retort_history_add_suspect (self, retort_history_find (self, g_ptr_array_index (ids, i)));
  g_ptr_array_add (ids, NULL);
  joined = g_strjoinv (", ", (char **) ids->pdata);
  problem.message = g_strdup_printf ("%s is detected in revisions (%s)", kind, joined);
  retort_history_add_problem (self, &problem);
}

static gboolean
detect_cycles (RetortHistory *self)
{
  g_autoptr(GArray) heads = retort_history_select_heads (self, RETORT_RELATION_NEXT);
  g_autoptr(GArray) bases = retort_history_select_bases (self);
  g_autoptr(GPtrArray) unmet
      = find_unmet (self, heads, bases, RETORT_RELATION_DOWN, RETORT_RELATION_NEXT);
  g_autoptr(GArray) real_heads = NULL;
  g_autoptr(GArray) real_bases = NULL;
  g_autoptr(GPtrArray) unmet_by_dependencies = NULL;

  if (unmet != NULL)
    {
      add_cycle (self, "Cycle", unmet);
      return TRUE;
    }

  real_heads = retort_history_select_heads (self, RETORT_RELATION_ALL_NEXT);
  real_bases = select_real_bases (self);
  unmet_by_dependencies = find_unmet (self, real_heads, real_bases, RETORT_RELATION_ALL_DOWN,
                                      RETORT_RELATION_ALL_NEXT);
  if (unmet_by_dependencies == NULL)
    return FALSE;
  add_cycle (self, "Dependency cycle", unmet_by_dependencies);
  return TRUE;
}

typedef enum
{
  VISIT_NEW,
  VISIT_OPEN, /* on the path that is being walked */
  VISIT_DONE,
} Visit;

typedef struct
{
  Visit *visits;    /* of each node */
  guint *n_taken;   /* how many links of each node were followed */
  gboolean is_told; /* the cycles are a problem already */
} Search;

static void
remove_link (RetortHistory *self, guint from, guint to)
{
  static const RetortRelation relations[] = { RETORT_RELATION_DOWN, RETORT_RELATION_DEPENDENCIES };

  for (guint i = 0; i < G_N_ELEMENTS (relations); i++)
    {
      GArray *related = retort_history_related (self, from, relations[i]);

      for (guint j = related->len; j > 0; j--)
        if (g_array_index (related, guint, j - 1) == to)
          g_array_remove_index (related, j - 1);
    }
}

/* The cycle that the link from the end of @path to @to closes. */
static void
add_closed_cycle (RetortHistory *self, const GArray *path, guint to)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new ();

  for (guint i = path->len; i > 0; i--)
    {
      guint member = g_array_index (path, guint, i - 1);

      g_ptr_array_add (ids, (char *) retort_revision_get_id (self->nodes[member].revision));
      if (member == to)
        break;
    }
  g_ptr_array_sort (ids, compare_strings);
  add_cycle (self, "Cycle", ids);
}

/* Walks down from @start, depth first, and removes each link that leads back onto the path. Returns
 * whether there was one. */
static gboolean
cut_below (RetortHistory *self, guint start, Search *search)
{
  g_autoptr(GArray) path = g_array_new (FALSE, FALSE, sizeof (guint));
  Visit *visits = search->visits;
  gboolean is_cut = FALSE;

  visits[start] = VISIT_OPEN;
  g_array_append_val (path, start);
  while (path->len > 0)
    {
      guint at = g_array_index (path, guint, path->len - 1);
      const GArray *down = retort_history_related (self, at, RETORT_RELATION_ALL_DOWN);
      guint next;

      if (search->n_taken[at] == down->len)
        {
          visits[at] = VISIT_DONE;
          g_array_set_size (path, path->len - 1);
          continue;
        }
      next = g_array_index (down, guint, search->n_taken[at]++);
      if (visits[next] == VISIT_OPEN)
        {
          if (!search->is_told)
            add_closed_cycle (self, path, next);
          retort_history_add_suspect (self, self->nodes[at].revision);
          retort_history_add_suspect (self, self->nodes[next].revision);
          remove_link (self, at, next);
          is_cut = TRUE;
        }
      if (visits[next] != VISIT_NEW)
        continue;
      visits[next] = VISIT_OPEN;
      g_array_append_val (path, next);
    }
  return is_cut;
}

/**
 * retort_history_cut_cycles: (skip)
 * @self: a history whose links are known
 *
 * Returns: whether links were removed: ALL_DOWN and the reverse relations must be made again
 */
gboolean
retort_history_cut_cycles (RetortHistory *self)
{
  g_autofree Visit *visits = g_new0 (Visit, self->n_nodes);
  g_autofree guint *n_taken = g_new0 (guint, self->n_nodes);
  Search search = { visits, n_taken, detect_cycles (self) };
  gboolean is_cut = FALSE;

  for (guint i = 0; i < self->n_nodes; i++)
    if (visits[i] == VISIT_NEW)
      is_cut |= cut_below (self, i, &search);
  return is_cut;
}
