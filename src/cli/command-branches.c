/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retort-cli branches: what `alembic branches` prints. */
#include "cli/commands.h"
#include "cli/left-out.h"

#include "report/revision-json.h"

static void
print_branchpoint (const RetortRevisionMarks *marks, RetortRevision *revision, GPtrArray *children)
{
  g_autofree char *line = retort_revision_text_line (marks, revision,
                                                     RETORT_REVISION_TEXT_LABELS | RETORT_REVISION_TEXT_TREE);
  g_autofree char *indent = g_strnfill (strlen (retort_revision_get_id (revision)), ' ');
  g_autoptr(GString) text = g_string_new (line);

  g_string_append_c (text, '\n');
  for (guint i = 0; i < children->len; i++)
    {
      g_autofree char *child = retort_revision_text_line (marks, g_ptr_array_index (children, i),
                                                          RETORT_REVISION_TEXT_LABELS | RETORT_REVISION_TEXT_TREE);

      g_string_append_printf (text, "%s -> %s\n", indent, child);
    }
  g_string_append_c (text, '\n');
  retort_cli_print (text->str);
}

static void
add_json (JsonArray *branches, RetortRevision *revision, GPtrArray *children)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", retort_revision_get_id (revision));
  json_object_set_array_member (object, "children", retort_json_of_ids (children));
  json_array_add_object_element (branches, object);
}

static void
print_json (JsonArray *branches)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_int_member (object, "format", 1);
  json_object_set_array_member (object, "branches", branches);
  json_node_take_object (node, object);
  retort_cli_print_json (node);
}

static void
print (RetortCli *cli, const RetortHistory *history)
{
  g_autoptr(RetortRevisionMarks) marks = retort_revision_marks_new (history, NULL);
  g_autoptr(GPtrArray) revisions = retort_history_list_newest_first (history);
  g_autoptr(JsonArray) branches = json_array_new ();

  for (guint i = 0; i < revisions->len; i++)
    {
      RetortRevision *revision = g_ptr_array_index (revisions, i);
      g_autoptr(GPtrArray) children = NULL;

      if (!retort_revision_marks_is_branchpoint (marks, revision))
        continue;
      children = retort_history_list_next (history, retort_revision_get_id (revision));
      if (retort_cli_wants_json (cli))
        add_json (branches, revision, children);
      else
        print_branchpoint (marks, revision, children);
    }
  if (retort_cli_wants_json (cli))
    print_json (g_steal_pointer (&branches));
}

/**
 * retort_command_branches:
 * @cli: the call
 *
 * Returns: the exit status
 */
RetortExit
retort_command_branches (RetortCli *cli)
{
  const RetortOption options[] = { { NULL } };
  RetortExit status = RETORT_EXIT_DONE;
  g_autoptr(GPtrArray) arguments = retort_cli_parse (cli, options, 0, 0, &status);
  g_autoptr(RetortWorkspace) workspace = NULL;
  g_autoptr(GError) error = NULL;

  if (arguments == NULL)
    return status;
  workspace = retort_cli_open_workspace (cli, &error);
  if (workspace == NULL)
    return retort_cli_fail (cli, error);

  retort_cli_tell_left_out (cli, workspace);
  print (cli, retort_workspace_get_history (workspace));
  return RETORT_EXIT_DONE;
}
