/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which type of SQLAlchemy a type of Python stands for (sqlalchemy/sql/type_api.py and sqltypes.py, _type_map; sqlmodel/main.py,
 * get_sqlalchemy_type()). A type_annotation_map of the declarative base goes first. */
#include "formats/models/reader-private.h"

#include "python/object.h"

#include <string.h>

static const struct
{
  const char *python;
  const char *sqlalchemy;
} known_types[] = {
  { "builtins.int", "Integer" },         { "builtins.str", "String" },         { "builtins.bool", "Boolean" },
  { "builtins.float", "Float" },         { "builtins.bytes", "LargeBinary" },  { "datetime.datetime", "DateTime" },
  { "datetime.date", "Date" },           { "datetime.time", "Time" },          { "datetime.timedelta", "Interval" },
  { "decimal.Decimal", "Numeric" },      { "uuid.UUID", "Uuid" },              { "pydantic.EmailStr", "String" },
  { "pydantic.networks.EmailStr", "String" },
};

/* A class of the project: the enum type that it stands for. */
static RetortPyValue *
type_of_class (RetortModelReader *self, const RetortModelName *name)
{
  const RetortPyNode *identifier = retort_py_node_field (name->node, RETORT_PY_FIELD_name);
  RetortPyValue *klass = retort_model_reader_evaluate (self, name->module, identifier);
  RetortModelCall call = { .positional = { klass }, .n_positional = 1 };

  if (retort_py_class_get_name (klass) == NULL || retort_py_enum_get_members (klass) == NULL)
    return NULL;
  return retort_model_reader_call (self, "sqlalchemy", "Enum", &call);
}

/* --- type_annotation_map --- */

static gboolean
is_same_name (const RetortModelName *a, const RetortModelName *b)
{
  if (a->kind != b->kind)
    return FALSE;
  return a->kind == RETORT_MODEL_NAME_EXTERNAL ? g_str_equal (a->external, b->external) : a->node == b->node;
}

/* Enum(enum.Enum, …): the same for the class at hand (sqlalchemy/sql/sqltypes.py, Enum._resolve_for_python_type). */
static RetortPyValue *
enum_like (RetortModelReader *self, RetortDefinitions *module, const RetortPyNode *node, const RetortModelName *klass)
{
  RetortModelCall call = { .n_positional = 1 };
  const RetortPyNode *arguments = retort_py_node_field (node, RETORT_PY_FIELD_arguments);

  if (!retort_py_node_is (node, "call"))
    return NULL;
  call.positional[0] = retort_model_reader_evaluate (self, klass->module, retort_py_node_field (klass->node, RETORT_PY_FIELD_name));
  for (guint i = 0; i < retort_py_node_count_named (arguments) && call.n_keywords < G_N_ELEMENTS (call.names); i++)
    {
      const RetortPyNode *argument = retort_py_node_get_named_child (arguments, i);
      g_autofree char *name = NULL;

      if (!retort_py_node_is (argument, "keyword_argument"))
        continue;
      name = retort_py_node_dup_text (retort_definitions_get_tree (module), retort_py_node_field (argument, RETORT_PY_FIELD_name));
      call.names[call.n_keywords] = retort_py_strdup (self->evaluation, name);
      call.values[call.n_keywords++] = retort_model_reader_evaluate (self, module, retort_py_node_field (argument, RETORT_PY_FIELD_value));
    }
  return retort_model_reader_call (self, "sqlalchemy", "Enum", &call);
}

static gboolean
is_enum_class (RetortModelReader *self, const RetortModelName *name)
{
  RetortPyValue *klass;

  if (name->kind != RETORT_MODEL_NAME_CLASS)
    return FALSE;
  klass = retort_model_reader_evaluate (self, name->module, retort_py_node_field (name->node, RETORT_PY_FIELD_name));
  return retort_py_class_get_name (klass) != NULL && retort_py_enum_get_members (klass) != NULL;
}

