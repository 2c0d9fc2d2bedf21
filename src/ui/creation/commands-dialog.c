/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/creation/commands-dialog.h"

#include "ui/creation/command-editor.h"
#include "ui/widgets/message-dialog.h"
#include "workbench/project-commands.h"

#include <glib/gi18n.h>

#define MAX_SCRIPT_HEIGHT 280

struct _RetortCommandsDialog
{
  AdwWindow parent_instance;

  GtkWidget         *back_button;
  GtkWidget         *cancel_button;
  GtkStack          *stack;
  AdwEntryRow       *arguments_row;
  GtkListBox        *list_box;
  GtkWidget         *more_button;
  GtkLabel          *more_label;
  GtkLabel          *state_label;
  GtkTextView       *log_view;

  RetortWorkbench          *workbench;
  GPtrArray                *offers;      /* nullable until they are known; element: RetortCommandOffer */
  const RetortCommandOffer *chosen;      /* nullable; one of @offers */
  GStrv                     arguments;   /* nullable: of @chosen */
  GCancellable             *cancellable; /* nullable: while a command runs */
  char                     *wanted;      /* nullable: the command that it was opened for, until it was found */
  gboolean                  is_for_one;  /* it was opened for one command: there is no list to go back to */
};

enum
{
  WRITTEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RetortCommandsDialog, retort_commands_dialog, ADW_TYPE_WINDOW)

static void
show_page (RetortCommandsDialog *self, gboolean is_log)
{
  gtk_stack_set_visible_child_name (self->stack, is_log ? "log" : "list");
  gtk_widget_set_visible (self->back_button, is_log && !self->is_for_one);
  gtk_widget_set_visible (self->cancel_button, self->cancellable != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "commands.back", self->cancellable == NULL);
}

/* --- The list --- */

static void
reload (RetortCommandsDialog *self);

static void
choose_wanted (RetortCommandsDialog *self);

/* @offer: (nullable) */
static void
edit (RetortCommandsDialog *self, const RetortCommandOffer *offer)
{
  GtkWidget *editor = retort_command_editor_new (self->workbench, offer, GTK_WINDOW (self));

  g_signal_connect_object (editor, "kept", G_CALLBACK (reload), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (editor));
}

static void
edit_clicked_cb (RetortCommandsDialog *self, GtkWidget *button)
{
  GtkWidget *row = gtk_widget_get_ancestor (button, GTK_TYPE_LIST_BOX_ROW);

  edit (self, g_ptr_array_index (self->offers, (guint) gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row))));
}

/* Only where there is a profile for which it can be another. */
static void
add_edit_button (RetortCommandsDialog *self, AdwActionRow *row, const RetortCommandOffer *offer)
{
  RetortProfileItem *profile = retort_workbench_get_profile (self->workbench);
  GtkWidget *button = NULL;
  g_autofree char *tip = NULL;

  if (profile == NULL)
    return;
  tip = g_strdup_printf (_("Change “%s” for “%s”"), offer->name, retort_profile_item_get_name (profile));
  button = gtk_button_new_from_icon_name ("document-edit-symbolic");
  gtk_widget_set_tooltip_text (button, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tip, -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", G_CALLBACK (edit_clicked_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (row, button);
}

static GtkWidget *
create_row (RetortCommandsDialog *self, const RetortCommandOffer *offer)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *chip = gtk_label_new (offer->refusal != NULL ? _("never run") : offer->is_confirmed ? _("confirmed") : _("not confirmed"));
  g_autofree char *subtitle = offer->refusal != NULL ? g_strdup_printf ("%s\n%s", offer->line, offer->refusal)
                                                     : g_strdup_printf ("%s · %s", offer->line, offer->origin);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), offer->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_add_css_class (chip, "chip");
  if (offer->refusal != NULL)
    gtk_widget_add_css_class (chip, "badge-no");
  gtk_widget_set_valign (chip, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), chip);
  add_edit_button (self, ADW_ACTION_ROW (row), offer);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), offer->refusal == NULL);
  return row;
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(RetortCommandsDialog) self = user_data;
  GPtrArray *offers = retort_workbench_list_commands_finish (RETORT_WORKBENCH (source), result, NULL);
  GtkWidget *child = NULL;

  if (offers == NULL)
    return;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list_box))) != NULL)
    gtk_list_box_remove (self->list_box, child);
  self->chosen = NULL;
  g_clear_pointer (&self->offers, g_ptr_array_unref);
  self->offers = offers;
  for (guint i = 0; i < offers->len; i++)
    gtk_list_box_append (self->list_box, create_row (self, g_ptr_array_index (offers, i)));
  choose_wanted (self);
}

