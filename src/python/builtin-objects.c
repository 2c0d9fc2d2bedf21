/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Builtins that ask for objects, classes and names: getattr, type, super, globals … */
#include "python/modules-private.h"

#include <string.h>

/* The name that getattr() and its like are given; NULL: none. */
static const char *
name_argument (RetortPyFrame *frame, const RetortPyArguments *arguments)
{
  const char *name = retort_py_value_get_string (arguments->positional[1]);

  return name != NULL ? retort_py_intern (frame->evaluation, name, -1) : NULL;
}

static RetortPyValue *
builtin_getattr (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  const char *name;

  if (!retort_py_arity (frame, node, arguments, "getattr", 2, 3, &result))
    return result;
  name = name_argument (frame, arguments);
  if (name == NULL)
    return retort_py_unknown_with (frame, node, arguments, NULL, "which attribute is meant is not known");
  result = retort_py_get_attribute (frame, node, arguments->positional[0], name);
  if (result != NULL || arguments->n_positional == 2 || frame->evaluation->exception == NULL
      || strcmp (frame->evaluation->exception->type, "AttributeError") != 0)
    return result;
  frame->evaluation->exception = NULL;
  return arguments->positional[2];
}

static RetortPyValue *
builtin_hasattr (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  const char *name;

  if (!retort_py_arity (frame, node, arguments, "hasattr", 2, 2, &result))
    return result;
  name = name_argument (frame, arguments);
  if (name == NULL || (!retort_py_is_plain (arguments->positional[0])))
    return retort_py_unknown_with (frame, node, arguments, NULL, "which attributes there are is not known");
  result = retort_py_get_attribute (frame, node, arguments->positional[0], name);
  if (result == NULL && frame->evaluation->exception != NULL && strcmp (frame->evaluation->exception->type, "AttributeError") == 0)
    {
      frame->evaluation->exception = NULL;
      return frame->evaluation->false_value;
    }
  if (result == NULL)
    return NULL;
  return result->kind == RETORT_PY_UNKNOWN ? result : frame->evaluation->true_value;
}

static RetortPyValue *
builtin_setattr (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  const char *name;

  if (!retort_py_arity (frame, node, arguments, "setattr", 3, 3, &result))
    return result;
  name = name_argument (frame, arguments);
  if (name == NULL)
    return retort_py_unknown_call (frame, node, frame->evaluation->none, arguments, "which attribute is meant is not known");
  return retort_py_store_attribute (frame, node, arguments->positional[0], name, arguments->positional[2]) ? frame->evaluation->none : NULL;
}

static RetortPyValue *
call_none_type (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return arguments->n_positional + arguments->n_keywords == 0 && !arguments->is_open
         ? frame->evaluation->none
         : retort_py_unknown_with (frame, node, arguments, NULL, "'NoneType()' of this is not evaluated");
}

static int
is_none (const RetortPyValue *value)
{
  return value->kind == RETORT_PY_NONE;
}

/* type(None), which has no name that is always there */
static const RetortPyBuiltin none_type = { "NoneType", call_none_type, TRUE, NULL, is_none };

static RetortPyValue *
builtin_type (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  static const char *const names[] = {
    [RETORT_PY_BOOL] = "bool", [RETORT_PY_INT] = "int", [RETORT_PY_FLOAT] = "float", [RETORT_PY_STR] = "str", [RETORT_PY_BYTES] = "bytes",
    [RETORT_PY_LIST] = "list", [RETORT_PY_TUPLE] = "tuple", [RETORT_PY_SET] = "set", [RETORT_PY_DICT] = "dict",
  };
  RetortPyValue *result;
  RetortPyValue *value;

  if (arguments->n_positional == 3)
    return retort_py_unknown_with (frame, node, arguments, NULL, "a class that is made by a call is not evaluated");
  if (!retort_py_arity (frame, node, arguments, "type", 1, 1, &result))
    return result;
  value = arguments->positional[0];
  if (retort_py_get_special (value) != NULL && retort_py_get_special (value)->type != NULL)
    return retort_py_get_special (value)->type;
  if (retort_py_get_special (value) != NULL)
    return retort_py_unknown_with (frame, node, arguments, NULL, "the type of this is not evaluated");
  if (retort_py_is_frozenset (value))
    return retort_py_load_builtin (frame, node, "frozenset");
  if (retort_py_instance_get_class (value) != NULL)
    return retort_py_instance_get_class (value);
  if (value->kind < G_N_ELEMENTS (names) && names[value->kind] != NULL)
    return retort_py_load_builtin (frame, node, names[value->kind]);
  if (value->kind == RETORT_PY_NONE)
    return retort_py_new_builtin_of (frame->evaluation, &none_type);
  if (retort_py_get_exception (value) != NULL)
    return retort_py_exception_get_type (frame, node, retort_py_get_exception (value));
  return retort_py_unknown_with (frame, node, arguments, NULL, "the type of this is not evaluated");
}

