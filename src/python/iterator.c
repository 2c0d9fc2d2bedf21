/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Going through values one by one, lazily as Python does, so that a list that grows meanwhile is seen to grow. */
#include "python/evaluation-private.h"

typedef struct
{
  gint64 start;
  gint64 step;
  gint64 count;
} Range;

/* data: Range* */
static const RetortPyForeignClass range_class = { .name = "range" };

/* data: RetortPyIterator* */
static const RetortPyForeignClass iterator_class = { .name = "iterator", .get_attribute = retort_py_generator_attribute };

/* dict.keys() and the like; data: View* */
typedef struct
{
  RetortPyValue  *dict;
  RetortPyViewKind kind;
} View;

static int
view_truth (RetortPyEvaluation *evaluation, RetortPyValue *self)
{
  const View *view = self->foreign.data;

  return view->dict->kind == RETORT_PY_DICT ? view->dict->many.items.n > 0 : -1;
}

static const RetortPyForeignClass view_class = { .name = "dict view", .truth = view_truth };

/**
 * retort_py_new_range: (skip)
 * @evaluation: an evaluation
 * @start: the first number
 * @stop: no number reaches it
 * @step: not 0
 *
 * Returns: (transfer none): a range
 */
RetortPyValue *
retort_py_new_range (RetortPyEvaluation *evaluation, gint64 start, gint64 stop, gint64 step)
{
  Range *range = retort_py_allocate (evaluation, sizeof *range);
  RetortPyValue *self = retort_py_new_foreign (evaluation, &range_class, range, NULL);

  range->start = start;
  range->step = step;
  if (step > 0)
    range->count = stop > start ? (gint64) (((guint64) stop - (guint64) start - 1) / (guint64) step + 1) : 0;
  else
    range->count = stop < start ? (gint64) (((guint64) start - (guint64) stop - 1) / (guint64) -step + 1) : 0;
  return self;
}

/**
 * retort_py_get_range: (skip)
 * @value: any value
 * @start: (out): the first number
 * @step: (out): to the next
 * @count: (out): how many
 *
 * Returns: %FALSE when @value is no range
 */
gboolean
retort_py_get_range (const RetortPyValue *value, gint64 *start, gint64 *step, gint64 *count)
{
  const Range *range;

  if (retort_py_value_get_foreign_class (value) != &range_class)
    return FALSE;
  range = value->foreign.data;
  *start = range->start;
  *step = range->step;
  *count = range->count;
  return TRUE;
}

/**
 * retort_py_new_view: (skip)
 * @evaluation: an evaluation
 * @dict: a dict
 * @kind: of what
 *
 * Returns: (transfer none): what `keys()`, `values()` or `items()` gives: it follows the dict
 */
RetortPyValue *
retort_py_new_view (RetortPyEvaluation *evaluation, RetortPyValue *dict, RetortPyViewKind kind)
{
  View *view = retort_py_allocate (evaluation, sizeof *view);

  view->dict = dict;
  view->kind = kind;
  return retort_py_new_foreign (evaluation, &view_class, view, NULL);
}

/**
 * retort_py_get_view_dict: (skip)
 * @value: any value
 *
 * Returns: (transfer none) (nullable): the dict of a view
 */
RetortPyValue *
retort_py_get_view_dict (const RetortPyValue *value)
{
  return retort_py_value_get_foreign_class (value) == &view_class ? ((View *) value->foreign.data)->dict : NULL;
}

/**
 * retort_py_get_view_source: (skip)
 * @value: any value
 *
 * Returns: (transfer none) (nullable): the dict of a view of keys
 */
RetortPyValue *
retort_py_get_view_source (const RetortPyValue *value)
{
  if (retort_py_value_get_foreign_class (value) != &view_class || ((View *) value->foreign.data)->kind != RETORT_PY_VIEW_KEYS)
    return NULL;
  return ((View *) value->foreign.data)->dict;
}

/**
 * retort_py_iterator_new: (skip)
 * @evaluation: an evaluation
 * @type: what Python calls it
 * @next: gives the next item
 *
 * Returns: (transfer none): an iterator
 */
RetortPyIterator *
retort_py_iterator_new (RetortPyEvaluation *evaluation, const char *type,
                        RetortPyIteration (*next) (RetortPyFrame *, const RetortPyNode *, RetortPyIterator *, RetortPyValue **))
{
  RetortPyIterator *self = retort_py_allocate (evaluation, sizeof *self);

  self->type = type;
  self->next = next;
  return self;
}

/**
 * retort_py_new_iterator_value: (skip)
 * @evaluation: an evaluation
 * @iterator: an iterator
 *
 * Returns: (transfer none): it as a value
 */
RetortPyValue *
retort_py_new_iterator_value (RetortPyEvaluation *evaluation, RetortPyIterator *iterator)
{
  return retort_py_new_foreign (evaluation, &iterator_class, iterator, NULL);
}

/**
 * retort_py_value_get_iterator: (skip)
 * @value: any value
 *
 * Returns: (transfer none) (nullable): the iterator that it is
 */
