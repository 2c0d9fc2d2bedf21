/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Enum classes: their members are objects of the class, made once, when its body has run. */
#include "python/modules-private.h"
#include "python/object.h"

#include <string.h>

static const RetortPyForeignClass auto_class = { .name = "auto" };

static gboolean
is_member (const char *name, RetortPyValue *value)
{
  if (*name == '_' || value->kind == RETORT_PY_FUNCTION || value->kind == RETORT_PY_CLASS)
    return FALSE;
  return retort_py_unwrap_function (value) == value;
}

/* The value that auto() stands for; NULL: not understood. */
static RetortPyValue *
next_value (RetortPyEvaluation *evaluation, const RetortPyClass *klass, const char *name)
{
  gint64 highest = 0;
  g_autofree char *lower = g_utf8_strdown (name, -1);

  if (klass->is_str_enum)
    return retort_py_new_string (evaluation, lower);
  if (klass->mixin == RETORT_PY_MIXIN_STR)
    return NULL;
  for (guint i = 0; i < klass->by_name->many.values.n; i++)
    {
      RetortPyValue *value = retort_py_instance_get_payload (klass->by_name->many.values.items[i]);
      gint64 number;

      if (!retort_py_value_get_int64 (value, &number))
        return NULL;
      highest = MAX (highest, number);
    }
  return retort_py_new_int64 (evaluation, highest + 1);
}

/* The member that has an equal value already. @is_known: comparing told. */
static RetortPyValue *
find_by_value (const RetortPyClass *klass, const RetortPyValue *value, gboolean *is_known)
{
  *is_known = TRUE;
  for (guint i = 0; i < klass->members->many.items.n; i++)
    {
      RetortPyAnswer answer = retort_py_values_equal (retort_py_instance_get_payload (klass->members->many.items.items[i]), value);

      if (answer == RETORT_PY_YES)
        return klass->members->many.items.items[i];
      if (answer == RETORT_PY_MAYBE)
        *is_known = FALSE;
    }
  return NULL;
}

/* FALSE: not understood. */
static gboolean
add_member (RetortPyFrame *frame, RetortPyValue *klass, const char *name, RetortPyValue *value)
{
  RetortPyEvaluation *evaluation = frame->evaluation;
  RetortPyClass *data = klass->klass;
  RetortPyValue *member;
  gboolean is_known;

  if (retort_py_value_get_foreign_class (value) == &auto_class)
    value = next_value (evaluation, data, name);
  if (value == NULL || retort_py_value_find_unknown (value) != NULL
      || (data->mixin == RETORT_PY_MIXIN_STR && value->kind != RETORT_PY_STR) || (data->mixin == RETORT_PY_MIXIN_INT && value->kind != RETORT_PY_INT))
    return FALSE;
  member = find_by_value (data, value, &is_known);
  if (!is_known)
    return FALSE;
  if (member == NULL)
    {
      RetortPyValue *dict;

      member = retort_py_new_instance (evaluation, klass, value);
      dict = retort_py_instance_get_dict (member);
      retort_py_keyed_put (evaluation, dict, retort_py_new_string (evaluation, "_value_"), value);
      retort_py_keyed_put (evaluation, dict, retort_py_new_string (evaluation, "_name_"), retort_py_new_string (evaluation, name));
      retort_py_items_append (evaluation, &data->members->many.items, member);
    }
  retort_py_keyed_put (evaluation, data->by_name, retort_py_new_string (evaluation, name), member);
  return TRUE;
}

/**
 * retort_py_enum_finish: (skip)
 * @frame: where
 * @node: the class definition
 * @klass: an enum whose body ran
 *
 * Makes its members.
 *
 * Returns: %FALSE when a member is not understood
 */
gboolean
retort_py_enum_finish (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *klass)
{
  g_autoptr(GPtrArray) names = retort_py_scope_list_names (klass->klass->scope);

  klass->klass->members = retort_py_new_list (frame->evaluation, NULL, 0);
  klass->klass->by_name = retort_py_new_dict (frame->evaluation);
  for (guint i = 0; i < names->len; i++)
    {
      RetortPyBinding *binding = g_hash_table_lookup (klass->klass->scope->bindings, names->pdata[i]);

      if (strcmp (names->pdata[i], "__init__") == 0)
        return FALSE;
      if (binding->value != NULL && is_member (names->pdata[i], binding->value) && !add_member (frame, klass, names->pdata[i], binding->value))
        return FALSE;
    }
  return TRUE;
}

