/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The evaluator seen from formats/: a foreign module that writes down its calls, issues, and what stays known. */
#include "python/evaluator.h"

/* What an evaluation told. */
typedef struct
{
  GString *calls;  /* one line a call: "name(repr, key=repr)" */
  GString *issues; /* one line an issue: "kind line: reason" */
  RetortSource *source;
} Record;

static const char *const kind_names[] = { "gap", "varies", "refused", "live", "hidden", "may fail", "outside" };

static RetortPyValue *recorder_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);
static RetortPyValue *recorder_call (RetortPyEvaluation *evaluation, RetortPyValue *self, const RetortPyArguments *arguments);
static RetortPyValue *recorder_enter (RetortPyEvaluation *evaluation, RetortPyValue *self);
static void recorder_leave (RetortPyEvaluation *evaluation, RetortPyValue *self);

/* data: char*, a dotted name */
static const RetortPyForeignClass recorder_class = {
  .name = "recorder", .get_attribute = recorder_attribute, .call = recorder_call, .enter = recorder_enter, .leave = recorder_leave,
};

static RetortPyValue *
recorder_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  const char *own = retort_py_value_get_foreign_data (self);

  if (g_str_has_prefix (name, "unknown"))
    return NULL;
  return retort_py_new_foreign (evaluation, &recorder_class, g_strconcat (own, ".", name, NULL), g_free);
}

static void
append_repr (GString *out, const RetortPyValue *value)
{
  g_autofree char *text = retort_py_value_to_repr (value);

  g_string_append (out, text != NULL ? text : retort_py_value_find_unknown (value) != NULL ? "?" : "*");
}

static RetortPyValue *
recorder_call (RetortPyEvaluation *evaluation, RetortPyValue *self, const RetortPyArguments *arguments)
{
  Record *record = retort_py_evaluation_get_user_data (evaluation);

  g_string_append_printf (record->calls, "%s(", (const char *) retort_py_value_get_foreign_data (self));
  for (guint i = 0; i < arguments->n_positional; i++)
    {
      g_string_append (record->calls, i > 0 ? ", " : "");
      append_repr (record->calls, arguments->positional[i]);
    }
  for (guint i = 0; i < arguments->n_keywords; i++)
    {
      g_string_append_printf (record->calls, "%s%s=", i + arguments->n_positional > 0 ? ", " : "", arguments->keyword_names[i]);
      append_repr (record->calls, arguments->keyword_values[i]);
    }
  g_string_append_printf (record->calls, "%s)\n", arguments->is_open ? ", ..." : "");
  if (g_str_has_suffix (retort_py_value_get_foreign_data (self), "batch"))
    return retort_py_new_foreign (evaluation, &recorder_class, g_strdup ("b"), g_free);
  return retort_py_new_none (evaluation);
}

static RetortPyValue *
recorder_enter (RetortPyEvaluation *evaluation, RetortPyValue *self)
{
  Record *record = retort_py_evaluation_get_user_data (evaluation);

  g_string_append_printf (record->calls, "enter %s\n", (const char *) retort_py_value_get_foreign_data (self));
  return self;
}

static void
recorder_leave (RetortPyEvaluation *evaluation, RetortPyValue *self)
{
  Record *record = retort_py_evaluation_get_user_data (evaluation);

  g_string_append_printf (record->calls, "leave %s\n", (const char *) retort_py_value_get_foreign_data (self));
}

static RetortPyValue *
import_recorder (RetortPyEvaluation *evaluation, const char *module, const char *name, gpointer user_data)
{
  g_autofree char *full = name == NULL ? g_strdup (module) : g_strconcat (module, ".", name, NULL);

  if (g_str_equal (full, "alembic.op"))
    return retort_py_new_foreign (evaluation, &recorder_class, g_strdup ("op"), g_free);
  if (g_str_equal (full, "sqlalchemy"))
    return retort_py_new_foreign (evaluation, &recorder_class, g_strdup ("sa"), g_free);
  return NULL;
}

static void
write_issue (RetortPyIssueKind kind, RetortSpan span, const char *reason, gpointer user_data)
{
  Record *record = user_data;

  if (kind == RETORT_PY_ISSUE_DOUBT)
    return; /* it stands beside each use of what is unknown */
  g_string_append_printf (record->issues, "%s %u: %s\n", kind_names[kind], retort_source_position_at (record->source, span.start).line, reason);
}

