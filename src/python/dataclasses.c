/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dataclasses: @dataclass, field(), and the methods that it writes: __init__, __repr__, __eq__, __lt__ and __hash__ (Library Reference,
 * "dataclasses"). asdict() and its like are said in standard/dataclasses.py. */
#include "python/modules-private.h"

#include <string.h>

/* data: Field*: what field() gives */
typedef struct
{
  RetortPyValue *name;          /* nullable until its class is decorated */
  RetortPyValue *default_value; /* nullable */
  RetortPyValue *factory;       /* nullable */
  gboolean       is_init;
  gboolean       is_repr;
  gboolean       is_compare;
  gboolean       is_keyword;    /* only */
  gboolean       is_init_var;   /* goes to __post_init__() and is not kept */
} Field;

static RetortPyValue *field_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);

static const RetortPyForeignClass field_class = { .name = "field", .is_plain = TRUE, .get_attribute = field_attribute };

static RetortPyValue *
field_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  const Field *field = self->foreign.data;

  if (strcmp (name, "name") == 0)
    return field->name;
  if (strcmp (name, "default") == 0)
    return field->default_value;
  return strcmp (name, "init") == 0 ? retort_py_bool (evaluation, field->is_init) : NULL;
}

static Field *
new_field (RetortPyEvaluation *evaluation, RetortPyValue *default_value)
{
  Field *field = retort_py_allocate (evaluation, sizeof *field);

  field->default_value = default_value;
  field->is_init = TRUE;
  field->is_repr = TRUE;
  field->is_compare = TRUE;
  return field;
}

static Field *
get_field (const RetortPyClass *klass, guint index)
{
  return klass->fields.items[index]->many.items.items[1]->foreign.data;
}

/* --- Which fields there are --- */

static void
put_field (RetortPyEvaluation *evaluation, RetortPyClass *klass, RetortPyValue *pair)
{
  for (guint i = 0; i < klass->fields.n; i++)
    if (strcmp (klass->fields.items[i]->many.items.items[0]->string.text, pair->many.items.items[0]->string.text) == 0)
      {
        klass->fields.items[i] = pair;
        return;
      }
  retort_py_items_append (evaluation, &klass->fields, pair);
}

typedef enum
{
  NO_FIELD,
  FIELD,
  INIT_VAR,
  KEYWORDS_FOLLOW,
  NOT_UNDERSTOOD,
} Annotation;

/* "t.ClassVar[int]": what stands before the bracket and behind the dot decides. */
static Annotation
read_annotation (const char *text)
{
  g_autofree char *plain = g_strstrip (g_strdup (text));
  const char *name;

  if (strpbrk (plain, "\"'") != NULL)
    return strstr (plain, "ClassVar") != NULL || strstr (plain, "InitVar") != NULL || strstr (plain, "KW_ONLY") != NULL ? NOT_UNDERSTOOD : FIELD;
  plain[strcspn (plain, "[ ")] = '\0';
  name = strrchr (plain, '.') != NULL ? strrchr (plain, '.') + 1 : plain;
  if (strcmp (name, "ClassVar") == 0)
    return NO_FIELD;
  if (strcmp (name, "InitVar") == 0)
    return INIT_VAR;
  return strcmp (name, "KW_ONLY") == 0 ? KEYWORDS_FOLLOW : FIELD;
}

/* What stands in the class for the field from now on; a field without a default leaves nothing there. */
static Field *
take_default (RetortPyFrame *frame, RetortPyValue *klass, const char *name)
{
  RetortPyBinding *binding = g_hash_table_lookup (klass->klass->scope->bindings, retort_py_intern (frame->evaluation, name, -1));
  RetortPyValue *value = binding != NULL ? binding->value : NULL;
  Field *field;

  if (value == NULL || retort_py_value_get_foreign_class (value) != &field_class)
    return new_field (frame->evaluation, value);
  field = value->foreign.data;
  binding->value = field->default_value;
  return field;
}

