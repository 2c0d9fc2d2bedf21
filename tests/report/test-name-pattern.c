/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Expectations are those of psql 15's \d; test-describe asks it about more. */
#include "report/name-pattern.h"

typedef struct
{
  const char *pattern;
  const char *schema;
  const char *name;
  gboolean is_visible;
  gboolean matches;
} Case;

static const Case cases[] = {
  { "orders", "public", "orders", TRUE, TRUE },
  { "orders", "sales", "orders", FALSE, FALSE },
  { "Orders", "public", "orders", TRUE, TRUE },
  { "\"Orders\"", "public", "orders", TRUE, FALSE },
  { "\"Orders\"", "public", "Orders", TRUE, TRUE },
  { "sales.orders", "sales", "orders", FALSE, TRUE },
  { "sales.orders", "public", "orders", TRUE, FALSE },
  { "order", "public", "orders", TRUE, FALSE },
  { "order*", "public", "orders", TRUE, TRUE },
  { "order?", "public", "orders", TRUE, TRUE },
  { "order?", "public", "order", TRUE, FALSE },
  { "\"order*\"", "public", "orders", TRUE, FALSE },
  { "\"order*\"", "public", "order*", TRUE, TRUE },
  { "*.*", "sales", "orders", FALSE, TRUE },
  { "a|orders", "public", "orders", TRUE, TRUE },
  { "dollar$name", "public", "dollar$name", TRUE, TRUE },
  { "\"a.b\"", "public", "a.b", TRUE, TRUE },
  { "a.b", "a", "b", FALSE, TRUE },
  { "\"say \"\"hi\"\"\"", "public", "say \"hi\"", TRUE, TRUE },
  { "\"größe\"", "public", "größe", TRUE, TRUE },
  { "gr??e", "public", "größe", TRUE, TRUE },
  { "orders\n", "public", "orders", TRUE, FALSE },
};

static void
test_matches (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(RetortNamePattern) pattern = retort_name_pattern_new (cases[i].pattern);

      g_test_message ("%s", cases[i].pattern);
      g_assert_nonnull (pattern);
      g_assert_cmpint (retort_name_pattern_matches (pattern, cases[i].schema, cases[i].name,
                                                    cases[i].is_visible),
                       ==, cases[i].matches);
    }
}

static void
test_refused (void)
{
  g_assert_null (retort_name_pattern_new ("a.b.c"));
  g_assert_null (retort_name_pattern_new ("("));
  g_assert_null (retort_name_pattern_new ("[.a"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/name-pattern/matches", test_matches);
  g_test_add_func ("/report/name-pattern/refused", test_refused);
  return g_test_run ();
}
