/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Python's builtin functions and types. What is not here is an unknown value; what may assign names (exec, globals …) forgets them. */
#include "python/evaluation-private.h"

#include <string.h>

/* data: Builtin* */
typedef struct
{
  const char          *name;
  RetortPyBuiltinFunc  func;
  RetortPyValue       *self;        /* nullable: what a method is bound to */
  gboolean             is_harmless; /* changes nothing and calls nothing that it is given */
  const RetortPyBuiltin *definition; /* nullable: what a method has none of */
} Builtin;

static RetortPyValue *get_builtin_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);
static int builtins_equal (const RetortPyValue *left, const RetortPyValue *right);
static guint hash_builtin (const RetortPyValue *self);

static const RetortPyForeignClass builtin_class = {
  .name = "builtin",
  .is_plain = TRUE,
  .get_attribute = get_builtin_attribute,
  .equal = builtins_equal,
  .hash = hash_builtin,
};

static const Builtin *
get_builtin (const RetortPyValue *value)
{
  return retort_py_value_get_foreign_class (value) == &builtin_class ? value->foreign.data : NULL;
}

/**
 * retort_py_new_builtin: (skip)
 * @evaluation: an evaluation
 * @name: static
 * @func: what it does
 * @self: (nullable): what it is a method of
 *
 * Returns: (transfer none): a callable value
 */
RetortPyValue *
retort_py_new_builtin (RetortPyEvaluation *evaluation, const char *name, RetortPyBuiltinFunc func, RetortPyValue *self)
{
  Builtin *builtin = retort_py_allocate (evaluation, sizeof *builtin);

  builtin->name = name;
  builtin->func = func;
  builtin->self = self;
  return retort_py_new_foreign (evaluation, &builtin_class, builtin, NULL);
}

/**
 * retort_py_new_builtin_of: (skip)
 * @evaluation: an evaluation
 * @builtin: static
 *
 * Returns: (transfer none): the function or type as a value
 */
RetortPyValue *
retort_py_new_builtin_of (RetortPyEvaluation *evaluation, const RetortPyBuiltin *builtin)
{
  RetortPyValue *value = retort_py_new_builtin (evaluation, builtin->name, builtin->func, NULL);
  Builtin *data = value->foreign.data;

  data->is_harmless = builtin->is_harmless;
  data->definition = builtin;
  return value;
}

/**
 * retort_py_get_builtin_of: (skip)
 * @value: any value
 *
 * Returns: (nullable): the function or type that it stands for
 */
const RetortPyBuiltin *
retort_py_get_builtin_of (const RetortPyValue *value)
{
  const Builtin *builtin = get_builtin (value);

  return builtin != NULL ? builtin->definition : NULL;
}

/* What else a type has. */
static RetortPyValue *
get_builtin_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  const Builtin *builtin = self->foreign.data;

  if (strcmp (name, "__name__") == 0 && builtin->definition != NULL)
    return retort_py_new_string (evaluation, builtin->name);
  if (builtin->definition == NULL)
    return NULL;
  if (builtin->definition->get_attribute == NULL)
    return retort_py_get_type_method (evaluation, builtin->definition, name);
  return builtin->definition->get_attribute (evaluation, name);
}

static int
builtins_equal (const RetortPyValue *left, const RetortPyValue *right)
{
  const Builtin *a = get_builtin (left);
  const Builtin *b = get_builtin (right);

  if (a == NULL || b == NULL)
    return retort_py_is_plain (left) && retort_py_is_plain (right) ? 0 : -1;
  if (a->self != NULL || b->self != NULL)
    return a->func == b->func ? -1 : 0;
  return a->func == b->func;
}

static guint
hash_builtin (const RetortPyValue *self)
{
  return g_str_hash (get_builtin (self)->name);
}

/**
 * retort_py_get_builtin: (skip)
 * @value: any value
 *
 * Returns: (nullable): what it does when it is called, if it is a builtin
 */
