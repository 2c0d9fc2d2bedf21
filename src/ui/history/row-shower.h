/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Has the rows of a list of revisions show their items when they come near to what is to be seen. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct _RetortRowShower RetortRowShower;

RetortRowShower *retort_row_shower_new   (GtkListView *list);
void             retort_row_shower_free  (RetortRowShower *self);
/* Rows have come, or have another item. */
void             retort_row_shower_queue (RetortRowShower *self);

G_END_DECLS
