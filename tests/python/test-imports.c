/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Modules of a project, given as texts: which names are known through which import, and what is not guessed. Where Python itself can
 * tell, the expected values are those that CPython 3.11 printed for the same files. */
#include "python/evaluator.h"
#include "python/module-memory.h"

#include <string.h>

typedef struct
{
  const char *name;
  const char *text; /* NULL: a folder without an __init__.py */
  gboolean    is_package;
} Module;

/* What is imported, shared by all cases. */
static const Module modules[] = {
  { "consts", "A = 1\nNAMES = ['a', 'b']\n_hidden = 2\nfrom other import *\ndef double(x):\n    return x * A * 2\n", FALSE },
  { "other", "B = 'b'\n_c = 3\n", FALSE },
  { "listed", "__all__ = ['_x']\n_x = 1\ny = 2\n", FALSE },
  { "half", "import nowhere\nKNOWN = 1\nDRAWN = nowhere.draw()\nif nowhere.flag:\n    MAYBE = 1\nelse:\n    MAYBE = 2\nTABLE = {}\n"
            "nowhere.fill(TABLE)\n", FALSE },
  { "opened", "from nowhere import *\nX = 1\n", FALSE },
  { "raising", "X = 1\nraise RuntimeError('no')\n", FALSE },
  { "broken", "X = 1\n  Y = 2\n", FALSE },
  { "ring_a", "from ring_b import B\nA = 'a'\ndef get():\n    return B\n", FALSE },
  { "ring_b", "import ring_a\nB = 'b'\ndef get():\n    return ring_a.A\n", FALSE },
  { "endless", "while True:\n    pass\n", FALSE },
  { "pack", "from .inner import value\nfrom . import deep\nname = __name__\n", TRUE },
  { "pack.inner", "from .deep.leaf import leaf\nvalue = leaf + 1\n", FALSE },
  { "pack.deep", "", TRUE },
  { "pack.deep.leaf", "from ..sibling import s\nleaf = s\n", FALSE },
  { "pack.outward", "from ...outside import x\n", FALSE },
  { "pack.sibling", "s = 41\n", FALSE },
  { "space", NULL, TRUE },
  { "space.part", "p = 5\n", FALSE },
  { "computed", "def __getattr__(name):\n    return name\n", FALSE },
  { "selfish", "from . import part, absent\nfrom .part import q\n", TRUE },
  { "selfish.part", "q = 7\n", FALSE },
  { "round_a", "from round_b import x\n", FALSE },
  { "round_b", "from round_a import x\n", FALSE },
  { "shared", "LIST = [1]\n", FALSE },
  { "holds_self", "import nowhere\nclass A: pass\na = A()\ndef touch():\n    for x in nowhere.rows(): x(a)\n    return 1\n"
                  "def walk():\n    touch()\n    yield 1\n"
                  "def expression():\n    a.g = (touch() for y in [1, 2])\n    return list(a.g)\n"
                  "def function():\n    a.g = walk()\n    return list(a.g)\n", FALSE },
  { "user", "from shared import LIST\nimport nowhere\n@nowhere.register\ndef f():\n    LIST.append(2)\n", FALSE },
};

static gboolean
load (const char *name, RetortPyModuleFile *file, gpointer user_data)
{
  for (guint i = 0; i < G_N_ELEMENTS (modules); i++)
    if (g_str_equal (modules[i].name, name))
      {
        g_autoptr(RetortSource) source = modules[i].text != NULL ? retort_source_new (name, modules[i].text, -1) : NULL;

        file->is_package = modules[i].is_package;
        if (g_str_equal (name, "broken"))
          file->problem = g_strdup ("Python would not load it");
        else if (source != NULL)
          file->tree = retort_py_tree_parse (source);
        return TRUE;
      }
  return FALSE;
}

static void
count_issue (RetortPyIssueKind kind, RetortSpan span, const char *reason, gpointer user_data)
{
  g_string_append_printf (user_data, "%u: %s\n", kind, reason);
}

typedef struct
{
  const char *text;
  const char *result; /* repr() of the global `r`; NULL: unknown; "-": the module raises */
} Case;

