/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A snapshot as the statements that make what it describes. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* (element-type utf8) (nullable): NULL for another form than that of version 7 */
GPtrArray *retort_drizzle_snapshot_to_sql (JsonObject *snapshot) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
