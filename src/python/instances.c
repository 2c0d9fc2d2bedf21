/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Objects of own classes: attributes and texts. An operator that is asked for its answer where no
 * exception can be told (repr, ==) and raises is not determined. */
#include "python/instance-private.h"
#include "python/object.h"

#include <string.h>

static RetortPyValue *instance_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);
static gboolean instance_set_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name, RetortPyValue *value);
static char *instance_text (const RetortPyValue *self, gboolean is_repr);
static char *instance_format (const RetortPyValue *self, const char *spec);
static guint hash_instance (const RetortPyValue *self);

#define CLASS(hash_func) \
  { .name = "object", .is_plain = TRUE, .get_attribute = instance_attribute, .set_attribute = instance_set_attribute, \
    .binary = retort_py_instance_binary, .unary = retort_py_instance_unary, .get_item = retort_py_instance_get_item, \
    .set_item = retort_py_instance_set_item, .truth = retort_py_instance_truth, .text = instance_text, .format = instance_format, \
    .equal = retort_py_instances_equal, .order = retort_py_instances_order, .hash = hash_func, \
    .iterate = retort_py_instance_iterate, .length = retort_py_instance_length, .contains = retort_py_instance_contains }

static const RetortPyForeignClass instance_class = CLASS (hash_instance);
static const RetortPyForeignClass unhashed_class = CLASS (NULL); /* of a class that compares in its own way */

/**
 * retort_py_get_instance: (skip)
 * @value: any value
 *
 * Returns: (transfer none) (nullable): what it is made of, if it is an object of an own class
 */
RetortPyInstance *
retort_py_get_instance (const RetortPyValue *value)
{
  const RetortPyForeignClass *klass = retort_py_value_get_foreign_class (value);

  return klass == &instance_class || klass == &unhashed_class ? value->foreign.data : NULL;
}

/**
 * retort_py_instance_find: (skip)
 * @self: an object
 * @name: "__add__" …
 * @is_known: (out): %FALSE: what its class defines is not known
 *
 * Returns: (transfer none) (nullable): the function that its class, or one that it derives from, defines under that name
 */
RetortPyValue *
retort_py_instance_find (const RetortPyInstance *self, const char *name, gboolean *is_known)
{
  RetortPyValue *found = self->klass->kind == RETORT_PY_CLASS
                         ? retort_py_class_lookup (self->klass, retort_py_intern (self->evaluation, name, -1))
                         : self->klass;

  *is_known = found == NULL || found->kind == RETORT_PY_FUNCTION || retort_py_is_slot (found);
  return *is_known ? found : NULL;
}

/**
 * retort_py_new_instance: (skip)
 * @evaluation: an evaluation
 * @klass: an own class
 * @payload: (nullable): the value of an enum's member, the args of an exception
 *
 * Returns: (transfer none): a new object without attributes
 */
RetortPyValue *
retort_py_new_instance (RetortPyEvaluation *evaluation, RetortPyValue *klass, RetortPyValue *payload)
{
  RetortPyInstance *self = retort_py_allocate (evaluation, sizeof *self);
  gboolean is_known;
  RetortPyValue *writer = retort_py_find_writer (klass, RETORT_PY_WRITES_EQ, retort_py_intern (evaluation, "__eq__", -1));

  self->evaluation = evaluation;
  self->klass = klass;
  self->dict = retort_py_new_dict (evaluation);
  self->payload = payload;
  if (writer != NULL && writer->klass->is_frozen && retort_py_instance_find (self, "__hash__", &is_known) == NULL && is_known)
    return retort_py_new_foreign (evaluation, &instance_class, self, NULL);
  if (writer != NULL || retort_py_instance_find (self, "__eq__", &is_known) != NULL || !is_known || klass->klass->mixin >= RETORT_PY_MIXIN_FLOAT)
    return retort_py_new_foreign (evaluation, &unhashed_class, self, NULL);
  return retort_py_new_foreign (evaluation, &instance_class, self, NULL);
}

/**
 * retort_py_instance_get_class: (skip)
 * @value: any value
 *
 * Returns: (transfer none) (nullable): the own class that it is of
 */
RetortPyValue *
retort_py_instance_get_class (const RetortPyValue *value)
{
  RetortPyInstance *self = retort_py_get_instance (value);

  return self != NULL ? self->klass : NULL;
}

/**
 * retort_py_instance_get_dict: (skip)
 * @value: an object of an own class
 *
 * Returns: (transfer none): its attributes
 */
RetortPyValue *
retort_py_instance_get_dict (const RetortPyValue *value)
{
  return retort_py_get_instance (value)->dict;
}

