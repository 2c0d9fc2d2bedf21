/* SPDX-License-Identifier: GPL-3.0-or-later */
/* g_file_replace_contents() empties the file first where it cannot make another beside it, as on a full disk: what was in it is gone.
 * g_file_set_contents_full() replaces links and files that are read-only, and takes another mode. */
#include "base/written-file.h"

#include <glib/gstdio.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static gboolean
write_all (int fd, const char *text)
{
  for (gsize left = strlen (text); left > 0;)
    {
      gssize n = write (fd, text, left);

      if (n < 0 && errno != EINTR)
        return FALSE;
      text += MAX (n, 0);
      left -= (gsize) MAX (n, 0);
    }
  return TRUE;
}

/* Only a superuser can give a file to somebody else, and everybody to a group of their own. */
static gboolean
take_owner (int fd, const struct stat *before)
{
  return fchown (fd, before->st_uid, before->st_gid) == 0 || fchown (fd, (uid_t) -1, before->st_gid) == 0 || errno == EPERM;
}

/* The part holds all of it, on the disk, and looks to others as the file does. */
static gboolean
fill_part (int fd, const char *text, const struct stat *before)
{
  return write_all (fd, text) && take_owner (fd, before) && fchmod (fd, before->st_mode & 07777) == 0 && fsync (fd) == 0;
}

/* Sets errno. */
static gboolean
replace (const char *target, const char *text)
{
  g_autofree char *folder = g_path_get_dirname (target);
  g_autofree char *part = g_build_filename (folder, ".retort-XXXXXX", NULL);
  struct stat before;
  int fd = -1;
  int failure = 0;

  if (stat (target, &before) != 0 || faccessat (AT_FDCWD, target, W_OK, AT_EACCESS) != 0)
    return FALSE;
  fd = g_mkstemp_full (part, O_WRONLY | O_CLOEXEC, 0600);
  if (fd < 0)
    return FALSE;
  failure = fill_part (fd, text, &before) ? 0 : errno;
  if (close (fd) != 0 && failure == 0)
    failure = errno;
  if (failure == 0 && g_rename (part, target) != 0)
    failure = errno;
  if (failure != 0)
    g_unlink (part);
  errno = failure;
  return failure == 0;
}

/**
 * retort_written_file_replace:
 * @path: a file, or a link to one, which stays
 * @text: what it shall hold
 * @error: a #GFileError; its message says why, and not of which file
 *
 * Writes a file whole or not at all: until the new text is on the disk the old one is. Mode and, where that is allowed, owner and group stay. A
 * file that is read-only is not replaced, one that is not there is made. Any thread; blocks as long as the disk does.
 *
 * Returns: whether it holds the text
 */
gboolean
retort_written_file_replace (const char *path, const char *text, GError **error)
{
  char *target = NULL;
  gboolean is_replaced = FALSE;

  g_return_val_if_fail (path != NULL && text != NULL, FALSE);

  target = realpath (path, NULL);
  if (target == NULL && errno == ENOENT)
    return g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0666, error);
  is_replaced = target != NULL && replace (target, text);
  if (!is_replaced)
    g_set_error_literal (error, G_FILE_ERROR, (int) g_file_error_from_errno (errno), g_strerror (errno));
  free (target);
  return is_replaced;
}
