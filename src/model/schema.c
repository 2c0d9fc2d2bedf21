/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Objects are atomically reference counted boxes with public fields; the clear function of each frees
 * what its fields own. */
#include "model/schema.h"

struct _RetortSchema
{
  GPtrArray *names;
  GPtrArray *tables;
  GPtrArray *enums;
  GPtrArray *sequences;
  GPtrArray *functions;
  GPtrArray *domains;
  GPtrArray *extensions;
};

G_DEFINE_BOXED_TYPE (RetortSchema, retort_schema, retort_schema_ref, retort_schema_unref)

static void
column_clear (gpointer data)
{
  RetortColumn *self = data;

  g_free (self->name);
  g_free (self->type);
  g_free (self->default_expression);
  g_free (self->identity);
  g_free (self->generated);
  g_free (self->collation);
  g_free (self->storage);
  g_free (self->compression);
  g_free (self->comment);
}

/**
 * retort_column_new:
 *
 * Returns: (transfer full): a column, to be filled by who makes it
 */
RetortColumn *
retort_column_new (void)
{
  RetortColumn *self = g_atomic_rc_box_new0 (RetortColumn);

  self->statistics_target = -1;
  return self;
}

/**
 * retort_column_unref:
 * @self: (transfer full): a column
 */
void
retort_column_unref (RetortColumn *self)
{
  g_atomic_rc_box_release_full (self, column_clear);
}

static void
constraint_clear (gpointer data)
{
  RetortConstraint *self = data;

  g_free (self->name);
  g_strfreev (self->columns);
  g_free (self->definition);
  g_free (self->referenced_schema);
  g_free (self->referenced_table);
  g_strfreev (self->referenced_columns);
  g_free (self->on_delete);
  g_free (self->on_update);
  g_free (self->index);
  g_free (self->comment);
}

/**
 * retort_constraint_new:
 *
 * Returns: (transfer full): a constraint, to be filled by who makes it
 */
RetortConstraint *
retort_constraint_new (void)
{
  return g_atomic_rc_box_new0 (RetortConstraint);
}

/**
 * retort_constraint_unref:
 * @self: (transfer full): a constraint
 */
void
retort_constraint_unref (RetortConstraint *self)
{
  g_atomic_rc_box_release_full (self, constraint_clear);
}

static void
index_clear (gpointer data)
{
  RetortIndex *self = data;

  g_free (self->name);
  g_free (self->method);
  g_strfreev (self->columns);
  g_free (self->predicate);
  g_free (self->definition);
  g_free (self->constraint);
  g_free (self->comment);
}

/**
 * retort_index_new:
 *
 * Returns: (transfer full): an index, to be filled by who makes it
 */
RetortIndex *
retort_index_new (void)
{
  RetortIndex *self = g_atomic_rc_box_new0 (RetortIndex);

  self->size_bytes = -1;
  return self;
}

/**
 * retort_index_unref:
 * @self: (transfer full): an index
 */
void
retort_index_unref (RetortIndex *self)
{
  g_atomic_rc_box_release_full (self, index_clear);
}

static void
policy_clear (gpointer data)
{
  RetortPolicy *self = data;

  g_free (self->name);
  g_free (self->command);
  g_strfreev (self->roles);
  g_free (self->using_expression);
  g_free (self->check_expression);
  g_free (self->comment);
}

/**
 * retort_policy_new:
 *
 * Returns: (transfer full): a policy, to be filled by who makes it
 */
RetortPolicy *
retort_policy_new (void)
{
  return g_atomic_rc_box_new0 (RetortPolicy);
}

/**
 * retort_policy_unref:
 * @self: (transfer full): a policy
 */
void
retort_policy_unref (RetortPolicy *self)
{
  g_atomic_rc_box_release_full (self, policy_clear);
}

static void
trigger_clear (gpointer data)
{
  RetortTrigger *self = data;

  g_free (self->name);
  g_free (self->definition);
  g_free (self->function);
  g_free (self->enabled);
  g_free (self->comment);
}

