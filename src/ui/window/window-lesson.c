/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lesson in the window: it is told what is seen, its step is remembered, and the practice project can be begun again. */
#include "config.h"

#include "ui/window/window-private.h"

#include "ui/widgets/message-dialog.h"

#include <glib/gi18n.h>

static void
observe (RetortWindow *self)
{
  RetortRevisionItem *item = NULL;
  RetortLessonView view = { 0 };

  if (self->lesson == NULL)
    return;
  item = retort_revision_page_get_item (self->revision_page);
  view.page = adw_view_stack_get_visible_child_name (self->view_stack);
  view.pane = retort_revision_page_get_pane (self->revision_page);
  view.revision = item != NULL ? retort_revision_item_get_id (item) : NULL;
  view.object = retort_schema_page_get_selected (self->schema_page);
  retort_lesson_observe (self->lesson, &view);
}

static void
remember_step (RetortWindow *self)
{
  g_settings_set_uint (self->settings, "lesson-step", retort_lesson_get_step (self->lesson));
}

static void
begin (RetortWindow *self)
{
  if (self->lesson == NULL)
    {
      self->lesson = retort_lesson_new (self->workbench);
      retort_lesson_set_step (self->lesson, g_settings_get_uint (self->settings, "lesson-step"));
      g_signal_connect_object (self->lesson, "notify::step", G_CALLBACK (remember_step), self, G_CONNECT_SWAPPED);
    }
  retort_lesson_pane_set_lesson (self->lesson_pane, self->lesson);
  observe (self);
}

/* The end of the lesson is another project: there the pane stays until that step is finished. */
static void
follow_project (RetortWindow *self)
{
  g_autofree char *practice = retort_workbench_dup_practice_path ();
  gboolean is_practice = g_strcmp0 (retort_workbench_get_project_path (self->workbench), practice) == 0;

  if (retort_workbench_get_project_state (self->workbench) != RETORT_PROJECT_READY)
    return;
  if (is_practice && g_settings_get_boolean (self->settings, "show-lesson"))
    begin (self);
  else if (!is_practice && (self->lesson == NULL
                            || retort_lesson_get_step (self->lesson) + 1 < retort_lesson_get_n_steps (self->lesson)))
    retort_lesson_pane_set_lesson (self->lesson_pane, NULL);
}

/**
 * retort_window_follow_lesson: (skip)
 * @self: a window with settings
 *
 * From now on the lesson sees what is shown.
 */
void
retort_window_follow_lesson (RetortWindow *self)
{
  g_signal_connect_swapped (self->workbench, "notify::project-state", G_CALLBACK (follow_project), self);
  g_signal_connect_swapped (self->view_stack, "notify::visible-child-name", G_CALLBACK (observe), self);
  g_signal_connect_swapped (self->revision_page, "notify::pane", G_CALLBACK (observe), self);
  g_signal_connect_swapped (self->history_page, "notify::selected", G_CALLBACK (observe), self);
  g_signal_connect_swapped (self->schema_page, "notify::selected", G_CALLBACK (observe), self);
}

/**
 * retort_window_practice_opened_cb: (skip)
 * @object: the workbench
 * @result: what it gives
 * @user_data: (transfer full): the window
 *
 * Says why a practice project is not opened, where the start page does not.
 */
void
retort_window_practice_opened_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(RetortWindow) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!retort_workbench_open_practice_finish (RETORT_WORKBENCH (object), result, &error)
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      && retort_workbench_get_project_state (self->workbench) == RETORT_PROJECT_READY)
    retort_window_tell (self, _("The Practice Project Cannot Be Opened"), error->message);
}

/**
 * retort_window_open_practice: (skip)
 * @self: a window
 * @folder: (nullable): not looked at
 *
 * Opens the practice project; a #RetortWindowNext.
 */
void
retort_window_open_practice (RetortWindow *self, const char *folder)
{
  retort_workbench_open_practice_async (self->workbench, NULL, retort_window_practice_opened_cb, g_object_ref (self));
}

/**
 * retort_window_lesson_action: (skip)
 * @widget: the window
 * @name: "win.lesson"
 * @parameter: (nullable): none
 *
 * Takes the lesson up where it was left.
 */
void
retort_window_lesson_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortWindow *self = RETORT_WINDOW (widget);
  g_autofree char *practice = retort_workbench_dup_practice_path ();

  g_settings_set_boolean (self->settings, "show-lesson", TRUE);
  if (g_strcmp0 (retort_workbench_get_project_path (self->workbench), practice) == 0)
    begin (self);
  else
    retort_window_leave_edits (self, retort_window_open_practice, NULL);
}

/**
 * retort_window_leave_lesson_action: (skip)
 * @widget: the window
 * @name: "win.leave-lesson"
 * @parameter: (nullable): none
 *
 * Folds the lesson away; its step is kept, unless it was the last.
 */
void
retort_window_leave_lesson_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortWindow *self = RETORT_WINDOW (widget);

  if (self->lesson == NULL)
    return;
  if (retort_lesson_get_step (self->lesson) + 1 == retort_lesson_get_n_steps (self->lesson)
      && retort_lesson_is_done (self->lesson))
    retort_lesson_set_step (self->lesson, 0);
  g_settings_set_boolean (self->settings, "show-lesson", FALSE);
  retort_lesson_pane_set_lesson (self->lesson_pane, NULL);
  retort_window_toast (self, _("The lesson waits in the main menu"));
}

static void
reset_practice (RetortWindow *self, const char *folder)
{
  if (self->lesson != NULL)
    retort_lesson_set_step (self->lesson, 0);
  retort_workbench_reset_practice_async (self->workbench, NULL, retort_window_practice_opened_cb, g_object_ref (self));
}

static void
reset_answered_cb (AdwMessageDialog *dialog, const char *response, RetortWindow *self)
{
  if (g_str_equal (response, "reset"))
    retort_window_leave_edits (self, reset_practice, NULL);
}

/**
 * retort_window_reset_practice_action: (skip)
 * @widget: the window
 * @name: "win.reset-practice"
 * @parameter: (nullable): none
 *
 * Asks, and begins the practice project and the lesson again.
 */
void
retort_window_reset_practice_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortWindow *self = RETORT_WINDOW (widget);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), _("Begin Again?"),
                                              _("The practice project and its private database are made anew. The folder as it "
                                                "is now is kept beside the new one; what the database holds is deleted."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "reset", _("_Begin Again"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "reset", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (reset_answered_cb), self, 0);
  retort_message_dialog_present (ADW_MESSAGE_DIALOG (dialog));
}
