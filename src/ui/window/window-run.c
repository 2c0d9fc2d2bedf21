/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From "Upgrade" to the end of a run: the plan is made and shown, its button starts it, production is
 * unlocked by the typed name of its database, and the end is told. */
#include "config.h"

#include "ui/window/window-private.h"

#include "ui/widgets/message-dialog.h"

#include <glib/gi18n.h>

static void
planned_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(RetortWindow) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortPlanItem) plan = retort_workbench_plan_finish (RETORT_WORKBENCH (object), result, &error);

  self->is_planning = FALSE;
  retort_window_update_actions (self);
  if (plan == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        retort_window_tell (self, _("There Is No Plan for This"), error->message);
      return;
    }
  retort_plan_page_set_plan (self->plan_page, plan, retort_workbench_has_snapshots (self->workbench));
  adw_view_stack_set_visible_child_name (self->view_stack, "history");
  gtk_stack_set_visible_child_name (self->history_stack, "plan");
}

static void
which_head_answered_cb (AdwMessageDialog *dialog, const char *response, RetortWindow *self)
{
  if (g_str_equal (response, "all"))
    retort_window_make_plan (self, RETORT_DIRECTION_UPGRADE, "heads");
}

/* "head" names nothing where there are several: a person may mean all of them, or one. */
static void
ask_which_head (RetortWindow *self)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), _("Which Head?"),
                                              _("The history has several heads. To go to one of them, select it and take "
                                                "“To the Selected Revision” from the menu beside Upgrade."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"),
                                    "all", _("Plan for _All Heads"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "all", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (which_head_answered_cb), self, 0);
  retort_message_dialog_present (ADW_MESSAGE_DIALOG (dialog));
}

/**
 * retort_window_make_plan: (skip)
 * @self: a window with a connection
 * @direction: up or down
 * @symbol: where to
 *
 * Makes a plan and shows it. Runs nothing.
 */
void
retort_window_make_plan (RetortWindow *self, RetortDirection direction, const char *symbol)
{
  if (g_str_equal (symbol, "head") && retort_workbench_get_n_heads (self->workbench) > 1)
    {
      ask_which_head (self);
      return;
    }
  self->is_planning = TRUE;
  retort_window_update_actions (self);
  retort_workbench_plan_async (self->workbench, direction, symbol, NULL, planned_cb, g_object_ref (self));
}

/**
 * retort_window_make_stamp: (skip)
 * @self: a window with a connection
 * @revision: the id of the revision that the record is to hold
 *
 * Makes the plan of a stamp and shows it. Runs nothing.
 */
void
retort_window_make_stamp (RetortWindow *self, const char *revision)
{
  const char *symbols[] = { revision, NULL };

  self->is_planning = TRUE;
  retort_window_update_actions (self);
  /* A row that no file declares is in the way of every other: all rows are written anew. */
  retort_workbench_plan_stamp_async (self->workbench, symbols, retort_workbench_get_n_unknown (self->workbench) > 0, NULL, planned_cb,
                                     g_object_ref (self));
}

/**
 * retort_window_plan_ghost: (skip)
 * @self: a window with a connection
 * @ghost: what no file declares, found in git
 *
 * Makes the plan of the way back with its own file, and shows it. Runs nothing.
 */
void
retort_window_plan_ghost (RetortWindow *self, RetortRevisionItem *ghost)
{
  self->is_planning = TRUE;
  retort_window_update_actions (self);
  retort_workbench_plan_ghost_async (self->workbench, ghost, NULL, planned_cb, g_object_ref (self));
}

/* A notification when the end comes while another window is in front. */
static void
tell_end (RetortWindow *self, RetortRunItem *run)
{
  GApplication *application = G_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));
  g_autoptr(GNotification) notification = NULL;

  if (gtk_window_is_active (GTK_WINDOW (self)) || application == NULL)
    return;
  notification = g_notification_new (retort_run_item_get_title (run));
  g_notification_set_body (notification, retort_run_item_get_status_text (run));
  g_application_send_notification (application, "run", notification);
}

static void
run_changed_cb (RetortWindow *self, GParamSpec *pspec, RetortRunItem *run)
{
  if (retort_run_item_get_state (run) != RETORT_RUN_STATE_ENDED)
    return;
  tell_end (self, run);
  g_signal_handlers_disconnect_by_data (run, self);
  g_clear_object (&self->followed_run);
}

static void
start_run (RetortWindow *self, RetortPlanItem *plan)
{
  g_autoptr(GError) error = NULL;
  RetortRunItem *run = retort_workbench_start_run (self->workbench, plan, &error);

  if (run == NULL)
    {
      retort_window_tell (self, _("The Run Was Not Started"), error->message);
      return;
    }
  g_set_object (&self->followed_run, run);
  g_signal_connect_object (run, "notify::state", G_CALLBACK (run_changed_cb), self, G_CONNECT_SWAPPED);
  retort_run_bar_set_run (self->run_bar, run);
  gtk_stack_set_visible_child_name (self->history_stack, "panes");
  retort_history_page_focus_list (self->history_page);
}

