/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The statement that failed is told on its line, of the text that was run and of no other. */
#include "workbench/run-failure.h"

#include <string.h>

#define TEXT "one\ntwo\n"

static RetortPlan *
make_plan (void)
{
  static const char *const nothing[] = { NULL };
  g_autoptr(RetortSource) source = retort_source_new ("/p/014.py", TEXT, -1);
  g_autoptr(RetortRevision) revision = retort_revision_new (&(RetortRevisionFields){ .id = "014", .source = source });
  g_autoptr(RetortMigration) migration =
    retort_migration_new (revision, RETORT_DIRECTION_UPGRADE, RETORT_MIGRATION_COMPLETE, NULL, NULL);
  g_autoptr(GPtrArray) steps = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_plan_step_unref);

  g_ptr_array_add (steps, retort_plan_step_new (migration, NULL, NULL, NULL, nothing));
  return retort_plan_new (&(RetortPlanFields){
    .target_symbol = "head", .from = nothing, .to = nothing, .steps = steps, .engine_reason = "", .state_fingerprint = "f" });
}

/* (nullable): of a run that stopped in line 2 */
static RetortRunFailure *
make_failure (const char *revision, gboolean was_cancelled)
{
  static const char *const nothing[] = { NULL };
  RetortServerError error = { .message = (char *) "no such table", .hint = (char *) "Create it." };
  g_autoptr(RetortPlan) plan = make_plan ();
  g_autoptr(RetortStatement) statement =
    retort_statement_new ("DROP TABLE t", NULL, (RetortSpan){ 4, 7 }, (RetortPosition){ 2, 1 }, (RetortPosition){ 2, 4 });
  g_autoptr(GPtrArray) statements = g_ptr_array_new ();
  g_autoptr(RetortRunReport) report = retort_run_report_new (&(RetortRunReportFields){
    .outcome = RETORT_OUTCOME_NOT_APPLIED, .was_cancelled = was_cancelled, .summary = "stopped", .error = &error,
    .failed_revision = revision, .failed_statement = statement, .rows_before = nothing, .rows_after = nothing,
    .statements = statements });

  return retort_run_failure_new (plan, report);
}

static GPtrArray *
find (RetortRunFailure *failure, const char *path, const char *text)
{
  g_autoptr(RetortSource) source = retort_source_new (path, text, -1);
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_finding_unref);

  retort_run_failure_add (failure, source, findings);
  return findings;
}

static void
test_same_text (void)
{
  g_autoptr(RetortRunFailure) failure = make_failure ("014", FALSE);
  g_autoptr(GPtrArray) findings = find (failure, "/p/014.py", TEXT);
  const RetortFindingFields *finding = NULL;

  g_assert_cmpuint (findings->len, ==, 1);
  finding = retort_finding_get (g_ptr_array_index (findings, 0));
  g_assert_cmpuint (finding->start.line, ==, 2);
  g_assert_cmpint (finding->severity, ==, RETORT_SEVERITY_ERROR);
  g_assert_cmpstr (finding->message, ==, "no such table");
  g_assert_cmpstr (finding->remedy, ==, "Create it.");
}

static void
test_other_text (void)
{
  g_autoptr(RetortRunFailure) failure = make_failure ("014", FALSE);
  g_autoptr(GPtrArray) of_edited = find (failure, "/p/014.py", TEXT "three\n");
  g_autoptr(GPtrArray) of_copy = find (failure, "/p/015.py", TEXT);

  g_assert_cmpuint (of_edited->len, ==, 0);
  g_assert_cmpuint (of_copy->len, ==, 0);
}

static void
test_no_failure (void)
{
  g_assert_null (make_failure ("014", TRUE));
  g_assert_null (make_failure ("013", FALSE));
  g_assert_null (make_failure (NULL, FALSE));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run-failure/same-text", test_same_text);
  g_test_add_func ("/run-failure/other-text", test_other_text);
  g_test_add_func ("/run-failure/no-failure", test_no_failure);
  return g_test_run ();
}
