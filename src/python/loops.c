/* SPDX-License-Identifier: GPL-3.0-or-later */
/* for and while. */
#include "python/evaluation-private.h"

static RetortPyFlow
run_else (RetortPyFrame *frame, TSNode node)
{
  TSNode otherwise = retort_py_node_field (node, RETORT_PY_FIELD_alternative);

  if (ts_node_is_null (otherwise))
    return RETORT_PY_FLOW_NEXT;
  return retort_py_run_block (frame, retort_py_node_field (otherwise, RETORT_PY_FIELD_body));
}

/* The whole loop, for nobody knows how often it still runs. What it breaks is itself. */
static RetortPyFlow
skip_loop (RetortPyFrame *frame, TSNode node, const RetortPyValue *unknown, const char *what)
{
  return retort_py_skip (frame, node, node, unknown, what);
}

/* TRUE: the loop is over with @flow. */
static gboolean
ends_loop (RetortPyFrame *frame, TSNode node, RetortPyFlow *flow)
{
  switch (*flow)
    {
    case RETORT_PY_FLOW_NEXT:
    case RETORT_PY_FLOW_CONTINUE:
      return FALSE;
    case RETORT_PY_FLOW_BREAK:
      *flow = RETORT_PY_FLOW_NEXT;
      return TRUE;
    case RETORT_PY_FLOW_MAYBE_BREAK:
      *flow = skip_loop (frame, node, NULL, "how often this loop runs is not known");
      return TRUE;
    case RETORT_PY_FLOW_MAYBE_RETURN:
      skip_loop (frame, node, NULL, "how often this loop runs is not known");
      return TRUE;
    case RETORT_PY_FLOW_RETURN:
    case RETORT_PY_FLOW_RAISE:
      return TRUE;
    }
  return TRUE;
}

/**
 * retort_py_run_for: (skip)
 * @frame: where
 * @node: a for statement
 *
 * Returns: how it ended
 */
RetortPyFlow
retort_py_run_for (RetortPyFrame *frame, TSNode node)
{
  RetortPyValue *iterable = retort_py_evaluate (frame, retort_py_node_field (node, RETORT_PY_FIELD_right));
  RetortPyIterator *iterator = iterable == NULL ? NULL : retort_py_iterate (frame, node, iterable);
  RetortPyIteration iteration;
  RetortPyValue *item;

  if (iterator == NULL)
    return RETORT_PY_FLOW_RAISE;
  while ((iteration = retort_py_next (frame, node, iterator, &item)) == RETORT_PY_ITERATION_ITEM)
    {
      RetortPyFlow flow;

      if (!retort_py_assign (frame, retort_py_node_field (node, RETORT_PY_FIELD_left), item))
        return RETORT_PY_FLOW_RAISE;
      flow = retort_py_run_block (frame, retort_py_node_field (node, RETORT_PY_FIELD_body));
      if (ends_loop (frame, node, &flow))
        return flow;
      frame->statement = node;
    }
  if (iteration == RETORT_PY_ITERATION_RAISED)
    return RETORT_PY_FLOW_RAISE;
  if (iteration == RETORT_PY_ITERATION_UNKNOWN)
    return skip_loop (frame, node, iterator->unknown, "what this loop goes through is not known");
  return run_else (frame, node);
}

/**
 * retort_py_run_while: (skip)
 * @frame: where
 * @node: a while statement
 *
 * Returns: how it ended
 */
RetortPyFlow
retort_py_run_while (RetortPyFrame *frame, TSNode node)
{
  for (;;)
    {
      RetortPyValue *condition = retort_py_evaluate (frame, retort_py_node_field (node, RETORT_PY_FIELD_condition));
      RetortPyAnswer truth;
      RetortPyFlow flow;

      if (condition == NULL)
        return RETORT_PY_FLOW_RAISE;
      truth = retort_py_truth (frame, condition);
      if (truth == RETORT_PY_MAYBE)
        return skip_loop (frame, node, condition, "the condition is not known");
      if (truth == RETORT_PY_NO)
        return run_else (frame, node);
      flow = retort_py_run_block (frame, retort_py_node_field (node, RETORT_PY_FIELD_body));
      if (ends_loop (frame, node, &flow))
        return flow;
      frame->statement = node;
    }
}
