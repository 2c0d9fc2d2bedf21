/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `with`: contexts of formats/, of own classes with __enter__ and __exit__, and of generators (contextlib.contextmanager). */
#include "python/evaluation-private.h"

/* --- Entering --- */

/* What the class of an own object defines; NULL: nothing that is known. */
static RetortPyValue *
find_method (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *context, const char *name)
{
  RetortPyValue *klass = retort_py_instance_get_class (context);
  RetortPyValue *found = klass != NULL && klass->kind == RETORT_PY_CLASS
                         ? retort_py_class_lookup (klass, retort_py_intern (frame->evaluation, name, -1))
                         : NULL;

  return found != NULL && found->kind == RETORT_PY_FUNCTION ? retort_py_bind_attribute (frame, node, found, context, klass) : NULL;
}

/* The generator that stands behind the `with`; NULL: there is none. */
static RetortPyIterator *
get_generator (RetortPyValue *context)
{
  RetortPyValue *generator = retort_py_generator_context_get (context);

  return generator != NULL ? retort_py_value_get_iterator (generator) : NULL;
}

/* FALSE: what it does is not followed. */
static gboolean
is_understood (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *context)
{
  if (context->kind != RETORT_PY_FOREIGN)
    return FALSE;
  return context->foreign.klass->enter != NULL || get_generator (context) != NULL
         || (find_method (frame, node, context, "__enter__") != NULL && find_method (frame, node, context, "__exit__") != NULL);
}

static RetortPyValue *
enter_generator (RetortPyFrame *frame, const RetortPyNode *node, RetortPyIterator *generator)
{
  RetortPyValue *item = NULL;

  switch (retort_py_next (frame, node, generator, &item))
    {
    case RETORT_PY_ITERATION_ITEM:
      return item;
    case RETORT_PY_ITERATION_END:
      return retort_py_raise (frame, node, "RuntimeError", "the generator does not yield");
    case RETORT_PY_ITERATION_UNKNOWN:
      retort_py_gap (frame, node, "what this 'with' does is not known: %s", generator->unknown->unknown.reason);
      return retort_py_new_same_unknown (frame->evaluation, generator->unknown);
    case RETORT_PY_ITERATION_RAISED:
      break;
    }
  return NULL;
}

/* The value for `as`; NULL: raised. */
static RetortPyValue *
enter_context (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *context)
{
  RetortPyArguments none = { .span = retort_py_span_for_people (frame, node) };
  RetortPyValue *result = NULL;

  if (!is_understood (frame, node, context))
    {
      frame->evaluation->n_doubts++;
      if (context->kind != RETORT_PY_FOREIGN && context->kind != RETORT_PY_UNKNOWN && context->kind != RETORT_PY_CLASS)
        return retort_py_raise (frame, node, "TypeError", "a %s cannot be used with 'with'", retort_py_value_type_name (context));
      retort_py_gap (frame, node, "what this 'with' does is not known");
      return retort_py_absorb (frame, node, context, NULL);
    }
  if (get_generator (context) != NULL)
    return enter_generator (frame, node, get_generator (context));
  if (context->foreign.klass->enter == NULL)
    return retort_py_call (frame, node, find_method (frame, node, context, "__enter__"), &none);
  retort_py_doubt_foreign (frame->evaluation);
  result = context->foreign.klass->enter (frame->evaluation, context);
  if (result != NULL || frame->evaluation->exception != NULL || frame->evaluation->stop_reason != NULL)
    return frame->evaluation->exception == NULL ? result : NULL;
  retort_py_gap (frame, node, "what this 'with' does is not known");
  return retort_py_absorb (frame, node, context, NULL);
}

/* --- Leaving --- */

static RetortPyFlow
swallow_maybe (RetortPyFrame *frame, const RetortPyNode *node)
{
  frame->evaluation->exception = NULL;
  return retort_py_skip (frame, node, node, NULL, "whether this 'with' catches an exception is not known");
}

