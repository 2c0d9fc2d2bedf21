/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/commands/command-file.h"

#include "base/json-file.h"
#include "formats/project.h"

#include <errno.h>
#include <glib/gstdio.h>

static const char *const members[] = { "confirmed", "chosen" };

static char *
dup_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "retort", "commands.json", NULL);
}

static JsonNode *
create_root (void)
{
  JsonNode *root = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (root, json_object_new ());
  json_object_set_int_member (json_node_get_object (root), "format", 1);
  return root;
}

/* Whether each member that is there is an object; those that are missing are made. */
static gboolean
complete (JsonNode *root)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;

  for (gsize i = 0; object != NULL && i < G_N_ELEMENTS (members); i++)
    {
      if (!json_object_has_member (object, members[i]))
        json_object_set_object_member (object, members[i], json_object_new ());
      else if (!JSON_NODE_HOLDS_OBJECT (json_object_get_member (object, members[i])))
        return FALSE;
    }
  return object != NULL;
}

/**
 * retort_command_file_load: (skip)
 * @error: RETORT_FORMAT_ERROR_UNREADABLE: there is a file, and it is not understood
 *
 * Any thread; blocks.
 *
 * Returns: (transfer full) (nullable): an object with "confirmed" and "chosen"
 */
JsonNode *
retort_command_file_load (GError **error)
{
  g_autofree char *path = dup_path ();
  g_autoptr(JsonNode) root = g_file_test (path, G_FILE_TEST_EXISTS) ? retort_json_file_load (path, error) : create_root ();

  if (root == NULL)
    return NULL;
  if (complete (root))
    return g_steal_pointer (&root);
  g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_UNREADABLE, "cannot read '%s': it holds something else than commands", path);
  return NULL;
}

/**
 * retort_command_file_write: (skip)
 * @root: what retort_command_file_load() gave, changed
 * @error: RETORT_FORMAT_ERROR_UNREADABLE, or why it cannot be written
 *
 * Any thread; blocks.
 *
 * Returns: whether it is written
 */
gboolean
retort_command_file_write (JsonNode *root, GError **error)
{
  g_autofree char *path = dup_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *text = json_to_string (root, TRUE);

  if (g_mkdir_with_parents (folder, 0700) == 0)
    return g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
  g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_UNREADABLE, "cannot make '%s': %s", folder, g_strerror (errno));
  return FALSE;
}
