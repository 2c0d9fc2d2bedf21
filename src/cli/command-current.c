/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retort-cli current: what `alembic current` prints. */
#include "config.h"

#include "cli/commands.h"

#include "cli/rows.h"
#include "report/revision-json.h"

#include <glib/gi18n.h>

/* Revisions that a row names or implies, newest first; rows that no file declares come first. */
static GPtrArray *
list_current (const RetortHistory *history, const RetortCliRows *rows)
{
  g_autoptr(GPtrArray) all = retort_history_list_newest_first (history);
  GPtrArray *current = g_ptr_array_new ();

  for (guint i = 0; i < all->len; i++)
    {
      RetortRevision *revision = g_ptr_array_index (all, i);
      const char *id = retort_revision_get_id (revision);

      if (GPOINTER_TO_INT (g_hash_table_lookup (rows->states, id)) == RETORT_REVISION_STATE_CURRENT
          || g_strv_contains ((const char *const *) rows->rows, id))
        g_ptr_array_add (current, revision);
    }
  return current;
}

static void
print_text (const RetortHistory *history, const RetortCliRows *rows)
{
  g_autoptr(RetortRevisionMarks) marks = retort_revision_marks_new (history, NULL);
  g_autoptr(GPtrArray) current = list_current (history, rows);

  for (gsize i = 0; rows->unknown[i] != NULL; i++)
    {
      retort_cli_print (rows->unknown[i]);
      retort_cli_print (" (unknown)\n");
    }
  for (guint i = 0; i < current->len; i++)
    {
      g_autofree char *line = retort_revision_text_line (marks, g_ptr_array_index (current, i), RETORT_REVISION_TEXT_TREE);

      retort_cli_print (line);
      retort_cli_print ("\n");
    }
}

static void
print_json (const RetortHistory *history, const RetortCliRows *rows)
{
  g_autoptr(GPtrArray) heads = retort_history_list_heads (history);
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_int_member (object, "format", 1);
  json_object_set_member (object, "current", retort_json_of_words ((const char *const *) rows->rows));
  json_object_set_array_member (object, "heads", retort_json_of_ids (heads));
  json_node_take_object (node, object);
  retort_cli_print_json (node);
}

/**
 * retort_command_current:
 * @cli: the call
 *
 * Returns: the exit status
 */
RetortExit
retort_command_current (RetortCli *cli)
{
  const RetortOption options[] = { { NULL } };
  RetortExit status = RETORT_EXIT_DONE;
  g_autoptr(GPtrArray) arguments = retort_cli_parse (cli, options, 0, 0, &status);
  g_autoptr(RetortWorkspace) workspace = NULL;
  g_auto(RetortCliRows) rows = { 0 };
  g_autoptr(GError) error = NULL;

  if (arguments == NULL)
    return status;
  workspace = retort_cli_open_with_rows (cli, &rows, &error);
  if (workspace != NULL && !retort_cli_has_target (cli))
    {
      g_autoptr(RetortTarget) none = retort_cli_open_target (cli, workspace, &error); /* says what could be named */

      return retort_cli_fail (cli, error);
    }
  if (workspace == NULL)
    return retort_cli_fail (cli, error);

  if (retort_cli_wants_json (cli))
    print_json (retort_workspace_get_history (workspace), &rows);
  else
    print_text (retort_workspace_get_history (workspace), &rows);
  return RETORT_EXIT_DONE;
}
