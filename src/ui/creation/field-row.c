/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/creation/field-row.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_CHOICES_HEIGHT 280

struct _RetortFieldRow
{
  AdwEntryRow parent_instance;

  const RetortPatternField *field;
  GtkMenuButton            *button;
  GtkListBox               *list;
};

G_DEFINE_FINAL_TYPE (RetortFieldRow, retort_field_row, ADW_TYPE_ENTRY_ROW)

/* A list of columns grows by one, everything else is replaced. */
static void
chosen_cb (RetortFieldRow *self, GtkListBoxRow *row)
{
  const char *choice = gtk_label_get_text (GTK_LABEL (gtk_list_box_row_get_child (row)));
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self));
  g_autofree char *longer = self->field->kind == RETORT_PATTERN_FIELD_COLUMNS && *text != '\0'
                              ? g_strdup_printf ("%s, %s", text, choice) : g_strdup (choice);

  gtk_editable_set_text (GTK_EDITABLE (self), longer);
  gtk_menu_button_popdown (self->button);
}

static void
retort_field_row_class_init (RetortFieldRowClass *klass)
{
}

static void
retort_field_row_init (RetortFieldRow *self)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "navigation-sidebar");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Choices"), -1);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), MAX_CHOICES_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->list));
  gtk_popover_set_child (GTK_POPOVER (popover), scrolled);
  self->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_icon_name (self->button, "pan-down-symbolic");
  gtk_menu_button_set_popover (self->button, popover);
  gtk_widget_set_valign (GTK_WIDGET (self->button), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "flat");
  gtk_widget_set_visible (GTK_WIDGET (self->button), FALSE);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (self), GTK_WIDGET (self->button));
}

/* Left empty, it gets a name that is made of other fields. */
static gboolean
is_made_of_others (const RetortPatternField *field)
{
  return field->initial != NULL && strchr (field->initial, '{') != NULL && field->kind != RETORT_PATTERN_FIELD_EXPRESSION;
}

/**
 * retort_field_row_new:
 * @field: what is asked for; static
 *
 * Returns: (transfer floating): a row with the field's initial value
 */
GtkWidget *
retort_field_row_new (const RetortPatternField *field)
{
  /* Translators: a field that need not be filled in */
  g_autofree char *title = is_made_of_others (field) ? g_strdup_printf (_("%s (optional)"), _(field->label)) : g_strdup (_(field->label));
  RetortFieldRow *self = g_object_new (RETORT_TYPE_FIELD_ROW, "title", title, NULL);
  g_autofree char *name = g_strdup_printf (_("Choices for %s"), _(field->label));

  self->field = field;
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (field->initial != NULL && !is_made_of_others (field))
    gtk_editable_set_text (GTK_EDITABLE (self), field->initial);
  return GTK_WIDGET (self);
}

/**
 * retort_field_row_get_field:
 * @self: a row
 *
 * Returns: (transfer none): what is asked for
 */
const RetortPatternField *
retort_field_row_get_field (RetortFieldRow *self)
{
  return self->field;
}

/**
 * retort_field_row_set_choices:
 * @self: a row
 * @choices: (element-type utf8): what may stand there
 *
 * Offers them; without any there is nothing to press.
 */
void
retort_field_row_set_choices (RetortFieldRow *self, GPtrArray *choices)
{
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
  for (guint i = 0; i < choices->len; i++)
    {
      GtkWidget *label = gtk_label_new (g_ptr_array_index (choices, i));

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_list_box_append (self->list, label);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->button), choices->len > 0);
}