RetortPyIterator *
retort_py_value_get_iterator (const RetortPyValue *value)
{
  return retort_py_value_get_foreign_class (value) == &iterator_class ? value->foreign.data : NULL;
}

/* The source may have become unknown meanwhile. */
static gboolean
is_lost (RetortPyIterator *self)
{
  if (self->source->kind == RETORT_PY_UNKNOWN)
    self->unknown = self->source;
  return self->source->kind == RETORT_PY_UNKNOWN;
}

static RetortPyIteration
next_of_items (RetortPyFrame *frame, const RetortPyNode *node, RetortPyIterator *self, RetortPyValue **item)
{
  if (is_lost (self))
    return RETORT_PY_ITERATION_UNKNOWN;
  if (self->position >= (gint64) self->source->many.items.n)
    return RETORT_PY_ITERATION_END;
  *item = self->source->many.items.items[self->position++];
  return RETORT_PY_ITERATION_ITEM;
}

static RetortPyIteration
next_of_set (RetortPyFrame *frame, const RetortPyNode *node, RetortPyIterator *self, RetortPyValue **item)
{
  gboolean is_drawn = !is_lost (self) && self->position > 0;

  if (!is_lost (self)
      && (self->source->many.items.n < 2 || is_drawn || retort_py_varies (frame, node, "the order of a set is drawn each time it runs")))
    return next_of_items (frame, node, self, item);
  if (self->unknown == NULL)
    self->unknown = retort_py_unknown_at (frame, node, "the order of a set is not determined");
  return RETORT_PY_ITERATION_UNKNOWN;
}

static RetortPyIteration
next_of_view (RetortPyFrame *frame, const RetortPyNode *node, RetortPyIterator *self, RetortPyValue **item)
{
  RetortPyViewKind kind = (RetortPyViewKind) self->step;
  RetortPyValue *pair[2];

  if (is_lost (self))
    return RETORT_PY_ITERATION_UNKNOWN;
  if (self->source->many.n_removals != self->n_removals && (gint64) self->source->many.items.n == self->limit)
    {
      self->unknown = retort_py_unknown_at (frame, node, "keys were removed while the dict was gone through");
      return RETORT_PY_ITERATION_UNKNOWN;
    }
  if ((gint64) self->source->many.items.n != self->limit)
    {
      retort_py_raise (frame, node, "RuntimeError", "the dict changed while it was gone through");
      return RETORT_PY_ITERATION_RAISED;
    }
  if (self->position >= self->limit)
    return RETORT_PY_ITERATION_END;
  pair[0] = self->source->many.items.items[self->position];
  pair[1] = self->source->many.values.items[self->position++];
  *item = kind == RETORT_PY_VIEW_ITEMS ? retort_py_new_tuple (frame->evaluation, pair, 2) : pair[kind == RETORT_PY_VIEW_VALUES];
  return RETORT_PY_ITERATION_ITEM;
}

static RetortPyIteration
next_of_text (RetortPyFrame *frame, const RetortPyNode *node, RetortPyIterator *self, RetortPyValue **item)
{
  const char *at = self->source->string.text + self->position;
  const char *next;

  if (*at == '\0')
    return RETORT_PY_ITERATION_END;
  next = g_utf8_next_char (at);
  *item = retort_py_new_text (frame->evaluation, at, (gsize) (next - at));
  self->position += next - at;
  return RETORT_PY_ITERATION_ITEM;
}

static RetortPyIteration
next_of_bytes (RetortPyFrame *frame, const RetortPyNode *node, RetortPyIterator *self, RetortPyValue **item)
{
  if (self->position >= (gint64) self->source->string.length)
    return RETORT_PY_ITERATION_END;
  *item = retort_py_new_int64 (frame->evaluation, (guchar) self->source->string.text[self->position++]);
  return RETORT_PY_ITERATION_ITEM;
}

static RetortPyIteration
next_of_range (RetortPyFrame *frame, const RetortPyNode *node, RetortPyIterator *self, RetortPyValue **item)
{
  const Range *range = self->source->foreign.data;

  if (self->position >= range->count)
    return RETORT_PY_ITERATION_END;
  *item = retort_py_new_int64 (frame->evaluation, range->start + self->position++ * range->step);
  return RETORT_PY_ITERATION_ITEM;
}

/**
 * retort_py_next: (skip)
 * @frame: where
 * @node: the place
 * @self: an iterator; once at its end it stays there
 * @item: (out): the next item, when there is one
 *
 * Returns: what came
 */
RetortPyIteration
retort_py_next (RetortPyFrame *frame, const RetortPyNode *node, RetortPyIterator *self, RetortPyValue **item)
{
  RetortPyIteration result = RETORT_PY_ITERATION_RAISED;

  if (self->is_over)
    return RETORT_PY_ITERATION_END;
  if (self->unknown != NULL)
    return RETORT_PY_ITERATION_UNKNOWN;
  if (!retort_py_charge (frame->evaluation, 1))
    return RETORT_PY_ITERATION_RAISED;
  result = self->next (frame, node, self, item);
  self->is_over = self->is_over || result == RETORT_PY_ITERATION_END;
  return frame->evaluation->stop_reason != NULL ? RETORT_PY_ITERATION_RAISED : result;
}

