/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/revision/checklist-pane.h"

#include "ui/widgets/severity.h"
#include "ui/widgets/tooltip.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _RetortChecklistPane
{
  GtkWidget parent_instance;

  GtkWidget           *scrolled;
  GtkWidget           *unread_box;
  GtkListBox          *automatic_list;
  GtkWidget           *human_group;
  GtkListBox          *human_list;
  AdwPreferencesGroup *models_group;
  GtkWidget           *compare_button;
  GtkListBox          *models_list;

  RetortWorkbench *workbench;    /* nullable */
  RetortReview    *review;       /* nullable */
  GArray          *lines;        /* element: guint; of the rows of the automatic part */
  GCancellable    *cancellable;  /* nullable: of the list that is being made */
  GCancellable    *comparing;    /* nullable: of the comparison that goes on */
};

enum
{
  LINE_ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RetortChecklistPane, retort_checklist_pane, GTK_TYPE_WIDGET)

static void
clear_list (GtkListBox *list)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, row);
}

/* Texts may hold anything; titles are markup. */
static GtkWidget *
new_row (const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *plain_title = g_markup_escape_text (title, -1);
  g_autofree char *plain_subtitle = g_markup_escape_text (subtitle != NULL ? subtitle : "", -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), plain_title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), plain_subtitle);
  return row;
}

/* --- The automatic part --- */

static void
add_automatic (RetortChecklistPane *self, const RetortChecklistPoint *point)
{
  GtkWidget *row = new_row (point->text, point->detail);
  GtkWidget *image = gtk_image_new ();
  g_autofree char *name = NULL;

  if (point->n_findings > 0)
    retort_severity_show (GTK_IMAGE (image), point->severity);
  else
    {
      gtk_image_set_from_icon_name (GTK_IMAGE (image), point->is_unknown ? "dialog-question-symbolic" : "object-select-symbolic");
      gtk_widget_add_css_class (image, point->is_unknown ? "dim-label" : "success");
    }
  if (point->n_findings > 0)
    name = g_strdup_printf (ngettext ("%s: %u finding", "%s: %u findings", point->n_findings), point->text, point->n_findings);
  else if (point->is_unknown)
    name = g_strdup_printf (_("%s: not known"), point->text);
  else
    name = g_strdup_printf (_("%s: nothing found"), point->text);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_RELATION_LABELLED_BY); /* the title would be told twice */
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), image);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), point->line > 0);
  g_array_append_val (self->lines, point->line);
  gtk_list_box_append (self->automatic_list, row);
}

static void
row_activated_cb (RetortChecklistPane *self, GtkListBoxRow *row)
{
  g_signal_emit (self, signals[LINE_ACTIVATED], 0, g_array_index (self->lines, guint, gtk_list_box_row_get_index (row)));
}

/* --- The human part --- */

static void
tick_toggled_cb (GtkCheckButton *button, RetortChecklistPane *self)
{
  if (self->workbench != NULL && self->review != NULL)
    retort_workbench_tick (self->workbench, self->review, gtk_widget_get_name (GTK_WIDGET (button)), gtk_check_button_get_active (button));
}

/* The window runs it: shown in full and confirmed first, with its output, and a way to end it. */
static GtkWidget *
new_run_button (const RetortChecklistPoint *point)
{
  GtkWidget *button = gtk_button_new_with_label (_("Run…"));
  /* Translators: a point of a checklist */
  g_autofree char *name = g_strdup_printf (_("Run the command of “%s”"), point->text);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.run-command");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", point->command);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return button;
}

static void
add_human (RetortChecklistPane *self, const RetortChecklistPoint *point)
{
  GtkWidget *row = new_row (point->text, point->detail);
  GtkWidget *check = gtk_check_button_new ();

  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_widget_set_name (check, point->text);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), point->is_ticked);
  g_signal_connect_object (check, "toggled", G_CALLBACK (tick_toggled_cb), self, 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  if (point->command != NULL)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), new_run_button (point));
  gtk_list_box_append (self->human_list, row);
}

/* --- The models --- */

static void
add_difference (RetortChecklistPane *self, RetortFindingItem *item)
{
  const RetortFindingFields *finding = retort_finding_get (retort_finding_item_get_finding (item));
  g_autofree char *file = finding->path != NULL ? g_path_get_basename (finding->path) : NULL;
  g_autofree char *place = file != NULL && finding->start.line > 0 ? g_strdup_printf (_("%s, line %u"), file, finding->start.line) : NULL;
  GtkWidget *row = new_row (finding->message, place);
  GtkWidget *image = gtk_image_new ();

  retort_severity_show (GTK_IMAGE (image), finding->severity);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), image);
  retort_tooltip_set (row, finding->remedy);
  gtk_list_box_append (self->models_list, row);
}

static void
show_comparison (RetortChecklistPane *self, const RetortModelComparison *comparison)
{
  GListModel *findings = G_LIST_MODEL (comparison->findings);
  guint n_findings = g_list_model_get_n_items (findings);
  g_autofree char *count = g_strdup_printf (ngettext ("%u difference", "%u differences", n_findings), n_findings);
  g_autofree char *text = g_strdup_printf ("%s: %s", comparison->summary, n_findings > 0 ? count : _("no difference"));

  clear_list (self->models_list);
  for (guint i = 0; i < n_findings; i++)
    {
      g_autoptr(RetortFindingItem) item = g_list_model_get_item (findings, i);

      add_difference (self, item);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->models_list), n_findings > 0);
  adw_preferences_group_set_description (self->models_group, text);
}

