/* SPDX-License-Identifier: GPL-3.0-or-later */
/* In the order in which a reviewer asks: what is it about, what is wrong, what cannot be undone, what will be locked, and then
 * each revision by itself, with its SQL folded. */
#include "report/plan-document.h"

#include "report/finding-text.h"
#include "report/schema-changes.h"
#include "report/table-size.h"

static char *
join_rows (const char *const *rows)
{
  return rows != NULL && rows[0] != NULL ? g_strjoinv (", ", (char **) rows) : g_strdup ("base");
}

static RetortDocumentTone
tone_of_severity (RetortSeverity severity)
{
  switch (severity)
    {
    case RETORT_SEVERITY_INFO:
      return RETORT_DOCUMENT_PLAIN;
    case RETORT_SEVERITY_WARNING:
      return RETORT_DOCUMENT_WARNING;
    case RETORT_SEVERITY_ERROR:
      return RETORT_DOCUMENT_BAD;
    }
  return RETORT_DOCUMENT_PLAIN;
}

static void
count_findings (RetortPlanStep *step, guint *counts)
{
  GPtrArray *findings = retort_plan_step_get_findings (step);

  for (guint i = 0; findings != NULL && i < findings->len; i++)
    counts[retort_finding_get (g_ptr_array_index (findings, i))->severity]++;
}

/* "1 error, 2 warnings" */
static char *
dup_counts (const guint *counts)
{
  GString *text = g_string_new (NULL);

  if (counts[RETORT_SEVERITY_ERROR] > 0)
    g_string_append_printf (text, "%u error%s", counts[RETORT_SEVERITY_ERROR], counts[RETORT_SEVERITY_ERROR] == 1 ? "" : "s");
  if (counts[RETORT_SEVERITY_WARNING] > 0)
    g_string_append_printf (text, "%s%u warning%s", text->len > 0 ? ", " : "", counts[RETORT_SEVERITY_WARNING],
                            counts[RETORT_SEVERITY_WARNING] == 1 ? "" : "s");
  if (counts[RETORT_SEVERITY_INFO] > 0)
    g_string_append_printf (text, "%s%u remark%s", text->len > 0 ? ", " : "", counts[RETORT_SEVERITY_INFO],
                            counts[RETORT_SEVERITY_INFO] == 1 ? "" : "s");
  if (text->len == 0)
    g_string_append (text, "no findings");
  return g_string_free (text, FALSE);
}

static RetortDocumentTone
tone_of_counts (const guint *counts)
{
  if (counts[RETORT_SEVERITY_ERROR] > 0)
    return RETORT_DOCUMENT_BAD;
  return counts[RETORT_SEVERITY_WARNING] > 0 ? RETORT_DOCUMENT_WARNING : RETORT_DOCUMENT_GOOD;
}

static RetortDocumentTone
tone_of_badge (RetortReversibility badge)
{
  switch (badge)
    {
    case RETORT_REVERSIBLE_NO:
      return RETORT_DOCUMENT_BAD;
    case RETORT_REVERSIBLE_STRUCTURE:
      return RETORT_DOCUMENT_WARNING;
    case RETORT_REVERSIBLE_PROVED:
      return RETORT_DOCUMENT_GOOD;
    }
  return RETORT_DOCUMENT_PLAIN;
}

/* --- Locks --- */

/* Of every table, as far as the target says it. */
static char *
dup_sizes (const RetortLockInfo *lock, const RetortTargetFacts *facts)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; facts != NULL && lock->tables != NULL && lock->tables[i] != NULL; i++)
    {
      g_autofree char *size = retort_table_size_to_text (lock->tables[i], facts);

      if (size != NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? "; " : "", size);
    }
  return g_string_free (text, FALSE);
}

static const char *
describe_work (const RetortLockInfo *lock)
{
  if (lock->rewrites)
    return "writes the table anew";
  return lock->scans ? "reads all of it" : "brief";
}

static void
add_lock_row (RetortDocument *document, const RetortLockInfo *lock, const RetortStatement *statement, const RetortTargetFacts *facts)
{
  guint line = retort_statement_get_start (statement).line;
  g_autofree char *place = line > 0 ? g_strdup_printf ("%u", line) : g_strdup ("");
  g_autofree char *tables = g_strjoinv (", ", lock->tables);
  g_autofree char *sizes = dup_sizes (lock, facts);
  const char *cells[] = { place, lock->mode, tables, describe_work (lock), facts != NULL ? sizes : NULL, NULL };

  retort_document_add_row (document, cells, NULL);
}

