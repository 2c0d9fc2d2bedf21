/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Puts the statements of several objects into an order. A whole schema: schemas, extensions; types,
 * sequences, functions, tables and views by rank; then partitions, indexes, foreign keys and the rest. */
#include "report/ddl.h"

#include "report/ddl-private.h"
#include "report/name-pattern.h"
#include "report/name-scope.h"
#include "sql/quote.h"

#include <string.h>

static void
ddl_init (RetortDdl *self, const RetortSchema *schema)
{
  GPtrArray *sequences = schema != NULL ? retort_schema_get_sequences (schema) : NULL;

  self->out = g_string_new (NULL);
  self->owned
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  for (guint i = 0; sequences != NULL && i < sequences->len; i++)
    {
      RetortSequence *sequence = g_ptr_array_index (sequences, i);
      GPtrArray *owned = NULL;

      if (sequence->owned_by == NULL)
        continue;
      owned = g_hash_table_lookup (self->owned, sequence->owned_by);
      if (owned == NULL)
        {
          owned = g_ptr_array_new ();
          g_hash_table_insert (self->owned, sequence->owned_by, owned);
        }
      g_ptr_array_add (owned, sequence);
    }
}

static char *
ddl_end (RetortDdl *self)
{
  g_clear_pointer (&self->owned, g_hash_table_unref);
  return g_string_free (g_steal_pointer (&self->out), FALSE);
}

static void
add_ownership (RetortDdl *self, const RetortSequence *sequence)
{
  g_autofree char *name = retort_ddl_dup_name (sequence->schema, sequence->name);

  if (sequence->owned_by != NULL && !sequence->is_identity)
    retort_ddl_append (self, "ALTER SEQUENCE %s OWNED BY %s;\n", name, sequence->owned_by);
}

typedef void (*SequenceFunc) (RetortDdl *self, const RetortSequence *sequence);

/* Calls @func for the sequences that columns of @table own, those of identity columns left out. */
static void
add_owned (RetortDdl *self, const RetortTable *table, SequenceFunc func)
{
  g_autofree char *name = retort_ddl_dup_name (table->schema, table->name);

  for (guint i = 0; i < table->columns->len; i++)
    {
      const RetortColumn *column = g_ptr_array_index (table->columns, i);
      g_autofree char *column_name = retort_sql_quote_identifier (column->name);
      g_autofree char *owner = g_strconcat (name, ".", column_name, NULL);
      GPtrArray *owned = g_hash_table_lookup (self->owned, owner);

      for (guint j = 0; owned != NULL && j < owned->len; j++)
        {
          const RetortSequence *sequence = g_ptr_array_index (owned, j);

          if (!sequence->is_identity)
            func (self, sequence);
        }
    }
}

static void
add_table (RetortDdl *self, const RetortTable *table)
{
  add_owned (self, table, retort_ddl_add_sequence);
  retort_ddl_add_relation (self, table);
  add_owned (self, table, add_ownership);
  retort_ddl_add_settings (self, table);
  retort_ddl_add_attachment (self, table);
  retort_ddl_add_indexes (self, table);
  retort_ddl_add_index_attachments (self, table);
  retort_ddl_add_foreign_keys (self, table);
  retort_ddl_add_parts (self, table);
}

/**
 * retort_ddl_of_table:
 * @schema: the schema that holds it
 * @table: a table or view
 *
 * Returns: (transfer full): statements, each with its semicolon, one or more lines
 */
char *
retort_ddl_of_table (const RetortSchema *schema, const RetortTable *table)
{
  RetortDdl ddl = { NULL };

  ddl_init (&ddl, schema);
  add_table (&ddl, table);
  return ddl_end (&ddl);
}

/**
 * retort_ddl_of_enum_type:
 * @type: an enum type
 *
 * Returns: (transfer full): statements
 */
char *
retort_ddl_of_enum_type (const RetortEnumType *type)
{
  RetortDdl ddl = { NULL };

  ddl_init (&ddl, NULL);
  retort_ddl_add_enum_type (&ddl, type);
  return ddl_end (&ddl);
}

/**
 * retort_ddl_of_domain:
 * @domain: a domain
 *
 * Returns: (transfer full): statements
 */
char *
retort_ddl_of_domain (const RetortDomain *domain)
{
  RetortDdl ddl = { NULL };

  ddl_init (&ddl, NULL);
  retort_ddl_add_domain (&ddl, domain);
  return ddl_end (&ddl);
}

/**
 * retort_ddl_of_composite_type:
 * @type: a composite type
 *
 * Returns: (transfer full): statements
 */
char *
retort_ddl_of_composite_type (const RetortCompositeType *type)
{
  RetortDdl ddl = { NULL };

  ddl_init (&ddl, NULL);
  retort_ddl_add_composite_type (&ddl, type);
  return ddl_end (&ddl);
}

