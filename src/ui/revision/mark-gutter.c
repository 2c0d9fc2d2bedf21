/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GtkSourceView's own renderer of marks draws symbolic icons in the colour of the text, and in the middle of a
 * line and the messages below it: colour and place would say nothing of what is marked. */
#include "config.h"

#include "ui/revision/mark-gutter.h"

#include "ui/widgets/severity.h"

#define ICON_SIZE 14
#define MARGIN 3

struct _RetortMarkGutter
{
  GtkSourceGutterRenderer parent_instance;
};

/* By RetortSeverity. */
static const char *const categories[] = {
  [RETORT_SEVERITY_INFO] = "retort-info",
  [RETORT_SEVERITY_WARNING] = "retort-warning",
  [RETORT_SEVERITY_ERROR] = "retort-error",
};

G_DEFINE_FINAL_TYPE (RetortMarkGutter, retort_mark_gutter, GTK_SOURCE_TYPE_GUTTER_RENDERER)

static gboolean
has_mark (GtkSourceBuffer *buffer, guint line, RetortSeverity severity)
{
  g_autoptr(GSList) marks = gtk_source_buffer_get_source_marks_at_line (buffer, (int) line, categories[severity]);

  return marks != NULL;
}

/* Where the text of a line is: the range of the line holds its messages, too. */
static void
get_text_range (GtkSourceGutterLines *lines, guint line, int *y, int *height)
{
  GdkRectangle text = { 0 };
  GtkTextIter start;
  int whole = 0;

  gtk_source_gutter_lines_get_iter_at_line (lines, &start, line);
  gtk_text_view_get_iter_location (gtk_source_gutter_lines_get_view (lines), &start, &text);
  gtk_source_gutter_lines_get_line_yrange (lines, line, GTK_SOURCE_GUTTER_RENDERER_ALIGNMENT_MODE_CELL, y, &whole);
  *height = text.height;
}

static void
draw_icon (RetortMarkGutter *self, GtkSnapshot *snapshot, RetortSeverity severity, int y, int height)
{
  GtkWidget *widget = GTK_WIDGET (self);
  graphene_point_t place = GRAPHENE_POINT_INIT ((float) (gtk_widget_get_width (widget) - ICON_SIZE) / 2,
                                                (float) y + (float) (height - ICON_SIZE) / 2);

  retort_severity_snapshot (widget, snapshot, severity, &place, ICON_SIZE);
}

/* The worst that is said of the line. */
static void
retort_mark_gutter_snapshot_line (GtkSourceGutterRenderer *renderer, GtkSnapshot *snapshot,
                                  GtkSourceGutterLines *lines, guint line)
{
  GtkSourceBuffer *buffer = gtk_source_gutter_renderer_get_buffer (renderer);
  int y = 0;
  int height = 0;

  for (int i = RETORT_SEVERITY_ERROR; i >= RETORT_SEVERITY_INFO; i--)
    {
      if (!has_mark (buffer, line, (RetortSeverity) i))
        continue;
      get_text_range (lines, line, &y, &height);
      draw_icon (RETORT_MARK_GUTTER (renderer), snapshot, (RetortSeverity) i, y, height);
      return;
    }
}

static void
retort_mark_gutter_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                            int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? ICON_SIZE + 2 * MARGIN : 0;
}

static void
retort_mark_gutter_class_init (RetortMarkGutterClass *klass)
{
  GTK_WIDGET_CLASS (klass)->measure = retort_mark_gutter_measure;
  GTK_SOURCE_GUTTER_RENDERER_CLASS (klass)->snapshot_line = retort_mark_gutter_snapshot_line;
}

static void
retort_mark_gutter_init (RetortMarkGutter *self)
{
}

/**
 * retort_mark_gutter_new:
 *
 * Makes a column for gtk_source_gutter_insert(). Main thread.
 *
 * Returns: (transfer floating): the column
 */
GtkSourceGutterRenderer *
retort_mark_gutter_new (void)
{
  return g_object_new (RETORT_TYPE_MARK_GUTTER, NULL);
}

/**
 * retort_mark_gutter_align:
 * @gutter: what such a column stands in
 *
 * Lets numbers stand beside the text of their line, not in the middle of it and its messages.
 */
void
retort_mark_gutter_align (GtkSourceGutter *gutter)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (gutter)); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (GTK_SOURCE_IS_GUTTER_RENDERER (child))
      gtk_source_gutter_renderer_set_yalign (GTK_SOURCE_GUTTER_RENDERER (child), 0.0f);
}

/**
 * retort_mark_gutter_get_category:
 * @severity: a severity
 *
 * Returns: (transfer none): the category of a GtkSourceMark that the column draws for @severity
 */
const char *
retort_mark_gutter_get_category (RetortSeverity severity)
{
  return categories[severity];
}
