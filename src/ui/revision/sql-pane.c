/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Selecting a statement marks its lines at the left; a click into a line, and the caret that comes into it, selects the
 * statement that comes from it; hovering a statement marks its lines while the pointer stays. */
#include "config.h"

#include "ui/revision/sql-pane.h"

#include "ui/revision/statement-row.h"
#include "ui/widgets/source-style.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _RetortSqlPane
{
  GtkWidget parent_instance;

  GtkWidget       *box;
  GtkToggleButton *up_toggle;
  GtkToggleButton *down_toggle;
  GtkLabel        *status_label;
  GtkStack        *stack;
  AdwStatusPage   *empty_page;
  GtkWidget       *source_side;
  GtkSourceView   *source_view;
  GtkListView     *list_view;

  RetortReview       *review;    /* nullable */
  GtkSingleSelection *selection; /* over the statements of one direction; owned */
  GtkTextTag         *linked_tag; /* owned by the buffer's table */
};

enum
{
  LINE_ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RetortSqlPane, retort_sql_pane, GTK_TYPE_WIDGET)

static RetortDirection
get_direction (RetortSqlPane *self)
{
  return gtk_toggle_button_get_active (self->down_toggle) ? RETORT_DIRECTION_DOWNGRADE : RETORT_DIRECTION_UPGRADE;
}

static GtkTextBuffer *
get_buffer (RetortSqlPane *self)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->source_view));
}

static void
update_linked_colour (RetortSqlPane *self)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self));
  GdkRGBA colour = { 0.2f, 0.5f, 0.9f, 1.0f };

  gtk_style_context_lookup_color (context, "accent_color", &colour);
  colour.alpha *= 0.18f;
  g_object_set (self->linked_tag, "paragraph-background-rgba", &colour, NULL);
}

static void
scroll_to_line (RetortSqlPane *self, guint line)
{
  GtkTextBuffer *buffer = get_buffer (self);
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_line (buffer, &iter, (int) line - 1);
  gtk_text_buffer_place_cursor (buffer, &iter);
  gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (self->source_view), gtk_text_buffer_get_insert (buffer), 0.1, FALSE, 0,
                                0);
}

/* Marks the lines that a statement comes from, and shows the first of them. */
static void
mark_lines (RetortSqlPane *self, RetortStatementItem *item)
{
  GtkTextBuffer *buffer = get_buffer (self);
  guint line = item != NULL ? retort_statement_item_get_line (item) : 0;
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_remove_tag (buffer, self->linked_tag, &start, &end);
  if (line == 0)
    return;
  update_linked_colour (self);
  gtk_text_buffer_get_iter_at_line (buffer, &start, (int) line - 1);
  gtk_text_buffer_get_iter_at_line (buffer, &end, (int) retort_statement_item_get_end_line (item) - 1);
  gtk_text_iter_forward_line (&end);
  gtk_text_buffer_apply_tag (buffer, self->linked_tag, &start, &end);
  if (!gtk_widget_has_focus (GTK_WIDGET (self->source_view))) /* else somebody moves the caret there */
    scroll_to_line (self, line);
}

static void
selection_changed_cb (RetortSqlPane *self)
{
  mark_lines (self, gtk_single_selection_get_selected_item (self->selection));
}

static void
activate_cb (RetortSqlPane *self, guint position)
{
  g_autoptr(RetortStatementItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  guint line = item != NULL ? retort_statement_item_get_line (item) : 0;

  if (line > 0)
    g_signal_emit (self, signals[LINE_ACTIVATED], 0, line);
}

static void
select_statement_at_line (RetortSqlPane *self, guint line)
{
  GListModel *model = G_LIST_MODEL (self->selection);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(RetortStatementItem) item = g_list_model_get_item (model, i);

      if (retort_statement_item_get_line (item) <= line && retort_statement_item_get_end_line (item) >= line)
        {
          gtk_single_selection_set_selected (self->selection, i);
          gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", i);
          return;
        }
    }
}

