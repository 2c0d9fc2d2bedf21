/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The runs of a session: none, one that goes on and waits, one that was cancelled, one that failed. */
#include "ui/runs/runs-page.h"

#include "workbench/plan-item-private.h"
#include "workbench/run-item-private.h"
#include "workbench/workbench-private.h"

#include "ui-test.h"

#define WAITING "waiting for process 4711 (alice, psql): idle in transaction for "

typedef struct
{
  RetortWorkbench *workbench;
  GtkWindow       *window;
  RetortRunsPage  *page;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->workbench = retort_workbench_new ();
  fixture->page = g_object_ref_sink (g_object_new (RETORT_TYPE_RUNS_PAGE, NULL));
  fixture->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->page));
  retort_runs_page_set_workbench (fixture->page, fixture->workbench);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  ui_test_free (fixture->page);
  retort_workbench_close (fixture->workbench);
  g_object_unref (fixture->workbench);
}

static RetortRunItem *
add_run (Fixture *fixture)
{
  const char *from[] = { "013", NULL };
  const char *to[] = { "015", NULL };
  g_autoptr(GPtrArray) steps = g_ptr_array_new ();
  g_autoptr(RetortProfile) profile = retort_profile_new (&(RetortProfileFields){ .id = "p", .name = "practice" });
  g_autoptr(RetortPlan) plan = retort_plan_new (&(RetortPlanFields){
    .target_symbol = "head", .from = from, .to = to, .steps = steps, .engine_reason = "", .state_fingerprint = "f" });
  g_autoptr(RetortPlanItem) item = retort_plan_item_new (plan, profile, "/p", "alembic upgrade head");
  RetortRunItem *run = retort_run_item_new (item);

  g_list_store_insert (fixture->workbench->runs, 0, run);
  g_object_unref (run);
  return run;
}

static void
tell_waiting (RetortRunItem *run, const char *text)
{
  g_autoptr(RetortRunEvent) event = retort_run_event_new (&(RetortRunEventFields){
    .kind = RETORT_RUN_EVENT_WAITING, .text = text, .n_rows = -1 });

  retort_run_item_take_event (run, event);
}

static void
end (RetortRunItem *run, const RetortRunReportFields *wanted)
{
  const char *rows[] = { "013", NULL };
  g_autoptr(GPtrArray) statements = g_ptr_array_new ();
  g_autoptr(RetortRunReport) report = NULL;
  RetortRunReportFields fields = *wanted;

  fields.rows_before = rows;
  fields.rows_after = rows;
  fields.statements = statements;
  report = retort_run_report_new (&fields);
  retort_run_item_end (run, report, NULL);
}

static gpointer
get_part (Fixture *fixture, const char *id)
{
  return PART (PART (fixture->page, "details"), id);
}

static char *
dup_log (Fixture *fixture)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (get_part (fixture, "log_view")));
  GtkTextIter start;
  GtkTextIter stop;

  gtk_text_buffer_get_bounds (buffer, &start, &stop);
  return gtk_text_buffer_get_text (buffer, &start, &stop, FALSE);
}

static guint
count_lines (const char *text, const char *part)
{
  g_auto(GStrv) pieces = g_strsplit (text, part, -1);

  return g_strv_length (pieces) - 1;
}

static void
test_none (Fixture *fixture, gconstpointer data)
{
  GtkStack *stack = GTK_STACK (PART (fixture->page, "stack"));

  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "empty");
  add_run (fixture);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "runs");
}

