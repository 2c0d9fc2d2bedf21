/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Round trips: what the DDL of one database makes in another is the same, by its own DDL and
 * by pg_dump. */
#include "report/ddl.h"

#include "database/catalog/catalog.h"
#include "fixtures/test-server.h"

#include <string.h>

static RetortSchema *
read_schema (const char *database)
{
  g_autoptr(RetortSession) session = retort_test_server_open (database);
  g_autoptr(GError) error = NULL;
  RetortSchema *schema = retort_catalog_read (session, NULL, &error);

  g_assert_no_error (error);
  return schema;
}

static void
execute (const char *database, const char *sql)
{
  g_autoptr(RetortSession) session = retort_test_server_open (database);

  retort_test_execute (session, sql);
}

static void
execute_zoo (const char *database)
{
  g_autofree char *path
      = g_build_filename (g_getenv ("RETORT_TEST_DATA"), "schema", "zoo.sql", NULL);
  g_autofree char *zoo = NULL;

  g_assert_true (g_file_get_contents (path, &zoo, NULL, NULL));
  execute (database, zoo);
}

/* Not one of the lines that differ between two dumps of the same thing. */
static gboolean
is_worth_comparing (const char *line)
{
  return line[0] != '\0' && !g_str_has_prefix (line, "\\restrict")
         && !g_str_has_prefix (line, "\\unrestrict") && !g_str_has_prefix (line, "--")
         && !g_str_has_prefix (line, "COMMENT ON SCHEMA");
}

static char *
dump (const char *database)
{
  g_autofree char *url = retort_test_server_dup_url (database);
  const char *arguments[] = {
    "pg_dump", "--schema-only", "--no-owner", "--no-privileges", "--no-publications", "-d", url,
    NULL
  };
  g_autofree char *text = NULL;
  g_autofree char *complaint = NULL;
  g_autoptr(GString) out = g_string_new (NULL);
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) lines = NULL;

  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, &complaint,
                NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (complaint, ==, "");
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (is_worth_comparing (lines[i]))
      g_string_append_printf (out, "%s\n", lines[i]);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* Tells the first line that differs; the whole texts are long. */
static void
assert_same_lines (const char *actual, const char *expected)
{
  g_auto(GStrv) left = g_strsplit (actual, "\n", -1);
  g_auto(GStrv) right = g_strsplit (expected, "\n", -1);

  for (guint i = 0; left[i] != NULL && right[i] != NULL; i++)
    {
      if (!g_str_equal (left[i], right[i]))
        g_test_message ("line %u, after: %s", i, i > 0 ? left[i - 1] : "");
      g_assert_cmpstr (left[i], ==, right[i]);
    }
  g_assert_cmpstr (actual, ==, expected);
}

/* What the DDL does not make. */
static const char *const zoo_before
    = "CREATE EXTENSION postgres_fdw;"
      "CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'nowhere', dbname "
      "'it''s');"
      "CREATE SCHEMA sales; CREATE COLLATION sales.german (provider = icu, locale = 'de');"
      "CREATE AGGREGATE product(integer) (sfunc = int4mul, stype = integer, initcond = '1')";

static void
set_search_path (const char *database, const char *search_path)
{
  g_autofree char *alter
      = g_strdup_printf ("ALTER DATABASE %s SET search_path = %s", database, search_path);

  execute (database, alter);
}

static void
round_trip (gconstpointer data)
{
  const char *search_path = data;
  g_autofree char *first = retort_test_server_create_database ("ddl_zoo");
  g_autofree char *second = retort_test_server_create_database ("ddl_zoo_again");
  g_autoptr(RetortSchema) schema = NULL;
  g_autoptr(RetortSchema) again = NULL;
  g_autofree char *ddl = NULL;
  g_autofree char *ddl_again = NULL;
  g_autofree char *dumped = NULL;
  g_autofree char *dumped_again = NULL;

  execute_zoo (first);
  execute (second, zoo_before);
  set_search_path (first, search_path);
  set_search_path (second, search_path);
  schema = read_schema (first);
  ddl = retort_ddl_of_schema (schema);
  execute (second, ddl);
  again = read_schema (second);
  ddl_again = retort_ddl_of_schema (again);
  assert_same_lines (ddl_again, ddl);
  dumped = dump (first);
  dumped_again = dump (second);
  assert_same_lines (dumped_again, dumped);
}

