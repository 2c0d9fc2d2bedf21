/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening, compiling and checking projects; on the practice project and on small ones made here. */
#include "engine/script.h"

#include <glib/gstdio.h>

/* A folder with an Alembic project of one revision under it. */
static char *
project_new (const char *below, const char *body)
{
  char *folder = g_dir_make_tmp ("retort-workspace-XXXXXX", NULL);
  g_autofree char *versions = g_build_filename (folder, below, "migrations", "versions", NULL);
  g_autofree char *ini = g_build_filename (folder, below, "alembic.ini", NULL);
  g_autofree char *env = g_build_filename (folder, below, "migrations", "env.py", NULL);
  g_autofree char *file = g_build_filename (versions, "a1_x.py", NULL);
  g_autofree char *text = g_strdup_printf ("\"\"\"x\"\"\"\nfrom alembic import op\nrevision = 'a1'\ndown_revision = None\n%s", body);

  g_assert_cmpint (g_mkdir_with_parents (versions, 0755), ==, 0);
  g_assert_true (g_file_set_contents (ini, "[alembic]\nscript_location = %(here)s/migrations\n", -1, NULL));
  g_assert_true (g_file_set_contents (env, "", -1, NULL));
  g_assert_true (g_file_set_contents (file, text, -1, NULL));
  return folder;
}

static void
remove_tree (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name = NULL;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        remove_tree (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}

#define BODY "def upgrade():\n    op.execute('SELECT 1')\n\ndef downgrade():\n    op.execute('SELECT 2')\n"

static RetortWorkspace *
open_folder (const char *folder)
{
  RetortProjectPlace place = { folder, NULL, NULL };
  g_autoptr(GError) error = NULL;
  RetortWorkspace *workspace = retort_workspace_open (&place, NULL, &error);

  g_assert_no_error (error);
  return workspace;
}

static RetortWorkspace *
open_practice (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("RETORT_SOURCE_ROOT"), "data", "practice", NULL);

  return open_folder (folder);
}

static void
test_find (void)
{
  g_autofree char *folder = project_new ("backend", BODY);
  g_autofree char *expected = g_build_filename (folder, "backend", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) found = retort_workspace_find (folder, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpstr (((RetortProjectPlace *) g_ptr_array_index (found, 0))->folder, ==, expected);
  remove_tree (folder);
}

/* What was looked for is told. */
static void
test_find_nothing (void)
{
  g_autofree char *folder = g_dir_make_tmp ("retort-workspace-XXXXXX", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) found = retort_workspace_find (folder, NULL, &error);

  g_assert_cmpuint (found->len, ==, 0);
  g_assert_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "alembic.ini"));
  remove_tree (folder);
}

static void
test_name (void)
{
  g_autoptr(RetortWorkspace) practice = open_practice ();
  g_autofree char *folder = project_new (".", BODY);
  g_autofree char *base = g_path_get_basename (folder);
  g_autoptr(RetortWorkspace) other = open_folder (folder);

  g_assert_cmpstr (retort_workspace_get_name (practice), ==, "media-catalogue");
  g_assert_cmpstr (retort_workspace_get_name (other), ==, base);
  remove_tree (folder);
}

static RetortMigration *
compile (RetortWorkspace *workspace, RetortRevision *revision)
{
  g_autoptr(GError) error = NULL;
  RetortMigration *migration = retort_workspace_compile (workspace, revision, RETORT_DIRECTION_UPGRADE, NULL, &error);

  g_assert_no_error (error);
  return migration;
}

/* The same text is compiled once; a changed one again. */
static void
test_cache (void)
{
  g_autofree char *folder = project_new (".", BODY);
  g_autoptr(RetortWorkspace) workspace = open_folder (folder);
  RetortRevision *revision = retort_history_find (retort_workspace_get_history (workspace), "a1");
  g_autoptr(RetortMigration) first = compile (workspace, revision);
  g_autoptr(RetortMigration) second = compile (workspace, revision);
  g_autoptr(RetortSource) source = NULL;
  g_autoptr(RetortRevision) edited = NULL;
  g_autoptr(RetortMigration) third = NULL;

  g_assert_true (first == second);
  source = retort_source_new (retort_revision_get_path (revision),
                              "from alembic import op\nrevision = 'a1'\ndown_revision = None\n"
                              "def upgrade():\n    op.execute('SELECT 3')\n", -1);
  edited = retort_workspace_reread (workspace, source, NULL);
  third = compile (workspace, edited);
  g_assert_cmpstr (retort_batch_get_sql (retort_migration_get_batch (third, 0)), ==, "SELECT 3");
  g_assert_cmpstr (retort_batch_get_sql (retort_migration_get_batch (first, 0)), ==, "SELECT 1");
  remove_tree (folder);
}

static gpointer
compile_worker (gpointer data)
{
  RetortWorkspace *workspace = data;
  g_autoptr(GPtrArray) revisions = retort_history_list_newest_first (retort_workspace_get_history (workspace));

  for (guint i = 0; i < revisions->len; i++)
    {
      g_autoptr(RetortMigration) migration = compile (workspace, g_ptr_array_index (revisions, i));

      g_assert_cmpint (retort_migration_get_status (migration), ==, RETORT_MIGRATION_COMPLETE);
    }
  return NULL;
}