static RetortPyFlow
leave_generator (RetortPyFrame *frame, const RetortPyNode *node, RetortPyIterator *generator, RetortPyFlow flow)
{
  RetortPyEvaluation *evaluation = frame->evaluation;
  RetortPyException *exception = g_steal_pointer (&evaluation->exception);
  RetortPyValue *item;
  RetortPyIteration iteration = exception != NULL ? retort_py_generator_throw (frame, node, generator, exception, &item)
                                                  : retort_py_next (frame, node, generator, &item);

  switch (iteration)
    {
    case RETORT_PY_ITERATION_ITEM:
      retort_py_raise (frame, node, "RuntimeError", "the generator does not stop");
      return RETORT_PY_FLOW_RAISE;
    case RETORT_PY_ITERATION_END:
      return exception != NULL ? RETORT_PY_FLOW_NEXT : flow;
    case RETORT_PY_ITERATION_UNKNOWN:
      return exception != NULL ? swallow_maybe (frame, node) : flow;
    case RETORT_PY_ITERATION_RAISED:
      break;
    }
  return RETORT_PY_FLOW_RAISE;
}

/* Does the function return something else than nothing, None or False? */
static gboolean
may_return_truth (RetortPyFrame *frame, const RetortPyNode *node)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);
  gboolean result = FALSE;

  if (retort_py_node_get_type (node) == RETORT_PY_NODE_return_statement)
    return parts->n > 0 && retort_py_node_get_type (parts->nodes[0]) != RETORT_PY_NODE_none
           && retort_py_node_get_type (parts->nodes[0]) != RETORT_PY_NODE_false;
  if (!retort_py_enter (frame, node))
    return TRUE;
  for (guint i = 0; i < parts->n && !result; i++)
    result = may_return_truth (frame, parts->nodes[i]);
  retort_py_leave (frame);
  return result;
}

/* __exit__() of an own class. @has_doubts: the body may have raised when it really runs. */
static RetortPyFlow
leave_object (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *exit, RetortPyFlow flow, gboolean has_doubts)
{
  RetortPyEvaluation *evaluation = frame->evaluation;
  RetortPyFunction *function = retort_py_get_method_part (exit, FALSE)->function;
  RetortPyFrame inside = { .evaluation = evaluation, .caller = frame, .unit = function->unit };
  RetortPyException *exception = g_steal_pointer (&evaluation->exception);
  RetortPyValue *none = evaluation->none;
  RetortPyValue *values[3] = { none, none, none };
  RetortPyArguments arguments = { .positional = values, .n_positional = 3, .span = retort_py_span_for_people (frame, node) };
  RetortPyValue *result;

  if (has_doubts && may_return_truth (&inside, function->body))
    return swallow_maybe (frame, node);
  if (exception != NULL)
    {
      values[0] = retort_py_exception_get_type (frame, node, exception);
      values[1] = exception->value;
      values[2] = retort_py_new_unknown (evaluation, arguments.span, "a traceback is not evaluated");
    }
  result = retort_py_call (frame, node, exit, &arguments);
  if (result == NULL || exception == NULL)
    return result == NULL ? RETORT_PY_FLOW_RAISE : flow;
  switch (retort_py_truth (frame, result))
    {
    case RETORT_PY_YES:
      return RETORT_PY_FLOW_NEXT;
    case RETORT_PY_NO:
      evaluation->exception = exception;
      return RETORT_PY_FLOW_RAISE;
    case RETORT_PY_MAYBE:
      break;
    }
  return swallow_maybe (frame, node);
}

