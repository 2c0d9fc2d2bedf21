/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls: the arguments, and who is called. */
#include "python/evaluation-private.h"

#include <string.h>

/* A reason that holds one that holds one … grows no further. */
#define MAX_REASON 240

/* Arguments while they are gathered. */
typedef struct
{
  RetortPyItems positional;
  RetortPyItems keyword_values;
  GPtrArray    *keyword_names; /* element: const char*, interned */
  gboolean      is_open;
} Gathered;

static gboolean
add_keyword (RetortPyFrame *frame, const RetortPyNode *node, Gathered *gathered, const char *name, RetortPyValue *value)
{
  if (g_ptr_array_find (gathered->keyword_names, name, NULL))
    {
      retort_py_raise (frame, node, "TypeError", "'%s' is given twice", name);
      return FALSE;
    }
  g_ptr_array_add (gathered->keyword_names, (gpointer) name);
  retort_py_items_append (frame->evaluation, &gathered->keyword_values, value);
  return TRUE;
}

static gboolean
spread_positional (RetortPyFrame *frame, const RetortPyNode *node, Gathered *gathered)
{
  RetortPyValue *value = retort_py_evaluate (frame, node);
  RetortPyValue *unknown;

  if (value == NULL || !retort_py_collect (frame, node, value, &gathered->positional, &unknown))
    return FALSE;
  gathered->is_open = gathered->is_open || unknown != NULL;
  return TRUE;
}

static gboolean
spread_keywords (RetortPyFrame *frame, const RetortPyNode *node, Gathered *gathered)
{
  RetortPyValue *value = retort_py_evaluate (frame, retort_py_node_get_parts (node)->nodes[0]);

  if (value == NULL)
    return FALSE;
  value = retort_py_plain_container (value);
  if (value->kind != RETORT_PY_DICT)
    {
      retort_py_absorb (frame, node, value, NULL);
      gathered->is_open = TRUE;
      return TRUE;
    }
  for (guint i = 0; i < value->many.items.n; i++)
    {
      const char *name = retort_py_value_get_string (value->many.items.items[i]);

      if (name == NULL)
        {
          retort_py_raise (frame, node, "TypeError", "the name of an argument must be a str");
          return FALSE;
        }
      if (!add_keyword (frame, node, gathered, retort_py_intern (frame->evaluation, name, -1), value->many.values.items[i]))
        return FALSE;
    }
  return TRUE;
}

static gboolean
gather_one (RetortPyFrame *frame, const RetortPyNode *node, Gathered *gathered)
{
  RetortPyValue *value;

  if (retort_py_node_is_splat (node))
    return spread_positional (frame, node, gathered);
  switch ((int) retort_py_node_get_type (node))
    {
    case RETORT_PY_NODE_dictionary_splat:
      return spread_keywords (frame, node, gathered);
    case RETORT_PY_NODE_keyword_argument:
      value = retort_py_evaluate (frame, retort_py_node_field (node, RETORT_PY_FIELD_value));
      return value != NULL
             && add_keyword (frame, node, gathered, retort_py_name_at (frame, retort_py_node_field (node, RETORT_PY_FIELD_name)), value);
    default:
      value = retort_py_evaluate (frame, node);
      if (value != NULL)
        retort_py_items_append (frame->evaluation, &gathered->positional, value);
      return value != NULL;
    }
}

/* `f(x for x in y)` has one argument: the generator. */
static gboolean
gather (RetortPyFrame *frame, const RetortPyNode *list, Gathered *gathered)
{
  const RetortPyParts *parts = retort_py_node_get_parts (list);

  if (retort_py_node_get_type (list) == RETORT_PY_NODE_generator_expression)
    return gather_one (frame, list, gathered);
  for (guint i = 0; i < parts->n; i++)
    if (!gather_one (frame, parts->nodes[i], gathered))
      return FALSE;
  return TRUE;
}