/**
 * retort_py_enum_construct: (skip)
 * @frame: where
 * @node: the call
 * @klass: an enum
 * @arguments: its arguments
 *
 * Returns: (transfer none) (nullable): the member of that value; %NULL: raised
 */
RetortPyValue *
retort_py_enum_construct (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *klass, const RetortPyArguments *arguments)
{
  RetortPyValue *found;
  gboolean is_known;

  if (arguments->is_open || arguments->n_keywords > 0 || arguments->n_positional != 1 || klass->klass->members->many.items.n == 0)
    return retort_py_unknown_with (frame, node, arguments, NULL, "this enum is not evaluated");
  if (retort_py_instance_get_class (arguments->positional[0]) == klass)
    return arguments->positional[0];
  found = find_by_value (klass->klass, arguments->positional[0], &is_known);
  if (found != NULL && is_known)
    return found;
  if (!is_known)
    return retort_py_unknown_with (frame, node, arguments, NULL, "which member this is is not known");
  return retort_py_raise (frame, node, "ValueError", "no member of '%s' has that value", klass->klass->name);
}

/**
 * retort_py_enum_get_item: (skip)
 * @frame: where
 * @node: the place
 * @klass: an enum
 * @key: the name of a member
 *
 * Returns: (transfer none) (nullable): the member; %NULL: raised
 */
RetortPyValue *
retort_py_enum_get_item (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *klass, RetortPyValue *key)
{
  return retort_py_get_subscript (frame, node, klass->klass->by_name, key);
}

static RetortPyValue *
make_auto (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return retort_py_new_foreign (frame->evaluation, &auto_class, NULL, NULL);
}

static RetortPyValue *
call_base (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return retort_py_unknown_with (frame, node, arguments, NULL, "an enum that is made by a call is not evaluated");
}

/* @unique checks; a class with two equal values would raise. */
static RetortPyValue *
unique (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *result;
  RetortPyValue *klass;

  if (!retort_py_arity (frame, node, arguments, "unique", 1, 1, &result))
    return result;
  klass = arguments->positional[0];
  if (klass->kind != RETORT_PY_CLASS || klass->klass->members == NULL || klass->klass->members->many.items.n != klass->klass->by_name->many.items.n)
    return retort_py_unknown_with (frame, node, arguments, NULL, "whether the values are unique is not known");
  return klass;
}

static const RetortPyBuiltin builtins[] = {
  { "Enum", call_base, TRUE },
  { "IntEnum", call_base, TRUE },
  { "StrEnum", call_base, TRUE },
  { "auto", make_auto, TRUE },
  { "unique", unique, TRUE },
};

const RetortPyStandard retort_py_enum_module = RETORT_PY_STANDARD ("enum", builtins, NULL);

/* --- As foreign objects see them --- */

/**
 * retort_py_enum_get_members:
 * @self: a value
 *
 * Returns: (transfer none) (nullable): the list of an enum's members, aliases left out; %NULL when it is no enum, or an unknown one
 */
RetortPyValue *
retort_py_enum_get_members (const RetortPyValue *self)
{
  return self != NULL && self->kind == RETORT_PY_CLASS && self->klass->is_enum ? self->klass->members : NULL;
}

/* The enum that a value is a member of. */
static const RetortPyClass *
get_enum_of (const RetortPyValue *self)
{
  RetortPyValue *klass = self != NULL && self->kind == RETORT_PY_FOREIGN ? retort_py_instance_get_class (self) : NULL;

  return klass != NULL && klass->kind == RETORT_PY_CLASS && klass->klass->is_enum ? klass->klass : NULL;
}

/**
 * retort_py_member_get_name:
 * @self: a value
 *
 * Returns: (transfer none) (nullable): the name of an enum's member; %NULL for anything else
 */
const char *
retort_py_member_get_name (const RetortPyValue *self)
{
  RetortPyValue *name = get_enum_of (self) != NULL ? retort_py_value_lookup (retort_py_instance_get_dict (self), "_name_") : NULL;

  return name != NULL ? retort_py_value_get_string (name) : NULL;
}

/**
 * retort_py_member_get_string:
 * @self: a value
 *
 * Returns: (transfer none) (nullable): the text that a member of an enum of texts is; %NULL for anything else
 */
const char *
retort_py_member_get_string (const RetortPyValue *self)
{
  const RetortPyClass *klass = get_enum_of (self);

  return klass != NULL && klass->mixin == RETORT_PY_MIXIN_STR ? retort_py_value_get_string (retort_py_instance_get_payload (self)) : NULL;
}
