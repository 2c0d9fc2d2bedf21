/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Findings, migrations, plans and runs as JSON. The members and their order are cli.md's; what stands there stays. */
#include "report/json.h"

#include "report/json-private.h"

static JsonObject *
object_of_lock (const RetortLockInfo *lock)
{
  JsonObject *object = NULL;

  if (lock == NULL || lock->mode == NULL)
    return NULL;

  object = json_object_new ();
  json_object_set_string_member (object, "mode", lock->mode);
  retort_json_set_words (object, "tables", (const char *const *) lock->tables);
  json_object_set_boolean_member (object, "rewrites", lock->rewrites);
  json_object_set_boolean_member (object, "scans", lock->scans);
  return object;
}

static JsonArray *
array_of_edits (GPtrArray *edits)
{
  JsonArray *array = NULL;

  if (edits == NULL || edits->len == 0)
    return NULL;

  array = json_array_new ();
  for (guint i = 0; i < edits->len; i++)
    {
      const RetortEdit *edit = g_ptr_array_index (edits, i);
      JsonObject *object = json_object_new ();

      json_object_set_int_member (object, "start_byte", (gint64) edit->span.start);
      json_object_set_int_member (object, "end_byte", (gint64) edit->span.end);
      json_object_set_string_member (object, "replacement", edit->replacement);
      json_array_add_object_element (array, object);
    }
  return array;
}

static void
set_place (JsonObject *object, const char *name, guint value)
{
  if (value > 0)
    json_object_set_int_member (object, name, value);
  else
    json_object_set_null_member (object, name);
}

static JsonObject *
object_of_finding (const RetortFinding *finding)
{
  const RetortFindingFields *fields = retort_finding_get (finding);
  JsonObject *object = json_object_new ();
  const char *direction = fields->direction == RETORT_DIRECTION_UPGRADE ? "upgrade" : "downgrade";

  json_object_set_string_member (object, "rule", fields->rule);
  json_object_set_string_member (object, "severity", retort_severity_to_string (fields->severity));
  retort_json_set_text (object, "revision", fields->revision);
  retort_json_set_text (object, "direction", fields->has_direction ? direction : NULL);
  retort_json_set_text (object, "file", fields->path);
  set_place (object, "line", fields->start.line);
  set_place (object, "column", fields->start.column);
  set_place (object, "end_line", fields->end.line);
  set_place (object, "end_column", fields->end.column);
  json_object_set_string_member (object, "message", fields->message);
  retort_json_set_text (object, "why", fields->why);
  retort_json_set_text (object, "remedy", fields->remedy);
  retort_json_set_object (object, "lock", object_of_lock (fields->lock));
  retort_json_set_array (object, "fix", array_of_edits (fields->fix));
  if (fields->suppressed_reason != NULL)
    json_object_set_string_member (object, "suppressed_reason", fields->suppressed_reason);
  return object;
}

static JsonArray *
array_of_findings (GPtrArray *findings)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; findings != NULL && i < findings->len; i++)
    json_array_add_object_element (array, object_of_finding (g_ptr_array_index (findings, i)));
  return array;
}

/**
 * retort_json_of_finding:
 * @finding: a finding
 *
 * Returns: (transfer full): it as in `check`
 */
JsonNode *
retort_json_of_finding (const RetortFinding *finding)
{
  g_return_val_if_fail (finding != NULL, NULL);

  return retort_json_node_of_object (object_of_finding (finding));
}

/**
 * retort_json_of_findings:
 * @findings: (nullable) (element-type RetortFinding): findings
 *
 * Returns: (transfer full): an array of them
 */
JsonNode *
retort_json_of_findings (GPtrArray *findings)
{
  return retort_json_node_of_array (array_of_findings (findings));
}

/**
 * retort_json_of_lock:
 * @lock: (nullable): what a statement locks
 *
 * Returns: (transfer full): an object, or null
 */
JsonNode *
retort_json_of_lock (const RetortLockInfo *lock)
{
  JsonObject *object = object_of_lock (lock);

  return object != NULL ? retort_json_node_of_object (object) : json_node_new (JSON_NODE_NULL);
}

/**
 * retort_json_of_words:
 * @words: (nullable) (array zero-terminated=1): texts
 *
 * Returns: (transfer full): an array of them
 */
JsonNode *
retort_json_of_words (const char *const *words)
{
  return retort_json_node_of_array (retort_json_words_to_array (words));
}

static JsonArray *
array_of_gaps (GPtrArray *gaps)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < gaps->len; i++)
    {
      const RetortGap *gap = g_ptr_array_index (gaps, i);
      JsonObject *object = json_object_new ();

      json_object_set_int_member (object, "line", gap->position.line);
      json_object_set_int_member (object, "column", gap->position.column);
      json_object_set_string_member (object, "reason", gap->reason);
      json_array_add_object_element (array, object);
    }
  return array;
}

