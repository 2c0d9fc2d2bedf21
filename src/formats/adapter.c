/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of adapters, and the search for folders that one of them knows. */
#include "formats/adapter.h"

#include "formats/alembic/alembic.h"
#include "formats/drizzle/config.h"
#include "formats/drizzle/drizzle.h"
#include "formats/drizzle/folders.h"
#include "formats/sqlfiles/sql-file.h"
#include "formats/sqlfiles/tools.h"

#include <string.h>

/* A project further down than this is found by naming its folder. */
#define MAX_DEPTH 4

static const RetortAdapter *const adapters[] = {
  &retort_alembic_adapter,
  &retort_drizzle_adapter,
  &retort_golang_migrate_adapter,
  &retort_dbmate_adapter,
  &retort_goose_adapter,
  &retort_flyway_adapter,
  &retort_prisma_adapter,
  &retort_sqitch_adapter,
  &retort_sql_file_adapter,
  NULL,
};

/* Folders that hold other people's code or no code. Hidden ones are skipped too. */
static const char *const skipped_names[] = {
  "node_modules", "bower_components", "venv", "env", "virtualenv", "__pycache__", "site-packages",
  "dist", "build", "target", "vendor",
};

/**
 * retort_adapters_get:
 *
 * Returns: (array zero-terminated=1) (transfer none): every adapter, in the order in which they are tried
 */
const RetortAdapter *const *
retort_adapters_get (void)
{
  return adapters;
}

static const RetortAdapter *
find_adapter (const RetortProjectPlace *place)
{
  for (guint i = 0; adapters[i] != NULL; i++)
    if (adapters[i]->detect (place))
      return adapters[i];
  return NULL;
}

static gboolean
is_skipped (const char *parent, const char *name)
{
  g_autofree char *marker = g_build_filename (parent, name, "pyvenv.cfg", NULL);

  if (name[0] == '.' || g_file_test (marker, G_FILE_TEST_EXISTS))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (skipped_names); i++)
    if (g_str_equal (name, skipped_names[i]))
      return TRUE;
  return FALSE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* (element-type utf8): paths of the sub-folders that are worth a look, sorted */
static GPtrArray *
list_subfolders (const char *folder)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (!is_skipped (folder, name) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK) && g_file_test (path, G_FILE_TEST_IS_DIR))
        g_ptr_array_add (paths, g_steal_pointer (&path));
    }
  g_ptr_array_sort (paths, compare_names);
  return paths;
}

/* A folder of migrations of Drizzle belongs to the project above it. */
static gboolean
holds_journal (const char *folder)
{
  g_autofree char *journal = g_build_filename (folder, "meta", "_journal.json", NULL);

  return g_file_test (journal, G_FILE_TEST_EXISTS) || retort_drizzle_folders_exist (folder);
}

/* Is @folder inside what a project that was found already calls its own (its migrations folder)? */
static gboolean
is_part_of_found (GPtrArray *found, const char *folder)
{
  for (guint i = 0; i < found->len; i++)
    {
      const char *project = ((const RetortProjectPlace *) g_ptr_array_index (found, i))->folder;
      gsize length = strlen (project);
      g_autofree char *name = g_path_get_basename (folder);
      g_autofree char *environment = g_build_filename (folder, "env.py", NULL);

      if (strncmp (folder, project, length) == 0 && folder[length] == G_DIR_SEPARATOR
          && (holds_journal (folder) || g_str_equal (name, "migrations") || g_str_equal (name, "alembic") || strstr (folder + length, "/versions") != NULL
              || (strchr (folder + length + 1, G_DIR_SEPARATOR) == NULL && g_file_test (environment, G_FILE_TEST_EXISTS))))
        return TRUE;
    }
  return FALSE;
}

