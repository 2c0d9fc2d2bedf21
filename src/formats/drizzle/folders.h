/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One folder a migration, YYYYMMDDHHMMSS_name with migration.sql and snapshot.json: the second generation. */
#pragma once

#include "formats/drizzle/journal.h"

G_BEGIN_DECLS

gboolean   retort_drizzle_folders_exist (const char *out);
/* (transfer full) (element-type RetortDrizzleEntry): in the order of their names */
GPtrArray *retort_drizzle_folders_read  (RetortDrizzleReading *self) G_GNUC_WARN_UNUSED_RESULT;
int        retort_drizzle_compare_names (const char *a, const char *b);

G_END_DECLS
