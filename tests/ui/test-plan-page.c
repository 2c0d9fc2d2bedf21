/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The button that runs: what it says, and when it can be pressed. */
#include "ui/plan/plan-page.h"

#include "ui/widgets/plan-notice.h"

#include "workbench/plan-item-private.h"

#include "ui-test.h"

typedef struct
{
  RetortDirection  direction;
  gboolean         has_finding;
  const char      *obstacle;
  const char      *irreversible;
  gboolean         is_empty;
  gboolean         is_stamp;
} Plan;

static RetortBatch *
make_bookkeeping (const char *sql)
{
  g_autoptr(RetortStatement) statement =
      retort_statement_new (sql, NULL, (RetortSpan){ 0, 0 }, (RetortPosition){ 0, 0 }, (RetortPosition){ 0, 0 });

  return retort_batch_new_single (statement, RETORT_BATCH_NONE);
}

static RetortPlanStep *
make_step (const Plan *wanted)
{
  g_autoptr(RetortRevision) revision = retort_revision_new (&(RetortRevisionFields){ .id = "014", .title = "add a value" });
  g_autoptr(RetortStatement) statement =
      retort_statement_new ("ALTER TYPE t ADD VALUE 'x'", NULL, (RetortSpan){ 0, 0 }, (RetortPosition){ 18, 5 },
                            (RetortPosition){ 18, 40 });
  g_autoptr(GPtrArray) batches = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_batch_unref);
  g_autoptr(GPtrArray) bookkeeping = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_batch_unref);
  g_autoptr(GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_finding_unref);
  g_autoptr(RetortMigration) migration = NULL;
  const char *irreversible[] = { wanted->irreversible, NULL };

  g_ptr_array_add (batches, retort_batch_new_single (statement, RETORT_BATCH_NONE));
  if (wanted->has_finding)
    g_ptr_array_add (findings, retort_finding_new (&(RetortFindingFields){
      .rule = "r", .severity = RETORT_SEVERITY_WARNING, .message = "m", .why = "w", .remedy = "do this" }));
  migration = retort_migration_new (revision, wanted->direction, RETORT_MIGRATION_COMPLETE, batches, NULL);
  g_ptr_array_add (bookkeeping, make_bookkeeping ("UPDATE alembic_version SET version_num='014'"));
  return retort_plan_step_new (migration, bookkeeping, findings, NULL, irreversible);
}

static GPtrArray *
make_stamp (void)
{
  const char *from[] = { "013", NULL };
  GPtrArray *stamp = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_stamp_step_unref);
  RetortStampStep *step = retort_stamp_step_new (RETORT_STAMP_UP, from, "014");

  g_ptr_array_add (step->batches, make_bookkeeping ("UPDATE alembic_version SET version_num='014'"));
  g_ptr_array_add (stamp, step);
  return stamp;
}

static RetortPlanItem *
make_item (const Plan *wanted)
{
  const char *from[] = { "013", NULL };
  const char *to[] = { "014", NULL };
  g_autoptr(GPtrArray) steps = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_plan_step_unref);
  g_autoptr(RetortProfile) profile = retort_profile_new (&(RetortProfileFields){ .id = "p", .name = "practice" });
  g_autoptr(GPtrArray) stamp = wanted->is_stamp ? make_stamp () : NULL;
  g_autoptr(RetortPlan) plan = NULL;

  if (!wanted->is_stamp && !wanted->is_empty)
    g_ptr_array_add (steps, make_step (wanted));
  plan = retort_plan_new (&(RetortPlanFields){
    .direction = wanted->direction, .target_symbol = "head", .from = from, .to = to, .steps = steps, .stamp = stamp, .stamp_symbols = to,
    .engine_reason = "", .way_back = "retort-cli downgrade 013", .obstacle = wanted->obstacle, .state_fingerprint = "f" });
  return retort_plan_item_new (plan, profile, "/p", "alembic upgrade head");
}

static RetortPlanPage *
make_page (const Plan *wanted)
{
  RetortPlanPage *page = g_object_ref_sink (g_object_new (RETORT_TYPE_PLAN_PAGE, NULL));
  g_autoptr(RetortPlanItem) item = make_item (wanted);

  /* A button hears of its action once it is in a window. */
  gtk_window_set_child (GTK_WINDOW (gtk_window_new ()), GTK_WIDGET (page));
  retort_plan_page_set_plan (page, item, FALSE);
  g_assert_true (retort_plan_page_get_plan (page) == item);
  return page;
}

