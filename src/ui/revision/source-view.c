/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inline messages: the paragraph of a line with findings carries a tag with room below it, and the
 * message is painted into that room in snapshot_layer(). Text, undo and caret are untouched, the message
 * scrolls with its line. A mark holds each place, so that typing moves messages with their lines until
 * the next review replaces them. Painted text cannot be read by a screen reader: the description of the
 * editor follows the caret's line, and the list of problems holds every finding. */
#include "config.h"

#include "ui/revision/source-view.h"

#include "ui/revision/line-indenter.h"
#include "ui/revision/mark-gutter.h"
#include "ui/revision/source-message.h"
#include "ui/widgets/severity.h"
#include "workbench/review.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* How many messages are painted under one line, and how narrow they become. */
#define MAX_MESSAGES 3
#define MIN_MESSAGE_WIDTH 200
#define MESSAGE_MARGIN 12
#define UNKNOWN_WIDTH 640 /* before the view has a size */

/* What is said about one line. */
typedef struct
{
  GtkTextMark *mark;     /* in the line; the buffer owns it */
  GPtrArray   *findings; /* element: RetortFinding, owned; the worst first */
  GtkTextTag  *room;     /* the buffer's; makes room below the line; nullable: none yet */
  int          heights[MAX_MESSAGES]; /* px, of each that is painted */
} LineMessages;

struct _RetortSourceView
{
  GtkSourceView parent_instance;

  GtkSourceGutterRenderer *marks; /* nullable, the gutter's: while the view is in a window */
  GPtrArray               *messages; /* element: LineMessages, owned; in the order of the lines */
  GPtrArray               *room_tags; /* element: GtkTextTag, owned by the buffer's table; one for each height */
  guint                    room_id;   /* idle that makes room after a change of width, or 0 */
  int                      width;     /* px, of the text when room was made */
  int                      height;    /* px, as given last */
  guint                    follow_id; /* idle that brings the caret back into sight, or 0 */
  GtkTextTag              *underline_tags[RETORT_SEVERITY_ERROR + 1];
};

enum
{
  MESSAGE_ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RetortSourceView, retort_source_view, GTK_SOURCE_TYPE_VIEW)

static GtkTextBuffer *
get_buffer (RetortSourceView *self)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
}

static void
line_messages_free (gpointer data)
{
  LineMessages *self = data;

  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_free (self);
}

static void
update_underline_colours (RetortSourceView *self)
{
  for (int i = RETORT_SEVERITY_INFO; i <= RETORT_SEVERITY_ERROR; i++)
    {
      GdkRGBA colour = retort_source_message_get_colour (GTK_WIDGET (self), (RetortSeverity) i);

      g_object_set (self->underline_tags[i], "underline-rgba", &colour, NULL);
    }
}

static void
create_tags (RetortSourceView *self)
{
  GtkTextBuffer *buffer = get_buffer (self);

  for (int i = RETORT_SEVERITY_INFO; i <= RETORT_SEVERITY_ERROR; i++)
    self->underline_tags[i] = gtk_text_buffer_create_tag (buffer, NULL, "underline", PANGO_UNDERLINE_ERROR, NULL);
}

static void
remove_messages (RetortSourceView *self)
{
  GtkTextBuffer *buffer = get_buffer (self);
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  for (guint i = 0; i < self->room_tags->len; i++)
    gtk_text_buffer_remove_tag (buffer, g_ptr_array_index (self->room_tags, i), &start, &end);
  for (int i = RETORT_SEVERITY_INFO; i <= RETORT_SEVERITY_ERROR; i++)
    {
      gtk_text_buffer_remove_tag (buffer, self->underline_tags[i], &start, &end);
      gtk_source_buffer_remove_source_marks (GTK_SOURCE_BUFFER (buffer), &start, &end,
                                               retort_mark_gutter_get_category ((RetortSeverity) i));
    }
  for (guint i = 0; i < self->messages->len; i++)
    gtk_text_buffer_delete_mark (buffer, ((LineMessages *) g_ptr_array_index (self->messages, i))->mark);
  g_ptr_array_set_size (self->messages, 0);
}

/* GTK 4.8 goes on to draw a line with the room that it had below it when a tag that made it is gone: what stands below then lies
 * lower than its number. A view whose style changes lays all of its lines out anew. */
