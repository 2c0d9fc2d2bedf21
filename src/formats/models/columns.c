/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of a class: what Column(), mapped_column() and Field() say, and what the annotation beside them adds
 * (SQLAlchemy 2.0, "Declarative Table with mapped_column()"). */
#include "formats/models/reader-private.h"

#include <string.h>

/* What an entry of a class is, by its text. */
typedef enum
{
  ENTRY_OTHER,
  ENTRY_COLUMN,
  ENTRY_MAYBE_COLUMN, /* a call of the project's own */
  ENTRY_FIELD,        /* of SQLModel */
  ENTRY_RELATIONSHIP,
  ENTRY_UNREAD,       /* columns, but not which */
} EntryKind;

static const struct
{
  const char *function; /* the end of its dotted name */
  EntryKind   kind;
} known_calls[] = {
  { ".Column", ENTRY_COLUMN },
  { ".mapped_column", ENTRY_COLUMN },
  { ".deferred", ENTRY_COLUMN },
  { ".relationship", ENTRY_RELATIONSHIP },
  { ".dynamic_loader", ENTRY_RELATIONSHIP },
  { "sqlmodel.Relationship", ENTRY_RELATIONSHIP },
  { "sqlmodel.main.Relationship", ENTRY_RELATIONSHIP },
  { ".column_property", ENTRY_OTHER }, /* of an expression: nothing that is stored */
  { ".query_expression", ENTRY_OTHER },
  { ".synonym", ENTRY_OTHER },
  { ".association_proxy", ENTRY_OTHER },
  { "sqlmodel.Field", ENTRY_FIELD },
  { "sqlmodel.main.Field", ENTRY_FIELD },
  { ".composite", ENTRY_UNREAD },
};

static gboolean
is_mapped (const RetortTypeHint *hint)
{
  return hint->wrapper != NULL && g_str_equal (hint->wrapper, "Mapped");
}

static EntryKind
classify_call (RetortModelReader *self, const RetortClassOutline *outline, const RetortClassEntry *entry, const RetortTypeHint *hint)
{
  g_auto(RetortModelName) function = { 0 };

  retort_model_names_resolve (self->names, entry->module, retort_py_node_field (entry->value, RETORT_PY_FIELD_function), &function);
  for (guint i = 0; function.kind == RETORT_MODEL_NAME_EXTERNAL && i < G_N_ELEMENTS (known_calls); i++)
    if (g_str_has_suffix (function.external, known_calls[i].function))
      return known_calls[i].kind;
  if (outline->is_sqlmodel && hint->core != NULL)
    return ENTRY_FIELD;
  if (function.kind == RETORT_MODEL_NAME_FUNCTION || is_mapped (hint))
    return ENTRY_MAYBE_COLUMN;
  return ENTRY_OTHER;
}

static EntryKind
classify (RetortModelReader *self, const RetortClassOutline *outline, const RetortClassEntry *entry, const RetortTypeHint *hint)
{
  gboolean is_field = outline->is_sqlmodel && hint->core != NULL;

  if (entry->is_function || g_str_has_prefix (entry->name, "__") || g_strcmp0 (hint->wrapper, "ClassVar") == 0
      || (is_field && (g_str_equal (entry->name, "model_config") || entry->name[0] == '_')))
    return ENTRY_OTHER;
  if (entry->value != NULL && retort_py_node_is (entry->value, "call"))
    return classify_call (self, outline, entry, hint);
  if (is_field)
    return ENTRY_FIELD;
  /* A declared_attr that does more than return may be a relationship. */
  if (entry->function != NULL && entry->value == NULL)
    return ENTRY_MAYBE_COLUMN;
  return entry->value == NULL && is_mapped (hint) ? ENTRY_COLUMN : ENTRY_OTHER;
}

/* --- What annotations say --- */

