/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A titled list of facts; hides itself when it is empty. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RETORT_TYPE_FACT_LIST (retort_fact_list_get_type ())
G_DECLARE_FINAL_TYPE (RetortFactList, retort_fact_list, RETORT, FACT_LIST, GtkWidget)

/* Properties: title (string, read-write). */
void retort_fact_list_set_model (RetortFactList *self, GListModel *model);

G_END_DECLS
