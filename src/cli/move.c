/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/move.h"

#include "cli/checklist.h"
#include "cli/consent.h"
#include "cli/document.h"
#include "cli/progress.h"
#include "cli/project-command.h"
#include "cli/rehearse.h"
#include "cli/snapshot.h"
#include "report/plan-text.h"
#include "report/rehearsal-text.h"

#include <glib/gi18n.h>

/* What the command line says; texts are owned. */
typedef struct
{
  gboolean purges;
  gboolean yes;
  gboolean rehearses;
  gboolean skips_checklist;
  char    *report;
  char    *engine;  /* nullable: auto */
  char    *confirm; /* nullable: the hash of the project's command */
  char    *unlock;
  char    *lock_timeout;
  char    *lock_retries;
  char    *statement_timeout;
  char    *snapshot; /* nullable: what one that is taken first is called */
} MoveOptions;

static void
move_options_clear (MoveOptions *self)
{
  g_clear_pointer (&self->report, g_free);
  g_clear_pointer (&self->engine, g_free);
  g_clear_pointer (&self->confirm, g_free);
  g_clear_pointer (&self->unlock, g_free);
  g_clear_pointer (&self->lock_timeout, g_free);
  g_clear_pointer (&self->lock_retries, g_free);
  g_clear_pointer (&self->statement_timeout, g_free);
  g_clear_pointer (&self->snapshot, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MoveOptions, move_options_clear)

/* FALSE: not a number from 1. @number stays as it is when there is no text. */
static gboolean
parse_number (const char *text, guint *number)
{
  guint64 value = *number;

  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT, &value, NULL))
    return FALSE;
  *number = (guint) value;
  return TRUE;
}

static gboolean
parse_timeout (const char *text, guint *timeout_ms, GError **error)
{
  if (parse_number (text, timeout_ms))
    return TRUE;
  g_set_error (error, RETORT_OPTION_ERROR, RETORT_OPTION_ERROR_USAGE, _("'%s' is no number of milliseconds"), text);
  return FALSE;
}

static gboolean
read_options (const MoveOptions *asked, RetortRunOptions *options, GError **error)
{
  if (!parse_timeout (asked->lock_timeout, &options->lock_timeout_ms, error)
      || !parse_timeout (asked->statement_timeout, &options->statement_timeout_ms, error))
    return FALSE;
  if (parse_number (asked->lock_retries, &options->lock_retries))
    return TRUE;
  g_set_error (error, RETORT_OPTION_ERROR, RETORT_OPTION_ERROR_USAGE, _("'%s' is no number of retries"), asked->lock_retries);
  return FALSE;
}

static RetortExit
exit_of_outcome (RetortOutcome outcome)
{
  switch (outcome)
    {
    case RETORT_OUTCOME_APPLIED:
      return RETORT_EXIT_DONE;
    case RETORT_OUTCOME_NOT_APPLIED:
      return RETORT_EXIT_NOT_APPLIED;
    case RETORT_OUTCOME_PARTLY_APPLIED:
    case RETORT_OUTCOME_UNKNOWN:
      return RETORT_EXIT_PARTLY_APPLIED;
    }
  return RETORT_EXIT_PARTLY_APPLIED;
}

/* The run is over whatever becomes of the file: that it cannot be written is told, and changes no status. */
static void
write_report (RetortCli *cli, RetortWorkspace *workspace, RetortTarget *target, RetortPlan *plan, RetortRunReport *report, const char *path)
{
  const RetortCliDocument document = { path, NULL };
  const RetortPlanFields *fields = retort_plan_get (plan);
  const char *act = fields->stamp != NULL ? "Stamp" : fields->direction == RETORT_DIRECTION_UPGRADE ? "Upgrade" : "Downgrade";
  g_autofree char *title = g_strdup_printf ("%s of %s to %s", act, retort_target_get_database (target), fields->target_symbol);
  RetortDocumentFormat format = RETORT_DOCUMENT_MARKDOWN;
  g_autofree char *text = NULL;

  if (!retort_cli_document_get_format (&document, &format, NULL))
    return;
  text = retort_cli_document_of_run (cli, workspace, report, format, title);
  retort_cli_document_write (cli, &document, text);
}

