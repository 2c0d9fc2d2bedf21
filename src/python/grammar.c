/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "python/grammar.h"

/**
 * retort_py_node_get_first_operand:
 * @node: an expression
 *
 * Returns: what a call, an attribute, a subscript or a binary operator begins with, or %NULL for others
 */
const RetortPyNode *
retort_py_node_get_first_operand (const RetortPyNode *node)
{
  switch ((int) retort_py_node_get_type (node))
    {
    case RETORT_PY_NODE_call:
      return retort_py_node_field (node, RETORT_PY_FIELD_function);
    case RETORT_PY_NODE_attribute:
      return retort_py_node_field (node, RETORT_PY_FIELD_object);
    case RETORT_PY_NODE_subscript:
      return retort_py_node_field (node, RETORT_PY_FIELD_value);
    case RETORT_PY_NODE_binary_operator:
      return retort_py_node_field (node, RETORT_PY_FIELD_left);
    default:
      return NULL;
    }
}

/**
 * retort_py_node_is_splat:
 * @node: a member of a list, tuple, set or argument list
 *
 * tree-sitter reads `[*f (x)]` as the call of `*f`, and `[*a + b]` as a sum; Python spreads the whole.
 *
 * Returns: whether @node begins with a `*` that spreads it
 */
gboolean
retort_py_node_is_splat (const RetortPyNode *node)
{
  for (const RetortPyNode *at = node; at != NULL; at = retort_py_node_get_first_operand (at))
    if (retort_py_node_get_type (at) == RETORT_PY_NODE_list_splat || retort_py_node_get_type (at) == RETORT_PY_NODE_list_splat_pattern)
      return TRUE;
  return FALSE;
}

static gboolean
is_operation (const RetortPyNode *node, const char *token)
{
  return retort_py_node_get_type (node) == RETORT_PY_NODE_binary_operator
         && retort_py_node_is (retort_py_node_field (node, RETORT_PY_FIELD_operator), token);
}

/**
 * retort_py_node_is_misread:
 * @node: an expression
 *
 * In the grammar of tree-sitter-python 0.23 `^` binds closer than `&`; in Python it is the other way round.
 *
 * Returns: whether @node was put together in another order than Python's
 */
gboolean
retort_py_node_is_misread (const RetortPyNode *node)
{
  return is_operation (node, "&")
         && (is_operation (retort_py_node_field (node, RETORT_PY_FIELD_left), "^")
             || is_operation (retort_py_node_field (node, RETORT_PY_FIELD_right), "^"));
}
