/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may be assigned to and deleted. */
#include "python/validator-private.h"

#include <string.h>

static gboolean
is_starred (const RetortPyNode *node)
{
  RetortPyNodeType type = retort_py_node_get_type (node);

  return type == RETORT_PY_NODE_list_splat || type == RETORT_PY_NODE_list_splat_pattern;
}

/* Parentheses around one target that make no tuple. */
static gboolean
is_only_parenthesized (const RetortPyNode *node, guint n_parts)
{
  RetortPyNodeType type = retort_py_node_get_type (node);

  return (type == RETORT_PY_NODE_tuple_pattern || type == RETORT_PY_NODE_parenthesized_expression) && n_parts == 1
         && !retort_py_node_has_token (node, ",");
}

static void
check_members (RetortPyChecker *self, const RetortPyNode *target)
{
  const RetortPyParts *parts = retort_py_node_get_parts (target);
  guint n_starred = 0;

  for (guint i = 0; i < parts->n; i++)
    {
      const RetortPyNode *part = parts->nodes[i];

      if (is_starred (part))
        {
          const RetortPyParts *inner = retort_py_node_get_parts (part);

          n_starred++;
          if (is_only_parenthesized (target, parts->n) || inner->n != 1)
            retort_py_problem_at (self, part, "a starred target stands alone");
          else
            retort_py_check_target (self, inner->nodes[0]);
        }
      else
        retort_py_check_target (self, part);
    }
  if (n_starred > 1)
    retort_py_problem_at (self, target, "there are several starred targets");
}

/**
 * retort_py_check_target: (skip)
 * @self: a checker
 * @target: what something is assigned to
 */
void
retort_py_check_target (RetortPyChecker *self, const RetortPyNode *target)
{
  switch ((int) retort_py_node_get_type (target))
    {
    case RETORT_PY_NODE_identifier:
    case RETORT_PY_NODE_attribute:
    case RETORT_PY_NODE_subscript:
      return;
    case RETORT_PY_NODE_pattern_list:
    case RETORT_PY_NODE_tuple_pattern:
    case RETORT_PY_NODE_list_pattern:
    case RETORT_PY_NODE_tuple:
    case RETORT_PY_NODE_list:
    case RETORT_PY_NODE_parenthesized_expression:
      check_members (self, target);
      return;
    default:
      retort_py_problem_at (self, target, "nothing can be assigned to this");
    }
}

/* One name, attribute or item, maybe in parentheses. */
static gboolean
is_single (const RetortPyNode *target)
{
  const RetortPyParts *parts = NULL;

  switch ((int) retort_py_node_get_type (target))
    {
    case RETORT_PY_NODE_identifier:
    case RETORT_PY_NODE_attribute:
    case RETORT_PY_NODE_subscript:
      return TRUE;
    default:
      parts = retort_py_node_get_parts (target);
      return is_only_parenthesized (target, parts->n) && retort_py_node_get_type (parts->nodes[0]) == RETORT_PY_NODE_identifier;
    }
}

/**
 * retort_py_check_assignment: (skip)
 * @self: a checker
 * @node: an assignment
 */
void
retort_py_check_assignment (RetortPyChecker *self, const RetortPyNode *node)
{
  const RetortPyNode *left = retort_py_node_field (node, RETORT_PY_FIELD_left);
  const RetortPyNode *type = retort_py_node_field (node, RETORT_PY_FIELD_type);
  const RetortPyNode *right = retort_py_node_field (node, RETORT_PY_FIELD_right);
  RetortPyNodeType right_type = retort_py_node_get_type (right);

  retort_py_check_target (self, left);
  if (type != NULL && !is_single (left))
    retort_py_problem_at (self, left, "only one name can have an annotation");
  if (right_type == RETORT_PY_NODE_augmented_assignment)
    retort_py_problem_at (self, right, "an augmented assignment has no value");
  if (right_type == RETORT_PY_NODE_assignment
      && (type != NULL || retort_py_node_field (right, RETORT_PY_FIELD_type) != NULL))
    retort_py_problem_at (self, right, "an annotated assignment has one target");
  if (type == NULL && right == NULL)
    retort_py_problem_at (self, node, "nothing is assigned");
}

/**
 * retort_py_check_augmented: (skip)
 * @self: a checker
 * @node: an augmented assignment
 */
void
retort_py_check_augmented (RetortPyChecker *self, const RetortPyNode *node)
{
  RetortPyNodeType right = retort_py_node_get_type (retort_py_node_field (node, RETORT_PY_FIELD_right));

  if (!is_single (retort_py_node_field (node, RETORT_PY_FIELD_left)))
    retort_py_problem_at (self, node, "an augmented assignment has one plain target");
  if (right == RETORT_PY_NODE_assignment || right == RETORT_PY_NODE_augmented_assignment)
    retort_py_problem_at (self, node, "an augmented assignment has one target");
}

/**
 * retort_py_check_deleted: (skip)
 * @self: a checker
 * @node: what `del` deletes
 */
void
retort_py_check_deleted (RetortPyChecker *self, const RetortPyNode *node)
{
  const RetortPyParts *parts = NULL;

  switch ((int) retort_py_node_get_type (node))
    {
    case RETORT_PY_NODE_identifier:
    case RETORT_PY_NODE_attribute:
    case RETORT_PY_NODE_subscript:
      return;
    case RETORT_PY_NODE_expression_list:
    case RETORT_PY_NODE_tuple:
    case RETORT_PY_NODE_list:
    case RETORT_PY_NODE_parenthesized_expression:
      parts = retort_py_node_get_parts (node);
      for (guint i = 0; i < parts->n; i++)
        retort_py_check_deleted (self, parts->nodes[i]);
      return;
    default:
      retort_py_problem_at (self, node, "this cannot be deleted");
    }
}