static RetortPyValue *
builtin_object (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return retort_py_unknown_with (frame, node, arguments, NULL, "'object()' is not evaluated");
}

static int
is_object (const RetortPyValue *value)
{
  return 1;
}

static int
is_type (const RetortPyValue *value)
{
  if (value->kind == RETORT_PY_CLASS || retort_py_exception_type_name (value) != NULL)
    return 1;
  return value->kind == RETORT_PY_FOREIGN && retort_py_instance_get_class (value) == NULL ? -1 : 0;
}

/* object.__setattr__(x, name, value): what a frozen dataclass sets in its __post_init__(). */
static RetortPyValue *
set_plainly (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  RetortPyValue *klass;
  RetortPyValue *found;

  if (!retort_py_arity (frame, node, arguments, "__setattr__", 3, 3, &result))
    return result;
  klass = retort_py_instance_get_class (arguments->positional[0]);
  if (klass == NULL || klass->kind != RETORT_PY_CLASS || klass->klass->is_enum || arguments->positional[1]->kind != RETORT_PY_STR)
    return retort_py_unknown_with (frame, node, arguments, NULL, "what setting this does is not known");
  found = retort_py_class_lookup (klass, retort_py_intern (frame->evaluation, arguments->positional[1]->string.text, -1));
  if (found != NULL && (found->kind == RETORT_PY_UNKNOWN || retort_py_is_data_descriptor (found)))
    return retort_py_unknown_with (frame, node, arguments, NULL, "what setting this does is not known");
  if (!retort_py_instance_put (frame, arguments->positional[0], arguments->positional[1]->string.text, arguments->positional[2]))
    return NULL;
  return frame->evaluation->none;
}

static RetortPyValue *
get_of_object (RetortPyEvaluation *evaluation, const char *name)
{
  if (strcmp (name, "__new__") == 0)
    return retort_py_get_new (evaluation);
  return strcmp (name, "__setattr__") == 0 ? retort_py_new_builtin (evaluation, "__setattr__", set_plainly, NULL) : NULL;
}

/* FALSE: not known. */
static gboolean
find_subclass (const RetortPyValue *klass, const RetortPyValue *base, gboolean *is_subclass)
{
  *is_subclass = FALSE;
  if (base->kind == RETORT_PY_TUPLE)
    {
      for (guint i = 0; i < base->many.items.n && !*is_subclass; i++)
        if (!find_subclass (klass, base->many.items.items[i], is_subclass))
          return FALSE;
      return TRUE;
    }
  if (retort_py_exception_type_name (base) != NULL && (klass->kind == RETORT_PY_CLASS || retort_py_exception_type_name (klass) != NULL))
    {
      const char *name = klass->kind == RETORT_PY_CLASS ? klass->klass->exception : retort_py_exception_type_name (klass);

      *is_subclass = name != NULL && retort_py_exception_derives (name, retort_py_exception_type_name (base));
      return TRUE;
    }
  if (klass->kind == RETORT_PY_CLASS && retort_py_get_builtin_of (base) != NULL
      && retort_py_mixin_of_type (retort_py_get_builtin_of (base)->name) != RETORT_PY_MIXIN_NONE)
    {
      *is_subclass = klass->klass->mixin == retort_py_mixin_of_type (retort_py_get_builtin_of (base)->name);
      return TRUE;
    }
  if (klass->kind != RETORT_PY_CLASS || base->kind != RETORT_PY_CLASS)
    return retort_py_exception_type_name (klass) != NULL && base->kind == RETORT_PY_CLASS;
  *is_subclass = retort_py_class_derives (klass, base);
  return TRUE;
}

static RetortPyValue *
builtin_issubclass (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  gboolean is_subclass;

  if (!retort_py_arity (frame, node, arguments, "issubclass", 2, 2, &result))
    return result;
  if (!find_subclass (arguments->positional[0], arguments->positional[1], &is_subclass))
    return retort_py_unknown_with (frame, node, arguments, NULL, "what this class derives from is not known");
  return retort_py_bool (frame->evaluation, is_subclass);
}

/* --- super() --- */

/* data: Super* */
typedef struct
{
  RetortPyValue *klass; /* in whose body super() stands */
  RetortPyValue *self;
} Super;

