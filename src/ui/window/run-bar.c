/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Follows one run: progress, status and time while it goes on, the outcome until it is dismissed. */
#include "config.h"

#include "ui/window/run-bar.h"

#include <glib/gi18n.h>

struct _RetortRunBar
{
  GtkWidget parent_instance;

  RetortRunItem     *run;       /* nullable */
  gsize              n_shown;   /* bytes of its log that are in the view */
  gboolean           is_narrow;
  GtkRevealer       *revealer;
  GtkProgressBar    *progress;
  GtkTextView       *log_view;
  GtkToggleButton   *log_button;
  GtkImage          *log_image;
  GtkStack          *icon_stack;
  GtkSpinner        *spinner;
  GtkImage          *outcome_image;
  GtkLabel          *title_label;
  GtkLabel          *status_label;
  GtkLabel          *elapsed_label;
  GtkWidget         *cancel_button;
  GtkBox            *line;
  GtkWidget         *details_button;
  GtkStack          *details_stack;
  GtkWidget         *dismiss_button;
};

G_DEFINE_FINAL_TYPE (RetortRunBar, retort_run_bar, GTK_TYPE_WIDGET)

static gboolean
is_applied (RetortRunItem *run)
{
  RetortRunReport *report = retort_run_item_get_report (run);

  return report != NULL && retort_run_report_get (report)->outcome == RETORT_OUTCOME_APPLIED;
}

static gboolean
was_cancelled (RetortRunItem *run)
{
  RetortRunReport *report = retort_run_item_get_report (run);

  return report != NULL && retort_run_report_get (report)->was_cancelled;
}

static void
show_outcome (RetortRunBar *self)
{
  const char *style = "error";

  if (is_applied (self->run))
    style = "success";
  else if (was_cancelled (self->run))
    style = "warning";
  for (const char *const *s = (const char *const[]) { "error", "success", "warning", NULL }; *s != NULL; s++)
    gtk_widget_remove_css_class (GTK_WIDGET (self->outcome_image), *s);
  gtk_widget_add_css_class (GTK_WIDGET (self->outcome_image), style);
  gtk_image_set_from_icon_name (self->outcome_image, retort_run_item_get_icon_name (self->run));
}

static void
update_state (RetortRunBar *self)
{
  RetortRunState state = retort_run_item_get_state (self->run);
  gboolean is_ended = state == RETORT_RUN_STATE_ENDED;

  gtk_label_set_label (self->title_label, retort_run_item_get_title (self->run));
  gtk_stack_set_visible_child_name (self->icon_stack, is_ended ? "ended" : "running");
  gtk_spinner_set_spinning (self->spinner, !is_ended);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), !is_ended);
  gtk_widget_set_visible (self->cancel_button, !is_ended);
  gtk_widget_set_visible (self->details_button, is_ended);
  gtk_widget_set_visible (GTK_WIDGET (self->elapsed_label), !is_ended || !self->is_narrow);
  gtk_widget_set_visible (self->dismiss_button, is_ended);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "run-bar.cancel", state == RETORT_RUN_STATE_RUNNING);
  if (is_ended)
    show_outcome (self);
}

static void
update_status (RetortRunBar *self)
{
  gtk_label_set_label (self->status_label, retort_run_item_get_status_text (self->run));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->status_label), retort_run_item_get_status_text (self->run));
}

static void
update_progress (RetortRunBar *self)
{
  gtk_progress_bar_set_fraction (self->progress, retort_run_item_get_fraction (self->run));
}

static void
update_elapsed (RetortRunBar *self)
{
  guint elapsed_s = retort_run_item_get_elapsed_s (self->run);
  g_autofree char *text = g_strdup_printf ("%u:%02u", elapsed_s / 60, elapsed_s % 60);

  gtk_label_set_label (self->elapsed_label, text);
}

/* By a mark: the lines above may not be measured yet. */
static void
scroll_to_end (RetortRunBar *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->log_view);
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_place_cursor (buffer, &end);
  gtk_text_view_scroll_to_mark (self->log_view, gtk_text_buffer_get_insert (buffer), 0, FALSE, 0, 0);
}

static void
update_log (RetortRunBar *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->log_view);
  const char *log = retort_run_item_get_log (self->run);
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_insert (buffer, &end, log + self->n_shown, -1);
  self->n_shown = strlen (log);
  scroll_to_end (self);
}

static void
log_toggled_cb (RetortRunBar *self)
{
  gboolean is_open = gtk_toggle_button_get_active (self->log_button);

  gtk_image_set_from_icon_name (self->log_image, is_open ? "pan-down-symbolic" : "pan-up-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->log_button), is_open ? _("Hide the Log") : _("Show the Log"));
  scroll_to_end (self);
}

static void
cancel_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortRunBar *self = RETORT_RUN_BAR (widget);

  if (self->run != NULL)
    retort_run_item_cancel (self->run);
}

