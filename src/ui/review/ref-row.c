/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/review/ref-row.h"

#include "ui/widgets/row-name.h"
#include "workbench/branch-review.h"

#include <glib/gi18n.h>

struct _RetortRefRow
{
  RetortItemRow parent_instance;

  GtkLabel      *name_label;
  GtkLabel      *kind_label;
  GtkLabel      *detail_label;
  RetortRowName *row_name;
};

G_DEFINE_FINAL_TYPE (RetortRefRow, retort_ref_row, RETORT_TYPE_ITEM_ROW)

static void
retort_ref_row_show_item (RetortItemRow *row, GObject *item)
{
  RetortRefRow *self = RETORT_REF_ROW (row);
  RetortRefItem *ref = RETORT_REF_ITEM (item);
  const char *kind = retort_ref_kind_to_word (retort_ref_item_get_kind (ref));
  g_autofree char *words = g_strdup_printf ("%s%s%s", kind, retort_ref_item_is_head (ref) ? " · " : "",
                                            retort_ref_item_is_head (ref) ? C_("branch", "checked out") : "");
  g_autofree char *name = g_strdup_printf ("%s, %s, %s", retort_ref_item_get_name (ref), words, retort_ref_item_get_detail (ref));

  gtk_label_set_text (self->name_label, retort_ref_item_get_name (ref));
  gtk_label_set_text (self->kind_label, words);
  gtk_label_set_text (self->detail_label, retort_ref_item_get_detail (ref));
  retort_row_name_set_text (self->row_name, name);
}

static void
retort_ref_row_class_init (RetortRefRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  RETORT_ITEM_ROW_CLASS (klass)->show_item = retort_ref_row_show_item;
  retort_item_row_class_set_template (RETORT_ITEM_ROW_CLASS (klass), "/io/github/retort/Retort/review/ref-row.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortRefRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, RetortRefRow, kind_label);
  gtk_widget_class_bind_template_child (widget_class, RetortRefRow, detail_label);
  gtk_widget_class_bind_template_child (widget_class, RetortRefRow, row_name);
}

static void
retort_ref_row_init (RetortRefRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * retort_ref_row_new:
 *
 * Returns: (transfer floating): a row without a branch
 */
GtkWidget *
retort_ref_row_new (void)
{
  return g_object_new (RETORT_TYPE_REF_ROW, NULL);
}
