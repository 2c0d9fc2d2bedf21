/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes of edits: one is written to its file, all are, or all are given up. A file that changed meanwhile is
 * never replaced unasked. */
#include "config.h"

#include "ui/revision/source-pane-private.h"

#include <glib/gi18n.h>

/* An edit on its way to the file. */
typedef struct
{
  RetortSourcePane   *pane;
  RetortRevisionItem *item;
  char               *text;
  GTask              *task; /* nullable: of saving all */
} Save;

/* Data of the task that saves all. */
typedef struct
{
  guint   n_left;
  GError *error; /* nullable: the first */
} SaveAll;

static void
save_free (Save *self)
{
  g_clear_object (&self->pane);
  g_clear_object (&self->item);
  g_clear_object (&self->task);
  g_free (self->text);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Save, save_free)

static void
save_all_free (gpointer data)
{
  SaveAll *self = data;

  g_clear_error (&self->error);
  g_free (self);
}

/* The file holds the text. Somebody may have typed on while it was written: that is an edit still. */
static void
take_saved (Save *save, const char *hash)
{
  RetortSourcePane *self = save->pane;
  g_autofree char *text = NULL;

  if (save->item != self->item)
    {
      g_hash_table_remove (self->drafts, retort_revision_item_get_id (save->item));
      retort_workbench_keep_draft (self->workbench, save->item, NULL, NULL);
      return;
    }
  self->is_gone = FALSE;
  g_free (self->base_hash);
  self->base_hash = g_strdup (hash);
  g_free (self->base_text);
  self->base_text = g_strdup (save->text);
  text = retort_source_pane_dup_text (self);
  retort_source_pane_set_modified (self, g_strcmp0 (text, save->text) != 0);
  retort_source_pane_keep_recovery_copy (self, text);
}

static void
finish_one_of_all (Save *save, GError *error)
{
  SaveAll *all = g_task_get_task_data (save->task);

  if (error != NULL && all->error == NULL)
    all->error = g_error_copy (error);
  if (--all->n_left > 0)
    return;
  if (all->error != NULL)
    g_task_return_error (save->task, g_steal_pointer (&all->error));
  else
    g_task_return_boolean (save->task, TRUE);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(Save) save = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *hash = NULL;
  gboolean is_saved = retort_workbench_save_finish (RETORT_WORKBENCH (source), result, &hash, &error);

  if (is_saved)
    take_saved (save, hash);
  else if (save->item == save->pane->item && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)
           && !save->pane->is_gone)
    {
      save->pane->is_gone = TRUE;
      retort_source_pane_show_notice (save->pane, _("The file was deleted while you were editing it."));
    }
  else if (save->item == save->pane->item && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WRONG_ETAG))
    retort_source_pane_show_notice (save->pane, _("The file changed on disk while you were editing it."));
  else if (save->task == NULL)
    g_signal_emit_by_name (save->pane, "message", error->message);
  if (save->task != NULL)
    finish_one_of_all (save, error);
  else if (is_saved)
    g_signal_emit_by_name (save->pane, "message", _("Saved"));
}

/* @text (transfer full) */
static void
start_save (RetortSourcePane *self, RetortRevisionItem *item, char *text, const char *base_hash, GTask *task)
{
  Save *save = g_new0 (Save, 1);

  save->pane = g_object_ref (self);
  save->item = g_object_ref (item);
  save->text = text;
  if (g_set_object (&save->task, task))
    ((SaveAll *) g_task_get_task_data (task))->n_left++;
  retort_workbench_save_async (self->workbench, item, text, base_hash, NULL, saved_cb, save);
}

/**
 * retort_source_pane_save: (skip)
 * @self: the pane
 *
 * Writes the text to the file; refuses when the file changed meanwhile.
 */
void
retort_source_pane_save (RetortSourcePane *self)
{
  if (self->item != NULL && self->is_modified)
    start_save (self, self->item, retort_source_pane_dup_text (self), self->base_hash, NULL);
}

/**
 * retort_source_pane_save_all_async:
 * @self: the pane
 * @callback: called when every edit was written, or could not be
 * @user_data: for @callback
 *
 * Writes the edits of all revisions to their files.
 */
void
retort_source_pane_save_all_async (RetortSourcePane *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr(GTask) task = g_task_new (self, NULL, callback, user_data);
  SaveAll *all = g_new0 (SaveAll, 1);
  GHashTableIter iter;
  gpointer id;
  gpointer value;

  g_task_set_source_tag (task, retort_source_pane_save_all_async);
  g_task_set_task_data (task, all, save_all_free);
  g_hash_table_iter_init (&iter, self->drafts);
  while (g_hash_table_iter_next (&iter, &id, &value))
    {
      const RetortUnsavedEdit *draft = value;
      RetortRevisionItem *item = retort_workbench_find_revision (self->workbench, id);

      if (item != NULL)
        start_save (self, item, g_strdup (draft->text), draft->base_hash, task);
    }
  if (self->item != NULL && self->is_modified)
    start_save (self, self->item, retort_source_pane_dup_text (self), self->base_hash, task);
  if (all->n_left == 0)
    g_task_return_boolean (task, TRUE);
}

/**
 * retort_source_pane_save_all_finish:
 * @self: the pane
 * @result: what the callback was given
 * @error: why the first file that was not written was not; #G_IO_ERROR
 *
 * Returns: whether nothing is left to save
 */
gboolean
retort_source_pane_save_all_finish (RetortSourcePane *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * retort_source_pane_count_unsaved:
 * @self: the pane
 *
 * Returns: how many revisions have edits that are not saved
 */
guint
retort_source_pane_count_unsaved (RetortSourcePane *self)
{
  return g_hash_table_size (self->drafts) + (self->is_modified ? 1 : 0);
}

/**
 * retort_source_pane_discard_async:
 * @self: the pane
 * @callback: called when no copy of an unsaved edit is left
 * @user_data: for @callback
 *
 * Gives up all edits that are not saved: the person said so.
 */
void
retort_source_pane_discard_async (RetortSourcePane *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr(GPtrArray) edited = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->drafts);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      RetortRevisionItem *item = retort_workbench_find_revision (self->workbench, id);

      if (item != NULL)
        g_ptr_array_add (edited, item);
    }
  g_hash_table_remove_all (self->drafts);
  if (self->is_modified)
    {
      g_ptr_array_add (edited, self->item);
      retort_source_pane_set_modified (self, FALSE);
      retort_source_pane_reload (self);
    }
  retort_source_pane_cancel_review (self);
  retort_workbench_drop_drafts_async (self->workbench, edited, callback, user_data);
}
