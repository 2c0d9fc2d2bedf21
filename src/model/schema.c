/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A schema and those of its objects that are no tables (table.c). Objects are atomically reference
 * counted boxes with public fields; the clear function of each frees what its fields own. */
#include "model/schema.h"

struct _RetortSchema
{
  GPtrArray *names;
  GPtrArray *tables;
  GPtrArray *enums;
  GPtrArray *sequences;
  GPtrArray *functions;
  GPtrArray *domains;
  GPtrArray *composites;
  GPtrArray *extensions;
  GStrv      search_path;
};

G_DEFINE_BOXED_TYPE (RetortSchema, retort_schema, retort_schema_ref, retort_schema_unref)

static void
enum_type_clear (gpointer data)
{
  RetortEnumType *self = data;

  g_free (self->schema);
  g_free (self->name);
  g_strfreev (self->labels);
  g_free (self->owner);
  g_free (self->privileges);
  g_free (self->comment);
}

/**
 * retort_enum_type_new:
 *
 * Returns: (transfer full): an enum type, to be filled by who makes it
 */
RetortEnumType *
retort_enum_type_new (void)
{
  return g_atomic_rc_box_new0 (RetortEnumType);
}

/**
 * retort_enum_type_ref:
 * @self: an enum type
 *
 * Returns: (transfer full): @self
 */
RetortEnumType *
retort_enum_type_ref (RetortEnumType *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * retort_enum_type_unref:
 * @self: (transfer full): an enum type
 */
void
retort_enum_type_unref (RetortEnumType *self)
{
  g_atomic_rc_box_release_full (self, enum_type_clear);
}

static void
sequence_clear (gpointer data)
{
  RetortSequence *self = data;

  g_free (self->schema);
  g_free (self->name);
  g_free (self->type);
  g_free (self->owned_by);
  g_free (self->owner);
  g_free (self->persistence);
  g_free (self->extension);
  g_free (self->comment);
}

/**
 * retort_sequence_new:
 *
 * Returns: (transfer full): a sequence, to be filled by who makes it
 */
RetortSequence *
retort_sequence_new (void)
{
  return g_atomic_rc_box_new0 (RetortSequence);
}

/**
 * retort_sequence_ref:
 * @self: a sequence
 *
 * Returns: (transfer full): @self
 */
RetortSequence *
retort_sequence_ref (RetortSequence *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * retort_sequence_unref:
 * @self: (transfer full): a sequence
 */
void
retort_sequence_unref (RetortSequence *self)
{
  g_atomic_rc_box_release_full (self, sequence_clear);
}

static void
function_clear (gpointer data)
{
  RetortFunction *self = data;

  g_free (self->schema);
  g_free (self->name);
  g_free (self->arguments);
  g_free (self->identity_arguments);
  g_free (self->result);
  g_free (self->kind);
  g_free (self->language);
  g_free (self->definition);
  g_free (self->comment);
}

/**
 * retort_function_new:
 *
 * Returns: (transfer full): a function, to be filled by who makes it
 */
RetortFunction *
retort_function_new (void)
{
  return g_atomic_rc_box_new0 (RetortFunction);
}

/**
 * retort_function_ref:
 * @self: a function
 *
 * Returns: (transfer full): @self
 */
RetortFunction *
retort_function_ref (RetortFunction *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * retort_function_unref:
 * @self: (transfer full): a function
 */
void
retort_function_unref (RetortFunction *self)
{
  g_atomic_rc_box_release_full (self, function_clear);
}

static void
domain_clear (gpointer data)
{
  RetortDomain *self = data;

  g_free (self->schema);
  g_free (self->name);
  g_free (self->type);
  g_free (self->definition);
  g_free (self->collation);
  g_free (self->default_expression);
  g_free (self->checks);
  g_free (self->comment);
}

/**
 * retort_domain_new:
 *
 * Returns: (transfer full): a domain, to be filled by who makes it
 */
RetortDomain *
retort_domain_new (void)
{
  return g_atomic_rc_box_new0 (RetortDomain);
}

/**
 * retort_domain_ref:
 * @self: a domain
 *
 * Returns: (transfer full): @self
 */
RetortDomain *
retort_domain_ref (RetortDomain *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * retort_domain_unref:
 * @self: (transfer full): a domain
 */
void
retort_domain_unref (RetortDomain *self)
{
  g_atomic_rc_box_release_full (self, domain_clear);
}

static void
composite_type_clear (gpointer data)
{
  RetortCompositeType *self = data;

  g_free (self->schema);
  g_free (self->name);
  g_ptr_array_unref (self->columns);
  g_free (self->comment);
}

/**
 * retort_composite_type_new:
 *
 * Returns: (transfer full): a composite type, to be filled by who makes it
 */
RetortCompositeType *
retort_composite_type_new (void)
{
  RetortCompositeType *self = g_atomic_rc_box_new0 (RetortCompositeType);

  self->columns = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_column_unref);
  return self;
}

/**
 * retort_composite_type_ref:
 * @self: a composite type
 *
 * Returns: (transfer full): @self
 */
RetortCompositeType *
retort_composite_type_ref (RetortCompositeType *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * retort_composite_type_unref:
 * @self: (transfer full): a composite type
 */
void
retort_composite_type_unref (RetortCompositeType *self)
{
  g_atomic_rc_box_release_full (self, composite_type_clear);
}

static void
extension_clear (gpointer data)
{
  RetortExtension *self = data;

  g_free (self->name);
  g_free (self->version);
  g_free (self->schema);
}

/**
 * retort_extension_new:
 *
 * Returns: (transfer full): an extension, to be filled by who makes it
 */
RetortExtension *
retort_extension_new (void)
{
  return g_atomic_rc_box_new0 (RetortExtension);
}

/**
 * retort_extension_unref:
 * @self: (transfer full): an extension
 */
void
retort_extension_unref (RetortExtension *self)
{
  g_atomic_rc_box_release_full (self, extension_clear);
}

/**
 * retort_schema_new:
 *
 * Returns: (transfer full): an empty schema, to be filled through its arrays by who makes it
 */
RetortSchema *
retort_schema_new (void)
{
  RetortSchema *self = g_atomic_rc_box_new0 (RetortSchema);

  self->names = g_ptr_array_new_with_free_func (g_free);
  self->tables = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_table_unref);
  self->enums = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_enum_type_unref);
  self->sequences = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_sequence_unref);
  self->functions = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_function_unref);
  self->domains = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_domain_unref);
  self->composites = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_composite_type_unref);
  self->extensions = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_extension_unref);
  return self;
}

