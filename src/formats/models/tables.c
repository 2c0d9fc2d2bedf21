/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables as a whole: __table_args__, Table(…) that no class stands for, Index(…) beside the classes; and what makes them, in the words
 * in which migrations would. */
#include "formats/models/reader-private.h"

#include "formats/alembic/index.h"
#include "formats/alembic/ops.h"

#include <string.h>

/* --- Parts --- */

static gboolean
is_item (const RetortPyValue *value)
{
  return retort_constraint_from_value (value) != NULL || retort_index_from_value (value) != NULL;
}

static void
add_item (RetortModelReader *self, RetortModelDraft *draft, RetortDefinitions *module, const RetortPyNode *node, RetortPyValue *value)
{
  RetortColumn *column = retort_column_from_value (value);

  if (is_item (value))
    g_ptr_array_add (draft->items, value);
  else if (column != NULL && column->name.text != NULL)
    {
      RetortModelColumn *told = retort_model_column_new (column->name.text, retort_definitions_get_source (module), retort_py_node_span (node));

      told->is_read = TRUE;
      g_ptr_array_add (draft->model->columns, told);
      g_ptr_array_add (draft->columns, value);
    }
  else
    {
      draft->model->has_unread_parts = TRUE;
      retort_model_reader_gap (self, module, node, "a part of table '%s' is not known: %s", draft->model->table,
                               retort_model_reader_why (value));
    }
}

/* Other databases' options change nothing here. */
static gboolean
is_option (const char *name)
{
  static const char *const options[] = { "schema", "comment", "prefixes", NULL };

  return g_strv_contains (options, name) || g_str_has_prefix (name, "postgresql_");
}

static void
add_option (RetortModelReader *self, RetortModelDraft *draft, const char *name, RetortPyValue *value)
{
  if (!is_option (name))
    return;
  if (g_str_equal (name, "schema") && retort_py_value_get_string (value) != NULL)
    {
      g_free (draft->model->schema);
      draft->model->schema = g_strdup (retort_py_value_get_string (value));
    }
  g_ptr_array_add (draft->option_names, retort_py_strdup (self->evaluation, name));
  g_ptr_array_add (draft->option_values, value);
}

static void
add_options (RetortModelReader *self, RetortModelDraft *draft, RetortPyValue *dict)
{
  for (guint i = 0; i < retort_py_value_get_n_items (dict); i++)
    {
      const char *name = retort_py_value_get_string (retort_py_value_get_key (dict, i));

      if (name != NULL)
        add_option (self, draft, name, retort_py_value_get_item (dict, i));
    }
}

/* --- __table_args__ --- */

/* The names of the class's columns, which its other expressions may use. */
static RetortPyProbe *
open_probe (RetortModelReader *self, RetortModelDraft *draft, const RetortClassEntry *entry, const char **problem)
{
  RetortPyProbe *probe = NULL;

  for (guint i = 0; i < draft->outline->parts->len && probe == NULL; i++)
    {
      const RetortClassPart *part = g_ptr_array_index (draft->outline->parts, i);

      if (g_ptr_array_find (part->entries, entry, NULL))
        probe = retort_model_reader_probe (self, part->module, part->node, problem);
    }
  for (guint i = 0; probe != NULL && i < draft->model->columns->len; i++)
    {
      const RetortModelColumn *column = g_ptr_array_index (draft->model->columns, i);

      retort_py_probe_bind (probe, column->attribute, retort_model_column_clause (self, column->name));
    }
  if (probe != NULL && entry->is_declared)
    retort_py_probe_bind (probe, "cls", retort_model_class_value (self, draft->model->name, draft));
  return probe;
}

static void
take_argument (RetortModelReader *self, RetortModelDraft *draft, RetortDefinitions *module, const RetortPyNode *node, RetortPyValue *value)
{
  if (retort_py_value_is (value, RETORT_PY_DICT))
    add_options (self, draft, value);
  else if (retort_py_value_is (value, RETORT_PY_TUPLE) || retort_py_value_is (value, RETORT_PY_LIST))
    for (guint i = 0; i < retort_py_value_get_n_items (value); i++)
      take_argument (self, draft, module, node, retort_py_value_get_item (value, i));
  else
    add_item (self, draft, module, node, value);
}

/**
 * retort_model_read_table_args: (skip)
 * @self: a reader
 * @draft: a class whose columns are read
 *
 * Reads the constraints, indexes and options of its table.
 */
