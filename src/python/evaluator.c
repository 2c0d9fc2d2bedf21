/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The evaluation as its users see it, and what all its parts need: memory, bounds, issues.
 *
 * How it works. The tree is walked as it is; `retort_py_evaluate()` and `retort_py_run_statement()` choose by node type from a table.
 * - An expression gives a value, or NULL when an exception is being raised (evaluation->exception) or the evaluation stops
 *   (evaluation->stop_reason: out of steps or memory, or an error of a foreign object). A statement gives a RetortPyFlow.
 * - What is not understood gives an unknown value with a reason. Whenever a value is used in a way that is not followed (it becomes part of
 *   an unknown value, it is handed to an unknown call, it is named in code that may or may not run), everything mutable that can be reached
 *   from it is *tainted*: a list, dict or set becomes unknown in place, a function's body is walked for what it may do at any later time
 *   (taint.c). So a known value is known for sure.
 * - Code under an unknown condition does not run: it is *skipped* (taint.c), which makes what it may assign unknown and reports a gap when
 *   it may do more than assign.
 * - `n_doubts` counts what may raise when the migration really runs; `try` needs it.
 * One evaluation belongs to one thread. */
#include "python/evaluation-private.h"

#include <string.h>

/* Why an evaluation stops: told by its address. */
const char retort_py_too_deep[] = "it is nested too deeply";

/**
 * retort_py_unit_new: (skip)
 * @self: an evaluation
 * @tree: a module's text
 * @name: (nullable): its full name, interned
 * @is_package: it may hold other modules
 *
 * Returns: (transfer none): the module, of which nothing ran yet
 */
RetortPyUnit *
retort_py_unit_new (RetortPyEvaluation *self, RetortPyTree *tree, const char *name, gboolean is_package)
{
  RetortPyUnit *unit = retort_py_allocate (self, sizeof *unit);

  unit->name = name;
  unit->is_package = is_package;
  unit->tree = retort_py_tree_ref (tree);
  unit->text = retort_source_get_text (retort_py_tree_get_source (tree));
  unit->outlines = g_hash_table_new (NULL, NULL);
  retort_py_own (self, unit->tree, (GDestroyNotify) retort_py_tree_unref);
  retort_py_own (self, unit->outlines, (GDestroyNotify) g_hash_table_unref);
  unit->globals = retort_py_scope_new (self, RETORT_PY_SCOPE_MODULE, unit, NULL, NULL);
  return unit;
}

/**
 * retort_py_evaluation_new:
 * @tree: the file
 * @importer: (nullable): what its imports are; copied
 * @on_issue: told about everything that is not understood
 * @user_data: for @on_issue
 *
 * Returns: (transfer full): an evaluation in which nothing ran yet
 */
RetortPyEvaluation *
retort_py_evaluation_new (RetortPyTree *tree, const RetortPyImporter *importer, RetortPyIssueFunc on_issue, gpointer user_data)
{
  RetortPyEvaluation *self;

  g_return_val_if_fail (tree != NULL && on_issue != NULL, NULL);

  self = g_new0 (RetortPyEvaluation, 1);
  self->arena = retort_py_arena_new ();
  self->names = retort_py_names_new ();
  self->modules = g_hash_table_new (NULL, NULL);
  self->choices = g_hash_table_new (NULL, NULL);
  self->choice_methods = g_hash_table_new (NULL, NULL);
  if (importer != NULL)
    self->importer = *importer;
  self->on_issue = on_issue;
  self->user_data = user_data;
  self->none = retort_py_new_none (self);
  self->true_value = retort_py_new_bool (self, TRUE);
  self->false_value = retort_py_new_bool (self, FALSE);
  self->unit = retort_py_unit_new (self, tree, NULL, FALSE);
  return self;
}

/**
 * retort_py_evaluation_free:
 * @self: (transfer full): an evaluation; all its values are freed
 */
