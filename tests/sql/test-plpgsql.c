/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What DO blocks send. */
#include "sql/plpgsql.h"

#include "sql/expression.h"

typedef struct
{
  const char *sql;
  const char *expected; /* the statements; '?' before those that run under a condition, '!' and why for what is not read; NULL: no body */
} Case;

static const Case cases[] = {
  { "SELECT 1", NULL },
  { "DO $$ BEGIN DROP TABLE a; END $$", "DROP TABLE a" },
  { "DO $$ BEGIN UPDATE a SET b = 'x\"y\\z' || E'\\n'; DELETE FROM a; END $$", "UPDATE a SET b = 'x\"y\\z' || E'\\n'#DELETE FROM a" },
  { "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_type) THEN CREATE TYPE t AS ENUM ('a'); END IF; END $$", "?CREATE TYPE t AS ENUM ('a')" },
  { "DO $$ BEGIN ALTER TABLE a ADD COLUMN b int; EXCEPTION WHEN duplicate_column THEN NULL; END $$", "?ALTER TABLE a ADD COLUMN b int" },
  { "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.a := 1; DELETE FROM b WHERE id = OLD.id; RETURN NEW; END $$",
    "DELETE FROM b WHERE id = OLD.id" },
  { "CREATE PROCEDURE f(a int) AS 'BEGIN UPDATE b SET c = ''d''; COMMIT; END' LANGUAGE PLPGSQL", "UPDATE b SET c = 'd'" },
  { "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; END", NULL },
  { "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'DELETE FROM a; DROP TABLE b'", "DELETE FROM a#DROP TABLE b" },
  { "CREATE FUNCTION f() RETURNS void LANGUAGE c AS 'library', 'symbol'", NULL },
  { "DO LANGUAGE plperl $$ DROP TABLE a; $$", "!it is written in plperl" },
  /* Types that only the catalogue knows */
  { "CREATE FUNCTION f(x orders) RETURNS orders LANGUAGE plpgsql AS $$ BEGIN x.id := 4; x.a[1].b = 5; DELETE FROM users WHERE id = x.id; RETURN x; END $$",
    "DELETE FROM users WHERE id = x.id" },
  { "CREATE FUNCTION f() RETURNS SETOF orders LANGUAGE plpgsql AS $$ BEGIN RETURN QUERY DELETE FROM a RETURNING *; RETURN NEXT; RETURN; END $$",
    "DELETE FROM a RETURNING *" },
  { "CREATE FUNCTION f() RETURNS TABLE (a int) LANGUAGE plpgsql AS $$ BEGIN a := 1; RETURN NEXT; RETURN QUERY EXECUTE 'SELECT 1'; END $$", "SELECT 1" },
  { "DO $$ DECLARE c CURSOR (k int) FOR SELECT * FROM a; d refcursor; r a%ROWTYPE; BEGIN OPEN c (1); FETCH c INTO r; DELETE FROM a WHERE CURRENT OF c; CLOSE c; "
    "OPEN d FOR SELECT 2; OPEN d FOR EXECUTE 'SELECT 3'; END $$",
    "SELECT * FROM a#DELETE FROM a WHERE CURRENT OF c#SELECT 2#SELECT 3" },
  /* Control structures */
  { "DO $$ DECLARE r record; BEGIN FOR r IN SELECT 1 LOOP DELETE FROM a WHERE id = r.id; END LOOP; END $$", "SELECT 1#DELETE FROM a WHERE id = r.id" },
  { "DO $$ <<l>> BEGIN FOR i IN REVERSE 10..1 BY 2 LOOP DROP TABLE a; CONTINUE l WHEN i = CASE WHEN true THEN 1 ELSE 2 END; END LOOP l; END l $$", "DROP TABLE a" },
  { "DO $$ BEGIN WHILE a < 1 LOOP DROP TABLE a; END LOOP; LOOP EXIT; END LOOP; DROP TABLE b; END $$", "?DROP TABLE a#DROP TABLE b" },
  { "DO $$ BEGIN IF CASE WHEN a THEN b END THEN DROP TABLE a; ELSIF true THEN DROP TABLE b; ELSE BEGIN DROP TABLE c; END; END IF; DROP TABLE d; END $$",
    "?DROP TABLE a#?DROP TABLE b#?DROP TABLE c#DROP TABLE d" },
  { "DO $$ BEGIN CASE WHEN 1 = 1 THEN DROP TABLE a; ELSE TRUNCATE b; END CASE; CASE x WHEN 1, 2 THEN NULL; END CASE; DROP TABLE c; END $$",
    "?DROP TABLE a#?TRUNCATE b#DROP TABLE c" },
  { "DO $$ BEGIN BEGIN DELETE FROM a; EXCEPTION WHEN others THEN UPDATE b SET x = 1; WHEN sqlstate '22012' THEN RAISE EXCEPTION 'x'; END; DROP TABLE c; END $$",
    "?DELETE FROM a#?UPDATE b SET x = 1#DROP TABLE c" },
  { "DO $$ #variable_conflict use_column\nDECLARE a int; -- DROP TABLE x;\nBEGIN /* BEGIN */ DECLARE b int; BEGIN DROP TABLE a; END; END $$", "DROP TABLE a" },
  { "DO $$ BEGIN PERFORM f(1); CALL p(); GET DIAGNOSTICS a = ROW_COUNT; RAISE NOTICE '%', a; ASSERT true; NULL; ROLLBACK; END $$", "SELECT f(1)#CALL p()" },
  /* INTO is plpgsql's, but for INSERT's own */
  { "DO $$ BEGIN SELECT a, b INTO STRICT x, y.z FROM t; INSERT INTO t (a) VALUES (1) RETURNING id INTO x; SELECT 1 INTO x[1]; END $$",
    "SELECT a, b FROM t#INSERT INTO t (a) VALUES (1) RETURNING id#SELECT 1" },
  /* Texts that are executed */
  { "DO $$ BEGIN EXECUTE 'DROP TABLE a'; EXECUTE 'UPDATE a SET b = ''c'''; EXECUTE 'DROP TABLE ' || 'b'; EXECUTE 'DROP TABLE c; DROP TABLE d' USING 1; END $$",
    "DROP TABLE a#UPDATE a SET b = 'c'#DROP TABLE b#DROP TABLE c; DROP TABLE d" },
  { "DO $$ BEGIN EXECUTE format('ALTER TABLE %I.%I ADD COLUMN a text DEFAULT %L', 'public', 'My Table', 'it''s'); EXECUTE format('DROP TABLE %2$s%1$s /* %% */', 'b', 'a'); END $$",
    "ALTER TABLE public.\"My Table\" ADD COLUMN a text DEFAULT 'it''s'#DROP TABLE ab" },
  { "DO $$ DECLARE t CONSTANT text := 'or' || 'ders'; u text = t; BEGIN EXECUTE 'DROP TABLE ' || quote_ident(t); EXECUTE concat('DROP TABLE ', u::regclass); END $$",
    "DROP TABLE orders#DROP TABLE orders" },
  { "DO $$ DECLARE t text; BEGIN FOREACH t IN ARRAY ARRAY['a', 'b']::text[] LOOP EXECUTE format('DROP TABLE %I', t); END LOOP; EXECUTE 'DROP TABLE ' || t; END $$",
    "DROP TABLE a#DROP TABLE b#!" },
  { "DO $$ DECLARE t text; BEGIN FOR t IN SELECT unnest(ARRAY['a', 'b']) LOOP EXECUTE 'DROP TABLE ' || t; END LOOP; END $$",
    "SELECT unnest(ARRAY['a', 'b'])#DROP TABLE a#DROP TABLE b" },
  { "DO $$ DECLARE t text := 'a'; BEGIN t := 'b'; EXECUTE 'DROP TABLE ' || t; END $$", "!" },
  { "DO $$ DECLARE t text := 'a'; BEGIN SELECT 1, 'b' INTO u, t; EXECUTE 'DROP TABLE ' || t; END $$", "SELECT 1, 'b'#!" },
  { "DO $$ DECLARE t text := 'a'; BEGIN DECLARE t text := f(); BEGIN EXECUTE 'DROP TABLE ' || t; END; EXECUTE 'DROP TABLE ' || t; END $$", "!#!" },
  { "DO $$ DECLARE r record; BEGIN FOR r IN EXECUTE 'SELECT 1' USING 2 LOOP EXECUTE 'DROP TABLE ' || r.name INTO x; END LOOP; END $$", "SELECT 1#!" },
  { "DO $$ BEGIN EXECUTE format('DROP TABLE %I', 'a', variadic b); EXECUTE format('%I', '2020-01-01'::date); EXECUTE format('%'); EXECUTE format('%I'); END $$", "!#!#!#!" },
  /* What is not plpgsql */
  { "DO $$ BEGIN this is wrong $$", "!syntax error at end of input" },
  { "DO $$ BEGIN DROP TABLE a; DROP NOTHING; DROP TABLE b; END $$", "DROP TABLE a#DROP TABLE b#!syntax error at or near \"NOTHING\" (line 1, column 6)" },
  { "DO $$ BEGIN IF a THEN DROP TABLE a; END LOOP; END $$", "?DROP TABLE a#!syntax error at or near \"LOOP\"" },
  { "DO $$ SELECT 1 $$", "!syntax error at or near \"SELECT\"" },
  { "DO $$ BEGIN SELECT 'x; END $$", "!a quote or a comment is left open" },
  { "DO $$ $$", "!syntax error at end of input" },
};

