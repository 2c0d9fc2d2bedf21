/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/model-set.h"

#include <string.h>

static void
column_free (gpointer data)
{
  RetortModelColumn *self = data;

  g_free (self->attribute);
  g_free (self->name);
  retort_source_unref (self->source);
  g_free (self);
}

static void
relationship_free (gpointer data)
{
  RetortModelRelationship *self = data;

  g_free (self->attribute);
  g_free (self->target);
  g_free (self->back_populates);
  retort_source_unref (self->source);
  g_free (self);
}

static void
field_free (gpointer data)
{
  RetortDataField *self = data;

  g_free (self->name);
  retort_source_unref (self->source);
  g_free (self);
}

static void
data_class_free (gpointer data)
{
  RetortDataClass *self = data;

  g_free (self->name);
  g_free (self->module);
  retort_source_unref (self->source);
  g_ptr_array_unref (self->fields);
  g_free (self);
}

static void
gap_free (gpointer data)
{
  RetortModelGap *self = data;

  retort_source_unref (self->source);
  g_free (self->reason);
  g_free (self);
}

/**
 * retort_model_class_new:
 * @name: of the class
 * @module: the full name of its module
 * @source: its file
 *
 * Returns: (transfer full): a class of which nothing else is known
 */
RetortModelClass *
retort_model_class_new (const char *name, const char *module, RetortSource *source)
{
  RetortModelClass *self = g_new0 (RetortModelClass, 1);

  self->name = g_strdup (name);
  self->module = g_strdup (module);
  self->source = retort_source_ref (source);
  self->columns = g_ptr_array_new_with_free_func (column_free);
  self->relationships = g_ptr_array_new_with_free_func (relationship_free);
  self->statements = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_batch_unref);
  self->foreign_keys = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_batch_unref);
  return self;
}

/**
 * retort_model_class_free:
 * @self: (transfer full): a class
 */
void
retort_model_class_free (RetortModelClass *self)
{
  g_free (self->name);
  g_free (self->module);
  retort_source_unref (self->source);
  g_free (self->schema);
  g_free (self->table);
  g_free (self->parent);
  g_ptr_array_unref (self->columns);
  g_ptr_array_unref (self->relationships);
  g_ptr_array_unref (self->statements);
  g_ptr_array_unref (self->foreign_keys);
  g_free (self->collector);
  g_free (self);
}

/**
 * retort_model_class_find_column:
 * @self: a class
 * @name: the name of a column in the database
 *
 * Returns: (transfer none) (nullable): the column
 */
RetortModelColumn *
retort_model_class_find_column (const RetortModelClass *self, const char *name)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      RetortModelColumn *column = g_ptr_array_index (self->columns, i);

      if (g_str_equal (column->name, name))
        return column;
    }
  return NULL;
}

/**
 * retort_model_class_find_relationship:
 * @self: a class
 * @attribute: a name in Python
 *
 * Returns: (transfer none) (nullable): the relationship
 */
RetortModelRelationship *
retort_model_class_find_relationship (const RetortModelClass *self, const char *attribute)
{
  for (guint i = 0; i < self->relationships->len; i++)
    {
      RetortModelRelationship *relationship = g_ptr_array_index (self->relationships, i);

      if (g_str_equal (relationship->attribute, attribute))
        return relationship;
    }
  return NULL;
}

/**
 * retort_model_column_new:
 * @attribute: the name in Python, which is also that in the database until another is set
 * @source: the file
 * @span: the place there
 *
 * Returns: (transfer full): a column that is not read
 */
RetortModelColumn *
retort_model_column_new (const char *attribute, RetortSource *source, RetortSpan span)
{
  RetortModelColumn *self = g_new0 (RetortModelColumn, 1);

  self->attribute = g_strdup (attribute);
  self->name = g_strdup (attribute);
  self->source = retort_source_ref (source);
  self->span = span;
  return self;
}

/**
 * retort_model_relationship_new:
 * @attribute: the name in Python
 * @source: the file
 * @span: the place there
 *
 * Returns: (transfer full): a relationship to nobody
 */
RetortModelRelationship *
retort_model_relationship_new (const char *attribute, RetortSource *source, RetortSpan span)
{
  RetortModelRelationship *self = g_new0 (RetortModelRelationship, 1);

  self->attribute = g_strdup (attribute);
  self->source = retort_source_ref (source);
  self->span = span;
  return self;
}

