/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person prefers: bound to GSettings, nothing else. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define RETORT_TYPE_PREFERENCES_DIALOG (retort_preferences_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RetortPreferencesDialog, retort_preferences_dialog, RETORT, PREFERENCES_DIALOG, AdwPreferencesWindow)

GtkWidget *retort_preferences_dialog_new (GSettings *settings, GtkWindow *parent);

G_END_DECLS
