/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The snapshots of the database that is connected: a list, and one thing at a time that is done with it. Main thread. */
#pragma once

#include "workbench/snapshot-item.h"
#include "workbench/workbench.h"

G_BEGIN_DECLS

/* Properties: is-running; text (what is being done, then how it ended; "" when there is nothing to say); fraction. Signal: ended
 * (boolean: what was begun is done). The last reference cancels what runs. */
#define RETORT_TYPE_SNAPSHOTS (retort_snapshots_get_type ())
G_DECLARE_FINAL_TYPE (RetortSnapshots, retort_snapshots, RETORT, SNAPSHOTS, GObject)

/* Reads the list at once; an error when there is no database, or it is none of development. */
RetortSnapshots *retort_workbench_open_snapshots (RetortWorkbench *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether the last would work. */
gboolean         retort_workbench_has_snapshots  (RetortWorkbench *self);

GListModel      *retort_snapshots_get_list       (RetortSnapshots *self); /* RetortSnapshotItem, newest first */
const char      *retort_snapshots_get_database   (RetortSnapshots *self);
gboolean         retort_snapshots_get_is_running (RetortSnapshots *self);
const char      *retort_snapshots_get_text       (RetortSnapshots *self);
/* What the text says is a failure. */
gboolean         retort_snapshots_is_bad         (RetortSnapshots *self);

/* Nothing happens while something is being done. */
void             retort_snapshots_take           (RetortSnapshots *self, const char *name);
void             retort_snapshots_restore        (RetortSnapshots *self, RetortSnapshotItem *item);
void             retort_snapshots_delete         (RetortSnapshots *self, RetortSnapshotItem *item);
void             retort_snapshots_cancel         (RetortSnapshots *self);

G_END_DECLS
