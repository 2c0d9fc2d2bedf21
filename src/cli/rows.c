/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/rows.h"

#include "cli/left-out.h"

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
  g_clear_pointer (&self->unknown, g_strfreev);
}

static gboolean
read_rows (RetortCli *cli, RetortWorkspace *workspace, RetortCliRows *rows, GError **error)
{
  g_autoptr(RetortTarget) target = retort_cli_open_target (cli, workspace, error);
  g_autoptr(RetortTargetState) state = NULL;

  if (target == NULL)
    return FALSE;
  state = retort_target_read_state (target, workspace, cli->cancellable, error);
  if (state == NULL)
    return FALSE;

  rows->states = retort_target_state_list_states (state, workspace);
  rows->unknown = retort_target_state_dup_unknown (state, workspace);
  rows->rows = g_steal_pointer (&state->rows);
  return TRUE;
}

/**
 * retort_cli_open_with_rows:
 * @cli: the call
 * @rows: (out caller-allocates): filled; left empty when no database was named
 * @error: a RetortDbError, or why the project cannot be read
 *
 * Opens the project, and reads where the named database stands.
 *
 * Returns: (transfer full) (nullable): the project
 */
RetortWorkspace *
retort_cli_open_with_rows (RetortCli *cli, RetortCliRows *rows, GError **error)
{
  g_autoptr(RetortWorkspace) workspace = retort_cli_open_workspace (cli, error);

  if (workspace == NULL || (retort_cli_has_target (cli) && !read_rows (cli, workspace, rows, error)))
    return NULL;
  retort_cli_tell_left_out (cli, workspace);
  return g_steal_pointer (&workspace);
}
