/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The project as it is at a commit, read without checking it out. */
#pragma once

#include "cli/cli.h"
#include "engine/git-tree.h"

G_BEGIN_DECLS

/* @ref (nullable): HEAD; @against (nullable): then the commit where @ref left it. The workspace needs the tree for as long as it lives. */
RetortWorkspace *retort_cli_open_workspace_at (RetortCli *cli, const char *ref, const char *against, RetortGitTree **tree, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
