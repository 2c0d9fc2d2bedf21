/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running a project's own commands from the command line: shown in full, confirmed once, told as they go. */
#pragma once

#include "cli/cli.h"
#include "engine/commands/run.h"

G_BEGIN_DECLS

gboolean   retort_cli_confirm_command     (RetortCli *cli, RetortProjectCommand *command, const char *const *arguments, const char *hash,
                                           RetortExit *status);
RetortExit retort_cli_run_command         (RetortCli *cli, RetortWorkspace *workspace, RetortProjectCommand *command, const char *const *arguments);
void       retort_cli_print_command_output (const char *line, gboolean is_error, gpointer user_data);

G_END_DECLS
