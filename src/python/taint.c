/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is no longer known, once something happened that is not followed.
 *
 * Three doors:
 * - retort_py_taint_value(): something unknown got hold of a value and may change it at any time, now or later;
 * - retort_py_absorb(): values become part of an unknown value, through which they may be changed;
 * - retort_py_skip(): code that may run or not, or any number of times. It does not run; what it may assign becomes unknown, what it names is
 *   tainted, and a gap is reported when it may do more than that.
 * All err on the side of too much. */
#include "python/evaluation-private.h"

#include <string.h>

#define MAX_REASON 240 /* as in calls.c */

/* A walk over code that is not run. */
typedef struct
{
  RetortPyFrame *frame;
  RetortPyScope *scope;      /* whose names are meant */
  const char    *reason;
  RetortSpan     span;
  gboolean       is_forever; /* the code may run at any later time: the body of a function */
  gboolean       has_effect; /* a call, a raise, a with …: more than assigning */
  gboolean       may_return;
  gboolean       may_yield;
  gboolean       may_break;  /* or continue, a loop outside of the code */
  guint          n_loops;    /* around the place, inside the code */
} Walk;

static void walk (Walk *self, const RetortPyNode *node);
static void walk_body (Walk *self, const RetortPyOutline *outline, const RetortPyNode *body);

static void
taint_items (RetortPyFrame *frame, RetortPyItems items, const char *reason, RetortSpan span)
{
  for (guint i = 0; i < items.n; i++)
    retort_py_taint_value (frame, items.items[i], reason, span);
}

/**
 * retort_py_taint_iterator: (skip)
 * @frame: where
 * @iterator: an iterator
 * @reason: lives as long as the evaluation
 * @span: the place
 *
 * As retort_py_taint_value().
 */
void
retort_py_taint_iterator (RetortPyFrame *frame, RetortPyIterator *iterator, const char *reason, RetortSpan span)
{
  if (iterator->unknown != NULL)
    return;
  iterator->unknown = retort_py_new_unknown (frame->evaluation, span, "%s", reason);
  if (iterator->source != NULL)
    retort_py_taint_value (frame, iterator->source, reason, span);
  for (guint i = 0; i < iterator->n_inner; i++)
    retort_py_taint_iterator (frame, iterator->inner[i], reason, span);
  if (iterator->taint != NULL)
    iterator->taint (frame, iterator);
}

static void
taint_foreign (RetortPyFrame *frame, RetortPyValue *value, const char *reason, RetortSpan span)
{
  RetortPyIterator *iterator = retort_py_value_get_iterator (value);
  RetortPyValue *bound = retort_py_get_bound_self (value);
  RetortPyValue *dict = retort_py_get_view_dict (value);

  if (iterator != NULL)
    retort_py_taint_iterator (frame, iterator, reason, span);
  else if (retort_py_instance_get_class (value) != NULL)
    retort_py_taint_instance (frame, value, reason, span);
  else if (retort_py_is_method (value))
    {
      retort_py_taint_value (frame, retort_py_get_method_part (value, TRUE), reason, span);
      retort_py_taint_value (frame, retort_py_get_method_part (value, FALSE), reason, span);
    }
  else if (retort_py_unwrap_function (value) != value)
    retort_py_taint_value (frame, retort_py_unwrap_function (value), reason, span);
  else if (bound != NULL || dict != NULL)
    retort_py_taint_value (frame, bound != NULL ? bound : dict, reason, span);
  else if (value->foreign.klass->taint != NULL)
    value->foreign.klass->taint (frame->evaluation, value);
}

static void
taint_scope (RetortPyFrame *frame, RetortPyScope *scope, const char *reason, RetortSpan span)
{
  g_autoptr(GList) bindings = g_hash_table_get_values (scope->bindings); /* a copy: names are added on the way */

  for (GList *at = bindings; at != NULL; at = at->next)
    {
      RetortPyBinding *binding = at->data;

      if (binding->value != NULL)
        retort_py_taint_value (frame, binding->value, reason, span);
    }
}

static void
taint_function (RetortPyFrame *frame, RetortPyFunction *function, const char *reason, RetortSpan span)
{
  RetortPyFrame inside = { .evaluation = frame->evaluation, .caller = frame, .unit = function->unit, .scope = function->scope };
  Walk self = { .frame = &inside, .reason = reason, .span = span, .is_forever = TRUE };
  const RetortPyOutline *outline = NULL;
  GHashTableIter iter;
  gpointer value;

  if (function->is_tainted)
    return;
  function->is_tainted = TRUE;
  outline = retort_py_outline_of_function (frame->evaluation, function);
  self.scope = retort_py_scope_new (frame->evaluation, RETORT_PY_SCOPE_FUNCTION, function->unit, function->scope, outline);
  inside.scope = self.scope;
  g_hash_table_iter_init (&iter, function->defaults);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    retort_py_taint_value (frame, value, reason, span);
  walk_body (&self, outline, function->body);
}

