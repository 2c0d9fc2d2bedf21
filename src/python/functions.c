/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Functions of the file: made by `def` and `lambda`, called with every form of argument (Language Reference, 6.3.4). */
#include "python/evaluation-private.h"

#include <string.h>

/* Defaults are evaluated once, when the function is made. FALSE: raised. */
static gboolean
evaluate_defaults (RetortPyFrame *frame, RetortPyFunction *function)
{
  const RetortPyParts *parts;

  function->defaults = g_hash_table_new (NULL, NULL);
  retort_py_own (frame->evaluation, function->defaults, (GDestroyNotify) g_hash_table_unref);
  if (function->parameters == NULL)
    return TRUE;
  parts = retort_py_node_get_parts (function->parameters);
  for (guint i = 0; i < parts->n; i++)
    {
      const RetortPyNode *value_node = retort_py_node_field (parts->nodes[i], RETORT_PY_FIELD_value);
      RetortPyValue *value;

      if (value_node == NULL)
        continue;
      value = retort_py_evaluate (frame, value_node);
      if (value == NULL)
        return FALSE;
      g_hash_table_insert (function->defaults, (gpointer) parts->nodes[i], value);
    }
  return TRUE;
}

/**
 * retort_py_new_function: (skip)
 * @frame: where
 * @node: a function definition or a lambda
 *
 * Returns: (transfer none) (nullable): the function; %NULL: a default raised
 */
RetortPyValue *
retort_py_new_function (RetortPyFrame *frame, const RetortPyNode *node)
{
  RetortPyFunction *function = retort_py_allocate (frame->evaluation, sizeof *function);
  RetortPyValue *value = retort_py_new_value (frame->evaluation, RETORT_PY_FUNCTION);

  function->is_lambda = retort_py_node_get_type (node) == RETORT_PY_NODE_lambda;
  function->name = function->is_lambda ? "<lambda>" : retort_py_name_at (frame, retort_py_node_field (node, RETORT_PY_FIELD_name));
  function->unit = frame->unit;
  function->scope = frame->scope;
  function->parameters = retort_py_node_field (node, RETORT_PY_FIELD_parameters);
  function->body = retort_py_node_field (node, RETORT_PY_FIELD_body);
  function->node = node;
  function->depth = frame->evaluation->depth;
  value->function = function;
  return evaluate_defaults (frame, function) ? value : NULL;
}

/* Binding the arguments of one call. */
typedef struct
{
  RetortPyFrame           *frame;   /* of the call that begins */
  const RetortPyNode     *node;    /* the call */
  RetortPyFunction        *function;
  const RetortPyArguments *arguments;
  guint                    n_taken; /* positional arguments */
  GHashTable              *named;   /* set of names of keyword arguments that were taken */
  gboolean                 is_keyword_only; /* after `*` */
  RetortPyValue           *unknown; /* nullable: what the call gives when it cannot be told */
} Binder;

static gboolean
refuse (Binder *binder, const char *what, const char *name)
{
  RetortPyFrame *caller = binder->frame->caller;

  if (binder->function->unit->is_standard && !caller->unit->is_standard) /* Python's own may take more than is written here */
    {
      binder->unknown = retort_py_unknown_with (caller, binder->node, binder->arguments, NULL, "these arguments of '%s()' are not evaluated",
                                                binder->function->name);
      return FALSE;
    }
  retort_py_raise (caller, binder->node, "TypeError", "%s() %s '%s'", binder->function->name, what, name);
  return FALSE;
}

static RetortPyValue *
find_keyword (const RetortPyArguments *arguments, const char *name)
{
  for (guint i = 0; i < arguments->n_keywords; i++)
    if (strcmp (arguments->keyword_names[i], name) == 0)
      return arguments->keyword_values[i];
  return NULL;
}

