/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the modules in standard/, which are written in Python, need besides Python: the module _retort, which only they can import. */
#include "python/modules-private.h"

/* --- Contexts of generators --- */

/* data: RetortPyValue*, the generator */
static void context_taint (RetortPyEvaluation *evaluation, RetortPyValue *self);

static const RetortPyForeignClass generator_context_class = { .name = "context", .is_plain = TRUE, .taint = context_taint };

static void
context_taint (RetortPyEvaluation *evaluation, RetortPyValue *self)
{
  retort_py_taint_value (evaluation->frame, self->foreign.data, "something that is not understood may run it", (RetortSpan){ 0, 0 });
}

/**
 * retort_py_generator_context_get: (skip)
 * @value: any value
 *
 * Returns: (transfer none) (nullable): the generator that a `with` runs, if contextlib.contextmanager made it
 */
RetortPyValue *
retort_py_generator_context_get (const RetortPyValue *value)
{
  return retort_py_value_get_foreign_class (value) == &generator_context_class ? value->foreign.data : NULL;
}

static RetortPyValue *
generator_context (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;

  if (!retort_py_arity (frame, node, arguments, "generator_context", 1, 1, &result))
    return result;
  if (!retort_py_is_generator (arguments->positional[0]))
    return retort_py_unknown_with (frame, node, arguments, NULL, "a context that is no generator is not evaluated");
  return retort_py_new_foreign (frame->evaluation, &generator_context_class, arguments->positional[0], NULL);
}

/* --- Functions --- */

/* functools.wraps(): of what it copies, only the name is evaluated. */
static RetortPyValue *
rename_function (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;

  if (!retort_py_arity (frame, node, arguments, "rename", 2, 2, &result))
    return result;
  result = arguments->positional[0];
  if (result->kind == RETORT_PY_FUNCTION && arguments->positional[1]->kind == RETORT_PY_FUNCTION)
    result->function->name = arguments->positional[1]->function->name;
  else if (result->kind == RETORT_PY_FUNCTION)
    result->function->has_other_name = TRUE;
  return result;
}

/* not_evaluated(reason, …): an unknown value; what else is given is tainted. */
static RetortPyValue *
not_evaluated (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  const char *reason = arguments->n_positional > 0 ? retort_py_value_get_string (arguments->positional[0]) : NULL;

  return retort_py_unknown_with (frame, node, arguments, NULL, "%s", reason != NULL ? reason : "it is not evaluated");
}

/* Is it a dict or a tuple of a class of collections? */
static RetortPyValue *
is_special (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return retort_py_bool (frame->evaluation, arguments->n_positional == 1 && retort_py_get_special (arguments->positional[0]) != NULL);
}

/* new_tuple(named, values): of the same class with other values. */
static RetortPyValue *
new_tuple (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;

  if (!retort_py_arity (frame, node, arguments, "new_tuple", 2, 2, &result))
    return result;
  if (retort_py_get_special (arguments->positional[0]) == NULL || arguments->positional[1]->kind != RETORT_PY_LIST)
    return retort_py_unknown_with (frame, node, arguments, NULL, "this tuple is not evaluated");
  result = retort_py_new_tuple (frame->evaluation, arguments->positional[1]->many.items.items, arguments->positional[1]->many.items.n);
  result->many.special = arguments->positional[0]->many.special;
  return result;
}

/* A value that the machine gives on which the migration runs; what is called on it sends nothing. */
static RetortPyValue *
decided_while_running (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return retort_py_new_outside (frame->evaluation, retort_py_span_for_people (frame, node));
}

/* drawn_while_running(value): one of the values that may be drawn. */
static RetortPyValue *
drawn_while_running (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;

  if (!retort_py_arity (frame, node, arguments, "drawn_while_running", 1, 1, &result))
    return result;
  if (!retort_py_varies (frame, node, "it is drawn at random each time it runs"))
    return retort_py_unknown_with (frame, node, arguments, NULL, "it is drawn at random each time it runs");
  return arguments->positional[0];
}

static RetortPyValue *
is_known (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return retort_py_bool (frame->evaluation, !arguments->is_open && retort_py_find_unknown_argument (arguments) == NULL);
}

/* abc.abstractmethod() */
static RetortPyValue *
mark_abstract (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *function = arguments->n_positional == 1 ? retort_py_unwrap_function (arguments->positional[0]) : NULL;

  if (arguments->is_open || function == NULL || function->kind != RETORT_PY_FUNCTION)
    return retort_py_unknown_with (frame, node, arguments, NULL, "what is abstract here is not known");
  function->function->is_abstract = TRUE;
  return arguments->positional[0];
}

/* defines(class, name): does it, or what it derives from, say what a method does? */
static RetortPyValue *
defines (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *klass = arguments->n_positional == 2 ? arguments->positional[0] : NULL;
  const char *name = klass != NULL ? retort_py_value_get_string (arguments->positional[1]) : NULL;

  if (name == NULL || klass->kind != RETORT_PY_CLASS)
    return retort_py_unknown_with (frame, node, arguments, NULL, "what this class defines is not known");
  return retort_py_bool (frame->evaluation, retort_py_class_lookup (klass, retort_py_intern (frame->evaluation, name, -1)) != NULL);
}

/* set_method(class, name, function) */
static RetortPyValue *
set_method (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *klass = arguments->n_positional == 3 ? arguments->positional[0] : NULL;
  const char *name = klass != NULL ? retort_py_value_get_string (arguments->positional[1]) : NULL;

  if (name == NULL || klass->kind != RETORT_PY_CLASS)
    return retort_py_unknown_with (frame, node, arguments, NULL, "what this class defines is not known");
  retort_py_scope_bind (frame->evaluation, klass->klass->scope, retort_py_intern (frame->evaluation, name, -1))->value = arguments->positional[2];
  return frame->evaluation->none;
}

static RetortPyValue *
is_function (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return retort_py_bool (frame->evaluation, arguments->n_positional == 1 && arguments->positional[0]->kind == RETORT_PY_FUNCTION);
}

static const RetortPyBuiltin builtins[] = {
  { "dataclass_fields", retort_py_dataclass_fields, TRUE },
  { "decided_while_running", decided_while_running, FALSE },
  { "defines", defines, TRUE },
  { "drawn_while_running", drawn_while_running, FALSE },
  { "generator_context", generator_context, FALSE },
  { "is_function", is_function, TRUE },
  { "is_known", is_known, TRUE },
  { "is_special", is_special, TRUE },
  { "json_dumps", retort_py_json_dumps, TRUE },
  { "json_loads", retort_py_json_loads, TRUE },
  { "mark_abstract", mark_abstract, TRUE },
  { "new_tuple", new_tuple, TRUE },
  { "not_evaluated", not_evaluated, FALSE },
  { "regex_compile", retort_py_regex_compile, TRUE },
  { "regex_find", retort_py_regex_find, TRUE },
  { "regex_takes", retort_py_regex_takes, TRUE },
  { "rename", rename_function, TRUE },
  { "set_method", set_method, TRUE },
};

const RetortPyStandard retort_py_private_module = RETORT_PY_STANDARD ("_retort", builtins, NULL);
