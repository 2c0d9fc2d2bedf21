/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A schema as JSON: the document of `schema`. */
#include "report/json.h"

#include "report/json-private.h"

/* Turns one element of an array of the model into an object. */
typedef JsonObject *(*ElementFunc) (gconstpointer element);

static void
set_elements (JsonObject *object, const char *name, GPtrArray *elements, ElementFunc func)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; elements != NULL && i < elements->len; i++)
    json_array_add_object_element (array, func (g_ptr_array_index (elements, i)));
  json_object_set_array_member (object, name, array);
}

static void
set_size (JsonObject *object, const char *name, gint64 value)
{
  if (value >= 0)
    json_object_set_int_member (object, name, value);
  else
    json_object_set_null_member (object, name);
}

/* The beginning of an object that lies in a schema. */
static JsonObject *
object_of_place (const char *schema, const char *name)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "schema", schema);
  json_object_set_string_member (object, "name", name);
  return object;
}

/* The beginning of a part of a table. */
static JsonObject *
object_of_name (const char *name)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "name", name);
  return object;
}

static JsonObject *
object_of_column (gconstpointer element)
{
  const RetortColumn *column = element;
  JsonObject *object = object_of_name (column->name);

  json_object_set_string_member (object, "type", column->type);
  json_object_set_boolean_member (object, "nullable", column->is_nullable);
  retort_json_set_text (object, "default", column->default_expression);
  retort_json_set_text (object, "identity", column->identity);
  retort_json_set_text (object, "generated", column->generated);
  retort_json_set_text (object, "comment", column->comment);
  return object;
}

static const char *const constraint_words[] = {
  [RETORT_CONSTRAINT_CHECK] = "check",
  [RETORT_CONSTRAINT_NOT_NULL] = "not null",
  [RETORT_CONSTRAINT_PRIMARY_KEY] = "primary key",
  [RETORT_CONSTRAINT_UNIQUE] = "unique",
  [RETORT_CONSTRAINT_FOREIGN_KEY] = "foreign key",
  [RETORT_CONSTRAINT_EXCLUSION] = "exclusion",
};

static JsonObject *
object_of_constraint (gconstpointer element)
{
  const RetortConstraint *constraint = element;
  JsonObject *object = object_of_name (constraint->name);

  json_object_set_string_member (object, "kind", constraint_words[constraint->kind]);
  retort_json_set_words (object, "columns", (const char *const *) constraint->columns);
  retort_json_set_text (object, "definition", constraint->definition);
  json_object_set_boolean_member (object, "valid", constraint->is_valid);
  retort_json_set_text (object, "comment", constraint->comment);
  return object;
}

static JsonObject *
object_of_index (gconstpointer element)
{
  const RetortIndex *index = element;
  JsonObject *object = object_of_name (index->name);

  retort_json_set_words (object, "columns", (const char *const *) index->columns);
  json_object_set_boolean_member (object, "unique", index->is_unique);
  json_object_set_boolean_member (object, "primary", index->is_primary);
  json_object_set_boolean_member (object, "valid", index->is_valid);
  retort_json_set_text (object, "predicate", index->predicate);
  retort_json_set_text (object, "definition", index->definition);
  retort_json_set_text (object, "comment", index->comment);
  return object;
}

static JsonObject *
object_of_policy (gconstpointer element)
{
  const RetortPolicy *policy = element;
  JsonObject *object = object_of_name (policy->name);

  json_object_set_boolean_member (object, "permissive", policy->is_permissive);
  retort_json_set_text (object, "command", policy->command);
  retort_json_set_words (object, "roles", (const char *const *) policy->roles);
  retort_json_set_text (object, "using", policy->using_expression);
  retort_json_set_text (object, "check", policy->check_expression);
  return object;
}

static JsonObject *
object_of_trigger (gconstpointer element)
{
  const RetortTrigger *trigger = element;
  JsonObject *object = object_of_name (trigger->name);

  retort_json_set_text (object, "function", trigger->function);
  retort_json_set_text (object, "enabled", trigger->enabled);
  retort_json_set_text (object, "definition", trigger->definition);
  return object;
}

static const char *const relation_words[] = {
  [RETORT_RELATION_TABLE] = "table",
  [RETORT_RELATION_PARTITIONED_TABLE] = "partitioned table",
  [RETORT_RELATION_FOREIGN_TABLE] = "foreign table",
  [RETORT_RELATION_VIEW] = "view",
  [RETORT_RELATION_MATERIALIZED_VIEW] = "materialized view",
};

static JsonObject *
object_of_reference (gconstpointer element)
{
  const RetortConstraintRef *reference = element;
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "schema", reference->schema);
  json_object_set_string_member (object, "table", reference->table);
  json_object_set_string_member (object, "name", reference->name);
  retort_json_set_text (object, "definition", reference->definition);
  return object;
}

static JsonObject *
object_of_table (gconstpointer element)
{
  const RetortTable *table = element;
  JsonObject *object = object_of_place (table->schema, table->name);

  set_elements (object, "columns", table->columns, object_of_column);
  set_elements (object, "constraints", table->constraints, object_of_constraint);
  set_elements (object, "indexes", table->indexes, object_of_index);
  set_elements (object, "policies", table->policies, object_of_policy);
  set_elements (object, "triggers", table->triggers, object_of_trigger);
  set_elements (object, "referenced_by", table->referenced_by, object_of_reference);
  json_object_set_string_member (object, "kind", relation_words[table->kind]);
  retort_json_set_text (object, "owner", table->owner);
  retort_json_set_text (object, "persistence", table->persistence);
  retort_json_set_text (object, "partition_key", table->partition_key);
  retort_json_set_text (object, "partition_bound", table->partition_bound);
  retort_json_set_words (object, "inherits", (const char *const *) table->inherits);
  json_object_set_boolean_member (object, "row_security", table->has_row_security);
  json_object_set_boolean_member (object, "row_security_forced", table->forces_row_security);
  set_size (object, "rows_estimate", table->n_rows_estimate);
  set_size (object, "size_bytes", table->size_bytes);
  retort_json_set_text (object, "comment", table->comment);
  return object;
}

