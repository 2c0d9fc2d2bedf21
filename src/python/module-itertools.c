/* SPDX-License-Identifier: GPL-3.0-or-later */
/* itertools. chain(), islice(), count(), cycle() and zip_longest() stay lazy, as a generator that they go through may do something;
 * product(), combinations() and permutations() collect first in CPython too. */
#include "python/modules-private.h"

#include <string.h>

static RetortPyIteration
next_of_chain (RetortPyFrame *frame, const RetortPyNode *node, RetortPyIterator *self, RetortPyValue **item)
{
  RetortPyIterator *sources = self->inner[0];

  for (;;)
    {
      RetortPyIteration result = RETORT_PY_ITERATION_END;
      RetortPyValue *source;

      if (self->n_inner == 2)
        result = retort_py_next (frame, node, self->inner[1], item);
      if (result == RETORT_PY_ITERATION_UNKNOWN)
        self->unknown = self->inner[1]->unknown;
      if (result != RETORT_PY_ITERATION_END)
        return result;
      result = retort_py_next (frame, node, sources, &source);
      self->unknown = sources->unknown;
      if (result != RETORT_PY_ITERATION_ITEM)
        return result;
      self->inner[1] = retort_py_iterate (frame, node, source);
      self->n_inner = 2;
      if (self->inner[1] == NULL)
        return RETORT_PY_ITERATION_RAISED;
    }
}

static RetortPyIterator *
iterator_with (RetortPyFrame *frame, const char *type, guint n_inner,
               RetortPyIteration (*next) (RetortPyFrame *, const RetortPyNode *, RetortPyIterator *, RetortPyValue **))
{
  RetortPyIterator *self = retort_py_iterator_new (frame->evaluation, type, next);

  self->inner = retort_py_allocate (frame->evaluation, MAX (1, n_inner) * sizeof *self->inner);
  return self;
}

static RetortPyValue *
chain_sources (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *sources)
{
  RetortPyIterator *self = iterator_with (frame, "chain", 2, next_of_chain);

  self->inner[0] = retort_py_iterate (frame, node, sources);
  self->n_inner = 1;
  return self->inner[0] == NULL ? NULL : retort_py_new_iterator_value (frame->evaluation, self);
}

static RetortPyValue *
chain (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;

  if (!retort_py_arity (frame, node, arguments, "chain", 0, G_MAXUINT, &result))
    return result;
  return chain_sources (frame, node, retort_py_new_tuple (frame->evaluation, arguments->positional, arguments->n_positional));
}

static RetortPyValue *
chain_from_iterable (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;

  if (!retort_py_arity (frame, node, arguments, "from_iterable", 1, 1, &result))
    return result;
  return chain_sources (frame, node, arguments->positional[0]);
}

static RetortPyValue *
chain_attribute (RetortPyEvaluation *evaluation, const char *name)
{
  static const RetortPyBuiltin from_iterable = { "from_iterable", chain_from_iterable, FALSE };

  return strcmp (name, "from_iterable") == 0 ? retort_py_new_builtin_of (evaluation, &from_iterable) : NULL;
}

/* An iterator over what is there already. */
static RetortPyValue *
iterate_items (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyItems *items)
{
  RetortPyIterator *self = retort_py_iterate (frame, node, retort_py_new_tuple (frame->evaluation, items->items, items->n));

  return retort_py_new_iterator_value (frame->evaluation, self);
}

/* The numbers at @counters count up like those of a clock, the last fastest; FALSE: they began anew. */
static gboolean
count_up (guint *counters, const RetortPyItems *pools, guint n_pools)
{
  for (guint i = n_pools; i > 0; i--)
    {
      if (++counters[i - 1] < pools[i - 1].n)
        return TRUE;
      counters[i - 1] = 0;
    }
  return FALSE;
}

