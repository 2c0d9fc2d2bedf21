/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dataclasses: @dataclass, field(), and the __init__, __repr__ and __eq__ that it writes. */
#include "python/modules-private.h"

#include <string.h>

/* data: Field*: what field() gives */
typedef struct
{
  RetortPyValue *default_value; /* nullable */
  RetortPyValue *factory;       /* nullable */
} Field;

static const RetortPyForeignClass field_class = { .name = "field" };

/* --- Which fields there are --- */

/* The annotated names of a class body, in order. FALSE: something is not understood. */
static gboolean
collect_fields (RetortPyFrame *frame, RetortPyValue *klass, const RetortPyNode *body)
{
  const RetortPyParts *parts = retort_py_node_get_parts (body);

  for (guint i = 0; i < parts->n; i++)
    {
      const RetortPyNode *statement = parts->nodes[i];
      const RetortPyNode *assignment = retort_py_node_get_parts (statement)->nodes[0];
      const RetortPyNode *type;
      g_autofree char *text = NULL;
      RetortPyValue *pair[2];

      if (retort_py_node_get_type (statement) != RETORT_PY_NODE_expression_statement || retort_py_node_get_parts (statement)->n != 1
          || retort_py_node_get_type (assignment) != RETORT_PY_NODE_assignment)
        continue;
      type = retort_py_node_field (assignment, RETORT_PY_FIELD_type);
      if (type == NULL)
        continue;
      text = retort_py_node_text (frame, type);
      if (strstr (text, "ClassVar") != NULL || strstr (text, "InitVar") != NULL || strstr (text, "KW_ONLY") != NULL
          || retort_py_node_get_type (retort_py_node_field (assignment, RETORT_PY_FIELD_left)) != RETORT_PY_NODE_identifier)
        return FALSE;
      g_free (text);
      text = retort_py_node_text (frame, retort_py_node_field (assignment, RETORT_PY_FIELD_left));
      pair[0] = retort_py_new_string (frame->evaluation, text);
      pair[1] = retort_py_class_lookup (klass, retort_py_intern (frame->evaluation, text, -1));
      if (pair[1] == NULL)
        pair[1] = frame->evaluation->none;
      retort_py_items_append (frame->evaluation, &klass->klass->fields, retort_py_new_tuple (frame->evaluation, pair, 2));
    }
  return TRUE;
}

/* --- What @dataclass writes --- */

/* The value that a field has when none is given; NULL: it must be given, or (exception) the factory raised. */
static RetortPyValue *
default_of (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *klass, const char *name)
{
  RetortPyValue *value = retort_py_class_lookup (klass, retort_py_intern (frame->evaluation, name, -1));
  RetortPyArguments none = { .span = retort_py_span_for_people (frame, node) };
  const Field *field;

  if (value == NULL || retort_py_value_get_foreign_class (value) != &field_class)
    return value;
  field = value->foreign.data;
  return field->factory != NULL ? retort_py_call (frame, node, field->factory, &none) : field->default_value;
}

/**
 * retort_py_dataclass_init: (skip)
 * @frame: where
 * @node: the call
 * @self: a new object of a dataclass
 * @arguments: its arguments
 *
 * Returns: (transfer none) (nullable): @self; %NULL: raised
 */
RetortPyValue *
retort_py_dataclass_init (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *klass = retort_py_instance_get_class (self);
  RetortPyItems fields = klass->klass->fields;
  RetortPyValue *post = retort_py_class_lookup (klass, retort_py_intern (frame->evaluation, "__post_init__", -1));
  guint n_taken = 0;

  if (arguments->n_positional > fields.n)
    return retort_py_raise (frame, node, "TypeError", "'%s()' gets too many arguments", klass->klass->name);
  for (guint i = 0; i < fields.n; i++)
    {
      RetortPyValue *name = fields.items[i]->many.items.items[0];
      RetortPyValue *value = i < arguments->n_positional ? arguments->positional[i] : NULL;

      for (guint j = 0; j < arguments->n_keywords; j++)
        if (strcmp (arguments->keyword_names[j], name->string.text) == 0)
          {
            if (value != NULL)
              return retort_py_raise (frame, node, "TypeError", "'%s' is given twice", name->string.text);
            value = arguments->keyword_values[j];
            n_taken++;
          }
      if (value == NULL)
        value = default_of (frame, node, klass, name->string.text);
      if (value == NULL && frame->evaluation->exception == NULL && frame->evaluation->stop_reason == NULL)
        retort_py_raise (frame, node, "TypeError", "'%s()' is called without '%s'", klass->klass->name, name->string.text);
      if (value == NULL)
        return NULL;
      retort_py_keyed_put (frame->evaluation, retort_py_instance_get_dict (self), name, value);
    }
  if (n_taken < arguments->n_keywords)
    return retort_py_raise (frame, node, "TypeError", "'%s()' does not know an argument", klass->klass->name);
  if (post != NULL)
    {
      RetortPyArguments one = { .positional = &self, .n_positional = 1, .span = arguments->span };

      return retort_py_call (frame, node, post, &one) == NULL ? NULL : self;
    }
  return self;
}

/**
 * retort_py_dataclass_text: (skip)
 * @self: an object of a dataclass
 *
 * Returns: (transfer full) (nullable): its repr(); %NULL: not determined
 */
