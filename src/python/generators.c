/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Functions that yield.
 *
 * The tree is walked by C functions that call each other, so a generator cannot simply stop in the middle of its body. At a `yield` every
 * statement around it leaves a bookmark on its way out (the innermost first), and takes it again when the generator goes on (the outermost
 * first). A `yield` stands as a statement of its own or alone behind `x =`, where what was sent comes to; functions where it stands elsewhere are not evaluated.
 * When nobody knows whether some `yield` runs, the generator is lost: from there on nothing is known of it. */
#include "python/evaluation-private.h"

#include <string.h>

struct _RetortPyGenerator
{
  RetortPyGenerator   *next;       /* nullable: of all of the evaluation */
  RetortPyFrame        frame;
  RetortPyFunction    *function;
  GArray              *bookmarks;  /* element: RetortPyBookmark; the outermost is the last */
  RetortPyValue       *yielded;
  RetortPyValue       *sent;       /* nullable: what the `yield` where it stopped gives when it goes on; NULL: None */
  RetortPyValue       *answer;     /* nullable: what the `yield` gave that went on last */
  RetortPyValue       *result;     /* nullable: what it returned */
  RetortPyException   *thrown;     /* nullable: to be raised where it stopped */
  RetortPyIterator    *delegate;   /* nullable: of a `yield from` */
  const RetortPyValue *lost;       /* nullable: why nothing is known any more */
  gboolean             has_begun;
  gboolean             is_resuming; /* on the way back to the `yield` */
  gboolean             is_running;
  gboolean             is_guarded; /* it stopped inside a `try` or `with`, which closing it would leave */
  gboolean             is_over;
};

/* --- Bookmarks --- */

/**
 * retort_py_leave_bookmark: (skip)
 * @frame: of a generator
 * @bookmark: where a statement was left because of a `yield` inside of it; copied
 * @is_guard: something would happen if the generator were closed here
 */
void
retort_py_leave_bookmark (RetortPyFrame *frame, const RetortPyBookmark *bookmark, gboolean is_guard)
{
  RetortPyGenerator *self = frame->generator;

  g_array_append_val (self->bookmarks, *bookmark);
  self->is_guarded = self->is_guarded || is_guard;
}

/**
 * retort_py_take_bookmark: (skip)
 * @frame: any frame
 * @bookmark: (out caller-allocates): where to go on; zero when this is %FALSE
 *
 * Returns: whether the statement that begins is one that was left because of a `yield`
 */
gboolean
retort_py_take_bookmark (RetortPyFrame *frame, RetortPyBookmark *bookmark)
{
  RetortPyGenerator *self = frame->generator;

  *bookmark = (RetortPyBookmark){ 0 };
  if (self == NULL || !self->is_resuming || self->bookmarks->len == 0)
    return FALSE;
  *bookmark = g_array_index (self->bookmarks, RetortPyBookmark, self->bookmarks->len - 1);
  g_array_set_size (self->bookmarks, self->bookmarks->len - 1);
  return TRUE;
}

/**
 * retort_py_lose_generator: (skip)
 * @frame: of a generator
 * @unknown: why nobody knows what it yields
 *
 * Returns: %RETORT_PY_FLOW_YIELD: its body is left for good
 */
RetortPyFlow
retort_py_lose_generator (RetortPyFrame *frame, const RetortPyValue *unknown)
{
  if (frame->generator->lost == NULL)
    frame->generator->lost = unknown;
  return RETORT_PY_FLOW_YIELD;
}

/* --- yield --- */

static RetortPyIteration next_of_body (RetortPyFrame *frame, const RetortPyNode *node, RetortPyIterator *iterator, RetortPyValue **item);

/* What a `yield from` gives: what the generator returned; another iterator may tell it, too, in ways that are not followed. */
static RetortPyValue *
result_of_delegate (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyIterator *delegate)
{
  const RetortPyGenerator *generator = delegate->next == next_of_body ? delegate->state : NULL;

  if (generator != NULL)
    return generator->result;
  if (delegate->source != NULL && retort_py_instance_get_class (delegate->source) != NULL)
    return retort_py_unknown_at (frame, node, "what this 'yield from' gives is not known");
  return NULL;
}

