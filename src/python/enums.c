/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Enum classes: their members are objects of the class, made once, when its body has run. */
#include "python/instance-private.h"
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

/* What _generate_next_value_() of the class says; NULL: raised, or not known. */
static RetortPyValue *
generate_value (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyClass *klass, RetortPyValue *generate, const char *name)
{
  RetortPyEvaluation *evaluation = frame->evaluation;
  RetortPyItems values = { 0 };
  RetortPyValue *given[4] = { retort_py_new_string (evaluation, name), retort_py_new_int64 (evaluation, 1) };
  RetortPyArguments arguments = { .positional = given, .n_positional = 4, .span = retort_py_span_for_people (frame, node) };

  for (guint i = 0; i < klass->by_name->many.values.n; i++)
    retort_py_items_append (evaluation, &values, retort_py_instance_get_payload (klass->by_name->many.values.items[i]));
  given[2] = retort_py_new_int64 (evaluation, values.n);
  given[3] = retort_py_new_list (evaluation, values.items, values.n);
  return retort_py_call (frame, node, retort_py_unwrap_function (generate), &arguments);
}

/* The value that auto() stands for; NULL: not understood, or raised. */
static RetortPyValue *
next_value (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *klass, const char *name)
{
  RetortPyEvaluation *evaluation = frame->evaluation;
  const RetortPyClass *data = klass->klass;
  RetortPyValue *generate = retort_py_class_lookup (klass, retort_py_intern (evaluation, "_generate_next_value_", -1));
  gint64 highest = 0;
  gint64 last = 0;
  g_autofree char *lower = g_utf8_strdown (name, -1);

  if (generate != NULL)
    return generate->kind == RETORT_PY_UNKNOWN ? NULL : generate_value (frame, node, data, generate, name);
  if (data->is_str_enum)
    return retort_py_new_string (evaluation, lower);
  if (data->mixin == RETORT_PY_MIXIN_STR)
    return NULL;
  for (guint i = 0; i < data->by_name->many.values.n; i++)
    {
      RetortPyValue *value = retort_py_instance_get_payload (data->by_name->many.values.items[i]);
      gint64 number;

      if (!retort_py_value_get_int64 (value, &number))
        return NULL;
      highest = MAX (highest, number);
      last = number;
    }
  /* Before Python 3.11 what follows the last one, not the highest. */
  if (data->is_flag && (last < 0 || highest >= G_GINT64_CONSTANT (1) << 60 || g_bit_storage ((gulong) last) != g_bit_storage ((gulong) highest)))
    return NULL;
  return retort_py_new_int64 (evaluation, data->is_flag ? (gint64) 1 << g_bit_storage ((gulong) highest) * (highest > 0) : highest + 1);
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

/* __init__() of the class gets the items of a tuple. FALSE: not understood, or raised. */
static gboolean
init_member (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *klass, RetortPyValue *member, RetortPyValue *value)
{
  RetortPyValue *init = retort_py_class_lookup (klass, retort_py_intern (frame->evaluation, "__init__", -1));
  RetortPyArguments arguments = { .positional = &value, .n_positional = 1, .span = retort_py_span_for_people (frame, node) };
  RetortPyValue *result;

  if (init == NULL)
    return TRUE;
  if (init->kind != RETORT_PY_FUNCTION || klass->klass->mixin != RETORT_PY_MIXIN_NONE)
    return FALSE;
  if (value->kind == RETORT_PY_TUPLE)
    {
      arguments.positional = value->many.items.items;
      arguments.n_positional = value->many.items.n;
    }
  klass->klass->is_making = TRUE;
  result = retort_py_call (frame, node, retort_py_bind_attribute (frame, node, init, member, klass), &arguments);
  klass->klass->is_making = FALSE;
  return result != NULL && result->kind == RETORT_PY_NONE;
}

/* Is it a value for members that are texts, numbers …? */
static gboolean
suits_mixin (RetortPyMixin mixin, const RetortPyValue *value)
{
  static const RetortPyKind kinds[] = {
    [RETORT_PY_MIXIN_STR] = RETORT_PY_STR,     [RETORT_PY_MIXIN_INT] = RETORT_PY_INT,     [RETORT_PY_MIXIN_FLOAT] = RETORT_PY_FLOAT,
    [RETORT_PY_MIXIN_BYTES] = RETORT_PY_BYTES, [RETORT_PY_MIXIN_TUPLE] = RETORT_PY_TUPLE,
  };

  return mixin == RETORT_PY_MIXIN_NONE || (mixin < G_N_ELEMENTS (kinds) && value->kind == kinds[mixin]);
}

/* A member as __new__() of the class makes it. NULL: not understood, or raised. */
static RetortPyValue *
make_by_new (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *klass, RetortPyValue *function, RetortPyValue *value)
{
  RetortPyItems items = { 0 };
  RetortPyArguments arguments = { .span = retort_py_span_for_people (frame, node) };
  RetortPyInstance *made;
  RetortPyValue *own;
  RetortPyValue *result;

  retort_py_items_append (frame->evaluation, &items, klass);
  for (guint i = 0; value->kind == RETORT_PY_TUPLE && i < value->many.items.n; i++)
    retort_py_items_append (frame->evaluation, &items, value->many.items.items[i]);
  if (value->kind != RETORT_PY_TUPLE)
    retort_py_items_append (frame->evaluation, &items, value);
  arguments.positional = items.items;
  arguments.n_positional = items.n;
  klass->klass->is_making = TRUE;
  result = retort_py_call (frame, node, retort_py_unwrap_function (function), &arguments);
  klass->klass->is_making = FALSE;
  made = result != NULL ? retort_py_get_instance (result) : NULL;
  if (made == NULL || made->klass != klass)
    return NULL;
  own = retort_py_value_lookup (made->dict, "_value_");
  if (own == NULL)
    own = made->payload != NULL ? made->payload : value;
  if (retort_py_value_find_unknown (own) != NULL || (made->payload != NULL && retort_py_values_equal (own, made->payload) != RETORT_PY_YES))
    return NULL;
  made->payload = own;
  return result;
}

/* FALSE: not understood, or raised. */
static gboolean
add_member (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *klass, const char *name, RetortPyValue *value)
{
  RetortPyEvaluation *evaluation = frame->evaluation;
  RetortPyClass *data = klass->klass;
  RetortPyValue *new = retort_py_class_lookup (klass, retort_py_intern (evaluation, "__new__", -1));
  RetortPyValue *given = value;
  RetortPyValue *made = NULL;
  RetortPyValue *member;
  gboolean is_known;

  if (retort_py_value_get_foreign_class (value) == &auto_class)
    given = value = new == NULL ? next_value (frame, node, klass, name) : NULL;
  if (value == NULL || retort_py_value_find_unknown (value) != NULL)
    return FALSE;
  if (new != NULL)
    {
      made = make_by_new (frame, node, klass, new, value);
      value = made != NULL ? retort_py_instance_get_payload (made) : NULL;
    }
  if (value == NULL || !suits_mixin (data->mixin, value) || (data->is_flag && value->kind != RETORT_PY_INT))
    return FALSE;
  member = find_by_value (data, value, &is_known);
  if (!is_known)
    return FALSE;
  if (member == NULL)
    {
      RetortPyValue *dict;

      member = made != NULL ? made : retort_py_new_instance (evaluation, klass, value);
      dict = retort_py_instance_get_dict (member);
      retort_py_keyed_put (evaluation, dict, retort_py_new_string (evaluation, "_value_"), value);
      retort_py_keyed_put (evaluation, dict, retort_py_new_string (evaluation, "_name_"), retort_py_new_string (evaluation, name));
      if (!init_member (frame, node, klass, member, given))
        return FALSE;
      retort_py_items_append (evaluation, &data->members->many.items, member);
    }
  retort_py_keyed_put (evaluation, data->by_name, retort_py_new_string (evaluation, name), member);
  return TRUE;
}

/* The names that `_ignore_` lists are none of the class. FALSE: not understood. */
static gboolean
forget_ignored (RetortPyFrame *frame, RetortPyValue *klass)
{
  RetortPyBinding *binding = g_hash_table_lookup (klass->klass->scope->bindings, retort_py_intern (frame->evaluation, "_ignore_", -1));
  RetortPyItems names = { 0 };

  if (binding == NULL || binding->value == NULL)
    return TRUE;
  if (binding->value->kind == RETORT_PY_LIST || binding->value->kind == RETORT_PY_TUPLE)
    names = binding->value->many.items;
  else if (binding->value->kind == RETORT_PY_STR && strpbrk (binding->value->string.text, " ,\t\n") == NULL)
    retort_py_items_append (frame->evaluation, &names, binding->value);
  else
    return FALSE;
  binding->value = NULL;
  for (guint i = 0; i < names.n; i++)
    {
      const char *name = retort_py_value_get_string (names.items[i]);

      binding = name != NULL ? g_hash_table_lookup (klass->klass->scope->bindings, retort_py_intern (frame->evaluation, name, -1)) : NULL;
      if (name == NULL)
        return FALSE;
      if (binding != NULL)
        binding->value = NULL;
    }
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

  if (!forget_ignored (frame, klass))
    return FALSE;
  klass->klass->members = retort_py_new_list (frame->evaluation, NULL, 0);
  klass->klass->by_name = retort_py_new_dict (frame->evaluation);
  for (guint i = 0; i < names->len; i++)
    {
      RetortPyBinding *binding = g_hash_table_lookup (klass->klass->scope->bindings, names->pdata[i]);

      /* Whether a class inside is a member differs between versions of Python. */
      if (binding->value != NULL && binding->value->kind == RETORT_PY_CLASS && *(const char *) names->pdata[i] != '_')
        klass->klass->scope->is_rebound = TRUE;
      if (binding->value != NULL && is_member (names->pdata[i], binding->value) && !add_member (frame, node, klass, names->pdata[i], binding->value))
        {
          klass->klass->members = NULL; /* some of them are not all of them: the class becomes unknown */
          return FALSE;
        }
    }
  if (klass->klass->scope->is_rebound) /* which Python refuses, but for methods */
    klass->klass->members = NULL;
  return klass->klass->members != NULL;
}

/* The member that _missing_() of the class gives. NULL: raised. */
static RetortPyValue *
ask_missing (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *klass, const RetortPyArguments *arguments)
{
  RetortPyValue *missing = retort_py_class_lookup (klass, retort_py_intern (frame->evaluation, "_missing_", -1));
  RetortPyValue *found = NULL;

  if (missing != NULL && missing->kind != RETORT_PY_UNKNOWN)
    {
      found = retort_py_call (frame, node, retort_py_bind_attribute (frame, node, missing, NULL, klass), arguments);
      if (found == NULL)
        return NULL;
    }
  if (found != NULL && retort_py_instance_get_class (found) == klass)
    return found;
  if (missing == NULL || (found != NULL && found->kind == RETORT_PY_NONE))
    return retort_py_raise (frame, node, "ValueError", "no member of '%s' has that value", klass->klass->name);
  return retort_py_unknown_with (frame, node, arguments, NULL, "which member this is is not known");
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
  gint64 bits;

  if (arguments->is_open || arguments->n_keywords > 0 || arguments->n_positional != 1 || klass->klass->members->many.items.n == 0)
    return retort_py_unknown_with (frame, node, arguments, NULL, "this enum is not evaluated");
  if (retort_py_instance_get_class (arguments->positional[0]) == klass)
    return arguments->positional[0];
  found = find_by_value (klass->klass, arguments->positional[0], &is_known);
  if (found != NULL && is_known)
    return found;
  if (!is_known)
    return retort_py_unknown_with (frame, node, arguments, NULL, "which member this is is not known");
  if (klass->klass->is_flag && retort_py_value_get_int64 (arguments->positional[0], &bits)
      && retort_py_class_lookup (klass, retort_py_intern (frame->evaluation, "_missing_", -1)) == NULL)
    return retort_py_flag_of_value (frame, node, klass, bits);
  return ask_missing (frame, node, klass, arguments);
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

/* --- Made by a call --- */

/* Enum("Colour", "RED GREEN"), a list of names or of pairs, or a dict. FALSE: not understood, or raised. */
static gboolean
add_named_members (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *klass, RetortPyValue *given)
{
  const char *text = retort_py_value_get_string (given);
  g_auto(GStrv) words = text != NULL ? g_strsplit_set (text, " ,\t\n", -1) : NULL;

  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    if (*words[i] != '\0' && !add_member (frame, node, klass, words[i], retort_py_new_foreign (frame->evaluation, &auto_class, NULL, NULL)))
      return FALSE;
  if (text == NULL && given->kind != RETORT_PY_LIST && given->kind != RETORT_PY_TUPLE && given->kind != RETORT_PY_DICT)
    return FALSE;
  for (guint i = 0; text == NULL && i < given->many.items.n; i++)
    {
      RetortPyValue *name = given->many.items.items[i];
      RetortPyValue *value = given->kind == RETORT_PY_DICT ? given->many.values.items[i]
                                                           : retort_py_new_foreign (frame->evaluation, &auto_class, NULL, NULL);

      if (name->kind == RETORT_PY_TUPLE && name->many.items.n == 2 && given->kind != RETORT_PY_DICT)
        {
          value = name->many.items.items[1];
          name = name->many.items.items[0];
        }
      if (name->kind != RETORT_PY_STR || *name->string.text == '_' || !add_member (frame, node, klass, name->string.text, value))
        return FALSE;
    }
  return klass->klass->members->many.items.n > 0;
}

static RetortPyValue *
make_by_call (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyArguments *arguments, RetortPyMixin mixin, gboolean is_str_enum)
{
  RetortPyEvaluation *evaluation = frame->evaluation;
  RetortPyValue *value = retort_py_new_value (evaluation, RETORT_PY_CLASS);
  RetortPyClass *klass = retort_py_allocate (evaluation, sizeof *klass);
  const char *name = arguments->n_positional == 2 ? retort_py_value_get_string (arguments->positional[0]) : NULL;

  value->klass = klass;
  retort_py_items_append (evaluation, &klass->mro, value);
  klass->name = name;
  klass->is_enum = TRUE;
  klass->is_str_enum = is_str_enum;
  klass->mixin = mixin;
  klass->scope = retort_py_scope_new (evaluation, RETORT_PY_SCOPE_CLASS, frame->unit, frame->scope, NULL);
  klass->members = retort_py_new_list (evaluation, NULL, 0);
  klass->by_name = retort_py_new_dict (evaluation);
  if (!arguments->is_open && arguments->n_keywords == 0 && name != NULL && add_named_members (frame, node, value, arguments->positional[1]))
    return value;
  if (evaluation->exception != NULL || evaluation->stop_reason != NULL)
    return NULL;
  return retort_py_unknown_with (frame, node, arguments, NULL, "this enum is not evaluated");
}

static RetortPyValue *
call_enum (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return make_by_call (frame, node, arguments, RETORT_PY_MIXIN_NONE, FALSE);
}

static RetortPyValue *
call_int_enum (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return make_by_call (frame, node, arguments, RETORT_PY_MIXIN_INT, FALSE);
}

static RetortPyValue *
call_str_enum (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return make_by_call (frame, node, arguments, RETORT_PY_MIXIN_STR, TRUE);
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

/* Flag("Access", "READ WRITE") */
static RetortPyValue *
call_flag (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return retort_py_unknown_with (frame, node, arguments, NULL, "this enum is not evaluated");
}

static const RetortPyBuiltin builtins[] = {
  { "Flag", call_flag, TRUE },
  { "IntFlag", call_flag, TRUE },
  { "Enum", call_enum, TRUE },
  { "IntEnum", call_int_enum, TRUE },
  { "StrEnum", call_str_enum, TRUE },
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
