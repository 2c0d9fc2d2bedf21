/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Objects of own classes: attributes, and the operators that their classes define. An operator that is asked for its answer where no
 * exception can be told (repr, ==) and raises is not determined. */
#include "python/modules-private.h"
#include "python/object.h"

#include <string.h>

/* data of an object */
typedef struct
{
  RetortPyEvaluation *evaluation; /* for what has no other way to it */
  RetortPyValue      *klass;
  RetortPyValue      *dict;       /* its attributes, in order */
  RetortPyValue      *payload;    /* nullable: the value of an enum's member, the args of an exception */
} Instance;

static RetortPyValue *instance_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);
static RetortPyValue *instance_binary (RetortPyEvaluation *evaluation, const char *operator_, RetortPyValue *left, RetortPyValue *right);
static RetortPyValue *instance_unary (RetortPyEvaluation *evaluation, const char *operator_, RetortPyValue *operand);
static RetortPyValue *instance_get_item (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *key);
static gboolean instance_set_item (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *key, RetortPyValue *value);
static gboolean instance_set_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name, RetortPyValue *value);
static int instance_truth (RetortPyEvaluation *evaluation, RetortPyValue *self);
static char *instance_text (const RetortPyValue *self, gboolean is_repr);
static char *instance_format (const RetortPyValue *self, const char *spec);
static int instances_equal (const RetortPyValue *left, const RetortPyValue *right);
static gboolean order_instances (const RetortPyValue *left, const RetortPyValue *right, int *order, gboolean *is_comparable);
static guint hash_instance (const RetortPyValue *self);
static RetortPyValue *instance_iterate (RetortPyEvaluation *evaluation, RetortPyValue *self);
static gint64 instance_length (RetortPyEvaluation *evaluation, RetortPyValue *self);
static int instance_contains (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *item);

#define CLASS(hash_func) \
  { .name = "object", .is_plain = TRUE, .get_attribute = instance_attribute, .binary = instance_binary, .unary = instance_unary, \
    .get_item = instance_get_item, .set_item = instance_set_item, .set_attribute = instance_set_attribute, .truth = instance_truth, \
    .text = instance_text, .format = instance_format, .equal = instances_equal, .order = order_instances, .hash = hash_func, \
    .iterate = instance_iterate, .length = instance_length, .contains = instance_contains }

static const RetortPyForeignClass instance_class = CLASS (hash_instance);
static const RetortPyForeignClass unhashed_class = CLASS (NULL); /* of a class that compares in its own way */

static Instance *
get_instance (const RetortPyValue *value)
{
  const RetortPyForeignClass *klass = retort_py_value_get_foreign_class (value);

  return klass == &instance_class || klass == &unhashed_class ? value->foreign.data : NULL;
}

/* What its class defines; NULL: nothing, or it is not known (then @is_known is FALSE). */
static RetortPyValue *
find_special (const Instance *self, const char *name, gboolean *is_known)
{
  RetortPyValue *found = self->klass->kind == RETORT_PY_CLASS
                         ? retort_py_class_lookup (self->klass, retort_py_intern (self->evaluation, name, -1))
                         : self->klass;

  *is_known = found == NULL || found->kind == RETORT_PY_FUNCTION;
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
  Instance *self = retort_py_allocate (evaluation, sizeof *self);
  gboolean is_known;
  RetortPyValue *writer = retort_py_find_writer (klass, RETORT_PY_WRITES_EQ, retort_py_intern (evaluation, "__eq__", -1));

  self->evaluation = evaluation;
  self->klass = klass;
  self->dict = retort_py_new_dict (evaluation);
  self->payload = payload;
  if (writer != NULL && writer->klass->is_frozen && find_special (self, "__hash__", &is_known) == NULL && is_known)
    return retort_py_new_foreign (evaluation, &instance_class, self, NULL);
  if (writer != NULL || find_special (self, "__eq__", &is_known) != NULL || !is_known)
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
  Instance *self = get_instance (value);

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
  return get_instance (value)->dict;
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
  Instance *self = get_instance (value);

  return self != NULL ? self->payload : NULL;
}

static gboolean
is_enum (const Instance *self)
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
  Instance *self = get_instance (value);

  if (!is_enum (self))
    retort_py_value_become_unknown (value, reason, span);
  if (!is_enum (self))
    retort_py_taint_value (frame, self->dict, reason, span);
  if (self->payload != NULL && !is_enum (self))
    retort_py_taint_value (frame, self->payload, reason, span);
  retort_py_taint_value (frame, self->klass, reason, span);
}