static void
taint_arguments (RetortPyFrame *frame, const RetortPyArguments *arguments, const char *reason, RetortSpan span)
{
  for (guint i = 0; i < arguments->n_positional; i++)
    retort_py_taint_value (frame, arguments->positional[i], reason, span);
  for (guint i = 0; i < arguments->n_keywords; i++)
    retort_py_taint_value (frame, arguments->keyword_values[i], reason, span);
}

/* What is called, for people: its text when it is short. */
static char *
describe_callee (RetortPyFrame *frame, const RetortPyNode *node)
{
  const RetortPyNode *function = retort_py_node_get_type (node) == RETORT_PY_NODE_call ? retort_py_node_field (node, RETORT_PY_FIELD_function) : node;
  g_autofree char *text = function == NULL ? g_strdup ("it") : retort_py_node_text (frame, function);

  if (strchr (text, '\n') != NULL || g_utf8_strlen (text, -1) > 60)
    return g_strdup ("what is called");
  return g_steal_pointer (&text);
}

/**
 * retort_py_unknown_call: (skip)
 * @frame: where
 * @node: the place
 * @callable: what is called
 * @arguments: its arguments
 * @reason: (nullable): why it is not followed
 *
 * Reports a gap, and taints all that the call can reach.
 *
 * Returns: (transfer none): an unknown value
 */
RetortPyValue *
retort_py_unknown_call (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *callable, const RetortPyArguments *arguments, const char *reason)
{
  g_autofree char *callee = describe_callee (frame, node);
  const char *why = reason != NULL ? reason : retort_py_value_get_unknown_reason (callable);
  RetortPyValue *result;

  if (why != NULL && strlen (why) > MAX_REASON)
    result = retort_py_unknown_at (frame, node, "%s", why);
  else if (why != NULL)
    result = retort_py_unknown_at (frame, node, "'%s()' is not evaluated: %s", callee, why);
  else
    result = retort_py_unknown_at (frame, node, "'%s()' is not evaluated", callee);
  retort_py_gap (frame, node, "%s", result->unknown.reason);
  retort_py_taint_value (frame, callable, result->unknown.reason, result->unknown.span);
  taint_arguments (frame, arguments, result->unknown.reason, result->unknown.span);
  return result;
}

/* __call__ of an object of an own class. */
static RetortPyValue *
call_of_instance (RetortPyFrame *frame, RetortPyValue *callable)
{
  RetortPyValue *klass = retort_py_instance_get_class (callable);
  RetortPyValue *found = klass != NULL && klass->kind == RETORT_PY_CLASS
                         ? retort_py_class_lookup (klass, retort_py_intern (frame->evaluation, "__call__", -1))
                         : NULL;

  if (found == NULL || found->kind != RETORT_PY_FUNCTION)
    return NULL;
  return retort_py_bind_attribute (frame, frame->call, found, callable, klass);
}

static RetortPyValue *
call_foreign (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *callable, const RetortPyArguments *arguments)
{
  RetortPyValue *result = NULL;

  RetortPyValue *special = call_of_instance (frame, callable);

  if (special != NULL)
    return retort_py_call_method (frame, node, special, arguments);
  if (!retort_py_is_plain (callable))
    {
      retort_py_doubt_foreign (frame->evaluation);
      retort_py_charge (frame->evaluation, 60); /* a statement is kept by who listens */
    }
  if (callable->foreign.klass->call != NULL)
    result = callable->foreign.klass->call (frame->evaluation, callable, arguments);
  if (result != NULL || frame->evaluation->stop_reason != NULL || frame->evaluation->exception != NULL)
    return frame->evaluation->exception != NULL || frame->evaluation->stop_reason != NULL ? NULL : result;
  return retort_py_unknown_call (frame, node, callable, arguments, NULL);
}

/* A method of something that the database answers: of a row, a text, a number. It sends nothing. The answer itself is nothing
 * that can be called, and has no other methods: what has is no answer, but made of one, and may send something. */
