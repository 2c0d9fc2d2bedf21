/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Types, sequences, functions, extensions: what stands by itself. */
#include "database/catalog/reader-private.h"

static const RetortField enum_type_fields[] = {
  RETORT_FIELD (RetortEnumType, schema, STRING),     RETORT_FIELD (RetortEnumType, name, STRING),
  RETORT_FIELD (RetortEnumType, labels, STRINGS),    RETORT_FIELD (RetortEnumType, owner, STRING),
  RETORT_FIELD (RetortEnumType, privileges, STRING), RETORT_FIELD (RetortEnumType, comment, STRING),
};

static const RetortField composite_type_fields[] = {
  RETORT_FIELD (RetortCompositeType, schema, STRING),
  RETORT_FIELD (RetortCompositeType, name, STRING),
  RETORT_FIELD (RetortCompositeType, comment, STRING),
};

static const RetortField domain_fields[] = {
  RETORT_FIELD (RetortDomain, schema, STRING),
  RETORT_FIELD (RetortDomain, name, STRING),
  RETORT_FIELD (RetortDomain, type, STRING),
  RETORT_FIELD (RetortDomain, definition, STRING),
  RETORT_FIELD (RetortDomain, collation, STRING),
  RETORT_FIELD (RetortDomain, is_nullable, BOOLEAN),
  RETORT_FIELD (RetortDomain, default_expression, STRING),
  RETORT_FIELD (RetortDomain, checks, STRING),
  RETORT_FIELD (RetortDomain, comment, STRING),
};

static const RetortField sequence_fields[] = {
  RETORT_FIELD (RetortSequence, schema, STRING),
  RETORT_FIELD (RetortSequence, name, STRING),
  RETORT_FIELD (RetortSequence, type, STRING),
  RETORT_FIELD (RetortSequence, start, INT64),
  RETORT_FIELD (RetortSequence, minimum, INT64),
  RETORT_FIELD (RetortSequence, maximum, INT64),
  RETORT_FIELD (RetortSequence, increment, INT64),
  RETORT_FIELD (RetortSequence, cache, INT64),
  RETORT_FIELD (RetortSequence, cycles, BOOLEAN),
  RETORT_FIELD (RetortSequence, owned_by, STRING),
  RETORT_FIELD (RetortSequence, is_identity, BOOLEAN),
  RETORT_FIELD (RetortSequence, owner, STRING),
  RETORT_FIELD (RetortSequence, persistence, STRING),
  RETORT_FIELD (RetortSequence, extension, STRING),
  RETORT_FIELD (RetortSequence, comment, STRING),
};

static const RetortField function_fields[] = {
  RETORT_FIELD (RetortFunction, schema, STRING),
  RETORT_FIELD (RetortFunction, name, STRING),
  RETORT_FIELD (RetortFunction, arguments, STRING),
  RETORT_FIELD (RetortFunction, identity_arguments, STRING),
  RETORT_FIELD (RetortFunction, result, STRING),
  RETORT_FIELD (RetortFunction, kind, STRING),
  RETORT_FIELD (RetortFunction, language, STRING),
  RETORT_FIELD (RetortFunction, definition, STRING),
  RETORT_FIELD (RetortFunction, comment, STRING),
};

static const RetortField extension_fields[] = {
  RETORT_FIELD (RetortExtension, name, STRING),
  RETORT_FIELD (RetortExtension, version, STRING),
  RETORT_FIELD (RetortExtension, schema, STRING),
};

#define DEFINE_RANKED_PLACE(noun, Type, getter, class)                                             \
  static void place_##noun (RetortCatalogReader *self, const RetortResult *result, guint row,      \
                            gpointer object)                                                       \
  {                                                                                                \
    g_ptr_array_add (getter (self->schema), object);                                               \
    retort_ranking_add (self->ranking, class, result, row, &((Type *) object)->rank);              \
  }

DEFINE_RANKED_PLACE (enum_type, RetortEnumType, retort_schema_get_enums, RETORT_RANKED_TYPE)
DEFINE_RANKED_PLACE (domain, RetortDomain, retort_schema_get_domains, RETORT_RANKED_TYPE)
DEFINE_RANKED_PLACE (sequence, RetortSequence, retort_schema_get_sequences, RETORT_RANKED_RELATION)
DEFINE_RANKED_PLACE (function, RetortFunction, retort_schema_get_functions, RETORT_RANKED_FUNCTION)

static void
place_extension (RetortCatalogReader *self, const RetortResult *result, guint row, gpointer object)
{
  g_ptr_array_add (retort_schema_get_extensions (self->schema), object);
}

static void
place_composite_type (RetortCatalogReader *self, const RetortResult *result, guint row,
                      gpointer object)
{
  int column = retort_result_find_column (result, "oid");
  gsize oid = (gsize) retort_result_get_int64 (result, row, (guint) column, 0);

  g_ptr_array_add (retort_schema_get_composites (self->schema), object);
  g_hash_table_insert (self->composites, GSIZE_TO_POINTER (oid), object);
  retort_ranking_add (self->ranking, RETORT_RANKED_RELATION, result, row,
                      &((RetortCompositeType *) object)->rank);
}

#define CLASS(file, noun)                                                                          \
  {                                                                                                \
    file, noun##_fields, G_N_ELEMENTS (noun##_fields), (gpointer (*) (void)) retort_##noun##_new,  \
        place_##noun                                                                               \
  }

static const RetortObjectClass classes[] = {
  CLASS ("enums.sql", enum_type),    CLASS ("composites.sql", composite_type),
  CLASS ("domains.sql", domain),     CLASS ("sequences.sql", sequence),
  CLASS ("functions.sql", function), CLASS ("extensions.sql", extension),
};

/**
 * retort_catalog_read_others:
 * @self: the reading
 * @error: %RETORT_DB_ERROR
 *
 * Blocks; worker threads only.
 *
 * Returns: whether all was read
 */
gboolean
retort_catalog_read_others (RetortCatalogReader *self, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    if (!retort_catalog_read_objects (self, &classes[i], error))
      return FALSE;
  return TRUE;
}