/* What mapped_column() beside an annotation does not say, that of the annotation's Annotated[…] does. */
static void
merge (RetortColumn *self, const RetortColumn *from)
{
  guint n_items = self->n_items + from->n_items;

  if (self->type->row->family == RETORT_FAMILY_NULL)
    self->type = from->type;
  if (self->server_default.kind == RETORT_DEFAULT_NONE)
    self->server_default = from->server_default;
  if (!self->nullable_was_given)
    {
      self->nullable_was_given = from->nullable_was_given;
      self->is_nullable = from->is_nullable;
    }
  self->is_primary_key = self->is_primary_key || from->is_primary_key;
  self->is_unique = self->is_unique || from->is_unique;
  self->is_indexed = self->is_indexed || from->is_indexed;
  self->has_python_default = self->has_python_default || from->has_python_default;
  self->comment = self->comment != NULL ? self->comment : from->comment;
  if (self->n_items == 0 && n_items > 0)
    {
      self->items = from->items;
      self->n_items = n_items;
    }
}

static RetortColumn *
column_of_type (RetortModelReader *self, RetortPyValue *type)
{
  RetortModelCall call = { .positional = { type }, .n_positional = 1 };

  return retort_column_from_value (retort_model_reader_call (self, "sqlalchemy.orm", "mapped_column", &call));
}

static const RetortType *
find_type (RetortModelReader *self, const RetortClassOutline *outline, RetortDefinitions *module, const RetortTypeHint *hint)
{
  RetortPyValue *type = retort_model_type_of_hint (self, outline, module, hint);
  const RetortColumn *typed = type != NULL ? column_of_type (self, type) : NULL;

  return typed != NULL ? typed->type : NULL;
}

/* A column with a foreign key and no type has that of the column that it points at, where that is known. */
static void
offer_type (RetortModelDraft *draft, RetortColumn *column, const RetortType *type)
{
  if (type != NULL && retort_column_has_foreign_key (column))
    g_hash_table_insert (draft->fallbacks, column, (gpointer) type);
  else if (type != NULL)
    column->type = type;
}

/* Annotated[int, mapped_column(primary_key=True)]; a type_annotation_map may speak of the whole (sqlalchemy/orm/properties.py,
 * MappedColumn._init_column_for_annotation). */
static void
apply_annotated (RetortModelReader *self, RetortModelDraft *draft, RetortColumn *column, const RetortClassEntry *entry, RetortDefinitions *where,
                 const RetortPyNode *node, RetortTypeHint *hint)
{
  RetortPyTree *tree = retort_definitions_get_tree (where);
  g_auto(RetortTypeHint) inner = { 0 };
  g_autofree char *text = retort_py_node_dup_text (tree, retort_py_node_get_named_child (node, 1));

  for (guint i = 2; i < retort_py_node_count_named (node); i++)
    {
      RetortPyValue *value = retort_model_reader_evaluate (self, where, retort_py_node_get_named_child (node, i));
      const RetortColumn *given = retort_column_from_value (value);
      const RetortColumn *typed = given == NULL && retort_value_is_type (value) ? column_of_type (self, value) : NULL;

      if (given != NULL || typed != NULL)
        merge (column, given != NULL ? given : typed);
    }
  retort_type_hint_read (&inner, text);
  hint->allows_none = hint->allows_none || inner.allows_none;
  if (column->type->row->family == RETORT_FAMILY_NULL && inner.core != NULL)
    {
      const RetortType *type = find_type (self, draft->outline, entry->module, hint);

      offer_type (draft, column, type != NULL ? type : find_type (self, draft->outline, where, &inner));
    }
}

/* FALSE: its type is not known. */
static gboolean
apply_hint (RetortModelReader *self, RetortModelDraft *draft, RetortColumn *column, const RetortClassEntry *entry, RetortTypeHint *hint)
{
  RetortDefinitions *where = NULL;
  const RetortPyNode *annotated = NULL;

  if (hint->core != NULL)
    annotated = retort_model_find_annotated (self, entry->module, hint->core, &where);
  if (annotated != NULL)
    apply_annotated (self, draft, column, entry, where, annotated, hint);
  else if (hint->core != NULL && column->type->row->family == RETORT_FAMILY_NULL)
    offer_type (draft, column, find_type (self, draft->outline, entry->module, hint));
  if (is_mapped (hint) && !column->nullable_was_given && column->server_default.kind != RETORT_DEFAULT_IDENTITY)
    column->is_nullable = hint->allows_none && !column->is_primary_key;
  return column->type->row->family != RETORT_FAMILY_NULL || retort_column_has_foreign_key (column);
}

/* --- Columns --- */

