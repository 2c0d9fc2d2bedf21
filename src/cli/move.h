/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What upgrade, downgrade and stamp share: plan, ask, run, tell. */
#pragma once

#include "cli/cli.h"

G_BEGIN_DECLS

/**
 * RetortCliMove:
 * @is_stamp: set the version table to any number of targets and run no migration
 * @direction: up or down, when it is no stamp
 * @default_symbol: (nullable): the target when none is given; %NULL: one must be given
 */
typedef struct
{
  gboolean        is_stamp;
  RetortDirection direction;
  const char     *default_symbol;
} RetortCliMove;

RetortExit retort_cli_move (RetortCli *cli, const RetortCliMove *move);

G_END_DECLS
