/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making values and looking into them. */
#include "python/value-private.h"

#include <string.h>

/**
 * retort_py_new_value: (skip)
 * @evaluation: whose arena it lives in
 * @kind: its kind; what belongs to the kind is zero
 *
 * Returns: (transfer none): a value to fill in
 */
RetortPyValue *
retort_py_new_value (RetortPyEvaluation *evaluation, RetortPyKind kind)
{
  RetortPyValue *self = retort_py_allocate (evaluation, sizeof *self);

  self->kind = kind;
  return self;
}

/**
 * retort_py_new_none:
 * @evaluation: an evaluation
 *
 * Returns: (transfer none): None
 */
RetortPyValue *
retort_py_new_none (RetortPyEvaluation *evaluation)
{
  return retort_py_new_value (evaluation, RETORT_PY_NONE);
}

/**
 * retort_py_new_bool:
 * @evaluation: an evaluation
 * @value: the truth
 *
 * Returns: (transfer none): True or False
 */
RetortPyValue *
retort_py_new_bool (RetortPyEvaluation *evaluation, gboolean value)
{
  RetortPyValue *self = retort_py_new_value (evaluation, RETORT_PY_BOOL);

  self->boolean = value != FALSE;
  return self;
}

/**
 * retort_py_new_int64:
 * @evaluation: an evaluation
 * @value: the number
 *
 * Returns: (transfer none): an int
 */
RetortPyValue *
retort_py_new_int64 (RetortPyEvaluation *evaluation, gint64 value)
{
  RetortPyValue *self = retort_py_new_value (evaluation, RETORT_PY_INT);

  self->small = value;
  return self;
}

/**
 * retort_py_new_digits: (skip)
 * @evaluation: an evaluation
 * @digits: decimal digits without leading zeros, maybe after a '-'
 *
 * Returns: (transfer none): an int of any size
 */
RetortPyValue *
retort_py_new_digits (RetortPyEvaluation *evaluation, const char *digits)
{
  RetortPyValue *self;
  gint64 small;

  if (g_ascii_string_to_signed (digits, 10, G_MININT64, G_MAXINT64, &small, NULL))
    return retort_py_new_int64 (evaluation, small);
  self = retort_py_new_value (evaluation, RETORT_PY_INT);
  self->digits = retort_py_strdup (evaluation, digits);
  return self;
}

/**
 * retort_py_new_float: (skip)
 * @evaluation: an evaluation
 * @value: the number
 *
 * Returns: (transfer none): a float
 */
RetortPyValue *
retort_py_new_float (RetortPyEvaluation *evaluation, double value)
{
  RetortPyValue *self = retort_py_new_value (evaluation, RETORT_PY_FLOAT);

  self->real = value;
  return self;
}

/**
 * retort_py_new_text: (skip)
 * @evaluation: an evaluation
 * @text: UTF-8, copied
 * @length: bytes
 *
 * Returns: (transfer none): a str
 */
RetortPyValue *
retort_py_new_text (RetortPyEvaluation *evaluation, const char *text, gsize length)
{
  RetortPyValue *self = retort_py_new_value (evaluation, RETORT_PY_STR);
  char *copy = retort_py_allocate (evaluation, length + 1);

  if (length > 0)
    memcpy (copy, text, length);
  self->string.text = copy;
  self->string.length = length;
  return self;
}

/**
 * retort_py_new_string:
 * @evaluation: an evaluation
 * @text: UTF-8, copied
 *
 * Returns: (transfer none): a str
 */
RetortPyValue *
retort_py_new_string (RetortPyEvaluation *evaluation, const char *text)
{
  return retort_py_new_text (evaluation, text, strlen (text));
}

/**
 * retort_py_take_string: (skip)
 * @evaluation: an evaluation
 * @text: (transfer full): UTF-8
 *
 * Returns: (transfer none): a str
 */
RetortPyValue *
retort_py_take_string (RetortPyEvaluation *evaluation, char *text)
{
  RetortPyValue *self = retort_py_new_string (evaluation, text);

  g_free (text);
  return self;
}