void
retort_py_evaluation_free (RetortPyEvaluation *self)
{
  if (self == NULL)
    return;
  g_clear_error (&self->error);
  retort_py_arena_free (self->arena);
  retort_py_names_free (self->names);
  g_hash_table_unref (self->modules);
  g_hash_table_unref (self->choices);
  g_clear_pointer (&self->shapes, g_hash_table_unref);
  g_hash_table_unref (self->choice_methods);
  g_free (self);
}

/**
 * retort_py_evaluation_get_user_data:
 * @self: an evaluation
 *
 * Returns: what was given to retort_py_evaluation_new()
 */
gpointer
retort_py_evaluation_get_user_data (RetortPyEvaluation *self)
{
  return self->user_data;
}

/**
 * retort_py_evaluation_get_tree:
 * @self: an evaluation
 *
 * Returns: (transfer none): the file
 */
RetortPyTree *
retort_py_evaluation_get_tree (RetortPyEvaluation *self)
{
  return self->unit->tree;
}

/**
 * retort_py_allocate:
 * @evaluation: an evaluation
 * @size: bytes
 *
 * Returns: (transfer none): zeroed memory that lives as long as @evaluation
 */
gpointer
retort_py_allocate (RetortPyEvaluation *evaluation, gsize size)
{
  if (retort_py_arena_get_size (evaluation->arena) + size > RETORT_PY_MAX_BYTES)
    retort_py_stop (evaluation, "it needs too much memory");
  return retort_py_arena_allocate (evaluation->arena, size);
}

/**
 * retort_py_own: (skip)
 * @evaluation: an evaluation
 * @data: something
 * @data_free: frees it, with the evaluation
 */
void
retort_py_own (RetortPyEvaluation *evaluation, gpointer data, GDestroyNotify data_free)
{
  retort_py_arena_own (evaluation->arena, data, data_free);
}

/**
 * retort_py_strdup:
 * @evaluation: an evaluation
 * @text: a text
 *
 * Returns: (transfer none): a copy that lives as long as @evaluation
 */
char *
retort_py_strdup (RetortPyEvaluation *evaluation, const char *text)
{
  gsize size = strlen (text) + 1;

  return memcpy (retort_py_allocate (evaluation, size), text, size);
}

/**
 * retort_py_intern: (skip)
 * @evaluation: an evaluation
 * @text: a name
 * @length: bytes, or -1
 *
 * Returns: (transfer none): the one copy of that name; names are compared by address
 */
const char *
retort_py_intern (RetortPyEvaluation *evaluation, const char *text, gssize length)
{
  return retort_py_names_find (evaluation->names, text, length < 0 ? strlen (text) : (gsize) length);
}

/**
 * retort_py_name_at: (skip)
 * @frame: where
 * @node: an identifier
 *
 * Returns: (transfer none): its interned name. Python compares names after Unicode normalisation (NFKC).
 */
const char *
retort_py_name_at (RetortPyFrame *frame, const RetortPyNode *node)
{
  RetortSpan span = retort_py_node_span (node);
  const char *start = frame->unit->text + span.start;
  gsize length = span.end - span.start;

  for (gsize i = 0; i < length; i++)
    if ((start[i] & 0x80) != 0)
      {
        g_autofree char *normal = g_utf8_normalize (start, (gssize) length, G_NORMALIZE_NFKC);

        return retort_py_intern (frame->evaluation, normal, -1);
      }
  return retort_py_intern (frame->evaluation, start, (gssize) length);
}

/**
 * retort_py_node_text: (skip)
 * @frame: where
 * @node: a node
 *
 * Returns: (transfer full): its text
 */
char *
retort_py_node_text (RetortPyFrame *frame, const RetortPyNode *node)
{
  return retort_py_node_dup_text (frame->unit->tree, node);
}

/**
 * retort_py_stop: (skip)
 * @evaluation: an evaluation
 * @reason: static; why nothing may run any more
 */
