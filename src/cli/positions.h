/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the databases of all saved profiles stand. */
#pragma once

#include "cli/cli.h"

G_BEGIN_DECLS

RetortExit retort_cli_tell_positions (RetortCli *cli);

G_END_DECLS
