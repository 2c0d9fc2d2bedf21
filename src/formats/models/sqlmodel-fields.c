/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A field of SQLModel as the column that it becomes (sqlmodel/main.py, get_column_from_field()). */
#include "formats/models/reader-private.h"

#include <string.h>

/* One field with the arguments of its Field(), if it has one. */
typedef struct
{
  RetortModelReader        *reader;
  const RetortClassOutline *outline;
  RetortPyProbe            *probe;
  const RetortClassEntry   *entry;
  const RetortPyNode      *arguments; /* NULL: none */
  RetortTypeHint            hint;
  RetortPyValue            *problem;   /* nullable */
} Field;

static const RetortPyNode *
find_argument (const Field *self, const char *name)
{
  return self->arguments == NULL ? self->arguments
                                           : retort_definitions_find_keyword (self->entry->module, self->arguments, name);
}

/* NULL: not given, or None. */
static RetortPyValue *
get (Field *self, const char *name)
{
  const RetortPyNode *node = find_argument (self, name);
  RetortPyValue *value = node == NULL ? NULL : retort_py_probe_evaluate (self->probe, node);

  if (value != NULL && retort_py_value_is (value, RETORT_PY_UNKNOWN) && self->problem == NULL)
    self->problem = value;
  return value == NULL || retort_py_value_is (value, RETORT_PY_NONE) ? NULL : value;
}

static void
give (RetortModelCall *call, const char *name, RetortPyValue *value)
{
  if (value == NULL || call->n_keywords == G_N_ELEMENTS (call->names))
    return;
  call->names[call->n_keywords] = name;
  call->values[call->n_keywords++] = value;
}

/* --- The type --- */

static RetortPyValue *
make_string (Field *self)
{
  RetortPyValue *length = get (self, "max_length");
  RetortModelCall call = { .positional = { length }, .n_positional = length != NULL ? 1 : 0 };

  return retort_model_reader_call (self->reader, "sqlalchemy", "String", &call);
}

static RetortPyValue *
make_numeric (Field *self)
{
  RetortModelCall call = { 0 };

  give (&call, "precision", get (self, "max_digits"));
  give (&call, "scale", get (self, "decimal_places"));
  return retort_model_reader_call (self->reader, "sqlalchemy", "Numeric", &call);
}

static RetortPyValue *
find_type (Field *self)
{
  RetortPyValue *type = get (self, "sa_type");
  g_auto(RetortModelName) name = { 0 };

  if (type != NULL)
    return type;
  retort_model_names_resolve_text (self->reader->names, self->entry->module, self->hint.core, &name);
  if (name.kind == RETORT_MODEL_NAME_EXTERNAL
      && (g_str_equal (name.external, "builtins.str") || g_str_equal (name.external, "pydantic.EmailStr")))
    return make_string (self);
  if (name.kind == RETORT_MODEL_NAME_EXTERNAL && g_str_equal (name.external, "decimal.Decimal"))
    return make_numeric (self);
  return retort_model_type_of_hint (self->reader, self->outline, self->entry->module, &self->hint);
}

/* --- The column --- */

static RetortPyValue *
make_foreign_key (Field *self)
{
  RetortPyValue *target = get (self, "foreign_key");
  RetortModelCall call = { .positional = { target }, .n_positional = 1 };

  if (target == NULL)
    return NULL;
  give (&call, "ondelete", get (self, "ondelete"));
  return retort_model_reader_call (self->reader, "sqlalchemy", "ForeignKey", &call);
}

/* sa_column_kwargs={…}: what is given to Column() as it is. */
static void
give_more (Field *self, RetortModelCall *call)
{
  RetortPyValue *more = get (self, "sa_column_kwargs");

  for (guint i = 0; more != NULL && retort_py_value_is (more, RETORT_PY_DICT) && i < retort_py_value_get_n_items (more); i++)
    {
      const char *name = retort_py_value_get_string (retort_py_value_get_key (more, i));

      if (name != NULL)
        give (call, name, retort_py_value_get_item (more, i));
    }
}

static RetortPyValue *
make_column (Field *self)
{
  RetortModelCall call = { 0 };
  RetortPyValue *key = get (self, "primary_key");
  RetortPyValue *nullable = get (self, "nullable");
  RetortPyValue *type = find_type (self);
  RetortPyValue *foreign_key = make_foreign_key (self);
  gboolean is_key = key != NULL && retort_py_value_is (key, RETORT_PY_BOOL) && retort_py_value_get_bool (key);

  if (type == NULL)
    return retort_py_new_unknown (self->reader->evaluation, (RetortSpan){ 0, 0 }, "no type of SQLAlchemy is known for '%s'", self->hint.core);
  call.positional[call.n_positional++] = type;
  if (foreign_key != NULL)
    call.positional[call.n_positional++] = foreign_key;
  if (nullable == NULL)
    nullable = retort_py_new_bool (self->reader->evaluation, !is_key && self->hint.allows_none);
  give (&call, "primary_key", key);
  give (&call, "nullable", nullable);
  give (&call, "index", get (self, "index"));
  give (&call, "unique", get (self, "unique"));
  give_more (self, &call);
  if (find_argument (self, "sa_column_args") != NULL)
    return retort_py_new_unknown (self->reader->evaluation, (RetortSpan){ 0, 0 }, "sa_column_args is not read");
  return self->problem != NULL ? self->problem : retort_model_reader_call (self->reader, "sqlalchemy", "Column", &call);
}

static gboolean
is_field_call (RetortModelReader *self, const RetortClassEntry *entry)
{
  static const char *const fields[] = { "sqlmodel.Field", "sqlmodel.main.Field", "pydantic.Field", "pydantic.fields.Field", NULL };

  return entry->value != NULL && retort_py_node_is (entry->value, "call")
         && retort_model_names_is (self->names, entry->module, retort_py_node_field (entry->value, RETORT_PY_FIELD_function), fields);
}

/**
 * retort_model_read_field: (skip)
 * @self: a reader
 * @outline: the class
 * @probe: the names of the part of the class that the field stands in
 * @entry: a field
 *
 * Returns: (transfer none) (nullable): its column, or an unknown value; %NULL: it is no column
 */
RetortPyValue *
retort_model_read_field (RetortModelReader *self, const RetortClassOutline *outline, RetortPyProbe *probe, const RetortClassEntry *entry)
{
  Field field = { .reader = self, .outline = outline, .probe = probe, .entry = entry };
  RetortPyValue *column = NULL;

  if (is_field_call (self, entry))
    field.arguments = retort_py_node_field (entry->value, RETORT_PY_FIELD_arguments);
  retort_type_hint_read_entry (&field.hint, entry);
  if (field.hint.core != NULL)
    column = get (&field, "sa_column");
  if (field.hint.core != NULL && column == NULL)
    column = make_column (&field);
  retort_type_hint_clear (&field.hint);
  return column;
}