/* Production */

/* What the dialog that unlocks production needs when it is answered. */
typedef struct
{
  RetortWindow     *window; /* borrowed: the dialog's parent */
  RetortPlanItem   *plan;
  AdwMessageDialog *dialog; /* borrowed: owns this */
  GtkEditable      *entry;  /* borrowed */
  char             *database;
} UnlockQuestion;

static void
unlock_question_free (gpointer data, GClosure *closure)
{
  UnlockQuestion *self = data;

  g_object_unref (self->plan);
  g_free (self->database);
  g_free (self);
}

static void
name_typed_cb (GtkEditable *entry, UnlockQuestion *question)
{
  adw_message_dialog_set_response_enabled (question->dialog, "run",
                                           g_strcmp0 (gtk_editable_get_text (entry), question->database) == 0);
}

static void
unlock_answered_cb (AdwMessageDialog *dialog, const char *response, UnlockQuestion *question)
{
  if (!g_str_equal (response, "run"))
    return;
  retort_workbench_unlock_production (question->window->workbench);
  start_run (question->window, question->plan);
}

static void
ask_to_unlock (RetortWindow *self, RetortPlanItem *plan, const char *database)
{
  GtkWidget *entry = gtk_entry_new ();
  UnlockQuestion *question = g_new0 (UnlockQuestion, 1);
  g_autofree char *body = g_strdup_printf (_("This changes the production database “%s”. Type its name to unlock it for "
                                             "this one run; afterwards it is read-only again."), database);

  question->window = self;
  question->plan = g_object_ref (plan);
  question->dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (self), _("Run on Production?"), body));
  question->entry = GTK_EDITABLE (entry);
  question->database = g_strdup (database);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Database Name"), -1);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _("Database Name"));
  adw_message_dialog_set_extra_child (question->dialog, entry);
  adw_message_dialog_add_responses (question->dialog, "cancel", _("_Cancel"), "run", _("_Run on Production"), NULL);
  adw_message_dialog_set_response_appearance (question->dialog, "run", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_enabled (question->dialog, "run", FALSE);
  adw_message_dialog_set_close_response (question->dialog, "cancel");
  g_signal_connect (entry, "changed", G_CALLBACK (name_typed_cb), question);
  g_signal_connect_data (question->dialog, "response", G_CALLBACK (unlock_answered_cb), question,
                         unlock_question_free, 0);
  retort_message_dialog_present (question->dialog);
}

static void
run_or_ask_to_unlock (RetortWindow *self, RetortPlanItem *plan)
{
  RetortProfileItem *profile = retort_workbench_get_profile (self->workbench);
  const char *database = retort_workbench_get_database (self->workbench);

  if (retort_plan_page_wants_snapshot (self->plan_page))
    retort_window_take_snapshot (self, plan, start_run);
  else if (profile == NULL || retort_profile_item_get_environment (profile) != RETORT_ENVIRONMENT_PRODUCTION)
    start_run (self, plan);
  else if (database != NULL)
    ask_to_unlock (self, plan, database);
}

/* The project's own command */

typedef struct
{
  RetortWindow   *window; /* borrowed: the dialog's parent */
  RetortPlanItem *plan;
} CommandQuestion;

static void
command_question_free (gpointer data, GClosure *closure)
{
  CommandQuestion *self = data;

  g_object_unref (self->plan);
  g_free (self);
}

static void
command_answered_cb (AdwMessageDialog *dialog, const char *response, CommandQuestion *question)
{
  if (g_str_equal (response, "run"))
    run_or_ask_to_unlock (question->window, question->plan);
}

/* Before its first run it is shown in full. */
static void
ask_about_command (RetortWindow *self, RetortPlanItem *plan)
{
  CommandQuestion *question = g_new0 (CommandQuestion, 1);
  g_autofree char *body = g_strdup_printf (_("%s\n\nAfterwards the version table says what became of it. You are asked again when the command changes."),
                                           retort_plan_item_get_project_command (plan));
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), _("Run the Project's Own Command?"), body);

  question->window = self;
  question->plan = g_object_ref (plan);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "run", _("_Run"), NULL);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (command_answered_cb), question, command_question_free, 0);
  retort_message_dialog_present (ADW_MESSAGE_DIALOG (dialog));
}

/**
 * retort_window_run_plan: (skip)
 * @self: a window with a connection
 * @plan: what somebody has read and wants to be done
 *
 * Starts a run; asks first when it is on production, or by a command of the project that nobody has confirmed.
 */