/* As the server would write them. */
static char *
write_out (const RetortSqlTree *tree)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < retort_sql_tree_get_n_statements (tree); i++)
    {
      g_autofree char *statement = retort_sql_statement_to_string (retort_sql_tree_get_statement (tree, i));

      g_string_append_printf (text, "%s%s", i > 0 ? "; " : "", statement);
    }
  return g_string_free (text, FALSE);
}

static void
assert_statement (const RetortSqlInner *inner, const char *wanted)
{
  gboolean is_conditional = wanted != NULL && wanted[0] == '?';
  g_autoptr(RetortSqlTree) expected = wanted != NULL ? retort_sql_tree_parse (wanted + is_conditional, NULL) : NULL;
  g_autofree char *left = write_out (inner->tree);
  g_autofree char *right = expected != NULL ? write_out (expected) : NULL;

  g_assert_cmpstr (left, ==, right);
  g_assert_cmpint (inner->is_conditional, ==, is_conditional);
}

static void
test_case (gconstpointer data)
{
  const Case *at = data;
  g_autoptr(RetortSqlTree) tree = retort_sql_tree_parse (at->sql, NULL);
  g_autoptr(RetortSqlBlock) block = retort_sql_block_parse (retort_sql_tree_get_statement (tree, 0));
  g_auto(GStrv) wanted = g_strsplit (at->expected != NULL ? at->expected : "", "#", -1);

  g_assert_cmpint (block != NULL, ==, at->expected != NULL);
  if (block == NULL)
    return;
  g_assert_cmpuint (block->statements->len + block->unread->len, ==, g_strv_length (wanted));
  for (guint i = 0; i < block->statements->len; i++)
    assert_statement (&g_array_index (block->statements, RetortSqlInner, i), wanted[i]);
  for (guint i = 0; i < block->unread->len; i++)
    {
      const char *reason = g_array_index (block->unread, RetortSqlUnread, i).reason;
      g_autofree char *said = g_strconcat ("!", reason, NULL);

      g_assert_cmpstr (said, ==, wanted[block->statements->len + i]);
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

  g_assert_cmpuint (block->statements->len, ==, 3);
  for (guint i = 0; expected[i] != NULL; i++)
    {
      RetortSpan place = g_array_index (block->statements, RetortSqlInner, i).place;
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
