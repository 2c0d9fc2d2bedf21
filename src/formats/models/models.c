/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Classes are found by their text, for what stands behind a declarative base is a library that is not run; the expressions in them are
 * evaluated, each for itself (python/probe.h). What makes a table of a class is then sent as a migration would send it, so that types,
 * names, defaults and constraints are those of formats/alembic. */
#include "formats/models/models.h"

#include "formats/alembic/compiler.h"
#include "formats/alembic/modules.h"
#include "formats/alembic/object.h"
#include "formats/alembic/project.h"
#include "formats/models/reader-private.h"

#include <string.h>

static void
draft_free (gpointer data)
{
  RetortModelDraft *self = data;

  g_clear_pointer (&self->outline, retort_class_outline_free);
  g_ptr_array_unref (self->columns);
  g_ptr_array_unref (self->items);
  g_hash_table_unref (self->fallbacks);
  g_ptr_array_unref (self->option_names);
  g_ptr_array_unref (self->option_values);
  g_free (self);
}

/**
 * retort_model_draft_new: (skip)
 * @self: a reader
 * @model: (transfer full): a class of which the table is known
 * @outline: (transfer full) (nullable): its text
 *
 * Returns: (transfer none): the same to be filled
 */
RetortModelDraft *
retort_model_draft_new (RetortModelReader *self, RetortModelClass *model, RetortClassOutline *outline)
{
  RetortModelDraft *draft = g_new0 (RetortModelDraft, 1);

  draft->model = model;
  draft->outline = outline;
  draft->columns = g_ptr_array_new ();
  draft->items = g_ptr_array_new ();
  draft->fallbacks = g_hash_table_new (NULL, NULL);
  draft->option_names = g_ptr_array_new ();
  draft->option_values = g_ptr_array_new ();
  g_ptr_array_add (self->set->classes, model);
  g_ptr_array_add (self->drafts, draft);
  return draft;
}

/**
 * retort_definitions_get_source: (skip)
 * @self: definitions
 *
 * Returns: (transfer none): the module's text
 */
RetortSource *
retort_definitions_get_source (const RetortDefinitions *self)
{
  return retort_py_tree_get_source (retort_definitions_get_tree (self));
}

/**
 * retort_type_hint_read_entry: (skip)
 * @self: (out caller-allocates): zero; a type
 * @entry: an entry of a class
 *
 * Reads the entry's annotation, if it has one.
 */
void
retort_type_hint_read_entry (RetortTypeHint *self, const RetortClassEntry *entry)
{
  g_autofree char *text = NULL;

  if (entry->annotation == NULL)
    return;
  text = retort_py_node_dup_text (retort_definitions_get_tree (entry->module), entry->annotation);
  retort_type_hint_read (self, text);
}

/**
 * retort_model_reader_gap: (skip)
 * @self: a reader
 * @module: where
 * @node: the place
 * @format: printf format of what is not understood
 * @...: its arguments
 *
 * Remembers that something is not read.
 */
void
retort_model_reader_gap (RetortModelReader *self, RetortDefinitions *module, const RetortPyNode *node, const char *format, ...)
{
  g_autofree char *reason = NULL;
  va_list arguments;

  va_start (arguments, format);
  reason = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  retort_model_set_add_gap (self->set, retort_definitions_get_source (module), retort_py_node_span (node), reason);
}

/**
 * retort_model_reader_probe: (skip)
 * @self: a reader
 * @module: a module
 * @klass: one of its classes, or %NULL
 * @problem: (out) (transfer none): why there is none
 *
 * Returns: (transfer none) (nullable): the names of the class or the module
 */
RetortPyProbe *
retort_model_reader_probe (RetortModelReader *self, RetortDefinitions *module, const RetortPyNode *klass, const char **problem)
{
  RetortPyProbe *probe = retort_py_probe_new (self->evaluation, retort_definitions_get_name (module), klass, problem);

  if (probe != NULL && retort_py_probe_get_tree (probe) != retort_definitions_get_tree (module))
    {
      *problem = "the file changed while it was read";
      return NULL;
    }
  if (probe == NULL && *problem == NULL)
    *problem = "the module is not evaluated";
  return probe;
}

/**
 * retort_model_reader_evaluate: (skip)
 * @self: a reader
 * @module: a module
 * @node: an expression of it, at its own level
 *
 * Returns: (transfer none): its value
 */
