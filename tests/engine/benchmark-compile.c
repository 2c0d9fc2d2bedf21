/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long it takes to turn one function of a revision into SQL, in a project that was opened: both directions of all revisions, on all
 * processors, as `retort-cli sql --each` does it. For tests/cli/benchmark-sql.py: benchmark-compile FOLDER prints the functions' number, and
 * the microseconds of each, those that pass and those of the processors. */
#include "engine/compile-ahead.h"
#include "engine/workspace.h"

#include <time.h>

#define N_ROUNDS 7

typedef struct
{
  guint  n_functions;
  double elapsed_us;
  double processor_us;
} Round;

static void
compile (RetortWorkspace *workspace, RetortRevision *revision, RetortDirection direction, Round *round)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortMigration) migration = retort_workspace_compile (workspace, revision, direction, NULL, &error);

  g_assert_no_error (error);
  round->n_functions += retort_revision_has_direction (revision, direction);
}

static Round
compile_all (RetortWorkspace *workspace)
{
  GPtrArray *revisions = retort_project_get (retort_workspace_get_project (workspace))->revisions;
  Round round = { 0 };
  gint64 started = g_get_monotonic_time ();
  clock_t processor_started = clock ();
  RetortCompileAhead *ahead = retort_compile_ahead_start (workspace, revisions, TRUE, TRUE);

  for (guint i = 0; i < revisions->len; i++)
    {
      compile (workspace, g_ptr_array_index (revisions, i), RETORT_DIRECTION_UPGRADE, &round);
      compile (workspace, g_ptr_array_index (revisions, i), RETORT_DIRECTION_DOWNGRADE, &round);
    }
  retort_compile_ahead_stop (ahead);
  round.elapsed_us = (double) (g_get_monotonic_time () - started) / round.n_functions;
  round.processor_us = (double) (clock () - processor_started) / round.n_functions;
  return round;
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = argc > 1 ? g_canonicalize_filename (argv[1], NULL) : NULL;
  RetortProjectPlace place = { .folder = folder };
  Round best = { .elapsed_us = G_MAXDOUBLE, .processor_us = G_MAXDOUBLE };

  g_assert_nonnull (place.folder);
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(RetortWorkspace) workspace = retort_workspace_open (&place, NULL, &error);
      Round round;

      g_assert_no_error (error);
      round = compile_all (workspace);
      best.n_functions = round.n_functions;
      best.elapsed_us = MIN (best.elapsed_us, round.elapsed_us);
      best.processor_us = MIN (best.processor_us, round.processor_us);
    }
  g_print ("%u %.1f %.1f\n", best.n_functions, best.elapsed_us, best.processor_us);
  return 0;
}