/* An annotated name of the class body. FALSE: not understood. */
static gboolean
collect_field (RetortPyFrame *frame, RetortPyValue *klass, const RetortPyNode *assignment, gboolean *is_keyword)
{
  const RetortPyNode *left = retort_py_node_field (assignment, RETORT_PY_FIELD_left);
  g_autofree char *type = retort_py_node_text (frame, retort_py_node_field (assignment, RETORT_PY_FIELD_type));
  Annotation annotation = read_annotation (type);
  g_autofree char *name = retort_py_node_text (frame, left);
  RetortPyValue *pair[2];
  Field *field;

  if (annotation == NOT_UNDERSTOOD || retort_py_node_get_type (left) != RETORT_PY_NODE_identifier)
    return FALSE;
  *is_keyword = *is_keyword || annotation == KEYWORDS_FOLLOW;
  if (annotation == NO_FIELD || annotation == KEYWORDS_FOLLOW)
    return TRUE;
  field = take_default (frame, klass, name);
  if (field->default_value != NULL && field->default_value->kind >= RETORT_PY_LIST && field->default_value->kind <= RETORT_PY_DICT
      && field->default_value->kind != RETORT_PY_TUPLE && !retort_py_is_frozenset (field->default_value))
    return FALSE; /* Python refuses it */
  field->name = retort_py_new_string (frame->evaluation, name);
  field->is_keyword = field->is_keyword || *is_keyword;
  field->is_init_var = annotation == INIT_VAR;
  pair[0] = field->name;
  pair[1] = retort_py_new_foreign (frame->evaluation, &field_class, field, NULL);
  put_field (frame->evaluation, klass->klass, retort_py_new_tuple (frame->evaluation, pair, 2));
  return TRUE;
}

/* FALSE: something is not understood. */
static gboolean
collect_fields (RetortPyFrame *frame, RetortPyValue *klass, const RetortPyNode *body, gboolean is_keyword)
{
  const RetortPyParts *parts = retort_py_node_get_parts (body);

  for (guint i = klass->klass->mro.n; i-- > 1;)
    if (klass->klass->mro.items[i]->kind != RETORT_PY_CLASS)
      return FALSE;
    else
      for (guint j = 0; j < klass->klass->mro.items[i]->klass->fields.n; j++)
        put_field (frame->evaluation, klass->klass, klass->klass->mro.items[i]->klass->fields.items[j]);
  for (guint i = 0; i < parts->n; i++)
    {
      const RetortPyNode *assignment = retort_py_node_get_parts (parts->nodes[i])->n == 1 ? retort_py_node_get_parts (parts->nodes[i])->nodes[0] : NULL;

      if (retort_py_node_get_type (parts->nodes[i]) == RETORT_PY_NODE_expression_statement && assignment != NULL
          && retort_py_node_get_type (assignment) == RETORT_PY_NODE_assignment
          && retort_py_node_field (assignment, RETORT_PY_FIELD_type) != NULL && !collect_field (frame, klass, assignment, &is_keyword))
        return FALSE;
    }
  return TRUE;
}

/* Python refuses a field without a default after one with one. */
static gboolean
has_good_order (const RetortPyClass *klass)
{
  gboolean has_default = FALSE;

  for (guint i = 0; i < klass->fields.n; i++)
    {
      const Field *field = get_field (klass, i);

      if (!field->is_init || field->is_keyword)
        continue;
      if (has_default && field->default_value == NULL && field->factory == NULL)
        return FALSE;
      has_default = has_default || field->default_value != NULL || field->factory != NULL;
    }
  return TRUE;
}

/**
 * retort_py_find_writer: (skip)
 * @klass: an own class
 * @method: what @dataclass may have written for it, or for what it derives from
 * @name: the name of that method, interned
 *
 * Returns: (transfer none) (nullable): the dataclass whose written method counts; %NULL when another one comes before, or none is written
 */
RetortPyValue *
retort_py_find_writer (const RetortPyValue *klass, RetortPyWritten method, const char *name)
{
  for (guint i = 0; klass->kind == RETORT_PY_CLASS && i < klass->klass->mro.n; i++)
    {
      RetortPyValue *at = klass->klass->mro.items[i];
      RetortPyBinding *binding = at->kind == RETORT_PY_CLASS ? g_hash_table_lookup (at->klass->scope->bindings, name) : NULL;

      if (at->kind != RETORT_PY_CLASS || (binding != NULL && binding->value != NULL))
        return NULL;
      if ((at->klass->written & method) != 0)
        return at;
    }
  return NULL;
}

/**
 * retort_py_dataclass_has_keywords: (skip)
 * @klass: a dataclass
 *
 * Returns: whether the places of its fields are not those of the arguments of its __init__()
 */
gboolean
retort_py_dataclass_has_keywords (const RetortPyClass *klass)
{
  for (guint i = 0; i < klass->fields.n; i++)
    if (get_field (klass, i)->is_keyword || !get_field (klass, i)->is_init || get_field (klass, i)->is_init_var)
      return TRUE;
  return FALSE;
}

/* --- What @dataclass writes --- */