/* --- Calling what the class defines --- */

static RetortPyValue *
call_special (const Instance *instance, RetortPyValue *function, RetortPyValue *self, RetortPyValue *argument, RetortPyValue *second)
{
  RetortPyValue *values[3] = { self, argument, second };
  RetortPyFrame *frame = instance->evaluation->frame;
  RetortPyArguments arguments = { .positional = values, .n_positional = 1 + (argument != NULL) + (second != NULL) };

  if (frame == NULL)
    return NULL; /* asked from outside, when nothing runs */
  arguments.span = retort_py_span_for_people (frame, frame->call);
  return retort_py_call (frame, frame->call, function, &arguments);
}

/* Where nobody can be told of an exception: what raised is not determined. */
static RetortPyValue *
ask_special (const Instance *instance, RetortPyValue *function, const RetortPyValue *self, const RetortPyValue *argument)
{
  RetortPyValue *result = call_special (instance, function, (RetortPyValue *) self, (RetortPyValue *) argument, NULL);

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
  Instance *self = get_instance (value);
  gboolean is_known;
  RetortPyValue *function = self != NULL ? find_special (self, name, &is_known) : NULL;

  return function != NULL ? call_special (self, function, value, NULL, NULL) : NULL;
}

static gboolean
is_not_implemented (const RetortPyValue *value)
{
  return value == NULL || value->kind == RETORT_PY_UNKNOWN;
}

/* --- Attributes --- */

static RetortPyValue *
special_attribute (const Instance *instance, const char *name)
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

static RetortPyValue *
instance_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  Instance *instance = self->foreign.data;
  RetortPyFrame *frame = evaluation->frame;
  RetortPyValue *found;
  RetortPyValue *own;

  if (instance->klass->kind != RETORT_PY_CLASS || instance->dict->kind != RETORT_PY_DICT)
    return NULL;
  found = retort_py_class_lookup (instance->klass, retort_py_intern (evaluation, name, -1));
  own = retort_py_value_lookup (instance->dict, name);
  if (found != NULL && found->kind == RETORT_PY_UNKNOWN)
    {
      /* It may be something that gets hold of the object, as a property or a method does. */
      if (!retort_py_value_is_live (found))
        retort_py_taint_value (frame, self, found->unknown.reason, found->unknown.span);
      return found;
    }
  if (found != NULL && retort_py_is_property (found))
    return retort_py_bind_attribute (frame, frame->call, found, self, instance->klass);
  if (own != NULL)
    return own;
  if (is_enum (instance) && retort_py_value_lookup (instance->klass->klass->by_name, name) != NULL)
    return NULL; /* differs between versions of Python */
  if (found != NULL)
    return retort_py_bind_attribute (frame, frame->call, found, self, instance->klass);
  own = special_attribute (instance, name);
  if (own == NULL && is_enum (instance) && instance->klass->klass->mixin != RETORT_PY_MIXIN_NONE && *name != '_'
      && retort_py_type_has_attribute (instance->payload->kind, name))
    return retort_py_get_attribute (frame, frame->call, instance->payload, retort_py_intern (evaluation, name, -1));
  if (own != NULL || g_str_has_prefix (name, "__") || is_enum (instance) || instance->payload != NULL
      || instance->klass->klass->scope->unit->is_standard) /* Python's own may have more than is written here */
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

static gboolean
instance_set_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name, RetortPyValue *value)
{
  Instance *instance = self->foreign.data;
  RetortPyFrame *frame = evaluation->frame;
  RetortPyValue *found;
  RetortPyValue *key = retort_py_new_string (evaluation, name);
  guint place;

  if (instance->klass->kind != RETORT_PY_CLASS || instance->dict->kind != RETORT_PY_DICT
      || (is_enum (instance) && (!instance->klass->klass->is_making || *name == '_')) || g_str_has_prefix (name, "__"))
    return FALSE;
  found = retort_py_class_lookup (instance->klass, retort_py_intern (evaluation, name, -1));
  if (found != NULL && found->kind == RETORT_PY_UNKNOWN)
    return FALSE;
  if (is_frozen (instance->klass))
    return retort_py_raise (frame, frame->call, "FrozenInstanceError", "cannot assign to field '%s'", name) != NULL;
  if (found != NULL && retort_py_is_property (found))
    return value != NULL && retort_py_set_property (frame, frame->call, found, self, value);
  if (value != NULL)
    retort_py_keyed_put (evaluation, instance->dict, key, value);
  else if (retort_py_keyed_find (instance->dict, key, &place))
    retort_py_keyed_remove (instance->dict, place);
  else
    return retort_py_raise (frame, frame->call, "AttributeError", "an object of '%s' has no '%s'", instance->klass->klass->name, name) != NULL;
  return TRUE;
}

