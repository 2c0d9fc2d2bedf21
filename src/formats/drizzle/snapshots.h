/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The snapshots beside the migrations: what drizzle-kit compares the schema with when it generates the next one. */
#pragma once

#include "formats/drizzle/journal.h"

G_BEGIN_DECLS

/* Adds notes about snapshots that are missing, broken, or do not follow each other. */
void       retort_drizzle_snapshots_check    (RetortDrizzleReading *self, GPtrArray *entries, RetortDrizzleLayout layout);
/* (nullable) (element-type utf8) */
GPtrArray *retort_drizzle_snapshots_list_sql (GPtrArray *entries, const RetortDrizzleEntry *entry) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
