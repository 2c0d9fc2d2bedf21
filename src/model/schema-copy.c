/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copies that are to be changed: texts are copied, parts are shared. */
#include "model/schema.h"

#include <string.h>

/* Makes each text of the list its own copy. */
static void
own_texts (char **const *texts, gsize n_texts)
{
  for (gsize i = 0; i < n_texts; i++)
    *texts[i] = g_strdup (*texts[i]);
}

static void
own_lists (GStrv *const *lists, gsize n_lists)
{
  for (gsize i = 0; i < n_lists; i++)
    *lists[i] = g_strdupv (*lists[i]);
}

#define OWN_TEXTS(...)                                                                             \
  G_STMT_START                                                                                     \
  {                                                                                                \
    char **const texts[] = { __VA_ARGS__ };                                                        \
    own_texts (texts, G_N_ELEMENTS (texts));                                                       \
  }                                                                                                \
  G_STMT_END

#define OWN_LISTS(...)                                                                             \
  G_STMT_START                                                                                     \
  {                                                                                                \
    GStrv *const lists[] = { __VA_ARGS__ };                                                        \
    own_lists (lists, G_N_ELEMENTS (lists));                                                       \
  }                                                                                                \
  G_STMT_END

static gpointer
box_copy (gconstpointer source, gsize size)
{
  gpointer copy = g_atomic_rc_box_alloc (size);

  memcpy (copy, source, size);
  return copy;
}

/* Every part of a table or type is such a box. */
static gpointer
part_ref (gconstpointer part, gpointer user_data)
{
  return g_atomic_rc_box_acquire ((gpointer) part);
}

static void
share_parts (GPtrArray **parts, void (*unref) (gpointer))
{
  GPtrArray *copy = g_ptr_array_new_full ((*parts)->len, unref);

  for (guint i = 0; i < (*parts)->len; i++)
    g_ptr_array_add (copy, part_ref (g_ptr_array_index (*parts, i), NULL));
  *parts = copy;
}

/**
 * retort_column_copy:
 * @self: a column
 *
 * Returns: (transfer full): a copy that may be changed until it is handed out
 */
RetortColumn *
retort_column_copy (const RetortColumn *self)
{
  RetortColumn *copy = box_copy (self, sizeof *self);

  OWN_TEXTS (&copy->name, &copy->type, &copy->default_expression, &copy->identity, &copy->generated,
             &copy->collation, &copy->collation_schema, &copy->storage, &copy->compression,
             &copy->fdw_options, &copy->comment);
  OWN_LISTS (&copy->options);
  return copy;
}

/**
 * retort_constraint_copy:
 * @self: a constraint
 *
 * Returns: (transfer full): a copy that may be changed until it is handed out
 */
RetortConstraint *
retort_constraint_copy (const RetortConstraint *self)
{
  RetortConstraint *copy = box_copy (self, sizeof *self);

  OWN_TEXTS (&copy->name, &copy->definition, &copy->referenced_schema, &copy->referenced_table,
             &copy->on_delete, &copy->on_update, &copy->index, &copy->comment);
  OWN_LISTS (&copy->columns, &copy->referenced_columns);
  return copy;
}

/**
 * retort_index_copy:
 * @self: an index
 *
 * Returns: (transfer full): a copy that may be changed until it is handed out
 */
RetortIndex *
retort_index_copy (const RetortIndex *self)
{
  RetortIndex *copy = box_copy (self, sizeof *self);

  OWN_TEXTS (&copy->name, &copy->method, &copy->predicate, &copy->definition, &copy->parent,
             &copy->tablespace, &copy->constraint, &copy->comment);
  OWN_LISTS (&copy->columns, &copy->column_names, &copy->column_types, &copy->column_statistics);
  return copy;
}

/**
 * retort_policy_copy:
 * @self: a policy
 *
 * Returns: (transfer full): a copy that may be changed until it is handed out
 */
RetortPolicy *
retort_policy_copy (const RetortPolicy *self)
{
  RetortPolicy *copy = box_copy (self, sizeof *self);

  OWN_TEXTS (&copy->name, &copy->command, &copy->using_expression, &copy->check_expression,
             &copy->comment);
  OWN_LISTS (&copy->roles);
  return copy;
}

/**
 * retort_trigger_copy:
 * @self: a trigger
 *
 * Returns: (transfer full): a copy that may be changed until it is handed out
 */