void
retort_py_stop (RetortPyEvaluation *evaluation, const char *reason)
{
  if (evaluation->stop_reason != NULL)
    return;
  evaluation->stop_reason = reason;
  evaluation->stop_span = retort_py_evaluation_get_call_span (evaluation);
}

/**
 * retort_py_charge: (skip)
 * @evaluation: an evaluation
 * @steps: how much work will be done
 *
 * Returns: %FALSE when the evaluation must stop
 */
gboolean
retort_py_charge (RetortPyEvaluation *evaluation, guint64 steps)
{
  if (evaluation->steps_left < steps)
    retort_py_stop (evaluation, "it takes too many steps");
  else
    evaluation->steps_left -= steps;
  if ((evaluation->steps_left & 1023) == 0 && evaluation->error == NULL
      && g_cancellable_set_error_if_cancelled (evaluation->cancellable, &evaluation->error))
    retort_py_stop (evaluation, "it was cancelled");
  return evaluation->stop_reason == NULL;
}

/**
 * retort_py_enter: (skip)
 * @frame: where
 * @node: what is entered
 *
 * Counts a step and a level of nesting; retort_py_leave() takes the level back.
 *
 * Returns: %FALSE when the evaluation must stop; nothing is to be left then
 */
gboolean
retort_py_enter (RetortPyFrame *frame, const RetortPyNode *node)
{
  if (frame->evaluation->depth >= RETORT_PY_MAX_DEPTH)
    retort_py_stop (frame->evaluation, retort_py_too_deep);
  if (!retort_py_charge (frame->evaluation, 1))
    return FALSE;
  frame->evaluation->depth++;
  return TRUE;
}

/**
 * retort_py_leave: (skip)
 * @frame: where
 */
void
retort_py_leave (RetortPyFrame *frame)
{
  frame->evaluation->depth--;
}

/**
 * retort_py_span_for_people: (skip)
 * @frame: where
 * @node: a node of the frame's module
 *
 * Returns: its place for people, who look at the file that is evaluated: of a node of another file, the call that led there
 */
RetortSpan
retort_py_span_for_people (RetortPyFrame *frame, const RetortPyNode *node)
{
  if (frame->unit == frame->evaluation->unit && node != NULL)
    return retort_py_node_span (node);
  return retort_py_evaluation_get_call_span (frame->evaluation);
}

/**
 * retort_py_gap: (skip)
 * @frame: where
 * @node: the place
 * @reason_format: what is not understood: a clause
 * @...: arguments of @reason_format
 *
 * Reports a gap.
 */
void
retort_py_gap (RetortPyFrame *frame, const RetortPyNode *node, const char *reason_format, ...)
{
  RetortPyEvaluation *evaluation = frame->evaluation;
  g_autofree char *reason = NULL;
  va_list arguments;

  evaluation->n_doubts++;
  evaluation->n_gaps++;
  /* Who listens keeps it. */
  retort_py_charge (evaluation, 400);
  /* What an imported module does not understand is unknown in its names; the migration has a gap where it uses one. */
  if (evaluation->n_importing > 0 || evaluation->n_silent > 0)
    return;
  va_start (arguments, reason_format);
  reason = g_strdup_vprintf (reason_format, arguments);
  va_end (arguments);
  evaluation->on_issue (RETORT_PY_ISSUE_GAP, retort_py_span_for_people (frame, node), reason, evaluation->user_data);
}

/**
 * retort_py_varies: (skip)
 * @frame: where
 * @node: the place
 * @reason: what is drawn: a clause
 *
 * Reports that a value is drawn when it runs; what is made of it is one of the ways in which it may run. What an imported
 * module draws for itself may never be used: it is unknown where it is.
 *
 * Returns: whether the value may be drawn
 */
gboolean
retort_py_varies (RetortPyFrame *frame, const RetortPyNode *node, const char *reason)
{
  RetortPyEvaluation *evaluation = frame->evaluation;

  if (evaluation->n_importing > 0)
    return FALSE;
  evaluation->on_issue (RETORT_PY_ISSUE_VARIES, retort_py_span_for_people (frame, node), reason, evaluation->user_data);
  return TRUE;
}