static RetortExit
tell_report (RetortCli *cli, RetortRunReport *report)
{
  RetortOutcome outcome = retort_run_report_get (report)->outcome;
  g_autofree char *text = NULL;

  if (retort_cli_wants_json (cli))
    retort_cli_print_json (retort_json_of_run (report));

  text = retort_run_to_text (report, retort_cli_has_color (cli) && !retort_cli_wants_json (cli));
  if (outcome != RETORT_OUTCOME_APPLIED)
    g_printerr ("%s", text);
  else if (!retort_cli_wants_json (cli))
    retort_cli_print (text);
  return exit_of_outcome (outcome);
}

/* What stands in the tool's own table keeps it from going on, be there something to do or not: a version that failed half way. */
static gboolean
is_stopped (RetortCli *cli, RetortWorkspace *workspace, RetortTarget *target)
{
  g_autoptr(RetortTargetState) state = retort_target_read_state (target, workspace, cli->cancellable, NULL);
  const char *obstacle = state != NULL && state->applied != NULL ? retort_applied_get (state->applied)->obstacle : NULL;

  if (obstacle != NULL)
    g_printerr ("retort-cli: %s\n", obstacle);
  return obstacle != NULL;
}

/* An empty plan is applied already. */
static RetortExit
tell_nothing_to_do (RetortCli *cli, RetortPlan *plan)
{
  RetortRunReportFields fields = { 0 };
  g_autoptr(RetortRunReport) report = NULL;

  fields.outcome = RETORT_OUTCOME_APPLIED;
  fields.summary = "nothing to do";
  fields.rows_before = retort_plan_get (plan)->from;
  fields.rows_after = retort_plan_get (plan)->from;
  fields.is_verified = TRUE;
  report = retort_run_report_new (&fields);
  if (retort_cli_wants_json (cli))
    retort_cli_print_json (retort_json_of_run (report));
  else
    {
      g_autofree char *text = retort_plan_to_text (plan, cli->base, retort_cli_has_color (cli));

      retort_cli_print (text);
    }
  return RETORT_EXIT_DONE;
}

static RetortExit
refuse_obstacle (RetortCli *cli, RetortWorkspace *workspace, RetortPlan *plan)
{
  const RetortPlanFields *fields = retort_plan_get (plan);
  g_autofree char *command = retort_runner_dup_original_command (workspace, plan);

  g_printerr (_("retort-cli: the built-in engine does not run this: %s\n"), fields->obstacle);
  g_printerr (_("The project's own tool does it with: %s\n"), command);
  return RETORT_EXIT_REFUSED;
}

/* --- Engines --- */

/* The project's command, and only once somebody has confirmed it when nobody asked for it by name. */
static gboolean
uses_command (RetortCli *cli, RetortWorkspace *workspace, RetortTarget *target, RetortPlan *plan, const MoveOptions *asked)
{
  g_auto(GStrv) arguments = NULL;
  g_autoptr(RetortProjectCommand) command = NULL;

  if (g_strcmp0 (asked->engine, "command") == 0)
    return TRUE;
  if (g_strcmp0 (asked->engine, "builtin") == 0 || retort_plan_get (plan)->obstacle == NULL)
    return FALSE;
  command = retort_project_command_find_move (workspace, retort_target_get_profile (target), plan, &arguments);
  return command != NULL && retort_project_command_is_trusted (command);
}

/* Tries the plan on a scratch database first; what does not go up there is not run here. The way back is told, not asked for. */
static gboolean
pass_rehearsal (RetortCli *cli, RetortWorkspace *workspace, RetortTarget *target, RetortPlan *plan, RetortExit *status)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortRehearsal) rehearsal
      = retort_cli_rehearse (cli, workspace, target, NULL, retort_plan_get (plan)->target_symbol, FALSE, &error);
  g_autofree char *text = NULL;

  if (rehearsal == NULL)
    {
      *status = retort_cli_fail (cli, error);
      return FALSE;
    }
  text = retort_rehearsal_to_text (rehearsal, cli->base, FALSE);
  g_printerr ("%s\n", text);
  if (retort_rehearsal_went_up (rehearsal))
    return TRUE;
  g_printerr (_("retort-cli: the rehearsal did not go through; the database was left alone\n"));
  *status = RETORT_EXIT_REFUSED;
  return FALSE;
}

