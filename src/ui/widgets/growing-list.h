/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list whose rows come a few in each frame: all of them at once would stop the window. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void retort_growing_list_bind (GtkListBox *list, GListModel *model, GtkListBoxCreateWidgetFunc create, gpointer user_data);

G_END_DECLS
