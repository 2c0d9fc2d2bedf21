/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the parts of a project lie, in every layout that is known. */
#include "formats/alembic/config.h"

#include "scratch.h"

static RetortAlembicConfig *
read_config (const char *folder, const char *ini, GError **error)
{
  RetortProjectPlace place = { .folder = folder };

  scratch_write (folder, "alembic.ini", ini);
  return retort_alembic_config_read (&place, error);
}

static void
assert_folder (const char *scratch, const char *actual, const char *expected)
{
  g_autofree char *path = g_canonicalize_filename (expected, scratch);

  g_assert_cmpstr (actual, ==, path);
}

/* Every separator, and what Alembic makes of it. */
static void
test_version_locations (void)
{
  static const struct
  {
    const char *settings;
    const char *folders[5];
  } cases[] = {
    { "", { "db/versions" } },
    { "version_locations = a b, c", { "a", "b", "c" } },
    { "version_locations = a:b\npath_separator = os", { "a", "b" } },
    { "version_locations = a:b\nversion_path_separator = :", { "a", "b" } },
    { "version_locations = a;b\nversion_path_separator = ;", { "a", "b" } },
    { "version_locations = a b\npath_separator = space", { "a", "b" } },
    { "version_locations =\n  a\n  b\npath_separator = newline", { "a", "b" } },
    { "version_locations = %(here)s/a %(script_location)s/b", { "a", "db/b" } },
    { "version_locations = pkg.sub:versions", { "pkg/sub/versions" } },
    { "version_locations = tool:v", { "src/tool/v" } },
    { "version_locations = a , b", { "a", "", "b" } },
    { "version_locations = a; ;b;\npath_separator = ;", { "a", "", "b" } },
    { "version_locations =", { "db/versions" } },
    { "prepend_sys_path = src\nversion_locations = lib:v", { "src/lib/v" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(Scratch) scratch = scratch_new ();
      g_autofree char *ini = g_strconcat ("[alembic]\nscript_location = db\n", cases[i].settings, "\n", NULL);
      g_autoptr(GError) error = NULL;
      g_autoptr(RetortAlembicConfig) config = NULL;

      scratch_write (scratch, "db/env.py", "");
      scratch_write (scratch, "src/lib/__init__.py", "");
      scratch_write (scratch, "src/tool/__init__.py", "");
      scratch_write (scratch, "pkg/sub/__init__.py", "");
      config = read_config (scratch, ini, &error);
      g_assert_no_error (error);
      for (guint j = 0; j < config->version_folders->len; j++)
        assert_folder (scratch, g_ptr_array_index (config->version_folders, j), cases[i].folders[j]);
      g_assert_null (cases[i].folders[config->version_folders->len]);
    }
}

static void
test_refusals (void)
{
  static const struct
  {
    const char *ini;
    const char *message; /* a part of it */
  } cases[] = {
    { "[other]\n", "no 'script_location' key found in section 'alembic'" },
    { "[alembic]\nscript_location = nowhere\n", "cannot find the script folder" },
    { "[alembic]\nscript_location = .\nversion_locations = a\npath_separator = comma\n", "'comma' is not a valid value for path_separator" },
    { "script_location = .\n", "line 1: a setting before the first section" },
    { "[alembic]\nscript_location = 100%\n", "must be followed by" },
    { "[alembic]\nscript_location = .\nversion_locations = nowhere:v\n", "cannot find the package 'nowhere'" },
    { "[alembic]\nscript_location = .\nsourceless = %x\n", "must be followed by" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(Scratch) scratch = scratch_new ();
      g_autoptr(GError) error = NULL;
      g_autoptr(RetortAlembicConfig) config = read_config (scratch, cases[i].ini, &error);

      g_assert_null (config);
      g_assert_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_CONFIGURATION);
      g_assert_nonnull (strstr (error->message, cases[i].message));
    }
}

static void
test_flask_migrate (void)
{
  g_auto(Scratch) scratch = scratch_new ();
  RetortProjectPlace place = { .folder = scratch };
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortAlembicConfig) config = NULL;

  scratch_write (scratch, "migrations/alembic.ini", "[alembic]\n");
  scratch_write (scratch, "migrations/env.py", "");
  g_assert_true (retort_alembic_config_exists (&place));
  config = retort_alembic_config_read (&place, &error);
  g_assert_no_error (error);
  assert_folder (scratch, config->script_folder, "migrations");
  assert_folder (scratch, g_ptr_array_index (config->version_folders, 0), "migrations/versions");
}

static void
test_without_a_file (void)
{
  g_auto(Scratch) scratch = scratch_new ();
  RetortProjectPlace place = { .folder = scratch };
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortAlembicConfig) config = NULL;

  g_assert_false (retort_alembic_config_exists (&place));
  scratch_write (scratch, "shop/__init__.py", "");
  scratch_write (scratch, "shop/migrations/env.py", "");
  scratch_write (scratch, "shop/migrations/versions/README", "");
  g_assert_true (retort_alembic_config_exists (&place));
  config = retort_alembic_config_read (&place, &error);
  g_assert_no_error (error);
  g_assert_null (config->config_path);
  assert_folder (scratch, config->script_folder, "shop/migrations");
}

