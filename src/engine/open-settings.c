/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/open-settings.h"

#include "engine/settings-file.h"

/**
 * retort_open_settings_get:
 * @workspace: a project
 *
 * Returns: (transfer none) (nullable) (element-type RetortOpenSetting): what its configuration computes and retort.json does not say; %NULL
 *   when there is nothing
 */
GPtrArray *
retort_open_settings_get (RetortWorkspace *workspace)
{
  return retort_project_get (retort_workspace_get_project (workspace))->open_settings;
}

static gboolean
store (const char *path, JsonObject *root, const char *name, const char *value, GError **error)
{
  g_auto(GStrv) parts = g_strsplit (name, ".", -1);
  JsonObject *object = root;
  guint n = g_strv_length (parts);

  for (guint i = 0; object != NULL && i + 1 < n; i++)
    object = retort_settings_file_enter (path, object, parts[i], error);
  if (object == NULL)
    return FALSE;
  json_object_set_string_member (object, parts[n - 1], value);
  return TRUE;
}

/**
 * retort_open_settings_store:
 * @workspace: a project
 * @values: (element-type utf8 utf8): names of settings, and what they are
 * @error: a RetortFormatError: retort.json cannot be read or written
 *
 * @workspace does not change: open the project again. Any thread; blocks.
 *
 * Returns: whether it is written
 */
gboolean
retort_open_settings_store (RetortWorkspace *workspace, GHashTable *values, GError **error)
{
  const char *path = retort_workspace_get_settings (workspace)->path;
  g_autoptr(JsonNode) root = retort_settings_file_load (path, error);
  GHashTableIter iter;
  gpointer name, value;

  if (root == NULL)
    return FALSE;
  g_hash_table_iter_init (&iter, values);
  while (g_hash_table_iter_next (&iter, &name, &value))
    if (!store (path, json_node_get_object (root), name, value, error))
      return FALSE;
  return retort_settings_file_write (path, root, error);
}
