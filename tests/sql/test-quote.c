/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Expectations: quote_ident() and quote_literal() of PostgreSQL 15, asked. */
#include "sql/quote.h"

typedef struct
{
  const char *plain;
  const char *quoted;
} Pair;

static void
test_identifiers (void)
{
  static const Pair pairs[] = {
    { "a", "a" },
    { "A", "\"A\"" },
    { "order", "\"order\"" },
    { "user", "\"user\"" },
    { "name", "name" },
    { "_x1", "_x1" },
    { "1a", "\"1a\"" },
    { "a b", "\"a b\"" },
    { "a\"b", "\"a\"\"b\"" },
    { "été", "\"été\"" },
    { "", "\"\"" },
    { "timestamp", "\"timestamp\"" },
    { "value", "value" },
    { "values", "\"values\"" },
    { "left", "\"left\"" },
    { "coalesce", "\"coalesce\"" },
    { "int", "\"int\"" },
    { "text", "text" },
    { "json", "json" },
    { "a$b", "\"a$b\"" },
    { "system_user", "\"system_user\"" }, /* 15 leaves it bare; 16 reserves it. */
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *quoted = retort_sql_quote_identifier (pairs[i].plain);

      g_assert_cmpstr (quoted, ==, pairs[i].quoted);
    }
}

static void
test_literals (void)
{
  static const Pair pairs[] = {
    { "", "''" },
    { "it's", "'it''s'" },
    { "back\\slash", "E'back\\\\slash'" },
    { "line\nbreak", "'line\nbreak'" },
    { "ü", "'ü'" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *quoted = retort_sql_quote_literal (pairs[i].plain);

      g_assert_cmpstr (quoted, ==, pairs[i].quoted);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sql/quote/identifiers", test_identifiers);
  g_test_add_func ("/sql/quote/literals", test_literals);
  return g_test_run ();
}
