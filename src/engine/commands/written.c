/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands that somebody wrote down: in retort.json for a team, or in commands.json of one user for a project and a profile. Both in the
 * same form: "name": "a line", or "name": { "run": a line or words, "folder": …, "environment": { … } }. */
#include "engine/commands/detect.h"

#include "base/json-file.h"
#include "engine/commands/command-file.h"
#include "formats/project.h"

#include <glib/gi18n.h>

static GStrv
read_words (JsonNode *node)
{
  g_autoptr(GStrvBuilder) words = g_strv_builder_new ();
  GStrv parsed = NULL;

  if (node != NULL && json_node_get_value_type (node) == G_TYPE_STRING)
    return g_shell_parse_argv (json_node_get_string (node), NULL, &parsed, NULL) ? parsed : NULL;
  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return NULL;
  for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
    {
      JsonNode *element = json_array_get_element (json_node_get_array (node), i);

      if (json_node_get_value_type (element) != G_TYPE_STRING)
        return NULL;
      g_strv_builder_add (words, json_node_get_string (element));
    }
  return json_array_get_length (json_node_get_array (node)) > 0 ? g_strv_builder_end (words) : NULL;
}

static GStrv
read_environment (JsonNode *node)
{
  g_autoptr(GStrvBuilder) pairs = g_strv_builder_new ();
  JsonObject *object = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  g_autoptr(GList) names = object != NULL ? json_object_get_members (object) : NULL;

  for (GList *name = names; name != NULL; name = name->next)
    {
      JsonNode *value = json_object_get_member (object, name->data);
      g_autofree char *pair = NULL;

      if (json_node_get_value_type (value) != G_TYPE_STRING)
        continue;
      pair = g_strdup_printf ("%s=%s", (const char *) name->data, json_node_get_string (value));
      g_strv_builder_add (pairs, pair);
    }
  return g_strv_builder_end (pairs);
}

static RetortProjectCommand *
read_command (const char *root, const char *name, JsonNode *node, const char *origin)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  g_auto(GStrv) argv = read_words (object != NULL ? json_object_get_member (object, "run") : node);
  JsonNode *folder_node = object != NULL ? json_object_get_member (object, "folder") : NULL;
  const char *folder_name = folder_node != NULL && json_node_get_value_type (folder_node) == G_TYPE_STRING ? json_node_get_string (folder_node) : ".";
  g_autofree char *folder = g_canonicalize_filename (folder_name, root);
  RetortProjectCommand *command = NULL;

  if (argv == NULL || argv[0] == NULL)
    return NULL;
  command = retort_project_command_new (name, (const char *const *) argv, folder, origin);
  g_strfreev (command->environment);
  command->environment = read_environment (object != NULL ? json_object_get_member (object, "environment") : NULL);
  return command;
}

/* @object: (nullable) */
static void
add_commands (GPtrArray *commands, const char *root, JsonObject *object, const char *origin, gboolean is_chosen)
{
  g_autoptr(GList) names = object != NULL ? json_object_get_members (object) : NULL;

  for (GList *name = names; name != NULL; name = name->next)
    {
      RetortProjectCommand *command = retort_project_commands_find (commands, name->data) == NULL
                                        ? read_command (root, name->data, json_object_get_member (object, name->data), origin) : NULL;

      if (command == NULL)
        continue;
      command->is_chosen = is_chosen;
      retort_project_command_seal (command, NULL);
      g_ptr_array_add (commands, command);
    }
}

/* (nullable) */
static JsonObject *
find_object (JsonObject *object, const char *member)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static const char *
get_root (RetortWorkspace *workspace)
{
  return retort_project_get (retort_workspace_get_project (workspace))->root;
}

/**
 * retort_commands_add_shared: (skip)
 * @commands: (element-type RetortProjectCommand): is added to
 * @workspace: a project
 *
 * Adds the commands of its retort.json. Any thread; blocks.
 */
void
retort_commands_add_shared (GPtrArray *commands, RetortWorkspace *workspace)
{
  g_autoptr(JsonNode) node = retort_json_file_load (retort_workspace_get_settings (workspace)->path, NULL);
  JsonObject *object = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  add_commands (commands, get_root (workspace), find_object (object, "commands"), "retort.json", FALSE);
}

/**
 * retort_commands_add_checklist: (skip)
 * @commands: (element-type RetortProjectCommand): is added to
 * @workspace: a project
 *
 * Adds what items of the checklist in its retort.json run. One that a shell would not understand is left out. Any thread.
 */
void
retort_commands_add_checklist (GPtrArray *commands, RetortWorkspace *workspace)
{
  const GPtrArray *items = retort_workspace_get_settings (workspace)->checklist;
  const char *const no_environment[] = { NULL };

  for (guint i = 0; i < items->len; i++)
    {
      const RetortChecklistItem *item = g_ptr_array_index (items, i);
      g_autofree char *name = retort_checklist_item_dup_command_name (item);
      RetortProjectCommand *command = NULL;

      if (name == NULL || retort_project_commands_find (commands, name) != NULL)
        continue;
      command = retort_project_command_parse (workspace, name, item->command, NULL, no_environment, NULL);
      if (command == NULL)
        continue;
      g_free (command->origin);
      command->origin = g_strdup ("retort.json");
      retort_project_command_seal (command, NULL);
      g_ptr_array_add (commands, command);
    }
}

