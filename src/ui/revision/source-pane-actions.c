/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Search, steps from finding to finding, quick fixes. */
#include "config.h"

#include "ui/revision/finding-box.h"
#include "ui/revision/source-pane-private.h"

#include <glib/gi18n.h>

static GtkTextBuffer *
get_buffer (RetortSourcePane *self)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
}

static void
show_matches (RetortSourcePane *self)
{
  int n = gtk_source_search_context_get_occurrences_count (self->search);
  GtkTextIter start;
  GtkTextIter end;
  int position = 0;
  g_autofree char *text = NULL;

  if (n > 0 && gtk_text_buffer_get_selection_bounds (get_buffer (self), &start, &end))
    position = gtk_source_search_context_get_occurrence_position (self->search, &start, &end);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "source.find-next", n > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "source.find-previous", n > 0);
  if (position > 0)
    /* Translators: which of how many matches, "3 of 14". */
    text = g_strdup_printf (_("%d of %d"), position, n);
  else if (n > 0)
    text = g_strdup_printf (ngettext ("%d match", "%d matches", (gulong) n), n);
  else
    text = g_strdup (n == 0 && *gtk_editable_get_text (GTK_EDITABLE (self->search_entry)) != '\0' ? _("none") : "");
  gtk_label_set_text (self->matches_label, text);
}

static void
find (RetortSourcePane *self, gboolean forward)
{
  GtkTextBuffer *buffer = get_buffer (self);
  GtkTextIter from;
  GtkTextIter to;
  GtkTextIter start;
  GtkTextIter end;
  gboolean is_found = FALSE;

  gtk_text_buffer_get_selection_bounds (buffer, &from, &to);
  if (forward)
    is_found = gtk_source_search_context_forward (self->search, &to, &start, &end, NULL);
  else
    is_found = gtk_source_search_context_backward (self->search, &from, &start, &end, NULL);
  if (!is_found)
    return;
  gtk_text_buffer_select_range (buffer, &start, &end);
  gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (self->view), gtk_text_buffer_get_insert (buffer), 0.1, FALSE, 0, 0);
  show_matches (self);
}

static void
find_next_cb (RetortSourcePane *self)
{
  find (self, TRUE);
}

static void
find_previous_cb (RetortSourcePane *self)
{
  find (self, FALSE);
}

static void
search_changed_cb (RetortSourcePane *self)
{
  GtkTextIter start;

  gtk_source_search_settings_set_search_text (gtk_source_search_context_get_settings (self->search),
                                              gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
  gtk_text_buffer_get_selection_bounds (get_buffer (self), &start, NULL);
  gtk_text_buffer_place_cursor (get_buffer (self), &start);
  find (self, TRUE);
}

static void
stop_search_cb (RetortSourcePane *self)
{
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
find_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortSourcePane *self = RETORT_SOURCE_PANE (widget);

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
find_step_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  find (RETORT_SOURCE_PANE (widget), g_str_equal (name, "source.find-next"));
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  retort_source_pane_save (RETORT_SOURCE_PANE (widget));
}

static void
reload_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  retort_source_pane_reload (RETORT_SOURCE_PANE (widget));
}

static void
keep_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  retort_source_pane_keep (RETORT_SOURCE_PANE (widget));
}

static void
recover_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  retort_source_pane_recover (RETORT_SOURCE_PANE (widget), g_str_equal (name, "source.restore-found"));
}

/**
 * retort_source_pane_step:
 * @self: the pane
 * @forward: to the next line with a finding, else to the previous one
 * @from: which line to begin at
 *
 * Puts the caret into a line with a finding.
 *
 * Returns: whether there is one
 */
gboolean
retort_source_pane_step (RetortSourcePane *self, gboolean forward, RetortSourceStep from)
{
  guint edge = forward ? 0 : G_MAXUINT;
  guint line = retort_source_view_find_finding (self->view, from == RETORT_SOURCE_STEP_FROM_CARET ? retort_source_view_get_caret_line (self->view) : edge,
                                                forward);

  if (line > 0)
    retort_source_pane_go_to (self, line, 0);
  return line > 0;
}

