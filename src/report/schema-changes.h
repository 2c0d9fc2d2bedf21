/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happened between two schemas, by object, in lines to read. Pure; any thread. */
#pragma once

#include "analysis/schema/comparison.h"

G_BEGIN_DECLS

/**
 * RetortSchemaChangeLine:
 * @kind: whether the part came, went or is another one now
 * @text: the part in PostgreSQL's words: "column step_hash character varying(64) not null"
 */
typedef struct
{
  RetortDifferenceKind kind;
  char                *text;
} RetortSchemaChangeLine;

/**
 * RetortSchemaChange:
 * @kind: whether the object came, went or is another one now
 * @noun: what it is, in PostgreSQL's words: "table", "materialized view", "enum type"
 * @name: its name, with the schema unless that is public
 * @lines: (element-type RetortSchemaChangeLine): its parts that came, went or changed; all of them when the object did
 */
typedef struct
{
  RetortDifferenceKind kind;
  const char          *noun;
  char                *name;
  GPtrArray           *lines;
} RetortSchemaChange;

void        retort_schema_change_free (RetortSchemaChange *self);
const char *retort_difference_kind_to_sign (RetortDifferenceKind kind);
/* (element-type RetortSchemaChange) (transfer full): in the order of retort_schema_compare() */
GPtrArray  *retort_schema_changes     (const RetortSchema *from, const RetortSchema *to) G_GNUC_WARN_UNUSED_RESULT;
/* One line an object and a part, each with its sign. */
char       *retort_schema_changes_to_text (GPtrArray *changes) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortSchemaChange, retort_schema_change_free)

G_END_DECLS
