/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/revision/statement-row.h"

#include "ui/widgets/lock-chip.h"
#include "ui/widgets/row-name.h"

#include <glib/gi18n.h>

struct _RetortStatementRow
{
  RetortItemRow parent_instance;

  GtkWidget     *gap_image;
  GtkLabel      *sql_label;
  GtkLabel      *line_label;
  GtkLabel      *lock_label;
  GtkLabel      *tables_label;
  RetortRowName *row_name;
};

static const char *sql_classes[] = { "monospace", "statement-text", NULL };
static const char *gap_classes[] = { "warning", NULL };

G_DEFINE_FINAL_TYPE (RetortStatementRow, retort_statement_row, RETORT_TYPE_ITEM_ROW)

static char *
describe_lines (RetortStatementItem *item)
{
  guint start = retort_statement_item_get_line (item);
  guint end = retort_statement_item_get_end_line (item);

  if (start == 0)
    return g_strdup (_("written by Retort"));
  if (end > start)
    return g_strdup_printf (_("lines %u–%u"), start, end);
  return g_strdup_printf (_("line %u"), start);
}

/* What is executed, or why that is not known. */
static char *
dup_text (RetortStatementItem *item)
{
  RetortStatement *statement = retort_statement_item_get_statement (item);

  if (statement != NULL)
    return g_strstrip (g_strdup (retort_statement_get_sql (statement)));
  return g_strdup (retort_statement_item_get_gap (item));
}

static void
retort_statement_row_show_item (RetortItemRow *row, GObject *object)
{
  RetortStatementRow *self = RETORT_STATEMENT_ROW (row);
  RetortStatementItem *item = RETORT_STATEMENT_ITEM (object);
  const RetortLockInfo *lock = retort_statement_item_get_lock (item);
  gboolean is_gap = retort_statement_item_get_gap (item) != NULL;
  g_autofree char *text = dup_text (item);
  g_autofree char *lines = describe_lines (item);
  g_autofree char *tables = lock != NULL ? g_strjoinv (", ", lock->tables) : NULL;

  gtk_label_set_text (self->sql_label, text);
  retort_row_name_set_text (self->row_name, text);
  gtk_label_set_text (self->line_label, lines);
  gtk_label_set_text (self->tables_label, tables != NULL ? tables : "");
  gtk_widget_set_visible (self->gap_image, is_gap);
  retort_lock_chip_show (self->lock_label, lock);
  gtk_widget_set_css_classes (GTK_WIDGET (self->sql_label), is_gap ? gap_classes : sql_classes);
}

static void
retort_statement_row_class_init (RetortStatementRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  RETORT_ITEM_ROW_CLASS (klass)->show_item = retort_statement_row_show_item;
  retort_item_row_class_set_template (RETORT_ITEM_ROW_CLASS (klass),
                                      "/io/github/retort/Retort/revision/statement-row.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortStatementRow, gap_image);
  gtk_widget_class_bind_template_child (widget_class, RetortStatementRow, sql_label);
  gtk_widget_class_bind_template_child (widget_class, RetortStatementRow, line_label);
  gtk_widget_class_bind_template_child (widget_class, RetortStatementRow, lock_label);
  gtk_widget_class_bind_template_child (widget_class, RetortStatementRow, tables_label);
  gtk_widget_class_bind_template_child (widget_class, RetortStatementRow, row_name);
}

static void
retort_statement_row_init (RetortStatementRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * retort_statement_row_new:
 *
 * Returns: (transfer floating): a row without a statement
 */
GtkWidget *
retort_statement_row_new (void)
{
  return g_object_new (RETORT_TYPE_STATEMENT_ROW, NULL);
}
