/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/selection.h"

static void
add_table (RetortSchema *schema, const char *in, const char *name)
{
  RetortTable *table = retort_table_new ();
  RetortColumn *column = retort_column_new ();
  RetortIndex *index = retort_index_new ();

  table->schema = g_strdup (in);
  table->name = g_strdup (name);
  column->name = g_strdup ("id");
  index->name = g_strconcat (name, "_pkey", NULL);
  g_ptr_array_add (table->columns, column);
  g_ptr_array_add (table->indexes, index);
  g_ptr_array_add (retort_schema_get_tables (schema), table);
}

static void
add_sequence (RetortSchema *schema, const char *name, const char *owned_by)
{
  RetortSequence *sequence = retort_sequence_new ();

  sequence->schema = g_strdup ("public");
  sequence->name = g_strdup (name);
  sequence->owned_by = g_strdup (owned_by);
  g_ptr_array_add (retort_schema_get_sequences (schema), sequence);
}

static RetortSchema *
make_schema (void)
{
  RetortSchema *schema = retort_schema_new ();
  RetortEnumType *mood = retort_enum_type_new ();
  RetortDomain *mood_too = retort_domain_new ();

  add_table (schema, "public", "orders");
  add_table (schema, "sales", "orders");
  add_table (schema, "sales", "customers");
  add_sequence (schema, "orders_id_seq", "public.orders.id");
  add_sequence (schema, "lone", NULL);
  mood->schema = g_strdup ("public");
  mood->name = g_strdup ("mood");
  g_ptr_array_add (retort_schema_get_enums (schema), mood);
  mood_too->schema = g_strdup ("sales");
  mood_too->name = g_strdup ("mood");
  g_ptr_array_add (retort_schema_get_domains (schema), mood_too);
  return schema;
}

/* How many tables, sequences, enums and domains a name means, and in how many schemas. */
static void
assert_counts (const char *name, guint n_tables, guint n_sequences, guint n_enums, guint n_domains,
               guint n_names)
{
  g_autoptr(RetortSchema) schema = make_schema ();
  g_autoptr(RetortSchema) found = retort_select_objects (schema, name);

  g_test_message ("%s", name);
  g_assert_nonnull (found);
  g_assert_cmpuint (retort_schema_get_tables (found)->len, ==, n_tables);
  g_assert_cmpuint (retort_schema_get_sequences (found)->len, ==, n_sequences);
  g_assert_cmpuint (retort_schema_get_enums (found)->len, ==, n_enums);
  g_assert_cmpuint (retort_schema_get_domains (found)->len, ==, n_domains);
  g_assert_cmpuint (retort_schema_get_names (found)->len, ==, n_names);
}

static void
test_found (void)
{
  assert_counts ("orders", 1, 1, 0, 0, 1);
  assert_counts ("ORDERS", 1, 1, 0, 0, 1);
  assert_counts ("sales.orders", 1, 0, 0, 0, 1);
  assert_counts ("*.orders", 2, 1, 0, 0, 2);
  assert_counts ("orders_pkey", 1, 1, 0, 0, 1);
  assert_counts ("lone", 0, 1, 0, 0, 1);
  assert_counts ("mood", 0, 0, 1, 0, 1);
  assert_counts ("sales.mood", 0, 0, 0, 1, 1);
  assert_counts ("sales.*", 2, 0, 0, 1, 1);
}

static void
test_not_found (void)
{
  g_autoptr(RetortSchema) schema = make_schema ();

  g_assert_null (retort_select_objects (schema, "customers"));
  g_assert_null (retort_select_objects (schema, "\"ORDERS\""));
  g_assert_null (retort_select_objects (schema, "db.public.orders"));
  g_assert_null (retort_select_objects (schema, "("));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/selection/found", test_found);
  g_test_add_func ("/report/selection/not-found", test_not_found);
  return g_test_run ();
}