static RetortPyValue *
multiply (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyItems *pools, guint n_pools)
{
  g_autofree guint *counters = g_new0 (guint, n_pools + 1);
  RetortPyItems result = { 0 };

  for (guint i = 0; i < n_pools; i++)
    if (pools[i].n == 0)
      return iterate_items (frame, node, &result);
  do
    {
      RetortPyItems one = { 0 };

      if (!retort_py_charge (frame->evaluation, n_pools + 1))
        return NULL;
      for (guint i = 0; i < n_pools; i++)
        retort_py_items_append (frame->evaluation, &one, pools[i].items[counters[i]]);
      retort_py_items_append (frame->evaluation, &result, retort_py_new_tuple (frame->evaluation, one.items, one.n));
    }
  while (count_up (counters, pools, n_pools));
  return iterate_items (frame, node, &result);
}

static RetortPyValue *
product (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyArguments plain = *arguments;
  gint64 times = 1;
  guint n_pools = arguments->n_positional;
  g_autofree RetortPyItems *pools = NULL;

  if (arguments->n_keywords == 1 && strcmp (arguments->keyword_names[0], "repeat") == 0
      && retort_py_value_get_int64 (arguments->keyword_values[0], &times) && times >= 0 && times <= 16)
    plain.n_keywords = 0;
  if (plain.is_open || plain.n_keywords > 0)
    return retort_py_unknown_with (frame, node, arguments, NULL, "this 'product()' is not evaluated");
  pools = g_new0 (RetortPyItems, n_pools * (gsize) times + 1);
  for (guint i = 0; i < n_pools; i++)
    {
      RetortPyItems items = { 0 };
      RetortPyValue *unknown;

      if (!retort_py_collect (frame, node, arguments->positional[i], &items, &unknown))
        return NULL;
      if (unknown != NULL)
        return retort_py_unknown_with (frame, node, arguments, NULL, "what 'product()' goes through is not known");
      for (gint64 j = 0; j < times; j++)
        pools[j * n_pools + i] = items;
    }
  return multiply (frame, node, pools, n_pools * (guint) times);
}

/* Which places of the pool are chosen together. */
typedef struct
{
  RetortPyFrame *frame;
  RetortPyItems  pool;
  RetortPyItems  result;
  gboolean       is_ordered; /* permutations */
  guint          n;
  guint         *places;
} Choice;

static gboolean
is_chosen (const Choice *self, guint depth, guint place)
{
  for (guint i = 0; i < depth; i++)
    if (self->places[i] == place)
      return TRUE;
  return FALSE;
}

static void
choose (Choice *self, guint depth)
{
  RetortPyEvaluation *evaluation = self->frame->evaluation;
  guint from = !self->is_ordered && depth > 0 ? self->places[depth - 1] + 1 : 0;
  RetortPyItems one = { 0 };

  if (!retort_py_charge (evaluation, 1))
    return;
  for (guint i = from; depth < self->n && i < self->pool.n && evaluation->stop_reason == NULL; i++)
    if (!is_chosen (self, depth, i))
      {
        self->places[depth] = i;
        choose (self, depth + 1);
      }
  if (depth < self->n)
    return;
  for (guint i = 0; i < depth; i++)
    retort_py_items_append (evaluation, &one, self->pool.items[self->places[i]]);
  retort_py_items_append (evaluation, &self->result, retort_py_new_tuple (evaluation, one.items, one.n));
}

static RetortPyValue *
choose_all (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyArguments *arguments, const char *name, gboolean is_ordered)
{
  static const char *const names[] = { "iterable", "r", NULL };
  RetortPyValue *values[2];
  RetortPyValue *result;
  RetortPyValue *unknown;
  Choice self = { .frame = frame, .is_ordered = is_ordered };
  g_autofree guint *places = NULL;
  gint64 n = 0;

  if (!retort_py_take_arguments (frame, node, arguments, name, names, is_ordered ? 1 : 2, values, &result))
    return result;
  if (!retort_py_collect (frame, node, values[0], &self.pool, &unknown))
    return NULL;
  n = self.pool.n;
  if (unknown != NULL || (values[1] != NULL && values[1]->kind != RETORT_PY_NONE && !retort_py_value_get_int64 (values[1], &n)) || n < 0 || n > 64)
    return retort_py_unknown_with (frame, node, arguments, NULL, "this '%s()' is not evaluated", name);
  self.n = (guint) n;
  self.places = places = g_new0 (guint, n + 1);
  choose (&self, 0);
  return frame->evaluation->stop_reason != NULL ? NULL : iterate_items (frame, node, &self.result);
}

