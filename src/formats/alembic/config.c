/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Three layouts are known: alembic.ini in the project's folder; migrations/alembic.ini without a
 * script_location, which Flask-Migrate sets to that folder; and no file at all, only a folder with
 * env.py and versions/ that the project's own program hands to Alembic.
 *
 * Alembic takes relative paths from the current folder, not from the file's; whoever runs it stands in
 * the project's folder, so that is what we take. */
#include "formats/alembic/config.h"

#include "formats/alembic/ini.h"

#include <string.h>

#define DEFAULT_FILE "alembic.ini"
#define DEFAULT_SECTION "alembic"

/* Folders that hold env.py in projects which configure Alembic in their own code. */
static const char *const script_folder_names[] = { "migrations", "alembic" };

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
  g_free (self->config_path);
  g_free (self->script_folder);
  g_clear_pointer (&self->version_folders, g_ptr_array_unref);
  g_free (self->url);
  g_free (self->file_template);
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

      if (name[0] == '.' || !is_file (package, "__init__.py") || is_file (package, DEFAULT_FILE))
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

static char *
find_config_file (const RetortProjectPlace *place)
{
  if (place->config != NULL)
    return make_absolute (place->folder, place->config);
  if (is_file (place->folder, DEFAULT_FILE))
    return g_build_filename (place->folder, DEFAULT_FILE, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (script_folder_names); i++)
    {
      g_autofree char *folder = g_build_filename (place->folder, script_folder_names[i], NULL);

      if (is_file (folder, DEFAULT_FILE) && is_file (folder, "env.py"))
        return g_build_filename (folder, DEFAULT_FILE, NULL);
    }
  return NULL;
}

/**
 * retort_alembic_config_exists:
 * @place: a folder
 *
 * Looks for a configuration file or a script folder, reading neither.
 *
 * Returns: whether an Alembic project seems to be in exactly this folder
 */
gboolean
retort_alembic_config_exists (const RetortProjectPlace *place)
{
  g_autofree char *file = find_config_file (place);
  g_autofree char *script_folder = NULL;

  if (file != NULL)
    return g_str_has_suffix (file, ".ini") && g_file_test (file, G_FILE_TEST_IS_REGULAR);
  script_folder = find_bare_script_folder (place->folder);
  return script_folder != NULL;
}

/* --- Lists of paths --- */

typedef struct
{
  const char *word;
  const char *separator;
} PathSeparator;

/* Config._get_file_separator_char */
static const PathSeparator path_separators[] = {
  { "space", " " },
  { "newline", "\n" },
  { "os", G_SEARCHPATH_SEPARATOR_S },
  { ":", ":" },
  { ";", ";" },
};

/* Sets @separator to what path_separator names, %NULL when neither key is there. */
static gboolean
read_separator (const RetortIni *ini, const char *section, const char *old_key, const char **separator, GError **error)
{
  const char *keys[] = { "path_separator", old_key };

  *separator = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (keys) && keys[i] != NULL; i++)
    {
      g_autofree char *word = NULL;

      if (!retort_ini_has_key (ini, section, keys[i]))
        continue;
      word = retort_ini_dup_value (ini, section, keys[i], error);
      if (word == NULL)
        return FALSE;
      for (guint j = 0; j < G_N_ELEMENTS (path_separators); j++)
        if (g_str_equal (word, path_separators[j].word))
          {
            *separator = path_separators[j].separator;
            return TRUE;
          }
      g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_CONFIGURATION,
                   "'%s' is not a valid value for %s; expected 'space', 'newline', 'os', ':', ';'", word, keys[i]);
      return FALSE;
    }
  return TRUE;
}

/* Without a separator: ", *" or spaces, for prepend_sys_path also ":" (Config.get_version_locations_list). */
static GStrv
split_legacy (const char *text, gboolean at_colons)
{
  g_auto(GStrv) raw = g_regex_split_simple (at_colons ? ", *|(?: +)|:" : ", *|(?: +)", text, 0, 0);

  return g_steal_pointer (&raw);
}

static GStrv
read_path_list (const RetortIni *ini, const char *section, const char *key, const char *old_separator_key,
                gboolean at_colons, GError **error)
{
  g_autofree char *value = NULL;
  const char *separator;
  GStrv parts;

  if (!retort_ini_has_key (ini, section, key))
    return g_new0 (char *, 1);
  value = retort_ini_dup_value (ini, section, key, error);
  if (value == NULL || !read_separator (ini, section, old_separator_key, &separator, error))
    return NULL;
  parts = separator != NULL ? g_strsplit (value, separator, -1) : split_legacy (value, at_colons);
  for (guint i = 0; parts[i] != NULL; i++)
    g_strstrip (parts[i]);
  return parts;
}

/* --- Folders --- */

