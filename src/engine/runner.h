/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes plans and carries them out. Blocks: worker threads only. Three outcomes, told from what the server says (docs/ARCHITECTURE.md, decision 8). */
#pragma once

#include "engine/target.h"
#include "model/run.h"

G_BEGIN_DECLS

/**
 * RetortRunError:
 * @RETORT_RUN_ERROR_CHANGED: files, rows or target are not those of the plan; nothing was sent
 * @RETORT_RUN_ERROR_NOT_UNDERSTOOD: a step is not complete; the built-in engine will not run it
 * @RETORT_RUN_ERROR_BUSY: another run holds the advisory lock
 * @RETORT_RUN_ERROR_SAFETY: production, not unlocked
 * @RETORT_RUN_ERROR_BOOKKEEPING: the version table did not hold the row that a step changes
 * @RETORT_RUN_ERROR_UNKNOWN_ROW: the version table names a revision that no file declares
 * @RETORT_RUN_ERROR_FAILED: the run ended otherwise than applied
 */
typedef enum
{
  RETORT_RUN_ERROR_CHANGED,
  RETORT_RUN_ERROR_NOT_UNDERSTOOD,
  RETORT_RUN_ERROR_BUSY,
  RETORT_RUN_ERROR_SAFETY,
  RETORT_RUN_ERROR_BOOKKEEPING,
  RETORT_RUN_ERROR_UNKNOWN_ROW,
  RETORT_RUN_ERROR_FAILED,
} RetortRunError;

#define RETORT_RUN_ERROR (retort_run_error_quark ())
GQuark           retort_run_error_quark (void);

typedef struct
{
  guint    lock_timeout_ms;       /* of this run alone; 0: the profile's, else the next */
  guint    usual_lock_timeout_ms; /* where the profile does not say; 0: 5000 */
  guint    statement_timeout_ms;  /* 0: the profile's, else none */
  guint    reconnect_timeout_ms;  /* how long a lost server is tried again to learn what it did; 0: 20000 */
  guint    lock_retries;          /* how often to begin again when a lock is not free in time; 0: what retort.json says, else never */
  gboolean is_unlocked;           /* production, unlocked for this run by its typed name */
} RetortRunOptions;

RetortPlan      *retort_runner_plan (RetortWorkspace *workspace, RetortTarget *target, RetortDirection direction, const char *symbol,
                                     GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Sets the version table and runs no migration; @purges: its rows are deleted first. */
RetortPlan      *retort_runner_plan_stamp (RetortWorkspace *workspace, RetortTarget *target, const char *const *symbols, gboolean purges,
                                     GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* An error means that nothing was sent; whatever happens after the first statement is in the report. */
RetortRunReport *retort_runner_run  (RetortWorkspace *workspace, RetortTarget *target, RetortPlan *plan, const RetortRunOptions *options,
                                     RetortRunSink sink, gpointer sink_data, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* What people type for the same with the original tool. */
char            *retort_runner_dup_original_command (RetortWorkspace *workspace, RetortPlan *plan) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
