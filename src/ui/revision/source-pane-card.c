/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What there is to say about a line, on a card over the text. It lies in the window and is no popover: under X11 a popover of GTK 4.8 takes
 * the keyboard and gives no key to what is in it. It goes with Escape, and when the focus leaves it. */
#include "config.h"

#include "ui/revision/finding-box.h"
#include "ui/revision/source-pane-private.h"

#define CARD_MARGIN 12 /* px, to the edges of the pane */
#define CARD_GAP 4     /* px, to what it is about */

/* What is on it stays until it is shown again: the focus may be on its way out of there. */
static void
hide_card (RetortSourcePane *self)
{
  gtk_widget_set_visible (self->card, FALSE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self->view), TRUE);
}

/**
 * retort_source_pane_close_card: (skip)
 * @self: the pane
 *
 * Closes the card, when it is there; the text has the focus again.
 */
void
retort_source_pane_close_card (RetortSourcePane *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  if (gtk_widget_get_visible (self->card))
    hide_card (self);
}

static gboolean
key_pressed_cb (RetortSourcePane *self, guint key)
{
  if (key != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  retort_source_pane_close_card (self);
  return GDK_EVENT_STOP;
}

static void
focus_left_cb (RetortSourcePane *self)
{
  if (gtk_widget_get_visible (self->card))
    hide_card (self);
}

/* It stays beside what it is about: that also moves when the text is on its way to a line that was gone to. */
static void
scrolled_cb (RetortSourcePane *self, GtkAdjustment *adjustment)
{
  int value = (int) gtk_adjustment_get_value (adjustment);

  self->card_place.y -= value - self->card_scroll;
  self->card_scroll = value;
  if (gtk_widget_get_visible (self->card))
    gtk_widget_queue_allocate (gtk_widget_get_parent (self->card));
}

/**
 * retort_source_pane_init_card: (skip)
 * @self: the pane
 *
 * Lets the card go when it should.
 */
void
retort_source_pane_init_card (RetortSourcePane *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (focus_left_cb), self);
  gtk_widget_add_controller (self->card, keys);
  gtk_widget_add_controller (self->card, focus);
  g_signal_connect_object (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view)), "value-changed", G_CALLBACK (scrolled_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * retort_source_pane_place_card: (skip)
 * @self: the pane
 * @card: what lies over the text
 * @allocation: (out caller-allocates): where
 *
 * Puts the card below what it is about, above it where there is more room.
 *
 * Returns: %TRUE
 */
gboolean
retort_source_pane_place_card (RetortSourcePane *self, GtkWidget *card, GdkRectangle *allocation)
{
  GtkWidget *overlay = gtk_widget_get_parent (card);
  int room_width = gtk_widget_get_width (overlay) - 2 * CARD_MARGIN;
  int below = gtk_widget_get_height (overlay) - CARD_MARGIN - (self->card_place.y + self->card_place.height + CARD_GAP);
  int above = self->card_place.y - CARD_GAP - CARD_MARGIN;
  int minimum = 0;
  int width = 0;
  int height = 0;

  gtk_widget_measure (card, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &width, NULL, NULL);
  width = MAX (minimum, MIN (width, room_width));
  gtk_widget_measure (card, GTK_ORIENTATION_VERTICAL, width, &minimum, &height, NULL, NULL);
  height = MAX (minimum, MIN (height, MAX (below, above)));
  allocation->width = width;
  allocation->height = height;
  allocation->x = CLAMP (self->card_place.x, CARD_MARGIN, MAX (CARD_MARGIN, CARD_MARGIN + room_width - width));
  allocation->y = height <= below || below >= above ? self->card_place.y + self->card_place.height + CARD_GAP
                                                    : self->card_place.y - CARD_GAP - height;
  allocation->y = CLAMP (allocation->y, CARD_MARGIN, MAX (CARD_MARGIN, gtk_widget_get_height (overlay) - CARD_MARGIN - height));
  return TRUE;
}

/* The first that there is. What was made just now has no size, and is passed over by gtk_widget_child_focus(). */
static gboolean
focus_button (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget))
    return gtk_widget_grab_focus (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (focus_button (child))
      return TRUE;
  return FALSE;
}

/**
 * retort_source_pane_show_card: (skip)
 * @self: the pane
 * @line: from 1
 * @place: where it is about, in the view
 *
 * Shows what there is to say about a line; the card has the focus.
 */
void
retort_source_pane_show_card (RetortSourcePane *self, guint line, GdkRectangle *place)
{
  g_autoptr(GPtrArray) findings = retort_source_view_list_at_line (self->view, line);
  GtkWidget *box = retort_finding_box_new (findings, self->review, line, gtk_widget_get_width (GTK_WIDGET (self->view)));
  double x = 0;
  double y = 0;

  gtk_widget_translate_coordinates (GTK_WIDGET (self->view), gtk_widget_get_parent (self->card), place->x, place->y, &x, &y);
  self->card_place = (GdkRectangle){ (int) x, (int) y, place->width, place->height };
  self->card_scroll = (int) gtk_adjustment_get_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view)));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->card), box);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self->view), FALSE); /* it would cover what it says again */
  gtk_widget_set_visible (self->card, TRUE);
  gtk_widget_queue_resize (self->card);
  if (!focus_button (box))
    gtk_widget_grab_focus (self->card);
}

/**
 * retort_source_pane_about_action: (skip)
 * @widget: a pane
 * @name: the action
 * @parameter: (nullable): unused
 *
 * Shows what there is to say about the line of the caret.
 */
void
retort_source_pane_about_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortSourcePane *self = RETORT_SOURCE_PANE (widget);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
  guint line = retort_source_view_get_caret_line (self->view);
  g_autoptr(GPtrArray) findings = retort_source_view_list_at_line (self->view, line);
  GdkRectangle place = { 0 };
  GtkTextIter iter;

  if (findings->len == 0)
    {
      gtk_widget_error_bell (widget);
      return;
    }
  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_insert (buffer));
  gtk_text_view_get_iter_location (GTK_TEXT_VIEW (self->view), &iter, &place);
  gtk_text_view_buffer_to_window_coords (GTK_TEXT_VIEW (self->view), GTK_TEXT_WINDOW_WIDGET, place.x, place.y, &place.x, &place.y);
  retort_source_pane_show_card (self, line, &place);
}
