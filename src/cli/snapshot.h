/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A snapshot with its progress on standard error: of the command itself, and before an upgrade. */
#pragma once

#include "cli/cli.h"
#include "engine/database-snapshot.h"

G_BEGIN_DECLS

/* (nullable): what is told of each table; NULL where nobody looks. */
RetortSnapshotProgress  retort_cli_snapshot_get_progress (RetortCli *cli);
RetortDatabaseSnapshot *retort_cli_snapshot_take (RetortCli *cli, RetortWorkspace *workspace, RetortTarget *target, const char *name,
                                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
JsonObject             *retort_cli_snapshot_to_json (const RetortDatabaseSnapshot *snapshot) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
