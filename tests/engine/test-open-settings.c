/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What drizzle.config.ts computes is asked for, kept in retort.json, and not asked again. */
#include "engine/open-settings.h"

#include "formats/scratch.h"

#include <string.h>

static RetortWorkspace *
open_workspace (const char *folder)
{
  RetortProjectPlace place = { .folder = folder };
  g_autoptr(GError) error = NULL;
  RetortWorkspace *workspace = retort_workspace_open (&place, NULL, &error);

  g_assert_no_error (error);
  return workspace;
}

static void
assert_settings (RetortWorkspace *workspace, const char *expected)
{
  GPtrArray *settings = retort_open_settings_get (workspace);
  g_autoptr(GString) found = g_string_new (NULL);

  for (guint i = 0; settings != NULL && i < settings->len; i++)
    {
      const RetortOpenSetting *setting = g_ptr_array_index (settings, i);

      g_string_append_printf (found, "%s=%s ", setting->name, setting->guess);
    }
  g_assert_cmpstr (found->str, ==, expected);
}

static void
write_project (const char *scratch, const char *settings)
{
  scratch_write (scratch, "drizzle.config.ts",
                 "export default defineConfig({ dialect: \"postgresql\", out: from.env, migrations: { table: name () } });");
  scratch_write (scratch, "db/migrations/meta/_journal.json", "{ \"version\": \"7\", \"dialect\": \"postgresql\", \"entries\": [] }");
  scratch_write (scratch, "retort.json", settings);
}

static void
test_kept (void)
{
  g_auto(Scratch) scratch = scratch_new ();
  g_autofree char *path = g_build_filename (scratch, "retort.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr(GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortWorkspace) before = NULL;
  g_autoptr(RetortWorkspace) after = NULL;
  const RetortProjectFields *project;

  write_project (scratch, "{ \"name\": \"shop\", \"drizzle\": { \"down_files\": true } }");
  before = open_workspace (scratch);
  assert_settings (before, "drizzle.out=db/migrations drizzle.migrations.table=__drizzle_migrations drizzle.migrations.schema=drizzle ");
  g_hash_table_insert (values, (gpointer) "drizzle.out", (gpointer) "db/migrations");
  g_hash_table_insert (values, (gpointer) "drizzle.migrations.table", (gpointer) "steps");
  g_hash_table_insert (values, (gpointer) "drizzle.migrations.schema", (gpointer) "public");
  g_assert_true (retort_open_settings_store (before, values, &error));
  g_assert_no_error (error);
  after = open_workspace (scratch);
  assert_settings (after, "");
  project = retort_project_get (retort_workspace_get_project (after));
  g_assert_cmpstr (project->version_table, ==, "steps");
  g_assert_cmpstr (project->version_table_schema, ==, "public");
  g_assert_cmpuint (project->notes->len, ==, 0);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "\"down_files\" : true"));
  g_assert_nonnull (strstr (text, "\"name\" : \"shop\""));
}

/* A file that says something else there is not written over. */
static void
test_refused (void)
{
  static const char *const texts[] = { "{ \"drizzle\": [] }", "{ broken" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_auto(Scratch) scratch = scratch_new ();
      g_autofree char *path = g_build_filename (scratch, "retort.json", NULL);
      g_autofree char *text = NULL;
      g_autoptr(GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
      g_autoptr(GError) error = NULL;
      g_autoptr(RetortWorkspace) workspace = NULL;

      write_project (scratch, texts[i]);
      workspace = open_workspace (scratch);
      g_hash_table_insert (values, (gpointer) "drizzle.out", (gpointer) "db");
      g_assert_false (retort_open_settings_store (workspace, values, &error));
      g_assert_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_UNREADABLE);
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      g_assert_cmpstr (text, ==, texts[i]);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/open-settings/kept", test_kept);
  g_test_add_func ("/engine/open-settings/refused", test_refused);
  return g_test_run ();
}
