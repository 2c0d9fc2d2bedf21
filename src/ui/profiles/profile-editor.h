/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The form of one connection profile. */
#pragma once

#include "workbench/workbench.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RETORT_TYPE_PROFILE_EDITOR (retort_profile_editor_get_type ())
G_DECLARE_FINAL_TYPE (RetortProfileEditor, retort_profile_editor, RETORT, PROFILE_EDITOR, GtkWidget)

/* Signals: saved. Actions: profile.test, profile.save. */
void retort_profile_editor_set_workbench (RetortProfileEditor *self, RetortWorkbench *workbench);
void retort_profile_editor_edit          (RetortProfileEditor *self, RetortProfile *profile);
void retort_profile_editor_take_offer    (RetortProfileEditor *self);

G_END_DECLS
