/* SPDX-License-Identifier: GPL-3.0-or-later */
/* First what cannot be undone and what is wrong, then what becomes of the schema, who waits for it, and how it is undone; the SQL of
 * both directions is folded. */
#include "report/step-document.h"

#include "analysis/planning/planner.h"
#include "report/finding-text.h"
#include "report/schema-changes.h"
#include "report/table-size.h"

/**
 * retort_step_count_findings:
 * @step: a step
 * @counts: (out): how many of each severity are added to
 */
void
retort_step_count_findings (RetortPlanStep *step, guint *counts)
{
  GPtrArray *findings = retort_plan_step_get_findings (step);

  for (guint i = 0; findings != NULL && i < findings->len; i++)
    counts[retort_finding_get (g_ptr_array_index (findings, i))->severity]++;
}

static void
append_count (GString *text, guint n, const char *word)
{
  if (n > 0)
    g_string_append_printf (text, "%s%u %s%s", text->len > 0 ? ", " : "", n, word, n == 1 ? "" : "s");
}

/**
 * retort_finding_counts_to_text:
 * @counts: how many of each severity
 *
 * Returns: (transfer full): "1 error, 2 warnings"
 */
char *
retort_finding_counts_to_text (const guint *counts)
{
  GString *text = g_string_new (NULL);

  append_count (text, counts[RETORT_SEVERITY_ERROR], "error");
  append_count (text, counts[RETORT_SEVERITY_WARNING], "warning");
  append_count (text, counts[RETORT_SEVERITY_INFO], "remark");
  return g_string_free (text->len > 0 ? text : g_string_append (text, "no findings"), FALSE);
}

/**
 * retort_finding_counts_to_tone:
 * @counts: how many of each severity
 *
 * Returns: the tone of the worst
 */