void
retort_model_read_table_args (RetortModelReader *self, RetortModelDraft *draft)
{
  const RetortClassEntry *entry = retort_class_outline_find (draft->outline, "__table_args__");
  const char *problem = NULL;
  RetortPyProbe *probe;

  probe = entry != NULL ? open_probe (self, draft, entry, &problem) : NULL;
  if (probe == NULL || (entry->value == NULL && entry->function == NULL))
    {
      draft->model->has_unread_parts = draft->model->has_unread_parts || entry != NULL;
      return;
    }
  if (entry->value == NULL)
    {
      take_argument (self, draft, entry->module, entry->statement,
                     retort_py_probe_call (probe, entry->function, retort_model_class_value (self, draft->model->name, draft)));
      return;
    }
  if (!retort_py_node_is (entry->value, "tuple"))
    {
      take_argument (self, draft, entry->module, entry->value, retort_py_probe_evaluate (probe, entry->value));
      return;
    }
  for (guint i = 0; i < retort_py_node_count_named (entry->value); i++)
    {
      const RetortPyNode *node = retort_py_node_get_named_child (entry->value, i);

      if (retort_py_node_is (node, "comment"))
        continue;
      retort_model_bind_classes (self, probe, entry->module, node);
      take_argument (self, draft, entry->module, node, retort_py_probe_evaluate (probe, node));
    }
}

/* --- Table(…) --- */

/* Other classes may be meant by it. */
static RetortPyValue *
evaluate_part (RetortModelReader *self, RetortDefinitions *module, const RetortPyNode *node)
{
  const char *problem;
  RetortPyProbe *probe = retort_model_reader_probe (self, module, NULL, &problem);

  if (probe != NULL)
    retort_model_bind_classes (self, probe, module, node);
  return retort_model_reader_evaluate (self, module, node);
}

static void
read_table_argument (RetortModelReader *self, RetortModelDraft *draft, RetortDefinitions *module, const RetortPyNode *node, guint *n_positional)
{
  g_autofree char *name = NULL;

  if (retort_py_node_is (node, "comment"))
    return;
  if (retort_py_node_is (node, "keyword_argument"))
    {
      name = retort_py_node_dup_text (retort_definitions_get_tree (module), retort_py_node_field (node, RETORT_PY_FIELD_name));
      add_option (self, draft, name, retort_model_reader_evaluate (self, module, retort_py_node_field (node, RETORT_PY_FIELD_value)));
      return;
    }
  if ((*n_positional)++ < 2)
    return;
  if (retort_py_node_is (node, "list_splat") || retort_py_node_is (node, "dictionary_splat"))
    {
      draft->model->has_unread_columns = TRUE;
      draft->model->has_unread_parts = TRUE;
      retort_model_reader_gap (self, module, node, "not all arguments of this Table() are known");
      return;
    }
  take_argument (self, draft, module, node, evaluate_part (self, module, node));
}

/**
 * retort_model_read_table: (skip)
 * @self: a reader
 * @module: where it stands
 * @name: what it is bound to
 * @call: Table(…)
 *
 * Adds a table that no class stands for.
 */
void
retort_model_read_table (RetortModelReader *self, RetortDefinitions *module, const char *name, const RetortPyNode *call)
{
  const RetortPyNode *arguments = retort_py_node_field (call, RETORT_PY_FIELD_arguments);
  RetortPyValue *table = retort_model_reader_evaluate (self, module, retort_py_node_get_named_child (arguments, 0));
  RetortModelClass *model;
  RetortModelDraft *draft;
  guint n_positional = 0;

  if (retort_py_value_get_string (table) == NULL)
    {
      retort_model_reader_gap (self, module, call, "the name of this table is not known");
      return;
    }
  model = retort_model_class_new (name, retort_definitions_get_name (module), retort_definitions_get_source (module));
  model->table = g_strdup (retort_py_value_get_string (table));
  model->whole = retort_py_node_span (call);
  model->span = retort_py_node_span (retort_py_node_field (call, RETORT_PY_FIELD_function));
  draft = retort_model_draft_new (self, model, NULL);
  for (guint i = 0; i < retort_py_node_count_named (arguments); i++)
    read_table_argument (self, draft, module, retort_py_node_get_named_child (arguments, i), &n_positional);
}

/* --- Index(…) --- */

static RetortModelDraft *
find_draft (RetortModelReader *self, const RetortModelName *klass)
{
  for (guint i = 0; klass->kind == RETORT_MODEL_NAME_CLASS && i < self->drafts->len; i++)
    {
      RetortModelDraft *draft = g_ptr_array_index (self->drafts, i);

      if (draft->outline != NULL && retort_class_outline_get_own (draft->outline)->node == klass->node)
        return draft;
    }
  return NULL;
}

