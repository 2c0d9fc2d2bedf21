/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql/shape.h"

#define INSERT "INSERT INTO t1 (id, at) VALUES (1, '2026-01-01')"

static void
assert_same (const char *a, const char *b, gboolean expected)
{
  g_autofree char *shape_a = retort_sql_shape (a);
  g_autofree char *shape_b = retort_sql_shape (b);

  g_assert_nonnull (shape_a);
  g_assert_nonnull (shape_b);
  g_assert_cmpint (g_str_equal (shape_a, shape_b), ==, expected);
}

static void
test_constants_do_not_count (void)
{
  assert_same (INSERT, "INSERT INTO t1 (id, at) -- now\nVALUES (22, '2026-02-02')", TRUE);
  assert_same ("SELECT 1.5, E'a', B'1', X'f'", "SELECT 2.5, E'b', B'0', X'e'", TRUE);
}

static void
test_everything_else_counts (void)
{
  assert_same (INSERT, "INSERT INTO t2 (id, at) VALUES (1, '2026-01-01')", FALSE);
  assert_same (INSERT, "INSERT INTO t1 (id) VALUES (1)", FALSE);
  assert_same (INSERT, INSERT "; SELECT 1", FALSE);
  assert_same (INSERT, "INSERT INTO t1 (id, at) VALUES (1, now())", FALSE);
  assert_same ("SELECT \"a\"", "SELECT \"b\"", FALSE);
  assert_same ("DO $$BEGIN END$$", "DO $$BEGIN DROP TABLE t; END$$", FALSE);
}

static void
test_open_quote (void)
{
  g_autofree char *shape = retort_sql_shape ("SELECT 'a");

  g_assert_null (shape);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sql/shape/constants-do-not-count", test_constants_do_not_count);
  g_test_add_func ("/sql/shape/everything-else-counts", test_everything_else_counts);
  g_test_add_func ("/sql/shape/open-quote", test_open_quote);
  return g_test_run ();
}
