/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names: which scope a name belongs to is said by the text of a function before it runs (Language Reference, 4.2.2). */
#include "python/evaluation-private.h"

#include <string.h>

/**
 * retort_py_scope_new: (skip)
 * @evaluation: an evaluation
 * @kind: whose names
 * @unit: the module
 * @parent: (nullable): the scope around it
 * @outline: (nullable): what its text says; %NULL for a module and a comprehension
 *
 * Returns: (transfer none): a scope without names
 */
RetortPyScope *
retort_py_scope_new (RetortPyEvaluation *evaluation, RetortPyScopeKind kind, RetortPyUnit *unit, RetortPyScope *parent,
                     const RetortPyOutline *outline)
{
  RetortPyScope *self = retort_py_allocate (evaluation, sizeof *self);

  retort_py_charge (evaluation, 4);
  self->kind = kind;
  self->unit = unit;
  self->parent = parent;
  self->outline = outline;
  self->bindings = g_hash_table_new (NULL, NULL);
  retort_py_own (evaluation, self->bindings, (GDestroyNotify) g_hash_table_unref);
  return self;
}

/**
 * retort_py_scope_bind: (skip)
 * @evaluation: an evaluation
 * @scope: a scope
 * @name: an interned name
 *
 * Returns: (transfer none): the place of @name in exactly this scope, made when there is none
 */
RetortPyBinding *
retort_py_scope_bind (RetortPyEvaluation *evaluation, RetortPyScope *scope, const char *name)
{
  RetortPyBinding *binding = g_hash_table_lookup (scope->bindings, name);

  if (binding == NULL)
    {
      binding = retort_py_allocate (evaluation, sizeof *binding);
      binding->place = g_hash_table_size (scope->bindings);
      binding->serial = ++evaluation->n_bindings;
      g_hash_table_insert (scope->bindings, (gpointer) name, binding);
    }
  return binding;
}

static gboolean
is_local (const RetortPyScope *scope, const char *name)
{
  if (scope->kind == RETORT_PY_SCOPE_COMPREHENSION)
    return g_hash_table_contains (scope->bindings, name);
  return scope->outline != NULL && g_hash_table_contains (scope->outline->locals, name)
         && !g_hash_table_contains (scope->outline->nonlocals, name);
}

/* The next function or comprehension around @scope that has @name as its own; else the module. */
static RetortPyScope *
enclosing_scope (RetortPyScope *scope, const char *name)
{
  for (RetortPyScope *at = scope->parent; at != NULL; at = at->parent)
    {
      if (at->kind == RETORT_PY_SCOPE_CLASS)
        continue;
      if (at->outline != NULL && g_hash_table_contains (at->outline->globals, name))
        break;
      if (at->kind != RETORT_PY_SCOPE_MODULE && is_local (at, name))
        return at;
    }
  return scope->unit->globals;
}

/**
 * retort_py_scope_of_name: (skip)
 * @scope: where the name is used
 * @name: an interned name
 *
 * Returns: (transfer none): the scope that it belongs to
 */
RetortPyScope *
retort_py_scope_of_name (RetortPyScope *scope, const char *name)
{
  if (scope->kind == RETORT_PY_SCOPE_MODULE)
    return scope;
  if (scope->outline != NULL && g_hash_table_contains (scope->outline->globals, name))
    return scope->unit->globals;
  if (is_local (scope, name))
    return scope;
  return enclosing_scope (scope, name);
}

/* A class body reads a name that it has not assigned yet from outside. */
static RetortPyBinding *
find_binding (RetortPyScope *scope, const char *name, RetortPyScope **owner)
{
  RetortPyBinding *binding;

  *owner = retort_py_scope_of_name (scope, name);
  binding = g_hash_table_lookup ((*owner)->bindings, name);
  if ((*owner)->kind == RETORT_PY_SCOPE_CLASS && (binding == NULL || binding->value == NULL))
    {
      *owner = scope->unit->globals;
      binding = g_hash_table_lookup ((*owner)->bindings, name);
    }
  return binding;
}

