/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands in a class and is more than a value: functions become methods; property, staticmethod and classmethod. */
#include "python/instance-private.h"

#include <string.h>

/* data: Method*: a function bound to an object */
typedef struct
{
  RetortPyValue *function;
  RetortPyValue *self;
} Method;

typedef enum
{
  PROPERTY,
  STATIC_METHOD,
  CLASS_METHOD,
} WrapperKind;

/* data: Wrapper* */
typedef struct
{
  WrapperKind    kind;
  RetortPyValue *function;
  RetortPyValue *setter;  /* nullable */
  RetortPyValue *deleter; /* nullable */
} Wrapper;

static RetortPyValue *method_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);
static RetortPyValue *wrapper_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);

static const RetortPyForeignClass method_class = { .name = "method", .is_plain = TRUE, .get_attribute = method_attribute };
static const RetortPyForeignClass wrapper_class = { .name = "property", .get_attribute = wrapper_attribute };

/**
 * retort_py_is_method: (skip)
 * @value: any value
 *
 * Returns: whether it is a function bound to an object
 */
gboolean
retort_py_is_method (const RetortPyValue *value)
{
  return retort_py_value_get_foreign_class (value) == &method_class;
}

/**
 * retort_py_get_method_part: (skip)
 * @value: a method
 * @wants_self: what it is bound to, not the function
 *
 * Returns: (transfer none): that part
 */
RetortPyValue *
retort_py_get_method_part (const RetortPyValue *value, gboolean wants_self)
{
  const Method *method = value->foreign.data;

  return wants_self ? method->self : method->function;
}

static RetortPyValue *
method_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  const Method *method = self->foreign.data;

  if (strcmp (name, "__name__") == 0 && method->function->kind == RETORT_PY_FUNCTION
      && !method->function->function->has_other_name)
    return retort_py_new_string (evaluation, method->function->function->name);
  return NULL;
}

static RetortPyValue *
new_method (RetortPyEvaluation *evaluation, RetortPyValue *function, RetortPyValue *self)
{
  Method *method = retort_py_allocate (evaluation, sizeof *method);

  method->function = function;
  method->self = self;
  return retort_py_new_foreign (evaluation, &method_class, method, NULL);
}

/**
 * retort_py_call_method: (skip)
 * @frame: where
 * @node: the call
 * @callable: a method
 * @arguments: its arguments
 *
 * Returns: (transfer none) (nullable): the result; %NULL: raised
 */
RetortPyValue *
retort_py_call_method (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *callable, const RetortPyArguments *arguments)
{
  const Method *method = callable->foreign.data;
  RetortPyItems items = { 0 };
  RetortPyArguments all = *arguments;

  retort_py_items_append (frame->evaluation, &items, method->self);
  for (guint i = 0; i < arguments->n_positional; i++)
    retort_py_items_append (frame->evaluation, &items, arguments->positional[i]);
  all.positional = items.items;
  all.n_positional = items.n;
  return retort_py_call (frame, node, method->function, &all);
}

static const Wrapper *
get_wrapper (const RetortPyValue *value)
{
  return retort_py_value_get_foreign_class (value) == &wrapper_class ? value->foreign.data : NULL;
}

/**
 * retort_py_is_property: (skip)
 * @value: any value
 *
 * Returns: whether it is a property
 */
gboolean
retort_py_is_property (const RetortPyValue *value)
{
  return get_wrapper (value) != NULL && get_wrapper (value)->kind == PROPERTY;
}

/* __get__() … of an object that stands in a class. */
static RetortPyValue *
find_hook (const RetortPyValue *value, const char *name)
{
  const RetortPyInstance *instance = retort_py_get_instance (value);
  gboolean is_known;

  return instance != NULL ? retort_py_instance_find (instance, name, &is_known) : NULL;
}

/**
 * retort_py_is_data_descriptor: (skip)
 * @value: what stands in a class
 *
 * Returns: whether it is asked before the attributes of the object itself: a property, or an object with __set__()
 */
gboolean
retort_py_is_data_descriptor (const RetortPyValue *value)
{
  return retort_py_is_property (value) || find_hook (value, "__set__") != NULL;
}

/**
 * retort_py_unwrap_function: (skip)
 * @value: what stands in a class
 *
 * Returns: (transfer none): the function inside of a property and the like, else @value
 */
RetortPyValue *
retort_py_unwrap_function (RetortPyValue *value)
{
  return get_wrapper (value) != NULL ? get_wrapper (value)->function : value;
}

/**
 * retort_py_bind_attribute: (skip)
 * @frame: where
 * @node: the place
 * @found: what stands in the class
 * @self: (nullable): of which object; %NULL: of the class itself
 * @klass: the class
 *
 * Returns: (transfer none) (nullable): what the attribute is; %NULL: raised
 */