static void
add_locks (RetortDocument *document, RetortPlanStep *step, const RetortTargetFacts *facts)
{
  const char *const headings[] = { "Line", "Lock", "Tables", "While it is held", facts != NULL ? "Size" : NULL, NULL };
  RetortMigration *migration = retort_plan_step_get_migration (step);
  gboolean has_table = FALSE;

  for (guint i = 0; i < retort_migration_get_n_batches (migration); i++)
    {
      RetortBatch *batch = retort_migration_get_batch (migration, i);

      for (guint j = 0; j < retort_batch_get_n_statements (batch); j++)
        {
          RetortStatement *statement = retort_batch_get_statement (batch, j);
          const RetortStatementFacts *known = retort_plan_step_get_facts (step, statement);

          if (known == NULL || known->lock == NULL || known->lock->mode == NULL)
            continue;
          if (!has_table)
            {
              retort_document_add_heading (document, 3, "Locks", NULL);
              retort_document_begin_table (document, headings);
              has_table = TRUE;
            }
          add_lock_row (document, known->lock, statement, facts);
        }
    }
}

/* --- Steps --- */

static void
add_findings (RetortDocument *document, RetortPlanStep *step)
{
  GPtrArray *findings = retort_plan_step_get_findings (step);

  if (findings == NULL || findings->len == 0)
    return;
  retort_document_add_heading (document, 3, "Findings", NULL);
  for (guint i = 0; i < findings->len; i++)
    {
      const RetortFindingFields *finding = retort_finding_get (g_ptr_array_index (findings, i));
      g_autofree char *text = finding->start.line > 0 ? g_strdup_printf ("line %u: %s", finding->start.line, finding->message) : g_strdup (finding->message);
      g_autofree char *detail = g_strdup_printf ("%s %s (%s)", finding->why, finding->remedy, finding->rule);

      retort_document_add_item (document, tone_of_severity (finding->severity), text, detail);
    }
}

static void
add_changes (RetortDocument *document, GPtrArray *changes)
{
  if (changes == NULL || changes->len == 0)
    return;
  retort_document_add_heading (document, 3, "Changes to the schema", NULL);
  for (guint i = 0; i < changes->len; i++)
    {
      const RetortSchemaChange *change = g_ptr_array_index (changes, i);
      g_autoptr(GString) parts = g_string_new (NULL);
      g_autofree char *text = g_strdup_printf ("%s %s %s", retort_difference_kind_to_sign (change->kind), change->noun, change->name);

      for (guint j = 0; j < change->lines->len; j++)
        {
          const RetortSchemaChangeLine *line = g_ptr_array_index (change->lines, j);

          g_string_append_printf (parts, "%s%s %s", j > 0 ? " · " : "", retort_difference_kind_to_sign (line->kind), line->text);
        }
      retort_document_add_item (document, RETORT_DOCUMENT_PLAIN, text, parts->len > 0 ? parts->str : NULL);
    }
}

static void
add_marks (RetortDocument *document, RetortPlanStep *step, const RetortDocumentStep *known)
{
  RetortMigration *migration = retort_plan_step_get_migration (step);
  RetortMigrationStatus status = retort_migration_get_status (migration);
  guint counts[RETORT_SEVERITY_ERROR + 1] = { 0 };
  g_autofree char *text = NULL;

  count_findings (step, counts);
  text = dup_counts (counts);
  if (known != NULL && known->note != NULL)
    retort_document_add_mark (document, RETORT_DOCUMENT_PLAIN, known->note);
  retort_document_add_mark (document, tone_of_counts (counts), text);
  if (known != NULL && known->has_badge)
    {
      g_autofree char *badge = g_strdup_printf ("reversible: %s", retort_reversibility_to_string (known->badge));

      retort_document_add_mark (document, tone_of_badge (known->badge), badge);
    }
  if (status != RETORT_MIGRATION_COMPLETE)
    retort_document_add_mark (document, status == RETORT_MIGRATION_VARIES ? RETORT_DOCUMENT_PLAIN : RETORT_DOCUMENT_WARNING,
                              retort_migration_status_to_string (status));
}

