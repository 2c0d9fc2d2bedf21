/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws what retort_lanes_layout() laid out. Rows touch each other, so a line that leaves one row at
 * the bottom enters the next at the top. The node's shape says the state, its colour the branch. */
#include "config.h"

#include "ui/history/lane-cell.h"

#include <adwaita.h>
#include <math.h>

#define LANE_WIDTH 16
#define MARGIN 18          /* left of the first lane's middle */
#define GAP 12             /* right of the last lane's middle */
#define MAX_LANES 8        /* wider histories are cut off at the right */
#define LINE_WIDTH 2.0
#define NODE_RADIUS 5.0

struct _RetortLaneCell
{
  GtkWidget parent_instance;

  RetortRevisionItem *item; /* nullable */
};

enum
{
  PROP_0,
  PROP_ITEM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* Okabe and Ito's colours, told apart by colour-blind people, in GNOME's shades: for light, for dark. */
static const char *const palette[][2] = {
  { "#1c71d8", "#62a0ea" },
  { "#e66100", "#ffa348" },
  { "#26a269", "#57e389" },
  { "#9141ac", "#dc8add" },
  { "#c64600", "#f8e45c" },
  { "#0e8a8a", "#5bc8c8" },
};

G_DEFINE_FINAL_TYPE (RetortLaneCell, retort_lane_cell, GTK_TYPE_WIDGET)

static GdkRGBA
get_lane_colour (guint colour)
{
  gboolean is_dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  GdkRGBA rgba = { 0 };

  gdk_rgba_parse (&rgba, palette[colour % G_N_ELEMENTS (palette)][is_dark]);
  return rgba;
}

static double
get_lane_x (guint lane)
{
  return MARGIN + MIN (lane, MAX_LANES - 1) * LANE_WIDTH;
}

static void
draw_line (cairo_t *cr, const RetortLane *line, double height)
{
  double from_x = get_lane_x (line->from_lane);
  double to_x = get_lane_x (line->to_lane);
  double top = line->starts_here ? height / 2 : 0;
  double bottom = line->ends_here ? height / 2 : height;
  double bend = (bottom - top) / 2;
  GdkRGBA colour = get_lane_colour (line->colour);
  static const double dashes[] = { 3, 3 };

  gdk_cairo_set_source_rgba (cr, &colour);
  cairo_set_dash (cr, dashes, line->is_dependency ? G_N_ELEMENTS (dashes) : 0, 0);
  cairo_move_to (cr, from_x, top);
  if (line->from_lane == line->to_lane)
    cairo_line_to (cr, to_x, bottom);
  else
    cairo_curve_to (cr, from_x, top + bend, to_x, bottom - bend, to_x, bottom);
  cairo_stroke (cr);
}

/* A shape for the path of the node: a square for a merge, a diamond for a planned one, else a circle. */
static void
trace_node (cairo_t *cr, RetortRevisionItem *item, double x, double y, double radius)
{
  if (retort_revision_item_get_mark (item) == RETORT_REVISION_MARK_PLANNED)
    {
      cairo_move_to (cr, x, y - radius - 1);
      cairo_line_to (cr, x + radius + 1, y);
      cairo_line_to (cr, x, y + radius + 1);
      cairo_line_to (cr, x - radius - 1, y);
      cairo_close_path (cr);
    }
  else if (retort_revision_item_is_merge (item))
    cairo_rectangle (cr, x - radius, y - radius, 2 * radius, 2 * radius);
  else
    cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
}

static void
draw_tick (cairo_t *cr, double x, double y)
{
  cairo_set_line_width (cr, 1.5);
  cairo_move_to (cr, x - 2.5, y);
  cairo_line_to (cr, x - 0.7, y + 2);
  cairo_line_to (cr, x + 2.6, y - 2);
  cairo_stroke (cr);
}

/* Keeps lines out of the node, so that what is hollow shows the row's own background. */
static void
draw_lines (cairo_t *cr, RetortRevisionItem *item, double width, double height)
{
  guint n_lines = 0;
  const RetortLane *lines = retort_revision_item_get_lines (item, &n_lines);
  gboolean is_current = retort_revision_item_get_mark (item) == RETORT_REVISION_MARK_CURRENT;

  cairo_save (cr);
  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_new_sub_path (cr);
  trace_node (cr, item, get_lane_x (retort_revision_item_get_lane (item)), height / 2,
              NODE_RADIUS + (is_current ? 2 : 0.5));
  cairo_clip (cr);
  cairo_set_line_width (cr, LINE_WIDTH);
  for (guint i = 0; i < n_lines; i++)
    draw_line (cr, &lines[i], height);
  cairo_restore (cr);
}

/* Hollow: pending or not known. Filled with a tick: applied. Filled with a ring around it: current.
 * @background is the colour of the tick. */
static void
draw_node (cairo_t *cr, RetortRevisionItem *item, double height, const GdkRGBA *background)
{
  double x = get_lane_x (retort_revision_item_get_lane (item));
  double y = height / 2;
  GdkRGBA colour = get_lane_colour (retort_revision_item_get_lane_colour (item));
  RetortRevisionMark mark = retort_revision_item_get_mark (item);
  gboolean is_filled = mark == RETORT_REVISION_MARK_APPLIED || mark == RETORT_REVISION_MARK_CURRENT
                       || mark == RETORT_REVISION_MARK_EDITED;

  cairo_set_dash (cr, NULL, 0, 0);
  cairo_set_line_width (cr, LINE_WIDTH);
  gdk_cairo_set_source_rgba (cr, &colour);
  if (mark == RETORT_REVISION_MARK_CURRENT)
    {
      trace_node (cr, item, x, y, NODE_RADIUS + 2);
      cairo_stroke (cr);
      trace_node (cr, item, x, y, NODE_RADIUS - 0.5);
      cairo_fill (cr);
      return;
    }
  trace_node (cr, item, x, y, is_filled ? NODE_RADIUS + 1 : NODE_RADIUS);
  if (!is_filled)
    {
      if (mark == RETORT_REVISION_MARK_UNKNOWN || mark == RETORT_REVISION_MARK_SKIPPED)
        cairo_set_dash (cr, (const double[]) { 2, 2 }, 2, 0);
      cairo_stroke (cr);
      return;
    }
  cairo_fill (cr);
  gdk_cairo_set_source_rgba (cr, background);
  draw_tick (cr, x, y);
}

/* Rows that a filter leaves do not touch those that they are linked with: lines would lead elsewhere. */
static gboolean
is_filtered (RetortLaneCell *self)
{
  GtkWidget *list = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_LIST_VIEW);

