/* SPDX-License-Identifier: GPL-3.0-or-later */
/* for and while. */
#include "python/evaluation-private.h"

/* What a bookmark in a loop says. */
enum
{
  IN_BODY,
  IN_ELSE,
};

static RetortPyFlow
leave_at (RetortPyFrame *frame, guint at, RetortPyIterator *iterator)
{
  retort_py_leave_bookmark (frame, &(RetortPyBookmark){ .at = at, .iterator = iterator }, FALSE);
  return RETORT_PY_FLOW_YIELD;
}

static RetortPyFlow
run_else (RetortPyFrame *frame, const RetortPyNode *node)
{
  const RetortPyNode *otherwise = retort_py_node_field (node, RETORT_PY_FIELD_alternative);
  RetortPyFlow flow;

  if (otherwise == NULL)
    return RETORT_PY_FLOW_NEXT;
  flow = retort_py_run_block (frame, retort_py_node_field (otherwise, RETORT_PY_FIELD_body));
  return flow == RETORT_PY_FLOW_YIELD ? leave_at (frame, IN_ELSE, NULL) : flow;
}

/* The whole loop, for nobody knows how often it still runs. What it breaks is itself. */
static RetortPyFlow
skip_loop (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyValue *unknown, const char *what)
{
  return retort_py_skip (frame, node, node, unknown, what);
}

static RetortPyFlow run_rounds (RetortPyFrame *frame, const RetortPyNode *node, RetortPyIterator *iterator);

/* Path 0 is the rest of the loop, path 1 that it is over. */
typedef struct
{
  const RetortPyNode *node;
  RetortPyIterator *iterator;
} Rounds;

static RetortPyFlow
run_more_rounds (RetortPyFrame *frame, guint path, gpointer data)
{
  Rounds *rounds = data;

  return path == 0 ? run_rounds (frame, rounds->node, rounds->iterator) : RETORT_PY_FLOW_NEXT;
}

/* A round of which the database decides whether it was the last. A loop without an end of its own would go on for ever. */
static RetortPyFlow
explore_more (RetortPyFrame *frame, const RetortPyNode *node, RetortPyIterator *iterator)
{
  Rounds rounds = { node, iterator };
  guint earlier = frame->ends;
  RetortPyFlow flow = iterator == NULL ? retort_py_explore_loop (frame, node, NULL)
                                       : retort_py_explore (frame, node, 2, run_more_rounds, &rounds);

  return frame->evaluation->stop_reason != NULL ? RETORT_PY_FLOW_RAISE : retort_py_join_flows (frame, flow, earlier);
}

/* TRUE: the loop is over with @flow. */
static gboolean
ends_loop (RetortPyFrame *frame, const RetortPyNode *node, RetortPyIterator *iterator, RetortPyFlow *flow)
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
    case RETORT_PY_FLOW_MAYBE_RETURN:
      if (!frame->is_dark && (frame->ends & (RETORT_PY_ENDS_BREAK | RETORT_PY_ENDS_RETURN)) == 0)
        return FALSE;
      if (!frame->is_dark)
        *flow = explore_more (frame, node, iterator);
      else if (*flow == RETORT_PY_FLOW_MAYBE_BREAK)
        *flow = skip_loop (frame, node, NULL, "how often this loop runs is not known");
      else
        skip_loop (frame, node, NULL, "how often this loop runs is not known");
      return TRUE;
    case RETORT_PY_FLOW_YIELD:
      leave_at (frame, IN_BODY, iterator);
      return TRUE;
    case RETORT_PY_FLOW_RETURN:
    case RETORT_PY_FLOW_RAISE:
      return TRUE;
    }
  return TRUE;
}

/* The body, and whether the loop is over then. */
static gboolean
run_round (RetortPyFrame *frame, const RetortPyNode *node, RetortPyIterator *iterator, RetortPyFlow *flow)
{
  *flow = retort_py_run_block (frame, retort_py_node_field (node, RETORT_PY_FIELD_body));
  if (ends_loop (frame, node, iterator, flow))
    return TRUE;
  frame->statement = node;
  return FALSE;
}

static RetortPyFlow
run_rounds (RetortPyFrame *frame, const RetortPyNode *node, RetortPyIterator *iterator)
{
  RetortPyIteration iteration;
  RetortPyValue *item;

  while ((iteration = retort_py_next (frame, node, iterator, &item)) == RETORT_PY_ITERATION_ITEM)
    {
      RetortPyFlow flow;

      if (!retort_py_assign (frame, retort_py_node_field (node, RETORT_PY_FIELD_left), item))
        return RETORT_PY_FLOW_RAISE;
      if (run_round (frame, node, iterator, &flow))
        return flow;
    }
  if (iteration == RETORT_PY_ITERATION_RAISED)
    return RETORT_PY_FLOW_RAISE;
  if (iteration == RETORT_PY_ITERATION_UNKNOWN && retort_py_value_is_live (iterator->unknown) && frame->generator == NULL)
    return retort_py_explore_loop (frame, node, iterator->unknown);
  if (iteration == RETORT_PY_ITERATION_UNKNOWN)
    return skip_loop (frame, node, iterator->unknown, "what this loop goes through is not known");
  return run_else (frame, node);
}

/**
 * retort_py_run_for: (skip)
 * @frame: where
 * @node: a for statement
 *
 * Returns: how it ended
 */
RetortPyFlow
retort_py_run_for (RetortPyFrame *frame, const RetortPyNode *node)
{
  RetortPyBookmark bookmark;
  RetortPyValue *iterable;
  RetortPyIterator *iterator;
  RetortPyFlow flow;

  if (retort_py_take_bookmark (frame, &bookmark))
    {
      if (bookmark.at == IN_ELSE)
        return run_else (frame, node);
      return run_round (frame, node, bookmark.iterator, &flow) ? flow : run_rounds (frame, node, bookmark.iterator);
    }
  iterable = retort_py_evaluate (frame, retort_py_node_field (node, RETORT_PY_FIELD_right));
  iterator = iterable == NULL ? NULL : retort_py_iterate (frame, node, iterable);
  return iterator == NULL ? RETORT_PY_FLOW_RAISE : run_rounds (frame, node, iterator);
}

/**
 * retort_py_run_while: (skip)
 * @frame: where
 * @node: a while statement
 *
 * Returns: how it ended
 */
RetortPyFlow
retort_py_run_while (RetortPyFrame *frame, const RetortPyNode *node)
{
  RetortPyBookmark bookmark;
  RetortPyFlow flow;

  if (retort_py_take_bookmark (frame, &bookmark))
    {
      if (bookmark.at == IN_ELSE)
        return run_else (frame, node);
      if (run_round (frame, node, NULL, &flow))
        return flow;
    }
  for (;;)
    {
      RetortPyValue *condition = retort_py_evaluate (frame, retort_py_node_field (node, RETORT_PY_FIELD_condition));
      RetortPyAnswer truth;

      if (condition == NULL)
        return RETORT_PY_FLOW_RAISE;
      truth = retort_py_truth (frame, condition);
      if (truth == RETORT_PY_MAYBE && retort_py_value_is_live (condition) && frame->generator == NULL)
        return retort_py_explore_loop (frame, node, NULL);
      if (truth == RETORT_PY_MAYBE)
        return skip_loop (frame, node, condition, "the condition is not known");
      if (truth == RETORT_PY_NO)
        return run_else (frame, node);
      if (run_round (frame, node, NULL, &flow))
        return flow;
    }
}
