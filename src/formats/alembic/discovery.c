/* SPDX-License-Identifier: GPL-3.0-or-later */
/* alembic/script/base.py: _list_py_dir and _from_path, of 1.19: names in code point order, a folder's files before its sub-folders. */
#include "formats/alembic/discovery.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

/* What one walk over the version folders carries along. */
typedef struct
{
  RetortAlembicFiles *files;
  gboolean            is_recursive;
  GHashTable         *seen; /* key: real path of a file, owned */
  GCancellable       *cancellable;
} Walk;

/**
 * retort_alembic_files_free:
 * @self: (transfer full) (nullable): files
 */
void
retort_alembic_files_free (RetortAlembicFiles *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->paths, g_ptr_array_unref);
  g_clear_pointer (&self->folders, g_ptr_array_unref);
  g_clear_pointer (&self->notes, g_ptr_array_unref);
  g_free (self);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* (?!\.\#|__init__)(.*\.py)$ */
static gboolean
is_revision_name (const char *name)
{
  return g_str_has_suffix (name, ".py") && !g_str_has_prefix (name, ".#") && !g_str_has_prefix (name, "__init__");
}

static GPtrArray *
list_names (const char *folder, Walk *walk)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GError) cause = NULL;
  g_autoptr(GDir) dir = g_dir_open (folder, 0, &cause);
  RetortPosition nowhere = { 0, 0 };
  const char *name;

  if (dir == NULL && g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return g_steal_pointer (&names);
  if (dir == NULL)
    g_ptr_array_add (walk->files->notes,
                     retort_project_note_new (folder, nowhere, TRUE, _("The version folder cannot be read: %s."), cause->message));
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return g_steal_pointer (&names);
}

/* What lies directly in a folder whose real path is known has the same without looking at each part of it again. */
static char *
find_real_path (const char *path, const char *real_folder, const char *name, gboolean is_link)
{
  return is_link || real_folder == NULL ? realpath (path, NULL) : g_build_filename (real_folder, name, NULL);
}

static void
take_file (Walk *walk, const char *path, char *real_path)
{
  g_autofree char *real = real_path;
  RetortPosition nowhere = { 0, 0 };

  if (real != NULL && !g_hash_table_add (walk->seen, g_strdup (real)))
    g_ptr_array_add (walk->files->notes,
                     retort_project_note_new (path, nowhere, FALSE,
                                              _("The file is reached through two version folders; the second time is ignored.")));
  else
    g_ptr_array_add (walk->files->paths, g_strdup (path));
}

static gboolean
walk_folder (Walk *walk, const char *folder, GError **error)
{
  g_autoptr(GPtrArray) names = list_names (folder, walk);
  g_autoptr(GPtrArray) folders = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *real_folder = realpath (folder, NULL);

  g_ptr_array_add (walk->files->folders, g_strdup (folder));
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *path = g_build_filename (folder, name, NULL);
      struct stat state = { 0 };
      gboolean is_link = g_lstat (path, &state) != 0 || S_ISLNK (state.st_mode);
      gboolean is_folder = is_link ? g_file_test (path, G_FILE_TEST_IS_DIR) : S_ISDIR (state.st_mode);

      if (g_cancellable_set_error_if_cancelled (walk->cancellable, error))
        return FALSE;
      if (is_revision_name (name) && !is_folder)
        take_file (walk, path, find_real_path (path, real_folder, name, is_link));
      else if (walk->is_recursive && !g_str_has_suffix (name, "__pycache__") && is_folder && !is_link)
        g_ptr_array_add (folders, g_steal_pointer (&path));
    }
  for (guint i = 0; i < folders->len; i++)
    if (!walk_folder (walk, g_ptr_array_index (folders, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
holds_revisions (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (is_revision_name (name))
      return TRUE;
  return FALSE;
}

/* A program that sets version_locations itself, one folder a kind of database, leaves the usual folder without a file. */
static void
tell_of_subfolders (Walk *walk)
{
  RetortAlembicFiles *self = walk->files;
  RetortPosition nowhere = { 0, 0 };

  for (guint i = 0; i < self->folders->len; i++)
    {
      const char *folder = g_ptr_array_index (self->folders, i);
      g_autoptr(GPtrArray) names = list_names (folder, walk);

      for (guint j = 0; j < names->len; j++)
        {
          g_autofree char *path = g_build_filename (folder, g_ptr_array_index (names, j), NULL);

          if (holds_revisions (path))
            g_ptr_array_add (self->notes,
                             retort_project_note_new (path, nowhere, TRUE,
                                                      _("Its files are not in the history: no setting says that revisions lie in this folder.")));
        }
    }
}

/**
 * retort_alembic_files_find:
 * @config: where the version folders are
 * @cancellable: (nullable): stops the walk
 * @error: return location for a %G_IO_ERROR_CANCELLED
 *
 * Walks the version folders. A folder that does not exist is passed over, as Alembic does.
 *
 * Returns: (transfer full) (nullable): the files
 */
RetortAlembicFiles *
retort_alembic_files_find (const RetortAlembicConfig *config, GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortAlembicFiles) self = g_new0 (RetortAlembicFiles, 1);
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Walk walk = { self, config->is_recursive, seen, cancellable };

  self->paths = g_ptr_array_new_with_free_func (g_free);
  self->folders = g_ptr_array_new_with_free_func (g_free);
  self->notes = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_project_note_free);
  for (guint i = 0; i < config->version_folders->len; i++)
    if (!walk_folder (&walk, g_ptr_array_index (config->version_folders, i), error))
      return NULL;
  if (self->paths->len == 0 && self->notes->len == 0 && !config->is_recursive)
    tell_of_subfolders (&walk);
  return g_steal_pointer (&self);
}