static const Case cases[] = {
  { "import consts\nr = consts.A, consts.NAMES, consts.B", "(1, ['a', 'b'], 'b')" },
  { "import consts as c\nr = c.double(4)", "8" },
  { "from consts import A as z, double\nr = [double(z), z]", "[2, 1]" },
  { "from consts import *\nr = A, B", "(1, 'b')" },
  { "from consts import *\nr = _hidden", "-" },
  { "from listed import *\nr = _x", "1" },
  { "from listed import *\nr = y", "-" },
  { "from consts import nothing\nr = 1", "-" },
  { "try:\n    from consts import nothing\nexcept ImportError:\n    nothing = 3\nr = nothing", "3" },
  { "import consts\nconsts.NAMES.append('c')\nfrom consts import NAMES\nr = NAMES", "['a', 'b', 'c']" },
  { "from half import KNOWN as r", "1" },
  { "from half import DRAWN as r", NULL },
  { "from half import MAYBE as r", NULL },
  { "from half import TABLE as r", NULL },
  { "from opened import X as r", "1" },
  { "from opened import Y as r", NULL },
  { "from raising import X as r", NULL },
  { "from broken import X as r", NULL },
  { "from ring_a import get\nimport ring_b\nr = get(), ring_b.get()", "('b', 'a')" },
  { "from endless import x as r", NULL },
  { "from pack import value as r", "42" },
  { "import pack.inner\nr = pack.inner.value", "42" },
  { "from pack.deep import leaf\nr = leaf.leaf", "41" },
  { "from pack.outward import x as r", NULL },
  { "from pack import nothing as r", "-" },
  { "from space.part import p as r", "5" },
  { "from space import part\nr = part.p", "5" },
  { "from space import absent as r", NULL },
  { "from computed import anything as r", NULL },
  { "from . import consts\nr = 1", "-" },
  { "from nowhere import consts as r", NULL },
  { "from selfish import part\nr = part.q", "7" },
  { "from selfish import absent as r", NULL },
  { "from selfish import q as r", "7" },
  { "from round_a import x as r", NULL },
  { "from shared import LIST as r", "[1]" },
  /* A generator that what it calls gets hold of, told by the call in the file that is evaluated. */
  { "import holds_self\nr = holds_self.expression()", NULL },
  { "import holds_self\nr = holds_self.function()", NULL },
  { "import user\nfrom shared import LIST\nuser.f\nr = LIST", NULL },
  { "import user\nuser.f\nfrom shared import LIST as r", NULL },
};

static void
check_case (const Case *one, const RetortPyImporter *importer)
{
  g_autoptr(RetortSource) source = retort_source_new ("m.py", one->text, -1);
  g_autoptr(RetortPyTree) tree = retort_py_tree_parse (source);
  g_autoptr(GString) issues = g_string_new (NULL);
  g_autoptr(RetortPyEvaluation) evaluation = retort_py_evaluation_new (tree, importer, count_issue, issues);
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  RetortPyValue *value;

  g_assert_true (retort_py_evaluation_run_module (evaluation, NULL, &error));
  g_assert_no_error (error);
  value = retort_py_evaluation_get_global (evaluation, "r");
  if (value != NULL)
    text = retort_py_value_to_repr (value);
  else
    text = g_strdup ("-");
  if (g_strcmp0 (text, one->result) != 0)
    g_error ("%s\ngives %s, not %s; issues:\n%s", one->text, text, one->result, issues->str);
}

static void
test_names (void)
{
  RetortPyImporter importer = { NULL, load, NULL };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check_case (&cases[i], &importer);
}

/* What one evaluation read. */
typedef struct
{
  GString   *names;
  GPtrArray *sources;
  guint      n_effects;
} Reading;

static void
reading_clear (Reading *self)
{
  g_string_free (self->names, TRUE);
  g_ptr_array_unref (self->sources);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, reading_clear)

static gboolean
load_and_tell (const char *name, RetortPyModuleFile *file, gpointer user_data)
{
  Reading *self = user_data;

  if (!load (name, file, NULL))
    return FALSE;
  g_string_append_printf (self->names, "%s ", name);
  self->n_effects += g_str_equal (name, "ring_b"); /* as if its statements did something */
  if (file->tree != NULL)
    g_ptr_array_add (self->sources, retort_source_ref (retort_py_tree_get_source (file->tree)));
  return TRUE;
}

static guint
count_effects (gpointer user_data)
{
  return ((Reading *) user_data)->n_effects;
}

static void
read_case (const Case *one, RetortPyModuleMemory *memory, Reading *reading)
{
  RetortPyImporter importer = { NULL, load_and_tell, reading, NULL, memory, NULL, count_effects };

  reading->names = g_string_new (NULL);
  reading->sources = importer.sources = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_source_unref);
  check_case (one, &importer);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Of each file once, sorted. */
static char *
dup_paths (GPtrArray *sources)
{
  g_autoptr(GPtrArray) paths = g_ptr_array_new ();
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < sources->len; i++)
    g_ptr_array_add (paths, (char *) retort_source_get_path (g_ptr_array_index (sources, i)));
  g_ptr_array_sort (paths, compare_names);
  for (guint i = 0; i < paths->len; i++)
    if (i == 0 || !g_str_equal (g_ptr_array_index (paths, i), g_ptr_array_index (paths, i - 1)))
      g_string_append_printf (text, "%s ", (const char *) g_ptr_array_index (paths, i));
  return g_string_free (text, FALSE);
}