/* --- Operators --- */

static const struct { const char *operator_; const char *name; const char *reflected; } operators[] = {
  { "+", "__add__", "__radd__" }, { "-", "__sub__", "__rsub__" }, { "*", "__mul__", "__rmul__" }, { "/", "__truediv__", "__rtruediv__" },
  { "//", "__floordiv__", "__rfloordiv__" }, { "%", "__mod__", "__rmod__" }, { "**", "__pow__", "__rpow__" }, { "|", "__or__", "__ror__" },
  { "&", "__and__", "__rand__" }, { "^", "__xor__", "__rxor__" },
};

/**
 * retort_py_plain_value: (skip)
 * @value: any value
 *
 * Returns: (transfer none): the number or text that the member of an IntEnum or a StrEnum is, else @value
 */
RetortPyValue *
retort_py_plain_value (RetortPyValue *value)
{
  Instance *self = get_instance (value);

  return self != NULL && is_enum (self) && self->klass->klass->mixin != RETORT_PY_MIXIN_NONE ? self->payload : value;
}

static RetortPyValue *
instance_binary (RetortPyEvaluation *evaluation, const char *operator_, RetortPyValue *left, RetortPyValue *right)
{
  RetortPyValue *plain_left = retort_py_plain_value (left);
  RetortPyValue *plain_right = retort_py_plain_value (right);

  if (plain_left != left || plain_right != right)
    return retort_py_binary (evaluation->frame, evaluation->frame->call, operator_, plain_left, plain_right, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    {
      Instance *self = get_instance (left);
      gboolean is_known;
      RetortPyValue *function;

      if (strcmp (operators[i].operator_, operator_) != 0)
        continue;
      if (self != NULL && (function = find_special (self, operators[i].name, &is_known)) != NULL)
        return call_special (self, function, left, right, NULL);
      self = get_instance (right);
      if (self != NULL && (function = find_special (self, operators[i].reflected, &is_known)) != NULL)
        return call_special (self, function, right, left, NULL);
    }
  return NULL;
}

static RetortPyValue *
instance_unary (RetortPyEvaluation *evaluation, const char *operator_, RetortPyValue *operand)
{
  Instance *self = operand->foreign.data;
  RetortPyValue *function;
  gboolean is_known;

  if (retort_py_plain_value (operand) != operand)
    return retort_py_unary (evaluation->frame, evaluation->frame->call, operator_, retort_py_plain_value (operand));
  function = find_special (self, *operator_ == '-' ? "__neg__" : *operator_ == '+' ? "__pos__" : "__invert__", &is_known);
  return function != NULL ? call_special (self, function, operand, NULL, NULL) : NULL;
}

static RetortPyValue *
instance_get_item (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *key)
{
  Instance *instance = self->foreign.data;
  gboolean is_known;
  RetortPyValue *function = find_special (instance, "__getitem__", &is_known);

  return function != NULL ? call_special (instance, function, self, key, NULL) : NULL;
}

static gboolean
instance_set_item (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *key, RetortPyValue *value)
{
  Instance *instance = self->foreign.data;
  gboolean is_known;
  RetortPyValue *function = find_special (instance, "__setitem__", &is_known);

  return function != NULL && value != NULL && call_special (instance, function, self, key, value) != NULL;
}

static RetortPyValue *
instance_iterate (RetortPyEvaluation *evaluation, RetortPyValue *self)
{
  Instance *instance = self->foreign.data;
  gboolean is_known;
  RetortPyValue *function = find_special (instance, "__iter__", &is_known);
  RetortPyValue *result = function != NULL ? call_special (instance, function, self, NULL, NULL) : NULL;

  /* What is not the iterator itself is one by Python's rules only if it has __next__, which is not looked for. */
  return result != NULL && retort_py_value_get_iterator (result) != NULL ? result : NULL;
}

static gint64
instance_length (RetortPyEvaluation *evaluation, RetortPyValue *self)
{
  Instance *instance = self->foreign.data;
  gboolean is_known;
  RetortPyValue *function = find_special (instance, "__len__", &is_known);
  RetortPyValue *result = function != NULL ? call_special (instance, function, self, NULL, NULL) : NULL;
  gint64 length;

  return result != NULL && retort_py_value_get_int64 (result, &length) && length >= 0 ? length : -1;
}

static int
truth_of (const Instance *instance, RetortPyValue *value)
{
  RetortPyAnswer answer = value == NULL ? RETORT_PY_MAYBE : retort_py_truth (instance->evaluation->frame, value);

  return answer == RETORT_PY_MAYBE ? -1 : answer == RETORT_PY_YES;
}

static int
instance_contains (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *item)
{
  Instance *instance = self->foreign.data;
  gboolean is_known;
  RetortPyValue *function = find_special (instance, "__contains__", &is_known);

  return function != NULL ? truth_of (instance, call_special (instance, function, self, item, NULL)) : -1;
}

static int
instance_truth (RetortPyEvaluation *evaluation, RetortPyValue *self)
{
  Instance *instance = self->foreign.data;
  gboolean is_known;
  gboolean is_length_known;
  RetortPyValue *function = find_special (instance, "__bool__", &is_known);
  RetortPyValue *length = find_special (instance, "__len__", &is_length_known);

  if (instance->klass->kind != RETORT_PY_CLASS || !is_known || !is_length_known)
    return -1;
  if (retort_py_plain_value (self) != self)
    return truth_of (instance, instance->payload);
  if (function == NULL && length == NULL)
    return 1;
  return truth_of (instance, ask_special (instance, function != NULL ? function : length, self, NULL));
}

/* --- Text and comparison --- */

static char *
enum_text (const Instance *self, gboolean is_repr)
{
  const char *name = retort_py_value_get_string (retort_py_value_lookup (self->dict, "_name_"));
  g_autofree char *value = NULL;

  if (!is_repr && self->klass->klass->is_str_enum)
    return retort_py_value_to_str (self->payload);
  /* Of an IntEnum, str() is another one since Python 3.11. */
  if (!is_repr)
    return self->klass->klass->mixin == RETORT_PY_MIXIN_INT ? NULL : g_strdup_printf ("%s.%s", self->klass->klass->name, name);
  value = retort_py_value_to_repr (self->payload);
  return value == NULL ? NULL : g_strdup_printf ("<%s.%s: %s>", self->klass->klass->name, name, value);
}

static char *
exception_text (const Instance *self)
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
  Instance *instance = self->foreign.data;
  gboolean is_repr_known;
  gboolean is_str_known;
  RetortPyValue *repr = find_special (instance, "__repr__", &is_repr_known);
  RetortPyValue *str = find_special (instance, "__str__", &is_str_known);
  RetortPyValue *function = !is_repr && str != NULL ? str : repr;
  RetortPyValue *writer = retort_py_find_writer (instance->klass, RETORT_PY_WRITES_REPR, retort_py_intern (instance->evaluation, "__repr__", -1));

  if (writer != NULL && function == repr)
    return retort_py_dataclass_text (writer->klass, self);
  if (instance->klass->kind != RETORT_PY_CLASS || !is_repr_known || !is_str_known)
    return NULL;
  if (function != NULL)
    {
      RetortPyValue *result = ask_special (instance, function, self, NULL);

      return result != NULL ? g_strdup (retort_py_value_get_string (result)) : NULL;
    }
  if (is_enum (instance))
    return enum_text (instance, is_repr);
  /* KeyError has a str() of its own; repr() of others ends in the address. */
  return instance->payload != NULL && !is_repr && strcmp (instance->klass->klass->exception, "KeyError") != 0 ? exception_text (instance) : NULL;
}

