/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loops whose rounds the database, or the environment, counts (explore.c). */
#include "python/evaluation-private.h"

typedef struct
{
  const RetortPyNode *loop;
  const RetortPyNode *target;    /* NULL: of a while loop */
  const RetortPyNode *condition; /* NULL: of a for loop */
  const RetortPyValue *rows;     /* what a for loop goes through */
  guint  ends;      /* of the body */
} Loop;

/* One round, of which nobody knows which it is; path 1 is none at all. */
static RetortPyFlow
run_round (RetortPyFrame *frame, guint path, gpointer data)
{
  Loop *loop = data;
  RetortPyFlow flow;

  if (path > 0)
    return RETORT_PY_FLOW_NEXT;
  if (loop->target != NULL
      && !retort_py_assign (frame, loop->target, retort_py_new_live_item (frame->evaluation, retort_py_span_for_people (frame, loop->loop), loop->rows)))
    return RETORT_PY_FLOW_RAISE;
  if (loop->condition != NULL && retort_py_evaluate (frame, loop->condition) == NULL)
    return RETORT_PY_FLOW_RAISE;
  flow = retort_py_run_block (frame, retort_py_node_field (loop->loop, RETORT_PY_FIELD_body));
  loop->ends = retort_py_ends_of (frame, flow);
  return flow;
}

static RetortPyFlow
run_else (RetortPyFrame *frame, guint path, gpointer data)
{
  Loop *loop = data;
  const RetortPyNode *otherwise = retort_py_node_field (loop->loop, RETORT_PY_FIELD_alternative);

  if (path > 0 || otherwise == NULL)
    return RETORT_PY_FLOW_NEXT;
  return retort_py_run_block (frame, retort_py_node_field (otherwise, RETORT_PY_FIELD_body));
}

/**
 * retort_py_explore_loop: (skip)
 * @frame: where
 * @node: a for or while statement whose rounds the database counts
 * @rows: (nullable): what a for statement goes through
 *
 * Returns: how it ends
 */
RetortPyFlow
retort_py_explore_loop (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyValue *rows)
{
  RetortPyEvaluation *evaluation = frame->evaluation;
  gboolean is_for = retort_py_node_get_type (node) == RETORT_PY_NODE_for_statement;
  Loop loop = { .loop = node, .rows = rows };
  RetortPyFlow flow;
  guint returns;

  if (is_for)
    loop.target = retort_py_node_field (node, RETORT_PY_FIELD_left);
  else
    loop.condition = retort_py_node_field (node, RETORT_PY_FIELD_condition);
  evaluation->n_silent++;
  retort_py_explore (frame, node, 2, run_round, &loop);
  evaluation->n_silent--;
  if (evaluation->stop_reason != NULL)
    return RETORT_PY_FLOW_RAISE;
  retort_py_explore (frame, node, 2, run_round, &loop);
  returns = loop.ends & RETORT_PY_ENDS_RETURN;
  /* The else clause runs unless the loop was broken. */
  flow = retort_py_explore (frame, node, (loop.ends & (RETORT_PY_ENDS_BREAK | RETORT_PY_ENDS_RETURN)) != 0 ? 2 : 1, run_else, &loop);
  if (evaluation->stop_reason != NULL)
    return RETORT_PY_FLOW_RAISE;
  return retort_py_flow_of (frame, retort_py_ends_of (frame, flow) | returns);
}
