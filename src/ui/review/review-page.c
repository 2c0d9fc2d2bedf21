/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A review is made when the page is looked at, and again when files were read again since. */
#include "config.h"

#include "ui/review/review-page.h"

#include "ui/review/ref-chooser.h"
#include "ui/review/review-row.h"
#include "ui/review/review-tree.h"
#include "ui/review/version-view.h"
#include "ui/widgets/export-button.h"
#include "ui/widgets/sentence.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _RetortReviewPage
{
  GtkWidget parent_instance;

  GtkWidget          *pages;
  GtkBox             *choosers;
  RetortRefChooser   *at_chooser;
  RetortRefChooser   *since_chooser;
  GtkLabel           *title_label;
  GtkLabel           *place_label;
  GtkLabel           *summary_label;
  GtkSpinner         *spinner;
  GtkWidget          *refresh_button;
  RetortExportButton *export_button;
  GtkWidget          *command_button;
  GtkLabel           *command_label;
  GtkStack           *stack;
  GtkListView        *list_view;
  AdwStatusPage      *nothing_page;
  AdwStatusPage      *problem_page;
  RetortVersionView  *version_view;

  RetortWorkbench        *workbench;   /* nullable until it is set */
  GListModel             *refs;        /* nullable; element: RetortRefItem */
  RetortBranchReviewItem *review;      /* nullable */
  GCancellable           *cancellable; /* nullable: nothing is being read */
  guint                   n_readings;  /* of the workbench when the review was begun */
};

G_DEFINE_FINAL_TYPE (RetortReviewPage, retort_review_page, GTK_TYPE_WIDGET)

static const char *
get_ref (RetortRefChooser *chooser)
{
  RetortRefItem *item = retort_ref_chooser_get_selected (chooser);

  return item != NULL ? retort_ref_item_get_ref (item) : NULL;
}

static void
update_actions (RetortReviewPage *self)
{
  gboolean is_reading = self->cancellable != NULL;
  gboolean is_ready = self->workbench != NULL && retort_workbench_get_project_state (self->workbench) == RETORT_PROJECT_READY;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "review.refresh", is_ready && !is_reading);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "review.cancel", is_reading);
  gtk_spinner_set_spinning (self->spinner, is_reading);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), is_reading);
  gtk_widget_set_visible (self->refresh_button, !is_reading);
  gtk_widget_set_visible (self->command_button, self->review != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->export_button), self->review != NULL);
}

static void
activate_cb (RetortReviewPage *self, guint position)
{
  retort_review_tree_toggle (gtk_no_selection_get_model (GTK_NO_SELECTION (gtk_list_view_get_model (self->list_view))), position);
}

/* --- What is shown --- */

static void
show_summary (RetortReviewPage *self)
{
  GListModel *revisions = retort_branch_review_item_get_revisions (self->review);
  const char *database = retort_branch_review_item_get_database (self->review);
  guint counts[RETORT_SEVERITY_ERROR + 1] = { 0 };
  guint n_steps = 0;
  guint n_read = 0;
  g_autoptr(GString) summary = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (revisions); i++)
    {
      g_autoptr(RetortReviewedItem) item = g_list_model_get_item (revisions, i);

      if (retort_reviewed_item_get_kind (item) == RETORT_REVIEWED_REMOVED)
        continue;
      n_steps++;
      n_read += retort_reviewed_item_is_read (item) ? 1 : 0;
      counts[RETORT_SEVERITY_ERROR] += retort_reviewed_item_count_findings (item, RETORT_SEVERITY_ERROR);
      counts[RETORT_SEVERITY_WARNING] += retort_reviewed_item_count_findings (item, RETORT_SEVERITY_WARNING);
    }
  if (counts[RETORT_SEVERITY_ERROR] > 0)
    g_string_append_printf (summary, ngettext ("%u error · ", "%u errors · ", counts[RETORT_SEVERITY_ERROR]), counts[RETORT_SEVERITY_ERROR]);
  g_string_append_printf (summary, ngettext ("%u warning", "%u warnings", counts[RETORT_SEVERITY_WARNING]), counts[RETORT_SEVERITY_WARNING]);
  g_string_append (summary, " · ");
  g_string_append_printf (summary, _("%u of %u read"), n_read, n_steps);
  if (database != NULL)
    {
      g_string_append (summary, " · ");
      /* Translators: the name of a database */
      g_string_append_printf (summary, _("sizes of “%s”"), database);
    }
  gtk_label_set_text (self->summary_label, summary->str);
  gtk_widget_set_visible (GTK_WIDGET (self->summary_label), n_steps > 0);
}

