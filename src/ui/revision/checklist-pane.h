/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What there is to look at before and after a revision is applied: by Retort, by people, in the models. */
#pragma once

#include "workbench/checklist.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RETORT_TYPE_CHECKLIST_PANE (retort_checklist_pane_get_type ())
G_DECLARE_FINAL_TYPE (RetortChecklistPane, retort_checklist_pane, RETORT, CHECKLIST_PANE, GtkWidget)

/* Signals: line-activated (guint line). */
void retort_checklist_pane_set_workbench (RetortChecklistPane *self, RetortWorkbench *workbench);
void retort_checklist_pane_set_review    (RetortChecklistPane *self, RetortReview *review);

G_END_DECLS
