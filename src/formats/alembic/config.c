/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Three layouts are known: alembic.ini, pyproject.toml or both in the project's folder; migrations/alembic.ini
 * without a script_location, which Flask-Migrate sets to that folder; and no file at all, only a folder
 * with env.py and versions/ that the project's own program hands to Alembic.
 *
 * Alembic takes relative paths from the current folder, not from the file's; whoever runs it stands in
 * the project's folder, so that is what we take. Where a script_location leads nowhere from there, it is the nearest folder above. */
#include "formats/alembic/config.h"

#include "base/file.h"
#include "formats/alembic/options.h"

#include <glib/gi18n.h>
#include <string.h>

#define DEFAULT_FILE "alembic.ini"
#define TOML_FILE "pyproject.toml"
#define DEFAULT_SECTION "alembic"
#define DEFAULT_SLUG_LENGTH 40

/* How far above its configuration file a project may be run from. */
#define MAX_FOLDERS_ABOVE 5

/* Folders that hold env.py in projects which configure Alembic in their own code. */
static const char *const script_folder_names[] = { "migrations", "alembic" };

/* Both, one or none. */
typedef struct
{
  char *ini;  /* nullable */
  char *toml; /* nullable */
} ConfigFiles;

static void
config_files_clear (ConfigFiles *self)
{
  g_clear_pointer (&self->ini, g_free);
  g_clear_pointer (&self->toml, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ConfigFiles, config_files_clear)

/**
 * retort_alembic_config_free:
 * @self: (transfer full) (nullable): a configuration
 */
void
retort_alembic_config_free (RetortAlembicConfig *self)
{
  if (self == NULL)
    return;
  g_free (self->root);
  g_free (self->module_root);
  g_free (self->config_path);
  g_free (self->toml_path);
  g_free (self->script_folder);
  g_clear_pointer (&self->version_folders, g_ptr_array_unref);
  g_clear_pointer (&self->module_folders, g_ptr_array_unref);
  g_clear_pointer (&self->notes, g_ptr_array_unref);
  g_clear_pointer (&self->options, retort_alembic_options_free);
  g_free (self->url);
  g_free (self->file_template);
  g_free (self->timezone);
  g_free (self);
}

static gboolean
is_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

static gboolean
is_folder (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_IS_DIR);
}

static gboolean
is_script_folder (const char *folder)
{
  return is_file (folder, "env.py") && is_folder (folder, "versions");
}

/* An absolute path without "." and "..", as os.path.abspath makes it; symbolic links stay. */
static char *
make_absolute (const char *root, const char *path)
{
  return g_canonicalize_filename (path, root);
}

static char *
find_script_folder_in (const char *folder)
{
  for (guint i = 0; i < G_N_ELEMENTS (script_folder_names); i++)
    {
      g_autofree char *path = g_build_filename (folder, script_folder_names[i], NULL);

      if (is_script_folder (path))
        return g_steal_pointer (&path);
    }
  return NULL;
}

/* (nullable): migrations/alembic.ini or alembic/alembic.ini beside an env.py: Flask-Migrate */
static char *
find_flask_file (const char *root)
{
  for (guint i = 0; i < G_N_ELEMENTS (script_folder_names); i++)
    {
      g_autofree char *folder = g_build_filename (root, script_folder_names[i], NULL);

      if (is_file (folder, DEFAULT_FILE) && is_file (folder, "env.py"))
        return g_build_filename (folder, DEFAULT_FILE, NULL);
    }
  return NULL;
}

/* Such a folder is a project by itself. */
static gboolean
has_file_of_its_own (const char *folder)
{
  g_autofree char *flask_file = find_flask_file (folder);

  return flask_file != NULL || is_file (folder, DEFAULT_FILE);
}

/* A script folder without a configuration file: in the folder itself, in migrations/ or alembic/, or in one of these inside a
 * Python package of the folder (warehouse/warehouse/migrations). */
