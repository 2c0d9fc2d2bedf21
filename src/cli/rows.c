/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/rows.h"

/**
 * retort_cli_rows_clear:
 * @self: rows
 *
 * Frees what @self owns.
 */
void
retort_cli_rows_clear (RetortCliRows *self)
{
  g_clear_pointer (&self->rows, g_strfreev);
  g_clear_pointer (&self->states, g_hash_table_unref);
}

/**
 * retort_cli_read_rows:
 * @cli: the call
 * @workspace: the project
 * @rows: (out caller-allocates): filled; left empty when no database was named
 * @error: a RetortDbError
 *
 * Reads where the named database stands.
 *
 * Returns: %FALSE when there is one and it cannot be read
 */
gboolean
retort_cli_read_rows (RetortCli *cli, RetortWorkspace *workspace, RetortCliRows *rows, GError **error)
{
  g_autoptr(RetortTarget) target = NULL;
  g_autoptr(RetortTargetState) state = NULL;

  if (!retort_cli_has_target (cli))
    return TRUE;

  target = retort_cli_open_target (cli, workspace, error);
  if (target == NULL)
    return FALSE;
  state = retort_target_read_state (target, workspace, cli->cancellable, error);
  if (state == NULL)
    return FALSE;

  rows->rows = g_steal_pointer (&state->rows);
  rows->states = retort_history_states (retort_workspace_get_history (workspace), (const char *const *) rows->rows);
  return TRUE;
}
