/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql/fingerprint.h"

static void
test_constants_do_not_count (void)
{
  g_autofree char *a = retort_sql_fingerprint ("INSERT INTO t (id, at) VALUES (1, '2026-01-01')", NULL);
  g_autofree char *b = retort_sql_fingerprint ("insert into t (id, at) -- now\nvalues (22, '2026-02-02')", NULL);

  g_assert_cmpuint (strlen (a), ==, 16);
  g_assert_cmpstr (a, ==, b);
}

static void
test_names_and_order_count (void)
{
  static const char *const others[] = {
    "INSERT INTO u (id, at) VALUES (1, '2026-01-01')",
    "INSERT INTO t (id) VALUES (1)",
    "INSERT INTO t (id, at) VALUES (1, '2026-01-01'); SELECT 1",
    "INSERT INTO t (id, at) VALUES (1, now())",
  };
  g_autofree char *a = retort_sql_fingerprint ("INSERT INTO t (id, at) VALUES (1, '2026-01-01')", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autofree char *b = retort_sql_fingerprint (others[i], NULL);

      g_assert_cmpstr (a, !=, b);
    }
}

static void
test_syntax_error (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *shape = retort_sql_fingerprint ("SELEC 1", &error);

  g_assert_null (shape);
  g_assert_error (error, RETORT_SQL_ERROR, RETORT_SQL_ERROR_SYNTAX);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sql/fingerprint/constants-do-not-count", test_constants_do_not_count);
  g_test_add_func ("/sql/fingerprint/names-and-order-count", test_names_and_order_count);
  g_test_add_func ("/sql/fingerprint/syntax-error", test_syntax_error);
  return g_test_run ();
}