static void
lay_out_anew (RetortSourceView *self)
{
  GtkTextView *view = GTK_TEXT_VIEW (self);
  int pixels = gtk_text_view_get_pixels_inside_wrap (view);

  gtk_text_view_set_pixels_inside_wrap (view, pixels + 1);
  gtk_text_view_set_pixels_inside_wrap (view, pixels);
}

static LineMessages *
get_messages_at (RetortSourceView *self, const GtkTextIter *line)
{
  LineMessages *messages = NULL;

  for (guint i = 0; i < self->messages->len; i++)
    {
      LineMessages *candidate = g_ptr_array_index (self->messages, i);
      GtkTextIter iter;

      gtk_text_buffer_get_iter_at_mark (get_buffer (self), &iter, candidate->mark);
      if (gtk_text_iter_get_line (&iter) == gtk_text_iter_get_line (line))
        return candidate;
    }
  messages = g_new0 (LineMessages, 1);
  messages->mark = gtk_text_buffer_create_mark (get_buffer (self), NULL, line, FALSE); /* goes with the text when a line is put above it */
  messages->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_finding_unref);
  g_ptr_array_add (self->messages, messages);
  return messages;
}

/* Goes to a column, from 1, of the iterator's line; to the line's end when that comes first. */
static void
go_to_column (GtkTextIter *iter, guint column)
{
  GtkTextIter end = *iter;

  if (!gtk_text_iter_ends_line (&end))
    gtk_text_iter_forward_to_line_end (&end);
  gtk_text_iter_set_line_offset (iter, MIN ((int) column - 1, gtk_text_iter_get_line_offset (&end)));
}

/* Underlines what the finding is about, on its first line only: a call over many lines would be noise. */
static void
underline (RetortSourceView *self, const RetortFindingFields *finding, const GtkTextIter *line)
{
  GtkTextIter start = *line;
  GtkTextIter end = *line;

  if (finding->start.column == 0)
    return;
  go_to_column (&start, finding->start.column);
  if (!gtk_text_iter_ends_line (&end))
    gtk_text_iter_forward_to_line_end (&end);
  if (finding->end.line == finding->start.line && finding->end.column > finding->start.column)
    go_to_column (&end, finding->end.column);
  gtk_text_buffer_apply_tag (get_buffer (self), self->underline_tags[finding->severity], &start, &end);
}

static int
compare_severity (gconstpointer a, gconstpointer b)
{
  const RetortFindingFields *left = retort_finding_get (*(RetortFinding *const *) a);
  const RetortFindingFields *right = retort_finding_get (*(RetortFinding *const *) b);

  return (int) right->severity - (int) left->severity;
}

static void
add_finding (RetortSourceView *self, RetortFinding *finding)
{
  const RetortFindingFields *fields = retort_finding_get (finding);
  GtkTextIter line;

  if (fields->start.line == 0 || fields->suppressed_reason != NULL)
    return;
  gtk_text_buffer_get_iter_at_line (get_buffer (self), &line, (int) fields->start.line - 1);
  g_ptr_array_add (get_messages_at (self, &line)->findings, retort_finding_ref (finding));
  underline (self, fields, &line);
}

/* The tag that leaves so many pixels below a line. */
static GtkTextTag *
get_room_tag (RetortSourceView *self, int height)
{
  g_autofree char *name = g_strdup_printf ("room-%d", height);
  GtkTextTag *tag = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (get_buffer (self)), name);

  if (tag == NULL)
    {
      tag = gtk_text_buffer_create_tag (get_buffer (self), name, "pixels-below-lines", height, NULL);
      g_ptr_array_add (self->room_tags, tag);
    }
  return tag;
}

static guint
count_painted (const LineMessages *messages)
{
  return MIN (messages->findings->len, MAX_MESSAGES);
}

/* What is told after the message of the last that is painted. */
static char *
dup_more (const LineMessages *messages, guint index)
{
  guint n_more = index + 1 == count_painted (messages) ? messages->findings->len - count_painted (messages) : 0;

  return n_more > 0 ? g_strdup_printf (_(" (and %u more)"), n_more) : g_strdup ("");
}

