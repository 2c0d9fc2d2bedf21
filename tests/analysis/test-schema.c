/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements applied to a schema, without a server: names, taints, refusals. What PostgreSQL makes of the same
 * statements is in test-simulation.c. */
#include "analysis/schema/apply.h"
#include "analysis/schema/comparison.h"

static RetortSchema *
apply (RetortSchema *schema, const char *sql, RetortEffectKind expected)
{
  g_auto(RetortEffect) effect = { RETORT_EFFECT_NONE, NULL };
  RetortSchema *next = retort_schema_apply_sql (schema, sql, &effect);

  if (effect.kind != expected)
    g_test_message ("%s: %s", sql, effect.reason);
  g_assert_cmpint (effect.kind, ==, expected);
  retort_schema_unref (schema);
  return next;
}

static void
test_shared (void)
{
  g_autoptr(RetortSchema) schema = retort_schema_new_initial ();
  g_autoptr(RetortSchema) before = NULL;

  schema = apply (schema, "CREATE TABLE users (id serial PRIMARY KEY, name varchar(20) NOT NULL)", RETORT_EFFECT_CHANGED);
  schema = apply (schema, "CREATE TABLE orders (id int PRIMARY KEY, user_id int REFERENCES users)", RETORT_EFFECT_CHANGED);
  before = retort_schema_ref (schema);
  schema = apply (schema, "ALTER TABLE orders ADD note text", RETORT_EFFECT_CHANGED);

  g_assert_true (retort_schema_find_table (before, NULL, "users") == retort_schema_find_table (schema, NULL, "users"));
  g_assert_null (retort_table_find_column (retort_schema_find_table (before, NULL, "orders"), "note"));
  g_assert_nonnull (retort_table_find_column (retort_schema_find_table (schema, NULL, "orders"), "note"));
  g_assert_cmpstr (retort_table_find_column (retort_schema_find_table (schema, NULL, "users"), "id")->default_expression, ==,
                   "nextval('users_id_seq'::regclass)");
}

static void
test_fails (void)
{
  g_autoptr(RetortSchema) schema = retort_schema_new_initial ();
  g_autoptr(RetortSchema) same = NULL;

  schema = apply (schema, "CREATE TABLE users (id int PRIMARY KEY)", RETORT_EFFECT_CHANGED);
  same = retort_schema_ref (schema);
  schema = apply (schema, "CREATE TABLE users (id int)", RETORT_EFFECT_FAILS);
  schema = apply (schema, "ALTER TABLE orders ADD x int", RETORT_EFFECT_FAILS);
  schema = apply (schema, "ALTER TABLE users ADD x int, ADD y nonsense", RETORT_EFFECT_FAILS);
  schema = apply (schema, "CREATE TABLE IF NOT EXISTS users (id int)", RETORT_EFFECT_NONE);
  schema = apply (schema, "DROP TABLE IF EXISTS orders", RETORT_EFFECT_NONE);
  schema = apply (schema, "INSERT INTO users VALUES (1)", RETORT_EFFECT_NONE);
  g_assert_true (same == schema);
}

static void
test_taint (void)
{
  g_autoptr(RetortSchema) schema = retort_schema_new_initial ();

  schema = apply (schema, "CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE orders (id int)", RETORT_EFFECT_CHANGED);
  schema = apply (schema, "DO $$ BEGIN IF random() > 0.5 THEN ALTER TABLE users ADD x int; END IF; END $$", RETORT_EFFECT_OPAQUE);
  g_assert_nonnull (retort_schema_get_taint (schema, NULL, "users"));
  g_assert_null (retort_schema_get_taint (schema, NULL, "orders"));
  schema = apply (schema, "ALTER TABLE users DROP x", RETORT_EFFECT_OPAQUE);
  schema = apply (schema, "DROP TABLE users", RETORT_EFFECT_CHANGED);
  schema = apply (schema, "CREATE TABLE users (id int PRIMARY KEY)", RETORT_EFFECT_CHANGED);
  g_assert_null (retort_schema_get_taint (schema, NULL, "users"));
  schema = apply (schema, "DO $$ BEGIN EXECUTE format('DROP TABLE %I', 'x'); END $$", RETORT_EFFECT_OPAQUE);
  g_assert_nonnull (retort_schema_get_taint (schema, NULL, "anything"));
}

