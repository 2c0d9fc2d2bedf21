/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window as a whole: what is possible when, what its bar says, how narrow it becomes. */
#include "ui/revision/source-pane.h"
#include "ui/revision/source-view.h"
#include "ui/window/problems-dialog.h"
#include "ui/window/window-private.h"

#include "workbench/workbench-private.h"

#include <glib/gstdio.h>

#include "project-fixture.h"
#include "ui-test.h"

/* The pages of a window that is NARROW wide have NARROW less its frame. */
#define NARROW 360
#define FRAME 16

static RetortApplication *application; /* owned by main() */

static RetortWindow *
open_window (const char *folder)
{
  RetortWindow *window = RETORT_WINDOW (retort_window_new (application));

  if (folder == NULL)
    return window;
  retort_window_open (window, folder);
  ui_test_wait (retort_workbench_get_project_state (window->workbench) == RETORT_PROJECT_READY);
  return window;
}

static void
close_window (RetortWindow *window)
{
  g_autoptr(RetortWorkbench) workbench = g_object_ref (window->workbench);

  retort_workbench_close (workbench);
  gtk_window_destroy (GTK_WINDOW (window));
}

static int
get_minimum_width (gpointer widget)
{
  int minimum = 0;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

/* The names of the panes may be long words in another language, and those of revisions sentences. */
static void
test_narrow (void)
{
  static const char *const panes[] = { "source", "sql", "changes", "checklist" };
  static const char *const sentence = "004_that_does_what_its_name_says_word_by_word_to_the_end";
  g_autofree char *folder = project_fixture_make (3);
  RetortWindow *window = NULL;

  project_fixture_add (folder, sentence, "003");
  project_fixture_add (folder, "005", sentence);
  window = open_window (folder);
  gtk_window_set_default_size (GTK_WINDOW (window), NARROW, 720);
  gtk_window_present (GTK_WINDOW (window));
  ui_test_wait (adw_leaflet_get_folded (window->leaflet) && window->layout_id == 0
                && !gtk_widget_get_visible (GTK_WIDGET (window->upgrade_button)));
  adw_leaflet_set_visible_child_name (window->leaflet, "revision");
  ui_test_wait (window->layout_id == 0 && gtk_widget_get_visible (window->back_button));
  g_assert_cmpint (get_minimum_width (window->root_stack), <=, NARROW - FRAME);
  for (guint i = 0; i < G_N_ELEMENTS (panes); i++)
    {
      GtkStack *views = GTK_STACK (PART (window->revision_page, "views"));
      GtkWidget *pane = gtk_stack_get_child_by_name (views, panes[i]);

      gtk_stack_page_set_title (gtk_stack_get_page (views, pane), "Kontrolländerung");
    }
  g_assert_cmpint (get_minimum_width (window->root_stack), <=, NARROW - FRAME);
  close_window (window);
  project_fixture_free (folder);
}

/* What was read stays, and the bar says that it is old. */
static void
test_project_goes_away (void)
{
  g_autofree char *folder = project_fixture_make (2);
  g_autofree char *aside = g_strconcat (folder, ".aside", NULL);
  RetortWindow *window = open_window (folder);

  g_assert_cmpint (g_rename (folder, aside), ==, 0);
  retort_workbench_refresh (window->workbench);
  ui_test_wait (retort_workbench_get_project_error (window->workbench) != NULL);
  g_assert_cmpint (retort_workbench_get_project_state (window->workbench), ==, RETORT_PROJECT_READY);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (PART (window->banner, "box"))));
  g_assert_cmpint (g_rename (aside, folder), ==, 0);
  retort_workbench_refresh (window->workbench);
  ui_test_wait (retort_workbench_get_project_error (window->workbench) == NULL);
  close_window (window);
  project_fixture_free (folder);
}

static gboolean
can (RetortWindow *window, const char *button_action)
{
  gboolean is_enabled = FALSE;

  /* A button is as sensitive as its action. */
  g_autoptr(GtkWidget) button = g_object_ref_sink (gtk_button_new ());

  gtk_widget_insert_before (button, GTK_WIDGET (window->header_bar), NULL);
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), button_action);
  is_enabled = gtk_widget_get_sensitive (button);
  gtk_widget_unparent (button);
  return is_enabled;
}

