/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements that turn one schema into another, as far as that is certain: what was written is applied to the first one in thought,
 * and whatever still differs is told. Pure. */
#pragma once

#include "analysis/schema/comparison.h"

G_BEGIN_DECLS

/**
 * RetortSchemaStatements:
 * @statements: (element-type utf8): in an order in which they can be run, each with a semicolon
 * @rest: (element-type RetortDifference): what still differs afterwards
 */
typedef struct
{
  GPtrArray *statements;
  GPtrArray *rest;
} RetortSchemaStatements;

RetortSchemaStatements *retort_schema_statements_new  (RetortSchema *from, RetortSchema *to) G_GNUC_WARN_UNUSED_RESULT;
void                    retort_schema_statements_free (RetortSchemaStatements *self);
/* As a script; what is not written stands in comments. */
char                   *retort_schema_statements_to_sql (const RetortSchemaStatements *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortSchemaStatements, retort_schema_statements_free)

G_END_DECLS
