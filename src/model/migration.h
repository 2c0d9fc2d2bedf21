/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One direction of a revision: its batches, and what was not understood. */
#pragma once

#include "model/batch.h"
#include "model/revision.h"

G_BEGIN_DECLS

/**
 * RetortMigrationStatus:
 * @RETORT_MIGRATION_COMPLETE: every statement is known without a database (an empty function is complete)
 * @RETORT_MIGRATION_LIVE: understood, but it asks the database, or the environment that it runs in
 * @RETORT_MIGRATION_PARTIAL: something is not understood; the gaps say what
 * @RETORT_MIGRATION_VARIES: understood, but a value is drawn when it runs
 * @RETORT_MIGRATION_REFUSED: the original tool itself fails here; the gaps say why
 * @RETORT_MIGRATION_BROKEN: the file is not valid in its language, so that nothing of it can be loaded; its one gap says why
 * @RETORT_MIGRATION_MISSING: there is no such function
 */
typedef enum
{
  RETORT_MIGRATION_COMPLETE,
  RETORT_MIGRATION_LIVE,
  RETORT_MIGRATION_PARTIAL,
  RETORT_MIGRATION_VARIES,
  RETORT_MIGRATION_REFUSED,
  RETORT_MIGRATION_BROKEN,
  RETORT_MIGRATION_MISSING,
} RetortMigrationStatus;

/**
 * RetortGap:
 * @reason: (not nullable): why it is not known, a clause without a full stop
 * @span: the expression or statement
 * @position: its first character
 * @before_batch: how many batches stand before it
 * @varies: it is understood, but drawn each time it runs
 * @is_hidden: it is understood, but decided by an answer of the database
 *
 * A place in a migration that is not understood, or not known before it runs.
 */
typedef struct
{
  char          *reason;
  RetortSpan     span;
  RetortPosition position;
  guint          before_batch;
  gboolean       varies;
  gboolean       is_hidden;
} RetortGap;

RetortGap *retort_gap_new  (const char *reason, RetortSpan span, RetortPosition position, guint before_batch) G_GNUC_WARN_UNUSED_RESULT;
RetortGap *retort_gap_copy (const RetortGap *self) G_GNUC_WARN_UNUSED_RESULT;
void       retort_gap_free (RetortGap *self);

/* Immutable, atomically reference counted: may cross threads. */
typedef struct _RetortMigration RetortMigration;

#define RETORT_TYPE_MIGRATION (retort_migration_get_type ())
GType                 retort_migration_get_type      (void) G_GNUC_CONST;

RetortMigration      *retort_migration_new           (RetortRevision *revision, RetortDirection direction,
                                                      RetortMigrationStatus status, GPtrArray *batches, GPtrArray *gaps) G_GNUC_WARN_UNUSED_RESULT;
RetortMigration      *retort_migration_new_with_imports (RetortRevision *revision, RetortDirection direction,
                                                      RetortMigrationStatus status, GPtrArray *batches, GPtrArray *gaps,
                                                      GPtrArray *questions, GPtrArray *imports) G_GNUC_WARN_UNUSED_RESULT;
RetortMigration      *retort_migration_ref           (RetortMigration *self);
void                  retort_migration_unref         (RetortMigration *self);

RetortRevision       *retort_migration_get_revision  (const RetortMigration *self);
RetortDirection       retort_migration_get_direction (const RetortMigration *self);
RetortMigrationStatus retort_migration_get_status    (const RetortMigration *self);
guint                 retort_migration_get_n_batches (const RetortMigration *self);
RetortBatch          *retort_migration_get_batch     (const RetortMigration *self, guint index);
guint                 retort_migration_get_n_gaps    (const RetortMigration *self);
const RetortGap      *retort_migration_get_gap       (const RetortMigration *self, guint index);
GPtrArray            *retort_migration_get_gaps      (const RetortMigration *self);
GPtrArray            *retort_migration_get_questions (const RetortMigration *self);
GPtrArray            *retort_migration_get_imports   (const RetortMigration *self);
const char           *retort_migration_status_to_string (RetortMigrationStatus status);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortGap, retort_gap_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortMigration, retort_migration_unref)

G_END_DECLS