/* "All heads" is offered where there are several, and only with a database. */
static void
test_upgrade_heads (void)
{
  g_autofree char *folder = project_fixture_make (2);
  RetortWindow *window = NULL;

  project_fixture_add (folder, "002b", "001");
  window = open_window (folder);
  g_assert_cmpuint (retort_workbench_get_n_heads (window->workbench), ==, 2);
  g_assert_false (can (window, "win.upgrade-heads"));
  g_assert_true (can (window, "win.show-heads"));

  window->workbench->connection_state = RETORT_CONNECTION_READY;
  retort_window_update_actions (window);
  g_assert_true (can (window, "win.upgrade-heads"));
  window->workbench->n_heads = 1;
  retort_window_update_actions (window);
  g_assert_false (can (window, "win.upgrade-heads"));
  window->workbench->connection_state = RETORT_CONNECTION_NONE;
  close_window (window);
  project_fixture_free (folder);
}

static guint
count_shown (RetortWindow *window)
{
  GtkListView *list = GTK_LIST_VIEW (PART (window->history_page, "list_view"));

  return g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (list)));
}

/* A revision that gets its first finding appears under a filter that was chosen before. */
static void
test_filter_follows_findings (void)
{
  g_autofree char *folder = project_fixture_make (3);
  RetortWindow *window = open_window (folder);
  g_autofree char *name = project_fixture_dup_name ("002");

  g_object_set (window->history_page, "filter", "findings", NULL);
  ui_test_wait (retort_workbench_get_n_heads (window->workbench) == 1 && count_shown (window) == 0);
  project_fixture_write (folder, name,
                         "from alembic import op\nrevision = '002'\ndown_revision = '001'\n\n\n"
                         "def upgrade():\n    op.execute('select 1'\n");
  ui_test_wait (count_shown (window) == 1);
  project_fixture_add (folder, "002", "001");
  ui_test_wait (count_shown (window) == 0);
  close_window (window);
  project_fixture_free (folder);
}

/* A file with a finding in its fifth line and one in its ninth, of a kind that the list counts. */
static void
break_revision (const char *folder, const char *id, const char *down)
{
  g_autofree char *name = project_fixture_dup_name (id);
  g_autofree char *text = g_strdup_printf ("from alembic import op\nrevision = '%s'\ndown_revision = '%s'\n"
                                           "def upgrade():\n    op.execute('DROP TABLE t_001 CASCADE')\n    op.execute('CREATE TABLE t_001 (a bigint PRIMARY KEY)')\n\n"
                                           "def downgrade():\n    op.execute('select 1/')\n", id, down);

  project_fixture_write (folder, name, text);
}

/* F8 was pressed, or Shift+F8: where is the caret? */
static void
step (RetortWindow *window, const char *action, const char *id, guint line)
{
  RetortSourcePane *pane = RETORT_SOURCE_PANE (PART (window->revision_page, "source_pane"));
  RetortSourceView *view = RETORT_SOURCE_VIEW (PART (pane, "view"));

  gtk_widget_activate_action (GTK_WIDGET (window), action, NULL);
  ui_test_wait (retort_source_pane_get_review (pane) != NULL && retort_source_view_get_caret_line (view) == line);
  g_assert_cmpstr (retort_revision_item_get_id (retort_history_page_get_selected (window->history_page)), ==, id);
}

/* From finding to finding, over files that have none but remarks, from the last to the first. */
static void
test_steps_through_files (void)
{
  g_autofree char *folder = project_fixture_make (5);
  RetortWindow *window = NULL;

  break_revision (folder, "002", "001");
  break_revision (folder, "004", "003");
  window = open_window (folder);
  ui_test_wait (retort_revision_item_get_n_warnings (retort_workbench_find_revision (window->workbench, "002")) > 0
                && retort_revision_item_get_n_warnings (retort_workbench_find_revision (window->workbench, "004")) > 0);
  g_assert_true (retort_history_page_select (window->history_page, "005"));
  step (window, "win.next-problem", "005", 12);
  step (window, "win.next-problem", "004", 5);
  step (window, "win.next-problem", "004", 9);
  step (window, "win.next-problem", "002", 5);
  step (window, "win.previous-problem", "004", 9);
  step (window, "win.next-problem", "002", 5);
  step (window, "win.next-problem", "002", 9);
  step (window, "win.next-problem", "004", 5);
  close_window (window);
  project_fixture_free (folder);
}