/**
 * retort_py_unknown_at: (skip)
 * @frame: where
 * @node: the place
 * @reason_format: why it is not known: a clause
 * @...: arguments of @reason_format
 *
 * Returns: (transfer none): an unknown value
 */
RetortPyValue *
retort_py_unknown_at (RetortPyFrame *frame, const RetortPyNode *node, const char *reason_format, ...)
{
  g_autofree char *reason = NULL;
  va_list arguments;

  va_start (arguments, reason_format);
  reason = g_strdup_vprintf (reason_format, arguments);
  va_end (arguments);
  frame->evaluation->n_doubts++;
  return retort_py_new_unknown (frame->evaluation, retort_py_span_for_people (frame, node), "%s", reason);
}

/**
 * retort_py_bool: (skip)
 * @evaluation: an evaluation
 * @value: the truth
 *
 * Returns: (transfer none): the one True or the one False
 */
RetortPyValue *
retort_py_bool (RetortPyEvaluation *evaluation, gboolean value)
{
  return value ? evaluation->true_value : evaluation->false_value;
}

/**
 * retort_py_answer: (skip)
 * @frame: where
 * @node: the place
 * @answer: an answer
 *
 * Returns: (transfer none): True, False or unknown
 */
RetortPyValue *
retort_py_answer (RetortPyFrame *frame, const RetortPyNode *node, RetortPyAnswer answer)
{
  if (answer == RETORT_PY_MAYBE)
    return retort_py_unknown_at (frame, node, "the result of a comparison is not determined");
  return retort_py_bool (frame->evaluation, answer == RETORT_PY_YES);
}

static void
frame_init (RetortPyFrame *frame, RetortPyEvaluation *self)
{
  *frame = (RetortPyFrame){ .evaluation = self, .unit = self->unit, .scope = self->unit->globals };
}

/**
 * retort_py_evaluation_finish: (skip)
 * @self: an evaluation
 * @frame: what retort_py_evaluation_begin() filled
 * @error: return location
 *
 * Ends a call from outside: what was raised, or why it stopped, is told once.
 *
 * Returns: %FALSE with @error
 */
gboolean
retort_py_evaluation_finish (RetortPyEvaluation *self, RetortPyFrame *frame, GError **error)
{
  g_autofree char *text = NULL;
  RetortPyException *exception = g_steal_pointer (&self->exception);

  if (self->error == NULL && self->stop_reason != NULL)
    {
      text = g_strdup_printf ("it is not evaluated to its end: %s", self->stop_reason);
      self->on_issue (RETORT_PY_ISSUE_GAP, self->stop_span, text, self->user_data);
      self->stop_reason = NULL;
      retort_py_forget_names (frame, retort_py_strdup (self, text), self->stop_span);
    }
  else if (self->error == NULL && exception != NULL)
    {
      text = retort_py_exception_to_text (exception);
      self->on_issue (RETORT_PY_ISSUE_REFUSED, exception->span, text, self->user_data);
    }
  if (self->error == NULL)
    retort_py_close_generators (frame);
  self->frame = NULL;
  self->cancellable = NULL;
  if (self->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self->error));
  return FALSE;
}

/**
 * retort_py_evaluation_begin: (skip)
 * @self: an evaluation
 * @frame: (out caller-allocates): of the call
 * @cancellable: (nullable): a cancellable
 *
 * Begins a call from outside.
 */
void
retort_py_evaluation_begin (RetortPyEvaluation *self, RetortPyFrame *frame, GCancellable *cancellable)
{
  frame_init (frame, self);
  self->frame = frame;
  self->cancellable = cancellable;
  self->steps_left = RETORT_PY_MAX_STEPS;
  self->stop_reason = NULL;
  self->depth = 0;
}

