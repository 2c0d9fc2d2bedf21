/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Engine *command*: the project's own tool upgrades or downgrades. What it says counts for nothing: the version rows are read afterwards,
 * and they decide what became of it. */
#include "engine/commands/run.h"

#include <glib/gi18n.h>
#include <string.h>

/* "{target}" where retort.json has it; otherwise Alembic's own word order. */
static GStrv
make_arguments (const RetortProjectCommand *command, const char *symbol)
{
  g_autoptr(GStrvBuilder) words = g_strv_builder_new ();
  guint n = g_strv_length (command->argv);

  if (g_str_equal (command->argv[n - 1], "upgrade") || g_str_equal (command->argv[n - 1], "downgrade"))
    g_strv_builder_add (words, symbol);
  return g_strv_builder_end (words);
}

static RetortProjectCommand *
fill_target (const RetortProjectCommand *command, const char *symbol)
{
  g_auto(GStrv) argv = g_strdupv (command->argv);
  RetortProjectCommand *filled = NULL;

  for (gsize i = 0; argv[i] != NULL; i++)
    {
      g_auto(GStrv) parts = g_strsplit (argv[i], "{target}", -1);

      g_free (argv[i]);
      argv[i] = g_strjoinv (symbol, parts);
    }
  filled = retort_project_command_new (command->name, (const char *const *) argv, command->folder, command->origin);
  g_strfreev (filled->environment);
  filled->environment = g_strdupv (command->environment);
  filled->script = g_strdup (command->script);
  filled->hash = g_strdup (command->hash); /* what was confirmed holds for any target */
  return filled;
}

/**
 * retort_project_command_find_move:
 * @workspace: a project
 * @profile: (nullable): how the database is reached
 * @plan: a plan
 * @arguments: (out) (transfer full) (array zero-terminated=1): what is added to it
 *
 * Returns: (transfer full) (nullable): the command of the project that goes the plan's way, the profile's own before the others
 */
RetortProjectCommand *
retort_project_command_find_move (RetortWorkspace *workspace, RetortProfile *profile, RetortPlan *plan, GStrv *arguments)
{
  const RetortPlanFields *fields = retort_plan_get (plan);
  g_autoptr(GPtrArray) commands = retort_project_commands_list (workspace, profile);
  RetortProjectCommand *command
      = fields->stamp != NULL ? NULL
                              : retort_project_commands_find (commands, fields->direction == RETORT_DIRECTION_UPGRADE ? "upgrade" : "downgrade");

  *arguments = command != NULL ? make_arguments (command, fields->target_symbol) : NULL;
  return command != NULL ? fill_target (command, fields->target_symbol) : NULL;
}

/* --- What became of it --- */

static gboolean
are_same_rows (const char *const *rows, const char *const *others)
{
  if (g_strv_length ((GStrv) rows) != g_strv_length ((GStrv) others))
    return FALSE;
  for (gsize i = 0; rows[i] != NULL; i++)
    if (!g_strv_contains (others, rows[i]))
      return FALSE;
  return TRUE;
}

static RetortOutcome
find_outcome (const RetortPlanFields *plan, const RetortTargetState *state)
{
  if (state == NULL)
    return RETORT_OUTCOME_UNKNOWN;
  if (are_same_rows (plan->to, (const char *const *) state->rows))
    return RETORT_OUTCOME_APPLIED;
  return are_same_rows (plan->from, (const char *const *) state->rows) ? RETORT_OUTCOME_NOT_APPLIED : RETORT_OUTCOME_PARTLY_APPLIED;
}

static char *
summarize (const RetortProjectCommand *command, RetortOutcome outcome, int exit_status)
{
  switch (outcome)
    {
    case RETORT_OUTCOME_APPLIED:
      return exit_status == 0 ? g_strdup_printf (_("'%s' ran, and the version table holds what the plan promised"), command->name)
                              : g_strdup_printf (_("'%s' ended with %d, but the version table holds what the plan promised"), command->name,
                                                 exit_status);
    case RETORT_OUTCOME_NOT_APPLIED:
      return g_strdup_printf (_("'%s' ended with %d; the version table is as it was"), command->name, exit_status);
    case RETORT_OUTCOME_PARTLY_APPLIED:
      return g_strdup_printf (_("'%s' ended with %d; the version table holds neither what was there nor what the plan promised"), command->name,
                              exit_status);
    case RETORT_OUTCOME_UNKNOWN:
      return g_strdup_printf (_("'%s' ended with %d; the version table could not be read afterwards"), command->name, exit_status);
    }
  g_assert_not_reached ();
}

