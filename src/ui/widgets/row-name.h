/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The accessible name of a list's row. GTK 4.8 makes the row itself, so that its name cannot be said in a
 * template: this widget stands inside the row, takes no room, and names the row around it. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RETORT_TYPE_ROW_NAME (retort_row_name_get_type ())
G_DECLARE_FINAL_TYPE (RetortRowName, retort_row_name, RETORT, ROW_NAME, GtkWidget)

/* Properties: text (string, read-write). */
void retort_row_name_set_text (RetortRowName *self, const char *text);

G_END_DECLS
