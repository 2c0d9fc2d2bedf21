/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/schema/fact-row.h"

struct _RetortFactRow
{
  GtkListBoxRow parent_instance;

  GtkLabel *name_label;
  GtkLabel *kind_label;
  GtkLabel *detail_label;
  GtkLabel *note_label;
};

G_DEFINE_FINAL_TYPE (RetortFactRow, retort_fact_row, GTK_TYPE_LIST_BOX_ROW)

static void
retort_fact_row_class_init (RetortFactRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/retort/Retort/schema/fact-row.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortFactRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, RetortFactRow, kind_label);
  gtk_widget_class_bind_template_child (widget_class, RetortFactRow, detail_label);
  gtk_widget_class_bind_template_child (widget_class, RetortFactRow, note_label);
}

static void
retort_fact_row_init (RetortFactRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* An empty line takes no room. */
static void
show_text (GtkLabel *label, const char *text)
{
  gtk_label_set_text (label, text);
  gtk_widget_set_visible (GTK_WIDGET (label), *text != '\0');
}

/**
 * retort_fact_row_new:
 * @item: (transfer none): what to show
 *
 * Returns: (transfer floating): the row
 */
GtkWidget *
retort_fact_row_new (RetortFactItem *item)
{
  RetortFactRow *self = g_object_new (RETORT_TYPE_FACT_ROW, NULL);
  g_autofree char *name = NULL;
  g_autofree char *kind = NULL;
  g_autofree char *detail = NULL;
  g_autofree char *note = NULL;

  g_object_get (item, "name", &name, "kind", &kind, "detail", &detail, "note", &note, NULL);
  show_text (self->name_label, name);
  show_text (self->kind_label, kind);
  show_text (self->detail_label, detail);
  show_text (self->note_label, note);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, detail, -1);
  return GTK_WIDGET (self);
}
