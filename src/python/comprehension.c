/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Comprehensions and generator expressions: one lazy machine, that lists, sets and dicts run to its end. */
#include "python/evaluation-private.h"

typedef struct
{
  const RetortPyNode *clause;   /* for_in_clause or if_clause */
  gboolean          is_loop;
  RetortPyIterator *iterator; /* of a loop that runs */
} Clause;

typedef struct
{
  RetortPyFrame  frame;      /* its own: a generator may outlive the code that made it */
  RetortPyFrame *outer;      /* while it runs: who runs it */
  const RetortPyNode *node;
  const RetortPyNode *body;
  Clause        *clauses;
  guint          n_clauses;
  gboolean       has_begun;
  gboolean       is_running;
  const RetortPyValue *rows; /* what its first loop goes through, when the database counts it */
  RetortPyChoices *choices;  /* nullable: what its items may be, when the database counts them */
} Machine;

static const RetortPyNode *
iterable_of (RetortPyFrame *frame, const RetortPyNode *clause)
{
  const RetortPyParts *parts = retort_py_node_get_parts (clause);

  return parts->nodes[parts->n > 0 ? parts->n - 1 : 0];
}

static void
bind_targets (RetortPyFrame *frame, RetortPyScope *scope, const RetortPyNode *target)
{
  const RetortPyParts *parts;

  if (retort_py_node_get_type (target) == RETORT_PY_NODE_identifier)
    retort_py_scope_bind (frame->evaluation, scope, retort_py_name_at (frame, target));
  if (retort_py_node_get_type (target) == RETORT_PY_NODE_attribute || retort_py_node_get_type (target) == RETORT_PY_NODE_subscript
      || !retort_py_enter (frame, target))
    return;
  parts = retort_py_node_get_parts (target);
  for (guint i = 0; i < parts->n; i++)
    bind_targets (frame, scope, parts->nodes[i]);
  retort_py_leave (frame);
}

/* The first iterable is evaluated outside, at once; NULL: raised. */
static Machine *
machine_new (RetortPyFrame *frame, const RetortPyNode *node)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);
  Machine *self = retort_py_allocate (frame->evaluation, sizeof *self);
  RetortPyValue *first = retort_py_evaluate (frame, iterable_of (frame, parts->nodes[1]));
  RetortPyIterator *iterator = first == NULL ? NULL : retort_py_iterate (frame, node, first);

  if (iterator == NULL)
    return NULL;
  self->node = node;
  self->body = parts->nodes[0];
  self->n_clauses = parts->n - 1;
  self->clauses = retort_py_allocate (frame->evaluation, self->n_clauses * sizeof *self->clauses);
  self->frame = *frame;
  self->frame.generator = NULL;
  self->frame.scope = retort_py_scope_new (frame->evaluation, RETORT_PY_SCOPE_COMPREHENSION, frame->unit, frame->scope, NULL);
  for (guint i = 0; i < self->n_clauses; i++)
    {
      self->clauses[i].clause = parts->nodes[i + 1];
      self->clauses[i].is_loop = retort_py_node_get_type (parts->nodes[i + 1]) == RETORT_PY_NODE_for_in_clause;
      if (self->clauses[i].is_loop)
        bind_targets (frame, self->frame.scope, retort_py_node_field (parts->nodes[i + 1], RETORT_PY_FIELD_left));
    }
  self->clauses[0].iterator = iterator;
  return self;
}

