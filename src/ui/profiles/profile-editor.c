/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The password entry is never read back from a store: it is empty until somebody types into it. What a
 * profile holds and the form has no row for stays as it is. */
#include "config.h"

#include "ui/profiles/profile-editor.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _RetortProfileEditor
{
  GtkWidget parent_instance;

  GtkWidget           *page;
  AdwPreferencesGroup *offers_group;
  GtkEditable         *name_row;
  AdwComboRow         *environment_row;
  GtkEditable         *url_row;
  GtkEditable         *host_row;
  GtkEditable         *port_row;
  GtkEditable         *database_row;
  AdwComboRow         *tls_row;
  GtkEditable         *user_row;
  AdwComboRow         *source_row;
  GtkEditable         *password_row;
  GtkSwitch           *gives_switch;
  AdwExpanderRow      *ssh_row;
  GtkEditable         *ssh_host_row;
  GtkEditable         *ssh_user_row;
  GtkEditable         *ssh_port_row;
  AdwExpanderRow      *more_row;
  GtkEditable         *service_row;
  GtkEditable         *search_path_row;
  GtkEditable         *connect_timeout_row;
  GtkEditable         *lock_timeout_row;
  GtkEditable         *statement_timeout_row;
  GtkEditable         *parameters_row;
  GtkWidget           *result_box;
  GtkImage            *result_image;
  GtkLabel            *result_label;
  GtkLabel            *advice_label;
  GtkSpinner          *spinner;

  RetortWorkbench *workbench;   /* nullable */
  RetortProfile   *profile;     /* nullable: the profile that is edited; its id is kept */
  GPtrArray       *offers;      /* element: RetortConnectionOffer*, owned; nullable */
  GPtrArray       *offer_rows;  /* element: GtkWidget*, borrowed: children of the group */
  gboolean         takes_offer; /* the form is filled in with the first of them */
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

/* What each environment means for a run, by RetortEnvironment. */
static const char *const environment_words[] = {
  [RETORT_ENVIRONMENT_DEVELOPMENT] = N_("Runs without a further question"),
  [RETORT_ENVIRONMENT_STAGING] = N_("Marked in the window; scripts need --yes"),
  [RETORT_ENVIRONMENT_PRODUCTION] = N_("Read-only until the database’s name is typed, for one run"),
};

typedef struct
{
  gsize row;   /* offset of a GtkEditable * in the form */
  gsize field; /* offset in the fields of a profile */
  guint most;  /* of a number; 0 for texts */
} FormField;

#define FORM(row_name, field_name, most_value) \
  { G_STRUCT_OFFSET (RetortProfileEditor, row_name), G_STRUCT_OFFSET (RetortProfileFields, field_name), most_value }

static const FormField text_fields[] = {
  FORM (name_row, name, 0),
  FORM (host_row, host, 0),
  FORM (database_row, database, 0),
  FORM (user_row, user, 0),
  FORM (ssh_host_row, ssh_host, 0),
  FORM (ssh_user_row, ssh_user, 0),
  FORM (service_row, service, 0),
  FORM (search_path_row, search_path, 0),
  FORM (parameters_row, url, 0),
};

static const FormField number_fields[] = {
  FORM (port_row, port, G_MAXUINT16),
  FORM (ssh_port_row, ssh_port, G_MAXUINT16),
  FORM (connect_timeout_row, connect_timeout_s, 3600),
  FORM (lock_timeout_row, lock_timeout_ms, G_MAXINT),
  FORM (statement_timeout_row, statement_timeout_ms, G_MAXINT),
};

static GtkEditable *
row_of (RetortProfileEditor *self, const FormField *field)
{
  return G_STRUCT_MEMBER (GtkEditable *, self, field->row);
}

/* An empty row is 0: not said. */
static gboolean
read_number (RetortProfileEditor *self, const FormField *field, guint *number)
{
  const char *text = gtk_editable_get_text (row_of (self, field));
  guint64 value = 0;

  *number = 0;
  if (*text == '\0')
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, 1, field->most, &value, NULL))
    return FALSE;
  *number = (guint) value;
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

static gboolean
are_numbers_valid (RetortProfileEditor *self)
{
  gboolean are_valid = TRUE;

  for (gsize i = 0; i < G_N_ELEMENTS (number_fields); i++)
    {
      guint number = 0;
      gboolean is_valid = read_number (self, &number_fields[i], &number);

      mark_error (row_of (self, &number_fields[i]), !is_valid);
      are_valid = are_valid && is_valid;
    }
  return are_valid;
}

