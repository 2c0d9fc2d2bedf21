/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of a revision beside what happens to its file: an edit elsewhere shows at once, and an edit here is never
 * lost, neither by that nor by a crash. */
#include "ui/revision/source-pane-private.h"
#include "ui/revision/suppression-row.h"

#include "workbench/draft.h"
#include "workbench/workbench.h"

#include <glib/gstdio.h>

#include "project-fixture.h"
#include "ui-test.h"

typedef struct
{
  char             *folder;
  RetortWorkbench  *workbench;
  RetortSourcePane *pane;
} Fixture;

static void
opened_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GError) error = NULL;

  retort_workbench_open_finish (RETORT_WORKBENCH (object), result, &error);
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

static RetortSourcePane *
make_pane (RetortWorkbench *workbench, const char *id)
{
  RetortSourcePane *pane = g_object_ref_sink (g_object_new (RETORT_TYPE_SOURCE_PANE, NULL));

  gtk_window_set_child (GTK_WINDOW (gtk_window_new ()), GTK_WIDGET (pane));
  retort_source_pane_set_workbench (pane, workbench);
  retort_source_pane_show (pane, retort_workbench_find_revision (workbench, id));
  return pane;
}

static void
free_pane (RetortSourcePane *pane)
{
  gtk_window_destroy (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (pane))));
  g_object_unref (pane); /* A review that goes on may hold it. */
}

static void
open_project (Fixture *fixture)
{
  gboolean is_open = FALSE;

  fixture->workbench = retort_workbench_new ();
  retort_workbench_open_async (fixture->workbench, fixture->folder, NULL, opened_cb, &is_open);
  ui_test_wait (is_open);
  fixture->pane = make_pane (fixture->workbench, "002");
}

static void
close_project (Fixture *fixture)
{
  free_pane (fixture->pane);
  retort_workbench_close (fixture->workbench);
  g_clear_object (&fixture->workbench);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = project_fixture_make (2);
  open_project (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  close_project (fixture);
  project_fixture_free (fixture->folder);
  g_free (fixture->folder);
}

static GtkTextBuffer *
get_buffer (Fixture *fixture)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (PART (fixture->pane, "view")));
}

static gboolean
holds (Fixture *fixture, const char *wanted)
{
  GtkTextIter start;
  GtkTextIter end;
  g_autofree char *text = NULL;

  gtk_text_buffer_get_bounds (get_buffer (fixture), &start, &end);
  text = gtk_text_buffer_get_text (get_buffer (fixture), &start, &end, TRUE);
  return strstr (text, wanted) != NULL;
}

static void
type_at_end (Fixture *fixture, const char *text)
{
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (get_buffer (fixture), &end);
  gtk_text_buffer_insert (get_buffer (fixture), &end, text, -1);
}

/* Another program writes the file of revision 002. */
static void
write_elsewhere (Fixture *fixture, const char *more)
{
  g_autofree char *name = project_fixture_dup_name ("002");
  g_autofree char *text = project_fixture_dup_text ("002", "001");
  g_autofree char *changed = g_strconcat (text, more, NULL);

  project_fixture_write (fixture->folder, name, changed);
}

static gboolean
is_asking (Fixture *fixture, const char *revealer)
{
  return gtk_revealer_get_reveal_child (GTK_REVEALER (PART (fixture->pane, revealer)));
}

static void
test_edit_elsewhere_shows (Fixture *fixture, gconstpointer data)
{
  write_elsewhere (fixture, "# from elsewhere\n");
  ui_test_wait (holds (fixture, "# from elsewhere"));
  g_assert_false (retort_source_pane_is_modified (fixture->pane));
  g_assert_false (is_asking (fixture, "notice"));
}

static void
test_edit_is_not_lost (Fixture *fixture, gconstpointer data)
{
  type_at_end (fixture, "# mine\n");
  g_assert_true (retort_source_pane_is_modified (fixture->pane));
  write_elsewhere (fixture, "# from elsewhere\n");
  ui_test_wait (is_asking (fixture, "notice"));
  g_assert_true (holds (fixture, "# mine"));
  g_assert_false (holds (fixture, "# from elsewhere"));

  gtk_widget_activate_action (GTK_WIDGET (fixture->pane), "source.reload", NULL);
  g_assert_true (holds (fixture, "# from elsewhere"));
  g_assert_false (retort_source_pane_is_modified (fixture->pane));
}

