/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/snapshots/snapshots-dialog.h"

#include "ui/widgets/message-dialog.h"

#include <glib/gi18n.h>

struct _RetortSnapshotsDialog
{
  AdwWindow parent_instance;

  AdwWindowTitle *title;
  GtkEditable    *name_row;
  GtkWidget      *progress_group;
  GtkLabel       *text_label;
  GtkProgressBar *progress_bar;
  GtkWidget      *cancel_button;
  GtkListBox     *list_box;

  RetortSnapshots *snapshots;
};

G_DEFINE_FINAL_TYPE (RetortSnapshotsDialog, retort_snapshots_dialog, ADW_TYPE_WINDOW)

static char *
dup_name (RetortSnapshotsDialog *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (self->name_row)));
}

/* What is being done, or how it ended, stands between the name and the list. */
static void
update (RetortSnapshotsDialog *self)
{
  gboolean is_running = self->snapshots != NULL && retort_snapshots_get_is_running (self->snapshots);
  const char *text = self->snapshots != NULL ? retort_snapshots_get_text (self->snapshots) : "";
  g_autofree char *name = dup_name (self);
  double fraction = 0;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "snapshots.take", !is_running && *name != '\0');
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "snapshots.cancel", is_running);
  gtk_widget_set_sensitive (GTK_WIDGET (self->list_box), !is_running);
  gtk_widget_set_visible (self->progress_group, *text != '\0');
  gtk_widget_set_visible (self->cancel_button, is_running);
  gtk_widget_set_visible (GTK_WIDGET (self->progress_bar), is_running);
  gtk_label_set_text (self->text_label, text);
  if (self->snapshots == NULL)
    return;
  g_object_get (self->snapshots, "fraction", &fraction, NULL);
  gtk_progress_bar_set_fraction (self->progress_bar, fraction);
  if (retort_snapshots_is_bad (self->snapshots))
    gtk_widget_add_css_class (GTK_WIDGET (self->text_label), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->text_label), "error");
}

static void
ended_cb (RetortSnapshotsDialog *self, gboolean is_done)
{
  if (is_done)
    gtk_editable_set_text (self->name_row, "");
}

static void
take_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortSnapshotsDialog *self = RETORT_SNAPSHOTS_DIALOG (widget);
  g_autofree char *text = dup_name (self);

  retort_snapshots_take (self->snapshots, text);
}

static void
name_activated_cb (RetortSnapshotsDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "snapshots.take", NULL);
}

static void
cancel_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  retort_snapshots_cancel (RETORT_SNAPSHOTS_DIALOG (widget)->snapshots);
}

/* --- Rows --- */

/* What the dialog that asks needs when it is answered. */
typedef struct
{
  RetortSnapshots    *snapshots;
  RetortSnapshotItem *item;
} Question;

static void
question_free (gpointer data, GClosure *closure)
{
  Question *self = data;

  g_object_unref (self->snapshots);
  g_object_unref (self->item);
  g_free (self);
}

static void
answered_cb (AdwMessageDialog *dialog, const char *response, Question *question)
{
  if (g_str_equal (response, "restore"))
    retort_snapshots_restore (question->snapshots, question->item);
  else if (g_str_equal (response, "delete"))
    retort_snapshots_delete (question->snapshots, question->item);
}

/* @dialog: with its words; @response: what goes on. */
static void
ask (RetortSnapshotsDialog *self, RetortSnapshotItem *item, GtkWidget *dialog, const char *response, const char *label)
{
  Question *question = g_new0 (Question, 1);

  question->snapshots = g_object_ref (self->snapshots);
  question->item = g_object_ref (item);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), response, label, NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), response, ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (answered_cb), question, question_free, 0);
  retort_message_dialog_present (ADW_MESSAGE_DIALOG (dialog));
}

static void
ask_to_restore (RetortSnapshotsDialog *self, RetortSnapshotItem *item)
{
  const char *database = retort_snapshots_get_database (self->snapshots);
  /* Translators: a database. */
  g_autofree char *heading = g_strdup_printf (_("Restore “%s”?"), database);
  /* Translators: a database, a snapshot, "2 min ago · at 013 · 22 kB". */
  g_autofree char *body = g_strdup_printf (_("The database “%s” becomes what it was at “%s” (%s). What it holds now is kept on the same server under "
                                             "another name. Other programs that are connected to it are disconnected."),
                                           database, retort_snapshot_item_get_name (item), retort_snapshot_item_get_details (item));

  ask (self, item, adw_message_dialog_new (GTK_WINDOW (self), heading, body), "restore", _("_Restore"));
}

