/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tooltips of rows, of which many are made at once. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void retort_tooltip_set (GtkWidget *widget, const char *text);

G_END_DECLS
