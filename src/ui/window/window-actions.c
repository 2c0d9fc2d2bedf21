/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people can do in a window. Buttons, menus and keys name these actions; one function decides
 * which of them are possible, and says why one is not. */
#include "config.h"

#include "ui/window/window-private.h"

#include "ui/profiles/profiles-dialog.h"
#include "ui/window/command-palette.h"
#include "ui/window/problems-dialog.h"
#include "workbench/new-revision.h"

#include <glib/gi18n.h>

#define COMMANDS_TOP 52 /* px: just below the header */

/* Projects */

static void
chosen_cb (RetortWindow *self, int response)
{
  g_autoptr(GFile) folder = NULL;
  g_autofree char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    folder = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  g_clear_object (&self->chooser);
  path = folder != NULL ? g_file_get_path (folder) : NULL;
  if (path != NULL)
    retort_window_open (self, path);
}

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortWindow *self = RETORT_WINDOW (widget);

  if (self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (_("Open a Migration Project"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Open"), NULL);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
open_folder_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  retort_window_open (RETORT_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
practice_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  retort_window_leave_edits (RETORT_WINDOW (widget), retort_window_open_practice, NULL);
}

static void
open_drizzle_practice (RetortWindow *self, const char *folder)
{
  retort_workbench_open_drizzle_practice_async (self->workbench, NULL, retort_window_practice_opened_cb, g_object_ref (self));
}

static void
drizzle_practice_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  retort_window_leave_edits (RETORT_WINDOW (widget), open_drizzle_practice, NULL);
}

static void
close_project (RetortWindow *self, const char *folder)
{
  retort_workbench_close (self->workbench);
}

static void
close_project_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  retort_window_leave_edits (RETORT_WINDOW (widget), close_project, NULL);
}

static void
refresh_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortWindow *self = RETORT_WINDOW (widget);

  retort_workbench_refresh (self->workbench);
}

static void
show_folder_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortWindow *self = RETORT_WINDOW (widget);
  g_autofree char *uri = g_filename_to_uri (retort_workbench_get_project_path (self->workbench), NULL, NULL);

  if (uri != NULL)
    gtk_show_uri (GTK_WINDOW (self), uri, GDK_CURRENT_TIME);
}

/* Connections */

static void
connections_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortWindow *self = RETORT_WINDOW (widget);

  gtk_window_present (GTK_WINDOW (retort_profiles_dialog_new (self->workbench, GTK_WINDOW (self))));
}

static void
snapshots_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  retort_window_show_snapshots (RETORT_WINDOW (widget));
}

static void
reconnect_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortWindow *self = RETORT_WINDOW (widget);

  retort_workbench_connect_profile (self->workbench, retort_workbench_get_profile (self->workbench), NULL);
}

static void
enter_password_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  retort_window_ask_password (RETORT_WINDOW (widget));
}

/* Files */

static void
new_revision_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  retort_window_new_revision (RETORT_WINDOW (widget));
}

static void
move_revision_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  retort_window_move_revision (RETORT_WINDOW (widget));
}

static void
merge_heads_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  retort_window_merge_heads (RETORT_WINDOW (widget));
}

static void
project_commands_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  retort_window_run_commands (RETORT_WINDOW (widget), parameter != NULL ? g_variant_get_string (parameter, NULL) : NULL);
}

/* Plans */

static void
upgrade_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  retort_window_make_plan (RETORT_WINDOW (widget), RETORT_DIRECTION_UPGRADE, g_variant_get_string (parameter, NULL));
}

static void
upgrade_heads_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  retort_window_make_plan (RETORT_WINDOW (widget), RETORT_DIRECTION_UPGRADE, "heads");
}

static void
downgrade_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  retort_window_make_plan (RETORT_WINDOW (widget), RETORT_DIRECTION_DOWNGRADE, g_variant_get_string (parameter, NULL));
}

static void
plan_selected_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortWindow *self = RETORT_WINDOW (widget);
  RetortRevisionItem *item = retort_history_page_get_selected (self->history_page);
  gboolean is_upgrade = g_str_equal (name, "win.upgrade-selected");

  if (item != NULL)
    retort_window_make_plan (self, is_upgrade ? RETORT_DIRECTION_UPGRADE : RETORT_DIRECTION_DOWNGRADE,
                             retort_revision_item_get_id (item));
}