static void
show_list (RetortReviewPage *self)
{
  GListModel *revisions = retort_branch_review_item_get_revisions (self->review);
  g_autoptr(GtkNoSelection) selection = gtk_no_selection_new (retort_review_tree_new (self->review));

  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (selection));
  gtk_stack_set_visible_child_name (self->stack, g_list_model_get_n_items (revisions) > 0 ? "list" : "nothing");
}

static char *
dup_document_name (RetortReviewPage *self)
{
  RetortRefItem *at = retort_ref_chooser_get_selected (self->at_chooser);
  gboolean is_named = at != NULL && retort_ref_item_get_ref (at) != NULL;

  return g_strdup_printf ("review-%s", is_named ? retort_ref_item_get_name (at) : retort_workbench_get_project_name (self->workbench));
}

static void
show_review (RetortReviewPage *self)
{
  g_autofree char *name = dup_document_name (self);
  gboolean is_empty = g_list_model_get_n_items (retort_branch_review_item_get_revisions (self->review)) == 0;
  /* Translators: since which commit */
  g_autofree char *sentence = g_strdup_printf (_("%s\nChoose another branch above to review it."), retort_branch_review_item_get_place (self->review));
  g_autofree char *place = g_markup_escape_text (sentence, -1);

  gtk_label_set_text (self->title_label, is_empty ? "" : retort_branch_review_item_get_title (self->review));
  gtk_label_set_text (self->place_label, is_empty ? "" : retort_branch_review_item_get_place (self->review));
  gtk_label_set_text (self->command_label, retort_branch_review_item_get_command (self->review));
  adw_status_page_set_description (self->nothing_page, place);
  retort_export_button_set_subject (self->export_button, G_OBJECT (self->review), name);
  show_summary (self);
  show_list (self);
}

static void
forget_review (RetortReviewPage *self)
{
  g_clear_object (&self->review);
  retort_export_button_set_subject (self->export_button, NULL, NULL);
  gtk_label_set_text (self->title_label, "");
  gtk_label_set_text (self->place_label, "");
  gtk_label_set_text (self->summary_label, "");
  gtk_list_view_set_model (self->list_view, NULL);
  gtk_stack_set_visible_child_name (GTK_STACK (self->pages), "review");
}

static const char *
problem_title (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return _("The Review Was Cancelled");
  if (g_error_matches (error, RETORT_WORKBENCH_ERROR, RETORT_WORKBENCH_ERROR_NO_REPOSITORY))
    return _("No Git Repository");
  if (g_error_matches (error, RETORT_WORKBENCH_ERROR, RETORT_WORKBENCH_ERROR_NO_REF))
    return _("This Branch Is Gone");
  if (g_error_matches (error, RETORT_WORKBENCH_ERROR, RETORT_WORKBENCH_ERROR_SHALLOW))
    return _("The History Is Cut Off");
  return _("The Branch Cannot Be Read");
}

/* What the files of a folder or of a commit say stands in place of the list; another branch can still be chosen. */
static void
show_problem (RetortReviewPage *self, const GError *error)
{
  gboolean is_cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_autofree char *sentence = is_cancelled ? g_strdup ("") : retort_dup_sentence (error->message);
  g_autofree char *description = g_markup_escape_text (sentence, -1);
  gboolean has_repository = !g_error_matches (error, RETORT_WORKBENCH_ERROR, RETORT_WORKBENCH_ERROR_NO_REPOSITORY);

  forget_review (self);
  adw_status_page_set_title (self->problem_page, problem_title (error));
  adw_status_page_set_description (self->problem_page, description);
  gtk_widget_set_visible (GTK_WIDGET (self->choosers), has_repository);
  gtk_stack_set_visible_child_name (self->stack, "problem");
}

