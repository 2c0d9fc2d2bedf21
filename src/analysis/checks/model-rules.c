/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules about models, and who asks them. */
#include "analysis/checks/models-private.h"
#include "analysis/checks/sections.h"
#include "analysis/checks/suppression.h"
#include "analysis/schema/model-schema.h"

#include <glib/gi18n.h>
#include <string.h>

static const RetortRule rules[] = {
  { .id = "model-table-missing",
    .title = N_("Model without a table"),
    .severity = RETORT_SEVERITY_ERROR,
    .why = N_("Every query of the model fails."),
    .remedy = N_("Write the migration that creates the table, or remove the model.") },
  { .id = "table-without-model",
    .title = N_("Table without a model"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("Autogenerate takes it for one to be dropped; or its model is not imported."),
    .remedy = N_("Drop it in a migration when nobody needs it, or leave it out of autogenerate (include_object).") },
  { .id = "model-column-missing",
    .title = N_("Column of a model that the table lacks"),
    .severity = RETORT_SEVERITY_ERROR,
    .why = N_("Every query of the model names all of its columns, and fails."),
    .remedy = N_("Write the migration that adds the column.") },
  { .id = "column-not-in-model",
    .title = N_("Column that the model lacks"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("Autogenerate takes it for one to be dropped; if it is NOT NULL without a default, the model can insert no row."),
    .remedy = N_("Add it to the model, or drop it in a migration.") },
  { .id = "model-type-differs",
    .title = N_("Type that is another one in the model"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("Values that the model takes may not fit, or come back as something else."),
    .remedy = N_("Change the model, or write the migration that changes the column.") },
  { .id = "model-enum-differs",
    .title = N_("Enum values that differ"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("A value that the database does not know cannot be written, and one that the model does not know cannot be read."),
    .remedy = N_("Add the value in a migration (ALTER TYPE … ADD VALUE IF NOT EXISTS), or to the model.") },
  { .id = "model-nullable-differs",
    .title = N_("NULL that only one side allows"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("Where only the model allows it, inserts fail; where only the table does, the code meets values that it does not expect."),
    .remedy = N_("Make both the same.") },
  { .id = "model-default-differs",
    .title = N_("Default that differs"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("Rows that are inserted without the value get another one than the model says, or none."),
    .remedy = N_("Make server_default and the column's default the same.") },
  { .id = "model-foreign-key-differs",
    .title = N_("Foreign key that differs"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("What the model relies on the database does not enforce, or the other way round."),
    .remedy = N_("Add it where it is missing; give ondelete and onupdate in both places.") },
  { .id = "model-index-differs",
    .title = N_("Index that differs"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("Queries are slower than the model promises, uniqueness is not what it says, and autogenerate drops or adds it with the next revision."),
    .remedy = N_("Add it where it is missing.") },
  { .id = "relationship-one-sided",
    .title = N_("Relationship with one side"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("Two relationships that do not know of each other are not kept in step: an object that is added to one side is missing from the other until it is read again."),
    .remedy = N_("Name the other side with back_populates on both sides.") },
  { .id = "model-not-imported",
    .title = N_("Model that nobody collects"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("A model that is not imported before autogenerate runs is no part of the metadata: its table is dropped, or never made."),
    .remedy = N_("Import it in the package's __init__.py.") },
  { .id = "data-field-missing",
    .title = N_("Column that a Pydantic class leaves out"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("What is stored is not shown; that may be meant."),
    .remedy = N_("Add the field, or leave it out on purpose.") },
  { .id = "data-field-not-optional",
    .title = N_("Pydantic field that does not allow None"),
    .severity = RETORT_SEVERITY_WARNING,
    .why = N_("A row without the value cannot be shown: validation fails."),
    .remedy = N_("Make the field Optional, or the column NOT NULL.") },
  { .id = "models-changed",
    .title = N_("Models newer than the newest migration"),
    .severity = RETORT_SEVERITY_INFO,
    .why = N_("What changed there may need a migration that nobody has written yet."),
    .remedy = N_("Compare the models with the schema, and generate a migration if they differ.") },
};

const RetortRuleSection retort_model_rules = { rules, G_N_ELEMENTS (rules) };

/**
 * retort_model_check_say: (skip)
 * @self: a check
 * @rule: the id of one of the rules above
 * @source: (nullable): a file
 * @span: a place there
 * @louder: by how much it is worse than the rule's severity says
 * @format: printf format of what is there
 * @...: its arguments
 *
 * Adds a finding, unless the project has switched the rule off.
 */
void
retort_model_check_say (RetortModelCheck *self, const char *rule, RetortSource *source, RetortSpan span, int louder, const char *format, ...)
{
  const RetortRule *row = retort_rules_find (rule);
  RetortFindingFields fields = { 0 };
  RetortSeverity severity;
  g_autofree char *message = NULL;
  g_autofree char *doubt = NULL;
  va_list arguments;

  if (!retort_check_get_severity (self->input->settings, row, &severity))
    return;
  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (self->doubt != NULL)
    {
      g_autofree char *sure = g_steal_pointer (&message);

      /* Translators: %s is a clause: what is different. */
      message = g_strdup_printf (_("%s, as far as is known"), sure);
      /* Translators: sentences that say why something matters; a clause: what is not understood. */
      doubt = g_strdup_printf (_("%s What the migrations make of the table is not known for certain: %s."), _(row->why), self->doubt);
      severity = RETORT_SEVERITY_INFO;
      louder = 0;
    }
  fields.rule = row->id;
  fields.severity = (RetortSeverity) CLAMP ((int) severity + louder, (int) RETORT_SEVERITY_INFO, (int) RETORT_SEVERITY_ERROR);
  fields.message = message;
  fields.why = doubt != NULL ? doubt : _(row->why);
  fields.remedy = _(row->remedy);
  if (source != NULL)
    {
      fields.path = retort_source_get_path (source);
      fields.span = span;
      fields.start = retort_source_position_at (source, span.start);
      fields.end = retort_source_position_at (source, span.end);
    }
  g_ptr_array_add (self->result->findings, retort_finding_new (&fields));
}

/* --- One class --- */

static const RetortTable *
find_table (const RetortSchema *schema, const RetortModelClass *model)
{
  const char *const *path = retort_schema_get_search_path (schema);

  if (model->schema != NULL)
    return retort_schema_find_table (schema, model->schema, model->table);
  for (guint i = 0; path[i] != NULL; i++)
    {
      const RetortTable *table = retort_schema_find_table (schema, path[i], model->table);

      if (table != NULL)
        return table;
    }
  return NULL;
}

static const char *
get_taint (const RetortSchema *schema, const RetortModelClass *model)
{
  const char *const *path = retort_schema_get_search_path (schema);

  return retort_schema_get_taint (schema, model->schema != NULL ? model->schema : path[0], model->table);
}

static void
add_gap (RetortModelCheck *self, const RetortModelClass *model, const char *reason)
{
  RetortModelGap *gap = g_new0 (RetortModelGap, 1);

  gap->source = retort_source_ref (model->source);
  gap->span = model->span;
  gap->reason = g_strdup (reason);
  g_ptr_array_add (self->result->gaps, gap);
}

static void
check_class (RetortModelCheck *self, RetortModelClass *model, const char *failure)
{
  const RetortTable *wanted = find_table (self->wanted, model);
  const RetortTable *actual = find_table (self->input->actual, model);

  retort_model_check_links (self, model);
  if (failure != NULL)
    add_gap (self, model, failure);
  if (wanted == NULL)
    return;
  if (self->uses_uuid_keys)
    retort_model_check_key_type (self, model, wanted);
  /* What is opaque in the history may have changed the table; what agrees agrees all the same. */
  self->doubt = get_taint (self->input->actual, model);
  if (actual == NULL && self->doubt != NULL)
    {
      g_autofree char *reason = g_strdup_printf (_("whether table '%s' exists is not known: %s"), model->table, self->doubt);

      if (failure == NULL)
        add_gap (self, model, reason);
      return;
    }
  g_ptr_array_add (self->result->checked, model->schema != NULL ? g_strdup_printf ("%s.%s", model->schema, model->table) : g_strdup (model->table));
  if (actual == NULL)
    {
      retort_model_check_say (self, "model-table-missing", model->source, model->span, 0, _("Table '%s' of model '%s' does not exist"), model->table,
                              model->name);
      return;
    }
  retort_model_check_table (self, model, wanted, actual);
  if (failure == NULL && actual->kind != RETORT_RELATION_VIEW && actual->kind != RETORT_RELATION_MATERIALIZED_VIEW)
    retort_model_check_keys (self, model, wanted, actual);
  retort_model_check_data_classes (self, model, actual);
}

static void
check_all_classes (RetortModelCheck *self, GHashTable *failures)
{
  for (guint i = 0; i < self->input->models->classes->len; i++)
    {
      RetortModelClass *model = g_ptr_array_index (self->input->models->classes, i);

      check_class (self, model, g_hash_table_lookup (failures, model));
      self->doubt = NULL;
    }
}

/* --- Tables --- */

static gboolean
has_model (RetortModelCheck *self, const RetortTable *table)
{
  const GPtrArray *classes = self->input->models->classes;

  for (guint i = 0; i < classes->len; i++)
    {
      const RetortModelClass *model = g_ptr_array_index (classes, i);

      if (g_str_equal (model->table, table->name) && g_str_equal (model->schema != NULL ? model->schema : table->schema, table->schema))
        return TRUE;
    }
  return FALSE;
}

/* Partitions and children belong to their parent's model. */
static void
check_table_cb (gpointer object, gpointer user_data)
{
  RetortModelCheck *self = user_data;
  const RetortTable *table = object;
  gboolean is_table = table->kind == RETORT_RELATION_TABLE || table->kind == RETORT_RELATION_PARTITIONED_TABLE;

  if (!is_table || table->extension != NULL || (table->inherits != NULL && table->inherits[0] != NULL)
      || g_strcmp0 (table->name, self->input->version_table) == 0
      || !g_strv_contains (retort_schema_get_search_path (self->input->actual), table->schema)
      || retort_schema_get_taint (self->input->actual, table->schema, table->name) != NULL || has_model (self, table))
    return;
  retort_model_check_say (self, "table-without-model", NULL, (RetortSpan){ 0, 0 }, 0, _("Table '%s' has no model"), table->name);
}

/* --- All of it --- */

static void
check_changes (RetortModelCheck *self)
{
  const RetortModelCheckInput *input = self->input;

  if (input->changed_since == NULL || input->changed == NULL || input->changed->len == 0)
    return;
  retort_model_check_say (self, "models-changed", g_ptr_array_index (input->changed, 0), (RetortSpan){ 0, 0 }, 0,
                          ngettext ("%u file of models changed since '%s'", "%u files of models changed since '%s'", input->changed->len),
                          input->changed->len, input->changed_since);
}

static RetortSource *
find_source (const RetortModelSet *models, const char *path)
{
  for (guint i = 0; i < models->classes->len; i++)
    if (g_strcmp0 (retort_source_get_path (((RetortModelClass *) g_ptr_array_index (models->classes, i))->source), path) == 0)
      return ((RetortModelClass *) g_ptr_array_index (models->classes, i))->source;
  for (guint i = 0; i < models->data_classes->len; i++)
    if (g_strcmp0 (retort_source_get_path (((RetortDataClass *) g_ptr_array_index (models->data_classes, i))->source), path) == 0)
      return ((RetortDataClass *) g_ptr_array_index (models->data_classes, i))->source;
  return NULL;
}

/* What a comment in the model's file accepts. */
static void
apply_suppressions (RetortModelCheck *self)
{
  g_autoptr(GHashTable) read = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < self->result->findings->len; i++)
    {
      RetortFinding *finding = g_ptr_array_index (self->result->findings, i);
      const RetortFindingFields *fields = retort_finding_get (finding);
      GPtrArray *suppressions = fields->path != NULL ? g_hash_table_lookup (read, fields->path) : NULL;
      const RetortSuppression *match;

      if (fields->path == NULL)
        continue;
      if (suppressions == NULL)
        {
          suppressions = retort_suppressions_read (find_source (self->input->models, fields->path));
          g_hash_table_insert (read, g_strdup (fields->path), suppressions);
        }
      match = retort_suppressions_match (suppressions, fields);
      if (match == NULL)
        continue;
      g_ptr_array_index (self->result->findings, i)
          = retort_finding_new_suppressed (finding, match->reason[0] != '\0' ? match->reason : "no reason given");
      retort_finding_unref (finding);
    }
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const RetortFindingFields *left = retort_finding_get (*(RetortFinding *const *) a);
  const RetortFindingFields *right = retort_finding_get (*(RetortFinding *const *) b);
  int order = g_strcmp0 (left->path, right->path);

  if (order == 0)
    order = (left->start.line > right->start.line) - (left->start.line < right->start.line);
  if (order == 0)
    order = g_strcmp0 (left->rule, right->rule);
  return order != 0 ? order : g_strcmp0 (left->message, right->message);
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
gap_free (gpointer data)
{
  RetortModelGap *gap = data;

  retort_source_unref (gap->source);
  g_free (gap->reason);
  g_free (gap);
}

/**
 * retort_check_models:
 * @input: the models and the schema
 *
 * Holds every model against its table, and the other way round. May be called on any thread.
 *
 * Returns: (transfer full): what there is to say
 */
RetortModelCheckResult *
retort_check_models (const RetortModelCheckInput *input)
{
  RetortModelCheckResult *result = g_new0 (RetortModelCheckResult, 1);
  g_autoptr(RetortModelSchema) wanted = retort_model_schema_new (input->models, input->actual);
  RetortModelCheck check = { input, wanted->schema, NULL, result };

  result->checked = g_ptr_array_new_with_free_func (g_free);
  result->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_finding_unref);
  result->gaps = g_ptr_array_new_with_free_func (gap_free);
  check.uses_uuid_keys = retort_model_uses_uuid_keys (&check);
  check_all_classes (&check, wanted->failures);
  if (input->models->classes->len > 0)
    retort_schema_foreach (input->actual, RETORT_OBJECT_TABLE, check_table_cb, &check);
  check_changes (&check);
  apply_suppressions (&check);
  g_ptr_array_sort (result->findings, compare_places);
  g_ptr_array_sort (result->checked, compare_texts);
  return result;
}

/**
 * retort_model_check_result_free:
 * @self: (transfer full): what a check said
 */
void
retort_model_check_result_free (RetortModelCheckResult *self)
{
  g_ptr_array_unref (self->checked);
  g_ptr_array_unref (self->findings);
  g_ptr_array_unref (self->gaps);
  g_free (self);
}