static void
stamp_selected_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortWindow *self = RETORT_WINDOW (widget);
  RetortRevisionItem *item = retort_history_page_get_selected (self->history_page);

  if (item != NULL)
    retort_window_make_stamp (self, retort_revision_item_get_id (item));
}

static void
downgrade_ghost_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortWindow *self = RETORT_WINDOW (widget);
  RetortRevisionItem *item = retort_history_page_get_selected (self->history_page);

  if (item != NULL && retort_revision_item_get_ghost (item) != NULL)
    retort_window_plan_ghost (self, item);
}

static void
stamp_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  retort_window_make_stamp (RETORT_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
show_rows_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortWindow *self = RETORT_WINDOW (widget);

  adw_view_stack_set_visible_child_name (self->view_stack, "schema");
  gtk_stack_set_visible_child_name (self->schema_stack, "query");
  retort_query_page_ask (self->query_page, g_variant_get_string (parameter, NULL));
}

/* One key for the next thing that only looks: the query where one is being typed, else the plan of an upgrade. */
static void
plan_or_ask_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortWindow *self = RETORT_WINDOW (widget);
  gboolean is_query = g_strcmp0 (adw_view_stack_get_visible_child_name (self->view_stack), "schema") == 0
                      && g_strcmp0 (gtk_stack_get_visible_child_name (self->schema_stack), "query") == 0;

  if (is_query)
    gtk_widget_activate_action (GTK_WIDGET (self->query_page), "query.run", NULL);
  else
    gtk_widget_activate_action (widget, "win.upgrade", "s", "head");
}

static void
close_plan_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortWindow *self = RETORT_WINDOW (widget);

  gtk_stack_set_visible_child_name (self->history_stack, "panes");
  retort_history_page_focus_list (self->history_page);
}

static void
show_newest_run_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortWindow *self = RETORT_WINDOW (widget);

  adw_view_stack_set_visible_child_name (self->view_stack, "runs");
  retort_runs_page_show_newest (self->runs_page);
}

/* Getting around */

static void
show_page_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  adw_view_stack_set_visible_child_name (RETORT_WINDOW (widget)->view_stack,
                                         g_variant_get_string (parameter, NULL));
}

/**
 * retort_window_show_history: (skip)
 * @self: a window
 *
 * Shows the list and the revision, whatever was shown.
 */
void
retort_window_show_history (RetortWindow *self)
{
  adw_view_stack_set_visible_child_name (self->view_stack, "history");
  gtk_stack_set_visible_child_name (self->history_stack, "panes");
}

static void
show_revision_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortWindow *self = RETORT_WINDOW (widget);

  retort_window_show_history (self);
  if (!retort_history_page_select (self->history_page, g_variant_get_string (parameter, NULL)))
    return;
  adw_leaflet_set_visible_child_name (self->leaflet, "revision");
  if (g_str_equal (name, "win.show-checklist"))
    gtk_widget_activate_action (GTK_WIDGET (self->revision_page), "revision.show-checklist", NULL);
}

static void
show_line_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortWindow *self = RETORT_WINDOW (widget);
  const char *id = NULL;
  guint line = 0;

  g_variant_get (parameter, "(&su)", &id, &line);
  retort_window_show_history (self);
  if (!retort_history_page_select (self->history_page, id))
    return;
  adw_leaflet_set_visible_child_name (self->leaflet, "revision");
  retort_revision_page_go_to (self->revision_page, line);
}

static void
search_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortWindow *self = RETORT_WINDOW (widget);

  if (g_strcmp0 (adw_view_stack_get_visible_child_name (self->view_stack), "schema") == 0)
    {
      retort_schema_page_focus_search (self->schema_page);
      return;
    }
  retort_window_show_history (self);
  adw_leaflet_set_visible_child_name (self->leaflet, "list");
  retort_history_page_focus_search (self->history_page);
}

static void
show_heads_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortWindow *self = RETORT_WINDOW (widget);

  retort_window_show_history (self);
  adw_leaflet_set_visible_child_name (self->leaflet, "list");
  g_object_set (self->history_page, "filter", "junctions", NULL);
}

static RetortRevisionItem *
find_by_path (RetortWindow *self, const char *path)
{
  GListModel *revisions = retort_workbench_get_revisions (self->workbench);

  for (guint i = 0; i < g_list_model_get_n_items (revisions); i++)
    {
      g_autoptr(RetortRevisionItem) item = g_list_model_get_item (revisions, i);
      RetortRevision *revision = retort_revision_item_get_revision (item);

      if (revision != NULL && g_strcmp0 (retort_revision_get_path (revision), path) == 0)
        return item; /* The list holds it. */
    }
  return NULL;
}