static void
record_clear (Record *record)
{
  g_string_free (record->calls, TRUE);
  g_string_free (record->issues, TRUE);
  retort_source_unref (record->source);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Record, record_clear)

/* Runs the module and its function upgrade(). */
static Record
run (const char *text)
{
  Record record = { g_string_new (NULL), g_string_new (NULL), retort_source_new ("m.py", text, -1) };
  g_autoptr(RetortPyTree) tree = retort_py_tree_parse (record.source);
  RetortPyImporter importer = { import_recorder, NULL };
  g_autoptr(RetortPyEvaluation) evaluation = retort_py_evaluation_new (tree, &importer, write_issue, &record);
  g_autoptr(GError) error = NULL;

  g_assert_true (retort_py_evaluation_run_module (evaluation, NULL, &error));
  g_assert_no_error (error);
  if (retort_py_evaluation_has_function (evaluation, "upgrade"))
    g_assert_true (retort_py_evaluation_call_function (evaluation, "upgrade", NULL, &error));
  g_assert_no_error (error);
  return record;
}

#define HEAD "from alembic import op\nimport sqlalchemy as sa\n"

typedef struct
{
  const char *name;
  const char *text;
  const char *calls;
  const char *issues;
} Case;

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_auto(Record) record = run (test->text);

  g_assert_cmpstr (record.calls->str, ==, test->calls);
  g_assert_cmpstr (record.issues->str, ==, test->issues);
}

