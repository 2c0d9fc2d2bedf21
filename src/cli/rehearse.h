/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A rehearsal with its progress on standard error: of the command itself, and before an upgrade. */
#pragma once

#include "cli/cli.h"
#include "engine/rehearsal.h"

G_BEGIN_DECLS

RetortRehearsal *retort_cli_rehearse (RetortCli *cli, RetortWorkspace *workspace, RetortTarget *target, const char *from, const char *to,
                                      gboolean copies_target, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
