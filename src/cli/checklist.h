/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a project wants people to do before an upgrade runs. */
#pragma once

#include "cli/cli.h"
#include "model/plan.h"

G_BEGIN_DECLS

gboolean retort_cli_check_checklist (RetortCli *cli, RetortWorkspace *workspace, RetortPlan *plan, RetortExit *status);

G_END_DECLS