/**
 * retort_py_instance_get_payload: (skip)
 * @value: any value
 *
 * Returns: (transfer none) (nullable): the value of an enum's member, the args of an exception
 */
RetortPyValue *
retort_py_instance_get_payload (const RetortPyValue *value)
{
  RetortPyInstance *self = retort_py_get_instance (value);

  return self != NULL ? self->payload : NULL;
}

static gboolean
is_enum (const RetortPyInstance *self)
{
  return self->klass->kind == RETORT_PY_CLASS && self->klass->klass->is_enum;
}

/**
 * retort_py_taint_instance: (skip)
 * @frame: where
 * @value: an object of an own class
 * @reason: lives as long as the evaluation
 * @span: the place
 *
 * As retort_py_taint_value(). The member of an enum stays what it is.
 */
void
retort_py_taint_instance (RetortPyFrame *frame, RetortPyValue *value, const char *reason, RetortSpan span)
{
  RetortPyInstance *self = retort_py_get_instance (value);

  if (!is_enum (self))
    retort_py_value_become_unknown (value, reason, span);
  if (!is_enum (self))
    retort_py_taint_value (frame, self->dict, reason, span);
  if (self->payload != NULL && !is_enum (self))
    retort_py_taint_value (frame, self->payload, reason, span);
  retort_py_taint_value (frame, self->klass, reason, span);
}

/* --- Calling what the class defines --- */

/**
 * retort_py_instance_call: (skip)
 * @instance: an object
 * @function: what retort_py_instance_find() gave
 * @self: the object as a value
 * @argument: (nullable): an argument
 * @second: (nullable): one more
 *
 * Returns: (transfer none) (nullable): the result; %NULL: raised
 */
RetortPyValue *
retort_py_instance_call (const RetortPyInstance *instance, RetortPyValue *function, RetortPyValue *self, RetortPyValue *argument, RetortPyValue *second)
{
  RetortPyValue *values[3] = { self, argument, second };
  RetortPyFrame *frame = instance->evaluation->frame;
  RetortPyArguments arguments = { .positional = values, .n_positional = 1 + (argument != NULL) + (second != NULL) };

  if (frame == NULL)
    return NULL; /* asked from outside, when nothing runs */
  arguments.span = retort_py_span_for_people (frame, frame->call);
  return retort_py_call (frame, frame->call, function, &arguments);
}

/**
 * retort_py_instance_ask: (skip)
 * @instance: an object
 * @function: what retort_py_instance_find() gave
 * @self: the object as a value
 * @argument: (nullable): an argument
 *
 * As retort_py_instance_call(), where nobody can be told of an exception: what raised is not determined.
 *
 * Returns: (transfer none) (nullable): the result
 */
RetortPyValue *
retort_py_instance_ask (const RetortPyInstance *instance, RetortPyValue *function, const RetortPyValue *self, const RetortPyValue *argument)
{
  RetortPyValue *result = retort_py_instance_call (instance, function, (RetortPyValue *) self, (RetortPyValue *) argument, NULL);

  if (result == NULL && instance->evaluation->stop_reason == NULL)
    {
      instance->evaluation->exception = NULL;
      instance->evaluation->n_doubts++;
    }
  return result;
}

/**
 * retort_py_call_special: (skip)
 * @frame: where
 * @node: the place
 * @value: any value
 * @name: "__abs__" …
 *
 * Returns: (transfer none) (nullable): what a method without arguments gives that the class of @value defines; %NULL: it defines none that is
 *   known, or it raised
 */
RetortPyValue *
retort_py_call_special (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *value, const char *name)
{
  RetortPyInstance *self = retort_py_get_instance (value);
  gboolean is_known;
  RetortPyValue *function = self != NULL ? retort_py_instance_find (self, name, &is_known) : NULL;

  return function != NULL ? retort_py_instance_call (self, function, value, NULL, NULL) : NULL;
}

/**
 * retort_py_instance_truth_of: (skip)
 * @instance: an object
 * @value: (nullable): what a method of it gave
 *
 * Returns: whether that is true; -1: not known
 */
int
retort_py_instance_truth_of (const RetortPyInstance *instance, RetortPyValue *value)
{
  RetortPyAnswer answer = value == NULL ? RETORT_PY_MAYBE : retort_py_truth (instance->evaluation->frame, value);

  return answer == RETORT_PY_MAYBE ? -1 : answer == RETORT_PY_YES;
}

/* --- Attributes --- */

