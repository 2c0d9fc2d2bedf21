/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables and views, then all that belongs to one: a query for each kind, over the whole database. */
#include "database/catalog/query-private.h"
#include "database/catalog/reader-private.h"

static const RetortField table_fields[] = {
  RETORT_FIELD (RetortTable, schema, STRING),
  RETORT_FIELD (RetortTable, name, STRING),
  RETORT_FIELD (RetortTable, definition, STRING),
  RETORT_FIELD (RetortTable, partition_key, STRING),
  RETORT_FIELD (RetortTable, partition_bound, STRING),
  RETORT_FIELD (RetortTable, is_detach_pending, BOOLEAN),
  RETORT_FIELD (RetortTable, owner, STRING),
  RETORT_FIELD (RetortTable, tablespace, STRING),
  RETORT_FIELD (RetortTable, access_method, STRING),
  RETORT_FIELD (RetortTable, persistence, STRING),
  RETORT_FIELD (RetortTable, options, STRINGS),
  RETORT_FIELD (RetortTable, replica_identity, STRING),
  RETORT_FIELD (RetortTable, has_row_security, BOOLEAN),
  RETORT_FIELD (RetortTable, forces_row_security, BOOLEAN),
  RETORT_FIELD (RetortTable, of_type, STRING),
  RETORT_FIELD (RetortTable, server, STRING),
  RETORT_FIELD (RetortTable, fdw_options, STRING),
  RETORT_FIELD (RetortTable, extension, STRING),
  RETORT_FIELD (RetortTable, comment, STRING),
};

static const RetortField column_fields[] = {
  RETORT_FIELD (RetortColumn, name, STRING),
  RETORT_FIELD (RetortColumn, type, STRING),
  RETORT_FIELD (RetortColumn, is_nullable, BOOLEAN),
  RETORT_FIELD (RetortColumn, default_expression, STRING),
  RETORT_FIELD (RetortColumn, identity, STRING),
  RETORT_FIELD (RetortColumn, generated, STRING),
  RETORT_FIELD (RetortColumn, is_generated_virtual, BOOLEAN),
  RETORT_FIELD (RetortColumn, collation, STRING),
  RETORT_FIELD (RetortColumn, collation_schema, STRING),
  RETORT_FIELD (RetortColumn, storage, STRING),
  RETORT_FIELD (RetortColumn, has_own_storage, BOOLEAN),
  RETORT_FIELD (RetortColumn, compression, STRING),
  RETORT_FIELD (RetortColumn, statistics_target, INT),
  RETORT_FIELD (RetortColumn, options, STRINGS),
  RETORT_FIELD (RetortColumn, fdw_options, STRING),
  RETORT_FIELD (RetortColumn, is_inherited, BOOLEAN),
  RETORT_FIELD (RetortColumn, comment, STRING),
};

static const RetortField constraint_fields[] = {
  RETORT_FIELD (RetortConstraint, name, STRING),
  RETORT_FIELD (RetortConstraint, columns, STRINGS),
  RETORT_FIELD (RetortConstraint, definition, STRING),
  RETORT_FIELD (RetortConstraint, referenced_schema, STRING),
  RETORT_FIELD (RetortConstraint, referenced_table, STRING),
  RETORT_FIELD (RetortConstraint, referenced_columns, STRINGS),
  RETORT_FIELD (RetortConstraint, on_delete, STRING),
  RETORT_FIELD (RetortConstraint, on_update, STRING),
  RETORT_FIELD (RetortConstraint, is_valid, BOOLEAN),
  RETORT_FIELD (RetortConstraint, is_deferrable, BOOLEAN),
  RETORT_FIELD (RetortConstraint, is_deferred, BOOLEAN),
  RETORT_FIELD (RetortConstraint, is_inherited, BOOLEAN),
  RETORT_FIELD (RetortConstraint, index, STRING),
  RETORT_FIELD (RetortConstraint, comment, STRING),
};

