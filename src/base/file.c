/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A project may hold anything under the name of a migration: a pipe that nobody writes to, a device without an end, a file
 * of many gigabytes. Opening such a project must neither hang nor eat the memory. */
#include "base/file.h"

#include <glib/gstdio.h>

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static gboolean
fail (const char *path, int saved_errno, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (saved_errno), "cannot read '%s': %s", name,
               g_strerror (saved_errno));
  return FALSE;
}

static gboolean
refuse (const char *path, GFileError code, const char *why, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, G_FILE_ERROR, code, "cannot read '%s': %s", name, why);
  return FALSE;
}

/* @size: what the system tells, in bytes */
static gboolean
check_kind (int fd, const char *path, gsize *size, GError **error)
{
  struct stat state;

  if (fstat (fd, &state) != 0)
    return fail (path, errno, error);
  if (S_ISDIR (state.st_mode))
    return refuse (path, G_FILE_ERROR_ISDIR, "it is a folder", error);
  if (!S_ISREG (state.st_mode))
    return refuse (path, G_FILE_ERROR_INVAL, "it is not a regular file", error);
  if (state.st_size > RETORT_FILE_MAX_BYTES)
    return refuse (path, G_FILE_ERROR_NOMEM, "it is larger than 16 MiB", error);
  *size = (gsize) state.st_size;
  return TRUE;
}

/* The size that was told may be wrong: files of the kernel tell none, others grow while they are read. One byte more than it is room for the
 * end to be seen, another one for the zero byte. */
static char *
read_all (int fd, const char *path, gsize size, gsize *length, GError **error)
{
  gsize room = size + 2;
  g_autofree char *text = g_malloc (room);

  *length = 0;
  for (;;)
    {
      gssize n = read (fd, text + *length, room - *length - 1);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          fail (path, errno, error);
          return NULL;
        }
      *length += (gsize) n;
      if (n == 0)
        break;
      if (*length > RETORT_FILE_MAX_BYTES)
        {
          refuse (path, G_FILE_ERROR_NOMEM, "it is larger than 16 MiB", error);
          return NULL;
        }
      if (*length + 1 == room)
        {
          room = MAX (2 * room, 4096);
          text = g_realloc (text, room);
        }
    }
  text[*length] = '\0';
  return g_steal_pointer (&text);
}

/**
 * retort_file_read:
 * @path: the file
 * @length: (out) (optional): its bytes, of which some may be zero
 * @error: a #GFileError; its message names the file
 *
 * Reads a whole regular file of at most %RETORT_FILE_MAX_BYTES. Anything else is refused without waiting for it. Any
 * thread; blocks as long as the disk does.
 *
 * Returns: (transfer full) (nullable): the bytes, with a zero byte after them
 */
char *
retort_file_read (const char *path, gsize *length, GError **error)
{
  char *text = NULL;
  gsize size = 0;
  gsize n_read = 0;
  int fd = -1;

  g_return_val_if_fail (path != NULL, NULL);

  fd = g_open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY, 0);
  if (fd < 0)
    {
      fail (path, errno, error);
      return NULL;
    }
  if (check_kind (fd, path, &size, error))
    text = read_all (fd, path, size, &n_read, error);
  close (fd);
  if (text != NULL && length != NULL)
    *length = n_read;
  return text;
}
