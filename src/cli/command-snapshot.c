/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retort-cli snapshot: keeps a development database as it is, lists what is kept, deletes one. */
#include "config.h"

#include "cli/commands.h"

#include "cli/snapshot.h"
#include "report/text-table.h"

#include <glib/gi18n.h>

static void
print_json (JsonArray *snapshots)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_int_member (object, "format", 1);
  json_object_set_array_member (object, "snapshots", snapshots);
  json_node_take_object (node, object);
  retort_cli_print_json (node);
}

static void
print_table (GPtrArray *snapshots)
{
  g_autoptr(RetortTextTable) table = retort_text_table_new (NULL);
  g_autofree char *text = NULL;

  retort_text_table_add_column (table, _("Name"), RETORT_TEXT_LEFT);
  retort_text_table_add_column (table, _("Taken"), RETORT_TEXT_LEFT);
  retort_text_table_add_column (table, _("Revision"), RETORT_TEXT_LEFT);
  retort_text_table_add_column (table, _("Size"), RETORT_TEXT_RIGHT);
  for (guint i = 0; i < snapshots->len; i++)
    {
      const RetortDatabaseSnapshot *snapshot = g_ptr_array_index (snapshots, i);
      g_autoptr(GDateTime) time = g_date_time_new_from_unix_local (snapshot->time_us / G_USEC_PER_SEC);
      g_autofree char *taken = g_date_time_format (time, "%Y-%m-%d %H:%M:%S");
      g_autofree char *rows = g_strjoinv (", ", snapshot->rows);
      g_autofree char *size = g_format_size (snapshot->size);

      retort_text_table_add_cell (table, snapshot->name);
      retort_text_table_add_cell (table, taken);
      retort_text_table_add_cell (table, *rows != '\0' ? rows : "base");
      retort_text_table_add_cell (table, size);
    }
  text = retort_text_table_to_string (table);
  retort_cli_print (text);
}

static RetortExit
list (RetortCli *cli, RetortTarget *target)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) snapshots = retort_database_snapshot_list (target, cli->cancellable, &error);
  JsonArray *array = NULL;

  if (snapshots == NULL)
    return retort_cli_fail (cli, error);
  if (!retort_cli_wants_json (cli))
    {
      if (snapshots->len > 0)
        print_table (snapshots);
      else
        retort_cli_say (cli, _("'%s' has no snapshots"), retort_target_get_database (target));
      return RETORT_EXIT_DONE;
    }
  array = json_array_new ();
  for (guint i = 0; i < snapshots->len; i++)
    json_array_add_object_element (array, retort_cli_snapshot_to_json (g_ptr_array_index (snapshots, i)));
  print_json (array);
  return RETORT_EXIT_DONE;
}

static RetortExit
take (RetortCli *cli, RetortWorkspace *workspace, RetortTarget *target, const char *name)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortDatabaseSnapshot) snapshot = retort_cli_snapshot_take (cli, workspace, target, name, &error);
  JsonArray *array = NULL;

  if (snapshot == NULL)
    return retort_cli_fail (cli, error);
  if (!retort_cli_wants_json (cli))
    return RETORT_EXIT_DONE;
  array = json_array_new ();
  json_array_add_object_element (array, retort_cli_snapshot_to_json (snapshot));
  print_json (array);
  return RETORT_EXIT_DONE;
}

static RetortExit
delete_one (RetortCli *cli, RetortTarget *target, const char *name)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortDatabaseSnapshot) snapshot = retort_database_snapshot_find (target, name, cli->cancellable, &error);

  if (snapshot == NULL || !retort_database_snapshot_delete (snapshot, &error))
    return retort_cli_fail (cli, error);
  retort_cli_say (cli, _("snapshot '%s' deleted"), name);
  return RETORT_EXIT_DONE;
}

/**
 * retort_command_snapshot:
 * @cli: the call
 *
 * Returns: the exit status
 */
RetortExit
retort_command_snapshot (RetortCli *cli)
{
  gboolean wants_deletion = FALSE;
  const RetortOption options[] = {
    { "delete", 0, RETORT_OPTION_FLAG, &wants_deletion, NULL, N_("delete the snapshot of that name") },
    { NULL },
  };
  RetortExit status = RETORT_EXIT_DONE;
  g_autoptr(GPtrArray) arguments = retort_cli_parse (cli, options, 0, 1, &status);
  g_autoptr(RetortWorkspace) workspace = NULL;
  g_autoptr(RetortTarget) target = NULL;
  g_autoptr(GError) error = NULL;

  if (arguments == NULL)
    return status;
  if (wants_deletion && arguments->len == 0)
    return retort_cli_fail_usage (cli, _("--delete needs the name of a snapshot"));
  if (!retort_cli_open_both (cli, &workspace, &target, &error))
    return retort_cli_fail (cli, error);
  if (arguments->len == 0)
    return list (cli, target);
  return wants_deletion ? delete_one (cli, target, g_ptr_array_index (arguments, 0))
                        : take (cli, workspace, target, g_ptr_array_index (arguments, 0));
}
