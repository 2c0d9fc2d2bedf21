/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a live value may be: the values that the paths of explore.c left behind, of which the database chooses one, and the items that were put
 * into a list whose length it decides. They are copies, so that nothing changes them, of plain data only; of anything else nothing is told.
 * Nobody computes with them: they show what may be sent, and a run holds what it sends against that. */
#include "python/evaluation-private.h"

#include <string.h>

#define MAX_CHOICES 64
#define MAX_DEPTH 8 /* of lists and dicts inside each other */

struct _RetortPyChoices
{
  RetortPyEvaluation *evaluation;
  RetortPyItems       values;
  gboolean            are_items; /* of a list */
  gboolean            is_lost;   /* it may be anything */
  guint               n_paths;   /* that told what it may be */
};

/**
 * retort_py_choices_new: (skip)
 * @evaluation: an evaluation
 * @are_items: of a list, rather than of one value
 *
 * Returns: (transfer none): a set without anything, which lives as long as @evaluation
 */
RetortPyChoices *
retort_py_choices_new (RetortPyEvaluation *evaluation, gboolean are_items)
{
  RetortPyChoices *self = retort_py_allocate (evaluation, sizeof *self);

  memset (self, 0, sizeof *self);
  self->evaluation = evaluation;
  self->are_items = are_items;
  return self;
}

static RetortPyChoices *
find (RetortPyEvaluation *evaluation, const RetortPyValue *value)
{
  return retort_py_value_is_live (value) ? g_hash_table_lookup (evaluation->choices, value) : NULL;
}

/* --- Copies --- */

static RetortPyValue *copy_plain (RetortPyChoices *self, RetortPyValue *value, guint depth);

static gboolean
copy_items (RetortPyChoices *self, const RetortPyItems *items, RetortPyItems *copy, guint depth)
{
  for (guint i = 0; i < items->n; i++)
    {
      RetortPyValue *item = copy_plain (self, items->items[i], depth);

      if (item == NULL)
        return FALSE;
      retort_py_items_append (self->evaluation, copy, item);
    }
  return TRUE;
}

static RetortPyValue *
copy_many (RetortPyChoices *self, RetortPyValue *value, guint depth)
{
  RetortPyValue *copy = retort_py_new_value (self->evaluation, value->kind);
  RetortPyItems keys = { 0 };
  RetortPyItems values = { 0 };

  if (value->many.special != NULL || !copy_items (self, &value->many.items, &keys, depth) || !copy_items (self, &value->many.values, &values, depth))
    return NULL;
  if (value->kind != RETORT_PY_DICT)
    copy->many.items = keys;
  for (guint i = 0; i < values.n; i++)
    retort_py_keyed_put (self->evaluation, copy, keys.items[i], values.items[i]);
  return copy;
}

/* A number, a date, a statement: nothing changes it. */
static gboolean
is_constant (const RetortPyValue *value)
{
  const RetortPyForeignClass *klass = value->foreign.klass;

  return (klass->is_plain || klass->is_inert) && klass->set_attribute == NULL && klass->set_item == NULL && klass->taint == NULL
         && !retort_py_may_send (value);
}

/* NULL: it is no plain data. */
static RetortPyValue *
copy_plain (RetortPyChoices *self, RetortPyValue *value, guint depth)
{
  retort_py_charge (self->evaluation, 1);
  switch ((int) value->kind)
    {
    case RETORT_PY_NONE:
    case RETORT_PY_BOOL:
    case RETORT_PY_INT:
    case RETORT_PY_FLOAT:
    case RETORT_PY_STR:
    case RETORT_PY_BYTES:
      return value;
    case RETORT_PY_UNKNOWN:
      return retort_py_value_is_live (value) ? value : NULL;
    case RETORT_PY_LIST:
    case RETORT_PY_TUPLE:
    case RETORT_PY_DICT:
      return depth < MAX_DEPTH ? copy_many (self, value, depth + 1) : NULL;
    case RETORT_PY_FOREIGN:
      return is_constant (value) ? value : NULL;
    default:
      return NULL;
    }
}

