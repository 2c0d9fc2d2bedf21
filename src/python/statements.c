/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements, by node type. */
#include "python/evaluation-private.h"

typedef RetortPyFlow (*Runner) (RetortPyFrame *frame, const RetortPyNode *node);

static gboolean
is_yield (const RetortPyNode *assignment)
{
  return retort_py_node_get_type (retort_py_node_field (assignment, RETORT_PY_FIELD_right)) == RETORT_PY_NODE_yield;
}

/* `x = yield y`: who only asks for the next item sends None. `x = yield from y`: what the generator returns. */
static RetortPyFlow
assign_yield (RetortPyFrame *frame, const RetortPyNode *node)
{
  RetortPyFlow flow = retort_py_run_yield (frame, retort_py_node_field (node, RETORT_PY_FIELD_right));

  if (flow != RETORT_PY_FLOW_NEXT)
    return flow;
  return retort_py_assign (frame, retort_py_node_field (node, RETORT_PY_FIELD_left), retort_py_get_answer (frame)) ? flow : RETORT_PY_FLOW_RAISE;
}

static RetortPyFlow
run_expression (RetortPyFrame *frame, const RetortPyNode *node)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);

  for (guint i = 0; i < parts->n; i++)
    {
      RetortPyNodeType type = retort_py_node_get_type (parts->nodes[i]);

      if (type == RETORT_PY_NODE_yield)
        return retort_py_run_yield (frame, parts->nodes[i]);
      if (type == RETORT_PY_NODE_assignment)
        return is_yield (parts->nodes[i]) ? assign_yield (frame, parts->nodes[i]) : retort_py_run_assignment (frame, parts->nodes[i]);
      if (type == RETORT_PY_NODE_augmented_assignment)
        return retort_py_run_augmented (frame, parts->nodes[i]);
      if (type == RETORT_PY_NODE_ellipsis) /* `...` where there is nothing to do */
        continue;
      if (retort_py_evaluate (frame, parts->nodes[i]) == NULL)
        return RETORT_PY_FLOW_RAISE;
    }
  return RETORT_PY_FLOW_NEXT;
}

static RetortPyFlow
run_nothing (RetortPyFrame *frame, const RetortPyNode *node)
{
  return RETORT_PY_FLOW_NEXT;
}

static RetortPyFlow
run_break (RetortPyFrame *frame, const RetortPyNode *node)
{
  return RETORT_PY_FLOW_BREAK;
}

static RetortPyFlow
run_continue (RetortPyFrame *frame, const RetortPyNode *node)
{
  return RETORT_PY_FLOW_CONTINUE;
}

static RetortPyFlow
run_return (RetortPyFrame *frame, const RetortPyNode *node)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);
  RetortPyValue *value = parts->n == 0 ? frame->evaluation->none : retort_py_evaluate (frame, parts->nodes[0]);

  if (value == NULL)
    return RETORT_PY_FLOW_RAISE;
  frame->result = value;
  return RETORT_PY_FLOW_RETURN;
}

static RetortPyFlow
run_assert (RetortPyFrame *frame, const RetortPyNode *node)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);
  RetortPyValue *value = parts->n == 0 ? NULL : retort_py_evaluate (frame, parts->nodes[0]);
  RetortPyAnswer truth;

  if (value == NULL)
    return RETORT_PY_FLOW_RAISE;
  truth = retort_py_truth (frame, value);
  if (truth == RETORT_PY_MAYBE)
    frame->evaluation->n_doubts++;
  if (truth != RETORT_PY_NO)
    return RETORT_PY_FLOW_NEXT;
  value = parts->n > 1 ? retort_py_evaluate (frame, parts->nodes[1]) : NULL;
  if (parts->n < 2 || value != NULL)
    retort_py_raise (frame, node, "AssertionError", "%s",
                     value != NULL && retort_py_value_get_string (value) != NULL ? retort_py_value_get_string (value) : "");
  return RETORT_PY_FLOW_RAISE;
}

/* The rest of an if statement whose condition at @from is not known. */
static RetortPyFlow
skip_branches (RetortPyFrame *frame, const RetortPyNode *node, guint from, const RetortPyValue *condition)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);
  RetortPyFlow result = RETORT_PY_FLOW_NEXT;

  if (from == 0)
    return retort_py_skip (frame, node, node, condition, "the condition is not known");
  for (guint i = from; i < parts->n; i++)
    result = MAX (result, retort_py_skip (frame, parts->nodes[i], node, condition, "the condition is not known"));
  return result;
}

/* The branches of an if statement from the one whose condition the database decides. */
typedef struct
{
  const RetortPyNode *node;
  guint          from;
  RetortPyAnswer last; /* what the last condition said that was evaluated */
} Branches;