/**
 * retort_py_load_name: (skip)
 * @frame: where
 * @node: the place
 * @name: an interned name
 *
 * Returns: (transfer none) (nullable): what the name stands for; %NULL: a NameError was raised
 */
RetortPyValue *
retort_py_load_name (RetortPyFrame *frame, const RetortPyNode *node, const char *name)
{
  RetortPyScope *owner;
  RetortPyBinding *binding = find_binding (frame->scope, name, &owner);
  RetortPyValue *builtin;

  if (binding != NULL && binding->is_volatile)
    return retort_py_unknown_at (frame, node, "'%s' may be changed by something that is not understood", name);
  if (binding != NULL && binding->value != NULL)
    {
      RetortPyValue *value = retort_py_resolve (frame->evaluation, binding->value);

      if (value == NULL)
        return retort_py_unknown_at (frame, node, "'%s' comes from modules that import each other", name);
      binding->value = value;
      return value;
    }
  if (owner->is_open)
    return retort_py_unknown_at (frame, node, "where '%s' comes from is not known", name);
  if (owner->kind == RETORT_PY_SCOPE_FUNCTION || owner->kind == RETORT_PY_SCOPE_COMPREHENSION)
    return retort_py_raise (frame, node, owner == frame->scope ? "UnboundLocalError" : "NameError",
                            "'%s' is used before it has a value", name);
  builtin = retort_py_load_builtin (frame, node, name);
  if (builtin != NULL)
    return builtin;
  return retort_py_raise (frame, node, "NameError", "name '%s' is not defined", name);
}

/* A function, or one with a decorator around it. */
static gboolean
is_function (RetortPyValue *value)
{
  return value != NULL && (value->kind == RETORT_PY_FUNCTION || retort_py_unwrap_function (value) != value);
}

/**
 * retort_py_store_name: (skip)
 * @frame: where
 * @name: an interned name
 * @value: (nullable): what it stands for from now on; %NULL deletes it
 */
void
retort_py_store_name (RetortPyFrame *frame, const char *name, RetortPyValue *value)
{
  RetortPyScope *owner = retort_py_scope_of_name (frame->scope, name);
  RetortPyBinding *binding = retort_py_scope_bind (frame->evaluation, owner, name);

  if (binding->is_exposed && value != NULL)
    retort_py_taint_value (frame, value, "something that is not understood may change it",
                           retort_py_span_for_people (frame, frame->statement));
  if (owner->kind == RETORT_PY_SCOPE_CLASS && binding->value != NULL && !(is_function (binding->value) && is_function (value)))
    owner->is_rebound = TRUE;
  binding->value = value;
}

/* Collecting the names of one scope. */
typedef struct
{
  RetortPyFrame   *frame;
  RetortPyOutline *outline;
  gboolean         is_inner; /* inside a comprehension: only a walrus counts */
  gboolean         has_plain_calls; /* nothing inside of a call binds a name or yields */
} Collector;

static void collect (Collector *collector, const RetortPyNode *node);

static void
add_local (Collector *collector, const RetortPyNode *identifier)
{
  g_hash_table_add (collector->outline->locals, (gpointer) retort_py_name_at (collector->frame, identifier));
}

/* Everything that a target binds; `x.a` and `x[i]` bind nothing. */
static void
collect_target (Collector *collector, const RetortPyNode *target)
{
  const RetortPyParts *parts;

  switch ((int) retort_py_node_get_type (target))
    {
    case RETORT_PY_NODE_identifier:
      if (!collector->is_inner)
        add_local (collector, target);
      return;
    case RETORT_PY_NODE_attribute:
    case RETORT_PY_NODE_subscript:
      collect (collector, target);
      return;
    default:
      if (!retort_py_enter (collector->frame, target))
        return;
      parts = retort_py_node_get_parts (target);
      for (guint i = 0; i < parts->n; i++)
        collect_target (collector, parts->nodes[i]);
      retort_py_leave (collector->frame);
    }
}