/* Class.attribute: the draft of the class, and the column's name. */
static RetortModelDraft *
find_attribute (RetortModelReader *self, RetortDefinitions *module, const RetortPyNode *node, const char **column)
{
  g_auto(RetortModelName) klass = { 0 };
  g_autofree char *attribute = NULL;
  RetortModelDraft *draft;

  *column = NULL;
  if (!retort_py_node_is (node, "attribute"))
    return NULL;
  retort_model_names_resolve (self->names, module, retort_py_node_field (node, RETORT_PY_FIELD_object), &klass);
  draft = find_draft (self, &klass);
  attribute = retort_py_node_dup_text (retort_definitions_get_tree (module), retort_py_node_field (node, RETORT_PY_FIELD_attribute));
  for (guint i = 0; draft != NULL && i < draft->model->columns->len; i++)
    {
      const RetortModelColumn *told = g_ptr_array_index (draft->model->columns, i);

      if (g_str_equal (told->attribute, attribute))
        *column = told->name;
    }
  return draft;
}

/* The first class whose attribute stands anywhere below. */
static RetortModelDraft *
find_any_class (RetortModelReader *self, RetortDefinitions *module, const RetortPyNode *node)
{
  const char *column;
  RetortModelDraft *draft = find_attribute (self, module, node, &column);

  for (guint i = 0; draft == NULL && i < retort_py_node_count_named (node); i++)
    draft = find_any_class (self, module, retort_py_node_get_named_child (node, i));
  return draft;
}

static gboolean
read_index_argument (RetortModelReader *self, RetortDefinitions *module, const RetortPyNode *node, RetortModelCall *call)
{
  const char *column;
  g_autofree char *name = NULL;
  RetortPyValue *value;

  if (retort_py_node_is (node, "comment"))
    return TRUE;
  if (find_attribute (self, module, node, &column) != NULL && column != NULL && call->n_positional < G_N_ELEMENTS (call->positional))
    {
      call->positional[call->n_positional++] = retort_py_new_string (self->evaluation, column);
      return TRUE;
    }
  if (retort_py_node_is (node, "keyword_argument"))
    {
      name = retort_py_node_dup_text (retort_definitions_get_tree (module), retort_py_node_field (node, RETORT_PY_FIELD_name));
      value = retort_model_reader_evaluate (self, module, retort_py_node_field (node, RETORT_PY_FIELD_value));
      call->names[call->n_keywords] = retort_py_strdup (self->evaluation, name);
      call->values[call->n_keywords] = value;
      return call->n_keywords++ < 8 && !retort_py_value_is (value, RETORT_PY_UNKNOWN);
    }
  value = retort_model_reader_evaluate (self, module, node);
  if (call->n_positional > 0 || retort_py_value_get_string (value) == NULL)
    return FALSE;
  call->positional[call->n_positional++] = value;
  return TRUE;
}

/**
 * retort_model_read_index: (skip)
 * @self: a reader that knows all classes
 * @module: where it stands
 * @node: Index("name", Class.attribute, …)
 *
 * Adds an index to the class whose attributes it names.
 */
void
retort_model_read_index (RetortModelReader *self, RetortDefinitions *module, const RetortPyNode *node)
{
  const RetortPyNode *arguments = retort_py_node_field (node, RETORT_PY_FIELD_arguments);
  RetortModelDraft *draft = find_any_class (self, module, arguments);
  RetortModelCall call = { .n_positional = 0 };
  gboolean is_read = TRUE;
  RetortPyValue *index = NULL;

  if (draft == NULL)
    return;
  for (guint i = 0; is_read && i < retort_py_node_count_named (arguments); i++)
    is_read = read_index_argument (self, module, retort_py_node_get_named_child (arguments, i), &call);
  if (is_read)
    index = retort_model_reader_call (self, "sqlalchemy", "Index", &call);
  if (index != NULL && is_item (index))
    g_ptr_array_add (draft->items, index);
  else
    {
      draft->model->has_unread_parts = TRUE;
      retort_model_reader_gap (self, module, node, "this index of table '%s' is not known", draft->model->table);
    }
}

/* --- Types of columns that only point at another one --- */

static const RetortType *
find_target_type (RetortModelReader *self, const RetortConstraint *key)
{
  for (guint i = 0; i < self->drafts->len; i++)
    {
      const RetortModelDraft *draft = g_ptr_array_index (self->drafts, i);

      if (g_strcmp0 (draft->model->table, key->target_table.text) != 0 || g_strcmp0 (draft->model->schema, key->target_schema.text) != 0)
        continue;
      for (guint j = 0; j < draft->columns->len; j++)
        {
          const RetortColumn *column = retort_column_from_value (g_ptr_array_index (draft->columns, j));

          if (key->target_columns != NULL && g_strcmp0 (column->name.text, key->target_columns[0].text) == 0
              && column->type->row->family != RETORT_FAMILY_NULL)
            return column->type;
        }
    }
  return NULL;
}

