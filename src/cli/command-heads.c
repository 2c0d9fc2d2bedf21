/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retort-cli heads: what `alembic heads` prints. */
#include "cli/commands.h"
#include "cli/left-out.h"

#include "report/revision-json.h"

static void
print_text (const RetortHistory *history, GPtrArray *heads)
{
  g_autoptr(RetortRevisionMarks) marks = retort_revision_marks_new (history, NULL);

  for (guint i = 0; i < heads->len; i++)
    {
      g_autofree char *line = retort_revision_text_line (marks, g_ptr_array_index (heads, i), RETORT_REVISION_TEXT_LABELS);

      retort_cli_print (line);
      retort_cli_print ("\n");
    }
}

static void
print_json (GPtrArray *heads)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_int_member (object, "format", 1);
  json_object_set_array_member (object, "heads", retort_json_of_ids (heads));
  json_node_take_object (node, object);
  retort_cli_print_json (node);
}

/**
 * retort_command_heads:
 * @cli: the call
 *
 * Returns: the exit status
 */
RetortExit
retort_command_heads (RetortCli *cli)
{
  const RetortOption options[] = { { NULL } };
  RetortExit status = RETORT_EXIT_DONE;
  g_autoptr(GPtrArray) arguments = retort_cli_parse (cli, options, 0, 0, &status);
  g_autoptr(RetortWorkspace) workspace = NULL;
  g_autoptr(GPtrArray) heads = NULL;
  g_autoptr(GError) error = NULL;

  if (arguments == NULL)
    return status;
  workspace = retort_cli_open_workspace (cli, &error);
  if (workspace == NULL)
    return retort_cli_fail (cli, error);

  retort_cli_tell_left_out (cli, workspace);
  heads = retort_history_list_heads (retort_workspace_get_history (workspace));
  if (retort_cli_wants_json (cli))
    print_json (heads);
  else
    print_text (retort_workspace_get_history (workspace), heads);
  return RETORT_EXIT_DONE;
}