/* "package.sub:path:path" by looking for the package where Python would: prepend_sys_path and the root. */
static char *
locate_resource (const char *root, const char *const *search, const char *resource)
{
  g_auto(GStrv) parts = g_strsplit (resource, ":", -1);
  g_autofree char *package = g_strdelimit (g_strdup (parts[0]), ".", G_DIR_SEPARATOR);
  g_autofree char *tail = g_strjoinv (G_DIR_SEPARATOR_S, parts + 1);

  for (guint i = 0; search != NULL && search[i] != NULL; i++)
    {
      g_autofree char *base = make_absolute (root, search[i]);
      g_autofree char *found = g_build_filename (base, package, NULL);

      if (search[i][0] != '\0' && g_file_test (found, G_FILE_TEST_IS_DIR))
        return g_build_filename (found, tail, NULL);
    }
  return g_build_filename (root, package, tail, NULL);
}

/* util/pyfiles.py coerce_resource_to_filename */
static char *
resolve_folder (const char *root, const char *const *search, const char *path)
{
  if (!g_path_is_absolute (path) && strchr (path, ':') != NULL)
    return locate_resource (root, search, path);
  return make_absolute (root, path);
}

static gboolean
read_flag (const RetortIni *ini, const char *section, const char *key)
{
  g_autofree char *value = retort_ini_dup_value (ini, section, key, NULL);

  return g_strcmp0 (value, "true") == 0;
}

static gboolean
read_version_folders (RetortAlembicConfig *self, const RetortIni *ini, const char *section,
                      const char *const *search, GError **error)
{
  g_auto(GStrv) locations = read_path_list (ini, section, "version_locations", "version_path_separator", FALSE, error);

  if (locations == NULL)
    return FALSE;
  for (guint i = 0; locations[i] != NULL; i++)
    if (locations[i][0] != '\0')
      g_ptr_array_add (self->version_folders, resolve_folder (self->root, search, locations[i]));
  if (self->version_folders->len == 0)
    g_ptr_array_add (self->version_folders, g_build_filename (self->script_folder, "versions", NULL));
  return TRUE;
}

static gboolean
read_script_folder (RetortAlembicConfig *self, const RetortIni *ini, const char *section,
                    const char *const *search, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (self->config_path);
  g_autofree char *location = NULL;

  if (!retort_ini_has_key (ini, section, "script_location"))
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
  location = retort_ini_dup_value (ini, section, "script_location", error);
  if (location == NULL)
    return FALSE;
  self->script_folder = resolve_folder (self->root, search, location);
  if (g_file_test (self->script_folder, G_FILE_TEST_IS_DIR))
    return TRUE;
  g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_CONFIGURATION,
               "cannot find the script folder '%s' that section '%s' of '%s' names",
               self->script_folder, section, self->config_path);
  return FALSE;
}

static gboolean
read_ini (RetortAlembicConfig *self, const char *section, GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *here = g_path_get_dirname (self->config_path);
  g_autoptr(RetortSource) source = NULL;
  g_autoptr(RetortIni) ini = NULL;
  g_auto(GStrv) search = NULL;
  g_autoptr(GError) cause = NULL;
  gsize length;

  if (!g_file_get_contents (self->config_path, &text, &length, &cause))
    {
      g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_UNREADABLE,
                   "cannot read '%s': %s", self->config_path, cause->message);
      return FALSE;
    }
  source = retort_source_new (self->config_path, text, length);
  ini = retort_ini_parse (source, here, error);
  if (ini == NULL)
    return FALSE;
  search = read_path_list (ini, section, "prepend_sys_path", NULL, TRUE, error);
  if (search == NULL || !read_script_folder (self, ini, section, (const char *const *) search, error)
      || !read_version_folders (self, ini, section, (const char *const *) search, error))
    return FALSE;
  self->is_recursive = read_flag (ini, section, "recursive_version_locations");
  self->is_sourceless = read_flag (ini, section, "sourceless");
  self->url = retort_ini_dup_value (ini, section, "sqlalchemy.url", NULL);
  self->file_template = retort_ini_dup_value (ini, section, "file_template", NULL);
  return TRUE;
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
  const char *section = place->section != NULL ? place->section : DEFAULT_SECTION;

  self->root = g_strdup (place->folder);
  self->version_folders = g_ptr_array_new_with_free_func (g_free);
  self->config_path = find_config_file (place);
  if (self->config_path != NULL)
    return read_ini (self, section, error) ? g_steal_pointer (&self) : NULL;
  self->script_folder = find_bare_script_folder (place->folder);
  if (self->script_folder == NULL)
    {
      g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_NOT_FOUND,
                   "cannot find an Alembic project in '%s'", place->folder);
      return NULL;
    }
  g_ptr_array_add (self->version_folders, g_build_filename (self->script_folder, "versions", NULL));
  return g_steal_pointer (&self);
}
