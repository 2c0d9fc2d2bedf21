/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One run while it goes on: shared by run.c (sends) and run-outcome.c (finds out what became of it). */
#pragma once

#include "engine/run-journal.h"
#include "engine/run-watch.h"
#include "engine/runner.h"

G_BEGIN_DECLS

/**
 * RetortRunDoubt:
 * @RETORT_RUN_DOUBT_NONE: the server answered everything that counts
 * @RETORT_RUN_DOUBT_COMMIT: the connection was lost while a COMMIT was on its way
 * @RETORT_RUN_DOUBT_STATEMENT: it was lost while a statement outside a transaction was on its way
 */
typedef enum
{
  RETORT_RUN_DOUBT_NONE,
  RETORT_RUN_DOUBT_COMMIT,
  RETORT_RUN_DOUBT_STATEMENT,
} RetortRunDoubt;

/**
 * RetortRunObserved:
 * @batch: what the server carried out
 * @elapsed_us: how long it took
 * @n_rows: rows that it touched; -1: not said
 * @is_first: no batch came before it in its transaction
 * @is_in_transaction: its transaction is still open
 * @is_bookkeeping: it keeps the tool's own table
 *
 * What an observer of a run is told after each batch.
 */
typedef struct
{
  RetortBatch *batch;
  gint64       elapsed_us;
  gint64       n_rows;
  gboolean     is_first;
  gboolean     is_in_transaction;
  gboolean     is_bookkeeping;
} RetortRunObserved;

/**
 * RetortRunObserver:
 * @session: the run's, inside the transaction
 * @observed: the batch
 * @user_data: the observer's data
 * @error: why it could not look
 *
 * Looks at what a batch did before the next one is sent. Returns %FALSE with @error set to stop the run.
 */
typedef gboolean (*RetortRunObserver) (RetortSession *session, const RetortRunObserved *observed, gpointer user_data, GError **error);

typedef struct
{
  RetortWorkspace   *workspace;         /* as it stood on disk when the run began */
  RetortTarget      *target;
  RetortSession     *session;           /* the writing one */
  RetortPlan        *plan;
  GCancellable      *cancellable;       /* nullable */
  RetortRunSink      sink;              /* nullable */
  gpointer           sink_data;
  RetortRunObserver  observer;          /* nullable */
  gpointer           observer_data;
  gboolean           is_rehearsal;      /* on a scratch database: keeps no journal */
  GMutex             sink_lock;         /* one event at a time: the run's, the session's and the watch's threads tell */
  RetortRunWatch    *watch;
  RetortRunJournal  *journal;           /* nullable: it cannot be kept */

  const char        *revision;          /* nullable, borrowed: the step that runs */
  GPtrArray         *statements;        /* element: RetortRunStatement, owned; in the order in which they were sent */
  guint              n_settled;         /* statements before this index are known to be in effect */
  guint              n_steps_finished;
  guint              n_in_finished;     /* statements of the preamble, if it is a transaction of its own, and of finished steps */
  guint              n_clean;           /* likewise of steps in effect; n_settled is greater when half of a step is in effect */
  guint              n_retries;         /* how often it may begin again when a lock is not free in time */
  guint              n_tried;           /* how often it did */
  guint              n_steps_in_effect;
  guint              n_done;            /* statements, as retort_plan_count_statements() counts */
  guint              n_total;
  gboolean           commits_by_itself; /* the step that runs ended the transaction: the rest of it runs without one */

  GError            *failure;           /* nullable: why it stopped */
  RetortServerError *server_error;      /* nullable */
  char              *failed_revision;   /* nullable */
  RetortStatement   *failed_statement;  /* nullable */
  RetortRunDoubt     doubt;
  char              *transaction_id;    /* nullable: of the COMMIT in doubt */
  gint64             reconnect_us;      /* how long a lost server is tried again */
  gint64             started_us;        /* g_get_real_time() */
  gint64             started_monotonic_us;
} RetortRun;

RetortRunReport *retort_run_carry_out (RetortRun *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean         retort_run_apply_project_settings (RetortSession *session, RetortWorkspace *workspace, RetortTarget *target,
                                                    const RetortRunOptions *options, GCancellable *cancellable, GError **error);
gboolean         retort_run_take_lock (RetortSession *session, RetortWorkspace *workspace, GCancellable *cancellable, GError **error);
void             retort_run_tell    (RetortRun *self, RetortRunEventFields *fields);
void             retort_run_settle  (RetortRun *self);
gboolean         retort_run_send_all (RetortRun *self, GError **error);
void             retort_run_roll_back (RetortRun *self);
gboolean         retort_run_prepare_retry (RetortRun *self, GError **error);
RetortRunReport *retort_run_conclude (RetortRun *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