static void
source_clicked_cb (RetortSqlPane *self, int n_press, double x, double y)
{
  GtkTextIter iter;
  int buffer_x = 0;
  int buffer_y = 0;

  gtk_text_view_window_to_buffer_coords (GTK_TEXT_VIEW (self->source_view), GTK_TEXT_WINDOW_WIDGET, (int) x, (int) y,
                                         &buffer_x, &buffer_y);
  gtk_text_view_get_line_at_y (GTK_TEXT_VIEW (self->source_view), &iter, buffer_y, NULL);
  select_statement_at_line (self, (guint) gtk_text_iter_get_line (&iter) + 1);
}

static void
caret_moved_cb (RetortSqlPane *self)
{
  GtkTextIter iter;

  if (!gtk_widget_has_focus (GTK_WIDGET (self->source_view)))
    return;
  gtk_text_buffer_get_iter_at_mark (get_buffer (self), &iter, gtk_text_buffer_get_insert (get_buffer (self)));
  select_statement_at_line (self, (guint) gtk_text_iter_get_line (&iter) + 1);
}

/* The statement under the pointer, found by the row that shows it. */
static void
hovered_cb (RetortSqlPane *self, double x, double y)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (self->list_view), x, y, GTK_PICK_DEFAULT);
  GtkWidget *row = widget != NULL ? gtk_widget_get_ancestor (widget, RETORT_TYPE_STATEMENT_ROW) : NULL;
  g_autoptr(RetortStatementItem) item = NULL;

  if (row == NULL && widget != NULL)
    row = gtk_widget_get_first_child (widget);
  if (row != NULL && RETORT_IS_STATEMENT_ROW (row))
    g_object_get (row, "item", &item, NULL);
  if (item != NULL)
    mark_lines (self, item);
}

static void
left_cb (RetortSqlPane *self)
{
  selection_changed_cb (self);
}

static const char *
get_empty_title (RetortSqlPane *self, RetortDirection direction)
{
  RetortMigration *migration = retort_review_get_migration (self->review, direction);

  if (migration == NULL || retort_migration_get_n_gaps (migration) > 0)
    return _("The SQL Is Not Known");
  if (direction == RETORT_DIRECTION_DOWNGRADE)
    return _("The Downgrade Sends No SQL");
  return _("The Upgrade Sends No SQL");
}

/* Both columns begin with the same: what stands above the first statement of a file says nothing here. A view
 * that is not shown has no places to scroll to: it is done once more when it is. */
static void
show_first_line (RetortSqlPane *self)
{
  g_autoptr(RetortStatementItem) first = g_list_model_get_item (G_LIST_MODEL (self->selection), 0);
  guint line = first != NULL ? retort_statement_item_get_line (first) : 0;
  GtkTextIter iter;

  if (line == 0 || gtk_single_selection_get_selected_item (self->selection) != NULL)
    return;
  gtk_text_buffer_get_iter_at_line (get_buffer (self), &iter, (int) MAX (line, 2) - 2);
  gtk_text_buffer_place_cursor (get_buffer (self), &iter);
  gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (self->source_view), gtk_text_buffer_get_insert (get_buffer (self)), 0,
                                TRUE, 0, 0);
}

static void
show_direction (RetortSqlPane *self)
{
  RetortDirection direction = get_direction (self);
  GListModel *statements = NULL;
  const char *status = NULL;
  gboolean has_sql = FALSE;

  if (self->review == NULL)
    return;
  statements = retort_review_get_statements (self->review, direction);
  status = retort_review_get_status_text (self->review, direction);
  has_sql = *retort_review_get_sql (self->review, direction) != '\0';
  gtk_label_set_text (self->status_label, status);
  gtk_single_selection_set_model (self->selection, statements);
  adw_status_page_set_title (self->empty_page, get_empty_title (self, direction));
  gtk_stack_set_visible_child_name (self->stack,
                                    g_list_model_get_n_items (statements) > 0 ? "statements" : "empty");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sql.copy", has_sql);
  selection_changed_cb (self);
  show_first_line (self);
}