/* What was sent goes to what `yield from` hands on. FALSE: that is no generator. */
static gboolean
hand_on (RetortPyGenerator *self)
{
  RetortPyValue *sent = g_steal_pointer (&self->sent);

  if (sent == NULL || sent->kind == RETORT_PY_NONE)
    return TRUE;
  if (self->delegate->next != next_of_body)
    return FALSE;
  ((RetortPyGenerator *) self->delegate->state)->sent = sent;
  return TRUE;
}

/* `yield from`: the next of what it hands on. */
static RetortPyFlow
run_delegate (RetortPyFrame *frame, const RetortPyNode *node)
{
  RetortPyGenerator *self = frame->generator;

  if (!hand_on (self))
    return retort_py_lose_generator (frame, retort_py_unknown_at (frame, node, "what is sent to something that is no generator is not followed"));
  switch (retort_py_next (frame, node, self->delegate, &self->yielded))
    {
    case RETORT_PY_ITERATION_ITEM:
      return RETORT_PY_FLOW_YIELD;
    case RETORT_PY_ITERATION_END:
      self->answer = result_of_delegate (frame, node, self->delegate);
      self->delegate = NULL;
      return RETORT_PY_FLOW_NEXT;
    case RETORT_PY_ITERATION_UNKNOWN:
      return retort_py_lose_generator (frame, self->delegate->unknown);
    case RETORT_PY_ITERATION_RAISED:
      break;
    }
  return RETORT_PY_FLOW_RAISE;
}

/* The generator goes on behind its `yield`. */
static RetortPyFlow
resume_yield (RetortPyFrame *frame, const RetortPyNode *node)
{
  RetortPyGenerator *self = frame->generator;

  self->is_resuming = FALSE;
  if (self->thrown != NULL && self->delegate != NULL)
    return retort_py_lose_generator (frame, retort_py_unknown_at (frame, node, "an exception inside of 'yield from' is not followed"));
  if (self->thrown != NULL)
    {
      frame->evaluation->exception = g_steal_pointer (&self->thrown);
      return RETORT_PY_FLOW_RAISE;
    }
  if (self->delegate != NULL)
    return run_delegate (frame, node);
  self->answer = g_steal_pointer (&self->sent);
  return RETORT_PY_FLOW_NEXT;
}

/**
 * retort_py_get_answer: (skip)
 * @frame: of a generator
 *
 * Returns: (transfer none): what the `yield` gave that went on last: what was sent, or what `yield from` came to
 */
RetortPyValue *
retort_py_get_answer (RetortPyFrame *frame)
{
  RetortPyValue *answer = frame->generator != NULL ? frame->generator->answer : NULL;

  return answer != NULL ? answer : frame->evaluation->none;
}

/**
 * retort_py_run_yield: (skip)
 * @frame: of a generator
 * @node: a `yield` that is a statement, or alone behind `x =`
 *
 * Returns: %RETORT_PY_FLOW_YIELD, and %RETORT_PY_FLOW_NEXT when the generator has gone on
 */
RetortPyFlow
retort_py_run_yield (RetortPyFrame *frame, const RetortPyNode *node)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);
  gboolean is_from = node->n_children > 1 && retort_py_node_is (retort_py_node_get_child (node, 1), "from");
  RetortPyGenerator *self = frame->generator;
  RetortPyValue *value;

  if (self == NULL) /* broken code: the validator refuses it */
    return retort_py_skip (frame, node, node, NULL, "a 'yield' outside of a function is not evaluated");
  if (self->is_resuming)
    return resume_yield (frame, node);
  value = parts->n == 0 ? frame->evaluation->none : retort_py_evaluate (frame, parts->nodes[0]);
  if (value == NULL)
    return RETORT_PY_FLOW_RAISE;
  self->yielded = value;
  if (!is_from)
    return RETORT_PY_FLOW_YIELD;
  self->delegate = retort_py_iterate (frame, node, value);
  return self->delegate != NULL ? run_delegate (frame, node) : RETORT_PY_FLOW_RAISE;
}

