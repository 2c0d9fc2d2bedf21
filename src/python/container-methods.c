/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Methods of list, tuple, dict and set. */
#include "python/evaluation-private.h"

#include <string.h>

static RetortPyValue *
list_append (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;

  if (!retort_py_arity (frame, node, arguments, "append", 1, 1, &result))
    return result;
  if (self->kind != RETORT_PY_LIST)
    return retort_py_unknown_with (frame, node, arguments, self, "the list is not known");
  retort_py_items_append (frame->evaluation, &self->many.items, arguments->positional[0]);
  return frame->evaluation->none;
}

static RetortPyValue *
list_extend (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  RetortPyItems items = { 0 };

  if (!retort_py_arity (frame, node, arguments, "extend", 1, 1, &result))
    return result;
  if (!retort_py_collect (frame, node, arguments->positional[0], &items, &result))
    return NULL;
  if (self->kind != RETORT_PY_LIST || result != NULL)
    return retort_py_unknown_with (frame, node, arguments, self, "what the list holds is not known");
  for (guint i = 0; i < items.n; i++)
    retort_py_items_append (frame->evaluation, &self->many.items, items.items[i]);
  return frame->evaluation->none;
}

static RetortPyValue *
list_insert (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  gint64 place;
  gint64 length;

  if (!retort_py_arity (frame, node, arguments, "insert", 2, 2, &result))
    return result;
  if (self->kind != RETORT_PY_LIST || !retort_py_value_get_int64 (arguments->positional[0], &place))
    return retort_py_unknown_with (frame, node, arguments, self, "what the list holds is not known");
  length = self->many.items.n;
  place = place < 0 ? (place < -length ? 0 : place + length) : MIN (place, length);
  retort_py_items_insert (frame->evaluation, &self->many.items, (guint) place, arguments->positional[1]);
  return frame->evaluation->none;
}

static RetortPyValue *
list_pop (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  gint64 place = -1;
  gint64 length;

  if (!retort_py_arity (frame, node, arguments, "pop", 0, 1, &result))
    return result;
  if (self->kind != RETORT_PY_LIST || (arguments->n_positional == 1 && !retort_py_value_get_int64 (arguments->positional[0], &place)))
    return retort_py_unknown_with (frame, node, arguments, self, "what the list holds is not known");
  length = self->many.items.n;
  if (place < -length || place >= length)
    return retort_py_raise (frame, node, "IndexError", "there is nothing to pop");
  place = place < 0 ? place + length : place;
  result = self->many.items.items[place];
  retort_py_items_remove (&self->many.items, (guint) place);
  return result;
}

/* Where the first equal item is; MAYBE when that is not determined. */
static RetortPyAnswer
find_item (const RetortPyValue *self, const RetortPyValue *wanted, guint *place)
{
  for (guint i = 0; i < self->many.items.n; i++)
    {
      RetortPyAnswer equal = retort_py_values_equal (self->many.items.items[i], wanted);

      *place = i;
      if (equal != RETORT_PY_NO)
        return equal;
    }
  return RETORT_PY_NO;
}

static RetortPyValue *
list_remove (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  RetortPyAnswer found;
  guint place = 0;

  if (!retort_py_arity (frame, node, arguments, "remove", 1, 1, &result))
    return result;
  found = self->kind == RETORT_PY_LIST ? find_item (self, arguments->positional[0], &place) : RETORT_PY_MAYBE;
  if (found == RETORT_PY_MAYBE)
    return retort_py_unknown_with (frame, node, arguments, self, "what the list holds is not known");
  if (found == RETORT_PY_NO)
    return retort_py_raise (frame, node, "ValueError", "it is not in the list");
  retort_py_items_remove (&self->many.items, place);
  return frame->evaluation->none;
}

static RetortPyValue *
list_index (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  RetortPyAnswer found;
  guint place = 0;

  if (arguments->n_positional > 1)
    return retort_py_call_long_form (frame, node, self, "index", arguments);
  if (!retort_py_arity (frame, node, arguments, "index", 1, 1, &result))
    return result;
  found = self->kind == RETORT_PY_UNKNOWN ? RETORT_PY_MAYBE : find_item (self, arguments->positional[0], &place);
  if (found == RETORT_PY_MAYBE)
    return retort_py_unknown_with (frame, node, arguments, self, "where it is in the list is not known");
  if (found == RETORT_PY_NO)
    return retort_py_raise (frame, node, "ValueError", "it is not in the list");
  return retort_py_new_int64 (frame->evaluation, place);
}

