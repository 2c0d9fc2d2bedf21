/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A folder of its own for a test, removed at its end. */
#pragma once

#include <gio/gio.h>
#include <glib/gstdio.h>

typedef char *Scratch;

static inline char *
scratch_new (void)
{
  return g_dir_make_tmp ("retort-test-XXXXXX", NULL);
}

static inline char *
scratch_path (const char *scratch, const char *name)
{
  return g_build_filename (scratch, name, NULL);
}

/* Writes a file and the folders above it. */
static inline void
scratch_write (const char *scratch, const char *name, const char *text)
{
  g_autofree char *path = scratch_path (scratch, name);
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static inline void
scratch_remove_tree (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        scratch_remove_tree (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

static inline void
scratch_clear (Scratch *self)
{
  if (*self == NULL)
    return;
  scratch_remove_tree (*self);
  g_clear_pointer (self, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scratch, scratch_clear)
