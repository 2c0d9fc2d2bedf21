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

static gboolean
check_kind (int fd, const char *path, GError **error)
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
  return TRUE;
}

/* The size that was told may be wrong: files of the kernel tell none, others grow while they are read. */
static gboolean
read_all (int fd, const char *path, GString *text, GError **error)
{
  char buffer[65536];

  for (;;)
    {
      gssize n = read (fd, buffer, sizeof (buffer));

      if (n == 0)
        return TRUE;
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return fail (path, errno, error);
      if (text->len + (gsize) n > RETORT_FILE_MAX_BYTES)
        return refuse (path, G_FILE_ERROR_NOMEM, "it is larger than 16 MiB", error);
      g_string_append_len (text, buffer, n);
    }
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
  g_autoptr(GString) text = NULL;
  gboolean is_read = FALSE;
  int fd = -1;

  g_return_val_if_fail (path != NULL, NULL);

  fd = g_open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY, 0);
  if (fd < 0)
    {
      fail (path, errno, error);
      return NULL;
    }
  text = g_string_new (NULL);
  is_read = check_kind (fd, path, error) && read_all (fd, path, text, error);
  close (fd);
  if (!is_read)
    return NULL;
  if (length != NULL)
    *length = text->len;
  return g_string_free (g_steal_pointer (&text), FALSE);
}