/**
 * retort_py_evaluation_run_module:
 * @self: an evaluation
 * @cancellable: (nullable): a cancellable
 * @error: return location
 *
 * Runs the statements of the file once. What is not understood, and an exception that ends it, are issues.
 *
 * Returns: %FALSE with an error that is @cancellable's or was given to retort_py_evaluation_abort()
 */
gboolean
retort_py_evaluation_run_module (RetortPyEvaluation *self, GCancellable *cancellable, GError **error)
{
  RetortPyFrame frame;

  retort_py_evaluation_begin (self, &frame, cancellable);
  retort_py_run_block (&frame, retort_py_tree_get_root (self->unit->tree));
  return retort_py_evaluation_finish (self, &frame, error);
}

/* While something runs, since a name that was imported may have waited until now. */
static RetortPyValue *
find_global (RetortPyEvaluation *self, const char *name)
{
  RetortPyBinding *binding = g_hash_table_lookup (self->unit->globals->bindings, retort_py_intern (self, name, -1));

  if (binding == NULL || binding->value == NULL)
    return NULL;
  if (binding->is_volatile)
    return retort_py_new_unknown (self, (RetortSpan){ 0, 0 }, "'%s' may be changed by something that is not understood", name);
  return retort_py_resolve (self, binding->value);
}

/**
 * retort_py_evaluation_get_global:
 * @self: an evaluation
 * @name: a name
 *
 * Returns: (transfer none) (nullable): what the name is bound to in the module; %NULL: it is not bound
 */
RetortPyValue *
retort_py_evaluation_get_global (RetortPyEvaluation *self, const char *name)
{
  RetortPyValue *value;
  RetortPyFrame frame;

  if (self->frame != NULL)
    return find_global (self, name);
  retort_py_evaluation_begin (self, &frame, NULL);
  value = find_global (self, name);
  self->frame = NULL;
  return value;
}

/**
 * retort_py_evaluation_has_function:
 * @self: an evaluation whose module ran
 * @name: a name
 *
 * Returns: whether the module binds it to a function of its own
 */
gboolean
retort_py_evaluation_has_function (RetortPyEvaluation *self, const char *name)
{
  RetortPyValue *value = retort_py_evaluation_get_global (self, name);

  return value != NULL && retort_py_value_is (value, RETORT_PY_FUNCTION);
}

/**
 * retort_py_evaluation_call_function:
 * @self: an evaluation whose module ran
 * @name: the name of a function of the module
 * @cancellable: (nullable): a cancellable
 * @error: return location
 *
 * Calls it without arguments; what its parameters are that need one is not known. What is not understood, and an exception that ends it, are issues. It sees what functions
 * that were called before did to the module: take a new evaluation for each direction of a migration, as they run apart.
 *
 * Returns: %FALSE with an error that is @cancellable's or was given to retort_py_evaluation_abort()
 */
gboolean
retort_py_evaluation_call_function (RetortPyEvaluation *self, const char *name, GCancellable *cancellable, GError **error)
{
  RetortPyArguments arguments = { .is_from_outside = TRUE };
  RetortPyValue *value;
  RetortPyFrame frame;

  retort_py_evaluation_begin (self, &frame, cancellable);
  value = find_global (self, name);
  if (value == NULL)
    retort_py_gap (&frame, frame.statement, "there is no function '%s'", name);
  else
    retort_py_call (&frame, NULL, value, &arguments);
  return retort_py_evaluation_finish (self, &frame, error);
}

/**
 * retort_py_evaluation_call_value:
 * @self: an evaluation that is running
 * @callable: what to call
 * @arguments: its arguments
 *
 * For foreign objects: calls a value as Python would.
 *
 * Returns: (transfer none): the result; unknown when it raised or the evaluation stops
 */
RetortPyValue *
retort_py_evaluation_call_value (RetortPyEvaluation *self, RetortPyValue *callable, const RetortPyArguments *arguments)
{
  RetortPyValue *result;

  g_return_val_if_fail (self->frame != NULL, NULL);

  result = retort_py_call (self->frame, self->frame->call, callable, arguments);
  if (result != NULL)
    return result;
  return retort_py_new_unknown (self, arguments->span, "the call does not return");
}