/* Beside a project of another kind, the usual configuration must be named. */
static void
add_drizzle_places (GPtrArray *places, const char *folder)
{
  g_autoptr(GPtrArray) found = retort_drizzle_adapter.list (folder);
  g_autoptr(GPtrArray) names = retort_drizzle_config_list (folder);

  for (guint i = 0; names->len > 0 && i < found->len; i++)
    {
      const RetortProjectPlace *place = g_ptr_array_index (found, i);

      g_ptr_array_add (places, retort_project_place_new (folder, place->config != NULL ? place->config : g_ptr_array_index (names, 0), NULL));
    }
}

/* The projects of exactly this folder, as the first adapter that knows any sees them; an application may have Drizzle beside Alembic. */
static GPtrArray *
list_here (const char *folder)
{
  for (guint i = 0; adapters[i] != NULL; i++)
    {
      g_autoptr(GPtrArray) places = adapters[i]->list (folder);

      if (places->len == 0)
        continue;
      if (adapters[i] == &retort_alembic_adapter)
        add_drizzle_places (places, folder);
      return g_steal_pointer (&places);
    }
  return g_ptr_array_new_with_free_func ((GDestroyNotify) retort_project_place_free);
}

/* What Java builds keep below "src/main/resources" lies as near as "src". */
static void
add_resources (GPtrArray *level, const char *folder)
{
  g_autofree char *name = g_path_get_basename (folder);
  g_autofree char *resources = g_str_equal (name, "src") ? g_build_filename (folder, "main", "resources", NULL) : NULL;

  if (resources != NULL && g_file_test (resources, G_FILE_TEST_IS_DIR))
    g_ptr_array_add (level, g_steal_pointer (&resources));
}

static gboolean
is_guess (GPtrArray *found, const RetortProjectPlace *place)
{
  const RetortAdapter *adapter = find_adapter (place);

  if (adapter == NULL || adapter->is_guess_of == NULL)
    return FALSE;
  for (guint i = 0; i < found->len; i++)
    {
      const RetortProjectPlace *other = g_ptr_array_index (found, i);

      if (other != place && find_adapter (other) == adapter && adapter->is_guess_of (place, other))
        return TRUE;
    }
  return FALSE;
}

/* One project is offered once: as it is configured. */
static void
drop_guesses (GPtrArray *found)
{
  for (guint i = found->len; i > 0 && found->len > 1; i--)
    if (is_guess (found, g_ptr_array_index (found, i - 1)))
      g_ptr_array_remove_index (found, i - 1);
}

/**
 * retort_adapters_find:
 * @folder: an absolute path
 * @cancellable: (nullable): ends the search early
 *
 * Looks for projects in a folder and below it, level by level; hidden folders, virtual environments and installed packages are
 * passed over. Blocks.
 *
 * Returns: (transfer full) (element-type RetortProjectPlace): projects, nearest first, then by the folder's name, then the usual
 *   configuration first; incomplete when cancelled
 */
GPtrArray *
retort_adapters_find (const char *folder, GCancellable *cancellable)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_project_place_free);
  g_autoptr(GPtrArray) level = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (level, g_strdup (folder));
  for (guint depth = 0; depth <= MAX_DEPTH && level->len > 0; depth++)
    {
      g_autoptr(GPtrArray) next = g_ptr_array_new_with_free_func (g_free);

      for (guint i = 0; i < level->len && !g_cancellable_is_cancelled (cancellable); i++)
        {
          const char *path = g_ptr_array_index (level, i);

          if (is_part_of_found (found, path))
            continue;
          g_ptr_array_extend_and_steal (found, list_here (path));
          g_ptr_array_extend_and_steal (next, list_subfolders (path));
          add_resources (level, path);
        }
      g_ptr_array_unref (level);
      level = g_steal_pointer (&next);
    }
  drop_guesses (found);
  return found;
}

