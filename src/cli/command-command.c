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
      json_object_set_boolean_member (item, "chosen", command->is_chosen);
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

typedef struct
{
  char      *hash;        /* nullable */
  char      *line;        /* nullable: what the profile's own command runs */
  char      *folder;      /* nullable */
  GPtrArray *environment; /* element: char *, "NAME=VALUE" */
  gboolean   forgets;
} Arguments;

static void
arguments_clear (Arguments *self)
{
  g_free (self->hash);
  g_free (self->line);
  g_free (self->folder);
  g_ptr_array_unref (self->environment);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

/* A profile's own command is kept, or forgotten; nothing runs. */
static RetortExit
choose (RetortCli *cli, RetortWorkspace *workspace, RetortProfile *profile, GPtrArray *words, const Arguments *arguments)
{
  g_autoptr(RetortProjectCommand) command = NULL;
  g_autoptr(GError) error = NULL;
  const char *name = words->len == 1 ? g_ptr_array_index (words, 0) : NULL;

  if (name == NULL || (arguments->forgets && arguments->line != NULL))
    return retort_cli_fail_usage (cli, _("name one command, and give --set or --unset"));
  if (profile == NULL)
    return retort_cli_fail_usage (cli, _("a command is chosen for a profile; name it with --profile or --private"));
  g_ptr_array_add (arguments->environment, NULL);
  command = arguments->line != NULL ? retort_project_command_parse (workspace, name, arguments->line, arguments->folder,
                                                                    (const char *const *) arguments->environment->pdata, &error)
                                    : NULL;
  if (error != NULL || !retort_project_commands_choose (workspace, profile, name, command, &error))
    return retort_cli_fail (cli, error);
  retort_cli_say (cli, command != NULL ? _("'%s' of profile '%s' is kept") : _("'%s' of profile '%s' is what the project says"), name,
                  retort_profile_get (profile)->name);
  return RETORT_EXIT_DONE;
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
  g_auto(Arguments) arguments = { .environment = g_ptr_array_new_with_free_func (g_free) };
  const RetortOption options[] = {
    { "confirm", 0, RETORT_OPTION_TEXT, &arguments.hash, N_("HASH"), N_("it was read, and may run until it changes") },
    { "set", 0, RETORT_OPTION_TEXT, &arguments.line, N_("LINE"), N_("what NAME runs for this project and the profile; nothing runs now") },
    { "folder", 0, RETORT_OPTION_TEXT, &arguments.folder, N_("DIR"), N_("where, with --set (default: the project's folder)") },
    { "env", 0, RETORT_OPTION_TEXTS, arguments.environment, N_("NAME=VALUE"), N_("with --set: a variable; {url} in it is the database's address") },
    { "unset", 0, RETORT_OPTION_FLAG, &arguments.forgets, NULL, N_("let NAME be what the project says again") },
    { NULL },
  };
  RetortExit status = RETORT_EXIT_DONE;
  g_autoptr(GPtrArray) words = retort_cli_parse (cli, options, 0, G_MAXINT, &status);
  g_autoptr(RetortWorkspace) workspace = NULL;
  g_autoptr(RetortProfile) profile = NULL;
  g_autoptr(GPtrArray) commands = NULL;
  g_autoptr(GError) error = NULL;

  if (words == NULL)
    return status;
  workspace = retort_cli_open_workspace (cli, &error);
  profile = workspace != NULL ? retort_cli_dup_profile (cli, workspace, &error) : NULL;
  if (error != NULL)
    return retort_cli_fail (cli, error);
  if (arguments.line != NULL || arguments.forgets)
    return choose (cli, workspace, profile, words, &arguments);
  commands = retort_project_commands_list (workspace, profile);
  if (words->len > 0)
    return run (cli, workspace, commands, words, arguments.hash);
  if (retort_cli_wants_json (cli))
    print_json (commands);
  else
    print_text (commands);
  return RETORT_EXIT_DONE;
}