static RetortPyValue *
list_count (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  gint64 count = 0;

  if (!retort_py_arity (frame, node, arguments, "count", 1, 1, &result))
    return result;
  for (guint i = 0; self->kind != RETORT_PY_UNKNOWN && i < self->many.items.n; i++)
    {
      RetortPyAnswer equal = retort_py_values_equal (self->many.items.items[i], arguments->positional[0]);

      if (equal == RETORT_PY_MAYBE)
        return retort_py_unknown_with (frame, node, arguments, self, "how often it is in the list is not known");
      count += equal == RETORT_PY_YES;
    }
  if (self->kind == RETORT_PY_UNKNOWN)
    return retort_py_unknown_with (frame, node, arguments, self, "how often it is in the list is not known");
  return retort_py_new_int64 (frame->evaluation, count);
}

static RetortPyValue *
list_reverse (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;

  if (!retort_py_arity (frame, node, arguments, "reverse", 0, 0, &result))
    return result;
  if (self->kind != RETORT_PY_LIST)
    return retort_py_unknown_with (frame, node, arguments, self, "the list is not known");
  for (guint i = 0; i < self->many.items.n / 2; i++)
    {
      RetortPyValue *other = self->many.items.items[self->many.items.n - 1 - i];

      self->many.items.items[self->many.items.n - 1 - i] = self->many.items.items[i];
      self->many.items.items[i] = other;
    }
  return frame->evaluation->none;
}

static RetortPyValue *
list_sort (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyItems items = self->many.items; /* what the key does to the list meanwhile is refused by Python */
  RetortPyValue *unknown;
  RetortPyValue *sorted;

  if (self->kind != RETORT_PY_LIST)
    return retort_py_unknown_with (frame, node, arguments, self, "the list is not known");
  sorted = retort_py_sort (frame, node, arguments, 0, &items, TRUE, &unknown);
  if (sorted == NULL)
    return NULL;
  if (unknown != NULL || self->kind != RETORT_PY_LIST || self->many.items.items != items.items || self->many.items.n != items.n)
    return retort_py_unknown_with (frame, node, arguments, self, "the order of the list is not known");
  self->many.items = sorted->many.items;
  return frame->evaluation->none;
}

/* list, dict and set */
static RetortPyValue *
any_clear (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;

  if (!retort_py_arity (frame, node, arguments, "clear", 0, 0, &result))
    return result;
  if (self->kind == RETORT_PY_LIST)
    self->many.items.n = 0;
  else if (self->kind == RETORT_PY_DICT || self->kind == RETORT_PY_SET)
    retort_py_keyed_clear (self);
  else
    return retort_py_unknown_with (frame, node, arguments, self, "it is not known");
  return frame->evaluation->none;
}

static RetortPyValue *
any_copy (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;

  if (!retort_py_arity (frame, node, arguments, "copy", 0, 0, &result))
    return result;
  if (self->kind == RETORT_PY_UNKNOWN)
    return retort_py_unknown_with (frame, node, arguments, self, "it is not known");
  if (retort_py_is_frozenset (self))
    return self;
  result = retort_py_new_value (frame->evaluation, self->kind);
  for (guint i = 0; i < self->many.items.n; i++)
    if (self->kind == RETORT_PY_LIST)
      retort_py_items_append (frame->evaluation, &result->many.items, self->many.items.items[i]);
    else
      retort_py_keyed_put (frame->evaluation, result, self->many.items.items[i],
                           self->kind == RETORT_PY_DICT ? self->many.values.items[i] : NULL);
  return result;
}

/* What dict methods begin with: a known dict and a known key. FALSE: return @result. */
static gboolean
begin_keyed (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments, const char *name, guint most,
             RetortPyValue **result)
{
  gboolean is_known = TRUE;

  if (!retort_py_arity (frame, node, arguments, name, 1, most, result))
    return FALSE;
  if (self->kind == RETORT_PY_UNKNOWN)
    *result = retort_py_unknown_with (frame, node, arguments, self, "what it holds is not known");
  else if (!retort_py_value_is_hashable (arguments->positional[0], &is_known))
    *result = retort_py_raise (frame, node, "TypeError", "a %s cannot be a key", retort_py_value_type_name (arguments->positional[0]));
  else if (!is_known)
    *result = retort_py_unknown_with (frame, node, arguments, self, "the key is not known");
  else
    return TRUE;
  return FALSE;
}