/* deferred(Column(…)) */
static const RetortPyNode *
unwrap_deferred (RetortModelReader *self, const RetortClassEntry *entry)
{
  static const char *const deferred[] = { "sqlalchemy.orm.deferred", NULL };
  const RetortPyNode *function = entry->value == NULL ? entry->value : retort_py_node_field (entry->value, RETORT_PY_FIELD_function);

  if (function == NULL || !retort_model_names_is (self->names, entry->module, function, deferred))
    return entry->value;
  return retort_py_node_get_named_child (retort_py_node_field (entry->value, RETORT_PY_FIELD_arguments), 0);
}

static RetortPyValue *
evaluate_column (RetortModelReader *self, RetortModelDraft *draft, RetortPyProbe *probe, const RetortClassEntry *entry, const RetortPyNode *node)
{
  if (entry->function != NULL && node == entry->value)
    {
      retort_model_bind_classes (self, probe, entry->module, retort_py_node_field (entry->function, RETORT_PY_FIELD_body));
      return retort_py_probe_call (probe, entry->function, retort_model_class_value (self, draft->model->name, draft));
    }
  if (node == NULL)
    return retort_model_reader_call (self, "sqlalchemy.orm", "mapped_column", NULL);
  retort_model_bind_classes (self, probe, entry->module, node);
  return retort_py_probe_evaluate (probe, node);
}

static RetortPyValue *
read_column (RetortModelReader *self, RetortModelDraft *draft, RetortPyProbe *probe, const RetortClassEntry *entry,
             RetortTypeHint *hint)
{
  const RetortPyNode *node = unwrap_deferred (self, entry);
  RetortPyValue *value = evaluate_column (self, draft, probe, entry, node);
  RetortColumn *column = retort_column_from_value (value);

  /* What deferred() is given does not hear of the annotation. */
  if (column == NULL || node != entry->value)
    return value;
  if (column->is_mapped && !apply_hint (self, draft, column, entry, hint) && is_mapped (hint))
    return retort_py_new_unknown (self->evaluation, (RetortSpan){ 0, 0 }, "no type of SQLAlchemy is known for '%s'",
                                  hint->core != NULL ? hint->core : "its annotation");
  return value;
}

static void
name_column (RetortColumn *column, const char *attribute, RetortPyEvaluation *evaluation)
{
  const char *key = retort_py_strdup (evaluation, attribute);

  if (column->name.text == NULL)
    column->name = retort_name_of (key);
  /* Items of the table call a column by its key, which is the name unless another is given. */
  if (column->key == NULL)
    column->key = column->name.text;
}

/* Of a package that the project derives from, the project has no line but that of its own class. */
static RetortModelColumn *
tell_column (const RetortModelDraft *draft, const RetortClassEntry *entry)
{
  if (retort_model_names_is_package (entry->module))
    return retort_model_column_new (entry->name, draft->model->source, draft->model->span);
  return retort_model_column_new (entry->name, retort_definitions_get_source (entry->module), retort_py_node_span (entry->statement));
}

static void
add_column (RetortModelReader *self, RetortModelDraft *draft, RetortPyProbe *probe, const RetortClassEntry *entry, RetortPyValue *value)
{
  RetortColumn *column = retort_column_from_value (value);
  RetortModelColumn *told = tell_column (draft, entry);

  g_ptr_array_add (draft->model->columns, told);
  if (column == NULL)
    {
      retort_model_reader_gap (self, entry->module, entry->statement, "column '%s' is not known: %s", entry->name,
                               retort_model_reader_why (value));
      return;
    }
  name_column (column, entry->name, self->evaluation);
  told->is_read = TRUE;
  told->has_own_default = column->has_python_default;
  told->is_enum_text = column->type->row->family == RETORT_FAMILY_ENUM && !column->type->is_native;
  g_free (told->name);
  told->name = g_strdup (column->name.text);
  retort_py_probe_bind (probe, entry->name, value);
  g_ptr_array_add (draft->columns, value);
}

/* What later expressions of the class may use. */
static void
bind_constant (RetortPyProbe *probe, const RetortClassEntry *entry)
{
  if (!entry->is_function && !entry->is_declared && entry->value != NULL && !retort_py_node_is (entry->value, "call")
      && !g_str_has_prefix (entry->name, "__"))
    retort_py_probe_bind (probe, entry->name, retort_py_probe_evaluate (probe, entry->value));
}

