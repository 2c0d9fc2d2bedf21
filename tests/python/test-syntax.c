/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "python/syntax.h"

/* The right side of `x = …` in a one-line file. */
static char *
value_of (const char *literal)
{
  g_autofree char *text = g_strdup_printf ("x = %s\n", literal);
  g_autoptr(RetortSource) source = retort_source_new ("m.py", text, -1);
  g_autoptr(RetortPyTree) tree = retort_py_tree_parse (source);
  const RetortPyNode *statement = retort_py_node_get_named_child (retort_py_tree_get_root (tree), 0);
  const RetortPyNode *assignment = retort_py_node_get_named_child (statement, 0);

  return retort_py_string_value (tree, retort_py_node_field (assignment, RETORT_PY_FIELD_right));
}

/* Each value is what CPython 3.11 gives; NULL where it is not a text that can be told. */
static void
test_string_values (void)
{
  static const struct { const char *literal; const char *value; } cases[] = {
    { "'a'", "a" },
    { "\"it's\"", "it's" },
    { "''", "" },
    { "u'ü'", "ü" },
    { "r'\\d\\'x'", "\\d\\'x" },
    { "R\"\\n\"", "\\n" },
    { "'''a\nb'''", "a\nb" },
    { "'''a\r\nb'''", "a\nb" },
    { "'a\\\nb'", "ab" },
    { "'a\\\r\nb'", "ab" },
    { "'\\t\\\\\\'\\\"\\a\\b\\f\\v\\r\\n'", "\t\\'\"\a\b\f\v\r\n" },
    { "'\\x41\\u00e4\\U0001F600\\101\\1019\\7'", "Aä😀AA9\a" },
    { "'\\d\\q'", "\\d\\q" },
    { "'\\400'", "Ā" },
    { "'a' \"b\" '''c'''", "abc" },
    { "('a'\n  # remark\n  r'\\b')", "a\\b" },
    { "(('a'))", "a" },
    { "'\\N{BULLET}'", NULL },
    { "'\\x4'", NULL },
    { "'\\ud800'", NULL },
    { "'\\U00110000'", NULL },
    { "'a\\0b'", NULL },
    { "b'a'", NULL },
    { "f'a'", NULL },
    { "'a' f'{b}'", NULL },
    { "'a' b'b'", NULL },
    { "rb'a'", NULL },
    { "`a`", NULL },
    { "'a", NULL },
    { "a", NULL },
    { "('a',)", NULL },
    { "()", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *value = value_of (cases[i].literal);

      g_test_message ("%s", cases[i].literal);
      g_assert_cmpstr (value, ==, cases[i].value);
    }
}

static void
test_parts_leave_out_remarks (void)
{
  g_autoptr(RetortSource) source = retort_source_new (NULL, "f(a, # one\n  \\\n  b)\n", -1);
  g_autoptr(RetortPyTree) tree = retort_py_tree_parse (source);
  const RetortPyNode *call = retort_py_node_get_named_child (retort_py_node_get_named_child (retort_py_tree_get_root (tree), 0), 0);
  const RetortPyParts *parts = retort_py_node_get_parts (retort_py_node_field (call, RETORT_PY_FIELD_arguments));
  g_autofree char *last = NULL;

  g_assert_true (retort_py_node_is (call, "call"));
  g_assert_cmpuint (parts->n, ==, 2);
  last = retort_py_node_dup_text (tree, parts->nodes[1]);
  g_assert_cmpstr (last, ==, "b");
}

static void
test_broken_text_has_a_tree (void)
{
  g_autoptr(RetortSource) source = retort_source_new (NULL, "revision = 'a'\ndef upgrade(:\n  op.", -1);
  g_autoptr(RetortPyTree) tree = retort_py_tree_parse (source);
  g_autoptr(RetortPyTree) other = retort_py_tree_ref (tree);

  g_assert_true (retort_py_tree_get_root (other)->has_error);
  g_assert_true (retort_py_tree_get_source (other) == source);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/python/syntax/string-values", test_string_values);
  g_test_add_func ("/python/syntax/parts-leave-out-remarks", test_parts_leave_out_remarks);
  g_test_add_func ("/python/syntax/broken-text-has-a-tree", test_broken_text_has_a_tree);
  return g_test_run ();
}
