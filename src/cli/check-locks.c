/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/check-locks.h"

#include "report/lock-report.h"

#include <glib/gi18n.h>

#define NEWEST_MINOR 99 /* whatever it is */

/**
 * retort_cli_parse_server_version:
 * @text: (nullable): "18", "17.2" or "150004"; 15 when %NULL. A major version stands for its newest minor one
 *
 * Returns: the version as a server says it; 0 when it is none that is known
 */
int
retort_cli_parse_server_version (const char *text)
{
  guint64 number = text != NULL ? g_ascii_strtoull (text, NULL, 10) : 15;

  if (number >= 130000 && number < 190000)
    return (int) number;
  return number >= 13 && number <= 18 ? (int) number * 10000 + NEWEST_MINOR : 0;
}

/**
 * retort_cli_check_locks:
 * @cli: the call
 * @asked: what the command line says
 *
 * Prints what each statement of a file locks, rewrites, reads and builds.
 *
 * Returns: the exit status
 */
RetortExit
retort_cli_check_locks (RetortCli *cli, const RetortCheckLocks *asked)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *sql = NULL;
  g_autofree char *schema_sql = NULL;
  g_autofree char *text = NULL;
  g_autoptr(GPtrArray) statements = NULL;
  RetortLockScriptOptions options = { NULL, asked->is_in_transaction, retort_cli_parse_server_version (asked->server_version) };

  if (options.server_version == 0)
    return retort_cli_fail_usage (cli, _("--server-version is a number from 13 to 18"));
  if (!g_file_get_contents (asked->path, &sql, NULL, &error)
      || (asked->schema_path != NULL && !g_file_get_contents (asked->schema_path, &schema_sql, NULL, &error)))
    return retort_cli_fail (cli, error);
  options.schema_sql = schema_sql;
  statements = retort_lock_script_examine (sql, &options, &error);
  if (statements == NULL)
    {
      g_prefix_error (&error, "cannot read '%s': ", asked->path);
      return retort_cli_fail (cli, error);
    }
  if (retort_cli_wants_json (cli))
    {
      retort_cli_print_json (retort_lock_report_to_json (statements));
      return RETORT_EXIT_DONE;
    }
  text = retort_lock_report_to_text (statements);
  retort_cli_print (text);
  return RETORT_EXIT_DONE;
}
