/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retort-cli rehearse: revisions up, down and up again on a scratch database of the private server. */
#include "config.h"

#include "cli/commands.h"

#include "cli/interrupt.h"
#include "cli/rehearse.h"
#include "report/rehearsal-text.h"

#include <glib/gi18n.h>
#include <string.h>

/* "FROM:TO", ":TO", "FROM:" or "TO". */
static void
split_range (const char *text, char **from, char **to)
{
  const char *colon = text != NULL ? strchr (text, ':') : NULL;

  if (colon != NULL && colon > text)
    *from = g_strndup (text, (gsize) (colon - text));
  else if (colon != NULL)
    *from = g_strdup ("base");
  if (colon != NULL)
    text = colon + 1;
  *to = g_strdup (text != NULL && *text != '\0' ? text : "heads");
}

static RetortExit
tell (RetortCli *cli, RetortRehearsal *rehearsal)
{
  g_autofree char *text = NULL;

  if (retort_cli_wants_json (cli))
    retort_cli_print_json (retort_json_of_rehearsal (rehearsal));
  else
    {
      text = retort_rehearsal_to_text (rehearsal, cli->base, retort_cli_has_color (cli));
      retort_cli_print (text);
    }
  if (retort_rehearsal_went_up (rehearsal) && retort_rehearsal_get_worst (rehearsal) != RETORT_REVERSIBLE_NO)
    return RETORT_EXIT_DONE;
  return RETORT_EXIT_FINDINGS;
}

/**
 * retort_command_rehearse:
 * @cli: the call
 *
 * Returns: the exit status; %RETORT_EXIT_FINDINGS when an upgrade fails or cannot be undone
 */
RetortExit
retort_command_rehearse (RetortCli *cli)
{
  gboolean copies_target = FALSE;
  const RetortOption options[] = {
    { "copy-target", 0, RETORT_OPTION_FLAG, &copies_target, NULL, N_("on the target's structure instead of the replayed history") },
    { NULL },
  };
  RetortExit status = RETORT_EXIT_DONE;
  g_autoptr(GPtrArray) arguments = retort_cli_parse (cli, options, 0, 1, &status);
  g_autoptr(RetortWorkspace) workspace = NULL;
  g_autoptr(RetortTarget) target = NULL;
  g_autoptr(RetortRehearsal) rehearsal = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  if (arguments == NULL)
    return status;
  if (copies_target && !retort_cli_has_target (cli))
    return retort_cli_fail_usage (cli, _("--copy-target needs a database"));
  workspace = retort_cli_open_workspace (cli, &error);
  if (workspace != NULL && retort_cli_has_target (cli))
    target = retort_cli_open_target (cli, workspace, &error);
  if (error != NULL)
    return retort_cli_fail (cli, error);

  split_range (arguments->len > 0 ? g_ptr_array_index (arguments, 0) : NULL, &from, &to);
  rehearsal = retort_cli_rehearse (cli, workspace, target, from, to, copies_target, &error);
  return rehearsal != NULL ? tell (cli, rehearsal) : retort_cli_fail (cli, error);
}
