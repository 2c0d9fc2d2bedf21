/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/profiles/profiles-dialog.h"

#include "ui/profiles/profile-editor.h"
#include "ui/widgets/environment.h"
#include "ui/widgets/message-dialog.h"

#include <glib/gi18n.h>

struct _RetortProfilesDialog
{
  AdwWindow parent_instance;

  AdwToastOverlay     *toast_overlay;
  AdwLeaflet          *leaflet;
  GtkWidget           *list_side;
  GtkWidget           *editor_side;
  AdwWindowTitle      *editor_title;
  GtkListBox          *list_box;
  GtkWidget           *remove_button;
  RetortProfileEditor *editor;

  RetortWorkbench   *workbench;
  RetortProfileItem *edited; /* nullable: a new one */
};

G_DEFINE_FINAL_TYPE (RetortProfilesDialog, retort_profiles_dialog, ADW_TYPE_WINDOW)

static GtkWidget *
create_row_cb (gpointer data, gpointer user_data)
{
  RetortProfileItem *item = data;
  RetortEnvironment environment = retort_profile_item_get_environment (item);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *chip = gtk_label_new (retort_environment_to_word (environment));
  g_autofree char *subtitle = NULL;

  g_object_get (item, "subtitle", &subtitle, NULL);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), retort_profile_item_get_name (item));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_add_css_class (chip, "chip");
  retort_environment_style (chip, environment);
  gtk_widget_set_valign (chip, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), chip);
  if (!retort_profile_item_is_private (item))
    {
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
    }
  return row;
}

static void
edit (RetortProfilesDialog *self, RetortProfileItem *item)
{
  g_set_object (&self->edited, item);
  gtk_widget_set_visible (self->remove_button, item != NULL);
  adw_window_title_set_title (self->editor_title,
                              item != NULL ? retort_profile_item_get_name (item) : _("New Profile"));
  retort_profile_editor_edit (self->editor, item != NULL ? retort_profile_item_get_profile (item) : NULL);
  adw_leaflet_set_visible_child (self->leaflet, self->editor_side);
}

static void
row_activated_cb (RetortProfilesDialog *self, GtkListBoxRow *row)
{
  g_autoptr(RetortProfileItem) item = g_list_model_get_item (retort_workbench_get_profiles (self->workbench),
                                                             (guint) gtk_list_box_row_get_index (row));

  if (item != NULL && !retort_profile_item_is_private (item))
    edit (self, item);
}

static void
new_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  edit (RETORT_PROFILES_DIALOG (widget), NULL);
}

static void
new_offered_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortProfilesDialog *self = RETORT_PROFILES_DIALOG (widget);

  edit (self, NULL);
  retort_profile_editor_take_offer (self->editor);
}

static void
go_back (RetortProfilesDialog *self)
{
  adw_leaflet_set_visible_child (self->leaflet, self->list_side);
  gtk_widget_child_focus (GTK_WIDGET (self->list_box), GTK_DIR_TAB_FORWARD); /* not left behind in the form */
}

static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  go_back (RETORT_PROFILES_DIALOG (widget));
}

/* A toast cuts its title; what happened to a password is told to the end. */
static AdwToast *
create_toast (const char *text)
{
  AdwToast *toast = adw_toast_new (text);
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40); /* else it asks for one line, and is cut all the same */
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  adw_toast_set_custom_title (toast, label);
  return toast;
}

/* Whoever has no connection and sets one up wants that one; FALSE: there is a connection. */
static gboolean
connect_new (RetortProfilesDialog *self)
{
  GListModel *profiles = retort_workbench_get_profiles (self->workbench);
  g_autoptr(RetortProfileItem) item = g_list_model_get_item (profiles, MAX (g_list_model_get_n_items (profiles), 1) - 1);

  if (self->edited != NULL || item == NULL || retort_workbench_get_connection_state (self->workbench) != RETORT_CONNECTION_NONE
      || retort_workbench_get_project_state (self->workbench) != RETORT_PROJECT_READY)
    return FALSE;
  retort_workbench_connect_profile (self->workbench, item, NULL);
  return TRUE;
}

