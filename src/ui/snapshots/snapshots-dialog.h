/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The snapshots of the database that is connected: take one, restore one, delete one. */
#pragma once

#include "workbench/snapshots.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define RETORT_TYPE_SNAPSHOTS_DIALOG (retort_snapshots_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RetortSnapshotsDialog, retort_snapshots_dialog, RETORT, SNAPSHOTS_DIALOG, AdwWindow)

/* Actions: snapshots.take, snapshots.cancel. */
GtkWidget *retort_snapshots_dialog_new (RetortSnapshots *snapshots, GtkWindow *parent);

G_END_DECLS