/* The members of an enum cannot be set; what its functions do when they are called at any time counts. */
static void
taint_class (RetortPyFrame *frame, RetortPyValue *value, const char *reason, RetortSpan span)
{
  RetortPyClass *klass = value->klass;

  if (klass->is_enum && klass->members != NULL)
    {
      GHashTableIter iter;
      gpointer data;

      g_hash_table_iter_init (&iter, klass->scope->bindings);
      while (g_hash_table_iter_next (&iter, NULL, &data))
        {
          RetortPyValue *function = ((RetortPyBinding *) data)->value != NULL ? retort_py_unwrap_function (((RetortPyBinding *) data)->value) : NULL;

          if (function != NULL && function->kind == RETORT_PY_FUNCTION && !function->function->is_tainted)
            taint_function (frame, function->function, reason, span);
        }
      return;
    }
  retort_py_value_become_unknown (value, reason, span);
  taint_scope (frame, klass->scope, reason, span);
  for (guint i = 1; i < klass->mro.n; i++)
    if (klass->mro.items[i]->kind == RETORT_PY_CLASS)
      retort_py_taint_value (frame, klass->mro.items[i], reason, span);
}

/**
 * retort_py_taint_value: (skip)
 * @frame: where
 * @value: a value
 * @reason: lives as long as the evaluation
 * @span: the place
 *
 * Something that is not followed got hold of @value: everything mutable that can be reached from it is unknown from
 * here on.
 */
void
retort_py_taint_value (RetortPyFrame *frame, RetortPyValue *value, const char *reason, RetortSpan span)
{
  RetortPyValue before = *value;

  if (frame->evaluation->depth >= RETORT_PY_MAX_DEPTH)
    {
      retort_py_stop (frame->evaluation, retort_py_too_deep);
      return;
    }
  frame->evaluation->depth++;
  switch ((int) value->kind)
    {
    case RETORT_PY_LIST:
    case RETORT_PY_SET:
    case RETORT_PY_DICT:
      if (retort_py_is_frozenset (value))
        {
          taint_items (frame, before.many.items, reason, span);
          break;
        }
      retort_py_value_become_unknown (value, reason, span);
      taint_items (frame, before.many.items, reason, span);
      taint_items (frame, before.many.values, reason, span);
      break;
    case RETORT_PY_TUPLE:
      taint_items (frame, before.many.items, reason, span);
      if (value->many.special != NULL && value->many.special->klass != NULL)
        retort_py_taint_value (frame, value->many.special->type, reason, span);
      break;
    case RETORT_PY_FUNCTION:
      taint_function (frame, value->function, reason, span);
      break;
    case RETORT_PY_CLASS:
      taint_class (frame, value, reason, span);
      break;
    case RETORT_PY_FOREIGN:
      taint_foreign (frame, value, reason, span);
      break;
    default:
      break;
    }
  frame->evaluation->depth--;
}

/**
 * retort_py_absorb: (skip)
 * @frame: where
 * @node: the place
 * @first: an operand
 * @second: (nullable): another
 *
 * An operation on values of which at least one is, or holds, something unknown.
 *
 * Returns: (transfer none): an unknown value, for the reason for which the operand is unknown
 */
RetortPyValue *
retort_py_absorb (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *first, RetortPyValue *second)
{
  const RetortPyValue *unknown = retort_py_value_find_unknown (first);
  RetortPyValue *result;

  /* What the database decides is the lesser evil of two. */
  if ((unknown == NULL || retort_py_value_is_live (unknown)) && second != NULL)
    {
      const RetortPyValue *other = retort_py_value_find_unknown (second);

      unknown = other != NULL ? other : unknown;
    }
  result = unknown != NULL ? retort_py_new_same_unknown (frame->evaluation, unknown)
                           : retort_py_unknown_at (frame, node, "its value is not determined");
  retort_py_doubt (frame, node, result);
  retort_py_taint_value (frame, first, result->unknown.reason, result->unknown.span);
  if (second != NULL)
    retort_py_taint_value (frame, second, result->unknown.reason, result->unknown.span);
  return result;
}

