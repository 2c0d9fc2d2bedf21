/* SPDX-License-Identifier: GPL-3.0-or-later */
/* New Revision: message, what it follows, a pattern with its fields, and the file before it is written. */
#pragma once

#include "ui/creation/creation-dialog.h"

G_BEGIN_DECLS

#define RETORT_TYPE_NEW_REVISION_DIALOG (retort_new_revision_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RetortNewRevisionDialog, retort_new_revision_dialog, RETORT, NEW_REVISION_DIALOG, RetortCreationDialog)

/* Emits "written" with the id of the revision. @planned (nullable): the planned row that it comes from. */
GtkWidget *retort_new_revision_dialog_new (RetortWorkbench *workbench, RetortRevisionItem *selected, GtkWindow *parent);

G_END_DECLS
