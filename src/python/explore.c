/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Code about which the database, or the environment that it runs in, decides, while there is none that could be asked: whether it
 * runs, or how often.
 *
 * What they will answer is an unknown value with a reason of its own (retort_py_new_live()). Under such a condition every path is evaluated
 * from the same state, so that everything that may be sent is seen; what the paths leave behind differently is decided by the database, too.
 * A loop's body is evaluated twice: once silently, to learn what its rounds hand on to each other, and once for good. Everything else that is
 * unknown is skipped as ever (taint.c). */
#include "python/evaluation-private.h"

#include <string.h>

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
  guint          number;     /* its own: scopes and values that were seen carry it */
  guint          n_bindings; /* that there were: later ones are new */
} State;

/* What some path changed. */
typedef struct
{
  RetortPyEvaluation *evaluation;
  GHashTable *bindings; /* key: RetortPyBinding, value: RetortPyChoices of it */
  GHashTable *senders;  /* set of those of @bindings and @values that hold, or held, something that may send statements */
  GHashTable *values;   /* key: RetortPyValue, value: RetortPyChoices of its items */
  GPtrArray  *held;     /* element: RetortPyValue that was put or taken away */
  gboolean    is_path;  /* what is collected is what code that follows may find */
  guint       n_paths;  /* of those */
} Changes;

static void save_value (State *self, RetortPyValue *value);

static void
state_clear (State *self)
{
  g_array_unref (self->bindings);
  g_array_unref (self->values);
  g_ptr_array_unref (self->scopes);
  g_ptr_array_unref (self->others);
}

