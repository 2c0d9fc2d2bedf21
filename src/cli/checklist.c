/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/checklist.h"

#include "engine/reading-marks.h"

#include <glib/gi18n.h>

/**
 * retort_cli_check_checklist:
 * @cli: the call
 * @workspace: the project
 * @plan: what is about to run
 * @status: (out): set when it may not
 *
 * Where the project requires its checklist, each revision of an upgrade is read, and each of its items ticked, before it runs. Says which are not.
 *
 * Returns: whether it may run
 */
gboolean
retort_cli_check_checklist (RetortCli *cli, RetortWorkspace *workspace, RetortPlan *plan, RetortExit *status)
{
  const RetortSettings *settings = retort_workspace_get_settings (workspace);
  g_autoptr(GPtrArray) open = NULL;
  g_autofree char *ids = NULL;

  if (!settings->requires_checklist)
    return TRUE;
  open = retort_reading_marks_list_open (retort_project_get (retort_workspace_get_project (workspace))->root, settings, plan);
  if (open->len == 0)
    return TRUE;
  g_ptr_array_add (open, NULL);
  ids = g_strjoinv (", ", (GStrv) open->pdata);
  /* Translators: ids of revisions */
  g_printerr (_("retort-cli: this project wants every revision to be read and its checklist to be ticked before it runs; that is open for: %s\n"), ids);
  g_printerr (_("Read and tick them in the window of Retort, or run it all the same with --skip-checklist\n"));
  *status = RETORT_EXIT_REFUSED;
  return FALSE;
}
