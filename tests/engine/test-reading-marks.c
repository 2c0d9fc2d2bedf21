/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was read and ticked is kept for one text of one revision. */
#include "engine/reading-marks.h"

#include <glib/gstdio.h>

#define ROOT "/some/project"

static void
test_read (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (retort_reading_marks_is_read (ROOT, "a", "one"));
  g_assert_true (retort_reading_marks_set_read (ROOT, "a", "one", &error));
  g_assert_no_error (error);
  g_assert_true (retort_reading_marks_is_read (ROOT, "a", "one"));
  g_assert_false (retort_reading_marks_is_read (ROOT, "a", "two"));
  g_assert_false (retort_reading_marks_is_read (ROOT, "b", "one"));
  g_assert_false (retort_reading_marks_is_read ("/other", "a", "one"));
}

static void
assert_ticks (const char *id, const char *hash, const char *expected)
{
  g_auto(GStrv) ticks = retort_reading_marks_dup_ticks (ROOT, id, hash);
  g_autofree char *joined = g_strjoinv ("|", ticks);

  g_assert_cmpstr (joined, ==, expected);
}

static void
test_ticks (void)
{
  const char *id = "branch]\n[x";

  assert_ticks (id, "one", "");
  g_assert_true (retort_reading_marks_set_tick (ROOT, id, "one", "Routers; all", TRUE, NULL));
  g_assert_true (retort_reading_marks_set_tick (ROOT, id, "one", "Schemas", TRUE, NULL));
  g_assert_true (retort_reading_marks_set_tick (ROOT, id, "one", "Schemas", TRUE, NULL));
  assert_ticks (id, "one", "Routers; all|Schemas");
  g_assert_true (retort_reading_marks_set_tick (ROOT, id, "one", "Routers; all", FALSE, NULL));
  assert_ticks (id, "one", "Schemas");
  /* A changed file begins again. */
  assert_ticks (id, "two", "");
  g_assert_true (retort_reading_marks_set_read (ROOT, id, "two", NULL));
  assert_ticks (id, "one", "");
}

static void
test_failure (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_state_dir (), "retort", NULL);
  g_autofree char *readings = g_build_filename (folder, "readings", NULL);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (readings, "in the way", -1, NULL));
  g_assert_false (retort_reading_marks_set_read ("/third", "a", "one", &error));
  g_assert_nonnull (error);
  g_assert_false (retort_reading_marks_is_read ("/third", "a", "one"));
  g_assert_cmpint (g_unlink (readings), ==, 0);
}

/* With a state folder of its own. (G_TEST_OPTION_ISOLATE_DIRS leaks in GLib 2.74.) */
int
main (int argc, char **argv)
{
  g_autofree char *state = g_dir_make_tmp ("retort-state-XXXXXX", NULL);
  g_autofree char *remove = g_strdup_printf ("rm -rf -- '%s'", state);
  int status;

  g_setenv ("XDG_STATE_HOME", state, TRUE);
  g_test_init (&argc, &argv, NULL);
  /* While nothing is there yet. */
  g_test_add_func ("/reading-marks/failure", test_failure);
  g_test_add_func ("/reading-marks/read", test_read);
  g_test_add_func ("/reading-marks/ticks", test_ticks);
  status = g_test_run ();
  g_assert_true (g_spawn_command_line_sync (remove, NULL, NULL, NULL, NULL));
  return status;
}