/* Before anything runs. */
static gboolean
check_report_path (const MoveOptions *asked, GError **error)
{
  const RetortCliDocument document = { asked->report, NULL };
  RetortDocumentFormat format = RETORT_DOCUMENT_MARKDOWN;

  return asked->report == NULL || retort_cli_document_get_format (&document, &format, error);
}

/* Whoever wants one first wants nothing to run without it. */
static gboolean
take_snapshot (RetortCli *cli, RetortWorkspace *workspace, RetortTarget *target, const MoveOptions *asked, RetortExit *status)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortDatabaseSnapshot) snapshot
      = asked->snapshot != NULL ? retort_cli_snapshot_take (cli, workspace, target, asked->snapshot, &error) : NULL;

  if (error == NULL)
    return TRUE;
  *status = retort_cli_fail (cli, error);
  return FALSE;
}

static RetortExit
run_by_command (RetortCli *cli, RetortWorkspace *workspace, RetortTarget *target, RetortPlan *plan, const RetortCliConsent *consent,
                const MoveOptions *asked, RetortRunOptions *options)
{
  g_auto(GStrv) arguments = NULL;
  g_autoptr(RetortProjectCommand) command = retort_project_command_find_move (workspace, retort_target_get_profile (target), plan, &arguments);
  g_autoptr(RetortRunReport) report = NULL;
  g_autoptr(GError) error = NULL;
  RetortExit status = RETORT_EXIT_DONE;
  gboolean wants_errors_only = retort_cli_wants_json (cli);

  if (command == NULL)
    return retort_cli_fail_usage (cli, _("the project has no command for it"));
  if (!retort_cli_confirm_command (cli, command, (const char *const *) arguments, asked->confirm, &status)
      || !retort_cli_ask_consent (cli, target, plan, consent, &options->is_unlocked, &status)
      || !take_snapshot (cli, workspace, target, asked, &status))
    return status;
  report = retort_project_command_move (workspace, target, plan, options, retort_cli_print_command_output,
                                        wants_errors_only ? cli : NULL, cli->cancellable, &error);
  if (report == NULL)
    return retort_cli_fail (cli, error);
  if (asked->report != NULL)
    write_report (cli, workspace, target, plan, report, asked->report);
  return tell_report (cli, report);
}

static RetortExit
carry_out (RetortCli *cli, RetortWorkspace *workspace, RetortTarget *target, RetortPlan *plan, const MoveOptions *asked)
{
  RetortCliConsent consent = { asked->yes, asked->unlock };
  RetortCliProgress progress = retort_cli_progress_new (cli);
  RetortRunOptions options = { 0 };
  RetortExit status = RETORT_EXIT_DONE;
  g_autoptr(RetortRunReport) report = NULL;
  g_autoptr(GError) error = NULL;

  if (!read_options (asked, &options, &error) || !check_report_path (asked, &error))
    return retort_cli_fail (cli, error);
  if (retort_plan_is_empty (plan))
    return is_stopped (cli, workspace, target) ? RETORT_EXIT_REFUSED : tell_nothing_to_do (cli, plan);
  if (!asked->skips_checklist && !retort_cli_check_checklist (cli, workspace, plan, &status))
    return status;
  if (uses_command (cli, workspace, target, plan, asked))
    return run_by_command (cli, workspace, target, plan, &consent, asked, &options);
  if (retort_plan_get (plan)->obstacle != NULL)
    return refuse_obstacle (cli, workspace, plan);
  if (asked->rehearses && !pass_rehearsal (cli, workspace, target, plan, &status))
    return status;
  if (!retort_cli_ask_consent (cli, target, plan, &consent, &options.is_unlocked, &status)
      || !take_snapshot (cli, workspace, target, asked, &status))
    return status;

  report = retort_runner_run (workspace, target, plan, &options, retort_cli_progress_sink, &progress, cli->cancellable,
                              &error);
  if (report == NULL)
    return retort_cli_fail (cli, error);
  if (asked->report != NULL)
    write_report (cli, workspace, target, plan, report, asked->report);
  return tell_report (cli, report);
}