/* --- Adding --- */

static gboolean is_same (const RetortPyValue *left, const RetortPyValue *right);

static gboolean
has_same_items (const RetortPyItems *left, const RetortPyItems *right)
{
  gboolean is_equal = left->n == right->n;

  for (guint i = 0; is_equal && i < left->n; i++)
    is_equal = is_same (left->items[i], right->items[i]);
  return is_equal;
}

/* The database decides each for itself; they are shown by the same text. */
static gboolean
is_same (const RetortPyValue *left, const RetortPyValue *right)
{
  const char *text = retort_py_value_get_live_text (left);
  const char *other = retort_py_value_get_live_text (right);

  if (text != NULL && other != NULL)
    return g_str_equal (text, other);
  if (left == right || left->kind != right->kind)
    return left == right;
  if (left->kind == RETORT_PY_LIST || left->kind == RETORT_PY_TUPLE || left->kind == RETORT_PY_DICT)
    return has_same_items (&left->many.items, &right->many.items) && has_same_items (&left->many.values, &right->many.values);
  return retort_py_values_equal (left, right) == RETORT_PY_YES;
}

static void
add_plain (RetortPyChoices *self, RetortPyValue *value)
{
  for (guint i = 0; i < self->values.n; i++)
    if (is_same (self->values.items[i], value))
      return;
  self->is_lost = self->is_lost || self->values.n == MAX_CHOICES;
  if (!self->is_lost)
    retort_py_items_append (self->evaluation, &self->values, value);
}

/**
 * retort_py_choices_add: (skip)
 * @self: what a value may be
 * @value: what it may be, too, or may hold
 *
 * Adds @value as it is now.
 */
void
retort_py_choices_add (RetortPyChoices *self, RetortPyValue *value)
{
  const RetortPyChoices *inner = find (self->evaluation, value);
  RetortPyValue *copy = self->is_lost ? NULL : copy_plain (self, value, 0);

  self->is_lost = self->is_lost || copy == NULL;
  if (self->is_lost)
    return;
  /* What is itself one of several is each of them. */
  if (inner == NULL || inner->is_lost || inner->are_items)
    add_plain (self, copy);
  for (guint i = 0; inner != NULL && !inner->is_lost && !inner->are_items && i < inner->values.n; i++)
    add_plain (self, inner->values.items[i]);
}

/**
 * retort_py_choices_add_path: (skip)
 * @self: what a value may be
 * @value: what one of the paths left behind: of items, the list
 *
 * Adds what one of the paths made of it.
 */
void
retort_py_choices_add_path (RetortPyChoices *self, RetortPyValue *value)
{
  self->n_paths++;
  if (!self->are_items)
    retort_py_choices_add (self, value);
  else if (value->kind != RETORT_PY_LIST)
    self->is_lost = TRUE;
  else
    for (guint i = 0; i < value->many.items.n; i++)
      retort_py_choices_add (self, value->many.items.items[i]);
}

/**
 * retort_py_choices_get_n_paths: (skip)
 * @self: what a value may be
 *
 * Returns: how many paths told it
 */
guint
retort_py_choices_get_n_paths (const RetortPyChoices *self)
{
  return self->n_paths;
}

/**
 * retort_py_choices_give: (skip)
 * @self: what a value may be
 * @value: the value, which is live
 *
 * Keeps @self for @value, when it says something.
 *
 * Returns: @value
 */
RetortPyValue *
retort_py_choices_give (RetortPyChoices *self, RetortPyValue *value)
{
  if (!self->is_lost && self->values.n > 0 && retort_py_value_is_live (value))
    g_hash_table_insert (self->evaluation->choices, value, self);
  return value;
}

/* --- Lists that go on growing --- */

/**
 * retort_py_choices_follow: (skip)
 * @evaluation: an evaluation
 * @method: a live value: an attribute of @owner
 * @owner: a live value
 *
 * What @method is given as a method is put into @owner.
 */