static char *
find_bare_script_folder (const char *folder)
{
  g_autoptr(GDir) dir = NULL;
  g_autofree char *found = NULL;
  const char *name;

  if (is_script_folder (folder))
    return g_strdup (folder);
  found = find_script_folder_in (folder);
  if (found != NULL)
    return g_steal_pointer (&found);
  dir = g_dir_open (folder, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *package = g_build_filename (folder, name, NULL);
      g_autofree char *inside = NULL;

      if (name[0] == '.' || !is_file (package, "__init__.py") || has_file_of_its_own (package))
        continue;
      inside = find_script_folder_in (package);
      /* The first in the order of names, however the file system lists them. */
      if (inside != NULL && (found == NULL || strcmp (inside, found) < 0))
        {
          g_free (found);
          found = g_steal_pointer (&inside);
        }
    }
  return g_steal_pointer (&found);
}

/* Does the file have [tool.alembic] with a script_location? One that cannot be read, and speaks of it, is said to. */
static gboolean
has_tool_table (const char *path)
{
  g_autofree char *text = retort_file_read (path, NULL, NULL);
  g_autoptr(RetortAlembicOptions) options = NULL;

  if (text == NULL || strstr (text, "alembic") == NULL)
    return FALSE;
  options = retort_alembic_options_new (DEFAULT_SECTION);
  if (!retort_alembic_options_load_toml (options, path, NULL))
    return strstr (text, "tool.alembic") != NULL;
  return retort_alembic_options_has (options, "script_location");
}

static gboolean
is_toml_path (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);

  return g_str_equal (name, TOML_FILE);
}

/* CommandLine._inis_from_config: what the user names counts by its name, and the other file is the one of the current folder. */
static void
find_config_files (ConfigFiles *self, const RetortProjectPlace *place)
{
  g_autofree char *given = place->config != NULL ? make_absolute (place->folder, place->config) : NULL;
  gboolean is_toml_given = given != NULL && is_toml_path (given);

  if (given != NULL && !is_toml_given)
    self->ini = g_strdup (given);
  else if (is_file (place->folder, DEFAULT_FILE))
    self->ini = g_build_filename (place->folder, DEFAULT_FILE, NULL);
  if (is_toml_given)
    self->toml = g_strdup (given);
  else if (is_file (place->folder, TOML_FILE))
    self->toml = g_build_filename (place->folder, TOML_FILE, NULL);
  if (self->ini != NULL || is_toml_given || (self->toml != NULL && has_tool_table (self->toml)))
    return;
  g_clear_pointer (&self->toml, g_free);
  self->ini = find_flask_file (place->folder);
}

/**
 * retort_alembic_config_exists:
 * @place: a folder
 *
 * Looks for a configuration file or a script folder; of files only pyproject.toml is read.
 *
 * Returns: whether an Alembic project seems to be in exactly this folder
 */
gboolean
retort_alembic_config_exists (const RetortProjectPlace *place)
{
  g_auto(ConfigFiles) files = { 0 };
  g_autofree char *script_folder = NULL;

  find_config_files (&files, place);
  if (files.ini != NULL)
    return g_str_has_suffix (files.ini, ".ini") && g_file_test (files.ini, G_FILE_TEST_IS_REGULAR);
  if (files.toml != NULL)
    return g_file_test (files.toml, G_FILE_TEST_IS_REGULAR);
  script_folder = find_bare_script_folder (place->folder);
  return script_folder != NULL;
}

/**
 * retort_alembic_config_has_file:
 * @place: a folder
 *
 * Returns: whether a configuration file would be read there, rather than a script folder taken as it is
 */
gboolean
retort_alembic_config_has_file (const RetortProjectPlace *place)
{
  g_auto(ConfigFiles) files = { 0 };

  find_config_files (&files, place);
  return files.ini != NULL || files.toml != NULL;
}

/* --- Folders --- */

/* (nullable): above the outermost package around @folder, which is where an installation in place lets Python start. */
static char *
find_module_root (const char *folder)
{
  g_autofree char *at = g_strdup (folder);

  while (is_file (at, "__init__.py"))
    {
      char *parent = g_path_get_dirname (at);

      g_free (at);
      at = parent;
    }
  return g_str_equal (at, folder) ? NULL : g_steal_pointer (&at);
}

