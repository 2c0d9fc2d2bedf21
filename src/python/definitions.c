/* SPDX-License-Identifier: GPL-3.0-or-later */
/* def and decorators. */
#include "python/evaluation-private.h"

/**
 * retort_py_run_function: (skip)
 * @frame: where
 * @node: a function definition
 *
 * Returns: how it ended
 */
RetortPyFlow
retort_py_run_function (RetortPyFrame *frame, const RetortPyNode *node)
{
  RetortPyValue *function = retort_py_new_function (frame, node);

  if (function == NULL)
    return RETORT_PY_FLOW_RAISE;
  retort_py_store_name (frame, function->function->name, function);
  return RETORT_PY_FLOW_NEXT;
}

/* Decorators are evaluated from the top and applied from the bottom. */
static gboolean
apply_decorators (RetortPyFrame *frame, const RetortPyParts *parts, guint n_decorators, RetortPyValue *const *decorators, const char *name)
{
  RetortPyValue *value = retort_py_load_name (frame, parts->nodes[n_decorators], name);

  for (guint i = n_decorators; i > 0 && value != NULL; i--)
    {
      RetortPyArguments arguments = { .positional = &value, .n_positional = 1, .span = retort_py_span_for_people (frame, parts->nodes[i - 1]) };

      value = retort_py_call (frame, parts->nodes[i - 1], decorators[i - 1], &arguments);
    }
  if (value != NULL)
    retort_py_store_name (frame, name, value);
  return value != NULL;
}

/**
 * retort_py_run_decorated: (skip)
 * @frame: where
 * @node: a decorated definition
 *
 * Returns: how it ended
 */
RetortPyFlow
retort_py_run_decorated (RetortPyFrame *frame, const RetortPyNode *node)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);
  const RetortPyNode *definition = retort_py_node_field (node, RETORT_PY_FIELD_definition);
  RetortPyItems decorators = { 0 };
  RetortPyFlow flow;

  for (guint i = 0; i + 1 < parts->n; i++)
    {
      RetortPyValue *decorator = retort_py_evaluate (frame, retort_py_node_get_parts (parts->nodes[i])->nodes[0]);

      if (decorator == NULL)
        return RETORT_PY_FLOW_RAISE;
      retort_py_items_append (frame->evaluation, &decorators, decorator);
    }
  flow = retort_py_run_statement (frame, definition);
  if (flow != RETORT_PY_FLOW_NEXT)
    return flow;
  frame->statement = node;
  if (!apply_decorators (frame, parts, decorators.n, decorators.items,
                         retort_py_name_at (frame, retort_py_node_field (definition, RETORT_PY_FIELD_name))))
    return RETORT_PY_FLOW_RAISE;
  return RETORT_PY_FLOW_NEXT;
}
