/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Properties of the layout, over random histories. */
#include "analysis/history/lanes.h"

#include "graph.h"

static RetortHistory *
random_history (guint n_revisions)
{
  g_autoptr(GString) text = g_string_new ("0");

  for (guint i = 1; i < n_revisions; i++)
    {
      int parent = g_test_rand_int_range (MAX (0, (int) i - 4), (int) i);
      int other = g_test_rand_int_range (MAX (0, (int) i - 6), (int) i);
      int kind = g_test_rand_int_range (0, 10);

      if (kind == 0)
        g_string_append_printf (text, " %u", i);
      else if (kind < 3 && other != parent)
        g_string_append_printf (text, " %u:%d,%d", i, parent, other);
      else if (kind == 3)
        g_string_append_printf (text, " %u:%d/%d", i, parent, other);
      else
        g_string_append_printf (text, " %u:%d", i, parent);
    }
  return graph_parse (text->str);
}

static const RetortLaneLine *
line_entering (const RetortLaneRow *row, guint lane)
{
  const RetortLaneLine *found = NULL;

  for (guint i = 0; i < row->lines->len; i++)
    {
      const RetortLaneLine *line = &g_array_index (row->lines, RetortLaneLine, i);

      if (line->starts_here || line->from_lane != lane)
        continue;
      g_assert_null (found); /* One line a lane. */
      found = line;
    }
  return found;
}

/* Follows a line that leaves row @index in @lane to the row where it ends. */
static guint
follow (GPtrArray *rows, guint index, guint lane)
{
  for (guint i = index + 1; i < rows->len; i++)
    {
      const RetortLaneLine *line = line_entering (g_ptr_array_index (rows, i), lane);

      g_assert_nonnull (line);
      if (line->ends_here)
        return i;
      g_assert_cmpuint (line->to_lane, ==, lane);
    }
  g_assert_not_reached ();
}

static void
check_row (const RetortHistory *history, GPtrArray *revisions, GPtrArray *rows, guint index)
{
  const RetortLaneRow *row = g_ptr_array_index (rows, index);
  const char *id = retort_revision_get_id (g_ptr_array_index (revisions, index));
  g_autoptr(GPtrArray) below = retort_history_list_normalized_down (history, id);
  guint n_started = 0;

  g_assert_cmpuint (row->lane, <, row->n_lanes);
  for (guint i = 0; i < row->lines->len; i++)
    {
      const RetortLaneLine *line = &g_array_index (row->lines, RetortLaneLine, i);
      RetortRevision *reached;

      g_assert_cmpuint (line->from_lane, <, row->n_lanes);
      g_assert_cmpuint (line->to_lane, <, row->n_lanes);
      if (!line->starts_here)
        {
          /* What passes the node does not run through it. */
          g_assert_true (line->ends_here ? line->to_lane == row->lane
                                         : line->from_lane != row->lane);
          continue;
        }
      g_assert_cmpuint (line->from_lane, ==, row->lane);
      reached = g_ptr_array_index (revisions, follow (rows, index, line->to_lane));
      g_assert_true (g_ptr_array_find (below, reached, NULL));
      n_started++;
    }
  g_assert_cmpuint (n_started, ==, below->len);
}

/* The line of the first row stays in lane 0 down to its base. */
static void
check_first_line (GPtrArray *revisions, GPtrArray *rows)
{
  const char *next = retort_revision_get_id (g_ptr_array_index (revisions, 0));

  for (guint i = 0; i < revisions->len && next != NULL; i++)
    {
      RetortRevision *revision = g_ptr_array_index (revisions, i);

      if (!g_str_equal (retort_revision_get_id (revision), next))
        continue;
      g_assert_cmpuint (((const RetortLaneRow *) g_ptr_array_index (rows, i))->lane, ==, 0);
      next = retort_revision_get_down (revision)[0];
    }
}

static void
test_every_line_arrives (void)
{
  for (int i = 0; i < 200; i++)
    {
      g_autoptr(RetortHistory) history = random_history ((guint) g_test_rand_int_range (1, 60));
      g_autoptr(GPtrArray) revisions = retort_history_list_newest_first (history);
      g_autoptr(GPtrArray) rows = retort_lanes_layout (history, revisions);

      g_assert_cmpuint (rows->len, ==, revisions->len);
      for (guint j = 0; j < rows->len; j++)
        check_row (history, revisions, rows, j);
      check_first_line (revisions, rows);
    }
}

static void
assert_lane (GPtrArray *rows, guint index, guint lane, guint colour)
{
  const RetortLaneRow *row = g_ptr_array_index (rows, index);

  g_assert_cmpuint (row->lane, ==, lane);
  g_assert_cmpuint (row->colour, ==, colour);
}

/* m is a merge of a side line: the main line keeps lane and colour, the side opens to the right. */
static void
test_fork_and_merge (void)
{
  g_autoptr(RetortHistory) history = graph_parse ("a b:a c:b s:a m:c,s h:m");
  g_autoptr(GPtrArray) revisions = retort_history_list_newest_first (history);
  g_autoptr(GPtrArray) rows = retort_lanes_layout (history, revisions);

  g_assert_cmpstr (retort_revision_get_id (g_ptr_array_index (revisions, 4)), ==, "s");
  assert_lane (rows, 0, 0, 0); /* h */
  assert_lane (rows, 1, 0, 0); /* m */
  assert_lane (rows, 2, 0, 0); /* c */
  assert_lane (rows, 3, 0, 0); /* b */
  assert_lane (rows, 4, 1, 1); /* s */
  assert_lane (rows, 5, 0, 0); /* a */
  g_assert_cmpuint (((const RetortLaneRow *) g_ptr_array_index (rows, 5))->lines->len, ==, 2);
}

/* A filtered list: lines to what is not shown are left out. */
static void
test_part_of_history (void)
{
  g_autoptr(RetortHistory) history = graph_parse ("a b:a c:b");
  g_autoptr(GPtrArray) revisions = retort_history_list_newest_first (history);
  g_autoptr(GPtrArray) rows = NULL;

  g_ptr_array_remove_index (revisions, 1);
  rows = retort_lanes_layout (history, revisions);
  for (guint i = 0; i < rows->len; i++)
    g_assert_cmpuint (((const RetortLaneRow *) g_ptr_array_index (rows, i))->lines->len, ==, 0);
}

static void
test_ten_thousand (void)
{
  g_autoptr(RetortHistory) history = random_history (10000);
  g_autoptr(GPtrArray) revisions = retort_history_list_newest_first (history);
  g_autoptr(GPtrArray) rows = retort_lanes_layout (history, revisions);

  g_assert_cmpuint (rows->len, ==, 10000);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/lanes/every-line-arrives", test_every_line_arrives);
  g_test_add_func ("/analysis/lanes/fork-and-merge", test_fork_and_merge);
  g_test_add_func ("/analysis/lanes/part-of-history", test_part_of_history);
  g_test_add_func ("/analysis/lanes/ten-thousand", test_ten_thousand);
  return g_test_run ();
}
