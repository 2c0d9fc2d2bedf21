/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/revision/source-message.h"

#include "ui/widgets/severity.h"

#include <gtksourceview/gtksource.h>

/* More lines than that are left to the list of problems. */
#define MAX_TEXT_LINES 4
/* Between the boxes, and between the box and its text. */
#define GAP 5
#define PADDING 12
#define BAR_WIDTH 3
#define ICON_SIZE 14
/* Where the text begins: behind the bar and the icon. */
#define TEXT_START (PADDING + ICON_SIZE + 6)

/**
 * retort_source_message_get_colour: (skip)
 * @view: the editor
 * @severity: of a finding
 *
 * Returns: its colour in the theme that is set
 */
GdkRGBA
retort_source_message_get_colour (GtkWidget *view, RetortSeverity severity)
{
  GdkRGBA colour = { 0.5f, 0.5f, 0.5f, 1.0f };

  gtk_style_context_lookup_color (gtk_widget_get_style_context (view), retort_severity_get_colour (severity), &colour);
  return colour;
}

/**
 * retort_source_message_dup_spoken: (skip)
 * @findings: (element-type RetortFinding): of a line
 *
 * Returns: (transfer full): what a screen reader says about the line
 */
char *
retort_source_message_dup_spoken (GPtrArray *findings)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++)
    {
      const RetortFindingFields *finding = retort_finding_get (g_ptr_array_index (findings, i));

      g_string_append_printf (text, "%s%s: %s. %s", i > 0 ? " " : "", retort_severity_to_word (finding->severity), finding->message,
                              finding->remedy);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* What lies behind the text: a selection would shine through the box. */
static GdkRGBA
get_background (GtkWidget *view)
{
  GtkSourceBuffer *buffer = GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)));
  GtkSourceStyleScheme *scheme = gtk_source_buffer_get_style_scheme (buffer);
  GtkSourceStyle *style = scheme != NULL ? gtk_source_style_scheme_get_style (scheme, "text") : NULL;
  GdkRGBA colour = { 1.0f, 1.0f, 1.0f, 1.0f };
  g_autofree char *name = NULL;

  gtk_style_context_lookup_color (gtk_widget_get_style_context (view), "view_bg_color", &colour);
  if (style != NULL)
    g_object_get (style, "background", &name, NULL);
  if (name != NULL)
    gdk_rgba_parse (&colour, name);
  return colour;
}

/* The font of the rest of the window, a little smaller: the view's own is made for code. */
static PangoFontDescription *
dup_font (GtkWidget *view)
{
  g_autofree char *name = NULL;
  PangoFontDescription *font = NULL;

  g_object_get (gtk_widget_get_settings (view), "gtk-font-name", &name, NULL);
  font = pango_font_description_from_string (name != NULL ? name : "Sans 10");
  pango_font_description_set_size (font, pango_font_description_get_size (font) * 9 / 10);
  return font;
}

static PangoLayout *
create_layout (GtkWidget *view, const RetortFindingFields *finding, const char *more, int width)
{
  g_autofree char *text = g_markup_printf_escaped ("<span weight='600'>%s: %s%s</span>%s%s",
                                                   retort_severity_to_word (finding->severity), finding->message, more, *finding->remedy != '\0' ? "  " : "", finding->remedy);
  PangoLayout *layout = gtk_widget_create_pango_layout (view, NULL);
  PangoFontDescription *font = dup_font (view);

  pango_layout_set_markup (layout, text, -1);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_width (layout, MAX (width - TEXT_START - PADDING, 40) * PANGO_SCALE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_height (layout, -MAX_TEXT_LINES);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_font_description_free (font);
  return layout;
}

/**
 * retort_source_message_measure: (skip)
 * @view: the editor
 * @finding: what is told
 * @more: what follows the message, maybe nothing
 * @width: the room that there is, in pixels
 *
 * Returns: how high the message is with the gap to the next, in pixels
 */
int
retort_source_message_measure (GtkWidget *view, const RetortFindingFields *finding, const char *more, int width)
{
  g_autoptr(PangoLayout) layout = create_layout (view, finding, more, width);
  int height = 0;

  pango_layout_get_pixel_size (layout, NULL, &height);
  return MAX (RETORT_SOURCE_MESSAGE_HEIGHT, height + 2 * GAP);
}

/* Beside the first line of the text, whose upper end is at @place. */
static void
paint_icon (GtkWidget *view, GtkSnapshot *snapshot, RetortSeverity severity, PangoLayout *layout, const graphene_point_t *place)
{
  PangoRectangle line;

  pango_layout_line_get_pixel_extents (pango_layout_get_line_readonly (layout, 0), NULL, &line);
  retort_severity_snapshot (view, snapshot, severity, &GRAPHENE_POINT_INIT (place->x, place->y + (float) (line.height - ICON_SIZE) / 2),
                            ICON_SIZE);
}

/**
 * retort_source_message_paint: (skip)
 * @view: the editor
 * @snapshot: onto what
 * @finding: what is told
 * @more: what follows the message, maybe nothing
 * @place: where; its height is what retort_source_message_measure() said
 */
void
retort_source_message_paint (GtkWidget *view, GtkSnapshot *snapshot, const RetortFindingFields *finding,
                             const char *more, const GdkRectangle *place)
{
  g_autoptr(PangoLayout) layout = create_layout (view, finding, more, place->width);
  GdkRGBA colour = retort_source_message_get_colour (view, finding->severity);
  GdkRGBA background = get_background (view);
  GdkRGBA tint = colour;
  GskRoundedRect box;
  graphene_rect_t bar;
  graphene_point_t start;
  int text_width = 0;
  int text_height = 0;

  pango_layout_get_pixel_size (layout, &text_width, &text_height);
  tint.alpha *= 0.13f;
  gsk_rounded_rect_init_from_rect (&box, &GRAPHENE_RECT_INIT ((float) place->x, (float) place->y + 2,
                                                              (float) MIN (place->width, text_width + TEXT_START + PADDING),
                                                              (float) place->height - GAP), GAP);
  gtk_snapshot_push_rounded_clip (snapshot, &box);
  gtk_snapshot_append_color (snapshot, &background, &box.bounds);
  gtk_snapshot_append_color (snapshot, &tint, &box.bounds);
  bar = GRAPHENE_RECT_INIT (box.bounds.origin.x, box.bounds.origin.y, BAR_WIDTH, box.bounds.size.height);
  gtk_snapshot_append_color (snapshot, &colour, &bar);
  gtk_snapshot_pop (snapshot);
  start = GRAPHENE_POINT_INIT ((float) place->x + TEXT_START,
                               box.bounds.origin.y + (box.bounds.size.height - (float) text_height) / 2);
  paint_icon (view, snapshot, finding->severity, layout, &GRAPHENE_POINT_INIT ((float) place->x + PADDING, start.y));
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &start);
  gtk_snapshot_append_layout (snapshot, layout, &colour);
  gtk_snapshot_restore (snapshot);
}
