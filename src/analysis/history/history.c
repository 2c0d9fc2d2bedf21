/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the rest of the program asks of the graph; map.c makes it. */
#include "analysis/history/history-private.h"

static RetortHistory *
make (GPtrArray *revisions, gboolean is_linear)
{
  RetortHistory *self = NULL;

  g_return_val_if_fail (revisions != NULL, NULL);

  self = g_atomic_rc_box_new0 (RetortHistory);
  self->is_linear = is_linear;
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->index_of = g_hash_table_new (g_str_hash, g_str_equal);
  self->problems = g_ptr_array_new_with_free_func (retort_history_problem_free);
  self->suspects = g_hash_table_new (g_str_hash, g_str_equal);
  retort_history_map (self, revisions);
  retort_history_map_numbers (self);
  return self;
}

/**
 * retort_history_new:
 * @revisions: (element-type RetortRevision): in load order, which decides where Alembic leaves it
 * to its map
 *
 * Makes the graph. Never fails: what is wrong is told by retort_history_get_problems().
 *
 * Returns: (transfer full): the history
 */
RetortHistory *
retort_history_new (GPtrArray *revisions)
{
  return make (revisions, FALSE);
}

/**
 * retort_history_new_linear:
 * @revisions: (element-type RetortRevision): in the order in which they run; each follows the one before it
 *
 * Makes the chain of a tool that has no graph, and that allows characters in ids that symbols of Alembic need.
 *
 * Returns: (transfer full): the history
 */
RetortHistory *
retort_history_new_linear (GPtrArray *revisions)
{
  return make (revisions, TRUE);
}

/**
 * retort_history_ref:
 * @self: a history
 *
 * Returns: (transfer full): @self
 */