/* format() of an enum with a mixin is another one since Python 3.12. */
static char *
instance_format (const RetortPyValue *self, const char *spec)
{
  Instance *instance = self->foreign.data;
  gboolean is_known;
  gboolean has_str = find_special (instance, "__str__", &is_known) != NULL;

  if (*spec != '\0' || !is_known || (!has_str && is_enum (instance) && instance->klass->klass->mixin != RETORT_PY_MIXIN_NONE && !instance->klass->klass->is_str_enum))
    return NULL;
  return instance_text (self, FALSE);
}

static int
fields_equal (const RetortPyClass *writer, const RetortPyValue *left, const RetortPyValue *right)
{
  RetortPyEvaluation *evaluation = get_instance (left)->evaluation;
  RetortPyValue *left_fields = retort_py_dataclass_to_tuple (evaluation, writer, left);
  RetortPyValue *right_fields = retort_py_dataclass_to_tuple (evaluation, writer, right);
  RetortPyAnswer answer = left_fields == NULL || right_fields == NULL ? RETORT_PY_MAYBE : retort_py_values_equal (left_fields, right_fields);

  return answer == RETORT_PY_MAYBE ? -1 : answer == RETORT_PY_YES;
}

static int
instances_equal (const RetortPyValue *left, const RetortPyValue *right)
{
  Instance *self = get_instance (left) != NULL ? get_instance (left) : get_instance (right);
  Instance *other = get_instance (left) != NULL ? get_instance (right) : NULL;
  gboolean is_known;
  gboolean is_other_known = TRUE;
  RetortPyValue *function = find_special (self, "__eq__", &is_known);
  RetortPyValue *writer = retort_py_find_writer (self->klass, RETORT_PY_WRITES_EQ, retort_py_intern (self->evaluation, "__eq__", -1));
  RetortPyValue *answer;

  if (writer != NULL && other != NULL && other->klass == self->klass)
    return fields_equal (writer->klass, left, right);
  if (other != NULL && other->klass != self->klass && (find_special (other, "__eq__", &is_other_known) != NULL || !is_other_known))
    return -1;
  if (self->klass->kind != RETORT_PY_CLASS || !is_known || (!retort_py_is_plain (left) || !retort_py_is_plain (right)))
    return -1;
  if (function != NULL && writer == NULL)
    {
      answer = ask_special (self, function, get_instance (left) != NULL ? left : right, get_instance (left) != NULL ? right : left);
      return is_not_implemented (answer) ? -1 : truth_of (self, answer);
    }
  if (is_enum (self) && self->klass->klass->mixin != RETORT_PY_MIXIN_NONE)
    {
      RetortPyAnswer equal = retort_py_values_equal (retort_py_plain_value ((RetortPyValue *) left), retort_py_plain_value ((RetortPyValue *) right));

      return equal == RETORT_PY_MAYBE ? -1 : equal == RETORT_PY_YES;
    }
  return 0;
}

