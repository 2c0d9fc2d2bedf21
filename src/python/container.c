/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Growing arrays of values, and the keyed containers: a dict keeps insertion order, a set's order means nothing. */
#include "python/value-private.h"

#include <math.h>
#include <string.h>

/* From this many keys on an index is kept. */
#define INDEX_FROM 12

/**
 * retort_py_items_append: (skip)
 * @evaluation: an evaluation
 * @items: an array
 * @value: what to add at its end
 */
void
retort_py_items_append (RetortPyEvaluation *evaluation, RetortPyItems *items, RetortPyValue *value)
{
  retort_py_items_insert (evaluation, items, items->n, value);
}

/**
 * retort_py_items_insert: (skip)
 * @evaluation: an evaluation
 * @items: an array
 * @at: at most its length
 * @value: what to put there; what follows moves up
 */
void
retort_py_items_insert (RetortPyEvaluation *evaluation, RetortPyItems *items, guint at, RetortPyValue *value)
{
  if (items->n == items->capacity)
    {
      guint capacity = MAX (4, items->capacity * 2);
      RetortPyValue **larger = retort_py_allocate (evaluation, capacity * sizeof *larger);

      if (items->n > 0)
        memcpy (larger, items->items, items->n * sizeof *larger);
      items->items = larger;
      items->capacity = capacity;
    }
  memmove (items->items + at + 1, items->items + at, (items->n - at) * sizeof *items->items);
  items->items[at] = value;
  items->n++;
}

/**
 * retort_py_items_remove: (skip)
 * @items: an array
 * @at: below its length
 */
void
retort_py_items_remove (RetortPyItems *items, guint at)
{
  memmove (items->items + at, items->items + at + 1, (items->n - at - 1) * sizeof *items->items);
  items->n--;
}

/**
 * retort_py_is_frozenset: (skip)
 * @self: a value
 *
 * Returns: whether it is a frozenset: a set that never changes, and can be a key
 */
gboolean
retort_py_is_frozenset (const RetortPyValue *self)
{
  return self->kind == RETORT_PY_SET && self->many.is_frozen;
}

/* Equal keys have equal hashes: 1, 1.0 and True are one key. */
static guint
key_hash (gconstpointer data)
{
  const RetortPyValue *key = data;
  double number;
  guint hash = 17;

  if (key->kind == RETORT_PY_STR)
    return g_str_hash (key->string.text);
  if (retort_py_value_get_double (key, &number))
    return isnan (number) ? 0 : (guint) (gint64) CLAMP (number, -9e15, 9e15);
  for (guint i = 0; key->kind == RETORT_PY_TUPLE && i < key->many.items.n; i++)
    hash = hash * 31 + key_hash (key->many.items.items[i]);
  for (guint i = 0; key->kind == RETORT_PY_SET && i < key->many.items.n; i++)
    hash += key_hash (key->many.items.items[i]); /* in any order */
  if (key->kind == RETORT_PY_TUPLE || key->kind == RETORT_PY_NONE || key->kind == RETORT_PY_SET)
    return hash;
  if (key->kind == RETORT_PY_FOREIGN && key->foreign.klass->hash != NULL)
    return key->foreign.klass->hash (key);
  if (key->kind == RETORT_PY_BYTES)
    return g_str_hash (key->string.text);
  return g_direct_hash (key);
}

static gboolean
keys_equal (gconstpointer left, gconstpointer right)
{
  return left == right || retort_py_values_equal (left, right) == RETORT_PY_YES;
}

/**
 * retort_py_value_is_hashable: (skip)
 * @self: a value
 * @is_known: (out): %FALSE when it holds something unknown or foreign, so that it may equal any other such key
 *
 * Returns: whether Python takes it as a key
 */
