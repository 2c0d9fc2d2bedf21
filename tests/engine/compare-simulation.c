/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compare-simulation FOLDER [--strict]: every revision of a project, oldest first, on an empty database of a
 * server of its own and on a simulated schema, up and, where it is said to be possible, down again; then figures.
 * What the server refuses is left out on both sides. With --strict any difference or refusal is an error. */
#include "engine/workspace.h"
#include "fixtures/beside-server.h"

#include <locale.h>

typedef struct
{
  RetortWorkspace *workspace;
  BesideServer    *beside;
  guint            n_refused;
  guint            n_gaps;
} Comparing;

static void
say_all (GPtrArray *texts, guint most)
{
  for (guint i = 0; i < MIN (texts->len, most); i++)
    g_print ("  %s\n", (const char *) g_ptr_array_index (texts, i));
}

static void
run_direction (Comparing *comparing, RetortRevision *revision, RetortDirection direction)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortMigration) migration = retort_workspace_compile (comparing->workspace, revision, direction, NULL, &error);

  g_assert_no_error (error);
  comparing->n_gaps += retort_migration_get_n_gaps (migration) > 0 ? 1 : 0;
  for (guint i = 0; i < retort_migration_get_n_batches (migration); i++)
    {
      RetortBatch *batch = retort_migration_get_batch (migration, i);

      if (!beside_server_run (comparing->beside, retort_batch_get_sql (batch)))
        comparing->n_refused++;
    }
}

static guint
compare (Comparing *comparing, const char *when)
{
  g_autoptr(GPtrArray) certain = beside_server_compare (comparing->beside);

  if (certain->len > 0)
    g_print ("after %s: %u differences\n", when, certain->len);
  say_all (certain, 400);
  return certain->len;
}

int
main (int argc, char **argv)
{
  gboolean is_strict = argc > 2 && g_str_equal (argv[2], "--strict");
  RetortProjectPlace place = { argc > 1 ? argv[1] : ".", NULL, NULL };
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortWorkspace) workspace = retort_workspace_open (&place, NULL, &error);
  g_autoptr(BesideServer) beside = beside_server_new ("project");
  g_autoptr(GPtrArray) revisions = NULL;
  Comparing comparing = { workspace, beside, 0, 0 };
  guint n_differences = 0;

  setlocale (LC_ALL, "");
  g_assert_no_error (error);
  revisions = retort_history_list_newest_first (retort_workspace_get_history (workspace));
  for (guint i = revisions->len; i > 0; i--)
    {
      RetortRevision *revision = g_ptr_array_index (revisions, i - 1);

      run_direction (&comparing, revision, RETORT_DIRECTION_UPGRADE);
      if (is_strict)
        n_differences += compare (&comparing, retort_revision_get_id (revision));
    }
  n_differences += compare (&comparing, "all");
  g_print ("up: %u statements, %u refused by the server, %u functions with gaps, %u opaque, %u not comparable, %u disagreements\n",
           beside->n_statements, comparing.n_refused, comparing.n_gaps, beside->n_opaque, beside->not_comparable->len, beside->disagreements->len);
  say_all (beside->not_comparable, 60);
  for (guint i = 0; is_strict && i < revisions->len; i++)
    {
      RetortRevision *revision = g_ptr_array_index (revisions, i);

      run_direction (&comparing, revision, RETORT_DIRECTION_DOWNGRADE);
      n_differences += compare (&comparing, retort_revision_get_id (revision));
    }
  say_all (beside->disagreements, 100);
  if (is_strict)
    return n_differences + comparing.n_refused + beside->disagreements->len > 0 ? 1 : 0;
  return 0;
}
