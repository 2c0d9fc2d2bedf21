/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shows the connection of a workbench; choosing a row connects. "No database" is the last row. */
#include "config.h"

#include "ui/window/connection-button.h"

#include "ui/widgets/environment.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define NAME_CHARS 11 /* seen of a profile's name where there is room, beside four pages in 1280 px */

struct _RetortConnectionButton
{
  GtkWidget parent_instance;

  RetortWorkbench *workbench;   /* nullable */
  gboolean         is_compact;
  gboolean         has_room;
  GtkMenuButton   *button;
  GtkStack        *state_stack;
  GtkWidget       *dot;
  GtkSpinner      *spinner;
  GtkLabel        *name_label;
  GtkLabel        *environment_label;
  GtkPopover      *popover;
  GtkLabel        *state_label;
  GtkListBox      *list;
};

enum
{
  PROP_0,
  PROP_IS_COMPACT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (RetortConnectionButton, retort_connection_button, GTK_TYPE_WIDGET)

/* What the popover says above the list. */
static char *
dup_state_words (RetortWorkbench *workbench)
{
  guint n_pending = retort_workbench_get_n_pending (workbench);

  switch (retort_workbench_get_connection_state (workbench))
    {
    case RETORT_CONNECTION_NONE: return g_strdup (_("Without a database, history and SQL can be read all the same."));
    case RETORT_CONNECTION_CONNECTING: return g_strdup (_("Connecting…"));
    case RETORT_CONNECTION_PASSWORD_NEEDED: return g_strdup (_("A password is needed."));
    case RETORT_CONNECTION_FAILED: return g_strdup (retort_workbench_get_connection_error (workbench));
    case RETORT_CONNECTION_READY:
      if (retort_workbench_get_n_unknown (workbench) > 0)
        return g_strdup (_("The database holds a revision that no file declares."));
      if (n_pending == 0)
        return g_strdup (_("Up to date: every revision is applied."));
      return g_strdup_printf (ngettext ("%u revision is pending.", "%u revisions are pending.", n_pending), n_pending);
    }
  g_return_val_if_reached (NULL);
}

static void
update_state (RetortConnectionButton *self)
{
  RetortConnectionState state = retort_workbench_get_connection_state (self->workbench);
  g_autofree char *words = dup_state_words (self->workbench);
  const char *page = "dot";

  if (state == RETORT_CONNECTION_CONNECTING)
    page = "busy";
  else if (state == RETORT_CONNECTION_FAILED || state == RETORT_CONNECTION_PASSWORD_NEEDED)
    page = "problem";
  gtk_stack_set_visible_child_name (self->state_stack, page);
  gtk_spinner_set_spinning (self->spinner, state == RETORT_CONNECTION_CONNECTING);
  gtk_label_set_label (self->state_label, words);
}

static void
update_profile (RetortConnectionButton *self)
{
  RetortProfileItem *profile = retort_workbench_get_profile (self->workbench);
  RetortEnvironment environment = RETORT_ENVIRONMENT_DEVELOPMENT;
  const char *name = _("No Database");
  g_autofree char *description = NULL;
  gboolean is_whole = FALSE; /* is seen without dots: a width in characters is a guess, and few wide letters need more */

  gtk_widget_set_visible (GTK_WIDGET (self->environment_label), profile != NULL && !self->is_compact);
  gtk_widget_set_visible (GTK_WIDGET (self->name_label), !self->is_compact);
  if (profile != NULL)
    {
      environment = retort_profile_item_get_environment (profile);
      name = retort_profile_item_get_name (profile);
      gtk_widget_remove_css_class (GTK_WIDGET (self), "disconnected");
      description = g_strdup_printf ("%s, %s", name, retort_environment_to_word (environment));
    }
  else
    gtk_widget_add_css_class (GTK_WIDGET (self), "disconnected");
  retort_environment_style (GTK_WIDGET (self), environment);
  is_whole = self->has_room && g_utf8_strlen (name, -1) <= NAME_CHARS;
  gtk_label_set_label (self->name_label, name);
  gtk_label_set_ellipsize (self->name_label, is_whole ? PANGO_ELLIPSIZE_NONE : PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (self->name_label, self->has_room && !is_whole ? NAME_CHARS : -1);
  gtk_label_set_label (self->environment_label, retort_environment_to_word (environment));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description != NULL ? description : name, -1);
}

static void
append_text (GtkBox *box, const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 44);
  if (style != NULL)
    {
      gtk_widget_add_css_class (label, style);
      gtk_widget_add_css_class (label, "dim-label");
    }
  gtk_box_append (box, label);
}

static GtkWidget *
create_row (const char *name, const char *subtitle, RetortProfileItem *profile)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  append_text (GTK_BOX (texts), name, NULL);
  if (subtitle != NULL)
    append_text (GTK_BOX (texts), subtitle, "caption");
  if (profile != NULL && retort_profile_item_get_standing (profile) != NULL)
    append_text (GTK_BOX (texts), retort_profile_item_get_standing (profile), "caption");
  if (profile != NULL && retort_profile_item_is_unreached (profile))
    gtk_widget_set_tooltip_text (row, retort_profile_item_get_standing (profile));
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (box), texts);
  if (profile != NULL)
    {
      RetortEnvironment environment = retort_profile_item_get_environment (profile);
      const char *word = retort_environment_to_word (environment);
      GtkWidget *chip = gtk_label_new (word);

      retort_environment_style (chip, environment);
      gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, word, -1);
      gtk_widget_set_valign (chip, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (chip, "chip");
      gtk_box_append (GTK_BOX (box), chip);
    }
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return row;
}

