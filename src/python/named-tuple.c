/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Named tuples: collections.namedtuple(), typing.NamedTuple, and classes that derive from them. */
#include "python/modules-private.h"

#include <string.h>

/* data: RetortPySpecial*: the class that namedtuple() makes */
static RetortPyValue *call_tuple_type (RetortPyEvaluation *evaluation, RetortPyValue *self, const RetortPyArguments *arguments);
static RetortPyValue *tuple_type_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);
static RetortPyValue *derive_tuple_type (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *klass);
static int tuple_types_equal (const RetortPyValue *left, const RetortPyValue *right);

static void taint_tuple_type (RetortPyEvaluation *evaluation, RetortPyValue *self);

static const RetortPyForeignClass tuple_type_class = {
  .name = "type", .is_plain = TRUE, .get_attribute = tuple_type_attribute, .call = call_tuple_type, .derive = derive_tuple_type,
  .equal = tuple_types_equal, .taint = taint_tuple_type,
};

/* Its methods may be called, and what it holds besides its fields may be changed. */
static void
taint_tuple_type (RetortPyEvaluation *evaluation, RetortPyValue *self)
{
  for (const RetortPySpecial *special = self->foreign.data; special != NULL; special = special->base)
    if (special->klass != NULL)
      retort_py_taint_value (evaluation->frame, special->klass, "something that is not understood may change it", (RetortSpan){ 0, 0 });
}

static int
tuple_types_equal (const RetortPyValue *left, const RetortPyValue *right)
{
  if (left->kind != RETORT_PY_FOREIGN || right->kind != RETORT_PY_FOREIGN || left->foreign.klass != right->foreign.klass)
    return retort_py_is_plain (left) && retort_py_is_plain (right) ? 0 : -1;
  return left->foreign.data == right->foreign.data;
}

static RetortPyValue *
new_type (RetortPyEvaluation *evaluation, RetortPySpecial *special)
{
  special->type = retort_py_new_foreign (evaluation, &tuple_type_class, special, NULL);
  return special->type;
}

