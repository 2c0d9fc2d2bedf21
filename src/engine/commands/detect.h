/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands that a project's files name, found without running anything. */
#pragma once

#include "engine/commands/project-command.h"

G_BEGIN_DECLS

void retort_commands_add_makefile (GPtrArray *commands, const char *folder);
void retort_commands_add_scripts  (GPtrArray *commands, const char *folder);

G_END_DECLS
