/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Code about which the database decides, while there is none that could be asked: whether it runs, or how often.
 *
 * What a database answers is an unknown value with a reason of its own (retort_py_new_live()). Under such a condition every path is evaluated
 * from the same state, so that everything that may be sent is seen; what the paths leave behind differently is decided by the database, too.
 * A loop's body is evaluated twice: once silently, to learn what its rounds hand on to each other, and once for good. Everything else that is
 * unknown is skipped as ever (taint.c). */
#include "python/evaluation-private.h"

#include <string.h>

/* The one reason of all live values: they are told by its address. */
static const char live_reason[] = "the database decides";

/**
 * retort_py_new_live:
 * @evaluation: an evaluation
 * @span: where the database is asked
 *
 * Returns: (transfer none): a value that the database will give
 */
RetortPyValue *
retort_py_new_live (RetortPyEvaluation *evaluation, RetortSpan span)
{
  RetortPyValue *self = retort_py_new_value (evaluation, RETORT_PY_UNKNOWN);

  self->unknown.reason = live_reason;
  self->unknown.span = span;
  return self;
}

/**
 * retort_py_value_is_live:
 * @self: (nullable): a value
 *
 * Returns: whether it is unknown only because the database was not asked yet
 */
gboolean
retort_py_value_is_live (const RetortPyValue *self)
{
  return self != NULL && self->kind == RETORT_PY_UNKNOWN && self->unknown.reason == live_reason;
}

/* --- States --- */

typedef struct
{
  RetortPyBinding *binding;
  RetortPyValue   *value;
} SavedBinding;

typedef struct
{
  RetortPyValue *value;
  RetortPyValue  copy; /* its arrays are copies, too */
} SavedValue;

/* Everything that can change, as it was. */
typedef struct
{
  RetortPyFrame *frame;
  GArray        *bindings; /* element: SavedBinding */
  GArray        *values;   /* element: SavedValue */
  GPtrArray     *scopes;   /* element: RetortPyScope */
  GPtrArray     *others;   /* element: RetortPyValue: iterators and mutable objects, of which nothing can be saved */
  GHashTable    *seen;     /* set of scopes, bindings and values */
} State;

/* What some path changed. */
typedef struct
{
  GHashTable *bindings; /* set of RetortPyBinding */
  GHashTable *values;   /* set of RetortPyValue */
  GPtrArray  *held;     /* element: RetortPyValue that was put or taken away */
} Changes;

static void save_value (State *self, RetortPyValue *value);

static void
state_clear (State *self)
{
  g_array_unref (self->bindings);
  g_array_unref (self->values);
  g_ptr_array_unref (self->scopes);
  g_ptr_array_unref (self->others);
  g_hash_table_unref (self->seen);
}

