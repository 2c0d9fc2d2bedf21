/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/patterns.h"

#include <string.h>

static const RetortPattern *const none[] = { NULL };

/* Types that people mean most often, where a new column gets one. */
static const char *const usual_types[] = {
  "bigint", "boolean", "bytea", "date", "double precision", "integer", "jsonb", "numeric(12,2)", "text", "timestamp with time zone", "uuid",
  "varchar(255)",
};

static const char *const delete_actions[] = { "CASCADE", "NO ACTION", "RESTRICT", "SET DEFAULT", "SET NULL" };

/**
 * retort_patterns_get:
 * @workspace: a project
 *
 * Returns: (array zero-terminated=1) (transfer none): the patterns of its kind; none when new revisions cannot be written
 */
const RetortPattern *const *
retort_patterns_get (RetortWorkspace *workspace)
{
  const RetortAdapter *adapter = retort_project_get (retort_workspace_get_project (workspace))->adapter;

  return adapter->get_patterns != NULL ? adapter->get_patterns () : none;
}

/**
 * retort_patterns_find:
 * @workspace: a project
 * @name: a pattern's name
 *
 * Returns: (transfer none) (nullable): the pattern
 */
const RetortPattern *
retort_patterns_find (RetortWorkspace *workspace, const char *name)
{
  const RetortPattern *const *patterns = retort_patterns_get (workspace);

  for (gsize i = 0; patterns[i] != NULL; i++)
    if (g_str_equal (patterns[i]->name, name))
      return patterns[i];
  return NULL;
}

/* --- What the schema knows --- */

/* "sales.orders", or "orders" where the search path finds it. */
static RetortTable *
find_table (RetortSchema *schema, const char *name)
{
  const char *dot = name != NULL ? strchr (name, '.') : NULL;
  g_autofree char *of = dot != NULL ? g_strndup (name, (gsize) (dot - name)) : NULL;
  const char *const *path = retort_schema_get_current_path (schema);

  if (name == NULL)
    return NULL;
  if (of != NULL)
    return retort_schema_find_table (schema, of, dot + 1);
  for (gsize i = 0; path != NULL && path[i] != NULL; i++)
    {
      RetortTable *table = retort_schema_find_table (schema, path[i], name);

      if (table != NULL)
        return table;
    }
  return retort_schema_find_table (schema, "public", name);
}

static char *
dup_shown_name (const char *schema, const char *name)
{
  return g_strcmp0 (schema, "public") == 0 ? g_strdup (name) : g_strdup_printf ("%s.%s", schema, name);
}

static void
add_tables (GPtrArray *choices, RetortSchema *schema)
{
  GPtrArray *tables = retort_schema_get_tables (schema);

  for (guint i = 0; i < tables->len; i++)
    {
      const RetortTable *table = g_ptr_array_index (tables, i);

      if (table->kind == RETORT_RELATION_TABLE || table->kind == RETORT_RELATION_PARTITIONED_TABLE)
        g_ptr_array_add (choices, dup_shown_name (table->schema, table->name));
    }
}

static void
add_columns (GPtrArray *choices, RetortSchema *schema, const char *table_name)
{
  const RetortTable *table = find_table (schema, table_name);

  for (guint i = 0; table != NULL && i < table->columns->len; i++)
    g_ptr_array_add (choices, g_strdup (((const RetortColumn *) g_ptr_array_index (table->columns, i))->name));
}

static void
add_enums (GPtrArray *choices, RetortSchema *schema)
{
  GPtrArray *enums = retort_schema_get_enums (schema);

  for (guint i = 0; i < enums->len; i++)
    {
      const RetortEnumType *type = g_ptr_array_index (enums, i);

      g_ptr_array_add (choices, dup_shown_name (type->schema, type->name));
    }
}

static void
add_all (GPtrArray *choices, const char *const *texts, gsize n_texts)
{
  for (gsize i = 0; i < n_texts; i++)
    g_ptr_array_add (choices, g_strdup (texts[i]));
}

/**
 * retort_patterns_list_choices:
 * @pattern: a pattern
 * @field: one of its fields
 * @values: (element-type utf8 utf8): what is filled in so far
 * @schema: (nullable): simulated or a database's
 *
 * Returns: (transfer full) (element-type utf8): what may stand in the field; other values may be right too
 */
GPtrArray *
retort_patterns_list_choices (const RetortPattern *pattern, const RetortPatternField *field, GHashTable *values, RetortSchema *schema)
{
  GPtrArray *choices = g_ptr_array_new_with_free_func (g_free);

  switch (field->kind)
    {
    case RETORT_PATTERN_FIELD_TABLE:
      if (schema != NULL)
        add_tables (choices, schema);
      break;
    case RETORT_PATTERN_FIELD_COLUMN:
    case RETORT_PATTERN_FIELD_COLUMNS:
      if (schema != NULL)
        add_columns (choices, schema, g_hash_table_lookup (values, field->of));
      break;
    case RETORT_PATTERN_FIELD_ENUM:
      if (schema != NULL)
        add_enums (choices, schema);
      break;
    case RETORT_PATTERN_FIELD_TYPE:
      add_all (choices, usual_types, G_N_ELEMENTS (usual_types));
      break;
    case RETORT_PATTERN_FIELD_VALUE:
      if (g_str_equal (field->name, "on_delete"))
        add_all (choices, delete_actions, G_N_ELEMENTS (delete_actions));
      break;
    case RETORT_PATTERN_FIELD_NAME:
    case RETORT_PATTERN_FIELD_EXPRESSION:
      break;
    }
  return choices;
}

