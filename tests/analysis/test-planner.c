/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/planning/planner.h"
#include "analysis/schema/apply.h"

#include "migrations.h"

typedef struct
{
  const char *upgrade;   /* statements separated by ';' */
  const char *downgrade; /* likewise */
  RetortMigrationStatus downgrade_status;
  const char *clauses;
} IrreversibleCase;

static void
test_irreversible (void)
{
  static const IrreversibleCase cases[] = {
    { "alter table t add column c int", "alter table t drop column c", RETORT_MIGRATION_COMPLETE,
      "" },
    { "alter table s.t drop column c; drop table u",
      "alter table s.t add column c int; create table u ()", RETORT_MIGRATION_COMPLETE,
      "the data of column 'c' of table 's.t' is dropped|the data of table 'u' is dropped" },
    { "create table t (); drop table t", "create table x ()", RETORT_MIGRATION_COMPLETE, "" },
    { "alter type mood add value 'sad'", "select 1", RETORT_MIGRATION_COMPLETE,
      "value 'sad' stays in type 'mood': PostgreSQL cannot remove it" },
    { "alter type mood add value 'sad'",
      "alter type mood rename to old; create type mood as enum ()", RETORT_MIGRATION_COMPLETE, "" },
    { "alter table t add column c int; update t set c = 1", "alter table t drop column c",
      RETORT_MIGRATION_COMPLETE, "" },
    { "update t set c = 1, d = 2", "update t set c = 0", RETORT_MIGRATION_COMPLETE,
      "old values of column 'd' of table 't' are overwritten" },
    { "delete from t; delete from u", "insert into t values (1)", RETORT_MIGRATION_COMPLETE,
      "rows of table 'u' are deleted" },
    { "create table t ()", "", RETORT_MIGRATION_MISSING, "there is no downgrade" },
    { "create table t ()", "", RETORT_MIGRATION_REFUSED, "the downgrade refuses to run" },
    { "create table t ()", "", RETORT_MIGRATION_COMPLETE, "the downgrade does nothing" },
    { "", "", RETORT_MIGRATION_COMPLETE, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(RetortMigration) up = migration_parse (
          NULL, RETORT_DIRECTION_UPGRADE, cases[i].upgrade, RETORT_MIGRATION_COMPLETE);
      g_autoptr(RetortMigration) down = migration_parse (
          NULL, RETORT_DIRECTION_DOWNGRADE, cases[i].downgrade, cases[i].downgrade_status);
      g_auto(GStrv) clauses = retort_planner_irreversible (up, down);
      g_autofree char *joined = g_strjoinv ("|", clauses);

      g_assert_cmpstr (joined, ==, cases[i].clauses);
    }
}

static void
test_judged_way_back (void)
{
  static const struct
  {
    const char *upgrade;
    const char *downgrade;
    RetortMigrationStatus status; /* of the downgrade */
    RetortWayBack expected;
  } cases[] = {
    { "alter table t add column c int", "alter table t drop column c", RETORT_MIGRATION_COMPLETE, RETORT_WAY_BACK_WHOLE },
    { "drop table u", "create table u ()", RETORT_MIGRATION_COMPLETE, RETORT_WAY_BACK_LOSSY },
    { "create table t ()", "drop table t", RETORT_MIGRATION_PARTIAL, RETORT_WAY_BACK_UNKNOWN },
    { "create table t ()", "", RETORT_MIGRATION_COMPLETE, RETORT_WAY_BACK_NOTHING },
    { "create table t ()", "", RETORT_MIGRATION_MISSING, RETORT_WAY_BACK_NONE },
    { "create table t ()", "", RETORT_MIGRATION_REFUSED, RETORT_WAY_BACK_NONE },
    { "", "", RETORT_MIGRATION_COMPLETE, RETORT_WAY_BACK_WHOLE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(RetortMigration) up = migration_parse (NULL, RETORT_DIRECTION_UPGRADE, cases[i].upgrade, RETORT_MIGRATION_COMPLETE);
      g_autoptr(RetortMigration) down = migration_parse (NULL, RETORT_DIRECTION_DOWNGRADE, cases[i].downgrade, cases[i].status);
      g_auto(GStrv) irreversible = retort_planner_irreversible (up, down);

      g_assert_cmpint (retort_planner_judge_way_back (up, down, (const char *const *) irreversible), ==, cases[i].expected);
    }
}

static void
test_statement_facts (void)
{
  g_autoptr(RetortTargetFacts) target = retort_target_facts_new (150000, "d", "f");
  g_autoptr(RetortMigration) up
      = migration_parse (NULL, RETORT_DIRECTION_UPGRADE,
                         "create table t (); create index i on orders (a); this is no SQL; update "
                         "public.orders set a = 1",
                         RETORT_MIGRATION_COMPLETE);
  RetortTableSize size = { 1200, 65536 };
  g_autoptr(GPtrArray) facts = NULL;
  const RetortStatementFacts *index;

  retort_target_facts_add_table (target, "public", "orders", size);
  facts = retort_planner_statement_facts (up, NULL, target);

  g_assert_cmpuint (facts->len, ==, 4);
  g_assert_null (((const RetortStatementFacts *) g_ptr_array_index (facts, 0))->lock);
  index = g_ptr_array_index (facts, 1);
  g_assert_cmpstr (index->lock->mode, ==, "SHARE");
  g_assert_cmpint (index->rows_estimate, ==, 1200);
  g_assert_null (((const RetortStatementFacts *) g_ptr_array_index (facts, 2))->lock);
  g_assert_cmpint (((const RetortStatementFacts *) g_ptr_array_index (facts, 3))->rows_estimate, ==,
                   1200);
}

/* What the statements before have made decides: the first one rewrites, the last one does not any more. */
static void
test_schema_before (void)
{
  g_autoptr(RetortSchema) initial = retort_schema_new_initial ();
  g_autoptr(RetortSchema) before = retort_schema_apply_sql (initial, "create table t (a integer, b varchar(20))", NULL);
  g_autoptr(RetortMigration) up
      = migration_parse (NULL, RETORT_DIRECTION_UPGRADE,
                         "alter table t alter a type text; alter table t alter b type text; alter table t alter a type varchar",
                         RETORT_MIGRATION_COMPLETE);
  g_autoptr(GPtrArray) facts = retort_planner_statement_facts (up, before, NULL);
  static const gboolean rewrites[] = { TRUE, FALSE, FALSE };

  g_assert_cmpuint (facts->len, ==, G_N_ELEMENTS (rewrites));
  for (guint i = 0; i < facts->len; i++)
    g_assert_true (((const RetortStatementFacts *) g_ptr_array_index (facts, i))->lock->rewrites == rewrites[i]);
}

typedef struct
{
  RetortDirection direction;
  const char *from;
  const char *to;
  const char *way_back;
} WayBackCase;

static void
test_way_back (void)
{
  static const WayBackCase cases[] = {
    { RETORT_DIRECTION_UPGRADE, "", "a", "downgrade base" },
    { RETORT_DIRECTION_UPGRADE, "a", "c", "downgrade a" },
    { RETORT_DIRECTION_UPGRADE, "a b", "m", "downgrade a, then downgrade b" },
    { RETORT_DIRECTION_UPGRADE, "a", "a b", "downgrade b@base" },
    { RETORT_DIRECTION_UPGRADE, "a", "a", NULL },
    { RETORT_DIRECTION_DOWNGRADE, "c", "a", "upgrade c" },
    { RETORT_DIRECTION_DOWNGRADE, "b c", "b", "upgrade c" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(GStrv) from = g_strsplit (cases[i].from, " ", -1);
      g_auto(GStrv) to = g_strsplit (cases[i].to, " ", -1);
      g_autofree char *line = retort_planner_way_back (
          cases[i].direction, (const char *const *) from, (const char *const *) to);

      g_assert_cmpstr (line, ==, cases[i].way_back);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/planner/irreversible", test_irreversible);
  g_test_add_func ("/analysis/planner/statement-facts", test_statement_facts);
  g_test_add_func ("/analysis/planner/schema-before", test_schema_before);
  g_test_add_func ("/analysis/planner/way-back", test_way_back);
  g_test_add_func ("/analysis/planner/judged-way-back", test_judged_way_back);
  return g_test_run ();
}
