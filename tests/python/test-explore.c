/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a database or the environment decides: every path is seen, and nothing that a path may have changed is known afterwards. ask() gives a live value,
 * send() writes down what it is given: "?" for a live value, "!" for one that is unknown for another reason. */
#include "python/evaluator.h"

static RetortPyValue *
ask (RetortPyEvaluation *evaluation, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return retort_py_new_live (evaluation, arguments->span);
}

static RetortPyValue *
send (RetortPyEvaluation *evaluation, RetortPyValue *self, const RetortPyArguments *arguments)
{
  GString *sent = retort_py_evaluation_get_user_data (evaluation);

  if (retort_py_evaluation_is_silent (evaluation))
    return retort_py_new_none (evaluation);
  for (guint i = 0; i < arguments->n_positional; i++)
    {
      const RetortPyValue *unknown = retort_py_value_find_unknown (arguments->positional[i]);
      g_autofree char *text = retort_py_value_to_repr (arguments->positional[i]);

      g_string_append (sent, text != NULL ? text : unknown == NULL ? "*" : retort_py_value_is_live (unknown) ? "?" : "!");
      g_string_append_c (sent, ' ');
    }
  return retort_py_new_none (evaluation);
}

static void
write_all (GString *out, RetortPyValue *const *values, guint n, const char *before, const char *after)
{
  g_string_append (out, before);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = retort_py_value_to_repr (values[i]);

      g_string_append_printf (out, "%s%s", i > 0 ? "|" : "", text != NULL ? text : retort_py_value_is_live (values[i]) ? "?" : "*");
    }
  g_string_append (out, after);
}

/* may() writes down what its argument may be: "(1|2) "; of a list what its items may be: "[1|2] ". */
static RetortPyValue *
may (RetortPyEvaluation *evaluation, RetortPyValue *self, const RetortPyArguments *arguments)
{
  GString *sent = retort_py_evaluation_get_user_data (evaluation);
  guint n_choices;
  guint n_items;
  RetortPyValue *const *choices = retort_py_value_get_choices (evaluation, arguments->positional[0], &n_choices);
  RetortPyValue *const *items = retort_py_value_get_possible_items (evaluation, arguments->positional[0], &n_items);

  if (retort_py_evaluation_is_silent (evaluation))
    return retort_py_new_none (evaluation);
  if (choices != NULL)
    write_all (sent, choices, n_choices, "(", ") ");
  else if (items != NULL)
    write_all (sent, items, n_items, "[", "] ");
  else
    g_string_append (sent, "any ");
  return retort_py_new_none (evaluation);
}

static const RetortPyForeignClass may_class = { .name = "may", .call = may };
static const RetortPyForeignClass ask_class = { .name = "ask", .call = ask };
static const RetortPyForeignClass send_class = { .name = "send", .call = send };

static RetortPyValue *
import_name (RetortPyEvaluation *evaluation, const char *module, const char *name, gpointer user_data)
{
  if (!g_str_equal (module, "db") || name == NULL)
    return NULL;
  return retort_py_new_foreign (evaluation, g_str_equal (name, "ask") ? &ask_class : g_str_equal (name, "may") ? &may_class : &send_class,
                                NULL, NULL);
}

static void
write_issue (RetortPyIssueKind kind, RetortSpan span, const char *reason, gpointer user_data)
{
  if (kind != RETORT_PY_ISSUE_LIVE && kind != RETORT_PY_ISSUE_OUTSIDE && kind != RETORT_PY_ISSUE_DOUBT)
    g_string_append_printf (user_data, kind == RETORT_PY_ISSUE_GAP ? "GAP(%s) " : "REFUSED(%s) ", reason);
}

typedef struct
{
  const char *body; /* of upgrade() */
  const char *sent;
} Case;