/* One round, of which nobody knows which it is; path 1 is none at all. */
static RetortPyFlow
run_live_round (RetortPyFrame *frame, guint path, gpointer data)
{
  Machine *self = data;
  gboolean is_pair = retort_py_node_get_type (self->body) == RETORT_PY_NODE_pair;
  const RetortPyParts *pair = is_pair ? retort_py_node_get_parts (self->body) : NULL;
  RetortPyValue *item;

  if (path > 0)
    return RETORT_PY_FLOW_NEXT;
  for (guint i = 0; i < self->n_clauses; i++)
    {
      const RetortPyNode *clause = self->clauses[i].clause;

      const RetortPyValue *rows = self->rows;

      if (i > 0 || !self->clauses[i].is_loop)
        rows = retort_py_evaluate (frame, iterable_of (frame, clause));
      if (rows == NULL)
        return RETORT_PY_FLOW_RAISE;
      if (self->clauses[i].is_loop
          && !retort_py_assign (frame, retort_py_node_field (clause, RETORT_PY_FIELD_left),
                                retort_py_new_live_item (frame->evaluation, retort_py_span_for_people (frame, clause), rows)))
        return RETORT_PY_FLOW_RAISE;
    }
  for (guint i = 0; pair != NULL && i < pair->n; i++)
    if (retort_py_evaluate (frame, pair->nodes[i]) == NULL)
      return RETORT_PY_FLOW_RAISE;
  item = is_pair ? NULL : retort_py_evaluate (frame, self->body);
  if (item != NULL)
    retort_py_choices_add (self->choices, item);
  return is_pair || item != NULL ? RETORT_PY_FLOW_NEXT : RETORT_PY_FLOW_RAISE;
}

/* As a loop whose rounds the database counts. */
static void
explore (Machine *self)
{
  self->choices = retort_py_choices_new (self->frame.evaluation, TRUE);
  self->frame.evaluation->n_silent++;
  retort_py_explore (&self->frame, self->node, 2, run_live_round, self);
  self->frame.evaluation->n_silent--;
  if (self->frame.evaluation->stop_reason == NULL)
    retort_py_explore (&self->frame, self->node, 2, run_live_round, self);
}

static RetortPyIteration
give_up (Machine *self, const RetortPyValue *unknown, const RetortPyValue **why)
{
  *why = unknown;
  if (retort_py_value_is_live (unknown))
    {
      self->rows = unknown;
      explore (self);
      return RETORT_PY_ITERATION_UNKNOWN;
    }
  retort_py_skip (&self->frame, self->body, self->node, unknown, "what this comprehension goes through is not known");
  for (guint i = 0; i < self->n_clauses; i++)
    retort_py_skip (&self->frame, iterable_of (&self->frame, self->clauses[i].clause), self->node, unknown,
                    "what this comprehension goes through is not known");
  return RETORT_PY_ITERATION_UNKNOWN;
}

/* Back to the loop before the clause at @at. */
static guint
loop_before (const Machine *self, guint at)
{
  do
    at--;
  while (!self->clauses[at].is_loop);
  return at;
}

/* ITEM: the condition holds; END: it does not. */
static RetortPyIteration
test_condition (Machine *self, Clause *clause, const RetortPyValue **why)
{
  RetortPyValue *value = retort_py_evaluate (&self->frame, iterable_of (&self->frame, clause->clause));

  if (value == NULL)
    return RETORT_PY_ITERATION_RAISED;
  switch (retort_py_truth (&self->frame, value))
    {
    case RETORT_PY_YES:
      return RETORT_PY_ITERATION_ITEM;
    case RETORT_PY_NO:
      return RETORT_PY_ITERATION_END;
    case RETORT_PY_MAYBE:
      break;
    }
  return give_up (self, retort_py_absorb (&self->frame, clause->clause, value, NULL), why);
}

/* ITEM: the target has its next value; END: the loop is over, and begins anew the next time. */
static RetortPyIteration
step_loop (Machine *self, Clause *clause, const RetortPyValue **why)
{
  RetortPyFrame *frame = &self->frame;
  RetortPyIteration iteration;
  RetortPyValue *value;

  if (clause->iterator == NULL)
    {
      value = retort_py_evaluate (frame, iterable_of (frame, clause->clause));
      clause->iterator = value == NULL ? NULL : retort_py_iterate (frame, clause->clause, value);
      if (clause->iterator == NULL)
        return RETORT_PY_ITERATION_RAISED;
    }
  iteration = retort_py_next (frame, clause->clause, clause->iterator, &value);
  if (iteration == RETORT_PY_ITERATION_UNKNOWN)
    return give_up (self, clause->iterator->unknown, why);
  if (iteration == RETORT_PY_ITERATION_END)
    clause->iterator = NULL;
  if (iteration == RETORT_PY_ITERATION_ITEM
      && !retort_py_assign (frame, retort_py_node_field (clause->clause, RETORT_PY_FIELD_left), value))
    return RETORT_PY_ITERATION_RAISED;
  return iteration;
}

