/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an own class takes from a type of Python that it derives from: the value inside of its objects, and the methods with underscores
 * (`super().__setitem__`, `dict.__getitem__`), which are said in Python in standard/types/slots.py. */
#include "python/instance-private.h"

#include <string.h>

/* The types, by RetortPyMixin. */
static const char *const type_names[] = {
  [RETORT_PY_MIXIN_STR] = "str",     [RETORT_PY_MIXIN_INT] = "int",   [RETORT_PY_MIXIN_FLOAT] = "float", [RETORT_PY_MIXIN_BYTES] = "bytes",
  [RETORT_PY_MIXIN_TUPLE] = "tuple", [RETORT_PY_MIXIN_LIST] = "list", [RETORT_PY_MIXIN_SET] = "set",     [RETORT_PY_MIXIN_DICT] = "dict",
};

/**
 * retort_py_mixin_of_type: (skip)
 * @name: the name of a builtin
 *
 * Returns: the type of that name that own classes can derive from; %RETORT_PY_MIXIN_NONE: none
 */
RetortPyMixin
retort_py_mixin_of_type (const char *name)
{
  for (guint i = RETORT_PY_MIXIN_STR; i < G_N_ELEMENTS (type_names); i++)
    if (strcmp (type_names[i], name) == 0)
      return (RetortPyMixin) i;
  return RETORT_PY_MIXIN_NONE;
}

/**
 * retort_py_mixin_get_name: (skip)
 * @mixin: a type
 *
 * Returns: (nullable): its name
 */
const char *
retort_py_mixin_get_name (RetortPyMixin mixin)
{
  return type_names[mixin];
}

/**
 * retort_py_mixin_is_mutable: (skip)
 * @mixin: a type
 *
 * Returns: whether its objects are filled by __init__() and not by __new__()
 */
gboolean
retort_py_mixin_is_mutable (RetortPyMixin mixin)
{
  return mixin >= RETORT_PY_MIXIN_LIST;
}

/**
 * retort_py_new_payload: (skip)
 * @frame: where
 * @node: the place
 * @mixin: a type
 * @arguments: what its object is made of
 *
 * Returns: (transfer none) (nullable): the value; %NULL: raised
 */
RetortPyValue *
retort_py_new_payload (RetortPyFrame *frame, const RetortPyNode *node, RetortPyMixin mixin, const RetortPyArguments *arguments)
{
  return retort_py_call (frame, node, retort_py_load_builtin (frame, node, type_names[mixin]), arguments);
}

/* --- Methods with underscores --- */

/* data of a slot */
typedef struct
{
  RetortPyMixin  mixin; /* of which type */
  const char    *name;  /* "__getitem__" */
  RetortPyValue *self;  /* nullable: the object that it is bound to */
} Slot;

static RetortPyValue *call_slot (RetortPyEvaluation *evaluation, RetortPyValue *self, const RetortPyArguments *arguments);
static void taint_slot (RetortPyEvaluation *evaluation, RetortPyValue *self);

static const RetortPyForeignClass slot_class = { .name = "slot", .is_plain = TRUE, .call = call_slot, .taint = taint_slot };

static void
taint_slot (RetortPyEvaluation *evaluation, RetortPyValue *self)
{
  const Slot *slot = self->foreign.data;

  if (slot->self != NULL)
    retort_py_taint_value (evaluation->frame, slot->self, "something that is not understood may change it", (RetortSpan){ 0, 0 });
}

/**
 * retort_py_is_slot: (skip)
 * @value: any value
 *
 * Returns: whether it is a method with underscores of a type of Python, as `dict.__getitem__`
 */
gboolean
retort_py_is_slot (const RetortPyValue *value)
{
  return retort_py_value_get_foreign_class (value) == &slot_class;
}

static RetortPyValue *
new_slot (RetortPyEvaluation *evaluation, RetortPyMixin mixin, const char *name, RetortPyValue *self)
{
  Slot *slot = retort_py_allocate (evaluation, sizeof *slot);

  slot->mixin = mixin;
  slot->name = retort_py_intern (evaluation, name, -1);
  slot->self = self;
  return retort_py_new_foreign (evaluation, &slot_class, slot, NULL);
}

/* "slot_getitem" of standard/types/slots.py. NULL: there is none. */
static RetortPyValue *
find_slot (RetortPyEvaluation *evaluation, const char *name)
{
  g_autofree char *plain = NULL;
  g_autofree char *full = NULL;

  if (!g_str_has_prefix (name, "__") || !g_str_has_suffix (name, "__") || strlen (name) < 5)
    return NULL;
  plain = g_strndup (name + 2, strlen (name) - 4);
  full = g_strconcat ("slot_", plain, NULL);
  return retort_py_find_standard (evaluation, "slots", full);
}

/**
 * retort_py_new_bound_slot: (skip)
 * @evaluation: an evaluation
 * @self: an object of a class that derives from a type of Python
 * @name: "__getitem__" …
 *
 * Returns: (transfer none) (nullable): that method of the type for the object; %NULL: it is not known
 */