gboolean
retort_py_value_is_hashable (const RetortPyValue *self, gboolean *is_known)
{
  *is_known = self->kind != RETORT_PY_UNKNOWN && (self->kind != RETORT_PY_FOREIGN || self->foreign.klass->hash != NULL);
  if (self->kind == RETORT_PY_LIST || self->kind == RETORT_PY_DICT || (self->kind == RETORT_PY_SET && !self->many.is_frozen))
    return FALSE;
  for (guint i = 0; self->kind == RETORT_PY_TUPLE && i < self->many.items.n; i++)
    {
      gboolean is_item_known;

      if (!retort_py_value_is_hashable (self->many.items.items[i], &is_item_known))
        return FALSE;
      *is_known = *is_known && is_item_known;
    }
  return TRUE;
}

/**
 * retort_py_keyed_find: (skip)
 * @keyed: a dict or a set
 * @key: a known, hashable value
 * @place: (out): where it is
 *
 * Returns: whether it is there
 */
gboolean
retort_py_keyed_find (const RetortPyValue *keyed, const RetortPyValue *key, guint *place)
{
  if (keyed->many.index != NULL)
    {
      guint found = GPOINTER_TO_UINT (g_hash_table_lookup (keyed->many.index, key));

      *place = found - 1;
      return found > 0;
    }
  for (guint i = 0; i < keyed->many.items.n; i++)
    if (keys_equal (keyed->many.items.items[i], key))
      {
        *place = i;
        return TRUE;
      }
  return FALSE;
}

static void
make_index (RetortPyEvaluation *evaluation, RetortPyValue *keyed)
{
  keyed->many.index = g_hash_table_new (key_hash, keys_equal);
  retort_py_own (evaluation, keyed->many.index, (GDestroyNotify) g_hash_table_unref);
  for (guint i = 0; i < keyed->many.items.n; i++)
    g_hash_table_insert (keyed->many.index, keyed->many.items.items[i], GUINT_TO_POINTER (i + 1));
}

/**
 * retort_py_keyed_put: (skip)
 * @evaluation: an evaluation
 * @keyed: a dict or a set
 * @key: a known, hashable value
 * @value: (nullable): the value of a dict's key; %NULL for a set
 *
 * Adds a key at the end, or replaces the value of an equal one, whose key object stays.
 */
void
retort_py_keyed_put (RetortPyEvaluation *evaluation, RetortPyValue *keyed, RetortPyValue *key, RetortPyValue *value)
{
  guint place;

  if (retort_py_keyed_find (keyed, key, &place))
    {
      if (value != NULL)
        keyed->many.values.items[place] = value;
      return;
    }
  retort_py_items_append (evaluation, &keyed->many.items, key);
  if (value != NULL)
    retort_py_items_append (evaluation, &keyed->many.values, value);
  if (keyed->many.index != NULL)
    g_hash_table_insert (keyed->many.index, key, GUINT_TO_POINTER (keyed->many.items.n));
  else if (keyed->many.items.n >= INDEX_FROM)
    make_index (evaluation, keyed);
}

static void
index_again (RetortPyValue *keyed)
{
  if (keyed->many.index == NULL)
    return;
  g_hash_table_remove_all (keyed->many.index);
  for (guint i = 0; i < keyed->many.items.n; i++)
    g_hash_table_insert (keyed->many.index, keyed->many.items.items[i], GUINT_TO_POINTER (i + 1));
}

/**
 * retort_py_keyed_remove: (skip)
 * @keyed: a dict or a set
 * @place: which key
 */
void
retort_py_keyed_remove (RetortPyValue *keyed, guint place)
{
  gboolean is_last = place + 1 == keyed->many.items.n;

  keyed->many.n_removals++;
  if (is_last && keyed->many.index != NULL)
    g_hash_table_remove (keyed->many.index, keyed->many.items.items[place]);
  retort_py_items_remove (&keyed->many.items, place);
  if (keyed->kind == RETORT_PY_DICT)
    retort_py_items_remove (&keyed->many.values, place);
  if (!is_last)
    index_again (keyed);
}

/**
 * retort_py_keyed_clear: (skip)
 * @keyed: a dict or a set
 */
void
retort_py_keyed_clear (RetortPyValue *keyed)
{
  keyed->many.n_removals++;
  keyed->many.items.n = 0;
  keyed->many.values.n = 0;
  index_again (keyed);
}
