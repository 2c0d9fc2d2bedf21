/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A stretch of a SQL file that goes to the server as it stands. */
#pragma once

#include "model/host.h"
#include "model/migration.h"
#include "model/plan.h"

G_BEGIN_DECLS

/**
 * RetortSqlBatches:
 * What one direction of a file becomes.
 * @source: the file
 * @batches: (element-type RetortBatch): what is sent
 * @gaps: (element-type RetortGap): what is not understood
 */
typedef struct
{
  RetortSource *source;
  GPtrArray    *batches;
  GPtrArray    *gaps;
} RetortSqlBatches;

RetortSqlBatches *retort_sql_batches_new    (RetortSource *source) G_GNUC_WARN_UNUSED_RESULT;
void              retort_sql_batches_free   (RetortSqlBatches *self);
/* One batch, whatever number of statements it holds; nothing when it holds none. */
void              retort_sql_batches_add    (RetortSqlBatches *self, RetortSpan span, RetortBatchFlags flags);
void              retort_sql_batches_refuse (RetortSqlBatches *self, const char *reason, RetortSpan span);
/* (nullable): hands each batch to @host; NULL and @error when it failed there */
RetortMigration  *retort_sql_batches_emit   (RetortSqlBatches *self, RetortRevision *revision, RetortDirection direction, RetortHost *host,
                                             GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A direction that does not exist. */
RetortMigration  *retort_sql_batches_missing (RetortRevision *revision, RetortDirection direction) G_GNUC_WARN_UNUSED_RESULT;
/* How a plan and a migration are printed. */
char             *retort_sql_batches_plan_script (RetortPlan *plan) G_GNUC_WARN_UNUSED_RESULT;
char             *retort_sql_batches_script (RetortMigration *migration) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortSqlBatches, retort_sql_batches_free)

G_END_DECLS
