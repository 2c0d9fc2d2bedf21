/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operators of objects of own classes: what the class defines comes before what it takes from a type of Python that it derives from. */
#include "python/instance-private.h"

#include <string.h>

static const struct { const char *operator_; const char *name; const char *reflected; const char *in_place; } operators[] = {
  { "+", "__add__", "__radd__", "__iadd__" },          { "-", "__sub__", "__rsub__", "__isub__" },
  { "*", "__mul__", "__rmul__", "__imul__" },          { "/", "__truediv__", "__rtruediv__", "__itruediv__" },
  { "//", "__floordiv__", "__rfloordiv__", "__ifloordiv__" }, { "%", "__mod__", "__rmod__", "__imod__" },
  { "**", "__pow__", "__rpow__", "__ipow__" },         { "|", "__or__", "__ror__", "__ior__" },
  { "&", "__and__", "__rand__", "__iand__" },          { "^", "__xor__", "__rxor__", "__ixor__" },
  { "<<", "__lshift__", "__rlshift__", "__ilshift__" }, { ">>", "__rshift__", "__rrshift__", "__irshift__" },
  { "@", "__matmul__", "__rmatmul__", "__imatmul__" },
};

/**
 * retort_py_plain_value: (skip)
 * @value: any value
 *
 * Returns: (transfer none): the number, text or list that an object is whose class derives from such a type, else @value
 */
RetortPyValue *
retort_py_plain_value (RetortPyValue *value)
{
  RetortPyInstance *self = retort_py_get_instance (value);

  if (self == NULL || self->klass->kind != RETORT_PY_CLASS || self->klass->klass->mixin == RETORT_PY_MIXIN_NONE || self->payload == NULL)
    return value;
  return self->payload;
}

/**
 * retort_py_plain_container: (skip)
 * @value: any value
 *
 * Returns: (transfer none): as retort_py_plain_value(), unless the class has its own way of being gone through or asked for its items
 */
RetortPyValue *
retort_py_plain_container (RetortPyValue *value)
{
  static const char *const own[] = { "__iter__", "__getitem__", "__len__", "__contains__", "__missing__", "keys", "items", "get" };
  RetortPyInstance *self = retort_py_get_instance (value);
  RetortPyValue *plain = retort_py_plain_value (value);

  for (guint i = 0; plain != value && i < G_N_ELEMENTS (own); i++)
    {
      gboolean is_known;

      if (retort_py_instance_find (self, own[i], &is_known) != NULL || !is_known)
        return value;
    }
  return plain;
}

/* What @value defines for @name; @is_known: what it does is known. */
static RetortPyValue *
find_of (const RetortPyValue *value, const char *name, gboolean *is_known)
{
  const RetortPyInstance *self = retort_py_get_instance (value);

  *is_known = TRUE;
  return self != NULL ? retort_py_instance_find (self, name, is_known) : NULL;
}

/* A class that derives from that of the other operand is asked first. */
static gboolean
comes_first (const RetortPyValue *right, const RetortPyValue *left)
{
  const RetortPyInstance *own = retort_py_get_instance (right);
  const RetortPyInstance *other = retort_py_get_instance (left);

  if (own == NULL || own->klass->kind != RETORT_PY_CLASS)
    return FALSE;
  if (other == NULL)
    return TRUE; /* what is no object has no method here; a type of Python is what @right may derive from */
  return other->klass != own->klass && other->klass->kind == RETORT_PY_CLASS && retort_py_class_derives (own->klass, other->klass);
}

/**
 * retort_py_instance_binary: (skip)
 * @evaluation: an evaluation
 * @operator_: "+" …
 * @left: an operand
 * @right: an operand, of which one is an object of an own class
 *
 * Returns: (transfer none) (nullable): the result; %NULL: raised, or not known
 */