/* A file that is no revision is opened by whatever the person edits files with. */
static void
problem_path_cb (RetortWindow *self, const char *path, GtkWindow *dialog)
{
  RetortRevisionItem *item = find_by_path (self, path);
  g_autofree char *uri = NULL;

  if (item == NULL)
    {
      uri = g_filename_to_uri (path, NULL, NULL);
      if (uri != NULL)
        gtk_show_uri (dialog, uri, GDK_CURRENT_TIME);
      return;
    }
  retort_window_show_history (self);
  retort_history_page_select (self->history_page, retort_revision_item_get_id (item));
  adw_leaflet_set_visible_child_name (self->leaflet, "revision");
  gtk_window_close (dialog);
}

static void
show_problems_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortWindow *self = RETORT_WINDOW (widget);
  GtkWidget *dialog = retort_problems_dialog_new (self->workbench, GTK_WINDOW (self));

  g_signal_connect_object (dialog, "path-activated", G_CALLBACK (problem_path_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
toggle_sidebar_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortWindow *self = RETORT_WINDOW (widget);

  retort_window_show_history (self);
  if (adw_leaflet_get_folded (self->leaflet))
    {
      gboolean is_list = g_strcmp0 (adw_leaflet_get_visible_child_name (self->leaflet), "list") == 0;

      adw_leaflet_set_visible_child_name (self->leaflet, is_list ? "revision" : "list");
    }
  else
    gtk_widget_set_visible (self->sidebar, !gtk_widget_get_visible (self->sidebar));
}

static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortWindow *self = RETORT_WINDOW (widget);

  adw_leaflet_set_visible_child_name (self->leaflet, "list");
}

static void
go_relative_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortWindow *self = RETORT_WINDOW (widget);
  RetortRevisionItem *item = retort_history_page_get_selected (self->history_page);
  const char *const *ids = NULL;

  if (item == NULL)
    return;
  ids = g_str_equal (name, "win.go-parent") ? retort_revision_item_get_parents (item)
                                            : retort_revision_item_get_children (item);
  if (ids[0] != NULL)
    retort_history_page_select (self->history_page, ids[0]);
}

static gboolean
is_place (RetortRevisionItem *item, const char *name)
{
  if (g_str_equal (name, "win.go-head"))
    return retort_revision_item_is_head (item);
  return retort_revision_item_get_mark (item) == (g_str_equal (name, "win.go-planned") ? RETORT_REVISION_MARK_PLANNED : RETORT_REVISION_MARK_CURRENT);
}

/* The first revision that is current, or the first head; of what is planned the next one to be written, which stands lowest. */
static void
go_absolute_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortWindow *self = RETORT_WINDOW (widget);
  GListModel *revisions = retort_workbench_get_revisions (self->workbench);
  guint n = g_list_model_get_n_items (revisions);
  gboolean is_upwards = g_str_equal (name, "win.go-planned");

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(RetortRevisionItem) item = g_list_model_get_item (revisions, is_upwards ? n - 1 - i : i);

      if (is_place (item, name))
        {
          retort_window_show_history (self);
          retort_history_page_select_item (self->history_page, item);
          return;
        }
    }
}

static void
toast_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  retort_window_toast (RETORT_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
toggle_log_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  retort_run_bar_toggle_log (RETORT_WINDOW (widget)->run_bar);
}

static void
menu_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_menu_button_popup (RETORT_WINDOW (widget)->menu_button);
}

/* In the middle below the header, whatever is shown. */
static void
commands_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortWindow *self = RETORT_WINDOW (widget);
  GdkRectangle place = { gtk_widget_get_width (GTK_WIDGET (self->bin)) / 2, COMMANDS_TOP, 1, 1 };

  if (self->palette == NULL)
    {
      self->palette = retort_command_palette_new ();
      gtk_widget_set_parent (self->palette, GTK_WIDGET (self->bin));
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (self->palette), &place);
  gtk_popover_popup (GTK_POPOVER (self->palette));
}

static void
help_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_activate_action (widget, "win.show-help-overlay", NULL);
}