static RetortPyValue *
special_attribute (const RetortPyInstance *instance, const char *name)
{
  if (strcmp (name, "__class__") == 0)
    return instance->klass;
  if (strcmp (name, "__dict__") == 0 && !is_enum (instance))
    return instance->dict;
  if (is_enum (instance) && strcmp (name, "value") == 0)
    return instance->payload;
  if (is_enum (instance) && strcmp (name, "name") == 0)
    return retort_py_value_lookup (instance->dict, "_name_");
  if (instance->payload != NULL && !is_enum (instance) && strcmp (name, "args") == 0)
    return instance->payload;
  return NULL;
}

/* What the type of Python has that the class derives from. NULL: nothing, or raised. */
static RetortPyValue *
attribute_of_base (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  RetortPyValue *plain = retort_py_plain_value (self);
  RetortPyFrame *frame = evaluation->frame;

  if (plain == self)
    return NULL;
  if (*name == '_')
    return retort_py_new_bound_slot (evaluation, self, name);
  if (!retort_py_type_has_attribute (plain->kind, name))
    return NULL;
  return retort_py_get_attribute (frame, frame->call, plain, retort_py_intern (evaluation, name, -1));
}

/* __getattr__() of the class, for what is not there. NULL: it has none, or raised. */
static RetortPyValue *
ask_for_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  gboolean is_known;
  RetortPyValue *function = retort_py_instance_find (self->foreign.data, "__getattr__", &is_known);

  if (!is_known)
    return retort_py_unknown_at (evaluation->frame, evaluation->frame->call, "'%s' of this object is not known", name);
  return function == NULL ? NULL : retort_py_instance_call (self->foreign.data, function, self, retort_py_new_string (evaluation, name), NULL);
}

/* What stands in the class comes first if it is asked when it is set, too (Descriptor Guide). */
static RetortPyValue *
attribute_of_class (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *found)
{
  RetortPyInstance *instance = self->foreign.data;

  if (found->kind != RETORT_PY_UNKNOWN)
    return retort_py_bind_attribute (evaluation->frame, evaluation->frame->call, found, self, instance->klass);
  /* It may be something that gets hold of the object, as a property or a method does. */
  if (!retort_py_value_is_live (found))
    retort_py_taint_value (evaluation->frame, self, found->unknown.reason, found->unknown.span);
  return found;
}

static gboolean
may_have_more (const RetortPyInstance *instance, const char *name)
{
  return g_str_has_prefix (name, "__") || is_enum (instance) || (instance->payload != NULL && instance->klass->klass->exception != NULL)
         || instance->klass->klass->scope->unit->is_standard; /* Python's own may have more than is written here */
}

static RetortPyValue *
instance_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  RetortPyInstance *instance = self->foreign.data;
  RetortPyFrame *frame = evaluation->frame;
  RetortPyValue *found;
  RetortPyValue *own;

  if (instance->klass->kind != RETORT_PY_CLASS || instance->dict->kind != RETORT_PY_DICT)
    return NULL;
  found = retort_py_class_lookup (instance->klass, retort_py_intern (evaluation, name, -1));
  own = retort_py_value_lookup (instance->dict, name);
  if (found != NULL && (found->kind == RETORT_PY_UNKNOWN || retort_py_is_data_descriptor (found)))
    return attribute_of_class (evaluation, self, found);
  if (own != NULL)
    return own;
  if (is_enum (instance) && retort_py_value_lookup (instance->klass->klass->by_name, name) != NULL)
    return NULL; /* differs between versions of Python */
  if (found != NULL)
    return attribute_of_class (evaluation, self, found);
  own = special_attribute (instance, name);
  if (own == NULL)
    own = attribute_of_base (evaluation, self, name);
  if (own != NULL || frame == NULL || frame->evaluation->exception != NULL)
    return own;
  own = ask_for_attribute (evaluation, self, name);
  if (own != NULL || evaluation->exception != NULL || evaluation->stop_reason != NULL || may_have_more (instance, name))
    return own;
  return retort_py_raise (frame, frame->call, "AttributeError", "an object of '%s' has no '%s'", instance->klass->klass->name, name);
}

/* Of a frozen dataclass, or of what derives from one. */
static gboolean
is_frozen (const RetortPyValue *klass)
{
  for (guint i = 0; i < klass->klass->mro.n; i++)
    if (klass->klass->mro.items[i]->kind == RETORT_PY_CLASS && klass->klass->mro.items[i]->klass->is_frozen)
      return TRUE;
  return FALSE;
}

