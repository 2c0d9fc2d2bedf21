/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which revisions and files "retort-cli check" looks at, and what it knows of the place where they run. */
#pragma once

#include "cli/cli.h"
#include "engine/workspace.h"

G_BEGIN_DECLS

/**
 * RetortCheckScope:
 * @names: (element-type utf8): symbols, ranges and files; all revisions when it is empty
 * @since: (nullable): a git commit: only revisions that are new or changed since
 * @schema_path: (nullable): statements that make what is there before a file
 * @server_version: as a server says it; 0: not known
 * @is_in_transaction: a file of SQL runs inside one transaction
 * @found: (nullable): gets all findings in their order, while others are looked for
 * @found_data: for @found
 */
typedef struct
{
  GPtrArray  *names;
  const char *since;
  const char *schema_path;
  int         server_version;
  gboolean    is_in_transaction;
  RetortFindingsFunc found;
  gpointer    found_data;
} RetortCheckScope;

GPtrArray *retort_cli_check_scope (RetortCli *cli, const RetortCheckScope *scope, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
