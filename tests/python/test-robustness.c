/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever a file holds: reading, validating and evaluating it ends soon, and touches no memory that it should not. */
#include "python/evaluator.h"
#include "python/validator.h"

#include <string.h>

/* Seconds that one text may take, with sanitizers on a busy machine. */
#define TIME_LIMIT 20

static RetortPyValue *pretend_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);
static RetortPyValue *pretend_call (RetortPyEvaluation *evaluation, RetortPyValue *self, const RetortPyArguments *arguments);
static RetortPyValue *pretend_binary (RetortPyEvaluation *evaluation, const char *operator_, RetortPyValue *left, RetortPyValue *right);
static RetortPyValue *pretend_enter (RetortPyEvaluation *evaluation, RetortPyValue *self);

/* An object that takes part in everything. */
static const RetortPyForeignClass pretend_class = {
  .name = "pretend", .get_attribute = pretend_attribute, .call = pretend_call, .binary = pretend_binary, .enter = pretend_enter,
};

static RetortPyValue *
pretend_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  return strlen (name) % 5 == 0 ? NULL : self;
}

static RetortPyValue *
pretend_call (RetortPyEvaluation *evaluation, RetortPyValue *self, const RetortPyArguments *arguments)
{
  if (arguments->n_positional > 0 && retort_py_value_is (arguments->positional[0], RETORT_PY_FUNCTION))
    return retort_py_evaluation_call_value (evaluation, arguments->positional[0], &(RetortPyArguments){ 0 });
  return arguments->n_keywords == 1 ? NULL : self;
}

static RetortPyValue *
pretend_binary (RetortPyEvaluation *evaluation, const char *operator_, RetortPyValue *left, RetortPyValue *right)
{
  return *operator_ == '+' ? left : NULL;
}

static RetortPyValue *
pretend_enter (RetortPyEvaluation *evaluation, RetortPyValue *self)
{
  return self;
}

static RetortPyValue *
import_pretend (RetortPyEvaluation *evaluation, const char *module, const char *name, gpointer user_data)
{
  return strlen (module) % 3 == 0 ? NULL : retort_py_new_foreign (evaluation, &pretend_class, NULL, NULL);
}

static void
ignore_issue (RetortPyIssueKind kind, RetortSpan span, const char *reason, gpointer user_data)
{
  g_assert_nonnull (reason);
  g_assert_cmpuint (span.start, <=, span.end);
}

static void
put_through (const char *text, gssize length)
{
  g_autoptr(RetortSource) source = retort_source_new ("m.py", text, length);
  g_autoptr(RetortPyTree) tree = retort_py_tree_parse (source);
  const RetortPyNode *root = retort_py_tree_get_root (tree);
  g_autoptr(GPtrArray) problems = retort_py_validate (tree, root);
  RetortPyImporter importer = { import_pretend, NULL };
  g_autoptr(RetortPyEvaluation) evaluation = retort_py_evaluation_new (tree, &importer, ignore_issue, NULL);
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < MIN (20, retort_py_node_count_named (root)); i++)
    {
      g_autofree char *value = retort_py_string_value (tree, retort_py_node_get_named_child (root, i));
    }
  g_assert_true (retort_py_evaluation_run_module (evaluation, NULL, NULL));
  if (retort_py_evaluation_has_function (evaluation, "upgrade"))
    g_assert_true (retort_py_evaluation_call_function (evaluation, "upgrade", NULL, NULL));
  g_assert_cmpint ((g_get_monotonic_time () - start) / G_USEC_PER_SEC, <, TIME_LIMIT);
}

static char *
load (const char *name, gsize *length)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "python", name, NULL);
  g_autoptr(GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, length, &error);
  g_assert_no_error (error);
  return text;
}

static void
test_truncated (gconstpointer data)
{
  gsize length;
  g_autofree char *text = load (data, &length);

  for (gsize end = 0; end <= length; end += 13)
    put_through (text, (gssize) end);
}

static void
test_changed_bytes (gconstpointer data)
{
  static const char interesting[] = "()[]{}:,.'\"\\\n\t #=*@fbr0xe\xc3\xff";
  g_autoptr(GRand) random = g_rand_new_with_seed (7);
  gsize length;
  g_autofree char *text = load (data, &length);

  for (guint i = 0; i < 400; i++)
    {
      g_autofree char *changed = g_memdup2 (text, length);
      guint n_changes = (guint) g_rand_int_range (random, 1, 12);

      for (guint j = 0; j < n_changes; j++)
        changed[g_rand_int_range (random, 0, (gint32) length)] = interesting[g_rand_int_range (random, 0, sizeof interesting - 1)];
      put_through (changed, (gssize) length);
    }
}