static void
ask_to_delete (RetortSnapshotsDialog *self, RetortSnapshotItem *item)
{
  g_autofree char *heading = g_strdup_printf (_("Delete “%s”?"), retort_snapshot_item_get_name (item));

  ask (self, item, adw_message_dialog_new (GTK_WINDOW (self), heading, _("The file of the snapshot is deleted. The database is not touched.")),
       "delete", _("_Delete"));
}

static RetortSnapshotItem *
find_item (RetortSnapshotsDialog *self, GtkWidget *button)
{
  GtkListBoxRow *row = GTK_LIST_BOX_ROW (gtk_widget_get_ancestor (button, GTK_TYPE_LIST_BOX_ROW));

  return row != NULL ? g_list_model_get_item (retort_snapshots_get_list (self->snapshots), (guint) gtk_list_box_row_get_index (row)) : NULL;
}

static void
restore_clicked_cb (GtkWidget *button, RetortSnapshotsDialog *self)
{
  g_autoptr(RetortSnapshotItem) item = find_item (self, button);

  if (item != NULL)
    ask_to_restore (self, item);
}

static void
delete_clicked_cb (GtkWidget *button, RetortSnapshotsDialog *self)
{
  g_autoptr(RetortSnapshotItem) item = find_item (self, button);

  if (item != NULL)
    ask_to_delete (self, item);
}

static void
add_button (RetortSnapshotsDialog *self, GtkWidget *row, GtkWidget *button, const char *name, GCallback callback)
{
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (button, "clicked", callback, self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static GtkWidget *
create_row_cb (gpointer data, gpointer user_data)
{
  RetortSnapshotItem *item = data;
  RetortSnapshotsDialog *self = RETORT_SNAPSHOTS_DIALOG (user_data);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *trash = gtk_button_new_from_icon_name ("user-trash-symbolic");
  const char *name = retort_snapshot_item_get_name (item);
  /* Translators: a snapshot. */
  g_autofree char *restore = g_strdup_printf (_("Restore %s"), name);
  /* Translators: a snapshot. */
  g_autofree char *remove = g_strdup_printf (_("Delete %s"), name);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), retort_snapshot_item_get_details (item));
  gtk_widget_set_tooltip_text (trash, remove);
  gtk_widget_add_css_class (trash, "flat");
  add_button (self, row, gtk_button_new_with_label (_("Restore…")), restore, G_CALLBACK (restore_clicked_cb));
  add_button (self, row, trash, remove, G_CALLBACK (delete_clicked_cb));
  return row;
}

/* --- The dialog --- */

/* What is being done would be cancelled: it is first seen to end. */
static gboolean
retort_snapshots_dialog_close_request (GtkWindow *window)
{
  RetortSnapshotsDialog *self = RETORT_SNAPSHOTS_DIALOG (window);

  return retort_snapshots_get_is_running (self->snapshots) && *retort_snapshots_get_text (self->snapshots) != '\0';
}

static void
retort_snapshots_dialog_dispose (GObject *object)
{
  g_clear_object (&RETORT_SNAPSHOTS_DIALOG (object)->snapshots);
  G_OBJECT_CLASS (retort_snapshots_dialog_parent_class)->dispose (object);
}

static void
retort_snapshots_dialog_class_init (RetortSnapshotsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = retort_snapshots_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = retort_snapshots_dialog_close_request;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/retort/Retort/snapshots/snapshots-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortSnapshotsDialog, title);
  gtk_widget_class_bind_template_child (widget_class, RetortSnapshotsDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, RetortSnapshotsDialog, progress_group);
  gtk_widget_class_bind_template_child (widget_class, RetortSnapshotsDialog, text_label);
  gtk_widget_class_bind_template_child (widget_class, RetortSnapshotsDialog, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, RetortSnapshotsDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, RetortSnapshotsDialog, list_box);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, name_activated_cb);
  gtk_widget_class_install_action (widget_class, "snapshots.take", NULL, take_action);
  gtk_widget_class_install_action (widget_class, "snapshots.cancel", NULL, cancel_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
retort_snapshots_dialog_init (RetortSnapshotsDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * retort_snapshots_dialog_new:
 * @snapshots: (transfer none): of the database that is connected
 * @parent: (nullable): the window that it belongs to
 *
 * Returns: (transfer floating): the dialog
 */
GtkWidget *
retort_snapshots_dialog_new (RetortSnapshots *snapshots, GtkWindow *parent)
{
  RetortSnapshotsDialog *self = g_object_new (RETORT_TYPE_SNAPSHOTS_DIALOG, "transient-for", parent, NULL);

  self->snapshots = g_object_ref (snapshots);
  adw_window_title_set_subtitle (self->title, retort_snapshots_get_database (snapshots));
  gtk_list_box_bind_model (self->list_box, retort_snapshots_get_list (snapshots), create_row_cb, self, NULL);
  g_signal_connect_object (snapshots, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (snapshots, "ended", G_CALLBACK (ended_cb), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