static const RetortField index_fields[] = {
  RETORT_FIELD (RetortIndex, name, STRING),
  RETORT_FIELD (RetortIndex, method, STRING),
  RETORT_FIELD (RetortIndex, columns, STRINGS),
  RETORT_FIELD (RetortIndex, column_names, STRINGS),
  RETORT_FIELD (RetortIndex, column_types, STRINGS),
  RETORT_FIELD (RetortIndex, column_statistics, STRINGS),
  RETORT_FIELD (RetortIndex, n_key_columns, INT),
  RETORT_FIELD (RetortIndex, predicate, STRING),
  RETORT_FIELD (RetortIndex, definition, STRING),
  RETORT_FIELD (RetortIndex, is_unique, BOOLEAN),
  RETORT_FIELD (RetortIndex, is_primary, BOOLEAN),
  RETORT_FIELD (RetortIndex, is_valid, BOOLEAN),
  RETORT_FIELD (RetortIndex, is_clustered, BOOLEAN),
  RETORT_FIELD (RetortIndex, is_replica_identity, BOOLEAN),
  RETORT_FIELD (RetortIndex, is_partitioned, BOOLEAN),
  RETORT_FIELD (RetortIndex, has_nulls_not_distinct, BOOLEAN),
  RETORT_FIELD (RetortIndex, n_partitions, INT),
  RETORT_FIELD (RetortIndex, parent, STRING),
  RETORT_FIELD (RetortIndex, tablespace, STRING),
  RETORT_FIELD (RetortIndex, constraint, STRING),
  RETORT_FIELD (RetortIndex, size_bytes, INT64),
  RETORT_FIELD (RetortIndex, comment, STRING),
};

static const RetortField policy_fields[] = {
  RETORT_FIELD (RetortPolicy, name, STRING),
  RETORT_FIELD (RetortPolicy, is_permissive, BOOLEAN),
  RETORT_FIELD (RetortPolicy, command, STRING),
  RETORT_FIELD (RetortPolicy, roles, STRINGS),
  RETORT_FIELD (RetortPolicy, using_expression, STRING),
  RETORT_FIELD (RetortPolicy, check_expression, STRING),
  RETORT_FIELD (RetortPolicy, comment, STRING),
};

static const RetortField trigger_fields[] = {
  RETORT_FIELD (RetortTrigger, name, STRING),
  RETORT_FIELD (RetortTrigger, definition, STRING),
  RETORT_FIELD (RetortTrigger, function, STRING),
  RETORT_FIELD (RetortTrigger, enabled, STRING),
  RETORT_FIELD (RetortTrigger, is_internal, BOOLEAN),
  RETORT_FIELD (RetortTrigger, parent, STRING),
  RETORT_FIELD (RetortTrigger, comment, STRING),
};

static const RetortField rewrite_rule_fields[] = {
  RETORT_FIELD (RetortRewriteRule, name, STRING),
  RETORT_FIELD (RetortRewriteRule, definition, STRING),
  RETORT_FIELD (RetortRewriteRule, enabled, STRING),
  RETORT_FIELD (RetortRewriteRule, comment, STRING),
};

static const RetortField statistics_fields[] = {
  RETORT_FIELD (RetortStatistics, schema, STRING),
  RETORT_FIELD (RetortStatistics, name, STRING),
  RETORT_FIELD (RetortStatistics, kinds, STRINGS),
  RETORT_FIELD (RetortStatistics, columns, STRING),
  RETORT_FIELD (RetortStatistics, definition, STRING),
  RETORT_FIELD (RetortStatistics, target, INT),
  RETORT_FIELD (RetortStatistics, comment, STRING),
};

static const char *
get_text (const RetortResult *result, guint row, const char *column)
{
  return retort_result_get_value (result, row, (guint) retort_result_find_column (result, column));
}

static gpointer
get_oid (const RetortResult *result, guint row)
{
  int column = retort_result_find_column (result, "oid");

  return GSIZE_TO_POINTER ((gsize) retort_result_get_int64 (result, row, (guint) column, 0));
}

