/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Colours of source text: the language by its name, the scheme by light or dark, followed as it changes. */
#pragma once

#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

void retort_source_style_follow (GtkSourceBuffer *buffer, const char *language);
void retort_source_style_set_font (GtkWidget *view, const char *font);
void retort_source_style_set_language (GtkSourceBuffer *buffer, const char *path);

G_END_DECLS