static void
saved_cb (RetortProfilesDialog *self, const char *remark)
{
  if (connect_new (self) && remark == NULL)
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  adw_toast_overlay_add_toast (self->toast_overlay,
                               remark != NULL ? create_toast (remark) : adw_toast_new (_("Profile saved")));
  go_back (self);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(RetortProfilesDialog) self = user_data;
  g_autoptr(GError) error = NULL;

  if (retort_workbench_remove_profile_finish (RETORT_WORKBENCH (source), result, &error))
    go_back (self);
  else
    adw_toast_overlay_add_toast (self->toast_overlay, adw_toast_new (error->message));
}

static void
remove_response_cb (RetortProfilesDialog *self, const char *response)
{
  if (g_str_equal (response, "remove") && self->edited != NULL)
    retort_workbench_remove_profile_async (self->workbench, self->edited, NULL, removed_cb, g_object_ref (self));
}

static void
remove_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortProfilesDialog *self = RETORT_PROFILES_DIALOG (widget);
  GtkWidget *dialog = NULL;

  dialog = adw_message_dialog_new (GTK_WINDOW (self), NULL,
                                   _("The profile and its password in the keyring are removed. The database is not touched."));
  adw_message_dialog_format_heading (ADW_MESSAGE_DIALOG (dialog), _("Remove “%s”?"),
                                     retort_profile_item_get_name (self->edited));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "remove", _("_Remove"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "remove", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (remove_response_cb), self, G_CONNECT_SWAPPED);
  retort_message_dialog_present (ADW_MESSAGE_DIALOG (dialog));
}

static void
retort_profiles_dialog_dispose (GObject *object)
{
  RetortProfilesDialog *self = RETORT_PROFILES_DIALOG (object);

  g_clear_object (&self->workbench);
  g_clear_object (&self->edited);
  G_OBJECT_CLASS (retort_profiles_dialog_parent_class)->dispose (object);
}

static void
retort_profiles_dialog_class_init (RetortProfilesDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = retort_profiles_dialog_dispose;
  g_type_ensure (RETORT_TYPE_PROFILE_EDITOR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/retort/Retort/profiles/profiles-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortProfilesDialog, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, RetortProfilesDialog, leaflet);
  gtk_widget_class_bind_template_child (widget_class, RetortProfilesDialog, list_side);
  gtk_widget_class_bind_template_child (widget_class, RetortProfilesDialog, editor_side);
  gtk_widget_class_bind_template_child (widget_class, RetortProfilesDialog, editor_title);
  gtk_widget_class_bind_template_child (widget_class, RetortProfilesDialog, list_box);
  gtk_widget_class_bind_template_child (widget_class, RetortProfilesDialog, remove_button);
  gtk_widget_class_bind_template_child (widget_class, RetortProfilesDialog, editor);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, saved_cb);
  gtk_widget_class_install_action (widget_class, "profiles.new", NULL, new_action);
  gtk_widget_class_install_action (widget_class, "profiles.new-offered", NULL, new_offered_action);
  gtk_widget_class_install_action (widget_class, "profiles.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "profiles.remove", NULL, remove_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
retort_profiles_dialog_init (RetortProfilesDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * retort_profiles_dialog_new:
 * @workbench: (transfer none): whose profiles are edited
 * @parent: (nullable): the window that it belongs to
 *
 * Returns: (transfer floating): the dialog
 */
GtkWidget *
retort_profiles_dialog_new (RetortWorkbench *workbench, GtkWindow *parent)
{
  RetortProfilesDialog *self = g_object_new (RETORT_TYPE_PROFILES_DIALOG, "transient-for", parent, NULL);

  self->workbench = g_object_ref (workbench);
  retort_profile_editor_set_workbench (self->editor, workbench);
  gtk_list_box_bind_model (self->list_box, retort_workbench_get_profiles (workbench), create_row_cb, NULL, NULL);
  return GTK_WIDGET (self);
}
