/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of the table are made anew for each result. */
#include "config.h"

#include "ui/query/query-page.h"

#include "ui/widgets/page-shortcut.h"

#include <glib/gi18n.h>

/* A value longer than this is cut in the table; copying takes all of it. */
#define MAX_CHARS 200

struct _RetortQueryPage
{
  GtkWidget parent_instance;

  GtkWidget     *box;
  GtkTextView   *text_view;
  GtkTextBuffer *buffer;
  GtkSpinner    *spinner;
  GtkLabel      *status_label;
  GtkStack      *stack;
  GtkColumnView *column_view;
  GtkLabel      *error_label;
  GtkLabel      *advice_label;
  GtkLabel      *sqlstate_label;

  RetortWorkbench   *workbench;   /* nullable until it is set */
  GCancellable      *cancellable; /* nullable: nothing runs */
  RetortQueryResult *result;      /* nullable */
};

G_DEFINE_FINAL_TYPE (RetortQueryPage, retort_query_page, GTK_TYPE_WIDGET)

static char *
dup_sql (RetortQueryPage *self)
{
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return g_strstrip (gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE));
}

static void
update_actions (RetortQueryPage *self)
{
  g_autofree char *sql = dup_sql (self);
  gboolean is_connected = self->workbench != NULL && retort_workbench_get_connection_state (self->workbench) == RETORT_CONNECTION_READY;
  gboolean is_running = self->cancellable != NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "query.run", is_connected && !is_running && *sql != '\0');
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "query.cancel", is_running);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "query.copy", self->result != NULL);
  gtk_spinner_set_spinning (self->spinner, is_running);
}

static void
setup_cell_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), 8);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  gtk_list_item_set_child (item, label);
}

static void
bind_cell_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer column)
{
  GtkLabel *label = GTK_LABEL (gtk_list_item_get_child (item));
  const char *value = retort_query_row_get_value (RETORT_QUERY_ROW (gtk_list_item_get_item (item)), GPOINTER_TO_UINT (column));
  g_autofree char *line = value != NULL ? g_utf8_substring (value, 0, MIN (g_utf8_strlen (value, -1), MAX_CHARS)) : NULL;

  if (line != NULL)
    g_strdelimit (line, "\n\t", ' ');
  gtk_label_set_text (label, line != NULL ? line : "NULL");
  if (line == NULL)
    gtk_widget_add_css_class (GTK_WIDGET (label), "dim-label");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (label), "dim-label");
}

static void
remove_columns (RetortQueryPage *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->column_view);

  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr(GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);

      gtk_column_view_remove_column (self->column_view, column);
    }
}

static void
add_columns (RetortQueryPage *self)
{
  for (guint i = 0; i < retort_query_result_get_n_columns (self->result); i++)
    {
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      g_autoptr(GtkColumnViewColumn) column = gtk_column_view_column_new (retort_query_result_get_column_name (self->result, i), factory);

      g_signal_connect (factory, "setup", G_CALLBACK (setup_cell_cb), NULL);
      g_signal_connect (factory, "bind", G_CALLBACK (bind_cell_cb), GUINT_TO_POINTER (i));
      gtk_column_view_column_set_resizable (column, TRUE);
      gtk_column_view_append_column (self->column_view, column);
    }
}

static void
show_result (RetortQueryPage *self)
{
  guint n = g_list_model_get_n_items (retort_query_result_get_rows (self->result));
  g_autoptr(GtkNoSelection) selection = gtk_no_selection_new (g_object_ref (retort_query_result_get_rows (self->result)));
  g_autofree char *count = g_strdup_printf (ngettext ("%u row", "%u rows", n), n);
  g_autofree char *cut = g_strdup_printf (_("the first %u rows"), n);

  gtk_column_view_set_model (self->column_view, NULL);
  remove_columns (self);
  add_columns (self);
  gtk_column_view_set_model (self->column_view, GTK_SELECTION_MODEL (selection));
  gtk_label_set_text (self->status_label, retort_query_result_is_cut (self->result) ? cut : count);
  gtk_stack_set_visible_child_name (self->stack, "rows");
}

