/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a list of revisions to a graph, as RevisionMap._revision_map does it
 * (alembic/script/revision.py). Where Alembic gives up, the graph leaves out the link in question
 * and keeps the problem. */
#include "analysis/history/history-private.h"

#include <string.h>

/**
 * retort_history_problem_free: (skip)
 * @data: (transfer full): a #RetortHistoryProblem
 */
void
retort_history_problem_free (gpointer data)
{
  RetortHistoryProblem *problem = data;

  retort_revision_unref (problem->revision);
  g_clear_pointer (&problem->other, retort_revision_unref);
  g_free (problem->name);
  g_free (problem->message);
  g_free (problem);
}

/**
 * retort_history_add_suspect: (skip)
 * @self: a history that is being made
 * @revision: what a problem is about
 */
void
retort_history_add_suspect (RetortHistory *self, RetortRevision *revision)
{
  g_hash_table_add (self->suspects, (gpointer) retort_revision_get_id (revision));
}

/**
 * retort_history_add_problem: (skip)
 * @self: a history that is being made
 * @problem: what is wrong; its @message is taken, the rest is copied
 */
void
retort_history_add_problem (RetortHistory *self, const RetortHistoryProblem *problem)
{
  RetortHistoryProblem *copy = g_new0 (RetortHistoryProblem, 1);

  copy->kind = problem->kind;
  copy->revision = retort_revision_ref (problem->revision);
  copy->other = problem->other != NULL ? retort_revision_ref (problem->other) : NULL;
  copy->name = g_strdup (problem->name);
  copy->message = problem->message;
  g_ptr_array_add (self->problems, copy);
  retort_history_add_suspect (self, copy->revision);
  if (copy->other != NULL)
    retort_history_add_suspect (self, copy->other);
}

/* The characters of an id that symbols need, sorted and joined; NULL when there is none. */
static char *
find_reserved_characters (const char *id)
{
  GString *found = g_string_new (NULL);

  for (const char *reserved = "+-:@"; *reserved != '\0'; reserved++)
    if (strchr (id, *reserved) != NULL)
      g_string_append_printf (found, "%s%c", found->len > 0 ? ", " : "", *reserved);
  return g_string_free (found, found->len == 0);
}

static void
check_id (RetortHistory *self, RetortRevision *revision)
{
  const char *id = retort_revision_get_id (revision);
  g_autofree char *found = find_reserved_characters (id);
  RetortHistoryProblem problem = { RETORT_HISTORY_PROBLEM_INVALID_ID, revision, NULL, found, NULL };

  if (found == NULL)
    return;
  problem.message
      = g_strdup_printf ("Character(s) '%s' not allowed in revision identifier '%s'", found, id);
  retort_history_add_problem (self, &problem);
}

/* Gives @name to the node, unless it has an owner already. */
static gboolean
claim_name (RetortHistory *self, const char *name, guint index)
{
  char *key;

  if (g_hash_table_contains (self->index_of, name))
    return FALSE;
  key = g_strdup (name);
  g_ptr_array_add (self->names, key);
  return g_hash_table_insert (self->index_of, key, GUINT_TO_POINTER (index + 1));
}

static void
node_init (RetortHistoryNode *node, RetortRevision *revision)
{
  node->revision = retort_revision_ref (revision);
  node->labels = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < RETORT_N_RELATIONS; i++)
    node->related[i] = g_array_new (FALSE, FALSE, sizeof (guint));
}

/* As in a dict, the later of two files with the same id takes the place of the first. */
static void
replace_revision (RetortHistory *self, RetortRevision *revision)
{
  const char *id = retort_revision_get_id (revision);
  RetortHistoryProblem problem
      = { RETORT_HISTORY_PROBLEM_DUPLICATE_ID, revision, NULL, (char *) id, NULL };
  RetortRevision **place;
  guint index;

  g_return_if_fail (retort_history_get_index (self, id, &index));

  place = &self->nodes[index].revision;
  problem.other = *place;
  problem.message = g_strdup_printf ("Revision %s is present more than once", id);
  retort_history_add_problem (self, &problem);
  retort_revision_unref (*place);
  *place = retort_revision_ref (revision);
}

static void
map_ids (RetortHistory *self, GPtrArray *revisions)
{
  for (guint i = 0; i < revisions->len; i++)
    {
      RetortRevision *revision = g_ptr_array_index (revisions, i);

      if (!self->is_linear)
        check_id (self, revision);
      if (claim_name (self, retort_revision_get_id (revision), self->n_nodes))
        node_init (&self->nodes[self->n_nodes++], revision);
      else
        replace_revision (self, revision);
    }
}

