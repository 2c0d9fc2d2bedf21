/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list view makes its rows some two hundred at a time and tells none of them whether it is to be seen. Where rows are is known when the
 * list was laid out: so what is to be seen is shown between that and the drawing of the same frame, and the rest by a callback
 * that runs in the frames after rows have come or moved. */
#include "config.h"

#include "ui/history/row-shower.h"

#include "ui/history/revision-row.h"

/* Rows that are not to be seen yet and are made ready in one frame. */
#define MOST_AHEAD 6
/* Frames without anything to do after which nothing more is expected. */
#define QUIET_FRAMES 3

struct _RetortRowShower
{
  GtkWidget *list;           /* borrowed */
  guint      tick_id;        /* 0, or a tick callback */
  guint      n_quiet_frames; /* in which no row had to be shown */
};

/* Is a row at most so many pages away from what is to be seen? */
static gboolean
is_within (RetortRowShower *self, GtkWidget *row, double n_pages)
{
  double height = gtk_widget_get_height (self->list);
  graphene_rect_t bounds;

  return gtk_widget_compute_bounds (row, self->list, &bounds) && bounds.size.height > 0
         && bounds.origin.y + bounds.size.height > -n_pages * height && bounds.origin.y < (1 + n_pages) * height;
}

/* Has at most @most of the rows that wait show their items. Returns: how many did. */
static guint
show_rows (RetortRowShower *self, double n_pages, guint most)
{
  guint n_rows = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (self->list); child != NULL && n_rows < most;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = gtk_widget_get_first_child (child);

      if (!RETORT_IS_REVISION_ROW (row))
        continue;
      if (is_within (self, row, n_pages))
        n_rows += retort_revision_row_show (RETORT_REVISION_ROW (row));
    }
  return n_rows;
}

/* Rows that were given the height that was guessed before there was one to be measured. */
static void
mend_heights (RetortRowShower *self)
{
  for (GtkWidget *child = gtk_widget_get_first_child (self->list); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = gtk_widget_get_first_child (child);

      if (RETORT_IS_REVISION_ROW (row) && !retort_revision_row_is_usual (RETORT_REVISION_ROW (row)))
        gtk_widget_queue_resize (row);
    }
}

/* Rows that are to be seen show their items before the frame is drawn: the list knows now where they are, and it is laid out once more. */
static void
layout_cb (RetortRowShower *self)
{
  if (self->tick_id != 0 && show_rows (self, 0, G_MAXUINT) > 0)
    self->n_quiet_frames = 0;
}

/* Those that scrolling will bring follow, few in a frame. */
static gboolean
show_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  RetortRowShower *self = user_data;

  self->n_quiet_frames = show_rows (self, 1, MOST_AHEAD) > 0 ? 0 : self->n_quiet_frames + 1;
  if (self->n_quiet_frames < QUIET_FRAMES)
    return G_SOURCE_CONTINUE;
  mend_heights (self);
  self->tick_id = 0;
  return G_SOURCE_REMOVE;
}

/**
 * retort_row_shower_queue:
 * @self: a shower
 *
 * Looks at the rows in the next frames. Called by itself when the list is scrolled or gets another size.
 */
void
retort_row_shower_queue (RetortRowShower *self)
{
  self->n_quiet_frames = 0;
  if (self->tick_id == 0)
    self->tick_id = gtk_widget_add_tick_callback (self->list, show_tick, self, NULL);
}

static void
realize_cb (RetortRowShower *self)
{
  g_signal_connect_data (gtk_widget_get_frame_clock (self->list), "layout", G_CALLBACK (layout_cb), self, NULL,
                         G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

static void
unrealize_cb (RetortRowShower *self)
{
  g_signal_handlers_disconnect_by_data (gtk_widget_get_frame_clock (self->list), self);
}

/**
 * retort_row_shower_new:
 * @list: (not nullable): a list of rows that wait, not realized yet; outlives the shower
 *
 * Returns: (transfer full): who tells its rows to show their items
 */
RetortRowShower *
retort_row_shower_new (GtkListView *list)
{
  RetortRowShower *self = g_new0 (RetortRowShower, 1);
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (list));

  self->list = GTK_WIDGET (list);
  g_signal_connect_swapped (adjustment, "changed", G_CALLBACK (retort_row_shower_queue), self);
  g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (retort_row_shower_queue), self);
  g_signal_connect_swapped (list, "map", G_CALLBACK (retort_row_shower_queue), self);
  g_signal_connect_swapped (list, "realize", G_CALLBACK (realize_cb), self);
  g_signal_connect_swapped (list, "unrealize", G_CALLBACK (unrealize_cb), self);
  return self;
}

/**
 * retort_row_shower_free:
 * @self: (transfer full): a shower
 */
void
retort_row_shower_free (RetortRowShower *self)
{
  if (gtk_widget_get_realized (self->list))
    unrealize_cb (self);
  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (self->list, self->tick_id);
  g_signal_handlers_disconnect_by_data (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list)), self);
  g_signal_handlers_disconnect_by_data (self->list, self);
  g_free (self);
}