static void
test_section_and_file (void)
{
  g_auto(Scratch) scratch = scratch_new ();
  RetortProjectPlace place = { .folder = scratch, .config = "conf/db.ini", .section = "private" };
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortAlembicConfig) config = NULL;

  scratch_write (scratch, "tenants/env.py", "");
  scratch_write (scratch, "conf/db.ini",
                 "[alembic]\nscript_location = a\n[private]\nscript_location = tenants\nrecursive_version_locations = true\n");
  config = retort_alembic_config_read (&place, &error);
  g_assert_no_error (error);
  assert_folder (scratch, config->script_folder, "tenants");
  g_assert_true (config->is_recursive);
}

/* `alembic -c backend/alembic.ini` is run above the file, and the file may lie among the scripts. */
static void
test_run_from_above (void)
{
  static const char *const files[] = { "shop/backend/alembic.ini", "shop/backend/src/db/migrations/alembic.ini" };
  static const char *const folders[] = { "shop/backend", "shop/backend/src/db" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_auto(Scratch) scratch = scratch_new ();
      g_autofree char *folder = g_build_filename (scratch, folders[i], NULL);
      RetortProjectPlace place = { .folder = folder };
      g_autoptr(GError) error = NULL;
      g_autoptr(RetortAlembicConfig) config = NULL;

      scratch_write (scratch, files[i], "[alembic]\nscript_location = backend/src/db/migrations\nprepend_sys_path = .\n");
      scratch_write (scratch, "shop/backend/src/db/migrations/env.py", "");
      config = retort_alembic_config_read (&place, &error);
      g_assert_no_error (error);
      assert_folder (scratch, config->root, "shop");
      assert_folder (scratch, config->script_folder, "shop/backend/src/db/migrations");
      assert_folder (scratch, g_ptr_array_index (config->module_folders, 0), "shop");
      g_assert_cmpuint (config->notes->len, ==, 0);
    }
}

/* Flask-Migrate names its folder itself, whatever script_location says. */
static void
test_scripts_beside_the_file (void)
{
  g_auto(Scratch) scratch = scratch_new ();
  RetortProjectPlace place = { .folder = scratch };
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortAlembicConfig) config = NULL;

  scratch_write (scratch, "migrations/env.py", "");
  scratch_write (scratch, "migrations/alembic.ini", "[alembic]\nscript_location = .\n");
  config = retort_alembic_config_read (&place, &error);
  g_assert_no_error (error);
  assert_folder (scratch, config->root, ".");
  assert_folder (scratch, config->script_folder, "migrations");
}

/* What holds elsewhere (in a container), or is filled in by a program, is read where it lies; somebody has to agree. */
static void
test_location_elsewhere (void)
{
  static const char *const locations[] = { "/nowhere/at/all/migrations", "{folder}" };

  for (guint i = 0; i < G_N_ELEMENTS (locations); i++)
    {
      g_auto(Scratch) scratch = scratch_new ();
      g_autofree char *ini = g_strdup_printf ("[alembic]\nscript_location = %s\n", locations[i]);
      g_autoptr(GError) error = NULL;
      g_autoptr(RetortAlembicConfig) config = NULL;
      const RetortProjectNote *note;

      scratch_write (scratch, "alembic/env.py", "");
      scratch_write (scratch, "alembic/versions/README", "");
      config = read_config (scratch, ini, &error);
      g_assert_no_error (error);
      assert_folder (scratch, config->script_folder, "alembic");
      g_assert_cmpuint (config->notes->len, ==, 1);
      note = g_ptr_array_index (config->notes, 0);
      g_assert_true (note->blocks_builtin_engine);
      g_assert_nonnull (strstr (note->text, locations[i]));
    }
}

/* --- pyproject.toml --- */

static RetortAlembicConfig *
read_toml (const char *scratch, const char *toml, GError **error)
{
  RetortProjectPlace place = { .folder = scratch };

  scratch_write (scratch, "db/env.py", "");
  scratch_write (scratch, "pyproject.toml", toml);
  return retort_alembic_config_read (&place, error);
}

static void
test_toml (void)
{
  g_auto(Scratch) scratch = scratch_new ();
  RetortProjectPlace place = { .folder = scratch };
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortAlembicConfig) config = NULL;

  scratch_write (scratch, "lib/pkg/__init__.py", "");
  config = read_toml (scratch,
                      "[project]\nname = 'x'\n[tool.alembic]\nscript_location = \"%(here)s/db\"\nprepend_sys_path = ['lib']\n"
                      "version_locations = ['a b', '%(here)s/100%%', 'pkg:v']\nrecursive_version_locations = true\n"
                      "file_template = '%%(rev)s'\n", &error);
  g_assert_no_error (error);
  g_assert_true (retort_alembic_config_exists (&place));
  assert_folder (scratch, config->config_path, "pyproject.toml");
  assert_folder (scratch, config->script_folder, "db");
  g_assert_cmpuint (config->version_folders->len, ==, 3);
  assert_folder (scratch, g_ptr_array_index (config->version_folders, 0), "a b");
  assert_folder (scratch, g_ptr_array_index (config->version_folders, 1), "100%");
  assert_folder (scratch, g_ptr_array_index (config->version_folders, 2), "lib/pkg/v");
  g_assert_true (config->is_recursive);
  g_assert_false (config->is_sourceless);
  g_assert_cmpstr (config->file_template, ==, "%(rev)s");
}

