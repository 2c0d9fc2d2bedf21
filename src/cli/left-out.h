/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of a project is not taken into account: files beside the revisions that could not be taken for one, settings that are not understood. */
#pragma once

#include "cli/cli.h"

G_BEGIN_DECLS

void retort_cli_tell_left_out (RetortCli *cli, RetortWorkspace *workspace);
void retort_cli_tell_settings (RetortCli *cli, RetortWorkspace *workspace);

G_END_DECLS
