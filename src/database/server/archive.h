/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A whole database in a file, and back, by pg_dump and pg_restore. Blocks: worker threads only. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The rows of @table are copied from now on. On the thread that waits. */
typedef void (*RetortArchiveProgress) (const char *table, gpointer user_data);

/* @place: a connection string without a secret; @password (nullable): for the environment of the program. */
gboolean retort_archive_write (const char *place, const char *password, guint server_major, const char *path,
                               RetortArchiveProgress progress, gpointer user_data, GCancellable *cancellable, GError **error);
gboolean retort_archive_read  (const char *place, const char *password, guint server_major, const char *path,
                               RetortArchiveProgress progress, gpointer user_data, GCancellable *cancellable, GError **error);

G_END_DECLS