static RetortPyIterator *
iterator_over (RetortPyFrame *frame, const char *type, RetortPyValue *source,
               RetortPyIteration (*next) (RetortPyFrame *, const RetortPyNode *, RetortPyIterator *, RetortPyValue **))
{
  RetortPyIterator *self = retort_py_iterator_new (frame->evaluation, type, next);

  self->source = source;
  return self;
}

static RetortPyIterator *
iterate_dict (RetortPyFrame *frame, RetortPyValue *dict, RetortPyViewKind kind)
{
  RetortPyIterator *self = iterator_over (frame, "dict_keyiterator", dict, next_of_view);

  self->limit = dict->many.items.n;
  self->n_removals = dict->many.n_removals;
  self->step = (gint64) kind;
  return self;
}

static RetortPyIterator *
iterate_foreign (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *value)
{
  RetortPyIterator *self = retort_py_value_get_iterator (value);

  if (self != NULL)
    return self;
  if (value->foreign.klass == &range_class)
    return iterator_over (frame, "range_iterator", value, next_of_range);
  if (value->foreign.klass == &view_class)
    {
      View *view = value->foreign.data;

      if (view->dict->kind == RETORT_PY_DICT)
        return iterate_dict (frame, view->dict, view->kind);
    }
  if (value->foreign.klass->iterate != NULL)
    {
      RetortPyValue *stand_in = value->foreign.klass->iterate (frame->evaluation, value);

      if (stand_in != NULL)
        return retort_py_iterate (frame, node, stand_in);
      if (frame->evaluation->exception != NULL)
        return NULL;
    }
  self = retort_py_iterator_new (frame->evaluation, "iterator", NULL);
  self->unknown = retort_py_absorb (frame, node, value, NULL);
  return self;
}

/**
 * retort_py_iterate: (skip)
 * @frame: where
 * @node: the place
 * @value: what to go through
 *
 * Returns: (transfer none) (nullable): an iterator; %NULL: raised, for @value is not iterable
 */
RetortPyIterator *
retort_py_iterate (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *value)
{
  RetortPyIterator *self;

  switch ((int) value->kind)
    {
    case RETORT_PY_LIST:
      return iterator_over (frame, "list_iterator", value, next_of_items);
    case RETORT_PY_TUPLE:
      return iterator_over (frame, "tuple_iterator", value, next_of_items);
    case RETORT_PY_SET:
      return iterator_over (frame, "set_iterator", value, next_of_set);
    case RETORT_PY_STR:
      return iterator_over (frame, "str_iterator", value, next_of_text);
    case RETORT_PY_DICT:
      return iterate_dict (frame, value, RETORT_PY_VIEW_KEYS);
    case RETORT_PY_FOREIGN:
      return iterate_foreign (frame, node, value);
    case RETORT_PY_BYTES:
      return iterator_over (frame, "bytes_iterator", value, next_of_bytes);
    case RETORT_PY_UNKNOWN:
    case RETORT_PY_CLASS:
      if (value->kind == RETORT_PY_CLASS && value->klass->members != NULL && retort_py_flag_lists_members (value->klass))
        return iterator_over (frame, "generator", value->klass->members, next_of_items);
      self = retort_py_iterator_new (frame->evaluation, "iterator", NULL);
      self->unknown = retort_py_absorb (frame, node, value, NULL);
      retort_py_follow_shape (frame->evaluation, self->unknown, value);
      return self;
    default:
      retort_py_raise (frame, node, "TypeError", "a %s cannot be gone through", retort_py_value_type_name (value));
      return NULL;
    }
}

/**
 * retort_py_collect: (skip)
 * @frame: where
 * @node: the place
 * @iterable: what to go through
 * @items: receives all items
 * @unknown: (out) (nullable): set when it is not known which items there are
 *
 * Returns: %FALSE when something was raised
 */
gboolean
retort_py_collect (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *iterable, RetortPyItems *items, RetortPyValue **unknown)
{
  RetortPyIterator *iterator = retort_py_iterate (frame, node, iterable);
  RetortPyIteration iteration = RETORT_PY_ITERATION_RAISED;
  RetortPyValue *item;

  *unknown = NULL;
  if (iterator == NULL)
    return FALSE;
  while ((iteration = retort_py_next (frame, node, iterator, &item)) == RETORT_PY_ITERATION_ITEM)
    retort_py_items_append (frame->evaluation, items, item);
  if (iteration == RETORT_PY_ITERATION_UNKNOWN)
    *unknown = retort_py_new_same_unknown (frame->evaluation, iterator->unknown);
  for (guint i = 0; *unknown != NULL && i < items->n; i++)
    retort_py_taint_value (frame, items->items[i], (*unknown)->unknown.reason, (*unknown)->unknown.span);
  return iteration != RETORT_PY_ITERATION_RAISED;
}
