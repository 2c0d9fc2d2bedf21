/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A menu that makes a document of what is shown: a file of HTML or Markdown, or Markdown in the clipboard. */
#pragma once

#include "workbench/branch-review.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RETORT_TYPE_EXPORT_BUTTON (retort_export_button_get_type ())
G_DECLARE_FINAL_TYPE (RetortExportButton, retort_export_button, RETORT, EXPORT_BUTTON, GtkWidget)

void retort_export_button_set_workbench (RetortExportButton *self, RetortWorkbench *workbench);
/* (nullable): what is written, and the name that is offered for the file, without an ending */
void retort_export_button_set_subject   (RetortExportButton *self, GObject *subject, const char *name);

G_END_DECLS
