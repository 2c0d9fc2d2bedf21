/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Four faces: welcome, opening, several projects to choose from, and why a folder could not be opened. */
#include "config.h"

#include "ui/window/start-page.h"

#include "ui/widgets/sentence.h"
#include "ui/widgets/tooltip.h"
#include "ui/window/recent-projects.h"
#include "workbench/location.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _RetortStartPage
{
  GtkWidget parent_instance;

  RetortWorkbench     *workbench;
  GSettings           *settings;
  GPtrArray           *recent_rows; /* element: GtkWidget (borrowed), in recent_group */
  GPtrArray           *choice_rows; /* element: GtkWidget (borrowed), in choices_group */
  GtkWidget           *box;
  GtkWidget           *menu_button;
  GtkStack            *stack;
  AdwPreferencesGroup *recent_group;
  AdwPreferencesGroup *choices_group;
  AdwStatusPage       *failed_page;
  GtkSpinner          *spinner;
  GtkLabel            *opening_label;
};

G_DEFINE_FINAL_TYPE (RetortStartPage, retort_start_page, GTK_TYPE_WIDGET)

/* A path as people read it: ~ for the home folder. */
static char *
dup_short_path (const char *path)
{
  const char *home = g_get_home_dir ();
  gsize length = strlen (home);

  if (length > 1 && g_str_has_prefix (path, home) && path[length] == '/')
    return g_strconcat ("~", path + length, NULL);
  return g_strdup (path);
}

/* The folder's name, and of several configurations in one folder which. */
static char *
dup_location_name (const char *location)
{
  g_autofree char *folder = retort_location_dup_folder (location);
  g_autofree char *section = retort_location_dup_section (location);
  g_autofree char *name = g_path_get_basename (folder);

  return section != NULL ? g_strconcat (name, " — ", section, NULL) : g_steal_pointer (&name);
}

static GtkWidget *
create_row (const char *location)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *folder = retort_location_dup_folder (location);
  g_autofree char *name = dup_location_name (location);
  g_autofree char *path = dup_short_path (folder);
  g_autofree char *title = g_markup_escape_text (name, -1);
  g_autofree char *subtitle = g_markup_escape_text (path, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.open-folder");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", location);
  retort_tooltip_set (row, folder); /* the line below the name may be cut */
  return row;
}

static void
append_forget_button (GtkWidget *row, const char *folder)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_add_css_class (button, "forget");
  gtk_widget_set_tooltip_text (button, _("Remove from the List"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Remove from the List"), -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "start.forget");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", folder);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static void
clear_rows (AdwPreferencesGroup *group, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    adw_preferences_group_remove (group, g_ptr_array_index (rows, i));
  g_ptr_array_set_size (rows, 0);
}

static void
rebuild_recent (RetortStartPage *self)
{
  g_auto(GStrv) folders = g_settings_get_strv (self->settings, "recent-projects");

  clear_rows (self->recent_group, self->recent_rows);
  for (guint i = 0; folders[i] != NULL; i++)
    {
      GtkWidget *row = create_row (folders[i]);

      append_forget_button (row, folders[i]);
      adw_preferences_group_add (self->recent_group, row);
      g_ptr_array_add (self->recent_rows, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->recent_group), self->recent_rows->len > 0);
}

static void
rebuild_choices (RetortStartPage *self, const char *const *choices)
{
  clear_rows (self->choices_group, self->choice_rows);
  for (guint i = 0; choices[i] != NULL; i++)
    {
      GtkWidget *row = create_row (choices[i]);

      adw_preferences_group_add (self->choices_group, row);
      g_ptr_array_add (self->choice_rows, row);
    }
}

static void
update_state (RetortStartPage *self)
{
  RetortProjectState state = retort_workbench_get_project_state (self->workbench);
  const char *const *choices = retort_workbench_get_project_choices (self->workbench);
  g_autofree char *sentence = NULL;
  g_autofree char *problem = NULL;

  gtk_spinner_set_spinning (self->spinner, state == RETORT_PROJECT_OPENING);
  switch (state)
    {
    case RETORT_PROJECT_NONE:
      if (choices != NULL)
        rebuild_choices (self, choices);
      gtk_stack_set_visible_child_name (self->stack, choices != NULL ? "choices" : "welcome");
      break;
    case RETORT_PROJECT_OPENING:
      gtk_label_set_label (self->opening_label, _("Reading the project…"));
      gtk_stack_set_visible_child_name (self->stack, "opening");
      break;
    case RETORT_PROJECT_FAILED:
      sentence = retort_dup_sentence (retort_workbench_get_project_error (self->workbench));
      problem = g_markup_escape_text (sentence, -1);
      adw_status_page_set_description (self->failed_page, problem);
      gtk_stack_set_visible_child_name (self->stack, "failed");
      break;
    case RETORT_PROJECT_READY:
      break;
    }
}

static void
forget_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  retort_recent_projects_remove (RETORT_START_PAGE (widget)->settings, g_variant_get_string (parameter, NULL));
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, gpointer user_data)
{
  g_autofree char *path = g_file_get_path (g_value_get_object (value));

  if (path == NULL)
    return FALSE;
  return gtk_widget_activate_action (user_data, "win.open-folder", "s", path);
}

