/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/runs/runs-page.h"

#include "ui/runs/run-details.h"
#include "ui/widgets/row-name.h"

#include <adwaita.h>

struct _RetortRunsPage
{
  GtkWidget parent_instance;

  GtkStack         *stack;
  AdwLeaflet       *leaflet;
  GtkWidget        *sidebar;
  GtkWidget        *content;
  GtkListView      *list_view;
  RetortRunDetails *details;

  GtkSingleSelection *selection; /* over the workbench's runs; owned, nullable */
};

G_DEFINE_FINAL_TYPE (RetortRunsPage, retort_runs_page, GTK_TYPE_WIDGET)

static void
selection_changed_cb (RetortRunsPage *self)
{
  RetortRunItem *run = gtk_single_selection_get_selected_item (self->selection);

  if (run != NULL)
    retort_run_details_set_run (self->details, run);
}

static void
items_changed_cb (RetortRunsPage *self)
{
  gboolean is_empty = g_list_model_get_n_items (G_LIST_MODEL (self->selection)) == 0;

  gtk_stack_set_visible_child_name (self->stack, is_empty ? "empty" : "runs");
}

static void
activate_cb (RetortRunsPage *self, guint position)
{
  adw_leaflet_set_visible_child (self->leaflet, self->content);
}

static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortRunsPage *self = RETORT_RUNS_PAGE (widget);

  adw_leaflet_set_visible_child (self->leaflet, self->sidebar);
}

static void
retort_runs_page_dispose (GObject *object)
{
  RetortRunsPage *self = RETORT_RUNS_PAGE (object);
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->selection);
  G_OBJECT_CLASS (retort_runs_page_parent_class)->dispose (object);
}

static void
retort_runs_page_class_init (RetortRunsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = retort_runs_page_dispose;
  g_type_ensure (RETORT_TYPE_RUN_DETAILS);
  g_type_ensure (RETORT_TYPE_RUN_ITEM);
  g_type_ensure (RETORT_TYPE_ROW_NAME);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/retort/Retort/runs/runs-page.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortRunsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, RetortRunsPage, leaflet);
  gtk_widget_class_bind_template_child (widget_class, RetortRunsPage, sidebar);
  gtk_widget_class_bind_template_child (widget_class, RetortRunsPage, content);
  gtk_widget_class_bind_template_child (widget_class, RetortRunsPage, list_view);
  gtk_widget_class_bind_template_child (widget_class, RetortRunsPage, details);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_install_action (widget_class, "runs.back", NULL, back_action);
}

static void
retort_runs_page_init (RetortRunsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * retort_runs_page_set_workbench:
 * @self: the page
 * @workbench: (transfer none): whose runs are shown
 */
void
retort_runs_page_set_workbench (RetortRunsPage *self, RetortWorkbench *workbench)
{
  g_return_if_fail (self->selection == NULL);

  retort_run_details_set_workbench (self->details, workbench);
  self->selection = gtk_single_selection_new (g_object_ref (retort_workbench_get_runs (workbench)));
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selection_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (self->selection));
  items_changed_cb (self);
  selection_changed_cb (self);
}

/**
 * retort_runs_page_show_newest:
 * @self: the page
 *
 * Selects the newest run and brings its details to the front.
 */
void
retort_runs_page_show_newest (RetortRunsPage *self)
{
  gtk_single_selection_set_selected (self->selection, 0);
  adw_leaflet_set_visible_child (self->leaflet, self->content);
}