/* The .ini file wins key by key, whatever the section; an empty list there counts as none. */
static void
test_both_files (void)
{
  g_auto(Scratch) scratch = scratch_new ();
  RetortProjectPlace place = { .folder = scratch, .section = "tenant" };
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortAlembicConfig) config = NULL;

  scratch_write (scratch, "db/env.py", "");
  scratch_write (scratch, "alembic.ini", "[tenant]\nscript_location = db\nversion_locations =\nsqlalchemy.url = postgresql:///x\n");
  scratch_write (scratch, "pyproject.toml",
                 "[tool.alembic]\nscript_location = 'nowhere'\nversion_locations = ['a']\nsourceless = true\n");
  config = retort_alembic_config_read (&place, &error);
  g_assert_no_error (error);
  assert_folder (scratch, config->config_path, "alembic.ini");
  assert_folder (scratch, config->toml_path, "pyproject.toml");
  assert_folder (scratch, config->script_folder, "db");
  assert_folder (scratch, g_ptr_array_index (config->version_folders, 0), "a");
  g_assert_true (config->is_sourceless);
  g_assert_cmpstr (config->url, ==, "postgresql:///x");
}

static void
test_toml_refusals (void)
{
  static const struct
  {
    const char *toml;
    const char *message; /* a part of it */
  } cases[] = {
    { "[tool.alembic]\nscript_location = [\n", "pyproject.toml': line 2: this is not TOML" },
    { "[tool.alembic]\nscript_location = 'db'\nsourceless = 'true'\n", "line 3: 'sourceless' is neither true nor false" },
    { "[tool.alembic]\nscript_location = 'db'\nversion_locations = 'a'\n", "line 3: 'version_locations' is not a list of texts" },
    { "[tool.alembic]\nscript_location = 'db'\nversion_locations = [1]\n", "line 3: 'version_locations' is not a text" },
    { "[tool.alembic]\nscript_location = '100%'\n", "line 2: 'script_location' holds a '%' that is neither" },
    { "[tool.alembic]\nscript_location = true\n", "line 2: 'script_location' is not a text" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(Scratch) scratch = scratch_new ();
      g_autoptr(GError) error = NULL;
      g_autoptr(RetortAlembicConfig) config = read_toml (scratch, cases[i].toml, &error);

      g_assert_null (config);
      g_assert_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_CONFIGURATION);
      if (strstr (error->message, cases[i].message) == NULL)
        g_error ("'%s' instead of '%s'", error->message, cases[i].message);
    }
}

/* A pyproject.toml of something else is none of ours; a broken one beside alembic.ini is told and blocks. */
static void
test_other_toml (void)
{
  g_auto(Scratch) scratch = scratch_new ();
  RetortProjectPlace place = { .folder = scratch };
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortAlembicConfig) config = NULL;
  const RetortProjectNote *note;

  scratch_write (scratch, "pyproject.toml", "[project]\ndependencies = ['alembic']\n");
  g_assert_false (retort_alembic_config_exists (&place));
  scratch_write (scratch, "pyproject.toml", "[tool]\na = 1\na = 2\n");
  scratch_write (scratch, "db/env.py", "");
  config = read_config (scratch, "[alembic]\nscript_location = db\n", &error);
  g_assert_no_error (error);
  g_assert_null (config->toml_path);
  g_assert_cmpuint (config->notes->len, ==, 1);
  note = g_ptr_array_index (config->notes, 0);
  g_assert_true (note->blocks_builtin_engine);
  g_assert_nonnull (strstr (note->text, "line 3"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formats/config/version-locations", test_version_locations);
  g_test_add_func ("/formats/config/refusals", test_refusals);
  g_test_add_func ("/formats/config/flask-migrate", test_flask_migrate);
  g_test_add_func ("/formats/config/without-a-file", test_without_a_file);
  g_test_add_func ("/formats/config/section-and-file", test_section_and_file);
  g_test_add_func ("/formats/config/run-from-above", test_run_from_above);
  g_test_add_func ("/formats/config/scripts-beside-the-file", test_scripts_beside_the_file);
  g_test_add_func ("/formats/config/location-elsewhere", test_location_elsewhere);
  g_test_add_func ("/formats/config/toml", test_toml);
  g_test_add_func ("/formats/config/both-files", test_both_files);
  g_test_add_func ("/formats/config/toml-refusals", test_toml_refusals);
  g_test_add_func ("/formats/config/other-toml", test_other_toml);
  return g_test_run ();
}
