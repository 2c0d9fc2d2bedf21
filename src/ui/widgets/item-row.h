/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the rows of our lists have in common: an item to show, and a name for the row around them. A subclass
 * brings a template, whose only child is freed here, and says how an item is shown. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RETORT_TYPE_ITEM_ROW (retort_item_row_get_type ())
G_DECLARE_DERIVABLE_TYPE (RetortItemRow, retort_item_row, RETORT, ITEM_ROW, GtkWidget)

/**
 * RetortItemRowClass:
 * @show_item: shows an item that is not the one before, never %NULL
 */
struct _RetortItemRowClass
{
  GtkWidgetClass parent_class;

  void (*show_item) (RetortItemRow *self, GObject *item);
};

/* Properties: item (GObject, read-write, nullable): what is shown. */
void retort_item_row_class_set_template (RetortItemRowClass *klass, const char *resource);

G_END_DECLS
