/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/revision/statement-row.h"

#include "ui/widgets/lock-chip.h"
#include "ui/widgets/row-name.h"
#include "ui/widgets/tooltip.h"

#include <glib/gi18n.h>

struct _RetortStatementRow
{
  RetortItemRow parent_instance;

  GtkImage      *gap_image;
  GtkLabel      *sql_label;
  GtkLabel      *line_label;
  GtkLabel      *lock_label;
  GtkLabel      *tables_label;
  GtkWidget     *mark_box;
  GtkImage      *mark_image;
  GtkLabel      *mark_label;
  RetortRowName *row_name;
};

#define ASKED_ICON "dialog-question-symbolic"
#define DRAWN_ICON "emblem-synchronizing-symbolic"

/* How each kind of item looks. */
static const struct
{
  const char *icon; /* nullable */
  const char *image_classes[2];
  const char *text_classes[3];
} looks[] = {
  [RETORT_STATEMENT_KIND_SENT] = { NULL, { NULL }, { "monospace", "statement-text", NULL } },
  [RETORT_STATEMENT_KIND_GAP] = { "dialog-warning-symbolic", { "warning", NULL }, { "warning", NULL } },
  [RETORT_STATEMENT_KIND_ASKED] = { ASKED_ICON, { "accent", NULL }, { NULL } },
  [RETORT_STATEMENT_KIND_DRAWN] = { DRAWN_ICON, { "accent", NULL }, { NULL } },
};

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

/* That what stands here is not certain before it runs: an icon and words, the reason when the pointer rests on them. */
static void
show_mark (RetortStatementRow *self, RetortStatementItem *item)
{
  const char *mark = retort_statement_item_get_mark (item);
  gboolean is_asked = retort_statement_item_get_doubt (item) == RETORT_STATEMENT_KIND_ASKED;

  gtk_widget_set_visible (self->mark_box, mark != NULL);
  gtk_image_set_from_icon_name (self->mark_image, is_asked ? ASKED_ICON : DRAWN_ICON);
  gtk_label_set_text (self->mark_label, mark != NULL ? mark : "");
  retort_tooltip_set (self->mark_box, retort_statement_item_get_mark_note (item));
}

static void
retort_statement_row_show_item (RetortItemRow *row, GObject *object)
{
  RetortStatementRow *self = RETORT_STATEMENT_ROW (row);
  RetortStatementItem *item = RETORT_STATEMENT_ITEM (object);
  const RetortLockInfo *lock = retort_statement_item_get_lock (item);
  RetortStatementKind kind = retort_statement_item_get_kind (item);
  const char *mark = retort_statement_item_get_mark (item);
  g_autofree char *text = dup_text (item);
  g_autofree char *name = mark != NULL ? g_strdup_printf ("%s, %s", text, mark) : g_strdup (text);
  g_autofree char *lines = describe_lines (item);
  g_autofree char *tables = lock != NULL ? g_strjoinv (", ", lock->tables) : NULL;

  gtk_label_set_text (self->sql_label, text);
  retort_row_name_set_text (self->row_name, name);
  gtk_label_set_text (self->line_label, lines);
  gtk_label_set_text (self->tables_label, tables != NULL ? tables : "");
  gtk_widget_set_visible (GTK_WIDGET (self->gap_image), looks[kind].icon != NULL);
  gtk_image_set_from_icon_name (self->gap_image, looks[kind].icon);
  gtk_widget_set_css_classes (GTK_WIDGET (self->gap_image), (const char **) looks[kind].image_classes);
  retort_lock_chip_show (self->lock_label, lock);
  gtk_widget_set_css_classes (GTK_WIDGET (self->sql_label), (const char **) looks[kind].text_classes);
  show_mark (self, item);
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
  gtk_widget_class_bind_template_child (widget_class, RetortStatementRow, mark_box);
  gtk_widget_class_bind_template_child (widget_class, RetortStatementRow, mark_image);
  gtk_widget_class_bind_template_child (widget_class, RetortStatementRow, mark_label);
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
