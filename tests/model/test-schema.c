/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/schema.h"

static void
test_find (void)
{
  g_autoptr(RetortSchema) schema = retort_schema_new ();
  RetortTable *table = retort_table_new ();
  RetortColumn *column = retort_column_new ();

  table->schema = g_strdup ("public");
  table->name = g_strdup ("orders");
  column->name = g_strdup ("id");
  g_ptr_array_add (table->columns, column);
  g_ptr_array_add (retort_schema_get_tables (schema), table);

  g_assert_true (retort_schema_find_table (schema, NULL, "orders") == table);
  g_assert_null (retort_schema_find_table (schema, "sales", "orders"));
  g_assert_true (retort_table_find_column (table, "id") == column);
  g_assert_null (retort_table_find_column (table, "ID"));
  g_assert_cmpint (table->size_bytes, ==, -1);
  g_assert_cmpint (column->statistics_target, ==, -1);
}

static void
test_search_path (void)
{
  static const char *const sales[] = { "sales", "public", NULL };
  g_autoptr(RetortSchema) schema = retort_schema_new ();

  g_assert_cmpstr (retort_schema_get_search_path (schema)[0], ==, "public");
  g_assert_null (retort_schema_get_search_path (schema)[1]);
  retort_schema_set_search_path (schema, sales);
  g_assert_true (g_strv_equal (retort_schema_get_search_path (schema), sales));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/schema/find", test_find);
  g_test_add_func ("/model/schema/search-path", test_search_path);
  return g_test_run ();
}
