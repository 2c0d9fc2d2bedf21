/* SPDX-License-Identifier: GPL-3.0-or-later */
/* x[from:to:step], set and deleted, of lists. */
#include "python/evaluation-private.h"

#include <string.h>

/* @n places from @at on give way to @items. */
static void
replace_part (RetortPyFrame *frame, RetortPyValue *list, guint at, guint n, const RetortPyItems *items)
{
  RetortPyItems result = { 0 };

  for (guint i = 0; i < at; i++)
    retort_py_items_append (frame->evaluation, &result, list->many.items.items[i]);
  for (guint i = 0; i < items->n; i++)
    retort_py_items_append (frame->evaluation, &result, items->items[i]);
  for (guint i = at + n; i < list->many.items.n; i++)
    retort_py_items_append (frame->evaluation, &result, list->many.items.items[i]);
  list->many.items = result;
}

/* Bounds within the list. FALSE: raised, or not known, when @unknown is set. */
static gboolean
find_bounds (RetortPyFrame *frame, const RetortPyNode *slice, RetortPyValue *list, gint64 *start, gint64 *step, gint64 *count, RetortPyValue **unknown)
{
  retort_py_charge (frame->evaluation, list->many.items.n);
  return retort_py_find_slice (frame, slice, list->many.items.n, start, step, count, unknown) && *unknown == NULL;
}

/**
 * retort_py_store_slice: (skip)
 * @frame: where
 * @slice: the slice
 * @list: a list
 * @value: what it is set to
 *
 * Returns: %FALSE when something was raised
 */
gboolean
retort_py_store_slice (RetortPyFrame *frame, const RetortPyNode *slice, RetortPyValue *list, RetortPyValue *value)
{
  RetortPyItems items = { 0 };
  RetortPyValue *unknown;
  gint64 start;
  gint64 step;
  gint64 count;

  if (!retort_py_collect (frame, slice, value, &items, &unknown))
    return FALSE;
  if (unknown != NULL || !find_bounds (frame, slice, list, &start, &step, &count, &unknown) || list->kind != RETORT_PY_LIST)
    {
      if (unknown != NULL || list->kind != RETORT_PY_LIST)
        retort_py_absorb (frame, slice, list, value);
      return unknown != NULL || list->kind != RETORT_PY_LIST;
    }
  if (step == 1)
    replace_part (frame, list, (guint) start, (guint) count, &items);
  else if (items.n != count)
    return retort_py_raise (frame, slice, "ValueError", "the slice holds %u values, not %u", (guint) count, items.n) != NULL;
  for (guint i = 0; step != 1 && i < items.n; i++)
    list->many.items.items[start + i * step] = items.items[i];
  return TRUE;
}

/**
 * retort_py_delete_slice: (skip)
 * @frame: where
 * @slice: the slice
 * @list: a list
 *
 * Returns: %FALSE when something was raised
 */
gboolean
retort_py_delete_slice (RetortPyFrame *frame, const RetortPyNode *slice, RetortPyValue *list)
{
  RetortPyItems none = { 0 };
  RetortPyValue *unknown = NULL;
  gint64 start;
  gint64 step;
  gint64 count;

  if (!find_bounds (frame, slice, list, &start, &step, &count, &unknown) || list->kind != RETORT_PY_LIST)
    {
      if (unknown != NULL || list->kind != RETORT_PY_LIST)
        retort_py_absorb (frame, slice, list, unknown);
      return unknown != NULL || list->kind != RETORT_PY_LIST;
    }
  if (step < 0)
    {
      start += (count - 1) * step;
      step = -step;
    }
  /* From the end, so that the places before stay what they are. */
  for (gint64 i = count; i > 0 && step != 1; i--)
    retort_py_items_remove (&list->many.items, (guint) (start + (i - 1) * step));
  if (step == 1)
    replace_part (frame, list, (guint) start, (guint) count, &none);
  return TRUE;
}
