/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Methods of Python's own types, bound to a value (`x.upper`) or not (`str.upper`): those written in C, then those of standard/types. */
#include "python/modules-private.h"

#include <string.h>

/* The file of standard/types for a kind of value; NULL: there is none. */
static const char *
file_of (RetortPyKind kind)
{
  static const char *const files[] = {
    [RETORT_PY_BOOL] = "int", [RETORT_PY_INT] = "int", [RETORT_PY_FLOAT] = "float", [RETORT_PY_STR] = "str", [RETORT_PY_BYTES] = "bytes", [RETORT_PY_LIST] = "list",
    [RETORT_PY_TUPLE] = "tuple", [RETORT_PY_SET] = "set", [RETORT_PY_DICT] = "dict",
  };

  return kind < G_N_ELEMENTS (files) ? files[kind] : NULL;
}

static const RetortPyMethod *
find_in_c (RetortPyKind kind, const char *name)
{
  return kind == RETORT_PY_STR ? retort_py_find_string_method (name) : retort_py_find_container_method (kind, name);
}

/**
 * retort_py_get_method: (skip)
 * @frame: where
 * @node: the place
 * @value: a value of one of Python's own types
 * @name: a name
 *
 * Returns: (transfer none) (nullable): the method, bound to @value; %NULL: none is known
 */
RetortPyValue *
retort_py_get_method (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *value, const char *name)
{
  gboolean has_it = retort_py_value_has_attribute (value, name);
  const RetortPyMethod *method = has_it ? find_in_c (value->kind, name) : NULL;
  const char *file = file_of (value->kind);
  RetortPyValue *function;
  gboolean is_known = TRUE;

  if (retort_py_get_special (value) != NULL)
    {
      function = retort_py_special_attribute (frame, node, value, name, &is_known);
      if (function != NULL)
        return function;
    }
  if (!is_known)
    return retort_py_absorb (frame, node, retort_py_unknown_at (frame, node, "'%s' of this is not evaluated", name), value);
  if (method != NULL)
    return retort_py_new_builtin (frame->evaluation, method->name, method->func, value);
  function = file != NULL && has_it ? retort_py_find_standard (frame->evaluation, file, name) : NULL;
  return function != NULL ? retort_py_bind_attribute (frame, node, function, value, NULL) : NULL;
}

/**
 * retort_py_call_long_form: (skip)
 * @frame: where
 * @node: the call
 * @self: of what
 * @name: a method of it that is also written in Python, for more arguments than C takes
 * @arguments: its arguments
 *
 * Returns: (transfer none) (nullable): the result; %NULL: raised
 */
RetortPyValue *
retort_py_call_long_form (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const char *name, const RetortPyArguments *arguments)
{
  RetortPyArguments all = *arguments;
  RetortPyItems items = { 0 };

  if (file_of (self->kind) == NULL) /* a list that became unknown */
    return retort_py_unknown_with (frame, node, arguments, self, "this '%s()' is not evaluated", name);
  retort_py_items_append (frame->evaluation, &items, self);
  for (guint i = 0; i < arguments->n_positional; i++)
    retort_py_items_append (frame->evaluation, &items, arguments->positional[i]);
  all.positional = items.items;
  all.n_positional = items.n;
  return retort_py_call_standard (frame, node, file_of (self->kind), name, &all);
}

/* --- Not bound --- */

/* data: Unbound* */
typedef struct
{
  RetortPyKind          kind;
  const RetortPyMethod *method;
} Unbound;

static RetortPyValue *call_unbound (RetortPyEvaluation *evaluation, RetortPyValue *self, const RetortPyArguments *arguments);

static const RetortPyForeignClass unbound_class = { .name = "method", .is_plain = TRUE, .call = call_unbound };

static RetortPyValue *
call_unbound (RetortPyEvaluation *evaluation, RetortPyValue *self, const RetortPyArguments *arguments)
{
  const Unbound *unbound = self->foreign.data;
  RetortPyFrame *frame = evaluation->frame;
  RetortPyArguments rest = *arguments;

  if (arguments->is_open || arguments->n_positional == 0 || retort_py_plain_value (arguments->positional[0])->kind != unbound->kind)
    return retort_py_unknown_with (frame, frame->call, arguments, NULL, "this '%s()' is not evaluated", unbound->method->name);
  rest.positional++;
  rest.n_positional--;
  return unbound->method->func (frame, frame->call, retort_py_plain_value (arguments->positional[0]), &rest);
}

static RetortPyValue *
new_unbound (RetortPyEvaluation *evaluation, RetortPyKind kind, const RetortPyMethod *method)
{
  Unbound *unbound = retort_py_allocate (evaluation, sizeof *unbound);

  unbound->kind = kind;
  unbound->method = method;
  return retort_py_new_foreign (evaluation, &unbound_class, unbound, NULL);
}

/**
 * retort_py_get_type_method: (skip)
 * @evaluation: an evaluation
 * @type: a builtin
 * @name: a name
 *
 * Returns: (transfer none) (nullable): `str.upper`, `dict.fromkeys`; %NULL: @type is no type that has it
 */
RetortPyValue *
retort_py_get_type_method (RetortPyEvaluation *evaluation, const RetortPyBuiltin *type, const char *name)
{
  static const RetortPyKind kinds[] = { RETORT_PY_INT, RETORT_PY_FLOAT, RETORT_PY_STR, RETORT_PY_BYTES,
                                       RETORT_PY_LIST, RETORT_PY_TUPLE, RETORT_PY_SET, RETORT_PY_DICT };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (type->name, file_of (kinds[i])) == 0)
      {
        const RetortPyMethod *method = find_in_c (kinds[i], name);
        g_autofree char *of_type = g_strdup_printf ("static_%s", name);
        RetortPyValue *function = method == NULL ? retort_py_find_standard (evaluation, file_of (kinds[i]), of_type) : NULL;

        if (method != NULL)
          return new_unbound (evaluation, kinds[i], method);
        if (strcmp (name, "__new__") == 0)
          return retort_py_get_new (evaluation);
        if (*name == '_')
          return retort_py_new_slot (evaluation, type->name, name);
        if (function != NULL || !retort_py_type_has_attribute (kinds[i], name))
          return function;
        return retort_py_find_standard (evaluation, file_of (kinds[i]), name);
      }
  return NULL;
}
