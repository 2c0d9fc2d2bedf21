/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What upgrade and downgrade share: plan, ask, run, tell. */
#pragma once

#include "cli/cli.h"

G_BEGIN_DECLS

RetortExit retort_cli_move (RetortCli *cli, RetortDirection direction, const char *default_symbol);

G_END_DECLS
