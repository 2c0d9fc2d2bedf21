/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a tool keeps its state in the database: which table, and what it writes for a step. Pure: makes
 * SQL, sends none. Sources: docs/reference/alembic-project.md section 6. */
#pragma once

#include "formats/project.h"
#include "model/applied.h"

G_BEGIN_DECLS

/**
 * RetortBookkeepingStep:
 * @revision: the revision that is upgraded or downgraded
 * @direction: which way
 * @rows: (element-type utf8): version rows before the step; the step changes it to the rows afterwards. Where @applied is set: the last
 *   applied revision, see retort_bookkeeping_move_current()
 * @down: (array zero-terminated=1): what the revision revises, dependencies that count included (normalized)
 * @is_ancestor: does the first revision come before the second (dependencies included)
 * @user_data: for @is_ancestor
 * @applied: (nullable): what the database had before the run, where the tool tells of each migration
 */
typedef struct
{
  RetortRevision    *revision;
  RetortDirection    direction;
  GPtrArray         *rows;
  const char *const *down;
  gboolean         (*is_ancestor) (const char *ancestor, const char *of, gpointer user_data);
  gpointer           user_data;
  const RetortApplied *applied;
} RetortBookkeepingStep;

/**
 * RetortBookkeeping:
 * @exists_sql: a query that returns one row with one boolean: does the table exist; with @read_applied a second column may say in which form
 * @read_sql: a query that returns the rows; with @read_applied each row is one text of JSON
 * @read_applied: (nullable): what the rows say of every revision, by the tool's own rule. %NULL: a row is the id of a revision and stands for
 *   all that comes before it. @layout (nullable): the second column of @exists_sql, which a query without a table gives too; @rows (array zero-terminated=1): none when there is no table
 * @create: (element-type RetortBatch): statements that make the table, outside the run's transaction where the tool does that
 * @adapt: (nullable) (element-type RetortBatch): statements that bring a table that exists into the form that the tool expects; maybe none
 * @open: (nullable) (element-type RetortBatch): what the tool writes before a migration runs
 * @step: (element-type RetortBatch): the statements of one step; changes @step->rows
 * @stamp: (element-type RetortBatch): the statements of one step of a stamp; changes @rows (element-type utf8); @applied (nullable) as above
 * @purge: (element-type RetortBatch): deletes every row
 * @dup_miscount: what is wrong when a batch of @step or @stamp did not change exactly one row, in the tool's own words
 * Each returns (transfer full).
 */
struct _RetortBookkeeping
{
  char      *(*exists_sql) (RetortProject *project);
  char      *(*read_sql)   (RetortProject *project);
  RetortApplied *(*read_applied) (RetortProject *project, const char *layout, const char *const *rows);
  GPtrArray *(*create)     (RetortProject *project, const RetortApplied *applied);
  GPtrArray *(*adapt)      (RetortProject *project, const RetortApplied *applied);
  GPtrArray *(*open)       (RetortProject *project, const RetortBookkeepingStep *step);
  GPtrArray *(*step)       (RetortProject *project, RetortBookkeepingStep *step, GError **error);
  GPtrArray *(*stamp)      (RetortProject *project, const RetortStampStep *step, const RetortApplied *applied, GPtrArray *rows, GError **error);
  GPtrArray *(*purge)      (RetortProject *project, const RetortApplied *applied);
  char      *(*dup_miscount) (RetortProject *project, const RetortBatch *batch, gint64 n_rows);
};

void         retort_bookkeeping_move_current (GPtrArray *rows, const RetortApplied *applied, const char *id, gboolean is_applied);
RetortBatch *retort_bookkeeping_batch        (const char *sql, RetortBatchFlags flags) G_GNUC_WARN_UNUSED_RESULT;
/* (element-type RetortBatch) (transfer full): just one */
GPtrArray   *retort_bookkeeping_batches      (const char *sql, RetortBatchFlags flags) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
