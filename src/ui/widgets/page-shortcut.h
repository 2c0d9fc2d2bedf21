/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A key of a page that works wherever the focus is, as long as the page is in front. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void retort_page_shortcut_add (GtkWidget *page, guint key, GdkModifierType modifiers, const char *action);

G_END_DECLS
