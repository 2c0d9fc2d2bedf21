/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Comparisons as operators: ==, <, in, is. */
#include "python/evaluation-private.h"

#include <string.h>

static gboolean
is_opaque (const RetortPyValue *value)
{
  return value->kind == RETORT_PY_UNKNOWN || value->kind == RETORT_PY_FOREIGN || value->kind == RETORT_PY_CLASS;
}

static gboolean
is_in (const RetortPyValue *keyed, const RetortPyValue *key)
{
  guint place;

  return retort_py_keyed_find (keyed, key, &place);
}

static RetortPyValue *
compare_order (RetortPyFrame *frame, const RetortPyNode *node, const char *operator_, RetortPyValue *left, RetortPyValue *right)
{
  gboolean is_comparable;
  int order;
  RetortPyAnswer answer = retort_py_values_order (left, right, &order, &is_comparable);

  if (left->kind == RETORT_PY_SET && right->kind == RETORT_PY_SET)
    return retort_py_compare_sets (frame, operator_, left, right);
  if (answer == RETORT_PY_MAYBE || (!is_comparable && retort_py_get_special (left) != NULL)) /* counters have an order */
    return retort_py_absorb (frame, node, left, right);
  if (!is_comparable)
    return retort_py_raise (frame, node, "TypeError", "'%s' does not work on %s and %s", operator_,
                            retort_py_value_type_name (left), retort_py_value_type_name (right));
  if (answer == RETORT_PY_NO)
    return frame->evaluation->false_value;
  if (order == 0)
    return retort_py_bool (frame->evaluation, operator_[1] == '=');
  return retort_py_bool (frame->evaluation, (order < 0) == (*operator_ == '<'));
}

/* Is it one of the items? Identity counts before equality. */
static RetortPyAnswer
is_among (const RetortPyItems *items, const RetortPyValue *value)
{
  RetortPyAnswer result = RETORT_PY_NO;

  for (guint i = 0; i < items->n && result != RETORT_PY_YES; i++)
    {
      RetortPyAnswer one = items->items[i] == value && value->kind != RETORT_PY_UNKNOWN ? RETORT_PY_YES
                                                                                         : retort_py_values_equal (items->items[i], value);

      if (one != RETORT_PY_NO)
        result = one;
    }
  return result;
}

/* After a doubtful one a sure one may follow: then it is in for sure. */
static RetortPyAnswer
contains (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *container, RetortPyValue *value, gboolean *is_raised)
{
  gboolean is_known;

  *is_raised = FALSE;
  retort_py_charge (frame->evaluation, container->kind <= RETORT_PY_BYTES ? container->string.length / 64 : container->many.items.n);
  switch ((int) container->kind)
    {
    case RETORT_PY_STR:
      if (value->kind == RETORT_PY_STR)
        return strstr (container->string.text, value->string.text) != NULL ? RETORT_PY_YES : RETORT_PY_NO;
      *is_raised = !is_opaque (value);
      break;
    case RETORT_PY_BYTES:
      *is_raised = !is_opaque (value) && value->kind != RETORT_PY_BYTES && !retort_py_value_is_number (value);
      if (*is_raised || is_opaque (value))
        break;
      return retort_py_bytes_contain (container, value);
    case RETORT_PY_LIST:
    case RETORT_PY_TUPLE:
      return is_among (&container->many.items, value);
    case RETORT_PY_SET:
    case RETORT_PY_DICT:
      *is_raised = !retort_py_value_is_hashable (value, &is_known) && value->kind != RETORT_PY_SET;
      if (*is_raised || !is_known || (value->kind == RETORT_PY_SET && !value->many.is_frozen))
        break;
      return is_in (container, value) ? RETORT_PY_YES : RETORT_PY_NO;
    default:
      break;
    }
  if (*is_raised)
    retort_py_raise (frame, node, "TypeError", "a %s cannot be in a %s", retort_py_value_type_name (value),
                     retort_py_value_type_name (container));
  return RETORT_PY_MAYBE;
}

static RetortPyValue *
compare_membership (RetortPyFrame *frame, const RetortPyNode *node, gboolean is_negated, RetortPyValue *left, RetortPyValue *right)
{
  RetortPyValue *keys = retort_py_get_view_source (right);
  RetortPyAnswer answer;
  gboolean is_raised;

  if (right->kind == RETORT_PY_NONE || retort_py_value_is_number (right))
    return retort_py_raise (frame, node, "TypeError", "nothing can be in a %s", retort_py_value_type_name (right));
  if (keys != NULL)
    right = keys;
  if (right->kind == RETORT_PY_FOREIGN && right->foreign.klass->contains != NULL && left->kind != RETORT_PY_UNKNOWN)
    {
      int found = right->foreign.klass->contains (frame->evaluation, right, left);

      if (frame->evaluation->exception != NULL)
        return NULL;
      if (found >= 0)
        return retort_py_bool (frame->evaluation, (found > 0) != is_negated);
    }
  if (right->kind == RETORT_PY_CLASS && right->klass->is_enum && retort_py_instance_get_class (left) == right)
    return retort_py_bool (frame->evaluation, !is_negated);
  if (right->kind == RETORT_PY_CLASS && retort_py_class_get_members (right) != NULL && left->kind == RETORT_PY_FOREIGN)
    right = retort_py_class_get_members (right);
  if (is_opaque (right) || right->kind == RETORT_PY_FUNCTION)
    return retort_py_absorb (frame, node, right, left);
  answer = contains (frame, node, right, left, &is_raised);
  if (is_raised)
    return NULL;
  if (answer == RETORT_PY_MAYBE)
    return retort_py_absorb (frame, node, left, right);
  return retort_py_bool (frame->evaluation, (answer == RETORT_PY_YES) != is_negated);
}

/**
 * retort_py_compare: (skip)
 * @frame: where
 * @node: the place
 * @operator_: "==", "<", "in", "is not" …
 * @left: an operand
 * @right: an operand
 *
 * Returns: (transfer none) (nullable): the result; %NULL: raised
 */
RetortPyValue *
retort_py_compare (RetortPyFrame *frame, const RetortPyNode *node, const char *operator_, RetortPyValue *left, RetortPyValue *right)
{
  gboolean is_negated = strcmp (operator_, "!=") == 0 || strcmp (operator_, "is not") == 0 || strcmp (operator_, "not in") == 0;
  RetortPyAnswer answer;
  RetortPyValue *result;
  gboolean is_done = FALSE;

  if (left->kind == RETORT_PY_FOREIGN || right->kind == RETORT_PY_FOREIGN)
    {
      result = retort_py_instance_compare (frame, node, operator_, left, right, &is_done);
      if (is_done)
        return result;
    }
  if (strcmp (operator_, "in") == 0 || strcmp (operator_, "not in") == 0)
    return compare_membership (frame, node, is_negated, left, right);
  if (strcmp (operator_, "is") == 0 || strcmp (operator_, "is not") == 0)
    answer = retort_py_values_identical (left, right);
  else if (!retort_py_is_plain (left) || !retort_py_is_plain (right))
    return retort_py_ask_foreign (frame, node, operator_, left, right);
  else if (strcmp (operator_, "==") == 0 || strcmp (operator_, "!=") == 0)
    answer = retort_py_values_equal (left, right);
  else if (strcmp (operator_, "<>") == 0)
    answer = RETORT_PY_MAYBE;
  else
    return compare_order (frame, node, operator_, left, right);
  if (answer == RETORT_PY_MAYBE)
    return retort_py_absorb (frame, node, left, right);
  return retort_py_bool (frame->evaluation, (answer == RETORT_PY_YES) != is_negated);
}