static void
dismiss_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortRunBar *self = RETORT_RUN_BAR (widget);

  if (self->run == NULL || retort_run_item_get_state (self->run) == RETORT_RUN_STATE_ENDED)
    gtk_revealer_set_reveal_child (self->revealer, FALSE);
}

static void
copy_log_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortRunBar *self = RETORT_RUN_BAR (widget);

  if (self->run != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), retort_run_item_get_log (self->run));
}

static void
drop_run (RetortRunBar *self)
{
  if (self->run != NULL)
    g_signal_handlers_disconnect_by_data (self->run, self);
  g_clear_object (&self->run);
}

static void
retort_run_bar_dispose (GObject *object)
{
  RetortRunBar *self = RETORT_RUN_BAR (object);

  drop_run (self);
  if (self->revealer != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->revealer));
  self->revealer = NULL;
  G_OBJECT_CLASS (retort_run_bar_parent_class)->dispose (object);
}

static void
retort_run_bar_class_init (RetortRunBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = retort_run_bar_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/retort/Retort/window/run-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortRunBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, RetortRunBar, progress);
  gtk_widget_class_bind_template_child (widget_class, RetortRunBar, log_view);
  gtk_widget_class_bind_template_child (widget_class, RetortRunBar, log_button);
  gtk_widget_class_bind_template_child (widget_class, RetortRunBar, log_image);
  gtk_widget_class_bind_template_callback (widget_class, log_toggled_cb);
  gtk_widget_class_bind_template_child (widget_class, RetortRunBar, icon_stack);
  gtk_widget_class_bind_template_child (widget_class, RetortRunBar, spinner);
  gtk_widget_class_bind_template_child (widget_class, RetortRunBar, outcome_image);
  gtk_widget_class_bind_template_child (widget_class, RetortRunBar, title_label);
  gtk_widget_class_bind_template_child (widget_class, RetortRunBar, status_label);
  gtk_widget_class_bind_template_child (widget_class, RetortRunBar, elapsed_label);
  gtk_widget_class_bind_template_child (widget_class, RetortRunBar, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, RetortRunBar, line);
  gtk_widget_class_bind_template_child (widget_class, RetortRunBar, details_button);
  gtk_widget_class_bind_template_child (widget_class, RetortRunBar, details_stack);
  gtk_widget_class_bind_template_child (widget_class, RetortRunBar, dismiss_button);
  gtk_widget_class_install_action (widget_class, "run-bar.cancel", NULL, cancel_action);
  gtk_widget_class_install_action (widget_class, "run-bar.dismiss", NULL, dismiss_action);
  gtk_widget_class_install_action (widget_class, "run-bar.copy-log", NULL, copy_log_action);
}

static void
retort_run_bar_init (RetortRunBar *self)
{
  g_autoptr(GMenu) menu = g_menu_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_menu_append (menu, _("Copy the Whole Log"), "run-bar.copy-log");
  gtk_text_view_set_extra_menu (self->log_view, G_MENU_MODEL (menu));
}

/**
 * retort_run_bar_set_run:
 * @self: a bar
 * @run: what to follow from now on
 *
 * Shows a run.
 */
void
retort_run_bar_set_run (RetortRunBar *self, RetortRunItem *run)
{
  g_return_if_fail (RETORT_IS_RUN_BAR (self));
  g_return_if_fail (RETORT_IS_RUN_ITEM (run));

  drop_run (self);
  self->run = g_object_ref (run);
  self->n_shown = 0;
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->log_view), "", 0);
  g_signal_connect_swapped (run, "notify::state", G_CALLBACK (update_state), self);
  g_signal_connect_swapped (run, "notify::status-text", G_CALLBACK (update_status), self);
  g_signal_connect_swapped (run, "notify::fraction", G_CALLBACK (update_progress), self);
  g_signal_connect_swapped (run, "notify::elapsed-s", G_CALLBACK (update_elapsed), self);
  g_signal_connect_swapped (run, "notify::log", G_CALLBACK (update_log), self);
  update_state (self);
  update_status (self);
  update_progress (self);
  update_elapsed (self);
  update_log (self);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
}

/**
 * retort_run_bar_set_narrow:
 * @self: a bar
 * @is_narrow: whether there is little room
 *
 * Gives the room to the words: Details becomes an icon, the time of a run that ended goes.
 */
void
retort_run_bar_set_narrow (RetortRunBar *self, gboolean is_narrow)
{
  g_return_if_fail (RETORT_IS_RUN_BAR (self));
  self->is_narrow = is_narrow;
  gtk_box_set_spacing (self->line, is_narrow ? 6 : 12);
  gtk_stack_set_visible_child_name (self->details_stack, is_narrow ? "narrow" : "wide");
  if (self->run != NULL)
    update_state (self);
}

/**
 * retort_run_bar_toggle_log:
 * @self: a bar
 *
 * Shows or hides the log.
 */
void
retort_run_bar_toggle_log (RetortRunBar *self)
{
  g_return_if_fail (RETORT_IS_RUN_BAR (self));
  gtk_toggle_button_set_active (self->log_button, !gtk_toggle_button_get_active (self->log_button));
}