RetortPyBuiltinFunc
retort_py_get_builtin (const RetortPyValue *value)
{
  const Builtin *builtin = get_builtin (value);

  return builtin != NULL ? builtin->func : NULL;
}

/**
 * retort_py_get_bound_self: (skip)
 * @value: any value
 *
 * Returns: (transfer none) (nullable): what it is a method of, if it is a builtin method
 */
RetortPyValue *
retort_py_get_bound_self (const RetortPyValue *value)
{
  const Builtin *builtin = get_builtin (value);

  return builtin != NULL ? builtin->self : NULL;
}

/**
 * retort_py_is_harmless: (skip)
 * @value: any value
 *
 * Returns: whether calling it changes nothing and calls nothing that it is given
 */
gboolean
retort_py_is_harmless (const RetortPyValue *value)
{
  const Builtin *builtin = get_builtin (value);

  return builtin != NULL && builtin->is_harmless;
}

/**
 * retort_py_arity: (skip)
 * @frame: where
 * @node: the call
 * @arguments: its arguments
 * @name: what is called
 * @least: positional arguments, at least
 * @most: positional arguments, at most
 * @result: (out) (nullable): what to return when this is %FALSE
 *
 * Returns: whether a builtin that takes no keywords may go on
 */
gboolean
retort_py_arity (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyArguments *arguments, const char *name, guint least, guint most, RetortPyValue **result)
{
  *result = NULL;
  if (arguments->is_open || arguments->n_keywords > 0)
    *result = retort_py_unknown_with (frame, node, arguments, NULL, "these arguments of '%s()' are not evaluated", name);
  else if (arguments->n_positional < least || arguments->n_positional > most)
    *result = retort_py_raise (frame, node, "TypeError", "'%s()' does not take %u arguments", name, arguments->n_positional);
  else
    return TRUE;
  return FALSE;
}

/* What is unknown in a value, or in what it goes through; what the database decides is the lesser evil of two. */
static const RetortPyValue *
worse_unknown (const RetortPyValue *worst, const RetortPyValue *value)
{
  RetortPyIterator *iterator = value->kind == RETORT_PY_FOREIGN ? retort_py_value_get_iterator (value) : NULL;
  const RetortPyValue *unknown = iterator != NULL ? iterator->unknown : retort_py_value_find_unknown (value);

  return unknown != NULL && (worst == NULL || retort_py_value_is_live (worst)) ? unknown : worst;
}

/**
 * retort_py_find_unknown_argument: (skip)
 * @arguments: arguments
 *
 * Returns: (nullable): something unknown in one of them, or in what one goes through
 */
const RetortPyValue *
retort_py_find_unknown_argument (const RetortPyArguments *arguments)
{
  const RetortPyValue *worst = NULL;

  for (guint i = 0; i < arguments->n_positional; i++)
    worst = worse_unknown (worst, arguments->positional[i]);
  for (guint i = 0; i < arguments->n_keywords; i++)
    worst = worse_unknown (worst, arguments->keyword_values[i]);
  return worst;
}

/**
 * retort_py_unknown_with: (skip)
 * @frame: where
 * @node: the call
 * @arguments: its arguments
 * @self: (nullable): what it is a method of
 * @reason_format: why: a clause; used unless an argument is unknown
 * @...: arguments of @reason_format
 *
 * The result of a builtin that is not determined. What it was given is tainted: it may be part of the result.
 *
 * Returns: (transfer none): an unknown value
 */
RetortPyValue *
retort_py_unknown_with (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyArguments *arguments, RetortPyValue *self, const char *reason_format, ...)
{
  g_autofree char *reason = NULL;
  const RetortPyValue *worst = retort_py_find_unknown_argument (arguments);
  RetortPyValue *result = NULL;
  va_list list;

  va_start (list, reason_format);
  reason = g_strdup_vprintf (reason_format, list);
  va_end (list);
  if (self != NULL)
    worst = worse_unknown (worst, self);
  if (worst != NULL)
    result = retort_py_new_same_unknown (frame->evaluation, worst);
  if (result == NULL)
    result = retort_py_unknown_at (frame, node, "%s", reason);
  if (worst != NULL)
    retort_py_doubt (frame, node, result);
  else
    frame->evaluation->n_doubts++;
  for (guint i = 0; i < arguments->n_positional; i++)
    retort_py_taint_given (frame, node, arguments->positional[i], result);
  for (guint i = 0; i < arguments->n_keywords; i++)
    retort_py_taint_given (frame, node, arguments->keyword_values[i], result);
  if (self != NULL)
    retort_py_taint_value (frame, self, result->unknown.reason, result->unknown.span);
  return result;
}

