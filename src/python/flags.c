/* SPDX-License-Identifier: GPL-3.0-or-later */
/* enum.Flag and IntFlag: values that are made of members (Library Reference, "enum.Flag"). What they are called and which members a class lists
 * differs between versions of Python: a name or a text is told of what is written as a member, and no other. */
#include "python/instance-private.h"

#include <string.h>

/**
 * retort_py_is_flag: (skip)
 * @value: any value
 *
 * Returns: whether it is a member of a Flag, or made of some
 */
gboolean
retort_py_is_flag (const RetortPyValue *value)
{
  const RetortPyInstance *self = retort_py_get_instance (value);

  return self != NULL && self->klass->kind == RETORT_PY_CLASS && self->klass->klass->is_flag;
}

static gboolean
is_single_bit (gint64 value)
{
  return value > 0 && (value & (value - 1)) == 0;
}

/* All bits of the members; FALSE: not all are numbers. */
static gboolean
find_all_bits (const RetortPyClass *klass, gint64 *bits)
{
  *bits = 0;
  for (guint i = 0; i < klass->members->many.items.n; i++)
    {
      gint64 one;

      if (!retort_py_value_get_int64 (retort_py_instance_get_payload (klass->members->many.items.items[i]), &one) || one < 0)
        return FALSE;
      *bits |= one;
    }
  return TRUE;
}

/**
 * retort_py_flag_lists_members: (skip)
 * @klass: an enum
 *
 * Returns: whether it is known which members it lists: what stands for several, or for none, is among them in some versions of Python
 */
gboolean
retort_py_flag_lists_members (const RetortPyClass *klass)
{
  for (guint i = 0; klass->is_flag && i < klass->members->many.items.n; i++)
    {
      gint64 one;

      if (!retort_py_value_get_int64 (retort_py_instance_get_payload (klass->members->many.items.items[i]), &one) || !is_single_bit (one))
        return FALSE;
    }
  return TRUE;
}

/**
 * retort_py_flag_of_value: (skip)
 * @frame: where
 * @node: the place
 * @klass: a Flag
 * @value: its bits
 *
 * Returns: (transfer none) (nullable): the member, or what is made of several, which there is once; %NULL: raised
 */
RetortPyValue *
retort_py_flag_of_value (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *klass, gint64 value)
{
  RetortPyClass *data = klass->klass;
  RetortPyItems *lists[] = { &data->members->many.items, &data->composites };
  RetortPyValue *result;
  gint64 bits;

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    for (guint j = 0; j < lists[i]->n; j++)
      if (retort_py_value_get_int64 (retort_py_instance_get_payload (lists[i]->items[j]), &bits) && bits == value)
        return lists[i]->items[j];
  /* Bits that no member has are refused, but not by each version of Python in each case. */
  if (value < 0 || !find_all_bits (data, &bits) || ((value & ~bits) != 0 && data->mixin == RETORT_PY_MIXIN_NONE))
    return retort_py_unknown_at (frame, node, "what these flags are is not known");
  result = retort_py_new_instance (frame->evaluation, klass, retort_py_new_int64 (frame->evaluation, value));
  retort_py_keyed_put (frame->evaluation, retort_py_instance_get_dict (result), retort_py_new_string (frame->evaluation, "_value_"),
                       retort_py_instance_get_payload (result));
  if (value == 0)
    retort_py_keyed_put (frame->evaluation, retort_py_instance_get_dict (result), retort_py_new_string (frame->evaluation, "_name_"),
                         frame->evaluation->none);
  retort_py_items_append (frame->evaluation, &data->composites, result);
  return result;
}

/* The bits of an operand; FALSE: it is none for flags of @klass. */
static gboolean
bits_of (const RetortPyValue *value, const RetortPyValue *klass, gint64 *bits)
{
  if (retort_py_instance_get_class (value) == klass)
    return retort_py_value_get_int64 (retort_py_instance_get_payload (value), bits);
  return klass->klass->mixin == RETORT_PY_MIXIN_INT && value->kind == RETORT_PY_INT && retort_py_value_get_int64 (value, bits) && *bits >= 0;
}

/**
 * retort_py_flag_binary: (skip)
 * @frame: where
 * @node: the place
 * @operator_: "|", "&" or "^"
 * @left: an operand
 * @right: an operand, of which one is a flag
 *
 * Returns: (transfer none) (nullable): the flags; %NULL: raised, or not known
 */
RetortPyValue *
retort_py_flag_binary (RetortPyFrame *frame, const RetortPyNode *node, const char *operator_, RetortPyValue *left, RetortPyValue *right)
{
  RetortPyValue *klass = retort_py_instance_get_class (retort_py_is_flag (left) ? left : right);
  gint64 a;
  gint64 b;

  if (!bits_of (left, klass, &a) || !bits_of (right, klass, &b))
    return NULL;
  return retort_py_flag_of_value (frame, node, klass, *operator_ == '|' ? a | b : *operator_ == '&' ? a & b : a ^ b);
}

/**
 * retort_py_flag_invert: (skip)
 * @frame: where
 * @node: the place
 * @operand: a flag
 *
 * Returns: (transfer none) (nullable): all flags that are not in it; %NULL: raised, or not known
 */
RetortPyValue *
retort_py_flag_invert (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *operand)
{
  RetortPyValue *klass = retort_py_instance_get_class (operand);
  gint64 all;
  gint64 bits;

  /* Of an IntFlag it is another one since Python 3.11. */
  if (klass->klass->mixin != RETORT_PY_MIXIN_NONE || !find_all_bits (klass->klass, &all) || !bits_of (operand, klass, &bits))
    return NULL;
  return retort_py_flag_of_value (frame, node, klass, all & ~bits);
}

/**
 * retort_py_flag_contains: (skip)
 * @flags: flags
 * @item: what is looked for
 *
 * Returns: whether all flags of @item are in @flags; -1: not known
 */
int
retort_py_flag_contains (const RetortPyValue *flags, const RetortPyValue *item)
{
  RetortPyValue *klass = retort_py_instance_get_class (flags);
  gint64 a;
  gint64 b;

  if (retort_py_instance_get_class (item) != klass || !bits_of (flags, klass, &a) || !bits_of (item, klass, &b))
    return -1;
  return (a & b) == b;
}

/**
 * retort_py_flag_get_parts: (skip)
 * @evaluation: an evaluation
 * @flags: flags
 *
 * Returns: (transfer none) (nullable): the members in it, as Python has listed them since 3.11; before, it refused to; %NULL: not known
 */
RetortPyValue *
retort_py_flag_get_parts (RetortPyEvaluation *evaluation, const RetortPyValue *flags)
{
  RetortPyValue *klass = retort_py_instance_get_class (flags);
  RetortPyValue *result = retort_py_new_list (evaluation, NULL, 0);
  gint64 bits;

  if (!bits_of (flags, klass, &bits))
    return NULL;
  for (guint i = 0; i < klass->klass->members->many.items.n; i++)
    {
      RetortPyValue *member = klass->klass->members->many.items.items[i];
      gint64 one;

      if (bits_of (member, klass, &one) && is_single_bit (one) && (bits & one) != 0)
        retort_py_items_append (evaluation, &result->many.items, member);
    }
  return result;
}