/* __setattr__() or __delattr__() of the class. FALSE: it has none. */
static gboolean
tell_of_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name, RetortPyValue *value, gboolean *is_well)
{
  gboolean is_known;
  RetortPyValue *function = retort_py_instance_find (self->foreign.data, value != NULL ? "__setattr__" : "__delattr__", &is_known);

  *is_well = FALSE;
  if (is_known && function == NULL)
    return FALSE;
  *is_well = is_known && retort_py_instance_call (self->foreign.data, function, self, retort_py_new_string (evaluation, name), value) != NULL;
  return TRUE;
}

/**
 * retort_py_instance_put: (skip)
 * @frame: where
 * @self: an object
 * @name: an attribute that the class has no way of its own for
 * @value: (nullable): what it is set to; %NULL deletes
 *
 * Returns: %FALSE when something was raised
 */
gboolean
retort_py_instance_put (RetortPyFrame *frame, RetortPyValue *self, const char *name, RetortPyValue *value)
{
  RetortPyInstance *instance = self->foreign.data;
  RetortPyValue *key = retort_py_new_string (frame->evaluation, name);
  guint place;

  if (value != NULL && retort_py_class_takes_attribute (instance->klass, name))
    retort_py_keyed_put (frame->evaluation, instance->dict, key, value);
  else if (value == NULL && retort_py_keyed_find (instance->dict, key, &place))
    retort_py_keyed_remove (instance->dict, place);
  else
    return retort_py_raise (frame, frame->call, "AttributeError", "'%s' object has no attribute '%s'", instance->klass->klass->name, name) != NULL;
  return TRUE;
}

static gboolean
instance_set_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name, RetortPyValue *value)
{
  RetortPyInstance *instance = self->foreign.data;
  RetortPyFrame *frame = evaluation->frame;
  RetortPyValue *found;
  gboolean is_well;

  if (instance->klass->kind != RETORT_PY_CLASS || instance->dict->kind != RETORT_PY_DICT
      || (is_enum (instance) && (!instance->klass->klass->is_making || (*name == '_' && strcmp (name, "_value_") != 0)))
      || g_str_has_prefix (name, "__"))
    return FALSE;
  if (tell_of_attribute (evaluation, self, name, value, &is_well))
    return is_well;
  found = retort_py_class_lookup (instance->klass, retort_py_intern (evaluation, name, -1));
  if (found != NULL && found->kind == RETORT_PY_UNKNOWN)
    return FALSE;
  if (is_frozen (instance->klass))
    return retort_py_raise (frame, frame->call, "FrozenInstanceError", "cannot assign to field '%s'", name) != NULL;
  if (found != NULL && retort_py_is_data_descriptor (found))
    return retort_py_set_property (frame, frame->call, found, self, value);
  return retort_py_instance_put (frame, self, name, value);
}

/* --- Text and comparison --- */

static char *
enum_text (const RetortPyInstance *self, gboolean is_repr)
{
  const RetortPyValue *named = retort_py_value_lookup (self->dict, "_name_");
  const char *name = named != NULL ? retort_py_value_get_string (named) : NULL;
  g_autofree char *value = NULL;

  if (name == NULL) /* flags that are no member */
    return NULL;
  if (!is_repr && self->klass->klass->is_str_enum)
    return retort_py_value_to_str (self->payload);
  /* Of an IntEnum, str() is another one since Python 3.11. */
  if (!is_repr)
    return self->klass->klass->mixin == RETORT_PY_MIXIN_INT ? NULL : g_strdup_printf ("%s.%s", self->klass->klass->name, name);
  value = retort_py_value_to_repr (self->payload);
  return value == NULL ? NULL : g_strdup_printf ("<%s.%s: %s>", self->klass->klass->name, name, value);
}

static char *
exception_text (const RetortPyInstance *self)
{
  if (self->payload->kind != RETORT_PY_TUPLE
      || retort_py_exception_has_own_text (self->klass->klass->exception, self->payload->many.items.n))
    return NULL;
  if (self->payload->many.items.n == 0)
    return g_strdup ("");
  return self->payload->many.items.n == 1 ? retort_py_value_to_str (self->payload->many.items.items[0]) : retort_py_value_to_repr (self->payload);
}