static const RetortPyNode *
branch_at (RetortPyFrame *frame, const Branches *branches, guint path)
{
  const RetortPyParts *parts = retort_py_node_get_parts (branches->node);
  guint first_clause = MAX (2, branches->from + 1);

  if (path == 0)
    return branches->from == 0 ? branches->node : parts->nodes[branches->from];
  return first_clause + path - 1 < parts->n ? parts->nodes[first_clause + path - 1] : NULL;
}

/* Path 0 is the branch with that condition, the others are those behind it, and the last is none. */
static RetortPyFlow
run_branch (RetortPyFrame *frame, guint path, gpointer data)
{
  Branches *branches = data;
  const RetortPyNode *clause = branch_at (frame, branches, path);
  RetortPyValue *value;

  if (branches->last == RETORT_PY_YES)
    return RETORT_PY_FLOW_RAISE; /* a branch before this one runs in any case */
  if (clause == NULL)
    return RETORT_PY_FLOW_NEXT;
  if (retort_py_node_get_type (clause) == RETORT_PY_NODE_else_clause)
    {
      branches->last = RETORT_PY_YES;
      return retort_py_run_block (frame, retort_py_node_field (clause, RETORT_PY_FIELD_body));
    }
  if (path > 0)
    {
      value = retort_py_evaluate (frame, retort_py_node_field (clause, RETORT_PY_FIELD_condition));
      if (value == NULL)
        return RETORT_PY_FLOW_RAISE;
      branches->last = retort_py_truth (frame, value);
      if (branches->last == RETORT_PY_NO)
        return RETORT_PY_FLOW_RAISE; /* no path at all */
      if (branches->last == RETORT_PY_MAYBE && !retort_py_value_is_live (value))
        return skip_branches (frame, branches->node, MAX (2, branches->from + 1) + path - 1, value);
    }
  return retort_py_run_block (frame, retort_py_node_field (clause, RETORT_PY_FIELD_consequence));
}

static RetortPyFlow
explore_branches (RetortPyFrame *frame, const RetortPyNode *node, guint from)
{
  Branches branches = { node, from, RETORT_PY_MAYBE };
  guint n_behind = retort_py_node_get_parts (node)->n - MAX (2, from + 1);

  return retort_py_explore (frame, node, n_behind + 2, run_branch, &branches);
}

/* The branch of the clause at @place: 0 is the `if` itself. */
static RetortPyFlow
run_chosen (RetortPyFrame *frame, const RetortPyNode *node, guint place)
{
  const RetortPyNode *clause = place == 0 ? node : retort_py_node_get_parts (node)->nodes[place];
  gboolean is_else = retort_py_node_get_type (clause) == RETORT_PY_NODE_else_clause;
  RetortPyFlow flow = retort_py_run_block (frame, retort_py_node_field (clause, is_else ? RETORT_PY_FIELD_body : RETORT_PY_FIELD_consequence));

  if (flow == RETORT_PY_FLOW_YIELD)
    retort_py_leave_bookmark (frame, &(RetortPyBookmark){ .at = place }, FALSE);
  return flow;
}

static RetortPyFlow
run_if (RetortPyFrame *frame, const RetortPyNode *node)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node); /* condition, block, clauses */
  RetortPyBookmark bookmark;

  if (retort_py_take_bookmark (frame, &bookmark))
    return run_chosen (frame, node, bookmark.at);
  for (guint i = 0; i < parts->n; i = MAX (2, i + 1))
    {
      const RetortPyNode *clause = i == 0 ? node : parts->nodes[i];
      const RetortPyNode *condition = retort_py_node_field (clause, RETORT_PY_FIELD_condition);
      RetortPyValue *value;
      RetortPyAnswer truth;

      if (retort_py_node_get_type (clause) == RETORT_PY_NODE_else_clause)
        return run_chosen (frame, node, i);
      value = retort_py_evaluate (frame, condition);
      if (value == NULL)
        return RETORT_PY_FLOW_RAISE;
      truth = retort_py_truth (frame, value);
      if (truth == RETORT_PY_MAYBE)
        return retort_py_value_is_live (value) && frame->generator == NULL ? explore_branches (frame, node, i) : skip_branches (frame, node, i, value);
      if (truth == RETORT_PY_YES)
        return run_chosen (frame, node, i);
    }
  return RETORT_PY_FLOW_NEXT;
}

static gboolean
is_suite (const RetortPyNode *node)
{
  switch ((int) retort_py_node_get_type (node))
    {
    case RETORT_PY_NODE_block:
    case RETORT_PY_NODE_elif_clause:
    case RETORT_PY_NODE_else_clause:
    case RETORT_PY_NODE_except_clause:
    case RETORT_PY_NODE_finally_clause:
    case RETORT_PY_NODE_function_definition:
    case RETORT_PY_NODE_class_definition:
      return TRUE;
    default:
      return FALSE;
    }
}