static RetortRelationKind
relation_kind (char letter)
{
  switch (letter)
    {
    case 'p':
      return RETORT_RELATION_PARTITIONED_TABLE;
    case 'f':
      return RETORT_RELATION_FOREIGN_TABLE;
    case 'v':
      return RETORT_RELATION_VIEW;
    case 'm':
      return RETORT_RELATION_MATERIALIZED_VIEW;
    default:
      return RETORT_RELATION_TABLE;
    }
}

static RetortConstraintKind
constraint_kind (char letter)
{
  switch (letter)
    {
    case 'n':
      return RETORT_CONSTRAINT_NOT_NULL;
    case 'p':
      return RETORT_CONSTRAINT_PRIMARY_KEY;
    case 'u':
      return RETORT_CONSTRAINT_UNIQUE;
    case 'f':
      return RETORT_CONSTRAINT_FOREIGN_KEY;
    case 'x':
      return RETORT_CONSTRAINT_EXCLUSION;
    default:
      return RETORT_CONSTRAINT_CHECK;
    }
}

static void
place_table (RetortCatalogReader *self, const RetortResult *result, guint row, gpointer object)
{
  RetortTable *table = object;

  table->kind = relation_kind (get_text (result, row, "kind")[0]);
  if (table->options == NULL)
    table->options = g_new0 (char *, 1);
  g_ptr_array_add (retort_schema_get_tables (self->schema), table);
  g_hash_table_insert (self->tables, get_oid (result, row), table);
  retort_ranking_add (self->ranking, RETORT_RANKED_RELATION, result, row, &table->rank);
}

static void
place_column (RetortCatalogReader *self, const RetortResult *result, guint row, gpointer object)
{
  RetortTable *table = g_hash_table_lookup (self->tables, get_oid (result, row));
  RetortCompositeType *type = g_hash_table_lookup (self->composites, get_oid (result, row));

  if (table != NULL)
    g_ptr_array_add (table->columns, object);
  else if (type != NULL)
    g_ptr_array_add (type->columns, object);
  else
    retort_column_unref (object);
}

static void
add_reference (RetortTable *referenced, RetortTable *table, const RetortConstraint *constraint)
{
  RetortConstraintRef *reference = retort_constraint_ref_new ();

  reference->schema = g_strdup (table->schema);
  reference->table = g_strdup (table->name);
  reference->name = g_strdup (constraint->name);
  reference->definition = g_strdup (constraint->definition);
  g_ptr_array_add (referenced->referenced_by, reference);
}

static void
place_constraint (RetortCatalogReader *self, const RetortResult *result, guint row, gpointer object)
{
  RetortConstraint *constraint = object;
  RetortTable *table = retort_catalog_find_table (self, result, row, "oid");
  RetortTable *referenced = retort_catalog_find_table (self, result, row, "referenced_oid");

  if (table == NULL)
    {
      retort_constraint_unref (constraint);
      return;
    }
  constraint->kind = constraint_kind (get_text (result, row, "kind")[0]);
  g_ptr_array_add (table->constraints, constraint);
  if (referenced != NULL && !constraint->is_inherited)
    add_reference (referenced, table, constraint);
}

/* The part of a table that the row is about; of the system's tables it is given back. */
#define DEFINE_PLACE(noun, array)                                                                  \
  static void place_##noun (RetortCatalogReader *self, const RetortResult *result, guint row,      \
                            gpointer object)                                                       \
  {                                                                                                \
    RetortTable *table = retort_catalog_find_table (self, result, row, "oid");                     \
                                                                                                   \
    if (table != NULL)                                                                             \
      g_ptr_array_add (table->array, object);                                                      \
    else                                                                                           \
      retort_##noun##_unref (object);                                                              \
  }

DEFINE_PLACE (index, indexes)
DEFINE_PLACE (policy, policies)
DEFINE_PLACE (trigger, triggers)
DEFINE_PLACE (rewrite_rule, rules)
DEFINE_PLACE (statistics, statistics)

#define CLASS(file, noun)                                                                          \
  {                                                                                                \
    file, noun##_fields, G_N_ELEMENTS (noun##_fields), (gpointer (*) (void)) retort_##noun##_new,  \
        place_##noun                                                                               \
  }

