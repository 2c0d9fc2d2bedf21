/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PostgreSQL's own programs on one folder: making a cluster, starting and stopping its server. Knows
 * nothing of who shares it. Also used by the servers of the tests. Blocks: worker threads only. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define RETORT_CLUSTER_SUPERUSER "postgres"
#define RETORT_CLUSTER_PORT 5432

/**
 * RetortCluster:
 * @folder: holds all of it; 0700, owned by the user that runs the server
 * @data_folder: PostgreSQL's data
 * @socket_folder: where the socket is; short enough for one
 * @log_path: what the server says
 * @bin_folder: initdb, pg_ctl and postgres of the version of the data
 * @needs_other_user: we are root, which PostgreSQL refuses: its programs run as @uid
 * @uid: the user of the programs
 * @gid: their group
 */
typedef struct
{
  char    *folder;
  char    *data_folder;
  char    *socket_folder;
  char    *log_path;
  char    *bin_folder;
  gboolean needs_other_user;
  guint    uid;
  guint    gid;
} RetortCluster;

RetortCluster *retort_cluster_new        (const char *folder, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void           retort_cluster_free       (RetortCluster *self);
gboolean       retort_cluster_make       (RetortCluster *self, const char *const *initdb_options,
                                          GCancellable *cancellable, GError **error);
gboolean       retort_cluster_start      (RetortCluster *self, const char *const *settings,
                                          GCancellable *cancellable, GError **error);
gboolean       retort_cluster_stop       (RetortCluster *self, GError **error);
gboolean       retort_cluster_is_running (const RetortCluster *self);
int            retort_cluster_get_pid    (const RetortCluster *self);
gboolean       retort_cluster_run        (const RetortCluster *self, const char *const *argv,
                                          GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortCluster, retort_cluster_free)

G_END_DECLS
