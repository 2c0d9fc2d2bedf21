/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Expectations: the documents of the command line's contract, member for member. */
#include "report/json.h"

static char *
dup_text (JsonNode *node)
{
  g_autoptr(JsonNode) owned = node;

  return json_to_string (owned, FALSE);
}

static RetortRevision *
revision_new (void)
{
  const char *const down[] = { "013", NULL };
  const char *const none[] = { NULL };
  RetortRevisionFields fields = { 0 };
  g_autoptr(RetortSource) source = retort_source_new ("/p/014_x.py", "text", -1);

  fields.id = "014";
  fields.title = "x";
  fields.message = "x";
  fields.down = down;
  fields.depends_on = none;
  fields.labels = none;
  fields.source = source;
  fields.has_upgrade = TRUE;
  return retort_revision_new (&fields);
}

static RetortMigration *
migration_new (void)
{
  RetortSpan span = { 10, 20 };
  RetortPosition start = { 12, 5 };
  RetortPosition end = { 13, 6 };
  g_autoptr(RetortRevision) revision = revision_new ();
  g_autoptr(RetortStatement) statement = retort_statement_new ("SELECT 1", "op.execute", span, start, end);
  g_autoptr(GPtrArray) batches = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_batch_unref);
  g_autoptr(GPtrArray) gaps = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_gap_free);

  g_ptr_array_add (batches, retort_batch_new_single (statement, RETORT_BATCH_NONE));
  g_ptr_array_add (gaps, retort_gap_new ("unknown call", span, start, 1));
  return retort_migration_new (revision, RETORT_DIRECTION_UPGRADE, RETORT_MIGRATION_PARTIAL, batches, gaps);
}

static void
test_migration (void)
{
  g_autoptr(RetortMigration) migration = migration_new ();
  g_autofree char *text = dup_text (retort_json_of_migration (migration, "SELECT 1;"));

  g_assert_cmpstr (text, ==,
                   "{\"status\":\"partial\",\"sql\":\"SELECT 1;\","
                   "\"statements\":[{\"sql\":\"SELECT 1\",\"line\":12,\"end_line\":13}],"
                   "\"gaps\":[{\"line\":12,\"column\":5,\"reason\":\"unknown call\"}]}");
}

static void
test_finding (void)
{
  RetortLockInfo lock = { (char *) "EXCLUSIVE", (char *[]) { (char *) "public.t", NULL }, FALSE, TRUE };
  RetortFindingFields fields = { 0 };
  g_autoptr(RetortFinding) finding = NULL;
  g_autofree char *text = NULL;

  fields.rule = "empty-downgrade";
  fields.severity = RETORT_SEVERITY_WARNING;
  fields.revision = "014";
  fields.has_direction = TRUE;
  fields.direction = RETORT_DIRECTION_DOWNGRADE;
  fields.path = "/p/014_x.py";
  fields.start = (RetortPosition) { 20, 1 };
  fields.end = (RetortPosition) { 22, 9 };
  fields.message = "m";
  fields.why = "w";
  fields.remedy = "r";
  fields.lock = &lock;
  finding = retort_finding_new (&fields);
  text = dup_text (retort_json_of_finding (finding));
  g_assert_cmpstr (text, ==,
                   "{\"rule\":\"empty-downgrade\",\"severity\":\"warning\",\"revision\":\"014\",\"direction\":\"downgrade\","
                   "\"file\":\"/p/014_x.py\",\"line\":20,\"column\":1,\"end_line\":22,\"end_column\":9,"
                   "\"message\":\"m\",\"why\":\"w\",\"remedy\":\"r\","
                   "\"lock\":{\"mode\":\"EXCLUSIVE\",\"tables\":[\"public.t\"],\"rewrites\":false,\"scans\":true},\"fix\":null}");
}

static RetortPlan *
plan_new (void)
{
  const char *const from[] = { "013", NULL };
  const char *const to[] = { "014", NULL };
  const char *const irreversible[] = { "an enum value", NULL };
  RetortPlanFields fields = { 0 };
  g_autoptr(RetortMigration) migration = migration_new ();
  g_autoptr(GPtrArray) steps = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_plan_step_unref);
  g_autoptr(GPtrArray) preamble = g_ptr_array_new ();

  g_ptr_array_add (steps, retort_plan_step_new (migration, NULL, NULL, NULL, irreversible));
  fields.direction = RETORT_DIRECTION_UPGRADE;
  fields.target_symbol = "head";
  fields.from = from;
  fields.to = to;
  fields.steps = steps;
  fields.preamble = preamble;
  fields.engine = RETORT_ENGINE_COMMAND;
  fields.engine_reason = "why";
  fields.obstacle = "why";
  fields.way_back = "downgrade 013";
  fields.state_fingerprint = "f";
  return retort_plan_new (&fields);
}

