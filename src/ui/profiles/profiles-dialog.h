/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The connection profiles: a list, and the form of one. */
#pragma once

#include "workbench/workbench.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define RETORT_TYPE_PROFILES_DIALOG (retort_profiles_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RetortProfilesDialog, retort_profiles_dialog, RETORT, PROFILES_DIALOG, AdwWindow)

/* Actions: profiles.new, profiles.new-offered (filled in with what the project's files name), profiles.back, profiles.remove. */
GtkWidget *retort_profiles_dialog_new (RetortWorkbench *workbench, GtkWindow *parent);

G_END_DECLS
