/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/plan.h"
#include "model/run.h"

static RetortBatch *
make_batch (const char *sql)
{
  g_autoptr(RetortStatement) statement =
      retort_statement_new (sql, NULL, (RetortSpan){ 0, 0 }, (RetortPosition){ 0, 0 }, (RetortPosition){ 0, 0 });

  return retort_batch_new_single (statement, RETORT_BATCH_NONE);
}

static RetortPlanStep *
make_step (void)
{
  g_autoptr(RetortRevision) revision = retort_revision_new (&(RetortRevisionFields){ .id = "a" });
  g_autoptr(GPtrArray) batches = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_batch_unref);
  g_autoptr(GPtrArray) bookkeeping = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_batch_unref);
  g_autoptr(GPtrArray) facts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(RetortMigration) migration = NULL;
  RetortStatementFacts *fact = g_new0 (RetortStatementFacts, 1);

  fact->rows_estimate = 42;
  g_ptr_array_add (facts, fact);
  g_ptr_array_add (batches, make_batch ("CREATE TABLE t ()"));
  g_ptr_array_add (bookkeeping, make_batch ("INSERT INTO v VALUES ('a')"));
  migration = retort_migration_new (revision, RETORT_DIRECTION_UPGRADE, RETORT_MIGRATION_COMPLETE, batches, NULL);
  return retort_plan_step_new (migration, bookkeeping, NULL, facts, NULL);
}

static void
test_counts_and_facts (void)
{
  g_autoptr(GPtrArray) steps = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_plan_step_unref);
  g_autoptr(RetortPlan) plan = NULL;
  RetortPlanStep *step = NULL;
  RetortBatch *batch = NULL;

  g_ptr_array_add (steps, make_step ());
  plan = retort_plan_new (&(RetortPlanFields){ .target_symbol = "head", .steps = steps });
  step = retort_plan_get_step (plan, 0);
  batch = retort_migration_get_batch (retort_plan_step_get_migration (step), 0);

  g_assert_cmpuint (retort_plan_count_statements (plan), ==, 2);
  g_assert_cmpint (retort_plan_step_get_facts (step, retort_batch_get_statement (batch, 0))->rows_estimate, ==, 42);
  g_assert_null (retort_plan_step_get_facts (
      step, retort_batch_get_statement (g_ptr_array_index (retort_plan_step_get_bookkeeping (step), 0), 0)));
}

static void
test_report_owns_what_it_says (void)
{
  g_autoptr(RetortServerError) error = g_new0 (RetortServerError, 1);
  g_autoptr(RetortRunReport) report = NULL;
  const char *rows[] = { "013", NULL };

  error->sqlstate = g_strdup ("55P03");
  report = retort_run_report_new (&(RetortRunReportFields){
      .outcome = RETORT_OUTCOME_NOT_APPLIED, .summary = "x", .error = error, .rows_before = rows });
  rows[0] = "014";

  g_assert_cmpstr (retort_run_report_get (report)->rows_before[0], ==, "013");
  g_assert_null (retort_run_report_get (report)->rows_after);
  g_assert_true (retort_run_report_get (report)->error != error);
  g_assert_cmpstr (retort_outcome_to_string (RETORT_OUTCOME_NOT_APPLIED), ==, "not applied");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/plan/counts-and-facts", test_counts_and_facts);
  g_test_add_func ("/model/run/report-owns-what-it-says", test_report_owns_what_it_says);
  return g_test_run ();
}
