/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/project-command.h"

#include "cli/interrupt.h"
#include "cli/terminal.h"

#include <glib/gi18n.h>
#include <stdio.h>

static void
show_in_full (RetortProjectCommand *command, const char *const *arguments)
{
  g_autofree char *line = retort_project_command_dup_line (command, arguments);

  fprintf (stderr, _("%s (from %s) runs in %s:\n  %s\n"), command->name, command->origin, command->folder, line);
  if (command->script != NULL)
    fprintf (stderr, _("which does:\n%s"), command->script);
}

static gboolean
ask (RetortProjectCommand *command)
{
  g_autofree char *answer = retort_terminal_ask (_("Run it, and do not ask again until it changes? [y/N] "));

  return answer != NULL && (g_ascii_strcasecmp (answer, "y") == 0 || g_ascii_strcasecmp (answer, "yes") == 0);
}

/**
 * retort_cli_confirm_command:
 * @cli: the call
 * @command: a command of the project
 * @arguments: (nullable) (array zero-terminated=1): what is added to it
 * @hash: (nullable): --confirm
 * @status: (out): the exit status when %FALSE is returned
 *
 * Before its first run a command is shown in full and confirmed; the answer holds until the command or its file changes.
 *
 * Returns: whether it may run
 */
gboolean
retort_cli_confirm_command (RetortCli *cli, RetortProjectCommand *command, const char *const *arguments, const char *hash, RetortExit *status)
{
  g_autofree char *refusal = retort_project_command_dup_refusal (command, arguments);
  g_autoptr(GError) error = NULL;

  *status = RETORT_EXIT_REFUSED;
  if (refusal != NULL)
    {
      fprintf (stderr, _("retort-cli: '%s' is never run: %s\n"), command->name, refusal);
      return FALSE;
    }
  if (retort_project_command_is_trusted (command))
    return TRUE;
  if (hash == NULL)
    show_in_full (command, arguments);
  if (hash == NULL && retort_terminal_is_interactive () && !ask (command))
    return FALSE;
  if (hash == NULL && !retort_terminal_is_interactive ())
    {
      fprintf (stderr, _("retort-cli: nobody has confirmed it yet; read it, and add --confirm %s\n"), command->hash);
      return FALSE;
    }
  if (retort_project_command_trust (command, hash != NULL ? hash : command->hash, &error))
    return TRUE;
  retort_cli_fail (cli, error);
  return FALSE;
}

/**
 * retort_cli_print_command_output:
 * @line: what the command printed
 * @is_error: on standard error
 * @user_data: unused
 *
 * Hands it on as it comes.
 */
void
retort_cli_print_command_output (const char *line, gboolean is_error, gpointer user_data)
{
  FILE *stream = is_error || user_data != NULL ? stderr : stdout;

  fprintf (stream, "%s\n", line);
  fflush (stream);
}

/* What a generator wrote is read at once: what it drops is what people overlook. */
static void
tell_revision (RetortCli *cli, RetortWorkspace *workspace, RetortRevision *revision)
{
  g_autoptr(GPtrArray) findings = retort_workspace_check (workspace, revision, cli->cancellable, NULL);

  retort_cli_say (cli, _("new revision %s: %s"), retort_revision_get_id (revision), retort_revision_get_path (revision));
  for (guint i = 0; findings != NULL && i < findings->len; i++)
    {
      const RetortFindingFields *finding = retort_finding_get (g_ptr_array_index (findings, i));

      retort_cli_say (cli, "%s:%u: %s: %s [%s]", finding->path != NULL ? finding->path : retort_revision_get_path (revision),
                      finding->start.line, retort_severity_to_string (finding->severity), finding->message, finding->rule);
    }
}

static void
tell_news (RetortCli *cli, RetortWorkspace *workspace, GPtrArray *revisions)
{
  g_autoptr(RetortWorkspace) now = revisions->len > 0 ? retort_workspace_reopen (workspace, cli->cancellable, NULL) : NULL;

  for (guint i = 0; now != NULL && i < revisions->len; i++)
    {
      RetortRevision *revision
          = retort_history_find (retort_workspace_get_history (now), retort_revision_get_id (g_ptr_array_index (revisions, i)));

      if (revision != NULL)
        tell_revision (cli, now, revision);
    }
}

/**
 * retort_cli_run_command:
 * @cli: the call
 * @workspace: the project
 * @command: a command that is confirmed
 * @arguments: (nullable) (array zero-terminated=1): what is added to it
 *
 * Runs it, with the database that was named in its environment; Ctrl-C ends it and what it started.
 *
 * Returns: the exit status: 1 when the command failed
 */
RetortExit
retort_cli_run_command (RetortCli *cli, RetortWorkspace *workspace, RetortProjectCommand *command, const char *const *arguments)
{
  g_autoptr(RetortTarget) target = NULL;
  g_autoptr(RetortCommandResult) result = NULL;
  g_autoptr(GError) error = NULL;

  if (retort_cli_has_target (cli))
    {
      target = retort_cli_open_target (cli, workspace, &error);
      if (target == NULL)
        return retort_cli_fail (cli, error);
    }
  retort_interrupt_start (cli->cancellable);
  result = retort_project_command_run (command, workspace, arguments, target, retort_cli_print_command_output, NULL, cli->cancellable, &error);
  if (result == NULL)
    return retort_cli_fail (cli, error);
  tell_news (cli, workspace, result->revisions);
  if (result->exit_status == 0)
    return RETORT_EXIT_DONE;
  fprintf (stderr, _("retort-cli: '%s' ended with %d\n"), command->name, result->exit_status);
  return RETORT_EXIT_FINDINGS;
}
