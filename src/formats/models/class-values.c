/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Classes of models as expressions see them: `cls` of a declared_attr, and another class in ForeignKey(User.id). The evaluator leaves
 * such a class unknown, for its base is a library that is not run. */
#include "formats/models/reader-private.h"

#include "formats/alembic/clause.h"

#define MAX_DEPTH 64

/* data of a class; lives as long as the evaluation */
typedef struct
{
  RetortModelReader *reader;
  const char        *name;
  const char        *table;  /* nullable: not known */
  const char        *schema; /* nullable */
  RetortModelDraft  *draft;  /* nullable: a class that is only referred to */
  RetortModelName    klass;  /* of one that is only referred to; borrows all that it holds */
} ClassValue;

static RetortPyValue *class_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name);

static const RetortPyForeignClass class_class = {
  .name = "type",
  .get_attribute = class_get_attribute,
};

/**
 * retort_model_column_clause: (skip)
 * @self: a reader
 * @column: a name
 *
 * Returns: (transfer none): the column in an expression
 */
RetortPyValue *
retort_model_column_clause (RetortModelReader *self, const char *column)
{
  RetortModelCall call = { .positional = { retort_py_new_string (self->evaluation, column) }, .n_positional = 1 };

  return retort_model_reader_call (self, "sqlalchemy", "column", &call);
}

/* --- A class that is referred to --- */

/* The text of Column("name", …) or of its keyword. */
static char *
dup_given_name (const RetortClassEntry *entry)
{
  const RetortPyNode *arguments = entry->value == NULL ? NULL : retort_py_node_field (entry->value, RETORT_PY_FIELD_arguments);
  const RetortPyNode *first = arguments == NULL ? NULL : retort_py_node_get_named_child (arguments, 0);
  const RetortPyNode *named = arguments == NULL ? NULL : retort_definitions_find_keyword (entry->module, arguments, "name");

  if (named != NULL)
    return retort_definitions_dup_string (entry->module, named);
  return first != NULL ? retort_definitions_dup_string (entry->module, first) : NULL;
}

/* NULL: it has no such attribute. */
static RetortPyValue *
get_foreign_column (RetortPyEvaluation *evaluation, const ClassValue *self, const char *name)
{
  g_autoptr(RetortClassOutline) outline = retort_class_outline_read (self->reader->names, self->klass.module, self->klass.node);
  const RetortClassEntry *entry = retort_class_outline_find (outline, name);
  g_autofree char *given = NULL;
  RetortClause *clause;

  if (entry == NULL || entry->is_function || self->table == NULL)
    return NULL;
  given = dup_given_name (entry);
  clause = retort_clause_new (evaluation, RETORT_CLAUSE_COLUMN, retort_type_null ());
  clause->name = retort_name_of (retort_py_strdup (evaluation, given != NULL ? given : name));
  clause->table = retort_name_of (self->table);
  clause->schema = retort_name_of (self->schema);
  return retort_clause_to_value (evaluation, clause);
}

static RetortPyValue *
get_own_column (const ClassValue *self, const char *name)
{
  for (guint i = 0; i < self->draft->model->columns->len; i++)
    {
      const RetortModelColumn *column = g_ptr_array_index (self->draft->model->columns, i);

      if (g_str_equal (column->attribute, name))
        return retort_model_column_clause (self->reader, column->name);
    }
  return NULL;
}

static RetortPyValue *
class_get_attribute (RetortPyEvaluation *evaluation, RetortPyValue *self, const char *name)
{
  const ClassValue *klass = retort_py_value_get_foreign_data (self);

  if (g_str_equal (name, "__name__"))
    return retort_py_new_string (evaluation, klass->name);
  if (g_str_equal (name, "__tablename__"))
    return klass->table != NULL ? retort_py_new_string (evaluation, klass->table) : NULL;
  return klass->draft != NULL ? get_own_column (klass, name) : get_foreign_column (evaluation, klass, name);
}

/**
 * retort_model_class_value: (skip)
 * @self: a reader
 * @name: of a class
 * @draft: (nullable): the class, as far as it is read; %NULL: only its name is known
 *
 * Returns: (transfer none): the class as its own expressions see it
 */
