/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands, one file each. */
#pragma once

#include "cli/cli.h"

G_BEGIN_DECLS

RetortExit retort_command_accept    (RetortCli *cli);
RetortExit retort_command_branches  (RetortCli *cli);
RetortExit retort_command_check     (RetortCli *cli);
RetortExit retort_command_command   (RetortCli *cli);
RetortExit retort_command_current   (RetortCli *cli);
RetortExit retort_command_downgrade (RetortCli *cli);
RetortExit retort_command_heads     (RetortCli *cli);
RetortExit retort_command_history   (RetortCli *cli);
RetortExit retort_command_merge     (RetortCli *cli);
RetortExit retort_command_models    (RetortCli *cli);
RetortExit retort_command_plan      (RetortCli *cli);
RetortExit retort_command_planned   (RetortCli *cli);
RetortExit retort_command_practice  (RetortCli *cli);
RetortExit retort_command_projects  (RetortCli *cli);
RetortExit retort_command_query     (RetortCli *cli);
RetortExit retort_command_report    (RetortCli *cli);
RetortExit retort_command_diff      (RetortCli *cli);
RetortExit retort_command_rehearse  (RetortCli *cli);
RetortExit retort_command_restore   (RetortCli *cli);
RetortExit retort_command_snapshot  (RetortCli *cli);
RetortExit retort_command_reparent  (RetortCli *cli);
RetortExit retort_command_revision  (RetortCli *cli);
RetortExit retort_command_rows      (RetortCli *cli);
RetortExit retort_command_schema    (RetortCli *cli);
RetortExit retort_command_show      (RetortCli *cli);
RetortExit retort_command_sql       (RetortCli *cli);
RetortExit retort_command_stamp     (RetortCli *cli);
RetortExit retort_command_status    (RetortCli *cli);
RetortExit retort_command_upgrade   (RetortCli *cli);

G_END_DECLS