/* Messages begin under the first character of their line that is no blank, and end at the right edge. */
static void
get_message_columns (RetortSourceView *self, const LineMessages *messages, int *x, int *width)
{
  GdkRectangle visible;
  GdkRectangle first;
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_mark (get_buffer (self), &iter, messages->mark);
  gtk_text_iter_set_line_offset (&iter, 0);
  while (!gtk_text_iter_ends_line (&iter) && g_unichar_isspace (gtk_text_iter_get_char (&iter)))
    gtk_text_iter_forward_char (&iter);
  gtk_text_view_get_iter_location (GTK_TEXT_VIEW (self), &iter, &first);
  gtk_text_view_get_visible_rect (GTK_TEXT_VIEW (self), &visible);
  *x = first.x;
  *width = MAX ((visible.width > 1 ? visible.width : UNKNOWN_WIDTH) - first.x - MESSAGE_MARGIN, MIN_MESSAGE_WIDTH);
}

/* Where the tag lies that makes room. It ends within its line: GTK 4.8 lays out a line with the style of the last that it laid out
 * until it meets the end of a tag, and when that lies in the next line, which was laid out before, the one behind that gets room, too. */
static void
get_room (RetortSourceView *self, const LineMessages *messages, GtkTextIter *start, GtkTextIter *end)
{
  gtk_text_buffer_get_iter_at_mark (get_buffer (self), start, messages->mark);
  gtk_text_iter_set_line_offset (start, 0);
  *end = *start;
  if (gtk_text_iter_ends_line (end))
    gtk_text_iter_forward_line (end);
  else
    gtk_text_iter_forward_to_line_end (end);
}

/* As much room below the line as its messages need in the width that there is. */
static void
make_room (RetortSourceView *self, LineMessages *messages)
{
  GtkTextIter start;
  GtkTextIter end;
  GtkTextTag *tag = NULL;
  int x = 0;
  int width = 0;
  int height = 0;

  get_message_columns (self, messages, &x, &width);
  for (guint i = 0; i < count_painted (messages); i++)
    {
      const RetortFindingFields *finding = retort_finding_get (g_ptr_array_index (messages->findings, i));
      g_autofree char *more = dup_more (messages, i);

      messages->heights[i] = retort_source_message_measure (GTK_WIDGET (self), finding, more, width);
      height += messages->heights[i];
    }
  tag = get_room_tag (self, height);
  if (tag == messages->room)
    return;
  get_room (self, messages, &start, &end);
  if (messages->room != NULL)
    gtk_text_buffer_remove_tag (get_buffer (self), messages->room, &start, &end);
  gtk_text_buffer_apply_tag (get_buffer (self), tag, &start, &end);
  messages->room = tag;
}

static void
prepare_messages (RetortSourceView *self, LineMessages *messages)
{
  const RetortFindingFields *worst = NULL;
  GtkTextIter start;

  g_ptr_array_sort (messages->findings, compare_severity);
  worst = retort_finding_get (g_ptr_array_index (messages->findings, 0));
  make_room (self, messages);
  gtk_text_buffer_get_iter_at_mark (get_buffer (self), &start, messages->mark);
  gtk_source_buffer_create_source_mark (GTK_SOURCE_BUFFER (get_buffer (self)), NULL, retort_mark_gutter_get_category (worst->severity), &start);
}

static gboolean
make_room_idle (gpointer user_data)
{
  RetortSourceView *self = RETORT_SOURCE_VIEW (user_data);

  self->room_id = 0;
  for (guint i = 0; i < self->messages->len; i++)
    make_room (self, g_ptr_array_index (self->messages, i));
  lay_out_anew (self);
  return G_SOURCE_REMOVE;
}

static gboolean
is_caret_in_sight (RetortSourceView *self)
{
  GtkTextView *view = GTK_TEXT_VIEW (self);
  GdkRectangle visible;
  GdkRectangle caret;
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_mark (get_buffer (self), &iter, gtk_text_buffer_get_insert (get_buffer (self)));
  gtk_text_view_get_iter_location (view, &iter, &caret);
  gtk_text_view_get_visible_rect (view, &visible);
  return caret.y >= visible.y && caret.y + caret.height <= visible.y + visible.height;
}

static gboolean
follow_caret_idle (gpointer user_data)
{
  RetortSourceView *self = RETORT_SOURCE_VIEW (user_data);

  self->follow_id = 0;
  gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (self), gtk_text_buffer_get_insert (get_buffer (self)), 0.0, FALSE, 0.0, 0.0);
  return G_SOURCE_REMOVE;
}