static void
reload (RetortCommandsDialog *self)
{
  retort_workbench_list_commands_async (self->workbench, NULL, listed_cb, g_object_ref (self));
}

/* --- A run --- */

static void
line_cb (const char *line, gboolean is_error, gpointer user_data)
{
  RetortCommandsDialog *self = user_data;
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->log_view);
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_insert (buffer, &end, line, -1);
  gtk_text_buffer_insert (buffer, &end, "\n", 1);
  gtk_text_view_scroll_mark_onscreen (self->log_view, gtk_text_buffer_get_insert (buffer));
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(RetortCommandsDialog) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *revision = NULL;
  int exit_status = retort_workbench_run_command_finish (RETORT_WORKBENCH (source), result, &revision, &error);
  g_autofree char *text = NULL;

  g_clear_object (&self->cancellable);
  if (error != NULL)
    text = g_strdup (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? _("Ended by you") : error->message);
  else if (exit_status == 0)
    text = revision != NULL ? g_strdup_printf (_("Done; it wrote revision %s"), revision) : g_strdup (_("Done"));
  else
    text = g_strdup_printf (_("It failed with exit status %d"), exit_status);
  gtk_label_set_text (self->state_label, text);
  show_page (self, TRUE);
  if (revision != NULL)
    g_signal_emit (self, signals[WRITTEN], 0, revision);
  reload (self);
}

static void
run_chosen (RetortCommandsDialog *self)
{
  g_autofree char *text = g_strdup_printf (_("“%s” runs…"), self->chosen->name);

  self->cancellable = g_cancellable_new ();
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->log_view), "", 0);
  gtk_label_set_text (self->state_label, text);
  show_page (self, TRUE);
  retort_workbench_run_command_async (self->workbench, self->chosen, (const char *const *) self->arguments, line_cb, self, self->cancellable,
                                      ended_cb, g_object_ref (self));
}

static gboolean
close_idle (gpointer user_data)
{
  gtk_window_close (GTK_WINDOW (user_data));
  return G_SOURCE_REMOVE;
}

static void
confirmed_cb (RetortCommandsDialog *self, const char *response)
{
  if (g_str_equal (response, "run") && self->chosen != NULL && self->cancellable == NULL)
    run_chosen (self);
  else if (self->is_for_one)
    g_idle_add_full (G_PRIORITY_DEFAULT, close_idle, g_object_ref (self), g_object_unref); /* the question goes first */
}

/* A script may be longer than the window. */
static GtkWidget *
create_script (const char *script)
{
  GtkWidget *label = gtk_label_new (script);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "monospace");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), MAX_SCRIPT_HEIGHT);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), label);
  return scrolled;
}

/* The whole command, where it runs, and what it does as far as its file says. */
static void
ask (RetortCommandsDialog *self)
{
  const RetortCommandOffer *offer = self->chosen;
  g_autofree char *line = g_strjoin (" ", offer->line, gtk_editable_get_text (GTK_EDITABLE (self->arguments_row)), NULL);
  /* Translators: a command, a folder, and the name of a file */
  g_autofree char *body = g_strdup_printf (_("%s\n\nIn %s, from %s. You are asked again when it changes."), g_strstrip (line), offer->folder,
                                           offer->origin);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), NULL, body);

  adw_message_dialog_format_heading (ADW_MESSAGE_DIALOG (dialog), _("Run “%s” of the Project?"), offer->name);
  if (offer->script != NULL && *offer->script != '\0')
    {
      adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), create_script (offer->script));
    }
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "run", _("_Run"), NULL);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (confirmed_cb), self, G_CONNECT_SWAPPED);
  retort_message_dialog_present (ADW_MESSAGE_DIALOG (dialog));
}

/* The list is known: the command that somebody asked for runs, is asked about, or is said not to run. */
static void
choose_wanted (RetortCommandsDialog *self)
{
  g_autofree char *name = g_steal_pointer (&self->wanted);
  const char *refusal = NULL;

  for (guint i = 0; name != NULL && self->chosen == NULL && i < self->offers->len; i++)
    if (g_str_equal (((RetortCommandOffer *) g_ptr_array_index (self->offers, i))->name, name))
      self->chosen = g_ptr_array_index (self->offers, i);
  if (name == NULL)
    return;
  refusal = self->chosen != NULL ? self->chosen->refusal : _("What retort.json says is no command that can be run");
  if (refusal != NULL)
    {
      gtk_label_set_text (self->state_label, refusal);
      show_page (self, TRUE);
    }
  else if (self->chosen->is_confirmed)
    run_chosen (self);
  else
    ask (self);
}

