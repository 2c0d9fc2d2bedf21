/* SPDX-License-Identifier: GPL-3.0-or-later */
/* def, class and decorators. */
#include "python/evaluation-private.h"

/**
 * retort_py_run_function: (skip)
 * @frame: where
 * @node: a function definition
 *
 * Returns: how it ended
 */
RetortPyFlow
retort_py_run_function (RetortPyFrame *frame, TSNode node)
{
  RetortPyValue *function = retort_py_new_function (frame, node);

  if (function == NULL)
    return RETORT_PY_FLOW_RAISE;
  retort_py_store_name (frame, function->function->name, function);
  return RETORT_PY_FLOW_NEXT;
}

/* The bases, evaluated. FALSE: raised. @is_plain: there is none but `object`. */
static gboolean
evaluate_bases (RetortPyFrame *frame, TSNode node, gboolean *is_plain)
{
  TSNode bases = retort_py_node_field (node, RETORT_PY_FIELD_superclasses);
  const RetortPyParts *parts = ts_node_is_null (bases) ? NULL : retort_py_parts (frame, bases);

  *is_plain = TRUE;
  for (guint i = 0; parts != NULL && i < parts->n; i++)
    {
      TSNode base = retort_py_node_field (parts->nodes[i], RETORT_PY_FIELD_value);
      RetortPyValue *value = retort_py_evaluate (frame, ts_node_is_null (base) ? parts->nodes[i] : base);

      if (value == NULL)
        return FALSE;
      *is_plain = FALSE;
      if (value->kind == RETORT_PY_UNKNOWN)
        retort_py_gap (frame, parts->nodes[i], "what this class derives from is not known: %s", value->unknown.reason);
    }
  return TRUE;
}

/**
 * retort_py_run_class: (skip)
 * @frame: where
 * @node: a class definition
 *
 * Runs its body. A class without bases keeps its names; others are unknown.
 *
 * Returns: how it ended
 */
RetortPyFlow
retort_py_run_class (RetortPyFrame *frame, TSNode node)
{
  RetortPyEvaluation *evaluation = frame->evaluation;
  TSNode body = retort_py_node_field (node, RETORT_PY_FIELD_body);
  RetortPyFrame inner = { .evaluation = evaluation, .caller = frame, .unit = frame->unit };
  RetortPyClass *klass = retort_py_allocate (evaluation, sizeof *klass);
  RetortPyValue *value = retort_py_new_value (evaluation, RETORT_PY_CLASS);
  gboolean is_plain;
  RetortPyFlow flow;

  if (!evaluate_bases (frame, node, &is_plain))
    return RETORT_PY_FLOW_RAISE;
  klass->name = retort_py_name_at (frame, retort_py_node_field (node, RETORT_PY_FIELD_name));
  klass->scope = retort_py_scope_new (evaluation, RETORT_PY_SCOPE_CLASS, frame->unit, frame->scope,
                                      retort_py_outline_of (frame, node, (TSNode){ 0 }, body));
  value->klass = klass;
  inner.scope = klass->scope;
  evaluation->frame = &inner;
  flow = retort_py_run_block (&inner, body);
  evaluation->frame = frame;
  if (flow == RETORT_PY_FLOW_RAISE)
    return flow;
  if (!is_plain || flow != RETORT_PY_FLOW_NEXT)
    {
      RetortPyValue *unknown = retort_py_unknown_at (frame, node, "the class '%s' is not evaluated", klass->name);

      retort_py_taint_value (frame, value, unknown->unknown.reason, unknown->unknown.span);
    }
  retort_py_store_name (frame, klass->name, value);
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
retort_py_run_decorated (RetortPyFrame *frame, TSNode node)
{
  const RetortPyParts *parts = retort_py_parts (frame, node);
  TSNode definition = retort_py_node_field (node, RETORT_PY_FIELD_definition);
  RetortPyItems decorators = { 0 };
  RetortPyFlow flow;

  for (guint i = 0; i + 1 < parts->n; i++)
    {
      RetortPyValue *decorator = retort_py_evaluate (frame, retort_py_parts (frame, parts->nodes[i])->nodes[0]);

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
