/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retort-cli stamp. */
#include "cli/commands.h"

#include "cli/move.h"

/**
 * retort_command_stamp:
 * @cli: the call
 *
 * Returns: the exit status
 */
RetortExit
retort_command_stamp (RetortCli *cli)
{
  const RetortCliMove move = { .is_stamp = TRUE };

  return retort_cli_move (cli, &move);
}