/* What is given for a field by its name; NULL: nothing. */
static RetortPyValue *
given_by_name (const RetortPyArguments *arguments, const char *name)
{
  for (guint i = 0; i < arguments->n_keywords; i++)
    if (strcmp (arguments->keyword_names[i], name) == 0)
      return arguments->keyword_values[i];
  return NULL;
}

/* The value of a field; NULL: it must be given, or (exception) the factory raised. */
static RetortPyValue *
value_of_field (RetortPyFrame *frame, const RetortPyNode *node, const Field *field, const RetortPyArguments *arguments, guint *n_positional, guint *n_named)
{
  RetortPyArguments none = { .span = retort_py_span_for_people (frame, node) };
  const char *name = field->name->string.text;
  RetortPyValue *named = field->is_init ? given_by_name (arguments, name) : NULL;

  if (field->is_init && !field->is_keyword && *n_positional < arguments->n_positional)
    return named != NULL ? retort_py_raise (frame, node, "TypeError", "'%s' is given twice", name) : arguments->positional[(*n_positional)++];
  *n_named += named != NULL;
  if (named != NULL || field->factory == NULL)
    return named != NULL ? named : field->default_value;
  return retort_py_call (frame, node, field->factory, &none);
}

static RetortPyValue *
run_post_init (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, RetortPyItems *init_vars)
{
  RetortPyValue *klass = retort_py_instance_get_class (self);
  RetortPyValue *post = retort_py_class_lookup (klass, retort_py_intern (frame->evaluation, "__post_init__", -1));
  RetortPyArguments given = { .span = retort_py_span_for_people (frame, node) };

  if (post == NULL)
    return self;
  retort_py_items_insert (frame->evaluation, init_vars, 0, self);
  given.positional = init_vars->items;
  given.n_positional = init_vars->n;
  return retort_py_call (frame, node, post, &given) == NULL ? NULL : self;
}

/**
 * retort_py_dataclass_init: (skip)
 * @frame: where
 * @node: the call
 * @klass: the dataclass whose __init__() is meant
 * @self: a new object of it, or of what derives from it
 * @arguments: its arguments
 *
 * Returns: (transfer none) (nullable): @self; %NULL: raised
 */
RetortPyValue *
retort_py_dataclass_init (RetortPyFrame *frame, const RetortPyNode *node, const RetortPyClass *klass, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyItems init_vars = { 0 };
  guint n_positional = 0;
  guint n_named = 0;

  for (guint i = 0; i < klass->fields.n; i++)
    {
      const Field *field = get_field (klass, i);
      RetortPyValue *value = value_of_field (frame, node, field, arguments, &n_positional, &n_named);

      if (value == NULL && (frame->evaluation->exception != NULL || frame->evaluation->stop_reason != NULL))
        return NULL;
      if (value == NULL && field->is_init)
        return retort_py_raise (frame, node, "TypeError", "'%s()' is called without '%s'", klass->name, field->name->string.text);
      if (field->is_init_var)
        retort_py_items_append (frame->evaluation, &init_vars, value);
      else if (value != NULL && (field->is_init || field->factory != NULL))
        retort_py_keyed_put (frame->evaluation, retort_py_instance_get_dict (self), field->name, value);
    }
  if (n_positional < arguments->n_positional || n_named < arguments->n_keywords)
    return retort_py_raise (frame, node, "TypeError", "'%s()' does not know an argument", klass->name);
  return run_post_init (frame, node, self, &init_vars);
}

/**
 * retort_py_dataclass_text: (skip)
 * @klass: the dataclass whose __repr__() is meant
 * @self: an object of it, or of what derives from it
 *
 * Returns: (transfer full) (nullable): its repr(); %NULL: not determined
 */
