/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row of the history: lanes, title, id, state and findings of a revision. */
#pragma once

#include "workbench/revision-item.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RETORT_TYPE_REVISION_ROW (retort_revision_row_get_type ())
G_DECLARE_FINAL_TYPE (RetortRevisionRow, retort_revision_row, RETORT, REVISION_ROW, GtkWidget)

/* Properties: item (RetortRevisionItem, nullable, read-write), waits (gboolean, read-write: see retort_revision_row_show()). */
void     retort_revision_row_set_item (RetortRevisionRow *self, RetortRevisionItem *item);
gboolean retort_revision_row_show     (RetortRevisionRow *self);
gboolean retort_revision_row_is_usual (RetortRevisionRow *self);

G_END_DECLS
