/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/rehearse.h"

#include "cli/interrupt.h"
#include "engine/rehearsal-store.h"

#include <stdio.h>
#include <unistd.h>

static void
progress_cb (const char *text, guint n_done, guint n_total, gpointer user_data)
{
  if (n_total > 0)
    fprintf (stderr, "  %u/%u  %s\n", n_done, n_total, text);
  else
    fprintf (stderr, "  %s\n", text);
}

/**
 * retort_cli_rehearse:
 * @cli: the call
 * @workspace: the project
 * @target: (nullable): the database
 * @from: (nullable): where the range begins
 * @to: where it ends
 * @copies_target: on the target's structure
 * @error: as retort_rehearse() sets it
 *
 * Rehearses, tells how it goes, and keeps the badges. Ctrl-C stops it.
 *
 * Returns: (transfer full) (nullable): what was seen
 */
RetortRehearsal *
retort_cli_rehearse (RetortCli *cli, RetortWorkspace *workspace, RetortTarget *target, const char *from, const char *to,
                     gboolean copies_target, GError **error)
{
  RetortRehearsalOptions options = { .target = target, .from = from, .to = to, .copies_target = copies_target };
  g_autoptr(GError) keep_error = NULL;
  RetortRehearsal *rehearsal = NULL;

  retort_interrupt_start (cli->cancellable);
  if (!cli->is_quiet && (cli->is_verbose || isatty (STDERR_FILENO)))
    options.progress = progress_cb;
  rehearsal = retort_rehearse (workspace, &options, cli->cancellable, error);
  if (rehearsal != NULL && !retort_rehearsal_store_keep (rehearsal, &keep_error))
    g_printerr ("retort-cli: %s\n", keep_error->message);
  return rehearsal;
}