/**
 * retort_py_evaluation_abort:
 * @self: an evaluation that is running
 * @error: (transfer full): why; the running call returns it
 *
 * For foreign objects: stops the evaluation.
 */
void
retort_py_evaluation_abort (RetortPyEvaluation *self, GError *error)
{
  if (self->error == NULL)
    self->error = error;
  else
    g_error_free (error);
  retort_py_stop (self, "a foreign object stopped it");
}

/* The frame that people look at: the module, or the function that was called from outside. */
static RetortPyFrame *
outermost_frame (RetortPyEvaluation *self)
{
  RetortPyFrame *frame = self->frame;

  while (frame != NULL && frame->caller != NULL
         && (frame->caller->caller != NULL || frame->caller->statement != NULL))
    frame = frame->caller;
  return frame;
}

/**
 * retort_py_evaluation_get_call_span:
 * @self: an evaluation
 *
 * Returns: the call that runs now in the function that was called from outside (or in the module), not in a helper
 *   that it calls; empty when nothing runs
 */
RetortSpan
retort_py_evaluation_get_call_span (RetortPyEvaluation *self)
{
  RetortPyFrame *frame = outermost_frame (self);

  if (frame == NULL || frame->unit != self->unit)
    return (RetortSpan){ 0, 0 };
  return retort_py_node_span (frame->call == NULL ? frame->statement : frame->call);
}

/**
 * retort_py_evaluation_report:
 * @self: an evaluation
 * @kind: what it is
 * @span: the place; an empty one means the call that runs now
 * @reason_format: the reason: a clause
 * @...: arguments of @reason_format
 *
 * For foreign objects: reports an issue.
 */
void
retort_py_evaluation_report (RetortPyEvaluation *self, RetortPyIssueKind kind, RetortSpan span, const char *reason_format, ...)
{
  g_autofree char *reason = NULL;
  va_list arguments;

  va_start (arguments, reason_format);
  reason = g_strdup_vprintf (reason_format, arguments);
  va_end (arguments);
  /* What would fail on a path fails only when the path is taken: with the first row, say. */
  if (kind == RETORT_PY_ISSUE_REFUSED && retort_py_evaluation_is_exploring (self))
    {
      g_autofree char *refusal = g_steal_pointer (&reason);

      kind = RETORT_PY_ISSUE_MAY_FAIL;
      reason = g_strdup_printf ("it fails when it comes here: %s", refusal);
    }
  self->n_doubts++;
  self->n_gaps += kind == RETORT_PY_ISSUE_GAP;
  if (span.start == span.end && self->frame != NULL)
    span = retort_py_span_for_people (self->frame, self->frame->call == NULL ? self->frame->statement : self->frame->call);
  if (self->n_silent > 0)
    return;
  if (self->n_importing == 0 || kind == RETORT_PY_ISSUE_VARIES || kind == RETORT_PY_ISSUE_LIVE)
    self->on_issue (kind, span, reason, self->user_data);
}

/**
 * retort_py_doubt_foreign: (skip)
 * @evaluation: an evaluation
 *
 * A foreign object is about to do something that may fail when it really runs.
 */
void
retort_py_doubt_foreign (RetortPyEvaluation *evaluation)
{
  evaluation->n_doubts += !evaluation->is_live;
}

/**
 * retort_py_evaluation_is_importing:
 * @self: an evaluation
 *
 * Returns: whether statements of an imported module run, which belong to no migration
 */
gboolean
retort_py_evaluation_is_importing (RetortPyEvaluation *self)
{
  return self->n_importing > 0;
}

/**
 * retort_py_evaluation_is_silent:
 * @self: an evaluation
 *
 * Returns: whether code runs only to learn what it changes; nothing may be sent or told then
 */
gboolean
retort_py_evaluation_is_silent (RetortPyEvaluation *self)
{
  return self->n_silent > 0;
}
