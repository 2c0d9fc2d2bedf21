/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an item of the checklist runs: confirmed first, with its output, told when it fails, ended by who began it. */
#include "ui/creation/commands-dialog.h"

#include "project-fixture.h"
#include "ui-test.h"

typedef struct
{
  char            *folder;
  RetortWorkbench *workbench;
  GtkWidget       *dialog;
} Fixture;

static void
opened_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GError) error = NULL;

  retort_workbench_open_finish (RETORT_WORKBENCH (object), result, &error);
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  gboolean is_open = FALSE;

  fixture->folder = project_fixture_make (1);
  project_fixture_write (fixture->folder, "retort.json",
                         "{ \"checklist\": [\"Routers\","
                         " { \"text\": \"Types\", \"command\": \"sh -c 'echo made; exit 3'\" },"
                         " { \"text\": \"Slow\", \"command\": \"sh -c 'echo begun; sleep 600'\" },"
                         " { \"text\": \"Broken\", \"command\": \"sh -c 'no end\" } ] }");
  fixture->workbench = retort_workbench_new ();
  retort_workbench_open_async (fixture->workbench, fixture->folder, NULL, opened_cb, &is_open);
  ui_test_wait (is_open);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  retort_workbench_close (fixture->workbench);
  g_clear_object (&fixture->workbench);
  project_fixture_free (fixture->folder);
  g_free (fixture->folder);
}

static void
open_dialog (Fixture *fixture, const char *name)
{
  fixture->dialog = retort_commands_dialog_new (fixture->workbench, name, NULL);
  gtk_window_present (GTK_WINDOW (fixture->dialog));
}

/* (nullable) */
static AdwMessageDialog *
find_question (Fixture *fixture)
{
  g_autoptr(GList) windows = gtk_window_list_toplevels ();

  for (GList *window = windows; window != NULL; window = window->next)
    if (ADW_IS_MESSAGE_DIALOG (window->data) && gtk_window_get_transient_for (window->data) == GTK_WINDOW (fixture->dialog))
      return window->data;
  return NULL;
}

static void
answer (Fixture *fixture, const char *response)
{
  ui_test_wait (find_question (fixture) != NULL);
  adw_message_dialog_response (find_question (fixture), response);
}

static gboolean
says (Fixture *fixture, const char *state)
{
  return g_str_equal (gtk_label_get_text (GTK_LABEL (PART (fixture->dialog, "state_label"))), state);
}

static gboolean
has_printed (Fixture *fixture, const char *line)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (PART (fixture->dialog, "log_view")));
  g_autofree char *text = NULL;

  g_object_get (buffer, "text", &text, NULL);
  return g_str_equal (text, line);
}

static void
test_fails (Fixture *fixture, gconstpointer data)
{
  open_dialog (fixture, "checklist: Types");
  answer (fixture, "run");
  ui_test_wait (says (fixture, "It failed with exit status 3"));
  g_assert_true (has_printed (fixture, "made\n"));
  gtk_window_destroy (GTK_WINDOW (fixture->dialog));
}

static void
test_ended (Fixture *fixture, gconstpointer data)
{
  open_dialog (fixture, "checklist: Slow");
  answer (fixture, "run");
  ui_test_wait (has_printed (fixture, "begun\n"));
  gtk_window_close (GTK_WINDOW (fixture->dialog)); /* it stays, and says what to do */
  ui_test_wait (says (fixture, "It still runs: cancel it, or wait for its end"));
  g_assert_true (gtk_widget_get_visible (fixture->dialog));
  gtk_widget_activate_action (fixture->dialog, "commands.cancel", NULL);
  ui_test_wait (says (fixture, "Ended by you"));
  gtk_window_destroy (GTK_WINDOW (fixture->dialog));
}

static void
closed_cb (gboolean *is_closed)
{
  *is_closed = TRUE;
}

/* Who says no sees the checklist again, and nothing has run. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  gboolean is_closed = FALSE;

  project_fixture_write (fixture->folder, "retort.json", "{ \"checklist\": [{ \"text\": \"Types\", \"command\": \"touch ran\" }] }");
  retort_workbench_refresh (fixture->workbench);
  open_dialog (fixture, "checklist: Types");
  g_signal_connect_swapped (fixture->dialog, "destroy", G_CALLBACK (closed_cb), &is_closed);
  answer (fixture, "cancel");
  ui_test_wait (is_closed);
  {
    g_autofree char *path = g_build_filename (fixture->folder, "ran", NULL);

    g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  }
}

static void
test_broken (Fixture *fixture, gconstpointer data)
{
  open_dialog (fixture, "checklist: Broken");
  ui_test_wait (says (fixture, "What retort.json says is no command that can be run"));
  gtk_window_destroy (GTK_WINDOW (fixture->dialog));
}

#define ADD(name, function) g_test_add ("/ui/commands-dialog/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  ADD ("fails", test_fails);
  ADD ("ended", test_ended);
  ADD ("refused", test_refused);
  ADD ("broken", test_broken);
  return g_test_run ();
}