static RetortPyValue *
new_many (RetortPyEvaluation *evaluation, RetortPyKind kind, RetortPyValue *const *items, guint n_items)
{
  RetortPyValue *self = retort_py_new_value (evaluation, kind);

  self->many.items.items = retort_py_allocate (evaluation, MAX (n_items, 1) * sizeof (RetortPyValue *));
  self->many.items.capacity = MAX (n_items, 1);
  self->many.items.n = n_items;
  if (n_items > 0)
    memcpy (self->many.items.items, items, n_items * sizeof (RetortPyValue *));
  return self;
}

/**
 * retort_py_new_list:
 * @evaluation: an evaluation
 * @items: (array length=n_items) (nullable): copied
 * @n_items: how many
 *
 * Returns: (transfer none): a list
 */
RetortPyValue *
retort_py_new_list (RetortPyEvaluation *evaluation, RetortPyValue *const *items, guint n_items)
{
  return new_many (evaluation, RETORT_PY_LIST, items, n_items);
}

/**
 * retort_py_new_tuple:
 * @evaluation: an evaluation
 * @items: (array length=n_items) (nullable): copied
 * @n_items: how many
 *
 * Returns: (transfer none): a tuple
 */
RetortPyValue *
retort_py_new_tuple (RetortPyEvaluation *evaluation, RetortPyValue *const *items, guint n_items)
{
  return new_many (evaluation, RETORT_PY_TUPLE, items, n_items);
}

/**
 * retort_py_new_dict: (skip)
 * @evaluation: an evaluation
 *
 * Returns: (transfer none): an empty dict
 */
RetortPyValue *
retort_py_new_dict (RetortPyEvaluation *evaluation)
{
  return retort_py_new_value (evaluation, RETORT_PY_DICT);
}

/**
 * retort_py_new_set: (skip)
 * @evaluation: an evaluation
 *
 * Returns: (transfer none): an empty set
 */
RetortPyValue *
retort_py_new_set (RetortPyEvaluation *evaluation)
{
  return retort_py_new_value (evaluation, RETORT_PY_SET);
}

/**
 * retort_py_new_same_unknown: (skip)
 * @evaluation: an evaluation
 * @unknown: where the new value's being unknown comes from
 *
 * Returns: (transfer none): another unknown value with the same reason and place
 */
RetortPyValue *
retort_py_new_same_unknown (RetortPyEvaluation *evaluation, const RetortPyValue *unknown)
{
  RetortPyValue *self = retort_py_new_value (evaluation, RETORT_PY_UNKNOWN);

  self->unknown.reason = unknown->unknown.reason;
  self->unknown.span = unknown->unknown.span;
  return self;
}

/**
 * retort_py_new_unknown:
 * @evaluation: an evaluation
 * @span: the place of the expression that made it
 * @reason_format: why it is not known: a clause, for people
 * @...: arguments of @reason_format
 *
 * Returns: (transfer none): a value of which nothing is known
 */
RetortPyValue *
retort_py_new_unknown (RetortPyEvaluation *evaluation, RetortSpan span, const char *reason_format, ...)
{
  RetortPyValue *self = retort_py_new_value (evaluation, RETORT_PY_UNKNOWN);
  g_autofree char *reason = NULL;
  va_list arguments;

  va_start (arguments, reason_format);
  reason = g_strdup_vprintf (reason_format, arguments);
  va_end (arguments);
  self->unknown.reason = retort_py_strdup (evaluation, reason);
  self->unknown.span = span;
  return self;
}

/**
 * retort_py_value_become_unknown: (skip)
 * @self: a mutable value
 * @reason: lives as long as @self
 * @span: the place that makes it so
 *
 * From here on nothing is known of @self, whoever holds it. What it held is not looked at.
 */
void
retort_py_value_become_unknown (RetortPyValue *self, const char *reason, RetortSpan span)
{
  self->kind = RETORT_PY_UNKNOWN;
  self->unknown.reason = reason;
  self->unknown.span = span;
}

/**
 * retort_py_value_get_kind:
 * @self: a value
 *
 * Returns: its kind; %RETORT_PY_UNKNOWN too for a list that something unknown may have changed
 */
