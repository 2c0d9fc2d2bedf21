/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Retort's own PostgreSQL: practice, rehearsal, trying things (docs/ARCHITECTURE.md, decision 11). Unix
 * socket only, started on demand, shared by all processes of the user, stopped by the last one that
 * leaves. Blocks: worker threads only. */
#pragma once

#include "model/profile.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Holds the server up while it lives. Reference counted (atomic). */
typedef struct _RetortServer RetortServer;

RetortServer  *retort_server_acquire         (const char *state_folder, GCancellable *cancellable,
                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
RetortServer  *retort_server_ref             (RetortServer *self);
void           retort_server_release         (RetortServer *self);
const char    *retort_server_get_folder      (const RetortServer *self);
const char    *retort_server_get_socket_folder (const RetortServer *self);
const char    *retort_server_get_log_path    (const RetortServer *self);
gboolean       retort_server_ensure_database (RetortServer *self, const char *database,
                                              GCancellable *cancellable, GError **error);
gboolean       retort_server_drop_database   (RetortServer *self, const char *database,
                                              GCancellable *cancellable, GError **error);
/* Of another database: all of its objects, none of its rows. @place: a connection string without a secret. */
gboolean       retort_server_copy_structure  (RetortServer *self, const char *place, const char *password, const char *database,
                                              GCancellable *cancellable, GError **error);
RetortProfile *retort_server_dup_profile     (RetortServer *self, const char *database) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortServer, retort_server_release)

G_END_DECLS
