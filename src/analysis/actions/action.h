/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A statement as a list of actions: one verb on one object each. What checks and plans reason about when
 * the shape of the SQL does not matter ("ALTER TABLE a ADD x, DROP y" is two actions). Pure. */
#pragma once

#include "sql/tree.h"

G_BEGIN_DECLS

/**
 * RetortActionKind:
 * @RETORT_ACTION_CREATE_TABLE: also CREATE TABLE AS; its constraints are actions of their own
 * @RETORT_ACTION_DROP_TABLE: a table or a foreign table
 * @RETORT_ACTION_RENAME_TABLE: to @new_name
 * @RETORT_ACTION_TRUNCATE: every row of a table
 * @RETORT_ACTION_ADD_COLUMN: to a table that exists
 * @RETORT_ACTION_DROP_COLUMN: from a table
 * @RETORT_ACTION_RENAME_COLUMN: to @new_name
 * @RETORT_ACTION_ALTER_COLUMN_TYPE: another type for a column
 * @RETORT_ACTION_ADD_CONSTRAINT: inline ones and those of CREATE TABLE included
 * @RETORT_ACTION_DROP_CONSTRAINT: from a table
 * @RETORT_ACTION_VALIDATE_CONSTRAINT: of a table
 * @RETORT_ACTION_CREATE_INDEX: on a table
 * @RETORT_ACTION_DROP_INDEX: the table is not known
 * @RETORT_ACTION_CREATE_TYPE: an enum, a composite or range type, or a domain
 * @RETORT_ACTION_DROP_TYPE: a type or a domain
 * @RETORT_ACTION_RENAME_TYPE: to @new_name
 * @RETORT_ACTION_ADD_ENUM_VALUE: @new_name to a type
 * @RETORT_ACTION_RENAME_ENUM_VALUE: a value of a type to @new_name
 * @RETORT_ACTION_DROP_SCHEMA: with what is in it, when CASCADE
 * @RETORT_ACTION_DROP_SEQUENCE: a sequence and where it stood
 * @RETORT_ACTION_INSERT: rows into a table
 * @RETORT_ACTION_UPDATE: one column of rows of a table
 * @RETORT_ACTION_DELETE: rows from a table
 * @RETORT_ACTION_COMMENT: words about an object
 * @RETORT_ACTION_OTHER: something else, or a statement that is not understood
 */
typedef enum
{
  RETORT_ACTION_CREATE_TABLE,
  RETORT_ACTION_DROP_TABLE,
  RETORT_ACTION_RENAME_TABLE,
  RETORT_ACTION_TRUNCATE,
  RETORT_ACTION_ADD_COLUMN,
  RETORT_ACTION_DROP_COLUMN,
  RETORT_ACTION_RENAME_COLUMN,
  RETORT_ACTION_ALTER_COLUMN_TYPE,
  RETORT_ACTION_ADD_CONSTRAINT,
  RETORT_ACTION_DROP_CONSTRAINT,
  RETORT_ACTION_VALIDATE_CONSTRAINT,
  RETORT_ACTION_CREATE_INDEX,
  RETORT_ACTION_DROP_INDEX,
  RETORT_ACTION_CREATE_TYPE,
  RETORT_ACTION_DROP_TYPE,
  RETORT_ACTION_RENAME_TYPE,
  RETORT_ACTION_ADD_ENUM_VALUE,
  RETORT_ACTION_RENAME_ENUM_VALUE,
  RETORT_ACTION_DROP_SCHEMA,
  RETORT_ACTION_DROP_SEQUENCE,
  RETORT_ACTION_INSERT,
  RETORT_ACTION_UPDATE,
  RETORT_ACTION_DELETE,
  RETORT_ACTION_COMMENT,
  RETORT_ACTION_OTHER,
} RetortActionKind;

/**
 * RetortAction:
 * @kind: what is done
 * @schema: (nullable): the schema, when the statement names it
 * @table: (nullable): the table
 * @name: (nullable): the column, constraint, index, type or schema; %NULL for an unnamed constraint
 * @new_name: (nullable): what it becomes, or the new enum value
 * @is_guarded: IF EXISTS or IF NOT EXISTS
 * @has_condition: an UPDATE or DELETE has a WHERE
 * @column: (nullable): the added column
 * @constraint: (nullable): the added constraint
 * @command: (nullable): the part of an ALTER TABLE that it is; not of inline constraints
 *
 * Names are as the catalogue holds them, without quotes. All pointers are borrowed from the tree.
 */
typedef struct
{
  RetortActionKind           kind;
  const char                *schema;
  const char                *table;
  const char                *name;
  const char                *new_name;
  gboolean                   is_guarded;
  gboolean                   has_condition;
  const PgQuery__ColumnDef  *column;
  const PgQuery__Constraint *constraint;
  const PgQuery__AlterTableCmd *command;
} RetortAction;

GArray  *retort_actions_of_statement     (const PgQuery__Node *statement) G_GNUC_WARN_UNUSED_RESULT;
gboolean retort_action_is_on_same_table  (const RetortAction *self, const RetortAction *other);
gboolean retort_action_is_of_same_object (const RetortAction *self, const RetortAction *other);
char    *retort_action_describe_object   (const RetortAction *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
