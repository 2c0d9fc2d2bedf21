/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Builtins that go through values: enumerate, zip, map, sorted, min, any … */
#include "python/evaluation-private.h"

#include <string.h>

static RetortPyIteration
next_of_enumerate (RetortPyFrame *frame, const RetortPyNode *node, RetortPyIterator *self, RetortPyValue **item)
{
  RetortPyValue *pair[2];
  RetortPyIteration result = retort_py_next (frame, node, self->inner[0], &pair[1]);

  self->unknown = self->inner[0]->unknown;
  if (result != RETORT_PY_ITERATION_ITEM)
    return result;
  pair[0] = retort_py_new_int64 (frame->evaluation, self->position++);
  *item = retort_py_new_tuple (frame->evaluation, pair, 2);
  return result;
}

static RetortPyIteration
next_of_zip (RetortPyFrame *frame, const RetortPyNode *node, RetortPyIterator *self, RetortPyValue **item)
{
  RetortPyItems items = { 0 };

  for (guint i = 0; i < self->n_inner; i++)
    {
      RetortPyValue *one;
      RetortPyIteration result = retort_py_next (frame, node, self->inner[i], &one);

      self->unknown = self->inner[i]->unknown;
      if (result != RETORT_PY_ITERATION_ITEM)
        return result;
      retort_py_items_append (frame->evaluation, &items, one);
    }
  *item = retort_py_new_tuple (frame->evaluation, items.items, items.n);
  return self->n_inner == 0 ? RETORT_PY_ITERATION_END : RETORT_PY_ITERATION_ITEM;
}

static RetortPyIteration
next_of_map (RetortPyFrame *frame, const RetortPyNode *node, RetortPyIterator *self, RetortPyValue **item)
{
  RetortPyArguments arguments = { .span = retort_py_span_for_people (frame, node) };
  RetortPyItems items = { 0 };

  for (guint i = 0; i < self->n_inner; i++)
    {
      RetortPyValue *one;
      RetortPyIteration result = retort_py_next (frame, node, self->inner[i], &one);

      self->unknown = self->inner[i]->unknown;
      if (result == RETORT_PY_ITERATION_UNKNOWN)
        retort_py_taint_given (frame, node, self->source, self->unknown);
      if (result != RETORT_PY_ITERATION_ITEM)
        return result;
      retort_py_items_append (frame->evaluation, &items, one);
    }
  arguments.positional = items.items;
  arguments.n_positional = items.n;
  *item = retort_py_call (frame, node, self->source, &arguments);
  return *item == NULL ? RETORT_PY_ITERATION_RAISED : RETORT_PY_ITERATION_ITEM;
}

/* None as the function: the items themselves decide. */
static RetortPyIteration
next_of_filter (RetortPyFrame *frame, const RetortPyNode *node, RetortPyIterator *self, RetortPyValue **item)
{
  for (;;)
    {
      RetortPyArguments arguments = { .positional = item, .n_positional = 1, .span = retort_py_span_for_people (frame, node) };
      RetortPyIteration result = retort_py_next (frame, node, self->inner[0], item);
      RetortPyValue *verdict = *item;
      RetortPyAnswer truth;

      self->unknown = self->inner[0]->unknown;
      if (result == RETORT_PY_ITERATION_UNKNOWN)
        retort_py_taint_given (frame, node, self->source, self->unknown);
      if (result != RETORT_PY_ITERATION_ITEM)
        return result;
      if (self->source->kind != RETORT_PY_NONE)
        verdict = retort_py_call (frame, node, self->source, &arguments);
      if (verdict == NULL)
        return RETORT_PY_ITERATION_RAISED;
      truth = retort_py_truth (frame, verdict);
      if (truth == RETORT_PY_YES)
        return result;
      if (truth == RETORT_PY_MAYBE)
        {
          self->unknown = retort_py_absorb (frame, node, verdict, *item);
          retort_py_taint_given (frame, node, self->source, self->unknown);
          retort_py_taint_iterator (frame, self->inner[0], self->unknown->unknown.reason, self->unknown->unknown.span);
          return RETORT_PY_ITERATION_UNKNOWN;
        }
    }
}

/* Iterators over the positional arguments from @from on; FALSE: raised. */
static gboolean
iterate_arguments (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyArguments *arguments, guint from, RetortPyIterator *self)
{
  self->n_inner = arguments->n_positional - from;
  self->inner = retort_py_allocate (frame->evaluation, MAX (1, self->n_inner) * sizeof *self->inner);
  for (guint i = 0; i < self->n_inner; i++)
    {
      self->inner[i] = retort_py_iterate (frame, node, arguments->positional[from + i]);
      if (self->inner[i] == NULL)
        return FALSE;
    }
  return TRUE;
}