RetortHistory *
retort_history_ref (RetortHistory *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
history_clear (gpointer data)
{
  RetortHistory *self = data;

  for (guint i = 0; i < self->n_nodes; i++)
    {
      retort_revision_unref (self->nodes[i].revision);
      g_ptr_array_unref (self->nodes[i].labels);
      for (guint j = 0; j < RETORT_N_RELATIONS; j++)
        g_array_unref (self->nodes[i].related[j]);
    }
  g_free (self->nodes);
  g_clear_pointer (&self->numbered, g_array_unref);
  g_hash_table_unref (self->index_of);
  g_ptr_array_unref (self->names);
  g_hash_table_unref (self->suspects);
  g_free (self->broken);
  g_ptr_array_unref (self->problems);
}

/**
 * retort_history_unref:
 * @self: (transfer full): a history
 */
void
retort_history_unref (RetortHistory *self)
{
  g_atomic_rc_box_release_full (self, history_clear);
}

/**
 * retort_history_get_n_revisions:
 * @self: a history
 *
 * Returns: the number of revisions, two files with the same id counted once
 */
guint
retort_history_get_n_revisions (const RetortHistory *self)
{
  return self->n_nodes;
}

/**
 * retort_history_get_problems:
 * @self: a history
 *
 * What is wrong with the graph itself. As long as there is anything, Alembic refuses every command. Here only paths are
 * refused that lead over a revision in question or one that follows it: the others can be looked at.
 *
 * Returns: (transfer none) (element-type RetortHistoryProblem): in the order in which they were met
 */
GPtrArray *
retort_history_get_problems (const RetortHistory *self)
{
  return self->problems;
}

/**
 * retort_history_find:
 * @self: a history
 * @id: a full id
 *
 * Returns: (transfer none) (nullable): the revision of that id
 */
RetortRevision *
retort_history_find (const RetortHistory *self, const char *id)
{
  RetortRevision *revision;
  guint index;

  g_return_val_if_fail (id != NULL, NULL);

  if (!retort_history_get_index (self, id, &index))
    return NULL;
  revision = self->nodes[index].revision;
  return g_str_equal (retort_revision_get_id (revision), id) ? revision : NULL;
}

/**
 * retort_history_list_newest_first:
 * @self: a history
 *
 * Returns: (transfer full) (element-type RetortRevision): all revisions in the order of `alembic
 * history`
 */
GPtrArray *
retort_history_list_newest_first (const RetortHistory *self)
{
  g_autoptr(GArray) heads = retort_history_select_heads (self, RETORT_RELATION_ALL_NEXT);
  g_autoptr(RetortIndexSet) all = retort_history_reach (self, heads, RETORT_RELATION_ALL_DOWN);
  g_autoptr(GArray) sorted = retort_history_sort (self, all, heads);

  return retort_history_to_revisions (self, sorted);
}

/**
 * retort_history_list_heads:
 * @self: a history
 *
 * Returns: (transfer full) (element-type RetortRevision): what no revision follows, in load order;
 * a head that another revision depends on is among them
 */
GPtrArray *
retort_history_list_heads (const RetortHistory *self)
{
  g_autoptr(GArray) heads = retort_history_select_heads (self, RETORT_RELATION_NEXT);

  return retort_history_to_revisions (self, heads);
}

/**
 * retort_history_list_real_heads:
 * @self: a history
 *
 * Returns: (transfer full) (element-type RetortRevision): what no revision follows or depends on,
 * in load order
 */
GPtrArray *
retort_history_list_real_heads (const RetortHistory *self)
{
  g_autoptr(GArray) heads = retort_history_select_heads (self, RETORT_RELATION_ALL_NEXT);

  return retort_history_to_revisions (self, heads);
}

/**
 * retort_history_list_bases:
 * @self: a history
 *
 * Returns: (transfer full) (element-type RetortRevision): what follows no revision, in load order
 */
GPtrArray *
retort_history_list_bases (const RetortHistory *self)
{
  g_autoptr(GArray) bases = retort_history_select_bases (self);

  return retort_history_to_revisions (self, bases);
}

static GPtrArray *
list_related (const RetortHistory *self, const char *id, RetortRelation relation)
{
  g_autoptr(GArray) none = NULL;
  guint index;

  if (retort_history_get_index (self, id, &index))
    return retort_history_to_revisions (self, retort_history_related (self, index, relation));

  none = g_array_new (FALSE, FALSE, sizeof (guint));
  return retort_history_to_revisions (self, none);
}

/**
 * retort_history_list_next:
 * @self: a history
 * @id: a full id
 *
 * Returns: (transfer full) (element-type RetortRevision): what follows the revision, dependencies
 * left out
 */
GPtrArray *
retort_history_list_next (const RetortHistory *self, const char *id)
{
  return list_related (self, id, RETORT_RELATION_NEXT);
}

/**
 * retort_history_list_normalized_down:
 * @self: a history
 * @id: a full id
 *
 * Returns: (transfer full) (element-type RetortRevision): what the revision follows, then what it
 * depends on and no ancestor of it depends on already; what the version table is kept by
 */
GPtrArray *
retort_history_list_normalized_down (const RetortHistory *self, const char *id)
{
  return list_related (self, id, RETORT_RELATION_NORMALIZED_DOWN);
}

/**
 * retort_history_list_added_by_parents:
 * @self: a history
 * @id: a full id
 *
 * Returns: (transfer full) (element-type RetortRevision): what the revision needs and its first parent does not, oldest first
 */
GPtrArray *
retort_history_list_added_by_parents (const RetortHistory *self, const char *id)
{
  g_autoptr(GArray) others = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr(RetortIndexSet) added = NULL;
  g_autoptr(GArray) newest_first = NULL;
  g_autoptr(GArray) oldest_first = NULL;
  const GArray *down = NULL;
  guint index;

  if (retort_history_get_index (self, id, &index))
    down = retort_history_related (self, index, RETORT_RELATION_NORMALIZED_DOWN);
  if (down == NULL || down->len < 2)
    return retort_history_to_revisions (self, others);

  g_array_append_vals (others, &g_array_index (down, guint, 1), down->len - 1);
  added = retort_history_reach_without (self, others, g_array_index (down, guint, 0));
  newest_first = retort_history_sort_whole (self, added, others);
  oldest_first = retort_index_array_reversed (newest_first);
  return retort_history_to_revisions (self, oldest_first);
}

static int
compare_labels (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/**
 * retort_history_list_labels:
 * @self: a history
 * @id: a full id
 *
 * Returns: (transfer full) (element-type utf8): the branch labels of a revision, inherited ones
 * included, sorted
 */
GPtrArray *
retort_history_list_labels (const RetortHistory *self, const char *id)
{
  GPtrArray *labels = g_ptr_array_new_with_free_func (g_free);
  guint index;

  if (!retort_history_get_index (self, id, &index))
    return labels;
  for (guint i = 0; i < self->nodes[index].labels->len; i++)
    g_ptr_array_add (labels, g_strdup (g_ptr_array_index (self->nodes[index].labels, i)));
  g_ptr_array_sort (labels, compare_labels);
  return labels;
}

/**
 * retort_history_is_ancestor:
 * @self: a history
 * @ancestor: a full id
 * @of: a full id
 *
 * Returns: whether @ancestor comes before @of, dependencies included; a revision is its own
 * ancestor
 */
gboolean
retort_history_is_ancestor (const RetortHistory *self, const char *ancestor, const char *of)
{
  guint from;
  guint to;

  if (!retort_history_get_index (self, of, &from)
      || !retort_history_get_index (self, ancestor, &to))
    return FALSE;
  return retort_history_is_below (self, to, from);
}

/**
 * retort_history_is_branchpoint:
 * @self: a history
 * @id: a full id
 *
 * Returns: whether more than one revision follows, dependencies left out
 */
gboolean
retort_history_is_branchpoint (const RetortHistory *self, const char *id)
{
  guint index;

  return retort_history_get_index (self, id, &index)
         && retort_history_related (self, index, RETORT_RELATION_NEXT)->len > 1;
}