/* The fix was made for the text that was reviewed: when somebody typed since, it waits for the next review. */
static gboolean
apply_fix (RetortSourcePane *self, RetortFinding *finding)
{
  const RetortFindingFields *fields = retort_finding_get (finding);
  GtkTextBuffer *buffer = get_buffer (self);
  RetortSource *source = self->review != NULL ? retort_review_get_source (self->review) : NULL;
  g_autofree char *text = NULL;
  g_autoptr(GPtrArray) edits = NULL;
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  if (fields->fix == NULL || source == NULL || g_strcmp0 (text, retort_source_get_text (source)) != 0)
    return FALSE;
  edits = retort_edits_list_sorted (fields->fix);
  gtk_text_buffer_begin_user_action (buffer);
  for (guint i = edits->len; i > 0; i--) /* from the end: what stands before keeps its place */
    {
      const RetortEdit *edit = g_ptr_array_index (edits, i - 1);

      gtk_text_buffer_get_iter_at_offset (buffer, &start, (int) retort_source_bytes_to_chars (source, edit->span.start));
      gtk_text_buffer_get_iter_at_offset (buffer, &end, (int) retort_source_bytes_to_chars (source, edit->span.end));
      gtk_text_buffer_delete (buffer, &start, &end);
      gtk_text_buffer_insert (buffer, &start, edit->replacement, -1);
    }
  gtk_text_buffer_end_user_action (buffer);
  return TRUE;
}

static void
fix_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortSourcePane *self = RETORT_SOURCE_PANE (widget);
  guint line = parameter != NULL ? g_variant_get_uint32 (parameter) : 0;
  g_autoptr(GPtrArray) findings = NULL;

  findings = retort_source_view_list_at_line (self->view, line > 0 ? line : retort_source_view_get_caret_line (self->view));
  for (guint i = 0; i < findings->len; i++)
    {
      if (!apply_fix (self, g_ptr_array_index (findings, i)))
        continue;
      if (gtk_widget_get_visible (self->card))
        retort_source_pane_close_card (self);
      return;
    }
  gtk_widget_error_bell (widget);
}

/* Where no finding of the line can be mended by itself, what there is to say about it is shown. */
static void
fix_at_caret_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortSourcePane *self = RETORT_SOURCE_PANE (widget);
  g_autoptr(GPtrArray) findings = retort_source_view_list_at_line (self->view, retort_source_view_get_caret_line (self->view));

  for (guint i = 0; i < findings->len; i++)
    if (retort_finding_get (g_ptr_array_index (findings, i))->fix != NULL)
      {
        fix_action (widget, name, NULL);
        return;
      }
  retort_source_pane_about_action (widget, name, NULL);
}

/* The pointer moved, and neither the text below it nor the view in its window. Where it was when nobody had seen it yet is not known. */
static void
pointer_moved_cb (RetortSourcePane *self, double x, double y)
{
  gtk_widget_translate_coordinates (GTK_WIDGET (self->view), GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self))), x, y, &x, &y);
  if (self->has_pointer && (x != self->pointer_x || y != self->pointer_y))
    self->is_quiet = FALSE;
  self->has_pointer = TRUE;
  self->pointer_x = x;
  self->pointer_y = y;
}

static gboolean
key_pressed_cb (RetortSourcePane *self)
{
  self->is_quiet = TRUE;
  return GDK_EVENT_PROPAGATE;
}

/**
 * retort_source_pane_init_hover: (skip)
 * @self: the pane
 *
 * Whoever works with keys is told nothing about the line that comes to lie below a pointer at rest: it would cover what is looked at.
 */
void
retort_source_pane_init_hover (RetortSourcePane *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (motion, GTK_PHASE_CAPTURE);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (pointer_moved_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (pointer_moved_cb), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), motion);
  gtk_widget_add_controller (GTK_WIDGET (self->view), keys);
}

