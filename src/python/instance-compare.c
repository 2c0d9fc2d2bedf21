/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Comparing objects of own classes (Data model, "__lt__"). Where sorting or a dict asks, no exception can be told: what raises is not known. */
#include "python/instance-private.h"

#include <string.h>

/* An operator, the method for it, and the method of the other operand when that is asked. */
static const struct { const char *operator_; const char *name; const char *reflected; } comparisons[] = {
  { "<", "__lt__", "__gt__" }, { "<=", "__le__", "__ge__" }, { ">", "__gt__", "__lt__" }, { ">=", "__ge__", "__le__" },
  { "==", "__eq__", "__eq__" }, { "!=", "__ne__", "__ne__" },
};

static gboolean
is_not_known (const RetortPyValue *value)
{
  return value == NULL || value->kind == RETORT_PY_UNKNOWN;
}

/* What @value itself defines; @is_known: it is known. What @dataclass writes is no function. */
static RetortPyValue *
find_own (const RetortPyValue *value, const char *name, gboolean is_order, gboolean *is_known)
{
  RetortPyInstance *self = retort_py_get_instance (value);
  RetortPyWritten written = is_order ? RETORT_PY_WRITES_ORDER : RETORT_PY_WRITES_EQ;

  *is_known = TRUE;
  if (self == NULL || (self->klass->kind == RETORT_PY_CLASS && retort_py_find_writer (self->klass, written, retort_py_intern (self->evaluation, name, -1)) != NULL))
    return NULL;
  return retort_py_instance_find (self, name, is_known);
}

/**
 * retort_py_instance_compare: (skip)
 * @frame: where
 * @node: the place
 * @operator_: "<", "==" …
 * @left: an operand
 * @right: an operand
 * @is_done: (out): whether one of them has a method for it
 *
 * Returns: (transfer none) (nullable): what the method gives; %NULL: raised, or there is none
 */
RetortPyValue *
retort_py_instance_compare (RetortPyFrame *frame, const RetortPyNode *node, const char *operator_, RetortPyValue *left, RetortPyValue *right,
                            gboolean *is_done)
{
  const RetortPyInstance *own = retort_py_get_instance (left);
  const RetortPyInstance *other = retort_py_get_instance (right);

  *is_done = FALSE;
  if (own == NULL && left->kind == RETORT_PY_FOREIGN) /* which is asked first, in its own way */
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (comparisons) && (own != NULL || other != NULL); i++)
    {
      gboolean is_left_known;
      gboolean is_right_known;
      RetortPyValue *function;
      RetortPyValue *reflected;

      if (strcmp (comparisons[i].operator_, operator_) != 0)
        continue;
      function = find_own (left, comparisons[i].name, i < 4, &is_left_known);
      reflected = find_own (right, comparisons[i].reflected, i < 4, &is_right_known);
      if (function == NULL && reflected == NULL && is_left_known && is_right_known)
        return NULL;
      *is_done = TRUE;
      /* Who is asked first depends on what derives from what. */
      if (!is_left_known || !is_right_known || (function != NULL && reflected != NULL && own->klass != other->klass)
          || (function == NULL && retort_py_plain_value (left) != left))
        return retort_py_absorb (frame, node, left, right);
      return function != NULL ? retort_py_instance_call (own, function, left, right, NULL) : retort_py_instance_call (other, reflected, right, left, NULL);
    }
  return NULL;
}

static int
fields_equal (const RetortPyClass *writer, const RetortPyValue *left, const RetortPyValue *right)
{
  RetortPyEvaluation *evaluation = retort_py_get_instance (left)->evaluation;
  RetortPyValue *left_fields = retort_py_dataclass_to_tuple (evaluation, writer, left);
  RetortPyValue *right_fields = retort_py_dataclass_to_tuple (evaluation, writer, right);
  RetortPyAnswer answer = left_fields == NULL || right_fields == NULL ? RETORT_PY_MAYBE : retort_py_values_equal (left_fields, right_fields);

  return answer == RETORT_PY_MAYBE ? -1 : answer == RETORT_PY_YES;
}

/**
 * retort_py_instances_equal: (skip)
 * @left: a value
 * @right: a value, of which one is an object of an own class
 *
 * Returns: whether they are equal; -1: not known
 */
