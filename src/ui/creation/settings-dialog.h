/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks once for what a project's configuration computes; the answer is kept in retort.json. */
#pragma once

#include "workbench/workbench.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define RETORT_TYPE_SETTINGS_DIALOG (retort_settings_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RetortSettingsDialog, retort_settings_dialog, RETORT, SETTINGS_DIALOG, AdwWindow)

GtkWidget *retort_settings_dialog_new (RetortWorkbench *workbench, GtkWindow *parent);

G_END_DECLS
