/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One statement: its SQL, the lines that it comes from, its lock. */
#pragma once

#include "ui/widgets/item-row.h"

G_BEGIN_DECLS

#define RETORT_TYPE_STATEMENT_ROW (retort_statement_row_get_type ())
G_DECLARE_FINAL_TYPE (RetortStatementRow, retort_statement_row, RETORT, STATEMENT_ROW, RetortItemRow)

/* Its item is a RetortStatementItem. */
GtkWidget *retort_statement_row_new (void);

G_END_DECLS
