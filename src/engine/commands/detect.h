/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands that a project's files name, found without running anything. */
#pragma once

#include "engine/commands/project-command.h"

G_BEGIN_DECLS

/* Those of retort.json, those of its checklist, and those of a profile in commands.json; a name that is there already stays what it is. */
void retort_commands_add_shared   (GPtrArray *commands, RetortWorkspace *workspace);
void retort_commands_add_checklist (GPtrArray *commands, RetortWorkspace *workspace);
void retort_commands_add_chosen   (GPtrArray *commands, RetortWorkspace *workspace, RetortProfile *profile);
void retort_commands_add_makefile (GPtrArray *commands, const char *folder);
void retort_commands_add_scripts  (GPtrArray *commands, const char *folder);
/* (nullable): what a target of the Makefile in a folder does, with what it needs and calls */
char *retort_commands_dup_recipe  (const char *folder, const char *target) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable): what a script of the package.json in a folder does, with those that it calls */
char *retort_commands_dup_package_script (const char *folder, const char *name) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable): what a command does, with the scripts that it calls */
char *retort_commands_dup_called  (const char *line, const char *script, const char *folder) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