/* What nothing that it points at tells. */
static void
fall_back (const RetortModelDraft *draft)
{
  for (guint i = 0; i < draft->columns->len; i++)
    {
      RetortColumn *column = retort_column_from_value (g_ptr_array_index (draft->columns, i));
      const RetortType *type = g_hash_table_lookup (draft->fallbacks, column);

      if (type != NULL && column->type->row->family == RETORT_FAMILY_NULL)
        column->type = type;
    }
}

static void
fill_type (RetortModelReader *self, RetortColumn *column)
{
  for (guint i = 0; i < column->n_items && column->type->row->family == RETORT_FAMILY_NULL; i++)
    {
      const RetortType *type = column->items[i]->kind == RETORT_CONSTRAINT_FOREIGN_KEY ? find_target_type (self, column->items[i]) : NULL;

      if (type != NULL)
        column->type = type;
    }
}

/* A key may point at a key: as often as there are levels, which are few. */
static void
fill_types (RetortModelReader *self)
{
  for (guint level = 0; level < 4; level++)
    for (guint i = 0; i < self->drafts->len; i++)
      {
        const RetortModelDraft *draft = g_ptr_array_index (self->drafts, i);

        for (guint j = 0; j < draft->columns->len; j++)
          fill_type (self, retort_column_from_value (g_ptr_array_index (draft->columns, j)));
      }
  for (guint i = 0; i < self->drafts->len; i++)
    fall_back (g_ptr_array_index (self->drafts, i));
}

/* --- Sending --- */

/* A column whose type nobody knows would spoil the whole table. */
static gboolean
is_usable (RetortModelReader *self, const RetortModelDraft *draft, const RetortColumn *column)
{
  RetortModelColumn *told = retort_model_class_find_column (draft->model, column->name.text);

  if (column->type->row->family != RETORT_FAMILY_NULL)
    return TRUE;
  if (told != NULL)
    {
      told->is_read = FALSE;
      retort_model_set_add_gap (self->set, told->source, told->span, "the type of the column is not known");
    }
  return FALSE;
}

static void
call_table (RetortModelReader *self, const RetortModelDraft *draft, const RetortFunction *function)
{
  g_autoptr(GPtrArray) positional = g_ptr_array_new ();
  RetortPyArguments arguments = { 0 };

  g_ptr_array_add (positional, retort_py_new_string (self->evaluation, draft->model->table));
  for (guint i = 0; i < draft->columns->len; i++)
    if (is_usable (self, draft, retort_column_from_value (g_ptr_array_index (draft->columns, i))))
      g_ptr_array_add (positional, g_ptr_array_index (draft->columns, i));
  for (guint i = 0; i < draft->items->len; i++)
    g_ptr_array_add (positional, g_ptr_array_index (draft->items, i));
  arguments.positional = (RetortPyValue **) positional->pdata;
  arguments.n_positional = positional->len;
  arguments.keyword_names = (const char *const *) draft->option_names->pdata;
  arguments.keyword_values = (RetortPyValue **) draft->option_values->pdata;
  arguments.n_keywords = draft->option_names->len;
  retort_py_evaluation_call_value (self->evaluation, retort_alembic_function_new (self->evaluation, function, NULL), &arguments);
}

/* What was sent belongs to @batches, and what was not understood to the class. */
static void
collect (RetortModelReader *self, const RetortModelDraft *draft, GPtrArray *batches)
{
  for (guint i = 0; i < self->batches->len; i++)
    g_ptr_array_add (batches, retort_batch_ref (g_ptr_array_index (self->batches, i)));
  for (guint i = 0; i < self->gaps->len; i++)
    {
      draft->model->has_unread_parts = TRUE;
      retort_model_set_add_gap (self->set, draft->model->source, draft->model->span,
                                ((RetortGap *) g_ptr_array_index (self->gaps, i))->reason);
    }
  g_ptr_array_set_size (self->batches, 0);
  g_ptr_array_set_size (self->gaps, 0);
}

/**
 * retort_model_send_tables: (skip)
 * @self: a reader that knows all tables
 *
 * Gives each class the statements that make its table.
 */
void
retort_model_send_tables (RetortModelReader *self)
{
  fill_types (self);
  g_ptr_array_set_size (self->batches, 0);
  g_ptr_array_set_size (self->gaps, 0);
  for (guint i = 0; i < self->drafts->len; i++)
    {
      const RetortModelDraft *draft = g_ptr_array_index (self->drafts, i);

      call_table (self, draft, &retort_model_table_functions[0]);
      collect (self, draft, draft->model->statements);
      if (draft->model->statements->len > 0)
        call_table (self, draft, &retort_model_table_functions[1]);
      collect (self, draft, draft->model->foreign_keys);
    }
}
