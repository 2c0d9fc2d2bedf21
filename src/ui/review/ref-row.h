/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A branch, tag or commit in a list to choose from. */
#pragma once

#include "ui/widgets/item-row.h"

G_BEGIN_DECLS

#define RETORT_TYPE_REF_ROW (retort_ref_row_get_type ())
G_DECLARE_FINAL_TYPE (RetortRefRow, retort_ref_row, RETORT, REF_ROW, RetortItemRow)

GtkWidget *retort_ref_row_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