/* --- Reading --- */

/* The first that is asked for; else the first. */
static RetortRefItem *
find_ref (GListModel *refs, const char *ref, gboolean is_usual)
{
  for (guint i = 0; i < g_list_model_get_n_items (refs); i++)
    {
      g_autoptr(RetortRefItem) item = g_list_model_get_item (refs, i);

      if (is_usual ? retort_ref_item_is_usual (item) : g_strcmp0 (retort_ref_item_get_ref (item), ref) == 0)
        return item; /* The list holds it. */
    }
  return NULL;
}

/* Without a main branch of its own a repository is compared with what is checked out: what is not committed is new. */
static RetortRefItem *
find_usual (GListModel *refs)
{
  RetortRefItem *usual = find_ref (refs, NULL, TRUE);

  for (guint i = 0; usual == NULL && i < g_list_model_get_n_items (refs); i++)
    {
      g_autoptr(RetortRefItem) item = g_list_model_get_item (refs, i);

      if (retort_ref_item_is_head (item))
        usual = item; /* The list holds it. */
    }
  return usual;
}

/* What was chosen stays so as long as it is there. */
static void
take_refs (RetortReviewPage *self, GListModel *refs)
{
  RetortRefItem *at = find_ref (refs, get_ref (self->at_chooser), FALSE);
  RetortRefItem *since = get_ref (self->since_chooser) != NULL ? find_ref (refs, get_ref (self->since_chooser), FALSE) : NULL;

  g_set_object (&self->refs, refs);
  retort_ref_chooser_set_model (self->at_chooser, refs);
  retort_ref_chooser_set_model (self->since_chooser, refs);
  if (at != NULL)
    retort_ref_chooser_select (self->at_chooser, at);
  if (since != NULL || get_ref (self->since_chooser) == NULL)
    retort_ref_chooser_select (self->since_chooser, since != NULL ? since : find_usual (refs));
  gtk_widget_set_visible (GTK_WIDGET (self->choosers), TRUE);
}

static void
end_reading (RetortReviewPage *self)
{
  g_clear_object (&self->cancellable);
  update_actions (self);
}

static void
reviewed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(RetortReviewPage) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortBranchReviewItem) review = retort_workbench_review_branch_finish (RETORT_WORKBENCH (object), result, &error);

  if (self->cancellable != g_task_get_cancellable (G_TASK (result)))
    return;
  if (review != NULL)
    {
      g_set_object (&self->review, review);
      show_review (self);
    }
  else if (self->review == NULL || !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_problem (self, error);
  end_reading (self);
}

static void
listed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(RetortReviewPage) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GListModel) refs = retort_workbench_list_refs_finish (RETORT_WORKBENCH (object), result, &error);

  if (self->cancellable != g_task_get_cancellable (G_TASK (result)))
    return;
  if (refs == NULL)
    {
      show_problem (self, error);
      end_reading (self);
      return;
    }
  take_refs (self, refs);
  retort_workbench_review_branch_async (self->workbench, get_ref (self->at_chooser), get_ref (self->since_chooser), self->cancellable, reviewed_cb,
                                        g_object_ref (self));
}

/* Begun anew: what was begun before is of no use. */
static void
read_branch (RetortReviewPage *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->n_readings = retort_workbench_get_n_readings (self->workbench);
  if (self->review == NULL)
    gtk_stack_set_visible_child_name (self->stack, "loading");
  update_actions (self);
  retort_workbench_list_refs_async (self->workbench, self->cancellable, listed_cb, g_object_ref (self));
}

static void
chosen_cb (RetortReviewPage *self)
{
  forget_review (self);
  read_branch (self);
}

