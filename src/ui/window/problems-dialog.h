/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is wrong with the project as a whole: files that cannot be read, links that lead nowhere, several heads. */
#pragma once

#include "workbench/workbench.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define RETORT_TYPE_PROBLEMS_DIALOG (retort_problems_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RetortProblemsDialog, retort_problems_dialog, RETORT, PROBLEMS_DIALOG, AdwWindow)

/* Signals: path-activated (char *path): a problem's file was chosen. */
GtkWidget *retort_problems_dialog_new (RetortWorkbench *workbench, GtkWindow *parent);

G_END_DECLS