RetortPyValue *
retort_model_reader_evaluate (RetortModelReader *self, RetortDefinitions *module, const RetortPyNode *node)
{
  const char *problem;
  RetortPyProbe *probe = retort_model_reader_probe (self, module, NULL, &problem);

  return probe != NULL ? retort_py_probe_evaluate (probe, node)
                       : retort_py_new_unknown (self->evaluation, (RetortSpan){ 0, 0 }, "%s", problem);
}

/**
 * retort_model_reader_call: (skip)
 * @self: a reader
 * @module: a module of SQLAlchemy
 * @name: a function or type in it
 * @call: (nullable): what it is called with
 *
 * Returns: (transfer none): the result
 */
RetortPyValue *
retort_model_reader_call (RetortModelReader *self, const char *module, const char *name, const RetortModelCall *call)
{
  RetortPyValue *callable = retort_modules_import (self->evaluation, module, name, NULL);
  RetortPyArguments arguments = { 0 };

  if (callable == NULL)
    return retort_py_new_unknown (self->evaluation, (RetortSpan){ 0, 0 }, "'%s' is not known", name);
  if (call != NULL)
    {
      arguments.positional = (RetortPyValue **) call->positional;
      arguments.n_positional = call->n_positional;
      arguments.keyword_names = (const char *const *) call->names;
      arguments.keyword_values = (RetortPyValue **) call->values;
      arguments.n_keywords = call->n_keywords;
    }
  return retort_py_evaluation_call_value (self->evaluation, callable, &arguments);
}

/**
 * retort_model_reader_why: (skip)
 * @value: (nullable): a value that is not of the kind that was looked for
 *
 * Returns: (transfer none): why
 */
const char *
retort_model_reader_why (const RetortPyValue *value)
{
  const RetortPyValue *unknown = value != NULL ? retort_py_value_find_unknown (value) : NULL;

  return unknown != NULL ? retort_py_value_get_unknown_reason (unknown) : "it is not of a kind that is understood";
}

/* --- Names of tables --- */

static char *
evaluate_table_name (RetortModelReader *self, const RetortClassOutline *outline, const RetortClassEntry *entry)
{
  RetortPyValue *klass = retort_model_class_value (self, outline->name, NULL);
  const char *problem;
  RetortPyProbe *probe = NULL;

  for (guint i = 0; i < outline->parts->len && probe == NULL; i++)
    {
      const RetortClassPart *part = g_ptr_array_index (outline->parts, i);

      if (g_ptr_array_find (part->entries, entry, NULL))
        probe = retort_model_reader_probe (self, part->module, part->node, &problem);
    }
  if (probe == NULL)
    return NULL;
  return g_strdup (retort_py_value_get_string (entry->function != NULL ? retort_py_probe_call (probe, entry->function, klass)
                                                                       : retort_py_probe_evaluate (probe, entry->value)));
}

/* flask_sqlalchemy/model.py, camel_to_snake_case(): "(?<=[a-z0-9])[A-Z]|(?!^)[A-Z](?=[a-z])" gets a line before it. */
static char *
dup_snake_case (const char *name)
{
  g_autoptr(GString) snake = g_string_new (NULL);

  for (const char *letter = name; *letter != '\0'; letter++)
    {
      gboolean ends_word = letter > name && (g_ascii_islower (letter[-1]) || g_ascii_isdigit (letter[-1]));

      if (g_ascii_isupper (*letter) && (ends_word || (letter > name && g_ascii_islower (letter[1]))))
        g_string_append_c (snake, '_');
      g_string_append_c (snake, g_ascii_tolower (*letter));
    }
  return g_strdup (snake->str + strspn (snake->str, "_"));
}

/**
 * retort_model_dup_table_name: (skip)
 * @self: a reader
 * @outline: a class with a table
 *
 * SQLModel calls a table as its class, in small letters.
 *
 * Returns: (transfer full) (nullable): the table's name; %NULL: it is not known
 */
char *
retort_model_dup_table_name (RetortModelReader *self, const RetortClassOutline *outline)
{
  const RetortClassEntry *entry = retort_class_outline_find (outline, "__tablename__");
  char *literal;

  if (entry == NULL || (entry->value == NULL && entry->function == NULL))
    return outline->is_sqlmodel ? g_ascii_strdown (outline->name, -1) : dup_snake_case (outline->name);
  literal = entry->is_declared ? NULL : retort_py_string_value (retort_definitions_get_tree (entry->module), entry->value);
  return literal != NULL ? literal : evaluate_table_name (self, outline, entry);
}

