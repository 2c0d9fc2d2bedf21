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

static void
test_copy (void)
{
  g_autoptr(RetortSchema) old = retort_schema_new ();
  g_autoptr(RetortSchema) copy = NULL;
  RetortTable *orders = retort_table_new ();
  RetortTable *renamed = NULL;
  RetortIndex *index = retort_index_new ();

  orders->schema = g_strdup ("public");
  orders->name = g_strdup ("orders");
  index->name = g_strdup ("orders_pkey");
  g_ptr_array_add (orders->indexes, index);
  g_ptr_array_add (retort_schema_get_tables (old), orders);

  copy = retort_schema_copy (old);
  renamed = retort_table_copy (orders);
  g_free (renamed->name);
  renamed->name = g_strdup ("purchases");
  retort_schema_remove (copy, RETORT_OBJECT_TABLE, "public", "orders");
  retort_schema_put (copy, RETORT_OBJECT_TABLE, renamed);

  g_assert_true (retort_schema_find_table (old, NULL, "orders") == orders);
  g_assert_null (retort_schema_find_table (copy, NULL, "orders"));
  g_assert_true (g_ptr_array_index (retort_schema_get_tables (copy), 0) == renamed);
  g_assert_true (g_ptr_array_index (renamed->indexes, 0) == index);
  g_assert_cmpstr (retort_schema_find_relation (old, "public", "orders_pkey")->table, ==, "orders");
  g_assert_cmpstr (retort_schema_find_relation (copy, "public", "orders_pkey")->table, ==, "purchases");
  g_assert_null (retort_schema_find_relation (copy, "public", "orders"));
}

static void
test_taint (void)
{
  g_autoptr(RetortSchema) schema = retort_schema_new ();
  g_autoptr(RetortSchema) copy = retort_schema_copy (schema);

  retort_schema_taint (copy, NULL, "orders", "a DO block");
  g_assert_cmpstr (retort_schema_get_taint (copy, "public", "orders"), ==, "a DO block");
  g_assert_null (retort_schema_get_taint (copy, "public", "users"));
  retort_schema_taint (copy, NULL, NULL, "EXECUTE");
  g_assert_cmpstr (retort_schema_get_taint (copy, "public", "users"), ==, "EXECUTE");
  retort_schema_clear_taint (copy, NULL, "users");
  g_assert_null (retort_schema_get_taint (copy, "public", "users"));
  g_assert_null (retort_schema_get_taint (schema, "public", "orders"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/schema/find", test_find);
  g_test_add_func ("/model/schema/search-path", test_search_path);
  g_test_add_func ("/model/schema/copy", test_copy);
  g_test_add_func ("/model/schema/taint", test_taint);
  return g_test_run ();
}