static void
free_page (RetortPlanPage *page)
{
  gtk_window_destroy (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (page))));
  ui_test_free (page);
}

static void
count_cb (RetortPlanPage *page, RetortPlanItem *plan, guint *n)
{
  g_assert_true (plan == retort_plan_page_get_plan (page));
  (*n)++;
}

static gboolean
can_run (RetortPlanPage *page)
{
  return gtk_widget_get_sensitive (GTK_WIDGET (PART (page, "run_button")));
}

static void
test_names_the_act (void)
{
  RetortPlanPage *page = make_page (&(Plan){ .direction = RETORT_DIRECTION_UPGRADE });
  RetortPlanPage *down = make_page (&(Plan){ .direction = RETORT_DIRECTION_DOWNGRADE });

  ui_test_expect_label (PART (page, "run_button"), "Upgrade practice to 014");
  ui_test_expect_label (PART (down, "run_button"), "Downgrade practice to 014");
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (PART (page, "summary_label"))), "013 → 014"));
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (PART (page, "way_back_label"))), "retort-cli downgrade 013"));
  free_page (page);
  free_page (down);
}

static void
test_runs_without_findings (void)
{
  RetortPlanPage *page = make_page (&(Plan){ 0 });
  guint n = 0;

  g_signal_connect (page, "run-requested", G_CALLBACK (count_cb), &n);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (PART (page, "read_check"))));
  g_assert_true (can_run (page));
  gtk_widget_activate_action (GTK_WIDGET (page), "plan.run", NULL);
  g_assert_cmpuint (n, ==, 1);
  free_page (page);
}

static void
test_findings_want_a_tick (void)
{
  RetortPlanPage *page = make_page (&(Plan){ .has_finding = TRUE });
  g_autoptr(RetortPlanItem) other = make_item (&(Plan){ .has_finding = TRUE });
  guint n = 0;

  g_signal_connect (page, "run-requested", G_CALLBACK (count_cb), &n);
  g_assert_false (can_run (page));
  gtk_widget_activate_action (GTK_WIDGET (page), "plan.run", NULL);
  g_assert_cmpuint (n, ==, 0);

  gtk_check_button_set_active (GTK_CHECK_BUTTON (PART (page, "read_check")), TRUE);
  g_assert_true (can_run (page));
  gtk_widget_activate_action (GTK_WIDGET (page), "plan.run", NULL);
  g_assert_cmpuint (n, ==, 1);

  /* The tick was for the plan that was read. */
  retort_plan_page_set_plan (page, other, FALSE);
  g_assert_false (can_run (page));
  free_page (page);
}

/* Upgrades can be rehearsed, also those that the built-in engine will not run. */
static void
test_rehearse (void)
{
  RetortPlanPage *page = make_page (&(Plan){ .direction = RETORT_DIRECTION_UPGRADE, .obstacle = "it asks the database" });
  RetortPlanPage *down = make_page (&(Plan){ .direction = RETORT_DIRECTION_DOWNGRADE });
  guint n = 0;

  g_signal_connect (page, "rehearsal-requested", G_CALLBACK (count_cb), &n);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (PART (page, "rehearse_button"))));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (PART (down, "rehearse_button"))));
  gtk_widget_activate_action (GTK_WIDGET (page), "plan.rehearse", NULL);
  g_assert_cmpuint (n, ==, 1);
  free_page (page);
  free_page (down);
}

/* The first row says it. */
static void
expect_notice (RetortPlanPage *page, RetortPlanNoticeKind kind, const char *text)
{
  GListModel *rows = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (PART (page, "list_view"))));
  g_autoptr(GtkTreeListRow) row = g_list_model_get_item (rows, 0);
  g_autoptr(GObject) item = gtk_tree_list_row_get_item (row);

  g_assert_true (RETORT_IS_PLAN_NOTICE (item));
  g_assert_cmpint (retort_plan_notice_get_kind (RETORT_PLAN_NOTICE (item)), ==, kind);
  g_assert_cmpstr (retort_plan_notice_get_text (RETORT_PLAN_NOTICE (item)), ==, text);
}

