/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of revisions: planned ones, ghosts, what was removed on this branch, and then the history with what the version rows say. */
#include "config.h"

#include "workbench/revision-item-private.h"
#include "workbench/shell-word.h"
#include "workbench/workbench-private.h"

/* Makes the list show @wanted with as few changes as a common beginning and end allow. */
static void
replace_rows (GListStore *store, GPtrArray *wanted)
{
  GListModel *model = G_LIST_MODEL (store);
  guint n_old = g_list_model_get_n_items (model);
  guint n_same_start = 0;
  guint n_same_end = 0;
  guint n_shorter = MIN (n_old, wanted->len);

  for (; n_same_start < n_shorter; n_same_start++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (model, n_same_start);

      if ((gpointer) item != g_ptr_array_index (wanted, n_same_start))
        break;
    }
  for (; n_same_end < n_shorter - n_same_start; n_same_end++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (model, n_old - 1 - n_same_end);

      if ((gpointer) item != g_ptr_array_index (wanted, wanted->len - 1 - n_same_end))
        break;
    }
  if (n_same_start == n_old && n_old == wanted->len)
    return;
  g_list_store_splice (store, n_same_start, n_old - n_same_start - n_same_end,
                       wanted->pdata + n_same_start, wanted->len - n_same_start - n_same_end);
}

static void
append_ghost (RetortWorkbench *self, GPtrArray *rows, const char *id)
{
  RetortRevisionItem *ghost = g_hash_table_lookup (self->items, id);

  if (ghost == NULL)
    {
      ghost = retort_revision_item_new (id);
      g_hash_table_insert (self->items, g_strdup (id), ghost);
    }
  retort_revision_item_set_mark (ghost, RETORT_REVISION_MARK_UNKNOWN);
  g_ptr_array_add (rows, ghost);
  self->n_unknown++;
}

/* What brings the file back. */
static char *
dup_checkout (RetortWorkbench *self, RetortRevision *revision)
{
  g_autofree char *folder = retort_shell_word_quote (self->project_path);
  g_autofree char *file = retort_shell_word_quote (retort_revision_get_path (revision));
  g_autofree char *ref = retort_shell_word_quote (self->removed_from);

  return g_strdup_printf ("git -C %s checkout %s -- %s", folder, ref, file);
}

/* A database may have it as well: then its row is there already. */
static void
append_removed (RetortWorkbench *self, GPtrArray *rows, RetortRevision *revision)
{
  const char *id = retort_revision_get_id (revision);
  RetortRevisionItem *item = g_hash_table_lookup (self->items, id);
  RetortRevisionGhost fields = { NULL };
  g_autofree char *command = NULL;

  if (item != NULL && retort_revision_item_get_revision (item) != NULL)
    return;
  if (item == NULL)
    {
      item = retort_revision_item_new (id);
      g_hash_table_insert (self->items, g_strdup (id), item);
    }
  retort_revision_item_set_branch (item, RETORT_REVIEWED_REMOVED);
  if (g_ptr_array_find (rows, item, NULL))
    return;
  command = dup_checkout (self, revision);
  retort_revision_item_set_planned (item, retort_revision_get_caption (revision), NULL);
  retort_revision_item_set_mark (item, RETORT_REVISION_MARK_NONE);
  fields.place = (char *) retort_revision_get_path (revision);
  fields.text = (char *) retort_source_get_text (retort_revision_get_source (revision));
  fields.command = command;
  retort_revision_item_take_ghost (item, retort_revision_ghost_new (&fields));
  g_ptr_array_add (rows, item);
}

static RetortRevisionMark
mark_of_state (RetortRevisionState state)
{
  switch (state)
    {
    case RETORT_REVISION_STATE_NONE: return RETORT_REVISION_MARK_NONE;
    case RETORT_REVISION_STATE_PENDING: return RETORT_REVISION_MARK_PENDING;
    case RETORT_REVISION_STATE_APPLIED: return RETORT_REVISION_MARK_APPLIED;
    case RETORT_REVISION_STATE_CURRENT: return RETORT_REVISION_MARK_CURRENT;
    case RETORT_REVISION_STATE_UNKNOWN: return RETORT_REVISION_MARK_UNKNOWN;
    case RETORT_REVISION_STATE_SKIPPED: return RETORT_REVISION_MARK_SKIPPED;
    case RETORT_REVISION_STATE_EDITED: return RETORT_REVISION_MARK_EDITED;
    }
  g_return_val_if_reached (RETORT_REVISION_MARK_NONE);
}

/* (nullable) */
static const char *
find_mark_note (RetortWorkbench *self, RetortRevisionItem *item)
{
  const RetortApplied *applied = self->state != NULL ? self->state->applied : NULL;
  const RetortAppliedEntry *entry = applied != NULL ? retort_applied_find (applied, retort_revision_item_get_id (item)) : NULL;

  return entry != NULL ? entry->note : NULL;
}

/**
 * retort_workbench_update_rows: (skip)
 * @self: a workbench
 *
 * Shows the version rows in the list of revisions, or that none are known, and what was removed on this branch.
 */
void
retort_workbench_update_rows (RetortWorkbench *self)
{
  g_autoptr(GHashTable) states = NULL;
  g_auto(GStrv) unknown = NULL;
  g_autoptr(GPtrArray) rows = g_ptr_array_new ();

  self->n_pending = 0;
  self->n_unknown = 0;
  self->n_skipped = 0;
  if (self->workspace != NULL && self->state != NULL)
    {
      states = retort_target_state_list_states (self->state, self->workspace);
      unknown = retort_target_state_dup_unknown (self->state, self->workspace);
    }
  retort_workbench_append_planned (self, rows);
  for (gsize i = 0; unknown != NULL && unknown[i] != NULL; i++)
    append_ghost (self, rows, unknown[i]);
  for (guint i = 0; self->removed != NULL && i < self->removed->len; i++)
    append_removed (self, rows, g_ptr_array_index (self->removed, i));
  for (guint i = 0; i < self->order->len; i++)
    {
      RetortRevisionItem *item = g_ptr_array_index (self->order, i);
      gpointer state = states != NULL ? g_hash_table_lookup (states, retort_revision_item_get_id (item)) : NULL;
      RetortRevisionMark mark = mark_of_state (GPOINTER_TO_INT (state));

      retort_revision_item_set_mark_note (item, find_mark_note (self, item));
      retort_revision_item_set_mark (item, mark);
      self->n_skipped += mark == RETORT_REVISION_MARK_SKIPPED;
      self->n_pending += mark == RETORT_REVISION_MARK_PENDING;
      g_ptr_array_add (rows, item);
    }
  for (guint i = 0; i < rows->len; i++)
    retort_revision_item_set_position (g_ptr_array_index (rows, i), i);
  replace_rows (self->revisions, rows);
  retort_workbench_notify (self, RETORT_WORKBENCH_PROP_N_PENDING);
  retort_workbench_notify (self, RETORT_WORKBENCH_PROP_N_UNKNOWN);
  retort_workbench_notify (self, RETORT_WORKBENCH_PROP_AT_HEAD);
}

/**
 * retort_workbench_update_marks: (skip)
 * @self: a workbench
 *
 * Shows what the version rows say, and looks around anew.
 */
void
retort_workbench_update_marks (RetortWorkbench *self)
{
  retort_workbench_update_rows (self);
  retort_workbench_look_around (self);
}