/* Whoever types goes on to see where, although messages appear above and the list of problems below takes room. */
static void
follow_caret (RetortSourceView *self)
{
  if (self->follow_id == 0 && is_caret_in_sight (self) && gtk_widget_has_focus (GTK_WIDGET (self)))
    self->follow_id = g_idle_add (follow_caret_idle, self);
}

/* Text cannot be laid out anew while the view is given its size. */
static void
retort_source_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  RetortSourceView *self = RETORT_SOURCE_VIEW (widget);

  if (height < self->height)
    follow_caret (self);
  self->height = height;
  GTK_WIDGET_CLASS (retort_source_view_parent_class)->size_allocate (widget, width, height, baseline);
  if (width == self->width)
    return;
  self->width = width;
  if (self->room_id == 0 && self->messages->len > 0)
    self->room_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, make_room_idle, self, NULL);
}

/* Where the messages of a line are. */
static GdkRectangle
get_message_place (RetortSourceView *self, const LineMessages *messages)
{
  GdkRectangle place = { 0 };
  GtkTextIter iter;
  int y = 0;
  int height = 0;

  for (guint i = 0; i < count_painted (messages); i++)
    place.height += messages->heights[i];
  gtk_text_buffer_get_iter_at_mark (get_buffer (self), &iter, messages->mark);
  gtk_text_view_get_line_yrange (GTK_TEXT_VIEW (self), &iter, &y, &height);
  get_message_columns (self, messages, &place.x, &place.width);
  place.y = y + height - place.height;
  return place;
}

/* Where a line lies costs nothing; where in it its text begins makes GTK lay it out. */
static gboolean
is_in_sight (RetortSourceView *self, const LineMessages *messages, const GdkRectangle *visible)
{
  GtkTextIter iter;
  int y = 0;
  int height = 0;

  gtk_text_buffer_get_iter_at_mark (get_buffer (self), &iter, messages->mark);
  gtk_text_view_get_line_yrange (GTK_TEXT_VIEW (self), &iter, &y, &height);
  return y + height >= visible->y && y <= visible->y + visible->height;
}

static void
paint_line (RetortSourceView *self, GtkSnapshot *snapshot, const LineMessages *messages)
{
  GdkRectangle place = get_message_place (self, messages);

  for (guint i = 0; i < count_painted (messages); i++)
    {
      g_autofree char *more = dup_more (messages, i);

      place.height = messages->heights[i];
      retort_source_message_paint (GTK_WIDGET (self), snapshot,
                                   retort_finding_get (g_ptr_array_index (messages->findings, i)), more, &place);
      place.y += place.height;
    }
}

static void
retort_source_view_snapshot_layer (GtkTextView *view, GtkTextViewLayer layer, GtkSnapshot *snapshot)
{
  RetortSourceView *self = RETORT_SOURCE_VIEW (view);
  GdkRectangle visible;

  GTK_TEXT_VIEW_CLASS (retort_source_view_parent_class)->snapshot_layer (view, layer, snapshot);
  if (layer != GTK_TEXT_VIEW_LAYER_ABOVE_TEXT)
    return;
  gtk_text_view_get_visible_rect (view, &visible);
  for (guint i = 0; i < self->messages->len; i++)
    {
      const LineMessages *messages = g_ptr_array_index (self->messages, i);

      if (is_in_sight (self, messages, &visible))
        paint_line (self, snapshot, messages);
    }
}

static void
clicked_cb (RetortSourceView *self, int n_press, double x, double y, GtkGesture *gesture)
{
  int buffer_x = 0;
  int buffer_y = 0;

  gtk_text_view_window_to_buffer_coords (GTK_TEXT_VIEW (self), GTK_TEXT_WINDOW_WIDGET, (int) x, (int) y, &buffer_x,
                                         &buffer_y);
  for (guint i = 0; i < self->messages->len; i++)
    {
      const LineMessages *messages = g_ptr_array_index (self->messages, i);
      GdkRectangle place = { buffer_x, buffer_y, 0, 0 };

      if (!is_in_sight (self, messages, &place))
        continue;
      place = get_message_place (self, messages);
      if (buffer_y >= place.y && buffer_y < place.y + place.height && buffer_x >= place.x)
        {
          GtkTextIter iter;
          GdkRectangle target = { (int) x, (int) y, 1, 1 };

          gtk_text_buffer_get_iter_at_mark (get_buffer (self), &iter, messages->mark);
          gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
          g_signal_emit (self, signals[MESSAGE_ACTIVATED], 0, (guint) gtk_text_iter_get_line (&iter) + 1, &target);
          return;
        }
    }
}

