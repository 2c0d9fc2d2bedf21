/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/widgets/change-row.h"

#include "ui/widgets/row-name.h"
#include "workbench/review.h"

#include <glib/gi18n.h>

struct _RetortChangeRow
{
  RetortItemRow parent_instance;

  GtkLabel      *sign_label;
  GtkLabel      *text_label;
  GtkLabel      *word_label;
  GtkGrid       *lines_grid;
  RetortRowName *row_name;
};

static const struct
{
  const char *sign;
  const char *word;
  const char *css_class;
} looks[] = {
  { "+", NC_ ("change", "new"), "success" },
  { "−", NC_ ("change", "removed"), "error" },
  { "~", NC_ ("change", "changed"), "accent" },
  { "?", NC_ ("change", "maybe changed"), "warning" },
};

G_DEFINE_FINAL_TYPE (RetortChangeRow, retort_change_row, RETORT_TYPE_ITEM_ROW)

static gsize
find_look (const char *sign)
{
  for (gsize i = 0; i < G_N_ELEMENTS (looks); i++)
    {
      if (g_str_equal (looks[i].sign, sign))
        return i;
    }
  g_return_val_if_reached (0);
}

static GtkWidget *
create_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "monospace");
  gtk_widget_add_css_class (label, "statement-text");
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
show_lines (RetortChangeRow *self, RetortChangeItem *item)
{
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->lines_grid))) != NULL)
    gtk_grid_remove (self->lines_grid, child);
  for (guint i = 0; i < retort_change_item_get_n_lines (item); i++)
    {
      const char *sign = retort_change_item_get_line_sign (item, i);
      GtkWidget *text = create_label (retort_change_item_get_line (item, i), "change-line");

      gtk_label_set_wrap (GTK_LABEL (text), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (text), PANGO_WRAP_WORD_CHAR);
      gtk_widget_set_hexpand (text, TRUE);
      gtk_grid_attach (self->lines_grid, create_label (sign, looks[find_look (sign)].css_class), 0, (int) i, 1, 1);
      gtk_grid_attach (self->lines_grid, text, 1, (int) i, 1, 1);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->lines_grid), retort_change_item_get_n_lines (item) > 0);
}

static void
retort_change_row_show_item (RetortItemRow *row, GObject *object)
{
  RetortChangeRow *self = RETORT_CHANGE_ROW (row);
  RetortChangeItem *item = RETORT_CHANGE_ITEM (object);
  gsize look = find_look (retort_change_item_get_sign (item));
  const char *sign_classes[] = { "monospace", "heading", looks[look].css_class, NULL };
  const char *word = g_dpgettext2 (NULL, "change", looks[look].word);
  g_autofree char *text = retort_change_item_dup_text (item);
  g_autofree char *name = g_strdup_printf ("%s, %s", text, word);

  gtk_label_set_text (self->sign_label, looks[look].sign);
  gtk_widget_set_css_classes (GTK_WIDGET (self->sign_label), sign_classes);
  gtk_label_set_text (self->text_label, text);
  gtk_label_set_text (self->word_label, word);
  retort_row_name_set_text (self->row_name, name);
  show_lines (self, item);
}

static void
retort_change_row_class_init (RetortChangeRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  RETORT_ITEM_ROW_CLASS (klass)->show_item = retort_change_row_show_item;
  retort_item_row_class_set_template (RETORT_ITEM_ROW_CLASS (klass), "/io/github/retort/Retort/widgets/change-row.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortChangeRow, sign_label);
  gtk_widget_class_bind_template_child (widget_class, RetortChangeRow, text_label);
  gtk_widget_class_bind_template_child (widget_class, RetortChangeRow, word_label);
  gtk_widget_class_bind_template_child (widget_class, RetortChangeRow, lines_grid);
  gtk_widget_class_bind_template_child (widget_class, RetortChangeRow, row_name);
}

static void
retort_change_row_init (RetortChangeRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * retort_change_row_new:
 *
 * Returns: (transfer floating): a row without a change
 */
GtkWidget *
retort_change_row_new (void)
{
  return g_object_new (RETORT_TYPE_CHANGE_ROW, NULL);
}
