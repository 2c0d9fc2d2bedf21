/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one profile runs instead of what the project says: words, folder and environment. Runs nothing. */
#pragma once

#include "workbench/project-commands.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define RETORT_TYPE_COMMAND_EDITOR (retort_command_editor_get_type ())
G_DECLARE_FINAL_TYPE (RetortCommandEditor, retort_command_editor, RETORT, COMMAND_EDITOR, AdwWindow)

/* @offer: (nullable): what it is now; NULL: one more */
GtkWidget *retort_command_editor_new (RetortWorkbench *workbench, const RetortCommandOffer *offer, GtkWindow *parent);

G_END_DECLS