/**
 * retort_data_class_new:
 * @name: of the class
 * @module: the full name of its module
 * @source: its file
 *
 * Returns: (transfer full): a class without fields
 */
RetortDataClass *
retort_data_class_new (const char *name, const char *module, RetortSource *source)
{
  RetortDataClass *self = g_new0 (RetortDataClass, 1);

  self->name = g_strdup (name);
  self->module = g_strdup (module);
  self->source = retort_source_ref (source);
  self->fields = g_ptr_array_new_with_free_func (field_free);
  return self;
}

/**
 * retort_data_field_new:
 * @name: the name in Python
 * @source: the file
 * @span: the place there
 *
 * Returns: (transfer full): a field that does not allow None
 */
RetortDataField *
retort_data_field_new (const char *name, RetortSource *source, RetortSpan span)
{
  RetortDataField *self = g_new0 (RetortDataField, 1);

  self->name = g_strdup (name);
  self->source = retort_source_ref (source);
  self->span = span;
  return self;
}

/**
 * retort_data_class_find_field:
 * @self: a class
 * @name: a name in Python
 *
 * Returns: (transfer none) (nullable): the field
 */
RetortDataField *
retort_data_class_find_field (const RetortDataClass *self, const char *name)
{
  for (guint i = 0; i < self->fields->len; i++)
    {
      RetortDataField *field = g_ptr_array_index (self->fields, i);

      if (g_str_equal (field->name, name))
        return field;
    }
  return NULL;
}

static void
set_clear (gpointer data)
{
  RetortModelSet *self = data;

  g_ptr_array_unref (self->classes);
  g_ptr_array_unref (self->data_classes);
  g_ptr_array_unref (self->gaps);
  g_ptr_array_unref (self->before);
  g_ptr_array_unref (self->after);
}

/**
 * retort_model_set_new:
 *
 * Returns: (transfer full): the models of a project that has none
 */
RetortModelSet *
retort_model_set_new (void)
{
  RetortModelSet *self = g_atomic_rc_box_new0 (RetortModelSet);

  self->classes = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_model_class_free);
  self->data_classes = g_ptr_array_new_with_free_func (data_class_free);
  self->gaps = g_ptr_array_new_with_free_func (gap_free);
  self->before = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_batch_unref);
  self->after = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_batch_unref);
  return self;
}

/**
 * retort_model_set_ref:
 * @self: models
 *
 * Returns: (transfer full): the same
 */
RetortModelSet *
retort_model_set_ref (RetortModelSet *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * retort_model_set_unref:
 * @self: (transfer full): models
 */
void
retort_model_set_unref (RetortModelSet *self)
{
  g_atomic_rc_box_release_full (self, set_clear);
}

/**
 * retort_model_set_find_class:
 * @self: models
 * @name: the name of a class, or a dotted one that ends with it
 *
 * Returns: (transfer none) (nullable): the class of a table
 */
RetortModelClass *
retort_model_set_find_class (const RetortModelSet *self, const char *name)
{
  const char *dot = strrchr (name, '.');

  for (guint i = 0; i < self->classes->len; i++)
    {
      RetortModelClass *found = g_ptr_array_index (self->classes, i);

      if (g_str_equal (found->name, dot != NULL ? dot + 1 : name))
        return found;
    }
  return NULL;
}

/**
 * retort_model_set_add_gap:
 * @self: models that are being read
 * @source: a file
 * @span: a place there
 * @reason: what is not understood: a clause
 *
 * Remembers that something is not read.
 */
void
retort_model_set_add_gap (RetortModelSet *self, RetortSource *source, RetortSpan span, const char *reason)
{
  RetortModelGap *gap;

  for (guint i = 0; i < self->gaps->len; i++)
    {
      const RetortModelGap *known = g_ptr_array_index (self->gaps, i);

      if (known->source == source && known->span.start == span.start && g_str_equal (known->reason, reason))
        return;
    }
  gap = g_new0 (RetortModelGap, 1);
  gap->source = retort_source_ref (source);
  gap->span = span;
  gap->reason = g_strdup (reason);
  g_ptr_array_add (self->gaps, gap);
}