static void
row_activated_cb (RetortCommandsDialog *self, GtkListBoxRow *row)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->arguments_row));
  g_autoptr(GError) error = NULL;

  g_clear_pointer (&self->arguments, g_strfreev);
  if (*text != '\0' && !g_shell_parse_argv (text, NULL, &self->arguments, &error)
      && !g_error_matches (error, G_SHELL_ERROR, G_SHELL_ERROR_EMPTY_STRING))
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->arguments_row), "error");
      return;
    }
  gtk_widget_remove_css_class (GTK_WIDGET (self->arguments_row), "error");
  self->chosen = g_ptr_array_index (self->offers, (guint) gtk_list_box_row_get_index (row));
  if (self->chosen->is_confirmed)
    run_chosen (self);
  else
    ask (self);
}

static void
more_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  edit (RETORT_COMMANDS_DIALOG (widget), NULL);
}

static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  show_page (RETORT_COMMANDS_DIALOG (widget), FALSE);
}

static void
cancel_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_cancellable_cancel (RETORT_COMMANDS_DIALOG (widget)->cancellable);
}

/* A command that goes on is not left alone. */
static gboolean
retort_commands_dialog_close_request (GtkWindow *window)
{
  RetortCommandsDialog *self = RETORT_COMMANDS_DIALOG (window);

  if (self->cancellable != NULL)
    {
      gtk_label_set_text (self->state_label, _("It still runs: cancel it, or wait for its end"));
      gtk_widget_grab_focus (self->cancel_button);
      return TRUE;
    }
  return GTK_WINDOW_CLASS (retort_commands_dialog_parent_class)->close_request (window);
}

static void
retort_commands_dialog_dispose (GObject *object)
{
  RetortCommandsDialog *self = RETORT_COMMANDS_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->workbench);
  G_OBJECT_CLASS (retort_commands_dialog_parent_class)->dispose (object);
}

static void
retort_commands_dialog_finalize (GObject *object)
{
  RetortCommandsDialog *self = RETORT_COMMANDS_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->offers, g_ptr_array_unref);
  g_strfreev (self->arguments);
  g_free (self->wanted);
  G_OBJECT_CLASS (retort_commands_dialog_parent_class)->finalize (object);
}

static void
retort_commands_dialog_class_init (RetortCommandsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = retort_commands_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = retort_commands_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = retort_commands_dialog_close_request;
  /**
   * RetortCommandsDialog::written:
   * @id: a revision
   *
   * A command wrote it.
   */
  signals[WRITTEN] = g_signal_new ("written", RETORT_TYPE_COMMANDS_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                   G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/retort/Retort/creation/commands-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortCommandsDialog, back_button);
  gtk_widget_class_bind_template_child (widget_class, RetortCommandsDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, RetortCommandsDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, RetortCommandsDialog, arguments_row);
  gtk_widget_class_bind_template_child (widget_class, RetortCommandsDialog, list_box);
  gtk_widget_class_bind_template_child (widget_class, RetortCommandsDialog, more_button);
  gtk_widget_class_bind_template_child (widget_class, RetortCommandsDialog, more_label);
  gtk_widget_class_bind_template_child (widget_class, RetortCommandsDialog, state_label);
  gtk_widget_class_bind_template_child (widget_class, RetortCommandsDialog, log_view);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_install_action (widget_class, "commands.more", NULL, more_action);
  gtk_widget_class_install_action (widget_class, "commands.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "commands.cancel", NULL, cancel_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
retort_commands_dialog_init (RetortCommandsDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * retort_commands_dialog_new:
 * @workbench: (transfer none): whose project it is
 * @name: (nullable): the command that is to run; %NULL: one is chosen from a list
 * @parent: (nullable): the window that it belongs to
 *
 * Returns: (transfer floating): the dialog
 */
GtkWidget *
retort_commands_dialog_new (RetortWorkbench *workbench, const char *name, GtkWindow *parent)
{
  RetortCommandsDialog *self = g_object_new (RETORT_TYPE_COMMANDS_DIALOG, "transient-for", parent, NULL);
  RetortProfileItem *profile = retort_workbench_get_profile (workbench);

  self->workbench = g_object_ref (workbench);
  self->wanted = g_strdup (name);
  self->is_for_one = name != NULL;
  if (name != NULL)
    {
      gtk_window_set_title (GTK_WINDOW (self), name);
      show_page (self, TRUE);
    }
  gtk_widget_set_visible (self->more_button, profile != NULL);
  if (profile != NULL)
    {
      g_autofree char *text = g_strdup_printf (_("Another Command for “%s”…"), retort_profile_item_get_name (profile));

      gtk_label_set_text (self->more_label, text);
    }
  reload (self);
  return GTK_WIDGET (self);
}
