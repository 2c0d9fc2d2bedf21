/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retort-cli query and rows: one SELECT in a transaction that cannot write, and the first rows of a table or view. */
#include "config.h"

#include "cli/commands.h"

#include "engine/query.h"
#include "report/text-table.h"

#include <glib/gi18n.h>

typedef struct
{
  char *limit;
  char *timeout;
} QueryOptions;

static void
query_options_clear (QueryOptions *self)
{
  g_clear_pointer (&self->limit, g_free);
  g_clear_pointer (&self->timeout, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (QueryOptions, query_options_clear)

static gboolean
parse_number (const char *text, guint *number)
{
  guint64 value = 0;

  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT, &value, NULL))
    return FALSE;
  *number = (guint) value;
  return TRUE;
}

static void
print_text (const RetortResult *result)
{
  g_autoptr(RetortTextTable) table = retort_text_table_new (NULL);
  g_autofree char *text = NULL;

  for (guint i = 0; i < retort_result_get_n_columns (result); i++)
    retort_text_table_add_column (table, retort_result_get_column_name (result, i), RETORT_TEXT_LEFT);
  for (guint i = 0; i < retort_result_get_n_rows (result); i++)
    for (guint j = 0; j < retort_result_get_n_columns (result); j++)
      retort_text_table_add_cell (table, retort_result_get_value (result, i, j));
  retort_text_table_add_row_count (table);
  text = retort_text_table_to_string (table);
  retort_cli_print (text);
}

static void
print_json (const RetortResult *result)
{
  JsonObject *object = json_object_new ();
  JsonArray *columns = json_array_new ();
  JsonArray *rows = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  for (guint i = 0; i < retort_result_get_n_columns (result); i++)
    json_array_add_string_element (columns, retort_result_get_column_name (result, i));
  for (guint i = 0; i < retort_result_get_n_rows (result); i++)
    {
      JsonArray *row = json_array_new ();

      for (guint j = 0; j < retort_result_get_n_columns (result); j++)
        if (retort_result_get_value (result, i, j) != NULL)
          json_array_add_string_element (row, retort_result_get_value (result, i, j));
        else
          json_array_add_null_element (row);
      json_array_add_array_element (rows, row);
    }
  json_object_set_int_member (object, "format", 1);
  json_object_set_array_member (object, "columns", columns);
  json_object_set_array_member (object, "rows", rows);
  json_node_take_object (node, object);
  retort_cli_print_json (node);
}

/* @name (nullable) is a table: "orders", "sales.orders"; else the argument is the query. */
static RetortExit
run (RetortCli *cli, gboolean is_table)
{
  g_auto(QueryOptions) asked = { 0 };
  const RetortOption options[] = {
    { "limit", 0, RETORT_OPTION_TEXT, &asked.limit, N_("N"), N_("how many rows at most (500)") },
    { "timeout", 0, RETORT_OPTION_TEXT, &asked.timeout, N_("MS"), N_("after which the server gives up (15000)") },
    { NULL },
  };
  RetortExit status = RETORT_EXIT_DONE;
  g_autoptr(GPtrArray) arguments = retort_cli_parse (cli, options, 1, 1, &status);
  g_autoptr(RetortTarget) target = NULL;
  g_autoptr(RetortWorkspace) workspace = NULL;
  g_autoptr(RetortResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *sql = NULL;
  guint limit = 0;
  guint timeout_ms = 0;

  if (arguments == NULL)
    return status;
  if (!parse_number (asked.limit, &limit) || !parse_number (asked.timeout, &timeout_ms))
    return retort_cli_fail_usage (cli, _("--limit and --timeout take a number"));
  if (is_table)
    {
      g_auto(GStrv) parts = g_strsplit (g_ptr_array_index (arguments, 0), ".", 2);

      sql = retort_query_dup_of_table (parts[1] != NULL ? parts[0] : NULL, parts[1] != NULL ? parts[1] : parts[0]);
    }
  else
    sql = g_strdup (g_ptr_array_index (arguments, 0));
  if (retort_query_find_objection (sql) != NULL)
    return retort_cli_fail_usage (cli, "%s", retort_query_find_objection (sql));
  if (cli->private_name != NULL && *cli->private_name == '\0')
    workspace = retort_cli_open_workspace (cli, &error);
  if (error == NULL)
    target = retort_cli_open_target (cli, workspace, &error);
  if (target != NULL)
    result = retort_query_run (target, sql, limit, timeout_ms, cli->cancellable, &error);
  if (result == NULL)
    return retort_cli_fail (cli, error);
  if (retort_cli_wants_json (cli))
    print_json (result);
  else
    print_text (result);
  return RETORT_EXIT_DONE;
}

/**
 * retort_command_query:
 * @cli: the call
 *
 * Returns: the exit status
 */
RetortExit
retort_command_query (RetortCli *cli)
{
  return run (cli, FALSE);
}

/**
 * retort_command_rows:
 * @cli: the call
 *
 * Returns: the exit status
 */
RetortExit
retort_command_rows (RetortCli *cli)
{
  return run (cli, TRUE);
}
