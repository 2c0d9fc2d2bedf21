/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/plan-text.h"

#include "report/finding-text.h"

/**
 * retort_duration_to_text:
 * @elapsed_us: microseconds
 *
 * Returns: (transfer full): it for people
 */
char *
retort_duration_to_text (gint64 elapsed_us)
{
  if (elapsed_us < G_USEC_PER_SEC)
    return g_strdup_printf ("%" G_GINT64_FORMAT " ms", (elapsed_us + 500) / 1000);
  if (elapsed_us < 60 * (gint64) G_USEC_PER_SEC)
    return g_strdup_printf ("%.2f s", (double) elapsed_us / G_USEC_PER_SEC);
  return g_strdup_printf ("%" G_GINT64_FORMAT " min %" G_GINT64_FORMAT " s", elapsed_us / (60 * (gint64) G_USEC_PER_SEC),
                          elapsed_us / G_USEC_PER_SEC % 60);
}

static char *
dup_rows (const char *const *rows)
{
  return rows != NULL && rows[0] != NULL ? g_strjoinv (", ", (GStrv) rows) : g_strdup ("base");
}

static void
append_indented (GString *text, const char *sql, const char *indent)
{
  g_auto(GStrv) lines = g_strsplit (sql, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    g_string_append_printf (text, "%s%s\n", *lines[i] != '\0' ? indent : "", lines[i]);
}

static void
append_lock (GString *text, const RetortStatementFacts *facts)
{
  g_autofree char *tables = NULL;

  if (facts == NULL || facts->lock == NULL || facts->lock->mode == NULL)
    return;

  tables = g_strjoinv (", ", facts->lock->tables);
  g_string_append_printf (text, "      -- %s on %s%s%s", facts->lock->mode, tables,
                          facts->lock->rewrites ? ", rewrites it" : "", facts->lock->scans ? ", reads all of it" : "");
  if (facts->rows_estimate >= 0)
    g_string_append_printf (text, ", about %" G_GINT64_FORMAT " rows", facts->rows_estimate);
  g_string_append_c (text, '\n');
}

static void
append_batch (GString *text, RetortPlanStep *step, RetortBatch *batch)
{
  RetortBatchFlags flags = retort_batch_get_flags (batch);

  if (flags & RETORT_BATCH_AUTOCOMMIT)
    g_string_append (text, "      -- outside any transaction; what came before is committed first\n");
  if (flags & RETORT_BATCH_COMMIT)
    g_string_append (text, "      -- what came before is in effect from here on\n");
  if (flags & RETORT_BATCH_DECIDED_WHILE_RUNNING)
    g_string_append (text, "      -- decided while running, by what the database answers\n");
  if (flags & RETORT_BATCH_VARIES)
    g_string_append (text, "      -- holds a value that is drawn when it runs\n");
  for (guint i = 0; i < retort_batch_get_n_statements (batch); i++)
    {
      RetortStatement *statement = retort_batch_get_statement (batch, i);

      append_lock (text, retort_plan_step_get_facts (step, statement));
      append_indented (text, retort_statement_get_sql (statement), "      ");
    }
}

static void
append_bookkeeping (GString *text, GPtrArray *batches)
{
  for (guint i = 0; batches != NULL && i < batches->len; i++)
    append_indented (text, retort_batch_get_sql (g_ptr_array_index (batches, i)), "      ");
}

static void
append_step (GString *text, RetortPlanStep *step, const char *base, gboolean colour)
{
  RetortMigration *migration = retort_plan_step_get_migration (step);
  RetortRevision *revision = retort_plan_step_get_revision (step);
  const char *const *irreversible = retort_plan_step_get_irreversible (step);
  RetortFindingReport report = { retort_plan_step_get_findings (step), base, NULL };

  g_string_append_printf (text, "\n%s%s%s  %s\n    %s\n", colour ? "\033[1m" : "", retort_revision_get_id (revision),
                          colour ? "\033[0m" : "", retort_revision_get_caption (revision),
                          retort_path_under (retort_revision_get_path (revision), base));
  for (guint i = 0; i < retort_migration_get_n_gaps (migration); i++)
    {
      const RetortGap *gap = retort_migration_get_gap (migration, i);

      g_string_append_printf (text, "    line %u: %s\n", gap->position.line, gap->reason);
    }
  for (gsize i = 0; irreversible != NULL && irreversible[i] != NULL; i++)
    g_string_append_printf (text, "    cannot be undone: %s\n", irreversible[i]);
  append_bookkeeping (text, retort_plan_step_get_opening (step));
  for (guint i = 0; i < retort_migration_get_n_batches (migration); i++)
    append_batch (text, step, retort_migration_get_batch (migration, i));
  append_bookkeeping (text, retort_plan_step_get_bookkeeping (step));

  if (report.findings != NULL && report.findings->len > 0)
    {
      g_autofree char *findings = retort_findings_to_text (&report, colour);

      append_indented (text, findings, "    ");
    }
}

static void
append_summary (GString *text, RetortPlan *plan)
{
  const RetortPlanFields *fields = retort_plan_get (plan);
  g_autofree char *from = dup_rows (fields->from);
  g_autofree char *to = dup_rows (fields->to);
  guint n_steps = retort_plan_get_n_steps (plan);
  guint n_statements = retort_plan_count_statements (plan);

  if (fields->stamp != NULL)
    g_string_append_printf (text, "stamp from %s to %s, no migration is run: %u statement%s\n", from, to, n_statements,
                            n_statements == 1 ? "" : "s");
  else
    g_string_append_printf (text, "%s from %s to %s: %u revision%s, %u statement%s\n",
                            fields->direction == RETORT_DIRECTION_UPGRADE ? "upgrade" : "downgrade", from, to, n_steps,
                            n_steps == 1 ? "" : "s", n_statements, n_statements == 1 ? "" : "s");
  g_string_append_printf (text, "engine: %s (%s)\n", fields->engine == RETORT_ENGINE_BUILTIN ? "built in" : "command",
                          fields->engine_reason);
  g_string_append_printf (text, "transactions: %s\n", retort_transactions_to_string (fields->transactions));
  if (fields->warning != NULL)
    g_string_append_printf (text, "warning: %s\n", fields->warning);
  if (fields->way_back != NULL)
    g_string_append_printf (text, "way back: %s\n", fields->way_back);
}

static void
append_stamp (GString *text, GPtrArray *stamp)
{
  for (guint i = 0; stamp != NULL && i < stamp->len; i++)
    {
      const RetortStampStep *step = g_ptr_array_index (stamp, i);
      g_autofree char *from = dup_rows ((const char *const *) step->from);

      g_string_append_printf (text, "\n%s -> %s\n", from, step->to != NULL ? step->to : "base");
      append_bookkeeping (text, step->batches);
    }
}

/**
 * retort_plan_to_text:
 * @plan: a plan
 * @base: (nullable): paths under it are told relative to it
 * @colour: with escape sequences for terminals
 *
 * Returns: (transfer full): all that is known of @plan, for people
 */
char *
retort_plan_to_text (RetortPlan *plan, const char *base, gboolean colour)
{
  GString *text = NULL;

  g_return_val_if_fail (plan != NULL, NULL);

  text = g_string_new (NULL);
  if (retort_plan_is_empty (plan))
    {
      g_autofree char *from = dup_rows (retort_plan_get (plan)->from);

      g_string_append_printf (text, "nothing to do: the database is at %s\n", from);
      return g_string_free (text, FALSE);
    }

  append_summary (text, plan);
  if (retort_plan_get (plan)->preamble->len > 0)
    {
      g_string_append (text, "\nfirst\n");
      append_bookkeeping (text, retort_plan_get (plan)->preamble);
    }
  for (guint i = 0; i < retort_plan_get_n_steps (plan); i++)
    append_step (text, retort_plan_get_step (plan, i), base, colour);
  append_stamp (text, retort_plan_get (plan)->stamp);
  return g_string_free (text, FALSE);
}

static void
append_server_error (GString *text, const RetortServerError *error)
{
  if (error == NULL)
    return;

  g_string_append_printf (text, "    %s: %s\n", error->sqlstate != NULL ? error->sqlstate : "error",
                          error->message != NULL ? error->message : "");
  if (error->detail != NULL)
    g_string_append_printf (text, "    detail: %s\n", error->detail);
  if (error->hint != NULL)
    g_string_append_printf (text, "    hint: %s\n", error->hint);
  if (error->context != NULL)
    g_string_append_printf (text, "    context: %s\n", error->context);
}

/* Told only when the answer is not "all" or "nothing". */
static void
append_effects (GString *text, const RetortRunReportFields *fields)
{
  if (fields->outcome != RETORT_OUTCOME_PARTLY_APPLIED && fields->outcome != RETORT_OUTCOME_UNKNOWN)
    return;

  for (guint i = 0; i < fields->statements->len; i++)
    {
      const RetortRunStatement *statement = g_ptr_array_index (fields->statements, i);

      g_string_append_printf (text, "  %s\n", statement->is_in_effect ? "in effect:" : "not in effect:");
      append_indented (text, statement->sql, "    ");
    }
}

static const char *
get_outcome_colour (RetortOutcome outcome)
{
  switch (outcome)
    {
    case RETORT_OUTCOME_APPLIED:
      return "\033[32m";
    case RETORT_OUTCOME_NOT_APPLIED:
      return "\033[33m";
    case RETORT_OUTCOME_PARTLY_APPLIED:
    case RETORT_OUTCOME_UNKNOWN:
      return "\033[31m";
    }
  return "";
}

/**
 * retort_run_to_text:
 * @report: how a run ended
 * @colour: with escape sequences for terminals
 *
 * Returns: (transfer full): the report for people
 */
char *
retort_run_to_text (RetortRunReport *report, gboolean colour)
{
  const RetortRunReportFields *fields = NULL;
  g_autofree char *elapsed = NULL;
  GString *text = NULL;

  g_return_val_if_fail (report != NULL, NULL);

  fields = retort_run_report_get (report);
  elapsed = retort_duration_to_text (fields->elapsed_us);
  text = g_string_new (NULL);
  g_string_append_printf (text, "%s%s%s: %s (%s%s)\n", colour ? get_outcome_colour (fields->outcome) : "",
                          retort_outcome_to_string (fields->outcome), colour ? "\033[0m" : "", fields->summary, elapsed,
                          fields->is_verified ? ", verified" : "");
  if (fields->failed_statement != NULL)
    append_indented (text, retort_statement_get_sql (fields->failed_statement), "    ");
  append_server_error (text, fields->error);
  append_effects (text, fields);
  if (fields->next_step != NULL)
    g_string_append_printf (text, "%s\n", fields->next_step);
  return g_string_free (text, FALSE);
}
