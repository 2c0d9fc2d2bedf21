/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Revisions that a database has and no file declares, told with what the repository knows of them. */
#pragma once

#include "cli/cli.h"

G_BEGIN_DECLS

void       retort_cli_append_ghost (RetortCli *cli, RetortWorkspace *workspace, const char *id, GString *text);
JsonArray *retort_cli_array_of_ghosts (RetortCli *cli, RetortWorkspace *workspace, const char *const *ids) G_GNUC_WARN_UNUSED_RESULT;
/* FALSE: it is nowhere, and nothing was printed. */
gboolean   retort_cli_print_ghost  (RetortCli *cli, RetortWorkspace *workspace, const char *id);

G_END_DECLS