RetortPyValue *
retort_py_instance_binary (RetortPyEvaluation *evaluation, const char *operator_, RetortPyValue *left, RetortPyValue *right)
{
  RetortPyValue *plain_left = retort_py_plain_value (left);
  RetortPyValue *plain_right = retort_py_plain_value (right);

  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    {
      gboolean is_left_known;
      gboolean is_right_known;
      RetortPyValue *function;
      RetortPyValue *reflected;

      if (strcmp (operators[i].operator_, operator_) != 0)
        continue;
      function = find_of (left, operators[i].name, &is_left_known);
      reflected = find_of (right, operators[i].reflected, &is_right_known);
      if (!is_left_known || !is_right_known)
        return NULL;
      if (reflected != NULL && (function == NULL || comes_first (right, left)))
        return retort_py_instance_call (retort_py_get_instance (right), reflected, right, left, NULL);
      if (function != NULL)
        return retort_py_instance_call (retort_py_get_instance (left), function, left, right, NULL);
    }
  if ((retort_py_is_flag (left) || retort_py_is_flag (right)) && strchr ("|&^", *operator_) != NULL)
    return retort_py_flag_binary (evaluation->frame, evaluation->frame->call, operator_, left, right);
  if ((plain_left != left || plain_right != right) && plain_left->kind != RETORT_PY_UNKNOWN && plain_right->kind != RETORT_PY_UNKNOWN)
    return retort_py_binary (evaluation->frame, evaluation->frame->call, operator_, plain_left, plain_right, FALSE);
  return NULL;
}

/**
 * retort_py_instance_in_place: (skip)
 * @frame: where
 * @node: the place
 * @operator_: "+" …
 * @left: an operand that is changed
 * @right: an operand
 * @is_done: (out): %FALSE: it is what the operator without "=" does
 *
 * `+=` and its like.
 *
 * Returns: (transfer none) (nullable): the result; %NULL: raised, or nothing was done
 */
RetortPyValue *
retort_py_instance_in_place (RetortPyFrame *frame, const RetortPyNode *node, const char *operator_, RetortPyValue *left, RetortPyValue *right,
                             gboolean *is_done)
{
  RetortPyInstance *self = retort_py_get_instance (left);
  RetortPyValue *plain = retort_py_plain_value (left);
  RetortPyValue *function = NULL;
  RetortPyValue *result;
  gboolean is_known = TRUE;

  *is_done = self != NULL;
  for (guint i = 0; self != NULL && i < G_N_ELEMENTS (operators); i++)
    if (strcmp (operators[i].operator_, operator_) == 0)
      function = retort_py_instance_find (self, operators[i].in_place, &is_known);
  if (self == NULL || (is_known && function == NULL && (plain == left || plain->kind < RETORT_PY_LIST || plain->kind == RETORT_PY_TUPLE)))
    *is_done = FALSE;
  else if (!is_known || (function == NULL && plain->kind == RETORT_PY_UNKNOWN))
    return retort_py_absorb (frame, node, left, right);
  if (!*is_done)
    return NULL;
  if (function != NULL)
    return retort_py_instance_call (self, function, left, right, NULL);
  result = retort_py_binary (frame, node, operator_, plain, retort_py_plain_value (right), TRUE);
  return result == plain ? left : result == NULL ? NULL : retort_py_absorb (frame, node, result, left);
}

/**
 * retort_py_instance_unary: (skip)
 * @evaluation: an evaluation
 * @operator_: "-", "+" or "~"
 * @operand: an object of an own class
 *
 * Returns: (transfer none) (nullable): the result; %NULL: raised, or not known
 */
RetortPyValue *
retort_py_instance_unary (RetortPyEvaluation *evaluation, const char *operator_, RetortPyValue *operand)
{
  RetortPyInstance *self = operand->foreign.data;
  gboolean is_known;
  RetortPyValue *function = retort_py_instance_find (self, *operator_ == '-' ? "__neg__" : *operator_ == '+' ? "__pos__" : "__invert__", &is_known);

  if (function != NULL)
    return retort_py_instance_call (self, function, operand, NULL, NULL);
  if (is_known && *operator_ == '~' && retort_py_is_flag (operand))
    return retort_py_flag_invert (evaluation->frame, evaluation->frame->call, operand);
  if (is_known && retort_py_plain_value (operand) != operand)
    return retort_py_unary (evaluation->frame, evaluation->frame->call, operator_, retort_py_plain_value (operand));
  return NULL;
}

/* --- Items --- */

/* x[key] of a class that derives from dict: what is not there is asked for by another name. */
static RetortPyValue *
get_of_payload (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *plain, RetortPyValue *key)
{
  gboolean is_known;
  gboolean is_key_known;
  guint place;
  RetortPyValue *missing = retort_py_instance_find (self->foreign.data, "__missing__", &is_known);

  if (!is_known || plain->kind == RETORT_PY_UNKNOWN)
    return NULL;
  if (missing != NULL && plain->kind == RETORT_PY_DICT)
    {
      if (!retort_py_value_is_hashable (key, &is_key_known) || !is_key_known)
        return NULL;
      if (!retort_py_keyed_find (plain, key, &place))
        return retort_py_instance_call (self->foreign.data, missing, self, key, NULL);
    }
  return retort_py_get_subscript (evaluation->frame, evaluation->frame->call, plain, key);
}

