/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a tool keeps its state in the database: which table, and what it writes for a step. Pure: makes
 * SQL, sends none. Sources: docs/reference/alembic-project.md section 6. */
#pragma once

#include "formats/project.h"

G_BEGIN_DECLS

/**
 * RetortBookkeepingStep:
 * @revision: the revision that is upgraded or downgraded
 * @direction: which way
 * @rows: (element-type utf8): version rows before the step; the step changes it to the rows afterwards
 * @down: (array zero-terminated=1): what the revision revises, dependencies that count included (normalized)
 * @is_ancestor: does the first revision come before the second (dependencies included)
 * @user_data: for @is_ancestor
 */
typedef struct
{
  RetortRevision    *revision;
  RetortDirection    direction;
  GPtrArray         *rows;
  const char *const *down;
  gboolean         (*is_ancestor) (const char *ancestor, const char *of, gpointer user_data);
  gpointer           user_data;
} RetortBookkeepingStep;

/**
 * RetortBookkeeping:
 * @exists_sql: a query that returns one row with one boolean: does the table exist
 * @read_sql: a query that returns the rows
 * @create: (element-type RetortBatch): statements that make the table
 * @step: (element-type RetortBatch): the statements of one step; changes @step->rows
 * @stamp: (element-type RetortBatch): the statements of one step of a stamp; changes @rows (element-type utf8)
 * @purge: (element-type RetortBatch): deletes every row
 * @dup_miscount: what is wrong when a batch of @step or @stamp did not change exactly one row, in the tool's own words
 * Each returns (transfer full).
 */
struct _RetortBookkeeping
{
  char      *(*exists_sql) (RetortProject *project);
  char      *(*read_sql)   (RetortProject *project);
  GPtrArray *(*create)     (RetortProject *project);
  GPtrArray *(*step)       (RetortProject *project, RetortBookkeepingStep *step, GError **error);
  GPtrArray *(*stamp)      (RetortProject *project, const RetortStampStep *step, GPtrArray *rows, GError **error);
  GPtrArray *(*purge)      (RetortProject *project);
  char      *(*dup_miscount) (RetortProject *project, const RetortBatch *batch, gint64 n_rows);
};

G_END_DECLS