static RetortRunReport *
make_report (RetortWorkspace *workspace, RetortTarget *target, RetortPlan *plan, const RetortProjectCommand *command, int exit_status,
             gboolean was_cancelled, gint64 started_us)
{
  const RetortPlanFields *promised = retort_plan_get (plan);
  RetortTargetState *state = retort_target_read_state (target, workspace, NULL, NULL);
  RetortRunReportFields fields = { 0 };
  g_autofree char *summary = NULL;
  RetortRunReport *report = NULL;

  fields.outcome = find_outcome (promised, state);
  summary = summarize (command, fields.outcome, exit_status);
  fields.summary = summary;
  fields.was_cancelled = was_cancelled;
  fields.rows_before = promised->from;
  fields.rows_after = state != NULL ? (const char *const *) state->rows : NULL;
  fields.is_verified = fields.outcome == RETORT_OUTCOME_APPLIED;
  fields.started_us = started_us;
  fields.elapsed_us = g_get_real_time () - started_us;
  report = retort_run_report_new (&fields);
  g_clear_pointer (&state, retort_target_state_free);
  return report;
}

static gboolean
is_locked (RetortTarget *target, const RetortRunOptions *options, GError **error)
{
  if (retort_profile_get (retort_target_get_profile (target))->environment != RETORT_ENVIRONMENT_PRODUCTION || options->is_unlocked)
    return FALSE;
  g_set_error_literal (error, RETORT_RUN_ERROR, RETORT_RUN_ERROR_SAFETY, "cannot run: production is not unlocked");
  return TRUE;
}

/* Somebody else may have moved the database, or the files, since the plan was made. */
static gboolean
has_changed (RetortWorkspace *workspace, RetortTarget *target, RetortPlan *plan, GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortWorkspace) now = retort_workspace_reopen (workspace, cancellable, error);
  const RetortPlanFields *fields = retort_plan_get (plan);
  g_autoptr(RetortPlan) again
      = now != NULL ? retort_runner_plan (now, target, fields->direction, fields->target_symbol, cancellable, error) : NULL;

  if (again == NULL)
    return TRUE;
  if (g_str_equal (retort_plan_get (again)->state_fingerprint, fields->state_fingerprint))
    return FALSE;
  g_set_error_literal (error, RETORT_RUN_ERROR, RETORT_RUN_ERROR_CHANGED, "cannot run: files, version rows or database changed since the plan was made");
  return TRUE;
}

/**
 * retort_project_command_move:
 * @workspace: a project
 * @target: the database
 * @plan: what is to come of it
 * @options: whether production is unlocked
 * @output: told what the command prints
 * @user_data: for @output
 * @cancellable: (nullable): ends the command; what took effect is read all the same
 * @error: a RetortRunError: nothing was started
 *
 * Upgrades or downgrades by the project's own command, and proves it by the version table.
 *
 * Returns: (transfer full) (nullable): what became of it
 */
RetortRunReport *
retort_project_command_move (RetortWorkspace *workspace, RetortTarget *target, RetortPlan *plan, const RetortRunOptions *options,
                             RetortCommandOutput output, gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_auto(GStrv) arguments = NULL;
  g_autoptr(RetortProjectCommand) command = retort_project_command_find_move (workspace, retort_target_get_profile (target), plan, &arguments);
  g_autoptr(RetortCommandResult) result = NULL;
  g_autoptr(GError) cause = NULL;
  gint64 started_us = g_get_real_time ();

  if (command == NULL)
    {
      g_set_error_literal (error, RETORT_RUN_ERROR, RETORT_RUN_ERROR_NOT_UNDERSTOOD, "cannot run: the project has no command for it");
      return NULL;
    }
  if (is_locked (target, options, error) || has_changed (workspace, target, plan, cancellable, error))
    return NULL;
  result = retort_project_command_run_unlocked (command, workspace, (const char *const *) arguments, target, output, user_data, cancellable, &cause);
  if (result == NULL && !g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return NULL;
    }
  return make_report (workspace, target, plan, command, result != NULL ? result->exit_status : -1, result == NULL, started_us);
}