static gboolean
bind_one (Binder *binder, const RetortPyNode *parameter, const char *name, gboolean is_positional_only)
{
  RetortPyValue *keyword = is_positional_only ? NULL : find_keyword (binder->arguments, name);
  RetortPyValue *value = keyword;

  if (!binder->is_keyword_only && binder->n_taken < binder->arguments->n_positional)
    {
      value = binder->arguments->positional[binder->n_taken++];
      if (keyword != NULL)
        return refuse (binder, "gets several values for", name);
    }
  if (value == NULL)
    value = g_hash_table_lookup (binder->function->defaults, parameter);
  if (value == NULL && binder->arguments->is_from_outside)
    value = retort_py_unknown_at (binder->frame, parameter, "what is given for the parameter '%s' is not known", name);
  if (value == NULL)
    return refuse (binder, "is called without", name);
  if (keyword != NULL)
    g_hash_table_add (binder->named, (gpointer) name);
  retort_py_store_name (binder->frame, name, value);
  return TRUE;
}

/* `*args` */
static void
bind_rest (Binder *binder, const char *name)
{
  const RetortPyArguments *arguments = binder->arguments;

  retort_py_store_name (binder->frame, name,
                        retort_py_new_tuple (binder->frame->evaluation, arguments->positional + binder->n_taken,
                                             arguments->n_positional - binder->n_taken));
  binder->n_taken = arguments->n_positional;
  binder->is_keyword_only = TRUE;
}

/* `**kwargs`, the last parameter */
static void
bind_keywords (Binder *binder, const char *name)
{
  RetortPyEvaluation *evaluation = binder->frame->evaluation;
  RetortPyValue *dict = retort_py_new_dict (evaluation);

  for (guint i = 0; i < binder->arguments->n_keywords; i++)
    {
      const char *keyword = retort_py_intern (evaluation, binder->arguments->keyword_names[i], -1);

      if (g_hash_table_add (binder->named, (gpointer) keyword))
        retort_py_keyed_put (evaluation, dict, retort_py_new_string (evaluation, keyword), binder->arguments->keyword_values[i]);
    }
  retort_py_store_name (binder->frame, name, dict);
}

static const RetortPyNode *
inner_name (RetortPyFrame *frame, const RetortPyNode *parameter)
{
  const RetortPyNode *name = retort_py_node_field (parameter, RETORT_PY_FIELD_name);

  if (name != NULL)
    return name;
  if (retort_py_node_get_type (parameter) == RETORT_PY_NODE_identifier)
    return parameter;
  return retort_py_node_get_parts (parameter)->n > 0 ? retort_py_node_get_parts (parameter)->nodes[0] : parameter;
}

static gboolean
bind_parameter (Binder *binder, const RetortPyNode *parameter, gboolean is_positional_only)
{
  RetortPyNodeType type = retort_py_node_get_type (parameter);
  const RetortPyNode *name = inner_name (binder->frame, parameter);

  if (type == RETORT_PY_NODE_typed_parameter)
    {
      type = retort_py_node_get_type (name);
      name = inner_name (binder->frame, name);
    }
  switch ((int) type)
    {
    case RETORT_PY_NODE_keyword_separator:
      binder->is_keyword_only = TRUE;
      return TRUE;
    case RETORT_PY_NODE_positional_separator:
      return TRUE;
    case RETORT_PY_NODE_list_splat_pattern:
      bind_rest (binder, retort_py_name_at (binder->frame, name));
      return TRUE;
    case RETORT_PY_NODE_dictionary_splat_pattern:
      bind_keywords (binder, retort_py_name_at (binder->frame, name));
      return TRUE;
    default:
      return bind_one (binder, parameter, retort_py_name_at (binder->frame, name), is_positional_only);
    }
}

static gboolean
check_all_taken (Binder *binder)
{
  if (binder->n_taken < binder->arguments->n_positional)
    return refuse (binder, "gets too many", "positional arguments");
  for (guint i = 0; i < binder->arguments->n_keywords; i++)
    {
      const char *name = retort_py_intern (binder->frame->evaluation, binder->arguments->keyword_names[i], -1);

      if (!g_hash_table_contains (binder->named, name))
        return refuse (binder, "does not know", name);
    }
  return TRUE;
}