/**
 * retort_schema_ref:
 * @self: a schema
 *
 * Returns: (transfer full): @self
 */
RetortSchema *
retort_schema_ref (RetortSchema *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
schema_clear (gpointer data)
{
  RetortSchema *self = data;

  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->tables);
  g_ptr_array_unref (self->enums);
  g_ptr_array_unref (self->sequences);
  g_ptr_array_unref (self->functions);
  g_ptr_array_unref (self->domains);
  g_ptr_array_unref (self->composites);
  g_ptr_array_unref (self->extensions);
  g_strfreev (self->search_path);
}

/**
 * retort_schema_unref:
 * @self: (transfer full): a schema
 */
void
retort_schema_unref (RetortSchema *self)
{
  g_atomic_rc_box_release_full (self, schema_clear);
}

/**
 * retort_schema_get_names:
 * @self: a schema
 *
 * Returns: (transfer none) (element-type utf8): names of its schemas
 */
GPtrArray *
retort_schema_get_names (const RetortSchema *self)
{
  return self->names;
}

/**
 * retort_schema_get_tables:
 * @self: a schema
 *
 * Returns: (transfer none) (element-type RetortTable): tables and views, by schema and name
 */
GPtrArray *
retort_schema_get_tables (const RetortSchema *self)
{
  return self->tables;
}

/**
 * retort_schema_get_enums:
 * @self: a schema
 *
 * Returns: (transfer none) (element-type RetortEnumType): enum types
 */
GPtrArray *
retort_schema_get_enums (const RetortSchema *self)
{
  return self->enums;
}

/**
 * retort_schema_get_sequences:
 * @self: a schema
 *
 * Returns: (transfer none) (element-type RetortSequence): sequences
 */
GPtrArray *
retort_schema_get_sequences (const RetortSchema *self)
{
  return self->sequences;
}

/**
 * retort_schema_get_functions:
 * @self: a schema
 *
 * Returns: (transfer none) (element-type RetortFunction): functions
 */
GPtrArray *
retort_schema_get_functions (const RetortSchema *self)
{
  return self->functions;
}

/**
 * retort_schema_get_domains:
 * @self: a schema
 *
 * Returns: (transfer none) (element-type RetortDomain): domains
 */
GPtrArray *
retort_schema_get_domains (const RetortSchema *self)
{
  return self->domains;
}

/**
 * retort_schema_get_composites:
 * @self: a schema
 *
 * Returns: (transfer none) (element-type RetortCompositeType): composite types
 */
GPtrArray *
retort_schema_get_composites (const RetortSchema *self)
{
  return self->composites;
}

/**
 * retort_schema_get_extensions:
 * @self: a schema
 *
 * Returns: (transfer none) (element-type RetortExtension): extensions
 */
GPtrArray *
retort_schema_get_extensions (const RetortSchema *self)
{
  return self->extensions;
}

/**
 * retort_schema_get_search_path:
 * @self: a schema
 *
 * Returns: (transfer none) (array zero-terminated=1): the schemas, in order, that a name without one
 *   is looked for in; "public" alone when it was never set
 */
const char *const *
retort_schema_get_search_path (const RetortSchema *self)
{
  static const char *const usual[] = { "public", NULL };

  return self->search_path != NULL ? (const char *const *) self->search_path : usual;
}

/**
 * retort_schema_set_search_path:
 * @self: a schema that nobody else has yet
 * @search_path: (array zero-terminated=1): names of schemas
 */
void
retort_schema_set_search_path (RetortSchema *self, const char *const *search_path)
{
  g_strfreev (self->search_path);
  self->search_path = g_strdupv ((char **) search_path);
}

/**
 * retort_schema_find_table:
 * @self: a schema
 * @schema: (nullable): the table's schema; "public" when %NULL
 * @name: its name, unquoted
 *
 * Looks through all tables; who looks often makes an index.
 *
 * Returns: (transfer none) (nullable): the table or view
 */
RetortTable *
retort_schema_find_table (const RetortSchema *self, const char *schema, const char *name)
{
  const char *wanted = schema != NULL ? schema : "public";

  for (guint i = 0; i < self->tables->len; i++)
    {
      RetortTable *table = g_ptr_array_index (self->tables, i);

      if (g_str_equal (table->name, name) && g_str_equal (table->schema, wanted))
        return table;
    }
  return NULL;
}
