/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The nodes of a text against tree-sitter's own answers, node by node. Files named on the command line are compared besides. */
#include "python/node-table.h"
#include "python/syntax.h"

#include <tree_sitter/api.h>

extern const TSLanguage *tree_sitter_python (void);

static const char *const fields[] = {
#define X(name) #name,
  RETORT_PY_FIELDS (X)
#undef X
};

static void
assert_same_node (const RetortPyNode *node, TSNode other)
{
  if (ts_node_is_null (other))
    {
      g_assert_null (node);
      return;
    }
  g_assert_nonnull (node);
  g_assert_cmpstr (node->name, ==, ts_node_type (other));
  g_assert_cmpuint (node->start, ==, ts_node_start_byte (other));
  g_assert_cmpuint (node->end, ==, ts_node_end_byte (other));
  g_assert_cmpuint (node->n_children, ==, ts_node_child_count (other));
  g_assert_cmpint (node->is_named, ==, ts_node_is_named (other));
  g_assert_cmpint (node->is_remark, ==, ts_node_is_extra (other)
                                            && (retort_py_node_is (node, "comment") || retort_py_node_is (node, "line_continuation")));
  g_assert_cmpint (node->is_missing, ==, ts_node_is_missing (other));
  g_assert_cmpint (node->has_error, ==, ts_node_has_error (other));
}

/* Except for the "alternative" of a match statement, which tree-sitter finds in its block. */
static void
assert_same_fields (const RetortPyNode *node, TSNode other)
{
  for (guint i = 0; i < RETORT_PY_N_FIELDS; i++)
    if (i != RETORT_PY_FIELD_alternative || node->type != RETORT_PY_NODE_match_statement)
      assert_same_node (retort_py_node_field (node, (RetortPyField) i),
                        ts_node_child_by_field_name (other, fields[i], (uint32_t) strlen (fields[i])));
}

/* ts_node_named_child() is mistaken where something that may stand anywhere stands inside of a token: "not \\ in". */
static void
assert_same_parts (const RetortPyNode *node, TSNode other)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);
  guint n_parts = 0;
  guint n_named = 0;

  for (guint i = 0; i < ts_node_child_count (other); i++)
    {
      TSNode child = ts_node_child (other, i);

      if (!ts_node_is_named (child))
        continue;
      assert_same_node (retort_py_node_get_named_child (node, n_named), child);
      if (!retort_py_node_get_named_child (node, n_named++)->is_remark)
        assert_same_node (parts->nodes[n_parts++], child);
    }
  g_assert_cmpuint (parts->n, ==, n_parts);
  g_assert_cmpuint (retort_py_node_count_named (node), ==, n_named);
  g_assert_null (n_parts == 0 ? parts->nodes[0] : NULL);
}

static void
assert_same_tree (const RetortPyNode *node, TSNode other)
{
  const RetortPyNode *child = retort_py_node_get_first (node);
  guint n_nodes = 1;

  assert_same_node (node, other);
  assert_same_fields (node, other);
  assert_same_parts (node, other);
  for (guint i = 0; i < ts_node_child_count (other); i++)
    {
      g_assert_true (child == retort_py_node_get_child (node, i));
      g_assert_true (retort_py_node_get_parent (child) == node);
      assert_same_tree (child, ts_node_child (other, i));
      n_nodes += child->n_nodes;
      child = retort_py_node_get_next (child);
    }
  g_assert_null (child);
  g_assert_cmpuint (node->n_nodes, ==, n_nodes);
}

static void
compare (const char *text)
{
  g_autoptr(RetortSource) source = retort_source_new (NULL, text, -1);
  g_autoptr(RetortPyTree) tree = retort_py_tree_parse (source);
  const RetortPyNode *root = retort_py_tree_get_root (tree);
  TSParser *parser = ts_parser_new ();
  TSTree *other;

  ts_parser_set_language (parser, tree_sitter_python ());
  other = ts_parser_parse_string (parser, NULL, text, (uint32_t) strlen (text));
  assert_same_tree (root, ts_tree_root_node (other));
  for (uint32_t at = root->start; at < root->end; at += 1 + root->end / 500)
    assert_same_node (retort_py_node_find_at (root, at), ts_node_descendant_for_byte_range (ts_tree_root_node (other), at, at));
  ts_tree_delete (other);
  ts_parser_delete (parser);
}

static const char sound_text[] =
  "\n# remark\n\"\"\"Text.\"\"\"\nfrom alembic import op as o, context # why\nimport sqlalchemy as sa\nfrom . import (a, \\\n  b)\n"
  "revision: str = 'a'\nx = y = {'k': [1, *z, 2.5], **more}\n\n\n@decorate (1)\nasync def upgrade(a, b: int = 1, *args, c=2, **rest) -> None:\n"
  "  with o.batch_alter_table('t') as batch, other() as (p, q): # remark\n    # another\n    batch.add_column(sa.Column('a', sa.Text(), nullable=not True))\n"
  "  for i, j in enumerate(x):\n    if i > 1 > j and a not in b:\n      continue\n    elif (n := 1):\n      pass\n    else: break\n"
  "  try:\n    raise E('a' f'{b!r:>{w}}') from None\n  except (A, B) as e:\n    del x[1:2, ...]\n  else:\n    pass\n  finally:\n    return lambda q, *w: q if w else None\n"
  "class C(Base, metaclass=M):\n  a += [i ** 2 for i in range(3) if i]; b = -1\n  match a:\n    case {'x': [1, *_]} | C(d=2): pass\n";

static void
test_sound (void)
{
  compare ("");
  compare ("\n\n");
  compare (sound_text);
}