static RetortPyValue *
call_live (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *callable, const RetortPyArguments *arguments)
{
  const RetortPyNode *function = retort_py_node_get_type (node) == RETORT_PY_NODE_call ? retort_py_node_field (node, RETORT_PY_FIELD_function) : node;
  const char *name = NULL;

  if (function != NULL && retort_py_node_get_type (function) == RETORT_PY_NODE_attribute)
    name = retort_py_name_at (frame, retort_py_node_field (function, RETORT_PY_FIELD_attribute));
  if (name == NULL || !retort_py_is_method_of_answers (name) || retort_py_may_change_objects (frame->evaluation, name))
    return retort_py_unknown_call (frame, node, callable, arguments, NULL);
  frame->evaluation->n_doubts++;
  retort_py_report_outside (frame, node, callable);
  retort_py_choices_take (frame->evaluation, callable, name, arguments);
  taint_arguments (frame, arguments, callable->unknown.reason, callable->unknown.span);
  return retort_py_new_same_unknown (frame->evaluation, callable);
}

static RetortPyValue *
call_any (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *callable, const RetortPyArguments *arguments)
{
  RetortPyBuiltinFunc builtin = retort_py_get_builtin (callable);

  if (builtin != NULL)
    return builtin (frame, node, retort_py_get_bound_self (callable), arguments);
  switch ((int) callable->kind)
    {
    case RETORT_PY_FUNCTION:
      return retort_py_call_function (frame, node, callable->function, arguments);
    case RETORT_PY_FOREIGN:
      if (retort_py_is_method (callable))
        return retort_py_call_method (frame, node, callable, arguments);
      return call_foreign (frame, node, callable, arguments);
    case RETORT_PY_UNKNOWN:
      return retort_py_value_is_live (callable) ? call_live (frame, node, callable, arguments)
                                                : retort_py_unknown_call (frame, node, callable, arguments, NULL);
    case RETORT_PY_CLASS:
      return retort_py_class_construct (frame, node, callable, arguments);
    default:
      return retort_py_raise (frame, node, "TypeError", "a %s cannot be called", retort_py_value_type_name (callable));
    }
}

/**
 * retort_py_call: (skip)
 * @frame: where
 * @node: the place, maybe %NULL
 * @callable: what is called
 * @arguments: its arguments
 *
 * Returns: (transfer none) (nullable): the result; %NULL: raised
 */
RetortPyValue *
retort_py_call (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *callable, const RetortPyArguments *arguments)
{
  const RetortPyNode *before = frame->call;
  RetortPyValue *result;

  if (!retort_py_enter (frame, node))
    return NULL;
  if (node != NULL)
    frame->call = node;
  result = call_any (frame, node, callable, arguments);
  frame->call = before;
  retort_py_leave (frame);
  return frame->evaluation->stop_reason != NULL ? NULL : result;
}

/**
 * retort_py_evaluate_call: (skip)
 * @frame: where
 * @node: a call
 *
 * Returns: (transfer none) (nullable): the result; %NULL: raised
 */
RetortPyValue *
retort_py_evaluate_call (RetortPyFrame *frame, const RetortPyNode *node)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new ();
  Gathered gathered = { .keyword_names = names };
  RetortPyArguments arguments = { 0 };
  RetortPyValue *callable = retort_py_evaluate (frame, retort_py_node_field (node, RETORT_PY_FIELD_function));

  if (callable == NULL || !gather (frame, retort_py_node_field (node, RETORT_PY_FIELD_arguments), &gathered))
    return NULL;
  arguments.positional = gathered.positional.items;
  arguments.n_positional = gathered.positional.n;
  arguments.keyword_names = (const char *const *) names->pdata;
  arguments.keyword_values = gathered.keyword_values.items;
  arguments.n_keywords = names->len;
  arguments.is_open = gathered.is_open;
  arguments.span = retort_py_span_for_people (frame, node);
  return retort_py_call (frame, node, callable, &arguments);
}