/**
 * retort_window_install_actions: (skip)
 * @widget_class: the window's class
 *
 * Installs what people can do.
 */
void
retort_window_install_actions (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char *name;
    const char *parameter; /* nullable: its type */
    void      (*activate) (GtkWidget *widget, const char *name, GVariant *parameter);
  } actions[] = {
    { "win.open", NULL, open_action },
    { "win.open-folder", "s", open_folder_action },
    { "win.practice", NULL, practice_action },
    { "win.practice-drizzle", NULL, drizzle_practice_action },
    { "win.close-project", NULL, close_project_action },
    { "win.refresh", NULL, refresh_action },
    { "win.show-folder", NULL, show_folder_action },
    { "win.connections", NULL, connections_action },
    { "win.new-connection", NULL, retort_window_new_connection_action },
    { "win.snapshots", NULL, snapshots_action },
    { "win.reconnect", NULL, reconnect_action },
    { "win.enter-password", NULL, enter_password_action },
    { "win.new-revision", NULL, new_revision_action },
    { "win.merge-heads", NULL, merge_heads_action },
    { "win.move-revision", NULL, move_revision_action },
    { "win.commands", NULL, commands_action },
    { "win.project-commands", NULL, project_commands_action },
    { "win.run-command", "s", project_commands_action },
    { "win.upgrade", "s", upgrade_action },
    { "win.upgrade-heads", NULL, upgrade_heads_action },
    { "win.downgrade", "s", downgrade_action },
    { "win.upgrade-selected", NULL, plan_selected_action },
    { "win.downgrade-selected", NULL, plan_selected_action },
    { "win.stamp-selected", NULL, stamp_selected_action },
    { "win.stamp", "s", stamp_action },
    { "win.downgrade-ghost", NULL, downgrade_ghost_action },
    { "win.close-plan", NULL, close_plan_action },
    { "win.plan-or-ask", NULL, plan_or_ask_action },
    { "win.show-rows", "s", show_rows_action },
    { "win.show-newest-run", NULL, show_newest_run_action },
    { "win.show-page", "s", show_page_action },
    { "win.show-line", "(su)", show_line_action },
    { "win.show-revision", "s", show_revision_action },
    { "win.show-checklist", "s", show_revision_action },
    { "win.lesson", NULL, retort_window_lesson_action },
    { "win.leave-lesson", NULL, retort_window_leave_lesson_action },
    { "win.reset-practice", NULL, retort_window_reset_practice_action },
    { "win.search", NULL, search_action },
    { "win.show-heads", NULL, show_heads_action },
    { "win.show-problems", NULL, show_problems_action },
    { "win.back", NULL, back_action },
    { "win.toggle-sidebar", NULL, toggle_sidebar_action },
    { "win.go-parent", NULL, go_relative_action },
    { "win.go-child", NULL, go_relative_action },
    { "win.go-current", NULL, go_absolute_action },
    { "win.go-head", NULL, go_absolute_action },
    { "win.go-planned", NULL, go_absolute_action },
    { "win.save", NULL, retort_window_revision_action },
    { "win.find", NULL, retort_window_find_action },
    { "win.fix", NULL, retort_window_revision_action },
    { "win.about-problem", NULL, retort_window_revision_action },
    { "win.next-problem", NULL, retort_window_step_action },
    { "win.previous-problem", NULL, retort_window_step_action },
    { "win.toast", "s", toast_action },
    { "win.toggle-log", NULL, toggle_log_action },
    { "win.menu", NULL, menu_action },
    { "win.help", NULL, help_action },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter, actions[i].activate);
}

/* Why nothing can be run just now, or NULL. */
static const char *
get_obstacle (RetortWindow *self)
{
  if (retort_workbench_get_run (self->workbench) != NULL)
    return _("A run goes on");
  if (self->is_planning)
    return _("A plan is being made");
  switch (retort_workbench_get_connection_state (self->workbench))
    {
    case RETORT_CONNECTION_NONE: return _("Choose a database first");
    case RETORT_CONNECTION_CONNECTING: return _("Connecting…");
    case RETORT_CONNECTION_PASSWORD_NEEDED: return _("The database wants a password");
    case RETORT_CONNECTION_FAILED: return _("The database cannot be reached");
    case RETORT_CONNECTION_READY: return NULL;
    }
  g_return_val_if_reached (NULL);
}

