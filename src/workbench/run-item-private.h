/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the workbench drives the item of a run. Main thread only. */
#pragma once

#include "workbench/run-item.h"

#include <gio/gio.h>

G_BEGIN_DECLS

RetortRunItem *retort_run_item_new             (RetortPlanItem *plan) G_GNUC_WARN_UNUSED_RESULT;
RetortRunItem *retort_run_item_new_earlier     (const char *title, const char *clock, const char *log,
                                                RetortRunReport *report) G_GNUC_WARN_UNUSED_RESULT;
char          *retort_run_item_dup_ended_title (const char *name, const char *const *to, RetortDirection direction, gboolean is_stamp);
GCancellable  *retort_run_item_get_cancellable (RetortRunItem *self);
void           retort_run_item_take_event      (RetortRunItem *self, RetortRunEvent *event);
/* One of @report and @error is given. */
void           retort_run_item_end             (RetortRunItem *self, RetortRunReport *report, const GError *error);

G_END_DECLS
