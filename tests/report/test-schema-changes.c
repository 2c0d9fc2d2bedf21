/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changes as people read them, of schemas that SQL made. */
#include "report/schema-changes.h"

#include "analysis/schema/apply.h"

static RetortSchema *
apply (RetortSchema *before, const char *const *statements)
{
  RetortSchema *schema = retort_schema_ref (before);

  for (gsize i = 0; statements[i] != NULL; i++)
    {
      g_auto(RetortEffect) effect = { 0 };
      RetortSchema *next = retort_schema_apply_sql (schema, statements[i], &effect);

      g_assert_cmpint (effect.kind, ==, RETORT_EFFECT_CHANGED);
      retort_schema_unref (schema);
      schema = next;
    }
  return schema;
}

/* What is told of @statements on a database that @setup made, both ways. */
static void
assert_changes (const char *const *setup, const char *const *statements, const char *forwards, const char *backwards)
{
  g_autoptr(RetortSchema) initial = retort_schema_new_initial ();
  g_autoptr(RetortSchema) before = apply (initial, setup);
  g_autoptr(RetortSchema) after = apply (before, statements);
  g_autoptr(GPtrArray) there = retort_schema_changes (before, after);
  g_autoptr(GPtrArray) back = retort_schema_changes (after, before);
  g_autofree char *there_text = retort_schema_changes_to_text (there);
  g_autofree char *back_text = retort_schema_changes_to_text (back);

  g_assert_cmpstr (there_text, ==, forwards);
  g_assert_cmpstr (back_text, ==, backwards);
}

static const char *const nothing[] = { NULL };
static const char *const table[] = { "CREATE TABLE t (id bigserial PRIMARY KEY, a text NOT NULL DEFAULT 'x', b int)", NULL };

static void
test_table (void)
{
  assert_changes (nothing, table,
                  "+ table t\n"
                  "    + column id bigint default nextval('t_id_seq'::regclass) not null\n"
                  "    + column a text default 'x'::text not null\n"
                  "    + column b integer\n"
                  "    + constraint t_pkey PRIMARY KEY (id)\n",
                  "− table t\n"
                  "    − column id bigint default nextval('t_id_seq'::regclass) not null\n"
                  "    − column a text default 'x'::text not null\n"
                  "    − column b integer\n"
                  "    − constraint t_pkey PRIMARY KEY (id)\n");
}

static void
test_parts (void)
{
  static const char *const statements[] = {
    "ALTER TABLE t ADD COLUMN c uuid", "ALTER TABLE t ALTER COLUMN b TYPE bigint", "ALTER TABLE t ALTER COLUMN b SET NOT NULL",
    "CREATE UNIQUE INDEX t_b ON t (b)", NULL
  };

  assert_changes (table, statements,
                  "~ table t\n"
                  "    ~ column b type: integer → bigint\n"
                  "    ~ column b: set not null\n"
                  "    + column c uuid\n"
                  "    + unique index t_b USING btree (b)\n",
                  "~ table t\n"
                  "    ~ column b type: bigint → integer\n"
                  "    ~ column b: drop not null\n"
                  "    − column c uuid\n"
                  "    − unique index t_b USING btree (b)\n");
}

static void
test_enum (void)
{
  static const char *const type[] = { "CREATE TYPE kind AS ENUM ('a', 'b')", NULL };
  static const char *const value[] = { "ALTER TYPE kind ADD VALUE 'c' AFTER 'a'", NULL };

  assert_changes (type, value, "~ enum type kind\n    + value 'c'\n", "~ enum type kind\n    − value 'c'\n");
}

static void
test_objects (void)
{
  static const char *const statements[] = {
    "CREATE SCHEMA other", "CREATE VIEW other.v AS SELECT 1 AS one", "CREATE SEQUENCE s", NULL
  };

  assert_changes (nothing, statements,
                  "+ schema other\n"
                  "+ view other.v\n"
                  "    + column one integer\n"
                  "+ sequence s\n",
                  "− schema other\n"
                  "− view other.v\n"
                  "    − column one integer\n"
                  "− sequence s\n");
}

static void
test_same (void)
{
  assert_changes (table, nothing, "", "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/schema-changes/table", test_table);
  g_test_add_func ("/schema-changes/parts", test_parts);
  g_test_add_func ("/schema-changes/enum", test_enum);
  g_test_add_func ("/schema-changes/objects", test_objects);
  g_test_add_func ("/schema-changes/same", test_same);
  return g_test_run ();
}
