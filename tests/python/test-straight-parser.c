/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which texts are read by the tables alone. That what comes out is what tree-sitter says, test-node.c finds. */
#include "python/straight-parser.h"

#include <string.h>

extern const TSLanguage *tree_sitter_python (void);

static gboolean
is_read (const char *text)
{
  RetortPyStraightParser *parser = retort_py_straight_parser_new (tree_sitter_python ());
  guint n_nodes = 0;
  const RetortPyBareNode *nodes = retort_py_straight_parser_read (parser, text, strlen (text), &n_nodes);
  gboolean is_there = nodes != NULL;

  if (is_there)
    {
      g_assert_cmpuint (nodes[n_nodes - 1].n_nodes, ==, n_nodes);
      g_assert_cmpuint (nodes[n_nodes - 1].end, ==, strlen (text));
    }
  retort_py_straight_parser_free (parser);
  return is_there;
}

static void
test_read (void)
{
  static const char *const texts[] = {
    "",
    "# remark",
    "def upgrade():\n  # why\n  op.add_column('t', sa.Column('a', sa.Text(), nullable=False))  # then\n\n# end\n",
    "class A(B):\n  x: int = 1\n  y = f'{a!r:>{w}} \\n' \"b\"\n",
    "é = 'ü' # ä\n",
    "if a:\n  pass\nelse:\n  for x, y in z: print\n",
    "a, b = c\n", /* what follows decides */
    "a, b = c\nd, e = f\n", /* and then again */
    "try:\n  pass\nexcept* E as e:\n  pass\n",
    "fb = rb'a' f\"{b:>{u} x} {r}\" U'' + buf\t+ f\n",
    "f(*a, b=1)\n",
    "try:\n  pass\nexcept E:\n  pass\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_true (is_read (texts[i]));
}

/* Errors, what the tables leave open, and what is not known here. */
static void
test_left (void)
{
  static const char *const texts[] = { "def f(:\n  pass\n", "x = (1,\n", "print (a)\n", "\xEF\xBB\xBF" "a = 1\n", "a = '\xFF'\n", "'''" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_false (is_read (texts[i]));
}

/* What one text leaves behind does not change the next. */
static void
test_again (void)
{
  RetortPyStraightParser *parser = retort_py_straight_parser_new (tree_sitter_python ());
  guint n_nodes;

  for (guint i = 0; i < 3; i++)
    {
      g_assert_null (retort_py_straight_parser_read (parser, "if a:\n  if b:\n    f'{", 20, &n_nodes));
      g_assert_nonnull (retort_py_straight_parser_read (parser, "a = 1\nb = 'c'\n", 14, &n_nodes));
    }
  retort_py_straight_parser_free (parser);
}

/* The grammar's scanner is inside of an f-string when the first text ends: the next one is read as by a new parser. */
static void
test_after_f_string (void)
{
  static const char text[] = "class A:\n  def f(self):\n    a\n  def g(self):\n    b\nc\n";
  RetortPyStraightParser *used = retort_py_straight_parser_new (tree_sitter_python ());
  RetortPyStraightParser *fresh = retort_py_straight_parser_new (tree_sitter_python ());
  guint n_nodes;
  guint n_wanted;
  const RetortPyBareNode *nodes;
  const RetortPyBareNode *wanted = retort_py_straight_parser_read (fresh, text, strlen (text), &n_wanted);

  g_assert_null (retort_py_straight_parser_read (used, "f'{", 3, &n_nodes));
  nodes = retort_py_straight_parser_read (used, text, strlen (text), &n_nodes);
  g_assert_nonnull (nodes);
  g_assert_nonnull (wanted);
  g_assert_cmpuint (n_nodes, ==, n_wanted);
  for (guint i = 0; i < n_nodes; i++)
    {
      g_assert_cmpuint (nodes[i].symbol, ==, wanted[i].symbol);
      g_assert_cmpuint (nodes[i].end, ==, wanted[i].end);
    }
  retort_py_straight_parser_free (used);
  retort_py_straight_parser_free (fresh);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/python/straight-parser/read", test_read);
  g_test_add_func ("/python/straight-parser/left", test_left);
  g_test_add_func ("/python/straight-parser/again", test_again);
  g_test_add_func ("/python/straight-parser/after-f-string", test_after_f_string);
  return g_test_run ();
}
