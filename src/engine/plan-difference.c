/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether two plans for the same symbol are the same; which of the three hashes of the fingerprint differs says what changed. */
#include "engine/plan-maker.h"

/* (nullable): the first module of the project that is not the one that the reviewed migration was read from. */
static char *
dup_import_difference (RetortPlanStep *reviewed, RetortPlanStep *now)
{
  GPtrArray *before = retort_migration_get_imports (retort_plan_step_get_migration (reviewed));
  GPtrArray *after = retort_migration_get_imports (retort_plan_step_get_migration (now));

  for (guint i = 0; i < before->len && i < after->len; i++)
    {
      RetortSource *a = g_ptr_array_index (before, i);
      RetortSource *b = g_ptr_array_index (after, i);

      if (g_strcmp0 (retort_source_get_path (a), retort_source_get_path (b)) == 0
          && g_strcmp0 (retort_source_get_hash (a), retort_source_get_hash (b)) != 0)
        return g_strdup_printf ("'%s' changed, which '%s' imports", retort_source_get_path (b),
                                retort_revision_get_path (retort_plan_step_get_revision (now)));
    }
  return NULL;
}

/* (nullable): the first step whose file is not the reviewed one. */
static char *
dup_step_difference (RetortPlan *reviewed, RetortPlan *now)
{
  for (guint i = 0; i < retort_plan_get_n_steps (reviewed) && i < retort_plan_get_n_steps (now); i++)
    {
      RetortRevision *a = retort_plan_step_get_revision (retort_plan_get_step (reviewed, i));
      RetortRevision *b = retort_plan_step_get_revision (retort_plan_get_step (now, i));
      RetortSource *source_a = retort_revision_get_source (a);
      RetortSource *source_b = retort_revision_get_source (b);
      char *import = NULL;

      if (g_strcmp0 (retort_revision_get_id (a), retort_revision_get_id (b)) != 0)
        return g_strdup_printf ("step %u is now revision '%s', it was '%s'", i + 1, retort_revision_get_id (b),
                                retort_revision_get_id (a));
      if (source_a != NULL && source_b != NULL
          && g_strcmp0 (retort_source_get_hash (source_a), retort_source_get_hash (source_b)) != 0)
        return g_strdup_printf ("'%s' changed", retort_revision_get_path (b));
      import = dup_import_difference (retort_plan_get_step (reviewed, i), retort_plan_get_step (now, i));
      if (import != NULL)
        return import;
    }
  return NULL;
}

static char *
dup_files_difference (RetortPlan *reviewed, RetortPlan *now)
{
  char *step = dup_step_difference (reviewed, now);

  if (step != NULL)
    return step;
  if (retort_plan_get_n_steps (reviewed) != retort_plan_get_n_steps (now))
    return g_strdup_printf ("there are now %u revisions to run, there were %u", retort_plan_get_n_steps (now),
                            retort_plan_get_n_steps (reviewed));
  return g_strdup ("a file that the migrations or the configuration depend on changed");
}

static char *
dup_rows_difference (RetortPlan *reviewed, RetortPlan *now)
{
  g_autofree char *before = g_strjoinv (", ", (GStrv) retort_plan_get (reviewed)->from);
  g_autofree char *after = g_strjoinv (", ", (GStrv) retort_plan_get (now)->from);

  if (g_str_equal (before, after))
    return g_strdup ("the rows of the tool's table are others");
  return g_strdup_printf ("the database is at %s, it was at %s", *after != '\0' ? after : "the base",
                          *before != '\0' ? before : "the base");
}

/**
 * retort_plan_dup_difference:
 * @reviewed: the plan that was shown
 * @now: the plan for the same symbol, made now
 *
 * Compares what both would send, from which rows, and to which database. Any thread.
 *
 * Returns: (transfer full) (nullable): what is different, a clause; %NULL when nothing is
 */
char *
retort_plan_dup_difference (RetortPlan *reviewed, RetortPlan *now)
{
  g_auto(GStrv) a = NULL;
  g_auto(GStrv) b = NULL;

  g_return_val_if_fail (reviewed != NULL && now != NULL, NULL);

  if (g_strcmp0 (retort_plan_get (reviewed)->state_fingerprint, retort_plan_get (now)->state_fingerprint) == 0)
    return NULL;

  a = g_strsplit (retort_plan_get (reviewed)->state_fingerprint, "-", 3);
  b = g_strsplit (retort_plan_get (now)->state_fingerprint, "-", 3);
  if (g_strv_length (a) != 3 || g_strv_length (b) != 3)
    return g_strdup ("it was made by another version of Retort");
  if (g_strcmp0 (a[2], b[2]) != 0)
    return g_strdup ("it was made for another database");
  if (g_strcmp0 (a[1], b[1]) != 0)
    return dup_rows_difference (reviewed, now);
  return dup_files_difference (reviewed, now);
}