static void
compared_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(RetortChecklistPane) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortModelComparison) comparison = retort_workbench_compare_models_finish (RETORT_WORKBENCH (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->comparing);
  gtk_widget_set_sensitive (self->compare_button, TRUE);
  if (comparison != NULL)
    show_comparison (self, comparison);
  else
    adw_preferences_group_set_description (self->models_group, error->message);
}

static void
compare_clicked_cb (RetortChecklistPane *self)
{
  if (self->workbench == NULL || self->comparing != NULL)
    return;
  gtk_widget_set_sensitive (self->compare_button, FALSE);
  adw_preferences_group_set_description (self->models_group, _("Comparing…"));
  self->comparing = g_cancellable_new ();
  retort_workbench_compare_models_async (self->workbench, self->comparing, compared_cb, g_object_ref (self));
}

/* --- All of it --- */

static void
show (RetortChecklistPane *self, const RetortChecklist *checklist)
{
  clear_list (self->automatic_list);
  clear_list (self->human_list);
  g_array_set_size (self->lines, 0);
  for (guint i = 0; i < checklist->automatic->len; i++)
    add_automatic (self, g_ptr_array_index (checklist->automatic, i));
  for (guint i = 0; i < checklist->human->len; i++)
    add_human (self, g_ptr_array_index (checklist->human, i));
  gtk_widget_set_visible (self->human_group, checklist->human->len > 0);
}

static void
opened_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(RetortChecklistPane) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortChecklist) checklist = retort_workbench_open_checklist_finish (RETORT_WORKBENCH (object), result, &error);

  if (checklist == NULL)
    return;
  show (self, checklist);
  gtk_widget_set_visible (self->unread_box, !checklist->was_read);
}

static void
cancel (RetortChecklistPane *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
retort_checklist_pane_dispose (GObject *object)
{
  RetortChecklistPane *self = RETORT_CHECKLIST_PANE (object);

  cancel (self);
  if (self->comparing != NULL)
    g_cancellable_cancel (self->comparing);
  g_clear_object (&self->comparing);
  g_clear_object (&self->workbench);
  g_clear_object (&self->review);
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  G_OBJECT_CLASS (retort_checklist_pane_parent_class)->dispose (object);
}

static void
retort_checklist_pane_finalize (GObject *object)
{
  g_array_unref (RETORT_CHECKLIST_PANE (object)->lines);
  G_OBJECT_CLASS (retort_checklist_pane_parent_class)->finalize (object);
}

static void
retort_checklist_pane_class_init (RetortChecklistPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = retort_checklist_pane_dispose;
  G_OBJECT_CLASS (klass)->finalize = retort_checklist_pane_finalize;
  /**
   * RetortChecklistPane::line-activated:
   * @line: from 1
   *
   * Somebody wants to see what was found.
   */
  signals[LINE_ACTIVATED] = g_signal_new ("line-activated", RETORT_TYPE_CHECKLIST_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                          G_TYPE_UINT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/retort/Retort/revision/checklist-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortChecklistPane, scrolled);
  gtk_widget_class_bind_template_child (widget_class, RetortChecklistPane, unread_box);
  gtk_widget_class_bind_template_child (widget_class, RetortChecklistPane, automatic_list);
  gtk_widget_class_bind_template_child (widget_class, RetortChecklistPane, human_group);
  gtk_widget_class_bind_template_child (widget_class, RetortChecklistPane, human_list);
  gtk_widget_class_bind_template_child (widget_class, RetortChecklistPane, models_group);
  gtk_widget_class_bind_template_child (widget_class, RetortChecklistPane, compare_button);
  gtk_widget_class_bind_template_child (widget_class, RetortChecklistPane, models_list);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, compare_clicked_cb);
}

static void
retort_checklist_pane_init (RetortChecklistPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->lines = g_array_new (FALSE, FALSE, sizeof (guint));
}

/**
 * retort_checklist_pane_set_workbench:
 * @self: the pane
 * @workbench: (transfer none): who keeps ticks and compares models
 */
void
retort_checklist_pane_set_workbench (RetortChecklistPane *self, RetortWorkbench *workbench)
{
  g_return_if_fail (RETORT_IS_CHECKLIST_PANE (self));
  g_set_object (&self->workbench, workbench);
}

static gboolean
is_same_revision (RetortReview *a, RetortReview *b)
{
  return a != NULL && g_strcmp0 (retort_source_get_path (retort_review_get_source (a)), retort_source_get_path (retort_review_get_source (b))) == 0;
}

static gboolean
is_same_text (RetortReview *a, RetortReview *b)
{
  return is_same_revision (a, b)
         && g_str_equal (retort_source_get_hash (retort_review_get_source (a)), retort_source_get_hash (retort_review_get_source (b)));
}

/**
 * retort_checklist_pane_set_review:
 * @self: the pane
 * @review: (nullable): what is known of the revision; %NULL while that is being found out: the last one stays
 */
void
retort_checklist_pane_set_review (RetortChecklistPane *self, RetortReview *review)
{
  g_return_if_fail (RETORT_IS_CHECKLIST_PANE (self));

  if (review == NULL || self->workbench == NULL || is_same_text (self->review, review))
    return;
  if (!is_same_revision (self->review, review))
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled)), 0);
  g_set_object (&self->review, review);
  cancel (self);
  self->cancellable = g_cancellable_new ();
  retort_workbench_open_checklist_async (self->workbench, review, self->cancellable, opened_cb, g_object_ref (self));
}
