/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql/script.h"

/* Cuts @sql and joins the pieces with '|'. */
static char *
cut (const char *sql)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) spans = retort_sql_split (sql, &error);
  GString *joined = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < spans->len; i++)
    {
      RetortSpan span = g_array_index (spans, RetortSpan, i);

      if (i > 0)
        g_string_append_c (joined, '|');
      g_string_append_len (joined, sql + span.start, (gssize) (span.end - span.start));
    }
  return g_string_free (joined, FALSE);
}

typedef struct
{
  const char *sql;
  const char *pieces;
} Cut;

static void
test_split (void)
{
  static const Cut cuts[] = {
    { "", "" },
    { " ; ;\n-- nothing\n", "" },
    { "select 1", "select 1" },
    { "-- über\nselect ';' ; /* a; b */ select $$;$$ -- end\n;", "select ';'|select $$;$$" },
    { "select 1 /* inside */ + 1;", "select 1 /* inside */ + 1" },
    { "create function f() returns int begin atomic select 1; select 2; end; select 3",
      "create function f() returns int begin atomic select 1; select 2; end|select 3" },
    { "create rule r as on insert to t do also (delete from a; delete from b); select 1",
      "create rule r as on insert to t do also (delete from a; delete from b)|select 1" },
    { "copy t from '/tmp/x'; copy t to stdout", "copy t from '/tmp/x'|copy t to stdout" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cuts); i++)
    {
      g_autofree char *pieces = cut (cuts[i].sql);

      g_assert_cmpstr (pieces, ==, cuts[i].pieces);
    }
}

/* Virtual columns came with 18: the text is cut all the same, and a rule stays whole. */
static void
test_newer_grammar (void)
{
  g_autofree char *pieces
      = cut ("alter table t add c int generated always as (a) virtual; -- 18\n"
             "create rule r as on insert to t do also (delete from a; delete from b)");

  g_assert_cmpstr (pieces, ==,
                   "alter table t add c int generated always as (a) virtual|"
                   "create rule r as on insert to t do also (delete from a; delete from b)");
}

typedef struct
{
  const char *sql;
  RetortSqlError code;
  const char *message;
} Refusal;

static void
test_refusals (void)
{
  static const Refusal refusals[] = {
    { "select 1;\n  \\connect other\nselect 2", RETORT_SQL_ERROR_PSQL,
      "'\\connect' is a command of psql, not of the server (line 2, column 3)" },
    { "select 'é' \\gset", RETORT_SQL_ERROR_PSQL,
      "'\\gset' is a command of psql, not of the server (line 1, column 12)" },
    { "\\echo it's", RETORT_SQL_ERROR_PSQL,
      "'\\echo' is a command of psql, not of the server (line 1, column 1)" },
    { "select 1;\nCOPY t (a) FROM stdin;\n1\tfoo's\n\\.\n", RETORT_SQL_ERROR_PSQL,
      "COPY … FROM STDIN needs psql to send the rows (line 2, column 1)" },
    { "copy t from stdin", RETORT_SQL_ERROR_PSQL,
      "COPY … FROM STDIN needs psql to send the rows (line 1, column 1)" },
    { "select 'é', 'open", RETORT_SQL_ERROR_SYNTAX,
      "unterminated quoted string at or near \"'open\" (line 1, column 13)" },
    { "create function f() returns int begin atomic selec 1; end", RETORT_SQL_ERROR_SYNTAX,
      "syntax error at or near \"selec\" (line 1, column 46)" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GArray) spans = retort_sql_split (refusals[i].sql, &error);

      g_assert_null (spans);
      g_assert_error (error, RETORT_SQL_ERROR, (int) refusals[i].code);
      g_assert_cmpstr (error->message, ==, refusals[i].message);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sql/script/split", test_split);
  g_test_add_func ("/sql/script/newer-grammar", test_newer_grammar);
  g_test_add_func ("/sql/script/refusals", test_refusals);
  return g_test_run ();
}