/* What a table differs in after a statement is sure although the table is not known whole, but not when an unclear statement lies
 * between. */
static void
test_differences_under_a_taint (void)
{
  g_autoptr(RetortSchema) schema = retort_schema_new_initial ();
  g_autoptr(RetortSchema) before = NULL;
  g_autoptr(GPtrArray) sure = NULL;
  g_autoptr(GPtrArray) unsure = NULL;
  const char *unclear = "DO $$ BEGIN IF random() > 0.5 THEN ALTER TABLE users ADD x int; END IF; END $$";

  schema = apply (schema, "CREATE TABLE users (id int PRIMARY KEY)", RETORT_EFFECT_CHANGED);
  schema = apply (schema, unclear, RETORT_EFFECT_OPAQUE);
  before = retort_schema_ref (schema);
  schema = apply (schema, "ALTER TABLE users ADD colour text", RETORT_EFFECT_CHANGED);
  sure = retort_schema_compare (before, schema);
  g_assert_cmpuint (sure->len, ==, 1);
  g_assert_cmpint (((RetortDifference *) g_ptr_array_index (sure, 0))->kind, ==, RETORT_DIFFERENCE_ADDED);
  schema = apply (schema, unclear, RETORT_EFFECT_OPAQUE);
  unsure = retort_schema_compare (before, schema);
  g_assert_cmpint (((RetortDifference *) g_ptr_array_index (unsure, 0))->kind, ==, RETORT_DIFFERENCE_NOT_COMPARABLE);
}

static void
test_blocks (void)
{
  g_autoptr(RetortSchema) schema = retort_schema_new_initial ();

  schema = apply (schema, "DO $$ BEGIN CREATE TYPE mood AS ENUM ('a', 'b'); EXCEPTION WHEN duplicate_object THEN null; END $$",
                  RETORT_EFFECT_CHANGED);
  g_assert_nonnull (retort_schema_find (schema, RETORT_OBJECT_ENUM, "public", "mood"));
  schema = apply (schema, "DO $$ BEGIN CREATE TYPE mood AS ENUM ('a', 'b'); EXCEPTION WHEN duplicate_object THEN null; END $$",
                  RETORT_EFFECT_NONE);
  schema = apply (schema,
                  "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'pace') THEN CREATE TYPE pace AS ENUM ('x'); "
                  "END IF; END $$",
                  RETORT_EFFECT_CHANGED);
  g_assert_nonnull (retort_schema_find (schema, RETORT_OBJECT_ENUM, "public", "pace"));
}

static void
test_compare (void)
{
  g_autoptr(RetortSchema) schema = retort_schema_new_initial ();
  g_autoptr(RetortSchema) before = NULL;
  g_autoptr(GPtrArray) differences = NULL;
  g_autofree char *first = NULL;

  schema = apply (schema, "CREATE TABLE users (id int PRIMARY KEY)", RETORT_EFFECT_CHANGED);
  before = retort_schema_ref (schema);
  schema = apply (schema, "ALTER TABLE users ALTER id TYPE bigint", RETORT_EFFECT_CHANGED);
  differences = retort_schema_compare (before, schema);
  g_assert_cmpuint (differences->len, ==, 1);
  first = retort_difference_to_string (g_ptr_array_index (differences, 0));
  g_assert_cmpstr (first, ==, "changed: table public.users column id type: [integer] -> [bigint]");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/schema/shared", test_shared);
  g_test_add_func ("/analysis/schema/fails", test_fails);
  g_test_add_func ("/analysis/schema/taint", test_taint);
  g_test_add_func ("/analysis/schema/differences-under-a-taint", test_differences_under_a_taint);
  g_test_add_func ("/analysis/schema/blocks", test_blocks);
  g_test_add_func ("/analysis/schema/compare", test_compare);
  return g_test_run ();
}