/* Over a line, its mark or its messages: the same, to be read only. A tooltip may ask without a pointer: then it is about the caret's line. */
static gboolean
query_tooltip_cb (RetortSourcePane *self, int x, int y, gboolean is_by_key, GtkTooltip *tooltip)
{
  GtkTextView *view = GTK_TEXT_VIEW (self->view);
  GdkRectangle place = { 0, 0, gtk_widget_get_width (GTK_WIDGET (view)), 0 };
  g_autoptr(GPtrArray) findings = NULL;
  GtkTextIter iter;
  int top = 0;

  if (self->is_quiet && !is_by_key)
    return FALSE;
  gtk_text_view_window_to_buffer_coords (view, GTK_TEXT_WINDOW_WIDGET, x, y, NULL, &y);
  gtk_text_view_get_line_at_y (view, &iter, y, &top);
  if (is_by_key)
    gtk_text_buffer_get_iter_at_mark (get_buffer (self), &iter, gtk_text_buffer_get_insert (get_buffer (self)));
  gtk_text_view_get_line_yrange (view, &iter, &top, &place.height);
  findings = retort_source_view_list_at_line (self->view, (guint) gtk_text_iter_get_line (&iter) + 1);
  if (findings->len == 0 || (!is_by_key && y >= top + place.height))
    return FALSE;
  gtk_text_view_buffer_to_window_coords (view, GTK_TEXT_WINDOW_WIDGET, 0, top, NULL, &place.y);
  gtk_tooltip_set_tip_area (tooltip, &place);
  gtk_tooltip_set_custom (tooltip, retort_finding_box_new (findings, self->review, 0, place.width));
  return TRUE;
}

/**
 * retort_source_pane_init_search: (skip)
 * @self: the pane
 *
 * Connects the search entry with the text.
 */
void
retort_source_pane_init_search (RetortSourcePane *self)
{
  g_autoptr(GtkSourceSearchSettings) settings = gtk_source_search_settings_new ();

  gtk_source_search_settings_set_wrap_around (settings, TRUE);
  self->search = gtk_source_search_context_new (GTK_SOURCE_BUFFER (get_buffer (self)), settings);
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
  gtk_search_bar_set_key_capture_widget (self->search_bar, NULL);
  g_signal_connect_object (self->search, "notify::occurrences-count", G_CALLBACK (show_matches), self,
                           G_CONNECT_SWAPPED);
}

/**
 * retort_source_pane_install_actions: (skip)
 * @widget_class: the pane's class
 *
 * Installs actions, keys and template callbacks.
 */
void
retort_source_pane_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, find_next_cb);
  gtk_widget_class_bind_template_callback (widget_class, find_previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, retort_source_pane_show_card);
  gtk_widget_class_bind_template_callback_full (widget_class, "place_card_cb", G_CALLBACK (retort_source_pane_place_card));
  gtk_widget_class_bind_template_callback (widget_class, query_tooltip_cb);
  gtk_widget_class_install_action (widget_class, "source.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "source.find", NULL, find_action);
  gtk_widget_class_install_action (widget_class, "source.find-next", NULL, find_step_action);
  gtk_widget_class_install_action (widget_class, "source.find-previous", NULL, find_step_action);
  gtk_widget_class_install_action (widget_class, "source.reload", NULL, reload_action);
  gtk_widget_class_install_action (widget_class, "source.keep", NULL, keep_action);
  gtk_widget_class_install_action (widget_class, "source.restore-found", NULL, recover_action);
  gtk_widget_class_install_action (widget_class, "source.discard-found", NULL, recover_action);
  gtk_widget_class_install_action (widget_class, "source.fix", "u", fix_action);
  gtk_widget_class_install_action (widget_class, "source.about", NULL, retort_source_pane_about_action);
  gtk_widget_class_install_action (widget_class, "source.suppress", "(uss)", retort_source_pane_suppress_action);
  gtk_widget_class_install_action (widget_class, "source.fix-at-caret", NULL, fix_at_caret_action);
}
