/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Made-up texts, rendered by SQLAlchemy's text() and by ours: which colons are parameters. */
#include "formats/alembic/text.h"

#include "python-oracle.h"

#define N_TEXTS 3000

static const char *const pieces[] = {
  ":", ":", ":", "::", "\\", "\\:", "a", "b1", "_", " ", "'", "\"", "=", "-", ">", "1", "\xc3\xa9", ".", ",", "(", "[", "{", "\n", "x:y", ":name", "\xe2\x82\xac",
};

static const char oracle_program[] =
  "import json, re, sys\n"
  "import sqlalchemy as sa\n"
  "from sqlalchemy.dialects import postgresql\n"
  "for line in sys.stdin:\n"
  "    statement = sa.text(json.loads(line))\n"
  "    print(json.dumps(str(statement.compile(dialect=postgresql.dialect(paramstyle='named'), compile_kwargs={'literal_binds': True}))))\n";

static char *
generate_text (GRand *random)
{
  GString *text = g_string_new (NULL);
  gint n_pieces = g_rand_int_range (random, 1, 10);

  for (gint i = 0; i < n_pieces; i++)
    g_string_append (text, pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))]);
  return g_string_free (text, FALSE);
}

static gboolean
write_null (GString *out, const char *name, gpointer user_data)
{
  g_string_append (out, "NULL");
  return TRUE;
}

static void
test_like_sqlalchemy (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (7);
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) answers = NULL;

  for (guint i = 0; i < N_TEXTS; i++)
    g_ptr_array_add (texts, generate_text (random));
  answers = python_oracle_ask (oracle_program, texts);
  for (guint i = 0; i < texts->len; i++)
    {
      g_autoptr(GString) out = g_string_new (NULL);

      g_assert_true (retort_text_render (out, g_ptr_array_index (texts, i), write_null, NULL));
      if (g_strcmp0 (out->str, g_ptr_array_index (answers, i)) != 0)
        g_error ("text '%s' is '%s' instead of '%s'", (char *) g_ptr_array_index (texts, i), out->str,
                 (char *) g_ptr_array_index (answers, i));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formats/text/like-sqlalchemy", test_like_sqlalchemy);
  return g_test_run ();
}