/* What is not known, and what is asked when it runs; the latter only where something is. */
static void
set_unknowns (JsonObject *object, RetortMigration *migration)
{
  GPtrArray *questions = retort_migration_get_questions (migration);

  json_object_set_array_member (object, "gaps", array_of_gaps (retort_migration_get_gaps (migration)));
  if (questions->len > 0)
    json_object_set_array_member (object, "questions", array_of_gaps (questions));
}

static void
add_statements (JsonArray *array, RetortBatch *batch)
{
  for (guint i = 0; i < retort_batch_get_n_statements (batch); i++)
    {
      RetortStatement *statement = retort_batch_get_statement (batch, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "sql", retort_statement_get_sql (statement));
      json_object_set_int_member (object, "line", retort_statement_get_start (statement).line);
      json_object_set_int_member (object, "end_line", retort_statement_get_end (statement).line);
      json_array_add_object_element (array, object);
    }
}

/**
 * retort_json_of_migration:
 * @migration: one direction of a revision
 * @sql: (nullable): its text in the layout of the tool's offline mode
 *
 * Returns: (transfer full): it as in `sql --each`
 */
JsonNode *
retort_json_of_migration (RetortMigration *migration, const char *sql)
{
  JsonObject *object = NULL;
  JsonArray *statements = NULL;

  g_return_val_if_fail (migration != NULL, NULL);

  object = json_object_new ();
  statements = json_array_new ();
  for (guint i = 0; i < retort_migration_get_n_batches (migration); i++)
    add_statements (statements, retort_migration_get_batch (migration, i));

  json_object_set_string_member (object, "status",
                                 retort_migration_status_to_string (retort_migration_get_status (migration)));
  retort_json_set_text (object, "sql", sql);
  json_object_set_array_member (object, "statements", statements);
  set_unknowns (object, migration);
  return retort_json_node_of_object (object);
}

static JsonObject *
object_of_planned_statement (RetortPlanStep *step, RetortStatement *statement)
{
  const RetortStatementFacts *facts = retort_plan_step_get_facts (step, statement);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "sql", retort_statement_get_sql (statement));
  set_place (object, "line", retort_statement_get_start (statement).line);
  retort_json_set_object (object, "lock", facts != NULL ? object_of_lock (facts->lock) : NULL);
  if (facts != NULL && facts->rows_estimate >= 0)
    json_object_set_int_member (object, "rows_estimate", facts->rows_estimate);
  else
    json_object_set_null_member (object, "rows_estimate");
  return object;
}

static JsonObject *
object_of_planned_batch (RetortPlanStep *step, RetortBatch *batch)
{
  JsonObject *object = json_object_new ();
  JsonArray *statements = json_array_new ();

  for (guint i = 0; i < retort_batch_get_n_statements (batch); i++)
    json_array_add_object_element (statements, object_of_planned_statement (step, retort_batch_get_statement (batch, i)));

  json_object_set_string_member (object, "sql", retort_batch_get_sql (batch));
  json_object_set_boolean_member (object, "autocommit", (retort_batch_get_flags (batch) & RETORT_BATCH_AUTOCOMMIT) != 0);
  json_object_set_array_member (object, "statements", statements);
  return object;
}

static JsonArray *
array_of_bookkeeping (GPtrArray *batches)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; batches != NULL && i < batches->len; i++)
    json_array_add_string_element (array, retort_batch_get_sql (g_ptr_array_index (batches, i)));
  return array;
}

static JsonObject *
object_of_step (RetortPlanStep *step)
{
  RetortMigration *migration = retort_plan_step_get_migration (step);
  JsonObject *object = json_object_new ();
  JsonArray *batches = json_array_new ();

  for (guint i = 0; i < retort_migration_get_n_batches (migration); i++)
    json_array_add_object_element (batches, object_of_planned_batch (step, retort_migration_get_batch (migration, i)));

  json_object_set_string_member (object, "revision", retort_revision_get_id (retort_plan_step_get_revision (step)));
  retort_json_set_text (object, "file", retort_revision_get_path (retort_plan_step_get_revision (step)));
  json_object_set_string_member (object, "status",
                                 retort_migration_status_to_string (retort_migration_get_status (migration)));
  json_object_set_array_member (object, "batches", batches);
  json_object_set_array_member (object, "opening", array_of_bookkeeping (retort_plan_step_get_opening (step)));
  json_object_set_array_member (object, "bookkeeping", array_of_bookkeeping (retort_plan_step_get_bookkeeping (step)));
  set_unknowns (object, migration);
  json_object_set_array_member (object, "findings", array_of_findings (retort_plan_step_get_findings (step)));
  retort_json_set_words (object, "irreversible", retort_plan_step_get_irreversible (step));
  return object;
}

