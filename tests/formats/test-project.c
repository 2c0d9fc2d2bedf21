/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders with and without projects. */
#include "formats/adapter.h"

#include "scratch.h"

#define REVISION(id, down) "revision = '" id "'\ndown_revision = " down "\ndef upgrade():\n    pass\n"

static RetortProject *
open_folder (const char *folder, GError **error)
{
  RetortProjectPlace place = { .folder = folder };

  return retort_adapters_open (&place, NULL, error);
}

static void
test_open (void)
{
  g_auto(Scratch) scratch = scratch_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortProject) project = NULL;
  const RetortProjectFields *fields;
  const RetortProjectNote *note;

  scratch_write (scratch, "alembic.ini", "[alembic]\nscript_location = db\nsqlalchemy.url = postgresql://me:secret@host/db\n");
  scratch_write (scratch, "db/env.py", "context.configure(url=u, version_table='x')\n"
                                       "context.configure(connection=c, version_table='Ver', transaction_per_migration=True)\n"
                                       "c.execute(text('SET lock_timeout = 1000'))\nc.execute('SET search_path TO x')\n");
  scratch_write (scratch, "db/versions/b.py", REVISION ("b", "'a'"));
  scratch_write (scratch, "db/versions/a.py", REVISION ("a", "None"));
  scratch_write (scratch, "db/versions/helper.py", "x = 1\n");
  scratch_write (scratch, "db/versions/__init__.py", "");
  scratch_write (scratch, "db/versions/.#lock.py", "");
  scratch_write (scratch, "db/versions/sub/c.py", REVISION ("c", "'b'"));
  project = open_folder (scratch, &error);
  g_assert_no_error (error);
  fields = retort_project_get (project);
  g_assert_cmpuint (fields->revisions->len, ==, 2);
  g_assert_cmpstr (retort_revision_get_id (g_ptr_array_index (fields->revisions, 0)), ==, "a");
  g_assert_cmpstr (fields->version_table, ==, "Ver");
  g_assert_cmpint (fields->transactions, ==, RETORT_TRANSACTIONS_PER_MIGRATION);
  g_assert_cmpstr (fields->url_hint, ==, "postgresql://me@host/db");
  g_assert_cmpuint (fields->notes->len, ==, 3);
  note = g_ptr_array_index (fields->notes, 0);
  g_assert_false (note->blocks_builtin_engine);
  note = g_ptr_array_index (fields->notes, 1);
  g_assert_true (note->blocks_builtin_engine);
  g_assert_cmpuint (note->position.line, ==, 4);
  note = g_ptr_array_index (fields->notes, 2);
  g_assert_true (g_str_has_suffix (note->path, "helper.py"));
}

static void
test_recursive (void)
{
  g_auto(Scratch) scratch = scratch_new ();
  g_autoptr(RetortProject) project = NULL;
  GPtrArray *revisions;

  scratch_write (scratch, "alembic.ini", "[alembic]\nscript_location = db\nrecursive_version_locations = true\n");
  scratch_write (scratch, "db/env.py", "");
  scratch_write (scratch, "db/versions/a/z.py", REVISION ("2", "'1'"));
  scratch_write (scratch, "db/versions/z.py", REVISION ("1", "None"));
  scratch_write (scratch, "db/versions/__pycache__/y.py", REVISION ("3", "'2'"));
  project = open_folder (scratch, NULL);
  revisions = retort_project_get (project)->revisions;
  g_assert_cmpuint (revisions->len, ==, 2);
  g_assert_cmpstr (retort_revision_get_id (g_ptr_array_index (revisions, 0)), ==, "1");
}

static void
test_find (void)
{
  g_auto(Scratch) scratch = scratch_new ();
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortProject) project = NULL;

  scratch_write (scratch, "a/b/backend/alembic.ini", "[alembic]\nscript_location = db\n");
  scratch_write (scratch, "a/b/backend/db/env.py", "");
  scratch_write (scratch, "node_modules/x/alembic.ini", "[alembic]\n");
  scratch_write (scratch, ".git/alembic.ini", "[alembic]\n");
  scratch_write (scratch, "py/pyvenv.cfg", "");
  scratch_write (scratch, "py/alembic.ini", "[alembic]\n");
  project = open_folder (scratch, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_suffix (retort_project_get (project)->root, "/a/b/backend"));

  scratch_write (scratch, "z/migrations/alembic.ini", "[alembic]\n");
  scratch_write (scratch, "z/migrations/env.py", "");
  scratch_write (scratch, "z/migrations/versions/README", "");
  found = retort_adapters_find (scratch, NULL);
  g_assert_cmpuint (found->len, ==, 2);
  g_assert_true (g_str_has_suffix (g_ptr_array_index (found, 0), "/z"));
  g_clear_pointer (&project, retort_project_unref);
  project = open_folder (scratch, &error);
  g_assert_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "/z'"));
}

static void
test_none (void)
{
  g_auto(Scratch) scratch = scratch_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortProject) project = open_folder (scratch, &error);

  g_assert_null (project);
  g_assert_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "looked for Alembic: alembic.ini"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formats/project/open", test_open);
  g_test_add_func ("/formats/project/recursive", test_recursive);
  g_test_add_func ("/formats/project/find", test_find);
  g_test_add_func ("/formats/project/none", test_none);
  return g_test_run ();
}
