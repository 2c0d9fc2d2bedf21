/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file before it is written: its name, its text, or why there is none. */
#pragma once

#include "workbench/new-revision.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RETORT_TYPE_FILE_VIEW (retort_file_view_get_type ())
G_DECLARE_FINAL_TYPE (RetortFileView, retort_file_view, RETORT, FILE_VIEW, GtkWidget)

void retort_file_view_show       (RetortFileView *self, RetortFilePreview *preview);
void retort_file_view_show_error (RetortFileView *self, const char *message);

G_END_DECLS
