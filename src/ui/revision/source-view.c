/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inline messages: the paragraph of a line with findings carries a tag with room below it, and the
 * message is painted into that room in snapshot_layer(). Text, undo and caret are untouched, the message
 * scrolls with its line. A mark holds each place, so that typing moves messages with their lines until
 * the next review replaces them. Painted text cannot be read by a screen reader: the description of the
 * editor follows the caret's line, and the list of problems holds every finding. */
#include "config.h"

#include "ui/revision/source-view.h"

#include "ui/revision/mark-gutter.h"
#include "ui/widgets/severity.h"
#include "workbench/review.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* Room for one painted message, and how many are painted under one line. */
#define MESSAGE_HEIGHT 26
#define MAX_MESSAGES 3

/* What is said about one line. */
typedef struct
{
  GtkTextMark *mark;     /* at the start of the line; the buffer owns it */
  GPtrArray   *findings; /* element: RetortFinding, owned; the worst first */
} LineMessages;

struct _RetortSourceView
{
  GtkSourceView parent_instance;

  GtkSourceGutterRenderer *marks; /* nullable, the gutter's: while the view is in a window */
  GPtrArray               *messages; /* element: LineMessages, owned; in the order of the lines */
  GtkTextTag              *room_tags[MAX_MESSAGES]; /* owned by the buffer's table */
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

static RetortSeverity
worst_severity (const LineMessages *messages)
{
  return retort_finding_get (g_ptr_array_index (messages->findings, 0))->severity;
}

static GdkRGBA
severity_colour (RetortSourceView *self, RetortSeverity severity)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self));
  GdkRGBA colour = { 0.5f, 0.5f, 0.5f, 1.0f };

  gtk_style_context_lookup_color (context, retort_severity_get_colour (severity), &colour);
  return colour;
}

static void
update_underline_colours (RetortSourceView *self)
{
  for (int i = RETORT_SEVERITY_INFO; i <= RETORT_SEVERITY_ERROR; i++)
    {
      GdkRGBA colour = severity_colour (self, (RetortSeverity) i);

      g_object_set (self->underline_tags[i], "underline-rgba", &colour, NULL);
    }
}

static void
create_tags (RetortSourceView *self)
{
  GtkTextBuffer *buffer = get_buffer (self);

  for (guint i = 0; i < MAX_MESSAGES; i++)
    self->room_tags[i] = gtk_text_buffer_create_tag (buffer, NULL, "pixels-below-lines",
                                                     (int) (i + 1) * MESSAGE_HEIGHT, NULL);
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
  for (guint i = 0; i < MAX_MESSAGES; i++)
    gtk_text_buffer_remove_tag (buffer, self->room_tags[i], &start, &end);
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
  messages->mark = gtk_text_buffer_create_mark (get_buffer (self), NULL, line, TRUE);
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

static void
make_room (RetortSourceView *self, LineMessages *messages)
{
  GtkTextBuffer *buffer = get_buffer (self);
  GtkTextIter start;
  GtkTextIter end;

  g_ptr_array_sort (messages->findings, compare_severity);
  gtk_text_buffer_get_iter_at_mark (buffer, &start, messages->mark);
  end = start;
  gtk_text_iter_forward_line (&end);
  gtk_text_buffer_apply_tag (buffer, self->room_tags[MIN (messages->findings->len, MAX_MESSAGES) - 1], &start, &end);
  gtk_source_buffer_create_source_mark (GTK_SOURCE_BUFFER (buffer), NULL,
                                        retort_mark_gutter_get_category (worst_severity (messages)), &start);
}

/* The font of the rest of the window, a little smaller: the view's own is made for code. */
static PangoFontDescription *
dup_message_font (RetortSourceView *self)
{
  g_autofree char *name = NULL;
  PangoFontDescription *font = NULL;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-font-name", &name, NULL);
  font = pango_font_description_from_string (name != NULL ? name : "Sans 10");
  pango_font_description_set_size (font, pango_font_description_get_size (font) * 9 / 10);
  return font;
}

static PangoLayout *
create_message_layout (RetortSourceView *self, const RetortFindingFields *finding, const char *more, int width)
{
  g_autofree char *text = g_markup_printf_escaped (
      *finding->remedy != '\0' ? "<span weight='600'>%s%s</span>  %s" : "<span weight='600'>%s%s</span>%s", finding->message, more, finding->remedy);
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
  PangoFontDescription *font = dup_message_font (self);

  pango_layout_set_markup (layout, text, -1);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_width (layout, MAX (width, 40) * PANGO_SCALE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_font_description_free (font);
  return layout;
}

/* A tinted rounded box with a bar at its left, the message in it. */
static void
paint_message (RetortSourceView *self, GtkSnapshot *snapshot, const RetortFindingFields *finding, const char *more,
               const GdkRectangle *place)
{
  g_autoptr(PangoLayout) layout = create_message_layout (self, finding, more, place->width - 24);
  GdkRGBA colour = severity_colour (self, finding->severity);
  GdkRGBA tint = colour;
  GskRoundedRect box;
  graphene_rect_t bar;
  int text_width = 0;
  int text_height = 0;

  pango_layout_get_pixel_size (layout, &text_width, &text_height);
  tint.alpha *= 0.13f;
  gsk_rounded_rect_init_from_rect (&box, &GRAPHENE_RECT_INIT ((float) place->x, (float) place->y + 2,
                                                              (float) MIN (place->width, text_width + 24),
                                                              MESSAGE_HEIGHT - 5), 5);
  gtk_snapshot_push_rounded_clip (snapshot, &box);
  gtk_snapshot_append_color (snapshot, &tint, &box.bounds);
  bar = GRAPHENE_RECT_INIT (box.bounds.origin.x, box.bounds.origin.y, 3, box.bounds.size.height);
  gtk_snapshot_append_color (snapshot, &colour, &bar);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) place->x + 12,
                                                          box.bounds.origin.y
                                                              + (box.bounds.size.height - (float) text_height) / 2));
  gtk_snapshot_append_layout (snapshot, layout, &colour);
  gtk_snapshot_restore (snapshot);
}