char *
retort_py_dataclass_text (const RetortPyClass *klass, const RetortPyValue *self)
{
  const RetortPyClass *own = retort_py_instance_get_class (self)->klass;
  RetortPyValue *dict = retort_py_instance_get_dict (self);
  g_autoptr(GString) out = g_string_new (own->name);
  const char *separator = "";

  if (own->scope->parent == NULL || own->scope->parent->kind != RETORT_PY_SCOPE_MODULE)
    return NULL; /* its name says where it was written */
  g_string_append_c (out, '(');
  for (guint i = 0; i < klass->fields.n; i++)
    {
      const Field *field = get_field (klass, i);
      RetortPyValue *value = retort_py_value_lookup (dict, field->name->string.text);
      g_autofree char *text = NULL;

      if (!field->is_repr || field->is_init_var)
        continue;
      value = value != NULL ? value : field->default_value;
      text = value != NULL && value != self ? retort_py_value_to_repr (value) : NULL;
      if (text == NULL || out->len > RETORT_PY_MAX_TEXT)
        return NULL;
      g_string_append_printf (out, "%s%s=%s", separator, field->name->string.text, text);
      separator = ", ";
    }
  g_string_append_c (out, ')');
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/**
 * retort_py_dataclass_to_tuple: (skip)
 * @evaluation: an evaluation
 * @klass: the dataclass whose methods are meant
 * @self: an object of it
 *
 * Returns: (transfer none) (nullable): the values of the fields that are compared; %NULL: not all are known
 */
RetortPyValue *
retort_py_dataclass_to_tuple (RetortPyEvaluation *evaluation, const RetortPyClass *klass, const RetortPyValue *self)
{
  RetortPyValue *dict = retort_py_instance_get_dict (self);
  RetortPyItems items = { 0 };

  for (guint i = 0; dict->kind == RETORT_PY_DICT && i < klass->fields.n; i++)
    {
      const Field *field = get_field (klass, i);
      RetortPyValue *value = retort_py_value_lookup (dict, field->name->string.text);

      value = value != NULL ? value : field->default_value;
      if (value == NULL && field->is_compare && !field->is_init_var)
        return NULL;
      if (field->is_compare && !field->is_init_var)
        retort_py_items_append (evaluation, &items, value);
    }
  return dict->kind == RETORT_PY_DICT ? retort_py_new_tuple (evaluation, items.items, items.n) : NULL;
}

/* --- The module --- */

/* What may be said to @dataclass, and the bits of it in a number. */
static const struct { const char *name; guint bit; } options[] = {
  { "init", RETORT_PY_WRITES_INIT },   { "repr", RETORT_PY_WRITES_REPR }, { "eq", RETORT_PY_WRITES_EQ },
  { "order", RETORT_PY_WRITES_ORDER }, { "frozen", 1 << 8 },              { "kw_only", 1 << 9 },
  { "slots", 1 << 10 },                { "match_args", 1 << 11 },
};

/* Bits of the table above that nothing else says. */
#define USUAL (RETORT_PY_WRITES_INIT | RETORT_PY_WRITES_REPR | RETORT_PY_WRITES_EQ | 1 << 11)
#define IS_FROZEN(bits) (((bits) & 1 << 8) != 0)
#define IS_KEYWORD(bits) (((bits) & 1 << 9) != 0)

/* @self: the bits */
static RetortPyValue *
decorate (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  const RetortPyNode *definition = retort_py_node_field (frame->statement, RETORT_PY_FIELD_definition);
  RetortPyValue *value = arguments->n_positional == 1 ? arguments->positional[0] : frame->evaluation->none;
  RetortPyClass *klass = value->kind == RETORT_PY_CLASS ? value->klass : NULL;
  guint bits = (guint) self->small;
  gboolean is_good = klass != NULL && definition != NULL && retort_py_node_get_type (definition) == RETORT_PY_NODE_class_definition
                     && !klass->is_enum && klass->exception == NULL && klass->fields.n == 0;

  for (guint i = 1; is_good && i < klass->mro.n; i++)
    is_good = klass->mro.items[i]->kind == RETORT_PY_CLASS
              && (!klass->mro.items[i]->klass->is_dataclass || klass->mro.items[i]->klass->is_frozen == IS_FROZEN (bits));
  if (!is_good || !collect_fields (frame, value, retort_py_node_field (definition, RETORT_PY_FIELD_body), IS_KEYWORD (bits))
      || !has_good_order (klass))
    return retort_py_unknown_with (frame, node, arguments, NULL, "this dataclass is not evaluated");
  klass->is_dataclass = TRUE;
  klass->is_frozen = IS_FROZEN (bits);
  klass->written = bits & (RETORT_PY_WRITES_INIT | RETORT_PY_WRITES_REPR | RETORT_PY_WRITES_EQ | RETORT_PY_WRITES_ORDER);
  return value;
}

/* The bit of an option; 0: not known. */
static guint
bit_of (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    if (strcmp (options[i].name, name) == 0)
      return options[i].bit;
  return 0;
}

static RetortPyValue *
make_dataclass (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  guint bits = USUAL;

  for (guint i = 0; i < arguments->n_keywords; i++)
    {
      RetortPyAnswer truth = retort_py_truth (frame, arguments->keyword_values[i]);
      guint bit = bit_of (arguments->keyword_names[i]);

      if (bit == 0 || truth == RETORT_PY_MAYBE)
        return retort_py_unknown_with (frame, node, arguments, NULL, "this dataclass is not evaluated");
      bits = truth == RETORT_PY_YES ? bits | bit : bits & ~bit;
    }
  self = retort_py_new_int64 (frame->evaluation, bits);
  if (!arguments->is_open && arguments->n_keywords == 0 && arguments->n_positional == 1)
    return decorate (frame, node, self, arguments);
  if (arguments->is_open || arguments->n_positional > 0 || ((bits & RETORT_PY_WRITES_ORDER) != 0 && (bits & RETORT_PY_WRITES_EQ) == 0))
    return retort_py_unknown_with (frame, node, arguments, NULL, "this dataclass is not evaluated");
  return retort_py_new_builtin (frame->evaluation, "dataclass", decorate, self);
}

/* FALSE: not understood. */
static gboolean
set_option (RetortPyFrame *frame, Field *field, const char *name, RetortPyValue *value)
{
  const struct { const char *name; gboolean *place; } places[] = {
    { "init", &field->is_init }, { "repr", &field->is_repr }, { "compare", &field->is_compare }, { "kw_only", &field->is_keyword },
  };
  RetortPyAnswer truth = retort_py_truth (frame, value);

  if (strcmp (name, "default") == 0)
    field->default_value = value;
  else if (strcmp (name, "default_factory") == 0)
    field->factory = value;
  else if (strcmp (name, "metadata") != 0 && strcmp (name, "hash") != 0)
    {
      for (guint i = 0; i < G_N_ELEMENTS (places); i++)
        if (strcmp (places[i].name, name) == 0)
          {
            *places[i].place = truth == RETORT_PY_YES;
            return truth != RETORT_PY_MAYBE;
          }
      return FALSE;
    }
  return TRUE;
}

static RetortPyValue *
make_field (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  Field *field = new_field (frame->evaluation, NULL);
  gboolean is_good = !arguments->is_open && arguments->n_positional == 0;

  for (guint i = 0; i < arguments->n_keywords; i++)
    is_good = is_good && set_option (frame, field, arguments->keyword_names[i], arguments->keyword_values[i]);
  if (!is_good || (field->default_value != NULL && field->factory != NULL))
    return retort_py_unknown_with (frame, node, arguments, NULL, "this field is not evaluated");
  return retort_py_new_foreign (frame->evaluation, &field_class, field, NULL);
}

/**
 * retort_py_dataclass_fields: (skip)
 * @frame: where
 * @node: the call
 * @self: (nullable): nothing
 * @arguments: a class, or an object
 *
 * Returns: (transfer none) (nullable): a tuple of the fields of a dataclass, without those that are only given to __init__(); None: it is none;
 *   %NULL: raised
 */
RetortPyValue *
retort_py_dataclass_fields (RetortPyFrame *frame, const RetortPyNode *node, RetortPyValue *self, const RetortPyArguments *arguments)
{
  RetortPyValue *value = arguments->n_positional == 1 ? arguments->positional[0] : frame->evaluation->none;
  RetortPyValue *klass = value->kind == RETORT_PY_CLASS ? value : retort_py_instance_get_class (value);
  RetortPyItems items = { 0 };

  if (value->kind == RETORT_PY_UNKNOWN || (klass != NULL && klass->kind != RETORT_PY_CLASS) || (klass == NULL && !retort_py_is_plain (value)))
    return retort_py_unknown_with (frame, node, arguments, NULL, "whether this is a dataclass is not known");
  for (guint i = 0; klass != NULL && i < klass->klass->mro.n; i++)
    if (klass->klass->mro.items[i]->klass->is_dataclass)
      {
        const RetortPyClass *found = klass->klass->mro.items[i]->klass;

        for (guint j = 0; j < found->fields.n; j++)
          if (!get_field (found, j)->is_init_var)
            retort_py_items_append (frame->evaluation, &items, found->fields.items[j]->many.items.items[1]);
        return retort_py_new_tuple (frame->evaluation, items.items, items.n);
      }
  return frame->evaluation->none;
}

static const RetortPyBuiltin builtins[] = {
  { "dataclass", make_dataclass, TRUE },
  { "field", make_field, FALSE },
};

static RetortPyValue *
get_of_dataclasses (RetortPyEvaluation *evaluation, const char *name)
{
  return strcmp (name, "FrozenInstanceError") == 0 ? retort_py_exception_type (evaluation, name) : NULL;
}

const RetortPyStandard retort_py_dataclasses_module = RETORT_PY_STANDARD ("dataclasses", builtins, get_of_dataclasses);