/* A name that the code assigns. */
static void
forget (Walk *self, const char *name)
{
  RetortPyScope *owner = retort_py_scope_of_name (self->scope, name);
  RetortPyBinding *binding;

  if (self->is_forever && owner == self->scope)
    return; /* its own, each time it runs */
  binding = retort_py_scope_bind (self->frame->evaluation, owner, name);
  if (binding->value != NULL)
    retort_py_taint_value (self->frame, binding->value, self->reason, self->span);
  binding->value = retort_py_new_value (self->frame->evaluation, RETORT_PY_UNKNOWN);
  binding->value->unknown.reason = self->reason;
  binding->value->unknown.span = self->span;
  binding->is_volatile = binding->is_volatile || self->is_forever;
}

/* A name that the code uses: through it the code may change what it stands for. */
static void
expose (Walk *self, const char *name)
{
  RetortPyScope *owner = retort_py_scope_of_name (self->scope, name);
  RetortPyBinding *binding = g_hash_table_lookup (owner->bindings, name);

  if (self->is_forever && owner == self->scope)
    return;
  if (self->is_forever)
    {
      binding = retort_py_scope_bind (self->frame->evaluation, owner, name);
      binding->is_exposed = TRUE;
    }
  if (binding != NULL && binding->value != NULL)
    retort_py_taint_value (self->frame, binding->value, self->reason, self->span);
}

static void
walk_parts (Walk *self, const RetortPyNode *node)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);

  for (guint i = 0; i < parts->n; i++)
    walk (self, parts->nodes[i]);
}

static void
forget_all (Walk *self, GHashTable *names)
{
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    forget (self, name);
}

/* A function's body: of the names outside of it, it assigns those that it declares. */
static void
walk_body (Walk *self, const RetortPyOutline *outline, const RetortPyNode *body)
{
  forget_all (self, outline->globals);
  forget_all (self, outline->nonlocals);
  walk (self, body);
}

/* A function written inside: it may be called later, through what is now unknown. */
static void
walk_definition (Walk *self, const RetortPyNode *node, const RetortPyNode *body)
{
  const RetortPyNode *parameters = retort_py_node_field (node, RETORT_PY_FIELD_parameters);
  const RetortPyOutline *outline = retort_py_outline_of (self->frame, node, parameters, body);
  Walk inner = *self;

  inner.is_forever = TRUE;
  inner.scope = retort_py_scope_new (self->frame->evaluation, RETORT_PY_SCOPE_FUNCTION, self->scope->unit, self->scope, outline);
  if (parameters != NULL)
    walk_parts (self, parameters);
  walk_body (&inner, outline, body);
}

static void
walk_call (Walk *self, const RetortPyNode *node)
{
  const RetortPyNode *function = retort_py_node_field (node, RETORT_PY_FIELD_function);
  RetortPyBinding *binding = NULL;
  RetortPyValue *value = NULL;
  const char *name = NULL;

  if (retort_py_node_get_type (function) == RETORT_PY_NODE_identifier)
    {
      RetortPyScope *owner;

      name = retort_py_name_at (self->frame, function);
      owner = retort_py_scope_of_name (self->scope, name);
      binding = g_hash_table_lookup (owner->bindings, name);
    }
  if (binding != NULL && binding->value != NULL)
    value = retort_py_peek_resolved (binding->value);
  if (name == NULL || (binding != NULL && (value == NULL || !retort_py_is_harmless (value)))
      || (binding == NULL && !retort_py_is_harmless_name (name)))
    self->has_effect = TRUE;
  walk_parts (self, node);
}

static void
walk_loop (Walk *self, const RetortPyNode *node)
{
  self->n_loops++;
  walk_parts (self, node);
  self->n_loops--;
}

static void
walk_node (Walk *self, const RetortPyNode *node)
{
  switch ((int) retort_py_node_get_type (node))
    {
    case RETORT_PY_NODE_identifier:
      expose (self, retort_py_name_at (self->frame, node));
      return;
    case RETORT_PY_NODE_function_definition:
    case RETORT_PY_NODE_lambda:
    case RETORT_PY_NODE_class_definition:
      walk_definition (self, node, retort_py_node_field (node, RETORT_PY_FIELD_body));
      return;
    case RETORT_PY_NODE_call:
      walk_call (self, node);
      return;
    case RETORT_PY_NODE_for_statement:
    case RETORT_PY_NODE_while_statement:
      walk_loop (self, node);
      return;
    case RETORT_PY_NODE_return_statement:
      self->may_return = TRUE;
      break;
    case RETORT_PY_NODE_break_statement:
    case RETORT_PY_NODE_continue_statement:
      self->may_break = self->may_break || self->n_loops == 0;
      break;
    case RETORT_PY_NODE_yield:
      self->may_yield = self->has_effect = TRUE;
      break;
    case RETORT_PY_NODE_raise_statement:
    case RETORT_PY_NODE_assert_statement:
    case RETORT_PY_NODE_with_statement:
    case RETORT_PY_NODE_decorator:
    case RETORT_PY_NODE_await:
    case RETORT_PY_NODE_delete_statement:
    case RETORT_PY_NODE_ERROR:
      self->has_effect = TRUE;
      break;
    default:
      break;
    }
  walk_parts (self, node);
}