static RetortPyValue *
builtin_enumerate (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyIterator *iterator = retort_py_iterator_new (frame->evaluation, "enumerate", next_of_enumerate);
  RetortPyArguments iterable = *arguments;
  RetortPyValue *start = arguments->n_positional == 2 ? arguments->positional[1] : NULL;

  if (arguments->n_keywords == 1 && strcmp (arguments->keyword_names[0], "start") == 0 && arguments->n_positional == 1)
    start = arguments->keyword_values[0];
  if (arguments->is_open || arguments->n_positional == 0 || arguments->n_positional + arguments->n_keywords > 2
      || (arguments->n_keywords == 1 && start == NULL)
      || (start != NULL && !retort_py_value_get_int64 (start, &iterator->position))
      || iterator->position > G_MAXINT32)
    return retort_py_unknown_with (frame, node, arguments, NULL, "this 'enumerate()' is not evaluated");
  iterable.n_positional = 1;
  if (!iterate_arguments (frame, node, &iterable, 0, iterator))
    return NULL;
  return retort_py_new_iterator_value (frame->evaluation, iterator);
}

static RetortPyValue *
builtin_zip (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyIterator *iterator = retort_py_iterator_new (frame->evaluation, "zip", next_of_zip);
  RetortPyValue *result;

  if (arguments->n_keywords > 0)
    return retort_py_call_builtin_in_python (frame, node, "zip", arguments);
  if (!retort_py_arity (frame, node, arguments, "zip", 0, G_MAXUINT, &result))
    return result;
  if (!iterate_arguments (frame, node, arguments, 0, iterator))
    return NULL;
  return retort_py_new_iterator_value (frame->evaluation, iterator);
}

static RetortPyValue *
builtin_map (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyIterator *iterator = retort_py_iterator_new (frame->evaluation, "map", next_of_map);
  RetortPyValue *result;

  if (!retort_py_arity (frame, node, arguments, "map", 2, G_MAXUINT, &result))
    return result;
  iterator->source = arguments->positional[0];
  if (!iterate_arguments (frame, node, arguments, 1, iterator))
    return NULL;
  return retort_py_new_iterator_value (frame->evaluation, iterator);
}

static RetortPyValue *
builtin_filter (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyIterator *iterator = retort_py_iterator_new (frame->evaluation, "filter", next_of_filter);
  RetortPyValue *result;

  if (!retort_py_arity (frame, node, arguments, "filter", 2, 2, &result))
    return result;
  iterator->source = arguments->positional[0];
  if (!iterate_arguments (frame, node, arguments, 1, iterator))
    return NULL;
  return retort_py_new_iterator_value (frame->evaluation, iterator);
}

static RetortPyIteration
next_of_reversed (RetortPyFrame *frame, const RetortPyNode *node, RetortPyIterator *self, RetortPyValue **item)
{
  if (self->source->kind != RETORT_PY_LIST && self->source->kind != RETORT_PY_TUPLE)
    {
      self->unknown = self->source;
      return RETORT_PY_ITERATION_UNKNOWN;
    }
  if (self->position < 0 || self->position >= (gint64) self->source->many.items.n)
    return RETORT_PY_ITERATION_END;
  *item = self->source->many.items.items[self->position--];
  return RETORT_PY_ITERATION_ITEM;
}

static RetortPyValue *
builtin_reversed (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyIterator *iterator = retort_py_iterator_new (frame->evaluation, "reversed", next_of_reversed);
  RetortPyValue *result;
  RetortPyItems items = { 0 };
  RetortPyValue *source;

  if (!retort_py_arity (frame, node, arguments, "reversed", 1, 1, &result))
    return result;
  source = arguments->positional[0];
  if (source->kind == RETORT_PY_STR || retort_py_value_get_foreign_class (source) != NULL)
    {
      gint64 start;
      gint64 step;
      gint64 count;

      if (source->kind != RETORT_PY_STR && !retort_py_get_range (source, &start, &step, &count))
        return retort_py_unknown_with (frame, node, arguments, NULL, "'reversed()' of this is not evaluated");
      if (!retort_py_collect (frame, node, source, &items, &result))
        return NULL;
      source = retort_py_new_tuple (frame->evaluation, items.items, items.n);
    }
  if (source->kind == RETORT_PY_NONE || retort_py_value_is_number (source) || source->kind == RETORT_PY_SET || source->kind == RETORT_PY_FUNCTION)
    return retort_py_raise (frame, node, "TypeError", "a %s cannot be reversed", retort_py_value_type_name (source));
  if (source->kind != RETORT_PY_LIST && source->kind != RETORT_PY_TUPLE)
    return retort_py_unknown_with (frame, node, arguments, NULL, "'reversed()' of this is not evaluated");
  iterator->source = source;
  iterator->position = (gint64) source->many.items.n - 1;
  return retort_py_new_iterator_value (frame->evaluation, iterator);
}

