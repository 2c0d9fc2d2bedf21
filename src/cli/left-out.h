/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files beside the revisions that could not be taken for one: what a command tells of the history is without them. */
#pragma once

#include "cli/cli.h"

G_BEGIN_DECLS

void retort_cli_tell_left_out (RetortCli *cli, RetortWorkspace *workspace);

G_END_DECLS