  return list != NULL && gtk_widget_has_css_class (list, RETORT_LANE_CELL_FILTERED);
}

static void
retort_lane_cell_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  RetortLaneCell *self = RETORT_LANE_CELL (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  GdkRGBA background = { 1, 1, 1, 1 };
  cairo_t *cr = NULL;

  if (self->item == NULL || width <= 0 || height <= 0)
    return;
  gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), "view_bg_color", &background);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  if (!is_filtered (self))
    draw_lines (cr, self->item, width, height);
  draw_node (cr, self->item, height, &background);
  cairo_destroy (cr);
}

static void
retort_lane_cell_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                          int *natural, int *minimum_baseline, int *natural_baseline)
{
  RetortLaneCell *self = RETORT_LANE_CELL (widget);
  guint n_lanes = self->item != NULL ? retort_revision_item_get_n_lanes (self->item) : 1;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = (int) get_lane_x (CLAMP (n_lanes, 1, MAX_LANES) - 1) + GAP;
  else
    *minimum = *natural = (int) (4 * NODE_RADIUS);
}

static void
item_changed_cb (RetortLaneCell *self, GParamSpec *pspec)
{
  if (g_str_equal (pspec->name, "lane-generation"))
    gtk_widget_queue_resize (GTK_WIDGET (self));
  else
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
retort_lane_cell_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_ITEM: g_value_set_object (value, RETORT_LANE_CELL (object)->item); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
retort_lane_cell_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_ITEM: retort_lane_cell_set_item (RETORT_LANE_CELL (object), g_value_get_object (value)); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
retort_lane_cell_dispose (GObject *object)
{
  retort_lane_cell_set_item (RETORT_LANE_CELL (object), NULL);
  G_OBJECT_CLASS (retort_lane_cell_parent_class)->dispose (object);
}

static void
retort_lane_cell_class_init (RetortLaneCellClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = retort_lane_cell_dispose;
  object_class->get_property = retort_lane_cell_get_property;
  object_class->set_property = retort_lane_cell_set_property;
  widget_class->snapshot = retort_lane_cell_snapshot;
  widget_class->measure = retort_lane_cell_measure;
  properties[PROP_ITEM] = g_param_spec_object ("item", NULL, NULL, RETORT_TYPE_REVISION_ITEM,
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_css_name (widget_class, "lanecell");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
retort_lane_cell_init (RetortLaneCell *self)
{
}

/**
 * retort_lane_cell_set_item:
 * @self: a cell
 * @item: (nullable): the revision whose row it is in
 *
 * Draws another revision; follows its changes.
 */
void
retort_lane_cell_set_item (RetortLaneCell *self, RetortRevisionItem *item)
{
  g_return_if_fail (RETORT_IS_LANE_CELL (self));

  if (self->item == item)
    return;
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_set_object (&self->item, item);
  if (item != NULL)
    g_signal_connect_swapped (item, "notify", G_CALLBACK (item_changed_cb), self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