/* --- Going on --- */

static void
taint_bookmarks (RetortPyFrame *frame, RetortPyGenerator *self, const RetortPyValue *unknown)
{
  for (guint i = 0; i < self->bookmarks->len; i++)
    {
      const RetortPyBookmark *bookmark = &g_array_index (self->bookmarks, RetortPyBookmark, i);

      if (bookmark->iterator != NULL)
        retort_py_taint_iterator (frame, bookmark->iterator, unknown->unknown.reason, unknown->unknown.span);
      if (bookmark->value != NULL)
        retort_py_taint_value (frame, bookmark->value, unknown->unknown.reason, unknown->unknown.span);
    }
  if (self->delegate != NULL)
    retort_py_taint_iterator (frame, self->delegate, unknown->unknown.reason, unknown->unknown.span);
}

/* What is left of the body may run or not, now or later. */
static void
give_up (RetortPyFrame *frame, RetortPyGenerator *self, const RetortPyValue *unknown)
{
  if (self->is_over)
    return;
  self->is_over = TRUE;
  self->is_guarded = FALSE;
  if (!self->is_running) /* else what it called gives it up, and its frame is among the callers already */
    self->frame.caller = frame;
  taint_bookmarks (frame, self, unknown);
  retort_py_skip (&self->frame, self->function->body, self->function->body, unknown, "what this generator does is not known");
}

static RetortPyFlow
run_body (RetortPyFrame *frame, RetortPyGenerator *self)
{
  RetortPyEvaluation *evaluation = frame->evaluation;
  RetortPyFlow flow;

  self->frame.caller = frame;
  self->is_resuming = self->has_begun;
  self->has_begun = self->is_running = TRUE;
  self->is_guarded = FALSE;
  evaluation->frame = &self->frame;
  flow = retort_py_run_block (&self->frame, self->function->body);
  evaluation->frame = frame;
  self->is_running = FALSE;
  return flow;
}

static RetortPyIteration
next_of_body (RetortPyFrame *frame, const RetortPyNode *node, RetortPyIterator *iterator, RetortPyValue **item)
{
  RetortPyGenerator *self = iterator->state;
  RetortPyFlow flow;

  if (self->is_running)
    {
      retort_py_raise (frame, node, "ValueError", "generator already executing");
      return RETORT_PY_ITERATION_RAISED;
    }
  if (!retort_py_enter (frame, node))
    return RETORT_PY_ITERATION_RAISED;
  flow = run_body (frame, self);
  retort_py_leave (frame);
  if (flow == RETORT_PY_FLOW_YIELD && self->lost == NULL)
    {
      *item = self->yielded;
      return RETORT_PY_ITERATION_ITEM;
    }
  if (flow == RETORT_PY_FLOW_YIELD || flow == RETORT_PY_FLOW_MAYBE_BREAK || flow == RETORT_PY_FLOW_MAYBE_RETURN)
    {
      iterator->unknown = self->lost != NULL ? self->lost : retort_py_unknown_at (frame, node, "what this generator yields is not known");
      give_up (frame, self, iterator->unknown);
      return RETORT_PY_ITERATION_UNKNOWN;
    }
  self->is_over = iterator->is_over = TRUE;
  self->result = flow == RETORT_PY_FLOW_RETURN ? self->frame.result : NULL;
  if (flow != RETORT_PY_FLOW_RAISE)
    return RETORT_PY_ITERATION_END;
  if (frame->evaluation->exception != NULL && strcmp (frame->evaluation->exception->type, "StopIteration") == 0)
    retort_py_raise (frame, node, "RuntimeError", "the generator raises StopIteration");
  return RETORT_PY_ITERATION_RAISED;
}

static void
taint_generator (RetortPyFrame *frame, RetortPyIterator *iterator)
{
  give_up (frame, iterator->state, iterator->unknown);
}

