/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Goes down the rows with a list of lanes, each waiting for a revision below. A line keeps its lane
 * until the row of the revision that it leads to, and bends into it there; the line of the first
 * row stays in lane 0 as long as it lasts, forks and merges open to the right, and a lane that
 * ended is used again. */
#include "analysis/history/lanes.h"

#define FREE_LANE G_MAXUINT

/* What a lane waits for. */
typedef struct
{
  guint row; /* the row that its line leads to, or FREE_LANE */
  guint colour;
  gboolean is_dependency;
} Lane;

typedef struct
{
  const RetortHistory *history;
  GHashTable *row_of; /* key: revision id (borrowed from the rows), value: row + 1 */
  GArray *lanes;      /* Lane */
} Layout;

static void
row_free (gpointer data)
{
  RetortLaneRow *row = data;

  g_array_unref (row->lines);
  g_free (row);
}

/* The leftmost lane at or right of @from that is free; made when there is none. */
static guint
find_free_lane (Layout *layout, guint from)
{
  Lane lane = { FREE_LANE, 0, FALSE };

  for (guint i = from; i < layout->lanes->len; i++)
    if (g_array_index (layout->lanes, Lane, i).row == FREE_LANE)
      return i;
  while (layout->lanes->len <= from)
    g_array_append_val (layout->lanes, lane);
  if (g_array_index (layout->lanes, Lane, layout->lanes->len - 1).row != FREE_LANE)
    g_array_append_val (layout->lanes, lane);
  return layout->lanes->len - 1;
}

static gboolean
is_colour_in_use (const Layout *layout, guint colour)
{
  for (guint i = 0; i < layout->lanes->len; i++)
    {
      const Lane *lane = &g_array_index (layout->lanes, Lane, i);

      if (lane->row != FREE_LANE && lane->colour == colour)
        return TRUE;
    }
  return FALSE;
}

/* The first colour that neither a line beside nor the node itself has. */
static guint
pick_colour (const Layout *layout, guint node_colour)
{
  guint colour = 0;

  while (colour == node_colour || is_colour_in_use (layout, colour))
    colour++;
  return colour;
}

/* The lane that a revision is drawn in: the leftmost that waits for it, lines before dependencies.
 */
static gboolean
find_waiting_lane (const Layout *layout, guint row, guint *found)
{
  gboolean is_found = FALSE;

  for (guint i = layout->lanes->len; i > 0; i--)
    {
      const Lane *lane = &g_array_index (layout->lanes, Lane, i - 1);

      if (lane->row != row)
        continue;
      if (!is_found || !lane->is_dependency
          || g_array_index (layout->lanes, Lane, *found).is_dependency)
        *found = i - 1;
      is_found = TRUE;
    }
  return is_found;
}

static void
place_node (Layout *layout, guint index, RetortLaneRow *row)
{
  if (find_waiting_lane (layout, index, &row->lane))
    {
      row->colour = g_array_index (layout->lanes, Lane, row->lane).colour;
      return;
    }
  row->lane = find_free_lane (layout, 0);
  row->colour = pick_colour (layout, G_MAXUINT);
}

/* Lines from above: those that wait for this revision end here, the others pass. */
static void
add_lines_from_above (Layout *layout, guint index, RetortLaneRow *row)
{
  for (guint i = 0; i < layout->lanes->len; i++)
    {
      Lane *lane = &g_array_index (layout->lanes, Lane, i);
      RetortLaneLine line = { i, i, lane->colour, lane->is_dependency, FALSE, FALSE };

      if (lane->row == FREE_LANE)
        continue;
      if (lane->row == index)
        {
          line.to_lane = row->lane;
          line.ends_here = TRUE;
          lane->row = FREE_LANE;
        }
      g_array_append_val (row->lines, line);
    }
}