void
retort_py_choices_follow (RetortPyEvaluation *evaluation, RetortPyValue *method, const RetortPyValue *owner)
{
  RetortPyChoices *self = find (evaluation, owner);

  if (self != NULL)
    g_hash_table_insert (evaluation->choice_methods, method, self);
}

/**
 * retort_py_choices_lose: (skip)
 * @evaluation: an evaluation
 * @value: a value that is changed
 *
 * What @value may be is not known any more.
 */
void
retort_py_choices_lose (RetortPyEvaluation *evaluation, const RetortPyValue *value)
{
  RetortPyChoices *self = find (evaluation, value);

  if (self != NULL)
    self->is_lost = TRUE;
}

/**
 * retort_py_choices_take: (skip)
 * @evaluation: an evaluation
 * @method: what retort_py_choices_follow() was told of
 * @name: its name
 * @arguments: what it is called with
 *
 * Adds what a method puts into its list.
 */
void
retort_py_choices_take (RetortPyEvaluation *evaluation, const RetortPyValue *method, const char *name, const RetortPyArguments *arguments)
{
  static const char *const without_items[] = { "clear", "pop", "remove", "reverse", "sort", NULL };
  static const char *const changing[] = { "add", "append", "clear", "discard", "extend", "insert", "pop", "popitem", "remove", "setdefault", "update", NULL };
  RetortPyChoices *self = g_hash_table_lookup (evaluation->choice_methods, method);
  guint n = arguments->n_positional;

  if (self == NULL || !g_strv_contains (changing, name) || (self->are_items && g_strv_contains (without_items, name)))
    return;
  if (self->are_items && n > 0 && (g_str_equal (name, "append") || g_str_equal (name, "insert")))
    retort_py_choices_add (self, arguments->positional[n - 1]);
  else if (self->are_items && n > 0 && g_str_equal (name, "extend") && arguments->positional[0]->kind == RETORT_PY_LIST)
    retort_py_choices_add_path (self, arguments->positional[0]);
  else
    self->is_lost = TRUE;
}

/* --- For others --- */

static RetortPyValue *const *
get (RetortPyEvaluation *evaluation, const RetortPyValue *value, gboolean are_items, guint *n)
{
  const RetortPyChoices *self = value != NULL ? find (evaluation, value) : NULL;
  gboolean is_found = self != NULL && !self->is_lost && self->are_items == are_items;

  *n = is_found ? self->values.n : 0;
  return is_found ? self->values.items : NULL;
}

/**
 * retort_py_value_get_choices:
 * @evaluation: an evaluation
 * @value: (nullable): a value
 * @n: (out): how many there are
 *
 * Returns: (nullable) (array length=n): what a live value may be, of which the database chooses one; %NULL when that is not known
 */
RetortPyValue *const *
retort_py_value_get_choices (RetortPyEvaluation *evaluation, const RetortPyValue *value, guint *n)
{
  return get (evaluation, value, FALSE, n);
}

/**
 * retort_py_value_get_possible_items:
 * @evaluation: an evaluation
 * @value: (nullable): a value
 * @n: (out): how many there are
 *
 * Returns: (nullable) (array length=n): what the items of a live list may be, any number of each; %NULL when that is not known
 */
RetortPyValue *const *
retort_py_value_get_possible_items (RetortPyEvaluation *evaluation, const RetortPyValue *value, guint *n)
{
  return get (evaluation, value, TRUE, n);
}

/**
 * retort_py_new_choice:
 * @evaluation: an evaluation
 * @span: where the database chooses
 * @values: (array length=n): what it chooses from
 * @n: how many
 *
 * Returns: (transfer none): a live value that is one of them
 */
RetortPyValue *
retort_py_new_choice (RetortPyEvaluation *evaluation, RetortSpan span, RetortPyValue *const *values, guint n)
{
  RetortPyChoices *self = retort_py_choices_new (evaluation, FALSE);

  for (guint i = 0; i < n; i++)
    retort_py_choices_add (self, values[i]);
  return retort_py_choices_give (self, retort_py_new_live (evaluation, span));
}
