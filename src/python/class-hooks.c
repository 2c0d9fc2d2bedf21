/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happens beside the body of a class: the order of what it derives from, __set_name__(), __init_subclass__(), __slots__, what is
 * abstract, __new__() (Language Reference, 3.3.3; The Python 2.3 Method Resolution Order). */
#include "python/instance-private.h"

#include <string.h>

/* --- What it derives from --- */

/* Does @value stand behind the first place of a list? */
static gboolean
is_in_tail (const RetortPyItems *lists, const guint *heads, guint n_lists, const RetortPyValue *value)
{
  for (guint i = 0; i < n_lists; i++)
    for (guint j = heads[i] + 1; j < lists[i].n; j++)
      if (lists[i].items[j] == value)
        return TRUE;
  return FALSE;
}

static RetortPyValue *
next_of_lists (const RetortPyItems *lists, const guint *heads, guint n_lists)
{
  for (guint i = 0; i < n_lists; i++)
    if (heads[i] < lists[i].n && !is_in_tail (lists, heads, n_lists, lists[i].items[heads[i]]))
      return lists[i].items[heads[i]];
  return NULL;
}

/**
 * retort_py_class_merge_bases: (skip)
 * @evaluation: an evaluation
 * @klass: a class that has only itself in its order
 * @bases: the own classes that it derives from
 *
 * Puts them into Python's order.
 *
 * Returns: %FALSE when there is none, or one of them is not known
 */
gboolean
retort_py_class_merge_bases (RetortPyEvaluation *evaluation, RetortPyClass *klass, const RetortPyItems *bases)
{
  g_autofree RetortPyItems *lists = g_new0 (RetortPyItems, bases->n + 1);
  g_autofree guint *heads = g_new0 (guint, bases->n + 1);
  guint n_left = bases->n;
  RetortPyValue *next;

  lists[bases->n] = *bases;
  for (guint i = 0; i < bases->n; i++)
    {
      if (bases->items[i]->kind != RETORT_PY_CLASS)
        return FALSE;
      lists[i] = bases->items[i]->klass->mro;
      n_left += lists[i].n;
    }
  while ((next = next_of_lists (lists, heads, bases->n + 1)) != NULL)
    {
      retort_py_items_append (evaluation, &klass->mro, next);
      for (guint i = 0; i <= bases->n; i++)
        if (heads[i] < lists[i].n && lists[i].items[heads[i]] == next)
          {
            heads[i]++;
            n_left--;
          }
    }
  return n_left == 0;
}

/* --- __slots__ --- */

/* The names in one `__slots__`; FALSE: it does not forbid @name. */
static gboolean
slots_lack (const RetortPyValue *slots, const char *name)
{
  const char *only = retort_py_value_get_string (slots);

  if (only != NULL)
    return strcmp (only, name) != 0 && strcmp (only, "__dict__") != 0;
  if (slots->kind != RETORT_PY_TUPLE && slots->kind != RETORT_PY_LIST)
    return FALSE;
  for (guint i = 0; i < slots->many.items.n; i++)
    {
      const char *slot = retort_py_value_get_string (slots->many.items.items[i]);

      if (slot == NULL || strcmp (slot, name) == 0 || strcmp (slot, "__dict__") == 0)
        return FALSE;
    }
  return TRUE;
}

/**
 * retort_py_class_takes_attribute: (skip)
 * @klass: an own class
 * @name: a name
 *
 * Returns: whether its objects can have an attribute of that name: `__slots__` in all that it derives from may forbid it
 */
gboolean
retort_py_class_takes_attribute (const RetortPyValue *klass, const char *name)
{
  if (klass->klass->mixin != RETORT_PY_MIXIN_NONE || klass->klass->exception != NULL || klass->klass->foreign_base != NULL)
    return TRUE;
  for (guint i = 0; i < klass->klass->mro.n; i++)
    {
      RetortPyValue *one = klass->klass->mro.items[i];
      GHashTableIter iter;
      gpointer key;
      gpointer binding;
      const RetortPyValue *slots = NULL;

      if (one->kind != RETORT_PY_CLASS || one->klass->foreign_base != NULL)
        return TRUE;
      g_hash_table_iter_init (&iter, one->klass->scope->bindings);
      while (slots == NULL && g_hash_table_iter_next (&iter, &key, &binding))
        if (strcmp (key, "__slots__") == 0)
          slots = ((RetortPyBinding *) binding)->value;
      if (slots == NULL || !slots_lack (slots, name))
        return TRUE;
    }
  return FALSE;
}

/* --- Hooks --- */

static gboolean
tell_names (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *klass)
{
  g_autoptr(GPtrArray) names = retort_py_scope_list_names (klass->klass->scope);

  for (guint i = 0; i < names->len; i++)
    {
      RetortPyBinding *binding = g_hash_table_lookup (klass->klass->scope->bindings, names->pdata[i]);
      RetortPyInstance *instance = binding->value != NULL ? retort_py_get_instance (binding->value) : NULL;
      gboolean is_known = TRUE;
      RetortPyValue *function = instance != NULL ? retort_py_instance_find (instance, "__set_name__", &is_known) : NULL;

      if (function != NULL
          && retort_py_instance_call (instance, function, binding->value, klass, retort_py_new_string (frame->evaluation, names->pdata[i])) == NULL)
        return FALSE;
    }
  return TRUE;
}

