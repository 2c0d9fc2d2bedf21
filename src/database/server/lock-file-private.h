/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file that processes hold together or alone (flock). Ends with the process that holds it. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _RetortLockFile RetortLockFile;

/**
 * RetortLockMode:
 * @RETORT_LOCK_SHARED: with others that share it
 * @RETORT_LOCK_ALONE: nobody else has it
 */
typedef enum
{
  RETORT_LOCK_SHARED,
  RETORT_LOCK_ALONE,
} RetortLockMode;

RetortLockFile *retort_lock_file_open    (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void            retort_lock_file_close   (RetortLockFile *self);
gboolean        retort_lock_file_wait    (RetortLockFile *self, RetortLockMode mode,
                                          GCancellable *cancellable, GError **error);
gboolean        retort_lock_file_try     (RetortLockFile *self, RetortLockMode mode);
void            retort_lock_file_unlock  (RetortLockFile *self);
gboolean        retort_pause             (guint pause_ms, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortLockFile, retort_lock_file_close)

G_END_DECLS
