/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Walks over the graph that need no order. */
#include "analysis/history/history-private.h"

/**
 * retort_history_get_index: (skip)
 * @self: a history
 * @name: a full id or a branch label
 * @index: (out): where it leads
 *
 * Returns: whether there is such a name
 */
gboolean
retort_history_get_index (const RetortHistory *self, const char *name, guint *index)
{
  guint found = GPOINTER_TO_UINT (g_hash_table_lookup (self->index_of, name));

  if (found == 0)
    return FALSE;
  *index = found - 1;
  return TRUE;
}

/**
 * retort_history_is_head: (skip)
 * @self: a history
 * @index: a revision
 * @next: %RETORT_RELATION_NEXT for heads, %RETORT_RELATION_ALL_NEXT for real heads
 *
 * Returns: whether nothing follows the revision
 */
gboolean
retort_history_is_head (const RetortHistory *self, guint index, RetortRelation next)
{
  return retort_history_related (self, index, next)->len == 0;
}

/**
 * retort_history_select_heads: (skip)
 * @self: a history
 * @next: as for retort_history_is_head()
 *
 * Returns: (transfer full) (element-type guint): the heads in load order
 */
GArray *
retort_history_select_heads (const RetortHistory *self, RetortRelation next)
{
  GArray *heads = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < self->n_nodes; i++)
    if (retort_history_is_head (self, i, next))
      g_array_append_val (heads, i);
  return heads;
}

/**
 * retort_history_select_bases: (skip)
 * @self: a history
 *
 * Returns: (transfer full) (element-type guint): the revisions that follow none, in load order
 */
GArray *
retort_history_select_bases (const RetortHistory *self)
{
  GArray *bases = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < self->n_nodes; i++)
    if (retort_history_related (self, i, RETORT_RELATION_DOWN)->len == 0)
      g_array_append_val (bases, i);
  return bases;
}

static RetortIndexSet *
reach_all (const RetortHistory *self, const GArray *from, RetortRelation relation, const RetortIndexSet *within)
{
  RetortIndexSet *reached = retort_index_set_new (self->n_nodes);
  g_autoptr(GArray) todo = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < from->len; i++)
    if (retort_index_set_add (reached, g_array_index (from, guint, i)))
      g_array_append_val (todo, g_array_index (from, guint, i));

  while (todo->len > 0)
    {
      guint index = g_array_index (todo, guint, todo->len - 1);
      const GArray *related = retort_history_related (self, index, relation);

      g_array_set_size (todo, todo->len - 1);
      for (guint i = 0; i < related->len; i++)
        {
          guint next = g_array_index (related, guint, i);

          if ((within == NULL || retort_index_set_contains (within, next)) && retort_index_set_add (reached, next))
            g_array_append_val (todo, next);
        }
    }
  return reached;
}

/**
 * retort_history_reach: (skip)
 * @self: a history
 * @from: (element-type guint): where to start
 * @relation: which way to go
 *
 * Returns: (transfer full): @from and all that is reached from there
 */
RetortIndexSet *
retort_history_reach (const RetortHistory *self, const GArray *from, RetortRelation relation)
{
  return reach_all (self, from, relation, NULL);
}

/**
 * retort_history_reach_within: (skip)
 * @self: a history
 * @from: where to start
 * @relation: which way to go
 * @within: (nullable): the only revisions to go over; %NULL: all
 *
 * Returns: (transfer full): @from and all that is reached from there
 */
RetortIndexSet *
retort_history_reach_within (const RetortHistory *self, guint from, RetortRelation relation, const RetortIndexSet *within)
{
  g_autoptr(GArray) start = g_array_new (FALSE, FALSE, sizeof (guint));

  g_array_append_val (start, from);
  return reach_all (self, start, relation, within);
}

/**
 * retort_history_reach_one: (skip)
 * @self: a history
 * @from: where to start
 * @relation: which way to go
 *
 * Returns: (transfer full): @from and all that is reached from there
 */
RetortIndexSet *
retort_history_reach_one (const RetortHistory *self, guint from, RetortRelation relation)
{
  return retort_history_reach_within (self, from, relation, NULL);
}

/**
 * retort_history_lineage: (skip)
 * @self: a history
 * @index: a revision
 * @follows_dependencies: over dependencies too
 *
 * Returns: (transfer full): the revision, its ancestors and its descendants
 */
RetortIndexSet *
retort_history_lineage (const RetortHistory *self, guint index, gboolean follows_dependencies)
{
  RetortRelation down = follows_dependencies ? RETORT_RELATION_NORMALIZED_DOWN : RETORT_RELATION_DOWN;
  RetortRelation next = follows_dependencies ? RETORT_RELATION_ALL_NEXT : RETORT_RELATION_NEXT;
  RetortIndexSet *lineage = retort_history_reach_one (self, index, down);
  g_autoptr(RetortIndexSet) above = retort_history_reach_one (self, index, next);

  retort_index_set_unite (lineage, above);
  return lineage;
}

/**
 * retort_history_to_revisions: (skip)
 * @self: a history
 * @indexes: (element-type guint): revisions
 *
 * Returns: (transfer full) (element-type RetortRevision): the same, owned
 */
GPtrArray *
retort_history_to_revisions (const RetortHistory *self, const GArray *indexes)
{
  GPtrArray *revisions
      = g_ptr_array_new_full (indexes->len, (GDestroyNotify) retort_revision_unref);

  for (guint i = 0; i < indexes->len; i++)
    {
      guint index = g_array_index (indexes, guint, i);

      g_ptr_array_add (revisions, retort_revision_ref (self->nodes[index].revision));
    }
  return revisions;
}