RetortDocumentTone
retort_finding_counts_to_tone (const guint *counts)
{
  if (counts[RETORT_SEVERITY_ERROR] > 0)
    return RETORT_DOCUMENT_BAD;
  return counts[RETORT_SEVERITY_WARNING] > 0 ? RETORT_DOCUMENT_WARNING : RETORT_DOCUMENT_GOOD;
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

static const char *
describe_work (const RetortLockInfo *lock)
{
  if (lock->rewrites)
    return "writes the table anew";
  return lock->scans ? "reads all of it" : "brief";
}

/* How much others feel of it. */
static guint
weigh (const RetortLockInfo *lock)
{
  if (lock == NULL || lock->mode == NULL)
    return 0;
  if (lock->rewrites)
    return 4;
  if (lock->scans)
    return g_str_equal (lock->mode, "ACCESS EXCLUSIVE") ? 3 : 2;
  return 1;
}

/* (nullable): of the next statement of a step; @place goes through all of them. */
typedef struct
{
  guint batch;
  guint statement;
} Place;

static RetortStatement *
next_statement (RetortPlanStep *step, Place *place)
{
  RetortMigration *migration = retort_plan_step_get_migration (step);

  for (; place->batch < retort_migration_get_n_batches (migration); place->batch++, place->statement = 0)
    {
      RetortBatch *batch = retort_migration_get_batch (migration, place->batch);

      if (place->statement < retort_batch_get_n_statements (batch))
        return retort_batch_get_statement (batch, place->statement++);
    }
  return NULL;
}

static const RetortLockInfo *
get_lock (RetortPlanStep *step, RetortStatement *statement)
{
  const RetortStatementFacts *facts = retort_plan_step_get_facts (step, statement);

  return facts != NULL && facts->lock != NULL && facts->lock->mode != NULL ? facts->lock : NULL;
}

/**
 * retort_step_describe_locks:
 * @step: a step
 *
 * Returns: (transfer none): what its strongest lock means for others
 */
const char *
retort_step_describe_locks (RetortPlanStep *step)
{
  static const char *const words[] = { "–", "brief", "held while a table is read", "nobody gets in while a table is read", "a table is written anew" };
  Place place = { 0, 0 };
  RetortStatement *statement = NULL;
  guint weight = 0;

  while ((statement = next_statement (step, &place)) != NULL)
    weight = MAX (weight, weigh (get_lock (step, statement)));
  return words[weight];
}

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

/* A loop sends the same lock many times from one line. */
static gboolean
is_same_lock (const RetortLockInfo *a, const RetortLockInfo *b)
{
  return g_str_equal (a->mode, b->mode) && g_strv_equal ((const char *const *) a->tables, (const char *const *) b->tables)
         && g_str_equal (describe_work (a), describe_work (b));
}

static void
add_lock_row (RetortDocument *document, const RetortLockInfo *lock, guint line, guint n_times, const RetortTargetFacts *facts)
{
  g_autofree char *number = line > 0 ? g_strdup_printf ("%u", line) : g_strdup ("");
  g_autofree char *place = n_times > 1 ? g_strdup_printf ("%s (%u times)", number, n_times) : g_strdup (number);
  g_autofree char *tables = g_strjoinv (", ", lock->tables);
  g_autofree char *sizes = dup_sizes (lock, facts);
  const char *cells[] = { place, lock->mode, tables, describe_work (lock), facts != NULL ? sizes : NULL, NULL };

  retort_document_add_row (document, cells, NULL);
}

static void
add_locks (RetortDocument *document, RetortPlanStep *step, const RetortTargetFacts *facts)
{
  const char *const headings[] = { "Line", "Lock", "Tables", "While it is held", facts != NULL ? "Size" : NULL, NULL };
  const RetortLockInfo *last = NULL;
  guint last_line = 0;
  guint n_times = 0;
  Place place = { 0, 0 };
  RetortStatement *statement = NULL;

  while ((statement = next_statement (step, &place)) != NULL)
    {
      const RetortLockInfo *lock = get_lock (step, statement);
      guint line = retort_statement_get_start (statement).line;

      if (lock == NULL)
        continue;
      if (last == NULL)
        {
          retort_document_add_heading (document, 3, "Locks", NULL);
          retort_document_begin_table (document, headings);
        }
      else if (line != last_line || !is_same_lock (lock, last))
        {
          add_lock_row (document, last, last_line, n_times, facts);
          n_times = 0;
        }
      last = lock;
      last_line = line;
      n_times++;
    }
  if (last != NULL)
    add_lock_row (document, last, last_line, n_times, facts);
}

/* --- What is wrong, what changes --- */

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
  RetortMigrationStatus status = retort_migration_get_status (retort_plan_step_get_migration (step));
  guint counts[RETORT_SEVERITY_ERROR + 1] = { 0 };
  g_autofree char *text = NULL;

  retort_step_count_findings (step, counts);
  text = retort_finding_counts_to_text (counts);
  if (known != NULL && known->note != NULL)
    retort_document_add_mark (document, RETORT_DOCUMENT_PLAIN, known->note);
  retort_document_add_mark (document, retort_finding_counts_to_tone (counts), text);
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
  gboolean is_partial = retort_migration_get_status (migration) == RETORT_MIGRATION_PARTIAL;

  for (guint i = 0; i < retort_migration_get_n_gaps (migration); i++)
    {
      const RetortGap *gap = retort_migration_get_gap (migration, i);
      g_autofree char *text = g_strdup_printf (is_partial ? "line %u is not understood: %s" : "line %u: %s", gap->position.line, gap->reason);

      retort_document_add_item (document, RETORT_DOCUMENT_WARNING, text, NULL);
    }
  for (gsize i = 0; irreversible != NULL && irreversible[i] != NULL; i++)
    {
      g_autofree char *text = g_strdup_printf ("cannot be undone: %s", irreversible[i]);

      retort_document_add_item (document, RETORT_DOCUMENT_WARNING, text, NULL);
    }
}

/* --- SQL and the way back --- */

static guint
append_migration (GString *sql, RetortMigration *migration)
{
  guint n = 0;

  for (guint i = 0; i < retort_migration_get_n_batches (migration); i++)
    {
      RetortBatch *batch = retort_migration_get_batch (migration, i);

      if (retort_batch_get_flags (batch) & RETORT_BATCH_AUTOCOMMIT)
        g_string_append_printf (sql, "%s-- outside any transaction", sql->len > 0 ? "\n" : "");
      if (retort_batch_get_flags (batch) & RETORT_BATCH_DECIDED_WHILE_RUNNING)
        g_string_append_printf (sql, "%s-- decided while running", sql->len > 0 ? "\n" : "");
      g_string_append_printf (sql, "%s%s;\n", sql->len > 0 ? "\n" : "", retort_batch_get_sql (batch));
      n += retort_batch_get_n_statements (batch);
    }
  return n;
}

static void
add_code (RetortDocument *document, const char *what, guint n, const GString *sql)
{
  g_autofree char *summary = g_strdup_printf ("%s: %u statement%s", what, n, n == 1 ? "" : "s");

  retort_document_add_code (document, summary, sql->str, FALSE);
}

