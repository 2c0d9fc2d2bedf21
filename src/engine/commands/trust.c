/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who confirmed what is a matter of this user and this machine: it is kept beside the profiles, and never in the project. */
#include "engine/commands/project-command.h"

#include "engine/commands/command-file.h"
#include "formats/project.h"

#define MEMBER "confirmed"

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
  g_autoptr(JsonNode) root = retort_command_file_load (NULL);

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
  g_autofree char *line = retort_project_command_dup_line (self, NULL);
  g_autoptr(JsonNode) root = NULL;

  if (!g_str_equal (hash, self->hash))
    {
      g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_CONFIGURATION, "cannot confirm '%s': it is not the command that was looked at",
                   self->name);
      return FALSE;
    }
  root = retort_command_file_load (error);
  if (root == NULL)
    return FALSE;
  json_object_set_string_member (json_object_get_object_member (json_node_get_object (root), MEMBER), hash, line);
  return retort_command_file_write (root, error);
}