static const Case cases[] = {
  { "straight-line",
    HEAD "revision = 'a'\n"
    "def upgrade():\n"
    "    \"\"\"doc\"\"\"\n"
    "    # remark\n"
    "    op.add_column('t', sa.Column('c', sa.String(length=255), nullable=True))\n"
    "    op.execute('a' \"b\" f'c{1 + 1}')\n",
    "sa.String(length=255)\nsa.Column('c', None, nullable=True)\nop.add_column('t', None)\nop.execute('abc2')\n", "" },
  { "loops-and-conditions",
    HEAD "TABLES = ('a', 'b')\n"
    "def upgrade():\n"
    "    for i, t in enumerate(TABLES):\n"
    "        if t == 'a':\n"
    "            op.x(t, i)\n"
    "        elif i > 5:\n"
    "            op.never()\n"
    "        else:\n"
    "            op.y('%s_%d' % (t, i), '{}-{x}'.format(t, x=i))\n",
    "op.x('a', 0)\nop.y('b_1', 'b-1')\n", "" },
  { "with",
    HEAD "def upgrade():\n    with op.batch('t') as b, sa.batch():\n        b.x()\n    op.y()\n",
    "op.batch('t')\nenter b\nsa.batch()\nenter b\nb.x()\nleave b\nleave b\nop.y()\n", "" },
  { "helpers",
    HEAD "def add(name, *args, key='k', **more):\n    op.add(name, args, key, more)\n    return name.upper()\n"
    "def upgrade():\n    op.r(add('a', 1, 2, z=3))\n    (lambda q: op.l(q))(4)\n",
    "op.add('a', (1, 2), 'k', {'z': 3})\nop.r('A')\nop.l(4)\n", "" },
  { "unknown-import-is-no-gap-until-it-is-called",
    HEAD "import os\nfrom app import thing\nX = os.environ['A']\ndef upgrade():\n    op.x(1)\n    op.x(X)\n    thing()\n",
    "op.x(1)\nop.x(?)\n", "outside 5: it depends on the environment that it runs in\nlive 5: it is decided while running, by the environment\ngap 9: 'thing()' is not evaluated: 'thing' of the module 'app' is not known\n" },
  { "unknown-condition-is-skipped",
    HEAD "import os\nA = 1\ndef upgrade():\n    global A\n    b = [1]\n    c = [2]\n    if os.x:\n        A = 2\n        op.x(b)\n    else:\n        d = 1\n    op.y(A, b, c)\n",
    "op.y(?, ?, [2])\n", "gap 9: the condition is not known: 'x' of the module 'os' is not known: it is not evaluated\n" },
  { "condition-that-only-assigns-is-no-gap",
    HEAD "import os\ndef upgrade():\n    a = 1\n    if os.x:\n        a = 2\n    op.x(a)\n    op.y(3)\n",
    "op.x(?)\nop.y(3)\n", "" },
  { "maybe-returned",
    HEAD "import os\ndef upgrade():\n    op.a()\n    if os.x:\n        return\n    op.b()\n",
    "op.a()\n",
    "gap 6: the condition is not known: 'x' of the module 'os' is not known: it is not evaluated\ngap 8: whether this runs is not known\n" },
  { "unknown-call-taints-what-it-reaches",
    HEAD "from app import f\nL = [1]\nM = [2]\ndef g():\n    L.append(3)\ndef upgrade():\n    k = [[5]]\n    f(k[0], g)\n    op.x(L, M, k)\n",
    "op.x(?, [2], ?)\n", "gap 10: 'f()' is not evaluated: 'f' of the module 'app' is not known\n" },
  { "raise-is-refused",
    HEAD "def upgrade():\n    op.a()\n    raise NotImplementedError('no way')\n",
    "op.a()\n", "refused 5: it raises NotImplementedError: no way\n" },
  { "key-error-is-refused",
    HEAD "def upgrade():\n    op.a({'a': 1}['b'])\n",
    "", "refused 4: it raises KeyError: 'b'\n" },
  { "name-error-is-refused",
    HEAD "def upgrade():\n    op.a(nothing)\n",
    "", "refused 4: it raises NameError: name 'nothing' is not defined\n" },
  { "known-exception-is-caught",
    HEAD "def upgrade():\n    try:\n        x = {}['a']\n    except KeyError:\n        x = 2\n    op.a(x)\n",
    "op.a(2)\n", "" },
  { "statement-in-try-may-fail",
    HEAD "def upgrade():\n    try:\n        op.a()\n    except Exception:\n        op.b()\n    op.c()\n",
    "op.a()\nop.b()\nop.c()\n", "live 4: it is decided while running\n" },
  { "order-of-a-set-is-drawn",
    HEAD "def upgrade():\n    for x in {'a', 'b'}:\n        op.a(x)\n",
    "op.a('a')\nop.a('b')\n", "varies 4: the order of a set is drawn each time it runs\n" },
  { "random-is-drawn",
    HEAD "import random\ndef upgrade():\n    op.a(random.choice([7, 8]), random.randint(1, 5))\n",
    "op.a(7, 1)\n", "varies 5: it is drawn at random each time it runs\nvaries 5: it is drawn at random each time it runs\n" },
  { "parameter-from-outside",
    HEAD "def upgrade(engine, schema='s'):\n    op.a(schema)\n    op.b(engine)\n",
    "op.a('s')\nop.b(?)\n", "" },
  { "name-of-the-module",
    HEAD "def upgrade():\n    op.a(__name__)\n",
    "op.a('m_py')\n", "" },
  { "endless-loop-stops",
    HEAD "def upgrade():\n    while True:\n        pass\n",
    "", "gap 4: it is not evaluated to its end: it takes too many steps\n" },
  { "endless-recursion-stops",
    HEAD "def f(x):\n    return f(x + 1)\ndef upgrade():\n    f(1)\n",
    "", "gap 6: it is not evaluated to its end: it is nested too deeply\n" },
  { "broken-syntax-is-a-gap",
    HEAD "def upgrade():\n    op.a()\n    x = = 3\n    op.b()\n",
    "op.a()\n", NULL },
  { "globals-is-a-gap",
    HEAD "def upgrade():\n    globals()['f']()\n",
    "", NULL },
  { "generator-is-lazy",
    HEAD "def upgrade():\n    l = [1]\n    g = (x * 2 for x in l)\n    l.append(2)\n    op.a(list(g), [k for k, v in {'a': 1}.items() if v])\n",
    "op.a([2, 4], ['a'])\n", "" },
};

/* What is NULL in a case is told by its own test. */
static void
test_gaps_forbid_silence (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(Record) record = run (cases[i].text);

      if (cases[i].issues == NULL)
        g_assert_cmpuint (record.issues->len, >, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/python/evaluator/", cases[i].name, NULL);

      if (cases[i].issues != NULL)
        g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/python/evaluator/gaps-forbid-silence", test_gaps_forbid_silence);
  return g_test_run ();
}