/* A revision whose file goes and comes back is the one that is shown, with the edit that was made meanwhile. */
static void
test_file_comes_back (void)
{
  g_autofree char *folder = project_fixture_make (3);
  RetortWindow *window = open_window (folder);
  g_autofree char *name = project_fixture_dup_name ("003");
  g_autofree char *path = g_build_filename (folder, name, NULL);
  RetortSourcePane *pane = RETORT_SOURCE_PANE (PART (window->revision_page, "source_pane"));

  g_assert_true (retort_history_page_select (window->history_page, "003"));
  ui_test_wait (retort_source_pane_get_review (pane) != NULL);
  g_assert_cmpint (g_unlink (path), ==, 0);
  retort_workbench_refresh (window->workbench);
  ui_test_wait (retort_workbench_find_revision (window->workbench, "003") == NULL);
  g_assert_true (gtk_revealer_get_reveal_child (GTK_REVEALER (PART (pane, "notice"))));
  gtk_text_buffer_insert_at_cursor (gtk_text_view_get_buffer (GTK_TEXT_VIEW (PART (pane, "view"))), "# mine\n", -1);
  project_fixture_add (folder, "003", "002");
  retort_workbench_refresh (window->workbench);
  ui_test_wait (retort_revision_page_get_item (window->revision_page) == retort_workbench_find_revision (window->workbench, "003"));
  g_assert_false (gtk_revealer_get_reveal_child (GTK_REVEALER (PART (pane, "notice"))));
  g_assert_true (retort_source_pane_is_modified (pane));
  gtk_text_buffer_undo (gtk_text_view_get_buffer (GTK_TEXT_VIEW (PART (pane, "view"))));
  gtk_widget_activate_action (GTK_WIDGET (pane), "source.reload", NULL);
  close_window (window);
  project_fixture_free (folder);
}

/* (nullable) */
static AdwMessageDialog *
find_question (RetortWindow *window)
{
  g_autoptr(GList) windows = gtk_window_list_toplevels ();

  for (GList *at = windows; at != NULL; at = at->next)
    if (ADW_IS_MESSAGE_DIALOG (at->data) && gtk_window_get_transient_for (at->data) == GTK_WINDOW (window))
      return at->data;
  return NULL;
}

/* Edits of the file that is open; returns its path. */
static char *
edit_file (RetortWindow *window, const char *folder, const char *id, const char *text)
{
  RetortSourcePane *pane = RETORT_SOURCE_PANE (PART (window->revision_page, "source_pane"));
  g_autofree char *name = project_fixture_dup_name (id);

  g_assert_true (retort_history_page_select (window->history_page, id));
  ui_test_wait (retort_source_pane_get_review (pane) != NULL);
  gtk_text_buffer_insert_at_cursor (gtk_text_view_get_buffer (GTK_TEXT_VIEW (PART (pane, "view"))), text, -1);
  g_assert_cmpuint (retort_revision_page_count_unsaved (window->revision_page), >, 0);
  return g_build_filename (folder, name, NULL);
}

static gboolean
holds (const char *path, const char *text)
{
  g_autofree char *contents = NULL;

  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  return strstr (contents, text) != NULL;
}