RetortTrigger *
retort_trigger_copy (const RetortTrigger *self)
{
  RetortTrigger *copy = box_copy (self, sizeof *self);

  OWN_TEXTS (&copy->name, &copy->definition, &copy->function, &copy->enabled, &copy->parent,
             &copy->comment);
  return copy;
}

/**
 * retort_table_copy:
 * @self: a table or view
 *
 * Returns: (transfer full): a copy that may be changed until it is handed out; its arrays are its own,
 *   their elements are shared
 */
RetortTable *
retort_table_copy (const RetortTable *self)
{
  RetortTable *copy = box_copy (self, sizeof *self);

  OWN_TEXTS (&copy->schema, &copy->name, &copy->definition, &copy->partition_key,
             &copy->partition_bound, &copy->of_type, &copy->server, &copy->fdw_options,
             &copy->extension, &copy->owner, &copy->tablespace, &copy->access_method,
             &copy->persistence, &copy->replica_identity, &copy->comment);
  OWN_LISTS (&copy->publications, &copy->inherits, &copy->children, &copy->options);
  share_parts (&copy->columns, (GDestroyNotify) retort_column_unref);
  share_parts (&copy->constraints, (GDestroyNotify) retort_constraint_unref);
  share_parts (&copy->indexes, (GDestroyNotify) retort_index_unref);
  share_parts (&copy->policies, (GDestroyNotify) retort_policy_unref);
  share_parts (&copy->triggers, (GDestroyNotify) retort_trigger_unref);
  share_parts (&copy->rules, (GDestroyNotify) retort_rewrite_rule_unref);
  share_parts (&copy->statistics, (GDestroyNotify) retort_statistics_unref);
  share_parts (&copy->referenced_by, (GDestroyNotify) retort_constraint_ref_unref);
  return copy;
}

/**
 * retort_enum_type_copy:
 * @self: an enum type
 *
 * Returns: (transfer full): a copy that may be changed until it is handed out
 */
RetortEnumType *
retort_enum_type_copy (const RetortEnumType *self)
{
  RetortEnumType *copy = box_copy (self, sizeof *self);

  OWN_TEXTS (&copy->schema, &copy->name, &copy->owner, &copy->privileges, &copy->comment);
  OWN_LISTS (&copy->labels);
  return copy;
}

/**
 * retort_sequence_copy:
 * @self: a sequence
 *
 * Returns: (transfer full): a copy that may be changed until it is handed out
 */
RetortSequence *
retort_sequence_copy (const RetortSequence *self)
{
  RetortSequence *copy = box_copy (self, sizeof *self);

  OWN_TEXTS (&copy->schema, &copy->name, &copy->type, &copy->owned_by, &copy->owner,
             &copy->persistence, &copy->extension, &copy->comment);
  return copy;
}

/**
 * retort_function_copy:
 * @self: a function
 *
 * Returns: (transfer full): a copy that may be changed until it is handed out
 */
RetortFunction *
retort_function_copy (const RetortFunction *self)
{
  RetortFunction *copy = box_copy (self, sizeof *self);

  OWN_TEXTS (&copy->schema, &copy->name, &copy->arguments, &copy->identity_arguments, &copy->result,
             &copy->kind, &copy->language, &copy->definition, &copy->comment);
  return copy;
}

/**
 * retort_domain_copy:
 * @self: a domain
 *
 * Returns: (transfer full): a copy that may be changed until it is handed out
 */
RetortDomain *
retort_domain_copy (const RetortDomain *self)
{
  RetortDomain *copy = box_copy (self, sizeof *self);

  OWN_TEXTS (&copy->schema, &copy->name, &copy->type, &copy->definition, &copy->collation,
             &copy->default_expression, &copy->checks, &copy->comment);
  return copy;
}

/**
 * retort_composite_type_copy:
 * @self: a composite type
 *
 * Returns: (transfer full): a copy that may be changed until it is handed out; its array is its own
 */
RetortCompositeType *
retort_composite_type_copy (const RetortCompositeType *self)
{
  RetortCompositeType *copy = box_copy (self, sizeof *self);

  OWN_TEXTS (&copy->schema, &copy->name, &copy->comment);
  share_parts (&copy->columns, (GDestroyNotify) retort_column_unref);
  return copy;
}

/**
 * retort_extension_copy:
 * @self: an extension
 *
 * Returns: (transfer full): a copy that may be changed until it is handed out
 */
RetortExtension *
retort_extension_copy (const RetortExtension *self)
{
  RetortExtension *copy = box_copy (self, sizeof *self);

  OWN_TEXTS (&copy->name, &copy->version, &copy->schema);
  return copy;
}
