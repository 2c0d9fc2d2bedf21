/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one driver call sends: several statements in one simple query are one implicit transaction
 * and are never split before being sent. */
#pragma once

#include "model/statement.h"

G_BEGIN_DECLS

/**
 * RetortBatchFlags:
 * @RETORT_BATCH_NONE: inside the transaction, known before the run
 * @RETORT_BATCH_AUTOCOMMIT: sent outside any transaction (Alembic's autocommit_block)
 * @RETORT_BATCH_DECIDED_WHILE_RUNNING: its text follows an answer of the database
 * @RETORT_BATCH_VARIES: its text holds a value that is drawn when it runs
 * @RETORT_BATCH_BOOKKEEPING: written by Retort in the tool's own table
 * @RETORT_BATCH_AUTOCOMMIT_START: the first batch of an autocommit block: what came before is committed
 * @RETORT_BATCH_ONCE_PER_RUN: left out when a batch with the same text was sent in this run before (CREATE TYPE of create_table)
 * @RETORT_BATCH_COMMIT: COMMIT as the driver sends it: what follows is a transaction of its own, and without an open one it is not sent
 */
typedef enum
{
  RETORT_BATCH_NONE = 0,
  RETORT_BATCH_AUTOCOMMIT = 1 << 0,
  RETORT_BATCH_DECIDED_WHILE_RUNNING = 1 << 1,
  RETORT_BATCH_VARIES = 1 << 2,
  RETORT_BATCH_BOOKKEEPING = 1 << 3,
  RETORT_BATCH_AUTOCOMMIT_START = 1 << 4,
  RETORT_BATCH_ONCE_PER_RUN = 1 << 5,
  RETORT_BATCH_COMMIT = 1 << 6,
} RetortBatchFlags;

/* Immutable, atomically reference counted: may cross threads. */
typedef struct _RetortBatch RetortBatch;

#define RETORT_TYPE_BATCH (retort_batch_get_type ())
GType            retort_batch_get_type         (void) G_GNUC_CONST;

RetortBatch     *retort_batch_new              (const char *sql, GPtrArray *statements, RetortBatchFlags flags) G_GNUC_WARN_UNUSED_RESULT;
RetortBatch     *retort_batch_new_single       (RetortStatement *statement, RetortBatchFlags flags) G_GNUC_WARN_UNUSED_RESULT;
RetortBatch     *retort_batch_ref              (RetortBatch *self);
void             retort_batch_unref            (RetortBatch *self);

const char      *retort_batch_get_sql          (const RetortBatch *self);
RetortBatchFlags retort_batch_get_flags        (const RetortBatch *self);
guint            retort_batch_get_n_statements (const RetortBatch *self);
RetortStatement *retort_batch_get_statement    (const RetortBatch *self, guint index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortBatch, retort_batch_unref)

G_END_DECLS