static void
rebuild_list (RetortConnectionButton *self)
{
  GListModel *profiles = retort_workbench_get_profiles (self->workbench);
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
  for (guint i = 0; i < g_list_model_get_n_items (profiles); i++)
    {
      g_autoptr(RetortProfileItem) item = g_list_model_get_item (profiles, i);
      g_autofree char *subtitle = NULL;
      GtkWidget *row = NULL;

      g_object_get (item, "subtitle", &subtitle, NULL);
      row = create_row (retort_profile_item_get_name (item), subtitle, item);
      if (item == retort_workbench_get_profile (self->workbench))
        gtk_widget_add_css_class (row, "chosen");
      gtk_list_box_append (self->list, row);
    }
  gtk_list_box_append (self->list, create_row (_("No Database"), NULL, NULL));
}

static void
row_activated_cb (RetortConnectionButton *self, GtkListBoxRow *row)
{
  g_autoptr(RetortProfileItem) item = g_list_model_get_item (retort_workbench_get_profiles (self->workbench),
                                                             gtk_list_box_row_get_index (row));

  gtk_popover_popdown (self->popover);
  retort_workbench_connect_profile (self->workbench, item, NULL);
}

static void
popdown_cb (RetortConnectionButton *self)
{
  gtk_popover_popdown (self->popover);
}

static void
retort_connection_button_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_IS_COMPACT: g_value_set_boolean (value, RETORT_CONNECTION_BUTTON (object)->is_compact); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
retort_connection_button_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  RetortConnectionButton *self = RETORT_CONNECTION_BUTTON (object);

  switch (id)
    {
    case PROP_IS_COMPACT:
      self->is_compact = g_value_get_boolean (value);
      if (self->is_compact)
        gtk_widget_add_css_class (GTK_WIDGET (self), "compact");
      else
        gtk_widget_remove_css_class (GTK_WIDGET (self), "compact");
      g_object_notify_by_pspec (object, pspec);
      if (self->workbench != NULL)
        update_profile (self);
      break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
retort_connection_button_dispose (GObject *object)
{
  RetortConnectionButton *self = RETORT_CONNECTION_BUTTON (object);

  if (self->workbench != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->workbench, self);
      g_signal_handlers_disconnect_by_data (retort_workbench_get_profiles (self->workbench), self);
    }
  g_clear_object (&self->workbench);
  if (self->button != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->button));
  self->button = NULL;
  G_OBJECT_CLASS (retort_connection_button_parent_class)->dispose (object);
}

static void
retort_connection_button_class_init (RetortConnectionButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = retort_connection_button_dispose;
  object_class->get_property = retort_connection_button_get_property;
  object_class->set_property = retort_connection_button_set_property;
  properties[PROP_IS_COMPACT] = g_param_spec_boolean ("is-compact", NULL, NULL, FALSE,
                                                      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "connectionbutton");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/retort/Retort/window/connection-button.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortConnectionButton, button);
  gtk_widget_class_bind_template_child (widget_class, RetortConnectionButton, state_stack);
  gtk_widget_class_bind_template_child (widget_class, RetortConnectionButton, dot);
  gtk_widget_class_bind_template_child (widget_class, RetortConnectionButton, spinner);
  gtk_widget_class_bind_template_child (widget_class, RetortConnectionButton, name_label);
  gtk_widget_class_bind_template_child (widget_class, RetortConnectionButton, environment_label);
  gtk_widget_class_bind_template_child (widget_class, RetortConnectionButton, popover);
  gtk_widget_class_bind_template_child (widget_class, RetortConnectionButton, state_label);
  gtk_widget_class_bind_template_child (widget_class, RetortConnectionButton, list);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, popdown_cb);
}

static void
retort_connection_button_init (RetortConnectionButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * retort_connection_button_set_workbench:
 * @self: a button that has none yet
 * @workbench: whose connection it shows
 *
 * Begins to show the connection.
 */
void
retort_connection_button_set_workbench (RetortConnectionButton *self, RetortWorkbench *workbench)
{
  g_return_if_fail (RETORT_IS_CONNECTION_BUTTON (self));
  g_return_if_fail (self->workbench == NULL);

  self->workbench = g_object_ref (workbench);
  g_signal_connect_swapped (workbench, "notify::connection-state", G_CALLBACK (update_state), self);
  g_signal_connect_swapped (workbench, "notify::n-pending", G_CALLBACK (update_state), self);
  g_signal_connect_swapped (workbench, "notify::profile", G_CALLBACK (update_profile), self);
  g_signal_connect_swapped (workbench, "notify::profile", G_CALLBACK (rebuild_list), self);
  g_signal_connect_swapped (self->popover, "show", G_CALLBACK (rebuild_list), self);
  g_signal_connect_swapped (retort_workbench_get_profiles (workbench), "items-changed",
                            G_CALLBACK (rebuild_list), self);
  update_state (self);
  update_profile (self);
  rebuild_list (self);
}

/**
 * retort_connection_button_set_has_room:
 * @self: a button
 * @has_room: whether the name is to be seen whole, when it is not long, before others get more than they must have
 *
 * Follows the width of the header that it stands in.
 */
void
retort_connection_button_set_has_room (RetortConnectionButton *self, gboolean has_room)
{
  g_return_if_fail (RETORT_IS_CONNECTION_BUTTON (self));
  if (has_room == self->has_room)
    return;
  self->has_room = has_room;
  if (self->workbench != NULL)
    update_profile (self);
}
