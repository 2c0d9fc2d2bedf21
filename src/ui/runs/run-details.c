/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/runs/run-details.h"

#include "ui/widgets/export-button.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _RetortRunDetails
{
  GtkWidget parent_instance;

  GtkWidget      *scrolled;
  GtkLabel       *title_label;
  GtkImage       *outcome_image;
  GtkLabel       *summary_label;
  GtkLabel       *next_label;
  GtkWidget      *error_group;
  GtkWidget      *show_button;
  AdwExpanderRow *error_row;
  GtkLabel       *error_label;
  GtkTextView    *log_view;
  RetortExportButton *export_button;

  RetortRunItem *run; /* nullable */
};

G_DEFINE_FINAL_TYPE (RetortRunDetails, retort_run_details, GTK_TYPE_WIDGET)

static void
copy_log_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortRunDetails *self = RETORT_RUN_DETAILS (widget);

  if (self->run != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), retort_run_item_get_log (self->run));
}

static void
show_clicked_cb (RetortRunDetails *self)
{
  const RetortRunReportFields *report = retort_run_report_get (retort_run_item_get_report (self->run));

  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-line", "(su)", report->failed_revision,
                              retort_statement_get_start (report->failed_statement).line);
}

static void
show_outcome (RetortRunDetails *self, RetortOutcome outcome, gboolean was_cancelled)
{
  static const char *const css_classes[] = {
    [RETORT_OUTCOME_APPLIED] = "success",
    [RETORT_OUTCOME_NOT_APPLIED] = "error",
    [RETORT_OUTCOME_PARTLY_APPLIED] = "warning",
    [RETORT_OUTCOME_UNKNOWN] = "warning",
  };
  gboolean is_quiet = was_cancelled && outcome == RETORT_OUTCOME_NOT_APPLIED;
  const char *classes[] = { is_quiet ? "warning" : css_classes[outcome], NULL };

  gtk_widget_set_css_classes (GTK_WIDGET (self->outcome_image), classes);
}

static void
append_field (GString *text, const char *label, const char *value)
{
  if (value != NULL && *value != '\0')
    g_string_append_printf (text, "%s%s: %s", text->len > 0 ? "\n" : "", label, value);
}

/* PostgreSQL's message first; SQLSTATE, detail, hint and the statement are folded under it. */
static void
show_server_error (RetortRunDetails *self, const RetortRunReportFields *report)
{
  const RetortServerError *error = report->error;
  g_autoptr(GString) text = g_string_new (NULL);

  /* That we cancelled it is no news. */
  gtk_widget_set_visible (self->error_group, error != NULL && !report->was_cancelled);
  gtk_widget_set_visible (self->show_button, report->failed_revision != NULL && report->failed_statement != NULL
                                               && retort_statement_get_start (report->failed_statement).line > 0);
  if (error == NULL)
    return;
  append_field (text, "SQLSTATE", error->sqlstate);
  append_field (text, "DETAIL", error->detail);
  append_field (text, "HINT", error->hint);
  append_field (text, "CONTEXT", error->context);
  append_field (text, _("Revision"), report->failed_revision);
  if (report->failed_statement != NULL)
    append_field (text, _("Statement"), retort_statement_get_sql (report->failed_statement));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->error_row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->error_row),
                                 error->message != NULL ? error->message : "");
  gtk_label_set_text (self->error_label, text->str);
  adw_expander_row_set_enable_expansion (self->error_row, text->len > 0);
}