/* Screen readers hear what is painted under the line of the caret. */
static void
caret_moved_cb (RetortSourceView *self)
{
  g_autoptr(GPtrArray) findings = retort_source_view_list_at_line (self, retort_source_view_get_caret_line (self));
  g_autofree char *text = retort_source_message_dup_spoken (findings);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

/* A line has the room of its first character: what is typed before that has none, and the messages would lie on the text. */
static void
text_inserted_cb (RetortSourceView *self, GtkTextIter *iter)
{
  for (guint i = 0; i < self->messages->len; i++)
    {
      const LineMessages *messages = g_ptr_array_index (self->messages, i);
      GtkTextIter start;
      GtkTextIter end;

      get_room (self, messages, &start, &end);
      if (messages->room != NULL && gtk_text_iter_get_line (&start) == gtk_text_iter_get_line (iter))
        gtk_text_buffer_apply_tag (get_buffer (self), messages->room, &start, &end);
    }
}

static GtkSourceGutter *
get_left_gutter (RetortSourceView *self)
{
  return gtk_source_view_get_gutter (GTK_SOURCE_VIEW (self), GTK_TEXT_WINDOW_LEFT);
}

static void
retort_source_view_map (GtkWidget *widget)
{
  retort_mark_gutter_align (get_left_gutter (RETORT_SOURCE_VIEW (widget)));
  GTK_WIDGET_CLASS (retort_source_view_parent_class)->map (widget);
}

/* A view and what stands in its gutter hold each other in GtkSourceView 5.6: the column is there only while the
 * view is in a window. */
static void
retort_source_view_root (GtkWidget *widget)
{
  RetortSourceView *self = RETORT_SOURCE_VIEW (widget);

  GTK_WIDGET_CLASS (retort_source_view_parent_class)->root (widget);
  self->marks = retort_mark_gutter_new ();
  gtk_source_gutter_insert (get_left_gutter (self), self->marks, GTK_SOURCE_VIEW_GUTTER_POSITION_MARKS);
}

static void
retort_source_view_unroot (GtkWidget *widget)
{
  RetortSourceView *self = RETORT_SOURCE_VIEW (widget);

  gtk_source_gutter_remove (get_left_gutter (self), self->marks);
  self->marks = NULL;
  GTK_WIDGET_CLASS (retort_source_view_parent_class)->unroot (widget);
}

static void
retort_source_view_finalize (GObject *object)
{
  RetortSourceView *self = RETORT_SOURCE_VIEW (object);

  g_clear_handle_id (&self->room_id, g_source_remove);
  g_clear_handle_id (&self->follow_id, g_source_remove);
  g_clear_pointer (&self->messages, g_ptr_array_unref);
  g_clear_pointer (&self->room_tags, g_ptr_array_unref);
  G_OBJECT_CLASS (retort_source_view_parent_class)->finalize (object);
}

/* The buffer is the view's own; GtkSourceView 5.6 takes another one badly before it is constructed. */
static void
retort_source_view_constructed (GObject *object)
{
  RetortSourceView *self = RETORT_SOURCE_VIEW (object);

  G_OBJECT_CLASS (retort_source_view_parent_class)->constructed (object);
  create_tags (self);
  g_signal_connect_object (get_buffer (self), "notify::cursor-position", G_CALLBACK (caret_moved_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (get_buffer (self), "insert-text", G_CALLBACK (text_inserted_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

static void
retort_source_view_class_init (RetortSourceViewClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = retort_source_view_constructed;
  G_OBJECT_CLASS (klass)->finalize = retort_source_view_finalize;
  GTK_WIDGET_CLASS (klass)->size_allocate = retort_source_view_size_allocate;
  GTK_WIDGET_CLASS (klass)->map = retort_source_view_map;
  GTK_WIDGET_CLASS (klass)->root = retort_source_view_root;
  GTK_WIDGET_CLASS (klass)->unroot = retort_source_view_unroot;
  GTK_TEXT_VIEW_CLASS (klass)->snapshot_layer = retort_source_view_snapshot_layer;
  /**
   * RetortSourceView::message-activated:
   * @line: the line that the message belongs to, from 1
   * @place: where it was clicked, in the coordinates of the widget
   *
   * A painted message was clicked.
   */
  signals[MESSAGE_ACTIVATED] = g_signal_new ("message-activated", RETORT_TYPE_SOURCE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                             NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, GDK_TYPE_RECTANGLE);
}

static void
retort_source_view_init (RetortSourceView *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  g_autoptr(GtkSourceIndenter) indenter = retort_line_indenter_new ();

  self->messages = g_ptr_array_new_with_free_func (line_messages_free);
  self->room_tags = g_ptr_array_new ();
  gtk_source_view_set_indenter (GTK_SOURCE_VIEW (self), indenter);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  g_signal_connect_object (click, "pressed", G_CALLBACK (clicked_cb), self, G_CONNECT_SWAPPED);
}

/**
 * retort_source_view_set_findings:
 * @self: the editor
 * @findings: (nullable): a model of RetortFindingItem, made for the text that the editor holds
 *
 * Replaces the messages. Findings without a line and suppressed ones are not painted.
 */
void
retort_source_view_set_findings (RetortSourceView *self, GListModel *findings)
{
  follow_caret (self);
  remove_messages (self);
  update_underline_colours (self);
  for (guint i = 0; findings != NULL && i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr(RetortFindingItem) item = g_list_model_get_item (findings, i);

      add_finding (self, retort_finding_item_get_finding (item));
    }
  for (guint i = 0; i < self->messages->len; i++)
    prepare_messages (self, g_ptr_array_index (self->messages, i));
  lay_out_anew (self);
  caret_moved_cb (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * retort_source_view_go_to:
 * @self: the editor
 * @line: from 1
 * @column: from 1, in characters; 0: the first character that is no blank
 *
 * Puts the caret there, shows it and takes the focus.
 */
void
retort_source_view_go_to (RetortSourceView *self, guint line, guint column)
{
  GtkTextBuffer *buffer = get_buffer (self);
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_line (buffer, &iter, (int) MAX (line, 1) - 1);
  if (column > 0)
    go_to_column (&iter, column);
  else
    {
      while (!gtk_text_iter_ends_line (&iter) && g_unichar_isspace (gtk_text_iter_get_char (&iter)))
        gtk_text_iter_forward_char (&iter);
    }
  gtk_text_buffer_place_cursor (buffer, &iter);
  gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (self), gtk_text_buffer_get_insert (buffer), 0.0, TRUE, 1.0, 0.3);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

/**
 * retort_source_view_find_finding:
 * @self: the editor
 * @line: from 1; 0: before all of them; %G_MAXUINT: behind all of them
 * @forward: below that line, else above it
 *
 * Returns: the next line with a finding; 0: there is none
 */
guint
retort_source_view_find_finding (RetortSourceView *self, guint line, gboolean forward)
{
  guint best = 0;

  for (guint i = 0; i < self->messages->len; i++)
    {
      const LineMessages *messages = g_ptr_array_index (self->messages, i);
      GtkTextIter iter;
      guint at = 0;

      gtk_text_buffer_get_iter_at_mark (get_buffer (self), &iter, messages->mark);
      at = (guint) gtk_text_iter_get_line (&iter) + 1;
      if (forward && at > line && (best == 0 || at < best))
        best = at;
      else if (!forward && at < line && at > best)
        best = at;
    }
  return best;
}

/**
 * retort_source_view_list_at_line:
 * @self: the editor
 * @line: from 1
 *
 * Returns: (transfer container) (element-type RetortFinding): what is said about the line, the worst first
 */
GPtrArray *
retort_source_view_list_at_line (RetortSourceView *self, guint line)
{
  for (guint i = 0; i < self->messages->len; i++)
    {
      const LineMessages *messages = g_ptr_array_index (self->messages, i);
      GtkTextIter iter;

      gtk_text_buffer_get_iter_at_mark (get_buffer (self), &iter, messages->mark);
      if ((guint) gtk_text_iter_get_line (&iter) + 1 == line)
        return g_ptr_array_ref (messages->findings);
    }
  return g_ptr_array_new ();
}

/**
 * retort_source_view_get_caret_line:
 * @self: the editor
 *
 * Returns: the line of the caret, from 1
 */
guint
retort_source_view_get_caret_line (RetortSourceView *self)
{
  GtkTextBuffer *buffer = get_buffer (self);
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_insert (buffer));
  return (guint) gtk_text_iter_get_line (&iter) + 1;
}