/* --- Classes --- */

/* Takes @outline. */
static void
read_model (RetortModelReader *self, RetortClassOutline *outline)
{
  const RetortClassPart *own = retort_class_outline_get_own (outline);
  g_autofree char *table = retort_model_dup_table_name (self, outline);
  RetortModelClass *model;
  RetortModelDraft *draft;

  if (table == NULL)
    {
      retort_model_reader_gap (self, own->module, retort_py_node_field (own->node, RETORT_PY_FIELD_name), "the name of its table is not known");
      retort_class_outline_free (outline);
      return;
    }
  model = retort_model_class_new (outline->name, retort_definitions_get_name (own->module), retort_definitions_get_source (own->module));
  model->table = g_steal_pointer (&table);
  model->parent = g_strdup (outline->parent);
  model->span = retort_py_node_span (retort_py_node_field (own->node, RETORT_PY_FIELD_name));
  model->whole = retort_py_node_span (own->node);
  draft = retort_model_draft_new (self, model, outline);
  retort_model_read_columns (self, draft);
  retort_model_read_table_args (self, draft);
}

/* A class without a table of its own puts its columns into that of the class above it. */
static void
read_heir (RetortModelReader *self, RetortClassOutline *outline)
{
  for (guint i = 0; i < self->drafts->len; i++)
    {
      RetortModelDraft *draft = g_ptr_array_index (self->drafts, i);
      RetortClassOutline *own = draft->outline;

      if (own == NULL || !g_str_equal (own->name, outline->parent))
        continue;
      draft->outline = outline;
      retort_model_read_columns (self, draft);
      draft->outline = own;
      return;
    }
}

static void
read_class (RetortModelReader *self, RetortDefinitions *module, const RetortPyNode *node)
{
  RetortClassOutline *outline = retort_class_outline_read (self->names, module, node);

  if (!retort_model_is_meant (self, outline))
    {
      retort_class_outline_free (outline);
      return;
    }
  if ((outline->is_declarative || outline->is_sqlmodel) && outline->has_table)
    {
      read_model (self, outline);
      return;
    }
  if ((outline->is_declarative || outline->is_sqlmodel) && outline->parent != NULL && !outline->is_abstract)
    read_heir (self, outline);
  else if (outline->is_pydantic || outline->is_sqlmodel)
    retort_model_read_data_class (self, outline);
  retort_class_outline_free (outline);
}

/* --- Modules --- */

static gboolean
is_table_call (RetortModelReader *self, RetortDefinitions *module, const RetortPyNode *node)
{
  g_auto(RetortModelName) function = { 0 };

  if (!retort_py_node_is (node, "call"))
    return FALSE;
  retort_model_names_resolve (self->names, module, retort_py_node_field (node, RETORT_PY_FIELD_function), &function);
  return function.kind == RETORT_MODEL_NAME_EXTERNAL && g_str_has_suffix (function.external, ".Table")
         && (g_str_has_prefix (function.external, "sqlalchemy.") || g_str_has_prefix (function.external, "flask_sqlalchemy."));
}

static void
read_expression (RetortModelReader *self, RetortDefinitions *module, const RetortPyNode *expression)
{
  const RetortPyNode *call = retort_py_node_is (expression, "assignment") ? retort_py_node_field (expression, RETORT_PY_FIELD_right) : expression;
  g_autofree char *name = NULL;

  if (call == NULL || !is_table_call (self, module, call))
    return;
  if (retort_py_node_is (expression, "assignment"))
    name = retort_py_node_dup_text (retort_definitions_get_tree (module), retort_py_node_field (expression, RETORT_PY_FIELD_left));
  retort_model_read_table (self, module, name != NULL ? name : "Table", call);
}

static void
read_module (RetortModelReader *self, RetortDefinitions *module)
{
  const RetortPyNode *root = retort_py_tree_get_root (retort_definitions_get_tree (module));

  for (guint i = 0; i < retort_py_node_count_named (root); i++)
    {
      const RetortPyNode *statement = retort_py_node_get_named_child (root, i);

      if (retort_py_node_is (statement, "decorated_definition"))
        statement = retort_py_node_field (statement, RETORT_PY_FIELD_definition);
      if (retort_py_node_is (statement, "class_definition"))
        read_class (self, module, statement);
      else if (retort_py_node_is (statement, "expression_statement"))
        read_expression (self, module, retort_py_node_get_named_child (statement, 0));
    }
}

