/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each object's rank is given after those of all that it needs, depth first. Two objects that need each
 * other (a function over a table's row and the table's default) are ranked as they come. */
#include "database/catalog/ranking-private.h"

#include "database/catalog/query-private.h"

typedef struct
{
  guint *rank;
  GPtrArray *needs; /* element: Node, borrowed */
  gboolean is_visited;
} Node;

struct _RetortRanking
{
  GPtrArray *nodes;  /* element: Node */
  GHashTable *by_id; /* key: gint64, class × 2³² + oid, owned; value: Node, borrowed */
  guint n_ranked;
};

static void
node_free (gpointer data)
{
  Node *self = data;

  g_ptr_array_unref (self->needs);
  g_free (self);
}

/**
 * retort_ranking_new:
 *
 * Returns: (transfer full): a ranking of nothing yet
 */
RetortRanking *
retort_ranking_new (void)
{
  RetortRanking *self = g_new0 (RetortRanking, 1);

  self->nodes = g_ptr_array_new_with_free_func (node_free);
  self->by_id = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  return self;
}

/**
 * retort_ranking_free:
 * @self: (transfer full): a ranking
 */
void
retort_ranking_free (RetortRanking *self)
{
  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->nodes);
  g_free (self);
}

static gint64
get_number (const RetortResult *result, guint row, const char *column)
{
  return retort_result_get_int64 (result, row, (guint) retort_result_find_column (result, column),
                                  0);
}

/**
 * retort_ranking_add:
 * @self: a ranking
 * @class: which system table the object is a row of
 * @result: rows with a column oid
 * @row: which of them is the object
 * @rank: where its rank goes
 */
void
retort_ranking_add (RetortRanking *self, RetortRankedClass class, const RetortResult *result,
                    guint row, guint *rank)
{
  gint64 id = ((gint64) class << 32) + get_number (result, row, "oid");
  Node *node = g_new0 (Node, 1);

  node->rank = rank;
  node->needs = g_ptr_array_new ();
  g_ptr_array_add (self->nodes, node);
  g_hash_table_insert (self->by_id, g_memdup2 (&id, sizeof id), node);
}

static Node *
find_node (RetortRanking *self, const RetortResult *result, guint row, const char *class,
           const char *oid)
{
  gint64 id = (get_number (result, row, class) << 32) + get_number (result, row, oid);

  return g_hash_table_lookup (self->by_id, &id);
}

static void
visit (RetortRanking *self, Node *node)
{
  if (node->is_visited)
    return;
  node->is_visited = TRUE;
  for (guint i = 0; i < node->needs->len; i++)
    visit (self, g_ptr_array_index (node->needs, i));
  *node->rank = ++self->n_ranked;
}

/**
 * retort_ranking_read:
 * @self: a ranking with all its objects
 * @session: an open session
 * @cancellable: (nullable): cancels the query
 * @error: %RETORT_DB_ERROR
 *
 * Reads what needs what and fills in all ranks, from 1. Source of the rule: PostgreSQL docs,
 * "pg_depend". Blocks; worker threads only.
 *
 * Returns: whether it could be read
 */
gboolean
retort_ranking_read (RetortRanking *self, RetortSession *session, GCancellable *cancellable,
                     GError **error)
{
  g_autoptr(RetortResult) result
      = retort_catalog_query (session, "dependencies.sql", NULL, cancellable, error);

  if (result == NULL)
    return FALSE;
  for (guint row = 0; row < retort_result_get_n_rows (result); row++)
    {
      Node *node = find_node (self, result, row, "class", "oid");
      Node *needed = find_node (self, result, row, "needed_class", "needed_oid");

      if (node != NULL && needed != NULL)
        g_ptr_array_add (node->needs, needed);
    }
  for (guint i = 0; i < self->nodes->len; i++)
    visit (self, g_ptr_array_index (self->nodes, i));
  return TRUE;
}
