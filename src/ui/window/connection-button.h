/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pill in the header bar: which database, how careful, and a list of the others. */
#pragma once

#include "workbench/workbench.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RETORT_TYPE_CONNECTION_BUTTON (retort_connection_button_get_type ())
G_DECLARE_FINAL_TYPE (RetortConnectionButton, retort_connection_button, RETORT, CONNECTION_BUTTON, GtkWidget)

/* Properties: is-compact (boolean): without the word of the environment. */
void retort_connection_button_set_workbench (RetortConnectionButton *self, RetortWorkbench *workbench);
void retort_connection_button_set_has_room  (RetortConnectionButton *self, gboolean has_room);

G_END_DECLS