RetortPyValue *
retort_model_class_value (RetortModelReader *self, const char *name, RetortModelDraft *draft)
{
  ClassValue *value = retort_py_allocate (self->evaluation, sizeof *value);

  *value = (ClassValue){ .reader = self, .name = retort_py_strdup (self->evaluation, name), .draft = draft };
  value->table = draft != NULL ? draft->model->table : NULL;
  return retort_py_new_foreign (self->evaluation, &class_class, value, NULL);
}

/* --- Names of classes in an expression --- */

/* schema= of the dictionary in __table_args__, when it is written out. */
static const char *
find_schema (RetortModelReader *self, const RetortClassOutline *outline)
{
  const RetortClassEntry *entry = retort_class_outline_find (outline, "__table_args__");
  const RetortPyNode *node = entry != NULL ? entry->value : NULL;

  if (node != NULL && retort_py_node_is (node, "tuple"))
    node = retort_py_node_get_named_child (node, retort_py_node_count_named (node) - 1);
  for (guint i = 0; node != NULL && retort_py_node_is (node, "dictionary") && i < retort_py_node_count_named (node); i++)
    {
      const RetortPyNode *pair = retort_py_node_get_named_child (node, i);
      g_autofree char *key
          = retort_py_node_is (pair, "pair") ? retort_definitions_dup_string (entry->module, retort_py_node_field (pair, RETORT_PY_FIELD_key)) : NULL;

      if (g_strcmp0 (key, "schema") == 0)
        return retort_py_value_get_string (retort_model_reader_evaluate (self, entry->module, retort_py_node_field (pair, RETORT_PY_FIELD_value)));
    }
  return NULL;
}

static RetortPyValue *
make_foreign_class (RetortModelReader *self, const RetortModelName *klass)
{
  g_autoptr(RetortClassOutline) outline = retort_class_outline_read (self->names, klass->module, klass->node);
  g_autofree char *table = outline->has_table ? retort_model_dup_table_name (self, outline) : NULL;
  ClassValue *value;

  if (table == NULL)
    return NULL;
  value = retort_py_allocate (self->evaluation, sizeof *value);
  *value = (ClassValue){ .reader = self, .name = retort_py_strdup (self->evaluation, outline->name), .klass = *klass };
  value->table = retort_py_strdup (self->evaluation, table);
  value->schema = find_schema (self, outline);
  return retort_py_new_foreign (self->evaluation, &class_class, value, NULL);
}

static void
bind_name (RetortModelReader *self, RetortPyProbe *probe, RetortDefinitions *module, const RetortPyNode *identifier)
{
  g_auto(RetortModelName) klass = { 0 };
  g_autofree char *name = retort_py_node_dup_text (retort_definitions_get_tree (module), identifier);
  RetortPyValue *value;

  if (!g_ascii_isupper (name[0]))
    return;
  retort_model_names_resolve (self->names, module, identifier, &klass);
  value = klass.kind == RETORT_MODEL_NAME_CLASS ? make_foreign_class (self, &klass) : NULL;
  if (value != NULL)
    retort_py_probe_bind (probe, name, value);
}

static void
bind_below (RetortModelReader *self, RetortPyProbe *probe, RetortDefinitions *module, const RetortPyNode *node, guint depth)
{
  if (retort_py_node_is (node, "attribute"))
    {
      const RetortPyNode *object = retort_py_node_field (node, RETORT_PY_FIELD_object);

      if (retort_py_node_is (object, "identifier"))
        {
          bind_name (self, probe, module, object);
          return;
        }
    }
  for (guint i = 0; depth < MAX_DEPTH && i < retort_py_node_count_named (node); i++)
    bind_below (self, probe, module, retort_py_node_get_named_child (node, i), depth + 1);
}

/**
 * retort_model_bind_classes: (skip)
 * @self: a reader
 * @probe: the names that @node is evaluated with
 * @module: where it stands
 * @node: an expression
 *
 * Lets the expression speak of columns of other classes, `User.id`.
 */
void
retort_model_bind_classes (RetortModelReader *self, RetortPyProbe *probe, RetortDefinitions *module, const RetortPyNode *node)
{
  bind_below (self, probe, module, node, 0);
}
