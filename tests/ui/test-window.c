/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window as a whole: what is possible when, what its bar says, how narrow it becomes. */
#include "ui/window/window-private.h"

#include "workbench/workbench-private.h"

#include <glib/gstdio.h>

#include "project-fixture.h"
#include "ui-test.h"

/* The pages of a window that is NARROW wide have NARROW less its frame. */
#define NARROW 360
#define FRAME 16

static RetortApplication *application; /* owned by main() */

static RetortWindow *
open_window (const char *folder)
{
  RetortWindow *window = RETORT_WINDOW (retort_window_new (application));

  if (folder == NULL)
    return window;
  retort_window_open (window, folder);
  ui_test_wait (retort_workbench_get_project_state (window->workbench) == RETORT_PROJECT_READY);
  return window;
}

static void
close_window (RetortWindow *window)
{
  g_autoptr(RetortWorkbench) workbench = g_object_ref (window->workbench);

  retort_workbench_close (workbench);
  gtk_window_destroy (GTK_WINDOW (window));
}

static int
get_minimum_width (gpointer widget)
{
  int minimum = 0;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

static void
test_narrow (void)
{
  g_autofree char *folder = project_fixture_make (3);
  RetortWindow *window = open_window (folder);

  gtk_window_set_default_size (GTK_WINDOW (window), NARROW, 720);
  gtk_window_present (GTK_WINDOW (window));
  ui_test_wait (adw_leaflet_get_folded (window->leaflet) && window->layout_id == 0
                && !gtk_widget_get_visible (GTK_WIDGET (window->upgrade_button)));
  adw_leaflet_set_visible_child_name (window->leaflet, "revision");
  ui_test_wait (window->layout_id == 0 && gtk_widget_get_visible (window->back_button));
  g_assert_cmpint (get_minimum_width (window->root_stack), <=, NARROW - FRAME);
  close_window (window);
  project_fixture_free (folder);
}

int
main (int argc, char **argv)
{
  g_autoptr(GError) error = NULL;
  int result = 0;

  g_setenv ("RETORT_NON_UNIQUE", "1", TRUE);
  ui_test_init (&argc, &argv);
  application = retort_application_new ();
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  g_test_add_func ("/ui/window/narrow", test_narrow);
  result = g_test_run ();
  g_object_unref (application);
  return result;
}