static char *
repeat (const char *piece, guint n, const char *end)
{
  GString *text = g_string_new ("x = ");

  for (guint i = 0; i < n; i++)
    g_string_append (text, piece);
  g_string_append (text, end);
  return g_string_free (text, FALSE);
}

static void
test_deep (void)
{
  static const char *const pieces[] = {
    "(", "[", "{1:", "f(", "not ", "-", "lambda: ", "a if b else ", "a.", "a + ", "a[", "f'{", "*", "a = ", "a, ", "(yield ", "[*", "`",
  };

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autofree char *text = repeat (pieces[i], 20000, "a\n");

      put_through (text, -1);
    }
}

static void
test_deep_blocks (void)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < 400; i++)
    {
      for (guint j = 0; j < i; j++)
        g_string_append_c (text, ' ');
      g_string_append (text, i % 2 == 0 ? "if a:\n" : "def upgrade():\n");
    }
  put_through (text->str, -1);
}

/* Each would take for ever, or all memory. */
static void
test_endless (void)
{
  static const char *const texts[] = {
    "x = 9 ** 9 ** 9\n",
    "x = 'a' * 10 ** 9\n",
    "x = [0] * 10 ** 9\n",
    "x = 1 << 10 ** 9\n",
    "x = list(range(10 ** 15))\n",
    "x = sorted(range(10 ** 15))\n",
    "for x in range(10 ** 18): pass\n",
    "x = 'a'\nwhile True: x += x\n",
    "x = [1]\nwhile True: x += x\n",
    "x = [1]\nfor y in x: x.append(y)\n",
    "x = {}\nx['a'] = x\ny = str(x)\nz = x == x\n",
    "x = []\nx.append(x)\ny = [x]\nx.append(y)\nz = x == y\nu = x < y\nunknown(x)\n",
    "def f(): return f()\nf()\n",
    "f = lambda x: x(x)\nf(f)\n",
    "x = [[a, b, c, d] for a in range(999) for b in range(999) for c in range(999) for d in range(999)]\n",
    "x = sum(a for a in iter(lambda: 1, 2))\n",
    "x = '%99999999d' % 1\ny = f'{1:>99999999}'\nz = '{:>99999999}'.format(1)\n",
    "x = 'ab'.replace('a', 'b' * 100000) * 1000\n",
    "x = 1\nfor i in range(100000): x = x * 3\n",
    "x = ()\nfor i in range(100000): x = (x, x)\nunknown(x)\n",
    "import os\nx = []\nfor i in range(1000): x = [x]\nif os.a: x.append(1)\n",
    "def upgrade():\n    def g(): nonlocal_(g)\n    unknown(g)\n",
    "x = map(lambda v: v, x for x in [])\n",
    "class A:\n    x = A\nA.y = A\nunknown(A)\n",
    "x = [1, 2, 3]\nx.sort(key=lambda v: x.clear())\nx.sort(key=lambda v: unknown(x))\n",
    "x = {1: 2}\nfor k in x: x.clear(); x[2] = 3; unknown(x)\n",
    "g = (g for a in [1])\nx = list(g)\n",
    "import os\nclass A: pass\na = A()\ndef f():\n    for x in os.a: unknown(a)\n    return 1\na.g = (f() for y in [1, 2])\nx = list(a.g)\n",
    "import os\nclass A: pass\na = A()\ndef f():\n    for x in os.a: unknown(a)\ndef g():\n    f()\n    yield 1\na.g = g()\nx = list(a.g)\n",
    "a = []\ng = (next(a[0]) for y in [1, 2])\na.append(g)\nx = list(g)\n",
    "def f(a=[]):\n    a.append(f)\n    return a\nx = f()\nx[0](x)\nunknown(*x, **{'a': x})\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    put_through (texts[i], -1);
}

static void
test_cancelled (void)
{
  g_autoptr(RetortSource) source = retort_source_new ("m.py", "while True: pass\n", -1);
  g_autoptr(RetortPyTree) tree = retort_py_tree_parse (source);
  g_autoptr(RetortPyEvaluation) evaluation = retort_py_evaluation_new (tree, NULL, ignore_issue, NULL);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (retort_py_evaluation_run_module (evaluation, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/python/robustness/truncated/straight", "straight.py", test_truncated);
  g_test_add_data_func ("/python/robustness/truncated/dynamic", "dynamic.py", test_truncated);
  g_test_add_data_func ("/python/robustness/changed-bytes/straight", "straight.py", test_changed_bytes);
  g_test_add_data_func ("/python/robustness/changed-bytes/dynamic", "dynamic.py", test_changed_bytes);
  g_test_add_func ("/python/robustness/deep", test_deep);
  g_test_add_func ("/python/robustness/deep-blocks", test_deep_blocks);
  g_test_add_func ("/python/robustness/endless", test_endless);
  g_test_add_func ("/python/robustness/cancelled", test_cancelled);
  return g_test_run ();
}
