/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A new file never takes the place of another one: it is written whole beside its place and linked there, which fails when
 * something is there already. */
#include "formats/new-revision.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/**
 * retort_new_file_new:
 * @id: the revision
 * @path: (transfer full): where it goes
 * @text: (transfer full): what it says
 *
 * Returns: (transfer full): a file that is not written yet
 */
RetortNewFile *
retort_new_file_new (const char *id, char *path, char *text)
{
  RetortNewFile *self = g_new0 (RetortNewFile, 1);

  self->id = g_strdup (id);
  self->path = path;
  self->text = text;
  self->remarks = g_ptr_array_new_with_free_func (g_free);
  return self;
}

/**
 * retort_new_file_free:
 * @self: (transfer full) (nullable): a file
 */
void
retort_new_file_free (RetortNewFile *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->path);
  g_free (self->text);
  g_ptr_array_unref (self->remarks);
  g_free (self);
}

static gboolean
fail (const RetortNewFile *self, const char *why, GError **error)
{
  g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_UNREADABLE, "cannot write '%s': %s", self->path, why);
  return FALSE;
}

/**
 * retort_new_file_write:
 * @self: a file
 * @error: return location for a %RETORT_FORMAT_ERROR_UNREADABLE: something is there already, or it cannot be written
 *
 * Makes the folders that are missing. Blocks; any thread.
 *
 * Returns: whether it is there now
 */
gboolean
retort_new_file_write (const RetortNewFile *self, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autofree char *beside = g_strdup_printf ("%s.%08x.new", self->path, g_random_int ());
  g_autoptr(GError) cause = NULL;
  gboolean is_linked;
  int number;

  if (g_mkdir_with_parents (folder, 0777) != 0)
    return fail (self, g_strerror (errno), error);
  if (!g_file_set_contents_full (beside, self->text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0666, &cause))
    return fail (self, cause->message, error);
  is_linked = link (beside, self->path) == 0;
  number = errno;
  g_unlink (beside);
  return is_linked || fail (self, g_strerror (number), error);
}
