/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Common changes as bodies of a migration: what somebody fills in, and what it becomes, downgrade included. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RetortPatternFieldKind:
 * @RETORT_PATTERN_FIELD_NAME: a new name
 * @RETORT_PATTERN_FIELD_TABLE: a table that exists: "orders", "sales.orders"
 * @RETORT_PATTERN_FIELD_COLUMN: a column that exists, of the table in @of
 * @RETORT_PATTERN_FIELD_COLUMNS: several, with commas between them
 * @RETORT_PATTERN_FIELD_TYPE: a type of PostgreSQL
 * @RETORT_PATTERN_FIELD_ENUM: an enum type that exists
 * @RETORT_PATTERN_FIELD_VALUE: any text
 * @RETORT_PATTERN_FIELD_EXPRESSION: an expression of SQL
 */
typedef enum
{
  RETORT_PATTERN_FIELD_NAME,
  RETORT_PATTERN_FIELD_TABLE,
  RETORT_PATTERN_FIELD_COLUMN,
  RETORT_PATTERN_FIELD_COLUMNS,
  RETORT_PATTERN_FIELD_TYPE,
  RETORT_PATTERN_FIELD_ENUM,
  RETORT_PATTERN_FIELD_VALUE,
  RETORT_PATTERN_FIELD_EXPRESSION,
} RetortPatternFieldKind;

/**
 * RetortPatternField:
 * @name: (nullable): the key; %NULL ends a list
 * @label: for people, to be translated
 * @kind: what may stand there
 * @of: (nullable): the field with the table of a column
 * @initial: (nullable): what stands there when nothing is said; other fields in braces
 */
typedef struct
{
  const char            *name;
  const char            *label;
  RetortPatternFieldKind kind;
  const char            *of;
  const char            *initial;
} RetortPatternField;

#define RETORT_PATTERN_MAX_FIELDS 8

/**
 * RetortPattern:
 * @name: the key
 * @title: for people, to be translated
 * @summary: what it does and why so, to be translated
 * @message: what a revision of it is called; fields in braces
 * @fields: ended by one without a name
 * @upgrade: the body, with fields in braces: "{table:py}"
 * @downgrade: likewise
 */
typedef struct
{
  const char        *name;
  const char        *title;
  const char        *summary;
  const char        *message;
  RetortPatternField fields[RETORT_PATTERN_MAX_FIELDS];
  const char        *upgrade;
  const char        *downgrade;
} RetortPattern;

G_END_DECLS