/* Whatever the file, and whoever asked before: a name means the same, and depends on the same files. */
static void
test_memory (void)
{
  g_autoptr(RetortPyModuleMemory) memory = retort_py_module_memory_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(Reading) alone = { 0 };
      g_auto(Reading) first = { 0 };
      g_auto(Reading) second = { 0 };
      g_autofree char *paths = NULL;
      g_autofree char *paths_before = NULL;

      read_case (&cases[i], NULL, &alone);
      read_case (&cases[i], memory, &first);
      read_case (&cases[i], memory, &second);
      paths_before = dup_paths (alone.sources);
      paths = dup_paths (first.sources);
      g_assert_cmpstr (paths, ==, paths_before);
      g_free (paths);
      paths = dup_paths (second.sources);
      g_assert_cmpstr (paths, ==, paths_before);
    }
}

/* What is kept is not read again; what did something besides, or was looked at before, is. */
static void
test_memory_reads_once (void)
{
  static const struct
  {
    Case        one;
    const char *read_again;
  } kept[] = {
    { { "from pack import value as r", "42" }, "pack " },
    { { "from half import DRAWN as r", NULL }, "half " },
    { { "import pack.inner\nr = pack.inner.value", "42" }, "pack pack.inner pack.deep.leaf pack.sibling " },
    { { "from pack import value\nr = value\nimport consts\nr = consts.A", "1" }, "pack pack.inner pack.deep.leaf pack.sibling consts other " },
    { { "from ring_a import get\nr = get()", "'b'" }, "ring_a ring_b " },
    { { "from shared import LIST as r", "[1]" }, "shared " },
    { { "import nowhere, consts, pack\nr = consts.A, consts.B, pack.value", "(1, 'b', 42)" }, "consts pack other pack.inner pack.deep.leaf pack.sibling " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      g_autoptr(RetortPyModuleMemory) memory = retort_py_module_memory_new ();
      g_auto(Reading) first = { 0 };
      g_auto(Reading) second = { 0 };

      read_case (&kept[i].one, memory, &first);
      read_case (&kept[i].one, memory, &second);
      g_assert_cmpstr (second.names->str, ==, kept[i].read_again);
    }
}

/* One module, and word that it was read. */
static gboolean
load_models (const char *name, RetortPyModuleFile *file, gpointer user_data)
{
  g_autofree char *text = g_strdup_printf ("NAMES = ['%s']\nclass Model:\n    a = 1\nif NAMES:\n    LATE = 1\n", name);
  g_autoptr(RetortSource) source = retort_source_new (name, text, -1);

  if (!g_str_equal (name, "models"))
    return FALSE;
  g_string_append (user_data, "loaded ");
  file->tree = retort_py_tree_parse (source);
  return TRUE;
}

/* A name of a module waits until it is used, which nobody notices. */
static void
test_waiting (void)
{
  static const struct
  {
    const char *text;
    const char *result;
  } waiting[] = {
    { "from models import Model, NAMES\nr = 1\n", "1" },
    { "from models import Model, NAMES as r\n", "['models']" },
    { "from models import LATE\nr = LATE\n", "1" },
    { "from models import Nothing\nr = 1\n", "-" },
    { "try:\n    from models import Nothing\nexcept ImportError:\n    r = 2\n", "2" },
    { "from models import Model\ndef f():\n    return Model.a\nr = f()\n", "1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (waiting); i++)
    {
      g_autoptr(RetortSource) source = retort_source_new ("m.py", waiting[i].text, -1);
      g_autoptr(RetortPyTree) tree = retort_py_tree_parse (source);
      g_autoptr(GString) issues = g_string_new (NULL);
      RetortPyImporter importer = { NULL, load_models, issues };
      g_autoptr(RetortPyEvaluation) evaluation = retort_py_evaluation_new (tree, &importer, count_issue, issues);
      RetortPyValue *value;
      g_autofree char *text = NULL;

      g_assert_true (retort_py_evaluation_run_module (evaluation, NULL, NULL));
      value = retort_py_evaluation_get_global (evaluation, "r");
      text = value != NULL ? retort_py_value_to_repr (value) : g_strdup ("-");
      g_assert_cmpstr (text, ==, waiting[i].result);
      g_assert_true (g_str_has_prefix (issues->str, "loaded "));
    }
}

/* What an imported module does not understand is no gap of the file that imports it. */
static void
test_issues (void)
{
  g_autoptr(RetortSource) source = retort_source_new ("m.py", "from half import KNOWN\n", -1);
  g_autoptr(RetortPyTree) tree = retort_py_tree_parse (source);
  g_autoptr(GString) issues = g_string_new (NULL);
  RetortPyImporter importer = { NULL, load, NULL };
  g_autoptr(RetortPyEvaluation) evaluation = retort_py_evaluation_new (tree, &importer, count_issue, issues);

  g_assert_true (retort_py_evaluation_run_module (evaluation, NULL, NULL));
  g_assert_cmpstr (issues->str, ==, "");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/python/imports/names", test_names);
  g_test_add_func ("/python/imports/memory", test_memory);
  g_test_add_func ("/python/imports/memory-reads-once", test_memory_reads_once);
  g_test_add_func ("/python/imports/waiting", test_waiting);
  g_test_add_func ("/python/imports/issues", test_issues);
  return g_test_run ();
}