static void
test_edit_of_another_revision_is_kept (Fixture *fixture, gconstpointer data)
{
  type_at_end (fixture, "# mine\n");
  retort_source_pane_show (fixture->pane, retort_workbench_find_revision (fixture->workbench, "001"));
  g_assert_false (holds (fixture, "# mine"));
  g_assert_false (retort_source_pane_is_modified (fixture->pane));
  g_assert_cmpuint (retort_source_pane_count_unsaved (fixture->pane), ==, 1);
  retort_source_pane_show (fixture->pane, retort_workbench_find_revision (fixture->workbench, "002"));
  g_assert_true (holds (fixture, "# mine"));
}

static void
saved_all_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (retort_source_pane_save_all_finish (RETORT_SOURCE_PANE (source), result, &error));
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

static gboolean
file_holds (Fixture *fixture, const char *revision, const char *part)
{
  g_autofree char *name = project_fixture_dup_name (revision);
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) && strstr (text, part) != NULL;
}

static void
test_save_all (Fixture *fixture, gconstpointer data)
{
  gboolean is_done = FALSE;

  type_at_end (fixture, "# mine\n");
  retort_source_pane_show (fixture->pane, retort_workbench_find_revision (fixture->workbench, "001"));
  type_at_end (fixture, "# mine, too\n");
  g_assert_cmpuint (retort_source_pane_count_unsaved (fixture->pane), ==, 2);
  retort_source_pane_save_all_async (fixture->pane, saved_all_cb, &is_done);
  ui_test_wait (is_done);
  g_assert_cmpuint (retort_source_pane_count_unsaved (fixture->pane), ==, 0);
  g_assert_true (file_holds (fixture, "002", "# mine"));
  g_assert_true (file_holds (fixture, "001", "# mine, too"));
}

/* Whoever keeps an edit of a file that was deleted gets the file back. */
static void
test_deleted_elsewhere (Fixture *fixture, gconstpointer data)
{
  g_autofree char *name = project_fixture_dup_name ("002");
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

  type_at_end (fixture, "# mine\n");
  g_assert_cmpint (g_unlink (path), ==, 0);
  gtk_widget_activate_action (GTK_WIDGET (fixture->pane), "source.save", NULL);
  ui_test_wait (is_asking (fixture, "notice"));
  g_assert_true (holds (fixture, "# mine"));
  gtk_widget_activate_action (GTK_WIDGET (fixture->pane), "source.keep", NULL);
  gtk_widget_activate_action (GTK_WIDGET (fixture->pane), "source.save", NULL);
  ui_test_wait (!retort_source_pane_is_modified (fixture->pane));
  g_assert_true (file_holds (fixture, "002", "# mine"));
}

static gboolean
has_copy (Fixture *fixture)
{
  g_autofree char *name = project_fixture_dup_name ("002");
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr(RetortDraft) draft = retort_draft_load (path);

  return draft != NULL && strstr (draft->text, "# mine") != NULL;
}

/* Typed, and then the program is gone without a word. */
static void
crash_with_an_edit (Fixture *fixture)
{
  type_at_end (fixture, "# mine\n");
  ui_test_wait (has_copy (fixture));
  close_project (fixture);
  open_project (fixture);
  ui_test_wait (is_asking (fixture, "recovery"));
  g_assert_false (holds (fixture, "# mine"));
}

static void
test_restored_after_a_crash (Fixture *fixture, gconstpointer data)
{
  g_autofree char *name = project_fixture_dup_name ("002");
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autofree char *text = NULL;

  crash_with_an_edit (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->pane), "source.restore-found", NULL);
  g_assert_true (holds (fixture, "# mine"));
  g_assert_true (retort_source_pane_is_modified (fixture->pane));
  g_assert_false (is_asking (fixture, "recovery"));
  g_file_get_contents (path, &text, NULL, NULL);
  g_assert_null (strstr (text, "# mine"));

  gtk_widget_activate_action (GTK_WIDGET (fixture->pane), "source.save", NULL);
  ui_test_wait (!retort_source_pane_is_modified (fixture->pane) && !has_copy (fixture));
}

