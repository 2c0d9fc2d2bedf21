/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The review page over a made-up repository: what is new, two versions, ticks, and what is said when there is none. */
#include "ui/review/review-page.h"

#include "engine/git-project.h"

#include "ui-test.h"

typedef struct
{
  Scratch           scratch;
  RetortWorkbench  *workbench;
  GtkWindow        *window;
  RetortReviewPage *page;
} Fixture;

static const char *
get_face (Fixture *fixture)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (PART (fixture->page, "stack")));
}

static gboolean
is_reading (Fixture *fixture)
{
  return gtk_spinner_get_spinning (GTK_SPINNER (PART (fixture->page, "spinner")));
}

static void
opened_cb (GObject *object, GAsyncResult *result, gpointer is_open)
{
  g_assert_true (retort_workbench_open_finish (RETORT_WORKBENCH (object), result, NULL));
  *(gboolean *) is_open = TRUE;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  gboolean is_open = FALSE;

  fixture->scratch = git_project_new ();
  if (data != NULL)
    git_do (fixture->scratch, data);
  fixture->workbench = retort_workbench_new ();
  fixture->page = g_object_ref_sink (g_object_new (RETORT_TYPE_REVIEW_PAGE, NULL));
  fixture->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (fixture->window, 900, 700);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->page));
  retort_review_page_set_workbench (fixture->page, fixture->workbench);
  gtk_window_present (fixture->window);
  retort_workbench_open_async (fixture->workbench, fixture->scratch, NULL, opened_cb, &is_open);
  ui_test_wait (is_open && g_strcmp0 (get_face (fixture), "loading") != 0 && !is_reading (fixture));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  /* Work that is still on its way holds the page until it has come back. */
  ui_test_wait (G_OBJECT (fixture->page)->ref_count == 1);
  ui_test_free (fixture->page);
  retort_workbench_close (fixture->workbench);
  g_object_unref (fixture->workbench);
  scratch_clear (&fixture->scratch);
}

static const char *
get_text (Fixture *fixture, const char *part)
{
  return gtk_label_get_text (GTK_LABEL (gtk_widget_get_template_child (GTK_WIDGET (fixture->page), RETORT_TYPE_REVIEW_PAGE, part)));
}

static GListModel *
get_rows (Fixture *fixture)
{
  return G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (PART (fixture->page, "list_view"))));
}

static void
test_list (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpstr (get_face (fixture), ==, "list");
  g_assert_cmpstr (get_text (fixture, "title_label"), ==, "2 new revisions, 1 changed, 1 reworded");
  g_assert_nonnull (strstr (get_text (fixture, "summary_label"), "0 of 4 read"));
  /* A short one is unfolded: more than the four revisions. */
  g_assert_cmpuint (g_list_model_get_n_items (get_rows (fixture)), >, 12);
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "review.set-read", "(sb)", "003", TRUE);
  g_assert_nonnull (strstr (get_text (fixture, "summary_label"), "1 of 4 read"));
  retort_review_page_set_narrow (fixture->page, TRUE);
  retort_review_page_set_narrow (fixture->page, FALSE);
}

static char *
dup_shown (GtkWidget *view, const char *part)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (gtk_widget_get_template_child (view, G_OBJECT_TYPE (view), part)));
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
test_versions (Fixture *fixture, gconstpointer data)
{
  GtkWidget *view = GTK_WIDGET (PART (fixture->page, "version_view"));
  GtkStack *pages = GTK_STACK (PART (fixture->page, "pages"));
  g_autofree char *old = NULL;
  g_autofree char *now = NULL;

  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "review.show-versions", "s", "002");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (pages), ==, "versions");
  old = dup_shown (view, "old_view");
  now = dup_shown (view, "new_view");
  g_assert_nonnull (strstr (old, "'b', sa.Integer()"));
  g_assert_nonnull (strstr (now, "'b', sa.Text()"));
  gtk_widget_activate_action (view, "review.close-versions", NULL);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (pages), ==, "review");
  /* What is new has no other side. */
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "review.show-versions", "s", "003");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (PART (view, "old_side"))));
}

static void
test_nothing (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpstr (get_face (fixture), ==, "nothing");
  g_assert_nonnull (strstr (adw_status_page_get_description (ADW_STATUS_PAGE (PART (fixture->page, "nothing_page"))), "Choose another branch"));
}

/* The page says what is wrong; once it is mended the same button helps. */
static void
test_problem (Fixture *fixture, gconstpointer data)
{
  g_autofree char *repository = scratch_path (fixture->scratch, ".git");
  g_autofree char *hidden = scratch_path (fixture->scratch, "hidden");
  AdwStatusPage *problem = ADW_STATUS_PAGE (PART (fixture->page, "problem_page"));

  g_assert_cmpint (g_rename (repository, hidden), ==, 0);
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "review.refresh", NULL);
  ui_test_wait (g_strcmp0 (get_face (fixture), "problem") == 0 && !is_reading (fixture));
  g_assert_cmpstr (adw_status_page_get_title (problem), ==, "No Git Repository");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (PART (fixture->page, "choosers"))));
  g_assert_cmpint (g_rename (hidden, repository), ==, 0);
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "review.refresh", NULL);
  ui_test_wait (g_strcmp0 (get_face (fixture), "list") == 0 && !is_reading (fixture));
}

int
main (int argc, char **argv)
{
  g_auto(Scratch) state = scratch_new ();

  g_setenv ("XDG_STATE_HOME", state, TRUE);
  ui_test_init (&argc, &argv);
  g_test_add ("/ui/review-page/list", Fixture, NULL, set_up, test_list, tear_down);
  g_test_add ("/ui/review-page/versions", Fixture, NULL, set_up, test_versions, tear_down);
  g_test_add ("/ui/review-page/nothing", Fixture, "checkout -q main", set_up, test_nothing, tear_down);
  g_test_add ("/ui/review-page/problem", Fixture, NULL, set_up, test_problem, tear_down);
  return g_test_run ();
}