/**
 * retort_py_new_generator: (skip)
 * @inner: the frame of the call, whose arguments are bound; copied
 * @function: a function that yields
 *
 * Returns: (transfer none): what the call gives: nothing of the body has run
 */
RetortPyValue *
retort_py_new_generator (const RetortPyFrame *inner, RetortPyFunction *function)
{
  RetortPyEvaluation *evaluation = inner->evaluation;
  RetortPyGenerator *self = retort_py_allocate (evaluation, sizeof *self);
  RetortPyIterator *iterator = retort_py_iterator_new (evaluation, "generator", next_of_body);

  self->frame = *inner;
  self->frame.generator = self;
  self->function = function;
  self->bookmarks = g_array_new (FALSE, FALSE, sizeof (RetortPyBookmark));
  retort_py_own (evaluation, self->bookmarks, (GDestroyNotify) g_array_unref);
  self->next = evaluation->generators;
  evaluation->generators = self;
  iterator->state = self;
  iterator->taint = taint_generator;
  return retort_py_new_iterator_value (evaluation, iterator);
}

/**
 * retort_py_generator_throw: (skip)
 * @frame: where
 * @node: the place
 * @iterator: a generator that a function made, stopped at a `yield`
 * @exception: what is raised there
 * @item: (out): what it yields next, when it does
 *
 * Returns: what came; %RETORT_PY_ITERATION_RAISED with @exception when it was not caught
 */
RetortPyIteration
retort_py_generator_throw (RetortPyFrame *frame, const RetortPyNode *node, RetortPyIterator *iterator, RetortPyException *exception, RetortPyValue **item)
{
  RetortPyGenerator *self = iterator->state;

  g_return_val_if_fail (iterator->next == next_of_body, RETORT_PY_ITERATION_RAISED);

  if (!self->has_begun || self->is_over || iterator->unknown != NULL)
    {
      frame->evaluation->exception = exception;
      return iterator->unknown != NULL ? RETORT_PY_ITERATION_UNKNOWN : RETORT_PY_ITERATION_RAISED;
    }
  self->thrown = exception;
  return retort_py_next (frame, node, iterator, item);
}

/**
 * retort_py_is_generator: (skip)
 * @value: any value
 *
 * Returns: whether a function that yields made it
 */
gboolean
retort_py_is_generator (const RetortPyValue *value)
{
  RetortPyIterator *iterator = retort_py_value_get_iterator (value);

  return iterator != NULL && iterator->next == next_of_body;
}

/**
 * retort_py_close_generators: (skip)
 * @frame: where
 *
 * Python closes a generator that nobody needs any more, which runs the `finally` around its `yield`. When that is, is not followed: a gap.
 */
void
retort_py_close_generators (RetortPyFrame *frame)
{
  for (RetortPyGenerator *self = frame->evaluation->generators; self != NULL; self = self->next)
    if (self->is_guarded && !self->is_over)
      {
        RetortPyValue *unknown = retort_py_unknown_at (frame, frame->statement, "when '%s' is closed, which was not run to its end, is not known",
                                                       self->function->name);

        give_up (frame, self, unknown);
      }
}

/* --- Methods --- */

/**
 * retort_py_raise_stop: (skip)
 * @frame: where
 * @node: the place
 * @iterator: (nullable): what has no next item
 *
 * Raises StopIteration, with what a generator returned.
 *
 * Returns: (nullable): %NULL
 */
RetortPyValue *
retort_py_raise_stop (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyIterator *iterator)
{
  RetortPyGenerator *self = iterator != NULL && iterator->next == next_of_body ? iterator->state : NULL;
  RetortPyValue *result = self != NULL ? g_steal_pointer (&self->result) : NULL;

  retort_py_raise (frame, node, "StopIteration", "there is no next item");
  frame->evaluation->exception->args = retort_py_new_tuple (frame->evaluation, &result, result != NULL && result->kind != RETORT_PY_NONE);
  return NULL;
}

