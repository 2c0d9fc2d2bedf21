/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a window shows while no project is open: what Retort is, how to begin, what was open lately. */
#pragma once

#include "workbench/workbench.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RETORT_TYPE_START_PAGE (retort_start_page_get_type ())
G_DECLARE_FINAL_TYPE (RetortStartPage, retort_start_page, RETORT, START_PAGE, GtkWidget)

void retort_start_page_set_workbench (RetortStartPage *self, RetortWorkbench *workbench, GSettings *settings);

G_END_DECLS
