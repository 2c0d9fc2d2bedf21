/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the validator calls sound, CPython compiles; what real files hold is rarely called wrong. */
#include "python/validator.h"

#include <gio/gio.h>
#include <string.h>

/* The line of the problem that Python would tell; 0: there is none for certain. */
static guint
get_error_line (const char *text, gsize length, char **message)
{
  g_autoptr(RetortSource) source = retort_source_new ("m.py", text, (gssize) length);
  g_autoptr(RetortPyTree) tree = retort_py_tree_parse (source);
  g_autoptr(GPtrArray) problems = retort_py_validate (tree, retort_py_tree_get_root (tree));
  const RetortPyProblem *error = retort_py_find_error (tree, problems);

  if (message != NULL)
    *message = g_strdup (error != NULL ? error->message : NULL);
  return error != NULL ? retort_source_position_at (source, error->span.start).line : 0;
}

static guint
count_problems (const char *text, gsize length, char **first)
{
  g_autoptr(RetortSource) source = retort_source_new ("m.py", text, (gssize) length);
  g_autoptr(RetortPyTree) tree = retort_py_tree_parse (source);
  g_autoptr(GPtrArray) problems = retort_py_validate (tree, retort_py_tree_get_root (tree));
  RetortPyProblem *problem = problems->len > 0 ? problems->pdata[0] : NULL;

  if (first != NULL)
    *first = problem == NULL ? NULL
                             : g_strdup_printf ("%u: %s", retort_source_position_at (source, problem->span.start).line, problem->message);
  return problems->len;
}