/* One of an identity column is made with its table. */
static void
add_whole_sequence (RetortDdl *self, const RetortSequence *sequence)
{
  if (sequence->is_identity)
    {
      retort_ddl_append (self, "-- made with the identity column %s\n", sequence->owned_by);
      return;
    }
  retort_ddl_add_sequence (self, sequence);
  add_ownership (self, sequence);
}

/**
 * retort_ddl_of_sequence:
 * @sequence: a sequence
 *
 * Returns: (transfer full): statements; for one of an identity column a remark
 */
char *
retort_ddl_of_sequence (const RetortSequence *sequence)
{
  RetortDdl ddl = { NULL };

  ddl_init (&ddl, NULL);
  add_whole_sequence (&ddl, sequence);
  return ddl_end (&ddl);
}

/**
 * retort_ddl_of_function:
 * @function: a function
 *
 * Returns: (transfer full): statements; for an aggregate a remark
 */
char *
retort_ddl_of_function (const RetortFunction *function)
{
  RetortDdl ddl = { NULL };

  ddl_init (&ddl, NULL);
  retort_ddl_add_function (&ddl, function);
  return ddl_end (&ddl);
}

typedef void (*AddFunc) (RetortDdl *self, gconstpointer object);

/* Something that has a rank; borrows all. */
typedef struct
{
  const char *schema;
  const char *name;
  guint rank;
  guint kind; /* of those without a rank: earlier ones first */
  gconstpointer object;
  AddFunc add;
} Entry;

static void
add_function_entry (RetortDdl *self, gconstpointer object)
{
  retort_ddl_add_function (self, object);
}

static void
add_enum_entry (RetortDdl *self, gconstpointer object)
{
  retort_ddl_add_enum_type (self, object);
}

static void
add_domain_entry (RetortDdl *self, gconstpointer object)
{
  retort_ddl_add_domain (self, object);
}

static void
add_composite_entry (RetortDdl *self, gconstpointer object)
{
  retort_ddl_add_composite_type (self, object);
}

static void
add_sequence_entry (RetortDdl *self, gconstpointer object)
{
  const RetortSequence *sequence = object;

  if (!sequence->is_identity && sequence->extension == NULL)
    retort_ddl_add_sequence (self, sequence);
}

static void
add_relation_entry (RetortDdl *self, gconstpointer object)
{
  const RetortTable *table = object;

  if (table->extension != NULL)
    return;
  retort_ddl_add_relation (self, table);
  retort_ddl_add_settings (self, table);
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const Entry *first = a;
  const Entry *second = b;

  if (first->rank != second->rank)
    return first->rank < second->rank ? -1 : 1;
  if (first->kind != second->kind)
    return first->kind < second->kind ? -1 : 1;
  return 0; /* the sort keeps them in the schema's own order */
}

#define ADD_ENTRIES(entries, Type, array, number, func)                                            \
  for (guint i_ = 0; i_ < (array)->len; i_++)                                                      \
    {                                                                                              \
      const Type *object_ = g_ptr_array_index ((array), i_);                                       \
      Entry entry_ = { object_->schema, object_->name, object_->rank, (number), object_, (func) }; \
                                                                                                   \
      g_array_append_val ((entries), entry_);                                                      \
    }

/* (element-type Entry): all objects that have a rank, by it. */
static GArray *
list_entries (const RetortSchema *schema)
{
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (Entry));

  ADD_ENTRIES (entries, RetortEnumType, retort_schema_get_enums (schema), 0, add_enum_entry)
  ADD_ENTRIES (entries, RetortDomain, retort_schema_get_domains (schema), 1, add_domain_entry)
  ADD_ENTRIES (entries, RetortCompositeType, retort_schema_get_composites (schema), 2,
               add_composite_entry)
  ADD_ENTRIES (entries, RetortSequence, retort_schema_get_sequences (schema), 3, add_sequence_entry)
  ADD_ENTRIES (entries, RetortFunction, retort_schema_get_functions (schema), 4, add_function_entry)
  ADD_ENTRIES (entries, RetortTable, retort_schema_get_tables (schema), 5, add_relation_entry)
  g_array_sort (entries, compare_entries);
  return entries;
}

static void
add_preamble (RetortDdl *self, const RetortSchema *schema)
{
  const char *const *search_path = retort_schema_get_search_path (schema);
  GPtrArray *names = retort_schema_get_names (schema);
  GPtrArray *extensions = retort_schema_get_extensions (schema);

  retort_ddl_append (self, "SET check_function_bodies = false;\nSET search_path = ");
  for (guint i = 0; search_path[i] != NULL; i++)
    {
      g_autofree char *name = retort_sql_quote_identifier (search_path[i]);

      retort_ddl_append (self, "%s%s", i == 0 ? "" : ", ", name);
    }
  retort_ddl_append (self, "%s;\n", search_path[0] == NULL ? "''" : "");
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *name = retort_sql_quote_identifier (g_ptr_array_index (names, i));

      if (!g_str_equal (name, "public"))
        retort_ddl_append (self, "CREATE SCHEMA IF NOT EXISTS %s;\n", name);
    }
  for (guint i = 0; i < extensions->len; i++)
    {
      const RetortExtension *extension = g_ptr_array_index (extensions, i);
      g_autofree char *name = retort_sql_quote_identifier (extension->name);
      g_autofree char *in = retort_sql_quote_identifier (extension->schema);

      if (!g_str_equal (extension->name, "plpgsql"))
        retort_ddl_append (self, "CREATE EXTENSION IF NOT EXISTS %s WITH SCHEMA %s;\n", name, in);
    }
}