RetortPyValue *
retort_py_bind_attribute (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *found, RetortPyValue *self, RetortPyValue *klass)
{
  const Wrapper *wrapper = get_wrapper (found);
  RetortPyArguments arguments = { .positional = &self, .n_positional = 1, .span = retort_py_span_for_people (frame, node) };

  if (wrapper == NULL && find_hook (found, "__get__") != NULL)
    return retort_py_instance_call (retort_py_get_instance (found), find_hook (found, "__get__"), found,
                                    self != NULL ? self : frame->evaluation->none, klass != NULL ? klass : frame->evaluation->none);
  if (wrapper == NULL)
    return self != NULL && (found->kind == RETORT_PY_FUNCTION || retort_py_is_slot (found)) ? new_method (frame->evaluation, found, self) : found;
  switch (wrapper->kind)
    {
    case PROPERTY:
      return self == NULL ? found : retort_py_call (frame, node, wrapper->function, &arguments);
    case STATIC_METHOD:
      return wrapper->function;
    case CLASS_METHOD:
      return new_method (frame->evaluation, wrapper->function, klass);
    }
  return found;
}

/**
 * retort_py_set_property: (skip)
 * @frame: where
 * @node: the place
 * @property: a property, or an object with __set__()
 * @self: of which object
 * @value: (nullable): what it is set to; %NULL deletes
 *
 * Returns: %FALSE when something was raised, or it is not known what this does
 */
gboolean
retort_py_set_property (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *property, RetortPyValue *self, RetortPyValue *value)
{
  RetortPyValue *both[2] = { self, value };
  RetortPyArguments arguments = { .positional = both, .n_positional = value != NULL ? 2 : 1, .span = retort_py_span_for_people (frame, node) };
  const Wrapper *wrapper = get_wrapper (property);
  RetortPyValue *function;

  if (wrapper == NULL)
    return value != NULL && retort_py_instance_call (retort_py_get_instance (property), find_hook (property, "__set__"), property, self, value) != NULL;
  function = value != NULL ? wrapper->setter : wrapper->deleter;
  if (function == NULL)
    return retort_py_raise (frame, node, "AttributeError", "the property has no %s", value != NULL ? "setter" : "deleter") != NULL;
  return retort_py_call (frame, node, function, &arguments) != NULL;
}

static RetortPyValue *
wrap (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyArguments *arguments, WrapperKind kind, const char *name)
{
  Wrapper *wrapper = retort_py_allocate (frame->evaluation, sizeof *wrapper);
  RetortPyValue *result;

  if (!retort_py_arity (frame, node, arguments, name, 1, 1, &result))
    return result;
  if (arguments->positional[0]->kind != RETORT_PY_FUNCTION)
    return retort_py_unknown_with (frame, node, arguments, NULL, "'%s()' of this is not evaluated", name);
  wrapper->kind = kind;
  wrapper->function = arguments->positional[0];
  return retort_py_new_foreign (frame->evaluation, &wrapper_class, wrapper, NULL);
}

static RetortPyValue *
builtin_property (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return wrap (frame, node, arguments, PROPERTY, "property");
}

static RetortPyValue *
builtin_staticmethod (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return wrap (frame, node, arguments, STATIC_METHOD, "staticmethod");
}

static RetortPyValue *
builtin_classmethod (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return wrap (frame, node, arguments, CLASS_METHOD, "classmethod");
}

/* @x.setter, @x.deleter and @x.getter give a new property. */
static Wrapper *
copy_wrapper (RetortPyFrame *frame, RetortPyValue *self)
{
  Wrapper *wrapper = retort_py_allocate (frame->evaluation, sizeof *wrapper);

  *wrapper = *get_wrapper (self);
  return wrapper;
}

static RetortPyValue *
add_setter (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  Wrapper *wrapper = copy_wrapper (frame, self);
  RetortPyValue *result;

  if (!retort_py_arity (frame, node, arguments, "setter", 1, 1, &result))
    return result;
  wrapper->setter = arguments->positional[0];
  return retort_py_new_foreign (frame->evaluation, &wrapper_class, wrapper, NULL);
}

static RetortPyValue *
add_deleter (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  Wrapper *wrapper = copy_wrapper (frame, self);
  RetortPyValue *result;

  if (!retort_py_arity (frame, node, arguments, "deleter", 1, 1, &result))
    return result;
  wrapper->deleter = arguments->positional[0];
  return retort_py_new_foreign (frame->evaluation, &wrapper_class, wrapper, NULL);
}

static RetortPyValue *
wrapper_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  if (retort_py_is_property (self) && strcmp (name, "setter") == 0)
    return retort_py_new_builtin (evaluation, "setter", add_setter, self);
  if (retort_py_is_property (self) && strcmp (name, "deleter") == 0)
    return retort_py_new_builtin (evaluation, "deleter", add_deleter, self);
  return NULL;
}

static const RetortPyBuiltin builtins[] = {
  { "classmethod", builtin_classmethod, TRUE },
  { "property", builtin_property, TRUE },
  { "staticmethod", builtin_staticmethod, TRUE },
};

/**
 * retort_py_get_descriptor_builtins: (skip)
 * @n_builtins: (out): how many
 *
 * Returns: (array length=n_builtins): the builtins of this file
 */
const RetortPyBuiltin *
retort_py_get_descriptor_builtins (guint *n_builtins)
{
  *n_builtins = G_N_ELEMENTS (builtins);
  return builtins;
}
