/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was seen when revisions were tried on a scratch database: each up, down and up again. */
#pragma once

#include "model/revision.h"

G_BEGIN_DECLS

/**
 * RetortReversibility:
 * @RETORT_REVERSIBLE_NO: there is no way back, it fails, or it leaves another schema behind
 * @RETORT_REVERSIBLE_STRUCTURE: the schema comes back; whether all rows do is not proved, or it is known that they do not
 * @RETORT_REVERSIBLE_PROVED: schema and rows were the same afterwards, and nothing that was there is taken or changed unseen
 */
typedef enum
{
  RETORT_REVERSIBLE_NO,
  RETORT_REVERSIBLE_STRUCTURE,
  RETORT_REVERSIBLE_PROVED,
} RetortReversibility;

/**
 * RetortRehearsalPass:
 * @RETORT_REHEARSAL_UP: the upgrade, for the first time
 * @RETORT_REHEARSAL_DOWN: the downgrade after it
 * @RETORT_REHEARSAL_AGAIN: the upgrade, for the second time
 */
typedef enum
{
  RETORT_REHEARSAL_UP,
  RETORT_REHEARSAL_DOWN,
  RETORT_REHEARSAL_AGAIN,
} RetortRehearsalPass;

/**
 * RetortRehearsalSource:
 * @RETORT_REHEARSAL_OF_HISTORY: the scratch database was made by the project's own history, from base
 * @RETORT_REHEARSAL_OF_TARGET: it is the target's structure, by pg_dump
 */
typedef enum
{
  RETORT_REHEARSAL_OF_HISTORY,
  RETORT_REHEARSAL_OF_TARGET,
} RetortRehearsalSource;

/**
 * RetortRehearsedRelation:
 * @name: with its schema, unless that is public
 * @predicted_lock: (nullable): the strongest lock that was foretold, PostgreSQL's words
 * @observed_lock: (nullable): the strongest one that pg_locks showed; %NULL also when nobody could look
 * @predicted_rewrite: a new file was foretold
 * @observed_rewrite: it got a new file
 * @predicted_scan: it was foretold that it is read whole while others wait
 * @observed_scan: it was
 * @is_as_predicted: everything that could be seen was foretold, and the other way round
 *
 * One table, view or sequence that was there before the statement.
 */
typedef struct
{
  char    *name;
  char    *predicted_lock;
  char    *observed_lock;
  gboolean predicted_rewrite;
  gboolean observed_rewrite;
  gboolean predicted_scan;
  gboolean observed_scan;
  gboolean is_as_predicted;
} RetortRehearsedRelation;

void retort_rehearsed_relation_free (RetortRehearsedRelation *self);

/**
 * RetortRehearsedStatement:
 * @pass: in which pass
 * @sql: what was sent together
 * @line: of the migration, from 1; 0: it comes from none
 * @elapsed_us: how long the server took
 * @n_rows: rows that it touched; -1: not said
 * @saw_locks: it ran inside a transaction, so that its locks could be seen
 * @unsure: (nullable): why more may happen elsewhere than was foretold, a clause
 * @relations: (element-type RetortRehearsedRelation): what it did to what was there
 */
typedef struct
{
  RetortRehearsalPass pass;
  char               *sql;
  guint               line;
  gint64              elapsed_us;
  gint64              n_rows;
  gboolean            saw_locks;
  char               *unsure;
  GPtrArray          *relations;
} RetortRehearsedStatement;

RetortRehearsedStatement *retort_rehearsed_statement_new  (RetortRehearsalPass pass, const char *sql) G_GNUC_WARN_UNUSED_RESULT;
void                      retort_rehearsed_statement_free (RetortRehearsedStatement *self);

/**
 * RetortLeftover:
 * @text: what is not as it was, a sentence without a full stop
 * @line: the line of the file that should have undone it, from 1; 0: there is none
 * @made_line: the line that made it; 0: not known
 */
typedef struct
{
  char *text;
  guint line;
  guint made_line;
} RetortLeftover;

RetortLeftover *retort_leftover_new  (const char *text, guint line, guint made_line) G_GNUC_WARN_UNUSED_RESULT;
void            retort_leftover_free (RetortLeftover *self);

/**
 * RetortRehearsalStep:
 * @revision: what was tried
 * @reversibility: the badge
 * @reasons: (element-type utf8): why it is not better, clauses
 * @leftovers: (element-type RetortLeftover): what the downgrade leaves behind
 * @statements: (element-type RetortRehearsedStatement): what was sent, in order
 * @failure: (nullable): the upgrade itself did not go through: why, a clause
 * @untried: (nullable): why it was not tried, but applied as far as it is understood, a clause
 */
typedef struct
{
  RetortRevision     *revision;
  RetortReversibility reversibility;
  GPtrArray          *reasons;
  GPtrArray          *leftovers;
  GPtrArray          *statements;
  char               *failure;
  char               *untried;
} RetortRehearsalStep;

RetortRehearsalStep *retort_rehearsal_step_new  (RetortRevision *revision) G_GNUC_WARN_UNUSED_RESULT;
void                 retort_rehearsal_step_free (RetortRehearsalStep *self);

/**
 * RetortRehearsal:
 * @source: what the scratch database was made from
 * @source_reason: (nullable): why it was not made from the history, a clause
 * @server_version: of the private server, as PQserverVersion() says it
 * @target_version: of the target; 0: there is none
 * @from: (array zero-terminated=1): version rows before the first step
 * @n_replayed: how many revisions were applied to get there
 * @loose: (element-type utf8): ids of those, and of untried steps, that were applied only as far as they are understood
 * @remarks: (element-type utf8): what of the project was passed over, sentences
 * @steps: (element-type RetortRehearsalStep): in the order in which they were tried
 * @stopped: (nullable): why the steps after the last one were not tried, a clause
 * @elapsed_us: all of it
 *
 * Immutable once it is given away, atomically reference counted: may cross threads.
 */
typedef struct
{
  RetortRehearsalSource source;
  char                 *source_reason;
  int                   server_version;
  int                   target_version;
  GStrv                 from;
  guint                 n_replayed;
  GPtrArray            *loose;
  GPtrArray            *remarks;
  GPtrArray            *steps;
  char                 *stopped;
  gint64                elapsed_us;
} RetortRehearsal;

#define RETORT_TYPE_REHEARSAL (retort_rehearsal_get_type ())
GType            retort_rehearsal_get_type (void) G_GNUC_CONST;
RetortRehearsal *retort_rehearsal_new      (void) G_GNUC_WARN_UNUSED_RESULT;
RetortRehearsal *retort_rehearsal_ref      (RetortRehearsal *self);
void             retort_rehearsal_unref    (RetortRehearsal *self);
/* The worst of its steps; a rehearsal that stopped is RETORT_REVERSIBLE_NO. */
RetortReversibility retort_rehearsal_get_worst (const RetortRehearsal *self);
/* Every upgrade went through. */
gboolean         retort_rehearsal_went_up  (const RetortRehearsal *self);

/* "proved", "structure only", "no" */
const char      *retort_reversibility_to_string   (RetortReversibility reversibility);
gboolean         retort_reversibility_from_string (const char *word, RetortReversibility *reversibility);
const char      *retort_rehearsal_pass_to_string  (RetortRehearsalPass pass);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortRehearsedRelation, retort_rehearsed_relation_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortRehearsedStatement, retort_rehearsed_statement_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortLeftover, retort_leftover_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortRehearsalStep, retort_rehearsal_step_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortRehearsal, retort_rehearsal_unref)

G_END_DECLS