static void
retort_start_page_dispose (GObject *object)
{
  RetortStartPage *self = RETORT_START_PAGE (object);

  if (self->workbench != NULL)
    g_signal_handlers_disconnect_by_data (self->workbench, self);
  if (self->settings != NULL)
    g_signal_handlers_disconnect_by_data (self->settings, self);
  g_clear_object (&self->workbench);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (retort_start_page_parent_class)->dispose (object);
}

static void
retort_start_page_finalize (GObject *object)
{
  RetortStartPage *self = RETORT_START_PAGE (object);

  g_ptr_array_unref (self->recent_rows);
  g_ptr_array_unref (self->choice_rows);
  G_OBJECT_CLASS (retort_start_page_parent_class)->finalize (object);
}

static void
retort_start_page_class_init (RetortStartPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = retort_start_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = retort_start_page_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "startpage");
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/retort/Retort/window/start-page.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortStartPage, box);
  gtk_widget_class_bind_template_child (widget_class, RetortStartPage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, RetortStartPage, stack);
  gtk_widget_class_bind_template_child (widget_class, RetortStartPage, recent_group);
  gtk_widget_class_bind_template_child (widget_class, RetortStartPage, choices_group);
  gtk_widget_class_bind_template_child (widget_class, RetortStartPage, failed_page);
  gtk_widget_class_bind_template_child (widget_class, RetortStartPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, RetortStartPage, opening_label);
  gtk_widget_class_bind_template_callback (widget_class, drop_cb);
  gtk_widget_class_install_action (widget_class, "start.forget", "s", forget_action);
}

static void
retort_start_page_init (RetortStartPage *self)
{
  self->recent_rows = g_ptr_array_new ();
  self->choice_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * retort_start_page_set_workbench:
 * @self: a page that has none yet
 * @workbench: whose state it shows
 * @settings: where the recent projects are kept
 *
 * Begins to show the state of the workbench.
 */
void
retort_start_page_set_workbench (RetortStartPage *self, RetortWorkbench *workbench, GSettings *settings)
{
  g_return_if_fail (RETORT_IS_START_PAGE (self));
  g_return_if_fail (self->workbench == NULL);

  self->workbench = g_object_ref (workbench);
  self->settings = g_object_ref (settings);
  g_signal_connect_swapped (workbench, "notify::project-state", G_CALLBACK (update_state), self);
  g_signal_connect_swapped (settings, "changed::recent-projects", G_CALLBACK (rebuild_recent), self);
  rebuild_recent (self);
  update_state (self);
}