static void
walk (Walk *self, const RetortPyNode *node)
{
  if (!retort_py_enter (self->frame, node))
    return;
  walk_node (self, node);
  retort_py_leave (self->frame);
}

/* A bare `import *` or exec() in code that may run: any name may be anything. */
static gboolean
may_bind_anything (RetortPyFrame *frame, const RetortPyNode *node)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);
  gboolean result = retort_py_node_get_type (node) == RETORT_PY_NODE_wildcard_import;

  if (!retort_py_enter (frame, node))
    return TRUE;
  for (guint i = 0; i < parts->n && !result; i++)
    result = may_bind_anything (frame, parts->nodes[i]);
  retort_py_leave (frame);
  return result;
}

/**
 * retort_py_skip: (skip)
 * @frame: where
 * @node: code that may run or not, or any number of times
 * @at: the place to report
 * @unknown: (nullable): what is unknown
 * @what: what depends on it: "the condition is not known"
 *
 * Does what must be done instead of running @node.
 *
 * Returns: %RETORT_PY_FLOW_NEXT, or what may have been left when what follows may not run
 */
RetortPyFlow
retort_py_skip (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyNode *at, const RetortPyValue *unknown, const char *what)
{
  const char *why = unknown != NULL && unknown->kind == RETORT_PY_UNKNOWN ? unknown->unknown.reason : NULL;
  gboolean is_long = why != NULL && strlen (why) > MAX_REASON;
  g_autofree char *reason = why == NULL ? g_strdup (what) : is_long ? g_strdup (why) : g_strdup_printf ("%s: %s", what, why);
  Walk self = {
    .frame = frame,
    .scope = frame->scope,
    .reason = retort_py_strdup (frame->evaluation, reason),
    .span = retort_py_span_for_people (frame, at),
  };

  /* Names are collected anew each time. */
  retort_py_charge (frame->evaluation, 200);
  if (may_bind_anything (frame, node))
    retort_py_forget_names (frame, self.reason, self.span);
  forget_all (&self, retort_py_bound_names (frame, node));
  walk (&self, node);
  frame->evaluation->n_doubts++;
  if (self.has_effect || self.may_break || self.may_return)
    retort_py_gap (frame, at, "%s", self.reason);
  if (frame->generator != NULL && (self.may_yield || self.may_return || self.may_break))
    return retort_py_lose_generator (frame, retort_py_new_unknown (frame->evaluation, self.span, "%s", self.reason));
  if (self.may_return || self.may_break)
    {
      frame->is_dark = TRUE;
      frame->ends = RETORT_PY_ENDS_NEXT | (self.may_return ? RETORT_PY_ENDS_RETURN : 0)
                    | (self.may_break ? RETORT_PY_ENDS_BREAK | RETORT_PY_ENDS_CONTINUE : 0);
    }
  if (self.may_return)
    frame->result = retort_py_new_unknown (frame->evaluation, self.span, "%s", self.reason);
  if (self.may_return)
    return RETORT_PY_FLOW_MAYBE_RETURN;
  return self.may_break ? RETORT_PY_FLOW_MAYBE_BREAK : RETORT_PY_FLOW_NEXT;
}

/**
 * retort_py_forget_names: (skip)
 * @frame: where
 * @reason: lives as long as the evaluation
 * @span: the place
 *
 * Something may have assigned any name that can be seen from here.
 */
void
retort_py_forget_names (RetortPyFrame *frame, const char *reason, RetortSpan span)
{
  for (RetortPyScope *scope = frame->scope; scope != NULL; scope = scope->parent)
    {
      GHashTableIter iter;
      gpointer data;

      taint_scope (frame, scope, reason, span);
      scope->is_open = TRUE;
      g_hash_table_iter_init (&iter, scope->bindings);
      while (g_hash_table_iter_next (&iter, NULL, &data))
        ((RetortPyBinding *) data)->is_volatile = TRUE;
    }
}
