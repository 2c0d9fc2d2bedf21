/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One object that a migration makes, changes or removes, with its parts. */
#pragma once

#include "ui/widgets/item-row.h"

G_BEGIN_DECLS

#define RETORT_TYPE_CHANGE_ROW (retort_change_row_get_type ())
G_DECLARE_FINAL_TYPE (RetortChangeRow, retort_change_row, RETORT, CHANGE_ROW, RetortItemRow)

/* Its item is a RetortChangeItem. */
GtkWidget *retort_change_row_new (void);

G_END_DECLS