static void
add_sql (RetortDocument *document, RetortPlanStep *step, gboolean has_bookkeeping)
{
  GPtrArray *bookkeeping = has_bookkeeping ? retort_plan_step_get_bookkeeping (step) : NULL;
  g_autoptr(GString) sql = g_string_new (NULL);
  guint n = append_migration (sql, retort_plan_step_get_migration (step));

  for (guint i = 0; bookkeeping != NULL && i < bookkeeping->len; i++)
    g_string_append_printf (sql, "%s%s;\n", sql->len > 0 ? "\n" : "", retort_batch_get_sql (g_ptr_array_index (bookkeeping, i)));
  if (sql->len > 0)
    add_code (document, "SQL", n, sql);
  else
    retort_document_add_text (document, "It sends nothing.");
}

/**
 * retort_step_describe_way_back:
 * @step: a step
 * @known: (nullable): what is known beside the plan
 * @tone: (out) (optional): how good that is
 *
 * Returns: (transfer none): what its other direction is good for
 */
const char *
retort_step_describe_way_back (RetortPlanStep *step, const RetortDocumentStep *known, RetortDocumentTone *tone)
{
  static const struct
  {
    const char        *words;
    RetortDocumentTone tone;
  } ways[] = {
    [RETORT_WAY_BACK_WHOLE] = { "undoes all of it", RETORT_DOCUMENT_GOOD },
    [RETORT_WAY_BACK_LOSSY] = { "not all comes back", RETORT_DOCUMENT_WARNING },
    [RETORT_WAY_BACK_UNKNOWN] = { "not understood", RETORT_DOCUMENT_WARNING },
    [RETORT_WAY_BACK_NOTHING] = { "does nothing", RETORT_DOCUMENT_WARNING },
    [RETORT_WAY_BACK_NONE] = { "none", RETORT_DOCUMENT_WARNING },
  };
  RetortWayBack way = retort_planner_judge_way_back (retort_plan_step_get_migration (step), known != NULL ? known->downgrade : NULL,
                                                     retort_plan_step_get_irreversible (step));

  if (tone != NULL)
    *tone = ways[way].tone;
  return ways[way].words;
}

/* What can be read, and what was proved. */
static void
add_way_back (RetortDocument *document, RetortPlanStep *step, const RetortDocumentStep *known)
{
  RetortDocumentTone tone = RETORT_DOCUMENT_PLAIN;
  const char *words = retort_step_describe_way_back (step, known, &tone);
  g_autoptr(GString) sql = g_string_new (NULL);
  guint n = known->downgrade != NULL ? append_migration (sql, known->downgrade) : 0;
  gboolean is_upgrade = retort_migration_get_direction (retort_plan_step_get_migration (step)) == RETORT_DIRECTION_UPGRADE;
  g_autofree char *sentence = NULL;
  g_autofree char *proof = NULL;

  retort_document_add_heading (document, 3, "Way back", NULL);
  sentence = g_strdup_printf ("%s: %s", is_upgrade ? "Downgrade" : "Upgrade", words);
  proof = known->has_badge ? g_strdup_printf ("rehearsed; reversible: %s", retort_reversibility_to_string (known->badge)) : g_strdup ("read, not rehearsed");
  retort_document_add_item (document, tone, sentence, proof);
  if (sql->len > 0)
    add_code (document, is_upgrade ? "SQL of the downgrade" : "SQL of the upgrade", n, sql);
}

/**
 * retort_document_add_step:
 * @document: a document
 * @step: a step
 * @known: (nullable): what is known beside the plan
 * @wanted: what the document is about
 */
void
retort_document_add_step (RetortDocument *document, RetortPlanStep *step, const RetortDocumentStep *known, const RetortPlanDocument *wanted)
{
  RetortRevision *revision = retort_plan_step_get_revision (step);
  const char *path = retort_revision_get_path (revision);

  retort_document_begin_card (document, retort_revision_get_id (revision), retort_revision_get_caption (revision));
  if (path != NULL)
    retort_document_add_remark (document, retort_path_under (path, wanted->base));
  add_marks (document, step, known);
  add_doubts (document, step);
  add_findings (document, step);
  if (known != NULL)
    add_changes (document, known->changes);
  add_locks (document, step, wanted->facts);
  add_sql (document, step, !wanted->is_review);
  if (known != NULL && retort_plan_step_get_irreversible (step) != NULL)
    add_way_back (document, step, known);
  retort_document_end_card (document);
}
