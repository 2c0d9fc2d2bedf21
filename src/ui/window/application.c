/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opens a window for each folder it is given; without one, a window with the Start page. */
#include "config.h"

#include "ui/window/application.h"

#include "ui/preferences/preferences-dialog.h"
#include "ui/window/window.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>

struct _RetortApplication
{
  AdwApplication parent_instance;

  GSettings *settings;
};

G_DEFINE_FINAL_TYPE (RetortApplication, retort_application, ADW_TYPE_APPLICATION)

/* Keys of actions that a window or a page installs. No single key writes to a database. */
static const struct
{
  const char *action;
  const char *keys[3];
} accels[] = {
  { "app.quit", { "<Ctrl>q" } },
  { "app.preferences", { "<Ctrl>comma" } },
  { "app.new-window", { "<Ctrl><Shift>n" } },
  { "win.show-help-overlay", { "<Ctrl>question", "<Ctrl>slash" } },
  { "win.open", { "<Ctrl>o" } },
  { "win.new-revision", { "<Ctrl>n" } },
  { "win.commands", { "<Ctrl>k" } },
  { "win.refresh", { "F5", "<Ctrl>r" } },
  { "win.search", { "<Ctrl><Shift>f" } },
  { "win.show-page::history", { "<Alt>1" } },
  { "win.show-page::review", { "<Alt>2" } },
  { "win.show-page::schema", { "<Alt>3" } },
  { "win.show-page::runs", { "<Alt>4" } },
  { "win.go-parent", { "<Alt>Up" } },
  { "win.go-child", { "<Alt>Down" } },
  { "win.go-current", { "<Alt>Home" } },
  { "win.go-head", { "<Alt>End" } },
  { "win.plan-or-ask", { "<Ctrl>Return" } },
  { "win.save", { "<Ctrl>s" } },
  { "win.find", { "<Ctrl>f" } },
  { "win.fix", { "<Ctrl>period" } },
  { "win.about-problem", { "<Alt>Return" } },
  { "win.next-problem", { "F8" } },
  { "win.previous-problem", { "<Shift>F8" } },
  { "win.toggle-log", { "<Ctrl><Shift>l" } },
  { "win.toggle-sidebar", { "F9" } },
  { "win.menu", { "F10" } },
  { "win.help", { "F1" } },
  { "window.close", { "<Ctrl>w" } },
};

static void
open_window (RetortApplication *self, GFile *folder)
{
  GtkWindow *window = retort_window_new (self);
  g_autofree char *path = folder != NULL ? g_file_get_path (folder) : NULL;

  gtk_window_present (window);
  if (path != NULL)
    retort_window_open (RETORT_WINDOW (window), path);
}

static void
new_window_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  open_window (user_data, NULL);
}

static void
preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RetortApplication *self = RETORT_APPLICATION (user_data);
  GtkWindow *parent = gtk_application_get_active_window (GTK_APPLICATION (self));

  gtk_window_present (GTK_WINDOW (retort_preferences_dialog_new (self->settings, parent)));
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  static const char *const developers[] = { "The Retort contributors", NULL };

  adw_show_about_window (gtk_application_get_active_window (user_data),
                         "application-name", _("Retort"),
                         "application-icon", RETORT_APP_ID,
                         "developer-name", _("The Retort contributors"),
                         "developers", developers,
                         "version", RETORT_VERSION,
                         "comments", _("A workbench for PostgreSQL migrations: it shows where every database stands in "
                                       "the history of a project, reads a migration the way a careful colleague would, "
                                       "and then runs it."),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         NULL);
}

/* Each window asks for what it must not lose; one that stays keeps the program. */
static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr(GList) windows = g_list_copy (gtk_application_get_windows (user_data));

  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_close (l->data);
}

static void
apply_color_scheme (RetortApplication *self)
{
  static const AdwColorScheme schemes[] = {
    ADW_COLOR_SCHEME_DEFAULT, ADW_COLOR_SCHEME_FORCE_LIGHT, ADW_COLOR_SCHEME_FORCE_DARK,
  };
  int choice = g_settings_get_enum (self->settings, "color-scheme");

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      schemes[CLAMP (choice, 0, (int) G_N_ELEMENTS (schemes) - 1)]);
}

/* Told to end from outside: nobody can be asked any more, but everything is given back as at Quit, the
 * private server too. */
static gboolean
told_to_end_cb (gpointer user_data)
{
  g_autoptr(GList) windows = g_list_copy (gtk_application_get_windows (user_data));

  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_destroy (l->data);
  return G_SOURCE_CONTINUE;
}

static void
retort_application_startup (GApplication *application)
{
  RetortApplication *self = RETORT_APPLICATION (application);
  const GActionEntry entries[] = {
    { .name = "new-window", .activate = new_window_cb },
    { .name = "preferences", .activate = preferences_cb },
    { .name = "about", .activate = about_cb },
    { .name = "quit", .activate = quit_cb },
  };

  G_APPLICATION_CLASS (retort_application_parent_class)->startup (application);
  gtk_source_init ();
  self->settings = g_settings_new (RETORT_APP_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  for (gsize i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accels[i].action, accels[i].keys);
  g_signal_connect_swapped (self->settings, "changed::color-scheme", G_CALLBACK (apply_color_scheme), self);
  apply_color_scheme (self);
  g_unix_signal_add (SIGTERM, told_to_end_cb, self);
  g_unix_signal_add (SIGINT, told_to_end_cb, self);
  g_unix_signal_add (SIGHUP, told_to_end_cb, self);
}

static void
retort_application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window != NULL)
    gtk_window_present (window);
  else
    open_window (RETORT_APPLICATION (application), NULL);
}

static void
retort_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  for (int i = 0; i < n_files; i++)
    open_window (RETORT_APPLICATION (application), files[i]);
}

static int
retort_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  if (!g_variant_dict_contains (options, "version"))
    return -1;
  g_print ("retort %s\n", RETORT_VERSION);
  return 0;
}

static void
retort_application_finalize (GObject *object)
{
  RetortApplication *self = RETORT_APPLICATION (object);

  g_clear_object (&self->settings);
  G_OBJECT_CLASS (retort_application_parent_class)->finalize (object);
}

static void
retort_application_class_init (RetortApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = retort_application_finalize;
  application_class->startup = retort_application_startup;
  application_class->activate = retort_application_activate;
  application_class->open = retort_application_open;
  application_class->handle_local_options = retort_application_handle_local_options;
}

static void
retort_application_init (RetortApplication *self)
{
  const GOptionEntry options[] = {
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Print the version and exit"), NULL },
    { NULL }
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _("[FOLDER]"));
}

/**
 * retort_application_new:
 *
 * Makes the program. `RETORT_NON_UNIQUE` in the environment keeps it from joining one that runs already.
 *
 * Returns: (transfer full): the application
 */
RetortApplication *
retort_application_new (void)
{
  GApplicationFlags flags = G_APPLICATION_HANDLES_OPEN;

  if (g_getenv ("RETORT_NON_UNIQUE") != NULL)
    flags |= G_APPLICATION_NON_UNIQUE;
  return g_object_new (RETORT_TYPE_APPLICATION,
                       "application-id", RETORT_APP_ID,
                       "resource-base-path", "/io/github/retort/Retort",
                       "flags", flags,
                       NULL);
}

/**
 * retort_application_get_settings:
 * @self: the application
 *
 * Window state and preferences.
 *
 * Returns: (transfer none): the settings
 */
GSettings *
retort_application_get_settings (RetortApplication *self)
{
  g_return_val_if_fail (RETORT_IS_APPLICATION (self), NULL);
  return self->settings;
}