/* Of a class that derives from nothing of its own: object's. */
static RetortPyValue *
ignore_arguments (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return frame->evaluation->none;
}

/* Exception.__init__: its arguments are what args and str() tell. */
static RetortPyValue *
init_exception (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *args = retort_py_instance_get_payload (self);

  if (args == NULL || args->kind != RETORT_PY_TUPLE || arguments->is_open || arguments->n_keywords > 0)
    return retort_py_unknown_with (frame, node, arguments, self, "this exception is not evaluated");
  args->many.items = retort_py_new_tuple (frame->evaluation, arguments->positional, arguments->n_positional)->many.items;
  return frame->evaluation->none;
}

/* super().__setattr__(name, value) */
static RetortPyValue *
set_of_super (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *all[3] = { self };
  RetortPyArguments given = { .positional = all, .n_positional = 3, .span = arguments->span };

  if (arguments->is_open || arguments->n_keywords > 0 || arguments->n_positional != 2)
    return retort_py_unknown_with (frame, node, arguments, self, "what setting this does is not known");
  all[1] = arguments->positional[0];
  all[2] = arguments->positional[1];
  return set_plainly (frame, node, NULL, &given);
}

/* What object, or the type of Python that the class derives from, has under that name. NULL: not known. */
static RetortPyValue *
attribute_of_types (RetortPyEvaluation *evaluation, const RetortPyValue *own, RetortPyValue *self, const char *name)
{
  gboolean is_object = self->kind != RETORT_PY_CLASS;
  RetortPyValue *plain = is_object ? retort_py_plain_value (self) : self;

  if (own->klass->is_enum && !own->klass->is_making)
    return NULL;
  if (strcmp (name, "__new__") == 0)
    return retort_py_get_new (evaluation);
  if (strcmp (name, "__init_subclass__") == 0 || (strcmp (name, "__init__") == 0 && plain == self && own->klass->exception == NULL))
    return retort_py_new_builtin (evaluation, name, ignore_arguments, self);
  if (strcmp (name, "__init__") == 0 && own->klass->exception != NULL)
    return retort_py_new_builtin (evaluation, name, init_exception, self);
  if (strcmp (name, "__setattr__") == 0 && is_object)
    return retort_py_new_builtin (evaluation, name, set_of_super, self);
  if (plain == self)
    return NULL;
  if (*name == '_')
    return retort_py_new_bound_slot (evaluation, self, name);
  return retort_py_type_has_attribute (plain->kind, name) ? retort_py_get_attribute (evaluation->frame, evaluation->frame->call, plain,
                                                                                     retort_py_intern (evaluation, name, -1))
                                                          : NULL;
}

static RetortPyValue *
super_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  const Super *super = self->foreign.data;
  RetortPyValue *own = super->self->kind == RETORT_PY_CLASS ? super->self : retort_py_instance_get_class (super->self);
  gboolean is_after = FALSE;

  if (own == NULL || own->kind != RETORT_PY_CLASS || super->klass->kind != RETORT_PY_CLASS)
    return NULL;
  for (guint i = 0; i < own->klass->mro.n; i++)
    {
      RetortPyValue *at = own->klass->mro.items[i];
      RetortPyBinding *binding = at->kind == RETORT_PY_CLASS && is_after
                                 ? g_hash_table_lookup (at->klass->scope->bindings, retort_py_intern (evaluation, name, -1))
                                 : NULL;

      if (at->kind != RETORT_PY_CLASS)
        return NULL;
      if (binding != NULL && binding->value != NULL)
        return retort_py_bind_attribute (evaluation->frame, evaluation->frame->call, binding->value,
                                         super->self->kind == RETORT_PY_CLASS ? NULL : super->self, own);
      if (is_after && at->klass->is_dataclass)
        return NULL; /* what it writes is called for its objects only */
      is_after = is_after || at->klass == super->klass->klass;
    }
  return attribute_of_types (evaluation, own, super->self, name);
}

static const RetortPyForeignClass super_class = { .name = "super", .get_attribute = super_attribute };

static RetortPyValue *
builtin_super (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  Super *super = retort_py_allocate (frame->evaluation, sizeof *super);

  super->klass = frame->function != NULL ? frame->function->klass : NULL;
  super->self = frame->self;
  if (!arguments->is_open && arguments->n_keywords == 0 && arguments->n_positional == 2)
    {
      super->klass = arguments->positional[0];
      super->self = arguments->positional[1];
    }
  else if (arguments->is_open || arguments->n_keywords > 0 || arguments->n_positional > 0)
    super->klass = NULL;
  if (super->klass == NULL || super->klass->kind != RETORT_PY_CLASS || super->self == NULL)
    return retort_py_unknown_with (frame, node, arguments, NULL, "this 'super()' is not evaluated");
  return retort_py_new_foreign (frame->evaluation, &super_class, super, NULL);
}