/* After the inner contexts and the body ended in @flow. A context that is not known may have swallowed an exception. */
static RetortPyFlow
leave_context (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *context, RetortPyFlow flow, gboolean has_doubts)
{
  RetortPyEvaluation *evaluation = frame->evaluation;
  RetortPyValue *exit = context->kind == RETORT_PY_FOREIGN ? find_method (frame, node, context, "__exit__") : NULL;

  if (evaluation->stop_reason != NULL)
    return RETORT_PY_FLOW_RAISE;
  if (get_generator (context) != NULL)
    flow = leave_generator (frame, node, get_generator (context), flow);
  else if (exit != NULL)
    flow = leave_object (frame, node, exit, flow, has_doubts);
  else if (context->kind != RETORT_PY_FOREIGN || context->foreign.klass->enter == NULL)
    flow = flow == RETORT_PY_FLOW_RAISE ? swallow_maybe (frame, node) : flow;
  else if (flow == RETORT_PY_FLOW_RAISE && context->foreign.klass->leave_raising != NULL)
    context->foreign.klass->leave_raising (evaluation, context);
  else if (flow != RETORT_PY_FLOW_RAISE && context->foreign.klass->leave != NULL)
    context->foreign.klass->leave (evaluation, context);
  return evaluation->stop_reason != NULL ? RETORT_PY_FLOW_RAISE : flow;
}

/* --- The statement --- */

static RetortPyFlow run_from (RetortPyFrame *frame, const RetortPyNode *node, guint index);

/* Evaluates and enters a context. FALSE: raised, before there was anything to leave. */
static gboolean
begin_item (RetortPyFrame *frame, const RetortPyNode *item, const RetortPyNode *expression, RetortPyValue **context, RetortPyValue **entered)
{
  const RetortPyNode *before = frame->call;

  *context = retort_py_evaluate (frame, expression);
  if (*context == NULL)
    return FALSE;
  frame->call = expression;
  *entered = enter_context (frame, item, *context);
  frame->call = before;
  return *entered != NULL && frame->evaluation->stop_reason == NULL;
}

static RetortPyFlow
run_item (RetortPyFrame *frame, const RetortPyNode *node, guint index, const RetortPyNode *item)
{
  const RetortPyNode *expression = retort_py_node_field (item, RETORT_PY_FIELD_value);
  const RetortPyNode *target = NULL;
  const RetortPyNode *before = frame->call;
  RetortPyBookmark at;
  RetortPyValue *entered;
  gboolean is_resumed = retort_py_take_bookmark (frame, &at);
  RetortPyFlow flow;

  if (retort_py_node_get_type (expression) == RETORT_PY_NODE_as_pattern)
    {
      target = retort_py_node_field (expression, RETORT_PY_FIELD_alias);
      expression = retort_py_node_get_parts (expression)->nodes[0];
    }
  if (!is_resumed && !begin_item (frame, item, expression, &at.value, &entered))
    return RETORT_PY_FLOW_RAISE;
  if (!is_resumed)
    at.n_doubts = frame->evaluation->n_doubts;
  if (!is_resumed && target != NULL && !retort_py_assign (frame, retort_py_node_get_parts (target)->nodes[0], entered))
    flow = RETORT_PY_FLOW_RAISE;
  else
    flow = run_from (frame, node, index + 1);
  if (flow == RETORT_PY_FLOW_YIELD)
    {
      retort_py_leave_bookmark (frame, &at, TRUE);
      return flow;
    }
  frame->statement = node;
  frame->call = expression;
  flow = leave_context (frame, node, at.value, flow, frame->evaluation->n_doubts != at.n_doubts);
  frame->call = before;
  return flow;
}

static RetortPyFlow
run_from (RetortPyFrame *frame, const RetortPyNode *node, guint index)
{
  const RetortPyParts *clauses = retort_py_node_get_parts (retort_py_node_get_parts (node)->nodes[0]);

  if (index < clauses->n)
    return run_item (frame, node, index, clauses->nodes[index]);
  return retort_py_run_block (frame, retort_py_node_field (node, RETORT_PY_FIELD_body));
}

/**
 * retort_py_run_with: (skip)
 * @frame: where
 * @node: a with statement
 *
 * Returns: how it ended
 */
RetortPyFlow
retort_py_run_with (RetortPyFrame *frame, const RetortPyNode *node)
{
  return run_from (frame, node, 0);
}