static void
read_indexes (RetortModelReader *self, RetortDefinitions *module)
{
  static const char *const functions[] = { "sqlalchemy.Index", "sqlalchemy.schema.Index", "flask_sqlalchemy.SQLAlchemy().Index", NULL };
  const RetortPyNode *root = retort_py_tree_get_root (retort_definitions_get_tree (module));

  for (guint i = 0; i < retort_py_node_count_named (root); i++)
    {
      const RetortPyNode *statement = retort_py_node_get_named_child (root, i);
      const RetortPyNode *node = retort_py_node_get_named_child (statement, 0);

      if (!retort_py_node_is (statement, "expression_statement"))
        continue;
      if (retort_py_node_is (node, "assignment"))
        node = retort_py_node_field (node, RETORT_PY_FIELD_right);
      if (node != NULL && retort_py_node_is (node, "call")
          && retort_model_names_is (self->names, module, retort_py_node_field (node, RETORT_PY_FIELD_function), functions))
        retort_model_read_index (self, module, node);
    }
}

/* --- The project --- */

/* What is read, and what for. */
typedef struct
{
  RetortProject  *project;
  RetortModelSet *set;
  GCancellable   *cancellable;
} Job;

static gboolean
may_have_models (const char *text)
{
  static const char *const words[] = { "__tablename__", "table=True", "Table(", "BaseModel", "SQLModel", "DeclarativeBase", "mapped_column",
                                       "Mapped[", "Column(", ".Model)", ".Model," };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strstr (text, words[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* A revision's file may have classes for its own use. */
static gboolean
is_revision (RetortProject *project, RetortDefinitions *module)
{
  const char *path = retort_source_get_path (retort_definitions_get_source (module));
  GPtrArray *revisions = retort_project_get (project)->revisions;

  for (guint i = 0; i < revisions->len; i++)
    if (g_strcmp0 (retort_revision_get_path (g_ptr_array_index (revisions, i)), path) == 0)
      return TRUE;
  return FALSE;
}

static GPtrArray *
list_modules (const Job *job, RetortModelReader *reader, RetortModuleFiles *files)
{
  g_autoptr(GPtrArray) names = retort_module_files_list (files, may_have_models);
  GPtrArray *modules = g_ptr_array_new ();

  for (guint i = 0; i < names->len; i++)
    {
      RetortDefinitions *module = retort_model_names_load (reader->names, g_ptr_array_index (names, i));

      if (module != NULL && !is_revision (job->project, module))
        g_ptr_array_add (modules, module);
    }
  return modules;
}

static void
read_project (RetortPyEvaluation *evaluation, GPtrArray *batches, GPtrArray *gaps, gpointer user_data)
{
  const Job *job = user_data;
  const RetortAlembicProject *data = retort_project_get (job->project)->data;
  g_autoptr(RetortModelNames) names = retort_model_names_new (data->modules);
  g_autoptr(GPtrArray) drafts = g_ptr_array_new_with_free_func (draft_free);
  RetortModelReader reader = { names, job->set, evaluation, batches, gaps, drafts, NULL, NULL };
  g_autoptr(GPtrArray) modules = list_modules (job, &reader, data->modules);

  retort_model_read_environment (&reader, retort_project_get (job->project)->environment_path);
  for (guint i = 0; i < modules->len && !g_cancellable_is_cancelled (job->cancellable); i++)
    read_module (&reader, g_ptr_array_index (modules, i));
  for (guint i = 0; i < modules->len; i++)
    read_indexes (&reader, g_ptr_array_index (modules, i));
  retort_model_send_tables (&reader);
  retort_model_find_collectors (&reader);
  retort_model_clear_environment (&reader);
}

/**
 * retort_models_read:
 * @project: a project of Alembic's
 * @cancellable: (nullable): stops it
 * @error: return location for an error of @cancellable
 *
 * Reads the models of a project. Any thread; blocks on files.
 *
 * Returns: (transfer full) (nullable): the models
 */
RetortModelSet *
retort_models_read (RetortProject *project, GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortModelSet) set = retort_model_set_new ();
  Job job = { project, set, cancellable };

  if (!retort_compiler_run (project, read_project, &job, cancellable, error)
      || g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return g_steal_pointer (&set);
}
