/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Those objects of a schema that are no tables (table.c). Objects are atomically reference counted boxes
 * with public fields; the clear function of each frees what its fields own. */
#include "model/schema.h"

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