static char *
instance_text (const RetortPyValue *self, gboolean is_repr)
{
  RetortPyInstance *instance = self->foreign.data;
  gboolean is_repr_known;
  gboolean is_str_known;
  RetortPyValue *repr = retort_py_instance_find (instance, "__repr__", &is_repr_known);
  RetortPyValue *str = retort_py_instance_find (instance, "__str__", &is_str_known);
  gboolean is_own_str = !is_repr && instance->klass->kind == RETORT_PY_CLASS && instance->klass->klass->mixin == RETORT_PY_MIXIN_STR;
  RetortPyValue *function = !is_repr && str != NULL ? str : is_own_str && !is_enum (instance) ? NULL : repr;
  RetortPyValue *writer = retort_py_find_writer (instance->klass, RETORT_PY_WRITES_REPR, retort_py_intern (instance->evaluation, "__repr__", -1));

  if (writer != NULL && function == repr)
    return retort_py_dataclass_text (writer->klass, self);
  if (instance->klass->kind != RETORT_PY_CLASS || !is_repr_known || !is_str_known)
    return NULL;
  if (function != NULL)
    {
      RetortPyValue *result = retort_py_instance_ask (instance, function, self, NULL);

      return result != NULL ? g_strdup (retort_py_value_get_string (result)) : NULL;
    }
  if (is_enum (instance))
    return enum_text (instance, is_repr);
  if (instance->klass->klass->mixin != RETORT_PY_MIXIN_NONE) /* of a set, repr() says the class, too */
    return instance->payload->kind == RETORT_PY_SET ? NULL : is_repr ? retort_py_value_to_repr (instance->payload) : retort_py_value_to_str (instance->payload);
  /* KeyError has a str() of its own; repr() of others ends in the address. */
  return instance->payload != NULL && !is_repr && strcmp (instance->klass->klass->exception, "KeyError") != 0 ? exception_text (instance) : NULL;
}

/* format() with a specification of what an object is as a text or a number. */
static char *
format_plain (const RetortPyInstance *instance, const char *spec)
{
  RetortPyFrame *frame = instance->evaluation->frame;
  RetortPyMixin mixin = instance->klass->klass->mixin;
  RetortPyValue *text;

  if (is_enum (instance) || mixin < RETORT_PY_MIXIN_STR || mixin > RETORT_PY_MIXIN_FLOAT || frame == NULL)
    return NULL;
  text = retort_py_format_value (frame, frame->call, instance->payload, spec);
  return text != NULL ? g_strdup (retort_py_value_get_string (text)) : NULL;
}

/* format() of an enum with a mixin is another one since Python 3.12. */
static char *
instance_format (const RetortPyValue *self, const char *spec)
{
  RetortPyInstance *instance = self->foreign.data;
  gboolean is_known;
  RetortPyValue *format = retort_py_instance_find (instance, "__format__", &is_known);
  gboolean is_str_known;
  gboolean has_str = retort_py_instance_find (instance, "__str__", &is_str_known) != NULL;
  RetortPyValue *text;

  if (!is_known || !is_str_known || instance->klass->kind != RETORT_PY_CLASS)
    return NULL;
  if (format != NULL)
    {
      text = retort_py_instance_ask (instance, format, self, retort_py_new_string (instance->evaluation, spec));
      return text != NULL ? g_strdup (retort_py_value_get_string (text)) : NULL;
    }
  if (*spec != '\0')
    return format_plain (instance, spec);
  if (!has_str && is_enum (instance) && instance->klass->klass->mixin != RETORT_PY_MIXIN_NONE && !instance->klass->klass->is_str_enum)
    return NULL;
  return instance_text (self, FALSE);
}

static guint
hash_instance (const RetortPyValue *self)
{
  RetortPyInstance *instance = self->foreign.data;
  gint64 number;

  if (instance->klass->kind != RETORT_PY_CLASS)
    return g_direct_hash (instance);
  if (instance->klass->klass->mixin == RETORT_PY_MIXIN_STR)
    return g_str_hash (instance->payload->string.text);
  if (instance->klass->klass->mixin == RETORT_PY_MIXIN_INT && retort_py_value_get_int64 (instance->payload, &number))
    return (guint) CLAMP (number, (gint64) -9e15, (gint64) 9e15);
  /* Equal objects of a frozen dataclass have one. */
  return instance->klass->klass->is_dataclass || !is_enum (instance) ? g_direct_hash (instance->klass) : g_direct_hash (instance);
}

/**
 * retort_py_decimal_to_str:
 * @self: (nullable): a value
 *
 * Returns: (transfer full) (nullable): the text of a decimal.Decimal, as str() says it; %NULL for anything else
 */
char *
retort_py_decimal_to_str (const RetortPyValue *self)
{
  const RetortPyInstance *instance = self != NULL && self->kind == RETORT_PY_FOREIGN ? retort_py_get_instance (self) : NULL;
  const RetortPyValue *klass = instance != NULL ? instance->klass : NULL;

  if (klass == NULL || klass->kind != RETORT_PY_CLASS || !klass->klass->scope->unit->is_standard
      || strcmp (klass->klass->name, "Decimal") != 0)
    return NULL;
  return instance_text (self, FALSE);
}
