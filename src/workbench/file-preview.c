/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "workbench/file-preview-private.h"

struct _RetortFilePreview
{
  gatomicrefcount    refs;
  RetortNewFile     *file;   /* nullable: a new file */
  RetortReparenting *change; /* nullable: another place for a file that is there */
  char              *moved;  /* nullable: the revision that @change is about */
};

static RetortFilePreview *
preview_new (void)
{
  RetortFilePreview *self = g_new0 (RetortFilePreview, 1);

  g_atomic_ref_count_init (&self->refs);
  return self;
}

/**
 * retort_file_preview_new: (skip)
 * @file: (transfer full): a file that is not written yet
 *
 * Returns: (transfer full): its preview
 */
RetortFilePreview *
retort_file_preview_new (RetortNewFile *file)
{
  RetortFilePreview *self = preview_new ();

  self->file = file;
  return self;
}

/**
 * retort_file_preview_new_move: (skip)
 * @id: the revision, as it is called now
 * @change: (transfer full): another place for it
 *
 * Returns: (transfer full): its preview
 */
RetortFilePreview *
retort_file_preview_new_move (const char *id, RetortReparenting *change)
{
  RetortFilePreview *self = preview_new ();

  self->moved = g_strdup (id);
  self->change = change;
  return self;
}

/**
 * retort_file_preview_ref:
 * @self: a preview
 *
 * Returns: (transfer full): @self with one more reference
 */
RetortFilePreview *
retort_file_preview_ref (RetortFilePreview *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

/**
 * retort_file_preview_unref:
 * @self: (transfer full): a preview
 *
 * Drops a reference; the last one frees @self.
 */
void
retort_file_preview_unref (RetortFilePreview *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_clear_pointer (&self->file, retort_new_file_free);
  g_clear_pointer (&self->change, retort_reparenting_free);
  g_free (self->moved);
  g_free (self);
}

/**
 * retort_file_preview_get_id:
 * @self: a preview
 *
 * Returns: (transfer none): the revision's id afterwards
 */
const char *
retort_file_preview_get_id (const RetortFilePreview *self)
{
  return self->file != NULL ? self->file->id : self->change->id;
}

/**
 * retort_file_preview_get_moved: (skip)
 * @self: a preview
 *
 * Returns: (transfer none) (nullable): the revision that gets another place; %NULL for a new file
 */
const char *
retort_file_preview_get_moved (const RetortFilePreview *self)
{
  return self->moved;
}

/**
 * retort_file_preview_get_path:
 * @self: a preview
 *
 * Returns: (transfer none): where it will be
 */
const char *
retort_file_preview_get_path (const RetortFilePreview *self)
{
  return self->file != NULL ? self->file->path : self->change->new_path;
}

/**
 * retort_file_preview_get_text:
 * @self: a preview
 *
 * Returns: (transfer none): what it will say
 */
const char *
retort_file_preview_get_text (const RetortFilePreview *self)
{
  return self->file != NULL ? self->file->text : self->change->text;
}

/**
 * retort_file_preview_dup_remarks:
 * @self: a preview
 *
 * Returns: (transfer full) (nullable): what the project's tool would do besides, a sentence a line
 */
char *
retort_file_preview_dup_remarks (const RetortFilePreview *self)
{
  g_autoptr(GString) text = g_string_new (NULL);

  if (self->file == NULL || self->file->remarks->len == 0)
    return NULL;
  for (guint i = 0; i < self->file->remarks->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", (const char *) g_ptr_array_index (self->file->remarks, i));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * retort_file_preview_write: (skip)
 * @self: a preview
 * @error: a RetortFormatError
 *
 * Blocks: worker threads only.
 *
 * Returns: whether it is written
 */
gboolean
retort_file_preview_write (const RetortFilePreview *self, GError **error)
{
  return self->file != NULL ? retort_new_file_write (self->file, error) : retort_reparenting_write (self->change, error);
}
