/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A section is a project when it says itself where scripts or versions lie; with a script_location under [DEFAULT] also when it has a
 * URL of its own (`alembic -n NAME`). Files count when they look like .ini files that Alembic would read. */
#include "formats/alembic/choices.h"

#include "base/file.h"
#include "formats/alembic/config.h"
#include "formats/alembic/ini.h"

#include <string.h>

#define DEFAULT_FILE "alembic.ini"
#define DEFAULT_SECTION "alembic"

static gboolean
is_project (const RetortIni *ini, const char *section)
{
  if (!retort_ini_has_key (ini, section, "script_location"))
    return FALSE;
  return retort_ini_has_own_key (ini, section, "script_location") || retort_ini_has_own_key (ini, section, "version_locations")
         || retort_ini_has_own_key (ini, section, "sqlalchemy.url");
}

static RetortIni *
load (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *text = retort_file_read (path, NULL, NULL);
  g_autoptr(RetortSource) source = NULL;

  if (text == NULL || strstr (text, "script_location") == NULL)
    return NULL;
  source = retort_source_new (path, text, -1);
  return retort_ini_parse (source, folder, NULL);
}

static void
append_sections (const char *folder, const char *name, GPtrArray *places)
{
  g_autoptr(RetortIni) ini = load (folder, name);
  g_autoptr(GPtrArray) sections = ini != NULL ? retort_ini_list_sections (ini) : NULL;
  const char *config = g_str_equal (name, DEFAULT_FILE) ? NULL : name;

  for (guint i = 0; sections != NULL && i < sections->len; i++)
    {
      const char *section = g_ptr_array_index (sections, i);

      if (g_str_equal (section, DEFAULT_SECTION) ? config != NULL && retort_ini_has_key (ini, section, "script_location")
                                                 : is_project (ini, section))
        g_ptr_array_add (places, retort_project_place_new (folder, config, g_str_equal (section, DEFAULT_SECTION) ? NULL : section));
    }
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_ini_files (const char *folder)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".ini") && name[0] != '.')
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return names;
}

/* Does alembic.ini, without which there would be no project, leave [alembic] without a script_location that others have? */
static gboolean
is_usual_place_empty (const char *folder)
{
  g_autoptr(RetortIni) ini = load (folder, DEFAULT_FILE);

  return ini != NULL && !retort_ini_has_key (ini, DEFAULT_SECTION, "script_location");
}

/**
 * retort_alembic_list_choices:
 * @folder: an absolute path
 *
 * Reads the .ini files of a folder. One that cannot be read is left out, unless it is the usual one.
 *
 * Returns: (transfer full) (element-type RetortProjectPlace): its projects, the usual one first
 */
GPtrArray *
retort_alembic_list_choices (const char *folder)
{
  GPtrArray *places = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_project_place_free);
  g_autoptr(GPtrArray) names = list_ini_files (folder);
  RetortProjectPlace usual = { .folder = folder };

  for (guint i = 0; i < names->len; i++)
    append_sections (folder, g_ptr_array_index (names, i), places);
  if (!retort_alembic_config_exists (&usual))
    return places;
  /* A script folder without a file is what the files that were found speak of. */
  if (places->len == 0 || (retort_alembic_config_has_file (&usual) && !is_usual_place_empty (folder)))
    g_ptr_array_insert (places, 0, retort_project_place_new (folder, NULL, NULL));
  return places;
}