static void
collect_names (Collector *collector, const RetortPyNode *node, GHashTable *names)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);

  for (guint i = 0; i < parts->n; i++)
    g_hash_table_add (names, (gpointer) retort_py_name_at (collector->frame, parts->nodes[i]));
}

/* `import a.b` binds a; `import a.b as c` and `from x import c` bind c. */
static void
collect_import (Collector *collector, const RetortPyNode *node)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);
  const RetortPyNode *module = retort_py_node_field (node, RETORT_PY_FIELD_module_name);

  for (guint i = 0; i < parts->n; i++)
    {
      const RetortPyNode *part = parts->nodes[i];

      if (module != NULL && part == module)
        continue;
      if (retort_py_node_get_type (part) == RETORT_PY_NODE_aliased_import)
        add_local (collector, retort_py_node_field (part, RETORT_PY_FIELD_alias));
      else if (retort_py_node_get_type (part) == RETORT_PY_NODE_dotted_name && retort_py_node_get_parts (part)->n > 0)
        add_local (collector, retort_py_node_get_parts (part)->nodes[0]);
    }
}

static void
collect_parts (Collector *collector, const RetortPyNode *node)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);

  for (guint i = 0; i < parts->n; i++)
    collect (collector, parts->nodes[i]);
}

static void
collect_inner (Collector *collector, const RetortPyNode *node)
{
  gboolean was_inner = collector->is_inner;

  collector->is_inner = TRUE;
  collect_parts (collector, node);
  collector->is_inner = was_inner;
}

/* A function or class inside: its name, and what is evaluated outside of it. */
static void
collect_definition (Collector *collector, const RetortPyNode *node)
{
  const RetortPyNode *parameters = retort_py_node_field (node, RETORT_PY_FIELD_parameters);
  const RetortPyNode *bases = retort_py_node_field (node, RETORT_PY_FIELD_superclasses);

  if (retort_py_node_get_type (node) != RETORT_PY_NODE_lambda)
    add_local (collector, retort_py_node_field (node, RETORT_PY_FIELD_name));
  if (bases != NULL)
    collect (collector, bases);
  for (guint i = 0; parameters != NULL && i < retort_py_node_get_parts (parameters)->n; i++)
    {
      const RetortPyNode *value = retort_py_node_field (retort_py_node_get_parts (parameters)->nodes[i], RETORT_PY_FIELD_value);

      if (value != NULL)
        collect (collector, value);
    }
}

static void
collect_binding_statement (Collector *collector, const RetortPyNode *node)
{
  const RetortPyNode *target = retort_py_node_field (node, RETORT_PY_FIELD_left);

  if (target != NULL)
    collect_target (collector, target);
  collect_parts (collector, node);
}

/* The name after `as` in `with`, `except` and a pattern. */
static void
collect_as (Collector *collector, const RetortPyNode *node)
{
  const RetortPyNode *alias = retort_py_node_field (node, RETORT_PY_FIELD_alias);
  const RetortPyParts *parts = retort_py_node_get_parts (node);

  if (alias != NULL)
    collect_target (collector, alias);
  else if (parts->n > 0)
    collect_target (collector, parts->nodes[parts->n - 1]);
  collect_parts (collector, node);
}

/* `yield` as a statement, or as all that is assigned to something. */
static gboolean
stands_alone (const RetortPyNode *node)
{
  const RetortPyNode *parent = retort_py_node_get_parent (node);

  if (retort_py_node_get_type (parent) == RETORT_PY_NODE_assignment)
    {
      if (retort_py_node_field (parent, RETORT_PY_FIELD_right) != node)
        return FALSE;
      parent = retort_py_node_get_parent (parent);
    }
  return retort_py_node_get_type (parent) == RETORT_PY_NODE_expression_statement && retort_py_node_count_named (parent) == 1;
}