/* Looked at, and not yet read as the files are now. */
static void
read_if_needed (RetortReviewPage *self)
{
  if (self->workbench == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self))
      || retort_workbench_get_project_state (self->workbench) != RETORT_PROJECT_READY
      || self->n_readings == retort_workbench_get_n_readings (self->workbench))
    return;
  read_branch (self);
}

static void
project_changed_cb (RetortReviewPage *self)
{
  if (retort_workbench_get_project_state (self->workbench) != RETORT_PROJECT_READY)
    {
      if (self->cancellable != NULL)
        g_cancellable_cancel (self->cancellable);
      g_clear_object (&self->cancellable);
      forget_review (self);
      self->n_readings = 0;
      retort_ref_chooser_set_model (self->at_chooser, NULL);
      retort_ref_chooser_set_model (self->since_chooser, NULL);
      retort_ref_chooser_select (self->at_chooser, NULL);
      retort_ref_chooser_select (self->since_chooser, NULL);
    }
  update_actions (self);
  read_if_needed (self);
}

/* The sizes of tables are those of the database that is connected. */
static void
connection_changed_cb (RetortReviewPage *self)
{
  if (retort_workbench_get_connection_state (self->workbench) != RETORT_CONNECTION_READY)
    return;
  self->n_readings = 0;
  read_if_needed (self);
}

/* --- Actions --- */

static void
refresh_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  read_branch (RETORT_REVIEW_PAGE (widget));
}

static void
cancel_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortReviewPage *self = RETORT_REVIEW_PAGE (widget);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

static void
copy_command_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), gtk_label_get_text (RETORT_REVIEW_PAGE (widget)->command_label));
}

/* (nullable) (transfer none): the review holds it. */
static RetortReviewedItem *
find_revision (RetortReviewPage *self, const char *id)
{
  GListModel *revisions = self->review != NULL ? retort_branch_review_item_get_revisions (self->review) : NULL;

  for (guint i = 0; revisions != NULL && i < g_list_model_get_n_items (revisions); i++)
    {
      g_autoptr(RetortReviewedItem) item = g_list_model_get_item (revisions, i);

      if (g_str_equal (retort_revision_get_id (retort_reviewed_item_get_revision (item)), id))
        return item;
    }
  return NULL;
}

static void
show_versions_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortReviewPage *self = RETORT_REVIEW_PAGE (widget);
  RetortReviewedItem *item = find_revision (self, g_variant_get_string (parameter, NULL));

  if (item == NULL)
    return;
  gtk_stack_set_visible_child_name (GTK_STACK (self->pages), "versions");
  retort_version_view_show (self->version_view, item);
}

static void
close_versions_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortReviewPage *self = RETORT_REVIEW_PAGE (widget);

  gtk_stack_set_visible_child_name (GTK_STACK (self->pages), "review");
  gtk_widget_grab_focus (GTK_WIDGET (self->list_view));
}

static void
set_read_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortReviewPage *self = RETORT_REVIEW_PAGE (widget);
  const char *id = NULL;
  gboolean is_read = FALSE;
  RetortReviewedItem *item = NULL;

  g_variant_get (parameter, "(&sb)", &id, &is_read);
  item = find_revision (self, id);
  if (item == NULL)
    return;
  retort_workbench_set_reviewed (self->workbench, self->review, item, is_read);
  show_summary (self);
}

static void
set_tick_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortReviewPage *self = RETORT_REVIEW_PAGE (widget);
  const char *id = NULL;
  const char *text = NULL;
  gboolean is_ticked = FALSE;
  RetortReviewedItem *item = NULL;

  g_variant_get (parameter, "(&s&sb)", &id, &text, &is_ticked);
  item = find_revision (self, id);
  if (item != NULL)
    retort_workbench_set_review_tick (self->workbench, self->review, item, text, is_ticked);
}

static void
retort_review_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (retort_review_page_parent_class)->map (widget);
  read_if_needed (RETORT_REVIEW_PAGE (widget));
}

