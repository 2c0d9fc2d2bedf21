/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "python/node.h"

#include <string.h>

/**
 * retort_py_node_get_type:
 * @node: (nullable): a node
 *
 * Returns: its type
 */
RetortPyNodeType
retort_py_node_get_type (const RetortPyNode *node)
{
  return node != NULL ? (RetortPyNodeType) node->type : RETORT_PY_NODE_other;
}

/**
 * retort_py_node_is:
 * @node: (nullable): a node
 * @name: a node type of the grammar, such as "call"
 *
 * Returns: whether @node is of that type
 */
gboolean
retort_py_node_is (const RetortPyNode *node, const char *name)
{
  return node != NULL && strcmp (node->name, name) == 0;
}

/**
 * retort_py_node_span:
 * @node: (nullable): a node
 *
 * Returns: its bytes; empty where there is no node
 */
RetortSpan
retort_py_node_span (const RetortPyNode *node)
{
  if (node == NULL)
    return (RetortSpan){ 0, 0 };
  return (RetortSpan){ node->start, node->end };
}

/**
 * retort_py_node_get_parent:
 * @node: a node
 *
 * Returns: (nullable): what it stands in; %NULL: it is the root
 */
const RetortPyNode *
retort_py_node_get_parent (const RetortPyNode *node)
{
  return node->parent > 0 ? node - node->parent : NULL;
}

/**
 * retort_py_node_get_first:
 * @node: a node
 *
 * Returns: (nullable): its first child, be it a token or a remark
 */
const RetortPyNode *
retort_py_node_get_first (const RetortPyNode *node)
{
  return node->n_children > 0 ? node + 1 : NULL;
}

/**
 * retort_py_node_get_next:
 * @node: a node
 *
 * Returns: (nullable): the child of its parent behind it, be it a token or a remark
 */
const RetortPyNode *
retort_py_node_get_next (const RetortPyNode *node)
{
  const RetortPyNode *parent = retort_py_node_get_parent (node);
  const RetortPyNode *next = node + node->n_nodes;

  return parent != NULL && next < parent + parent->n_nodes ? next : NULL;
}

/**
 * retort_py_node_get_child:
 * @node: a node
 * @place: 0 is the first
 *
 * Returns: (nullable): a child, be it a token or a remark
 */
const RetortPyNode *
retort_py_node_get_child (const RetortPyNode *node, guint place)
{
  const RetortPyNode *child = retort_py_node_get_first (node);

  for (; child != NULL && place > 0; place--)
    child = retort_py_node_get_next (child);
  return child;
}

/**
 * retort_py_node_get_named_child:
 * @node: a node
 * @place: 0 is the first
 *
 * Returns: (nullable): a child that is no token, but maybe a remark
 */
const RetortPyNode *
retort_py_node_get_named_child (const RetortPyNode *node, guint place)
{
  const RetortPyNode *child = retort_py_node_get_first (node);

  for (; child != NULL; child = retort_py_node_get_next (child))
    if (child->is_named && place-- == 0)
      return child;
  return NULL;
}

/**
 * retort_py_node_count_named:
 * @node: a node
 *
 * Returns: how many of its children are no tokens
 */
guint
retort_py_node_count_named (const RetortPyNode *node)
{
  guint n = 0;

  for (const RetortPyNode *child = retort_py_node_get_first (node); child != NULL; child = retort_py_node_get_next (child))
    n += child->is_named;
  return n;
}

/**
 * retort_py_node_get_parts:
 * @node: (nullable): a node
 *
 * Returns: (transfer none): its named children without remarks
 */
const RetortPyParts *
retort_py_node_get_parts (const RetortPyNode *node)
{
  static const RetortPyNode *no_node = NULL;
  static const RetortPyParts no_parts = { 0, &no_node };

  return node != NULL && node->parts.n > 0 ? &node->parts : &no_parts;
}

/**
 * retort_py_node_field:
 * @node: (nullable): a node
 * @field: a field
 *
 * Returns: (nullable): the first child with that field
 */
const RetortPyNode *
retort_py_node_field (const RetortPyNode *node, RetortPyField field)
{
  const RetortPyNode *child = node != NULL ? retort_py_node_get_first (node) : NULL;

  while (child != NULL && child->field != (guint) field + 1)
    child = retort_py_node_get_next (child);
  return child;
}

/* (nullable): the child that @offset lies in, or before whose first byte it lies */
static const RetortPyNode *
find_child_at (const RetortPyNode *node, gsize offset)
{
  const RetortPyNode *child = retort_py_node_get_first (node);

  while (child != NULL && child->end <= offset)
    child = retort_py_node_get_next (child);
  return child != NULL && child->start <= offset ? child : NULL;
}

/**
 * retort_py_node_find_at:
 * @node: a node
 * @offset: a byte in it
 *
 * Returns: the innermost node that has the byte
 */
const RetortPyNode *
retort_py_node_find_at (const RetortPyNode *node, gsize offset)
{
  for (const RetortPyNode *child = node; child != NULL; child = find_child_at (child, offset))
    node = child;
  return node;
}