static const char *const orders_sql
    = "CREATE TYPE state AS ENUM ('open', 'it''s closed');\n"
      "CREATE TABLE customers (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);\n"
      "CREATE TABLE orders (id serial PRIMARY KEY, customer bigint NOT NULL REFERENCES customers "
      "ON DELETE CASCADE, state state DEFAULT 'open', total numeric(10,2) CHECK (total > 0));\n"
      "CREATE INDEX ON orders (customer) WHERE state = 'open';\n"
      "COMMENT ON COLUMN orders.total IS 'in euros';\n"
      "ALTER TABLE orders ENABLE ROW LEVEL SECURITY;\n"
      "CREATE POLICY own ON orders FOR SELECT USING (customer = 7)";

static const char *const orders_ddl
    = "CREATE SEQUENCE public.orders_id_seq AS integer;\n"
      "CREATE TABLE public.orders (\n"
      "  id integer DEFAULT nextval('orders_id_seq'::regclass) NOT NULL,\n"
      "  customer bigint NOT NULL,\n"
      "  state state DEFAULT 'open'::state,\n"
      "  total numeric(10,2),\n"
      "  CONSTRAINT orders_pkey PRIMARY KEY (id),\n"
      "  CONSTRAINT orders_total_check CHECK (total > 0::numeric)\n"
      ");\n"
      "ALTER SEQUENCE public.orders_id_seq OWNED BY public.orders.id;\n"
      "COMMENT ON COLUMN public.orders.total IS 'in euros';\n"
      "CREATE INDEX orders_customer_idx ON orders USING btree (customer) WHERE state = "
      "'open'::state;\n"
      "ALTER TABLE ONLY public.orders ADD CONSTRAINT orders_customer_fkey FOREIGN KEY (customer) "
      "REFERENCES customers(id) ON DELETE CASCADE;\n"
      "ALTER TABLE public.orders ENABLE ROW LEVEL SECURITY;\n"
      "CREATE POLICY own ON public.orders FOR SELECT USING ((customer = 7));\n";

static void
assert_ddl (const RetortSchema *schema, const char *name, const char *expected)
{
  g_autofree char *ddl = retort_ddl_of_object (schema, name);

  g_assert_cmpstr (ddl, ==, expected);
}

static void
test_objects (void)
{
  g_autofree char *database = retort_test_server_create_database ("ddl_objects");
  g_autofree char *again = retort_test_server_create_database ("ddl_objects_again");
  g_autoptr(RetortSchema) schema = NULL;

  execute (database, orders_sql);
  schema = read_schema (database);
  assert_ddl (schema, "orders", orders_ddl);
  assert_ddl (schema, "state", "CREATE TYPE public.state AS ENUM ('open', 'it''s closed');\n");
  assert_ddl (schema, "customers",
              "CREATE TABLE public.customers (\n"
              "  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,\n"
              "  CONSTRAINT customers_pkey PRIMARY KEY (id)\n"
              ");\n");
  assert_ddl (schema, "orders_pkey",
              "-- made with the constraint orders_pkey\n"
              "CREATE UNIQUE INDEX orders_pkey ON orders USING btree (id);\n");
  assert_ddl (schema, "customers_id_seq", "-- made with the identity column public.customers.id\n");
  assert_ddl (schema, "nothing", NULL);
  assert_ddl (schema, "(", NULL);
  execute (again, "CREATE TYPE state AS ENUM ('open', 'it''s closed');"
                  "CREATE TABLE customers (id bigint PRIMARY KEY)");
  execute (again, orders_ddl);
}

/* A schema that has no ranks, as a simulation makes it: kinds come in their usual order. */
static void
test_without_ranks (void)
{
  g_autofree char *database = retort_test_server_create_database ("ddl_unranked");
  g_autofree char *again = retort_test_server_create_database ("ddl_unranked_again");
  g_autoptr(RetortSchema) schema = NULL;
  g_autofree char *ddl = NULL;

  execute (database, orders_sql);
  schema = read_schema (database);
  for (guint i = 0; i < retort_schema_get_tables (schema)->len; i++)
    ((RetortTable *) g_ptr_array_index (retort_schema_get_tables (schema), i))->rank = 0;
  ((RetortEnumType *) g_ptr_array_index (retort_schema_get_enums (schema), 0))->rank = 0;
  for (guint i = 0; i < retort_schema_get_sequences (schema)->len; i++)
    ((RetortSequence *) g_ptr_array_index (retort_schema_get_sequences (schema), i))->rank = 0;
  ddl = retort_ddl_of_schema (schema);
  execute (again, ddl);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/report/ddl/round-trip", "\"$user\", public", round_trip);
  g_test_add_data_func ("/report/ddl/round-trip-of-other-path", "sales, public", round_trip);
  g_test_add_data_func ("/report/ddl/round-trip-without-path", "''", round_trip);
  g_test_add_func ("/report/ddl/objects", test_objects);
  g_test_add_func ("/report/ddl/without-ranks", test_without_ranks);
  return g_test_run ();
}