/* __init_subclass__() of what it derives from. FALSE: raised. */
static gboolean
tell_bases (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *klass, const RetortPyArguments *keywords)
{
  const char *name = retort_py_intern (frame->evaluation, "__init_subclass__", -1);
  RetortPyArguments arguments = *keywords;

  for (guint i = 1; i < klass->klass->mro.n; i++)
    {
      RetortPyValue *one = klass->klass->mro.items[i];
      RetortPyBinding *binding = one->kind == RETORT_PY_CLASS ? g_hash_table_lookup (one->klass->scope->bindings, name) : NULL;

      if (binding == NULL || binding->value == NULL)
        continue;
      arguments.positional = &klass;
      arguments.n_positional = 1;
      return retort_py_call (frame, node, retort_py_unwrap_function (binding->value), &arguments) != NULL;
    }
  if (keywords->n_keywords > 0)
    retort_py_raise (frame, node, "TypeError", "%s.__init_subclass__() takes no keyword arguments", klass->klass->name);
  return keywords->n_keywords == 0;
}

/**
 * retort_py_class_call_hooks: (skip)
 * @frame: where
 * @node: the class definition
 * @klass: an own class whose body ran
 * @keywords: what is given by name behind its own name
 *
 * Returns: %FALSE when something was raised
 */
gboolean
retort_py_class_call_hooks (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *klass, const RetortPyArguments *keywords)
{
  const RetortPyNode *before = frame->call;
  gboolean is_well;

  frame->call = node;
  is_well = tell_names (frame, node, klass) && tell_bases (frame, node, klass, keywords);
  frame->call = before;
  return is_well;
}

/**
 * retort_py_class_find_abstract: (skip)
 * @klass: an own class
 *
 * Returns: (nullable): the name of a method that keeps objects from being made of it
 */
const char *
retort_py_class_find_abstract (const RetortPyValue *klass)
{
  for (guint i = 0; klass->klass->is_abc && i < klass->klass->mro.n; i++)
    {
      RetortPyValue *one = klass->klass->mro.items[i];
      GHashTableIter iter;
      gpointer name;

      if (one->kind != RETORT_PY_CLASS)
        return NULL;
      g_hash_table_iter_init (&iter, one->klass->scope->bindings);
      while (g_hash_table_iter_next (&iter, &name, NULL))
        {
          RetortPyValue *found = retort_py_class_lookup (klass, name);
          const RetortPyValue *function = found != NULL ? retort_py_unwrap_function (found) : NULL;

          if (function != NULL && function->kind == RETORT_PY_FUNCTION && function->function->is_abstract)
            return name;
        }
    }
  return NULL;
}

/**
 * retort_py_class_get_item: (skip)
 * @frame: where
 * @node: the place
 * @klass: an own class
 * @key: what stands in the brackets behind it
 *
 * Returns: (transfer none) (nullable): what __class_getitem__() of it gives; %NULL: it has none, or raised
 */
RetortPyValue *
retort_py_class_get_item (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *klass, RetortPyValue *key)
{
  RetortPyValue *function = retort_py_class_lookup (klass, retort_py_intern (frame->evaluation, "__class_getitem__", -1));
  RetortPyValue *given[2] = { klass, key };
  RetortPyArguments arguments = { .positional = given, .n_positional = 2, .span = retort_py_span_for_people (frame, node) };

  return function != NULL ? retort_py_call (frame, node, retort_py_unwrap_function (function), &arguments) : NULL;
}

/* --- Making an object --- */

/* __new__() of the class. */
static RetortPyValue *
call_new (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *function, RetortPyValue *klass, const RetortPyArguments *arguments)
{
  RetortPyArguments all = *arguments;
  RetortPyItems items = { 0 };

  retort_py_items_append (frame->evaluation, &items, klass);
  for (guint i = 0; i < arguments->n_positional; i++)
    retort_py_items_append (frame->evaluation, &items, arguments->positional[i]);
  all.positional = items.items;
  all.n_positional = items.n;
  return retort_py_call (frame, node, retort_py_unwrap_function (function), &all);
}

/**
 * retort_py_class_make_object: (skip)
 * @frame: where
 * @node: the call
 * @klass: an own class
 * @arguments: its arguments
 *
 * What __new__() does, before __init__().
 *
 * Returns: (transfer none) (nullable): the object; %NULL: raised
 */
RetortPyValue *
retort_py_class_make_object (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *klass, const RetortPyArguments *arguments)
{
  RetortPyEvaluation *evaluation = frame->evaluation;
  RetortPyValue *function = retort_py_class_lookup (klass, retort_py_intern (evaluation, "__new__", -1));
  RetortPyArguments none = { .span = arguments->span };
  RetortPyMixin mixin = klass->klass->mixin;
  RetortPyValue *payload = NULL;

  if (function != NULL)
    return call_new (frame, node, function, klass, arguments);
  if (klass->klass->exception != NULL)
    payload = retort_py_new_tuple (evaluation, arguments->positional, arguments->n_positional);
  else if (mixin != RETORT_PY_MIXIN_NONE)
    payload = retort_py_new_payload (frame, node, mixin, retort_py_mixin_is_mutable (mixin) ? &none : arguments);
  if (mixin != RETORT_PY_MIXIN_NONE && (payload == NULL || payload->kind == RETORT_PY_UNKNOWN))
    return payload;
  return retort_py_new_instance (evaluation, klass, payload);
}
