/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a killed process leaves in the folder for temporary files goes; what somebody still uses, and what lies behind a link, stays. */
#include "engine/temporary-folder.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

static char *
add_file (const char *folder, const char *name)
{
  char *path = g_build_filename (folder, name, NULL);
  g_autofree char *around = g_path_get_dirname (path);

  g_mkdir_with_parents (around, 0700);
  g_assert_true (g_file_set_contents (path, "x", -1, NULL));
  return path;
}

static void
make_old (const char *path)
{
  const struct timespec times[] = { { 1000000000, 0 }, { 1000000000, 0 } };

  g_assert_cmpint (utimensat (AT_FDCWD, path, times, AT_SYMLINK_NOFOLLOW), ==, 0);
}

static void
test_own (void)
{
  RetortTemporaryFolder *folder = retort_temporary_folder_new (NULL);
  g_autofree char *path = g_strdup (retort_temporary_folder_get_path (folder));
  g_autofree char *file = add_file (path, "a/b/c.py");

  make_old (path);
  g_assert_cmpuint (retort_temporary_folder_clear_old (), ==, 0); /* it has an owner */
  g_assert_true (g_file_test (file, G_FILE_TEST_EXISTS));
  retort_temporary_folder_free (folder);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_left_behind (void)
{
  g_autofree char *left = g_build_filename (g_get_tmp_dir (), "retort-tree-dead00", NULL);
  g_autofree char *young = g_build_filename (g_get_tmp_dir (), "retort-tree-young0", NULL);
  g_autofree char *file = add_file (left, "db/versions/a.py");
  g_autofree char *mine = add_file (g_get_tmp_dir (), "mine/precious");
  g_autofree char *mine_folder = g_path_get_dirname (mine);
  g_autofree char *link = g_build_filename (left, "db", "link", NULL);
  g_autofree char *outer_link = g_build_filename (g_get_tmp_dir (), "retort-tree-link00", NULL);

  g_assert_cmpint (symlink (mine_folder, link), ==, 0);
  g_assert_cmpint (symlink (mine_folder, outer_link), ==, 0);
  g_mkdir (young, 0700);
  make_old (left);
  make_old (mine_folder);
  g_assert_cmpuint (retort_temporary_folder_clear_old (), ==, 1);
  g_assert_false (g_file_test (left, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (young, G_FILE_TEST_EXISTS)); /* may be about to get its owner */
  g_assert_true (g_file_test (mine, G_FILE_TEST_EXISTS));
}

int
main (int argc, char **argv)
{
  g_autofree char *around = g_dir_make_tmp ("retort-temporary-XXXXXX", NULL);
  const char *remove[] = { "rm", "-rf", "--", around, NULL };
  int status = 0;

  /* GLib reads it once, and has done so above. */
  if (g_getenv ("RETORT_TEST_TMPDIR") == NULL)
    {
      g_setenv ("RETORT_TEST_TMPDIR", around, TRUE);
      g_setenv ("TMPDIR", around, TRUE);
      g_assert_true (g_spawn_sync (NULL, argv, NULL, G_SPAWN_CHILD_INHERITS_STDIN, NULL, NULL, NULL, NULL, &status, NULL));
      g_spawn_sync (NULL, (char **) remove, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
      return WIFEXITED (status) ? WEXITSTATUS (status) : 1;
    }
  g_rmdir (around);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/temporary-folder/own", test_own);
  g_test_add_func ("/engine/temporary-folder/left-behind", test_left_behind);
  return g_test_run ();
}
