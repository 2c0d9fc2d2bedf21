/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines that only one side has leave as much room on the other, so that what is the same stands at the same height; then one side
 * can follow the other by the pixel. The texts themselves stay as they are. */
#include "config.h"

#include "ui/review/version-view.h"

#include "ui/widgets/page-shortcut.h"
#include "ui/widgets/source-style.h"

#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>

#define MARK_CATEGORY "retort-difference"

typedef struct
{
  GtkWidget         *side;
  GtkSourceView     *view;
  GtkSourceBuffer   *buffer; /* of what is shown; owned by the view */
} Side;

struct _RetortVersionView
{
  GtkWidget parent_instance;

  GtkWidget         *box;
  GtkLabel          *title_label;
  GtkLabel          *place_label;
  GtkWidget         *move_box;
  GtkBox            *sides;
  GtkWidget         *old_side;
  GtkLabel          *old_label;
  GtkScrolledWindow *old_scrolled;
  GtkSourceView     *old_view;
  GtkWidget         *new_side;
  GtkLabel          *new_label;
  GtkScrolledWindow *new_scrolled;
  GtkSourceView     *new_view;

  Side                old;
  Side                now;
  RetortReviewedItem *revision; /* nullable */
  int                 at_hunk;  /* the last that was gone to, from 0; -1: none yet */
};

G_DEFINE_FINAL_TYPE (RetortVersionView, retort_version_view, GTK_TYPE_WIDGET)

static GtkTextBuffer *
text_buffer (const Side *side)
{
  return GTK_TEXT_BUFFER (side->buffer);
}

static void
fill (Side *side, RetortRevision *revision)
{
  RetortSource *source = revision != NULL ? retort_revision_get_source (revision) : NULL;
  g_autoptr(GtkSourceBuffer) buffer = gtk_source_buffer_new (NULL);
  GtkTextIter start;

  side->buffer = buffer;
  gtk_text_view_set_buffer (GTK_TEXT_VIEW (side->view), GTK_TEXT_BUFFER (buffer));
  retort_source_style_follow (buffer, NULL);
  retort_source_style_set_language (buffer, source != NULL ? retort_source_get_path (source) : NULL);
  gtk_widget_set_visible (side->side, source != NULL);
  gtk_text_buffer_set_text (text_buffer (side), source != NULL ? retort_source_get_text (source) : "", -1);
  gtk_text_buffer_get_start_iter (text_buffer (side), &start);
  gtk_text_buffer_place_cursor (text_buffer (side), &start);
}

static void
mark_lines (const Side *side, guint line, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      GtkTextIter iter;

      gtk_text_buffer_get_iter_at_line (text_buffer (side), &iter, (int) (line - 1 + i));
      gtk_source_buffer_create_source_mark (side->buffer, NULL, MARK_CATEGORY, &iter);
    }
}

/* Of one line without a wrap; all are of the same height. */
static int
line_height (GtkSourceView *view)
{
  g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (view), "Ag");
  int height = 0;

  pango_layout_get_pixel_size (layout, NULL, &height);
  return MAX (height, 1);
}

/* Room for @n lines below line @line; above the first where @line is 0. */
static void
leave_room (const Side *side, guint line, guint n)
{
  int height = (int) n * line_height (side->view);
  GtkTextTag *tag = gtk_text_buffer_create_tag (text_buffer (side), NULL, line > 0 ? "pixels-below-lines" : "pixels-above-lines", height, NULL);
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_iter_at_line (text_buffer (side), &start, line > 0 ? (int) line - 1 : 0);
  end = start;
  if (!gtk_text_iter_ends_line (&end))
    gtk_text_iter_forward_to_line_end (&end);
  gtk_text_iter_forward_char (&end);
  gtk_text_buffer_apply_tag (text_buffer (side), tag, &start, &end);
}

/* The last line of a hunk; where it has none, the line that it comes after. */
static guint
end_of (guint line, guint n)
{
  return n > 0 ? line + n - 1 : line;
}

static void
show_hunk (RetortVersionView *self, const RetortVersionHunk *hunk)
{
  mark_lines (&self->old, hunk->old_line, hunk->n_old);
  mark_lines (&self->now, hunk->new_line, hunk->n_new);
  if (hunk->n_old < hunk->n_new)
    leave_room (&self->old, end_of (hunk->old_line, hunk->n_old), hunk->n_new - hunk->n_old);
  else if (hunk->n_new < hunk->n_old)
    leave_room (&self->now, end_of (hunk->new_line, hunk->n_new), hunk->n_old - hunk->n_new);
}

static void
go_to_hunk (RetortVersionView *self, int index)
{
  guint n_hunks = 0;
  const RetortVersionHunk *hunks = retort_reviewed_item_get_hunks (self->revision, &n_hunks);
  GtkTextIter iter;

  if (index < 0 || index >= (int) n_hunks)
    return;
  self->at_hunk = index;
  gtk_text_buffer_get_iter_at_line (text_buffer (&self->now), &iter, (int) MAX (hunks[index].new_line, 1) - 1);
  gtk_text_buffer_place_cursor (text_buffer (&self->now), &iter);
  gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (self->now.view), gtk_text_buffer_get_insert (text_buffer (&self->now)), 0, TRUE, 0, 0.3);
}

static void
next_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortVersionView *self = RETORT_VERSION_VIEW (widget);

  go_to_hunk (self, self->at_hunk + 1);
}

