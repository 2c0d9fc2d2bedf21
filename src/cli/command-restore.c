/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retort-cli restore: makes a development database what it was at a snapshot. */
#include "config.h"

#include "cli/commands.h"

#include "cli/consent.h"
#include "cli/snapshot.h"
#include "cli/terminal.h"

#include <glib/gi18n.h>
#include <stdio.h>

static void
tell_before (const RetortDatabaseSnapshot *snapshot, RetortTarget *target)
{
  g_autofree char *place = retort_profile_to_display_string (retort_target_get_profile (target));
  g_autofree char *rows = g_strjoinv (", ", snapshot->rows);

  fprintf (stderr, _("%s: '%s' becomes what it was at the snapshot '%s' (%s); what it is now is kept under another name, and whoever is connected is disconnected\n"),
           place, retort_target_get_database (target), snapshot->name, *rows != '\0' ? rows : "base");
}

static void
tell_after (RetortCli *cli, const RetortDatabaseSnapshot *snapshot, RetortTarget *target, const char *kept)
{
  JsonObject *object = NULL;
  JsonNode *node = NULL;

  if (!retort_cli_wants_json (cli))
    {
      retort_cli_say (cli, _("'%s' is what it was at '%s'; as it was until now it is kept as '%s' on the same server"),
                      retort_target_get_database (target), snapshot->name, kept);
      return;
    }
  object = json_object_new ();
  node = json_node_new (JSON_NODE_OBJECT);
  json_object_set_int_member (object, "format", 1);
  json_object_set_object_member (object, "snapshot", retort_cli_snapshot_to_json (snapshot));
  json_object_set_string_member (object, "kept", kept);
  json_node_take_object (node, object);
  retort_cli_print_json (node);
}

/**
 * retort_command_restore:
 * @cli: the call
 *
 * Returns: the exit status
 */
RetortExit
retort_command_restore (RetortCli *cli)
{
  gboolean is_given = FALSE;
  const RetortOption options[] = {
    { "yes", 'y', RETORT_OPTION_FLAG, &is_given, NULL, N_("do not ask") },
    { NULL },
  };
  RetortExit status = RETORT_EXIT_DONE;
  g_autoptr(GPtrArray) arguments = retort_cli_parse (cli, options, 1, 1, &status);
  g_autoptr(RetortWorkspace) workspace = NULL;
  g_autoptr(RetortTarget) target = NULL;
  g_autoptr(RetortDatabaseSnapshot) snapshot = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *kept = NULL;

  if (arguments == NULL)
    return status;
  if (retort_cli_open_both (cli, &workspace, &target, &error))
    snapshot = retort_database_snapshot_find (target, g_ptr_array_index (arguments, 0), cli->cancellable, &error);
  if (snapshot == NULL)
    return retort_cli_fail (cli, error);
  if (retort_terminal_is_interactive () && !is_given)
    tell_before (snapshot, target);
  if (!retort_cli_ask_yes (cli, is_given, &status))
    return status;
  kept = retort_database_snapshot_restore (snapshot, target, workspace, retort_cli_snapshot_get_progress (cli), NULL, cli->cancellable, &error);
  if (kept == NULL)
    return retort_cli_fail (cli, error);
  tell_after (cli, snapshot, target, kept);
  return RETORT_EXIT_DONE;
}