static const Case cases[] = {
  { "    if ask():\n        send(1)\n    send(2)\n", "1 2 " },
  { "    if ask():\n        send(1)\n    else:\n        send(2)\n    send(3)\n", "1 2 3 " },
  { "    if ask():\n        send(1)\n    elif False:\n        send(2)\n    elif ask():\n        send(3)\n    else:\n        send(4)\n", "1 3 4 " },
  { "    if ask():\n        send(1)\n    elif True:\n        send(2)\n    else:\n        send(3)\n", "1 2 " },
  { "    if False:\n        send(1)\n    elif ask():\n        send(2)\n    send(3)\n", "2 3 " },
  /* What the paths leave behind. */
  { "    x = 1\n    if ask():\n        x = 2\n        send(x)\n    send(x)\n", "2 ? " },
  { "    x = 1\n    y = 1\n    if ask():\n        x = 2\n    else:\n        send(x)\n    send(y)\n", "1 1 " },
  { "    x = [1]\n    y = x\n    if ask():\n        x.append(2)\n        send(x)\n    else:\n        send(x)\n    send(y)\n", "[1, 2] [1] ? " },
  { "    x = [1]\n    z = [2]\n    if ask():\n        z = x\n    z.append(3)\n    send(x)\n", "? " },
  { "    d = {'a': [1]}\n    if ask():\n        d['a'].append(2)\n    send(d['a'])\n    send(len(d))\n", "? 1 " },
  { "    x = [1]\n    def f():\n        x.append(2)\n    if ask():\n        f()\n    send(x)\n", "? " },
  { "    if ask():\n        x = 1\n    send(x)\n", "? " },
  { "    if ask():\n        for c in ['a', 'b']:\n            send(c)\n", "'a' 'b' " },
  /* Leaving. */
  { "    if ask():\n        return\n    send(1)\n", "1 " },
  { "    if ask():\n        raise ValueError('no')\n    send(1)\n", "1 " },
  { "    if ask():\n        raise ValueError('no')\n    else:\n        raise ValueError('neither')\n    send(1)\n",
    "REFUSED(it raises ValueError: neither) " },
  { "    def f():\n        if ask():\n            return 1\n        return 2\n    send(f())\n", "? " },
  { "    def f():\n        if ask():\n            return None\n        send(1)\n    send(f())\n    send(2)\n", "1 ? 2 " },
  { "    def f():\n        if ask():\n            return True\n        return True\n    send(3)\n", "3 " },
  /* Loops. */
  { "    for r in ask():\n        send(r.id, 1)\n    send(2)\n", "? 1 2 " },
  { "    for a, b in ask():\n        send(a)\n        send(b)\n", "? ? " },
  { "    n = 0\n    for r in ask():\n        n += 1\n        send(n)\n    send(n)\n", "? ? " },
  { "    first = True\n    for r in ask():\n        if first:\n            send(1)\n        else:\n            send(2)\n        first = False\n", "1 2 " },
  { "    seen = []\n    for r in ask():\n        if r in seen:\n            continue\n        seen.append(r)\n        send(1)\n", "1 " },
  { "    for r in ask():\n        if r.x:\n            break\n        send(1)\n    else:\n        send(2)\n    send(3)\n", "1 2 3 " },
  { "    for r in ask():\n        return\n    send(1)\n", "1 " },
  { "    for c in ['a', 'b']:\n        if ask():\n            continue\n        send(c)\n    send('c')\n", "'a' 'b' 'c' " },
  { "    for c in ['a', 'b']:\n        if ask():\n            break\n        send(c)\n    send('c')\n", "'a' 'b' 'c' " },
  { "    while ask():\n        send(1)\n    send(2)\n", "1 2 " },
  { "    while True:\n        rows = ask()\n        if not rows:\n            break\n        send(1)\n    send(2)\n", "1 1 2 " },
  { "    for r in ask():\n        for s in ask():\n            send(s)\n", "? " },
  /* What is called may send something: it is not merely a value. */
  { "    def f():\n        send(1)\n    def g():\n        send(2)\n    h = f if ask() else g\n    h()\n",
    "GAP('h()' is not evaluated: which of several things that may send statements it is, is decided while running) " },
  { "    h = None\n    if ask():\n        h = send\n    h(1)\n",
    "GAP('h()' is not evaluated: which of several things that may send statements it is, is decided while running) " },
  { "    class A:\n        def f(self):\n            send(1)\n    a = A() if ask() else None\n    a.f()\n",
    "GAP('a.f()' is not evaluated: which of several things that may send statements it is, is decided while running) " },
  { "    d = {}\n    if ask():\n        d['f'] = send\n    d['f'](1)\n",
    "GAP('d['f']()' is not evaluated: which of several things that may send statements it is, is decided while running) " },
  /* The environment. */
  { "    import os\n    if os.environ.get('A') == 'b':\n        send(1)\n    send(os.getenv('A', 'c'), os.environ['A'], 'A' in os.environ)\n", "1 ? ? ? " },
  /* try: what is guarded may fail anywhere, and a handler sees any state in between. */
  { "    try:\n        send(1)\n    except Exception:\n        send(2)\n    send(3)\n", "1 2 3 " },
  { "    x = 1\n    try:\n        x = 2\n        send(x)\n        x = 3\n    except Exception as e:\n        send(x, str(e))\n    send(x)\n", "2 ? ? ? " },
  { "    x = 1\n    try:\n        send(x)\n        x = 2\n    except Exception:\n        raise\n    send(x)\n", "1 2 " },
  { "    x = 1\n    try:\n        send(x)\n        x = 2\n    except ValueError:\n        return\n    except KeyError:\n        send(4)\n        raise\n    send(x)\n", "1 4 ? " },
  { "    try:\n        send(1)\n    except Exception:\n        send(2)\n    else:\n        send(3)\n    finally:\n        send(4)\n", "1 3 2 4 " },
  { "    try:\n        send(1)\n        raise ValueError('no')\n    except Exception:\n        send(2)\n    send(3)\n", "1 2 3 " },
  { "    try:\n        send(1)\n        raise ValueError('no')\n    except KeyError:\n        raise KeyError('k')\n    send(3)\n", "1 REFUSED(it raises ValueError: no) " },
  { "    a = []\n    for r in ask():\n        try:\n            send(1)\n            a.append(2)\n        except Exception:\n            continue\n    send(a)\n", "1 ? " },
  { "    def f():\n        try:\n            send(1)\n            return 1\n        except Exception:\n            return 2\n    send(f())\n", "1 ? " },
  { "    try:\n        send(1)\n        nowhere.f()\n    except Exception:\n        send(2)\n",
    "1 GAP('nowhere.f()' is not evaluated: the module 'nowhere' is not known) GAP(whether this 'try' catches something is not known) " },
  /* Values. */
  { "    send(ask() + 1)\n    send(f'a{ask()}')\n    send(ask().x[0].lower())\n    send([ask()])\n", "? ? ? ? " },
  { "    send(len(ask()), str(ask()), ask() == 1, not ask(), 'a' in ask())\n", "? ? ? ? ? " },
  { "    send([r.id for r in ask()], {r[0]: str(r[1]) for r in ask()}, any(r == 'x' for r in ask()))\n", "? ? ? " },
  { "    send(1 if ask() else 2)\n    send(1 if ask() else 1)\n", "? ? " },
  { "    send(ask() and 1)\n    ask() or send(2)\n", "? 2 " },
  { "    a, b = ask()\n    send(a, b)\n", "? ? " },
  { "    x = 1 if nowhere.a else 2\n    send([x, ask()])\n", "! " },
  { "    x = nowhere.a\n    send(x + ask())\n    send(ask() + x)\n", "! ! " },
  { "    if ask():\n        if nowhere.a:\n            send(1)\n", "GAP(the condition is not known: the module 'nowhere' is not known) " },
};