static RetortPyValue *
dict_get (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  guint place;

  if (!begin_keyed (frame, node, self, arguments, "get", 2, &result))
    return result;
  if (retort_py_keyed_find (self, arguments->positional[0], &place))
    return self->many.values.items[place];
  return arguments->n_positional == 2 ? arguments->positional[1] : frame->evaluation->none;
}

static RetortPyValue *
dict_setdefault (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  guint place;

  if (!begin_keyed (frame, node, self, arguments, "setdefault", 2, &result))
    return result;
  if (retort_py_keyed_find (self, arguments->positional[0], &place))
    return self->many.values.items[place];
  result = arguments->n_positional == 2 ? arguments->positional[1] : frame->evaluation->none;
  retort_py_keyed_put (frame->evaluation, self, arguments->positional[0], result);
  return result;
}

static RetortPyValue *
dict_pop (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  guint place;

  /* An empty dict does not look at the key. */
  if (self->kind == RETORT_PY_DICT && self->many.items.n == 0 && arguments->n_positional == 2 && arguments->n_keywords == 0 && !arguments->is_open)
    return arguments->positional[1];
  if (!begin_keyed (frame, node, self, arguments, "pop", 2, &result))
    return result;
  if (retort_py_keyed_find (self, arguments->positional[0], &place))
    {
      result = self->many.values.items[place];
      retort_py_keyed_remove (self, place);
      return result;
    }
  if (arguments->n_positional == 2)
    return arguments->positional[1];
  return retort_py_raise (frame, node, "KeyError", "there is no such key");
}

static RetortPyValue *
make_view (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments, const char *name, RetortPyViewKind kind)
{
  RetortPyValue *result;

  if (!retort_py_arity (frame, node, arguments, name, 0, 0, &result))
    return result;
  if (self->kind != RETORT_PY_DICT)
    return retort_py_unknown_with (frame, node, arguments, self, "what the dict holds is not known");
  return retort_py_new_view (frame->evaluation, self, kind);
}

static RetortPyValue *
dict_keys (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return make_view (frame, node, self, arguments, "keys", RETORT_PY_VIEW_KEYS);
}

static RetortPyValue *
dict_values (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return make_view (frame, node, self, arguments, "values", RETORT_PY_VIEW_VALUES);
}

static RetortPyValue *
dict_items (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return make_view (frame, node, self, arguments, "items", RETORT_PY_VIEW_ITEMS);
}

/* One pair of an iterable of pairs. NULL: raised; None: well; else unknown. */
static RetortPyValue *
put_pair (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *dict, RetortPyValue *pair)
{
  RetortPyItems items = { 0 };
  RetortPyValue *unknown = NULL;
  gboolean is_known;

  if (!retort_py_collect (frame, node, pair, &items, &unknown))
    return NULL;
  if (unknown != NULL)
    return unknown;
  if (items.n != 2)
    return retort_py_raise (frame, node, "ValueError", "a pair has two items, not %u", items.n);
  if (!retort_py_value_is_hashable (items.items[0], &is_known))
    return retort_py_raise (frame, node, "TypeError", "a %s cannot be a key", retort_py_value_type_name (items.items[0]));
  if (!is_known)
    return retort_py_absorb (frame, node, items.items[0], items.items[1]);
  retort_py_keyed_put (frame->evaluation, dict, items.items[0], items.items[1]);
  return frame->evaluation->none;
}

/**
 * retort_py_update_dict: (skip)
 * @frame: where
 * @node: the call
 * @dict: a dict
 * @other: a dict, or an iterable of pairs
 *
 * Returns: (transfer none) (nullable): None when it is done; %NULL: raised; else an unknown value, and @dict is no longer
 *   right
 */
