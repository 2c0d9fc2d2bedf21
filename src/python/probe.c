/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A class whose base is not known is unknown as a whole when its module runs. Who knows what such a base makes of a class asks for the
 * expressions of its body one by one instead. Each has its own bound of steps, and one that is not understood, raises or does not end
 * is an unknown value and nothing else. The module itself runs first, as an imported one does: what it does not understand is unknown
 * in its names. */
#include "python/probe.h"

#include "python/evaluation-private.h"

struct _RetortPyProbe
{
  RetortPyEvaluation *evaluation;
  RetortPyUnit       *unit;
  RetortPyScope      *scope;
};

/**
 * retort_py_evaluation_probe:
 * @self: an evaluation
 * @func: (scope call): what asks for expressions, and may call foreign objects
 * @user_data: for @func
 * @cancellable: (nullable): a cancellable
 * @error: return location
 *
 * Returns: %FALSE with an error that is @cancellable's or was given to retort_py_evaluation_abort()
 */
gboolean
retort_py_evaluation_probe (RetortPyEvaluation *self, RetortPyProbeFunc func, gpointer user_data, GCancellable *cancellable,
                            GError **error)
{
  RetortPyFrame frame;

  retort_py_evaluation_begin (self, &frame, cancellable);
  func (self, user_data);
  return retort_py_evaluation_finish (self, &frame, error);
}

/**
 * retort_py_probe_new:
 * @evaluation: an evaluation that is being probed
 * @module: the full name of a module
 * @klass: a class of the module, or %NULL
 * @problem: (out) (transfer none): why there is none
 *
 * Returns: (transfer none) (nullable): the names of the class, of which none is bound yet, or those of the module
 */
RetortPyProbe *
retort_py_probe_new (RetortPyEvaluation *evaluation, const char *module, const RetortPyNode *klass, const char **problem)
{
  RetortPyModule *found = retort_py_find_module (evaluation, module);
  RetortPyFrame frame = { .evaluation = evaluation, .caller = evaluation->frame };
  RetortPyProbe *self;

  *problem = "the project has no such file";
  if (found == NULL)
    return NULL;
  evaluation->steps_left = RETORT_PY_MAX_STEPS;
  self = retort_py_allocate (evaluation, sizeof *self);
  self->evaluation = evaluation;
  self->unit = retort_py_module_run (found, problem);
  evaluation->stop_reason = NULL;
  if (self->unit == NULL)
    return NULL;
  self->scope = self->unit->globals;
  if (klass == NULL)
    return self;
  frame.unit = self->unit;
  frame.scope = self->unit->globals;
  self->scope = retort_py_scope_new (evaluation, RETORT_PY_SCOPE_CLASS, self->unit, self->unit->globals,
                                     retort_py_outline_of (&frame, klass, NULL, retort_py_node_field (klass, RETORT_PY_FIELD_body)));
  return self;
}

/**
 * retort_py_probe_get_tree:
 * @self: names
 *
 * Returns: (transfer none): the module's text: only nodes of this very tree may be asked for
 */
RetortPyTree *
retort_py_probe_get_tree (const RetortPyProbe *self)
{
  return self->unit->tree;
}

static void
begin (RetortPyProbe *self, RetortPyFrame *frame)
{
  RetortPyEvaluation *evaluation = self->evaluation;

  *frame = (RetortPyFrame){ .evaluation = evaluation, .caller = evaluation->frame, .unit = self->unit, .scope = self->scope };
  evaluation->steps_left = RETORT_PY_MAX_STEPS;
  evaluation->frame = frame;
  evaluation->n_importing++;
}

/* @value: (nullable): what came of @node */
static RetortPyValue *
finish (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *value)
{
  RetortPyEvaluation *evaluation = frame->evaluation;

  if (value == NULL && evaluation->exception != NULL)
    {
      g_autofree char *text = retort_py_exception_to_text (evaluation->exception);

      value = retort_py_unknown_at (frame, node, "%s", text);
    }
  if (value == NULL)
    value = retort_py_unknown_at (frame, node, "%s", evaluation->stop_reason != NULL ? evaluation->stop_reason : "it is not evaluated");
  evaluation->exception = NULL;
  if (evaluation->error == NULL)
    evaluation->stop_reason = NULL;
  evaluation->n_importing--;
  evaluation->frame = frame->caller;
  return value;
}

/**
 * retort_py_probe_evaluate:
 * @self: names
 * @node: an expression of the module
 *
 * Returns: (transfer none): its value; unknown when it raises, does not end, or is not understood
 */
RetortPyValue *
retort_py_probe_evaluate (RetortPyProbe *self, const RetortPyNode *node)
{
  RetortPyFrame frame;

  begin (self, &frame);
  return finish (&frame, node, retort_py_evaluate (&frame, node));
}

/**
 * retort_py_probe_call:
 * @self: names
 * @function: the definition of a function in the module
 * @argument: its only argument
 *
 * Returns: (transfer none): what it returns; unknown when it raises, does not end, or is not understood
 */
RetortPyValue *
retort_py_probe_call (RetortPyProbe *self, const RetortPyNode *function, RetortPyValue *argument)
{
  RetortPyArguments arguments = { .positional = &argument, .n_positional = 1 };
  RetortPyFrame frame;
  RetortPyValue *callable;

  begin (self, &frame);
  callable = retort_py_new_function (&frame, function);
  return finish (&frame, function, callable != NULL ? retort_py_call (&frame, function, callable, &arguments) : NULL);
}

/**
 * retort_py_probe_bind:
 * @self: names
 * @name: one of them
 * @value: what it stands for in expressions that are asked for later
 */
void
retort_py_probe_bind (RetortPyProbe *self, const char *name, RetortPyValue *value)
{
  RetortPyFrame frame = { .evaluation = self->evaluation, .caller = self->evaluation->frame, .unit = self->unit, .scope = self->scope };

  retort_py_store_name (&frame, retort_py_intern (self->evaluation, name, -1), value);
}