/* --- globals() --- */

static RetortPyValue *globals_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);
static RetortPyValue *globals_get_item (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *key);
static int globals_contain (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *item);
static void globals_taint (RetortPyEvaluation *evaluation, RetortPyValue *self);

/* data: RetortPyFrame*, of a module; what is not told here may change any name */
static const RetortPyForeignClass globals_class = {
  .name = "dict", .get_attribute = globals_attribute, .get_item = globals_get_item, .contains = globals_contain, .taint = globals_taint,
};

static void
globals_taint (RetortPyEvaluation *evaluation, RetortPyValue *self)
{
  retort_py_forget_names (self->foreign.data, "something that is not understood may change it", (RetortSpan){ 0, 0 });
}

/* NULL: no such name; @is_known: that is sure. */
static RetortPyValue *
find_global (RetortPyEvaluation *evaluation, RetortPyValue *self, const RetortPyValue *key, gboolean *is_known)
{
  RetortPyFrame *frame = self->foreign.data;
  const char *name = retort_py_value_get_string (key);
  RetortPyBinding *binding = name != NULL ? g_hash_table_lookup (frame->scope->bindings, retort_py_intern (evaluation, name, -1)) : NULL;

  *is_known = key->kind != RETORT_PY_UNKNOWN && !frame->scope->is_open && (name == NULL || !g_str_has_prefix (name, "__"));
  if (binding == NULL || binding->value == NULL)
    return NULL;
  *is_known = *is_known && !binding->is_volatile;
  return retort_py_resolve (evaluation, binding->value);
}

static RetortPyValue *
globals_get_item (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *key)
{
  RetortPyFrame *frame = evaluation->frame;
  gboolean is_known;
  RetortPyValue *found = find_global (evaluation, self, key, &is_known);

  /* Reading a name that is not known changes nothing by itself. */
  if (!is_known)
    return retort_py_unknown_at (frame, frame->call, "which name of the module is meant is not known");
  if (found == NULL)
    retort_py_raise (frame, frame->call, "KeyError", "there is no name '%s'", retort_py_value_get_string (key) != NULL ? key->string.text : "?");
  return found;
}

static int
globals_contain (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *item)
{
  gboolean is_known;
  RetortPyValue *found = find_global (evaluation, self, item, &is_known);

  return is_known ? found != NULL : -1;
}

static RetortPyValue *
globals_get (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  gboolean is_known;

  if (!retort_py_arity (frame, node, arguments, "get", 1, 2, &result))
    return result;
  result = find_global (frame->evaluation, self, arguments->positional[0], &is_known);
  if (!is_known)
    return retort_py_unknown_at (frame, node, "which name of the module is meant is not known");
  if (result != NULL)
    return result;
  return arguments->n_positional == 2 ? arguments->positional[1] : frame->evaluation->none;
}

static RetortPyValue *
globals_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  return strcmp (name, "get") == 0 ? retort_py_new_builtin (evaluation, "get", globals_get, self) : NULL;
}

static RetortPyValue *
builtin_globals (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyFrame *module = retort_py_allocate (frame->evaluation, sizeof *module);
  RetortPyValue *result;

  if (!retort_py_arity (frame, node, arguments, "globals", 0, 0, &result))
    return result;
  module->evaluation = frame->evaluation;
  module->unit = frame->unit;
  module->scope = frame->unit->globals;
  return retort_py_new_foreign (frame->evaluation, &globals_class, module, NULL);
}

static const RetortPyBuiltin builtins[] = {
  { "getattr", builtin_getattr, FALSE },
  { "globals", builtin_globals, FALSE },
  { "hasattr", builtin_hasattr, FALSE },
  { "issubclass", builtin_issubclass, TRUE },
  { "object", builtin_object, TRUE, get_of_object, is_object },
  { "setattr", builtin_setattr, FALSE },
  { "super", builtin_super, TRUE },
  { "type", builtin_type, TRUE, NULL, is_type },
};

/**
 * retort_py_get_object_builtins: (skip)
 * @n_builtins: (out): how many
 *
 * Returns: (array length=n_builtins): the builtins of this file
 */
const RetortPyBuiltin *
retort_py_get_object_builtins (guint *n_builtins)
{
  *n_builtins = G_N_ELEMENTS (builtins);
  return builtins;
}
