/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What statements promise, written as "+relation t -column t.c". */
#include "engine/promise.h"

static RetortPlan *
plan_of (const char *sql)
{
  const char *const none[] = { NULL };
  RetortRevisionFields revision_fields = { 0 };
  RetortPlanFields fields = { 0 };
  g_autoptr(RetortRevision) revision = NULL;
  g_autoptr(RetortMigration) migration = NULL;
  g_autoptr(GPtrArray) batches = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_batch_unref);
  g_autoptr(GPtrArray) statements = g_ptr_array_new ();
  g_autoptr(GPtrArray) gaps = g_ptr_array_new ();
  g_autoptr(GPtrArray) steps = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_plan_step_unref);

  revision_fields.id = "1";
  revision_fields.title = revision_fields.message = "";
  revision_fields.down = revision_fields.depends_on = revision_fields.labels = none;
  revision = retort_revision_new (&revision_fields);
  g_ptr_array_add (batches, retort_batch_new (sql, statements, RETORT_BATCH_NONE));
  migration = retort_migration_new (revision, RETORT_DIRECTION_UPGRADE, RETORT_MIGRATION_COMPLETE, batches, gaps);
  g_ptr_array_add (steps, retort_plan_step_new (migration, NULL, NULL, NULL, NULL));
  fields.target_symbol = "head";
  fields.from = fields.to = none;
  fields.steps = steps;
  return retort_plan_new (&fields);
}

static char *
dup_promises (const char *sql)
{
  static const char *const kinds[] = { "relation", "column", "type", "label" };
  g_autoptr(RetortPlan) plan = plan_of (sql);
  g_autoptr(GPtrArray) promises = retort_promise_list (plan);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; promises != NULL && i < promises->len; i++)
    {
      const RetortPromise *promise = g_ptr_array_index (promises, i);

      g_string_append_printf (text, "%s%s%s %s%s%s", i > 0 ? " " : "", promise->is_present ? "+" : "-",
                              kinds[promise->kind], promise->object, promise->child != NULL ? "." : "",
                              promise->child != NULL ? promise->child : "");
    }
  return promises != NULL ? g_strdup (text->str) : NULL;
}

static void
test_statements (void)
{
  static const struct
  {
    const char *sql;
    const char *promises;
  } cases[] = {
    { "CREATE TABLE s.t (id int)", "+relation s.t" },
    { "CREATE TEMP TABLE t (id int)", "" },
    { "DROP TABLE t", "-relation t" },
    { "CREATE TABLE t (id int); DROP TABLE t", "-relation t" },
    { "ALTER TABLE \"T\" ADD \"C\" int", "+column \"T\".C" },
    { "ALTER TABLE t ADD c int, DROP d", "-column t.d" },
    { "CREATE INDEX i ON s.t (id)", "+relation s.i" },
    { "CREATE INDEX i ON t (id); DROP TABLE t", "-relation t" },
    { "CREATE INDEX ON t (id)", "" },
    { "CREATE TYPE e AS ENUM ('a')", "+type e" },
    { "ALTER TYPE e ADD VALUE 'b'", "+label e.b" },
    { "ALTER TYPE e RENAME VALUE 'a' TO 'b'", "-label e.a +label e.b" },
    { "ALTER TYPE e ADD VALUE 'b'; DROP TYPE e", "-type e" },
    { "ALTER TABLE s.t RENAME TO u", "-relation s.t +relation s.u" },
    { "ALTER TABLE t RENAME a TO b", "-column t.a +column t.b" },
    { "ALTER INDEX i RENAME TO j", "-relation i +relation j" },
    { "INSERT INTO t VALUES (1)", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *promises = dup_promises (cases[i].sql);

      g_assert_cmpstr (promises, ==, cases[i].promises);
    }
}

/* What may take something away without naming it withdraws the promises about it. */
static void
test_withdrawn (void)
{
  static const char *const statements[] = {
    "CREATE TABLE t (id int); DROP TABLE u CASCADE", "CREATE TABLE t (id int); DO $$BEGIN END$$",
    "CREATE TABLE t (id int); SELECT f()",           "CREATE TABLE t (id int); ALTER TABLE t SET SCHEMA s",
    "CREATE TABLE t (id int); DROP SCHEMA s",        "CREATE TABLE t (id int); CALL p()",
  };

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    {
      g_autofree char *promises = dup_promises (statements[i]);

      g_assert_null (strstr (promises, "+"));
    }
}

static void
test_search_path (void)
{
  g_autofree char *promises = dup_promises ("SET search_path TO s; CREATE TABLE t (id int)");

  g_assert_null (promises);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/promise/statements", test_statements);
  g_test_add_func ("/engine/promise/withdrawn", test_withdrawn);
  g_test_add_func ("/engine/promise/search-path", test_search_path);
  return g_test_run ();
}