static RetortPyValue *
look_into_map (RetortModelReader *self, const RetortClassEntry *map, const RetortModelName *name)
{
  for (guint i = 0; i < retort_py_node_count_named (map->value); i++)
    {
      const RetortPyNode *pair = retort_py_node_get_named_child (map->value, i);
      g_auto(RetortModelName) key = { 0 };
      const RetortPyNode *value;

      if (!retort_py_node_is (pair, "pair"))
        continue;
      value = retort_py_node_field (pair, RETORT_PY_FIELD_value);
      retort_model_names_resolve (self->names, map->module, retort_py_node_field (pair, RETORT_PY_FIELD_key), &key);
      if (is_same_name (&key, name))
        return retort_model_reader_evaluate (self, map->module, value);
      if (key.kind == RETORT_MODEL_NAME_EXTERNAL && g_str_equal (key.external, "enum.Enum") && is_enum_class (self, name))
        return enum_like (self, map->module, value, name);
    }
  return NULL;
}

/* --- Literal["a", "b"] --- */

/* sqlalchemy/sql/sqltypes.py, Enum._resolve_for_python_type: native_enum is off, unless the map says otherwise. */
static RetortPyValue *
type_of_choices (RetortModelReader *self, GPtrArray *choices)
{
  RetortModelCall call = { .n_positional = 0 };
  gsize longest = 0;

  for (guint i = 0; i < choices->len; i++)
    longest = MAX (longest, (gsize) g_utf8_strlen (g_ptr_array_index (choices, i), -1));
  call.positional[call.n_positional++] = retort_py_new_int64 (self->evaluation, (gint64) longest);
  return retort_model_reader_call (self, "sqlalchemy", "String", &call);
}

/* Status = Literal["on", "off"] */
static RetortPyValue *
type_of_alias (RetortModelReader *self, const RetortModelName *alias)
{
  g_auto(RetortTypeHint) hint = { 0 };
  g_autofree char *text = retort_py_node_dup_text (retort_definitions_get_tree (alias->module), alias->node);

  retort_type_hint_read (&hint, text);
  return hint.choices != NULL ? type_of_choices (self, hint.choices) : NULL;
}

/**
 * retort_model_type_of_hint: (skip)
 * @self: a reader
 * @outline: the class that the type stands in
 * @module: the module that the type stands in
 * @hint: the type, of which the core is known
 *
 * Returns: (transfer none) (nullable): the type of SQLAlchemy, or an unknown value; %NULL: there is none for it
 */
RetortPyValue *
retort_model_type_of_hint (RetortModelReader *self, const RetortClassOutline *outline, RetortDefinitions *module, const RetortTypeHint *hint)
{
  const RetortClassEntry *map = retort_class_outline_find (outline, "type_annotation_map");
  g_auto(RetortModelName) name = { 0 };
  RetortPyValue *mapped = NULL;

  if (hint->choices != NULL)
    return type_of_choices (self, hint->choices);
  retort_model_names_resolve_text (self->names, module, hint->core, &name);
  if (map != NULL && retort_py_node_is (map->value, "dictionary"))
    mapped = look_into_map (self, map, &name);
  if (mapped != NULL || name.kind == RETORT_MODEL_NAME_UNKNOWN)
    return mapped;
  for (guint i = 0; name.kind == RETORT_MODEL_NAME_EXTERNAL && i < G_N_ELEMENTS (known_types); i++)
    if (g_str_equal (name.external, known_types[i].python))
      return retort_model_reader_call (self, "sqlalchemy", known_types[i].sqlalchemy, NULL);
  if (name.kind == RETORT_MODEL_NAME_VALUE)
    return type_of_alias (self, &name);
  return name.kind == RETORT_MODEL_NAME_CLASS ? type_of_class (self, &name) : NULL;
}

/**
 * retort_model_find_annotated: (skip)
 * @self: a reader
 * @module: the module that the type stands in
 * @core: a type's name
 * @where: (out): the module that it is written in
 *
 * Returns: what the name stands for, when that is Annotated[…]; else %NULL
 */
const RetortPyNode *
retort_model_find_annotated (RetortModelReader *self, RetortDefinitions *module, const char *core, RetortDefinitions **where)
{
  g_auto(RetortModelName) name = { 0 };
  g_autofree char *text = NULL;

  retort_model_names_resolve_text (self->names, module, core, &name);
  if (name.kind != RETORT_MODEL_NAME_VALUE || !retort_py_node_is (name.node, "subscript"))
    return NULL;
  text = retort_py_node_dup_text (retort_definitions_get_tree (name.module), retort_py_node_field (name.node, RETORT_PY_FIELD_value));
  if (!retort_type_hint_is (text, "Annotated"))
    return NULL;
  *where = name.module;
  return name.node;
}
