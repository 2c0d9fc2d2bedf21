/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a revision makes of the schema, for both directions; nothing made and nothing known are not the same. */
#include "ui/revision/changes-pane.h"

#include "analysis/schema/apply.h"
#include "workbench/review-private.h"

#include "ui-test.h"

static GPtrArray *
make_changes (const char *sql)
{
  g_autoptr(RetortSchema) before = retort_schema_new_initial ();
  g_autoptr(RetortSchema) after = retort_schema_apply_sql (before, sql, NULL);

  return retort_schema_changes (before, after);
}

static RetortChangesPane *
make_pane (GPtrArray *upgrade_changes, GPtrArray *downgrade_changes)
{
  g_autoptr(RetortRevision) revision = retort_revision_new (&(RetortRevisionFields){ .id = "1" });
  g_autoptr(RetortMigration) upgrade =
    retort_migration_new (revision, RETORT_DIRECTION_UPGRADE, RETORT_MIGRATION_COMPLETE, NULL, NULL);
  g_autoptr(RetortMigration) downgrade =
    retort_migration_new (revision, RETORT_DIRECTION_DOWNGRADE, RETORT_MIGRATION_COMPLETE, NULL, NULL);
  g_autoptr(RetortSource) source = retort_source_new ("m.py", "one\n", -1);
  RetortReviewFields fields = {
    .source = source,
    .upgrade = upgrade,
    .downgrade = downgrade,
    .upgrade_changes = upgrade_changes,
    .downgrade_changes = downgrade_changes,
  };
  g_autoptr(RetortReview) review = retort_review_new (&fields);
  RetortChangesPane *pane = g_object_ref_sink (g_object_new (RETORT_TYPE_CHANGES_PANE, NULL));

  gtk_window_set_child (GTK_WINDOW (gtk_window_new ()), GTK_WIDGET (pane));
  retort_changes_pane_set_review (pane, review);
  return pane;
}

static void
free_pane (RetortChangesPane *pane)
{
  gtk_window_destroy (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (pane))));
  ui_test_free (pane);
}

static const char *
get_face (RetortChangesPane *pane)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (PART (pane, "stack")));
}

static void
assert_empty (RetortChangesPane *pane, const char *title)
{
  g_assert_cmpstr (get_face (pane), ==, "empty");
  g_assert_cmpstr (adw_status_page_get_title (ADW_STATUS_PAGE (PART (pane, "empty_page"))), ==, title);
}

static void
test_directions (void)
{
  g_autoptr(GPtrArray) upgrade_changes = make_changes ("CREATE TABLE t (id integer NOT NULL)");
  g_autoptr(GPtrArray) downgrade_changes = make_changes ("SELECT 1");
  RetortChangesPane *pane = make_pane (upgrade_changes, downgrade_changes);
  GListModel *rows = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (PART (pane, "list_view"))));
  g_autoptr(RetortChangeItem) item = g_list_model_get_item (rows, 0);
  g_autofree char *text = retort_change_item_dup_text (item);

  g_assert_cmpstr (get_face (pane), ==, "changes");
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, 1);
  g_assert_cmpstr (text, ==, "table t");
  g_assert_cmpstr (retort_change_item_get_sign (item), ==, "+");
  g_assert_cmpuint (retort_change_item_get_n_lines (item), ==, 1);
  g_assert_cmpstr (retort_change_item_get_line (item, 0), ==, "column id integer not null");
  g_clear_object (&item);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (PART (pane, "down_toggle")), TRUE);
  assert_empty (pane, "The Schema Stays as It Is");
  free_pane (pane);
}

static void
test_unknown (void)
{
  RetortChangesPane *pane = make_pane (NULL, NULL);

  assert_empty (pane, "The Changes Are Not Known");
  free_pane (pane);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/changes-pane/directions", test_directions);
  g_test_add_func ("/ui/changes-pane/unknown", test_unknown);
  return g_test_run ();
}