static void
previous_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortVersionView *self = RETORT_VERSION_VIEW (widget);

  go_to_hunk (self, self->at_hunk - 1);
}

/* What is marked has a sign beside it: colour is never alone. */
static void
set_mark (const Side *side, const char *icon, const char *colour)
{
  g_autoptr(GtkSourceMarkAttributes) attributes = gtk_source_mark_attributes_new ();
  GdkRGBA background;

  gdk_rgba_parse (&background, colour);
  gtk_source_mark_attributes_set_icon_name (attributes, icon);
  gtk_source_mark_attributes_set_background (attributes, &background);
  gtk_source_view_set_mark_attributes (side->view, MARK_CATEGORY, attributes, 1);
}

static void
follow (GtkAdjustment *one, GtkAdjustment *other)
{
  g_object_bind_property (one, "value", other, "value", G_BINDING_BIDIRECTIONAL);
}

static void
retort_version_view_dispose (GObject *object)
{
  RetortVersionView *self = RETORT_VERSION_VIEW (object);

  g_clear_object (&self->revision);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (retort_version_view_parent_class)->dispose (object);
}

static void
retort_version_view_class_init (RetortVersionViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = retort_version_view_dispose;
  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/retort/Retort/review/version-view.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortVersionView, box);
  gtk_widget_class_bind_template_child (widget_class, RetortVersionView, title_label);
  gtk_widget_class_bind_template_child (widget_class, RetortVersionView, place_label);
  gtk_widget_class_bind_template_child (widget_class, RetortVersionView, move_box);
  gtk_widget_class_bind_template_child (widget_class, RetortVersionView, sides);
  gtk_widget_class_bind_template_child (widget_class, RetortVersionView, old_side);
  gtk_widget_class_bind_template_child (widget_class, RetortVersionView, old_label);
  gtk_widget_class_bind_template_child (widget_class, RetortVersionView, old_scrolled);
  gtk_widget_class_bind_template_child (widget_class, RetortVersionView, old_view);
  gtk_widget_class_bind_template_child (widget_class, RetortVersionView, new_side);
  gtk_widget_class_bind_template_child (widget_class, RetortVersionView, new_label);
  gtk_widget_class_bind_template_child (widget_class, RetortVersionView, new_scrolled);
  gtk_widget_class_bind_template_child (widget_class, RetortVersionView, new_view);
  gtk_widget_class_install_action (widget_class, "versions.next", NULL, next_action);
  gtk_widget_class_install_action (widget_class, "versions.previous", NULL, previous_action);
}

static void
retort_version_view_init (RetortVersionView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->old = (Side){ self->old_side, self->old_view, NULL };
  self->now = (Side){ self->new_side, self->new_view, NULL };
  set_mark (&self->old, "list-remove-symbolic", "rgba(224, 27, 36, 0.16)");
  set_mark (&self->now, "list-add-symbolic", "rgba(46, 194, 126, 0.18)");
  follow (gtk_scrolled_window_get_vadjustment (self->old_scrolled), gtk_scrolled_window_get_vadjustment (self->new_scrolled));
  follow (gtk_scrolled_window_get_hadjustment (self->old_scrolled), gtk_scrolled_window_get_hadjustment (self->new_scrolled));
  retort_page_shortcut_add (GTK_WIDGET (self), GDK_KEY_Escape, 0, "review.close-versions");
  retort_page_shortcut_add (GTK_WIDGET (self), GDK_KEY_F8, 0, "versions.next");
  retort_page_shortcut_add (GTK_WIDGET (self), GDK_KEY_F8, GDK_SHIFT_MASK, "versions.previous");
}

/**
 * retort_version_view_show:
 * @self: the view
 * @item: a revision of a review
 *
 * Shows it as it was and as it is.
 */
void
retort_version_view_show (RetortVersionView *self, RetortReviewedItem *item)
{
  RetortRevision *revision = retort_reviewed_item_get_revision (item);
  RetortRevision *old = retort_reviewed_item_get_old (item);
  gboolean is_removed = retort_reviewed_item_get_kind (item) == RETORT_REVIEWED_REMOVED;
  guint n_hunks = 0;
  const RetortVersionHunk *hunks = retort_reviewed_item_get_hunks (item, &n_hunks);
  g_autofree char *title = g_strdup_printf ("%s  %s", retort_revision_get_id (revision), retort_revision_get_caption (revision));

  g_set_object (&self->revision, item);
  self->at_hunk = -1;
  gtk_label_set_text (self->title_label, title);
  gtk_label_set_text (self->place_label, retort_reviewed_item_get_file (item));
  gtk_label_set_text (self->old_label, _("Before"));
  gtk_label_set_text (self->new_label, is_removed ? _("Before It Was Removed") : _("Now"));
  fill (&self->old, old);
  fill (&self->now, revision);
  for (guint i = 0; i < n_hunks; i++)
    show_hunk (self, &hunks[i]);
  gtk_widget_set_visible (GTK_WIDGET (self->new_label), old != NULL || is_removed);
  gtk_widget_set_visible (self->move_box, n_hunks > 0);
  gtk_widget_grab_focus (GTK_WIDGET (self->new_view));
  go_to_hunk (self, 0);
}

/**
 * retort_version_view_set_narrow:
 * @self: the view
 * @is_narrow: the versions stand above each other
 */
void
retort_version_view_set_narrow (RetortVersionView *self, gboolean is_narrow)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->sides), is_narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
}
