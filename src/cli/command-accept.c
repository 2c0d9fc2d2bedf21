/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retort-cli accept: what of env.py is not understood, and with the hash that it tells, that somebody takes the risk. */
#include "config.h"

#include "cli/commands.h"
#include "engine/acceptance.h"

#include <glib/gi18n.h>

static void
print_text (RetortCli *cli, RetortWorkspace *workspace, GPtrArray *open)
{
  const char *path = retort_acceptance_get_path (workspace);

  for (guint i = 0; i < open->len; i++)
    {
      const RetortProjectNote *note = g_ptr_array_index (open, i);
      g_autofree char *line = g_strdup_printf ("%s:%u: %s\n", path, note->position.line, note->text);

      retort_cli_print (line);
    }
  if (open->len > 0)
    retort_cli_say (cli, _("read these lines; 'retort-cli accept %s' lets the built-in engine run in spite of them until the file changes"),
                    retort_acceptance_get_hash (workspace));
  else
    retort_cli_say (cli, _("there is nothing to accept"));
}

static void
print_json (RetortWorkspace *workspace, GPtrArray *open)
{
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  for (guint i = 0; i < open->len; i++)
    {
      const RetortProjectNote *note = g_ptr_array_index (open, i);
      JsonObject *item = json_object_new ();

      json_object_set_int_member (item, "line", note->position.line);
      json_object_set_string_member (item, "message", note->text);
      json_array_add_object_element (array, item);
    }
  json_object_set_int_member (object, "format", 1);
  json_object_set_string_member (object, "file", retort_acceptance_get_path (workspace));
  json_object_set_string_member (object, "hash", retort_acceptance_get_hash (workspace));
  json_object_set_array_member (object, "not_understood", array);
  json_node_take_object (node, object);
  retort_cli_print_json (node);
}

/**
 * retort_command_accept:
 * @cli: the call
 *
 * Returns: the exit status
 */
RetortExit
retort_command_accept (RetortCli *cli)
{
  const RetortOption options[] = { { NULL } };
  RetortExit status = RETORT_EXIT_DONE;
  g_autoptr(GPtrArray) arguments = retort_cli_parse (cli, options, 0, 1, &status);
  g_autoptr(RetortWorkspace) workspace = NULL;
  g_autoptr(GPtrArray) open = NULL;
  g_autoptr(GError) error = NULL;

  if (arguments == NULL)
    return status;
  workspace = retort_cli_open_workspace (cli, &error);
  if (workspace == NULL)
    return retort_cli_fail (cli, error);

  if (arguments->len > 0)
    {
      if (!retort_acceptance_store (workspace, g_ptr_array_index (arguments, 0), &error))
        {
          status = retort_cli_fail (cli, error);
          return g_error_matches (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_CONFIGURATION) ? RETORT_EXIT_REFUSED : status;
        }
      retort_cli_say (cli, _("written to %s"), retort_workspace_get_settings (workspace)->path);
      return RETORT_EXIT_DONE;
    }
  open = retort_acceptance_list_open (workspace);
  if (retort_cli_wants_json (cli))
    print_json (workspace, open);
  else
    print_text (cli, workspace, open);
  return open->len > 0 ? RETORT_EXIT_FINDINGS : RETORT_EXIT_DONE;
}