/**
 * retort_py_taint_given: (skip)
 * @frame: where
 * @node: the call
 * @value: what something got that is not followed
 * @unknown: why
 *
 * As retort_py_taint_value(); what could be called is a gap too.
 */
void
retort_py_taint_given (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *value, const RetortPyValue *unknown)
{
  if (value->kind == RETORT_PY_FUNCTION || (value->kind == RETORT_PY_FOREIGN && !retort_py_is_harmless (value)
                                            && (value->foreign.klass->call != NULL || get_builtin (value) != NULL)))
    retort_py_gap (frame, node, "how often what is given here is called is not known: %s", unknown->unknown.reason);
  retort_py_taint_value (frame, value, unknown->unknown.reason, unknown->unknown.span);
}

/* exec(), eval(), globals() and their like: any name may change, or be read and changed. */
static RetortPyValue *
builtin_dangerous (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *nothing = frame->evaluation->none;
  RetortPyValue *result = retort_py_unknown_call (frame, node, nothing, arguments, "it may read and change any name");

  retort_py_forget_names (frame, result->unknown.reason, result->unknown.span);
  return result;
}

static const RetortPyBuiltin dangerous_builtins[] = {
  { "dir", builtin_dangerous, FALSE },
  { "eval", builtin_dangerous, FALSE },
  { "exec", builtin_dangerous, FALSE },
  { "locals", builtin_dangerous, FALSE },
  { "vars", builtin_dangerous, FALSE },
};

/**
 * retort_py_find_in: (skip)
 * @builtins: (array length=n_builtins): a table
 * @n_builtins: how many
 * @name: a name
 *
 * Returns: (nullable): the one of that name
 */
const RetortPyBuiltin *
retort_py_find_in (const RetortPyBuiltin *builtins, guint n_builtins, const char *name)
{
  for (guint i = 0; i < n_builtins; i++)
    if (strcmp (builtins[i].name, name) == 0)
      return &builtins[i];
  return NULL;
}

static const RetortPyBuiltin *
find_builtin (const char *name)
{
  guint n_types;
  guint n_iteration;
  guint n_descriptors;
  guint n_objects;
  guint n_numbers;
  const RetortPyBuiltin *numbers = retort_py_get_number_builtins (&n_numbers);
  const RetortPyBuiltin *descriptors = retort_py_get_descriptor_builtins (&n_descriptors);
  const RetortPyBuiltin *objects = retort_py_get_object_builtins (&n_objects);
  const RetortPyBuiltin *types = retort_py_get_type_builtins (&n_types);
  const RetortPyBuiltin *iteration = retort_py_get_iteration_builtins (&n_iteration);
  const RetortPyBuiltin *found = retort_py_find_in (types, n_types, name);

  if (found == NULL)
    found = retort_py_find_in (descriptors, n_descriptors, name);
  if (found == NULL)
    found = retort_py_find_in (objects, n_objects, name);
  if (found == NULL)
    found = retort_py_find_in (numbers, n_numbers, name);
  if (found == NULL)
    found = retort_py_find_in (iteration, n_iteration, name);
  if (found == NULL)
    found = retort_py_find_open (name);
  return found != NULL ? found : retort_py_find_in (dangerous_builtins, G_N_ELEMENTS (dangerous_builtins), name);
}

