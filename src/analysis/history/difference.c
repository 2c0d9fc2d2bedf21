/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions about two places of the graph whose answers lie near them: a walk goes down from both, highest generation first, and ends
 * where the answer is known. So a merge near the head of a long history costs what it merges, not what lies below. */
#include "analysis/history/history-private.h"

/* From where a revision was reached. */
enum
{
  REACHED_FROM_OTHERS = 1 << 0,
  REACHED_FROM_FIRST = 1 << 1,
};

/* A walk down. */
typedef struct
{
  const RetortHistory *history;
  guint8 *reached; /* index: of a node; its flags */
  GArray *queue;   /* guint: reached and not walked over; the highest generation last */
  guint   n_open;  /* of the queue, what was not reached from the first */
} Walk;

/**
 * retort_history_map_generations: (skip)
 * @self: a history whose cycles are cut
 *
 * Gives every revision a number that is higher than those of all below it.
 */
void
retort_history_map_generations (RetortHistory *self)
{
  g_autofree guint *n_left = g_new0 (guint, self->n_nodes);
  g_autoptr(GArray) ready = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < self->n_nodes; i++)
    {
      n_left[i] = retort_history_related (self, i, RETORT_RELATION_ALL_DOWN)->len;
      if (n_left[i] == 0)
        g_array_append_val (ready, i);
    }
  for (guint i = 0; i < ready->len; i++)
    {
      guint index = g_array_index (ready, guint, i);
      const GArray *next = retort_history_related (self, index, RETORT_RELATION_ALL_NEXT);

      for (guint j = 0; j < next->len; j++)
        {
          guint above = g_array_index (next, guint, j);

          self->nodes[above].generation = MAX (self->nodes[above].generation, self->nodes[index].generation + 1);
          if (--n_left[above] == 0)
            g_array_append_val (ready, above);
        }
    }
}

static guint
generation_of (const Walk *walk, guint place)
{
  return walk->history->nodes[g_array_index (walk->queue, guint, place)].generation;
}

static void
enqueue (Walk *walk, guint index)
{
  guint generation = walk->history->nodes[index].generation;
  guint place = walk->queue->len;

  while (place > 0 && generation_of (walk, place - 1) > generation)
    place--;
  g_array_insert_val (walk->queue, place, index);
}

/* What is in the queue was reached before and waits for what is above it. */
static void
reach (Walk *walk, guint index, guint8 flags)
{
  guint8 before = walk->reached[index];
  guint8 after = before | flags;

  if (before == after)
    return;
  walk->reached[index] = after;
  if (before == 0)
    enqueue (walk, index);
  if (before == 0 && after == REACHED_FROM_OTHERS)
    walk->n_open++;
  else if (before == REACHED_FROM_OTHERS)
    walk->n_open--;
}

static guint
dequeue (Walk *walk)
{
  guint index = g_array_index (walk->queue, guint, walk->queue->len - 1);

  g_array_set_size (walk->queue, walk->queue->len - 1);
  if (walk->reached[index] == REACHED_FROM_OTHERS)
    walk->n_open--;
  return index;
}

/**
 * retort_history_reach_without: (skip)
 * @self: a history
 * @others: (element-type guint): where to start
 * @first: a revision
 *
 * Returns: (transfer full): @others and all below, without @first and all below
 */
RetortIndexSet *
retort_history_reach_without (const RetortHistory *self, const GArray *others, guint first)
{
  RetortIndexSet *found = retort_index_set_new (self->n_nodes);
  g_autofree guint8 *reached = g_new0 (guint8, self->n_nodes);
  g_autoptr(GArray) queue = g_array_new (FALSE, FALSE, sizeof (guint));
  Walk walk = { self, reached, queue, 0 };

  reach (&walk, first, REACHED_FROM_FIRST);
  for (guint i = 0; i < others->len; i++)
    reach (&walk, g_array_index (others, guint, i), REACHED_FROM_OTHERS);
  while (walk.n_open > 0)
    {
      guint index = dequeue (&walk);
      const GArray *below = retort_history_related (self, index, RETORT_RELATION_NORMALIZED_DOWN);

      if (reached[index] == REACHED_FROM_OTHERS)
        retort_index_set_add (found, index);
      for (guint i = 0; i < below->len; i++)
        reach (&walk, g_array_index (below, guint, i), reached[index]);
    }
  return found;
}

/**
 * retort_history_is_below: (skip)
 * @self: a history
 * @index: a revision
 * @from: a revision
 *
 * Returns: whether @index is reached from @from; a revision is reached from itself
 */
gboolean
retort_history_is_below (const RetortHistory *self, guint index, guint from)
{
  g_autofree guint8 *reached = g_new0 (guint8, self->n_nodes);
  g_autoptr(GArray) queue = g_array_new (FALSE, FALSE, sizeof (guint));
  Walk walk = { self, reached, queue, 0 };

  reach (&walk, from, REACHED_FROM_OTHERS);
  while (queue->len > 0 && reached[index] == 0)
    {
      guint at = dequeue (&walk);
      const GArray *below = retort_history_related (self, at, RETORT_RELATION_NORMALIZED_DOWN);

      if (self->nodes[at].generation <= self->nodes[index].generation)
        return FALSE;
      for (guint i = 0; i < below->len; i++)
        reach (&walk, g_array_index (below, guint, i), REACHED_FROM_OTHERS);
    }
  return reached[index] != 0;
}
