/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small Alembic project in a folder of its own, for tests of pages that need files. */
#pragma once

#include <gio/gio.h>
#include <glib/gstdio.h>

static inline void
project_fixture_write (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr(GError) error = NULL;

  g_mkdir_with_parents (parent, 0755);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

/* The text of revision @id above @down (nullable); each direction has one statement. */
static inline char *
project_fixture_dup_text (const char *id, const char *down)
{
  g_autofree char *quoted = down != NULL ? g_strdup_printf ("'%s'", down) : g_strdup ("None");

  return g_strdup_printf ("\"\"\"make t_%s\n\nCreate Date: 2026-01-02 03:04:05\n\"\"\"\n"
                          "from alembic import op\n\n"
                          "revision = '%s'\ndown_revision = %s\n\n\n"
                          "def upgrade() -> None:\n    op.execute(\"CREATE TABLE t_%s (a integer)\")\n\n\n"
                          "def downgrade() -> None:\n    op.execute(\"DROP TABLE t_%s\")\n",
                          id, id, quoted, id, id);
}

static inline char *
project_fixture_dup_name (const char *id)
{
  return g_strdup_printf ("migrations/versions/%s_make_t.py", id);
}

static inline void
project_fixture_add (const char *folder, const char *id, const char *down)
{
  g_autofree char *name = project_fixture_dup_name (id);
  g_autofree char *text = project_fixture_dup_text (id, down);

  project_fixture_write (folder, name, text);
}

/* A project with revisions 001 … @n_revisions in one line. Free with project_fixture_free(). */
static inline char *
project_fixture_make (guint n_revisions)
{
  g_autoptr(GError) error = NULL;
  char *folder = g_dir_make_tmp ("retort-ui-XXXXXX", &error);
  g_autofree char *down = NULL;

  g_assert_no_error (error);
  project_fixture_write (folder, "alembic.ini", "[alembic]\nscript_location = %(here)s/migrations\n");
  project_fixture_write (folder, "migrations/env.py", "");
  for (guint i = 1; i <= n_revisions; i++)
    {
      g_autofree char *id = g_strdup_printf ("%03u", i);

      project_fixture_add (folder, id, down);
      g_free (down);
      down = g_steal_pointer (&id);
    }
  return folder;
}

static inline void
project_fixture_remove_tree (GFile *file)
{
  g_autoptr(GFileEnumerator) children =
    g_file_enumerate_children (file, G_FILE_ATTRIBUTE_STANDARD_NAME, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
  GFile *child = NULL;

  while (children != NULL && g_file_enumerator_iterate (children, NULL, &child, NULL, NULL) && child != NULL)
    project_fixture_remove_tree (child);
  g_file_delete (file, NULL, NULL);
}

static inline void
project_fixture_free (const char *folder)
{
  g_autoptr(GFile) file = g_file_new_for_path (folder);

  project_fixture_remove_tree (file);
}
