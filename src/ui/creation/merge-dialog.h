/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Merge Heads: what each head is about, a merge revision, and its alternative: one behind another. */
#pragma once

#include "workbench/workbench.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define RETORT_TYPE_MERGE_DIALOG (retort_merge_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RetortMergeDialog, retort_merge_dialog, RETORT, MERGE_DIALOG, AdwWindow)

/* Emits "written" with the id of the revision. */
GtkWidget *retort_merge_dialog_new (RetortWorkbench *workbench, GtkWindow *parent);

G_END_DECLS
