/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/revision/statement-row.h"

#include "ui/widgets/lock-chip.h"
#include "ui/widgets/row-name.h"

#include <glib/gi18n.h>

struct _RetortStatementRow
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkLabel  *sql_label;
  GtkLabel  *line_label;
  GtkLabel  *lock_label;
  GtkLabel  *tables_label;
  RetortRowName *row_name;

  RetortStatementItem *item; /* nullable */
};

enum
{
  PROP_ITEM = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (RetortStatementRow, retort_statement_row, GTK_TYPE_WIDGET)

static char *
describe_lines (RetortStatement *statement)
{
  RetortPosition start = retort_statement_get_start (statement);
  RetortPosition end = retort_statement_get_end (statement);

  if (start.line == 0)
    return g_strdup (_("written by Retort"));
  if (end.line > start.line)
    return g_strdup_printf (_("lines %u–%u"), start.line, end.line);
  return g_strdup_printf (_("line %u"), start.line);
}

static void
set_item (RetortStatementRow *self, RetortStatementItem *item)
{
  RetortStatement *statement = NULL;
  const RetortLockInfo *lock = NULL;
  g_autofree char *sql = NULL;
  g_autofree char *lines = NULL;
  g_autofree char *tables = NULL;

  if (!g_set_object (&self->item, item) || item == NULL)
    return;
  statement = retort_statement_item_get_statement (item);
  lock = retort_statement_item_get_lock (item);
  sql = g_strstrip (g_strdup (retort_statement_get_sql (statement)));
  lines = describe_lines (statement);
  tables = lock != NULL ? g_strjoinv (", ", lock->tables) : NULL;
  gtk_label_set_text (self->sql_label, sql);
  retort_row_name_set_text (self->row_name, sql);
  gtk_label_set_text (self->line_label, lines);
  gtk_label_set_text (self->tables_label, tables != NULL ? tables : "");
  retort_lock_chip_show (self->lock_label, lock);
}

static void
retort_statement_row_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_ITEM)
    g_value_set_object (value, RETORT_STATEMENT_ROW (object)->item);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
retort_statement_row_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_ITEM)
    set_item (RETORT_STATEMENT_ROW (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
retort_statement_row_dispose (GObject *object)
{
  RetortStatementRow *self = RETORT_STATEMENT_ROW (object);

  g_clear_object (&self->item);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (retort_statement_row_parent_class)->dispose (object);
}

static void
retort_statement_row_class_init (RetortStatementRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = retort_statement_row_get_property;
  object_class->set_property = retort_statement_row_set_property;
  object_class->dispose = retort_statement_row_dispose;
  properties[PROP_ITEM] = g_param_spec_object ("item", NULL, NULL, RETORT_TYPE_STATEMENT_ITEM,
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (RETORT_TYPE_ROW_NAME);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/retort/Retort/revision/statement-row.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortStatementRow, box);
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