/**
 * retort_json_of_plan:
 * @plan: a plan
 *
 * Returns: (transfer full): the document of `plan`
 */
JsonNode *
retort_json_of_plan (RetortPlan *plan)
{
  const RetortPlanFields *fields = NULL;
  JsonObject *object = NULL;
  JsonArray *steps = NULL;

  g_return_val_if_fail (plan != NULL, NULL);

  fields = retort_plan_get (plan);
  object = json_object_new ();
  steps = json_array_new ();
  for (guint i = 0; i < retort_plan_get_n_steps (plan); i++)
    json_array_add_object_element (steps, object_of_step (retort_plan_get_step (plan, i)));

  json_object_set_int_member (object, "format", 1);
  json_object_set_string_member (object, "direction", fields->direction == RETORT_DIRECTION_UPGRADE ? "upgrade" : "downgrade");
  json_object_set_string_member (object, "target", fields->target_symbol);
  retort_json_set_words (object, "from", fields->from);
  retort_json_set_words (object, "to", fields->to);
  json_object_set_string_member (object, "engine", fields->engine == RETORT_ENGINE_BUILTIN ? "builtin" : "command");
  json_object_set_string_member (object, "engine_reason", fields->engine_reason);
  retort_json_set_text (object, "warning", fields->warning);
  retort_json_set_text (object, "obstacle", fields->obstacle);
  json_object_set_string_member (object, "transactions", retort_transactions_to_string (fields->transactions));
  json_object_set_array_member (object, "preamble", array_of_bookkeeping (fields->preamble));
  json_object_set_array_member (object, "steps", steps);
  retort_json_set_text (object, "way_back", fields->way_back);
  json_object_set_string_member (object, "fingerprint", fields->state_fingerprint);
  return retort_json_node_of_object (object);
}

static JsonObject *
object_of_server_error (const RetortServerError *error)
{
  JsonObject *object = NULL;

  if (error == NULL)
    return NULL;

  object = json_object_new ();
  retort_json_set_text (object, "sqlstate", error->sqlstate);
  retort_json_set_text (object, "message", error->message);
  retort_json_set_text (object, "detail", error->detail);
  retort_json_set_text (object, "hint", error->hint);
  retort_json_set_text (object, "context", error->context);
  retort_json_set_text (object, "table", error->table);
  retort_json_set_text (object, "constraint", error->constraint);
  set_place (object, "position", error->position);
  return object;
}

static JsonArray *
array_of_sent (GPtrArray *statements)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < statements->len; i++)
    {
      const RetortRunStatement *statement = g_ptr_array_index (statements, i);
      JsonObject *object = json_object_new ();

      retort_json_set_text (object, "revision", statement->revision);
      json_object_set_string_member (object, "sql", statement->sql);
      json_object_set_int_member (object, "elapsed_us", statement->elapsed_us);
      if (statement->n_rows >= 0)
        json_object_set_int_member (object, "rows", statement->n_rows);
      else
        json_object_set_null_member (object, "rows");
      json_object_set_boolean_member (object, "in_effect", statement->is_in_effect);
      json_array_add_object_element (array, object);
    }
  return array;
}

/**
 * retort_json_of_run:
 * @report: how a run ended
 *
 * Returns: (transfer full): the document of `upgrade` and `downgrade`
 */
JsonNode *
retort_json_of_run (RetortRunReport *report)
{
  const RetortRunReportFields *fields = NULL;
  JsonObject *object = NULL;

  g_return_val_if_fail (report != NULL, NULL);

  fields = retort_run_report_get (report);
  object = json_object_new ();
  json_object_set_int_member (object, "format", 1);
  json_object_set_string_member (object, "outcome", retort_outcome_to_string (fields->outcome));
  json_object_set_string_member (object, "summary", fields->summary);
  retort_json_set_text (object, "next_step", fields->next_step);
  json_object_set_boolean_member (object, "cancelled", fields->was_cancelled);
  json_object_set_boolean_member (object, "verified", fields->is_verified);
  retort_json_set_words (object, "from", fields->rows_before);
  retort_json_set_array (object, "current",
                         fields->rows_after != NULL ? retort_json_words_to_array (fields->rows_after) : NULL);
  retort_json_set_text (object, "failed_revision", fields->failed_revision);
  retort_json_set_text (object, "failed_sql",
                        fields->failed_statement != NULL ? retort_statement_get_sql (fields->failed_statement) : NULL);
  retort_json_set_object (object, "error", object_of_server_error (fields->error));
  json_object_set_array_member (object, "statements", array_of_sent (fields->statements));
  json_object_set_int_member (object, "elapsed_us", fields->elapsed_us);
  return retort_json_node_of_object (object);
}