char *
retort_py_dataclass_text (const RetortPyValue *self)
{
  const RetortPyClass *klass = retort_py_instance_get_class (self)->klass;
  RetortPyValue *dict = retort_py_instance_get_dict (self);
  g_autoptr(GString) out = g_string_new (klass->name);

  g_string_append_c (out, '(');
  for (guint i = 0; i < klass->fields.n; i++)
    {
      const char *name = klass->fields.items[i]->many.items.items[0]->string.text;
      RetortPyValue *value = retort_py_value_lookup (dict, name);
      g_autofree char *text = value != NULL && value != self ? retort_py_value_to_repr (value) : NULL;

      if (text == NULL || out->len > RETORT_PY_MAX_TEXT)
        return NULL;
      g_string_append_printf (out, "%s%s=%s", i > 0 ? ", " : "", name, text);
    }
  g_string_append_c (out, ')');
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* --- The module --- */

static RetortPyValue *
decorate (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyArguments *arguments, RetortPyValue *value, gboolean is_frozen)
{
  const RetortPyNode *definition = retort_py_node_field (frame->statement, RETORT_PY_FIELD_definition);
  RetortPyClass *klass = value->kind == RETORT_PY_CLASS ? value->klass : NULL;

  /* A class that is decorated where it is written, alone in its line of descent. */
  if (klass == NULL || definition == NULL || retort_py_node_get_type (definition) != RETORT_PY_NODE_class_definition || klass->mro.n != 1
      || klass->is_enum || klass->exception != NULL || klass->fields.n > 0
      || !collect_fields (frame, value, retort_py_node_field (definition, RETORT_PY_FIELD_body)))
    return retort_py_unknown_with (frame, node, arguments, NULL, "this dataclass is not evaluated");
  klass->is_dataclass = TRUE;
  klass->is_frozen = is_frozen;
  return value;
}

static RetortPyValue *
decorate_plain (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return decorate (frame, node, arguments, arguments->positional[0], FALSE);
}

static RetortPyValue *
decorate_frozen (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return decorate (frame, node, arguments, arguments->positional[0], TRUE);
}

static RetortPyValue *
make_dataclass (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  gboolean is_frozen = FALSE;

  if (!arguments->is_open && arguments->n_keywords == 0 && arguments->n_positional == 1)
    return decorate (frame, node, arguments, arguments->positional[0], FALSE);
  for (guint i = 0; i < arguments->n_keywords; i++)
    {
      gboolean is_true = retort_py_truth (frame, arguments->keyword_values[i]) == RETORT_PY_YES;

      if (strcmp (arguments->keyword_names[i], "frozen") == 0 && is_true)
        is_frozen = TRUE;
      else
        return retort_py_unknown_with (frame, node, arguments, NULL, "this dataclass is not evaluated");
    }
  if (arguments->is_open || arguments->n_positional > 0)
    return retort_py_unknown_with (frame, node, arguments, NULL, "this dataclass is not evaluated");
  return retort_py_new_builtin (frame->evaluation, "dataclass", is_frozen ? decorate_frozen : decorate_plain, NULL);
}

static RetortPyValue *
make_field (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  Field *field = retort_py_allocate (frame->evaluation, sizeof *field);

  for (guint i = 0; i < arguments->n_keywords; i++)
    if (strcmp (arguments->keyword_names[i], "default") == 0)
      field->default_value = arguments->keyword_values[i];
    else if (strcmp (arguments->keyword_names[i], "default_factory") == 0)
      field->factory = arguments->keyword_values[i];
    else
      return retort_py_unknown_with (frame, node, arguments, NULL, "this field is not evaluated");
  if (arguments->is_open || arguments->n_positional > 0)
    return retort_py_unknown_with (frame, node, arguments, NULL, "this field is not evaluated");
  return retort_py_new_foreign (frame->evaluation, &field_class, field, NULL);
}

/* Of plain values: those that hold further ones are copied in depth. */
static RetortPyValue *
take_apart (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyArguments *arguments, gboolean as_dict)
{
  RetortPyValue *result;
  RetortPyValue *klass;
  RetortPyValue *dict;

  if (!retort_py_arity (frame, node, arguments, as_dict ? "asdict" : "astuple", 1, 1, &result))
    return result;
  klass = retort_py_instance_get_class (arguments->positional[0]);
  if (klass == NULL || klass->kind != RETORT_PY_CLASS || !klass->klass->is_dataclass)
    return retort_py_unknown_with (frame, node, arguments, NULL, "this is no dataclass that is understood");
  dict = retort_py_instance_get_dict (arguments->positional[0]);
  result = retort_py_new_value (frame->evaluation, as_dict ? RETORT_PY_DICT : RETORT_PY_TUPLE);
  for (guint i = 0; i < klass->klass->fields.n; i++)
    {
      RetortPyValue *name = klass->klass->fields.items[i]->many.items.items[0];
      RetortPyValue *value = retort_py_value_lookup (dict, name->string.text);

      if (value == NULL || value->kind == RETORT_PY_UNKNOWN || (value->kind >= RETORT_PY_LIST && value->kind <= RETORT_PY_DICT)
          || retort_py_instance_get_class (value) != NULL)
        return retort_py_unknown_with (frame, node, arguments, NULL, "what this dataclass holds is not copied");
      if (as_dict)
        retort_py_keyed_put (frame->evaluation, result, name, value);
      else
        retort_py_items_append (frame->evaluation, &result->many.items, value);
    }
  return result;
}

static RetortPyValue *
asdict (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return take_apart (frame, node, arguments, TRUE);
}

static RetortPyValue *
astuple (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  return take_apart (frame, node, arguments, FALSE);
}

static const RetortPyBuiltin builtins[] = {
  { "asdict", asdict, TRUE },
  { "astuple", astuple, TRUE },
  { "dataclass", make_dataclass, TRUE },
  { "field", make_field, FALSE },
};

const RetortPyStandard retort_py_dataclasses_module = RETORT_PY_STANDARD ("dataclasses", builtins, NULL);
