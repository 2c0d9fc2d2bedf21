/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bar at the bottom of the window: the run that goes on, or how the last one ended. */
#pragma once

#include "workbench/run-item.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RETORT_TYPE_RUN_BAR (retort_run_bar_get_type ())
G_DECLARE_FINAL_TYPE (RetortRunBar, retort_run_bar, RETORT, RUN_BAR, GtkWidget)

/* Actions: run-bar.cancel, run-bar.dismiss, run-bar.copy-log. */
void retort_run_bar_set_run    (RetortRunBar *self, RetortRunItem *run);
void retort_run_bar_set_narrow (RetortRunBar *self, gboolean is_narrow);
void retort_run_bar_toggle_log (RetortRunBar *self);

G_END_DECLS
