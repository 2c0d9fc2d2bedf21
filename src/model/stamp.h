/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One change of the version table that a stamp makes: no migration runs. */
#pragma once

#include "model/batch.h"

G_BEGIN_DECLS

/**
 * RetortStampKind:
 * @RETORT_STAMP_BEGIN: a line that no row stands for gets a row
 * @RETORT_STAMP_UP: rows below the revision become the revision
 * @RETORT_STAMP_DOWN: rows above the revision become the revision
 * @RETORT_STAMP_END: a row goes, nothing takes its place
 */
typedef enum
{
  RETORT_STAMP_BEGIN,
  RETORT_STAMP_UP,
  RETORT_STAMP_DOWN,
  RETORT_STAMP_END,
} RetortStampKind;

/**
 * RetortStampStep:
 * @kind: what becomes of the rows
 * @from: (array zero-terminated=1): rows that are meant
 * @to: (nullable): the row that takes their place; %NULL for %RETORT_STAMP_END
 * @batches: (element-type RetortBatch): what is sent; empty until it is known which tool keeps the table
 *
 * Immutable once a plan has it, atomically reference counted.
 */
typedef struct
{
  RetortStampKind kind;
  GStrv           from;
  char           *to;
  GPtrArray      *batches;
} RetortStampStep;

RetortStampStep *retort_stamp_step_new   (RetortStampKind kind, const char *const *from, const char *to) G_GNUC_WARN_UNUSED_RESULT;
RetortStampStep *retort_stamp_step_ref   (RetortStampStep *self);
void             retort_stamp_step_unref (RetortStampStep *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortStampStep, retort_stamp_step_unref)

G_END_DECLS
