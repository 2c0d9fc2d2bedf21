/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retort-cli report: what a run did, as a document. */
#include "config.h"

#include "cli/commands.h"

#include "cli/document.h"
#include "engine/run-record.h"
#include "report/plan-text.h"

#include <glib/gi18n.h>

static char *
dup_time (const RetortRunRecord *record)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_local (record->started_us / G_USEC_PER_SEC);

  return time != NULL ? g_date_time_format (time, "%Y-%m-%d %H:%M:%S") : g_strdup ("");
}

static void
print_list (GPtrArray *records)
{
  for (guint i = 0; i < records->len; i++)
    {
      const RetortRunRecord *record = g_ptr_array_index (records, i);
      g_autofree char *time = dup_time (record);
      g_autofree char *line = g_strdup_printf ("%u  %s  %s  %s: %s (%s)\n", i + 1, record->id, time, record->database, record->act,
                                               retort_outcome_to_string (retort_run_report_get (record->report)->outcome));

      retort_cli_print (line);
    }
}

static RetortExit
write_report (RetortCli *cli, RetortWorkspace *workspace, const RetortRunRecord *record, const RetortCliDocument *document)
{
  RetortDocumentFormat format = RETORT_DOCUMENT_MARKDOWN;
  g_autofree char *title = g_strdup_printf ("%s on %s", record->act, record->database);
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;

  if (retort_cli_document_is_wanted (document))
    {
      if (!retort_cli_document_get_format (document, &format, &error))
        return retort_cli_fail (cli, error);
      text = retort_cli_document_of_run (cli, workspace, record->report, format, title);
      return retort_cli_document_write (cli, document, text);
    }
  if (retort_cli_wants_json (cli))
    retort_cli_print_json (retort_json_of_run (record->report));
  else
    {
      text = retort_run_to_text (record->report, retort_cli_has_color (cli));
      retort_cli_print (text);
    }
  return RETORT_EXIT_DONE;
}

/**
 * retort_command_report:
 * @cli: the call
 *
 * Returns: the exit status
 */
RetortExit
retort_command_report (RetortCli *cli)
{
  gboolean is_list = FALSE;
  g_autofree char *output = NULL;
  const RetortOption options[] = {
    { "output", 'o', RETORT_OPTION_TEXT, &output, N_("FILE"), N_("write a document: FILE.html or FILE.md") },
    { "list", 0, RETORT_OPTION_FLAG, &is_list, NULL, N_("the runs that are remembered, newest first") },
    { NULL },
  };
  RetortExit status = RETORT_EXIT_DONE;
  g_autoptr(GPtrArray) arguments = retort_cli_parse (cli, options, 0, 1, &status);
  g_autoptr(RetortWorkspace) workspace = NULL;
  g_autoptr(GPtrArray) records = NULL;
  const RetortRunRecord *record = NULL;
  const char *run = NULL;
  g_autoptr(GError) error = NULL;

  if (arguments == NULL)
    return status;
  workspace = retort_cli_open_workspace (cli, &error);
  if (workspace == NULL)
    return retort_cli_fail (cli, error);
  records = retort_run_records_list (workspace, NULL);
  if (is_list)
    {
      print_list (records);
      return RETORT_EXIT_DONE;
    }
  run = arguments->len > 0 ? g_ptr_array_index (arguments, 0) : NULL;
  record = retort_run_records_find (records, workspace, run);
  if (record == NULL && run != NULL)
    return retort_cli_fail_usage (cli, _("no run '%s' of this project is remembered; --list names them"), run);
  if (record == NULL)
    return retort_cli_fail_usage (cli, _("no run of this project is remembered"));
  return write_report (cli, workspace, record, &(RetortCliDocument){ output, cli->format });
}