/* What the class that it was written as, or one that this derives from, has; never what is unknown. */
static RetortPyValue *
find_in_class (RetortPyEvaluation *evaluation, const RetortPySpecial *special, const char *name)
{
  for (; special != NULL; special = special->base)
    {
      RetortPyValue *found = special->klass != NULL && special->klass->kind == RETORT_PY_CLASS
                             ? retort_py_class_lookup (special->klass, retort_py_intern (evaluation, name, -1))
                             : NULL;

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
is_field (const RetortPySpecial *special, const char *name)
{
  for (guint i = 0; i < special->fields.n; i++)
    if (strcmp (special->fields.items[i]->string.text, name) == 0)
      return TRUE;
  return FALSE;
}

/* _make(), with the class for its first argument. */
static RetortPyValue *
make_from_iterable (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyItems items = { 0 };
  RetortPyValue *unknown = NULL;
  RetortPyValue *result;
  RetortPyArguments given = { .span = arguments->span };
  const RetortPySpecial *special = self->foreign.data;

  if (!retort_py_arity (frame, node, arguments, "_make", 1, 1, &result))
    return result;
  if (!retort_py_collect (frame, node, arguments->positional[0], &items, &unknown))
    return NULL;
  if (unknown != NULL || items.n != special->fields.n)
    return unknown != NULL ? unknown : retort_py_raise (frame, node, "TypeError", "Expected %u arguments", special->fields.n);
  given.positional = items.items;
  given.n_positional = items.n;
  return call_tuple_type (frame->evaluation, self, &given);
}

static RetortPyValue *
defaults_to_dict (RetortPyEvaluation *evaluation, const RetortPySpecial *special)
{
  RetortPyValue *dict = retort_py_new_dict (evaluation);
  guint n = special->factory != NULL ? special->factory->many.items.n : 0;

  for (guint i = 0; i < n; i++)
    retort_py_keyed_put (evaluation, dict, special->fields.items[special->fields.n - n + i], special->factory->many.items.items[i]);
  return dict;
}

static RetortPyValue *
tuple_type_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  const RetortPySpecial *special = self->foreign.data;
  RetortPyValue *found = is_field (special, name) ? NULL : find_in_class (evaluation, special, name);

  if (strcmp (name, "_fields") == 0)
    return retort_py_new_tuple (evaluation, special->fields.items, special->fields.n);
  if (strcmp (name, "_make") == 0)
    return retort_py_new_builtin (evaluation, "_make", make_from_iterable, self);
  if (strcmp (name, "_field_defaults") == 0)
    return defaults_to_dict (evaluation, special);
  if (strcmp (name, "__name__") == 0)
    return retort_py_new_string (evaluation, special->name);
  return found != NULL ? retort_py_bind_attribute (evaluation->frame, evaluation->frame->call, found, NULL, self) : NULL;
}

static RetortPyValue *
call_tuple_type (RetortPyEvaluation *evaluation, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPySpecial *special = self->foreign.data;
  RetortPyFrame *frame = evaluation->frame;
  RetortPyValue *result = retort_py_new_value (evaluation, RETORT_PY_TUPLE);

  if (arguments->is_open)
    return retort_py_unknown_with (frame, frame->call, arguments, NULL, "the fields of this tuple are not known");
  for (guint i = 0; i < special->fields.n; i++)
    {
      RetortPyValue *value = i < arguments->n_positional ? arguments->positional[i] : NULL;

      for (guint j = 0; j < arguments->n_keywords && value == NULL; j++)
        if (strcmp (arguments->keyword_names[j], special->fields.items[i]->string.text) == 0)
          value = arguments->keyword_values[j];
      if (value == NULL && special->factory != NULL && i + special->factory->many.items.n >= special->fields.n)
        value = special->factory->many.items.items[i + special->factory->many.items.n - special->fields.n];
      if (value == NULL)
        return retort_py_raise (frame, frame->call, "TypeError", "'%s()' is called without '%s'", special->name, special->fields.items[i]->string.text);
      retort_py_items_append (evaluation, &result->many.items, value);
    }
  /* Each keyword stands for a field that no position gave. */
  for (guint j = 0; j < arguments->n_keywords; j++)
    {
      guint place = 0;

      while (place < special->fields.n && strcmp (arguments->keyword_names[j], special->fields.items[place]->string.text) != 0)
        place++;
      if (place >= special->fields.n || place < arguments->n_positional)
        return retort_py_raise (frame, frame->call, "TypeError", "'%s()' does not take '%s'", special->name, arguments->keyword_names[j]);
    }
  if (arguments->n_positional > special->fields.n)
    return retort_py_raise (frame, frame->call, "TypeError", "'%s()' takes fewer arguments", special->name);
  result->many.special = special;
  return result;
}

/* Names as a list, or in a text with spaces and commas. FALSE: not understood. */
static gboolean
take_fields (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *given, RetortPyItems *fields)
{
  const char *text = retort_py_value_get_string (given);
  g_auto(GStrv) words = text != NULL ? g_strsplit_set (text, " ,\t\n", -1) : NULL;
  RetortPyValue *unknown = NULL;

  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    if (*words[i] != '\0')
      retort_py_items_append (frame->evaluation, fields, retort_py_new_string (frame->evaluation, words[i]));
  if (text == NULL && (given->kind < RETORT_PY_LIST || given->kind > RETORT_PY_TUPLE || !retort_py_collect (frame, node, given, fields, &unknown)))
    return FALSE;
  for (guint i = 0; i < fields->n; i++)
    if (fields->items[i]->kind != RETORT_PY_STR || *fields->items[i]->string.text == '_' || !g_str_is_ascii (fields->items[i]->string.text))
      return FALSE;
  return unknown == NULL;
}

/**
 * retort_py_make_named_tuple: (skip)
 * @frame: where
 * @node: the call
 * @self: (nullable): nothing
 * @arguments: what collections.namedtuple() is given
 *
 * Returns: (transfer none) (nullable): the new class; %NULL: raised
 */
RetortPyValue *
retort_py_make_named_tuple (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  static const char *const names[] = { "typename", "field_names", "defaults", NULL };
  RetortPySpecial *special = retort_py_special_new (frame->evaluation, RETORT_PY_SPECIAL_TUPLE, NULL);
  gboolean is_strange = FALSE;
  RetortPyValue *values[3];
  RetortPyValue *result;

  for (guint i = 0; i < arguments->n_keywords; i++)
    is_strange = is_strange || strcmp (arguments->keyword_names[i], "rename") == 0 || strcmp (arguments->keyword_names[i], "module") == 0;
  if (arguments->n_positional > 2 || is_strange)
    return retort_py_unknown_with (frame, node, arguments, NULL, "this named tuple is not evaluated");
  if (!retort_py_take_arguments (frame, node, arguments, "namedtuple", names, 2, values, &result))
    return result;
  special->name = retort_py_value_get_string (values[0]);
  special->factory = values[2] != NULL && values[2]->kind != RETORT_PY_NONE ? values[2] : NULL;
  if (special->name == NULL || !take_fields (frame, node, values[1], &special->fields)
      || (special->factory != NULL
          && (special->factory->kind < RETORT_PY_LIST || special->factory->kind > RETORT_PY_TUPLE || special->factory->many.items.n > special->fields.n)))
    return retort_py_unknown_with (frame, node, arguments, NULL, "this named tuple is not evaluated");
  return new_type (frame->evaluation, special);
}

/**
 * retort_py_named_tuple_attribute: (skip)
 * @frame: where
 * @value: a named tuple
 * @name: a name
 *
 * Returns: (transfer none) (nullable): the attribute, if it is no other tuple's
 */
RetortPyValue *
retort_py_named_tuple_attribute (RetortPyFrame *frame, RetortPyValue *value, const char *name)
{
  const RetortPySpecial *special = value->many.special;
  RetortPyValue *found = find_in_class (frame->evaluation, special, name);

  for (guint i = 0; i < special->fields.n; i++)
    if (strcmp (special->fields.items[i]->string.text, name) == 0)
      return value->many.items.items[i];
  if (strcmp (name, "_fields") == 0)
    return retort_py_new_tuple (frame->evaluation, special->fields.items, special->fields.n);
  if (strcmp (name, "_replace") == 0 || strcmp (name, "_asdict") == 0)
    return retort_py_bind_attribute (frame, frame->call, retort_py_find_standard (frame->evaluation, "tuple", name + 1), value, NULL);
  return found != NULL ? retort_py_bind_attribute (frame, frame->call, found, value, special->type) : NULL;
}

/* --- As a class --- */

/* Methods that a tuple has in its own way already. */
static gboolean
has_own_ways (const RetortPyClass *klass)
{
  static const char *const harmless[] = { "__doc__", "__module__", "__qualname__", "__annotations__", "__slots__", NULL };
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, klass->scope->bindings);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (g_str_has_prefix (name, "__") && !g_strv_contains (harmless, name))
      return TRUE;
  return FALSE;
}