RetortPyKind
retort_py_value_get_kind (const RetortPyValue *self)
{
  return self->kind;
}

/**
 * retort_py_value_is:
 * @self: a value
 * @kind: a kind
 *
 * Returns: whether it is of that kind
 */
gboolean
retort_py_value_is (const RetortPyValue *self, RetortPyKind kind)
{
  return self->kind == kind;
}

/**
 * retort_py_value_get_bool:
 * @self: a value
 *
 * Returns: whether it is True; %FALSE for any other value
 */
gboolean
retort_py_value_get_bool (const RetortPyValue *self)
{
  return self->kind == RETORT_PY_BOOL && self->boolean;
}

/**
 * retort_py_value_get_int64:
 * @self: a value
 * @number: (out): the number
 *
 * Returns: %FALSE when it is no int (a bool is none) or needs more than 64 bits
 */
gboolean
retort_py_value_get_int64 (const RetortPyValue *self, gint64 *number)
{
  if (self->kind != RETORT_PY_INT || self->digits != NULL)
    return FALSE;
  *number = self->small;
  return TRUE;
}

/**
 * retort_py_value_get_string:
 * @self: a value
 *
 * Returns: (nullable): the text of a str; it holds no NUL
 */
const char *
retort_py_value_get_string (const RetortPyValue *self)
{
  return self->kind == RETORT_PY_STR ? self->string.text : NULL;
}

static gboolean
has_items (const RetortPyValue *self)
{
  return self->kind == RETORT_PY_LIST || self->kind == RETORT_PY_TUPLE || self->kind == RETORT_PY_SET || self->kind == RETORT_PY_DICT;
}

/**
 * retort_py_value_get_n_items:
 * @self: a value
 *
 * Returns: how many items a list, tuple or set has, or pairs a dict; 0 for others
 */
guint
retort_py_value_get_n_items (const RetortPyValue *self)
{
  return has_items (self) ? self->many.items.n : 0;
}

/**
 * retort_py_value_get_item:
 * @self: a list, tuple, set or dict
 * @index: below the number of items
 *
 * Returns: (transfer none): the item; of a dict the value, in insertion order. A set's order means nothing.
 */
RetortPyValue *
retort_py_value_get_item (const RetortPyValue *self, guint index)
{
  g_return_val_if_fail (has_items (self) && index < self->many.items.n, NULL);

  return self->kind == RETORT_PY_DICT ? self->many.values.items[index] : self->many.items.items[index];
}

/**
 * retort_py_value_get_key:
 * @self: a dict
 * @index: below the number of pairs
 *
 * Returns: (transfer none): the key
 */
RetortPyValue *
retort_py_value_get_key (const RetortPyValue *self, guint index)
{
  g_return_val_if_fail (self->kind == RETORT_PY_DICT && index < self->many.items.n, NULL);

  return self->many.items.items[index];
}

/**
 * retort_py_value_lookup:
 * @self: a dict
 * @key: a text
 *
 * Returns: (transfer none) (nullable): the value of that key; %NULL when there is none or @self is no dict
 */
RetortPyValue *
retort_py_value_lookup (const RetortPyValue *self, const char *key)
{
  for (guint i = 0; self->kind == RETORT_PY_DICT && i < self->many.items.n; i++)
    if (g_strcmp0 (retort_py_value_get_string (self->many.items.items[i]), key) == 0)
      return self->many.values.items[i];
  return NULL;
}

/**
 * retort_py_value_get_foreign_class:
 * @self: a value
 *
 * Returns: (nullable): the class of a foreign object. Builtins of Python are foreign objects too, of classes that
 *   only the evaluator knows.
 */
const RetortPyForeignClass *
retort_py_value_get_foreign_class (const RetortPyValue *self)
{
  return self->kind == RETORT_PY_FOREIGN ? self->foreign.klass : NULL;
}

/**
 * retort_py_value_get_foreign_data:
 * @self: a value
 *
 * Returns: (nullable): the data of a foreign object
 */
gpointer
retort_py_value_get_foreign_data (const RetortPyValue *self)
{
  return self->kind == RETORT_PY_FOREIGN ? self->foreign.data : NULL;
}