static RetortPlan *
make_plan (RetortCli *cli, RetortWorkspace *workspace, RetortTarget *target, const RetortCliMove *move,
           GPtrArray *arguments, const MoveOptions *asked, GError **error)
{
  const char *symbol = arguments->len > 0 ? g_ptr_array_index (arguments, 0) : move->default_symbol;

  if (!move->is_stamp)
    return retort_runner_plan (workspace, target, move->direction, symbol, cli->cancellable, error);

  g_ptr_array_add (arguments, NULL);
  return retort_runner_plan_stamp (workspace, target, (const char *const *) arguments->pdata, asked->purges,
                                   cli->cancellable, error);
}

/**
 * retort_cli_move:
 * @cli: the call
 * @move: which way, or a stamp
 *
 * Plans the way to the target, asks, runs, and tells what became of it.
 *
 * Returns: the exit status
 */
RetortExit
retort_cli_move (RetortCli *cli, const RetortCliMove *move)
{
  g_auto(MoveOptions) asked = { 0 };
  gboolean can_rehearse = !move->is_stamp && move->direction == RETORT_DIRECTION_UPGRADE;
  const RetortOption options[] = {
    { "yes", 'y', RETORT_OPTION_FLAG, &asked.yes, NULL, N_("do not ask") },
    { "engine", 0, RETORT_OPTION_TEXT, &asked.engine, "auto|builtin|command", N_("who runs it: Retort itself, or the project's own command") },
    { "confirm", 0, RETORT_OPTION_TEXT, &asked.confirm, N_("HASH"), N_("the project's command was read, and may run until it changes") },
    { "unlock", 0, RETORT_OPTION_TEXT, &asked.unlock, N_("NAME"), N_("the name of a production database") },
    { "snapshot", 0, RETORT_OPTION_TEXT, &asked.snapshot, N_("NAME"), N_("take a snapshot of a development database first") },
    { "report", 0, RETORT_OPTION_TEXT, &asked.report, N_("FILE"), N_("write what was done: FILE.md or FILE.html") },
    { "lock-timeout", 0, RETORT_OPTION_TEXT, &asked.lock_timeout, N_("MS"), N_("how long to wait for a lock") },
    { "lock-retries", 0, RETORT_OPTION_TEXT, &asked.lock_retries, N_("N"), N_("how often to begin again when a lock is not free in time") },
    { "statement-timeout", 0, RETORT_OPTION_TEXT, &asked.statement_timeout, N_("MS"), N_("how long a statement may take") },
    move->is_stamp ? (RetortOption){ "purge", 0, RETORT_OPTION_FLAG, &asked.purges, NULL, N_("delete every row of the version table first") }
                   : (RetortOption){ can_rehearse ? "rehearse" : NULL, 0, RETORT_OPTION_FLAG, &asked.rehearses, NULL,
                                     N_("try it on a scratch database first") },
    { "skip-checklist", 0, RETORT_OPTION_FLAG, &asked.skips_checklist, NULL, N_("run revisions that nobody has read, or that are not ticked") },
    { NULL },
  };
  const char *const engines[] = { "auto", "builtin", "command", NULL };
  RetortExit status = RETORT_EXIT_DONE;
  g_autoptr(GPtrArray) arguments = retort_cli_parse (cli, options, move->default_symbol != NULL ? 0 : 1,
                                                      move->is_stamp ? G_MAXUINT : 1, &status);
  g_autoptr(RetortWorkspace) workspace = NULL;
  g_autoptr(RetortTarget) target = NULL;
  g_autoptr(RetortPlan) plan = NULL;
  g_autoptr(GError) error = NULL;

  if (arguments == NULL)
    return status;
  /* A database that has what only another branch declares is led back with that branch's files. */
  if (cli->at != NULL && (move->is_stamp || move->direction == RETORT_DIRECTION_UPGRADE))
    return retort_cli_fail_usage (cli, _("--at is for looking and for downgrades: check the branch out before its upgrades run"));
  if (asked.engine != NULL && !g_strv_contains (engines, asked.engine))
    return retort_cli_fail_usage (cli, _("--engine is auto, builtin or command"));
  if (!retort_cli_open_both (cli, &workspace, &target, &error))
    return retort_cli_fail (cli, error);
  plan = make_plan (cli, workspace, target, move, arguments, &asked, &error);
  return plan != NULL ? carry_out (cli, workspace, target, plan, &asked) : retort_cli_fail (cli, error);
}