static void
collect_simple (Collector *collector, const RetortPyNode *node)
{
  switch ((int) retort_py_node_get_type (node))
    {
    case RETORT_PY_NODE_global_statement:
      collect_names (collector, node, collector->outline->globals);
      return;
    case RETORT_PY_NODE_nonlocal_statement:
      collect_names (collector, node, collector->outline->nonlocals);
      return;
    case RETORT_PY_NODE_yield:
      collector->outline->is_generator = TRUE;
      collector->outline->is_strange = collector->outline->is_strange || !stands_alone (node);
      break;
    case RETORT_PY_NODE_delete_statement:
      collect_target (collector, node);
      return;
    case RETORT_PY_NODE_named_expression:
      add_local (collector, retort_py_node_field (node, RETORT_PY_FIELD_name));
      break;
    default:
      break;
    }
  collect_parts (collector, node);
}

/* The names that a pattern captures: not those of classes and attributes. */
static void
collect_pattern (Collector *collector, const RetortPyNode *node)
{
  RetortPyNodeType type = retort_py_node_get_type (node);
  const RetortPyParts *parts = retort_py_node_get_parts (node);
  gboolean begins_with_name = type == RETORT_PY_NODE_class_pattern || type == RETORT_PY_NODE_keyword_pattern;

  if (type == RETORT_PY_NODE_identifier)
    add_local (collector, node);
  if ((type == RETORT_PY_NODE_dotted_name && parts->n > 1) || !retort_py_enter (collector->frame, node))
    return;
  for (guint i = begins_with_name; i < parts->n; i++)
    collect_pattern (collector, parts->nodes[i]);
  retort_py_leave (collector->frame);
}

static void
collect_case (Collector *collector, const RetortPyNode *node)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);

  for (guint i = 0; i < parts->n; i++)
    if (retort_py_node_get_type (parts->nodes[i]) == RETORT_PY_NODE_case_pattern)
      collect_pattern (collector, parts->nodes[i]);
    else
      collect (collector, parts->nodes[i]);
}

/* Most of a migration is calls, and what is in them can only bind by a walrus. A text that has neither is not looked through. */
static gboolean
calls_are_plain (RetortPyFrame *frame, const RetortPyNode *code)
{
  RetortSpan span = retort_py_node_span (code);
  const char *text = frame->unit->text + span.start;
  gsize length = span.end - span.start;

  if (!retort_py_tree_has_inner_bindings (frame->unit->tree))
    return TRUE;
  return memmem (text, length, ":=", 2) == NULL && memmem (text, length, "yield", 5) == NULL;
}

static void
collect (Collector *collector, const RetortPyNode *node)
{
  if (collector->has_plain_calls && retort_py_node_get_type (node) == RETORT_PY_NODE_call)
    return;
  if (!retort_py_enter (collector->frame, node))
    return;
  switch ((int) retort_py_node_get_type (node))
    {
    case RETORT_PY_NODE_function_definition:
    case RETORT_PY_NODE_class_definition:
    case RETORT_PY_NODE_lambda:
      collect_definition (collector, node);
      break;
    case RETORT_PY_NODE_import_statement:
    case RETORT_PY_NODE_import_from_statement:
      collect_import (collector, node);
      break;
    case RETORT_PY_NODE_list_comprehension:
    case RETORT_PY_NODE_set_comprehension:
    case RETORT_PY_NODE_dictionary_comprehension:
    case RETORT_PY_NODE_generator_expression:
      collect_inner (collector, node);
      break;
    case RETORT_PY_NODE_assignment:
    case RETORT_PY_NODE_augmented_assignment:
    case RETORT_PY_NODE_for_statement:
      collect_binding_statement (collector, node);
      break;
    case RETORT_PY_NODE_as_pattern:
    case RETORT_PY_NODE_except_group_clause:
      collect_as (collector, node);
      break;
    case RETORT_PY_NODE_case_clause:
      collect_case (collector, node);
      break;
    default:
      collect_simple (collector, node);
    }
  retort_py_leave (collector->frame);
}