/* What was said first, then what it means, then its code. */
static void
show_error (RetortQueryPage *self, const GError *error)
{
  g_autofree char *sqlstate = NULL;
  g_autofree char *message = retort_query_dup_message (error, &sqlstate);
  g_autofree char *advice = retort_query_dup_advice (error);
  g_autofree char *code = g_strdup_printf ("SQLSTATE %s", sqlstate != NULL ? sqlstate : "");

  gtk_label_set_text (self->error_label, message);
  gtk_label_set_text (self->advice_label, advice != NULL ? advice : "");
  gtk_widget_set_visible (GTK_WIDGET (self->advice_label), advice != NULL);
  gtk_label_set_text (self->sqlstate_label, code);
  gtk_widget_set_visible (GTK_WIDGET (self->sqlstate_label), sqlstate != NULL);
  gtk_label_set_text (self->status_label, "");
  gtk_stack_set_visible_child_name (self->stack, "error");
}

static void
answered_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(RetortQueryPage) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortQueryResult) answer = retort_workbench_query_finish (RETORT_WORKBENCH (object), result, &error);

  g_clear_object (&self->cancellable);
  if (self->box == NULL)
    return;
  g_set_object (&self->result, answer);
  if (answer != NULL)
    show_result (self);
  else
    show_error (self, error);
  update_actions (self);
}

static void
run_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortQueryPage *self = RETORT_QUERY_PAGE (widget);
  g_autofree char *sql = dup_sql (self);

  self->cancellable = g_cancellable_new ();
  gtk_label_set_text (self->status_label, _("Asking…"));
  update_actions (self);
  retort_workbench_query_async (self->workbench, sql, self->cancellable, answered_cb, g_object_ref (self));
}

static void
cancel_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_cancellable_cancel (RETORT_QUERY_PAGE (widget)->cancellable);
}

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autofree char *text = retort_query_result_dup_text (RETORT_QUERY_PAGE (widget)->result);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

static void
retort_query_page_dispose (GObject *object)
{
  RetortQueryPage *self = RETORT_QUERY_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->result);
  g_clear_object (&self->workbench);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (retort_query_page_parent_class)->dispose (object);
}

static void
retort_query_page_class_init (RetortQueryPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = retort_query_page_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/retort/Retort/query/query-page.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortQueryPage, box);
  gtk_widget_class_bind_template_child (widget_class, RetortQueryPage, text_view);
  gtk_widget_class_bind_template_child (widget_class, RetortQueryPage, buffer);
  gtk_widget_class_bind_template_child (widget_class, RetortQueryPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, RetortQueryPage, status_label);
  gtk_widget_class_bind_template_child (widget_class, RetortQueryPage, stack);
  gtk_widget_class_bind_template_child (widget_class, RetortQueryPage, column_view);
  gtk_widget_class_bind_template_child (widget_class, RetortQueryPage, error_label);
  gtk_widget_class_bind_template_child (widget_class, RetortQueryPage, advice_label);
  gtk_widget_class_bind_template_child (widget_class, RetortQueryPage, sqlstate_label);
  gtk_widget_class_bind_template_callback (widget_class, update_actions);
  gtk_widget_class_install_action (widget_class, "query.run", NULL, run_action);
  gtk_widget_class_install_action (widget_class, "query.cancel", NULL, cancel_action);
  gtk_widget_class_install_action (widget_class, "query.copy", NULL, copy_action);
}

static void
retort_query_page_init (RetortQueryPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update_actions (self);
}

/**
 * retort_query_page_set_workbench:
 * @self: the page
 * @workbench: (transfer none): whose database is asked
 */
void
retort_query_page_set_workbench (RetortQueryPage *self, RetortWorkbench *workbench)
{
  g_return_if_fail (self->workbench == NULL);

  self->workbench = g_object_ref (workbench);
  g_signal_connect_object (workbench, "notify::connection-state", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
  update_actions (self);
}

/**
 * retort_query_page_ask:
 * @self: the page
 * @sql: a query
 *
 * Puts @sql into the page, and runs it when that is possible.
 */
void
retort_query_page_ask (RetortQueryPage *self, const char *sql)
{
  gtk_text_buffer_set_text (self->buffer, sql, -1);
  update_actions (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "query.run", NULL);
}
