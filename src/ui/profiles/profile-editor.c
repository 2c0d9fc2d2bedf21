/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The password entry is never read back from a store: it is empty until somebody types into it. */
#include "config.h"

#include "ui/profiles/profile-editor.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _RetortProfileEditor
{
  GtkWidget parent_instance;

  GtkWidget   *page;
  GtkEditable *name_row;
  AdwComboRow *environment_row;
  GtkEditable *url_row;
  GtkEditable *host_row;
  GtkEditable *port_row;
  GtkEditable *database_row;
  GtkEditable *service_row;
  AdwComboRow *tls_row;
  GtkEditable *user_row;
  AdwComboRow *source_row;
  GtkEditable *password_row;
  GtkEditable *search_path_row;
  GtkLabel    *result_label;
  GtkSpinner  *spinner;

  RetortWorkbench *workbench;   /* nullable */
  RetortProfile   *profile;     /* nullable: the profile that is edited; its id is kept */
  GCancellable    *cancellable; /* of the test that goes on; nullable */
};

enum
{
  SAVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RetortProfileEditor, retort_profile_editor, GTK_TYPE_WIDGET)

/* The words of libpq's sslmode, in the order of the combo row; the first is "not said". */
static const char *const tls_modes[] = { NULL, "disable", "allow", "prefer", "require", "verify-ca", "verify-full" };

static gboolean
port_is_valid (RetortProfileEditor *self, guint *port)
{
  const char *text = gtk_editable_get_text (self->port_row);
  guint64 number = 0;

  *port = 0;
  if (*text == '\0')
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT16, &number, NULL))
    return FALSE;
  *port = (guint) number;
  return TRUE;
}

static void
mark_error (GtkEditable *row, gboolean is_wrong)
{
  if (is_wrong)
    gtk_widget_add_css_class (GTK_WIDGET (row), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (row), "error");
}

static void
changed_cb (RetortProfileEditor *self)
{
  guint port = 0;
  gboolean has_name = *gtk_editable_get_text (self->name_row) != '\0';
  gboolean is_valid = port_is_valid (self, &port);

  mark_error (self->port_row, !is_valid);
  gtk_widget_set_visible (GTK_WIDGET (self->password_row),
                          adw_combo_row_get_selected (self->source_row) != RETORT_PASSWORD_LIBPQ);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "profile.save", has_name && is_valid);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "profile.test", is_valid && self->cancellable == NULL);
}

static RetortProfile *
make_profile (RetortProfileEditor *self)
{
  RetortProfileFields fields = { 0 };

  if (self->profile != NULL)
    fields = *retort_profile_get (self->profile);
  fields.name = gtk_editable_get_text (self->name_row);
  fields.environment = (RetortEnvironment) adw_combo_row_get_selected (self->environment_row);
  fields.host = gtk_editable_get_text (self->host_row);
  port_is_valid (self, &fields.port);
  fields.database = gtk_editable_get_text (self->database_row);
  fields.service = gtk_editable_get_text (self->service_row);
  fields.tls_mode = tls_modes[adw_combo_row_get_selected (self->tls_row)];
  fields.user = gtk_editable_get_text (self->user_row);
  fields.password_source = (RetortPasswordSource) adw_combo_row_get_selected (self->source_row);
  fields.search_path = gtk_editable_get_text (self->search_path_row);
  fields.url = NULL;
  return retort_profile_new (&fields);
}

static const char *
get_password (RetortProfileEditor *self)
{
  const char *text = gtk_editable_get_text (self->password_row);

  return *text != '\0' ? text : NULL;
}

static void
set_text (GtkEditable *row, const char *text)
{
  gtk_editable_set_text (row, text != NULL ? text : "");
}

static void
show_server (RetortProfileEditor *self, const RetortProfileFields *fields)
{
  g_autofree char *port = fields->port != 0 ? g_strdup_printf ("%u", fields->port) : NULL;

  set_text (self->host_row, fields->host);
  set_text (self->port_row, port);
  set_text (self->database_row, fields->database);
  set_text (self->service_row, fields->service);
  set_text (self->user_row, fields->user);
  set_text (self->search_path_row, fields->search_path);
  for (guint i = 0; i < G_N_ELEMENTS (tls_modes); i++)
    {
      if (g_strcmp0 (tls_modes[i], fields->tls_mode) == 0)
        adw_combo_row_set_selected (self->tls_row, i);
    }
}

static void
show_result (RetortProfileEditor *self, const char *text, const char *css_class)
{
  const char *classes[] = { css_class, NULL };

  gtk_label_set_text (self->result_label, text);
  gtk_widget_set_css_classes (GTK_WIDGET (self->result_label), classes);
}

static void
apply_url_cb (RetortProfileEditor *self)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *password = NULL;
  g_autoptr(RetortProfile) profile =
      retort_workbench_parse_url (self->workbench, gtk_editable_get_text (self->url_row), &password, &error);

  if (profile == NULL)
    {
      show_result (self, error->message, "error");
      return;
    }
  show_server (self, retort_profile_get (profile));
  if (*gtk_editable_get_text (self->name_row) == '\0')
    set_text (self->name_row, retort_profile_get (profile)->name);
  if (password != NULL)
    {
      adw_combo_row_set_selected (self->source_row, RETORT_PASSWORD_KEYRING);
      set_text (self->password_row, password);
    }
  set_text (self->url_row, NULL);
  show_result (self, "", "dim-label");
}

