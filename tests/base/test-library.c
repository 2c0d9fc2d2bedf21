/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A library that is there, one that is not, and one that lacks something. */
#include "base/library.h"

#include <gio/gio.h>

#include <string.h>

static void
test_load (void)
{
  const char *const names[] = { "cos", NULL };
  double (*cosine) (double angle) = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (retort_library_load ("libm.so.6", names, (gpointer *) &cosine, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (cosine (0), ==, 1);
}

static void
test_no_library (void)
{
  const char *const names[] = { NULL };
  g_autoptr(GError) error = NULL;

  g_assert_false (retort_library_load ("libretort-has-no-such.so.1", names, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "libretort-has-no-such.so.1"));
}

static void
test_no_function (void)
{
  const char *const names[] = { "cos", "retort_has_no_such", NULL };
  gpointer functions[2] = { NULL };
  g_autoptr(GError) error = NULL;

  g_assert_false (retort_library_load ("libm.so.6", names, functions, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "retort_has_no_such()"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/library/load", test_load);
  g_test_add_func ("/library/no-library", test_no_library);
  g_test_add_func ("/library/no-function", test_no_function);
  return g_test_run ();
}