static void
add_doubts (RetortDocument *document, RetortPlanStep *step)
{
  RetortMigration *migration = retort_plan_step_get_migration (step);
  const char *const *irreversible = retort_plan_step_get_irreversible (step);

  for (guint i = 0; i < retort_migration_get_n_gaps (migration); i++)
    {
      const RetortGap *gap = retort_migration_get_gap (migration, i);
      g_autofree char *text = g_strdup_printf ("line %u is not understood: %s", gap->position.line, gap->reason);

      retort_document_add_item (document, RETORT_DOCUMENT_WARNING, text, NULL);
    }
  for (gsize i = 0; irreversible != NULL && irreversible[i] != NULL; i++)
    {
      g_autofree char *text = g_strdup_printf ("cannot be undone: %s", irreversible[i]);

      retort_document_add_item (document, RETORT_DOCUMENT_WARNING, text, NULL);
    }
}

static void
append_batches (GString *sql, GPtrArray *batches)
{
  for (guint i = 0; batches != NULL && i < batches->len; i++)
    g_string_append_printf (sql, "%s%s;\n", sql->len > 0 ? "\n" : "", retort_batch_get_sql (g_ptr_array_index (batches, i)));
}

static void
add_sql (RetortDocument *document, RetortPlanStep *step, gboolean has_bookkeeping)
{
  RetortMigration *migration = retort_plan_step_get_migration (step);
  g_autoptr(GString) sql = g_string_new (NULL);
  g_autofree char *summary = NULL;
  guint n = 0;

  for (guint i = 0; i < retort_migration_get_n_batches (migration); i++)
    {
      RetortBatch *batch = retort_migration_get_batch (migration, i);

      if (retort_batch_get_flags (batch) & RETORT_BATCH_AUTOCOMMIT)
        g_string_append_printf (sql, "%s-- outside any transaction", sql->len > 0 ? "\n" : "");
      g_string_append_printf (sql, "%s%s;\n", sql->len > 0 ? "\n" : "", retort_batch_get_sql (batch));
      n += retort_batch_get_n_statements (batch);
    }
  if (has_bookkeeping)
    append_batches (sql, retort_plan_step_get_bookkeeping (step));
  summary = g_strdup_printf ("SQL: %u statement%s", n, n == 1 ? "" : "s");
  if (sql->len > 0)
    retort_document_add_code (document, summary, sql->str, FALSE);
  else
    retort_document_add_text (document, "It sends nothing.");
}

static void
add_step (RetortDocument *document, RetortPlanStep *step, const RetortDocumentStep *known, const RetortPlanDocument *wanted)
{
  RetortRevision *revision = retort_plan_step_get_revision (step);
  const char *path = retort_revision_get_path (revision);
  g_autofree char *heading = g_strdup_printf ("%s  %s", retort_revision_get_id (revision), retort_revision_get_title (revision));

  retort_document_add_heading (document, 2, heading, retort_revision_get_id (revision));
  if (path != NULL)
    retort_document_add_text (document, retort_path_under (path, wanted->base));
  add_marks (document, step, known);
  add_doubts (document, step);
  add_findings (document, step);
  if (known != NULL)
    add_changes (document, known->changes);
  add_locks (document, step, wanted->facts);
  add_sql (document, step, !wanted->is_review);
}

/* --- The whole --- */

static void
add_overview (RetortDocument *document, RetortPlan *plan, const RetortPlanDocument *wanted)
{
  static const char *const headings[] = { "Revision", "Title", "Findings", "Reversible", "Understood", NULL };

  if (retort_plan_get_n_steps (plan) < 2)
    return;
  retort_document_begin_table (document, headings);
  for (guint i = 0; i < retort_plan_get_n_steps (plan); i++)
    {
      RetortPlanStep *step = retort_plan_get_step (plan, i);
      RetortRevision *revision = retort_plan_step_get_revision (step);
      const RetortDocumentStep *known = wanted->steps != NULL ? &wanted->steps[i] : NULL;
      guint counts[RETORT_SEVERITY_ERROR + 1] = { 0 };
      g_autofree char *findings = NULL;
      const char *cells[6] = { NULL };

      count_findings (step, counts);
      findings = dup_counts (counts);
      cells[0] = retort_revision_get_id (revision);
      cells[1] = retort_revision_get_title (revision);
      cells[2] = findings;
      cells[3] = known != NULL && known->has_badge ? retort_reversibility_to_string (known->badge) : "–";
      cells[4] = retort_migration_status_to_string (retort_migration_get_status (retort_plan_step_get_migration (step)));
      retort_document_add_row (document, cells, cells[0]);
    }
}

