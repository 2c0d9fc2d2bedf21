/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Merge Heads: what each head is about, a merge revision, and its alternative: one behind another, or another number. */
#pragma once

#include "ui/creation/creation-dialog.h"

G_BEGIN_DECLS

#define RETORT_TYPE_MERGE_DIALOG (retort_merge_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RetortMergeDialog, retort_merge_dialog, RETORT, MERGE_DIALOG, RetortCreationDialog)

/* Emits "written" with the id of the revision. @moved (nullable): one revision, which gets another place. */
GtkWidget *retort_merge_dialog_new (RetortWorkbench *workbench, const char *moved, GtkWindow *parent);

G_END_DECLS