/* Where the messages of a line begin: under its first character that is no blank. */
static GdkRectangle
get_message_place (RetortSourceView *self, const LineMessages *messages)
{
  GtkTextView *view = GTK_TEXT_VIEW (self);
  GdkRectangle visible;
  GdkRectangle first;
  GtkTextIter iter;
  int y = 0;
  int height = 0;
  int n = (int) MIN (messages->findings->len, MAX_MESSAGES);

  gtk_text_buffer_get_iter_at_mark (get_buffer (self), &iter, messages->mark);
  gtk_text_view_get_line_yrange (view, &iter, &y, &height);
  while (!gtk_text_iter_ends_line (&iter) && g_unichar_isspace (gtk_text_iter_get_char (&iter)))
    gtk_text_iter_forward_char (&iter);
  gtk_text_view_get_iter_location (view, &iter, &first);
  gtk_text_view_get_visible_rect (view, &visible);
  return (GdkRectangle){ first.x, y + height - n * MESSAGE_HEIGHT, visible.x + visible.width - first.x - 12,
                         n * MESSAGE_HEIGHT };
}

static void
paint_line (RetortSourceView *self, GtkSnapshot *snapshot, const LineMessages *messages)
{
  GdkRectangle place = get_message_place (self, messages);
  guint n_painted = MIN (messages->findings->len, MAX_MESSAGES);

  place.height = MESSAGE_HEIGHT;
  for (guint i = 0; i < n_painted; i++)
    {
      guint n_more = i + 1 == n_painted ? messages->findings->len - n_painted : 0;
      g_autofree char *more = n_more > 0 ? g_strdup_printf (_(" (and %u more)"), n_more) : g_strdup ("");

      paint_message (self, snapshot, retort_finding_get (g_ptr_array_index (messages->findings, i)), more, &place);
      place.y += MESSAGE_HEIGHT;
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
      GdkRectangle place = get_message_place (self, messages);

      if (place.y + place.height >= visible.y && place.y <= visible.y + visible.height)
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
      GdkRectangle place = get_message_place (self, messages);

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
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++)
    {
      const RetortFindingFields *finding = retort_finding_get (g_ptr_array_index (findings, i));

      g_string_append_printf (text, "%s%s. %s", i > 0 ? " " : "", finding->message, finding->remedy);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text->str, -1);
}

/* Numbers stand beside the text of their line, not in the middle of it and its messages. */
static void
retort_source_view_map (GtkWidget *widget)
{
  GtkSourceGutter *gutter = gtk_source_view_get_gutter (GTK_SOURCE_VIEW (widget), GTK_TEXT_WINDOW_LEFT);

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (gutter)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (GTK_SOURCE_IS_GUTTER_RENDERER (child))
        gtk_source_gutter_renderer_set_yalign (GTK_SOURCE_GUTTER_RENDERER (child), 0.0f);
    }
  GTK_WIDGET_CLASS (retort_source_view_parent_class)->map (widget);
}

static GtkSourceGutter *
get_left_gutter (RetortSourceView *self)
{
  return gtk_source_view_get_gutter (GTK_SOURCE_VIEW (self), GTK_TEXT_WINDOW_LEFT);
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

  g_clear_pointer (&self->messages, g_ptr_array_unref);
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
}

static void
retort_source_view_class_init (RetortSourceViewClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = retort_source_view_constructed;
  G_OBJECT_CLASS (klass)->finalize = retort_source_view_finalize;
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

  self->messages = g_ptr_array_new_with_free_func (line_messages_free);
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
  remove_messages (self);
  update_underline_colours (self);
  for (guint i = 0; findings != NULL && i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr(RetortFindingItem) item = g_list_model_get_item (findings, i);

      add_finding (self, retort_finding_item_get_finding (item));
    }
  for (guint i = 0; i < self->messages->len; i++)
    make_room (self, g_ptr_array_index (self->messages, i));
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
 * retort_source_view_step:
 * @self: the editor
 * @forward: to the next line with a finding, else to the previous one; wraps around
 *
 * Returns: whether there is one
 */
gboolean
retort_source_view_step (RetortSourceView *self, gboolean forward)
{
  int caret = (int) retort_source_view_get_caret_line (self) - 1;
  int n_lines = gtk_text_buffer_get_line_count (get_buffer (self));
  int best = -1;
  int best_distance = G_MAXINT;

  for (guint i = 0; i < self->messages->len; i++)
    {
      const LineMessages *messages = g_ptr_array_index (self->messages, i);
      GtkTextIter iter;
      int distance = 0;

      gtk_text_buffer_get_iter_at_mark (get_buffer (self), &iter, messages->mark);
      distance = forward ? gtk_text_iter_get_line (&iter) - caret : caret - gtk_text_iter_get_line (&iter);
      if (distance <= 0)
        distance += n_lines;
      if (distance < best_distance)
        {
          best = gtk_text_iter_get_line (&iter);
          best_distance = distance;
        }
    }
  if (best >= 0)
    retort_source_view_go_to (self, (guint) best + 1, 0);
  return best >= 0;
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