/* A view has one suggested action: the plan's own, saving, or this one. */
static gboolean
is_upgrade_suggested (RetortWindow *self)
{
  gboolean is_plan = g_strcmp0 (gtk_stack_get_visible_child_name (self->history_stack), "plan") == 0
                     && g_strcmp0 (adw_view_stack_get_visible_child_name (self->view_stack), "history") == 0;

  return get_obstacle (self) == NULL && !is_plan && !retort_revision_page_is_modified (self->revision_page)
         && retort_workbench_get_n_pending (self->workbench) > 0 && retort_workbench_get_n_unknown (self->workbench) == 0;
}

static void
update_run_actions (RetortWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const char *obstacle = get_obstacle (self);
  RetortRevisionItem *item = retort_history_page_get_selected (self->history_page);
  RetortRevisionMark mark = item != NULL ? retort_revision_item_get_mark (item) : RETORT_REVISION_MARK_NONE;

  gtk_widget_action_set_enabled (widget, "win.upgrade", obstacle == NULL);
  gtk_widget_action_set_enabled (widget, "win.snapshots", obstacle == NULL && retort_workbench_has_snapshots (self->workbench));
  gtk_widget_action_set_enabled (widget, "win.upgrade-heads",
                                 obstacle == NULL && retort_workbench_get_n_heads (self->workbench) > 1);
  gtk_widget_action_set_enabled (widget, "win.downgrade", obstacle == NULL);
  gtk_widget_action_set_enabled (widget, "win.upgrade-selected",
                                 obstacle == NULL && mark == RETORT_REVISION_MARK_PENDING);
  gtk_widget_action_set_enabled (widget, "win.downgrade-selected",
                                 obstacle == NULL && (mark == RETORT_REVISION_MARK_APPLIED || mark == RETORT_REVISION_MARK_EDITED));
  gtk_widget_action_set_enabled (widget, "win.stamp", obstacle == NULL);
  gtk_widget_action_set_enabled (widget, "win.downgrade-ghost", obstacle == NULL);
  gtk_widget_action_set_enabled (widget, "win.stamp-selected",
                                 obstacle == NULL && item != NULL && retort_revision_item_get_revision (item) != NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->upgrade_button),
                               obstacle != NULL ? obstacle : _("Plan an Upgrade to Head"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->downgrade_button),
                               obstacle != NULL ? obstacle : _("Plan a Downgrade of One Step"));
  if (is_upgrade_suggested (self))
    gtk_widget_add_css_class (GTK_WIDGET (self->upgrade_button), "suggested-action");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->upgrade_button), "suggested-action");
}

/**
 * retort_window_update_actions: (skip)
 * @self: a window
 *
 * Decides what is possible, from state alone.
 */
void
retort_window_update_actions (RetortWindow *self)
{
  static const char *const of_project[] = {
    "win.refresh", "win.show-folder", "win.project-commands", "win.search", "win.show-page", "win.toggle-sidebar", "win.go-parent",
    "win.go-child", "win.go-current", "win.go-head", "win.go-planned", "win.save", "win.find", "win.fix", "win.about-problem",
    "win.next-problem", "win.previous-problem",
  };
  RetortProjectState state = retort_workbench_get_project_state (self->workbench);
  gboolean is_history = g_strcmp0 (adw_view_stack_get_visible_child_name (self->view_stack), "history") == 0;
  gboolean has_back = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (of_project); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), of_project[i], state == RETORT_PROJECT_READY);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.practice", state != RETORT_PROJECT_OPENING);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.practice-drizzle", state != RETORT_PROJECT_OPENING);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.reconnect",
                                 retort_workbench_get_profile (self->workbench) != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.new-revision",
                                 state == RETORT_PROJECT_READY && retort_workbench_get_patterns (self->workbench)[0] != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.move-revision",
                                 state == RETORT_PROJECT_READY && retort_workbench_get_patterns (self->workbench)[0] != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.merge-heads",
                                 state == RETORT_PROJECT_READY && retort_workbench_get_n_heads (self->workbench) > 1);
  update_run_actions (self);
  has_back = is_history && adw_leaflet_get_folded (self->leaflet)
             && g_strcmp0 (gtk_stack_get_visible_child_name (self->history_stack), "panes") == 0
             && g_strcmp0 (adw_leaflet_get_visible_child_name (self->leaflet), "revision") == 0;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.back", has_back);
  gtk_widget_set_visible (self->back_button, has_back);
}
