/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The host inside a run: compares each batch with the one that the plan promised, and only then has it sent. */
#pragma once

#include "database/session/result.h"
#include "model/host.h"
#include "model/migration.h"

G_BEGIN_DECLS

/**
 * RetortLiveSend:
 * @batch: the batch, found to be the planned one
 * @result: (out) (transfer full) (nullable): what the server gave back
 * @user_data: the sender's data
 * @cancellable: (nullable): stops the statement
 * @error: why it failed
 *
 * Sends one batch to the server. Returns %FALSE with @error set when the server refused it.
 */
typedef gboolean (*RetortLiveSend) (RetortBatch *batch, RetortResult **result, gpointer user_data, GCancellable *cancellable, GError **error);

/**
 * RetortLiveQuery:
 * @sql: a query of ours, which changes nothing
 * @user_data: the sender's data
 * @cancellable: (nullable): stops the query
 * @error: why it failed
 *
 * Asks the server in the run's own session. Returns (transfer full) the rows; %NULL with @error set.
 */
typedef RetortResult *(*RetortLiveQuery) (const char *sql, gpointer user_data, GCancellable *cancellable, GError **error);

#define RETORT_TYPE_LIVE_HOST (retort_live_host_get_type ())
G_DECLARE_FINAL_TYPE (RetortLiveHost, retort_live_host, RETORT, LIVE_HOST, GObject)

RetortHost *retort_live_host_new    (RetortMigration *planned, RetortLiveSend send, RetortLiveQuery query, gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable): the first batch that was refused, by us or by the server */
const GError *retort_live_host_get_failure (RetortLiveHost *self);
/* Were exactly the planned batches sent? */
gboolean    retort_live_host_finish (RetortLiveHost *self, GError **error);

G_END_DECLS
