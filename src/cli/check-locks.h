/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retort-cli check --locks: what each statement of a file locks. */
#pragma once

#include "cli/cli.h"

G_BEGIN_DECLS

/**
 * RetortCheckLocks:
 * @path: (not nullable): the file
 * @schema_path: (nullable): statements that make what is there before
 * @server_version: (nullable): the major version, a number; 15
 * @is_in_transaction: the file runs inside one transaction
 */
typedef struct
{
  const char *path;
  const char *schema_path;
  const char *server_version;
  gboolean    is_in_transaction;
} RetortCheckLocks;

int        retort_cli_parse_server_version (const char *text);
RetortExit retort_cli_check_locks (RetortCli *cli, const RetortCheckLocks *asked);

G_END_DECLS