/**
 * retort_py_instance_get_item: (skip)
 * @evaluation: an evaluation
 * @self: an object of an own class
 * @key: a key
 *
 * Returns: (transfer none) (nullable): what is there; %NULL: raised, or not known
 */
RetortPyValue *
retort_py_instance_get_item (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *key)
{
  RetortPyInstance *instance = self->foreign.data;
  gboolean is_known;
  RetortPyValue *function = retort_py_instance_find (instance, "__getitem__", &is_known);
  RetortPyValue *plain = retort_py_plain_value (self);

  if (function != NULL)
    return retort_py_instance_call (instance, function, self, key, NULL);
  return is_known && plain != self ? get_of_payload (evaluation, self, plain, key) : NULL;
}

/**
 * retort_py_instance_set_item: (skip)
 * @evaluation: an evaluation
 * @self: an object of an own class
 * @key: a key
 * @value: (nullable): what it is set to; %NULL deletes
 *
 * Returns: %FALSE when something was raised, or it is not known what this does
 */
gboolean
retort_py_instance_set_item (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *key, RetortPyValue *value)
{
  RetortPyInstance *instance = self->foreign.data;
  gboolean is_known;
  RetortPyValue *function = retort_py_instance_find (instance, value != NULL ? "__setitem__" : "__delitem__", &is_known);
  RetortPyValue *plain = retort_py_plain_value (self);
  RetortPyValue *given[3] = { plain, key, value };
  RetortPyArguments arguments = { .positional = given, .n_positional = value != NULL ? 3 : 2 };

  if (function != NULL)
    return retort_py_instance_call (instance, function, self, key, value) != NULL;
  if (!is_known || plain == self || plain->kind == RETORT_PY_UNKNOWN)
    return FALSE;
  arguments.span = retort_py_span_for_people (evaluation->frame, evaluation->frame->call);
  return retort_py_call_standard (evaluation->frame, evaluation->frame->call, "slots", value != NULL ? "slot_setitem" : "slot_delitem",
                                  &arguments) != NULL;
}

/* --- Going through --- */

static RetortPyIteration
next_of_instance (RetortPyFrame *frame, const RetortPyNode *node, RetortPyIterator *self, RetortPyValue **item)
{
  RetortPyException *exception;

  *item = retort_py_call_special (frame, node, self->source, "__next__");
  exception = frame->evaluation->exception;
  if (*item != NULL && (*item)->kind != RETORT_PY_UNKNOWN)
    return RETORT_PY_ITERATION_ITEM;
  if (*item == NULL && exception != NULL && exception->is_known && exception->klass == NULL && strcmp (exception->type, "StopIteration") == 0)
    {
      frame->evaluation->exception = NULL;
      return RETORT_PY_ITERATION_END;
    }
  if (*item == NULL && (exception != NULL || frame->evaluation->stop_reason != NULL))
    return RETORT_PY_ITERATION_RAISED;
  self->unknown = *item != NULL ? *item : retort_py_absorb (frame, node, self->source, NULL);
  return RETORT_PY_ITERATION_UNKNOWN;
}

static void
taint_source (RetortPyFrame *frame, RetortPyIterator *self)
{
  retort_py_taint_value (frame, self->source, "something that is not understood may go through it", retort_py_span_for_people (frame, frame->statement));
}

/* What __iter__() gave, if it can be gone through by its own __next__(). */
static RetortPyValue *
iterate_by_next (RetortPyEvaluation *evaluation, RetortPyValue *value)
{
  RetortPyInstance *instance = retort_py_get_instance (value);
  gboolean is_known;
  RetortPyIterator *iterator;

  if (instance == NULL || retort_py_instance_find (instance, "__next__", &is_known) == NULL)
    return NULL;
  iterator = retort_py_iterator_new (evaluation, "iterator", next_of_instance);
  iterator->source = value;
  iterator->taint = taint_source;
  return retort_py_new_iterator_value (evaluation, iterator);
}

/**
 * retort_py_instance_iterate: (skip)
 * @evaluation: an evaluation
 * @self: an object of an own class
 *
 * Returns: (transfer none) (nullable): what is gone through in its stead; %NULL: raised, or not known
 */
