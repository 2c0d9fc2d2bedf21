/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The document is written on a thread of the workbench; what came of it is a toast. */
#include "config.h"

#include "ui/widgets/export-button.h"

#include <glib/gi18n.h>

struct _RetortExportButton
{
  GtkWidget parent_instance;

  GtkWidget            *button;
  RetortWorkbench      *workbench; /* nullable until it is set */
  GObject              *subject;   /* nullable: nothing to write */
  char                 *name;      /* nullable */
  GtkFileChooserNative *chooser;   /* nullable: while a file is chosen */
  RetortExportFormat    format;    /* what is chosen for */
};

G_DEFINE_FINAL_TYPE (RetortExportButton, retort_export_button, GTK_TYPE_WIDGET)

static void
toast (RetortExportButton *self, const char *text)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
}

static void
written_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(RetortExportButton) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = retort_workbench_export_finish (RETORT_WORKBENCH (object), result, &error);

  if (text != NULL)
    toast (self, _("Document written"));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    toast (self, error->message);
}

static void
copied_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(RetortExportButton) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = retort_workbench_export_finish (RETORT_WORKBENCH (object), result, &error);

  if (text != NULL)
    {
      gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
      toast (self, _("Markdown copied"));
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    toast (self, error->message);
}

static void
chosen_cb (RetortExportButton *self, int response)
{
  g_autoptr(GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser)) : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  g_clear_object (&self->chooser);
  if (path != NULL && self->subject != NULL)
    retort_workbench_export_async (self->workbench, self->subject, self->format, path, NULL, written_cb, g_object_ref (self));
}

static void
choose (RetortExportButton *self, RetortExportFormat format)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  const char *ending = format == RETORT_EXPORT_HTML ? "html" : "md";
  g_autofree char *name = g_strdup_printf ("%s.%s", self->name != NULL ? self->name : "retort", ending);

  if (self->chooser != NULL || self->subject == NULL)
    return;
  self->format = format;
  self->chooser = gtk_file_chooser_native_new (_("Export a Document"), GTK_WINDOW (root), GTK_FILE_CHOOSER_ACTION_SAVE, _("_Export"), NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), g_strdelimit (name, "/", '-'));
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
html_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  choose (RETORT_EXPORT_BUTTON (widget), RETORT_EXPORT_HTML);
}

static void
markdown_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  choose (RETORT_EXPORT_BUTTON (widget), RETORT_EXPORT_MARKDOWN);
}

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortExportButton *self = RETORT_EXPORT_BUTTON (widget);

  if (self->subject != NULL)
    retort_workbench_export_async (self->workbench, self->subject, RETORT_EXPORT_MARKDOWN, NULL, NULL, copied_cb, g_object_ref (self));
}

static void
update_actions (RetortExportButton *self)
{
  gboolean is_possible = self->workbench != NULL && self->subject != NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "export.html", is_possible);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "export.markdown", is_possible);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "export.copy", is_possible);
  gtk_widget_set_sensitive (GTK_WIDGET (self), is_possible);
}

static void
retort_export_button_dispose (GObject *object)
{
  RetortExportButton *self = RETORT_EXPORT_BUTTON (object);

  g_clear_object (&self->chooser);
  g_clear_object (&self->workbench);
  g_clear_object (&self->subject);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->button, gtk_widget_unparent);
  G_OBJECT_CLASS (retort_export_button_parent_class)->dispose (object);
}

static void
retort_export_button_class_init (RetortExportButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = retort_export_button_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/retort/Retort/widgets/export-button.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortExportButton, button);
  gtk_widget_class_install_action (widget_class, "export.html", NULL, html_action);
  gtk_widget_class_install_action (widget_class, "export.markdown", NULL, markdown_action);
  gtk_widget_class_install_action (widget_class, "export.copy", NULL, copy_action);
}

static void
retort_export_button_init (RetortExportButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update_actions (self);
}

/**
 * retort_export_button_set_workbench:
 * @self: the button
 * @workbench: what writes documents
 */
void
retort_export_button_set_workbench (RetortExportButton *self, RetortWorkbench *workbench)
{
  g_set_object (&self->workbench, workbench);
  update_actions (self);
}

/**
 * retort_export_button_set_subject:
 * @self: the button
 * @subject: (nullable): a RetortBranchReviewItem, RetortPlanItem or RetortRunItem; %NULL: nothing can be written
 * @name: (nullable): what the file is called, without an ending
 */
void
retort_export_button_set_subject (RetortExportButton *self, GObject *subject, const char *name)
{
  g_autofree char *copy = g_strdup (name);

  g_set_object (&self->subject, subject);
  g_free (self->name);
  self->name = g_steal_pointer (&copy);
  update_actions (self);
}