/* Names that Python has besides, in some version. */
static const char *const other_builtins[] = {
  "ArithmeticError", "BaseExceptionGroup", "BlockingIOError", "BrokenPipeError", "BufferError", "BytesWarning", "ChildProcessError",
  "ConnectionAbortedError", "ConnectionError", "ConnectionRefusedError", "ConnectionResetError", "DeprecationWarning",
  "Ellipsis", "EncodingWarning", "EnvironmentError", "ExceptionGroup", "FileExistsError", "FloatingPointError",
  "FutureWarning", "GeneratorExit", "IOError", "ImportWarning", "IndentationError", "InterruptedError", "IsADirectoryError",
  "MemoryError", "NotADirectoryError", "NotImplemented", "PendingDeprecationWarning", "PermissionError", "ProcessLookupError",
  "PythonFinalizationError", "ReferenceError", "ResourceWarning", "RuntimeWarning", "StopAsyncIteration", "SyntaxError",
  "SyntaxWarning", "SystemError", "TabError", "TimeoutError", "UnicodeDecodeError", "UnicodeEncodeError", "UnicodeTranslateError",
  "UnicodeWarning", "UserWarning", "__annotations__", "__build_class__", "__builtins__", "__cached__", "__debug__", "__dict__",
  "__doc__", "__file__", "__import__", "__loader__", "__name__", "__package__", "__path__", "__spec__", "aiter", "anext", "ascii",
  "bin", "breakpoint", "bytearray", "classmethod", "compile", "complex", "copyright", "credits", "delattr", "divmod", "exit",
  "filter", "getattr", "hasattr", "hash", "help", "hex", "id", "input", "issubclass", "license", "memoryview", "object",
  "oct", "pow", "property", "quit", "round", "setattr", "slice", "staticmethod", "super", "type",
};

/**
 * retort_py_is_harmless_name: (skip)
 * @name: a name that no scope binds
 *
 * Returns: whether it is a builtin that changes nothing and calls nothing that it is given
 */
gboolean
retort_py_is_harmless_name (const char *name)
{
  const RetortPyBuiltin *builtin = find_builtin (name);

  return builtin != NULL && builtin->is_harmless;
}

/* A revision is loaded under the name of its file (alembic/util/pyfiles.py, load_python_file). */
static RetortPyValue *
name_of_unit (RetortPyFrame *frame)
{
  const char *path = retort_source_get_path (retort_py_tree_get_source (frame->unit->tree));
  g_autofree char *name = frame->unit->name != NULL ? g_strdup (frame->unit->name) : g_path_get_basename (path != NULL ? path : "");

  if (!g_str_is_ascii (name))
    return NULL;
  for (char *p = name; frame->unit->name == NULL && *p != '\0'; p++)
    if (!g_ascii_isalnum (*p))
      *p = '_';
  return retort_py_new_string (frame->evaluation, name);
}

/**
 * retort_py_load_builtin: (skip)
 * @frame: where
 * @node: the place
 * @name: a name that no scope binds
 *
 * Returns: (transfer none) (nullable): the builtin of that name; %NULL: Python has none
 */
RetortPyValue *
retort_py_load_builtin (RetortPyFrame *frame, const RetortPyNode *node, const char *name)
{
  const RetortPyBuiltin *builtin = find_builtin (name);
  RetortPyValue *value;

  if (builtin != NULL)
    return retort_py_new_builtin_of (frame->evaluation, builtin);
  value = retort_py_exception_is_builtin (name) ? retort_py_exception_type (frame->evaluation, name) : NULL;
  if (strcmp (name, "__name__") == 0 && !frame->unit->is_standard)
    value = name_of_unit (frame);
  if (strcmp (name, "__file__") == 0)
    value = retort_py_path_of_unit (frame->evaluation, frame->unit);
  if (value == NULL)
    value = retort_py_find_builtin_in_python (frame->evaluation, name);
  if (value != NULL)
    return value;
  for (guint i = 0; i < G_N_ELEMENTS (other_builtins); i++)
    if (strcmp (other_builtins[i], name) == 0)
      return retort_py_unknown_at (frame, node, "'%s' is not evaluated", name);
  return NULL;
}
