/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What sets and dicts have besides values of other kinds: `<=` asks for a part, `|=` changes what stands on the left. */
#include "python/evaluation-private.h"

#include <string.h>

static guint
count_shared (const RetortPyValue *left, const RetortPyValue *right)
{
  guint n = 0;
  guint place;

  for (guint i = 0; i < left->many.items.n; i++)
    n += retort_py_keyed_find (right, left->many.items.items[i], &place);
  return n;
}

/**
 * retort_py_compare_sets: (skip)
 * @frame: where
 * @operator_: "<", "<=", ">" or ">="
 * @left: a set
 * @right: a set
 *
 * Returns: (transfer none): whether one is a part of the other
 */
RetortPyValue *
retort_py_compare_sets (RetortPyFrame *frame, const char *operator_, const RetortPyValue *left, const RetortPyValue *right)
{
  const RetortPyValue *part = *operator_ == '<' ? left : right;
  const RetortPyValue *whole = *operator_ == '<' ? right : left;

  retort_py_charge (frame->evaluation, part->many.items.n);
  return retort_py_bool (frame->evaluation, count_shared (part, whole) == part->many.items.n
                                              && (operator_[1] == '=' || part->many.items.n < whole->many.items.n));
}

/**
 * retort_py_change_keyed: (skip)
 * @keyed: a set or a dict
 * @result: a new one of the same kind, not used elsewhere: what it holds from now on
 */
void
retort_py_change_keyed (RetortPyValue *keyed, const RetortPyValue *result)
{
  guint n_removals = keyed->many.n_removals + 1;

  keyed->many = result->many;
  keyed->many.n_removals = n_removals;
}