static void
test_irreversible_wants_a_tick (void)
{
  RetortPlanPage *page = make_page (&(Plan){ .irreversible = "the column units and what it holds" });

  expect_notice (page, RETORT_PLAN_NOTICE_IRREVERSIBLE, "014: the column units and what it holds");
  g_assert_false (can_run (page));
  free_page (page);
}

static void
test_obstacle (void)
{
  RetortPlanPage *page = make_page (&(Plan){ .obstacle = "014 is not understood at line 18" });

  expect_notice (page, RETORT_PLAN_NOTICE_OBSTACLE, "014 is not understood at line 18");
  g_assert_false (can_run (page));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (PART (page, "read_check")), TRUE);
  g_assert_false (can_run (page));
  g_assert_nonnull (gtk_widget_get_tooltip_text (GTK_WIDGET (PART (page, "run_button"))));
  free_page (page);
}

/* What the page shows, unfolded, is what is sent. */
static void
test_counts (void)
{
  RetortPlanPage *page = make_page (&(Plan){ .has_finding = TRUE });
  GtkListView *list = GTK_LIST_VIEW (PART (page, "list_view"));

  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (PART (page, "summary_label"))), "2 statements"));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (list))), ==, 1 + 1 + 2);
  free_page (page);
}

static void
test_downgrade (void)
{
  RetortPlanPage *page = make_page (&(Plan){ .direction = RETORT_DIRECTION_DOWNGRADE, .irreversible = "data" });
  GtkWidget *button = GTK_WIDGET (PART (page, "run_button"));

  ui_test_expect_label (button, "Downgrade practice to 014");
  g_assert_true (gtk_widget_has_css_class (button, "destructive-action"));
  g_assert_cmpstr (gtk_check_button_get_label (GTK_CHECK_BUTTON (PART (page, "read_check"))), ==,
                   "I know what cannot be undone");
  free_page (page);
}

static void
test_up_to_date (void)
{
  RetortPlanPage *page = make_page (&(Plan){ .is_empty = TRUE });
  g_autoptr(RetortPlanItem) other = make_item (&(Plan){ 0 });
  GtkStack *stack = GTK_STACK (PART (page, "stack"));

  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "nothing");
  g_assert_cmpstr (adw_status_page_get_description (ADW_STATUS_PAGE (PART (page, "nothing_page"))), ==,
                   "“practice” is at 013: nothing is left to do.");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (PART (page, "header"))));
  g_assert_false (can_run (page));

  retort_plan_page_set_plan (page, other, FALSE);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "steps");
  g_assert_true (can_run (page));
  free_page (page);
}

static void
test_stamp (void)
{
  RetortPlanPage *page = make_page (&(Plan){ .is_stamp = TRUE });
  GListModel *rows = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (PART (page, "list_view"))));

  ui_test_expect_label (PART (page, "run_button"), "Stamp practice with 014");
  expect_notice (page, RETORT_PLAN_NOTICE_STAMP,
                 "Only the record of what is applied changes; every table stays as it is.\nBefore: 013\nAfter: 014");
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, 2);
  g_assert_false (can_run (page));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (PART (page, "read_check")), TRUE);
  g_assert_true (can_run (page));
  free_page (page);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/plan-page/names-the-act", test_names_the_act);
  g_test_add_func ("/ui/plan-page/runs-without-findings", test_runs_without_findings);
  g_test_add_func ("/ui/plan-page/rehearse", test_rehearse);
  g_test_add_func ("/ui/plan-page/findings-want-a-tick", test_findings_want_a_tick);
  g_test_add_func ("/ui/plan-page/irreversible-wants-a-tick", test_irreversible_wants_a_tick);
  g_test_add_func ("/ui/plan-page/obstacle", test_obstacle);
  g_test_add_func ("/ui/plan-page/counts", test_counts);
  g_test_add_func ("/ui/plan-page/downgrade", test_downgrade);
  g_test_add_func ("/ui/plan-page/up-to-date", test_up_to_date);
  g_test_add_func ("/ui/plan-page/stamp", test_stamp);
  return g_test_run ();
}
