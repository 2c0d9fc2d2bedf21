/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Expectations were copied from psql 15: SELECT … with \pset title. */
#include "report/text-table.h"

static void
assert_table (const RetortTextTable *table, const char *expected)
{
  g_autofree char *text = retort_text_table_to_string (table);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_alignment (void)
{
  g_autoptr(RetortTextTable) table = retort_text_table_new ("T");

  retort_text_table_add_column (table, "name", RETORT_TEXT_LEFT);
  retort_text_table_add_column (table, "n", RETORT_TEXT_RIGHT);
  retort_text_table_add_cell (table, "a");
  retort_text_table_add_cell (table, "100");
  retort_text_table_add_cell (table, "longer");
  retort_text_table_add_cell (table, NULL);
  retort_text_table_add_row_count (table);
  assert_table (table, "      T\n"
                       "  name  |  n  \n"
                       "--------+-----\n"
                       " a      | 100\n"
                       " longer |    \n"
                       "(2 rows)\n\n");
}

static void
test_lines (void)
{
  g_autoptr(RetortTextTable) table = retort_text_table_new ("a title wider than the table");

  retort_text_table_add_column (table, "a", RETORT_TEXT_LEFT);
  retort_text_table_add_column (table, "b", RETORT_TEXT_LEFT);
  retort_text_table_add_cell (table, "one\ntwo");
  retort_text_table_add_cell (table, "x");
  retort_text_table_add_cell (table, "y");
  retort_text_table_add_cell (table, "last\nline");
  retort_text_table_add_footer (table, "%s", "foot");
  assert_table (table, "a title wider than the table\n"
                       "  a  |  b   \n"
                       "-----+------\n"
                       " one+| x\n"
                       " two | \n"
                       " y   | last+\n"
                       "     | line\n"
                       "foot\n\n");
}

static void
test_characters (void)
{
  g_autoptr(RetortTextTable) table = retort_text_table_new ("T");

  retort_text_table_add_column (table, "c", RETORT_TEXT_LEFT);
  retort_text_table_add_column (table, "d", RETORT_TEXT_LEFT);
  retort_text_table_add_cell (table, "表");
  retort_text_table_add_cell (table, "wide");
  retort_text_table_add_cell (table, "e\u0308");
  retort_text_table_add_cell (table, "combined");
  retort_text_table_add_cell (table, "a\tb\r\x01");
  retort_text_table_add_cell (table, "\302\205");
  assert_table (table, "             T\n"
                       "        c        |    d     \n"
                       "-----------------+----------\n"
                       " 表              | wide\n"
                       " e\u0308               | combined\n"
                       " a       b\\r\\x01 | \\u0085\n\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/text-table/alignment", test_alignment);
  g_test_add_func ("/report/text-table/lines", test_lines);
  g_test_add_func ("/report/text-table/characters", test_characters);
  return g_test_run ();
}