/**
 * retort_trigger_new:
 *
 * Returns: (transfer full): a trigger, to be filled by who makes it
 */
RetortTrigger *
retort_trigger_new (void)
{
  return g_atomic_rc_box_new0 (RetortTrigger);
}

/**
 * retort_trigger_unref:
 * @self: (transfer full): a trigger
 */
void
retort_trigger_unref (RetortTrigger *self)
{
  g_atomic_rc_box_release_full (self, trigger_clear);
}

static void
constraint_ref_clear (gpointer data)
{
  RetortConstraintRef *self = data;

  g_free (self->schema);
  g_free (self->table);
  g_free (self->name);
  g_free (self->definition);
}

/**
 * retort_constraint_ref_new:
 *
 * Returns: (transfer full): a foreign key of another table, to be filled by who makes it
 */
RetortConstraintRef *
retort_constraint_ref_new (void)
{
  return g_atomic_rc_box_new0 (RetortConstraintRef);
}

/**
 * retort_constraint_ref_unref:
 * @self: (transfer full): a foreign key of another table
 */
void
retort_constraint_ref_unref (RetortConstraintRef *self)
{
  g_atomic_rc_box_release_full (self, constraint_ref_clear);
}

static void
table_clear (gpointer data)
{
  RetortTable *self = data;

  g_free (self->schema);
  g_free (self->name);
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_clear_pointer (&self->constraints, g_ptr_array_unref);
  g_clear_pointer (&self->indexes, g_ptr_array_unref);
  g_clear_pointer (&self->policies, g_ptr_array_unref);
  g_clear_pointer (&self->triggers, g_ptr_array_unref);
  g_clear_pointer (&self->referenced_by, g_ptr_array_unref);
  g_free (self->definition);
  g_free (self->partition_key);
  g_free (self->partition_bound);
  g_strfreev (self->inherits);
  g_strfreev (self->children);
  g_free (self->owner);
  g_free (self->tablespace);
  g_free (self->access_method);
  g_free (self->persistence);
  g_strfreev (self->options);
  g_free (self->replica_identity);
  g_free (self->comment);
}

/**
 * retort_table_new:
 *
 * Returns: (transfer full): a table or view, to be filled by who makes it
 */
RetortTable *
retort_table_new (void)
{
  RetortTable *self = g_atomic_rc_box_new0 (RetortTable);

  self->columns = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_column_unref);
  self->constraints = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_constraint_unref);
  self->indexes = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_index_unref);
  self->policies = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_policy_unref);
  self->triggers = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_trigger_unref);
  self->referenced_by = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_constraint_ref_unref);
  self->n_rows_estimate = -1;
  self->size_bytes = -1;
  return self;
}

/**
 * retort_table_ref:
 * @self: a table or view
 *
 * Returns: (transfer full): @self
 */
RetortTable *
retort_table_ref (RetortTable *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * retort_table_unref:
 * @self: (transfer full): a table or view
 */
void
retort_table_unref (RetortTable *self)
{
  g_atomic_rc_box_release_full (self, table_clear);
}

static void
enum_type_clear (gpointer data)
{
  RetortEnumType *self = data;

  g_free (self->schema);
  g_free (self->name);
  g_strfreev (self->labels);
  g_free (self->owner);
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
 * retort_domain_unref:
 * @self: (transfer full): a domain
 */
void
retort_domain_unref (RetortDomain *self)
{
  g_atomic_rc_box_release_full (self, domain_clear);
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
  g_ptr_array_unref (self->extensions);
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

/**
 * retort_table_find_column:
 * @self: a table or view
 * @name: the column's name, unquoted
 *
 * Returns: (transfer none) (nullable): the column
 */
RetortColumn *
retort_table_find_column (const RetortTable *self, const char *name)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      RetortColumn *column = g_ptr_array_index (self->columns, i);

      if (g_str_equal (column->name, name))
        return column;
    }
  return NULL;
}