static void
changes_clear (Changes *self)
{
  g_hash_table_unref (self->bindings);
  g_hash_table_unref (self->senders);
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

  for (RetortPyScope *at = scope; at != NULL && at->seen_by != self->number; at = at->parent)
    {
      at->seen_by = self->number;
      g_ptr_array_add (self->scopes, at);
      g_hash_table_iter_init (&iter, at->bindings);
      while (g_hash_table_iter_next (&iter, NULL, &data))
        {
          RetortPyBinding *binding = data;
          SavedBinding saved = { binding, binding->value };

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
  if (value->seen_by == self->number)
    return;
  value->seen_by = self->number;
  if (self->frame->evaluation->depth >= RETORT_PY_MAX_DEPTH)
    {
      retort_py_stop (self->frame->evaluation, retort_py_too_deep);
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
  self->number = ++frame->evaluation->n_states;
  self->n_bindings = frame->evaluation->n_bindings;
  for (RetortPyFrame *at = frame; at != NULL; at = at->caller)
    save_scope (self, at->scope);
  retort_py_charge (frame->evaluation, self->bindings->len + self->values->len);
}

static void
changes_init (Changes *self, RetortPyEvaluation *evaluation)
{
  self->evaluation = evaluation;
  self->bindings = g_hash_table_new (NULL, NULL);
  self->senders = g_hash_table_new (NULL, NULL);
  self->values = g_hash_table_new (NULL, NULL);
  self->held = g_ptr_array_new ();
}

/**
 * retort_py_may_send: (skip)
 * @value: a value
 *
 * Returns: whether calling it, or a method of it, may send statements, which a value that is merely decided while running never does
 */
gboolean
retort_py_may_send (const RetortPyValue *value)
{
  const RetortPyValue *klass = retort_py_instance_get_class (value);

  if (klass != NULL)
    return klass->kind != RETORT_PY_CLASS || (!klass->klass->is_enum && klass->klass->exception == NULL);
  if (value->kind != RETORT_PY_FOREIGN)
    return value->kind == RETORT_PY_FUNCTION || value->kind == RETORT_PY_CLASS;
  return retort_py_is_method (value) || (!value->foreign.klass->is_plain && !value->foreign.klass->is_inert);
}

/* What a path put into @owner, or took away. */
static void
hold (Changes *self, gpointer owner, RetortPyValue *value)
{
  g_ptr_array_add (self->held, value);
  if (retort_py_may_send (value))
    g_hash_table_add (self->senders, owner);
}

static void
hold_items (Changes *self, gpointer owner, RetortPyItems items)
{
  for (guint i = 0; i < items.n; i++)
    hold (self, owner, items.items[i]);
}

static gboolean
has_same_items (const RetortPyItems *a, const RetortPyItems *b)
{
  return a->n == b->n && (a->n == 0 || memcmp (a->items, b->items, a->n * sizeof *a->items) == 0);
}

/* Code that follows may find @value (nullable) in that place. */
static void
add_path (Changes *self, GHashTable *places, gpointer place, RetortPyValue *value)
{
  RetortPyChoices *choices = g_hash_table_lookup (places, place);

  if (choices == NULL)
    {
      choices = retort_py_choices_new (self->evaluation, places == self->values);
      g_hash_table_insert (places, place, choices);
    }
  if (self->is_path && value != NULL)
    retort_py_choices_add_path (choices, value);
}

static void
collect_binding (Changes *changes, RetortPyBinding *binding, RetortPyValue *before)
{
  /* An import whose name was needed on the way changed nothing. */
  if (binding->value == before || (before != NULL && binding->value == retort_py_peek_resolved (before)))
    return;
  add_path (changes, changes->bindings, binding, binding->value);
  if (before != NULL)
    hold (changes, binding, before);
  if (binding->value != NULL)
    hold (changes, binding, binding->value);
  binding->value = before;
}

static void
collect_value (Changes *changes, SavedValue *saved)
{
  RetortPyEvaluation *evaluation = changes->evaluation;
  RetortPyValue *value = saved->value;

  if (value->kind == saved->copy.kind && has_same_items (&value->many.items, &saved->copy.many.items)
      && has_same_items (&value->many.values, &saved->copy.many.values))
    return;
  add_path (changes, changes->values, value, value);
  if (value->kind == saved->copy.kind)
    {
      hold_items (changes, value, value->many.items);
      hold_items (changes, value, value->many.values);
    }
  hold_items (changes, value, saved->copy.many.items);
  hold_items (changes, value, saved->copy.many.values);
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
        if (((RetortPyBinding *) data)->serial > self->n_bindings)
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
    collect_value (changes, &g_array_index (self->values, SavedValue, i));
  for (guint i = 0; i < self->others->len; i++)
    g_ptr_array_add (changes->held, g_ptr_array_index (self->others, i));
}

/* Of a value that is one of several of which one may send something: a call of it is a gap. */
const char retort_py_sender_reason[] = "which of several things that may send statements it is, is decided while running";

/* A path that changed nothing in a place left what was there before. */
static void
add_before (Changes *self)
{
  GHashTableIter iter;
  gpointer place;
  gpointer choices;

  g_hash_table_iter_init (&iter, self->bindings);
  while (g_hash_table_iter_next (&iter, &place, &choices))
    if (((RetortPyBinding *) place)->value != NULL && retort_py_choices_get_n_paths (choices) < self->n_paths)
      retort_py_choices_add_path (choices, ((RetortPyBinding *) place)->value);
  g_hash_table_iter_init (&iter, self->values);
  while (g_hash_table_iter_next (&iter, &place, &choices))
    if (retort_py_choices_get_n_paths (choices) < self->n_paths)
      retort_py_choices_add_path (choices, place);
}

/* What was changed is decided while running. Through it everything that it held can be changed. */
static void
changes_apply (Changes *self, RetortPyFrame *frame, RetortSpan span)
{
  GHashTableIter iter;
  gpointer data;
  gpointer choices;

  add_before (self);
  for (guint i = 0; i < self->held->len; i++)
    retort_py_taint_value (frame, g_ptr_array_index (self->held, i), retort_py_live_reason, span);
  g_hash_table_iter_init (&iter, self->bindings);
  while (g_hash_table_iter_next (&iter, &data, &choices))
    ((RetortPyBinding *) data)->value = g_hash_table_contains (self->senders, data)
                                          ? retort_py_new_unknown (frame->evaluation, span, "%s", retort_py_sender_reason)
                                          : retort_py_choices_give (choices, retort_py_new_live (frame->evaluation, span));
  g_hash_table_iter_init (&iter, self->values);
  while (g_hash_table_iter_next (&iter, &data, &choices))
    {
      retort_py_value_become_unknown (data, g_hash_table_contains (self->senders, data) ? retort_py_sender_reason : retort_py_live_reason, span);
      retort_py_choices_give (choices, data);
    }
}

/* --- Paths --- */

/**
 * retort_py_ends_of: (skip)
 * @frame: where
 * @flow: how something ended
 *
 * Returns: #RetortPyEnds of it; none when it raised
 */
guint
retort_py_ends_of (RetortPyFrame *frame, RetortPyFlow flow)
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

/**
 * retort_py_flow_of: (skip)
 * @frame: where
 * @ends: #RetortPyEnds, at least one
 *
 * Returns: how something ends that may end in any of them
 */
RetortPyFlow
retort_py_flow_of (RetortPyFrame *frame, guint ends)
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

/* An exception ends its path; whether it comes is decided while running. */
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
  RetortPyChoices *choices = retort_py_choices_new (frame->evaluation, FALSE);
  RetortPyValue *result = frame->result;

  if (result == before)
    return;
  if (before != NULL && result != NULL)
    {
      retort_py_choices_add (choices, before);
      retort_py_choices_add (choices, result);
    }
  if (before != NULL)
    retort_py_taint_value (frame, before, retort_py_live_reason, span);
  if (result != NULL)
    retort_py_taint_value (frame, result, retort_py_live_reason, span);
  frame->result = before == NULL ? result : retort_py_choices_give (choices, retort_py_new_live (frame->evaluation, span));
}

/**
 * retort_py_explore: (skip)
 * @frame: where
 * @at: the place
 * @n_paths: how many paths there are
 * @run: evaluates one of them
 * @data: for @run
 *
 * Evaluates paths of which the database, or the environment, chooses one; says so.
 *
 * Returns: how they end: "maybe" when they end in different ways, and when all of them raise, that
 */
RetortPyFlow
retort_py_explore (RetortPyFrame *frame, const RetortPyNode *at, guint n_paths, RetortPyPathFunc run, gpointer data)
{
  RetortPyEvaluation *evaluation = frame->evaluation;
  RetortSpan span = retort_py_span_for_people (frame, at);
  g_auto(State) state = { 0 };
  g_auto(Changes) changes = { 0 };
  RetortPyException *exception = NULL;
  guint path = evaluation->path;
  guint ends = 0;

  retort_py_report_live (frame, at);
  state_take (&state, frame);
  changes_init (&changes, frame->evaluation);
  for (guint i = 0; i < n_paths && evaluation->stop_reason == NULL; i++)
    {
      RetortPyValue *result = frame->result;
      RetortPyFlow flow;

      evaluation->n_exploring++;
      evaluation->path = ++evaluation->n_paths;
      flow = run (frame, i, data);
      evaluation->path = path;
      evaluation->n_exploring--;
      ends |= retort_py_ends_of (frame, flow);
      exception = evaluation->exception != NULL ? evaluation->exception : exception;
      forget_exception (evaluation);
      merge_result (frame, result, span);
      changes.is_path = retort_py_ends_of (frame, flow) != 0;
      changes.n_paths += changes.is_path;
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
  return retort_py_flow_of (frame, ends);
}

/* --- try --- */

/* The handlers, from what the guarded code may have left behind; adds to @changes what they change. Returns how they end. */
static guint
explore_handlers (RetortPyFrame *frame, const RetortPyNode *at, RetortPyGuarded *guarded, Changes *changes)
{
  RetortPyEvaluation *evaluation = frame->evaluation;
  g_auto(State) state = { 0 };
  guint path = evaluation->path;
  guint ends = 0;

  state_take (&state, frame);
  for (guint i = 0; i < guarded->n_handlers && evaluation->stop_reason == NULL; i++)
    {
      RetortPyValue *result = frame->result;

      evaluation->n_exploring++;
      evaluation->path = ++evaluation->n_paths;
      ends |= retort_py_ends_of (frame, guarded->run_handler (frame, i, guarded->data));
      evaluation->path = path;
      evaluation->n_exploring--;
      forget_exception (evaluation);
      merge_result (frame, result, retort_py_span_for_people (frame, at));
      state_restore (&state, changes);
    }
  return ends;
}

/* The guarded code ran to its end, or may have raised anywhere: what follows it and the handlers. */
static RetortPyFlow
explore_failures (RetortPyFrame *frame, const RetortPyNode *at, RetortPyGuarded *guarded, State *before, RetortPyFlow flow, RetortPyValue *result)
{
  RetortPyEvaluation *evaluation = frame->evaluation;
  RetortSpan span = retort_py_span_for_people (frame, at);
  RetortPyException *exception = NULL;
  g_auto(State) after = { 0 };
  g_auto(Changes) changes = { 0 };
  g_auto(Changes) ignored = { 0 };
  guint ends;
  guint handler_ends;

  retort_py_report_live (frame, at);
  if (flow == RETORT_PY_FLOW_NEXT)
    flow = guarded->run_else (frame, 0, guarded->data);
  ends = retort_py_ends_of (frame, flow);
  exception = evaluation->exception;
  forget_exception (evaluation);
  merge_result (frame, result, span);
  state_take (&after, frame);
  changes_init (&changes, frame->evaluation);
  changes_init (&ignored, frame->evaluation);
  state_restore (before, &changes);
  changes_apply (&changes, frame, span);
  handler_ends = explore_handlers (frame, at, guarded, &changes);
  state_restore (&after, &ignored);
  if (evaluation->stop_reason != NULL)
    return RETORT_PY_FLOW_RAISE;
  if (handler_ends != 0)
    changes_apply (&changes, frame, span);
  if ((ends | handler_ends) != 0)
    return retort_py_flow_of (frame, ends | handler_ends);
  evaluation->exception = exception;
  return RETORT_PY_FLOW_RAISE;
}

/**
 * retort_py_explore_guarded: (skip)
 * @frame: where
 * @at: the place
 * @guarded: a try statement's parts
 * @flow: (inout): how the statement, or else only the body, ended
 *
 * Runs the body. When nothing but a call that is understood may raise in it, the handlers are seen, too: whether they run is
 * decided while running.
 *
 * Returns: whether the handlers were seen
 */
gboolean
retort_py_explore_guarded (RetortPyFrame *frame, const RetortPyNode *at, RetortPyGuarded *guarded, RetortPyFlow *flow)
{
  RetortPyEvaluation *evaluation = frame->evaluation;
  RetortPyValue *result = frame->result;
  guint n_doubts = evaluation->n_doubts;
  guint n_gaps = evaluation->n_gaps;
  guint path = evaluation->path;
  g_auto(State) before = { 0 };

  state_take (&before, frame);
  evaluation->path = ++evaluation->n_paths;
  *flow = guarded->run_body (frame, 0, guarded->data);
  evaluation->path = path;
  if (evaluation->stop_reason != NULL || evaluation->n_doubts == n_doubts || evaluation->n_gaps != n_gaps)
    return FALSE;
  *flow = explore_failures (frame, at, guarded, &before, *flow, result);
  return TRUE;
}

/* --- if --- */

/* Path 0 is the rest of a block, path 1 that it was left before. */
typedef struct
{
  const RetortPyNode *block;
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
      rest->ends = retort_py_ends_of (frame, flow);
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
retort_py_explore_rest (RetortPyFrame *frame, const RetortPyNode *block, guint from)
{
  guint left = frame->ends & ~(guint) RETORT_PY_ENDS_NEXT;
  Rest rest = { block, from, 0 };
  RetortPyValue *result = frame->result;

  frame->result = NULL;
  retort_py_explore (frame, retort_py_node_get_parts (block)->nodes[from - 1], 2, run_rest, &rest);
  if (frame->evaluation->stop_reason != NULL)
    return RETORT_PY_FLOW_RAISE;
  if (result != NULL)
    merge_result (frame, result, retort_py_span_for_people (frame, block));
  if (frame->result == NULL)
    frame->result = result;
  return retort_py_flow_of (frame, rest.ends | left);
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
  return retort_py_flow_of (frame, retort_py_ends_of (frame, flow) | (earlier & RETORT_PY_ENDS_RETURN));
}
