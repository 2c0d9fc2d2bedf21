/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Schemas before and after revisions: the practice project, and a history that parts and joins again. */
#include "engine/schema-history.h"

#include <glib/gstdio.h>

static RetortWorkspace *
open_folder (const char *folder)
{
  RetortProjectPlace place = { folder, NULL, NULL };
  g_autoptr(GError) error = NULL;
  RetortWorkspace *workspace = retort_workspace_open (&place, NULL, &error);

  g_assert_no_error (error);
  return workspace;
}

static gboolean
has_table_before (RetortSchemaHistory *history, const char *id, RetortDirection direction, const char *table)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortSchema) schema = retort_schema_history_before (history, id, direction, NULL, &error);

  g_assert_no_error (error);
  return retort_schema_find_table (schema, NULL, table) != NULL;
}

static void
test_practice (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("RETORT_SOURCE_ROOT"), "data", "practice", NULL);
  g_autoptr(RetortWorkspace) workspace = open_folder (folder);
  g_autoptr(RetortSchemaHistory) history = retort_schema_history_new (workspace);
  g_autoptr(GPtrArray) revisions = retort_history_list_newest_first (retort_workspace_get_history (workspace));
  const char *first = retort_revision_get_id (g_ptr_array_index (revisions, revisions->len - 1));
  const char *second = retort_revision_get_id (g_ptr_array_index (revisions, revisions->len - 2));

  g_assert_false (has_table_before (history, first, RETORT_DIRECTION_UPGRADE, "users"));
  g_assert_true (has_table_before (history, first, RETORT_DIRECTION_DOWNGRADE, "users"));
  g_assert_true (has_table_before (history, second, RETORT_DIRECTION_UPGRADE, "users"));
  g_assert_false (has_table_before (history, second, RETORT_DIRECTION_UPGRADE, "products"));
}

static void
add_revision (const char *versions, const char *id, const char *down, const char *table)
{
  g_autofree char *path = g_strdup_printf ("%s/%s_x.py", versions, id);
  g_autofree char *text = g_strdup_printf ("from alembic import op\nrevision = '%s'\ndown_revision = %s\n\n\n"
                                           "def upgrade():\n    op.execute('CREATE TABLE %s (id int)')\n", id, down, table);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
remove_all (const char *folder, const char *versions)
{
  static const char *const names[] = { "a1", "b1", "b2", "c1", "m1" };
  g_autofree char *ini = g_build_filename (folder, "alembic.ini", NULL);
  g_autofree char *env = g_build_filename (folder, "m", "env.py", NULL);
  g_autofree char *scripts = g_build_filename (folder, "m", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%s_x.py", versions, names[i]);

      g_unlink (path);
    }
  g_unlink (ini);
  g_unlink (env);
  g_rmdir (versions);
  g_rmdir (scripts);
  g_rmdir (folder);
}

/* a1 parts into b1, b2 and c1; m1 joins b2 and c1. */
static void
test_merge (void)
{
  g_autofree char *folder = g_dir_make_tmp ("retort-schemas-XXXXXX", NULL);
  g_autofree char *versions = g_build_filename (folder, "m", "versions", NULL);
  g_autofree char *ini = g_build_filename (folder, "alembic.ini", NULL);
  g_autofree char *env = g_build_filename (folder, "m", "env.py", NULL);
  g_autoptr(RetortWorkspace) workspace = NULL;
  g_autoptr(RetortSchemaHistory) history = NULL;

  g_assert_cmpint (g_mkdir_with_parents (versions, 0755), ==, 0);
  g_assert_true (g_file_set_contents (ini, "[alembic]\nscript_location = %(here)s/m\n", -1, NULL));
  g_assert_true (g_file_set_contents (env, "", -1, NULL));
  add_revision (versions, "a1", "None", "a");
  add_revision (versions, "b1", "'a1'", "b");
  add_revision (versions, "b2", "'b1'", "bb");
  add_revision (versions, "c1", "'a1'", "c");
  add_revision (versions, "m1", "('b2', 'c1')", "m");
  workspace = open_folder (folder);
  history = retort_schema_history_new (workspace);

  g_assert_false (has_table_before (history, "c1", RETORT_DIRECTION_UPGRADE, "b"));
  g_assert_true (has_table_before (history, "c1", RETORT_DIRECTION_UPGRADE, "a"));
  g_assert_true (has_table_before (history, "m1", RETORT_DIRECTION_UPGRADE, "bb"));
  g_assert_true (has_table_before (history, "m1", RETORT_DIRECTION_UPGRADE, "c"));
  g_assert_false (has_table_before (history, "m1", RETORT_DIRECTION_UPGRADE, "m"));
  g_assert_null (retort_schema_history_find_before (history, "m1", RETORT_DIRECTION_UPGRADE)); /* more than one schema has to be joined */
  g_assert_true (has_table_before (history, "m1", RETORT_DIRECTION_DOWNGRADE, "m"));
  remove_all (folder, versions);
}

/* What is made already is found without making anything. */
static void
test_find (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("RETORT_SOURCE_ROOT"), "data", "practice", NULL);
  g_autoptr(RetortWorkspace) workspace = open_folder (folder);
  g_autoptr(RetortSchemaHistory) history = retort_schema_history_new (workspace);
  g_autoptr(GPtrArray) newest_first = retort_history_list_newest_first (retort_workspace_get_history (workspace));
  const char *oldest = retort_revision_get_id (g_ptr_array_index (newest_first, newest_first->len - 1));
  const char *second = retort_revision_get_id (g_ptr_array_index (newest_first, newest_first->len - 2));
  g_autoptr(RetortSchema) base = retort_schema_history_find_before (history, oldest, RETORT_DIRECTION_UPGRADE);
  g_autoptr(RetortSchema) made = NULL;
  g_autoptr(RetortSchema) found = NULL;
  g_autoptr(RetortSchema) left = NULL;

  g_assert_nonnull (base);
  g_assert_null (retort_schema_history_find_before (history, oldest, RETORT_DIRECTION_DOWNGRADE));
  g_assert_null (retort_schema_history_find_before (history, second, RETORT_DIRECTION_UPGRADE));
  made = retort_schema_history_after (history, oldest, NULL, NULL);
  found = retort_schema_history_find_before (history, second, RETORT_DIRECTION_UPGRADE);
  left = retort_schema_history_find_before (history, oldest, RETORT_DIRECTION_DOWNGRADE);
  g_assert_true (found == made && left == made);
  g_assert_null (retort_schema_history_find_before (history, second, RETORT_DIRECTION_DOWNGRADE));
}

static void
test_unknown (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("RETORT_SOURCE_ROOT"), "data", "practice", NULL);
  g_autoptr(RetortWorkspace) workspace = open_folder (folder);
  g_autoptr(RetortSchemaHistory) history = retort_schema_history_new (workspace);
  g_autoptr(GError) error = NULL;

  g_assert_null (retort_schema_history_after (history, "nonsense", NULL, &error));
  g_assert_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/schema-history/practice", test_practice);
  g_test_add_func ("/engine/schema-history/merge", test_merge);
  g_test_add_func ("/engine/schema-history/find", test_find);
  g_test_add_func ("/engine/schema-history/unknown", test_unknown);
  return g_test_run ();
}
