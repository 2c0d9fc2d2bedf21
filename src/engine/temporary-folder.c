/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A living owner holds a lock (flock) on its folder, which the system lets go when the process ends however it ends: a folder that
 * can be locked has no owner. Process ids would not say it, for containers that share /tmp count their own. Links are removed and
 * never followed. */
#include "engine/temporary-folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define PREFIX "retort-tree-"

/* Between making a folder and locking it lies a moment, in which it looks as if it had no owner. */
#define MIN_AGE_S 60

struct _RetortTemporaryFolder
{
  char *path;
  int   descriptor; /* of the folder, locked */
};

static void remove_contents (int folder);

static void
remove_entry (int folder, const char *name)
{
  int inner = -1;

  if (unlinkat (folder, name, 0) == 0)
    return;
  inner = openat (folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (inner < 0)
    return;
  remove_contents (inner);
  close (inner);
  unlinkat (folder, name, AT_REMOVEDIR);
}

static void
remove_contents (int folder)
{
  int copy = openat (folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *entries = copy >= 0 ? fdopendir (copy) : NULL;

  if (entries == NULL)
    {
      if (copy >= 0)
        close (copy);
      return;
    }
  for (const struct dirent *entry = readdir (entries); entry != NULL; entry = readdir (entries))
    if (!g_str_equal (entry->d_name, ".") && !g_str_equal (entry->d_name, ".."))
      remove_entry (folder, entry->d_name);
  closedir (entries);
}

/* The folder, locked; -1 when it has an owner, is not this user's, or is too young to tell. */
static int
lock_old (const char *path)
{
  int folder = g_open (path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, 0);
  struct stat status;

  if (folder < 0)
    return -1;
  if (fstat (folder, &status) == 0 && status.st_uid == geteuid () && g_get_real_time () / G_USEC_PER_SEC - status.st_mtime >= MIN_AGE_S
      && flock (folder, LOCK_EX | LOCK_NB) == 0)
    return folder;
  close (folder);
  return -1;
}

/**
 * retort_temporary_folder_clear_old:
 *
 * Any thread; blocks.
 *
 * Returns: how many folders without an owner were removed
 */
guint
retort_temporary_folder_clear_old (void)
{
  g_autoptr(GDir) around = g_dir_open (g_get_tmp_dir (), 0, NULL);
  const char *name = NULL;
  guint n_removed = 0;

  while (around != NULL && (name = g_dir_read_name (around)) != NULL)
    {
      g_autofree char *path = g_str_has_prefix (name, PREFIX) ? g_build_filename (g_get_tmp_dir (), name, NULL) : NULL;
      int folder = path != NULL ? lock_old (path) : -1;

      if (folder < 0)
        continue;
      remove_contents (folder);
      if (g_rmdir (path) == 0)
        n_removed++;
      close (folder);
    }
  return n_removed;
}

/**
 * retort_temporary_folder_new:
 * @error: a `G_FILE_ERROR`
 *
 * The first one of a process removes what others left behind. Any thread; blocks.
 *
 * Returns: (transfer full) (nullable): an empty folder that only this user can read
 */
RetortTemporaryFolder *
retort_temporary_folder_new (GError **error)
{
  static gsize is_cleared;
  g_autofree char *path = NULL;
  RetortTemporaryFolder *self = NULL;

  if (g_once_init_enter (&is_cleared))
    {
      retort_temporary_folder_clear_old ();
      g_once_init_leave (&is_cleared, 1);
    }
  path = g_dir_make_tmp (PREFIX "XXXXXX", error);
  if (path == NULL)
    return NULL;
  self = g_new0 (RetortTemporaryFolder, 1);
  self->descriptor = g_open (path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, 0);
  if (self->descriptor >= 0)
    flock (self->descriptor, LOCK_EX | LOCK_NB);
  self->path = g_steal_pointer (&path);
  return self;
}

/**
 * retort_temporary_folder_free:
 * @self: (transfer full): a folder
 *
 * Removes it with all that is in it. Blocks.
 */
void
retort_temporary_folder_free (RetortTemporaryFolder *self)
{
  if (self->descriptor >= 0)
    {
      remove_contents (self->descriptor);
      close (self->descriptor);
    }
  g_rmdir (self->path);
  g_free (self->path);
  g_free (self);
}

/**
 * retort_temporary_folder_get_path:
 * @self: a folder
 *
 * Returns: where it is
 */
const char *
retort_temporary_folder_get_path (const RetortTemporaryFolder *self)
{
  return self->path;
}
