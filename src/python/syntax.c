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

/* What a source keeps of its text, so that it is parsed and found good once for several readers. */
typedef struct
{
  TSTree *tree;
  int     is_sound; /* atomic: the validator had nothing to say */
  int     length;   /* in bytes */
} KeptTree;

/* Trees are some twenty times as large as their texts: only so many bytes of text have theirs kept, in the whole process. */
#define MAX_KEPT_BYTES (1 * 1024 * 1024)
static int n_kept_bytes; /* atomic */

static void
kept_tree_free (gpointer data)
{
  KeptTree *self = data;

  g_atomic_int_add (&n_kept_bytes, -self->length);
  ts_tree_delete (self->tree);
  g_free (self);
}

static void
keep_tree (RetortSource *source, const TSTree *tree)
{
  gsize length = retort_source_get_length (source);
  KeptTree *kept;

  if (length > MAX_KEPT_BYTES || g_atomic_int_get (&n_kept_bytes) + (int) length > MAX_KEPT_BYTES)
    return;
  kept = g_new0 (KeptTree, 1);
  kept->tree = ts_tree_copy (tree);
  kept->length = (int) length;
  g_atomic_int_add (&n_kept_bytes, kept->length);
  retort_source_keep (source, kept, kept_tree_free);
}

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

static void
free_parser (gpointer data)
{
  ts_parser_delete (data);
}

/* A parser belongs to one thread; making one for every text costs more than small texts do. */
static TSParser *
get_parser (void)
{
  static GPrivate key = G_PRIVATE_INIT (free_parser);
  TSParser *parser = g_private_get (&key);

  if (parser != NULL)
    return parser;
  parser = ts_parser_new ();
  g_assert (ts_parser_set_language (parser, tree_sitter_python ()));
  g_private_set (&key, parser);
  return parser;
}

static void
free_last_tree (gpointer data)
{
  retort_py_tree_unref (data);
}

/* Of a thread: who asks many questions about one text asks them one after the other. */
static GPrivate last_tree = G_PRIVATE_INIT (free_last_tree);

static RetortPyTree *
remember_tree (RetortPyTree *self)
{
  if (retort_source_get_length (self->source) <= MAX_KEPT_BYTES)
    g_private_replace (&last_tree, retort_py_tree_ref (self));
  return self;
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
  RetortPyTree *last = g_private_get (&last_tree);
  RetortPyTree *self = NULL;
  const KeptTree *kept = retort_source_get_kept (source);
  gsize length = retort_source_get_length (source);

  if (last != NULL && last->source == source)
    return retort_py_tree_ref (last);
  self = g_atomic_rc_box_new0 (RetortPyTree);
  self->source = retort_source_ref (source);
  if (kept != NULL)
    {
      self->tree = ts_tree_copy (kept->tree);
      return remember_tree (self);
    }
  self->is_too_deep = retort_py_nesting_is_deep (retort_source_get_text (source), length);
  self->tree = ts_parser_parse_string (get_parser (), NULL, retort_source_get_text (source), self->is_too_deep ? 0 : (uint32_t) length);
  if (!self->is_too_deep)
    keep_tree (source, self->tree);
  return remember_tree (self);
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
 * retort_py_tree_is_sound: (skip)
 * @self: a tree
 *
 * Returns: whether retort_py_tree_set_sound() was said of its text
 */
gboolean
retort_py_tree_is_sound (const RetortPyTree *self)
{
  const KeptTree *kept = retort_source_get_kept (self->source);

  return kept != NULL && g_atomic_int_get (&kept->is_sound);
}

/**
 * retort_py_tree_set_sound: (skip)
 * @self: a tree of which the validator found nothing to say
 *
 * Remembers it for the next reader of the same text.
 */
void
retort_py_tree_set_sound (const RetortPyTree *self)
{
  KeptTree *kept = retort_source_get_kept (self->source);

  if (kept != NULL)
    g_atomic_int_set (&kept->is_sound, TRUE);
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

static void
free_cursor (gpointer data)
{
  ts_tree_cursor_delete (data);
  g_free (data);
}

/* A cursor owns a stack: one a thread goes to any node without a new one. Whoever takes it is done with it before calling others. */
static TSTreeCursor *
get_cursor_at (TSNode node)
{
  static GPrivate key = G_PRIVATE_INIT (free_cursor);
  TSTreeCursor *cursor = g_private_get (&key);

  if (cursor != NULL)
    {
      ts_tree_cursor_reset (cursor, node);
      return cursor;
    }
  cursor = g_new (TSTreeCursor, 1);
  *cursor = ts_tree_cursor_new (node);
  g_private_set (&key, cursor);
  return cursor;
}

/**
 * retort_py_node_append_children: (skip)
 * @node: a node
 * @children: (element-type TSNode): where its children are added, tokens and remarks too
 */
void
retort_py_node_append_children (TSNode node, GArray *children)
{
  TSTreeCursor *cursor = NULL;

  if (ts_node_child_count (node) == 0)
    return;
  cursor = get_cursor_at (node);
  for (bool more = ts_tree_cursor_goto_first_child (cursor); more; more = ts_tree_cursor_goto_next_sibling (cursor))
    {
      TSNode child = ts_tree_cursor_current_node (cursor);

      g_array_append_val (children, child);
    }
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
  guint n_most = ts_node_is_null (node) ? 0 : ts_node_named_child_count (node);
  GArray *parts = g_array_sized_new (FALSE, FALSE, sizeof (TSNode), n_most);
  TSTreeCursor *cursor = NULL;

  if (n_most == 0)
    return parts;
  cursor = get_cursor_at (node);
  for (bool more = ts_tree_cursor_goto_first_child (cursor); more; more = ts_tree_cursor_goto_next_sibling (cursor))
    {
      TSNode child = ts_tree_cursor_current_node (cursor);

      if (ts_node_is_named (child) && !retort_py_node_is_remark (child))
        g_array_append_val (parts, child);
    }
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
