/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retort-cli planned: the table of planned migrations beside the history. */
#include "config.h"

#include "cli/commands.h"
#include "engine/planned.h"
#include "report/text-table.h"

#include <glib/gi18n.h>

static char *
describe_state (const RetortPlannedMigration *migration)
{
  const char *id = migration->revision != NULL ? retort_revision_get_id (migration->revision) : NULL;

  if (migration->row->is_done)
    return id != NULL ? g_strdup_printf (_("✓ done as %s"), id) : g_strdup (_("✓ done"));
  if (migration->holder != NULL)
    /* Translators: the id of a revision that is about something else */
    return g_strdup_printf (_("◇ planned; %s has the number"), retort_revision_get_id (migration->holder));
  return id != NULL ? g_strdup_printf (_("○ written as %s"), id) : g_strdup (_("◇ planned"));
}

static void
print_text (RetortCli *cli, const RetortPlanned *planned)
{
  g_autoptr(RetortTextTable) table = retort_text_table_new (_("Planned migrations"));
  g_autofree char *text = NULL;

  retort_text_table_add_column (table, _("Number"), RETORT_TEXT_LEFT);
  retort_text_table_add_column (table, _("Description"), RETORT_TEXT_LEFT);
  retort_text_table_add_column (table, _("Priority"), RETORT_TEXT_LEFT);
  retort_text_table_add_column (table, _("State"), RETORT_TEXT_LEFT);
  for (guint i = 0; i < planned->migrations->len; i++)
    {
      const RetortPlannedMigration *migration = g_ptr_array_index (planned->migrations, i);
      g_autofree char *state = describe_state (migration);

      retort_text_table_add_cell (table, migration->row->number);
      retort_text_table_add_cell (table, migration->row->description);
      retort_text_table_add_cell (table, migration->row->priority);
      retort_text_table_add_cell (table, state);
    }
  text = retort_text_table_to_string (table);
  retort_cli_print (text);
  retort_cli_say (cli, _("read from %s"), planned->path);
}

static void
add_member (JsonObject *object, const char *name, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, name, text);
  else
    json_object_set_null_member (object, name);
}

static void
print_json (const RetortPlanned *planned)
{
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  for (guint i = 0; i < planned->migrations->len; i++)
    {
      const RetortPlannedMigration *migration = g_ptr_array_index (planned->migrations, i);
      JsonObject *item = json_object_new ();

      add_member (item, "number", migration->row->number);
      add_member (item, "description", migration->row->description);
      add_member (item, "priority", migration->row->priority);
      add_member (item, "status", migration->row->status);
      json_object_set_boolean_member (item, "done", migration->row->is_done);
      add_member (item, "revision", migration->revision != NULL ? retort_revision_get_id (migration->revision) : NULL);
      add_member (item, "taken_by", migration->holder != NULL ? retort_revision_get_id (migration->holder) : NULL);
      json_object_set_int_member (item, "line", migration->row->line);
      json_array_add_object_element (array, item);
    }
  json_object_set_int_member (object, "format", 1);
  add_member (object, "file", planned->path);
  json_object_set_array_member (object, "planned", array);
  json_node_take_object (node, object);
  retort_cli_print_json (node);
}

/**
 * retort_command_planned:
 * @cli: the call
 *
 * Returns: the exit status
 */
RetortExit
retort_command_planned (RetortCli *cli)
{
  const RetortOption options[] = { { NULL } };
  RetortExit status = RETORT_EXIT_DONE;
  g_autoptr(GPtrArray) arguments = retort_cli_parse (cli, options, 0, 0, &status);
  g_autoptr(RetortWorkspace) workspace = NULL;
  g_autoptr(RetortPlanned) planned = NULL;
  g_autoptr(GError) error = NULL;

  if (arguments == NULL)
    return status;
  workspace = retort_cli_open_workspace (cli, &error);
  if (workspace == NULL)
    return retort_cli_fail (cli, error);

  planned = retort_planned_load (workspace);
  if (planned->problem != NULL)
    {
      g_set_error_literal (&error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_UNREADABLE, planned->problem);
      return retort_cli_fail (cli, error);
    }
  if (retort_cli_wants_json (cli))
    print_json (planned);
  else if (planned->migrations->len > 0)
    print_text (cli, planned);
  else
    retort_cli_say (cli, _("nothing is planned: no Markdown table with a number and a description was found; "
                           "retort.json can name its file (\"planned\": \"ROADMAP.md\")"));
  return RETORT_EXIT_DONE;
}
