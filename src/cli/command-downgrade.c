/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retort-cli downgrade. */
#include "cli/commands.h"

#include "cli/move.h"

/**
 * retort_command_downgrade:
 * @cli: the call
 *
 * Returns: the exit status
 */
RetortExit
retort_command_downgrade (RetortCli *cli)
{
  const RetortCliMove move = { .direction = RETORT_DIRECTION_DOWNGRADE };

  return retort_cli_move (cli, &move);
}
