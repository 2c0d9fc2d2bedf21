/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ordered steps from one state to another, with all that is known about them before they run. */
#pragma once

#include "model/finding.h"
#include "model/migration.h"
#include "model/stamp.h"

G_BEGIN_DECLS

typedef enum
{
  RETORT_TRANSACTIONS_ONE,           /* one for the whole run */
  RETORT_TRANSACTIONS_PER_MIGRATION,
  RETORT_TRANSACTIONS_AUTOCOMMIT,    /* none */
} RetortTransactions;

typedef enum
{
  RETORT_ENGINE_BUILTIN,
  RETORT_ENGINE_COMMAND,
} RetortEngineKind;

/**
 * RetortWayBack:
 * @RETORT_WAY_BACK_WHOLE: the downgrade undoes it, as far as can be read
 * @RETORT_WAY_BACK_LOSSY: it runs, but something does not come back
 * @RETORT_WAY_BACK_UNKNOWN: it is not understood to its last statement
 * @RETORT_WAY_BACK_NOTHING: it sends nothing, where the upgrade sends something
 * @RETORT_WAY_BACK_NONE: there is none, or it fails
 *
 * What a downgrade is good for; a rehearsal proves it.
 */
typedef enum
{
  RETORT_WAY_BACK_WHOLE,
  RETORT_WAY_BACK_LOSSY,
  RETORT_WAY_BACK_UNKNOWN,
  RETORT_WAY_BACK_NOTHING,
  RETORT_WAY_BACK_NONE,
} RetortWayBack;

/**
 * RetortStatementFacts:
 * @lock: (nullable): what the statement locks, rewrites and scans
 * @rows_estimate: rows that it touches, -1 when not known
 */
typedef struct
{
  RetortLockInfo *lock;
  gint64          rows_estimate;
} RetortStatementFacts;

/* One revision in one direction; immutable, atomically reference counted. */
typedef struct _RetortPlanStep RetortPlanStep;

RetortPlanStep  *retort_plan_step_new              (RetortMigration *migration, GPtrArray *bookkeeping, GPtrArray *findings,
                                                    GPtrArray *facts, const char *const *irreversible) G_GNUC_WARN_UNUSED_RESULT;
RetortPlanStep  *retort_plan_step_new_opened       (RetortMigration *migration, GPtrArray *opening, GPtrArray *bookkeeping,
                                                    GPtrArray *findings, GPtrArray *facts, const char *const *irreversible) G_GNUC_WARN_UNUSED_RESULT;
RetortPlanStep  *retort_plan_step_ref              (RetortPlanStep *self);
void             retort_plan_step_unref            (RetortPlanStep *self);
RetortMigration *retort_plan_step_get_migration    (const RetortPlanStep *self);
RetortRevision  *retort_plan_step_get_revision     (const RetortPlanStep *self);
/* (element-type RetortBatch): what the tool writes into its own table before the migration runs; mostly nothing */
GPtrArray       *retort_plan_step_get_opening      (const RetortPlanStep *self);
/* (element-type RetortBatch): what keeps the tool's own table, sent after the migration's batches */
GPtrArray       *retort_plan_step_get_bookkeeping  (const RetortPlanStep *self);
/* (element-type RetortFinding) */
GPtrArray       *retort_plan_step_get_findings     (const RetortPlanStep *self);
const RetortStatementFacts *retort_plan_step_get_facts (const RetortPlanStep *self, const RetortStatement *statement);
/* Bookkeeping included. */
guint            retort_plan_step_count_statements (const RetortPlanStep *self);
const char *const *retort_plan_step_get_irreversible (const RetortPlanStep *self);

/**
 * RetortPlanFields:
 * @direction: up or down
 * @target_symbol: (not nullable): what was asked for
 * @from: (array zero-terminated=1): rows of the version table before
 * @to: (array zero-terminated=1): rows afterwards
 * @steps: (element-type RetortPlanStep): in the order in which they run
 * @stamp: (nullable) (element-type RetortStampStep): the plan runs no migration, it changes the version table alone; then @direction
 *   means nothing and @steps is empty
 * @stamp_symbols: (nullable) (array zero-terminated=1): what was asked for, one by one
 * @purges: the stamp deletes every row first
 * @preamble: (element-type RetortBatch): bookkeeping that comes before the first step (creating the version table, a purge)
 * @engine: which engine will run it
 * @engine_reason: (not nullable): why
 * @transactions: how the run is cut into transactions
 * @way_back: (nullable): the command that leads back
 * @warning: (nullable): what the original tool warns of about the target, a sentence
 * @obstacle: (nullable): why the built-in engine will not run it; %NULL when it will
 * @state_fingerprint: (not nullable): hash over files, rows and target; a run refuses when it differs
 */
typedef struct
{
  RetortDirection     direction;
  const char         *target_symbol;
  const char *const  *from;
  const char *const  *to;
  GPtrArray          *steps;
  GPtrArray          *stamp;
  const char *const  *stamp_symbols;
  gboolean            purges;
  GPtrArray          *preamble;
  RetortEngineKind    engine;
  const char         *engine_reason;
  RetortTransactions  transactions;
  const char         *way_back;
  const char         *warning;
  const char         *obstacle;
  const char         *state_fingerprint;
} RetortPlanFields;

/* Immutable, atomically reference counted: may cross threads. */
typedef struct _RetortPlan RetortPlan;

#define RETORT_TYPE_PLAN (retort_plan_get_type ())
GType           retort_plan_get_type         (void) G_GNUC_CONST;

RetortPlan     *retort_plan_new              (const RetortPlanFields *fields) G_GNUC_WARN_UNUSED_RESULT;
RetortPlan     *retort_plan_ref              (RetortPlan *self);
void            retort_plan_unref            (RetortPlan *self);
const RetortPlanFields *retort_plan_get      (const RetortPlan *self);
guint           retort_plan_get_n_steps      (const RetortPlan *self);
RetortPlanStep *retort_plan_get_step         (const RetortPlan *self, guint index);
guint           retort_plan_count_statements (const RetortPlan *self);
/* Nothing has to be done. */
gboolean        retort_plan_is_empty         (const RetortPlan *self);
const char     *retort_transactions_to_string (RetortTransactions transactions);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortPlanStep, retort_plan_step_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortPlan, retort_plan_unref)

G_END_DECLS
