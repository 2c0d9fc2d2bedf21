/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Expectations: `git log --graph` of the same history. */
#include "report/graph-text.h"

static void
row_free (gpointer data)
{
  RetortLaneRow *row = data;

  g_array_unref (row->lines);
  g_free (row);
}

static GPtrArray *
lanes_new (void)
{
  return g_ptr_array_new_with_free_func (row_free);
}

static RetortLaneRow *
add_row (GPtrArray *lanes, guint lane)
{
  RetortLaneRow *row = g_new0 (RetortLaneRow, 1);

  row->lane = lane;
  row->lines = g_array_new (FALSE, TRUE, sizeof (RetortLaneLine));
  g_ptr_array_add (lanes, row);
  return row;
}

static void
add_line (RetortLaneRow *row, guint from, guint to, gboolean starts_here, gboolean ends_here)
{
  RetortLaneLine line = { 0 };

  line.from_lane = from;
  line.to_lane = to;
  line.starts_here = starts_here;
  line.ends_here = ends_here;
  g_array_append_val (row->lines, line);
}

static char *
join (GPtrArray *lanes)
{
  g_autoptr(GPtrArray) rows = retort_graph_text (lanes);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      const RetortGraphRow *row = g_ptr_array_index (rows, i);

      if (row->above != NULL)
        g_string_append_printf (text, "%s\n", row->above);
      g_string_append_printf (text, "%s\n", row->node);
      if (row->below != NULL)
        g_string_append_printf (text, "%s\n", row->below);
    }
  return g_strdup (text->str);
}

static void
test_line (void)
{
  g_autoptr(GPtrArray) lanes = lanes_new ();
  RetortLaneRow *row = add_row (lanes, 0);
  g_autofree char *text = NULL;

  add_line (row, 0, 0, TRUE, FALSE);
  row = add_row (lanes, 0);
  add_line (row, 0, 0, FALSE, TRUE);
  text = join (lanes);
  g_assert_cmpstr (text, ==, "*\n*\n");
}

static void
test_branch_and_merge (void)
{
  g_autoptr(GPtrArray) lanes = lanes_new ();
  RetortLaneRow *row = add_row (lanes, 0);
  g_autofree char *text = NULL;

  /* The merge. */
  add_line (row, 0, 0, TRUE, FALSE);
  add_line (row, 0, 1, TRUE, FALSE);
  /* Its first parent, the second one's lane passes. */
  row = add_row (lanes, 0);
  add_line (row, 0, 0, FALSE, TRUE);
  add_line (row, 0, 0, TRUE, FALSE);
  add_line (row, 1, 1, FALSE, FALSE);
  row = add_row (lanes, 1);
  add_line (row, 0, 0, FALSE, FALSE);
  add_line (row, 1, 1, FALSE, TRUE);
  add_line (row, 1, 1, TRUE, FALSE);
  /* The branch point takes both. */
  row = add_row (lanes, 0);
  add_line (row, 0, 0, FALSE, TRUE);
  add_line (row, 1, 0, FALSE, TRUE);
  text = join (lanes);
  g_assert_cmpstr (text, ==, "*\n|\\\n* |\n| *\n|/\n*\n");
}


/* Over other lanes: the underscores lead away from the foot of the slope, as in git's "|_|/". */
static void
test_far (void)
{
  g_autoptr(GPtrArray) lanes = lanes_new ();
  RetortLaneRow *row = add_row (lanes, 0);
  g_autofree char *text = NULL;

  add_line (row, 0, 0, TRUE, FALSE);
  add_line (row, 1, 1, FALSE, FALSE);
  add_line (row, 0, 2, TRUE, FALSE);
  row = add_row (lanes, 0);
  add_line (row, 0, 0, FALSE, TRUE);
  add_line (row, 1, 1, FALSE, FALSE);
  add_line (row, 2, 0, FALSE, TRUE);
  text = join (lanes);
  g_assert_cmpstr (text, ==, "* |\n|\\|_\n|_|/\n* |\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/graph-text/line", test_line);
  g_test_add_func ("/report/graph-text/branch-and-merge", test_branch_and_merge);
  g_test_add_func ("/report/graph-text/far", test_far);
  return g_test_run ();
}