static void
add_usual_module_folders (RetortAlembicConfig *self)
{
  g_ptr_array_add (self->module_folders, g_strdup (self->root));
  if (self->module_root != NULL)
    g_ptr_array_add (self->module_folders, g_strdup (self->module_root));
  if (is_folder (self->root, "src"))
    g_ptr_array_add (self->module_folders, g_build_filename (self->root, "src", NULL));
}

/* The folders in which Python looks for packages: prepend_sys_path, the current folder, and src/, which an installation
 * in place adds. */
static gboolean
read_module_folders (RetortAlembicConfig *self, const RetortAlembicOptions *options, GError **error)
{
  g_auto(GStrv) paths = retort_alembic_options_dup_paths (options, RETORT_ALEMBIC_LIST_SYSTEM_PATH, error);

  if (paths == NULL)
    return FALSE;
  for (guint i = 0; paths[i] != NULL; i++)
    g_ptr_array_add (self->module_folders, make_absolute (self->root, paths[i]));
  self->n_certain_module_folders = self->module_folders->len;
  add_usual_module_folders (self);
  return TRUE;
}

/* As pathlib joins: an absolute part replaces what was before it. */
static char *
join_parts (const char *folder, char **parts)
{
  g_autofree char *path = g_strdup (folder);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *longer = make_absolute (path, parts[i]);

      g_free (path);
      path = longer;
    }
  return g_steal_pointer (&path);
}

/* "package.sub:path:path" */
static char *
locate_resource (const RetortAlembicConfig *self, const char *resource, GError **error)
{
  g_auto(GStrv) parts = g_strsplit (resource, ":", -1);
  g_autofree char *package = g_strdelimit (g_strdup (parts[0]), ".", G_DIR_SEPARATOR);

  for (guint i = 0; i < self->module_folders->len && package[0] != '\0'; i++)
    {
      g_autofree char *found = g_build_filename (g_ptr_array_index (self->module_folders, i), package, NULL);

      if (g_file_test (found, G_FILE_TEST_IS_DIR))
        return join_parts (found, parts + 1);
    }
  g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_CONFIGURATION,
               "cannot find the package '%s' that '%s' names: it lies neither in '%s' nor on prepend_sys_path",
               parts[0], self->config_path, self->root);
  return NULL;
}

/* util/pyfiles.py coerce_resource_to_filename */
static char *
resolve_folder (const RetortAlembicConfig *self, const char *path, GError **error)
{
  if (!g_path_is_absolute (path) && strchr (path, ':') != NULL)
    return locate_resource (self, path, error);
  return make_absolute (self->root, path);
}

static gboolean
read_version_folders (RetortAlembicConfig *self, const RetortAlembicOptions *options, GError **error)
{
  g_auto(GStrv) locations = retort_alembic_options_dup_paths (options, RETORT_ALEMBIC_LIST_VERSIONS, error);

  if (locations == NULL)
    return FALSE;
  for (guint i = 0; locations[i] != NULL; i++)
    {
      char *folder = resolve_folder (self, locations[i], error);

      if (folder == NULL)
        return FALSE;
      g_ptr_array_add (self->version_folders, folder);
    }
  if (self->version_folders->len == 0)
    g_ptr_array_add (self->version_folders, g_build_filename (self->script_folder, "versions", NULL));
  return TRUE;
}

/* (nullable): the folder from which @location leads to an env.py: that of the file, or the nearest above it in the same repository. */
static char *
find_running_folder (const char *folder, const char *location)
{
  g_autofree char *at = g_strdup (folder);

  for (guint i = 0; i <= MAX_FOLDERS_ABOVE; i++)
    {
      g_autofree char *script_folder = make_absolute (at, location);
      g_autofree char *repository = g_build_filename (at, ".git", NULL);
      char *parent;

      if (is_file (script_folder, "env.py"))
        return g_steal_pointer (&at);
      if (g_file_test (repository, G_FILE_TEST_EXISTS))
        return NULL;
      parent = g_path_get_dirname (at);
      g_free (at);
      at = parent;
    }
  return NULL;
}

