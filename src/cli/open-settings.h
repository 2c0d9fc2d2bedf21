/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a project's configuration computes is asked for once, or answered by --answer, and kept in retort.json. */
#pragma once

#include "cli/cli.h"

G_BEGIN_DECLS

RetortWorkspace *retort_cli_answer_settings (RetortCli *self, RetortWorkspace *workspace, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