/* Goes on at the clause at @at. ITEM: the body may be evaluated. */
static RetortPyIteration
advance (Machine *self, guint at, const RetortPyValue **why)
{
  while (at < self->n_clauses)
    {
      Clause *clause = &self->clauses[at];
      RetortPyIteration iteration = clause->is_loop ? step_loop (self, clause, why) : test_condition (self, clause, why);

      if (iteration == RETORT_PY_ITERATION_UNKNOWN || iteration == RETORT_PY_ITERATION_RAISED)
        return iteration;
      if (iteration == RETORT_PY_ITERATION_END && at == 0)
        return iteration;
      at = iteration == RETORT_PY_ITERATION_ITEM ? at + 1 : loop_before (self, at);
    }
  return RETORT_PY_ITERATION_ITEM;
}

/* While it runs, it stands in for the code that runs it. */
static void
begin (Machine *self, RetortPyFrame *outer)
{
  self->is_running = TRUE;
  self->outer = outer->evaluation->frame;
  self->frame.caller = outer->caller;
  self->frame.call = outer->call;
  self->frame.statement = outer->statement;
  outer->evaluation->frame = &self->frame;
}

static void
end (Machine *self)
{
  self->frame.evaluation->frame = self->outer;
  self->is_running = FALSE;
}

/* To the next place where the body is evaluated. */
static RetortPyIteration
step (Machine *self, const RetortPyValue **why)
{
  guint at = 0;

  if (self->has_begun)
    at = loop_before (self, self->n_clauses);
  self->has_begun = TRUE;
  return advance (self, at, why);
}

static RetortPyIteration
next_of_generator (RetortPyFrame *frame, const RetortPyNode *node, RetortPyIterator *iterator, RetortPyValue **item)
{
  Machine *self = iterator->state;
  RetortPyIteration result;

  if (self->is_running)
    {
      retort_py_raise (frame, node, "ValueError", "generator already executing");
      return RETORT_PY_ITERATION_RAISED;
    }
  if (!retort_py_enter (frame, node))
    return RETORT_PY_ITERATION_RAISED;
  begin (self, frame);
  result = step (self, &iterator->unknown);
  if (result == RETORT_PY_ITERATION_ITEM)
    {
      *item = retort_py_evaluate (&self->frame, self->body);
      result = *item == NULL ? RETORT_PY_ITERATION_RAISED : result;
    }
  end (self);
  retort_py_leave (frame);
  return result;
}

/* Something that is not followed got hold of the generator: it may run it now or later. It may be what the generator itself
 * called; then its frame is among the callers already, and must not get one of its own callees as caller. */
static void
taint_generator (RetortPyFrame *frame, RetortPyIterator *iterator)
{
  Machine *self = iterator->state;
  gboolean is_inside = self->is_running;

  if (!is_inside)
    begin (self, frame);
  for (guint i = 0; i < self->n_clauses; i++)
    if (self->clauses[i].iterator != NULL)
      retort_py_taint_iterator (frame, self->clauses[i].iterator, iterator->unknown->unknown.reason, iterator->unknown->unknown.span);
  give_up (self, iterator->unknown, &iterator->unknown);
  if (!is_inside)
    end (self);
}