/* @unknown: (out): what the call gives when this is FALSE; NULL: raised */
static gboolean
bind_all (RetortPyFrame *frame, const RetortPyNode *node, RetortPyFunction *function, const RetortPyArguments *arguments, RetortPyValue **unknown)
{
  g_autoptr(GHashTable) named = g_hash_table_new (NULL, NULL);
  Binder binder = { frame, node, function, arguments, 0, named, FALSE };
  const RetortPyParts *parts = function->parameters == NULL ? NULL : retort_py_node_get_parts (function->parameters);
  guint n_positional_only = 0;

  for (guint i = 0; parts != NULL && i < parts->n; i++)
    if (retort_py_node_get_type (parts->nodes[i]) == RETORT_PY_NODE_positional_separator)
      n_positional_only = i;
  for (guint i = 0; parts != NULL && i < parts->n; i++)
    if (!bind_parameter (&binder, parts->nodes[i], i < n_positional_only))
      {
        *unknown = binder.unknown;
        return FALSE;
      }
  if (check_all_taken (&binder))
    return TRUE;
  *unknown = binder.unknown;
  return FALSE;
}

/* Runs the body in its own frame. */
static RetortPyValue *
run_body (RetortPyFrame *frame, RetortPyFunction *function)
{
  RetortPyFlow flow;

  if (function->is_lambda)
    return retort_py_evaluate (frame, function->body);
  frame->result = NULL;
  flow = retort_py_run_block (frame, function->body);
  if (flow == RETORT_PY_FLOW_RAISE)
    return NULL;
  if (flow == RETORT_PY_FLOW_MAYBE_RETURN && !frame->is_dark)
    return retort_py_new_live (frame->evaluation, retort_py_span_for_people (frame, function->body));
  if (flow == RETORT_PY_FLOW_MAYBE_RETURN && (frame->result == NULL || frame->result->kind != RETORT_PY_UNKNOWN))
    return retort_py_unknown_at (frame, function->body, "which value '%s' returns is not known", function->name);
  return frame->result != NULL ? frame->result : frame->evaluation->none;
}

/**
 * retort_py_call_function: (skip)
 * @frame: where
 * @node: the call
 * @function: a function of the file
 * @arguments: its arguments
 *
 * Returns: (transfer none) (nullable): the result; %NULL: raised
 */
RetortPyValue *
retort_py_call_function (RetortPyFrame *frame, const RetortPyNode *node, RetortPyFunction *function, const RetortPyArguments *arguments)
{
  RetortPyEvaluation *evaluation = frame->evaluation;
  RetortPyValue *callable = retort_py_new_value (evaluation, RETORT_PY_FUNCTION);
  RetortPyFrame inner = { .evaluation = evaluation, .caller = frame, .unit = function->unit };
  const RetortPyOutline *outline = retort_py_outline_of_function (evaluation, function);
  RetortPyValue *result = NULL;

  callable->function = function;
  inner.function = function;
  inner.self = arguments->n_positional > 0 ? arguments->positional[0] : NULL;
  if (arguments->is_open)
    return retort_py_unknown_call (frame, node, callable, arguments, "its arguments are not known");
  if (function->unit->is_standard && function->scope->kind == RETORT_PY_SCOPE_MODULE && retort_py_find_unknown_argument (arguments) != NULL)
    return retort_py_unknown_with (frame, node, arguments, NULL, "this '%s()' is not determined", function->name);
  if (outline->is_async)
    return retort_py_unknown_call (frame, node, callable, arguments, "coroutines are not evaluated");
  if (outline->is_generator && (outline->is_strange || function->is_lambda))
    return retort_py_unknown_call (frame, node, callable, arguments, "a 'yield' in the middle of an expression is not evaluated");
  inner.scope = retort_py_scope_new (evaluation, RETORT_PY_SCOPE_FUNCTION, function->unit, function->scope, outline);
  if (!bind_all (&inner, node, function, arguments, &result))
    return result;
  if (outline->is_generator)
    return retort_py_new_generator (&inner, function);
  evaluation->frame = &inner;
  result = run_body (&inner, function);
  evaluation->frame = frame;
  return result;
}