static void
test_plan (void)
{
  g_autoptr(RetortPlan) plan = plan_new ();
  g_autofree char *text = dup_text (retort_json_of_plan (plan));

  g_assert_cmpstr (text, ==,
                   "{\"format\":1,\"direction\":\"upgrade\",\"target\":\"head\",\"from\":[\"013\"],\"to\":[\"014\"],"
                   "\"engine\":\"command\",\"engine_reason\":\"why\",\"warning\":null,\"obstacle\":\"why\",\"transactions\":\"one\","
                   "\"preamble\":[],\"steps\":[{\"revision\":\"014\",\"file\":\"/p/014_x.py\",\"status\":\"partial\","
                   "\"batches\":[{\"sql\":\"SELECT 1\",\"autocommit\":false,\"statements\":[{\"sql\":\"SELECT 1\",\"line\":12,"
                   "\"lock\":null,\"rows_estimate\":null}]}],\"opening\":[],\"bookkeeping\":[],"
                   "\"gaps\":[{\"line\":12,\"column\":5,\"reason\":\"unknown call\"}],"
                   "\"findings\":[],\"irreversible\":[\"an enum value\"]}],"
                   "\"way_back\":\"downgrade 013\",\"fingerprint\":\"f\"}");
}

static void
test_run (void)
{
  const char *const before[] = { "013", NULL };
  RetortServerError error = { 0 };
  RetortRunReportFields fields = { 0 };
  g_autoptr(RetortRunReport) report = NULL;
  g_autofree char *text = NULL;

  error.sqlstate = (char *) "55P03";
  error.message = (char *) "canceling statement due to lock timeout";
  fields.outcome = RETORT_OUTCOME_UNKNOWN;
  fields.summary = "s";
  fields.error = &error;
  fields.failed_revision = "014";
  fields.rows_before = before;
  fields.elapsed_us = 5;
  report = retort_run_report_new (&fields);
  text = dup_text (retort_json_of_run (report));
  g_assert_cmpstr (text, ==,
                   "{\"format\":1,\"outcome\":\"unknown\",\"summary\":\"s\",\"next_step\":null,\"cancelled\":false,"
                   "\"verified\":false,\"from\":[\"013\"],\"current\":null,\"failed_revision\":\"014\",\"failed_sql\":null,"
                   "\"error\":{\"sqlstate\":\"55P03\",\"message\":\"canceling statement due to lock timeout\","
                   "\"detail\":null,\"hint\":null,\"context\":null,\"table\":null,\"constraint\":null,\"position\":null},"
                   "\"statements\":[],\"elapsed_us\":5}");
}

static void
test_schema (void)
{
  g_autoptr(RetortSchema) schema = retort_schema_new ();
  RetortTable *table = retort_table_new ();
  RetortColumn *column = retort_column_new ();
  g_autofree char *text = NULL;

  column->name = g_strdup ("id");
  column->type = g_strdup ("bigint");
  table->schema = g_strdup ("public");
  table->name = g_strdup ("orders");
  g_ptr_array_add (table->columns, column);
  g_ptr_array_add (retort_schema_get_names (schema), g_strdup ("public"));
  g_ptr_array_add (retort_schema_get_tables (schema), table);
  text = dup_text (retort_json_of_schema (schema));
  g_assert_cmpstr (text, ==,
                   "{\"format\":1,\"schemas\":[\"public\"],\"tables\":[{\"schema\":\"public\",\"name\":\"orders\","
                   "\"columns\":[{\"name\":\"id\",\"type\":\"bigint\",\"nullable\":false,\"default\":null,\"identity\":null,"
                   "\"generated\":null,\"comment\":null}],\"constraints\":[],\"indexes\":[],\"policies\":[],\"triggers\":[],"
                   "\"referenced_by\":[],\"kind\":\"table\",\"owner\":null,\"persistence\":null,\"partition_key\":null,"
                   "\"partition_bound\":null,\"inherits\":[],\"row_security\":false,\"row_security_forced\":false,"
                   "\"rows_estimate\":null,\"size_bytes\":null,\"comment\":null}],"
                   "\"enums\":[],\"sequences\":[],\"views\":[],\"functions\":[],\"domains\":[],"
                   "\"composite_types\":[],\"extensions\":[]}");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/json/finding", test_finding);
  g_test_add_func ("/report/json/migration", test_migration);
  g_test_add_func ("/report/json/plan", test_plan);
  g_test_add_func ("/report/json/run", test_run);
  g_test_add_func ("/report/json/schema", test_schema);
  return g_test_run ();
}
