/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables, indexes, sequences and composite types share one space of names in each schema, and the first
 * schema of the search path that has a name hides the others'. Source: RelationIsVisible() of
 * PostgreSQL 15, without the names of pg_catalog, which hide a user's. */
#include "report/name-scope.h"

#include "sql/quote.h"

struct _RetortNameScope
{
  const RetortSchema *schema;
  GHashTable *ranks; /* key: a relation's name, borrowed; value: place in the search path + 1 */
};

/* 1 for the first schema of the search path; 0 when it is not searched. */
static guint
rank_of (const RetortNameScope *self, const char *schema)
{
  const char *const *search_path = retort_schema_get_search_path (self->schema);

  for (guint i = 0; search_path[i] != NULL; i++)
    if (g_str_equal (search_path[i], schema))
      return i + 1;
  return 0;
}

static void
add_name (RetortNameScope *self, const char *schema, const char *name)
{
  guint rank = rank_of (self, schema);
  guint before = GPOINTER_TO_UINT (g_hash_table_lookup (self->ranks, name));

  if (rank != 0 && (before == 0 || rank < before))
    g_hash_table_insert (self->ranks, (char *) name, GUINT_TO_POINTER (rank));
}

static char *
dup_qualified (const char *schema, const char *name)
{
  g_autofree char *quoted_schema = retort_sql_quote_identifier (schema);
  g_autofree char *quoted_name = retort_sql_quote_identifier (name);

  return g_strconcat (quoted_schema, ".", quoted_name, NULL);
}

/* Takes an identifier off @text, up to the '.' or the end that follows it. */
static char *
take_identifier (const char **text)
{
  g_autoptr(GString) name = g_string_new (NULL);
  gboolean is_quoted = **text == '"';
  const char *at = *text + (is_quoted ? 1 : 0);

  for (; *at != '\0' && (is_quoted || *at != '.'); at++)
    {
      if (*at == '"' && at[1] != '"')
        break;
      if (*at == '"')
        at++;
      g_string_append_c (name, *at);
    }
  *text = is_quoted && *at == '"' ? at + 1 : at;
  return g_string_free (g_steal_pointer (&name), FALSE);
}

/* "schema.name" with parts quoted where needed. */
static void
split_qualified (const char *qualified, char **schema, char **name)
{
  *schema = take_identifier (&qualified);
  if (*qualified == '.')
    qualified++;
  *name = take_identifier (&qualified);
}

static void
add_tables (RetortNameScope *self)
{
  GPtrArray *tables = retort_schema_get_tables (self->schema);

  for (guint i = 0; i < tables->len; i++)
    {
      RetortTable *table = g_ptr_array_index (tables, i);

      add_name (self, table->schema, table->name);
      for (guint j = 0; j < table->indexes->len; j++)
        add_name (self, table->schema,
                  ((RetortIndex *) g_ptr_array_index (table->indexes, j))->name);
    }
}

/**
 * retort_name_scope_new:
 * @schema: a schema
 *
 * Returns: (transfer full): what its search path finds
 */
RetortNameScope *
retort_name_scope_new (const RetortSchema *schema)
{
  RetortNameScope *self = g_new0 (RetortNameScope, 1);
  GPtrArray *sequences = retort_schema_get_sequences (schema);
  GPtrArray *composites = retort_schema_get_composites (schema);

  self->schema = schema;
  self->ranks = g_hash_table_new (g_str_hash, g_str_equal);
  add_tables (self);
  for (guint i = 0; i < sequences->len; i++)
    {
      RetortSequence *sequence = g_ptr_array_index (sequences, i);

      add_name (self, sequence->schema, sequence->name);
    }
  for (guint i = 0; i < composites->len; i++)
    {
      RetortCompositeType *type = g_ptr_array_index (composites, i);

      add_name (self, type->schema, type->name);
    }
  return self;
}

/**
 * retort_name_scope_free:
 * @self: (transfer full): a scope
 */
void
retort_name_scope_free (RetortNameScope *self)
{
  g_hash_table_unref (self->ranks);
  g_free (self);
}

/**
 * retort_name_scope_is_visible:
 * @self: a scope
 * @schema: a relation's schema
 * @name: its name
 *
 * Returns: whether the bare name finds this relation
 */
gboolean
retort_name_scope_is_visible (const RetortNameScope *self, const char *schema, const char *name)
{
  guint rank = rank_of (self, schema);

  return rank != 0 && rank == GPOINTER_TO_UINT (g_hash_table_lookup (self->ranks, name));
}

/**
 * retort_name_scope_is_searched:
 * @self: a scope
 * @schema: a schema's name
 *
 * Returns: whether the search path has it
 */
gboolean
retort_name_scope_is_searched (const RetortNameScope *self, const char *schema)
{
  return rank_of (self, schema) != 0;
}

/**
 * retort_name_scope_dup_regclass:
 * @self: a scope
 * @schema: a relation's schema
 * @name: its name
 *
 * Returns: (transfer full): the shortest name that finds it, quoted where needed
 */
char *
retort_name_scope_dup_regclass (const RetortNameScope *self, const char *schema, const char *name)
{
  if (retort_name_scope_is_visible (self, schema, name))
    return retort_sql_quote_identifier (name);
  return dup_qualified (schema, name);
}

/**
 * retort_name_scope_dup_type:
 * @self: a scope
 * @schema: a type's schema
 * @name: its name
 *
 * Returns: (transfer full): its name, quoted where needed, with its schema when that is not searched
 */
char *
retort_name_scope_dup_type (const RetortNameScope *self, const char *schema, const char *name)
{
  if (retort_name_scope_is_searched (self, schema))
    return retort_sql_quote_identifier (name);
  return dup_qualified (schema, name);
}

/**
 * retort_name_scope_find_table:
 * @self: a scope
 * @qualified: "schema.name" with parts quoted where needed
 *
 * Returns: (transfer none) (nullable): the table or view
 */
RetortTable *
retort_name_scope_find_table (const RetortNameScope *self, const char *qualified)
{
  g_autofree char *schema = NULL;
  g_autofree char *name = NULL;

  split_qualified (qualified, &schema, &name);
  return retort_schema_find_table (self->schema, schema, name);
}

/**
 * retort_name_scope_dup_shortened:
 * @self: a scope
 * @qualified: "schema.name" of a relation, with parts quoted where needed
 *
 * Returns: (transfer full): the shortest name that finds it
 */
char *
retort_name_scope_dup_shortened (const RetortNameScope *self, const char *qualified)
{
  g_autofree char *schema = NULL;
  g_autofree char *name = NULL;

  split_qualified (qualified, &schema, &name);
  return retort_name_scope_dup_regclass (self, schema, name);
}