/* class Q(P): P with methods. */
static RetortPyValue *
derive_tuple_type (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *klass)
{
  const RetortPySpecial *base = self->foreign.data;
  RetortPySpecial *special = retort_py_special_new (evaluation, RETORT_PY_SPECIAL_TUPLE, klass->klass->name);

  if (has_own_ways (klass->klass) || klass->klass->mro.n != 1 || klass->klass->is_enum || klass->klass->exception != NULL)
    return NULL;
  for (guint i = 0; i < base->fields.n; i++)
    {
      const char *name = base->fields.items[i]->string.text;

      if (g_hash_table_contains (klass->klass->scope->bindings, retort_py_intern (evaluation, name, -1)))
        return NULL;
    }
  special->fields = base->fields;
  special->factory = base->factory;
  special->klass = klass;
  special->base = base;
  return new_type (evaluation, special);
}

/* The annotated names of the body that runs now, and the values of the last of them. FALSE: not understood. */
static gboolean
collect_fields (RetortPyFrame *frame, RetortPySpecial *special, const RetortPyNode *body)
{
  const RetortPyParts *parts = retort_py_node_get_parts (body);

  special->factory = retort_py_new_list (frame->evaluation, NULL, 0);
  for (guint i = 0; i < parts->n; i++)
    {
      const RetortPyNode *assignment = retort_py_node_get_parts (parts->nodes[i])->n == 1 ? retort_py_node_get_parts (parts->nodes[i])->nodes[0] : NULL;
      RetortPyBinding *binding;
      g_autofree char *name = NULL;

      if (retort_py_node_get_type (parts->nodes[i]) != RETORT_PY_NODE_expression_statement || assignment == NULL
          || retort_py_node_get_type (assignment) != RETORT_PY_NODE_assignment
          || retort_py_node_field (assignment, RETORT_PY_FIELD_type) == NULL)
        continue;
      name = retort_py_node_text (frame, retort_py_node_field (assignment, RETORT_PY_FIELD_left));
      if (*name == '_' || !g_str_is_ascii (name))
        return FALSE;
      binding = g_hash_table_lookup (special->klass->klass->scope->bindings, retort_py_intern (frame->evaluation, name, -1));
      if ((binding == NULL || binding->value == NULL) && special->factory->many.items.n > 0)
        return FALSE; /* Python refuses it */
      if (binding != NULL && binding->value != NULL)
        retort_py_items_append (frame->evaluation, &special->factory->many.items, binding->value);
      retort_py_items_append (frame->evaluation, &special->fields, retort_py_new_string (frame->evaluation, name));
    }
  return TRUE;
}