/* In this order: what belongs to a table comes after the tables. */
static const RetortObjectClass classes[] = {
  CLASS ("relations.sql", table),        CLASS ("columns.sql", column),
  CLASS ("constraints.sql", constraint), CLASS ("indexes.sql", index),
  CLASS ("policies.sql", policy),        CLASS ("triggers.sql", trigger),
  CLASS ("rules.sql", rewrite_rule),     CLASS ("statistics.sql", statistics),
};

static void
add_to_list (GHashTable *lists, RetortTable *table, const char *name)
{
  GStrvBuilder *list = g_hash_table_lookup (lists, table);

  if (list == NULL)
    {
      list = g_strv_builder_new ();
      g_hash_table_insert (lists, table, list);
    }
  g_strv_builder_add (list, name);
}

static GStrv
end_list (GHashTable *lists, RetortTable *table)
{
  GStrvBuilder *list = g_hash_table_lookup (lists, table);

  return list != NULL ? g_strv_builder_end (list) : g_new0 (char *, 1);
}

static gboolean
read_inherits (RetortCatalogReader *self, GError **error)
{
  g_autoptr(RetortResult) result
      = retort_catalog_query (self->session, "inherits.sql", NULL, self->cancellable, error);
  g_autoptr(GHashTable) parents
      = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_strv_builder_unref);
  g_autoptr(GHashTable) children
      = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_strv_builder_unref);
  GPtrArray *tables = retort_schema_get_tables (self->schema);

  if (result == NULL)
    return FALSE;
  for (guint row = 0; row < retort_result_get_n_rows (result); row++)
    {
      RetortTable *parent = retort_catalog_find_table (self, result, row, "parent_oid");
      RetortTable *child = retort_catalog_find_table (self, result, row, "child_oid");

      if (parent != NULL)
        add_to_list (children, parent, get_text (result, row, "child"));
      if (child != NULL)
        add_to_list (parents, child, get_text (result, row, "parent"));
    }
  for (guint i = 0; i < tables->len; i++)
    {
      RetortTable *table = g_ptr_array_index (tables, i);

      table->inherits = end_list (parents, table);
      table->children = end_list (children, table);
    }
  return TRUE;
}

static gboolean
read_sizes (RetortCatalogReader *self, GError **error)
{
  g_autoptr(RetortResult) result
      = retort_catalog_query (self->session, "sizes.sql", NULL, self->cancellable, error);

  if (result == NULL)
    return FALSE;
  for (guint row = 0; row < retort_result_get_n_rows (result); row++)
    {
      RetortTable *table = retort_catalog_find_table (self, result, row, "oid");
      int n_rows = retort_result_find_column (result, "n_rows_estimate");
      int size = retort_result_find_column (result, "size_bytes");

      if (table == NULL)
        continue;
      table->n_rows_estimate = retort_result_get_int64 (result, row, (guint) n_rows, -1);
      table->size_bytes = retort_result_get_int64 (result, row, (guint) size, -1);
    }
  return TRUE;
}

static gboolean
read_publications (RetortCatalogReader *self, GError **error)
{
  g_autoptr(RetortResult) result
      = retort_catalog_query (self->session, "publications.sql", NULL, self->cancellable, error);

  if (result == NULL)
    return FALSE;
  for (guint row = 0; row < retort_result_get_n_rows (result); row++)
    {
      RetortTable *table = retort_catalog_find_table (self, result, row, "oid");

      if (table != NULL)
        table->publications = retort_parse_array (get_text (result, row, "publications"));
    }
  return TRUE;
}

/**
 * retort_catalog_read_relations:
 * @self: the reading; its composite types are there already
 * @error: %RETORT_DB_ERROR
 *
 * Blocks; worker threads only.
 *
 * Returns: whether all was read
 */
gboolean
retort_catalog_read_relations (RetortCatalogReader *self, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    if (!retort_catalog_read_objects (self, &classes[i], error))
      return FALSE;
  return read_inherits (self, error) && read_sizes (self, error) && read_publications (self, error);
}
