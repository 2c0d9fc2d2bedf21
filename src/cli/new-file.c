/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/new-file.h"

#include <glib/gi18n.h>

static void
print_json (const RetortNewFile *file, gboolean is_written)
{
  JsonObject *object = json_object_new ();
  JsonArray *remarks = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  for (guint i = 0; i < file->remarks->len; i++)
    json_array_add_string_element (remarks, g_ptr_array_index (file->remarks, i));
  json_object_set_int_member (object, "format", 1);
  json_object_set_string_member (object, "revision", file->id);
  json_object_set_string_member (object, "file", file->path);
  json_object_set_boolean_member (object, "written", is_written);
  json_object_set_string_member (object, "text", file->text);
  json_object_set_array_member (object, "remarks", remarks);
  json_node_take_object (node, object);
  retort_cli_print_json (node);
}

/**
 * retort_cli_write_new_file:
 * @cli: the call
 * @file: what was composed
 * @is_shown_only: --dry-run: nothing is written, the text is printed
 *
 * In text the result is the path of the file, so that a script can open it.
 *
 * Returns: the exit status
 */
RetortExit
retort_cli_write_new_file (RetortCli *cli, const RetortNewFile *file, gboolean is_shown_only)
{
  g_autoptr(GError) error = NULL;

  if (!is_shown_only && !retort_new_file_write (file, &error))
    return retort_cli_fail (cli, error);
  for (guint i = 0; i < file->remarks->len; i++)
    retort_cli_say (cli, "%s", (const char *) g_ptr_array_index (file->remarks, i));
  if (retort_cli_wants_json (cli))
    print_json (file, !is_shown_only);
  else if (is_shown_only)
    {
      retort_cli_say (cli, _("%s would hold:"), file->path);
      retort_cli_print (file->text);
    }
  else
    {
      retort_cli_print (file->path);
      retort_cli_print ("\n");
    }
  return RETORT_EXIT_DONE;
}
