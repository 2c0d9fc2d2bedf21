/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A dialog that shows the file of a revision before it writes it: what its form asks for is composed anew with each change. */
#pragma once

#include "ui/creation/file-view.h"
#include "workbench/new-revision.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define RETORT_TYPE_CREATION_DIALOG (retort_creation_dialog_get_type ())
G_DECLARE_DERIVABLE_TYPE (RetortCreationDialog, retort_creation_dialog, RETORT, CREATION_DIALOG, AdwWindow)

struct _RetortCreationDialogClass
{
  AdwWindowClass parent_class;
};

void             retort_creation_dialog_set_up        (RetortCreationDialog *self, RetortWorkbench *workbench, RetortFileView *file_view);
RetortWorkbench *retort_creation_dialog_get_workbench (RetortCreationDialog *self);
void             retort_creation_dialog_compose       (RetortCreationDialog *self, const RetortRevisionForm *form);
void             retort_creation_dialog_compose_move  (RetortCreationDialog *self, const RetortRevisionMove *move);
void             retort_creation_dialog_show_error    (RetortCreationDialog *self, const char *message);

G_END_DECLS