static void
show_text (GtkLabel *label, const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

static void
show_end (RetortRunDetails *self)
{
  RetortRunReport *report = retort_run_item_get_report (self->run);
  const GError *error = retort_run_item_get_error (self->run);

  if (report != NULL)
    {
      const RetortRunReportFields *fields = retort_run_report_get (report);

      show_outcome (self, fields->outcome, fields->was_cancelled);
      show_server_error (self, fields);
    }
  else if (error != NULL)
    {
      show_outcome (self, RETORT_OUTCOME_NOT_APPLIED, FALSE);
      gtk_widget_set_visible (self->error_group, FALSE);
    }
}

/* What it did, as a document: once it has ended. */
static void
update_export (RetortRunDetails *self)
{
  RetortRunReport *report = retort_run_item_get_report (self->run);
  const char *revision = retort_run_item_get_title (self->run);

  retort_export_button_set_subject (self->export_button, report != NULL ? G_OBJECT (self->run) : NULL, revision);
}

static void
update (RetortRunDetails *self)
{
  gboolean has_ended = retort_run_item_get_state (self->run) == RETORT_RUN_STATE_ENDED;

  gtk_label_set_text (self->title_label, retort_run_item_get_title (self->run));
  update_export (self);
  show_text (self->summary_label, retort_run_item_get_status_text (self->run));
  show_text (self->next_label, retort_run_item_get_next_step (self->run));
  gtk_image_set_from_icon_name (self->outcome_image, retort_run_item_get_icon_name (self->run));
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->log_view), retort_run_item_get_log (self->run), -1);
  if (has_ended)
    {
      show_end (self);
      return;
    }
  gtk_widget_set_css_classes (GTK_WIDGET (self->outcome_image), (const char *[]){ "accent", NULL });
  gtk_widget_set_visible (self->error_group, FALSE);
}

static void
retort_run_details_dispose (GObject *object)
{
  RetortRunDetails *self = RETORT_RUN_DETAILS (object);

  if (self->run != NULL)
    g_signal_handlers_disconnect_by_data (self->run, self);
  g_clear_object (&self->run);
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  G_OBJECT_CLASS (retort_run_details_parent_class)->dispose (object);
}

static void
retort_run_details_class_init (RetortRunDetailsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = retort_run_details_dispose;
  g_type_ensure (RETORT_TYPE_EXPORT_BUTTON);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/retort/Retort/runs/run-details.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortRunDetails, scrolled);
  gtk_widget_class_bind_template_child (widget_class, RetortRunDetails, title_label);
  gtk_widget_class_bind_template_child (widget_class, RetortRunDetails, outcome_image);
  gtk_widget_class_bind_template_child (widget_class, RetortRunDetails, summary_label);
  gtk_widget_class_bind_template_child (widget_class, RetortRunDetails, next_label);
  gtk_widget_class_bind_template_child (widget_class, RetortRunDetails, error_group);
  gtk_widget_class_bind_template_child (widget_class, RetortRunDetails, show_button);
  gtk_widget_class_bind_template_child (widget_class, RetortRunDetails, error_row);
  gtk_widget_class_bind_template_child (widget_class, RetortRunDetails, error_label);
  gtk_widget_class_bind_template_child (widget_class, RetortRunDetails, log_view);
  gtk_widget_class_bind_template_child (widget_class, RetortRunDetails, export_button);
  gtk_widget_class_bind_template_callback (widget_class, show_clicked_cb);
  gtk_widget_class_install_action (widget_class, "run-details.copy-log", NULL, copy_log_action);
}

static void
retort_run_details_init (RetortRunDetails *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * retort_run_details_set_workbench:
 * @self: the details
 * @workbench: what writes documents of runs
 */
void
retort_run_details_set_workbench (RetortRunDetails *self, RetortWorkbench *workbench)
{
  retort_export_button_set_workbench (self->export_button, workbench);
}

/**
 * retort_run_details_set_run:
 * @self: the details
 * @run: (transfer none): the run to show; it is followed while it goes on
 */
void
retort_run_details_set_run (RetortRunDetails *self, RetortRunItem *run)
{
  if (self->run == run)
    return;
  if (self->run != NULL)
    g_signal_handlers_disconnect_by_data (self->run, self);
  g_set_object (&self->run, run);
  g_signal_connect_object (run, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
