/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may stand under the name of a file in a project that nobody vouches for. */
#include "base/file.h"

#include <glib/gstdio.h>

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

static char *folder;

static char *
place (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static void
assert_refused (const char *path, GFileError code)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = retort_file_read (path, NULL, &error);

  g_assert_null (text);
  g_assert_error (error, G_FILE_ERROR, (gint) code);
  g_assert_nonnull (strstr (error->message, path));
}

static void
test_read (void)
{
  static const char content[] = "a\0b\n";
  g_autofree char *path = place ("plain");
  g_autofree char *empty = place ("empty");
  g_autofree char *text = NULL;
  g_autofree char *nothing = NULL;
  g_autoptr(GError) error = NULL;
  gsize length = 0;

  g_assert_true (g_file_set_contents (path, content, sizeof (content) - 1, NULL));
  text = retort_file_read (path, &length, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (text, length + 1, content, sizeof (content));

  g_assert_true (g_file_set_contents (empty, "", 0, NULL));
  nothing = retort_file_read (empty, &length, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (length, ==, 0);
  g_assert_cmpstr (nothing, ==, "");
}

/* The system tells no size of its own files. */
static void
test_no_size (void)
{
  g_autofree char *text = NULL;
  g_autofree char *expected = NULL;
  g_autoptr(GError) error = NULL;
  gsize length = 0;
  gsize n_expected = 0;

  g_assert_true (g_file_get_contents ("/proc/self/environ", &expected, &n_expected, NULL));
  text = retort_file_read ("/proc/self/environ", &length, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (length, >, 0);
  g_assert_cmpmem (text, length + 1, expected, n_expected + 1);
}

static void
test_no_file (void)
{
  g_autofree char *pipe = place ("pipe");
  g_autofree char *circle = place ("circle");
  g_autofree char *missing = place ("missing");

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_cmpint (symlink ("circle", circle), ==, 0);
  assert_refused (pipe, G_FILE_ERROR_INVAL);
  assert_refused (circle, G_FILE_ERROR_LOOP);
  assert_refused (missing, G_FILE_ERROR_NOENT);
  assert_refused (folder, G_FILE_ERROR_ISDIR);
  assert_refused ("/dev/zero", G_FILE_ERROR_INVAL);
}

static void
test_too_large (void)
{
  g_autofree char *largest = place ("largest");
  g_autofree char *larger = place ("larger");
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  gsize length = 0;

  g_assert_true (g_file_set_contents (largest, "", 0, NULL));
  g_assert_cmpint (truncate (largest, RETORT_FILE_MAX_BYTES), ==, 0);
  text = retort_file_read (largest, &length, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (length, ==, RETORT_FILE_MAX_BYTES);

  g_assert_true (g_file_set_contents (larger, "", 0, NULL));
  g_assert_cmpint (truncate (larger, RETORT_FILE_MAX_BYTES + 1), ==, 0);
  assert_refused (larger, G_FILE_ERROR_NOMEM);
}

static void
remove_folder (void)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);

  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    {
      g_autofree char *path = place (name);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (folder);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("retort-file-XXXXXX", NULL);
  g_test_add_func ("/base/file/read", test_read);
  g_test_add_func ("/base/file/no-size", test_no_size);
  g_test_add_func ("/base/file/no-file", test_no_file);
  g_test_add_func ("/base/file/too-large", test_too_large);
  status = g_test_run ();
  remove_folder ();
  return status;
}
