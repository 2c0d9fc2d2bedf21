/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds what a name means and describes it: relations by schema and name, as \d does; when there are
 * none, types, domains and functions of that name. */
#include "report/describe.h"

#include "report/describe-private.h"
#include "report/name-pattern.h"

#include <string.h>

typedef enum
{
  FOUND_TABLE,
  FOUND_INDEX,
  FOUND_SEQUENCE,
  FOUND_COMPOSITE,
} FoundKind;

/* A relation that the name may mean; borrows all. */
typedef struct
{
  FoundKind kind;
  const char *schema;
  const char *name;
  gconstpointer object;     /* RetortTable, RetortIndex, RetortSequence or RetortCompositeType */
  const RetortTable *table; /* nullable: of an index */
} Found;

static int
compare_found (gconstpointer a, gconstpointer b)
{
  const Found *first = a;
  const Found *second = b;
  int by_schema = strcmp (first->schema, second->schema);

  return by_schema != 0 ? by_schema : strcmp (first->name, second->name);
}

static void
add_table (GArray *relations, const RetortTable *table)
{
  Found found = { FOUND_TABLE, table->schema, table->name, table, NULL };

  g_array_append_val (relations, found);
  for (guint i = 0; i < table->indexes->len; i++)
    {
      RetortIndex *index = g_ptr_array_index (table->indexes, i);
      Found part = { FOUND_INDEX, table->schema, index->name, index, table };

      g_array_append_val (relations, part);
    }
}

/* (element-type Found): all relations, by schema and name. */
static GArray *
list_relations (const RetortSchema *schema)
{
  GArray *relations = g_array_new (FALSE, FALSE, sizeof (Found));
  GPtrArray *tables = retort_schema_get_tables (schema);
  GPtrArray *sequences = retort_schema_get_sequences (schema);
  GPtrArray *composites = retort_schema_get_composites (schema);

  for (guint i = 0; i < tables->len; i++)
    add_table (relations, g_ptr_array_index (tables, i));
  for (guint i = 0; i < sequences->len; i++)
    {
      RetortSequence *sequence = g_ptr_array_index (sequences, i);
      Found found = { FOUND_SEQUENCE, sequence->schema, sequence->name, sequence, NULL };

      g_array_append_val (relations, found);
    }
  for (guint i = 0; i < composites->len; i++)
    {
      RetortCompositeType *type = g_ptr_array_index (composites, i);
      Found found = { FOUND_COMPOSITE, type->schema, type->name, type, NULL };

      g_array_append_val (relations, found);
    }
  g_array_sort (relations, compare_found);
  return relations;
}

static char *
describe_found (const RetortNameScope *scope, const Found *found)
{
  switch (found->kind)
    {
    case FOUND_TABLE:
      return retort_describe_table (scope, found->object);
    case FOUND_INDEX:
      return retort_describe_index (scope, found->table, found->object);
    case FOUND_SEQUENCE:
      return retort_describe_sequence (found->object);
    case FOUND_COMPOSITE:
      return retort_describe_composite (found->object);
    }
  g_assert_not_reached ();
}

static void
append_relations (GString *out, const RetortSchema *schema, const RetortNameScope *scope,
                  const RetortNamePattern *pattern)
{
  g_autoptr(GArray) relations = list_relations (schema);

  for (guint i = 0; i < relations->len; i++)
    {
      const Found *found = &g_array_index (relations, Found, i);
      gboolean is_visible = retort_name_scope_is_visible (scope, found->schema, found->name);
      g_autofree char *text = NULL;

      if (!retort_name_pattern_matches (pattern, found->schema, found->name, is_visible))
        continue;
      text = describe_found (scope, found);
      g_string_append (out, text);
    }
}

/* Which of @objects the pattern means; their structs begin with schema and name. */
static GPtrArray *
filter_objects (GPtrArray *objects, const RetortNameScope *scope, const RetortNamePattern *pattern)
{
  GPtrArray *matching = g_ptr_array_new ();

  for (guint i = 0; i < objects->len; i++)
    {
      char **object = g_ptr_array_index (objects, i);
      gboolean is_visible = retort_name_scope_is_searched (scope, object[0]);

      if (retort_name_pattern_matches (pattern, object[0], object[1], is_visible))
        g_ptr_array_add (matching, object);
    }
  return matching;
}

typedef char *(*DescribeFunc) (const RetortNameScope *scope, GPtrArray *objects);