static void
test_discarded_after_a_crash (Fixture *fixture, gconstpointer data)
{
  crash_with_an_edit (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->pane), "source.discard-found", NULL);
  g_assert_false (holds (fixture, "# mine"));
  ui_test_wait (!has_copy (fixture));
}

/* What somebody typed again need not be restored. */
static void
test_made_again_after_a_crash (Fixture *fixture, gconstpointer data)
{
  crash_with_an_edit (fixture);
  type_at_end (fixture, "# min");
  g_assert_true (is_asking (fixture, "recovery"));
  type_at_end (fixture, "e\n");
  g_assert_false (is_asking (fixture, "recovery"));
  g_assert_true (retort_source_pane_is_modified (fixture->pane));
  ui_test_wait (has_copy (fixture));
}

static guint
count_findings (Fixture *fixture, const char *rule)
{
  RetortReview *review = retort_source_pane_get_review (fixture->pane);
  GListModel *findings = review != NULL ? retort_review_get_findings (review) : NULL;
  guint n_found = 0;

  for (guint i = 0; findings != NULL && i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr(RetortFindingItem) item = g_list_model_get_item (findings, i);
      const RetortFindingFields *fields = retort_finding_get (retort_finding_item_get_finding (item));

      n_found += g_str_equal (fields->rule, rule) ? 1 : 0;
    }
  return n_found;
}

/* Opens what there is to say about a line, as a key does. */
static GtkWidget *
open_card (Fixture *fixture, guint line)
{
  gtk_window_present (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (fixture->pane))));
  retort_source_pane_go_to (fixture->pane, line, 1);
  gtk_widget_activate_action (GTK_WIDGET (fixture->pane), "source.about", NULL);
  g_assert_true (gtk_widget_get_visible (fixture->pane->card));
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (gtk_widget_get_root (fixture->pane->card)), fixture->pane->card));
  return fixture->pane->card;
}

/* What there is to say stays beside its line when the text moves. */
static void
test_card_moves_with_text (Fixture *fixture, gconstpointer data)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (PART (fixture->pane, "view")));
  int before = 0;

  ui_test_wait (count_findings (fixture, "table-without-primary-key") == 1);
  open_card (fixture, 12);
  before = fixture->pane->card_place.y;
  gtk_adjustment_set_upper (adjustment, gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment) + 100);
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + 40);
  g_assert_cmpint (fixture->pane->card_place.y, ==, before - 40);
  g_assert_true (gtk_widget_get_visible (fixture->pane->card));
}

static RetortSuppressionRow *
find_suppression_row (GtkWidget *widget)
{
  RetortSuppressionRow *row = RETORT_IS_SUPPRESSION_ROW (widget) ? RETORT_SUPPRESSION_ROW (widget) : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && row == NULL; child = gtk_widget_get_next_sibling (child))
    row = find_suppression_row (child);
  return row;
}

/* The reason is asked for, the comment stands above the statement, the finding is gone; undo brings it back. */
static void
test_suppress (Fixture *fixture, gconstpointer data)
{
  static const char rule[] = "table-without-primary-key";
  RetortSuppressionRow *row = NULL;

  ui_test_wait (count_findings (fixture, rule) == 1);
  row = find_suppression_row (open_card (fixture, 12));
  g_assert_nonnull (row);
  gtk_widget_activate (GTK_WIDGET (PART (row, "offer_button")));
  ui_test_wait (g_str_equal (gtk_stack_get_visible_child_name (GTK_STACK (PART (row, "stack"))), "reason"));
  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (PART (row, "suppress_button"))));
  gtk_editable_set_text (GTK_EDITABLE (PART (row, "entry")), " a queue ");
  g_assert_true (gtk_widget_get_sensitive (GTK_WIDGET (PART (row, "suppress_button"))));
  g_signal_emit_by_name (PART (row, "entry"), "activate");
  g_assert_true (holds (fixture, "def upgrade() -> None:\n    # retort: ignore[table-without-primary-key] a queue\n    op.execute("));
  g_assert_false (gtk_widget_get_visible (fixture->pane->card));
  ui_test_wait (count_findings (fixture, rule) == 0);
  g_assert_cmpuint (count_findings (fixture, "unused-suppression"), ==, 0);
  gtk_text_buffer_undo (get_buffer (fixture));
  g_assert_false (holds (fixture, "# retort"));
  g_assert_false (retort_source_pane_is_modified (fixture->pane));
  ui_test_wait (count_findings (fixture, rule) == 1);
}

