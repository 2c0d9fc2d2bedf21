/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retort-cli history: the lines of `alembic history`, with lanes beside them. */
#include "cli/commands.h"

#include "cli/rows.h"
#include "report/graph-text.h"
#include "report/revision-json.h"

#define LINE_FLAGS \
  (RETORT_REVISION_TEXT_PARENTS | RETORT_REVISION_TEXT_TREE | RETORT_REVISION_TEXT_TITLE | RETORT_REVISION_TEXT_LABELS)

/* What is printed, and how. */
typedef struct
{
  RetortCli           *cli;
  RetortWorkspace     *workspace;
  RetortRevisionMarks *marks;
  GPtrArray           *revisions; /* element: RetortRevision, newest first */
  GPtrArray           *lanes;     /* element: RetortLaneRow */
} Output;

static const char *
get_state_colour (const Output *output, RetortRevision *revision)
{
  const char *state = retort_revision_marks_get_state (output->marks, retort_revision_get_id (revision));

  if (!retort_cli_has_color (output->cli) || state == NULL)
    return NULL;
  if (g_str_equal (state, "current"))
    return "\033[1;32m";
  return g_str_equal (state, "pending") ? "\033[33m" : NULL;
}

static void
append_row (GString *text, const Output *output, guint index, const RetortGraphRow *row)
{
  RetortRevision *revision = g_ptr_array_index (output->revisions, index);
  const char *colour = get_state_colour (output, revision);
  g_autofree char *line = retort_revision_text_line (output->marks, revision, LINE_FLAGS);

  /* A title may go over several lines; more than the first would break the lanes. */
  line[strcspn (line, "\n")] = '\0';
  if (row->above != NULL)
    g_string_append_printf (text, "%s\n", row->above);
  g_string_append_printf (text, "%s %s%s%s\n", row->node, colour != NULL ? colour : "", line, colour != NULL ? "\033[0m" : "");
  if (row->below != NULL)
    g_string_append_printf (text, "%s\n", row->below);
}

static void
print_text (const Output *output)
{
  g_autoptr(GPtrArray) graph = retort_graph_text (output->lanes);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < output->revisions->len; i++)
    append_row (text, output, i, g_ptr_array_index (graph, i));
  retort_cli_print (text->str);
}

static JsonObject *
object_of_project (RetortWorkspace *workspace)
{
  const RetortProjectFields *project = retort_project_get (retort_workspace_get_project (workspace));
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "kind", project->adapter->kind);
  json_object_set_string_member (object, "path", project->root);
  json_object_set_string_member (object, "name", retort_workspace_get_name (workspace));
  return object;
}

static void
print_json (const Output *output)
{
  const RetortHistory *history = retort_workspace_get_history (output->workspace);
  g_autoptr(GPtrArray) heads = retort_history_list_heads (history);
  g_autoptr(GPtrArray) bases = retort_history_list_bases (history);
  JsonObject *object = json_object_new ();
  JsonArray *revisions = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  for (guint i = 0; i < output->revisions->len; i++)
    {
      const RetortLaneRow *row = g_ptr_array_index (output->lanes, i);

      json_array_add_object_element (revisions, retort_json_of_revision (output->marks, g_ptr_array_index (output->revisions, i),
                                                                         row->lane));
    }

  json_object_set_int_member (object, "format", 1);
  json_object_set_object_member (object, "project", object_of_project (output->workspace));
  json_object_set_array_member (object, "heads", retort_json_of_ids (heads));
  json_object_set_array_member (object, "bases", retort_json_of_ids (bases));
  json_object_set_array_member (object, "revisions", revisions);
  json_node_take_object (node, object);
  retort_cli_print_json (node);
}

static RetortExit
print (RetortCli *cli, RetortWorkspace *workspace, const char *range, RetortCliRows *rows)
{
  const RetortHistory *history = retort_workspace_get_history (workspace);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) revisions = retort_history_resolve_range (history, range, (const char *const *) rows->rows, &error);
  g_autoptr(GPtrArray) lanes = NULL;
  g_autoptr(RetortRevisionMarks) marks = NULL;
  Output output = { cli, workspace, NULL, NULL, NULL };

  if (revisions == NULL)
    return retort_cli_fail (cli, error);

  output.marks = marks = retort_revision_marks_new (history, rows->states);
  output.revisions = revisions;
  output.lanes = lanes = retort_lanes_layout (history, revisions);
  if (retort_cli_wants_json (cli))
    print_json (&output);
  else
    print_text (&output);
  return RETORT_EXIT_DONE;
}

/**
 * retort_command_history:
 * @cli: the call
 *
 * Returns: the exit status
 */
RetortExit
retort_command_history (RetortCli *cli)
{
  const RetortOption options[] = { { NULL } };
  RetortExit status = RETORT_EXIT_DONE;
  g_autoptr(GPtrArray) arguments = retort_cli_parse (cli, options, 0, 1, &status);
  g_autoptr(RetortWorkspace) workspace = NULL;
  g_auto(RetortCliRows) rows = { 0 };
  g_autoptr(GError) error = NULL;

  if (arguments == NULL)
    return status;
  workspace = retort_cli_open_with_rows (cli, &rows, &error);
  if (workspace == NULL)
    return retort_cli_fail (cli, error);

  return print (cli, workspace, arguments->len > 0 ? g_ptr_array_index (arguments, 0) : NULL, &rows);
}