static void
tested_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(RetortProfileEditor) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *sentence = retort_workbench_test_profile_finish (RETORT_WORKBENCH (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  gtk_spinner_stop (self->spinner);
  if (sentence != NULL)
    show_result (self, sentence, "success");
  else
    show_result (self, error->message, "error");
  changed_cb (self);
}

static void
test_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortProfileEditor *self = RETORT_PROFILE_EDITOR (widget);
  g_autoptr(RetortProfile) profile = make_profile (self);

  self->cancellable = g_cancellable_new ();
  gtk_spinner_start (self->spinner);
  show_result (self, _("Connecting…"), "dim-label");
  changed_cb (self);
  retort_workbench_test_profile_async (self->workbench, profile, get_password (self), self->cancellable, tested_cb,
                                       g_object_ref (self));
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(RetortProfileEditor) self = user_data;
  g_autoptr(GError) error = NULL;

  if (retort_workbench_save_profile_finish (RETORT_WORKBENCH (source), result, &error))
    g_signal_emit (self, signals[SAVED], 0);
  else
    show_result (self, error->message, "error");
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortProfileEditor *self = RETORT_PROFILE_EDITOR (widget);
  g_autoptr(RetortProfile) profile = make_profile (self);

  retort_workbench_save_profile_async (self->workbench, profile, get_password (self), NULL, saved_cb,
                                       g_object_ref (self));
}

static void
retort_profile_editor_dispose (GObject *object)
{
  RetortProfileEditor *self = RETORT_PROFILE_EDITOR (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->workbench);
  g_clear_pointer (&self->profile, retort_profile_unref);
  g_clear_pointer (&self->page, gtk_widget_unparent);
  G_OBJECT_CLASS (retort_profile_editor_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, RetortProfileEditor, page);
  gtk_widget_class_bind_template_child (widget_class, RetortProfileEditor, name_row);
  gtk_widget_class_bind_template_child (widget_class, RetortProfileEditor, environment_row);
  gtk_widget_class_bind_template_child (widget_class, RetortProfileEditor, url_row);
  gtk_widget_class_bind_template_child (widget_class, RetortProfileEditor, host_row);
  gtk_widget_class_bind_template_child (widget_class, RetortProfileEditor, port_row);
  gtk_widget_class_bind_template_child (widget_class, RetortProfileEditor, database_row);
  gtk_widget_class_bind_template_child (widget_class, RetortProfileEditor, service_row);
  gtk_widget_class_bind_template_child (widget_class, RetortProfileEditor, tls_row);
  gtk_widget_class_bind_template_child (widget_class, RetortProfileEditor, user_row);
  gtk_widget_class_bind_template_child (widget_class, RetortProfileEditor, source_row);
  gtk_widget_class_bind_template_child (widget_class, RetortProfileEditor, password_row);
  gtk_widget_class_bind_template_child (widget_class, RetortProfileEditor, search_path_row);
  gtk_widget_class_bind_template_child (widget_class, RetortProfileEditor, result_label);
  gtk_widget_class_bind_template_child (widget_class, RetortProfileEditor, spinner);
}

static void
retort_profile_editor_class_init (RetortProfileEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = retort_profile_editor_dispose;
  /**
   * RetortProfileEditor::saved:
   *
   * The profile is on disk, its password where the profile says.
   */
  signals[SAVED] = g_signal_new ("saved", RETORT_TYPE_PROFILE_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/retort/Retort/profiles/profile-editor.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, apply_url_cb);
  gtk_widget_class_install_action (widget_class, "profile.test", NULL, test_action);
  gtk_widget_class_install_action (widget_class, "profile.save", NULL, save_action);
}

static void
retort_profile_editor_init (RetortProfileEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  changed_cb (self);
}

/**
 * retort_profile_editor_set_workbench:
 * @self: the form
 * @workbench: (transfer none): who tests and keeps profiles
 */
void
retort_profile_editor_set_workbench (RetortProfileEditor *self, RetortWorkbench *workbench)
{
  g_set_object (&self->workbench, workbench);
}

/**
 * retort_profile_editor_edit:
 * @self: the form
 * @profile: (transfer none) (nullable): what to change; %NULL begins a new one
 */
void
retort_profile_editor_edit (RetortProfileEditor *self, RetortProfile *profile)
{
  static const RetortProfileFields empty = { 0 };
  const RetortProfileFields *fields = profile != NULL ? retort_profile_get (profile) : &empty;

  g_clear_pointer (&self->profile, retort_profile_unref);
  self->profile = profile != NULL ? retort_profile_ref (profile) : NULL;
  set_text (self->name_row, fields->name);
  set_text (self->url_row, fields->url);
  set_text (self->password_row, NULL);
  adw_combo_row_set_selected (self->environment_row, fields->environment);
  adw_combo_row_set_selected (self->source_row, fields->password_source);
  show_server (self, fields);
  if (fields->url != NULL)
    apply_url_cb (self);
  show_result (self, "", "dim-label");
  changed_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
}
