/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file is written whole or not at all, and stays what it was to everybody else. */
#include "base/written-file.h"

#include <glib/gstdio.h>

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define NOBODY 65534

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("retort-written-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "migration.sql", NULL);
  g_assert_true (g_file_set_contents (fixture->path, "before", -1, NULL));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (g_unlink (fixture->path), ==, 0);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0); /* nothing was left beside it */
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
assert_holds (const char *path, const char *expected)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, expected);
}

/* One that whoever runs this may give a file to. */
static gid_t
find_group (void)
{
  gid_t groups[64] = { getegid () };

  if (geteuid () == 0)
    return NOBODY;
  g_assert_cmpint (getgroups (G_N_ELEMENTS (groups), groups), >=, 0);
  return groups[0];
}

static void
test_replaced (Fixture *fixture, gconstpointer data)
{
  g_autofree char *link = g_build_filename (fixture->folder, "link.sql", NULL);
  g_autoptr(GError) error = NULL;
  struct stat state;

  g_assert_cmpint (symlink ("migration.sql", link), ==, 0);
  g_assert_cmpint (chown (fixture->path, (uid_t) -1, find_group ()), ==, 0);
  g_assert_cmpint (g_chmod (fixture->path, 0754), ==, 0);
  g_assert_true (retort_written_file_replace (link, "after", &error));
  g_assert_no_error (error);
  assert_holds (fixture->path, "after");
  g_assert_cmpint (stat (fixture->path, &state), ==, 0);
  g_assert_cmpuint (state.st_mode & 07777, ==, 0754);
  g_assert_cmpuint (state.st_gid, ==, find_group ());
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  g_assert_cmpint (g_unlink (link), ==, 0);
}

/* A limit of the process says no in the middle of writing, as a full disk does. */
static void
test_no_room (Fixture *fixture, gconstpointer data)
{
  struct rlimit before;
  struct rlimit little;
  g_autofree char *text = g_strnfill (10000, 'x');
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  little = before;
  little.rlim_cur = 4096;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &little), ==, 0);
  g_assert_false (retort_written_file_replace (fixture->path, text, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_error (error, G_FILE_ERROR, (int) g_file_error_from_errno (EFBIG));
  assert_holds (fixture->path, "before");
}

/* Everybody may make files beside it; root may write what nobody may, and is somebody else for a moment. */
static void
test_read_only (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  gboolean is_root = geteuid () == 0;

  g_assert_cmpint (g_chmod (fixture->path, 0444), ==, 0);
  g_assert_cmpint (g_chmod (fixture->folder, 0777), ==, 0);
  g_assert_true (!is_root || seteuid (NOBODY) == 0);
  g_assert_false (retort_written_file_replace (fixture->path, "after", &error));
  g_assert_true (!is_root || seteuid (0) == 0);
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_ACCES);
  assert_holds (fixture->path, "before");
}

static void
test_not_there (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "new.sql", NULL);
  g_autofree char *nowhere = g_build_filename (fixture->folder, "nowhere", "new.sql", NULL);
  g_autoptr(GError) error = NULL;

  g_assert_true (retort_written_file_replace (path, "after", &error));
  g_assert_no_error (error);
  assert_holds (path, "after");
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_false (retort_written_file_replace (nowhere, "after", &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

#define ADD(name, function) g_test_add ("/base/written-file/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("replaced", test_replaced);
  ADD ("no-room", test_no_room);
  ADD ("read-only", test_read_only);
  ADD ("not-there", test_not_there);
  return g_test_run ();
}
