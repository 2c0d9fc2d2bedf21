/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One PGconn and what is done on it: connecting, one exchange at a time, cancelling. Everything here
 * belongs to the session's own thread. */
#pragma once

#include "database/session/session.h"

G_BEGIN_DECLS

typedef struct _RetortConnection RetortConnection;

RetortConnection *retort_connection_open (RetortProfile *profile, const RetortSessionOptions *options,
                                          GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void              retort_connection_free (RetortConnection *self);
void              retort_connection_set_notice_func (RetortConnection *self, RetortNoticeFunc func,
                                                     gpointer user_data);
RetortResult     *retort_connection_run  (RetortConnection *self, const char *sql, const char *const *parameters,
                                          gboolean is_simple, RetortServerError **server_error,
                                          GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
RetortTransactionState retort_connection_get_transaction (const RetortConnection *self);
int               retort_connection_get_server_version (const RetortConnection *self);
int               retort_connection_get_backend_pid (const RetortConnection *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortConnection, retort_connection_free)

G_END_DECLS
