/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long the thread that draws is busy with one thing while a project is opened, looked at and read again: run with
 * a folder. Prints each turn of the main loop that takes longer than LONG_US, and what was going on; fails when one
 * takes longer than MOST_US. */
#include "ui/window/window-private.h"

#include "ui-test.h"

#include <time.h>

#define LONG_US 16000
#define MOST_US 50000

static const char *doing = "start";
static gint64 turn_began_us;
static gint64 longest_us;
static guint n_turns;
static guint n_long;

/* Of this thread's processor time, so that what else runs on the machine does not count. */
static gint64
get_busy_us (void)
{
  struct timespec now = { 0 };

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* A turn is what happens between two waits for events. */
static int
poll_and_measure (GPollFD *fds, guint n_fds, int timeout_ms)
{
  gint64 turn_us = n_turns > 0 ? get_busy_us () - turn_began_us : 0;
  int result = 0;

  n_turns++;
  longest_us = MAX (longest_us, turn_us);
  if (turn_us > LONG_US)
    {
      n_long++;
      g_print ("# %s: %.1f ms\n", doing, (double) turn_us / 1000);
    }
  result = g_poll (fds, n_fds, timeout_ms);
  turn_began_us = get_busy_us ();
  return result;
}

static void
run_for (const char *what, guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + (gint64) milliseconds * 1000;

  doing = what;
  while (g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
}

static void
visit (RetortWindow *window)
{
  GListModel *revisions = retort_workbench_get_revisions (window->workbench);
  guint n = g_list_model_get_n_items (revisions);
  g_autoptr(RetortRevisionItem) middle = g_list_model_get_item (revisions, n / 2);
  g_autoptr(RetortRevisionItem) last = g_list_model_get_item (revisions, n - 1);

  retort_history_page_select (window->history_page, retort_revision_item_get_id (last));
  run_for ("going to the last", 500);
  retort_history_page_select (window->history_page, retort_revision_item_get_id (middle));
  run_for ("going to the middle", 500);
  g_object_set (window->history_page, "filter", "junctions", NULL);
  run_for ("filtering", 500);
  g_object_set (window->history_page, "filter", "all", NULL);
  run_for ("showing all", 500);
  retort_workbench_refresh (window->workbench);
  run_for ("reading again", 3000);
}

int
main (int argc, char **argv)
{
  g_autoptr(RetortApplication) application = NULL;
  g_autoptr(GError) error = NULL;
  RetortWindow *window = NULL;
  gint64 began = 0;

  g_setenv ("RETORT_NON_UNIQUE", "1", TRUE);
  ui_test_init (&argc, &argv);
  g_main_context_set_poll_func (NULL, poll_and_measure);
  application = retort_application_new ();
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  window = RETORT_WINDOW (retort_window_new (application));
  gtk_window_present (GTK_WINDOW (window));
  run_for ("showing the window", 500);
  began = g_get_monotonic_time ();
  retort_window_open (window, argv[1]);
  doing = "opening";
  ui_test_wait (retort_workbench_get_project_state (window->workbench) == RETORT_PROJECT_READY);
  g_print ("# open after %.0f ms\n", (double) (g_get_monotonic_time () - began) / 1000);
  run_for ("checking", 3000);
  visit (window);
  g_print ("%u turns, %u longer than %d ms, the longest %.1f ms\n", n_turns, n_long, LONG_US / 1000,
           (double) longest_us / 1000);
  gtk_window_destroy (GTK_WINDOW (window));
  return longest_us <= MOST_US ? 0 : 1;
}
