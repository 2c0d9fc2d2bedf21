/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/left-out.h"

#include "report/finding-text.h"

#include <glib/gi18n.h>

/* What the original tool gives up on; here the rest can be looked at. */
static void
tell_broken (RetortCli *cli, const RetortHistory *history)
{
  GPtrArray *problems = retort_history_get_problems (history);

  for (guint i = 0; i < problems->len; i++)
    {
      const RetortHistoryProblem *problem = g_ptr_array_index (problems, i);

      retort_cli_say (cli, _("retort-cli: the history is broken, and what is told of it is not whole: %s"), problem->message);
    }
}

/**
 * retort_cli_tell_left_out:
 * @cli: the call
 * @workspace: a project
 *
 * Writes a line to standard error for each problem of the history that the original tool gives up on, for each file that the original tool takes for a revision and that is not in the history, and where
 * there is no revision at all whatever was not understood, unless --quiet was given. The findings of `check` say the same and more.
 */
void
retort_cli_tell_left_out (RetortCli *cli, RetortWorkspace *workspace)
{
  GPtrArray *notes = retort_project_get (retort_workspace_get_project (workspace))->notes;
  gboolean is_empty = retort_history_get_n_revisions (retort_workspace_get_history (workspace)) == 0;

  tell_broken (cli, retort_workspace_get_history (workspace));
  for (guint i = 0; i < notes->len; i++)
    {
      const RetortProjectNote *note = g_ptr_array_index (notes, i);

      if (note->path != NULL && (note->is_left_out || (is_empty && note->blocks_builtin_engine)))
        retort_cli_say (cli, "retort-cli: %s: %s", retort_path_under (note->path, cli->base), note->text);
    }
}

/**
 * retort_cli_tell_settings:
 * @cli: the call
 * @workspace: a project
 *
 * Writes a line to standard error for everything in its retort.json that is not understood, unless --quiet was given. The findings of
 * `check` on a whole project say the same.
 */
void
retort_cli_tell_settings (RetortCli *cli, RetortWorkspace *workspace)
{
  const RetortSettings *settings = retort_workspace_get_settings (workspace);
  const char *path = retort_path_under (settings->path, cli->base);

  for (guint i = 0; i < settings->problems->len; i++)
    {
      const RetortSettingsProblem *problem = g_ptr_array_index (settings->problems, i);

      if (problem->line > 0)
        retort_cli_say (cli, "retort-cli: %s:%u: %s", path, problem->line, problem->text);
      else
        retort_cli_say (cli, "retort-cli: %s: %s", path, problem->text);
    }
}
