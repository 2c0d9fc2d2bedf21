/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the graph is held. Inside analysis/history only. */
#pragma once

#include "analysis/history/history.h"
#include "analysis/history/index-set.h"
#include "analysis/history/numbering.h"

G_BEGIN_DECLS

/**
 * RetortRelation:
 * @RETORT_RELATION_DOWN: what a revision follows, as its file says
 * @RETORT_RELATION_DEPENDENCIES: what it depends on, labels resolved
 * @RETORT_RELATION_NORMALIZED_DEPENDENCIES: the same without what an ancestor (by DOWN) depends on already
 * @RETORT_RELATION_ALL_DOWN: DOWN, then DEPENDENCIES, each once
 * @RETORT_RELATION_NORMALIZED_DOWN: DOWN, then NORMALIZED_DEPENDENCIES, each once
 * @RETORT_RELATION_NEXT: the reverse of DOWN
 * @RETORT_RELATION_ALL_NEXT: the reverse of ALL_DOWN
 */
typedef enum
{
  RETORT_RELATION_DOWN,
  RETORT_RELATION_DEPENDENCIES,
  RETORT_RELATION_NORMALIZED_DEPENDENCIES,
  RETORT_RELATION_ALL_DOWN,
  RETORT_RELATION_NORMALIZED_DOWN,
  RETORT_RELATION_NEXT,
  RETORT_RELATION_ALL_NEXT,
} RetortRelation;
#define RETORT_N_RELATIONS (RETORT_RELATION_ALL_NEXT + 1)

/* One revision and its neighbours. */
typedef struct
{
  RetortRevision *revision;
  GArray         *related[RETORT_N_RELATIONS]; /* guint: indexes of nodes */
  GPtrArray      *labels;                      /* utf8: inherited ones included, each once */
  guint           n_own_labels;                /* how many names besides its id lead to it */
  guint           generation;                  /* higher than those of all below it */
  gboolean        has_number;
  RetortRevisionNumber number;                 /* read only when has_number */
} RetortHistoryNode;

struct _RetortHistory
{
  RetortHistoryNode *nodes;    /* in load order: the order of everything that Alembic leaves to its map */
  guint              n_nodes;
  GPtrArray         *names;    /* utf8: all ids in load order, then all labels: the keys of Alembic's map */
  GHashTable        *index_of; /* key: id or label (borrowed from names), value: index of the node + 1 */
  GPtrArray         *problems; /* RetortHistoryProblem */
  GHashTable        *suspects; /* set of ids (borrowed from the revisions): what the problems are about */
  RetortIndexSet    *broken;   /* the suspects and all that follows them */
  GArray            *numbered;    /* guint: the nodes that have a number, by it and then in load order */
  gboolean           is_numbered; /* the numbers are a scheme */
  gboolean           is_linear;   /* ids may hold any character */
};

/* map.c */
void            retort_history_map           (RetortHistory *self, GPtrArray *revisions);
void            retort_history_add_suspect   (RetortHistory *self, RetortRevision *revision);
void            retort_history_add_problem   (RetortHistory *self, const RetortHistoryProblem *problem);
void            retort_history_problem_free  (gpointer data);

/* cycles.c */
gboolean        retort_history_cut_cycles    (RetortHistory *self);

/* numbering.c */
void            retort_history_map_numbers   (RetortHistory *self);

/* lineage.c */
gboolean        retort_history_get_index     (const RetortHistory *self, const char *name, guint *index);
gboolean        retort_history_is_head       (const RetortHistory *self, guint index, RetortRelation next);
GArray         *retort_history_select_heads  (const RetortHistory *self, RetortRelation next);
GArray         *retort_history_select_bases  (const RetortHistory *self);
RetortIndexSet *retort_history_reach         (const RetortHistory *self, const GArray *from, RetortRelation relation);
RetortIndexSet *retort_history_reach_one     (const RetortHistory *self, guint from, RetortRelation relation);
RetortIndexSet *retort_history_reach_within  (const RetortHistory *self, guint from, RetortRelation relation, const RetortIndexSet *within);
RetortIndexSet *retort_history_lineage       (const RetortHistory *self, guint index, gboolean follows_dependencies);
GPtrArray      *retort_history_to_revisions  (const RetortHistory *self, const GArray *indexes);

/* difference.c */
void            retort_history_map_generations (RetortHistory *self);
RetortIndexSet *retort_history_reach_without (const RetortHistory *self, const GArray *others, guint first);
gboolean        retort_history_is_below      (const RetortHistory *self, guint index, guint from);

/* order.c */
GArray         *retort_history_sort          (const RetortHistory *self, const RetortIndexSet *revisions, const GArray *heads);
GArray         *retort_history_sort_whole    (const RetortHistory *self, const RetortIndexSet *revisions, const GArray *heads);

static inline GArray *
retort_history_related (const RetortHistory *self, guint index, RetortRelation relation)
{
  return self->nodes[index].related[relation];
}

static inline gboolean
retort_index_array_contains (const GArray *array, guint index)
{
  for (guint i = 0; i < array->len; i++)
    if (g_array_index (array, guint, i) == index)
      return TRUE;
  return FALSE;
}

static inline GArray *
retort_index_array_reversed (const GArray *array)
{
  GArray *copy = g_array_sized_new (FALSE, FALSE, sizeof (guint), array->len);

  for (guint i = array->len; i > 0; i--)
    g_array_append_val (copy, g_array_index (array, guint, i - 1));
  return copy;
}

G_END_DECLS