static RetortPyOutline *
outline_new (RetortPyEvaluation *evaluation)
{
  RetortPyOutline *outline = retort_py_allocate (evaluation, sizeof *outline);

  outline->locals = g_hash_table_new (NULL, NULL);
  outline->globals = g_hash_table_new (NULL, NULL);
  outline->nonlocals = g_hash_table_new (NULL, NULL);
  retort_py_own (evaluation, outline->locals, (GDestroyNotify) g_hash_table_unref);
  retort_py_own (evaluation, outline->globals, (GDestroyNotify) g_hash_table_unref);
  retort_py_own (evaluation, outline->nonlocals, (GDestroyNotify) g_hash_table_unref);
  return outline;
}

static void
collect_parameters (Collector *collector, const RetortPyNode *parameters)
{
  const RetortPyParts *parts = retort_py_node_get_parts (parameters);

  for (guint i = 0; i < parts->n; i++)
    {
      const RetortPyNode *name = retort_py_node_field (parts->nodes[i], RETORT_PY_FIELD_name);

      if (retort_py_node_get_type (parts->nodes[i]) == RETORT_PY_NODE_typed_parameter)
        name = retort_py_node_get_parts (parts->nodes[i])->nodes[0];
      collect_target (collector, name == NULL ? parts->nodes[i] : name);
    }
}

/**
 * retort_py_outline_of: (skip)
 * @frame: where
 * @node: a function, a lambda or a class
 * @parameters: its parameters, or %NULL
 * @body: its body
 *
 * Returns: (transfer none): what its text says about its names
 */
const RetortPyOutline *
retort_py_outline_of (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyNode *parameters, const RetortPyNode *body)
{
  RetortPyOutline *outline = g_hash_table_lookup (frame->unit->outlines, node);
  Collector collector = { frame, NULL, FALSE, FALSE };

  if (outline != NULL)
    return outline;
  outline = outline_new (frame->evaluation);
  collector.outline = outline;
  collector.has_plain_calls = calls_are_plain (frame, body);
  if (parameters != NULL)
    collect_parameters (&collector, parameters);
  collect (&collector, body);
  outline->is_async = node->n_children > 0 && retort_py_node_is (retort_py_node_get_child (node, 0), "async");
  g_hash_table_insert (frame->unit->outlines, (gpointer) node, outline);
  return outline;
}

/**
 * retort_py_outline_of_function: (skip)
 * @evaluation: an evaluation
 * @function: a function of a file
 *
 * Most functions of a file are never called, so that their texts are walked when they are.
 *
 * Returns: (transfer none): what its text says about its names
 */
const RetortPyOutline *
retort_py_outline_of_function (RetortPyEvaluation *evaluation, RetortPyFunction *function)
{
  RetortPyFrame frame = { .evaluation = evaluation, .unit = function->unit, .scope = function->scope };
  guint depth = evaluation->depth;
  guint64 steps_left = evaluation->steps_left;

  if (function->outline != NULL)
    return function->outline;
  evaluation->depth = function->depth; /* how deep its text is nested does not depend on who calls it */
  function->outline = retort_py_outline_of (&frame, function->node, function->parameters, function->body);
  evaluation->depth = depth;
  evaluation->steps_left = steps_left; /* a text is walked once: no work that could go on without end */
  return function->outline;
}

/**
 * retort_py_bound_names: (skip)
 * @frame: where
 * @code: any code of the scope that runs in @frame
 *
 * Returns: (transfer none): the names that it may bind in that scope
 */
GHashTable *
retort_py_bound_names (RetortPyFrame *frame, const RetortPyNode *code)
{
  Collector collector = { frame, outline_new (frame->evaluation), FALSE, calls_are_plain (frame, code) };

  collect (&collector, code);
  return collector.outline->locals;
}
