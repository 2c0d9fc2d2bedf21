/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who confirmed what is a matter of this user and this machine: it is kept beside the profiles, and never in the project. */
#include "engine/commands/project-command.h"

#include "base/json-file.h"

#include <errno.h>
#include <glib/gstdio.h>

#define MEMBER "confirmed"

static char *
dup_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "retort", "commands.json", NULL);
}

/* (nullable): NULL with @error when there is a file that is not understood: it is never written over. */
static JsonNode *
load (const char *path, GError **error)
{
  g_autoptr(JsonNode) root = NULL;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    {
      root = retort_json_file_load (path, error);
      if (root == NULL)
        return NULL;
      if (JSON_NODE_HOLDS_OBJECT (root) && json_object_has_member (json_node_get_object (root), MEMBER)
          && JSON_NODE_HOLDS_OBJECT (json_object_get_member (json_node_get_object (root), MEMBER)))
        return g_steal_pointer (&root);
      g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_UNREADABLE, "cannot read '%s': it holds something else than commands", path);
      return NULL;
    }
  root = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (root, json_object_new ());
  json_object_set_int_member (json_node_get_object (root), "format", 1);
  json_object_set_object_member (json_node_get_object (root), MEMBER, json_object_new ());
  return g_steal_pointer (&root);
}

/**
 * retort_project_command_is_trusted:
 * @self: a command
 *
 * Reads a file. Any thread; blocks.
 *
 * Returns: whether somebody confirmed exactly this command
 */
gboolean
retort_project_command_is_trusted (const RetortProjectCommand *self)
{
  g_autofree char *path = dup_path ();
  g_autoptr(JsonNode) root = load (path, NULL);

  return root != NULL
         && json_object_has_member (json_object_get_object_member (json_node_get_object (root), MEMBER), self->hash);
}

/**
 * retort_project_command_trust:
 * @self: a command
 * @hash: what somebody looked at
 * @error: a RetortFormatError: it is another command by now, or the file cannot be written
 *
 * Confirms the command as it is. Any thread; blocks.
 *
 * Returns: whether it is kept
 */
gboolean
retort_project_command_trust (const RetortProjectCommand *self, const char *hash, GError **error)
{
  g_autofree char *path = dup_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *line = retort_project_command_dup_line (self, NULL);
  g_autofree char *text = NULL;
  g_autoptr(JsonNode) root = NULL;

  if (!g_str_equal (hash, self->hash))
    {
      g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_CONFIGURATION, "cannot confirm '%s': it is not the command that was looked at",
                   self->name);
      return FALSE;
    }
  root = load (path, error);
  if (root == NULL)
    return FALSE;
  json_object_set_string_member (json_object_get_object_member (json_node_get_object (root), MEMBER), hash, line);
  text = json_to_string (root, TRUE);
  if (g_mkdir_with_parents (folder, 0700) == 0
      && g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error))
    return TRUE;
  if (error != NULL && *error == NULL)
    g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_UNREADABLE, "cannot make '%s': %s", folder, g_strerror (errno));
  return FALSE;
}