static void
changes_clear (Changes *self)
{
  g_hash_table_unref (self->bindings);
  g_hash_table_unref (self->values);
  g_ptr_array_unref (self->held);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (State, state_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Changes, changes_clear)

static RetortPyItems
copy_items (RetortPyEvaluation *evaluation, RetortPyItems items)
{
  RetortPyItems copy = items;

  copy.capacity = items.n;
  copy.items = retort_py_allocate (evaluation, MAX (1, items.n) * sizeof *copy.items);
  if (items.n > 0)
    memcpy (copy.items, items.items, items.n * sizeof *copy.items);
  return copy;
}

static void
save_items (State *self, RetortPyItems items)
{
  for (guint i = 0; i < items.n; i++)
    save_value (self, items.items[i]);
}

static void
save_scope (State *self, RetortPyScope *scope)
{
  GHashTableIter iter;
  gpointer data;

  for (RetortPyScope *at = scope; at != NULL && g_hash_table_add (self->seen, at); at = at->parent)
    {
      g_ptr_array_add (self->scopes, at);
      g_hash_table_iter_init (&iter, at->bindings);
      while (g_hash_table_iter_next (&iter, NULL, &data))
        {
          RetortPyBinding *binding = data;
          SavedBinding saved = { binding, binding->value };

          g_hash_table_add (self->seen, binding);
          g_array_append_val (self->bindings, saved);
          if (binding->value != NULL)
            save_value (self, binding->value);
        }
    }
}

static void
save_function (State *self, RetortPyFunction *function)
{
  GHashTableIter iter;
  gpointer value;

  save_scope (self, function->scope);
  g_hash_table_iter_init (&iter, function->defaults);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    save_value (self, value);
}

static void
save_many (State *self, RetortPyValue *value)
{
  SavedValue saved = { value, *value };

  saved.copy.many.items = copy_items (self->frame->evaluation, value->many.items);
  saved.copy.many.values = copy_items (self->frame->evaluation, value->many.values);
  g_array_append_val (self->values, saved);
  save_items (self, saved.copy.many.items);
  save_items (self, saved.copy.many.values);
}

static void
save_value (State *self, RetortPyValue *value)
{
  if (!g_hash_table_add (self->seen, value))
    return;
  if (self->frame->evaluation->depth >= RETORT_PY_MAX_DEPTH)
    {
      retort_py_stop (self->frame->evaluation, "it is nested too deeply");
      return;
    }
  self->frame->evaluation->depth++;
  switch ((int) value->kind)
    {
    case RETORT_PY_LIST:
    case RETORT_PY_SET:
    case RETORT_PY_DICT:
      save_many (self, value);
      break;
    case RETORT_PY_TUPLE:
      save_items (self, value->many.items);
      break;
    case RETORT_PY_FUNCTION:
      save_function (self, value->function);
      break;
    case RETORT_PY_CLASS:
      save_scope (self, value->klass->scope);
      break;
    case RETORT_PY_FOREIGN:
      if (retort_py_value_get_iterator (value) != NULL || value->foreign.klass->set_attribute != NULL
          || value->foreign.klass->set_item != NULL)
        g_ptr_array_add (self->others, value);
      break;
    default:
      break;
    }
  self->frame->evaluation->depth--;
}

static void
state_take (State *self, RetortPyFrame *frame)
{
  self->frame = frame;
  self->bindings = g_array_new (FALSE, FALSE, sizeof (SavedBinding));
  self->values = g_array_new (FALSE, FALSE, sizeof (SavedValue));
  self->scopes = g_ptr_array_new ();
  self->others = g_ptr_array_new ();
  self->seen = g_hash_table_new (NULL, NULL);
  for (RetortPyFrame *at = frame; at != NULL; at = at->caller)
    save_scope (self, at->scope);
  retort_py_charge (frame->evaluation, self->bindings->len + self->values->len);
}

static void
changes_init (Changes *self)
{
  self->bindings = g_hash_table_new (NULL, NULL);
  self->values = g_hash_table_new (NULL, NULL);
  self->held = g_ptr_array_new ();
}

static void
hold_items (Changes *self, RetortPyItems items)
{
  for (guint i = 0; i < items.n; i++)
    g_ptr_array_add (self->held, items.items[i]);
}

static gboolean
has_same_items (const RetortPyItems *a, const RetortPyItems *b)
{
  return a->n == b->n && (a->n == 0 || memcmp (a->items, b->items, a->n * sizeof *a->items) == 0);
}

static void
collect_binding (Changes *changes, RetortPyBinding *binding, RetortPyValue *before)
{
  if (binding->value == before)
    return;
  g_hash_table_add (changes->bindings, binding);
  if (before != NULL)
    g_ptr_array_add (changes->held, before);
  if (binding->value != NULL)
    g_ptr_array_add (changes->held, binding->value);
  binding->value = before;
}

static void
collect_value (RetortPyEvaluation *evaluation, Changes *changes, SavedValue *saved)
{
  RetortPyValue *value = saved->value;

  if (value->kind == saved->copy.kind && has_same_items (&value->many.items, &saved->copy.many.items)
      && has_same_items (&value->many.values, &saved->copy.many.values))
    return;
  g_hash_table_add (changes->values, value);
  if (value->kind == saved->copy.kind)
    {
      hold_items (changes, value->many.items);
      hold_items (changes, value->many.values);
    }
  hold_items (changes, saved->copy.many.items);
  hold_items (changes, saved->copy.many.values);
  *value = saved->copy;
  value->many.items = copy_items (evaluation, saved->copy.many.items);
  value->many.values = copy_items (evaluation, saved->copy.many.values);
  value->many.index = NULL;
}

/* Names that the path made. */
static void
collect_new_bindings (State *self, Changes *changes)
{
  for (guint i = 0; i < self->scopes->len; i++)
    {
      RetortPyScope *scope = g_ptr_array_index (self->scopes, i);
      GHashTableIter iter;
      gpointer data;

      g_hash_table_iter_init (&iter, scope->bindings);
      while (g_hash_table_iter_next (&iter, NULL, &data))
        if (!g_hash_table_contains (self->seen, data))
          collect_binding (changes, data, NULL);
    }
}

/* Goes back to the state, and adds to @changes what was different. */
static void
state_restore (State *self, Changes *changes)
{
  for (guint i = 0; i < self->bindings->len; i++)
    {
      SavedBinding *saved = &g_array_index (self->bindings, SavedBinding, i);

      collect_binding (changes, saved->binding, saved->value);
    }
  collect_new_bindings (self, changes);
  for (guint i = 0; i < self->values->len; i++)
    collect_value (self->frame->evaluation, changes, &g_array_index (self->values, SavedValue, i));
  for (guint i = 0; i < self->others->len; i++)
    g_ptr_array_add (changes->held, g_ptr_array_index (self->others, i));
}

/* What was changed is what the database decides. Through it everything that it held can be changed. */
static void
changes_apply (Changes *self, RetortPyFrame *frame, RetortSpan span)
{
  GHashTableIter iter;
  gpointer data;

  for (guint i = 0; i < self->held->len; i++)
    retort_py_taint_value (frame, g_ptr_array_index (self->held, i), live_reason, span);
  g_hash_table_iter_init (&iter, self->bindings);
  while (g_hash_table_iter_next (&iter, &data, NULL))
    ((RetortPyBinding *) data)->value = retort_py_new_live (frame->evaluation, span);
  g_hash_table_iter_init (&iter, self->values);
  while (g_hash_table_iter_next (&iter, &data, NULL))
    retort_py_value_become_unknown (data, live_reason, span);
}

/* --- Paths --- */

static guint
ends_of (RetortPyFrame *frame, RetortPyFlow flow)
{
  switch (flow)
    {
    case RETORT_PY_FLOW_NEXT:
      return RETORT_PY_ENDS_NEXT;
    case RETORT_PY_FLOW_BREAK:
      return RETORT_PY_ENDS_BREAK;
    case RETORT_PY_FLOW_CONTINUE:
      return RETORT_PY_ENDS_CONTINUE;
    case RETORT_PY_FLOW_RETURN:
      return RETORT_PY_ENDS_RETURN;
    case RETORT_PY_FLOW_RAISE:
    case RETORT_PY_FLOW_YIELD: /* no yield is explored */
      return 0;
    case RETORT_PY_FLOW_MAYBE_BREAK:
    case RETORT_PY_FLOW_MAYBE_RETURN:
      return frame->ends;
    }
  return 0;
}

static RetortPyFlow
flow_of (RetortPyFrame *frame, guint ends)
{
  frame->ends = ends;
  switch (ends)
    {
    case RETORT_PY_ENDS_NEXT:
      return RETORT_PY_FLOW_NEXT;
    case RETORT_PY_ENDS_BREAK:
      return RETORT_PY_FLOW_BREAK;
    case RETORT_PY_ENDS_CONTINUE:
      return RETORT_PY_FLOW_CONTINUE;
    case RETORT_PY_ENDS_RETURN:
      return RETORT_PY_FLOW_RETURN;
    default:
      return (ends & RETORT_PY_ENDS_RETURN) != 0 ? RETORT_PY_FLOW_MAYBE_RETURN : RETORT_PY_FLOW_MAYBE_BREAK;
    }
}

/* An exception ends its path; whether it comes is the database's decision. */
static void
forget_exception (RetortPyEvaluation *evaluation)
{
  if (evaluation->exception == NULL)
    return;
  evaluation->exception = NULL;
  evaluation->n_doubts++;
}

/* The value that the function returns, when some paths return. */
static void
merge_result (RetortPyFrame *frame, RetortPyValue *before, RetortSpan span)
{
  RetortPyValue *result = frame->result;

  if (result == before)
    return;
  if (before != NULL)
    retort_py_taint_value (frame, before, live_reason, span);
  if (result != NULL)
    retort_py_taint_value (frame, result, live_reason, span);
  frame->result = before == NULL ? result : retort_py_new_live (frame->evaluation, span);
}

/**
 * retort_py_explore: (skip)
 * @frame: where
 * @at: the place
 * @n_paths: how many paths there are
 * @run: evaluates one of them
 * @data: for @run
 *
 * Evaluates paths of which the database chooses one.
 *
 * Returns: how they end: "maybe" when they end in different ways, and when all of them raise, that
 */
RetortPyFlow
retort_py_explore (RetortPyFrame *frame, TSNode at, guint n_paths, RetortPyPathFunc run, gpointer data)
{
  RetortPyEvaluation *evaluation = frame->evaluation;
  RetortSpan span = retort_py_span_for_people (frame, at);
  g_auto(State) state = { 0 };
  g_auto(Changes) changes = { 0 };
  RetortPyException *exception = NULL;
  guint ends = 0;

  state_take (&state, frame);
  changes_init (&changes);
  for (guint i = 0; i < n_paths && evaluation->stop_reason == NULL; i++)
    {
      RetortPyValue *result = frame->result;
      RetortPyFlow flow = run (frame, i, data);

      ends |= ends_of (frame, flow);
      exception = evaluation->exception != NULL ? evaluation->exception : exception;
      forget_exception (evaluation);
      merge_result (frame, result, span);
      state_restore (&state, &changes);
    }
  if (evaluation->stop_reason != NULL)
    return RETORT_PY_FLOW_RAISE;
  changes_apply (&changes, frame, span);
  if (ends == 0)
    {
      evaluation->exception = exception;
      return RETORT_PY_FLOW_RAISE;
    }
  return flow_of (frame, ends);
}

/* --- if --- */

/* Path 0 is the rest of a block, path 1 that it was left before. */
typedef struct
{
  TSNode block;
  guint  from;
  guint  ends; /* of path 0 */
} Rest;

static RetortPyFlow
run_rest (RetortPyFrame *frame, guint path, gpointer data)
{
  Rest *rest = data;

  RetortPyFlow flow = RETORT_PY_FLOW_NEXT;

  if (path == 0)
    {
      flow = retort_py_run_block_from (frame, rest->block, rest->from);
      rest->ends = ends_of (frame, flow);
    }
  return flow;
}

/**
 * retort_py_explore_rest: (skip)
 * @frame: where
 * @block: a block
 * @from: the statement of it behind one that maybe left the block
 *
 * Returns: how the block ends
 */
RetortPyFlow
retort_py_explore_rest (RetortPyFrame *frame, TSNode block, guint from)
{
  guint left = frame->ends & ~(guint) RETORT_PY_ENDS_NEXT;
  Rest rest = { block, from, 0 };
  RetortPyValue *result = frame->result;

  frame->result = NULL;
  retort_py_explore (frame, retort_py_parts (frame, block)->nodes[from - 1], 2, run_rest, &rest);
  if (frame->evaluation->stop_reason != NULL)
    return RETORT_PY_FLOW_RAISE;
  if (frame->result != NULL && result != NULL)
    frame->result = retort_py_new_live (frame->evaluation, retort_py_span_for_people (frame, block));
  else if (result != NULL)
    frame->result = result;
  return flow_of (frame, rest.ends | left);
}

/* --- Loops --- */

typedef struct
{
  TSNode loop;
  TSNode target;    /* the null node: of a while loop */
  TSNode condition; /* the null node: of a for loop */
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
  if (!ts_node_is_null (loop->target)
      && !retort_py_assign (frame, loop->target, retort_py_new_live (frame->evaluation, retort_py_span_for_people (frame, loop->loop))))
    return RETORT_PY_FLOW_RAISE;
  if (!ts_node_is_null (loop->condition) && retort_py_evaluate (frame, loop->condition) == NULL)
    return RETORT_PY_FLOW_RAISE;
  flow = retort_py_run_block (frame, retort_py_node_field (loop->loop, RETORT_PY_FIELD_body));
  loop->ends = ends_of (frame, flow);
  return flow;
}

static RetortPyFlow
run_else (RetortPyFrame *frame, guint path, gpointer data)
{
  Loop *loop = data;
  TSNode otherwise = retort_py_node_field (loop->loop, RETORT_PY_FIELD_alternative);

  if (path > 0 || ts_node_is_null (otherwise))
    return RETORT_PY_FLOW_NEXT;
  return retort_py_run_block (frame, retort_py_node_field (otherwise, RETORT_PY_FIELD_body));
}

/**
 * retort_py_explore_loop: (skip)
 * @frame: where
 * @node: a for or while statement whose rounds the database counts
 *
 * Returns: how it ends
 */
RetortPyFlow
retort_py_explore_loop (RetortPyFrame *frame, TSNode node)
{
  RetortPyEvaluation *evaluation = frame->evaluation;
  gboolean is_for = retort_py_node_get_type (node) == RETORT_PY_NODE_for_statement;
  Loop loop = { .loop = node };
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
  return flow_of (frame, ends_of (frame, flow) | returns);
}

/**
 * retort_py_join_flows: (skip)
 * @frame: where
 * @flow: how something ended
 * @earlier: #RetortPyEnds of something before it
 *
 * Returns: @flow, or "maybe" when @earlier may have left the function
 */
RetortPyFlow
retort_py_join_flows (RetortPyFrame *frame, RetortPyFlow flow, guint earlier)
{
  return flow_of (frame, ends_of (frame, flow) | (earlier & RETORT_PY_ENDS_RETURN));
}
