/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row says its state as a word, for the eye and for a screen reader, and follows its item. */
#include "ui/history/finding-count.h"
#include "ui/history/revision-row.h"

#include "workbench/revision-item-private.h"

#include "ui-test.h"

static RetortRevisionItem *
make_item (void)
{
  RetortRevisionItem *item = retort_revision_item_new ("014");
  g_autoptr(RetortRevision) revision = retort_revision_new (&(RetortRevisionFields){ .id = "014", .title = "add usd_master" });

  retort_revision_item_set_revision (item, revision);
  retort_revision_item_set_mark (item, RETORT_REVISION_MARK_PENDING);
  return item;
}

/* The counts that are to be seen, by their style classes. */
static void
expect_counts (RetortRevisionRow *row, const char *first, const char *second)
{
  const char *expected[] = { first, second };
  guint n_seen = 0;

  for (GtkWidget *part = gtk_widget_get_first_child (GTK_WIDGET (PART (row, "facts_box"))); part != NULL; part = gtk_widget_get_next_sibling (part))
    if (RETORT_IS_FINDING_COUNT (part) && gtk_widget_get_visible (part))
      {
        g_assert_cmpuint (n_seen, <, G_N_ELEMENTS (expected));
        g_assert_true (expected[n_seen] != NULL && gtk_widget_has_css_class (part, expected[n_seen]));
        n_seen++;
      }
  g_assert_cmpuint (n_seen, ==, second != NULL ? 2 : 1);
}

static void
test_follows_item (void)
{
  g_autoptr(RetortRevisionItem) item = make_item ();
  GtkWidget *parent = g_object_ref_sink (adw_bin_new ());
  RetortRevisionRow *row = g_object_new (RETORT_TYPE_REVISION_ROW, NULL);
  GtkLabel *mark = NULL;

  adw_bin_set_child (ADW_BIN (parent), GTK_WIDGET (row));
  retort_revision_row_set_item (row, item);
  mark = GTK_LABEL (PART (row, "mark_label"));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (PART (row, "title_label"))), ==, "add usd_master");
  g_assert_cmpstr (gtk_label_get_text (mark), ==, "pending");
  ui_test_expect_label (parent, "014 add usd_master, pending");

  retort_revision_item_set_counts (item, 0, 2, 0, FALSE);
  ui_test_expect_label (parent, "014 add usd_master, pending, 2 warnings");
  expect_counts (row, "warning", NULL);
  retort_revision_item_set_counts (item, 1, 2, 0, FALSE);
  expect_counts (row, "error", "warning");
  retort_revision_item_set_counts (item, 0, 2, 0, FALSE);
  expect_counts (row, "warning", NULL);

  retort_revision_item_set_mark (item, RETORT_REVISION_MARK_CURRENT);
  g_assert_cmpstr (gtk_label_get_text (mark), ==, "current");
  ui_test_expect_label (parent, "014 add usd_master, current, 2 warnings");

  retort_revision_row_set_item (row, NULL);
  ui_test_free (parent);
  g_assert_cmpuint (G_OBJECT (item)->ref_count, ==, 1);
}

/* As in a list: the name is there at once, the rest when the page says so, each time that there is another item. */
static void
test_waits (void)
{
  g_autoptr(RetortRevisionItem) item = make_item ();
  g_autoptr(RetortRevisionItem) other = retort_revision_item_new ("015");
  GtkWidget *parent = g_object_ref_sink (adw_bin_new ());
  RetortRevisionRow *row = g_object_new (RETORT_TYPE_REVISION_ROW, "waits", TRUE, NULL);
  int height = 0;
  int shown_height = 0;

  adw_bin_set_child (ADW_BIN (parent), GTK_WIDGET (row));
  g_assert_false (retort_revision_row_show (row));
  retort_revision_row_set_item (row, item);
  ui_test_expect_label (parent, "014 add usd_master, pending");
  g_assert_null (gtk_widget_get_first_child (GTK_WIDGET (row)));

  g_assert_true (retort_revision_row_show (row));
  g_assert_false (retort_revision_row_show (row));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (PART (row, "title_label"))), ==, "add usd_master");
  gtk_widget_measure (GTK_WIDGET (row), GTK_ORIENTATION_VERTICAL, -1, NULL, &shown_height, NULL, NULL);

  retort_revision_row_set_item (row, other);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (PART (row, "box"))));
  gtk_widget_measure (GTK_WIDGET (row), GTK_ORIENTATION_VERTICAL, -1, NULL, &height, NULL, NULL);
  g_assert_cmpint (height, ==, shown_height);
  g_assert_true (retort_revision_row_show (row));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (PART (row, "title_label"))), ==, "015");
  ui_test_free (parent);
  g_assert_cmpuint (G_OBJECT (item)->ref_count, ==, 1);
  g_assert_cmpuint (G_OBJECT (other)->ref_count, ==, 1);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/revision-row/follows-item", test_follows_item);
  g_test_add_func ("/ui/revision-row/waits", test_waits);
  return g_test_run ();
}