int
retort_py_instances_equal (const RetortPyValue *left, const RetortPyValue *right)
{
  RetortPyInstance *self = retort_py_get_instance (left) != NULL ? retort_py_get_instance (left) : retort_py_get_instance (right);
  RetortPyInstance *other = retort_py_get_instance (left) != NULL ? retort_py_get_instance (right) : NULL;
  gboolean is_known;
  gboolean is_other_known = TRUE;
  RetortPyValue *function = retort_py_instance_find (self, "__eq__", &is_known);
  RetortPyValue *writer = retort_py_find_writer (self->klass, RETORT_PY_WRITES_EQ, retort_py_intern (self->evaluation, "__eq__", -1));
  RetortPyValue *answer;

  if (writer != NULL && other != NULL && other->klass == self->klass)
    return fields_equal (writer->klass, left, right);
  if (other != NULL && other->klass != self->klass && (retort_py_instance_find (other, "__eq__", &is_other_known) != NULL || !is_other_known))
    return -1;
  if (self->klass->kind != RETORT_PY_CLASS || !is_known || (!retort_py_is_plain (left) || !retort_py_is_plain (right)))
    return -1;
  if (function != NULL && writer == NULL)
    {
      answer = retort_py_instance_ask (self, function, retort_py_get_instance (left) != NULL ? left : right, retort_py_get_instance (left) != NULL ? right : left);
      return is_not_known (answer) ? -1 : retort_py_instance_truth_of (self, answer);
    }
  if (self->klass->klass->mixin != RETORT_PY_MIXIN_NONE || (other != NULL && retort_py_plain_value ((RetortPyValue *) right) != right))
    {
      RetortPyAnswer equal = retort_py_values_equal (retort_py_plain_value ((RetortPyValue *) left), retort_py_plain_value ((RetortPyValue *) right));

      return equal == RETORT_PY_MAYBE ? -1 : equal == RETORT_PY_YES;
    }
  return 0;
}

/**
 * retort_py_instances_order: (skip)
 * @left: a value
 * @right: a value, of which one is an object of an own class
 * @order: (out): below, at or above zero, as strcmp() says it
 * @is_comparable: (out): %FALSE: Python raises
 *
 * Returns: whether it is known
 */
gboolean
retort_py_instances_order (const RetortPyValue *left, const RetortPyValue *right, int *order, gboolean *is_comparable)
{
  RetortPyValue *plain_left = retort_py_plain_value ((RetortPyValue *) left);
  RetortPyValue *plain_right = retort_py_plain_value ((RetortPyValue *) right);
  RetortPyInstance *self = retort_py_get_instance (left);
  gboolean is_known;
  RetortPyValue *function = self != NULL ? retort_py_instance_find (self, "__lt__", &is_known) : NULL;
  RetortPyValue *writer;
  RetortPyValue *answer;

  if (function == NULL && (plain_left != left || plain_right != right))
    return retort_py_values_order (plain_left, plain_right, order, is_comparable) == RETORT_PY_YES;
  writer = self != NULL ? retort_py_find_writer (self->klass, RETORT_PY_WRITES_ORDER, retort_py_intern (self->evaluation, "__lt__", -1)) : NULL;
  if (writer != NULL && retort_py_get_instance (right) != NULL && retort_py_get_instance (right)->klass == self->klass)
    {
      plain_left = retort_py_dataclass_to_tuple (self->evaluation, writer->klass, left);
      plain_right = retort_py_dataclass_to_tuple (self->evaluation, writer->klass, right);
      return plain_left != NULL && plain_right != NULL && retort_py_values_order (plain_left, plain_right, order, is_comparable) == RETORT_PY_YES;
    }
  if (function == NULL || writer != NULL || retort_py_get_instance (right) == NULL || retort_py_get_instance (right)->klass != self->klass)
    return FALSE;
  answer = retort_py_instance_ask (self, function, left, right);
  if (is_not_known (answer) || retort_py_instance_truth_of (self, answer) < 0)
    return FALSE;
  *order = retort_py_instance_truth_of (self, answer) ? -1 : 1;
  if (*order < 0)
    return TRUE;
  answer = retort_py_instance_ask (self, function, right, left);
  if (is_not_known (answer) || retort_py_instance_truth_of (self, answer) != 1)
    return FALSE; /* neither is less: only '<' is asked for, and '<=' may say anything */
  return TRUE;
}