/* Another line that leads to the same revision can be joined, unless it is the node's own lane. */
static gboolean
find_lane_to_join (const Layout *layout, guint target, gboolean is_dependency, guint *found)
{
  for (guint i = 0; i < layout->lanes->len; i++)
    {
      const Lane *lane = &g_array_index (layout->lanes, Lane, i);

      if (lane->row == target && lane->is_dependency == is_dependency)
        {
          *found = i;
          return TRUE;
        }
    }
  return FALSE;
}

/* The first line goes straight on, the others of a merge bend away. */
static void
add_line_below (Layout *layout, RetortLaneRow *row, guint target, gboolean is_first,
                gboolean is_dependency)
{
  RetortLaneLine line = { row->lane, row->lane, row->colour, is_dependency, TRUE, FALSE };

  if (!is_first && find_lane_to_join (layout, target, is_dependency, &line.to_lane))
    {
      line.colour = g_array_index (layout->lanes, Lane, line.to_lane).colour;
    }
  else
    {
      Lane lane;

      if (!is_first)
        {
          line.to_lane = find_free_lane (layout, row->lane + 1);
          line.colour = pick_colour (layout, row->colour);
        }
      lane = (Lane){ target, line.colour, is_dependency };
      g_array_index (layout->lanes, Lane, line.to_lane) = lane;
    }
  g_array_append_val (row->lines, line);
}

static void
add_lines_below (Layout *layout, RetortRevision *revision, guint index, RetortLaneRow *row)
{
  const char *const *down = retort_revision_get_down (revision);
  g_autoptr(GPtrArray) below
      = retort_history_list_normalized_down (layout->history, retort_revision_get_id (revision));
  gboolean is_first = TRUE;

  for (guint i = 0; i < below->len; i++)
    {
      const char *id = retort_revision_get_id (g_ptr_array_index (below, i));
      guint target = GPOINTER_TO_UINT (g_hash_table_lookup (layout->row_of, id));

      if (target == 0 || target - 1 <= index)
        continue;
      add_line_below (layout, row, target - 1, is_first, !g_strv_contains (down, id));
      is_first = FALSE;
    }
}

static guint
count_lanes (const RetortLaneRow *row)
{
  guint last = row->lane;

  for (guint i = 0; i < row->lines->len; i++)
    {
      const RetortLaneLine *line = &g_array_index (row->lines, RetortLaneLine, i);

      last = MAX (last, MAX (line->from_lane, line->to_lane));
    }
  return last + 1;
}

static RetortLaneRow *
lay_out_row (Layout *layout, RetortRevision *revision, guint index)
{
  RetortLaneRow *row = g_new0 (RetortLaneRow, 1);

  row->lines = g_array_new (FALSE, FALSE, sizeof (RetortLaneLine));
  place_node (layout, index, row);
  add_lines_from_above (layout, index, row);
  add_lines_below (layout, revision, index, row);
  row->n_lanes = count_lanes (row);
  return row;
}

/**
 * retort_lanes_layout:
 * @history: the graph
 * @rows: (element-type RetortRevision): what is shown, newest first; may be a part of the history
 *
 * Decides where each revision and each line is drawn. A line to a revision that is not shown, or
 * that is shown above, is left out. May be called on any thread.
 *
 * Returns: (transfer full) (element-type RetortLaneRow): one for each of @rows
 */
GPtrArray *
retort_lanes_layout (const RetortHistory *history, GPtrArray *rows)
{
  g_autoptr(GHashTable) row_of = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GArray) lanes = g_array_new (FALSE, FALSE, sizeof (Lane));
  GPtrArray *laid_out = g_ptr_array_new_with_free_func (row_free);
  Layout layout = { history, row_of, lanes };

  for (guint i = 0; i < rows->len; i++)
    g_hash_table_insert (row_of, (char *) retort_revision_get_id (g_ptr_array_index (rows, i)),
                         GUINT_TO_POINTER (i + 1));
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (laid_out, lay_out_row (&layout, g_ptr_array_index (rows, i), i));
  return laid_out;
}