static RetortPyValue *
combinations (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return choose_all (frame, node, arguments, "combinations", FALSE);
}

static RetortPyValue *
permutations (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return choose_all (frame, node, arguments, "permutations", TRUE);
}

static RetortPyIteration
next_of_count (RetortPyFrame *frame, const RetortPyNode *node, RetortPyIterator *self, RetortPyValue **item)
{
  *item = retort_py_new_int64 (frame->evaluation, self->position);
  self->position += self->step;
  return RETORT_PY_ITERATION_ITEM;
}

static RetortPyValue *
count (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  static const char *const names[] = { "start", "step", NULL };
  RetortPyIterator *iterator = iterator_with (frame, "count", 0, next_of_count);
  RetortPyValue *values[2];
  RetortPyValue *result;

  if (!retort_py_take_arguments (frame, node, arguments, "count", names, 0, values, &result))
    return result;
  iterator->step = 1;
  if ((values[0] != NULL && !retort_py_value_get_int64 (values[0], &iterator->position))
      || (values[1] != NULL && !retort_py_value_get_int64 (values[1], &iterator->step))
      || ABS (iterator->position) > G_MAXINT32 || ABS (iterator->step) > G_MAXINT32)
    return retort_py_unknown_with (frame, node, arguments, NULL, "this 'count()' is not evaluated");
  return retort_py_new_iterator_value (frame->evaluation, iterator);
}

static RetortPyIteration
next_of_repeat (RetortPyFrame *frame, const RetortPyNode *node, RetortPyIterator *self, RetortPyValue **item)
{
  if (self->limit >= 0 && self->position >= self->limit)
    return RETORT_PY_ITERATION_END;
  self->position++;
  *item = self->source;
  return RETORT_PY_ITERATION_ITEM;
}

static RetortPyValue *
repeat (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyIterator *iterator = iterator_with (frame, "repeat", 0, next_of_repeat);
  RetortPyValue *result;

  if (!retort_py_arity (frame, node, arguments, "repeat", 1, 2, &result))
    return result;
  iterator->source = arguments->positional[0];
  iterator->limit = -1;
  if (arguments->n_positional == 2 && !retort_py_value_get_int64 (arguments->positional[1], &iterator->limit))
    return retort_py_unknown_with (frame, node, arguments, NULL, "this 'repeat()' is not evaluated");
  if (arguments->n_positional == 2)
    iterator->limit = MAX (0, iterator->limit);
  return retort_py_new_iterator_value (frame->evaluation, iterator);
}

/* position: the next item's place in what is gone through; limit: where it ends, or -1 */
static RetortPyIteration
next_of_islice (RetortPyFrame *frame, const RetortPyNode *node, RetortPyIterator *self, RetortPyValue **item)
{
  gint64 *seen = self->state;

  if (self->limit >= 0 && self->position >= self->limit)
    {
      /* CPython goes on to the end of the slice. */
      for (; *seen < self->limit; (*seen)++)
        if (retort_py_next (frame, node, self->inner[0], item) != RETORT_PY_ITERATION_ITEM)
          break;
      return RETORT_PY_ITERATION_END;
    }
  for (; *seen <= self->position; (*seen)++)
    {
      RetortPyIteration result = retort_py_next (frame, node, self->inner[0], item);

      self->unknown = self->inner[0]->unknown;
      if (result != RETORT_PY_ITERATION_ITEM)
        return result;
    }
  self->position += self->step;
  return RETORT_PY_ITERATION_ITEM;
}

