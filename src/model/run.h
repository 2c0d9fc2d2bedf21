/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan being carried out: events while it runs, a report when it ended. */
#pragma once

#include "model/plan.h"

G_BEGIN_DECLS

/**
 * RetortOutcome:
 * @RETORT_OUTCOME_APPLIED: all that was asked is in effect
 * @RETORT_OUTCOME_NOT_APPLIED: nothing of it is in effect
 * @RETORT_OUTCOME_PARTLY_APPLIED: read from the database: some steps are in effect (own transactions)
 * @RETORT_OUTCOME_UNKNOWN: the connection was lost at a moment at which it cannot be told, and the database could not be read since
 */
typedef enum
{
  RETORT_OUTCOME_APPLIED,
  RETORT_OUTCOME_NOT_APPLIED,
  RETORT_OUTCOME_PARTLY_APPLIED,
  RETORT_OUTCOME_UNKNOWN,
} RetortOutcome;

typedef enum
{
  RETORT_RUN_EVENT_STARTED,            /* n_total: statements of the plan */
  RETORT_RUN_EVENT_CONNECTED,
  RETORT_RUN_EVENT_STEP_STARTED,       /* revision */
  RETORT_RUN_EVENT_STATEMENT_STARTED,  /* sql, n_done of n_total */
  RETORT_RUN_EVENT_STATEMENT_FINISHED, /* elapsed_us, n_rows */
  RETORT_RUN_EVENT_STEP_FINISHED,
  RETORT_RUN_EVENT_WAITING,            /* text: "waiting for …": who blocks, for how long, what they run */
  RETORT_RUN_EVENT_NOTICE,             /* text: the server's NOTICE or WARNING */
  RETORT_RUN_EVENT_COMMITTING,         /* text: the id of the transaction; NULL: it wrote nothing */
  RETORT_RUN_EVENT_CANCELLING,
  RETORT_RUN_EVENT_VERIFYING,
  RETORT_RUN_EVENT_FAILED,             /* text */
  RETORT_RUN_EVENT_FINISHED,           /* outcome */
} RetortRunEventKind;

typedef struct
{
  RetortRunEventKind kind;
  gint64             time_us;    /* g_get_real_time() */
  const char        *revision;   /* nullable */
  const char        *sql;        /* nullable */
  const char        *text;       /* nullable */
  guint              n_done;
  guint              n_total;
  gint64             elapsed_us; /* of the statement, or of the run */
  gint64             n_rows;     /* -1: not said */
  RetortOutcome      outcome;
} RetortRunEventFields;

/* Immutable, atomically reference counted: may cross threads. */
typedef struct _RetortRunEvent RetortRunEvent;

#define RETORT_TYPE_RUN_EVENT (retort_run_event_get_type ())
GType           retort_run_event_get_type (void) G_GNUC_CONST;
RetortRunEvent *retort_run_event_new      (const RetortRunEventFields *fields) G_GNUC_WARN_UNUSED_RESULT;
RetortRunEvent *retort_run_event_ref      (RetortRunEvent *self);
void            retort_run_event_unref    (RetortRunEvent *self);
const RetortRunEventFields *retort_run_event_get (const RetortRunEvent *self);

/**
 * RetortRunSink:
 * @event: (transfer none): what happened
 * @user_data: the sink's data
 *
 * Called on the thread of the run, never on the main thread.
 */
typedef void (*RetortRunSink) (RetortRunEvent *event, gpointer user_data);

/**
 * RetortServerError:
 * What PostgreSQL said, field by field; every string is nullable.
 */
typedef struct
{
  char *sqlstate;
  char *message;
  char *detail;
  char *hint;
  char *context;
  char *table;
  char *constraint;
  guint position; /* characters from 1 in the statement; 0: not said */
} RetortServerError;

RetortServerError *retort_server_error_copy (const RetortServerError *self) G_GNUC_WARN_UNUSED_RESULT;
void               retort_server_error_free (RetortServerError *self);

/* One statement as it was run. */
typedef struct
{
  char      *revision;
  char      *sql;
  gint64     elapsed_us;
  gint64     n_rows;
  gboolean   is_in_effect; /* known from the database after the run */
} RetortRunStatement;

/**
 * RetortRunReportFields:
 * @outcome: what became of it
 * @was_cancelled: we sent a cancel and the server obeyed
 * @summary: (not nullable): one sentence: what happened and what took effect
 * @next_step: (nullable): what to do now
 * @error: (nullable): what the server said
 * @failed_revision: (nullable): where it stopped
 * @failed_statement: (nullable): the statement that failed
 * @rows_before: (array zero-terminated=1): version rows before
 * @rows_after: (nullable) (array zero-terminated=1): version rows as read after the run; %NULL: could not be read
 * @is_verified: the rows and the schema were read afterwards and are what the plan promised
 * @statements: (element-type RetortRunStatement): what was sent
 */
typedef struct
{
  RetortOutcome            outcome;
  gboolean                 was_cancelled;
  const char              *summary;
  const char              *next_step;
  const RetortServerError *error;
  const char              *failed_revision;
  RetortStatement         *failed_statement;
  const char *const       *rows_before;
  const char *const       *rows_after;
  gboolean                 is_verified;
  GPtrArray               *statements;
  gint64                   started_us;
  gint64                   elapsed_us;
} RetortRunReportFields;

/* Immutable, atomically reference counted: may cross threads. */
typedef struct _RetortRunReport RetortRunReport;

#define RETORT_TYPE_RUN_REPORT (retort_run_report_get_type ())
GType            retort_run_report_get_type (void) G_GNUC_CONST;
RetortRunReport *retort_run_report_new      (const RetortRunReportFields *fields) G_GNUC_WARN_UNUSED_RESULT;
RetortRunReport *retort_run_report_ref      (RetortRunReport *self);
void             retort_run_report_unref    (RetortRunReport *self);
const RetortRunReportFields *retort_run_report_get (const RetortRunReport *self);
const char      *retort_outcome_to_string   (RetortOutcome outcome);
void             retort_run_statement_free  (RetortRunStatement *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortRunEvent, retort_run_event_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortServerError, retort_server_error_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RetortRunReport, retort_run_report_unref)

G_END_DECLS
