/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retort-cli schema: what the database holds; one object as psql's \d shows it. */
#include "config.h"

#include "cli/commands.h"

#include "report/ddl.h"
#include "report/describe.h"
#include "report/selection.h"

#include <glib/gi18n.h>

static RetortExit
fail_unknown (RetortCli *cli, const char *name)
{
  return retort_cli_fail_usage (cli, _("there is no '%s' in the database"), name);
}

static RetortExit
print_json (RetortCli *cli, RetortSchema *schema, const char *name)
{
  g_autoptr(RetortSchema) selected = name != NULL ? retort_select_objects (schema, name) : retort_schema_ref (schema);

  if (selected == NULL)
    return fail_unknown (cli, name);
  retort_cli_print_json (retort_json_of_schema (selected));
  return RETORT_EXIT_DONE;
}

static RetortExit
print_sql (RetortCli *cli, RetortSchema *schema, const char *name)
{
  g_autofree char *sql = name != NULL ? retort_ddl_of_object (schema, name) : retort_ddl_of_schema (schema);

  if (sql == NULL)
    return fail_unknown (cli, name);
  retort_cli_print (sql);
  return RETORT_EXIT_DONE;
}

static RetortExit
print_text (RetortCli *cli, RetortSchema *schema, const char *name)
{
  g_autofree char *text = name != NULL ? retort_describe_object (schema, name) : retort_describe_list (schema);

  if (text == NULL && name != NULL)
    return fail_unknown (cli, name);
  if (text == NULL)
    retort_cli_say (cli, _("there are no tables, views or sequences"));
  else
    retort_cli_print (text);
  return RETORT_EXIT_DONE;
}

/**
 * retort_command_schema:
 * @cli: the call
 *
 * Returns: the exit status
 */
RetortExit
retort_command_schema (RetortCli *cli)
{
  gboolean wants_sql = FALSE;
  const RetortOption options[] = {
    { "sql", 0, RETORT_OPTION_FLAG, &wants_sql, NULL, N_("as the statements that make it") },
    { NULL },
  };
  RetortExit status = RETORT_EXIT_DONE;
  g_autoptr(GPtrArray) arguments = retort_cli_parse (cli, options, 0, 1, &status);
  g_autoptr(RetortTarget) target = NULL;
  g_autoptr(RetortWorkspace) workspace = NULL;
  g_autoptr(RetortSchema) schema = NULL;
  g_autoptr(GError) error = NULL;
  const char *name = NULL;

  if (arguments == NULL)
    return status;
  /* A schema can be looked at without a project; only the name of a private database comes from there. */
  if (cli->private_name != NULL && *cli->private_name == '\0')
    workspace = retort_cli_open_workspace (cli, &error);
  if (error != NULL)
    return retort_cli_fail (cli, error);
  target = retort_cli_open_target (cli, workspace, &error);
  if (target == NULL)
    return retort_cli_fail (cli, error);
  schema = retort_target_read_schema (target, cli->cancellable, &error);
  if (schema == NULL)
    return retort_cli_fail (cli, error);

  name = arguments->len > 0 ? g_ptr_array_index (arguments, 0) : NULL;
  if (retort_cli_wants_json (cli))
    return print_json (cli, schema, name);
  return wants_sql ? print_sql (cli, schema, name) : print_text (cli, schema, name);
}
