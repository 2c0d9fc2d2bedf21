/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Snapshots of the second generation: the first one lists rows, one an object of the schema, the later ones what to do to the rows of the
 * one before. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

gboolean   retort_drizzle_snapshot_has_rows (JsonObject *snapshot);
/* (nullable) (element-type JsonObject) */
GPtrArray *retort_drizzle_snapshot_list_rows (GPtrArray *snapshots, JsonObject *snapshot) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full) */
JsonObject *retort_drizzle_rows_to_snapshot (GPtrArray *rows) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