RetortPyValue *
retort_py_update_dict (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *dict, RetortPyValue *other)
{
  RetortPyIterator *iterator;
  RetortPyIteration iteration;
  RetortPyValue *item;
  RetortPyValue *result = frame->evaluation->none;

  other = retort_py_plain_container (other);
  if (other->kind == RETORT_PY_DICT)
    {
      for (guint i = 0; i < other->many.items.n; i++)
        retort_py_keyed_put (frame->evaluation, dict, other->many.items.items[i], other->many.values.items[i]);
      return result;
    }
  if (other->kind == RETORT_PY_FOREIGN && retort_py_value_get_iterator (other) == NULL)
    return retort_py_absorb (frame, node, other, NULL);
  iterator = retort_py_iterate (frame, node, other);
  if (iterator == NULL)
    return NULL;
  while ((iteration = retort_py_next (frame, node, iterator, &item)) == RETORT_PY_ITERATION_ITEM)
    {
      RetortPyValue *one = put_pair (frame, node, dict, item);

      if (one == NULL)
        return NULL;
      if (one != frame->evaluation->none)
        result = one;
    }
  if (iteration == RETORT_PY_ITERATION_UNKNOWN)
    return retort_py_new_same_unknown (frame->evaluation, iterator->unknown);
  return iteration == RETORT_PY_ITERATION_RAISED ? NULL : result;
}

static RetortPyValue *
dict_update (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyEvaluation *evaluation = frame->evaluation;
  RetortPyValue *result = evaluation->none;

  if (self->kind != RETORT_PY_DICT || arguments->is_open || arguments->n_positional > 1)
    return retort_py_unknown_with (frame, node, arguments, self, "what the dict holds is not known");
  if (arguments->n_positional == 1)
    result = retort_py_update_dict (frame, node, self, arguments->positional[0]);
  if (result == NULL)
    return NULL;
  if (result != evaluation->none || self->kind != RETORT_PY_DICT)
    return retort_py_unknown_with (frame, node, arguments, self, "what the dict holds is not known");
  for (guint i = 0; i < arguments->n_keywords; i++)
    retort_py_keyed_put (evaluation, self, retort_py_new_string (evaluation, arguments->keyword_names[i]), arguments->keyword_values[i]);
  return result;
}

static RetortPyValue *
set_add (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;

  if (!begin_keyed (frame, node, self, arguments, "add", 1, &result))
    return result;
  retort_py_keyed_put (frame->evaluation, self, arguments->positional[0], NULL);
  return frame->evaluation->none;
}

static RetortPyValue *
set_discard (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  guint place;

  if (!begin_keyed (frame, node, self, arguments, "discard", 1, &result))
    return result;
  if (retort_py_keyed_find (self, arguments->positional[0], &place))
    retort_py_keyed_remove (self, place);
  return frame->evaluation->none;
}

static const RetortPyMethod list_methods[] = {
  { "append", list_append }, { "clear", any_clear }, { "copy", any_copy }, { "count", list_count }, { "extend", list_extend },
  { "index", list_index }, { "insert", list_insert }, { "pop", list_pop }, { "remove", list_remove },
  { "reverse", list_reverse }, { "sort", list_sort }, { NULL, NULL },
};

static const RetortPyMethod tuple_methods[] = {
  { "count", list_count }, { "index", list_index }, { NULL, NULL },
};

static const RetortPyMethod dict_methods[] = {
  { "clear", any_clear }, { "copy", any_copy }, { "get", dict_get }, { "items", dict_items }, { "keys", dict_keys },
  { "pop", dict_pop }, { "setdefault", dict_setdefault }, { "update", dict_update }, { "values", dict_values }, { NULL, NULL },
};

static const RetortPyMethod set_methods[] = {
  { "add", set_add }, { "clear", any_clear }, { "copy", any_copy }, { "discard", set_discard }, { NULL, NULL },
};

/**
 * retort_py_find_container_method: (skip)
 * @kind: a kind of value
 * @name: a name
 *
 * Returns: (nullable): the method of that name
 */
const RetortPyMethod *
retort_py_find_container_method (RetortPyKind kind, const char *name)
{
  const RetortPyMethod *methods = kind == RETORT_PY_LIST ? list_methods
                                  : kind == RETORT_PY_TUPLE ? tuple_methods
                                  : kind == RETORT_PY_DICT ? dict_methods
                                  : kind == RETORT_PY_SET ? set_methods
                                  : kind == RETORT_PY_BYTES ? retort_py_bytes_methods : NULL;

  for (; methods != NULL && methods->name != NULL; methods++)
    if (strcmp (methods->name, name) == 0)
      return methods;
  return NULL;
}
