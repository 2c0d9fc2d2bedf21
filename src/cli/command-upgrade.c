/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retort-cli upgrade. */
#include "cli/commands.h"

#include "cli/move.h"

/**
 * retort_command_upgrade:
 * @cli: the call
 *
 * Returns: the exit status
 */
RetortExit
retort_command_upgrade (RetortCli *cli)
{
  const RetortCliMove move = { .direction = RETORT_DIRECTION_UPGRADE, .default_symbol = "head" };

  return retort_cli_move (cli, &move);
}