/* The status says for how long, the log says once for whom. */
static void
test_waits (Fixture *fixture, gconstpointer data)
{
  RetortRunItem *run = add_run (fixture);
  g_autofree char *log = NULL;

  retort_runs_page_show_newest (fixture->page);
  g_assert_cmpstr (gtk_label_get_text (get_part (fixture, "title_label")), ==, "Upgrading practice to 015");
  tell_waiting (run, WAITING "1 s");
  tell_waiting (run, WAITING "2 s");
  tell_waiting (run, "waiting for process 4712 (bob, psql): active for 1 s");
  tell_waiting (run, WAITING "3 s");
  g_assert_cmpstr (gtk_label_get_text (get_part (fixture, "summary_label")), ==,
                   "Waiting for process 4711 (alice, psql): idle in transaction for 3 s");
  log = dup_log (fixture);
  g_assert_cmpuint (count_lines (log, "process 4711"), ==, 2);
  g_assert_cmpuint (count_lines (log, "process 4712"), ==, 1);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  RetortRunItem *run = add_run (fixture);

  retort_runs_page_show_newest (fixture->page);
  end (run, &(RetortRunReportFields){ .outcome = RETORT_OUTCOME_NOT_APPLIED, .was_cancelled = TRUE,
                                      .summary = "cancelled at 015; nothing was applied, the database is at 013" });
  g_assert_true (gtk_widget_has_css_class (get_part (fixture, "outcome_image"), "warning"));
  g_assert_cmpstr (gtk_image_get_icon_name (get_part (fixture, "outcome_image")), ==, "process-stop-symbolic");
  g_assert_cmpstr (gtk_label_get_text (get_part (fixture, "summary_label")), ==,
                   "Cancelled at 015; nothing was applied, the database is at 013");
  g_assert_false (gtk_widget_get_visible (get_part (fixture, "error_group")));
  g_assert_cmpstr (gtk_label_get_text (get_part (fixture, "title_label")), ==, "Upgrade of practice to 015");
}

/* PostgreSQL's message first, its code folded below. */
static void
test_failed (Fixture *fixture, gconstpointer data)
{
  RetortServerError error = { .sqlstate = (char *) "23502", .message = (char *) "column \"a\" contains null values" };
  RetortRunItem *run = add_run (fixture);

  retort_runs_page_show_newest (fixture->page);
  end (run, &(RetortRunReportFields){ .outcome = RETORT_OUTCOME_NOT_APPLIED, .error = &error, .failed_revision = "015",
                                      .summary = "stopped", .next_step = "mend the cause and run it again" });
  g_assert_true (gtk_widget_has_css_class (get_part (fixture, "outcome_image"), "error"));
  g_assert_cmpstr (adw_preferences_row_get_title (get_part (fixture, "error_row")), ==, error.message);
  g_assert_nonnull (strstr (gtk_label_get_text (get_part (fixture, "error_label")), "SQLSTATE: 23502"));
  g_assert_cmpstr (gtk_label_get_text (get_part (fixture, "next_label")), ==, "Mend the cause and run it again");
  g_assert_false (gtk_widget_get_visible (get_part (fixture, "show_button")));
}

/* A statement that a line wrote can be gone to. */
static void
test_failed_statement (Fixture *fixture, gconstpointer data)
{
  RetortServerError error = { .message = (char *) "no such table" };
  RetortRunItem *run = add_run (fixture);
  g_autoptr(RetortStatement) statement =
    retort_statement_new ("DROP TABLE t", NULL, (RetortSpan){ 4, 7 }, (RetortPosition){ 2, 1 }, (RetortPosition){ 2, 4 });

  retort_runs_page_show_newest (fixture->page);
  end (run, &(RetortRunReportFields){ .outcome = RETORT_OUTCOME_NOT_APPLIED, .error = &error, .failed_revision = "015",
                                      .failed_statement = statement, .summary = "stopped" });
  g_assert_true (gtk_widget_get_visible (get_part (fixture, "show_button")));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add ("/ui/runs-page/none", Fixture, NULL, set_up, test_none, tear_down);
  g_test_add ("/ui/runs-page/waits", Fixture, NULL, set_up, test_waits, tear_down);
  g_test_add ("/ui/runs-page/cancelled", Fixture, NULL, set_up, test_cancelled, tear_down);
  g_test_add ("/ui/runs-page/failed", Fixture, NULL, set_up, test_failed, tear_down);
  g_test_add ("/ui/runs-page/failed-statement", Fixture, NULL, set_up, test_failed_statement, tear_down);
  return g_test_run ();
}
