/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opens a folder and turns its history into rows. Worker threads only. */
#include "config.h"

#include "workbench/project-reading.h"

#include "engine/acceptance.h"

#include "workbench/revision-item-private.h"

static void
revision_reading_free (gpointer data)
{
  RetortRevisionReading *self = data;

  retort_revision_unref (self->revision);
  g_clear_object (&self->item);
  g_strfreev (self->parents);
  g_strfreev (self->children);
  g_free (self);
}

static GStrv
dup_ids (GPtrArray *revisions)
{
  GStrv ids = g_new0 (char *, revisions->len + 1);

  for (guint i = 0; i < revisions->len; i++)
    ids[i] = g_strdup (retort_revision_get_id (g_ptr_array_index (revisions, i)));
  return ids;
}

static RetortRevisionReading *
read_revision (const RetortHistory *history, RetortRevision *revision, GHashTable *heads)
{
  RetortRevisionReading *self = g_new0 (RetortRevisionReading, 1);
  const char *id = retort_revision_get_id (revision);
  g_autoptr(GPtrArray) next = retort_history_list_next (history, id);

  self->revision = retort_revision_ref (revision);
  self->is_head = g_hash_table_contains (heads, id);
  self->is_branchpoint = retort_history_is_branchpoint (history, id);
  self->parents = g_strdupv ((char **) retort_revision_get_down (revision));
  self->children = dup_ids (next);
  return self;
}

/* Nobody listens to a row that no list has: it can be filled here, where nothing waits for it. */
static void
make_items (RetortProjectReading *self)
{
  for (guint i = 0; i < self->revisions->len; i++)
    {
      RetortRevisionReading *row = g_ptr_array_index (self->revisions, i);

      row->item = retort_revision_item_new (retort_revision_get_id (row->revision));
      retort_revision_item_set_revision (row->item, row->revision);
      retort_revision_item_set_place (row->item, row->is_head, row->is_branchpoint,
                                      (const char *const *) row->parents, (const char *const *) row->children);
      if (i < self->lanes->len)
        retort_revision_item_set_lanes (row->item, g_ptr_array_index (self->lanes, i));
    }
}

/**
 * retort_project_reading_new:
 * @place: the project's folder and configuration
 * @cancellable: (nullable): to stop
 * @error: set when it cannot be opened
 *
 * Reads a project. Runs nothing that it contains.
 *
 * Returns: (transfer full): the reading, or %NULL
 */
RetortProjectReading *
retort_project_reading_new (const RetortProjectPlace *place, GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortWorkspace) workspace = retort_workspace_open (place, cancellable, error);
  g_autoptr(RetortProjectReading) self = NULL;
  g_autoptr(GPtrArray) order = NULL;
  g_autoptr(GPtrArray) heads = NULL;
  g_autoptr(GHashTable) head_ids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GPtrArray) acceptable = NULL;
  const RetortHistory *history = NULL;

  if (workspace == NULL)
    return NULL;
  history = retort_workspace_get_history (workspace);
  order = retort_history_list_newest_first (history);
  heads = retort_history_list_heads (history);
  for (guint i = 0; i < heads->len; i++)
    g_hash_table_add (head_ids, (gpointer) retort_revision_get_id (g_ptr_array_index (heads, i)));
  self = g_new0 (RetortProjectReading, 1);
  self->revisions = g_ptr_array_new_with_free_func (revision_reading_free);
  for (guint i = 0; i < order->len; i++)
    g_ptr_array_add (self->revisions, read_revision (history, g_ptr_array_index (order, i), head_ids));
  self->lanes = retort_lanes_layout (history, order);
  make_items (self);
  self->findings = retort_workspace_check_project (workspace);
  self->n_heads = heads->len;
  acceptable = retort_acceptance_list_open (workspace);
  self->n_acceptable = acceptable->len;
  self->planned = retort_planned_load (workspace);
  self->workspace = g_steal_pointer (&workspace);
  return g_steal_pointer (&self);
}

/**
 * retort_project_reading_free:
 * @self: a reading
 *
 * Frees it.
 */
void
retort_project_reading_free (RetortProjectReading *self)
{
  g_clear_pointer (&self->workspace, retort_workspace_unref);
  g_clear_pointer (&self->revisions, g_ptr_array_unref);
  g_clear_pointer (&self->lanes, g_ptr_array_unref);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_clear_pointer (&self->planned, retort_planned_free);
  g_free (self);
}