RetortPyValue *
retort_py_instance_iterate (RetortPyEvaluation *evaluation, RetortPyValue *self)
{
  RetortPyInstance *instance = self->foreign.data;
  gboolean is_known;
  RetortPyValue *function = retort_py_instance_find (instance, "__iter__", &is_known);
  RetortPyValue *result = function != NULL ? retort_py_instance_call (instance, function, self, NULL, NULL) : NULL;
  RetortPyValue *plain = retort_py_plain_value (self);

  if (function == NULL && is_known && retort_py_is_flag (self))
    return retort_py_flag_get_parts (evaluation, self);
  if (function == NULL)
    return is_known && plain != self ? plain : NULL;
  if (result != NULL && retort_py_value_get_iterator (result) != NULL)
    return result;
  return result != NULL ? iterate_by_next (evaluation, result) : NULL;
}

static gint64
length_of_plain (RetortPyValue *plain)
{
  if (plain->kind == RETORT_PY_STR)
    return g_utf8_strlen (plain->string.text, -1);
  if (plain->kind == RETORT_PY_BYTES)
    return (gint64) plain->string.length;
  return plain->kind >= RETORT_PY_LIST && plain->kind <= RETORT_PY_DICT ? (gint64) plain->many.items.n : -1;
}

/**
 * retort_py_instance_length: (skip)
 * @evaluation: an evaluation
 * @self: an object of an own class
 *
 * Returns: its length; -1: raised, or not known
 */
gint64
retort_py_instance_length (RetortPyEvaluation *evaluation, RetortPyValue *self)
{
  RetortPyInstance *instance = self->foreign.data;
  gboolean is_known;
  RetortPyValue *function = retort_py_instance_find (instance, "__len__", &is_known);
  RetortPyValue *result = function != NULL ? retort_py_instance_call (instance, function, self, NULL, NULL) : NULL;
  gint64 length;

  if (function == NULL && is_known && retort_py_is_flag (self))
    return (gint64) retort_py_flag_get_parts (evaluation, self)->many.items.n;
  if (function == NULL)
    return is_known && retort_py_plain_value (self) != self ? length_of_plain (retort_py_plain_value (self)) : -1;
  return result != NULL && retort_py_value_get_int64 (result, &length) && length >= 0 ? length : -1;
}

/**
 * retort_py_instance_contains: (skip)
 * @evaluation: an evaluation
 * @self: an object of an own class
 * @item: what is looked for
 *
 * Returns: whether it is in it; -1: raised, or not known
 */
int
retort_py_instance_contains (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *item)
{
  RetortPyInstance *instance = self->foreign.data;
  gboolean is_known;
  gboolean is_iter_known;
  RetortPyValue *function = retort_py_instance_find (instance, "__contains__", &is_known);
  RetortPyValue *plain = retort_py_plain_value (self);
  RetortPyValue *found;

  if (function != NULL)
    return retort_py_instance_truth_of (instance, retort_py_instance_call (instance, function, self, item, NULL));
  if (is_known && retort_py_is_flag (self))
    return retort_py_flag_contains (self, item);
  if (!is_known || plain == self || plain->kind == RETORT_PY_UNKNOWN || retort_py_instance_find (instance, "__iter__", &is_iter_known) != NULL
      || !is_iter_known)
    return -1;
  found = retort_py_compare (evaluation->frame, evaluation->frame->call, "in", retort_py_plain_value (item), plain);
  return found != NULL && found->kind == RETORT_PY_BOOL ? (int) found->boolean : -1;
}

/**
 * retort_py_instance_truth: (skip)
 * @evaluation: an evaluation
 * @self: an object of an own class
 *
 * Returns: whether it is true; -1: not known
 */
int
retort_py_instance_truth (RetortPyEvaluation *evaluation, RetortPyValue *self)
{
  RetortPyInstance *instance = self->foreign.data;
  gboolean is_known;
  gboolean is_length_known;
  RetortPyValue *function = retort_py_instance_find (instance, "__bool__", &is_known);
  RetortPyValue *length = retort_py_instance_find (instance, "__len__", &is_length_known);

  if (instance->klass->kind != RETORT_PY_CLASS || !is_known || !is_length_known)
    return -1;
  if (function != NULL || length != NULL)
    return retort_py_instance_truth_of (instance, retort_py_instance_ask (instance, function != NULL ? function : length, self, NULL));
  return retort_py_plain_value (self) != self || retort_py_is_flag (self) ? retort_py_instance_truth_of (instance, instance->payload) : 1;
}