/**
 * retort_py_value_get_unknown_reason:
 * @self: a value
 *
 * Returns: (nullable): why it is unknown; %NULL when it is known
 */
const char *
retort_py_value_get_unknown_reason (const RetortPyValue *self)
{
  return self->kind == RETORT_PY_UNKNOWN ? self->unknown.reason : NULL;
}

/**
 * retort_py_value_get_unknown_span:
 * @self: a value
 *
 * Returns: the place that made it unknown; empty when it is known
 */
RetortSpan
retort_py_value_get_unknown_span (const RetortPyValue *self)
{
  return self->kind == RETORT_PY_UNKNOWN ? self->unknown.span : (RetortSpan){ 0, 0 };
}

static const RetortPyValue *
find_unknown (const RetortPyValue *self, GHashTable *seen)
{
  const RetortPyValue *live = NULL;

  if (self->kind == RETORT_PY_UNKNOWN)
    return self;
  if (!has_items (self) || !g_hash_table_add (seen, (gpointer) self))
    return NULL;
  for (guint i = 0; i < self->many.items.n; i++)
    {
      const RetortPyValue *found = find_unknown (self->many.items.items[i], seen);

      if ((found == NULL || retort_py_value_is_live (found)) && self->kind == RETORT_PY_DICT)
        {
          const RetortPyValue *other = find_unknown (self->many.values.items[i], seen);

          found = other != NULL ? other : found;
        }
      if (found != NULL && !retort_py_value_is_live (found))
        return found;
      live = found != NULL ? found : live;
    }
  return live;
}

/**
 * retort_py_value_find_unknown:
 * @self: a value
 *
 * Returns: (nullable): @self when it is unknown, else the first unknown value among its items, at any depth; one that the
 *   database decides only when there is no other. Foreign objects are not looked into.
 */
const RetortPyValue *
retort_py_value_find_unknown (const RetortPyValue *self)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (NULL, NULL);

  return find_unknown (self, seen);
}

/**
 * retort_py_new_foreign:
 * @evaluation: an evaluation
 * @klass: how it behaves; static
 * @data: (nullable): what it is
 * @data_free: (nullable): called with @data when the evaluation is freed
 *
 * Returns: (transfer none): a foreign object
 */
RetortPyValue *
retort_py_new_foreign (RetortPyEvaluation *evaluation, const RetortPyForeignClass *klass, gpointer data, GDestroyNotify data_free)
{
  RetortPyValue *self = retort_py_new_value (evaluation, RETORT_PY_FOREIGN);

  self->foreign.klass = klass;
  self->foreign.data = data;
  if (data_free != NULL)
    retort_py_own (evaluation, data, data_free);
  return self;
}

/**
 * retort_py_is_plain: (skip)
 * @self: a value
 *
 * Returns: whether it is none of the objects that do with operators what they like
 */
gboolean
retort_py_is_plain (const RetortPyValue *self)
{
  return self->kind != RETORT_PY_FOREIGN || self->foreign.klass->is_plain;
}

/**
 * retort_py_value_type_name: (skip)
 * @self: a value
 *
 * Returns: what Python's messages call its type
 */
const char *
retort_py_value_type_name (const RetortPyValue *self)
{
  static const char *const names[] = {
    [RETORT_PY_NONE] = "NoneType", [RETORT_PY_BOOL] = "bool", [RETORT_PY_INT] = "int", [RETORT_PY_FLOAT] = "float",
    [RETORT_PY_STR] = "str", [RETORT_PY_BYTES] = "bytes", [RETORT_PY_LIST] = "list", [RETORT_PY_TUPLE] = "tuple",
    [RETORT_PY_SET] = "set", [RETORT_PY_DICT] = "dict", [RETORT_PY_FUNCTION] = "function", [RETORT_PY_CLASS] = "type",
    [RETORT_PY_FOREIGN] = "object", [RETORT_PY_UNKNOWN] = "object",
  };

  if (retort_py_is_frozenset (self))
    return "frozenset";
  return self->kind == RETORT_PY_FOREIGN ? self->foreign.klass->name : names[self->kind];
}