static void
add_facts (RetortDocument *document, RetortPlan *plan, const RetortPlanDocument *wanted)
{
  const RetortPlanFields *fields = retort_plan_get (plan);
  g_autofree char *from = join_rows (fields->from);
  g_autofree char *to = join_rows (fields->to);
  g_autofree char *amount = g_strdup_printf ("%u revisions, %u statements", retort_plan_get_n_steps (plan), retort_plan_count_statements (plan));

  retort_document_add_fact (document, "From", from);
  retort_document_add_fact (document, "To", to);
  retort_document_add_fact (document, "Amount", amount);
  retort_document_add_fact (document, "Transactions", retort_transactions_to_string (fields->transactions));
  if (!wanted->is_review)
    retort_document_add_fact (document, "Engine", fields->engine == RETORT_ENGINE_BUILTIN ? "built in" : fields->engine_reason);
  if (fields->way_back != NULL && !wanted->is_review)
    retort_document_add_fact (document, "Way back", fields->way_back);
  if (fields->warning != NULL)
    retort_document_add_fact (document, "Warning", fields->warning);
}

static void
add_checklist (RetortDocument *document, RetortPlan *plan)
{
  guint counts[RETORT_SEVERITY_ERROR + 1] = { 0 };
  guint n_irreversible = 0;
  g_autofree char *findings = NULL;

  for (guint i = 0; i < retort_plan_get_n_steps (plan); i++)
    {
      RetortPlanStep *step = retort_plan_get_step (plan, i);
      const char *const *irreversible = retort_plan_step_get_irreversible (step);

      count_findings (step, counts);
      n_irreversible += irreversible != NULL ? g_strv_length ((GStrv) irreversible) : 0;
    }
  retort_document_add_heading (document, 2, "Checklist", NULL);
  retort_document_add_tick (document, "Every revision was opened and read");
  findings = dup_counts (counts);
  if (counts[RETORT_SEVERITY_ERROR] + counts[RETORT_SEVERITY_WARNING] > 0)
    {
      g_autofree char *tick = g_strdup_printf ("The findings were read: %s", findings);

      retort_document_add_tick (document, tick);
    }
  if (n_irreversible > 0)
    {
      g_autofree char *tick = g_strdup_printf ("What cannot be undone is meant so (%u)", n_irreversible);

      retort_document_add_tick (document, tick);
    }
  retort_document_add_tick (document, "The way back is known, and there is a backup where rows are lost");
}

/**
 * retort_plan_to_document:
 * @plan: a plan, or a review that was made as one
 * @wanted: what the plan does not say itself
 *
 * Returns: (transfer full): the document
 */
char *
retort_plan_to_document (RetortPlan *plan, const RetortPlanDocument *wanted)
{
  RetortDocument *document = retort_document_new (wanted->format, wanted->title, wanted->subtitle);
  const RetortPlanFields *fields = retort_plan_get (plan);

  if (fields->obstacle != NULL && !wanted->is_review)
    retort_document_add_item (document, RETORT_DOCUMENT_BAD, "The built-in engine will not run this", fields->obstacle);
  for (gsize i = 0; wanted->removed != NULL && wanted->removed[i] != NULL; i++)
    {
      g_autofree char *text = g_strdup_printf ("Revision %s is gone", wanted->removed[i]);

      retort_document_add_item (document, RETORT_DOCUMENT_BAD, text, "A database that has it will not find it any more.");
    }
  add_facts (document, plan, wanted);
  add_overview (document, plan, wanted);
  add_checklist (document, plan);
  for (guint i = 0; i < retort_plan_get_n_steps (plan); i++)
    add_step (document, retort_plan_get_step (plan, i), wanted->steps != NULL ? &wanted->steps[i] : NULL, wanted);
  return retort_document_finish (document);
}