static void
changed_cb (RetortProfileEditor *self)
{
  gboolean has_name = *gtk_editable_get_text (self->name_row) != '\0';
  gboolean is_valid = are_numbers_valid (self);
  guint environment = adw_combo_row_get_selected (self->environment_row);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->environment_row), _(environment_words[environment]));
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
  for (gsize i = 0; i < G_N_ELEMENTS (text_fields); i++)
    G_STRUCT_MEMBER (const char *, &fields, text_fields[i].field)
        = gtk_editable_get_text (row_of (self, &text_fields[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (number_fields); i++)
    read_number (self, &number_fields[i], &G_STRUCT_MEMBER (guint, &fields, number_fields[i].field));
  fields.environment = (RetortEnvironment) adw_combo_row_get_selected (self->environment_row);
  fields.tls_mode = tls_modes[adw_combo_row_get_selected (self->tls_row)];
  fields.password_source = (RetortPasswordSource) adw_combo_row_get_selected (self->source_row);
  fields.gives_password = gtk_switch_get_active (self->gives_switch);
  if (!adw_expander_row_get_enable_expansion (self->ssh_row))
    fields.ssh_host = NULL;
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

/* Folded what says nothing. */
static void
unfold (RetortProfileEditor *self, const RetortProfileFields *fields)
{
  gboolean has_more = fields->service != NULL || fields->search_path != NULL || fields->url != NULL
                      || fields->connect_timeout_s > 0 || fields->lock_timeout_ms > 0
                      || fields->statement_timeout_ms > 0;

  adw_expander_row_set_enable_expansion (self->ssh_row, fields->ssh_host != NULL);
  adw_expander_row_set_expanded (self->ssh_row, fields->ssh_host != NULL);
  adw_expander_row_set_expanded (self->more_row, has_more);
}

static void
show_fields (RetortProfileEditor *self, const RetortProfileFields *fields)
{
  for (gsize i = 0; i < G_N_ELEMENTS (text_fields); i++)
    set_text (row_of (self, &text_fields[i]), G_STRUCT_MEMBER (const char *, fields, text_fields[i].field));
  for (gsize i = 0; i < G_N_ELEMENTS (number_fields); i++)
    {
      guint number = G_STRUCT_MEMBER (guint, fields, number_fields[i].field);
      g_autofree char *text = number != 0 ? g_strdup_printf ("%u", number) : NULL;

      set_text (row_of (self, &number_fields[i]), text);
    }
  for (guint i = 0; i < G_N_ELEMENTS (tls_modes); i++)
    {
      if (g_strcmp0 (tls_modes[i], fields->tls_mode) == 0)
        adw_combo_row_set_selected (self->tls_row, i);
    }
  adw_combo_row_set_selected (self->environment_row, fields->environment);
  adw_combo_row_set_selected (self->source_row, fields->password_source);
  gtk_switch_set_active (self->gives_switch, fields->gives_password);
  unfold (self, fields);
}

/* Result */

/* @icon (nullable): none while something goes on. @advice (nullable). */
static void
show_result (RetortProfileEditor *self, const char *icon, const char *style, const char *text, const char *advice)
{
  const char *classes[] = { style, NULL };
  gboolean goes_on = icon == NULL;

  gtk_widget_set_visible (self->result_box, *text != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->result_image), !goes_on);
  gtk_image_set_from_icon_name (self->result_image, icon);
  gtk_widget_set_css_classes (GTK_WIDGET (self->result_image), classes);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), goes_on);
  gtk_spinner_set_spinning (self->spinner, goes_on && *text != '\0');
  gtk_label_set_text (self->result_label, text);
  gtk_label_set_text (self->advice_label, advice != NULL ? advice : "");
  gtk_widget_set_visible (GTK_WIDGET (self->advice_label), advice != NULL && *advice != '\0');
}

static void
show_failure (RetortProfileEditor *self, const char *text, const char *advice)
{
  show_result (self, "dialog-error-symbolic", "error", text, advice);
}

static void
clear_result (RetortProfileEditor *self)
{
  show_result (self, NULL, NULL, "", NULL);
}

/* URLs */

/* What a URL says takes the place of everything but name, environment and ssh. */
static gboolean
apply_url (RetortProfileEditor *self, const char *url)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *password = NULL;
  g_autoptr(RetortProfile) profile = retort_workbench_parse_url (self->workbench, url, &password, &error);
  g_autoptr(RetortProfile) standing = make_profile (self);
  const RetortProfileFields *old = retort_profile_get (standing);
  RetortProfileFields fields = { 0 };

  if (profile == NULL)
    {
      show_failure (self, error->message, NULL);
      return FALSE;
    }
  fields = *retort_profile_get (profile);
  fields.environment = old->environment;
  fields.ssh_host = old->ssh_host;
  fields.ssh_user = old->ssh_user;
  fields.ssh_port = old->ssh_port;
  fields.gives_password = old->gives_password;
  if (*old->name != '\0')
    fields.name = old->name;
  fields.password_source = password != NULL ? RETORT_PASSWORD_KEYRING : RETORT_PASSWORD_LIBPQ;
  show_fields (self, &fields);
  set_text (self->password_row, password);
  set_text (self->url_row, NULL);
  clear_result (self);
  return TRUE;
}

