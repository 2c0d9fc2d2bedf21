/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retort-cli reparent: another place or another number for a revision that no database holds. */
#include "config.h"

#include "cli/commands.h"
#include "engine/holders.h"
#include "engine/reparent.h"

#include <glib/gi18n.h>

typedef struct
{
  gboolean is_renumbered;
  gboolean is_shown_only;
  gboolean is_given; /* --yes: databases that cannot be asked are taken not to hold it */
} Arguments;

/* Every database that is known is asked first. */
static gboolean
may_change (RetortCli *cli, RetortWorkspace *workspace, const char *id, const Arguments *arguments, GError **error)
{
  g_autoptr(RetortTarget) target = NULL;
  g_autoptr(GPtrArray) holders = NULL;

  if (retort_cli_has_target (cli))
    {
      target = retort_cli_open_target (cli, workspace, error);
      if (target == NULL)
        return FALSE;
    }
  holders = retort_holders_ask (workspace, target, cli->cancellable);
  return retort_holders_allow (holders, id, arguments->is_given, error);
}

static RetortExit
run (RetortCli *cli, const Arguments *arguments, const char *symbol, const char *onto)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortWorkspace) workspace = retort_cli_open_workspace (cli, &error);
  g_autoptr(RetortReparenting) change = NULL;
  g_autoptr(GPtrArray) found = NULL;

  if (workspace == NULL)
    return retort_cli_fail (cli, error);
  change = retort_reparenting_compose (workspace, symbol, onto, arguments->is_renumbered, &error);
  if (change == NULL)
    return retort_cli_fail (cli, error);
  if (arguments->is_shown_only)
    {
      retort_cli_say (cli, _("%s would hold:"), change->new_path);
      retort_cli_print (change->text);
      return RETORT_EXIT_DONE;
    }
  found = retort_history_resolve (retort_workspace_get_history (workspace), symbol, NULL, &error);
  if (found == NULL || !may_change (cli, workspace, retort_revision_get_id (g_ptr_array_index (found, 0)), arguments, &error)
      || !retort_reparenting_write (change, &error))
    return retort_cli_fail (cli, error);
  retort_cli_print (change->new_path);
  retort_cli_print ("\n");
  return RETORT_EXIT_DONE;
}

/**
 * retort_command_reparent:
 * @cli: the call
 *
 * Returns: the exit status
 */
RetortExit
retort_command_reparent (RetortCli *cli)
{
  Arguments arguments = { 0 };
  const RetortOption options[] = {
    { "renumber", 0, RETORT_OPTION_FLAG, &arguments.is_renumbered, NULL, N_("give it the number after the highest") },
    { "yes", 'y', RETORT_OPTION_FLAG, &arguments.is_given, NULL, N_("trust that databases that cannot be asked do not hold it") },
    { "dry-run", 0, RETORT_OPTION_FLAG, &arguments.is_shown_only, NULL, N_("print the file and write nothing") },
    { NULL },
  };
  RetortExit status = RETORT_EXIT_DONE;
  g_autoptr(GPtrArray) words = retort_cli_parse (cli, options, 1, 2, &status);

  if (words == NULL)
    return status;
  if (words->len == 1 && !arguments.is_renumbered)
    return retort_cli_fail_usage (cli, _("nothing to do: name what it is to follow, or --renumber"));
  return run (cli, &arguments, g_ptr_array_index (words, 0), words->len > 1 ? g_ptr_array_index (words, 1) : NULL);
}