/* `alembic -c backend/alembic.ini` is run above the file when its script_location says so. */
static void
settle_root (RetortAlembicConfig *self, const RetortAlembicOptions *options)
{
  g_autofree char *location = retort_alembic_options_dup_text (options, "script_location", NULL);
  g_autofree char *above = NULL;

  if (location == NULL || g_path_is_absolute (location) || strchr (location, ':') != NULL || g_str_equal (location, "."))
    return;
  above = find_running_folder (self->root, location);
  if (above == NULL || g_str_equal (above, self->root))
    return;
  g_free (self->root);
  self->root = g_steal_pointer (&above);
  g_free (self->module_root);
  self->module_root = find_module_root (self->root);
}

/* What is absolute may be so on another machine (in a container), and braces are filled in by a program: then the script folder
 * that lies with the file is read, once somebody has agreed. */
static gboolean
take_folder_with_file (RetortAlembicConfig *self, const char *location, const char *folder)
{
  RetortPosition nowhere = { 0, 0 };
  g_autofree char *found = NULL;

  if (!g_path_is_absolute (location) && strchr (location, '{') == NULL)
    return FALSE;
  found = find_bare_script_folder (folder);
  if (found == NULL)
    return FALSE;
  g_ptr_array_add (self->notes,
                   retort_project_note_new (self->config_path, nowhere, TRUE,
                                            _("The script_location '%s' is not on this machine; '%s' is read in its place."), location, found));
  g_free (self->script_folder);
  self->script_folder = g_steal_pointer (&found);
  return TRUE;
}

static gboolean
read_script_folder (RetortAlembicConfig *self, const RetortAlembicOptions *options, const char *section, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (self->config_path);
  g_autofree char *location = NULL;

  if (!retort_alembic_options_has (options, "script_location"))
    {
      /* Flask-Migrate: the folder of the file is the script folder. */
      if (is_file (folder, "env.py"))
        {
          self->script_folder = g_steal_pointer (&folder);
          return TRUE;
        }
      g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_CONFIGURATION,
                   "no 'script_location' key found in section '%s' of '%s'", section, self->config_path);
      return FALSE;
    }
  location = retort_alembic_options_dup_text (options, "script_location", error);
  self->script_folder = location != NULL ? resolve_folder (self, location, error) : NULL;
  if (self->script_folder != NULL && !is_file (self->script_folder, "env.py") && is_file (folder, "env.py"))
    {
      /* Flask-Migrate says its folder whatever the file has, often "."; others stand in that folder. */
      g_free (self->script_folder);
      self->script_folder = g_steal_pointer (&folder);
      return TRUE;
    }
  if (self->script_folder == NULL || g_file_test (self->script_folder, G_FILE_TEST_IS_DIR)
      || take_folder_with_file (self, location, folder))
    return self->script_folder != NULL;
  g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_CONFIGURATION,
               "cannot find the script folder '%s' that section '%s' of '%s' names",
               self->script_folder, section, self->config_path);
  return FALSE;
}