static void
apply_url_cb (RetortProfileEditor *self)
{
  apply_url (self, gtk_editable_get_text (self->url_row));
}

/* What somebody typed there is kept in a file. */
static gboolean
check_parameters (RetortProfileEditor *self)
{
  const char *text = gtk_editable_get_text (self->parameters_row);
  g_autofree char *password = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortProfile) profile = NULL;

  if (*text == '\0')
    return TRUE;
  profile = retort_workbench_parse_url (self->workbench, text, &password, &error);
  if (profile == NULL)
    show_failure (self, error->message, NULL);
  else if (password != NULL)
    show_failure (self, _("The other parameters hold a password, which would be written into a file."),
                  _("Type it into the row “Password”."));
  return profile != NULL && password == NULL;
}

/* A URL that was pasted and not applied is meant all the same. */
static gboolean
apply_pending_url (RetortProfileEditor *self)
{
  g_autofree char *url = g_strdup (gtk_editable_get_text (self->url_row));

  return (*url == '\0' || apply_url (self, url)) && check_parameters (self);
}

/* Test and save */

static void
tested_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(RetortProfileEditor) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *advice = NULL;
  g_autofree char *sentence = retort_workbench_test_profile_finish (RETORT_WORKBENCH (source), result, &advice, &error);

  /* Another profile is shown by now, or none. */
  if (self->cancellable == NULL || g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;
  g_clear_object (&self->cancellable);
  if (sentence != NULL)
    show_result (self, "emblem-ok-symbolic", "success", sentence, NULL);
  else
    show_failure (self, error->message, advice);
  changed_cb (self);
}

static void
test_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortProfileEditor *self = RETORT_PROFILE_EDITOR (widget);
  g_autoptr(RetortProfile) profile = NULL;

  if (!apply_pending_url (self))
    return;
  profile = make_profile (self);
  self->cancellable = g_cancellable_new ();
  show_result (self, NULL, NULL, _("Connecting…"), NULL);
  changed_cb (self);
  retort_workbench_test_profile_async (self->workbench, profile, get_password (self), self->cancellable, tested_cb,
                                       g_object_ref (self));
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(RetortProfileEditor) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *remark = NULL;

  if (retort_workbench_save_profile_finish (RETORT_WORKBENCH (source), result, &remark, &error))
    g_signal_emit (self, signals[SAVED], 0, remark);
  else
    show_failure (self, error->message, NULL);
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortProfileEditor *self = RETORT_PROFILE_EDITOR (widget);
  g_autoptr(RetortProfile) profile = NULL;

  if (!apply_pending_url (self))
    return;
  profile = make_profile (self);
  retort_workbench_save_profile_async (self->workbench, profile, get_password (self), NULL, saved_cb,
                                       g_object_ref (self));
}

/* Offers */

static void
offer_activated_cb (RetortProfileEditor *self, GtkWidget *row)
{
  guint place = 0;

  if (g_ptr_array_find (self->offer_rows, row, &place))
    {
      const RetortConnectionOffer *offer = g_ptr_array_index (self->offers, place);

      apply_url (self, offer->url);
    }
}

static char *
dup_offer_words (const RetortConnectionOffer *offer)
{
  if (offer->url == NULL)
    return g_strdup_printf (_("%s · only inside its container: no port of “%s” is published"), offer->place,
                            offer->inner_host);
  if (offer->inner_host != NULL && !offer->is_service)
    return g_strdup_printf (_("%s · “%s” is its name inside the containers"), offer->place, offer->inner_host);
  return g_strdup (offer->place);
}

static GtkWidget *
create_offer_row (RetortProfileEditor *self, const RetortConnectionOffer *offer)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = g_strdup_printf (offer->is_service ? _("Service “%s” in %s") : _("%s in %s"),
                                            offer->name, offer->file);
  g_autofree char *subtitle = dup_offer_words (offer);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  if (offer->url == NULL)
    return row;
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  /* Translators: fills the form in with what stands in the row. */
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_label_new (C_("offer", "Use")));
  g_signal_connect_object (row, "activated", G_CALLBACK (offer_activated_cb), self, G_CONNECT_SWAPPED);
  return row;
}