static void
add_duplicate_label (RetortHistory *self, RetortRevision *revision, const char *label)
{
  RetortHistoryProblem problem
      = { RETORT_HISTORY_PROBLEM_DUPLICATE_LABEL, revision, NULL, (char *) label, NULL };
  guint owner = 0;

  g_return_if_fail (retort_history_get_index (self, label, &owner));

  problem.other = self->nodes[owner].revision;
  problem.message
      = g_strdup_printf ("Branch name '%s' in revision %s already used by revision %s", label,
                         retort_revision_get_id (revision), retort_revision_get_id (problem.other));
  retort_history_add_problem (self, &problem);
}

static void
map_own_labels (RetortHistory *self)
{
  for (guint i = 0; i < self->n_nodes; i++)
    {
      RetortHistoryNode *node = &self->nodes[i];

      for (const char *const *label = retort_revision_get_labels (node->revision); *label != NULL;
           label++)
        if (claim_name (self, *label, i))
          {
            g_ptr_array_add (node->labels, g_strdup (*label));
            node->n_own_labels++;
          }
        else
          {
            add_duplicate_label (self, node->revision, *label);
          }
    }
}

static void
add_unknown_link (RetortHistory *self, RetortRevision *revision, const char *name,
                  gboolean is_dependency)
{
  RetortHistoryProblem problem
      = { RETORT_HISTORY_PROBLEM_UNKNOWN_DOWN, revision, NULL, (char *) name, NULL };

  if (is_dependency)
    problem.kind = RETORT_HISTORY_PROBLEM_UNKNOWN_DEPENDENCY;
  problem.message = g_strdup_printf ("Revision %s referenced from %s is not present", name,
                                     retort_revision_get_id (revision));
  retort_history_add_problem (self, &problem);
}

static void
add_self_loop (RetortHistory *self, RetortRevision *revision, gboolean is_dependency)
{
  RetortHistoryProblem problem = { RETORT_HISTORY_PROBLEM_CYCLE, revision, NULL, NULL, NULL };

  problem.message = g_strdup_printf ("%s is detected in revisions (%s)",
                                     is_dependency ? "Dependency self-loop" : "Self-loop",
                                     retort_revision_get_id (revision));
  retort_history_add_problem (self, &problem);
}

/* Labels lead to a revision only for dependencies; down_revision needs a full id. */
static gboolean
find_link (RetortHistory *self, const char *name, gboolean is_dependency, guint *index)
{
  return retort_history_get_index (self, name, index)
         && (is_dependency
             || g_str_equal (retort_revision_get_id (self->nodes[*index].revision), name));
}

static void
map_links (RetortHistory *self, guint index, const char *const *names, RetortRelation relation)
{
  gboolean is_dependency = relation == RETORT_RELATION_DEPENDENCIES;
  RetortHistoryNode *node = &self->nodes[index];

  for (; *names != NULL; names++)
    {
      guint target;

      if (!find_link (self, *names, is_dependency, &target))
        add_unknown_link (self, node->revision, *names, is_dependency);
      else if (target == index)
        add_self_loop (self, node->revision, is_dependency);
      else if (!retort_index_array_contains (node->related[relation], target))
        g_array_append_val (node->related[relation], target);
    }
}

static void
join_unique (GArray *joined, const GArray *first, const GArray *second)
{
  g_array_set_size (joined, 0);
  g_array_append_vals (joined, first->data, first->len);
  for (guint i = 0; i < second->len; i++)
    if (!retort_index_array_contains (first, g_array_index (second, guint, i)))
      g_array_append_val (joined, g_array_index (second, guint, i));
}

/* What follows what, seen from below. */
static void
map_reverse (RetortHistory *self)
{
  for (guint i = 0; i < self->n_nodes; i++)
    {
      GArray **related = self->nodes[i].related;

      join_unique (related[RETORT_RELATION_ALL_DOWN], related[RETORT_RELATION_DOWN],
                   related[RETORT_RELATION_DEPENDENCIES]);
      g_array_set_size (related[RETORT_RELATION_NEXT], 0);
      g_array_set_size (related[RETORT_RELATION_ALL_NEXT], 0);
    }

  for (guint i = 0; i < self->n_nodes; i++)
    {
      GArray **related = self->nodes[i].related;
      const GArray *below = related[RETORT_RELATION_ALL_DOWN];

      for (guint j = 0; j < below->len; j++)
        {
          guint down = g_array_index (below, guint, j);

          g_array_append_val (retort_history_related (self, down, RETORT_RELATION_ALL_NEXT), i);
          if (j < related[RETORT_RELATION_DOWN]->len)
            g_array_append_val (retort_history_related (self, down, RETORT_RELATION_NEXT), i);
        }
    }
}