static void
answer (RetortWindow *window, const char *response)
{
  AdwMessageDialog *dialog = NULL;

  ui_test_wait ((dialog = find_question (window)) != NULL);
  adw_message_dialog_response (dialog, response);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static gboolean
is_open (RetortWindow *window, const char *folder)
{
  return retort_workbench_get_project_state (window->workbench) == RETORT_PROJECT_READY
         && g_strcmp0 (retort_workbench_get_project_path (window->workbench), folder) == 0;
}

/* Another project has revisions of the same ids: edits that are not saved belong to neither of its files. */
static void
test_asks_before_another_project (void)
{
  g_autofree char *folder = project_fixture_make (3);
  g_autofree char *other = project_fixture_make (3);
  RetortWindow *window = open_window (folder);
  g_autofree char *given_up = edit_file (window, folder, "002", "# given up\n");
  g_autofree char *saved = NULL;

  retort_window_open (window, other);
  answer (window, "stay");
  g_assert_true (is_open (window, folder));
  g_assert_cmpuint (retort_revision_page_count_unsaved (window->revision_page), ==, 1);
  retort_window_open (window, other);
  answer (window, "discard");
  ui_test_wait (is_open (window, other));
  g_assert_cmpuint (retort_revision_page_count_unsaved (window->revision_page), ==, 0);
  g_assert_false (holds (given_up, "# given up"));
  saved = edit_file (window, other, "002", "# saved\n");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.close-project", NULL);
  answer (window, "save");
  ui_test_wait (retort_workbench_get_project_state (window->workbench) == RETORT_PROJECT_NONE);
  g_assert_true (holds (saved, "# saved"));
  g_assert_false (holds (saved, "# given up"));
  close_window (window);
  project_fixture_free (folder);
  project_fixture_free (other);
}

/* What is wrong with the project as a whole is told by the bar. */
static void
test_banner_tells_of_files (void)
{
  g_autofree char *folder = project_fixture_make (2);
  RetortWindow *window = NULL;

  project_fixture_add (folder, "003", "0027");
  window = open_window (folder);
  ui_test_expect_label (window->banner, "Revision 0027 referenced from 003 is not present");
  close_window (window);
  project_fixture_free (folder);
}

static gboolean
is_found (RetortWindow *window, const char *message)
{
  GListModel *findings = retort_workbench_get_project_findings (window->workbench);

  for (guint i = 0; i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr(RetortFindingItem) item = g_list_model_get_item (findings, i);

      if (g_str_equal (retort_finding_get (retort_finding_item_get_finding (item))->message, message))
        return TRUE;
    }
  return FALSE;
}

/* A file that is no text is told for what it is. */
static void
test_files_that_are_no_text (void)
{
  g_autofree char *folder = project_fixture_make (3);
  g_autofree char *zero_name = project_fixture_dup_name ("002");
  g_autofree char *zero = g_build_filename (folder, zero_name, NULL);
  g_autofree char *latin_name = project_fixture_dup_name ("003");
  RetortWindow *window = NULL;

  g_assert_true (g_file_set_contents (zero, "# a\0b\n", 6, NULL));
  project_fixture_write (folder, latin_name, "# caf\xe9\n");
  window = open_window (folder);
  g_assert_true (is_found (window, "The file holds a zero byte: it is no text."));
  g_assert_true (is_found (window, "The file is not UTF-8 text."));
  close_window (window);
  project_fixture_free (folder);
}

/* What of env.py is not understood is told by the bar, listed in the dialog, and accepted there. */
static void
test_accept (void)
{
  g_autofree char *folder = project_fixture_make (2);
  RetortWindow *window = NULL;
  GtkWidget *dialog = NULL;
  GtkWidget *focus = NULL;
  g_autofree char *settings = NULL;
  g_autofree char *path = g_build_filename (folder, "retort.json", NULL);

  project_fixture_write (folder, "migrations/env.py",
                         "context.configure(connection=c)\nc.execute(text('SET ROLE owner'))\n"
                         "with context.begin_transaction():\n    context.run_migrations()\n");
  window = open_window (folder);
  ui_test_expect_label (window->banner, "env.py sends a statement of its own, which Retort does not: SET ROLE owner.");
  g_assert_cmpuint (retort_workbench_get_n_acceptable (window->workbench), ==, 1);
  dialog = retort_problems_dialog_new (window->workbench, GTK_WINDOW (window));
  gtk_window_present (GTK_WINDOW (dialog));
  g_assert_true (gtk_info_bar_get_revealed (GTK_INFO_BAR (PART (dialog, "accept_bar"))));
  focus = gtk_window_get_focus (GTK_WINDOW (dialog)); /* Enter accepts nothing unread */
  g_assert_true (focus == GTK_WIDGET (PART (dialog, "list")) || gtk_widget_is_ancestor (focus, GTK_WIDGET (PART (dialog, "list"))));
  g_signal_emit_by_name (PART (dialog, "accept_button"), "clicked");
  ui_test_wait (retort_workbench_get_n_acceptable (window->workbench) == 0);
  g_assert_false (gtk_info_bar_get_revealed (GTK_INFO_BAR (PART (dialog, "accept_bar"))));
  g_assert_true (g_file_get_contents (path, &settings, NULL, NULL));
  g_assert_nonnull (strstr (settings, retort_workbench_get_acceptance_hash (window->workbench)));
  gtk_window_destroy (GTK_WINDOW (dialog));
  close_window (window);
  project_fixture_free (folder);
}

int
main (int argc, char **argv)
{
  g_autoptr(GError) error = NULL;
  int result = 0;

  g_setenv ("RETORT_NON_UNIQUE", "1", TRUE);
  ui_test_init (&argc, &argv);
  application = retort_application_new ();
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  g_test_add_func ("/ui/window/narrow", test_narrow);
  g_test_add_func ("/ui/window/project-goes-away", test_project_goes_away);
  g_test_add_func ("/ui/window/upgrade-heads", test_upgrade_heads);
  g_test_add_func ("/ui/window/filter-follows-findings", test_filter_follows_findings);
  g_test_add_func ("/ui/window/steps-through-files", test_steps_through_files);
  g_test_add_func ("/ui/window/file-comes-back", test_file_comes_back);
  g_test_add_func ("/ui/window/asks-before-another-project", test_asks_before_another_project);
  g_test_add_func ("/ui/window/banner-tells-of-files", test_banner_tells_of_files);
  g_test_add_func ("/ui/window/files-that-are-no-text", test_files_that_are_no_text);
  g_test_add_func ("/ui/window/accept", test_accept);
  result = g_test_run ();
  g_object_unref (application);
  return result;
}