/* A column that takes the place of another one has its type. */
static char *
find_old_type (GHashTable *values, RetortSchema *schema)
{
  const char *old = g_hash_table_lookup (values, "old");
  RetortTable *table = schema != NULL ? find_table (schema, g_hash_table_lookup (values, "table")) : NULL;
  RetortColumn *column = table != NULL && old != NULL ? retort_table_find_column (table, old) : NULL;

  return column != NULL ? g_strdup (column->type) : NULL;
}

static gboolean
is_empty (GHashTable *values, const char *name)
{
  const char *value = g_hash_table_lookup (values, name);

  return value == NULL || *value == '\0';
}

/* An index that begins with the column serves a key, too. */
static gboolean
has_index (GHashTable *values, RetortSchema *schema)
{
  const char *column = g_hash_table_lookup (values, "column");
  RetortTable *table = schema != NULL ? find_table (schema, g_hash_table_lookup (values, "table")) : NULL;

  for (guint i = 0; table != NULL && column != NULL && i < table->indexes->len; i++)
    {
      const RetortIndex *index = g_ptr_array_index (table->indexes, i);

      if (index->predicate == NULL && index->columns != NULL && g_strcmp0 (index->columns[0], column) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
needs_type (const RetortPattern *pattern, GHashTable *values)
{
  for (const RetortPatternField *field = pattern->fields; field->name != NULL; field++)
    if (field->kind == RETORT_PATTERN_FIELD_TYPE && field->initial == NULL)
      return is_empty (values, "type");
  return FALSE;
}

static gboolean
is_uncertain (RetortSchema *schema, const char *name)
{
  const char *dot = strchr (name, '.');
  g_autofree char *of = dot != NULL ? g_strndup (name, (gsize) (dot - name)) : NULL;

  return retort_schema_get_taint (schema, of, dot != NULL ? dot + 1 : name) != NULL;
}

/* A name that the schema does not hold is a slip more often than a table that Retort does not know of. */
static gboolean
check_names (const RetortPattern *pattern, GHashTable *values, RetortSchema *schema, GError **error)
{
  for (const RetortPatternField *field = pattern->fields; field->name != NULL; field++)
    {
      const char *value = g_hash_table_lookup (values, field->name);
      const char *of = field->of != NULL ? g_hash_table_lookup (values, field->of) : NULL;
      const char *name = field->kind == RETORT_PATTERN_FIELD_TABLE ? value : of;
      RetortTable *table = find_table (schema, name);

      if (value == NULL || *value == '\0' || name == NULL || is_uncertain (schema, name))
        continue;
      if (field->kind == RETORT_PATTERN_FIELD_TABLE && table == NULL)
        g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_CONFIGURATION, "there is no table '%s' at the head", value);
      else if (field->kind == RETORT_PATTERN_FIELD_COLUMN && table != NULL && retort_table_find_column (table, value) == NULL)
        g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_CONFIGURATION, "there is no column '%s' in '%s' at the head", value, of);
      else
        continue;
      return FALSE;
    }
  return TRUE;
}

/**
 * retort_patterns_fill:
 * @workspace: a project
 * @pattern: one of its patterns
 * @values: (element-type utf8 utf8): values by the names of fields
 * @schema: (nullable): what is there before the revision; completes what it knows, and refuses tables and columns that are not there
 * @text: (out caller-allocates): the bodies
 * @error: a RetortFormatError
 *
 * Any thread.
 *
 * Returns: whether @text is set
 */
gboolean
retort_patterns_fill (RetortWorkspace *workspace, const RetortPattern *pattern, GHashTable *values, RetortSchema *schema,
                      RetortPatternText *text, GError **error)
{
  const RetortAdapter *adapter = retort_project_get (retort_workspace_get_project (workspace))->adapter;
  g_autofree char *type = needs_type (pattern, values) ? find_old_type (values, schema) : NULL;
  g_autoptr(GHashTable) all = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, values);
  while (g_hash_table_iter_next (&iter, &name, &value))
    g_hash_table_insert (all, name, value);
  if (type != NULL)
    g_hash_table_insert (all, (char *) "type", type);
  if (strstr (pattern->upgrade, "{?index}") != NULL && is_empty (all, "index") && has_index (values, schema))
    g_hash_table_insert (all, (char *) "index", (char *) "none");
  if (schema != NULL && !check_names (pattern, values, schema, error))
    return FALSE;
  return adapter->fill_pattern (pattern, all, text, error);
}
