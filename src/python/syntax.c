/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parsing with tree-sitter and the few helpers that every reader of such a tree needs. A tree may hold errors;
 * whether Python would take the text is the validator's business. */
#include "python/syntax.h"

#include "python/nesting.h"

#include <string.h>

extern const TSLanguage *tree_sitter_python (void);

struct _RetortPyTree
{
  RetortSource *source;
  TSTree       *tree; /* only read after construction, so that threads may share it */
  gboolean      is_too_deep; /* the tree is empty */
};

/**
 * retort_py_language:
 *
 * Returns: (transfer none): the grammar
 */
const TSLanguage *
retort_py_language (void)
{
  return tree_sitter_python ();
}

/**
 * retort_py_tree_parse:
 * @source: a text of Python
 *
 * Parses a text. Never fails: what is no Python becomes ERROR and MISSING nodes, and of what is nested too deeply there is
 * an empty tree, which retort_py_validate() tells. Any thread.
 *
 * Returns: (transfer full): the tree
 */
RetortPyTree *
retort_py_tree_parse (RetortSource *source)
{
  RetortPyTree *self = g_atomic_rc_box_new0 (RetortPyTree);
  TSParser *parser = ts_parser_new ();
  gsize length = retort_source_get_length (source);

  g_assert (ts_parser_set_language (parser, tree_sitter_python ()));
  self->source = retort_source_ref (source);
  self->is_too_deep = retort_py_nesting_is_deep (retort_source_get_text (source), length);
  self->tree = ts_parser_parse_string (parser, NULL, retort_source_get_text (source), self->is_too_deep ? 0 : (uint32_t) length);
  ts_parser_delete (parser);
  return self;
}

/**
 * retort_py_tree_ref:
 * @self: a tree
 *
 * Returns: (transfer full): @self
 */
RetortPyTree *
retort_py_tree_ref (RetortPyTree *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
tree_clear (gpointer data)
{
  RetortPyTree *self = data;

  g_clear_pointer (&self->source, retort_source_unref);
  g_clear_pointer (&self->tree, ts_tree_delete);
}

/**
 * retort_py_tree_unref:
 * @self: (transfer full): a tree
 */
void
retort_py_tree_unref (RetortPyTree *self)
{
  g_atomic_rc_box_release_full (self, tree_clear);
}

/**
 * retort_py_tree_get_source:
 * @self: a tree
 *
 * Returns: (transfer none): the text that was parsed
 */
RetortSource *
retort_py_tree_get_source (const RetortPyTree *self)
{
  return self->source;
}

/**
 * retort_py_tree_is_too_deep:
 * @self: a tree
 *
 * Returns: whether nothing is known of the text because it is nested too deeply to be parsed
 */
gboolean
retort_py_tree_is_too_deep (const RetortPyTree *self)
{
  return self->is_too_deep;
}

/**
 * retort_py_tree_get_root:
 * @self: a tree
 *
 * Returns: the module; valid as long as @self
 */
TSNode
retort_py_tree_get_root (const RetortPyTree *self)
{
  return ts_tree_root_node (self->tree);
}

/**
 * retort_py_node_span:
 * @node: a node
 *
 * Returns: its bytes; empty for a null node
 */
RetortSpan
retort_py_node_span (TSNode node)
{
  if (ts_node_is_null (node))
    return (RetortSpan){ 0, 0 };
  return (RetortSpan){ ts_node_start_byte (node), ts_node_end_byte (node) };
}

/**
 * retort_py_node_is:
 * @node: a node, or the null node, which is nothing
 * @type: a node type of the grammar, such as "call"
 *
 * Returns: whether @node is of that type
 */
gboolean
retort_py_node_is (TSNode node, const char *type)
{
  return !ts_node_is_null (node) && strcmp (ts_node_type (node), type) == 0;
}

/**
 * retort_py_node_is_remark:
 * @node: a node
 *
 * Returns: whether it stands for nothing that Python sees: a comment or a backslash at a line's end. Such nodes
 *   occur between any other two.
 */
gboolean
retort_py_node_is_remark (TSNode node)
{
  return ts_node_is_extra (node) && (retort_py_node_is (node, "comment") || retort_py_node_is (node, "line_continuation"));
}

/**
 * retort_py_node_get_field:
 * @node: a node
 * @field: a field of the grammar, such as "left"
 *
 * Returns: the first child with that field, or the null node
 */
TSNode
retort_py_node_get_field (TSNode node, const char *field)
{
  return ts_node_child_by_field_name (node, field, (uint32_t) strlen (field));
}

/**
 * retort_py_node_list_parts:
 * @node: a node, or the null node, which has none
 *
 * Returns: (transfer full) (element-type TSNode): its named children without remarks
 */
GArray *
retort_py_node_list_parts (TSNode node)
{
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (TSNode));
  TSTreeCursor cursor;

  if (ts_node_is_null (node))
    return parts;
  cursor = ts_tree_cursor_new (node);
  for (bool more = ts_tree_cursor_goto_first_child (&cursor); more; more = ts_tree_cursor_goto_next_sibling (&cursor))
    {
      TSNode child = ts_tree_cursor_current_node (&cursor);

      if (ts_node_is_named (child) && !retort_py_node_is_remark (child))
        g_array_append_val (parts, child);
    }
  ts_tree_cursor_delete (&cursor);
  return parts;
}

/**
 * retort_py_node_dup_text:
 * @self: the tree of @node
 * @node: a node
 *
 * Returns: (transfer full): its text
 */
char *
retort_py_node_dup_text (const RetortPyTree *self, TSNode node)
{
  return retort_source_dup_span (self->source, retort_py_node_span (node));
}