static RetortPyValue *
builtin_iter (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  RetortPyIterator *iterator;

  if (arguments->n_positional == 2)
    return retort_py_call_builtin_in_python (frame, node, "iter", arguments);
  if (!retort_py_arity (frame, node, arguments, "iter", 1, 1, &result))
    return result;
  iterator = retort_py_iterate (frame, node, arguments->positional[0]);
  return iterator == NULL ? NULL : retort_py_new_iterator_value (frame->evaluation, iterator);
}

static RetortPyValue *
builtin_next (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  RetortPyIterator *iterator;

  if (!retort_py_arity (frame, node, arguments, "next", 1, 2, &result))
    return result;
  iterator = retort_py_value_get_iterator (arguments->positional[0]);
  if (iterator == NULL && arguments->n_positional == 1)
    {
      result = retort_py_call_special (frame, node, arguments->positional[0], "__next__");
      if (result != NULL || frame->evaluation->exception != NULL || frame->evaluation->stop_reason != NULL)
        return result;
    }
  if (iterator == NULL)
    return retort_py_unknown_with (frame, node, arguments, NULL, "what comes next is not known");
  switch (retort_py_next (frame, node, iterator, &result))
    {
    case RETORT_PY_ITERATION_ITEM:
      return result;
    case RETORT_PY_ITERATION_END:
      if (arguments->n_positional == 2)
        return arguments->positional[1];
      return retort_py_raise_stop (frame, node, iterator);
    case RETORT_PY_ITERATION_UNKNOWN:
      return retort_py_unknown_with (frame, node, arguments, NULL, "what comes next is not known");
    case RETORT_PY_ITERATION_RAISED:
      return NULL;
    }
  return NULL;
}

/* Sorting. */
typedef struct
{
  RetortPyValue *key;
  RetortPyValue *item;
} Sorted;

/* How something is sorted. */
typedef struct
{
  RetortPyValue *key;         /* nullable */
  gboolean       is_reversed;
  gboolean       is_ordered;  /* FALSE: the items of a set, so that equal ones have no order */
} Sorting;

/* A stable merge sort; FALSE: an order is not determined. What cannot be compared sets @is_refused. */
static gboolean
merge_sort (RetortPyFrame *frame, Sorted *items, Sorted *space, guint n, gboolean is_reversed, gboolean *is_refused)
{
  guint half = n / 2;

  if (n < 2)
    return TRUE;
  if (!retort_py_charge (frame->evaluation, n) || !merge_sort (frame, items, space, half, is_reversed, is_refused)
      || !merge_sort (frame, items + half, space, n - half, is_reversed, is_refused))
    return FALSE;
  for (guint i = 0, left = 0, right = half; i < n; i++)
    {
      gboolean is_comparable = TRUE;
      int order = 0;

      if (left < half && right < n
          && retort_py_values_order (items[right].key, items[left].key, &order, &is_comparable) != RETORT_PY_YES)
        return FALSE;
      *is_refused = !is_comparable;
      if (!is_comparable)
        return FALSE;
      if (right >= n || (left < half && !(is_reversed ? order > 0 : order < 0)))
        space[i] = items[left++];
      else
        space[i] = items[right++];
    }
  memcpy (items, space, n * sizeof *items);
  return TRUE;
}

