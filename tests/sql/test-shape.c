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

static void
test_parameters_become_values (void)
{
  static const char pattern[] = "UPDATE t SET a = $1, b = $2::jsonb WHERE c IN $3 AND d = ANY ($4)";

  g_assert_true (retort_sql_fits ("UPDATE t SET a = 'x', b = '{}'::jsonb WHERE c IN (1, 2) AND d = ANY (ARRAY['a', NULL])", pattern, NULL, FALSE));
  g_assert_true (retort_sql_fits ("UPDATE t SET a = -1.5, b = NULL WHERE c IN (NULL) AND d = ANY ('{}')", pattern, NULL, FALSE));
  g_assert_true (retort_sql_fits ("UPDATE t SET a = true, b = 'x' WHERE c IN ('a'::timestamp with time zone) /* c */ AND d = ANY (ARRAY[]::uuid[])",
                                  pattern, NULL, FALSE));
  g_assert_true (retort_sql_fits ("SELECT 1, 'a'", "SELECT $1, 'a'", NULL, FALSE));
  g_assert_true (retort_sql_fits ("SELECT 1, 'b'", "SELECT $1, 'a'", NULL, TRUE));
}

static void
test_other_texts_do_not_fit (void)
{
  static const char *const others[] = {
    "SELECT a FROM t", "SELECT (SELECT 1) FROM t", "SELECT 1 FROM t; DROP TABLE t", "SELECT now() FROM t", "SELECT 1 + 1 FROM t",
    "SELECT 1, 2 FROM t", "SELECT 1 FROM u", "SELECT 1", "SELECT", "SELECT 'a FROM t", "SELECT ARRAY[1, now()] FROM t",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_false (retort_sql_fits (others[i], "SELECT $1 FROM t", NULL, FALSE));
  g_assert_false (retort_sql_fits ("SELECT 1, 'b'", "SELECT $1, 'a'", NULL, FALSE));
}

static void
test_marks_are_filled_in (void)
{
  static const char *const fitting[][2] = {
    { "DROP INDEX m_", "DROP INDEX a" },
    { "DROP INDEX m_", "DROP INDEX \"A b\".c, d" },
    { "DROP INDEX m_.c", "DROP INDEX a.c" },
    { "DROP INDEX \"m_\"", "DROP INDEX a" },
    { "DROP INDEX ix_m__c", "DROP INDEX ix_a_c" },
    { "SELECT 'in m_', m_", "SELECT 'in public', 'x'" },
    { "SELECT 1 WHERE a IN (m_)", "SELECT 1 WHERE a IN (1, 2, NULL)" },
    { "INSERT INTO t VALUES ($1, 'x'), (m_)", "INSERT INTO t VALUES (1, 'x')" },
    { "INSERT INTO t VALUES ($1), (m_) RETURNING id", "INSERT INTO t VALUES ('a'), (2), (NULL) RETURNING id" },
  };
  static const char *const others[][2] = {
    { "DROP INDEX m_", "DROP INDEX a; DROP TABLE t" },
    { "DROP INDEX m_", "DROP INDEX a CASCADE" },
    { "DROP INDEX \"m_\"", "DROP INDEX a.b" },
    { "DROP INDEX ix_m__c", "DROP INDEX ix_a_d" },
    { "SELECT m_", "SELECT (SELECT 1)" },
    { "SELECT m_", "SELECT now()" },
    { "SELECT 'in m_'", "SELECT 'out'" },
    { "INSERT INTO t VALUES ($1), (m_)", "INSERT INTO t VALUES (1), (now())" },
    { "INSERT INTO t VALUES ($1), (m_)", "INSERT INTO t VALUES (1), (2) RETURNING id" },
    { "INSERT INTO t VALUES ($1)", "INSERT INTO t VALUES (1), (2)" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (fitting); i++)
    g_assert_true (retort_sql_fits (fitting[i][1], fitting[i][0], "m_", FALSE));
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_false (retort_sql_fits (others[i][1], others[i][0], "m_", FALSE));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sql/shape/constants-do-not-count", test_constants_do_not_count);
  g_test_add_func ("/sql/shape/everything-else-counts", test_everything_else_counts);
  g_test_add_func ("/sql/shape/open-quote", test_open_quote);
  g_test_add_func ("/sql/shape/parameters-become-values", test_parameters_become_values);
  g_test_add_func ("/sql/shape/other-texts-do-not-fit", test_other_texts_do_not_fit);
  g_test_add_func ("/sql/shape/marks-are-filled-in", test_marks_are_filled_in);
  return g_test_run ();
}
