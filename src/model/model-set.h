/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the models of a project say: classes that stand for tables, and classes that say what is sent and received. */
#pragma once

#include "base/source.h"
#include "model/batch.h"

G_BEGIN_DECLS

/**
 * RetortModelColumn:
 * @attribute: (not nullable): the name in Python
 * @name: (not nullable): the name in the database
 * @source: (not nullable): the file that it stands in, which may be that of a mixin
 * @span: where it is said
 * @is_read: whether it is known what it becomes
 * @has_own_default: Python gives it a value when none is set
 * @is_enum_text: an enum that is kept as text: its length is that of the longest value
 */
typedef struct
{
  char         *attribute;
  char         *name;
  RetortSource *source;
  RetortSpan    span;
  gboolean      is_read;
  gboolean      has_own_default;
  gboolean      is_enum_text;
} RetortModelColumn;

/**
 * RetortModelRelationship:
 * @attribute: (not nullable): the name in Python
 * @target: (nullable): the class at its other end
 * @back_populates: (nullable): the attribute there that is the other side
 * @has_backref: the other side is made by this one
 * @is_one_way: it only reads, or says that it overlaps others: no other side is missing
 * @source: (not nullable): the file that it stands in
 * @span: where it is said
 */
typedef struct
{
  char         *attribute;
  char         *target;
  char         *back_populates;
  gboolean      has_backref;
  gboolean      is_one_way;
  RetortSource *source;
  RetortSpan    span;
} RetortModelRelationship;

/**
 * RetortModelClass:
 * @name: (not nullable): of the class; of an association table that has none, its name in Python
 * @module: (not nullable): the full name of its module
 * @source: (not nullable): its file
 * @span: its name there
 * @whole: the class as a whole
 * @schema: (nullable): of its table
 * @table: (not nullable): its table
 * @parent: (nullable): the class with a table that it derives from
 * @columns: (element-type RetortModelColumn)
 * @relationships: (element-type RetortModelRelationship)
 * @statements: (element-type RetortBatch): what makes its table, without foreign keys; empty when that is not known
 * @foreign_keys: (element-type RetortBatch): what adds those; they need the other tables
 * @has_unread_columns: there may be more columns
 * @has_unread_parts: there may be more indexes or constraints
 * @collector: (nullable): the file that collects the models of its package, when it leaves this one out
 * @is_unreachable: env.py imports nothing that imports it
 */
typedef struct
{
  char         *name;
  char         *module;
  RetortSource *source;
  RetortSpan    span;
  RetortSpan    whole;
  char         *schema;
  char         *table;
  char         *parent;
  GPtrArray    *columns;
  GPtrArray    *relationships;
  GPtrArray    *statements;
  GPtrArray    *foreign_keys;
  gboolean      has_unread_columns;
  gboolean      has_unread_parts;
  char         *collector;
  gboolean      is_unreachable;
} RetortModelClass;

/**
 * RetortDataField:
 * @name: (not nullable): the name in Python
 * @allows_none: its type says so
 * @source: (not nullable): the file that it stands in
 * @span: where it is said
 */
typedef struct
{
  char         *name;
  gboolean      allows_none;
  RetortSource *source;
  RetortSpan    span;
} RetortDataField;

/**
 * RetortDataClass:
 * @name: (not nullable): of the class
 * @module: (not nullable): the full name of its module
 * @source: (not nullable): its file
 * @span: its name there
 * @fields: (element-type RetortDataField): its own, and those of the classes that it derives from
 * @is_read_from_objects: it is filled from the attributes of objects (from_attributes, orm_mode)
 * @has_unread_fields: there may be more of them
 */
typedef struct
{
  char         *name;
  char         *module;
  RetortSource *source;
  RetortSpan    span;
  GPtrArray    *fields;
  gboolean      is_read_from_objects;
  gboolean      has_unread_fields;
} RetortDataClass;

/**
 * RetortModelGap:
 * @source: (not nullable): a file
 * @span: a place there
 * @reason: (not nullable): what is not understood: a clause
 */
typedef struct
{
  RetortSource *source;
  RetortSpan    span;
  char         *reason;
} RetortModelGap;

/**
 * RetortModelSet:
 * @classes: (element-type RetortModelClass)
 * @data_classes: (element-type RetortDataClass)
 * @gaps: (element-type RetortModelGap)
 * @before: (element-type RetortBatch): what is made before tables: schemas, types, sequences
 * @after: (element-type RetortBatch): what is made after them: views
 *
 * Immutable once it is handed out, atomically reference counted: may cross threads.
 */
typedef struct
{
  GPtrArray *classes;
  GPtrArray *data_classes;
  GPtrArray *gaps;
  GPtrArray *before;
  GPtrArray *after;
} RetortModelSet;

RetortModelSet    *retort_model_set_new        (void) G_GNUC_WARN_UNUSED_RESULT;
RetortModelSet    *retort_model_set_ref        (RetortModelSet *self);
void               retort_model_set_unref      (RetortModelSet *self);
RetortModelClass  *retort_model_set_find_class (const RetortModelSet *self, const char *name);
void               retort_model_set_add_gap    (RetortModelSet *self, RetortSource *source, RetortSpan span, const char *reason);
RetortModelClass  *retort_model_class_new      (const char *name, const char *module, RetortSource *source) G_GNUC_WARN_UNUSED_RESULT;
void               retort_model_class_free     (RetortModelClass *self);
RetortModelColumn *retort_model_class_find_column (const RetortModelClass *self, const char *name);
RetortModelRelationship *retort_model_class_find_relationship (const RetortModelClass *self, const char *attribute);
RetortModelColumn *retort_model_column_new     (const char *attribute, RetortSource *source, RetortSpan span) G_GNUC_WARN_UNUSED_RESULT;
RetortModelRelationship *retort_model_relationship_new (const char *attribute, RetortSource *source, RetortSpan span) G_GNUC_WARN_UNUSED_RESULT;
RetortDataClass   *retort_data_class_new       (const char *name, const char *module, RetortSource *source) G_GNUC_WARN_UNUSED_RESULT;
RetortDataField   *retort_data_field_new       (const char *name, RetortSource *source, RetortSpan span) G_GNUC_WARN_UNUSED_RESULT;
RetortDataField   *retort_data_class_find_field (const RetortDataClass *self, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortModelSet, retort_model_set_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortModelClass, retort_model_class_free)

G_END_DECLS
