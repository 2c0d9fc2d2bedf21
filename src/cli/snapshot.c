/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/snapshot.h"

#include "cli/interrupt.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <unistd.h>

static void
progress_cb (const char *table, guint n_done, guint n_total, gpointer user_data)
{
  fprintf (stderr, "  %u/%u  %s\n", n_done + 1, n_total, table);
}

/**
 * retort_cli_snapshot_get_progress:
 * @cli: the call
 *
 * Returns: (nullable): what tells somebody at a terminal how it goes
 */
RetortSnapshotProgress
retort_cli_snapshot_get_progress (RetortCli *cli)
{
  return !cli->is_quiet && (cli->is_verbose || isatty (STDERR_FILENO)) ? progress_cb : NULL;
}

/**
 * retort_cli_snapshot_take:
 * @cli: the call
 * @workspace: the project
 * @target: the database
 * @name: what it is to be called
 * @error: as retort_database_snapshot_take() sets it
 *
 * Takes one and says so. Ctrl-C stops it.
 *
 * Returns: (transfer full) (nullable): the snapshot
 */
RetortDatabaseSnapshot *
retort_cli_snapshot_take (RetortCli *cli, RetortWorkspace *workspace, RetortTarget *target, const char *name, GError **error)
{
  RetortDatabaseSnapshot *snapshot = NULL;
  g_autofree char *size = NULL;

  retort_interrupt_start (cli->cancellable);
  snapshot = retort_database_snapshot_take (target, workspace, name, retort_cli_snapshot_get_progress (cli), NULL, cli->cancellable, error);
  if (snapshot == NULL)
    return NULL;
  size = g_format_size (snapshot->size);
  retort_cli_say (cli, _("snapshot '%s' of '%s' taken: %s"), snapshot->name, snapshot->database, size);
  return snapshot;
}

/**
 * retort_cli_snapshot_to_json:
 * @snapshot: a snapshot
 *
 * Returns: (transfer full): what is said of it
 */
JsonObject *
retort_cli_snapshot_to_json (const RetortDatabaseSnapshot *snapshot)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (snapshot->time_us / G_USEC_PER_SEC);
  g_autofree char *taken = g_date_time_format_iso8601 (time);
  JsonObject *object = json_object_new ();
  JsonArray *rows = json_array_new ();

  for (gsize i = 0; snapshot->rows[i] != NULL; i++)
    json_array_add_string_element (rows, snapshot->rows[i]);
  json_object_set_string_member (object, "name", snapshot->name);
  json_object_set_string_member (object, "database", snapshot->database);
  json_object_set_string_member (object, "taken", taken);
  json_object_set_array_member (object, "current", rows);
  json_object_set_int_member (object, "size", (gint64) snapshot->size);
  json_object_set_int_member (object, "server_version", snapshot->server_version);
  json_object_set_string_member (object, "file", snapshot->path);
  return object;
}
