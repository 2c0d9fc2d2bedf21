/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns as migrations define them (docs/reference/alembic-ops.md sections 4.1 and 4.2). */
#pragma once

#include "formats/alembic/constraint.h"
#include "formats/alembic/default.h"

G_BEGIN_DECLS

typedef enum
{
  RETORT_AUTOINCREMENT_AUTO,
  RETORT_AUTOINCREMENT_YES,
  RETORT_AUTOINCREMENT_NO,
  RETORT_AUTOINCREMENT_IGNORE_FK, /* as AUTO, although it has a foreign key */
} RetortAutoincrement;

/**
 * RetortColumn:
 * sa.Column; lives as long as the evaluation.
 * @key: the name under which Python knows it
 * @is_nullable: after primary_key and Identity had their say
 * @nullable_was_given: nullable= stands in the call
 * @has_python_default: default= that is no optional Sequence: no SERIAL
 * @items: ForeignKey and CheckConstraint among its arguments, in order
 * @is_tainted: something that is not understood got hold of it
 * @is_mapped: made by mapped_column(): an annotation says what the call does not
 */
struct _RetortColumn
{
  RetortName          name;
  const char         *key;
  const RetortType   *type;
  gboolean            is_nullable;
  gboolean            nullable_was_given;
  gboolean            is_primary_key;
  RetortAutoincrement autoincrement;
  gboolean            has_python_default;
  RetortPyValue      *python_default; /* nullable: default=, or its like */
  gboolean            has_sequence;
  gboolean            has_onupdate; /* Python sets it in every UPDATE */
  RetortDefault       server_default;
  gboolean            is_unique;
  gboolean            is_indexed;
  const char         *comment;
  gboolean            is_system;
  RetortConstraint  **items;
  guint               n_items;
  gboolean            is_tainted;
  gboolean            is_mapped;
};

extern const RetortFunction retort_column_function;
extern const RetortFunction retort_mapped_column_functions[];

RetortColumn *retort_column_from_value (const RetortPyValue *value);
gboolean      retort_column_has_foreign_key (const RetortColumn *self);
gboolean      retort_column_append     (RetortCall *call, GString *out, const RetortColumn *self, gboolean is_serial,
                                        RetortName table_schema);
gboolean      retort_column_append_checks (RetortCall *call, GString *out, const RetortColumn *self);

G_END_DECLS
