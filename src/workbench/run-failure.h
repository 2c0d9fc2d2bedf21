/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The statement at which a run stopped, as a finding of its revision's text while that text stays as it was. */
#pragma once

#include "model/finding.h"
#include "model/run.h"

G_BEGIN_DECLS

/* Immutable, atomically reference counted: may cross threads. */
typedef struct _RetortRunFailure RetortRunFailure;

/* (nullable): %NULL when no statement failed */
RetortRunFailure *retort_run_failure_new   (RetortPlan *plan, RetortRunReport *report) G_GNUC_WARN_UNUSED_RESULT;
RetortRunFailure *retort_run_failure_ref   (RetortRunFailure *self);
void              retort_run_failure_unref (RetortRunFailure *self);
/* Adds the finding to @findings when @source is just the text that was run. */
void              retort_run_failure_add   (const RetortRunFailure *self, RetortSource *source, GPtrArray *findings);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortRunFailure, retort_run_failure_unref)

G_END_DECLS
