/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retort-cli show: what `alembic show` prints. */
#include "config.h"

#include "cli/commands.h"

#include "cli/ghost.h"
#include "cli/rows.h"
#include "report/revision-json.h"

#include <glib/gi18n.h>

static void
print_json (const RetortRevisionMarks *marks, RetortRevision *revision)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_int_member (object, "format", 1);
  json_object_set_object_member (object, "revision", retort_json_of_revision (marks, revision, 0));
  json_object_set_string_member (object, "message", retort_revision_get_message (revision));
  json_node_take_object (node, object);
  retort_cli_print_json (node);
}

static RetortExit
print (RetortCli *cli, RetortWorkspace *workspace, const char *symbol, RetortCliRows *rows)
{
  const RetortHistory *history = retort_workspace_get_history (workspace);
  g_autoptr(RetortRevisionMarks) marks = retort_revision_marks_new (history, rows->states);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) revisions = retort_history_resolve (history, symbol, (const char *const *) rows->rows, &error);

  if (revisions == NULL && !retort_cli_wants_json (cli) && g_error_matches (error, RETORT_HISTORY_ERROR, RETORT_HISTORY_ERROR_UNKNOWN)
      && retort_cli_print_ghost (cli, workspace, symbol))
    return RETORT_EXIT_DONE;
  if (revisions == NULL)
    return retort_cli_fail (cli, error);
  if (retort_cli_wants_json (cli) && revisions->len != 1)
    return retort_cli_fail_usage (cli, _("'%s' names %u revisions; JSON shows one"), symbol, revisions->len);

  for (guint i = 0; i < revisions->len; i++)
    {
      g_autofree char *entry = retort_revision_text_entry (marks, g_ptr_array_index (revisions, i));

      if (retort_cli_wants_json (cli))
        print_json (marks, g_ptr_array_index (revisions, i));
      else
        {
          retort_cli_print (entry);
          retort_cli_print ("\n");
        }
    }
  return RETORT_EXIT_DONE;
}

/**
 * retort_command_show:
 * @cli: the call
 *
 * Returns: the exit status
 */
RetortExit
retort_command_show (RetortCli *cli)
{
  const RetortOption options[] = { { NULL } };
  RetortExit status = RETORT_EXIT_DONE;
  g_autoptr(GPtrArray) arguments = retort_cli_parse (cli, options, 1, 1, &status);
  g_autoptr(RetortWorkspace) workspace = NULL;
  g_auto(RetortCliRows) rows = { 0 };
  g_autoptr(GError) error = NULL;

  if (arguments == NULL)
    return status;
  workspace = retort_cli_open_with_rows (cli, &rows, &error);
  if (workspace == NULL)
    return retort_cli_fail (cli, error);

  return print (cli, workspace, g_ptr_array_index (arguments, 0), &rows);
}
