/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The version rows of the database that was named, for commands that work without one too. */
#pragma once

#include "cli/cli.h"

G_BEGIN_DECLS

/**
 * RetortCliRows:
 * @rows: (nullable) (array zero-terminated=1): the rows; %NULL when no database was named
 * @unknown: (nullable) (array zero-terminated=1): what the table names and no file declares
 * @states: (nullable) (element-type utf8 RetortRevisionState): the state of every revision
 */
typedef struct
{
  GStrv       rows;
  GStrv       unknown;
  GHashTable *states;
} RetortCliRows;

void             retort_cli_rows_clear     (RetortCliRows *self);
/* The project, with the rows of the database when one was named. */
RetortWorkspace *retort_cli_open_with_rows (RetortCli *cli, RetortCliRows *rows, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RetortCliRows, retort_cli_rows_clear)

G_END_DECLS