static gboolean
order_instances (const RetortPyValue *left, const RetortPyValue *right, int *order, gboolean *is_comparable)
{
  RetortPyValue *plain_left = retort_py_plain_value ((RetortPyValue *) left);
  RetortPyValue *plain_right = retort_py_plain_value ((RetortPyValue *) right);
  Instance *self = get_instance (left);
  gboolean is_known;
  RetortPyValue *function = self != NULL ? find_special (self, "__lt__", &is_known) : NULL;
  RetortPyValue *writer;
  RetortPyValue *answer;

  if (plain_left != left || plain_right != right)
    return retort_py_values_order (plain_left, plain_right, order, is_comparable) == RETORT_PY_YES;
  writer = self != NULL ? retort_py_find_writer (self->klass, RETORT_PY_WRITES_ORDER, retort_py_intern (self->evaluation, "__lt__", -1)) : NULL;
  if (writer != NULL && get_instance (right) != NULL && get_instance (right)->klass == self->klass)
    {
      plain_left = retort_py_dataclass_to_tuple (self->evaluation, writer->klass, left);
      plain_right = retort_py_dataclass_to_tuple (self->evaluation, writer->klass, right);
      return plain_left != NULL && plain_right != NULL && retort_py_values_order (plain_left, plain_right, order, is_comparable) == RETORT_PY_YES;
    }
  if (function == NULL || writer != NULL || get_instance (right) == NULL || get_instance (right)->klass != self->klass)
    return FALSE;
  answer = ask_special (self, function, left, right);
  if (is_not_implemented (answer) || truth_of (self, answer) < 0)
    return FALSE;
  *order = truth_of (self, answer) ? -1 : 1;
  if (*order < 0)
    return TRUE;
  answer = ask_special (self, function, right, left);
  if (is_not_implemented (answer) || truth_of (self, answer) != 1)
    return FALSE; /* neither is less: only '<' is asked for, and '<=' may say anything */
  return TRUE;
}

static guint
hash_instance (const RetortPyValue *self)
{
  Instance *instance = self->foreign.data;
  gint64 number;

  if (is_enum (instance) && instance->klass->klass->mixin == RETORT_PY_MIXIN_STR)
    return g_str_hash (instance->payload->string.text);
  if (is_enum (instance) && instance->klass->klass->mixin == RETORT_PY_MIXIN_INT && retort_py_value_get_int64 (instance->payload, &number))
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
  const Instance *instance = self != NULL && self->kind == RETORT_PY_FOREIGN ? get_instance (self) : NULL;
  const RetortPyValue *klass = instance != NULL ? instance->klass : NULL;

  if (klass == NULL || klass->kind != RETORT_PY_CLASS || !klass->klass->scope->unit->is_standard
      || strcmp (klass->klass->name, "Decimal") != 0)
    return NULL;
  return instance_text (self, FALSE);
}