static RetortPyValue *
give_item (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments, RetortPyIteration iteration,
           RetortPyValue *item)
{
  if (iteration == RETORT_PY_ITERATION_ITEM)
    return item;
  if (iteration == RETORT_PY_ITERATION_END)
    return retort_py_raise_stop (frame, node, retort_py_value_get_iterator (self));
  return iteration == RETORT_PY_ITERATION_RAISED ? NULL : retort_py_unknown_with (frame, node, arguments, self, "what this generator does is not known");
}

static RetortPyValue *
send (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyIterator *iterator = retort_py_value_get_iterator (self);
  RetortPyGenerator *generator = iterator->state;
  RetortPyValue *result;
  RetortPyIteration iteration;

  if (!retort_py_arity (frame, node, arguments, "send", 1, 1, &result))
    return result;
  if (!generator->has_begun && !generator->is_over && arguments->positional[0]->kind != RETORT_PY_NONE)
    return retort_py_raise (frame, node, "TypeError", "can't send non-None value to a just-started generator");
  generator->sent = arguments->positional[0];
  iteration = retort_py_next (frame, node, iterator, &result);
  return give_item (frame, node, self, arguments, iteration, result);
}

/* throw(exception): of Python's own exceptions. */
static RetortPyValue *
throw_into (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyIterator *iterator = retort_py_value_get_iterator (self);
  RetortPyGenerator *generator = iterator->state;
  RetortPyValue *result;
  RetortPyValue *value;
  RetortPyArguments none = { .span = arguments->span };
  RetortPyIteration iteration;

  if (!retort_py_arity (frame, node, arguments, "throw", 1, 1, &result))
    return result;
  value = arguments->positional[0];
  if (retort_py_exception_type_name (value) != NULL)
    value = retort_py_call (frame, node, value, &none);
  if (value == NULL || retort_py_get_exception (value) == NULL)
    return retort_py_unknown_with (frame, node, arguments, self, "what is thrown here is not followed");
  iteration = retort_py_generator_throw (frame, node, iterator, (RetortPyException *) retort_py_get_exception (value), &result);
  if (!generator->has_begun && iteration == RETORT_PY_ITERATION_RAISED)
    generator->is_over = iterator->is_over = TRUE;
  return give_item (frame, node, self, arguments, iteration, result);
}

/* close(): GeneratorExit where it stopped. */
static RetortPyValue *
close_generator (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyIterator *iterator = retort_py_value_get_iterator (self);
  RetortPyGenerator *generator = iterator->state;
  RetortPyException *exception;
  RetortPyValue *result;
  RetortPyIteration iteration;

  if (!retort_py_arity (frame, node, arguments, "close", 0, 0, &result))
    return result;
  if (!generator->has_begun || generator->is_over)
    {
      generator->is_over = iterator->is_over = TRUE;
      return frame->evaluation->none;
    }
  retort_py_raise (frame, node, "GeneratorExit", "the generator is closed");
  exception = g_steal_pointer (&frame->evaluation->exception);
  iteration = retort_py_generator_throw (frame, node, iterator, exception, &result);
  if (iteration == RETORT_PY_ITERATION_RAISED && frame->evaluation->exception == exception)
    {
      frame->evaluation->exception = NULL;
      return frame->evaluation->none;
    }
  if (iteration == RETORT_PY_ITERATION_ITEM)
    return retort_py_raise (frame, node, "RuntimeError", "generator ignored GeneratorExit");
  return iteration == RETORT_PY_ITERATION_END ? frame->evaluation->none : give_item (frame, node, self, arguments, iteration, result);
}

/**
 * retort_py_generator_attribute: (skip)
 * @evaluation: an evaluation
 * @self: an iterator
 * @name: a name
 *
 * Returns: (transfer none) (nullable): a method, if it is a generator and has it
 */
RetortPyValue *
retort_py_generator_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  static const RetortPyMethod methods[] = { { "close", close_generator }, { "send", send }, { "throw", throw_into } };

  for (guint i = 0; retort_py_is_generator (self) && i < G_N_ELEMENTS (methods); i++)
    if (strcmp (methods[i].name, name) == 0)
      return retort_py_new_builtin (evaluation, methods[i].name, methods[i].func, self);
  return NULL;
}
