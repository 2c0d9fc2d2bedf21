/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/database-snapshot.h"
#include "workbench/snapshot-item.h"

G_BEGIN_DECLS

RetortSnapshotItem     *retort_snapshot_item_new          (RetortDatabaseSnapshot *snapshot) G_GNUC_WARN_UNUSED_RESULT;
RetortDatabaseSnapshot *retort_snapshot_item_get_snapshot (RetortSnapshotItem *self);

G_END_DECLS