/* A private database has no profile that is kept: its name stands for it. */
static char *
dup_key (RetortProfile *profile)
{
  const RetortProfileFields *fields = retort_profile_get (profile);

  return fields->is_private ? g_strconcat ("private/", fields->database, NULL) : g_strdup (fields->id);
}

/**
 * retort_commands_add_chosen: (skip)
 * @commands: (element-type RetortProjectCommand): is added to
 * @workspace: a project
 * @profile: a profile
 *
 * Adds the commands that the user chose for both. Any thread; blocks.
 */
void
retort_commands_add_chosen (GPtrArray *commands, RetortWorkspace *workspace, RetortProfile *profile)
{
  g_autoptr(JsonNode) node = retort_command_file_load (NULL);
  g_autofree char *key = dup_key (profile);
  /* Translators: where a command comes from */
  g_autofree char *origin = g_strdup_printf (_("profile '%s'"), retort_profile_get (profile)->name);
  JsonObject *chosen = node != NULL ? find_object (json_node_get_object (node), "chosen") : NULL;

  add_commands (commands, get_root (workspace), find_object (find_object (chosen, get_root (workspace)), key), origin, TRUE);
}

static JsonObject *
enter (JsonObject *object, const char *member)
{
  if (find_object (object, member) == NULL)
    json_object_set_object_member (object, member, json_object_new ());
  return find_object (object, member);
}

static JsonObject *
write_command (const char *root, const RetortProjectCommand *command)
{
  JsonObject *object = json_object_new ();
  JsonArray *words = json_array_new ();
  JsonObject *environment = json_object_new ();

  for (gsize i = 0; command->argv[i] != NULL; i++)
    json_array_add_string_element (words, command->argv[i]);
  for (gsize i = 0; command->environment[i] != NULL; i++)
    {
      g_auto(GStrv) pair = g_strsplit (command->environment[i], "=", 2);

      json_object_set_string_member (environment, pair[0], pair[1] != NULL ? pair[1] : "");
    }
  json_object_set_array_member (object, "run", words);
  if (!g_str_equal (command->folder, root))
    json_object_set_string_member (object, "folder", command->folder);
  json_object_set_object_member (object, "environment", environment);
  return object;
}

/**
 * retort_project_command_parse:
 * @workspace: a project
 * @name: what it is called
 * @line: the program and its arguments, as a shell takes them
 * @folder: (nullable): where it runs, seen from the project's folder
 * @environment: (array zero-terminated=1): `NAME=VALUE`
 * @error: RETORT_FORMAT_ERROR_CONFIGURATION: what of it is not understood
 *
 * Returns: (transfer full) (nullable): a command that was typed; it is not sealed
 */
RetortProjectCommand *
retort_project_command_parse (RetortWorkspace *workspace, const char *name, const char *line, const char *folder,
                              const char *const *environment, GError **error)
{
  g_autofree char *place = g_canonicalize_filename (folder != NULL ? folder : ".", get_root (workspace));
  g_auto(GStrv) argv = NULL;
  g_autoptr(GError) cause = NULL;
  RetortProjectCommand *command = NULL;

  for (gsize i = 0; environment[i] != NULL; i++)
    if (!g_regex_match_simple ("^[A-Za-z_][A-Za-z0-9_]*=", environment[i], 0, 0))
      {
        g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_CONFIGURATION, "cannot keep '%s': '%s' is not NAME=VALUE", name,
                     environment[i]);
        return NULL;
      }
  if (!g_file_test (place, G_FILE_TEST_IS_DIR))
    g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_CONFIGURATION, "cannot keep '%s': there is no folder '%s'", name, place);
  else if (!g_shell_parse_argv (line, NULL, &argv, &cause))
    g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_CONFIGURATION, "cannot keep '%s': %s", name, cause->message);
  if (argv == NULL)
    return NULL;
  command = retort_project_command_new (name, (const char *const *) argv, place, "");
  g_strfreev (command->environment);
  command->environment = g_strdupv ((GStrv) environment);
  return command;
}

/**
 * retort_project_commands_choose:
 * @workspace: a project
 * @profile: a profile
 * @name: what the command is called: "upgrade"
 * @command: (nullable): its words, folder and environment; %NULL: what the project says holds again
 * @error: a RetortFormatError: the file is not understood; or why it cannot be written
 *
 * Keeps a profile's own command for a project, for this user. It is confirmed before its first run as all are. Any thread; blocks.
 *
 * Returns: whether it is kept
 */
gboolean
retort_project_commands_choose (RetortWorkspace *workspace, RetortProfile *profile, const char *name, const RetortProjectCommand *command,
                                GError **error)
{
  g_autoptr(JsonNode) node = retort_command_file_load (error);
  g_autofree char *key = dup_key (profile);
  JsonObject *object = NULL;

  if (node == NULL)
    return FALSE;
  object = enter (enter (enter (json_node_get_object (node), "chosen"), get_root (workspace)), key);
  if (command != NULL)
    json_object_set_object_member (object, name, write_command (get_root (workspace), command));
  else
    json_object_remove_member (object, name);
  return retort_command_file_write (node, error);
}