void
retort_window_run_plan (RetortWindow *self, RetortPlanItem *plan)
{
  if (retort_plan_item_get_project_command (plan) != NULL && !retort_plan_item_is_command_confirmed (plan))
    ask_about_command (self, plan);
  else
    run_or_ask_to_unlock (self, plan);
}

/* Passwords */

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(RetortWindow) self = RETORT_WINDOW (user_data);
  g_autofree char *remark = NULL;
  g_autoptr(GError) error = NULL;

  if (retort_workbench_keep_password_finish (RETORT_WORKBENCH (source), result, &remark, &error))
    retort_window_toast (self, _("The password is in the keyring"));
  else
    retort_window_tell (self, _("Password Not Kept"), remark != NULL ? remark : error->message);
}

/**
 * retort_window_keep_password: (skip)
 * @self: a window whose connection changed
 *
 * Keeps the password that was typed, when that was wanted and it was the right one.
 */
void
retort_window_keep_password (RetortWindow *self)
{
  RetortConnectionState state = retort_workbench_get_connection_state (self->workbench);

  if (!self->keeps_password || state == RETORT_CONNECTION_CONNECTING)
    return;
  self->keeps_password = FALSE;
  if (state == RETORT_CONNECTION_READY)
    retort_workbench_keep_password_async (self->workbench, NULL, kept_cb, g_object_ref (self));
}

static void
password_answered_cb (AdwMessageDialog *dialog, const char *response, RetortWindow *self)
{
  GtkWidget *entry = gtk_widget_get_first_child (adw_message_dialog_get_extra_child (dialog));
  GtkWidget *check = gtk_widget_get_next_sibling (entry);

  if (!g_str_equal (response, "connect"))
    return;
  retort_workbench_connect_profile (self->workbench, retort_workbench_get_profile (self->workbench),
                                    gtk_editable_get_text (GTK_EDITABLE (entry)));
  self->keeps_password = gtk_check_button_get_active (GTK_CHECK_BUTTON (check));
}

/* Above each other: where to type it, and whether it is kept. */
static GtkWidget *
create_password_form (GtkWidget *entry, gboolean is_kept)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *check = gtk_check_button_new_with_label (_("Keep it in the keyring"));

  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), is_kept);
  gtk_box_append (GTK_BOX (box), entry);
  gtk_box_append (GTK_BOX (box), check);
  return box;
}

/**
 * retort_window_ask_password: (skip)
 * @self: a window whose database wants a password
 *
 * Asks for it; it is kept for this session, and in the keyring when that is ticked.
 */
void
retort_window_ask_password (RetortWindow *self)
{
  RetortProfileItem *profile = retort_workbench_get_profile (self->workbench);
  g_autofree char *body = NULL;
  GtkWidget *dialog = NULL;
  GtkWidget *entry = gtk_entry_new ();
  gboolean uses_keyring = FALSE;

  g_return_if_fail (profile != NULL);

  uses_keyring = retort_profile_get (retort_profile_item_get_profile (profile))->password_source == RETORT_PASSWORD_KEYRING;
  body = g_strdup_printf (_("%s\n\nWhat you type here is kept until the window is closed, or in the keyring."),
                          retort_workbench_get_connection_error (self->workbench));
  dialog = adw_message_dialog_new (GTK_WINDOW (self), NULL, body);
  adw_message_dialog_format_heading (ADW_MESSAGE_DIALOG (dialog), _("Password for “%s”"),
                                     retort_profile_item_get_name (profile));
  /* No GtkPasswordEntry: that of GTK 4.8 is still called after its dialog has gone. */
  gtk_entry_set_visibility (GTK_ENTRY (entry), FALSE);
  gtk_entry_set_input_purpose (GTK_ENTRY (entry), GTK_INPUT_PURPOSE_PASSWORD);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Password"), -1);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), create_password_form (entry, uses_keyring));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"),
                                    "connect", _("C_onnect"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "connect", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "connect");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (password_answered_cb), self, 0);
  retort_message_dialog_present (ADW_MESSAGE_DIALOG (dialog));
  gtk_widget_grab_focus (entry);
}

/**
 * retort_window_rehearse_plan: (skip)
 * @self: a window with a connection
 * @plan: what is shown
 *
 * Starts a rehearsal; the plan page shows it.
 */
void
retort_window_rehearse_plan (RetortWindow *self, RetortPlanItem *plan)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortRehearsalItem) rehearsal = retort_workbench_start_rehearsal (self->workbench, plan, &error);

  if (rehearsal != NULL)
    retort_plan_page_set_rehearsal (self->plan_page, rehearsal);
  else
    retort_window_tell (self, _("It Cannot Be Rehearsed"), error->message);
}