/* A statement that is broken somewhere else than in the blocks inside of it. */
static gboolean
is_broken (RetortPyFrame *frame, const RetortPyNode *node)
{
  if (!node->has_error)
    return FALSE;
  if (retort_py_node_get_type (node) == RETORT_PY_NODE_ERROR || node->is_missing)
    return TRUE;
  for (guint i = 0; i < node->n_children; i++)
    {
      const RetortPyNode *child = retort_py_node_get_child (node, i);

      if (is_suite (child) ? retort_py_node_get_type (child) != RETORT_PY_NODE_block && is_broken (frame, child)
                           : child->has_error)
        return TRUE;
    }
  return FALSE;
}

static RetortPyFlow
run_other (RetortPyFrame *frame, const RetortPyNode *node)
{
  g_autofree char *what = g_strdup (node->has_error ? "broken syntax" : node->name);

  g_strdelimit (what, "_", ' ');
  retort_py_gap (frame, node, "'%s' is not evaluated", what);
  return retort_py_skip (frame, node, node, NULL, "it is not evaluated");
}

static const Runner runners[RETORT_PY_N_NODE_TYPES] = {
  [RETORT_PY_NODE_assert_statement] = run_assert,
  [RETORT_PY_NODE_break_statement] = run_break,
  [RETORT_PY_NODE_class_definition] = retort_py_run_class,
  [RETORT_PY_NODE_continue_statement] = run_continue,
  [RETORT_PY_NODE_decorated_definition] = retort_py_run_decorated,
  [RETORT_PY_NODE_delete_statement] = retort_py_run_delete,
  [RETORT_PY_NODE_expression_statement] = run_expression,
  [RETORT_PY_NODE_for_statement] = retort_py_run_for,
  [RETORT_PY_NODE_function_definition] = retort_py_run_function,
  [RETORT_PY_NODE_future_import_statement] = run_nothing,
  [RETORT_PY_NODE_global_statement] = run_nothing,
  [RETORT_PY_NODE_if_statement] = run_if,
  [RETORT_PY_NODE_import_from_statement] = retort_py_run_import_from,
  [RETORT_PY_NODE_import_statement] = retort_py_run_import,
  [RETORT_PY_NODE_match_statement] = retort_py_run_match,
  [RETORT_PY_NODE_nonlocal_statement] = run_nothing,
  [RETORT_PY_NODE_pass_statement] = run_nothing,
  [RETORT_PY_NODE_raise_statement] = retort_py_run_raise,
  [RETORT_PY_NODE_return_statement] = run_return,
  [RETORT_PY_NODE_try_statement] = retort_py_run_try,
  [RETORT_PY_NODE_while_statement] = retort_py_run_while,
  [RETORT_PY_NODE_with_statement] = retort_py_run_with,
};

/**
 * retort_py_run_statement: (skip)
 * @frame: where
 * @node: a statement
 *
 * Returns: how it ended
 */
RetortPyFlow
retort_py_run_statement (RetortPyFrame *frame, const RetortPyNode *node)
{
  Runner runner = is_broken (frame, node) ? NULL : runners[retort_py_node_get_type (node)];
  RetortPyFlow flow;

  frame->statement = node;
  if (!retort_py_enter (frame, node))
    return RETORT_PY_FLOW_RAISE;
  flow = runner != NULL ? runner (frame, node) : run_other (frame, node);
  retort_py_leave (frame);
  return frame->evaluation->stop_reason != NULL ? RETORT_PY_FLOW_RAISE : flow;
}

/**
 * retort_py_run_block: (skip)
 * @frame: where
 * @block: a block, or the module
 *
 * Returns: how it ended
 */
RetortPyFlow
retort_py_run_block (RetortPyFrame *frame, const RetortPyNode *block)
{
  return retort_py_run_block_from (frame, block, 0);
}

/**
 * retort_py_run_block_from: (skip)
 * @frame: where
 * @block: a block, or the module
 * @from: its first statement to run
 *
 * Returns: how it ended
 */
RetortPyFlow
retort_py_run_block_from (RetortPyFrame *frame, const RetortPyNode *block, guint from)
{
  const RetortPyParts *parts = retort_py_node_get_parts (block);
  RetortPyFlow flow = RETORT_PY_FLOW_NEXT;
  RetortPyBookmark bookmark;

  if (retort_py_take_bookmark (frame, &bookmark))
    from = bookmark.at;
  for (guint i = from; i < parts->n; i++)
    {
      if (flow == RETORT_PY_FLOW_NEXT)
        flow = retort_py_run_statement (frame, parts->nodes[i]);
      else if (!frame->is_dark)
        return retort_py_explore_rest (frame, block, i);
      else
        flow = MAX (flow, retort_py_skip (frame, parts->nodes[i], parts->nodes[i], NULL, "whether this runs is not known"));
      if (flow == RETORT_PY_FLOW_YIELD)
        retort_py_leave_bookmark (frame, &(RetortPyBookmark){ .at = i }, FALSE);
      if (flow != RETORT_PY_FLOW_NEXT && flow != RETORT_PY_FLOW_MAYBE_BREAK && flow != RETORT_PY_FLOW_MAYBE_RETURN)
        return flow;
    }
  return flow;
}