static gboolean
read_options (RetortAlembicConfig *self, const RetortAlembicOptions *options, const char *section, GError **error)
{
  g_autoptr(GError) cause = NULL;

  settle_root (self, options);
  if (!read_module_folders (self, options, error)
      || !read_script_folder (self, options, section, error)
      || !read_version_folders (self, options, error)
      || !retort_alembic_options_read_flag (options, "recursive_version_locations", &self->is_recursive, error)
      || !retort_alembic_options_read_flag (options, "sourceless", &self->is_sourceless, error)
      || !retort_alembic_options_read_number (options, "truncate_slug_length", &self->slug_length, error))
    return FALSE;
  if (self->slug_length == 0)
    self->slug_length = DEFAULT_SLUG_LENGTH;
  /* Alembic itself never reads the URL, so a bad one is env.py's business. */
  self->url = retort_alembic_options_dup_ini_text (options, "sqlalchemy.url", NULL);
  self->file_template = retort_alembic_options_dup_text (options, "file_template", &cause);
  if (cause == NULL)
    self->timezone = retort_alembic_options_dup_text (options, "timezone", &cause);
  if (cause == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

/* --- Files --- */

/* Alembic 1.16 and later read pyproject.toml wherever there is one. When an .ini file has the settings, one that cannot be read is told;
 * Alembic before 1.16 does not mind. */
static gboolean
load_toml (RetortAlembicConfig *self, RetortAlembicOptions *options, const char *path, gboolean has_ini, GError **error)
{
  g_autoptr(GError) cause = NULL;
  RetortPosition nowhere = { 0, 0 };

  if (retort_alembic_options_load_toml (options, path, &cause))
    {
      if (retort_alembic_options_has_table (options))
        self->toml_path = g_strdup (path);
      return TRUE;
    }
  if (!has_ini)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  g_ptr_array_add (self->notes,
                   retort_project_note_new (path, nowhere, TRUE, _("What [tool.alembic] says is not known: %s."), cause->message));
  return TRUE;
}

static gboolean
read_files (RetortAlembicConfig *self, const ConfigFiles *files, const char *section, GError **error)
{
  g_autoptr(RetortAlembicOptions) options = retort_alembic_options_new (section);

  self->config_path = g_strdup (files->ini != NULL ? files->ini : files->toml);
  if (files->ini != NULL && !retort_alembic_options_load_ini (options, files->ini, error))
    return FALSE;
  if (files->toml != NULL && !load_toml (self, options, files->toml, files->ini != NULL, error))
    return FALSE;
  if (!read_options (self, options, section, error))
    return FALSE;
  self->options = g_steal_pointer (&options);
  return TRUE;
}

/**
 * retort_alembic_config_is_guess_of:
 * @place: a project
 * @other: another one, found in the same search
 *
 * Returns: whether @place is a script folder taken as it is that the configuration file of @other names
 */
gboolean
retort_alembic_config_is_guess_of (const RetortProjectPlace *place, const RetortProjectPlace *other)
{
  g_autoptr(RetortAlembicConfig) configured = NULL;
  g_autofree char *guessed = NULL;

  if (retort_alembic_config_has_file (place) || !retort_alembic_config_has_file (other))
    return FALSE;
  guessed = find_bare_script_folder (place->folder);
  configured = retort_alembic_config_read (other, NULL);
  return guessed != NULL && configured != NULL && g_str_equal (guessed, configured->script_folder);
}

/**
 * retort_alembic_config_read:
 * @place: the folder, and what the user said about the configuration
 * @error: return location for a #RetortFormatError
 *
 * Returns: (transfer full) (nullable): where everything lies
 */
RetortAlembicConfig *
retort_alembic_config_read (const RetortProjectPlace *place, GError **error)
{
  g_autoptr(RetortAlembicConfig) self = g_new0 (RetortAlembicConfig, 1);
  g_auto(ConfigFiles) files = { 0 };
  const char *section = place->section != NULL ? place->section : DEFAULT_SECTION;

  self->root = g_strdup (place->folder);
  self->module_root = find_module_root (place->folder);
  self->version_folders = g_ptr_array_new_with_free_func (g_free);
  self->module_folders = g_ptr_array_new_with_free_func (g_free);
  self->notes = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_project_note_free);
  find_config_files (&files, place);
  if (files.ini != NULL || files.toml != NULL)
    return read_files (self, &files, section, error) ? g_steal_pointer (&self) : NULL;
  self->script_folder = find_bare_script_folder (place->folder);
  if (self->script_folder == NULL)
    {
      g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_NOT_FOUND,
                   "cannot find an Alembic project in '%s'", place->folder);
      return NULL;
    }
  g_ptr_array_add (self->version_folders, g_build_filename (self->script_folder, "versions", NULL));
  add_usual_module_folders (self);
  return g_steal_pointer (&self);
}