/* What is kept packed is the same when it is needed. */
static void
compare_packed (const char *text)
{
  g_autoptr(RetortPyNodeTable) nodes = retort_py_node_table_parse (text, strlen (text));
  g_autoptr(GBytes) pack = retort_py_node_table_pack (nodes);
  g_autoptr(RetortPyNodeTable) unpacked = pack != NULL ? retort_py_node_table_unpack (pack) : NULL;
  TSParser *parser = ts_parser_new ();
  TSTree *other;

  ts_parser_set_language (parser, tree_sitter_python ());
  other = ts_parser_parse_string (parser, NULL, text, (uint32_t) strlen (text));
  g_assert_true ((unpacked == NULL) == ts_node_has_error (ts_tree_root_node (other)));
  if (unpacked != NULL)
    assert_same_tree (retort_py_node_table_get_root (unpacked), ts_tree_root_node (other));
  ts_tree_delete (other);
  ts_parser_delete (parser);
}

/* A sign is a token by itself, or with the next one, or with what follows that; what was read before decides nothing. */
static void
test_signs (void)
{
  static const char *const signs[] = { "=", "==", ":=", "<", "<=", "<<", "<<=", "<>", ">", ">>", "!=", "+", "+=", "-", "->", "*", "**", "**=", "/", "//", "//=", "%",
                                       "@", "@=", ".", "...", ",", ":", ";", "|", "^", "&", "~", "(", ")", "[", "]", "{", "}", "#", "\\", "1", "1.", ".5" };

  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    for (guint j = 0; j < G_N_ELEMENTS (signs); j++)
      {
        g_autofree char *text = g_strdup_printf ("x = a %s%sb\ny = (a%s %sb,\n  %s\n%sc)\n", signs[i], signs[j], signs[i], signs[j], signs[i], signs[j]);

        compare (text);
      }
}

/* Three nodes a statement; the thread reads on. */
static void
test_too_many (void)
{
  const guint n_statements = 680000;
  g_autofree char *text = g_malloc (2 * n_statements + 1);
  g_autoptr(RetortPyNodeTable) nodes = NULL;
  g_autoptr(RetortPyNodeTable) others = NULL;

  for (guint i = 0; i < n_statements; i++)
    memcpy (text + 2 * i, i % 1000 == 999 ? "a\n" : "a;", 3);
  nodes = retort_py_node_table_parse (text, 2 * n_statements);
  others = retort_py_node_table_parse ("a\n", 2);
  g_assert_null (nodes);
  g_assert_cmpuint (retort_py_node_table_get_root (others)->n_nodes, ==, 3);
}

static void
test_packed (void)
{
  g_autofree char *long_name = g_strnfill (70000, 'a');

  compare_packed ("");
  compare_packed ("\n\n");
  compare_packed (sound_text);
  compare_packed (long_name);
  compare_packed ("def f(:\n  pass");
}

/* Half-typed texts: everything up to each byte. */
static void
test_broken (void)
{
  for (gsize length = 0; length < strlen (sound_text); length += 7)
    {
      g_autofree char *text = g_strndup (sound_text, length);
      g_autofree char *holed = g_strconcat (text, " ) = (", sound_text + length, NULL);

      compare (text);
      compare (holed);
    }
}

/* A place in @text where something begins, or ends. */
static gsize
pick_place (const char *text, gsize length)
{
  return (gsize) g_test_rand_int_range (0, (int) length) % (strlen (text) + 1);
}

/* Typing: one change after the other in one place of a long text. */
static void
type_in (const char *text, guint n_changes)
{
  static const char *const typed[] = { "a", "\n", "    ", "(", ")", "\"\"\"", "'", "# ", ":", "\ndef f():\n  pass\n", "", ", x=1", "\\\n", "\t", "é" };
  g_autoptr(GString) now = g_string_new (text);

  for (guint i = 0; i < n_changes; i++)
    {
      gsize place = pick_place (now->str, now->len);
      gsize n_removed = (gsize) g_test_rand_int_range (0, 6);

      if (!g_utf8_validate (now->str + place, -1, NULL))
        continue;
      if (g_test_rand_bit ())
        g_string_erase (now, (gssize) place, (gssize) MIN (n_removed, strspn (now->str + place, " abcdefghijklmnopqrstuvwxyz()\n")));
      g_string_insert (now, (gssize) place, typed[g_test_rand_int_range (0, G_N_ELEMENTS (typed))]);
      compare (now->str);
      if (i % 3 != 0)
        g_string_assign (now, text); /* back to what is sound */
      compare (now->str);
    }
}

/* Short texts, many of which are sound after the change. */
static void
test_changed (void)
{
  type_in (sound_text, g_test_slow () ? 5000 : 100);
}

static void
test_typed (void)
{
  g_autoptr(GString) text = g_string_new (NULL);

  while (text->len < 9000)
    g_string_append (text, sound_text);
  type_in (text->str, g_test_slow () ? 2000 : 20);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (int i = 1; i < argc; i++)
    {
      g_autofree char *text = NULL;

      g_assert_true (g_file_get_contents (argv[i], &text, NULL, NULL));
      compare (text);
      type_in (text, g_test_slow () ? 500 : 1);
    }
  g_test_add_func ("/python/node/typed", test_typed);
  g_test_add_func ("/python/node/changed", test_changed);
  g_test_add_func ("/python/node/sound", test_sound);
  g_test_add_func ("/python/node/packed", test_packed);
  g_test_add_func ("/python/node/signs", test_signs);
  g_test_add_func ("/python/node/too-many", test_too_many);
  g_test_add_func ("/python/node/broken", test_broken);
  return g_test_run ();
}