static void
check (const Case *self)
{
  g_autofree char *text = g_strconcat ("from db import ask, may, send\nimport nowhere\ndef upgrade():\n", self->body, NULL);
  g_autoptr(RetortSource) source = retort_source_new ("m.py", text, -1);
  g_autoptr(RetortPyTree) tree = retort_py_tree_parse (source);
  g_autoptr(GString) sent = g_string_new (NULL);
  RetortPyImporter importer = { import_name, NULL, NULL };
  g_autoptr(RetortPyEvaluation) evaluation = retort_py_evaluation_new (tree, &importer, write_issue, sent);

  g_assert_true (retort_py_evaluation_run_module (evaluation, NULL, NULL));
  g_assert_true (retort_py_evaluation_call_function (evaluation, "upgrade", NULL, NULL));
  if (g_strcmp0 (sent->str, self->sent) != 0)
    g_error ("%ssends %s, not %s", self->body, sent->str, self->sent);
}

static void
test_paths (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check (&cases[i]);
}

/* What a value may be once the paths have come together. */
static void
test_choices (void)
{
  static const Case told[] = {
    { "    x = 1\n    if ask():\n        x = 2\n    may(x)\n", "(2|1) " },
    { "    x = 1\n    if ask():\n        x = 2\n    else:\n        x = 3\n    may(x)\n", "(2|3) " },
    { "    x = 1\n    if ask():\n        x = 2\n        raise ValueError('no')\n    may(x)\n", "(1) " },
    { "    if ask():\n        x = 'a'\n    if ask():\n        x = 'b'\n    may(x)\n", "('b'|'a') " },
    { "    may('a' if ask() else 'b')\n    may(ask() or 'b')\n    may(ask())\n", "('a'|'b') ('b'|?) any " },
    { "    def f():\n        if ask():\n            return 'a'\n        return 'b'\n    may(f())\n", "('a'|'b') " },
    { "    for r in ask():\n        if r.a:\n            x = 'a'\n        elif r.b:\n            x = 'b'\n        may(x)\n", "('a'|'b') " },
    { "    x = ''\n    for r in ask():\n        x += 'a'\n    may(x)\n", "(?|'a'|'') " },
    /* What raised may have left anything. */
    { "    x = 1\n    try:\n        x = 2\n        send(1)\n        x = 3\n        send(1)\n    except Exception:\n        may(x)\n    may(x)\n", "1 1 any any " },
    { "    x = 1\n    if ask():\n        x = nowhere.a\n    may(x)\n", "any " },
    { "    d = {'a': 1}\n    if ask():\n        d = {'a': ask()}\n    may(d)\n    d['b'] = 1\n    may(d)\n", "(*|{'a': 1}) any " },
    /* Lists. */
    { "    may([{'a': r.a, 'b': 1} for r in ask()])\n", "[*] " },
    { "    may([1 if r.a else 2 for r in ask()])\n    may([x for x in [1, 2] if ask()])\n", "[1|2] [?] " },
    { "    x = [0]\n    for r in ask():\n        x.append(1)\n        x.extend([2, 3])\n    may(x)\n    x.append(4)\n    may(x)\n", "[0|1|2|3] [0|1|2|3|4] " },
    { "    x = []\n    for r in ask():\n        x.append(r.id)\n    x.extend(ask())\n    may(x)\n", "any " },
    { "    x = []\n    for r in ask():\n        x.append({'a': r.a})\n    x[0] = 1\n    may(x)\n", "any " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (told); i++)
    check (&told[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/python/explore/paths", test_paths);
  g_test_add_func ("/python/explore/choices", test_choices);
  return g_test_run ();
}
