/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retort-cli command: the project's own commands. */
#include "config.h"

#include "cli/commands.h"
#include "cli/project-command.h"

#include <glib/gi18n.h>

static void
print_text (GPtrArray *commands)
{
  for (guint i = 0; i < commands->len; i++)
    {
      RetortProjectCommand *command = g_ptr_array_index (commands, i);
      g_autofree char *shell = retort_project_command_dup_line (command, NULL);
      g_autofree char *refusal = retort_project_command_dup_refusal (command, NULL);
      const char *state = refusal != NULL ? _("never run") : retort_project_command_is_trusted (command) ? _("confirmed") : _("not confirmed");
      g_autofree char *line = g_strdup_printf ("%-24s %s  (%s, %s)\n", command->name, shell, command->origin, state);

      retort_cli_print (line);
    }
}

static void
print_json (GPtrArray *commands)
{
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  for (guint i = 0; i < commands->len; i++)
    {
      RetortProjectCommand *command = g_ptr_array_index (commands, i);
      g_autofree char *line = retort_project_command_dup_line (command, NULL);
      g_autofree char *refusal = retort_project_command_dup_refusal (command, NULL);
      JsonObject *item = json_object_new ();

      json_object_set_string_member (item, "name", command->name);
      json_object_set_string_member (item, "run", line);
      json_object_set_string_member (item, "folder", command->folder);
      json_object_set_string_member (item, "origin", command->origin);
      json_object_set_string_member (item, "hash", command->hash);
      json_object_set_boolean_member (item, "confirmed", retort_project_command_is_trusted (command));
      if (refusal != NULL)
        json_object_set_string_member (item, "refused", refusal);
      else
        json_object_set_null_member (item, "refused");
      json_array_add_object_element (array, item);
    }
  json_object_set_int_member (object, "format", 1);
  json_object_set_array_member (object, "commands", array);
  json_node_take_object (node, object);
  retort_cli_print_json (node);
}

static RetortExit
run (RetortCli *cli, RetortWorkspace *workspace, GPtrArray *commands, GPtrArray *words, const char *hash)
{
  const char *name = g_ptr_array_index (words, 0);
  RetortProjectCommand *command = retort_project_commands_find (commands, name);
  RetortExit status = RETORT_EXIT_DONE;
  const char *const *arguments = NULL;

  if (command == NULL)
    return retort_cli_fail_usage (cli, _("the project has no command '%s'; without a name they are listed"), name);
  g_ptr_array_add (words, NULL);
  arguments = (const char *const *) words->pdata + 1;
  if (!retort_cli_confirm_command (cli, command, arguments, hash, &status))
    return status;
  return retort_cli_run_command (cli, workspace, command, arguments);
}

/**
 * retort_command_command:
 * @cli: the call
 *
 * Returns: the exit status
 */
RetortExit
retort_command_command (RetortCli *cli)
{
  g_autofree char *hash = NULL;
  const RetortOption options[] = {
    { "confirm", 0, RETORT_OPTION_TEXT, &hash, N_("HASH"), N_("it was read, and may run until it changes") },
    { NULL },
  };
  const char *const formats[] = { "text", "json", NULL };
  RetortExit status = RETORT_EXIT_DONE;
  g_autoptr(GPtrArray) words = retort_cli_parse (cli, options, 0, G_MAXINT, &status);
  g_autoptr(RetortWorkspace) workspace = NULL;
  g_autoptr(GPtrArray) commands = NULL;
  g_autoptr(GError) error = NULL;

  if (words == NULL || !retort_cli_check_format (cli, formats, &status))
    return status;
  workspace = retort_cli_open_workspace (cli, &error);
  if (workspace == NULL)
    return retort_cli_fail (cli, error);
  commands = retort_project_commands_list (workspace);
  if (words->len > 0)
    return run (cli, workspace, commands, words, hash);
  if (retort_cli_wants_json (cli))
    print_json (commands);
  else
    print_text (commands);
  return RETORT_EXIT_DONE;
}
