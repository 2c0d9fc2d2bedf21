/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long a database of many tables takes to be read; run with `meson test --benchmark`. */
#include "database/catalog/catalog.h"

#include "fixtures/test-server.h"

#define N_TABLES 2000

static const char *const make_tables
    = "DO $$ BEGIN FOR i IN 1..2000 LOOP "
      "EXECUTE format ('CREATE TABLE t%s (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "
      "name text NOT NULL DEFAULT ''x'', amount integer CHECK (amount > 0), price numeric(10,2), "
      "made timestamptz DEFAULT now(), data jsonb, uid uuid, other bigint REFERENCES t%s (id))', "
      "i, greatest (i - 1, 1)); "
      "EXECUTE format ('CREATE INDEX ON t%s (name)', i); "
      "EXECUTE format ('COMMENT ON COLUMN t%s.amount IS ''how many''', i); "
      "IF i % 200 = 0 THEN COMMIT; END IF; END LOOP; END $$";

int
main (int argc, char **argv)
{
  g_autofree char *database = NULL;
  g_autoptr(RetortSession) session = NULL;
  g_autoptr(RetortSchema) schema = NULL;
  g_autoptr(GError) error = NULL;
  gint64 start_us = 0;

  g_test_init (&argc, &argv, NULL);
  database = retort_test_server_create_database ("catalog_benchmark");
  session = retort_test_server_open (database);
  retort_test_execute (session, make_tables);
  start_us = g_get_monotonic_time ();
  schema = retort_catalog_read (session, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (retort_schema_get_tables (schema)->len, ==, N_TABLES);
  g_print ("%d tables: %.0f ms\n", N_TABLES,
           (double) (g_get_monotonic_time () - start_us) / 1000.0);
  return 0;
}