static JsonObject *
object_of_view (gconstpointer element)
{
  const RetortTable *view = element;
  JsonObject *object = object_of_place (view->schema, view->name);

  json_object_set_boolean_member (object, "materialized", view->kind == RETORT_RELATION_MATERIALIZED_VIEW);
  set_elements (object, "columns", view->columns, object_of_column);
  set_elements (object, "indexes", view->indexes, object_of_index);
  retort_json_set_text (object, "definition", view->definition);
  retort_json_set_text (object, "comment", view->comment);
  return object;
}

static JsonObject *
object_of_enum (gconstpointer element)
{
  const RetortEnumType *type = element;
  JsonObject *object = object_of_place (type->schema, type->name);

  retort_json_set_words (object, "labels", (const char *const *) type->labels);
  retort_json_set_text (object, "comment", type->comment);
  return object;
}

static JsonObject *
object_of_sequence (gconstpointer element)
{
  const RetortSequence *sequence = element;
  JsonObject *object = object_of_place (sequence->schema, sequence->name);

  retort_json_set_text (object, "type", sequence->type);
  json_object_set_int_member (object, "start", sequence->start);
  json_object_set_int_member (object, "minimum", sequence->minimum);
  json_object_set_int_member (object, "maximum", sequence->maximum);
  json_object_set_int_member (object, "increment", sequence->increment);
  json_object_set_boolean_member (object, "cycles", sequence->cycles);
  retort_json_set_text (object, "owned_by", sequence->owned_by);
  return object;
}

static JsonObject *
object_of_function (gconstpointer element)
{
  const RetortFunction *function = element;
  JsonObject *object = object_of_place (function->schema, function->name);

  retort_json_set_text (object, "arguments", function->arguments);
  retort_json_set_text (object, "result", function->result);
  retort_json_set_text (object, "kind", function->kind);
  retort_json_set_text (object, "language", function->language);
  return object;
}

static JsonObject *
object_of_domain (gconstpointer element)
{
  const RetortDomain *domain = element;
  JsonObject *object = object_of_place (domain->schema, domain->name);

  retort_json_set_text (object, "type", domain->type);
  json_object_set_boolean_member (object, "nullable", domain->is_nullable);
  retort_json_set_text (object, "default", domain->default_expression);
  retort_json_set_text (object, "check", domain->checks);
  retort_json_set_text (object, "comment", domain->comment);
  return object;
}

static JsonObject *
object_of_composite (gconstpointer element)
{
  const RetortCompositeType *type = element;
  JsonObject *object = object_of_place (type->schema, type->name);

  set_elements (object, "columns", type->columns, object_of_column);
  retort_json_set_text (object, "comment", type->comment);
  return object;
}

static JsonObject *
object_of_extension (gconstpointer element)
{
  const RetortExtension *extension = element;
  JsonObject *object = object_of_name (extension->name);

  retort_json_set_text (object, "version", extension->version);
  retort_json_set_text (object, "schema", extension->schema);
  return object;
}

static gboolean
is_view (const RetortTable *table)
{
  return table->kind == RETORT_RELATION_VIEW || table->kind == RETORT_RELATION_MATERIALIZED_VIEW;
}

static GPtrArray *
list_relations (RetortSchema *schema, gboolean views)
{
  GPtrArray *all = retort_schema_get_tables (schema);
  GPtrArray *some = g_ptr_array_new ();

  for (guint i = 0; i < all->len; i++)
    if (is_view (g_ptr_array_index (all, i)) == views)
      g_ptr_array_add (some, g_ptr_array_index (all, i));
  return some;
}

/**
 * retort_json_of_schema:
 * @schema: what a database holds
 *
 * Returns: (transfer full): the document of `schema`
 */
JsonNode *
retort_json_of_schema (RetortSchema *schema)
{
  JsonObject *object = NULL;
  JsonArray *names = NULL;
  g_autoptr(GPtrArray) tables = NULL;
  g_autoptr(GPtrArray) views = NULL;

  g_return_val_if_fail (schema != NULL, NULL);

  object = json_object_new ();
  names = json_array_new ();
  for (guint i = 0; i < retort_schema_get_names (schema)->len; i++)
    json_array_add_string_element (names, g_ptr_array_index (retort_schema_get_names (schema), i));

  tables = list_relations (schema, FALSE);
  views = list_relations (schema, TRUE);
  json_object_set_int_member (object, "format", 1);
  json_object_set_array_member (object, "schemas", names);
  set_elements (object, "tables", tables, object_of_table);
  set_elements (object, "enums", retort_schema_get_enums (schema), object_of_enum);
  set_elements (object, "sequences", retort_schema_get_sequences (schema), object_of_sequence);
  set_elements (object, "views", views, object_of_view);
  set_elements (object, "functions", retort_schema_get_functions (schema), object_of_function);
  set_elements (object, "domains", retort_schema_get_domains (schema), object_of_domain);
  set_elements (object, "composite_types", retort_schema_get_composites (schema), object_of_composite);
  set_elements (object, "extensions", retort_schema_get_extensions (schema), object_of_extension);
  return retort_json_node_of_object (object);
}
