/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each lane is two characters wide. A line that changes its lane is drawn between two rows, as a
 * slope with underscores when it goes far:
 *
 *   *   012c      the merge
 *   |\            its second parent's lane begins
 *   * | 012b
 *   | * 012
 *   |/            both come together
 *   * 011
 */
#include "report/graph-text.h"

static void
put (GString *line, gsize at, char c)
{
  while (line->len <= at)
    g_string_append_c (line, ' ');
  line->str[at] = c;
}

static gsize
column_of (guint lane)
{
  return (gsize) lane * 2;
}

static void
put_underscores (GString *line, gsize from, gsize to)
{
  for (gsize i = from; i <= to; i++)
    if (line->len <= i || line->str[i] == ' ')
      put (line, i, '_');
}

/* From the lane @from at the top to the lane @to at the bottom of one line of text. An underscore
 * stands at the bottom, so that it leads away from the foot of the slope. */
static void
put_slope (GString *line, guint from, guint to)
{
  if (from == to)
    put (line, column_of (from), '|');
  else if (from > to)
    {
      put (line, column_of (from) - 1, '/');
      if (from - to > 1)
        put_underscores (line, column_of (to) + 1, column_of (from) - 2);
    }
  else
    {
      put (line, column_of (from) + 1, '\\');
      if (to - from > 1)
        put_underscores (line, column_of (from) + 2, column_of (to) - 1);
    }
}

/* Is the line more than straight lanes? */
static gboolean
has_slope (const GString *line)
{
  return strpbrk (line->str, "/\\") != NULL;
}

static char *
dup_trimmed (GString *line)
{
  return g_strchomp (g_strdup (line->str));
}

static void
draw_line (const RetortLaneLine *line, guint node_lane, GString *above, GString *node, GString *below)
{
  guint top = line->starts_here ? node_lane : line->from_lane;
  guint bottom = line->ends_here ? node_lane : line->to_lane;

  if (line->ends_here)
    {
      put_slope (above, top, node_lane);
      return;
    }
  if (!line->starts_here)
    {
      put_slope (above, top, top);
      put (node, column_of (top), line->is_dependency ? ':' : '|');
    }
  put_slope (below, top, bottom);
}

static RetortGraphRow *
draw_row (const RetortLaneRow *row)
{
  g_autoptr(GString) above = g_string_new (NULL);
  g_autoptr(GString) node = g_string_new (NULL);
  g_autoptr(GString) below = g_string_new (NULL);
  RetortGraphRow *drawn = g_new0 (RetortGraphRow, 1);

  for (guint i = 0; i < row->lines->len; i++)
    draw_line (&g_array_index (row->lines, RetortLaneLine, i), row->lane, above, node, below);
  put (node, column_of (row->lane), '*');

  drawn->above = has_slope (above) ? dup_trimmed (above) : NULL;
  drawn->node = g_strdup (node->str);
  drawn->below = has_slope (below) ? dup_trimmed (below) : NULL;
  return drawn;
}

static void
row_free (RetortGraphRow *self)
{
  g_free (self->above);
  g_free (self->node);
  g_free (self->below);
  g_free (self);
}

/**
 * retort_graph_text:
 * @lanes: (element-type RetortLaneRow): of retort_lanes_layout()
 *
 * Draws a history with characters. Any thread.
 *
 * Returns: (transfer full) (element-type RetortGraphRow): one drawing a row
 */
GPtrArray *
retort_graph_text (GPtrArray *lanes)
{
  GPtrArray *rows = NULL;

  g_return_val_if_fail (lanes != NULL, NULL);

  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) row_free);
  for (guint i = 0; i < lanes->len; i++)
    g_ptr_array_add (rows, draw_row (g_ptr_array_index (lanes, i)));
  return rows;
}