static void
direction_changed_cb (RetortSqlPane *self)
{
  show_direction (self);
}

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortSqlPane *self = RETORT_SQL_PANE (widget);

  if (self->review != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget),
                            retort_review_get_sql (self->review, get_direction (self)));
}

static void
retort_sql_pane_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (retort_sql_pane_parent_class)->map (widget);
  show_first_line (RETORT_SQL_PANE (widget));
}

static void
retort_sql_pane_dispose (GObject *object)
{
  RetortSqlPane *self = RETORT_SQL_PANE (object);

  g_clear_object (&self->review);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->selection);
  G_OBJECT_CLASS (retort_sql_pane_parent_class)->dispose (object);
}

static void
retort_sql_pane_class_init (RetortSqlPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = retort_sql_pane_dispose;
  widget_class->map = retort_sql_pane_map;
  g_type_ensure (RETORT_TYPE_STATEMENT_ROW);
  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  /**
   * RetortSqlPane::line-activated:
   * @line: from 1
   *
   * A statement was activated: its line is to be shown in the editor.
   */
  signals[LINE_ACTIVATED] = g_signal_new ("line-activated", RETORT_TYPE_SQL_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/retort/Retort/revision/sql-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortSqlPane, box);
  gtk_widget_class_bind_template_child (widget_class, RetortSqlPane, up_toggle);
  gtk_widget_class_bind_template_child (widget_class, RetortSqlPane, down_toggle);
  gtk_widget_class_bind_template_child (widget_class, RetortSqlPane, status_label);
  gtk_widget_class_bind_template_child (widget_class, RetortSqlPane, stack);
  gtk_widget_class_bind_template_child (widget_class, RetortSqlPane, empty_page);
  gtk_widget_class_bind_template_child (widget_class, RetortSqlPane, source_side);
  gtk_widget_class_bind_template_child (widget_class, RetortSqlPane, source_view);
  gtk_widget_class_bind_template_child (widget_class, RetortSqlPane, list_view);
  gtk_widget_class_bind_template_callback (widget_class, direction_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_install_action (widget_class, "sql.copy", NULL, copy_action);
}

static void
add_controllers (RetortSqlPane *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_add_controller (GTK_WIDGET (self->list_view), motion);
  g_signal_connect_object (motion, "motion", G_CALLBACK (hovered_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (motion, "leave", G_CALLBACK (left_cb), self, G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (self->source_view), GTK_EVENT_CONTROLLER (click));
  g_signal_connect_object (click, "released", G_CALLBACK (source_clicked_cb), self, G_CONNECT_SWAPPED);
}

static void
retort_sql_pane_init (RetortSqlPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->linked_tag = gtk_text_buffer_create_tag (get_buffer (self), NULL, NULL);
  retort_source_style_follow (GTK_SOURCE_BUFFER (get_buffer (self)), NULL);
  g_signal_connect_object (get_buffer (self), "notify::cursor-position", G_CALLBACK (caret_moved_cb), self, G_CONNECT_SWAPPED);
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (selection_changed_cb), self,
                           G_CONNECT_SWAPPED);
  add_controllers (self);
}

/**
 * retort_sql_pane_set_review:
 * @self: the pane
 * @review: (transfer none) (nullable): what is known of the text
 */
void
retort_sql_pane_set_review (RetortSqlPane *self, RetortReview *review)
{
  if (!g_set_object (&self->review, review) || review == NULL)
    return;
  retort_source_style_set_language (GTK_SOURCE_BUFFER (get_buffer (self)), retort_source_get_path (retort_review_get_source (review)));
  gtk_text_buffer_set_text (get_buffer (self), retort_source_get_text (retort_review_get_source (review)), -1);
  show_direction (self);
}

/**
 * retort_sql_pane_set_narrow:
 * @self: the pane
 * @is_narrow: there is no room for two columns: only the statements are shown
 */
void
retort_sql_pane_set_narrow (RetortSqlPane *self, gboolean is_narrow)
{
  gtk_widget_set_visible (self->source_side, !is_narrow);
}
