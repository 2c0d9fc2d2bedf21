/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What DO blocks send. */
#include "sql/plpgsql.h"

#include "sql/expression.h"

typedef struct
{
  const char *sql;
  const char *expected; /* NULL: no block that is understood */
  gboolean    is_conditional;
} Case;

static const Case cases[] = {
  { "SELECT 1", NULL, FALSE },
  { "DO $$ BEGIN DROP TABLE a; END $$", "DROP TABLE a", FALSE },
  { "DO $$ BEGIN UPDATE a SET b = 'x\"y\\z' || E'\\n'; DELETE FROM a; END $$", "UPDATE a SET b = 'x\"y\\z' || E'\\n'|DELETE FROM a", FALSE },
  { "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_type) THEN CREATE TYPE t AS ENUM ('a'); END IF; END $$", "CREATE TYPE t AS ENUM ('a')", TRUE },
  { "DO $$ BEGIN ALTER TABLE a ADD COLUMN b int; EXCEPTION WHEN duplicate_column THEN NULL; END $$", "ALTER TABLE a ADD COLUMN b int", TRUE },
  { "DO $$ BEGIN EXECUTE 'DROP TABLE a'; EXECUTE 'UPDATE a SET b = ''c'''; EXECUTE 'DROP TABLE ' || 'b'; END $$",
    "DROP TABLE a|UPDATE a SET b = 'c'", FALSE },
  { "DO $$ DECLARE r record; BEGIN FOR r IN SELECT 1 LOOP DELETE FROM a WHERE id = r.id; END LOOP; END $$", "DELETE FROM a WHERE id = r.id", FALSE },
  { "DO $$ BEGIN this is wrong $$", NULL, FALSE },
  { "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.a := 1; DELETE FROM b WHERE id = OLD.id; RETURN NEW; END $$",
    "DELETE FROM b WHERE id = OLD.id", FALSE },
  { "CREATE PROCEDURE f(a int) AS 'BEGIN UPDATE b SET c = ''d''; COMMIT; END' LANGUAGE PLPGSQL", "UPDATE b SET c = 'd'", FALSE },
  { "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; END", NULL, FALSE },
  { "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'DELETE FROM a'", NULL, FALSE },
  { "CREATE FUNCTION f() RETURNS void LANGUAGE c AS 'library', 'symbol'", NULL, FALSE },
  { "DO LANGUAGE plperl $$ DROP TABLE a; $$", NULL, FALSE },
};

static void
test_case (gconstpointer data)
{
  const Case *at = data;
  g_autoptr(RetortSqlTree) tree = retort_sql_tree_parse (at->sql, NULL);
  g_autoptr(RetortSqlBlock) block = retort_sql_block_parse (retort_sql_tree_get_statement (tree, 0));
  g_auto(GStrv) wanted = g_strsplit (at->expected != NULL ? at->expected : "", "|", -1);

  if (at->expected == NULL)
    {
      g_assert_null (block);
      return;
    }
  g_assert_nonnull (block);
  g_assert_cmpint (block->is_conditional, ==, at->is_conditional);
  if (strstr (at->expected, "||") != NULL)
    return;
  g_assert_cmpuint (block->statements->len, ==, g_strv_length (wanted));
  for (guint i = 0; wanted[i] != NULL; i++)
    {
      g_autoptr(RetortSqlTree) expected = retort_sql_tree_parse (wanted[i], NULL);
      g_autofree char *left = retort_sql_statement_to_string (retort_sql_tree_get_statement (g_ptr_array_index (block->statements, i), 0));
      g_autofree char *right = retort_sql_statement_to_string (retort_sql_tree_get_statement (expected, 0));

      g_assert_cmpstr (left, ==, right);
    }
}

/* Two statements that are alike, and one that is executed. */
static void
test_places (void)
{
  static const char *const expected[] = { "DELETE FROM a", "DELETE FROM a", "'DROP TABLE a'", NULL };
  g_autoptr(RetortSqlTree) tree = retort_sql_tree_parse ("DO $$ BEGIN DELETE FROM a; DELETE FROM a; EXECUTE 'DROP TABLE a'; END $$", NULL);
  g_autoptr(RetortSqlBlock) block = retort_sql_block_parse (retort_sql_tree_get_statement (tree, 0));
  gsize last = 0;

  g_assert_cmpuint (block->places->len, ==, 3);
  for (guint i = 0; expected[i] != NULL; i++)
    {
      RetortSpan place = g_array_index (block->places, RetortSpan, i);
      g_autofree char *text = g_strndup (block->body + place.start, place.end - place.start);

      g_assert_cmpstr (text, ==, expected[i]);
      g_assert_cmpuint (place.start, >=, last);
      last = place.end;
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/sql/plpgsql/%u", i);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/sql/plpgsql/places", test_places);
  return g_test_run ();
}
