/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements and what is not known between them, for both directions, linked to their lines. */
#include "ui/revision/sql-pane.h"

#include "workbench/review-private.h"

#include "ui-test.h"

#define TEXT "one\ntwo\nthree\nfour\nfive\n"

static RetortBatch *
make_batch_with (const char *sql, guint line, RetortBatchFlags flags)
{
  g_autoptr(RetortStatement) statement =
    retort_statement_new (sql, "m.py", (RetortSpan){ 0, 1 }, (RetortPosition){ line, 1 }, (RetortPosition){ line, 3 });

  return retort_batch_new_single (statement, flags);
}

static RetortBatch *
make_batch (const char *sql, guint line)
{
  return make_batch_with (sql, line, RETORT_BATCH_NONE);
}

/* Two statements with a gap between them. */
static RetortMigration *
make_partial (RetortRevision *revision)
{
  g_autoptr(GPtrArray) batches = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_batch_unref);
  g_autoptr(GPtrArray) gaps = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_gap_free);

  g_ptr_array_add (batches, make_batch ("CREATE TABLE a ()", 1));
  g_ptr_array_add (batches, make_batch ("CREATE TABLE b ()", 4));
  g_ptr_array_add (gaps, retort_gap_new ("'f()' is not evaluated", (RetortSpan){ 4, 7 }, (RetortPosition){ 2, 1 }, 1));
  return retort_migration_new (revision, RETORT_DIRECTION_UPGRADE, RETORT_MIGRATION_PARTIAL, batches, gaps);
}

static RetortReview *
make_review (RetortMigration *upgrade, RetortMigration *downgrade)
{
  g_autoptr(RetortSource) source = retort_source_new ("m.py", TEXT, -1);
  RetortReviewFields fields = { .source = source, .upgrade = upgrade, .downgrade = downgrade };

  return retort_review_new (&fields);
}

static RetortSqlPane *
make_pane (RetortReview *review)
{
  RetortSqlPane *pane = g_object_ref_sink (g_object_new (RETORT_TYPE_SQL_PANE, NULL));

  gtk_window_set_child (GTK_WINDOW (gtk_window_new ()), GTK_WIDGET (pane));
  retort_sql_pane_set_review (pane, review);
  return pane;
}

static void
free_pane (RetortSqlPane *pane)
{
  gtk_window_destroy (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (pane))));
  ui_test_free (pane);
}

static GtkSingleSelection *
get_selection (RetortSqlPane *pane)
{
  return GTK_SINGLE_SELECTION (gtk_list_view_get_model (GTK_LIST_VIEW (PART (pane, "list_view"))));
}

static const char *
get_face (RetortSqlPane *pane)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (PART (pane, "stack")));
}

/* The line of the caret in the left column, which follows what is selected at the right. */
static int
get_source_line (RetortSqlPane *pane)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (PART (pane, "source_view")));
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_insert (buffer));
  return gtk_text_iter_get_line (&iter) + 1;
}

static void
test_gaps_between_statements (void)
{
  g_autoptr(RetortRevision) revision = retort_revision_new (&(RetortRevisionFields){ .id = "1" });
  g_autoptr(RetortMigration) upgrade = make_partial (revision);
  g_autoptr(RetortReview) review = make_review (upgrade, NULL);
  RetortSqlPane *pane = make_pane (review);
  GListModel *rows = G_LIST_MODEL (get_selection (pane));
  g_autoptr(RetortStatementItem) gap = NULL;

  g_assert_cmpstr (get_face (pane), ==, "statements");
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, 3);
  gap = g_list_model_get_item (rows, 1);
  g_assert_null (retort_statement_item_get_statement (gap));
  g_assert_cmpstr (retort_statement_item_get_gap (gap), ==, "Not known: 'f()' is not evaluated");
  gtk_single_selection_set_selected (get_selection (pane), 1);
  g_assert_cmpint (get_source_line (pane), ==, 2);
  gtk_single_selection_set_selected (get_selection (pane), 2);
  g_assert_cmpint (get_source_line (pane), ==, 4);
  free_pane (pane);
}

static void
test_directions (void)
{
  g_autoptr(RetortRevision) revision = retort_revision_new (&(RetortRevisionFields){ .id = "1" });
  g_autoptr(RetortMigration) upgrade = make_partial (revision);
  g_autoptr(RetortMigration) downgrade =
    retort_migration_new (revision, RETORT_DIRECTION_DOWNGRADE, RETORT_MIGRATION_COMPLETE, NULL, NULL);
  g_autoptr(RetortReview) review = make_review (upgrade, downgrade);
  RetortSqlPane *pane = make_pane (review);

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (PART (pane, "down_toggle")), TRUE);
  g_assert_cmpstr (get_face (pane), ==, "empty");
  g_assert_cmpstr (adw_status_page_get_title (ADW_STATUS_PAGE (PART (pane, "empty_page"))), ==, "The Downgrade Sends No SQL");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (PART (pane, "up_toggle")), TRUE);
  g_assert_cmpstr (get_face (pane), ==, "statements");
  free_pane (pane);
}

/* Nothing is known of a text that cannot be read: that is not the same as nothing being sent. */
static void
test_unreadable (void)
{
  g_autoptr(RetortReview) review = make_review (NULL, NULL);
  RetortSqlPane *pane = make_pane (review);

  g_assert_cmpstr (get_face (pane), ==, "empty");
  g_assert_cmpstr (adw_status_page_get_title (ADW_STATUS_PAGE (PART (pane, "empty_page"))), ==, "The SQL Is Not Known");
  free_pane (pane);
}