static void
retort_review_page_dispose (GObject *object)
{
  RetortReviewPage *self = RETORT_REVIEW_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->workbench != NULL)
    g_signal_handlers_disconnect_by_data (self->workbench, self);
  g_clear_object (&self->workbench);
  g_clear_object (&self->refs);
  g_clear_object (&self->review);
  g_clear_pointer (&self->pages, gtk_widget_unparent);
  G_OBJECT_CLASS (retort_review_page_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "review.refresh", NULL, refresh_action);
  gtk_widget_class_install_action (widget_class, "review.cancel", NULL, cancel_action);
  gtk_widget_class_install_action (widget_class, "review.copy-command", NULL, copy_command_action);
  gtk_widget_class_install_action (widget_class, "review.show-versions", "s", show_versions_action);
  gtk_widget_class_install_action (widget_class, "review.close-versions", NULL, close_versions_action);
  gtk_widget_class_install_action (widget_class, "review.set-read", "(sb)", set_read_action);
  gtk_widget_class_install_action (widget_class, "review.set-tick", "(ssb)", set_tick_action);
}

static void
retort_review_page_class_init (RetortReviewPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = retort_review_page_dispose;
  widget_class->map = retort_review_page_map;
  g_type_ensure (RETORT_TYPE_REF_CHOOSER);
  g_type_ensure (RETORT_TYPE_REVIEW_ROW);
  g_type_ensure (RETORT_TYPE_VERSION_VIEW);
  g_type_ensure (RETORT_TYPE_EXPORT_BUTTON);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/retort/Retort/review/review-page.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortReviewPage, pages);
  gtk_widget_class_bind_template_child (widget_class, RetortReviewPage, choosers);
  gtk_widget_class_bind_template_child (widget_class, RetortReviewPage, at_chooser);
  gtk_widget_class_bind_template_child (widget_class, RetortReviewPage, since_chooser);
  gtk_widget_class_bind_template_child (widget_class, RetortReviewPage, title_label);
  gtk_widget_class_bind_template_child (widget_class, RetortReviewPage, place_label);
  gtk_widget_class_bind_template_child (widget_class, RetortReviewPage, summary_label);
  gtk_widget_class_bind_template_child (widget_class, RetortReviewPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, RetortReviewPage, refresh_button);
  gtk_widget_class_bind_template_child (widget_class, RetortReviewPage, export_button);
  gtk_widget_class_bind_template_child (widget_class, RetortReviewPage, command_button);
  gtk_widget_class_bind_template_child (widget_class, RetortReviewPage, command_label);
  gtk_widget_class_bind_template_child (widget_class, RetortReviewPage, stack);
  gtk_widget_class_bind_template_child (widget_class, RetortReviewPage, list_view);
  gtk_widget_class_bind_template_child (widget_class, RetortReviewPage, nothing_page);
  gtk_widget_class_bind_template_child (widget_class, RetortReviewPage, problem_page);
  gtk_widget_class_bind_template_child (widget_class, RetortReviewPage, version_view);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  install_actions (widget_class);
}

static void
retort_review_page_init (RetortReviewPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update_actions (self);
}

/**
 * retort_review_page_set_workbench:
 * @self: the page
 * @workbench: what reads branches
 */
void
retort_review_page_set_workbench (RetortReviewPage *self, RetortWorkbench *workbench)
{
  g_set_object (&self->workbench, workbench);
  retort_export_button_set_workbench (self->export_button, workbench);
  g_signal_connect_swapped (workbench, "notify::project-state", G_CALLBACK (project_changed_cb), self);
  g_signal_connect_swapped (workbench, "notify::connection-state", G_CALLBACK (connection_changed_cb), self);
  g_signal_connect_swapped (workbench, "notify::n-checked", G_CALLBACK (read_if_needed), self);
  project_changed_cb (self);
}

/**
 * retort_review_page_set_narrow:
 * @self: the page
 * @is_narrow: there is little room
 */
void
retort_review_page_set_narrow (RetortReviewPage *self, gboolean is_narrow)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->choosers), is_narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  retort_version_view_set_narrow (self->version_view, is_narrow);
}