static RetortPyValue *
sort_items (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyItems *items, const Sorting *how, RetortPyValue **unknown)
{
  g_autofree Sorted *sorted = g_new0 (Sorted, items->n + 1);
  g_autofree Sorted *space = g_new0 (Sorted, items->n + 1);
  RetortPyValue *result = retort_py_new_list (frame->evaluation, NULL, 0);
  gboolean is_refused = FALSE;

  for (guint i = 0; i < items->n; i++)
    {
      RetortPyArguments arguments = { .positional = &items->items[i], .n_positional = 1, .span = retort_py_span_for_people (frame, node) };

      sorted[i].item = items->items[i];
      sorted[i].key = how->key != NULL ? retort_py_call (frame, node, how->key, &arguments) : items->items[i];
      if (sorted[i].key == NULL)
        return NULL;
    }
  if (!merge_sort (frame, sorted, space, items->n, how->is_reversed, &is_refused) && is_refused)
    return retort_py_raise (frame, node, "TypeError", "these values have no order");
  else if (frame->evaluation->stop_reason != NULL)
    return NULL;
  for (guint i = 0; i < items->n; i++)
    {
      int order;
      gboolean is_comparable;

      if (i > 0 && (retort_py_values_order (sorted[i - 1].key, sorted[i].key, &order, &is_comparable) != RETORT_PY_YES
                    || (how->is_reversed ? order < 0 : order > 0) || (order == 0 && !how->is_ordered)))
        *unknown = retort_py_unknown_at (frame, node, "the order of these values is not determined");
      retort_py_items_append (frame->evaluation, &result->many.items, sorted[i].item);
    }
  return result;
}

/**
 * retort_py_sort: (skip)
 * @frame: where
 * @node: the call
 * @arguments: of sorted() or list.sort(): the keywords key and reverse
 * @n_positional: how many positional ones are right
 * @items: what to sort
 * @is_ordered: %FALSE for the items of a set
 * @unknown: (out) (nullable): set when the result is not determined
 *
 * Returns: (transfer none) (nullable): a new list; %NULL: raised
 */
RetortPyValue *
retort_py_sort (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyArguments *arguments, guint n_positional, const RetortPyItems *items,
                gboolean is_ordered, RetortPyValue **unknown)
{
  Sorting how = { .is_ordered = is_ordered };

  *unknown = NULL;
  for (guint i = 0; i < arguments->n_keywords; i++)
    {
      RetortPyAnswer truth = retort_py_truth (frame, arguments->keyword_values[i]);

      if (strcmp (arguments->keyword_names[i], "key") == 0)
        how.key = arguments->keyword_values[i]->kind == RETORT_PY_NONE ? NULL : arguments->keyword_values[i];
      else if (strcmp (arguments->keyword_names[i], "reverse") == 0 && truth != RETORT_PY_MAYBE)
        how.is_reversed = truth == RETORT_PY_YES;
      else
        *unknown = retort_py_unknown_with (frame, node, arguments, NULL, "how this is sorted is not known");
    }
  if (arguments->is_open || arguments->n_positional != n_positional)
    *unknown = retort_py_unknown_with (frame, node, arguments, NULL, "how this is sorted is not known");
  if (*unknown != NULL)
    return retort_py_new_list (frame->evaluation, NULL, 0);
  return sort_items (frame, node, items, &how, unknown);
}

static RetortPyValue *
builtin_sorted (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyItems items = { 0 };
  RetortPyValue *unknown = NULL;
  RetortPyValue *result;

  if (arguments->n_positional != 1)
    return retort_py_unknown_with (frame, node, arguments, NULL, "this 'sorted()' is not evaluated");
  if (arguments->positional[0]->kind == RETORT_PY_SET)
    items = arguments->positional[0]->many.items;
  else if (!retort_py_collect (frame, node, arguments->positional[0], &items, &unknown))
    return NULL;
  if (unknown != NULL)
    return retort_py_unknown_with (frame, node, arguments, NULL, "what is sorted is not known");
  result = retort_py_sort (frame, node, arguments, 1, &items, arguments->positional[0]->kind != RETORT_PY_SET, &unknown);
  if (result == NULL)
    return NULL;
  if (unknown != NULL)
    return retort_py_unknown_with (frame, node, arguments, result, "the order of these values is not determined");
  return result;
}

