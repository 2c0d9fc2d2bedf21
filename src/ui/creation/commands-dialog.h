/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Project Commands: what the project can be asked to run, shown in full, and what it prints. */
#pragma once

#include "workbench/workbench.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define RETORT_TYPE_COMMANDS_DIALOG (retort_commands_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RetortCommandsDialog, retort_commands_dialog, RETORT, COMMANDS_DIALOG, AdwWindow)

/* Emits "written" with the id of a revision that a command wrote. */
GtkWidget *retort_commands_dialog_new (RetortWorkbench *workbench, const char *name, GtkWindow *parent);

G_END_DECLS
