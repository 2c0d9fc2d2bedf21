/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/selection.h"

#include "report/name-pattern.h"
#include "report/name-scope.h"
#include "sql/quote.h"

/* One search: what is looked through, what is found. */
typedef struct
{
  const RetortSchema *schema;
  RetortSchema *found;
  RetortNamePattern *pattern;
  RetortNameScope *scope;
} Search;

static gboolean
means_relation (const Search *search, const char *schema, const char *name)
{
  return retort_name_pattern_matches (search->pattern, schema, name,
                                      retort_name_scope_is_visible (search->scope, schema, name));
}

static gboolean
means_object (const Search *search, const char *schema, const char *name)
{
  return retort_name_pattern_matches (search->pattern, schema, name,
                                      retort_name_scope_is_searched (search->scope, schema));
}

static gboolean
means_table (const Search *search, const RetortTable *table)
{
  if (means_relation (search, table->schema, table->name))
    return TRUE;
  for (guint i = 0; i < table->indexes->len; i++)
    if (means_relation (search, table->schema,
                        ((RetortIndex *) g_ptr_array_index (table->indexes, i))->name))
      return TRUE;
  return FALSE;
}

/* "schema.table." of each table that was found, to tell the sequences that it owns. */
static void
select_tables (Search *search, GHashTable *owners)
{
  GPtrArray *tables = retort_schema_get_tables (search->schema);

  for (guint i = 0; i < tables->len; i++)
    {
      RetortTable *table = g_ptr_array_index (tables, i);
      g_autofree char *schema = NULL;
      g_autofree char *name = NULL;

      if (!means_table (search, table))
        continue;
      schema = retort_sql_quote_identifier (table->schema);
      name = retort_sql_quote_identifier (table->name);
      g_ptr_array_add (retort_schema_get_tables (search->found), retort_table_ref (table));
      for (guint j = 0; j < table->columns->len; j++)
        {
          const RetortColumn *column = g_ptr_array_index (table->columns, j);
          g_autofree char *column_name = retort_sql_quote_identifier (column->name);

          g_hash_table_add (owners, g_strjoin (".", schema, name, column_name, NULL));
        }
    }
}

static void
select_sequences (Search *search, GHashTable *owners)
{
  GPtrArray *sequences = retort_schema_get_sequences (search->schema);

  for (guint i = 0; i < sequences->len; i++)
    {
      RetortSequence *sequence = g_ptr_array_index (sequences, i);

      if (means_relation (search, sequence->schema, sequence->name)
          || (sequence->owned_by != NULL && g_hash_table_contains (owners, sequence->owned_by)))
        g_ptr_array_add (retort_schema_get_sequences (search->found),
                         retort_sequence_ref (sequence));
    }
}

#define SELECT(search, Type, noun, getter, means)                                                  \
  for (guint i_ = 0; i_ < getter ((search)->schema)->len; i_++)                                    \
    {                                                                                              \
      Type *object_ = g_ptr_array_index (getter ((search)->schema), i_);                           \
                                                                                                   \
      if (means ((search), object_->schema, object_->name))                                        \
        g_ptr_array_add (getter ((search)->found), retort_##noun##_ref (object_));                 \
    }

static void
select_types (Search *search)
{
  SELECT (search, RetortEnumType, enum_type, retort_schema_get_enums, means_object)
  SELECT (search, RetortDomain, domain, retort_schema_get_domains, means_object)
  SELECT (search, RetortCompositeType, composite_type, retort_schema_get_composites, means_relation)
  SELECT (search, RetortFunction, function, retort_schema_get_functions, means_object)
}

static gboolean
is_empty (const RetortSchema *schema)
{
  return retort_schema_get_tables (schema)->len + retort_schema_get_sequences (schema)->len
             + retort_schema_get_enums (schema)->len + retort_schema_get_domains (schema)->len
             + retort_schema_get_composites (schema)->len
             + retort_schema_get_functions (schema)->len
         == 0;
}

static void
add_schema_name (RetortSchema *schema, const char *name)
{
  GPtrArray *names = retort_schema_get_names (schema);

  if (!g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
    g_ptr_array_add (names, g_strdup (name));
}

/* Names of the schemas that something was found in. */
static void
keep_schemas (Search *search)
{
  GPtrArray *const found[] = {
    retort_schema_get_tables (search->found),    retort_schema_get_sequences (search->found),
    retort_schema_get_enums (search->found),     retort_schema_get_domains (search->found),
    retort_schema_get_functions (search->found), retort_schema_get_composites (search->found),
  };

  for (guint i = 0; i < G_N_ELEMENTS (found); i++)
    for (guint j = 0; j < found[i]->len; j++)
      {
        gpointer object = g_ptr_array_index (found[i], j);

        /* A table's kind stands before its schema. */
        add_schema_name (search->found, i == 0 ? ((RetortTable *) object)->schema
                                               : ((RetortEnumType *) object)->schema);
      }
}

/**
 * retort_select_objects:
 * @schema: a schema
 * @name: a name as a user types it: `orders`, `sales.orders`, `"Odd Name"`, `order*`
 *
 * Returns: (transfer full) (nullable): a schema of those objects alone; %NULL when the name means
 *   nothing here
 */
RetortSchema *
retort_select_objects (const RetortSchema *schema, const char *name)
{
  g_autoptr(RetortSchema) found = retort_schema_new ();
  g_autoptr(RetortNamePattern) pattern = retort_name_pattern_new (name);
  g_autoptr(RetortNameScope) scope = retort_name_scope_new (schema);
  g_autoptr(GHashTable) owners = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Search search = { schema, found, pattern, scope };

  if (pattern == NULL)
    return NULL;
  select_tables (&search, owners);
  select_sequences (&search, owners);
  select_types (&search);
  if (is_empty (found))
    return NULL;
  keep_schemas (&search);
  retort_schema_set_search_path (found, retort_schema_get_search_path (schema));
  return g_steal_pointer (&found);
}