static RetortPyValue *
find_extreme (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyArguments *arguments, int sign)
{
  RetortPyItems items = { .items = arguments->positional, .n = arguments->n_positional };
  RetortPyValue *unknown = NULL;
  RetortPyValue *best = NULL;

  if (arguments->is_open || arguments->n_keywords > 0 || arguments->n_positional == 0)
    return retort_py_call_builtin_in_python (frame, node, sign < 0 ? "min" : "max", arguments);
  if (arguments->n_positional == 1)
    items = (RetortPyItems){ 0 };
  if (arguments->n_positional == 1 && arguments->positional[0]->kind == RETORT_PY_SET)
    items = arguments->positional[0]->many.items;
  else if (arguments->n_positional == 1 && !retort_py_collect (frame, node, arguments->positional[0], &items, &unknown))
    return NULL;
  if (unknown == NULL && items.n == 0)
    return retort_py_raise (frame, node, "ValueError", "nothing has no minimum and no maximum");
  for (guint i = 0; i < items.n && unknown == NULL; i++)
    {
      int order = 0;
      gboolean is_comparable = TRUE;

      if (best != NULL && retort_py_values_order (items.items[i], best, &order, &is_comparable) != RETORT_PY_YES)
        unknown = items.items[i];
      if (!is_comparable)
        return retort_py_raise (frame, node, "TypeError", "these values have no order");
      if (best == NULL || order * sign > 0)
        best = items.items[i];
    }
  if (unknown != NULL)
    return retort_py_unknown_with (frame, node, arguments, NULL, "this minimum or maximum is not determined");
  return best;
}

static RetortPyValue *
builtin_min (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return find_extreme (frame, node, arguments, -1);
}

static RetortPyValue *
builtin_max (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return find_extreme (frame, node, arguments, 1);
}

static RetortPyValue *
builtin_sum (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyItems items = { 0 };
  RetortPyValue *unknown = NULL;
  RetortPyValue *total = retort_py_new_int64 (frame->evaluation, 0);

  if (arguments->is_open || arguments->n_keywords > 0 || arguments->n_positional != 1)
    return retort_py_call_builtin_in_python (frame, node, "sum", arguments);
  if (!retort_py_collect (frame, node, arguments->positional[0], &items, &unknown))
    return NULL;
  for (guint i = 0; i < items.n && unknown == NULL && total != NULL; i++)
    if (items.items[i]->kind == RETORT_PY_FLOAT)
      unknown = retort_py_unknown_at (frame, node, "the sum of floats depends on the version of Python");
    else
      total = retort_py_binary (frame, node, "+", total, items.items[i], FALSE);
  if (unknown != NULL)
    return retort_py_unknown_with (frame, node, arguments, NULL, "this sum is not determined");
  return total;
}

static RetortPyValue *
quantify (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyArguments *arguments, const char *name, RetortPyAnswer decisive)
{
  RetortPyValue *result;
  RetortPyIterator *iterator;
  RetortPyIteration iteration;
  RetortPyValue *item;

  if (!retort_py_arity (frame, node, arguments, name, 1, 1, &result))
    return result;
  iterator = retort_py_iterate (frame, node, arguments->positional[0]);
  if (iterator == NULL)
    return NULL;
  while ((iteration = retort_py_next (frame, node, iterator, &item)) == RETORT_PY_ITERATION_ITEM)
    {
      RetortPyAnswer truth = retort_py_truth (frame, item);

      if (truth == decisive)
        return retort_py_bool (frame->evaluation, decisive == RETORT_PY_YES);
      if (truth == RETORT_PY_MAYBE)
        return retort_py_unknown_with (frame, node, arguments, item, "this is not determined");
    }
  if (iteration == RETORT_PY_ITERATION_UNKNOWN)
    return retort_py_unknown_with (frame, node, arguments, NULL, "this is not determined");
  return iteration == RETORT_PY_ITERATION_RAISED ? NULL : retort_py_bool (frame->evaluation, decisive == RETORT_PY_NO);
}

static RetortPyValue *
builtin_any (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return quantify (frame, node, arguments, "any", RETORT_PY_YES);
}

static RetortPyValue *
builtin_all (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return quantify (frame, node, arguments, "all", RETORT_PY_NO);
}

static const RetortPyBuiltin iteration_builtins[] = {
  { "all", builtin_all, FALSE },
  { "any", builtin_any, FALSE },
  { "enumerate", builtin_enumerate, TRUE },
  { "filter", builtin_filter, FALSE },
  { "iter", builtin_iter, TRUE },
  { "map", builtin_map, FALSE },
  { "max", builtin_max, FALSE },
  { "min", builtin_min, FALSE },
  { "next", builtin_next, FALSE },
  { "reversed", builtin_reversed, TRUE },
  { "sorted", builtin_sorted, FALSE },
  { "sum", builtin_sum, FALSE },
  { "zip", builtin_zip, TRUE },
};

/**
 * retort_py_get_iteration_builtins: (skip)
 * @n_builtins: (out): how many
 *
 * Returns: (array length=n_builtins): the builtins of this file
 */
const RetortPyBuiltin *
retort_py_get_iteration_builtins (guint *n_builtins)
{
  *n_builtins = G_N_ELEMENTS (iteration_builtins);
  return iteration_builtins;
}