static void
test_problems (void)
{
  static const struct { const char *text; const char *problem; } cases[] = {
    { "x = 1\n", NULL },
    { "", NULL },
    { "def f():\n", "1: a block is empty" },
    { "def f():\n    x\n  y\n", "3: the indentation matches no outer one" },
    { "def f():\n    x\n      y\n", "3: the indentation is not what it must be here" },
    { "if a:\n        x\n\ty\n", "3: tabs and spaces are mixed in the indentation" },
    { "f(a=1, a=2)\n", "1: the argument 'a' is given twice" },
    { "f(a=1, b)\n", "1: a positional argument follows keyword arguments" },
    { "f(**a, *b)\n", "1: positional arguments follow '**'" },
    { "return 1\n", "1: 'return' stands outside of a function" },
    { "def f():\n    break\n", "2: this stands outside of a loop" },
    { "for a in b:\n    pass\nelse:\n    continue\n", "4: this stands outside of a loop" },
    { "f() = 1\n", "1: the syntax is wrong" },
    { "def f(a, a): pass\n", "1: the parameter 'a' is there twice" },
    { "def f(a=1, b): pass\n", "1: a parameter without a default follows one with a default" },
    { "z = [a := v for v in x], {a := v for v in x}, f(a := v for v in x), [v for v in x if (a := v)]\n", NULL },
    { "z = [v for v in x if (lambda: (v := 1))()]\n", NULL },
    { "z = [v for v in (a := x)]\n", "1: ':=' cannot stand in this part of a comprehension" },
    { "z = [(v := 1) for v in x]\n", "1: ':=' cannot stand in this part of a comprehension" },
    { "z = [[(v := 1) for w in x] for v, u in x]\n", "1: ':=' cannot stand in this part of a comprehension" },
    { "class A:\n    z = [a := v for v in x]\n", "2: ':=' cannot stand in this part of a comprehension" },
    { "z = {k: a := v for k in x}\n", "1: ':=' must stand in parentheses" },
    { "z = [v for v in x if a := v]\n", "1: this must stand in parentheses" },
    { "x = class\n", "1: 'class' is no name" },
    { "print 'a'\n", "1: 'print statement' is not checked, or is Python 2" },
    { "x = 'a\n", "1: a string is never ended" },
    { "x = '\\x4'\n", "1: an escape in a string cannot be read" },
    { "x = '\\d'\n", NULL },
    { "x = ur'a'\n", "1: a string has a prefix that there is not" },
    { "x = 012\n", "1: a number begins with a zero" },
    { "x = (1,\n", "1: the syntax is wrong" },
    { "a, b += 1\n", "1: an augmented assignment has one plain target" },
    { "x = f'{a[\"b\"]}'\n", NULL },
    { "x = f'{a['b']}'\n", "1: this cannot be read as Python reads it" },
    { "x = [*f(a), *b + c]\n", NULL },
    { "x = a & b ^ c\n", "1: '&' and '^' stand without parentheses, which is not followed" },
    { "from a import b,\n", "1: a comma ends the import" },
    { "# coding: latin-1\n", "1: the file says that it is not UTF-8" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *first = NULL;
      guint n_problems = count_problems (cases[i].text, strlen (cases[i].text), &first);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (first, ==, cases[i].problem);
      g_assert_cmpint (n_problems > 0, ==, cases[i].problem != NULL);
    }
}

/* CPython 3.11's compile() names these lines. */
static void
test_the_error (void)
{
  static const struct { const char *text; guint line; const char *message; } cases[] = {
    { "x = 1\n", 0, NULL },
    { "op.execute(\"a\"\n\n\ndef f():\n    pass\n", 1, "'(' is never closed" },
    { "x = [\n    (1, 2),\n    (3,\n]\n", 4, "']' does not close '('" },
    { "x = 1)\ny = (\n", 1, "')' closes nothing" },
    { "x = 'a\ny = \"b\"\n", 1, "a string is never ended" },
    { "x = '''a\ny = 1\n", 1, "a string is never ended" },
    { "def f():\n    a = 1\n  b = 2\n", 3, "the indentation matches no outer one" },
    { "def f():\n    a b\n  c\n", 2, "the syntax is wrong" },
    { "a b\nx = (1\n", 1, "the syntax is wrong" },
    { "x y\nreturn 1\n", 1, "the syntax is wrong" },
    { "return 1\n", 1, "'return' stands outside of a function" },
    { "x = f'{a['b']}'\n", 0, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *message = NULL;
      guint line = get_error_line (cases[i].text, strlen (cases[i].text), &message);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (message, ==, cases[i].message);
      g_assert_cmpuint (line, ==, cases[i].line);
    }
}

static void
test_problems_under_a_node (void)
{
  const char *text = "def f():\n    return 1\n\ndef g():\n    break\n";
  g_autoptr(RetortSource) source = retort_source_new ("m.py", text, -1);
  g_autoptr(RetortPyTree) tree = retort_py_tree_parse (source);
  const RetortPyNode *root = retort_py_tree_get_root (tree);
  g_autoptr(GPtrArray) of_f = retort_py_validate (tree, retort_py_node_get_named_child (root, 0));
  g_autoptr(GPtrArray) of_g = retort_py_validate (tree, retort_py_node_get_named_child (root, 1));

  g_assert_cmpuint (of_f->len, ==, 0);
  g_assert_cmpuint (of_g->len, ==, 1);
}

/* Goes through "OK length\ntext\n" records of the generator. */
static void
compare_with_cpython (char *records, gsize length, guint lines_percent)
{
  const char *at = records;
  guint n_sound = 0;
  guint n_alarms = 0;
  guint n_certain = 0;
  guint n_lines = 0;

  while (at < records + length)
    {
      gboolean compiles = g_str_has_prefix (at, "OK ");
      char *text;
      guint line = (guint) g_ascii_strtoull (at + 3, &text, 10);
      gsize size = g_ascii_strtoull (text + 1, &text, 10);
      g_autofree char *first = NULL;
      g_autofree char *message = NULL;
      guint n_problems;
      guint error_line;

      text++;
      n_problems = count_problems (text, size, &first);
      if (!compiles && n_problems == 0)
        {
          g_test_message ("CPython refuses:\n%.*s", (int) size, text);
          g_test_fail ();
        }
      error_line = get_error_line (text, size, &message);
      if (compiles && error_line > 0)
        {
          g_test_message ("CPython accepts, line %u, %s:\n%.*s", error_line, message, (int) size, text);
          g_test_fail ();
        }
      n_certain += error_line > 0 && line > 0;
      n_lines += error_line > 0 && error_line == line;
      if (error_line > 0 && line > 0 && error_line != line && g_test_verbose ())
        g_test_message ("line %u, not %u, %s:\n%.*s", line, error_line, message, (int) size, text);
      n_sound += compiles;
      n_alarms += compiles && n_problems > 0;
      if (compiles && n_problems > 0 && g_test_verbose ())
        g_test_message ("false alarm %s:\n%.*s", first, (int) size, text);
      at = text + size + 1;
    }
  g_test_message ("%u sound files, %u false alarms; %u certain errors, %u of them in CPython's line", n_sound, n_alarms,
                  n_certain, n_lines);
  g_assert_cmpuint (n_sound, >, 100);
  g_assert_cmpuint (n_alarms * 20, <, n_sound);
  g_assert_cmpuint (n_lines * 100, >, n_certain * lines_percent);
}

static void
mutate (const char *const *files, const char *usual_count, guint lines_percent)
{
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "python", "generator", "mutations.py", NULL);
  const char *seed = g_getenv ("RETORT_TEST_SEED") != NULL ? g_getenv ("RETORT_TEST_SEED") : "1";
  const char *count = g_getenv ("RETORT_TEST_COUNT") != NULL ? g_getenv ("RETORT_TEST_COUNT") : usual_count;
  g_autoptr(GPtrArray) arguments = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GSubprocess) child = NULL;
  g_autoptr(GBytes) output = NULL;
  g_autoptr(GError) error = NULL;

  g_ptr_array_add (arguments, g_strdup ("/usr/bin/python3"));
  g_ptr_array_add (arguments, g_strdup (script));
  g_ptr_array_add (arguments, g_strdup (seed));
  g_ptr_array_add (arguments, g_strdup (count));
  for (guint i = 0; files[i] != NULL; i++)
    g_ptr_array_add (arguments, g_test_build_filename (G_TEST_DIST, "data", "python", files[i], NULL));
  g_ptr_array_add (arguments, NULL);
  child = g_subprocess_newv ((const char *const *) arguments->pdata, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate (child, NULL, NULL, &output, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (child));
  compare_with_cpython ((char *) g_bytes_get_data (output, NULL), g_bytes_get_size (output), lines_percent);
}

static void
test_mutations (void)
{
  static const char *const files[] = { "straight.py", "dynamic.py", NULL };

  mutate (files, "2500", 85);
}

/* What is wrong in a `case` is told of the `match` around it, mostly. */
static void
test_mutations_of_match (void)
{
  static const char *const files[] = { "matching.py", NULL };

  mutate (files, "1000", 70);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/python/validator/problems", test_problems);
  g_test_add_func ("/python/validator/the-error", test_the_error);
  g_test_add_func ("/python/validator/problems-under-a-node", test_problems_under_a_node);
  g_test_add_func ("/python/validator/mutations", test_mutations);
  g_test_add_func ("/python/validator/mutations-of-match", test_mutations_of_match);
  return g_test_run ();
}
