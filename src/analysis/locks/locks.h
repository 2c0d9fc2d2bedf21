/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a statement does to each relation: the lock, and what it rewrites, reads whole or builds. Pure.
 *
 * Found by PostgreSQL's rules (docs, "Explicit Locking", ALTER TABLE "Notes"; src/backend/commands) from the statement and the
 * schema before it, for servers 13 to 18; held against a server by tests. What cannot be told counts as the
 * worse: rewrites, scans and builds are FALSE only when that is certain, and @unsure says why it is not. */
#pragma once

#include "analysis/schema/apply.h"
#include "model/schema.h"
#include "sql/tree.h"

G_BEGIN_DECLS

/* In the order of strength; PostgreSQL's own numbers (storage/lockdefs.h). */
typedef enum
{
  RETORT_LOCK_NONE = 0,
  RETORT_LOCK_ACCESS_SHARE = 1,
  RETORT_LOCK_ROW_SHARE = 2,
  RETORT_LOCK_ROW_EXCLUSIVE = 3,
  RETORT_LOCK_SHARE_UPDATE_EXCLUSIVE = 4,
  RETORT_LOCK_SHARE = 5,
  RETORT_LOCK_SHARE_ROW_EXCLUSIVE = 6,
  RETORT_LOCK_EXCLUSIVE = 7,
  RETORT_LOCK_ACCESS_EXCLUSIVE = 8,
} RetortLockLevel;

typedef enum
{
  RETORT_LOCKED_TABLE, /* partitioned and foreign tables and materialized views too */
  RETORT_LOCKED_VIEW,
  RETORT_LOCKED_INDEX,
  RETORT_LOCKED_SEQUENCE,
} RetortLockedKind;

/**
 * RetortRelationEffect:
 * @kind: what it is
 * @schema: (nullable): its schema; %NULL when nothing tells
 * @name: its name before the statement
 * @table: (nullable): of an index, the name of its table
 * @level: the strongest lock that the statement takes on it
 * @is_new: the statement makes it: nobody else can wait for it
 * @is_dropped: the statement drops it
 * @is_held: the transaction held such a lock, or a stronger one, before
 * @rewrites: it is written anew; of a sequence, its one row
 * @scans: it is read whole
 * @builds: of an index: it is made from the rows of its table
 * @reason: (nullable): why it is locked, rewritten or read, a clause: "the default 'random()' is volatile"
 * @source: (nullable): where PostgreSQL says so
 */
typedef struct
{
  RetortLockedKind kind;
  char            *schema;
  char            *name;
  char            *table;
  RetortLockLevel  level;
  gboolean         is_new;
  gboolean         is_dropped;
  gboolean         is_held;
  gboolean         rewrites;
  gboolean         scans;
  gboolean         builds;
  char            *reason;
  const char      *source;
} RetortRelationEffect;

/**
 * RetortLocks:
 * @relations: (element-type RetortRelationEffect): in the order in which they are met
 * @needs_no_transaction: it fails inside a transaction block
 * @error: (nullable): it fails: SQLSTATE and PostgreSQL's words
 * @unsure: (nullable): why there may be more than that, a clause
 * @mismatch: (nullable): why it does not apply to the schema before it, a clause in PostgreSQL's words; only where all that it is
 *   about is known
 */
typedef struct
{
  GPtrArray *relations;
  gboolean   needs_no_transaction;
  char      *error;
  char      *unsure;
  char      *mismatch;
} RetortLocks;

void         retort_locks_free             (RetortLocks *self);
gboolean     retort_locks_is_volatile      (RetortSchema *schema, const PgQuery__Node *expression);
/* (nullable): @schema may be NULL: then the first one of that name */
const RetortRelationEffect *retort_locks_find (const RetortLocks *self, const char *schema, const char *name);
/* PostgreSQL's words, "SHARE ROW EXCLUSIVE". */
const char  *retort_lock_level_to_string   (RetortLockLevel level);

/* What earlier statements of the same session leave that locks depend on: the time zone, new enum values, locks that are
 * held, whether a transaction is open. One thread. */
typedef struct _RetortLockSession RetortLockSession;

RetortLockSession *retort_lock_session_new     (int server_version, gboolean is_in_transaction) G_GNUC_WARN_UNUSED_RESULT;
void               retort_lock_session_begin   (RetortLockSession *self, gboolean is_in_transaction);
RetortLockSession *retort_lock_session_copy    (const RetortLockSession *self) G_GNUC_WARN_UNUSED_RESULT;
void               retort_lock_session_free    (RetortLockSession *self);
RetortLocks       *retort_lock_session_examine (RetortLockSession *self, RetortSchema *before, const PgQuery__Node *statement,
                                                RetortSchema **after) G_GNUC_WARN_UNUSED_RESULT;
/* The same of a statement that was applied before. */
RetortLocks       *retort_lock_session_examine_applied (RetortLockSession *self, const RetortSchemaStep *applied,
                                                        const PgQuery__Node *statement) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortLocks, retort_locks_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortLockSession, retort_lock_session_free)

G_END_DECLS
