/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retort-cli projects: what can be opened in the folder and below it, with what must be said to open it. */
#include "cli/commands.h"

static void
print_text (GPtrArray *places)
{
  for (guint i = 0; i < places->len; i++)
    {
      g_autofree char *options = retort_cli_dup_place_options (g_ptr_array_index (places, i));

      retort_cli_print (options);
      retort_cli_print ("\n");
    }
}

static void
print_json (GPtrArray *places)
{
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  for (guint i = 0; i < places->len; i++)
    {
      const RetortProjectPlace *place = g_ptr_array_index (places, i);
      JsonObject *item = json_object_new ();

      json_object_set_string_member (item, "folder", place->folder);
      json_object_set_string_member (item, "config", place->config);
      json_object_set_string_member (item, "section", place->section);
      json_array_add_object_element (array, item);
    }
  json_object_set_int_member (object, "format", 1);
  json_object_set_array_member (object, "projects", array);
  json_node_take_object (node, object);
  retort_cli_print_json (node);
}

/**
 * retort_command_projects:
 * @cli: the call
 *
 * Returns: the exit status
 */
RetortExit
retort_command_projects (RetortCli *cli)
{
  const RetortOption options[] = { { NULL } };
  RetortExit status = RETORT_EXIT_DONE;
  g_autoptr(GPtrArray) arguments = retort_cli_parse (cli, options, 0, 0, &status);
  g_autofree char *folder = NULL;
  g_autoptr(GPtrArray) places = NULL;
  g_autoptr(GError) error = NULL;

  if (arguments == NULL)
    return status;
  folder = g_canonicalize_filename (cli->project != NULL ? cli->project : ".", NULL);
  places = retort_workspace_find (folder, cli->cancellable, &error);
  if (error != NULL)
    return retort_cli_fail (cli, error);

  if (retort_cli_wants_json (cli))
    print_json (places);
  else
    print_text (places);
  return RETORT_EXIT_DONE;
}
