/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names as SQLAlchemy's PostgreSQL dialect quotes and cuts them. */
#include "formats/alembic/quoting.h"

#include "python-oracle.h"

#define N_NAMES 1500

static const char *const pieces[] = {
  "a", "b", "Z", "_", "$", "1", " ", ".", "\"", "-", "\xc3\xa9", "user", "order", "offset", "type", "concurrently", "left", "SELECT",
  "current_user", "analyse", "timestamp",
};

static const char quote_program[] =
  "import json, sys\n"
  "from sqlalchemy.dialects import postgresql\n"
  "preparer = postgresql.dialect().identifier_preparer\n"
  "for line in sys.stdin:\n"
  "    print(json.dumps(preparer.quote(json.loads(line))))\n";

static const char cut_program[] =
  "import json, sys\n"
  "import sqlalchemy as sa\n"
  "from sqlalchemy.sql.elements import conv\n"
  "from sqlalchemy.dialects import postgresql\n"
  "for line in sys.stdin:\n"
  "    index = sa.Index(conv(json.loads(line)), sa.Table('t', sa.MetaData(), sa.Column('a', sa.Integer)).c.a)\n"
  "    print(json.dumps(postgresql.dialect(max_identifier_length=63).identifier_preparer.format_index(index)))\n";

static char *
generate_name (GRand *random, gint max_pieces)
{
  GString *name = g_string_new (NULL);
  gint n_pieces = g_rand_int_range (random, 1, max_pieces);

  for (gint i = 0; i < n_pieces; i++)
    g_string_append (name, pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))]);
  return g_string_free (name, FALSE);
}

static void
compare_names (const char *program, gint max_pieces, gboolean cuts)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (11);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) answers = NULL;

  for (guint i = 0; i < N_NAMES; i++)
    g_ptr_array_add (names, generate_name (random, max_pieces));
  answers = python_oracle_ask (program, names);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *name = cuts ? retort_alembic_shorten_name (g_ptr_array_index (names, i)) : g_strdup (g_ptr_array_index (names, i));
      g_autoptr(GString) out = g_string_new (NULL);

      retort_alembic_append_name (out, name);
      g_assert_cmpstr (out->str, ==, g_ptr_array_index (answers, i));
    }
}

static void
test_quote (void)
{
  compare_names (quote_program, 4, FALSE);
}

static void
test_cut (void)
{
  compare_names (cut_program, 40, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formats/quoting/quote", test_quote);
  g_test_add_func ("/formats/quoting/cut", test_cut);
  return g_test_run ();
}