/* Leaves out what an ancestor depends on already (RevisionMap._normalize_depends_on). */
static void
normalize_dependencies (RetortHistory *self, guint index)
{
  GArray **related = self->nodes[index].related;
  GArray *normalized = related[RETORT_RELATION_NORMALIZED_DEPENDENCIES];
  const GArray *dependencies = related[RETORT_RELATION_DEPENDENCIES];

  if (dependencies->len > 0)
    {
      g_autoptr(RetortIndexSet) ancestors
          = retort_history_reach_one (self, index, RETORT_RELATION_DOWN);
      g_autoptr(RetortIndexSet) implied = retort_index_set_new (self->n_nodes);

      retort_index_set_remove (ancestors, index);
      for (guint i = 0; i < self->n_nodes; i++)
        {
          const GArray *others = retort_history_related (self, i, RETORT_RELATION_DEPENDENCIES);

          if (others->len > 0 && retort_index_set_contains (ancestors, i))
            for (guint j = 0; j < others->len; j++)
              retort_index_set_add (implied, g_array_index (others, guint, j));
        }
      for (guint i = 0; i < dependencies->len; i++)
        if (!retort_index_set_contains (implied, g_array_index (dependencies, guint, i)))
          g_array_append_val (normalized, g_array_index (dependencies, guint, i));
    }
  join_unique (related[RETORT_RELATION_NORMALIZED_DOWN], related[RETORT_RELATION_DOWN], normalized);
}

static void
add_labels (RetortHistoryNode *node, const GPtrArray *labels)
{
  if (node->labels == labels)
    return;
  for (guint i = 0; i < labels->len; i++)
    {
      const char *label = g_ptr_array_index (labels, i);

      if (!g_ptr_array_find_with_equal_func (node->labels, label, g_str_equal, NULL))
        g_ptr_array_add (node->labels, g_strdup (label));
    }
}

/* The end of the line above @index; FALSE when it forks. */
static gboolean
find_tip (const RetortHistory *self, guint index, guint *tip)
{
  const GArray *next;

  for (*tip = index; (next = retort_history_related (self, *tip, RETORT_RELATION_NEXT))->len > 0;)
    {
      if (next->len > 1)
        return FALSE;
      *tip = g_array_index (next, guint, 0);
    }
  return TRUE;
}

/* All descendants carry a label. So do the revisions below it, when its line runs unforked and
 * unmerged from its tip down to them (RevisionMap._add_branches). */
static void
spread_labels (RetortHistory *self, guint index)
{
  const GPtrArray *labels = self->nodes[index].labels;
  g_autoptr(RetortIndexSet) above = retort_history_reach_one (self, index, RETORT_RELATION_NEXT);
  guint at;

  for (guint i = 0; i < self->n_nodes; i++)
    if (retort_index_set_contains (above, i))
      add_labels (&self->nodes[i], labels);

  if (!find_tip (self, index, &at))
    return;
  while (retort_history_related (self, at, RETORT_RELATION_ALL_NEXT)->len < 2
         && retort_history_related (self, at, RETORT_RELATION_DOWN)->len < 2)
    {
      const GArray *down = retort_history_related (self, at, RETORT_RELATION_DOWN);

      add_labels (&self->nodes[at], labels);
      if (down->len == 0)
        break;
      at = g_array_index (down, guint, 0);
    }
}

static void
mark_broken (RetortHistory *self)
{
  g_autoptr(GArray) suspects = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < self->n_nodes; i++)
    if (g_hash_table_contains (self->suspects, retort_revision_get_id (self->nodes[i].revision)))
      g_array_append_val (suspects, i);
  self->broken = retort_history_reach (self, suspects, RETORT_RELATION_ALL_NEXT);
}

/**
 * retort_history_map: (skip)
 * @self: a history without nodes
 * @revisions: (element-type RetortRevision): in load order
 *
 * Makes the graph.
 */
void
retort_history_map (RetortHistory *self, GPtrArray *revisions)
{
  self->nodes = g_new0 (RetortHistoryNode, revisions->len);
  map_ids (self, revisions);
  map_own_labels (self);

  for (guint i = 0; i < self->n_nodes; i++)
    {
      RetortRevision *revision = self->nodes[i].revision;

      map_links (self, i, retort_revision_get_down (revision), RETORT_RELATION_DOWN);
      map_links (self, i, retort_revision_get_depends_on (revision), RETORT_RELATION_DEPENDENCIES);
    }
  map_reverse (self);
  if (retort_history_cut_cycles (self))
    map_reverse (self);
  retort_history_map_generations (self);
  mark_broken (self);

  for (guint i = 0; i < self->n_nodes; i++)
    normalize_dependencies (self, i);
  for (guint i = 0; i < self->n_nodes; i++)
    if (self->nodes[i].n_own_labels > 0)
      spread_labels (self, i);
}
