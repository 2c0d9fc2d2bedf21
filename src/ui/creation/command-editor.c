/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/creation/command-editor.h"

#include <glib/gi18n.h>

struct _RetortCommandEditor
{
  AdwWindow parent_instance;

  AdwPreferencesGroup *group;
  GtkEditable         *name_row;
  GtkEditable         *line_row;
  GtkEditable         *folder_row;
  GtkEditable         *environment_row;
  GtkLabel            *problem_label;
  GtkWidget           *reset_button;

  RetortWorkbench *workbench;
};

enum
{
  KEPT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RetortCommandEditor, retort_command_editor, ADW_TYPE_WINDOW)

/* Pairs as a shell takes them; an empty row is none. NULL with what is wrong. */
static GStrv
read_environment (RetortCommandEditor *self, GError **error)
{
  const char *text = gtk_editable_get_text (self->environment_row);
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  GStrv pairs = NULL;

  if (*trimmed == '\0')
    return g_new0 (char *, 1);
  return g_shell_parse_argv (trimmed, NULL, &pairs, error) ? pairs : NULL;
}

static void
show_problem (RetortCommandEditor *self, const char *text)
{
  gtk_label_set_text (self->problem_label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem_label), text != NULL);
}

static void
changed_cb (RetortCommandEditor *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "command.save",
                                 *gtk_editable_get_text (self->name_row) != '\0' && *gtk_editable_get_text (self->line_row) != '\0');
  show_problem (self, NULL);
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(RetortCommandEditor) self = user_data;
  g_autoptr(GError) error = NULL;

  if (retort_workbench_choose_command_finish (RETORT_WORKBENCH (source), result, &error))
    {
      g_signal_emit (self, signals[KEPT], 0);
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  show_problem (self, error->message);
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortCommandEditor *self = RETORT_COMMAND_EDITOR (widget);
  const char *folder = gtk_editable_get_text (self->folder_row);
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) environment = read_environment (self, &error);

  if (environment == NULL)
    show_problem (self, error->message);
  else
    retort_workbench_choose_command_async (self->workbench, gtk_editable_get_text (self->name_row), gtk_editable_get_text (self->line_row),
                                           *folder != '\0' ? folder : NULL, (const char *const *) environment, kept_cb, g_object_ref (self));
}

static void
reset_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortCommandEditor *self = RETORT_COMMAND_EDITOR (widget);

  retort_workbench_choose_command_async (self->workbench, gtk_editable_get_text (self->name_row), NULL, NULL, NULL, kept_cb,
                                         g_object_ref (self));
}

static void
retort_command_editor_dispose (GObject *object)
{
  g_clear_object (&RETORT_COMMAND_EDITOR (object)->workbench);
  G_OBJECT_CLASS (retort_command_editor_parent_class)->dispose (object);
}

static void
retort_command_editor_class_init (RetortCommandEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = retort_command_editor_dispose;
  /**
   * RetortCommandEditor::kept:
   *
   * The profile has another command now.
   */
  signals[KEPT] = g_signal_new ("kept", RETORT_TYPE_COMMAND_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/retort/Retort/creation/command-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortCommandEditor, group);
  gtk_widget_class_bind_template_child (widget_class, RetortCommandEditor, name_row);
  gtk_widget_class_bind_template_child (widget_class, RetortCommandEditor, line_row);
  gtk_widget_class_bind_template_child (widget_class, RetortCommandEditor, folder_row);
  gtk_widget_class_bind_template_child (widget_class, RetortCommandEditor, environment_row);
  gtk_widget_class_bind_template_child (widget_class, RetortCommandEditor, problem_label);
  gtk_widget_class_bind_template_child (widget_class, RetortCommandEditor, reset_button);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_install_action (widget_class, "command.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "command.reset", NULL, reset_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
retort_command_editor_init (RetortCommandEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* A word that a shell would take apart is quoted. */
static char *
join_pairs (const char *const *pairs)
{
  g_autoptr(GStrvBuilder) words = g_strv_builder_new ();
  g_auto(GStrv) quoted = NULL;

  for (gsize i = 0; pairs[i] != NULL; i++)
    {
      gboolean is_plain = !g_regex_match_simple ("[^A-Za-z0-9_./:@=%{},+-]", pairs[i], 0, 0);
      g_autofree char *word = is_plain ? g_strdup (pairs[i]) : g_shell_quote (pairs[i]);

      g_strv_builder_add (words, word);
    }
  quoted = g_strv_builder_end (words);
  return g_strjoinv (" ", quoted);
}

static void
show_offer (RetortCommandEditor *self, const RetortCommandOffer *offer)
{
  g_autofree char *environment = join_pairs ((const char *const *) offer->environment);

  gtk_editable_set_text (self->name_row, offer->name);
  gtk_editable_set_editable (self->name_row, FALSE);
  gtk_editable_set_text (self->line_row, offer->words);
  gtk_editable_set_text (self->folder_row, offer->folder);
  gtk_editable_set_text (self->environment_row, environment);
  gtk_widget_set_visible (self->reset_button, offer->is_chosen);
}

/**
 * retort_command_editor_new:
 * @workbench: (transfer none): whose project and profile are meant
 * @offer: (nullable): what the command is now; %NULL begins one more
 * @parent: (nullable): the window that it belongs to
 *
 * Returns: (transfer floating): the dialog
 */
GtkWidget *
retort_command_editor_new (RetortWorkbench *workbench, const RetortCommandOffer *offer, GtkWindow *parent)
{
  RetortCommandEditor *self = g_object_new (RETORT_TYPE_COMMAND_EDITOR, "transient-for", parent, NULL);
  const char *profile = retort_profile_item_get_name (retort_workbench_get_profile (workbench));
  g_autofree char *title = g_strdup_printf (_("For “%s”"), profile);
  g_autofree char *description = g_strdup_printf (
      _("What is run for this project while “%s” is connected, and kept for you alone. {url} is the database’s address, {target} the revision."),
      profile);

  self->workbench = g_object_ref (workbench);
  adw_preferences_group_set_title (self->group, title);
  adw_preferences_group_set_description (self->group, description);
  if (offer != NULL)
    show_offer (self, offer);
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (offer != NULL ? self->line_row : self->name_row));
  changed_cb (self);
  return GTK_WIDGET (self);
}