static gboolean
is_told_as (Fixture *fixture, const char *rule, RetortSeverity severity)
{
  RetortReview *review = retort_source_pane_get_review (fixture->pane);
  GListModel *findings = review != NULL ? retort_review_get_findings (review) : NULL;

  for (guint i = 0; findings != NULL && i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr(RetortFindingItem) item = g_list_model_get_item (findings, i);
      const RetortFindingFields *fields = retort_finding_get (retort_finding_item_get_finding (item));

      if (g_str_equal (fields->rule, rule) && fields->severity == severity)
        return TRUE;
    }
  return FALSE;
}

/* What the team decides in retort.json is seen at once in the text that is shown. */
static void
test_settings_change (Fixture *fixture, gconstpointer data)
{
  static const char rule[] = "table-without-primary-key";

  ui_test_wait (is_told_as (fixture, rule, RETORT_SEVERITY_INFO));
  project_fixture_write (fixture->folder, "retort.json", "{ \"rules\": { \"table-without-primary-key\": \"error\" } }");
  retort_workbench_refresh (fixture->workbench);
  ui_test_wait (is_told_as (fixture, rule, RETORT_SEVERITY_ERROR));
  project_fixture_write (fixture->folder, "retort.json", "{ \"rules\": { \"table-without-primary-key\": \"off\" } }");
  retort_workbench_refresh (fixture->workbench);
  ui_test_wait (count_findings (fixture, rule) == 0);
}

/* A file that goes leaves its text to be read, and says so until it is back. */
static void
test_left_over (Fixture *fixture, gconstpointer data)
{
  g_autofree char *name = project_fixture_dup_name ("002");
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

  ui_test_wait (retort_source_pane_get_review (fixture->pane) != NULL);
  g_assert_cmpint (g_unlink (path), ==, 0);
  retort_workbench_refresh (fixture->workbench);
  ui_test_wait (is_asking (fixture, "notice"));
  g_assert_true (holds (fixture, "CREATE TABLE t_002"));
}

static void
told_cb (char **told, const char *text)
{
  g_free (*told);
  *told = g_strdup (text);
}

/* A comment within a text would be sent to the database. */
static void
test_suppress_within_text (Fixture *fixture, gconstpointer data)
{
  g_autofree char *told = NULL;

  write_elsewhere (fixture, "\n\nSQL = \"\"\"\nCREATE TABLE t_002 (a integer)\n\"\"\"\n\n\ndef upgrade():\n    op.execute(SQL)\n");
  ui_test_wait (retort_source_pane_get_review (fixture->pane) != NULL
                && strstr (retort_source_get_text (retort_review_get_source (retort_source_pane_get_review (fixture->pane))), "op.execute(SQL)") != NULL);
  g_assert_true (holds (fixture, "op.execute(SQL)"));
  g_signal_connect_swapped (fixture->pane, "message", G_CALLBACK (told_cb), &told);
  gtk_widget_activate_action (GTK_WIDGET (fixture->pane), "source.suppress", "(uss)", 20, "table-without-primary-key", "because");
  g_assert_nonnull (told);
  g_assert_false (retort_source_pane_is_modified (fixture->pane));
  gtk_widget_activate_action (GTK_WIDGET (fixture->pane), "source.suppress", "(uss)", 19, "table-without-primary-key", "because");
  g_assert_true (holds (fixture, "# retort: ignore[table-without-primary-key] because\nSQL = "));
  g_signal_handlers_disconnect_by_data (fixture->pane, &told);
}

/* A remedy of two edits: the line is taken into a block, and the call gets an argument. */
static void
test_fix (Fixture *fixture, gconstpointer data)
{
  GtkTextBuffer *buffer = get_buffer (fixture);
  GtkTextIter place;

  write_elsewhere (fixture, "\n\ndef upgrade():\n    op.create_index(\"ix\", \"t_001\", [\"a\"])\n");
  ui_test_wait (holds (fixture, "op.create_index"));
  gtk_text_buffer_get_end_iter (buffer, &place);
  gtk_text_iter_backward_line (&place);
  gtk_text_buffer_place_cursor (buffer, &place);
  ui_test_wait (gtk_widget_activate_action (GTK_WIDGET (fixture->pane), "source.fix-at-caret", NULL)
                && holds (fixture, "    with op.get_context().autocommit_block():\n        op.create_index(\"ix\", \"t_001\", [\"a\"], postgresql_concurrently=True)\n"));
}

