/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was run in this session: outcome, time, log. */
#pragma once

#include "workbench/workbench.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RETORT_TYPE_RUNS_PAGE (retort_runs_page_get_type ())
G_DECLARE_FINAL_TYPE (RetortRunsPage, retort_runs_page, RETORT, RUNS_PAGE, GtkWidget)

void retort_runs_page_set_workbench (RetortRunsPage *self, RetortWorkbench *workbench);
void retort_runs_page_show_newest   (RetortRunsPage *self);

G_END_DECLS
