/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/git-place.h"

#include "cli/interrupt.h"
#include "engine/branch-review.h"

#include <signal.h>

/**
 * retort_cli_open_workspace_at:
 * @cli: the call
 * @ref: (nullable): a branch, tag or commit; %NULL is HEAD
 * @against: (nullable): another one: the commit where @ref left it is meant
 * @tree: (out) (transfer full): the files; they outlive the project
 * @error: a RetortGitError, or a RetortFormatError when there is no project at that commit
 *
 * Opens the project that the command line names as it is at a commit.
 *
 * Returns: (transfer full) (nullable): the project
 */
RetortWorkspace *
retort_cli_open_workspace_at (RetortCli *cli, const char *ref, const char *against, RetortGitTree **tree, GError **error)
{
  g_autofree char *folder = g_canonicalize_filename (cli->project != NULL ? cli->project : ".", NULL);
  g_autofree char *config = cli->config != NULL ? g_canonicalize_filename (cli->config, NULL) : NULL;
  RetortWorkspace *workspace = NULL;

  /* Neither Ctrl-C nor a reader that goes away may leave the files behind. */
  retort_interrupt_start (cli->cancellable);
  signal (SIGPIPE, SIG_IGN);
  workspace = retort_branch_review_open_at (&(RetortProjectPlace){ folder, config, cli->section }, ref, against, tree, cli->cancellable, error);
  if (workspace == NULL)
    g_clear_pointer (tree, retort_git_tree_free);
  return workspace;
}
