/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A key file with one group; keys are checksums of the folders, since a path is no valid key. Losing
 * it costs one click, so what goes wrong here is not told. */
#include "config.h"

#include "workbench/connection-memory.h"

#define GROUP "connections"

static char *
dup_path (void)
{
  return g_build_filename (g_get_user_state_dir (), "retort", "connections.ini", NULL);
}

static GKeyFile *
load (const char *path)
{
  GKeyFile *file = g_key_file_new ();

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_KEEP_COMMENTS, NULL))
    g_debug ("no remembered connections in '%s'", path);
  return file;
}

/**
 * retort_connection_memory_lookup:
 * @project: the project's folder
 *
 * Finds the connection of a project. Blocks.
 *
 * Returns: (transfer full) (nullable): the profile's id
 */
char *
retort_connection_memory_lookup (const char *project)
{
  g_autofree char *path = dup_path ();
  g_autofree char *key = g_compute_checksum_for_string (G_CHECKSUM_SHA1, project, -1);
  g_autoptr(GKeyFile) file = load (path);

  return g_key_file_get_string (file, GROUP, key, NULL);
}

/**
 * retort_connection_memory_store:
 * @project: the project's folder
 * @profile: (nullable): the profile's id; %NULL forgets
 *
 * Remembers the connection of a project. Blocks.
 */
void
retort_connection_memory_store (const char *project, const char *profile)
{
  g_autofree char *path = dup_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *key = g_compute_checksum_for_string (G_CHECKSUM_SHA1, project, -1);
  g_autoptr(GKeyFile) file = load (path);
  g_autoptr(GError) error = NULL;

  if (profile != NULL)
    g_key_file_set_string (file, GROUP, key, profile);
  else
    g_key_file_remove_key (file, GROUP, key, NULL);
  g_mkdir_with_parents (folder, 0700);
  if (!g_key_file_save_to_file (file, path, &error))
    g_debug ("cannot remember the connection: %s", error->message);
}