/* class P(NamedTuple) */
static RetortPyValue *
derive_named_tuple (RetortPyEvaluation *evaluation, RetortPyValue *self, RetortPyValue *klass)
{
  RetortPyFrame *frame = evaluation->frame;
  const RetortPyNode *definition = frame->statement;
  RetortPySpecial *special = retort_py_special_new (evaluation, RETORT_PY_SPECIAL_TUPLE, klass->klass->name);

  if (retort_py_node_get_type (definition) == RETORT_PY_NODE_decorated_definition)
    definition = retort_py_node_field (definition, RETORT_PY_FIELD_definition);
  special->klass = klass;
  if (retort_py_node_get_type (definition) != RETORT_PY_NODE_class_definition || has_own_ways (klass->klass) || klass->klass->mro.n != 1
      || klass->klass->is_enum || klass->klass->exception != NULL
      || !collect_fields (frame, special, retort_py_node_field (definition, RETORT_PY_FIELD_body)))
    return NULL;
  return new_type (evaluation, special);
}

/* NamedTuple("P", [("a", int), …]) */
static RetortPyValue *
call_named_tuple (RetortPyEvaluation *evaluation, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyFrame *frame = evaluation->frame;
  RetortPySpecial *special = retort_py_special_new (evaluation, RETORT_PY_SPECIAL_TUPLE, NULL);
  RetortPyItems pairs = { 0 };
  RetortPyItems names = { 0 };
  RetortPyValue *unknown = NULL;

  if (arguments->is_open || arguments->n_positional != 2 || arguments->n_keywords > 0
      || (special->name = retort_py_value_get_string (arguments->positional[0])) == NULL
      || (arguments->positional[1]->kind != RETORT_PY_LIST && arguments->positional[1]->kind != RETORT_PY_TUPLE)
      || !retort_py_collect (frame, frame->call, arguments->positional[1], &pairs, &unknown))
    return retort_py_unknown_with (frame, frame->call, arguments, NULL, "this named tuple is not evaluated");
  for (guint i = 0; i < pairs.n; i++)
    if (pairs.items[i]->kind == RETORT_PY_TUPLE && pairs.items[i]->many.items.n == 2)
      retort_py_items_append (evaluation, &names, pairs.items[i]->many.items.items[0]);
    else
      unknown = pairs.items[i];
  if (unknown != NULL || !take_fields (frame, frame->call, retort_py_new_list (evaluation, names.items, names.n), &special->fields))
    return retort_py_unknown_with (frame, frame->call, arguments, NULL, "this named tuple is not evaluated");
  return new_type (evaluation, special);
}

static const RetortPyForeignClass named_tuple_class = {
  .name = "type", .is_plain = TRUE, .call = call_named_tuple, .derive = derive_named_tuple,
};

/**
 * retort_py_new_named_tuple_base: (skip)
 * @evaluation: an evaluation
 *
 * Returns: (transfer none): typing.NamedTuple
 */
RetortPyValue *
retort_py_new_named_tuple_base (RetortPyEvaluation *evaluation)
{
  return retort_py_new_foreign (evaluation, &named_tuple_class, NULL, NULL);
}

/**
 * retort_py_get_named_tuple_type: (skip)
 * @type: any value
 *
 * Returns: (nullable): what is special about tuples of that class, if it is a class of named tuples
 */
const RetortPySpecial *
retort_py_get_named_tuple_type (const RetortPyValue *type)
{
  return retort_py_value_get_foreign_class (type) == &tuple_type_class ? type->foreign.data : NULL;
}

/**
 * retort_py_is_named_tuple_of: (skip)
 * @value: any known value
 * @type: of a class of named tuples
 *
 * Returns: whether it is one of these
 */
gboolean
retort_py_is_named_tuple_of (const RetortPyValue *value, const RetortPySpecial *type)
{
  const RetortPySpecial *special = retort_py_get_special (value);

  while (special != NULL && special->kind == RETORT_PY_SPECIAL_TUPLE && special != type)
    special = special->base;
  return special == type;
}