/* Adds what the body gives; FALSE: raised. A key that is not known sets @unknown. */
static gboolean
add_result (Machine *self, RetortPyValue *result, const RetortPyValue **unknown)
{
  RetortPyFrame *frame = &self->frame;
  gboolean is_pair = result->kind == RETORT_PY_DICT;
  RetortPyValue *key = retort_py_evaluate (frame, is_pair ? retort_py_node_field (self->body, RETORT_PY_FIELD_key) : self->body);
  RetortPyValue *value = NULL;
  gboolean is_known = TRUE;

  if (key != NULL && is_pair)
    value = retort_py_evaluate (frame, retort_py_node_field (self->body, RETORT_PY_FIELD_value));
  if (key == NULL || (is_pair && value == NULL))
    return FALSE;
  if (result->kind == RETORT_PY_LIST)
    retort_py_items_append (frame->evaluation, &result->many.items, key);
  else if (!retort_py_value_is_hashable (key, &is_known))
    return retort_py_raise (frame, self->node, "TypeError", "a %s cannot be a key", retort_py_value_type_name (key)) != NULL;
  else if (is_known)
    retort_py_keyed_put (frame->evaluation, result, key, value);
  else
    *unknown = retort_py_absorb (frame, self->node, key, value);
  return TRUE;
}

/* Some items may be known for sure; what the others may be was seen. */
static RetortPyValue *
lose_results (Machine *self, RetortPyFrame *caller, RetortPyValue *result, const RetortPyValue *unknown)
{
  RetortPyChoices *choices = result->kind == RETORT_PY_LIST ? self->choices : NULL;
  RetortPyValue *lost;

  for (guint i = 0; choices != NULL && i < result->many.items.n; i++)
    retort_py_choices_add (choices, result->many.items.items[i]);
  lost = retort_py_absorb (caller, self->node, retort_py_new_same_unknown (caller->evaluation, unknown), result);
  return choices != NULL ? retort_py_choices_give (choices, lost) : lost;
}

static RetortPyValue *
collect_results (Machine *self, RetortPyFrame *caller, RetortPyKind kind)
{
  RetortPyValue *result = retort_py_new_value (caller->evaluation, kind);
  const RetortPyValue *unknown = NULL;
  RetortPyIteration iteration;

  while ((iteration = step (self, &unknown)) == RETORT_PY_ITERATION_ITEM)
    if (!add_result (self, result, &unknown))
      return NULL;
  if (iteration == RETORT_PY_ITERATION_RAISED)
    return NULL;
  if (unknown != NULL)
    return lose_results (self, caller, result, unknown);
  return result;
}

static RetortPyValue *
run_to_end (Machine *self, RetortPyFrame *caller, RetortPyKind kind)
{
  RetortPyValue *result;

  begin (self, caller);
  result = collect_results (self, caller, kind);
  end (self);
  return result;
}

/* No `async`, and one iterable. */
static gboolean
is_plain_clause (RetortPyFrame *frame, const RetortPyNode *clause)
{
  if (retort_py_node_get_type (clause) != RETORT_PY_NODE_for_in_clause)
    return TRUE;
  return retort_py_node_get_parts (clause)->n == 2 && !retort_py_node_is (retort_py_node_get_child (clause, 0), "async");
}

/**
 * retort_py_evaluate_comprehension: (skip)
 * @frame: where
 * @node: a comprehension or a generator expression
 *
 * Returns: (transfer none) (nullable): its value; %NULL: raised
 */
RetortPyValue *
retort_py_evaluate_comprehension (RetortPyFrame *frame, const RetortPyNode *node)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);
  Machine *self;
  RetortPyIterator *iterator;

  for (guint i = 1; i < parts->n; i++)
    if (!is_plain_clause (frame, parts->nodes[i]))
      {
        retort_py_skip (frame, node, node, NULL, "this comprehension is not evaluated");
        return retort_py_unknown_at (frame, node, "this comprehension is not evaluated");
      }
  self = machine_new (frame, node);
  if (self == NULL)
    return NULL;
  switch ((int) retort_py_node_get_type (node))
    {
    case RETORT_PY_NODE_list_comprehension:
      return run_to_end (self, frame, RETORT_PY_LIST);
    case RETORT_PY_NODE_set_comprehension:
      return run_to_end (self, frame, RETORT_PY_SET);
    case RETORT_PY_NODE_dictionary_comprehension:
      return run_to_end (self, frame, RETORT_PY_DICT);
    default:
      iterator = retort_py_iterator_new (frame->evaluation, "generator", next_of_generator);
      iterator->state = self;
      iterator->taint = taint_generator;
      return retort_py_new_iterator_value (frame->evaluation, iterator);
    }
}