#define ADD(name, function) g_test_add ("/ui/source-pane/" name, Fixture, NULL, set_up, function, tear_down)

/* Is something told about the line that lies at @y of the view? */
static gboolean
is_told (Fixture *fixture, int y)
{
  g_autoptr(GtkTooltip) tooltip = g_object_new (GTK_TYPE_TOOLTIP, NULL);
  gboolean is_told = FALSE;

  g_signal_emit_by_name (PART (fixture->pane, "view"), "query-tooltip", 200, y, FALSE, tooltip, &is_told);
  return is_told;
}

static void
move_pointer (Fixture *fixture, double x, double y)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (PART (fixture->pane, "view")));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr(GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_MOTION (controller))
        g_signal_emit_by_name (controller, "motion", x, y);
    }
}

static double
find_top (Fixture *fixture)
{
  GtkWidget *view = GTK_WIDGET (PART (fixture->pane, "view"));
  double y = 0;

  gtk_widget_translate_coordinates (view, GTK_WIDGET (gtk_widget_get_root (view)), 0, 0, NULL, &y);
  return y;
}

/* What lies below the pointer is told when the pointer moved, and not when a key moved the text to it. */
static void
test_pointer_at_rest (Fixture *fixture, gconstpointer data)
{
  GtkTextView *view = GTK_TEXT_VIEW (PART (fixture->pane, "view"));
  GtkTextIter iter;
  int y = 0;
  int height = 0;

  gtk_window_set_default_size (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (fixture->pane))), 800, 600);
  gtk_window_present (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (fixture->pane))));
  ui_test_wait (retort_source_pane_get_review (fixture->pane) != NULL && gtk_widget_get_height (GTK_WIDGET (view)) > 0);
  gtk_text_buffer_get_iter_at_line (get_buffer (fixture), &iter, 11);
  gtk_text_view_get_line_yrange (view, &iter, &y, &height);
  gtk_text_view_buffer_to_window_coords (view, GTK_TEXT_WINDOW_WIDGET, 0, y + 4, NULL, &y);

  g_assert_true (retort_source_pane_step (fixture->pane, TRUE, RETORT_SOURCE_STEP_FROM_EDGE));
  move_pointer (fixture, 200, y); /* nobody saw it before: it may have been there all the time */
  g_assert_false (is_told (fixture, y));
  move_pointer (fixture, 202, y);
  g_assert_true (is_told (fixture, y));
  g_assert_true (retort_source_pane_step (fixture->pane, TRUE, RETORT_SOURCE_STEP_FROM_EDGE));
  move_pointer (fixture, 202, y); /* GTK says so again when what is below it moved */
  g_assert_false (is_told (fixture, y));
  gtk_widget_set_margin_top (GTK_WIDGET (fixture->pane), 40); /* as when a banner appears above */
  ui_test_wait (find_top (fixture) >= 40);
  move_pointer (fixture, 202, y - 40);
  g_assert_false (is_told (fixture, y));
  move_pointer (fixture, 203, y);
  g_assert_true (is_told (fixture, y));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  ADD ("pointer-at-rest", test_pointer_at_rest);
  ADD ("fix", test_fix);
  ADD ("edit-elsewhere-shows", test_edit_elsewhere_shows);
  ADD ("edit-is-not-lost", test_edit_is_not_lost);
  ADD ("edit-of-another-revision-is-kept", test_edit_of_another_revision_is_kept);
  ADD ("save-all", test_save_all);
  ADD ("deleted-elsewhere", test_deleted_elsewhere);
  ADD ("restored-after-a-crash", test_restored_after_a_crash);
  ADD ("settings-change", test_settings_change);
  ADD ("left-over", test_left_over);
  ADD ("card-moves-with-text", test_card_moves_with_text);
  ADD ("suppress", test_suppress);
  ADD ("suppress-within-text", test_suppress_within_text);
  ADD ("made-again-after-a-crash", test_made_again_after_a_crash);
  ADD ("discarded-after-a-crash", test_discarded_after_a_crash);
  return g_test_run ();
}