static void
append_objects (GString *out, GPtrArray *objects, const RetortNameScope *scope,
                const RetortNamePattern *pattern, DescribeFunc describe)
{
  g_autoptr(GPtrArray) matching = filter_objects (objects, scope, pattern);
  g_autofree char *text = NULL;

  if (matching->len == 0)
    return;
  text = describe (scope, matching);
  g_string_append (out, text);
}

G_STATIC_ASSERT (G_STRUCT_OFFSET (RetortEnumType, name) == sizeof (char *));
G_STATIC_ASSERT (G_STRUCT_OFFSET (RetortDomain, name) == sizeof (char *));
G_STATIC_ASSERT (G_STRUCT_OFFSET (RetortFunction, name) == sizeof (char *));

/**
 * retort_describe_object:
 * @schema: a schema
 * @name: a name as a user types it: `orders`, `sales.orders`, `"Odd Name"`, `order*`
 *
 * What `psql -c '\d NAME'` of PostgreSQL 15 prints. A name that \d does not know may still be one of an
 * enum type, a domain or a function: then what \dT+, \dD and \df print.
 *
 * Returns: (transfer full) (nullable): the text; %NULL when the name means nothing here
 */
char *
retort_describe_object (const RetortSchema *schema, const char *name)
{
  g_autoptr(RetortNamePattern) pattern = retort_name_pattern_new (name);
  g_autoptr(RetortNameScope) scope = retort_name_scope_new (schema);
  g_autoptr(GString) out = g_string_new (NULL);

  if (pattern == NULL)
    return NULL;
  append_relations (out, schema, scope, pattern);
  if (out->len == 0)
    {
      append_objects (out, retort_schema_get_enums (schema), scope, pattern, retort_describe_enums);
      append_objects (out, retort_schema_get_domains (schema), scope, pattern,
                      retort_describe_domains);
      append_objects (out, retort_schema_get_functions (schema), scope, pattern,
                      retort_describe_functions);
    }
  return out->len > 0 ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

/**
 * retort_describe_relation:
 * @schema: a schema
 * @table: one of its tables or views
 *
 * Returns: (transfer full): what \d prints of it
 */
char *
retort_describe_relation (const RetortSchema *schema, const RetortTable *table)
{
  g_autoptr(RetortNameScope) scope = retort_name_scope_new (schema);

  return retort_describe_table (scope, table);
}

static const char *
relation_word (const Found *found)
{
  static const char *const words[] = {
    [RETORT_RELATION_TABLE] = "table",
    [RETORT_RELATION_PARTITIONED_TABLE] = "partitioned table",
    [RETORT_RELATION_FOREIGN_TABLE] = "foreign table",
    [RETORT_RELATION_VIEW] = "view",
    [RETORT_RELATION_MATERIALIZED_VIEW] = "materialized view",
  };

  if (found->kind == FOUND_SEQUENCE)
    return "sequence";
  return words[((const RetortTable *) found->object)->kind];
}

static const char *
owner_of (const Found *found)
{
  if (found->kind == FOUND_SEQUENCE)
    return ((const RetortSequence *) found->object)->owner;
  return ((const RetortTable *) found->object)->owner;
}

/**
 * retort_describe_list:
 * @schema: a schema
 *
 * Returns: (transfer full) (nullable): what \d without a name prints: tables, views and sequences that
 *   the search path finds; %NULL when there are none
 */
char *
retort_describe_list (const RetortSchema *schema)
{
  g_autoptr(RetortNameScope) scope = retort_name_scope_new (schema);
  g_autoptr(GArray) relations = list_relations (schema);
  g_autoptr(RetortTextTable) text = retort_text_table_new ("List of relations");
  gboolean is_empty = TRUE;

  retort_text_table_add_column (text, "Schema", RETORT_TEXT_LEFT);
  retort_text_table_add_column (text, "Name", RETORT_TEXT_LEFT);
  retort_text_table_add_column (text, "Type", RETORT_TEXT_LEFT);
  retort_text_table_add_column (text, "Owner", RETORT_TEXT_LEFT);
  for (guint i = 0; i < relations->len; i++)
    {
      const Found *found = &g_array_index (relations, Found, i);

      if (found->kind == FOUND_INDEX || found->kind == FOUND_COMPOSITE
          || !retort_name_scope_is_visible (scope, found->schema, found->name))
        continue;
      is_empty = FALSE;
      retort_text_table_add_cell (text, found->schema);
      retort_text_table_add_cell (text, found->name);
      retort_text_table_add_cell (text, relation_word (found));
      retort_text_table_add_cell (text, owner_of (found));
    }
  retort_text_table_add_row_count (text);
  return is_empty ? NULL : retort_text_table_to_string (text);
}