static RetortPyValue *
islice (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyIterator *iterator = iterator_with (frame, "islice", 1, next_of_islice);
  gint64 bounds[3] = { 0, -1, 1 };
  RetortPyValue *result;

  if (!retort_py_arity (frame, node, arguments, "islice", 2, 4, &result))
    return result;
  for (guint i = 1; i < arguments->n_positional; i++)
    {
      guint place = arguments->n_positional == 2 ? 1 : i - 1;

      if (arguments->positional[i]->kind == RETORT_PY_NONE)
        continue;
      if (!retort_py_value_get_int64 (arguments->positional[i], &bounds[place]) || bounds[place] < (place == 2) || bounds[place] > G_MAXINT32)
        return retort_py_unknown_with (frame, node, arguments, NULL, "this 'islice()' is not evaluated");
    }
  iterator->inner[0] = retort_py_iterate (frame, node, arguments->positional[0]);
  iterator->n_inner = 1;
  iterator->position = bounds[0];
  iterator->limit = bounds[1];
  iterator->step = bounds[2];
  iterator->state = retort_py_allocate (frame->evaluation, sizeof (gint64));
  return iterator->inner[0] == NULL ? NULL : retort_py_new_iterator_value (frame->evaluation, iterator);
}

static RetortPyIteration
next_of_zip_longest (RetortPyFrame *frame, const RetortPyNode *node, RetortPyIterator *self, RetortPyValue **item)
{
  RetortPyItems items = { 0 };
  gboolean is_any = FALSE;

  for (guint i = 0; i < self->n_inner; i++)
    {
      RetortPyValue *one = self->source;
      RetortPyIteration result = retort_py_next (frame, node, self->inner[i], &one);

      self->unknown = self->inner[i]->unknown;
      if (result == RETORT_PY_ITERATION_UNKNOWN || result == RETORT_PY_ITERATION_RAISED)
        return result;
      is_any = is_any || result == RETORT_PY_ITERATION_ITEM;
      retort_py_items_append (frame->evaluation, &items, result == RETORT_PY_ITERATION_ITEM ? one : self->source);
    }
  *item = retort_py_new_tuple (frame->evaluation, items.items, items.n);
  return is_any ? RETORT_PY_ITERATION_ITEM : RETORT_PY_ITERATION_END;
}

static RetortPyValue *
zip_longest (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyIterator *iterator = iterator_with (frame, "zip_longest", arguments->n_positional, next_of_zip_longest);
  gboolean has_fill = arguments->n_keywords == 1 && strcmp (arguments->keyword_names[0], "fillvalue") == 0;

  if (arguments->is_open || (arguments->n_keywords > 0 && !has_fill))
    return retort_py_unknown_with (frame, node, arguments, NULL, "this 'zip_longest()' is not evaluated");
  iterator->source = has_fill ? arguments->keyword_values[0] : frame->evaluation->none;
  for (iterator->n_inner = 0; iterator->n_inner < arguments->n_positional; iterator->n_inner++)
    {
      RetortPyIterator *one = retort_py_iterate (frame, node, arguments->positional[iterator->n_inner]);

      if (one == NULL)
        return NULL;
      iterator->inner[iterator->n_inner] = one;
    }
  return retort_py_new_iterator_value (frame->evaluation, iterator);
}

static const RetortPyBuiltin builtins[] = {
  { "chain", chain, TRUE, chain_attribute },
  { "combinations", combinations, FALSE },
  { "count", count, TRUE },
  { "islice", islice, TRUE },
  { "permutations", permutations, FALSE },
  { "product", product, FALSE },
  { "repeat", repeat, TRUE },
  { "zip_longest", zip_longest, TRUE },
};

const RetortPyStandard retort_py_itertools_module = RETORT_PY_STANDARD ("itertools", builtins, NULL);
