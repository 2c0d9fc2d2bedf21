/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How one run went: outcome, what to do next, what the server said, the log. */
#pragma once

#include "workbench/workbench.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RETORT_TYPE_RUN_DETAILS (retort_run_details_get_type ())
G_DECLARE_FINAL_TYPE (RetortRunDetails, retort_run_details, RETORT, RUN_DETAILS, GtkWidget)

void retort_run_details_set_workbench (RetortRunDetails *self, RetortWorkbench *workbench);
void retort_run_details_set_run       (RetortRunDetails *self, RetortRunItem *run);

G_END_DECLS
