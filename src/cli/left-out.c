/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/left-out.h"

#include "report/finding-text.h"

/**
 * retort_cli_tell_left_out:
 * @cli: the call
 * @workspace: a project
 *
 * Writes a line to standard error for each file that the original tool takes for a revision and that is not in the history, and where
 * there is no revision at all whatever was not understood, unless --quiet was given. The findings of `check` say the same and more.
 */
void
retort_cli_tell_left_out (RetortCli *cli, RetortWorkspace *workspace)
{
  GPtrArray *notes = retort_project_get (retort_workspace_get_project (workspace))->notes;
  gboolean is_empty = retort_history_get_n_revisions (retort_workspace_get_history (workspace)) == 0;

  for (guint i = 0; i < notes->len; i++)
    {
      const RetortProjectNote *note = g_ptr_array_index (notes, i);

      if (note->path != NULL && (note->is_left_out || (is_empty && note->blocks_builtin_engine)))
        retort_cli_say (cli, "retort-cli: %s: %s", retort_path_under (note->path, cli->base), note->text);
    }
}
