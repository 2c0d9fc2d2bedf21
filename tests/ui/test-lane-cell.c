/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cell that draws lanes: as wide as its lanes, up to a limit, and it follows its item. */
#include "ui/history/lane-cell.h"

#include "workbench/revision-item-private.h"

#include "ui-test.h"

static void
set_lanes (RetortRevisionItem *item, guint n_lanes)
{
  g_autoptr(GArray) lines = g_array_new (FALSE, FALSE, sizeof (RetortLaneLine));
  RetortLaneRow row = { .lane = 0, .n_lanes = n_lanes, .lines = lines };

  for (guint i = 0; i < n_lanes; i++)
    {
      RetortLaneLine line = { .from_lane = i, .to_lane = i, .colour = i };

      g_array_append_val (lines, line);
    }
  retort_revision_item_set_lanes (item, &row);
}

static int
get_width (RetortLaneCell *cell)
{
  int minimum = 0;

  gtk_widget_measure (GTK_WIDGET (cell), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

static void
test_width (void)
{
  g_autoptr(RetortRevisionItem) item = retort_revision_item_new ("a");
  RetortLaneCell *cell = g_object_ref_sink (g_object_new (RETORT_TYPE_LANE_CELL, NULL));
  int one = get_width (cell);
  int eight = 0;

  retort_lane_cell_set_item (cell, item);
  g_assert_cmpint (get_width (cell), ==, one);
  set_lanes (item, 2);
  g_assert_cmpint (get_width (cell), >, one);
  set_lanes (item, 8);
  eight = get_width (cell);
  set_lanes (item, 40);
  g_assert_cmpint (get_width (cell), ==, eight);
  set_lanes (item, 1);
  g_assert_cmpint (get_width (cell), ==, one);
  ui_test_free (cell);
}

/* Every state is drawn, beside lines and without them. */
static void
test_draws_every_state (void)
{
  g_autoptr(RetortRevisionItem) item = retort_revision_item_new ("a");
  RetortLaneCell *cell = g_object_ref_sink (g_object_new (RETORT_TYPE_LANE_CELL, NULL));

  retort_lane_cell_set_item (cell, item);
  set_lanes (item, 3);
  gtk_widget_allocate (GTK_WIDGET (cell), get_width (cell), 47, -1, NULL);
  for (int mark = RETORT_REVISION_MARK_NONE; mark <= RETORT_REVISION_MARK_EDITED; mark++)
    {
      GtkSnapshot *snapshot = gtk_snapshot_new ();
      GskRenderNode *node = NULL;

      retort_revision_item_set_mark (item, (RetortRevisionMark) mark);
      GTK_WIDGET_GET_CLASS (cell)->snapshot (GTK_WIDGET (cell), snapshot);
      node = gtk_snapshot_free_to_node (snapshot);
      g_assert_nonnull (node);
      gsk_render_node_unref (node);
    }
  ui_test_free (cell);
}

static void
test_lets_go_of_its_item (void)
{
  g_autoptr(RetortRevisionItem) item = retort_revision_item_new ("a");
  RetortLaneCell *cell = g_object_ref_sink (g_object_new (RETORT_TYPE_LANE_CELL, NULL));

  retort_lane_cell_set_item (cell, item);
  ui_test_free (cell);
  g_assert_cmpuint (G_OBJECT (item)->ref_count, ==, 1);
  retort_revision_item_set_mark (item, RETORT_REVISION_MARK_APPLIED);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/lane-cell/width", test_width);
  g_test_add_func ("/ui/lane-cell/draws-every-state", test_draws_every_state);
  g_test_add_func ("/ui/lane-cell/lets-go-of-its-item", test_lets_go_of_its_item);
  return g_test_run ();
}