RetortPyValue *
retort_py_new_bound_slot (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  RetortPyValue *klass = retort_py_instance_get_class (self);

  if (strcmp (name, "__init__") != 0 && find_slot (evaluation, name) == NULL)
    return NULL;
  return new_slot (evaluation, klass->klass->mixin, name, self);
}

/**
 * retort_py_new_slot: (skip)
 * @evaluation: an evaluation
 * @type: the name of a builtin type
 * @name: "__getitem__" …
 *
 * Returns: (transfer none) (nullable): that method of the type, not bound; %NULL: it is not known
 */
RetortPyValue *
retort_py_new_slot (RetortPyEvaluation *evaluation, const char *type, const char *name)
{
  RetortPyMixin mixin = retort_py_mixin_of_type (type);

  if (mixin == RETORT_PY_MIXIN_NONE || (strcmp (name, "__init__") != 0 && find_slot (evaluation, name) == NULL))
    return NULL;
  return new_slot (evaluation, mixin, name, NULL);
}

/* list.__init__(self, …) and its like: what stood in the object goes. */
static RetortPyValue *
fill (RetortPyFrame *frame, RetortPyMixin mixin, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *plain = retort_py_plain_value (self);
  RetortPyValue *made;

  if (!retort_py_mixin_is_mutable (mixin)) /* made by __new__() */
    return arguments->n_positional + arguments->n_keywords == 0 && !arguments->is_open
           ? frame->evaluation->none
           : retort_py_unknown_with (frame, frame->call, arguments, self, "this '__init__()' is not evaluated");
  made = retort_py_new_payload (frame, frame->call, mixin, arguments);
  if (made == NULL)
    return NULL;
  if (made->kind != plain->kind || plain == self || plain->many.items.n > 0)
    return retort_py_unknown_with (frame, frame->call, arguments, self, "this '__init__()' is not evaluated");
  plain->many = made->many;
  return frame->evaluation->none;
}

static RetortPyValue *
call_slot (RetortPyEvaluation *evaluation, RetortPyValue *self, const RetortPyArguments *arguments)
{
  const Slot *slot = self->foreign.data;
  RetortPyFrame *frame = evaluation->frame;
  RetortPyArguments rest = *arguments;
  RetortPyValue *object = slot->self;
  RetortPyValue *given[4];
  RetortPyValue *klass;

  if (object == NULL && arguments->n_positional > 0)
    {
      object = arguments->positional[0];
      rest.positional++;
      rest.n_positional--;
    }
  klass = object != NULL ? retort_py_instance_get_class (object) : NULL;
  if (object == NULL || arguments->is_open || (klass != NULL && (klass->kind != RETORT_PY_CLASS || klass->klass->mixin != slot->mixin)))
    return retort_py_unknown_with (frame, frame->call, arguments, slot->self, "this '%s()' is not evaluated", slot->name);
  if (strcmp (slot->name, "__init__") == 0)
    return fill (frame, slot->mixin, object, &rest);
  if (rest.n_positional > 3 || rest.n_keywords > 0)
    return retort_py_unknown_with (frame, frame->call, arguments, slot->self, "this '%s()' is not evaluated", slot->name);
  given[0] = retort_py_plain_value (object);
  for (guint i = 0; i < rest.n_positional; i++)
    given[i + 1] = rest.positional[i];
  rest.positional = given;
  rest.n_positional++;
  return retort_py_call (frame, frame->call, find_slot (evaluation, slot->name), &rest);
}

/* --- __new__() --- */

static RetortPyValue *
make_new (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *klass = arguments->n_positional > 0 ? arguments->positional[0] : NULL;
  RetortPyArguments rest = *arguments;
  RetortPyArguments none = { .span = arguments->span };
  RetortPyValue *payload = NULL;

  if (klass == NULL || klass->kind != RETORT_PY_CLASS || klass->klass->foreign_base != NULL || arguments->is_open
      || (klass->klass->is_enum && !klass->klass->is_making))
    return retort_py_unknown_with (frame, node, arguments, NULL, "this '__new__()' is not evaluated");
  rest.positional++;
  rest.n_positional--;
  if (klass->klass->exception != NULL)
    payload = retort_py_new_tuple (frame->evaluation, rest.positional, rest.n_positional);
  else if (klass->klass->mixin != RETORT_PY_MIXIN_NONE)
    payload = retort_py_new_payload (frame, node, klass->klass->mixin, retort_py_mixin_is_mutable (klass->klass->mixin) ? &none : &rest);
  else if (rest.n_positional + rest.n_keywords > 0) /* of object: refused, unless it is not asked */
    return retort_py_unknown_with (frame, node, arguments, NULL, "this '__new__()' is not evaluated");
  if (payload == NULL && klass->klass->mixin != RETORT_PY_MIXIN_NONE)
    return NULL;
  if (payload != NULL && payload->kind == RETORT_PY_UNKNOWN)
    return payload;
  return retort_py_new_instance (frame->evaluation, klass, payload);
}

/**
 * retort_py_get_new: (skip)
 * @evaluation: an evaluation
 *
 * Returns: (transfer none): `object.__new__`, and that of any type of Python
 */
RetortPyValue *
retort_py_get_new (RetortPyEvaluation *evaluation)
{
  return retort_py_new_builtin (evaluation, "__new__", make_new, NULL);
}