static void
test_several_threads (void)
{
  g_autoptr(RetortWorkspace) workspace = open_practice ();
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("compile", compile_worker, workspace);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

static void
test_reopen (void)
{
  g_autofree char *folder = project_new (".", BODY);
  g_autoptr(RetortWorkspace) before = open_folder (folder);
  g_autofree char *path = g_build_filename (folder, "migrations", "versions", "a2_y.py", NULL);
  g_autoptr(RetortWorkspace) after = NULL;

  g_assert_true (g_file_set_contents (path, "revision = 'a2'\ndown_revision = 'a1'\n", -1, NULL));
  after = retort_workspace_reopen (before, NULL, NULL);
  g_assert_cmpuint (retort_history_get_n_revisions (retort_workspace_get_history (before)), ==, 1);
  g_assert_cmpuint (retort_history_get_n_revisions (retort_workspace_get_history (after)), ==, 2);
  remove_tree (folder);
}

static void
test_lone_file (void)
{
  g_autofree char *folder = project_new (".", "def upgrade():\n    op.drop_table('t')\n");
  g_autofree char *path = g_build_filename (folder, "migrations", "versions", "a1_x.py", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortWorkspace) workspace = retort_workspace_open_file (path, NULL, NULL, &error);
  g_autoptr(GPtrArray) findings = NULL;

  g_assert_no_error (error);
  findings = retort_workspace_check (workspace, retort_history_find (retort_workspace_get_history (workspace), "a1"), NULL,
                                     &error);
  g_assert_no_error (error);
  g_assert_cmpuint (findings->len, >, 0);
  remove_tree (folder);
}

static gboolean
has_rule (GPtrArray *findings, const char *rule)
{
  for (guint i = 0; i < findings->len; i++)
    if (g_str_equal (retort_finding_get (g_ptr_array_index (findings, i))->rule, rule))
      return TRUE;
  return FALSE;
}

/* A script is made to be fed to a server: one with a hole is refused. */
static void
test_script_with_hole (void)
{
  g_autofree char *folder = project_new (".", "def upgrade():\n    op.execute(unknown())\n");
  g_autoptr(RetortWorkspace) workspace = open_folder (folder);
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortPlan) plan = retort_script_plan (workspace, RETORT_DIRECTION_UPGRADE, NULL, "head", RETORT_PLAN_FOR_RUNNING, NULL, &error);
  g_autoptr(GPtrArray) findings = NULL;
  g_autofree char *script = NULL;

  g_assert_no_error (error);
  script = retort_script_of_plan (workspace, plan, &error);
  g_assert_null (script);
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "line 6"));
  findings = retort_workspace_check (workspace, retort_history_find (retort_workspace_get_history (workspace), "a1"), NULL,
                                     NULL);
  g_assert_true (has_rule (findings, "refused"));
  remove_tree (folder);
}

static char *
dup_messages (GPtrArray *findings)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++)
    {
      const RetortFindingFields *fields = retort_finding_get (g_ptr_array_index (findings, i));

      g_string_append_printf (text, "%s:%u %s %s\n", fields->path, fields->start.line, fields->rule, fields->message);
    }
  return g_string_free (text, FALSE);
}

static void
add_findings_cb (GPtrArray *findings, gpointer user_data)
{
  for (guint i = 0; i < findings->len; i++)
    g_ptr_array_add (user_data, g_ptr_array_index (findings, i));
}

/* Who checks all revisions applies each upgrade once. What is said is the same. */
static void
test_checked_together (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "..", "data", "practice", NULL);
  g_autoptr(RetortWorkspace) together = open_folder (folder);
  g_autoptr(RetortWorkspace) apart = open_folder (folder);
  GPtrArray *revisions = retort_project_get (retort_workspace_get_project (together))->revisions;
  g_autoptr(GPtrArray) told = g_ptr_array_new ();
  g_autoptr(GPtrArray) all = retort_workspace_check_all (together, revisions, NULL, add_findings_cb, told, NULL, NULL);
  g_autoptr(GPtrArray) each = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_finding_unref);
  g_autofree char *said_together = NULL;
  g_autofree char *said_meanwhile = NULL;
  g_autofree char *said_apart = NULL;

  g_assert_cmpuint (revisions->len, >, 4);
  for (guint i = 0; i < revisions->len; i++)
    {
      const char *id = retort_revision_get_id (g_ptr_array_index (revisions, i));
      g_autoptr(GPtrArray) own = retort_workspace_check (apart, retort_history_find (retort_workspace_get_history (apart), id), NULL, NULL);

      g_ptr_array_extend_and_steal (each, g_steal_pointer (&own));
    }
  said_together = dup_messages (all);
  said_apart = dup_messages (each);
  g_assert_cmpstr (said_together, ==, said_apart);
  said_meanwhile = dup_messages (told);
  g_assert_cmpstr (said_meanwhile, ==, said_apart);
  g_assert_cmpuint (all->len, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/workspace/find", test_find);
  g_test_add_func ("/engine/workspace/find-nothing", test_find_nothing);
  g_test_add_func ("/engine/workspace/name", test_name);
  g_test_add_func ("/engine/workspace/cache", test_cache);
  g_test_add_func ("/engine/workspace/several-threads", test_several_threads);
  g_test_add_func ("/engine/workspace/checked-together", test_checked_together);
  g_test_add_func ("/engine/workspace/reopen", test_reopen);
  g_test_add_func ("/engine/workspace/lone-file", test_lone_file);
  g_test_add_func ("/engine/workspace/script-with-hole", test_script_with_hole);
  return g_test_run ();
}
