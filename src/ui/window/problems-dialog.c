/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/window/problems-dialog.h"

#include "ui/widgets/severity.h"
#include "ui/widgets/tooltip.h"

#include <glib/gi18n.h>

struct _RetortProblemsDialog
{
  AdwWindow parent_instance;

  GtkListBox *list;
  GtkInfoBar *accept_bar;
  GtkLabel *accept_label;
  GtkWidget *accept_button;
  RetortWorkbench *workbench; /* owned */
  GListModel *findings; /* the workbench's, owned */
  char *hash;           /* nullable: the content of env.py that is shown */
};

enum
{
  PATH_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RetortProblemsDialog, retort_problems_dialog, ADW_TYPE_WINDOW)

/* "014_add_usd.py, line 12", or the way out where no file is meant. */
static char *
dup_place (const RetortFindingFields *finding)
{
  g_autofree char *name = finding->path != NULL ? g_path_get_basename (finding->path) : NULL;

  if (name == NULL)
    return g_strdup (finding->remedy);
  if (finding->start.line == 0)
    return g_strdup_printf ("%s\n%s", name, finding->remedy);
  /* Translators: a file, a line in it, and in the next line what to do */
  return g_strdup_printf (_("%s, line %u\n%s"), name, finding->start.line, finding->remedy);
}

static GtkWidget *
create_row_cb (gpointer item, gpointer user_data)
{
  const RetortFindingFields *finding = retort_finding_get (retort_finding_item_get_finding (item));
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *image = gtk_image_new ();
  g_autofree char *place = dup_place (finding);

  retort_severity_show (GTK_IMAGE (image), finding->severity);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), image);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), finding->message);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), place);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), finding->path != NULL);
  retort_tooltip_set (row, *finding->why != '\0' ? finding->why : NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, place, -1);
  return row;
}

static void
row_activated_cb (RetortProblemsDialog *self, GtkListBoxRow *row)
{
  g_autoptr(RetortFindingItem) item = g_list_model_get_item (self->findings, (guint) gtk_list_box_row_get_index (row));

  g_signal_emit (self, signals[PATH_ACTIVATED], 0, retort_finding_get (retort_finding_item_get_finding (item))->path);
}

/* Accepting is offered for what stands in the list now. */
static void
update_acceptance (RetortProblemsDialog *self)
{
  g_autofree char *command = NULL;

  g_free (self->hash);
  self->hash = g_strdup (retort_workbench_get_acceptance_hash (self->workbench));
  command = g_strdup_printf ("retort-cli accept %s", self->hash != NULL ? self->hash : "");
  gtk_widget_set_tooltip_text (self->accept_button, command);
  gtk_info_bar_set_revealed (self->accept_bar, self->hash != NULL && retort_workbench_get_n_acceptable (self->workbench) > 0);
}

static void
accepted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(RetortProblemsDialog) self = RETORT_PROBLEMS_DIALOG (user_data);
  g_autoptr(GError) error = NULL;

  if (retort_workbench_accept_finish (RETORT_WORKBENCH (source), result, &error))
    return;
  gtk_widget_set_sensitive (self->accept_button, TRUE);
  gtk_label_set_text (self->accept_label, error->message);
}

static void
accept_cb (RetortProblemsDialog *self)
{
  if (self->hash == NULL)
    return;
  gtk_widget_set_sensitive (self->accept_button, FALSE);
  retort_workbench_accept_async (self->workbench, self->hash, NULL, accepted_cb, g_object_ref (self));
}

static void
retort_problems_dialog_dispose (GObject *object)
{
  RetortProblemsDialog *self = RETORT_PROBLEMS_DIALOG (object);

  g_clear_object (&self->findings);
  g_clear_object (&self->workbench);
  g_clear_pointer (&self->hash, g_free);
  G_OBJECT_CLASS (retort_problems_dialog_parent_class)->dispose (object);
}

static void
retort_problems_dialog_class_init (RetortProblemsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = retort_problems_dialog_dispose;
  /**
   * RetortProblemsDialog::path-activated:
   * @path: the file that a problem is about
   *
   * A problem was chosen.
   */
  signals[PATH_ACTIVATED] = g_signal_new ("path-activated", RETORT_TYPE_PROBLEMS_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/retort/Retort/window/problems-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortProblemsDialog, list);
  gtk_widget_class_bind_template_child (widget_class, RetortProblemsDialog, accept_bar);
  gtk_widget_class_bind_template_child (widget_class, RetortProblemsDialog, accept_label);
  gtk_widget_class_bind_template_child (widget_class, RetortProblemsDialog, accept_button);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, accept_cb);
}

static void
retort_problems_dialog_init (RetortProblemsDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * retort_problems_dialog_new:
 * @workbench: whose project it is; what is found later shows up at once
 * @parent: the window that it belongs to
 *
 * Returns: (transfer floating): the dialog
 */
GtkWidget *
retort_problems_dialog_new (RetortWorkbench *workbench, GtkWindow *parent)
{
  RetortProblemsDialog *self = g_object_new (RETORT_TYPE_PROBLEMS_DIALOG, "transient-for", parent, NULL);

  self->findings = g_object_ref (retort_workbench_get_project_findings (workbench));
  self->workbench = g_object_ref (workbench);
  g_signal_connect_object (workbench, "notify::n-acceptable", G_CALLBACK (update_acceptance), self, G_CONNECT_SWAPPED);
  update_acceptance (self);
  gtk_list_box_bind_model (self->list, self->findings, create_row_cb, NULL, NULL);
  return GTK_WIDGET (self);
}