typedef void (*TableFunc) (RetortDdl *self, const RetortTable *table);

/* One step for all tables, by rank: a parent before its partitions. */
static void
add_step (RetortDdl *self, GArray *entries, TableFunc func)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = &g_array_index (entries, Entry, i);
      const RetortTable *table = entry->object;

      if (entry->add == add_relation_entry && table->extension == NULL)
        func (self, table);
    }
}

static void
add_ownerships (RetortDdl *self, const RetortSchema *schema)
{
  GPtrArray *sequences = retort_schema_get_sequences (schema);

  for (guint i = 0; i < sequences->len; i++)
    {
      const RetortSequence *sequence = g_ptr_array_index (sequences, i);

      if (sequence->extension == NULL)
        add_ownership (self, sequence);
    }
}

/**
 * retort_ddl_of_schema:
 * @schema: a schema
 *
 * Returns: (transfer full): statements that make all of it in an empty database
 */
char *
retort_ddl_of_schema (const RetortSchema *schema)
{
  g_autoptr(GArray) entries = list_entries (schema);
  RetortDdl ddl = { NULL };

  ddl_init (&ddl, schema);
  add_preamble (&ddl, schema);
  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = &g_array_index (entries, Entry, i);
      gsize before = ddl.out->len;

      retort_ddl_append (&ddl, "\n");
      entry->add (&ddl, entry->object);
      if (ddl.out->len == before + 1)
        g_string_truncate (ddl.out, before);
    }
  retort_ddl_append (&ddl, "\n");
  add_ownerships (&ddl, schema);
  add_step (&ddl, entries, retort_ddl_add_attachment);
  add_step (&ddl, entries, retort_ddl_add_indexes);
  add_step (&ddl, entries, retort_ddl_add_index_attachments);
  add_step (&ddl, entries, retort_ddl_add_foreign_keys);
  add_step (&ddl, entries, retort_ddl_add_parts);
  return ddl_end (&ddl);
}

/* An index that is found by its own name. */
static void
add_found_indexes (RetortDdl *self, const RetortTable *table, const RetortNameScope *scope,
                   const RetortNamePattern *pattern)
{
  for (guint i = 0; i < table->indexes->len; i++)
    {
      const RetortIndex *index = g_ptr_array_index (table->indexes, i);
      gboolean is_visible = retort_name_scope_is_visible (scope, table->schema, index->name);

      if (!retort_name_pattern_matches (pattern, table->schema, index->name, is_visible))
        continue;
      if (index->constraint != NULL)
        retort_ddl_append (self, "-- made with the constraint %s\n", index->constraint);
      retort_ddl_append (self, "%s;\n", index->definition);
    }
}

static void
add_found (RetortDdl *self, const Entry *entry)
{
  if (entry->add == add_relation_entry)
    add_table (self, entry->object);
  else if (entry->add == add_sequence_entry)
    add_whole_sequence (self, entry->object);
  else
    entry->add (self, entry->object);
}

/**
 * retort_ddl_of_object:
 * @schema: a schema
 * @name: a name as a user types it: `orders`, `sales.orders`, `"Odd Name"`, `order*`
 *
 * Returns: (transfer full) (nullable): statements for all that the name means; %NULL when it means
 *   nothing here
 */
char *
retort_ddl_of_object (const RetortSchema *schema, const char *name)
{
  g_autoptr(RetortNamePattern) pattern = retort_name_pattern_new (name);
  g_autoptr(RetortNameScope) scope = retort_name_scope_new (schema);
  g_autoptr(GArray) entries = list_entries (schema);
  g_autofree char *text = NULL;
  RetortDdl ddl = { NULL };

  if (pattern == NULL)
    return NULL;
  ddl_init (&ddl, schema);
  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = &g_array_index (entries, Entry, i);
      gboolean is_relation = entry->add == add_relation_entry || entry->add == add_sequence_entry;
      gboolean is_visible = is_relation
                                ? retort_name_scope_is_visible (scope, entry->schema, entry->name)
                                : retort_name_scope_is_searched (scope, entry->schema);

      if (retort_name_pattern_matches (pattern, entry->schema, entry->name, is_visible))
        add_found (&ddl, entry);
      else if (entry->add == add_relation_entry)
        add_found_indexes (&ddl, entry->object, scope, pattern);
    }
  text = ddl_end (&ddl);
  return text[0] != '\0' ? g_steal_pointer (&text) : NULL;
}