/* A call of the project's own may be anything: only what must be a column or a relationship is @likely to be missed. */
static void
tell_unread (RetortModelReader *self, RetortModelDraft *draft, const RetortClassEntry *entry, const RetortPyValue *value, gboolean likely)
{
  draft->model->has_unread_columns = TRUE;
  if (likely)
    retort_model_reader_gap (self, entry->module, entry->statement, "what '%s' is, is not known: %s", entry->name, retort_model_reader_why (value));
}

static void
read_entry (RetortModelReader *self, RetortModelDraft *draft, RetortPyProbe *probe, const RetortClassEntry *entry)
{
  g_auto(RetortTypeHint) hint = { 0 };
  RetortPyValue *value;

  retort_type_hint_read_entry (&hint, entry);
  switch (classify (self, draft->outline, entry, &hint))
    {
    case ENTRY_OTHER:
      bind_constant (probe, entry);
      break;
    case ENTRY_COLUMN:
      add_column (self, draft, probe, entry, read_column (self, draft, probe, entry, &hint));
      break;
    case ENTRY_MAYBE_COLUMN:
      value = read_column (self, draft, probe, entry, &hint);
      if (retort_column_from_value (value) != NULL)
        add_column (self, draft, probe, entry, value);
      else if (retort_py_value_is (value, RETORT_PY_UNKNOWN))
        tell_unread (self, draft, entry, value, entry->function != NULL || is_mapped (&hint));
      break;
    case ENTRY_FIELD:
      value = retort_model_read_field (self, draft->outline, probe, entry);
      if (value != NULL)
        add_column (self, draft, probe, entry, value);
      break;
    case ENTRY_RELATIONSHIP:
      retort_model_read_relationship (self, draft, entry);
      break;
    case ENTRY_UNREAD:
      draft->model->has_unread_columns = TRUE;
      retort_model_reader_gap (self, entry->module, entry->statement, "the columns of '%s' are not known", entry->name);
      break;
    }
}

/* A name that a class nearer to the table binds hides that of one farther away. */
static gboolean
is_hidden (const RetortModelDraft *draft, const RetortClassEntry *entry)
{
  return retort_class_outline_find (draft->outline, entry->name) != entry;
}

static void
read_part (RetortModelReader *self, RetortModelDraft *draft, const RetortClassPart *part)
{
  const char *problem;
  RetortPyProbe *probe = retort_model_reader_probe (self, part->module, part->node, &problem);

  if (probe == NULL)
    {
      draft->model->has_unread_columns = TRUE;
      retort_model_reader_gap (self, part->module, retort_py_node_field (part->node, RETORT_PY_FIELD_name), "%s", problem);
      return;
    }
  for (guint i = 0; i < part->entries->len; i++)
    {
      const RetortClassEntry *entry = g_ptr_array_index (part->entries, i);

      if (!is_hidden (draft, entry))
        read_entry (self, draft, probe, entry);
    }
}

/**
 * retort_model_read_columns: (skip)
 * @self: a reader
 * @draft: a class with a table
 *
 * Reads the columns and relationships of the class and of what it derives from.
 */
void
retort_model_read_columns (RetortModelReader *self, RetortModelDraft *draft)
{
  const RetortClassEntry *mapper = retort_class_outline_find (draft->outline, "__mapper_cls__");

  for (guint i = draft->outline->parts->len; i > 0; i--)
    read_part (self, draft, g_ptr_array_index (draft->outline->parts, i - 1));
  if (mapper != NULL)
    {
      draft->model->has_unread_columns = TRUE;
      retort_model_reader_gap (self, mapper->module, mapper->statement, "what the mapper of '%s' adds is not known", draft->model->name);
    }
  if (draft->outline->unknown_base == NULL)
    return;
  draft->model->has_unread_columns = TRUE;
  draft->model->has_unread_parts = TRUE;
  retort_model_reader_gap (self, retort_class_outline_get_own (draft->outline)->module,
                           retort_py_node_field (retort_class_outline_get_own (draft->outline)->node, RETORT_PY_FIELD_name),
                           "what '%s' brings along is not known", draft->outline->unknown_base);
}
