/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A snapshot of a database for lists. Immutable. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define RETORT_TYPE_SNAPSHOT_ITEM (retort_snapshot_item_get_type ())
G_DECLARE_FINAL_TYPE (RetortSnapshotItem, retort_snapshot_item, RETORT, SNAPSHOT_ITEM, GObject)

const char *retort_snapshot_item_get_name    (RetortSnapshotItem *self);
/* "2 min ago · at 013 · 22.2 kB", as it was when the list was read */
const char *retort_snapshot_item_get_details (RetortSnapshotItem *self);

G_END_DECLS