/* A statement, a question to the database in line 2, and a statement that follows from the answer. */
static RetortMigration *
make_live (RetortRevision *revision)
{
  g_autoptr(GPtrArray) batches = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_batch_unref);
  g_autoptr(GPtrArray) questions = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_gap_free);

  g_ptr_array_add (batches, make_batch ("CREATE TABLE a ()", 1));
  g_ptr_array_add (batches, make_batch_with ("CREATE TABLE b ()", 4, RETORT_BATCH_DECIDED_WHILE_RUNNING));
  g_ptr_array_add (questions, retort_gap_new ("it depends on what the inspector says", (RetortSpan){ 4, 7 }, (RetortPosition){ 2, 1 }, 1));
  return retort_migration_new_with_imports (revision, RETORT_DIRECTION_UPGRADE, RETORT_MIGRATION_LIVE, batches, NULL, questions, NULL);
}

/* A value that is drawn in line 1, and a statement that may hold it. */
static RetortMigration *
make_drawn (RetortRevision *revision)
{
  g_autoptr(GPtrArray) batches = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_batch_unref);
  g_autoptr(GPtrArray) gaps = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_gap_free);
  RetortGap *gap = retort_gap_new ("uuid4() is drawn each time it runs", (RetortSpan){ 0, 3 }, (RetortPosition){ 1, 1 }, 0);

  gap->varies = TRUE;
  g_ptr_array_add (batches, make_batch_with ("INSERT INTO a VALUES ('1')", 4, RETORT_BATCH_VARIES));
  g_ptr_array_add (gaps, gap);
  return retort_migration_new (revision, RETORT_DIRECTION_DOWNGRADE, RETORT_MIGRATION_VARIES, batches, gaps);
}

static void
check_row (GListModel *rows, guint index, RetortStatementKind kind, const char *place, const char *mark, const char *note)
{
  g_autoptr(RetortStatementItem) item = g_list_model_get_item (rows, index);

  g_assert_cmpint (retort_statement_item_get_kind (item), ==, kind);
  g_assert_cmpstr (retort_statement_item_get_gap (item), ==, place);
  g_assert_cmpstr (retort_statement_item_get_mark (item), ==, mark);
  g_assert_cmpstr (retort_statement_item_get_mark_note (item), ==, note);
}

/* What is not certain before it runs says so in words, with the line that makes it so. */
static void
test_marks (void)
{
  g_autoptr(RetortRevision) revision = retort_revision_new (&(RetortRevisionFields){ .id = "1" });
  g_autoptr(RetortMigration) upgrade = make_live (revision);
  g_autoptr(RetortMigration) downgrade = make_drawn (revision);
  g_autoptr(RetortReview) review = make_review (upgrade, downgrade);
  RetortSqlPane *pane = make_pane (review);
  GListModel *rows = G_LIST_MODEL (get_selection (pane));

  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, 3);
  g_assert_cmpuint (retort_statement_items_count (rows), ==, 2);
  check_row (rows, 0, RETORT_STATEMENT_KIND_SENT, NULL, NULL, NULL);
  check_row (rows, 1, RETORT_STATEMENT_KIND_ASKED, "Decided while running: it depends on what the inspector says", NULL, NULL);
  check_row (rows, 2, RETORT_STATEMENT_KIND_SENT, NULL, "decided while running",
             "Decided while running: it depends on what the inspector says (line 2). It may be sent otherwise than it stands here, "
             "several times, or not at all.");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (PART (pane, "down_toggle")), TRUE);
  check_row (rows, 0, RETORT_STATEMENT_KIND_DRAWN, "Not the same each time: uuid4() is drawn each time it runs", NULL, NULL);
  check_row (rows, 1, RETORT_STATEMENT_KIND_SENT, NULL, "values may differ",
             "Not the same each time: uuid4() is drawn each time it runs (line 1). Where this statement holds it, what stands here is an example.");
  free_pane (pane);
}

/* The other way: the caret that comes into a line selects the statement that comes from it, and stays where it is. */
static void
test_caret_selects (void)
{
  g_autoptr(RetortRevision) revision = retort_revision_new (&(RetortRevisionFields){ .id = "1" });
  g_autoptr(RetortMigration) upgrade = make_partial (revision);
  g_autoptr(RetortReview) review = make_review (upgrade, NULL);
  RetortSqlPane *pane = make_pane (review);
  GtkWidget *view = GTK_WIDGET (PART (pane, "source_view"));
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  GtkTextIter iter;

  gtk_window_present (GTK_WINDOW (gtk_widget_get_root (view)));
  gtk_widget_grab_focus (view);
  ui_test_wait (gtk_widget_has_focus (view));
  gtk_text_buffer_get_iter_at_line_offset (buffer, &iter, 3, 2);
  gtk_text_buffer_place_cursor (buffer, &iter);
  g_assert_cmpuint (gtk_single_selection_get_selected (get_selection (pane)), ==, 2);
  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_insert (buffer));
  g_assert_cmpint (gtk_text_iter_get_line_offset (&iter), ==, 2);
  free_pane (pane);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/sql-pane/gaps-between-statements", test_gaps_between_statements);
  g_test_add_func ("/ui/sql-pane/directions", test_directions);
  g_test_add_func ("/ui/sql-pane/unreadable", test_unreadable);
  g_test_add_func ("/ui/sql-pane/marks", test_marks);
  g_test_add_func ("/ui/sql-pane/caret-selects", test_caret_selects);
  return g_test_run ();
}
