/* SPDX-License-Identifier: GPL-3.0-or-later */
/* flock() rather than fcntl(): its locks belong to the opened file, so two holders in one process
 * do not share one by accident. Children never inherit it. */
#include "database/server/lock-file-private.h"

#include "database/session/session.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#define RETRY_MS 50

struct _RetortLockFile
{
  int fd;
  char *path;
};

/**
 * retort_lock_file_open:
 * @path: the file; made when missing
 * @error: %RETORT_DB_ERROR_SERVER
 *
 * Returns: (transfer full) (nullable): the file, not locked yet
 */
RetortLockFile *
retort_lock_file_open (const char *path, GError **error)
{
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  RetortLockFile *self = NULL;

  if (fd < 0)
    {
      g_set_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_SERVER, "cannot open '%s': %s", path,
                   g_strerror (errno));
      return NULL;
    }
  self = g_new0 (RetortLockFile, 1);
  self->fd = fd;
  self->path = g_strdup (path);
  return self;
}

/**
 * retort_lock_file_close:
 * @self: (transfer full): a file; what it held is free
 */
void
retort_lock_file_close (RetortLockFile *self)
{
  close (self->fd);
  g_free (self->path);
  g_free (self);
}

/**
 * retort_lock_file_try:
 * @self: a file
 * @mode: how to hold it; what was held before is given up in any case
 *
 * Returns: whether it is held; does not wait
 */
gboolean
retort_lock_file_try (RetortLockFile *self, RetortLockMode mode)
{
  return flock (self->fd, (mode == RETORT_LOCK_ALONE ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0;
}

/**
 * retort_lock_file_unlock:
 * @self: a file; stays open
 */
void
retort_lock_file_unlock (RetortLockFile *self)
{
  flock (self->fd, LOCK_UN);
}

/**
 * retort_pause:
 * @pause_ms: how long
 * @cancellable: (nullable): ends it early
 * @error: `G_IO_ERROR_CANCELLED`
 *
 * For what gives no sign when it changes: a lock of another process, a file of another program.
 *
 * Returns: %FALSE when cancelled
 */
gboolean
retort_pause (guint pause_ms, GCancellable *cancellable, GError **error)
{
  GPollFD fd = { -1, 0, 0 };
  gboolean has_fd = g_cancellable_make_pollfd (cancellable, &fd);

  g_poll (&fd, has_fd ? 1 : 0, (int) pause_ms);
  if (has_fd)
    g_cancellable_release_fd (cancellable);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/**
 * retort_lock_file_wait:
 * @self: a file
 * @mode: how to hold it
 * @cancellable: (nullable): ends the wait, which flock() alone would not
 * @error: `G_IO_ERROR_CANCELLED`; %RETORT_DB_ERROR_SERVER
 *
 * Returns: whether it is held
 */
gboolean
retort_lock_file_wait (RetortLockFile *self, RetortLockMode mode, GCancellable *cancellable,
                       GError **error)
{
  while (!retort_lock_file_try (self, mode))
    {
      if (errno != EWOULDBLOCK && errno != EINTR)
        {
          g_set_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_SERVER, "cannot lock '%s': %s",
                       self->path, g_strerror (errno));
          return FALSE;
        }
      if (!retort_pause (RETRY_MS, cancellable, error))
        return FALSE;
    }
  return TRUE;
}