static void
clear_offers (RetortProfileEditor *self)
{
  for (guint i = 0; i < self->offer_rows->len; i++)
    adw_preferences_group_remove (self->offers_group, g_ptr_array_index (self->offer_rows, i));
  g_ptr_array_set_size (self->offer_rows, 0);
  g_clear_pointer (&self->offers, g_ptr_array_unref);
  gtk_widget_set_visible (GTK_WIDGET (self->offers_group), FALSE);
}

/* The first one that can be reached, for who came because of it. */
static void
take_first (RetortProfileEditor *self)
{
  for (guint i = 0; i < self->offers->len; i++)
    {
      const RetortConnectionOffer *offer = g_ptr_array_index (self->offers, i);

      if (offer->url == NULL)
        continue;
      apply_url (self, offer->url);
      return;
    }
}

/* Only who begins a new profile is offered something. */
static void
offered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(RetortProfileEditor) self = user_data;
  g_autoptr(GPtrArray) offers = retort_workbench_list_offers_finish (RETORT_WORKBENCH (source), result);

  if (self->page == NULL || self->profile != NULL || self->offers != NULL || offers->len == 0)
    return;
  self->offers = g_steal_pointer (&offers);
  for (guint i = 0; i < self->offers->len; i++)
    {
      GtkWidget *row = create_offer_row (self, g_ptr_array_index (self->offers, i));

      g_ptr_array_add (self->offer_rows, row);
      adw_preferences_group_add (self->offers_group, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->offers_group), TRUE);
  if (self->takes_offer)
    take_first (self);
}

static void
retort_profile_editor_dispose (GObject *object)
{
  RetortProfileEditor *self = RETORT_PROFILE_EDITOR (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->workbench);
  g_clear_pointer (&self->profile, retort_profile_unref);
  g_clear_pointer (&self->offers, g_ptr_array_unref);
  g_clear_pointer (&self->offer_rows, g_ptr_array_unref);
  g_clear_pointer (&self->page, gtk_widget_unparent);
  G_OBJECT_CLASS (retort_profile_editor_parent_class)->dispose (object);
}

/* The children of the template and where they are kept. */
static const struct
{
  const char *id;
  gsize offset;
} children[] = {
#define CHILD(name) { #name, G_STRUCT_OFFSET (RetortProfileEditor, name) }
  CHILD (page),           CHILD (offers_group),        CHILD (name_row),         CHILD (environment_row),
  CHILD (url_row),        CHILD (host_row),            CHILD (port_row),         CHILD (database_row),
  CHILD (tls_row),        CHILD (user_row),            CHILD (source_row),       CHILD (password_row),
  CHILD (ssh_row),        CHILD (ssh_host_row),        CHILD (ssh_user_row),     CHILD (ssh_port_row),
  CHILD (more_row),       CHILD (service_row),         CHILD (search_path_row),  CHILD (connect_timeout_row),
  CHILD (lock_timeout_row), CHILD (statement_timeout_row), CHILD (parameters_row), CHILD (result_box),
  CHILD (result_image),   CHILD (result_label),        CHILD (advice_label),     CHILD (spinner),
  CHILD (gives_switch),
#undef CHILD
};

static void
retort_profile_editor_class_init (RetortProfileEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = retort_profile_editor_dispose;
  /**
   * RetortProfileEditor::saved:
   * @remark: (nullable): a sentence when the keyring did not take the password
   *
   * The profile is on disk, its password where the profile says.
   */
  signals[SAVED] = g_signal_new ("saved", RETORT_TYPE_PROFILE_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/retort/Retort/profiles/profile-editor.ui");
  for (gsize i = 0; i < G_N_ELEMENTS (children); i++)
    gtk_widget_class_bind_template_child_full (widget_class, children[i].id, FALSE, (gssize) children[i].offset);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, apply_url_cb);
  gtk_widget_class_install_action (widget_class, "profile.test", NULL, test_action);
  gtk_widget_class_install_action (widget_class, "profile.save", NULL, save_action);
}

static void
retort_profile_editor_init (RetortProfileEditor *self)
{
  self->offer_rows = g_ptr_array_new ();
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

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->profile, retort_profile_unref);
  self->profile = profile != NULL ? retort_profile_ref (profile) : NULL;
  show_fields (self, profile != NULL ? retort_profile_get (profile) : &empty);
  set_text (self->url_row, NULL);
  set_text (self->password_row, NULL);
  clear_result (self);
  clear_offers (self);
  self->takes_offer = FALSE;
  if (profile == NULL && self->workbench != NULL)
    retort_workbench_list_offers_async (self->workbench, NULL, offered_cb, g_object_ref (self));
  changed_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
}

/**
 * retort_profile_editor_take_offer:
 * @self: a form that was begun
 *
 * Fills it in with the first database that the project's files name, once they are read.
 */
void
retort_profile_editor_take_offer (RetortProfileEditor *self)
{
  self->takes_offer = TRUE;
}