static void
set_not_found (const char *folder, GError **error)
{
  g_autoptr(GString) looked_for = g_string_new (NULL);

  for (guint i = 0; adapters[i] != NULL; i++)
    if (adapters[i]->looked_for != NULL)
      g_string_append_printf (looked_for, "%s%s: %s", i > 0 ? "; " : "", adapters[i]->label, adapters[i]->looked_for);
  g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_NOT_FOUND,
               "cannot find a project in '%s' or below it; looked for %s", folder, looked_for->str);
}

static void
set_several (const char *folder, GPtrArray *found, GError **error)
{
  g_autoptr(GString) names = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++)
    {
      g_autofree char *name = retort_project_place_to_string (g_ptr_array_index (found, i), FALSE);

      g_string_append_printf (names, "%s'%s'", i > 0 ? ", " : "", name);
    }
  g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_NOT_FOUND,
               "there are several projects in '%s' or below it, name one of them: %s", folder, names->str);
}

/* (nullable): the only one, or the usual one when all lie in one folder */
static const RetortProjectPlace *
choose_usual (GPtrArray *places)
{
  const RetortProjectPlace *first = places->len > 0 ? g_ptr_array_index (places, 0) : NULL;

  if (places->len <= 1)
    return first;
  for (guint i = 1; i < places->len; i++)
    if (!g_str_equal (((const RetortProjectPlace *) g_ptr_array_index (places, i))->folder, first->folder))
      return NULL;
  return retort_project_place_is_usual (first) ? first : NULL;
}

/* (nullable): the only one that has the section; else the only one at all, or the usual one when all lie in one folder */
static const RetortProjectPlace *
choose (GPtrArray *places, const char *section)
{
  g_autoptr(GPtrArray) named = g_ptr_array_new ();

  for (guint i = 0; i < places->len; i++)
    if (section != NULL && g_strcmp0 (((const RetortProjectPlace *) g_ptr_array_index (places, i))->section, section) == 0)
      g_ptr_array_add (named, g_ptr_array_index (places, i));
  return named->len == 1 ? g_ptr_array_index (named, 0) : choose_usual (places);
}

static RetortProject *
open_place (const RetortProjectPlace *place, GCancellable *cancellable, GError **error)
{
  const RetortAdapter *adapter = find_adapter (place);

  if (adapter != NULL)
    return adapter->open (place, cancellable, error);
  g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_NOT_FOUND,
               "'%s' is no configuration file that Retort knows", place->config != NULL ? place->config : place->folder);
  return NULL;
}

/* In the folder itself, else below it; a section that was named counts wherever the project is. */
static RetortProject *
open_found (const RetortProjectPlace *place, GCancellable *cancellable, GError **error)
{
  g_autoptr(GPtrArray) found = list_here (place->folder);
  const RetortProjectPlace *chosen;

  if (found->len == 0)
    {
      g_ptr_array_unref (found);
      found = retort_adapters_find (place->folder, cancellable);
    }
  chosen = choose (found, place->section);
  if (chosen != NULL)
    {
      RetortProjectPlace inner = *chosen;

      if (place->section != NULL)
        inner.section = place->section;
      return open_place (&inner, cancellable, error);
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (found->len == 0)
    set_not_found (place->folder, error);
  else
    set_several (place->folder, found, error);
  return NULL;
}

/**
 * retort_adapters_open:
 * @place: the folder and what the user said about it
 * @cancellable: (nullable): stops the reading
 * @error: return location for a #RetortFormatError or %G_IO_ERROR_CANCELLED
 *
 * Opens the project of a folder; when the folder holds none, the only project below it. Of several configurations in one folder the
 * tool's usual one is taken. Runs nothing of it. Blocks.
 *
 * Returns: (transfer full) (nullable): the project
 */
RetortProject *
retort_adapters_open (const RetortProjectPlace *place, GCancellable *cancellable, GError **error)
{
  if (place->config != NULL || (place->section != NULL && find_adapter (place) != NULL))
    return open_place (place, cancellable, error);
  return open_found (place, cancellable, error);
}
