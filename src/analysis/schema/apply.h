/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a statement makes of a schema: a new one that shares all that did not change. Pure.
 *
 * PostgreSQL's rules decide, names that it chooses included. What is not understood taints what it may
 * touch; what cannot work on this schema is told, and changes nothing. */
#pragma once

#include "model/batch.h"
#include "model/migration.h"
#include "model/schema.h"
#include "sql/tree.h"

G_BEGIN_DECLS

/**
 * RetortEffectKind:
 * @RETORT_EFFECT_NONE: the schema stays as it is: data, privileges, an object that is there already
 * @RETORT_EFFECT_CHANGED: the schema is another one, and known
 * @RETORT_EFFECT_OPAQUE: what it may have changed is tainted
 * @RETORT_EFFECT_FAILS: it does not apply to this schema, which stays as it is
 */
typedef enum
{
  RETORT_EFFECT_NONE,
  RETORT_EFFECT_CHANGED,
  RETORT_EFFECT_OPAQUE,
  RETORT_EFFECT_FAILS,
} RetortEffectKind;

/**
 * RetortEffect:
 * @kind: what became of the schema
 * @reason: (nullable): of OPAQUE and FAILS, a clause in PostgreSQL's words where it has some
 */
typedef struct
{
  RetortEffectKind kind;
  char            *reason;
} RetortEffect;

/**
 * RetortSchemaStep:
 * @before: (not nullable): what was there
 * @after: (not nullable): what is there afterwards
 * @effect: what that came of
 *
 * What one batch of a migration did to a schema.
 */
typedef struct
{
  RetortSchema *before;
  RetortSchema *after;
  RetortEffect  effect;
} RetortSchemaStep;

gboolean      retort_table_is_published     (const RetortTable *table, const char *publication);
gboolean      retort_explain_runs           (const PgQuery__ExplainStmt *explain);
void          retort_effect_clear           (RetortEffect *self);
GArray       *retort_schema_steps_new       (void) G_GNUC_WARN_UNUSED_RESULT;

/* What a new database holds. */
RetortSchema *retort_schema_new_initial     (void) G_GNUC_WARN_UNUSED_RESULT;
/* @effect (out caller-allocates) (optional) throughout. */
RetortSchema *retort_schema_apply           (RetortSchema *schema, const PgQuery__Node *statement, RetortEffect *effect) G_GNUC_WARN_UNUSED_RESULT;
RetortSchema *retort_schema_apply_sql       (RetortSchema *schema, const char *sql, RetortEffect *effect) G_GNUC_WARN_UNUSED_RESULT;
/* A batch is one implicit transaction: all of it applies, or nothing. */
RetortSchema *retort_schema_apply_batch     (RetortSchema *schema, RetortBatch *batch, RetortEffect *effect) G_GNUC_WARN_UNUSED_RESULT;
/* All of a migration; a gap taints everything. @steps: (element-type RetortSchemaStep) (nullable): gets one a batch. */
RetortSchema *retort_schema_apply_migration (RetortSchema *schema, RetortMigration *migration, GArray *steps) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RetortEffect, retort_effect_clear)

G_END_DECLS
