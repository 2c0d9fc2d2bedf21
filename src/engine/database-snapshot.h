/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Snapshots of a development database: its whole content in a file of the user's, and back. Blocks: worker threads only. */
#pragma once

#include "engine/target.h"

G_BEGIN_DECLS

/**
 * RetortSnapshotError:
 * @RETORT_SNAPSHOT_ERROR_ENVIRONMENT: the profile is not marked as development
 * @RETORT_SNAPSHOT_ERROR_NAME: there is a snapshot of that name already, or none, or it has no name
 * @RETORT_SNAPSHOT_ERROR_FILE: it cannot be read or written; the message says why
 * @RETORT_SNAPSHOT_ERROR_CONTENT: what came out is not what went in; the database is as it was
 * @RETORT_SNAPSHOT_ERROR_UNKNOWN: the server was lost while the databases changed their names
 */
typedef enum
{
  RETORT_SNAPSHOT_ERROR_ENVIRONMENT,
  RETORT_SNAPSHOT_ERROR_NAME,
  RETORT_SNAPSHOT_ERROR_FILE,
  RETORT_SNAPSHOT_ERROR_CONTENT,
  RETORT_SNAPSHOT_ERROR_UNKNOWN,
} RetortSnapshotError;

#define RETORT_SNAPSHOT_ERROR (retort_snapshot_error_quark ())
GQuark retort_snapshot_error_quark (void);

/**
 * RetortDatabaseSnapshot:
 * @name: what somebody called it; one of a kind for a database
 * @path: (type filename): the file with the content
 * @database: what the database was called
 * @rows: (array zero-terminated=1): its version rows
 * @time_us: when it was taken, g_get_real_time()
 * @size: of the file, bytes
 * @server_version: as libpq says it
 * @n_tables: tables whose rows are in it
 *
 * Immutable once made.
 */
typedef struct
{
  char   *name;
  char   *path;
  char   *database;
  GStrv   rows;
  gint64  time_us;
  guint64 size;
  int     server_version;
  guint   n_tables;
} RetortDatabaseSnapshot;

#define RETORT_TYPE_DATABASE_SNAPSHOT (retort_database_snapshot_get_type ())
GType                   retort_database_snapshot_get_type (void) G_GNUC_CONST;
RetortDatabaseSnapshot *retort_database_snapshot_ref      (RetortDatabaseSnapshot *self);
void                    retort_database_snapshot_unref    (RetortDatabaseSnapshot *self);

/* @table: whose rows are being copied; number @n_done of @n_total, which may be a little wrong. On the thread that waits. */
typedef void (*RetortSnapshotProgress) (const char *table, guint n_done, guint n_total, gpointer user_data);

/* Where it may be done. */
gboolean                retort_database_snapshot_is_allowed (RetortProfile *profile);
/* (element-type RetortDatabaseSnapshot): of this database, newest first. */
GPtrArray              *retort_database_snapshot_list    (RetortTarget *target, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
RetortDatabaseSnapshot *retort_database_snapshot_find    (RetortTarget *target, const char *name, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
RetortDatabaseSnapshot *retort_database_snapshot_take    (RetortTarget *target, RetortWorkspace *workspace, const char *name, RetortSnapshotProgress progress,
                                                          gpointer user_data, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean                retort_database_snapshot_delete  (RetortDatabaseSnapshot *self, GError **error);
/* The name under which the database as it was is kept. */
char                   *retort_database_snapshot_restore (RetortDatabaseSnapshot *self, RetortTarget *target, RetortWorkspace *workspace,
                                                          RetortSnapshotProgress progress, gpointer user_data, GCancellable *cancellable,
                                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortDatabaseSnapshot, retort_database_snapshot_unref)

G_END_DECLS
