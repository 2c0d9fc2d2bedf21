/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sends a plan. Transactions follow what Alembic does online (docs/reference/alembic-project.md,
 * section 7): one for the run, or one a migration; a batch that must stand outside commits what came
 * before it and is followed by a new transaction.
 *
 * A migration may end the transaction itself (op.execute("COMMIT")). Alembic's driver then sends the
 * rest without one, and such migrations count on it (CREATE INDEX CONCURRENTLY follows); so do we,
 * until the end of that migration. What the server says after each batch decides, not what we sent. */
#include "engine/run-private.h"

#include "engine/live-host.h"
#include "formats/bookkeeping.h"
#include "sql/tree.h"

/* The lock is held. A run does not depend on its journal. */
static void
tell_lost_journal (RetortRun *self, const GError *error)
{
  g_autofree char *text = g_strdup_printf ("the journal of this run is lost: %s; the run goes on", error->message);
  RetortRunEventFields fields = { 0 };
  g_autoptr(RetortRunEvent) event = NULL;

  fields.kind = RETORT_RUN_EVENT_NOTICE;
  fields.text = text;
  fields.n_rows = -1;
  fields.time_us = g_get_real_time ();
  event = retort_run_event_new (&fields);
  if (self->sink != NULL)
    self->sink (event, self->sink_data);
}

/**
 * retort_run_tell:
 * @self: a run
 * @fields: the event; time is filled in
 *
 * Hands an event to the sink, one at a time. Any thread of the run.
 */
void
retort_run_tell (RetortRun *self, RetortRunEventFields *fields)
{
  g_autoptr(RetortRunEvent) event = NULL;
  g_autoptr(GMutexLocker) locker = NULL;
  g_autoptr(GError) error = NULL;

  fields->time_us = g_get_real_time ();
  event = retort_run_event_new (fields);
  locker = g_mutex_locker_new (&self->sink_lock);
  if (self->journal != NULL && !retort_run_journal_take (self->journal, event, &error))
    tell_lost_journal (self, error);
  if (self->sink != NULL)
    self->sink (event, self->sink_data);
}

static void
tell_kind (RetortRun *self, RetortRunEventKind kind)
{
  RetortRunEventFields fields = { 0 };

  fields.kind = kind;
  fields.revision = self->revision;
  fields.n_done = self->n_done;
  fields.n_total = self->n_total;
  fields.n_rows = -1;
  retort_run_tell (self, &fields);
}

static void
note_settled (RetortRun *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->sink_lock);
  g_autoptr(GError) error = NULL;

  if (self->journal != NULL && !retort_run_journal_settle (self->journal, self->n_settled, &error))
    tell_lost_journal (self, error);
}

/**
 * retort_run_settle:
 * @self: a run
 *
 * The server said that everything sent so far is in effect.
 */
void
retort_run_settle (RetortRun *self)
{
  for (; self->n_settled < self->statements->len; self->n_settled++)
    ((RetortRunStatement *) g_ptr_array_index (self->statements, self->n_settled))->is_in_effect = TRUE;
  self->n_steps_in_effect = self->n_steps_finished;
  self->n_clean = self->n_in_finished;
  note_settled (self);
}

/* @transaction_id (nullable): for the journal. */
static void
tell_committing (RetortRun *self, const char *transaction_id)
{
  RetortRunEventFields fields = { 0 };

  fields.kind = RETORT_RUN_EVENT_COMMITTING;
  fields.revision = self->revision;
  fields.text = transaction_id;
  fields.n_done = self->n_done;
  fields.n_total = self->n_total;
  fields.n_rows = -1;
  retort_run_tell (self, &fields);
}

static gboolean
is_open (RetortRun *self)
{
  return retort_session_get_transaction (self->session) == RETORT_TRANSACTION_OPEN;
}

/* Does the text end a transaction somewhere? A text that cannot be read may. */
static gboolean
may_end_transaction (const char *sql)
{
  g_autoptr(RetortSqlTree) tree = retort_sql_tree_parse (sql, NULL);

  if (tree == NULL)
    return TRUE;

  for (guint i = 0; i < retort_sql_tree_get_n_statements (tree); i++)
    if (retort_sql_tree_get_statement (tree, i)->node_case == PG_QUERY__NODE__NODE_TRANSACTION_STMT)
      return TRUE;
  return FALSE;
}

/* The statement of @batch that the server's error points at; the first one when it does not say. */
static RetortStatement *
find_failed_statement (RetortBatch *batch, const RetortServerError *server_error)
{
  const char *sql = retort_batch_get_sql (batch);
  const char *cursor = sql;
  const char *failed = NULL;
  RetortStatement *found = NULL;

  if (retort_batch_get_n_statements (batch) == 0)
    return NULL;
  if (server_error != NULL && server_error->position > 0 && server_error->position <= (guint) g_utf8_strlen (sql, -1))
    failed = g_utf8_offset_to_pointer (sql, server_error->position - 1);

  found = retort_batch_get_statement (batch, 0);
  for (guint i = 1; failed != NULL && i < retort_batch_get_n_statements (batch); i++)
    {
      const char *start = strstr (cursor, retort_statement_get_sql (retort_batch_get_statement (batch, i)));

      if (start == NULL || start > failed)
        break;
      found = retort_batch_get_statement (batch, i);
      cursor = start;
    }
  return found;
}

/* Keeps what the server said about the batch that failed. */
static void
note_failure (RetortRun *self, RetortBatch *batch, gboolean was_open, const GError *error)
{
  RetortStatement *statement = NULL;

  if (error->domain == RETORT_DB_ERROR && error->code != RETORT_DB_ERROR_CONNECTION)
    self->server_error = retort_session_dup_last_error (self->session);
  statement = find_failed_statement (batch, self->server_error);
  if (statement != NULL)
    self->failed_statement = retort_statement_ref (statement);
  self->failed_revision = g_strdup (self->revision);

  if (retort_session_get_transaction (self->session) == RETORT_TRANSACTION_LOST
      && (!was_open || may_end_transaction (retort_batch_get_sql (batch))))
    self->doubt = RETORT_RUN_DOUBT_STATEMENT;
}

/* (nullable): the transaction's id, by which its fate can be asked later; NULL when it wrote nothing. */
static gboolean
read_transaction_id (RetortRun *self, char **id, GError **error)
{
  g_autoptr(RetortResult) result = retort_session_execute (self->session,
                                                           "SELECT pg_catalog.pg_current_xact_id_if_assigned()",
                                                           self->cancellable, error);

  if (result == NULL)
    return FALSE;
  *id = g_strdup (retort_result_get_value (result, 0, 0));
  return TRUE;
}

static gboolean
commit (RetortRun *self, GError **error)
{
  g_autofree char *transaction_id = NULL;
  g_autoptr(RetortResult) result = NULL;

  if (!read_transaction_id (self, &transaction_id, error))
    return FALSE;

  tell_committing (self, transaction_id);
  retort_run_watch_begin (self->watch);
  result = retort_session_execute (self->session, "COMMIT", self->cancellable, error);
  retort_run_watch_end (self->watch);
  if (result == NULL)
    {
      if (retort_session_get_transaction (self->session) == RETORT_TRANSACTION_LOST && transaction_id != NULL)
        {
          self->doubt = RETORT_RUN_DOUBT_COMMIT;
          self->transaction_id = g_steal_pointer (&transaction_id);
        }
      else
        self->server_error = retort_session_dup_last_error (self->session);
      return FALSE;
    }
  if (g_strcmp0 (retort_result_get_tag (result), "COMMIT") != 0)
    {
      g_set_error (error, RETORT_DB_ERROR, RETORT_DB_ERROR_SQL, "the server answered COMMIT with %s",
                   retort_result_get_tag (result));
      return FALSE;
    }
  retort_run_settle (self);
  return TRUE;
}

static gboolean
begin (RetortRun *self, GError **error)
{
  g_autoptr(RetortResult) result = retort_session_execute (self->session, "BEGIN", self->cancellable, error);

  return result != NULL;
}

/* In or out of a transaction, as the batch needs it. */
static gboolean
prepare_transaction (RetortRun *self, RetortBatch *batch, GError **error)
{
  if (retort_batch_get_flags (batch) & RETORT_BATCH_AUTOCOMMIT)
    return !is_open (self) || commit (self, error);
  if (is_open (self) || self->commits_by_itself)
    return TRUE;
  if (retort_plan_get (self->plan)->transactions == RETORT_TRANSACTIONS_AUTOCOMMIT)
    return TRUE;
  return begin (self, error);
}

static RetortResult *
exchange (RetortRun *self, RetortBatch *batch, gint64 *elapsed_us, GError **error)
{
  gint64 before_us = g_get_monotonic_time ();
  RetortResult *result = NULL;

  retort_run_watch_begin (self->watch);
  result = retort_session_execute (self->session, retort_batch_get_sql (batch), self->cancellable, error);
  retort_run_watch_end (self->watch);
  *elapsed_us = g_get_monotonic_time () - before_us;
  return result;
}

static void
tell_statement (RetortRun *self, RetortRunEventKind kind, RetortBatch *batch, gint64 elapsed_us, gint64 n_rows)
{
  RetortRunEventFields fields = { 0 };

  fields.kind = kind;
  fields.revision = self->revision;
  fields.sql = retort_batch_get_sql (batch);
  fields.n_done = self->n_done;
  fields.n_total = self->n_total;
  fields.elapsed_us = elapsed_us;
  fields.n_rows = n_rows;
  retort_run_tell (self, &fields);
}

static void
record (RetortRun *self, RetortBatch *batch, gint64 elapsed_us, gint64 n_rows)
{
  RetortRunStatement *statement = g_new0 (RetortRunStatement, 1);

  statement->revision = g_strdup (self->revision);
  statement->sql = g_strdup (retort_batch_get_sql (batch));
  statement->elapsed_us = elapsed_us;
  statement->n_rows = n_rows;
  g_ptr_array_add (self->statements, statement);
  self->n_done += retort_batch_get_n_statements (batch);
  self->n_total = MAX (self->n_total, self->n_done); /* A migration that asks may send its statements several times. */
}

/* What the server says of the transaction after a batch: still open, ended by the batch, or none. */
static gboolean
follow_transaction (RetortRun *self, gboolean was_open, RetortResult *result, GError **error)
{
  if (is_open (self))
    return TRUE;
  if (was_open && g_strcmp0 (retort_result_get_tag (result), "ROLLBACK") == 0)
    {
      g_set_error (error, RETORT_RUN_ERROR, RETORT_RUN_ERROR_NOT_UNDERSTOOD,
                   "the migration rolled back the transaction that it runs in");
      return FALSE;
    }

  self->commits_by_itself = self->commits_by_itself || was_open;
  retort_run_settle (self);
  return TRUE;
}

/* The only guard against another tool that moves the same database (docs/reference/alembic-project.md, 6.1). */
static gboolean
check_bookkeeping (RetortRun *self, RetortBatch *batch, gint64 n_rows, GError **error)
{
  RetortProject *project = retort_workspace_get_project (self->workspace);
  g_autofree char *miscount = NULL;

  if (!(retort_batch_get_flags (batch) & RETORT_BATCH_BOOKKEEPING) || n_rows == 1)
    return TRUE;

  miscount = retort_project_get (project)->adapter->bookkeeping->dup_miscount (project, batch, n_rows);
  g_set_error_literal (error, RETORT_RUN_ERROR, RETORT_RUN_ERROR_BOOKKEEPING, miscount);
  return FALSE;
}

/* After the batch, before the next one: what did it do? */
static gboolean
observe (RetortRun *self, RetortBatch *batch, gboolean is_first, gboolean is_preamble, GError **error)
{
  const RetortRunStatement *sent = g_ptr_array_index (self->statements, self->statements->len - 1);
  RetortRunObserved observed = { 0 };

  if (self->observer == NULL)
    return TRUE;
  observed.batch = batch;
  observed.elapsed_us = sent->elapsed_us;
  observed.n_rows = sent->n_rows;
  observed.is_first = is_first;
  observed.is_in_transaction = is_open (self);
  observed.is_bookkeeping = is_preamble || (retort_batch_get_flags (batch) & RETORT_BATCH_BOOKKEEPING) != 0;
  return self->observer (self->session, &observed, self->observer_data, error);
}

/* COMMIT of the migration itself. Without an open transaction there is nothing to do, and the driver sends nothing. */
static gboolean
send_commit (RetortRun *self, RetortBatch *batch, GError **error)
{
  gint64 before_us = g_get_monotonic_time ();
  gint64 elapsed_us = 0;

  tell_statement (self, RETORT_RUN_EVENT_STATEMENT_STARTED, batch, 0, -1);
  if (is_open (self) && !commit (self, error))
    return FALSE;
  elapsed_us = g_get_monotonic_time () - before_us;
  record (self, batch, elapsed_us, -1);
  retort_run_settle (self);
  tell_statement (self, RETORT_RUN_EVENT_STATEMENT_FINISHED, batch, elapsed_us, -1);
  return observe (self, batch, FALSE, FALSE, error);
}

/* @given (out) (transfer full) (nullable): what the server gave back. */
static gboolean
send_batch (RetortRun *self, RetortBatch *batch, gboolean is_preamble, RetortResult **given, GError **error)
{
  gboolean was_open_before = is_open (self);
  g_autoptr(RetortResult) result = NULL;
  g_autoptr(GError) failure = NULL;
  gboolean was_open = FALSE;
  gint64 elapsed_us = 0;
  gint64 n_rows = -1;

  if (retort_batch_get_flags (batch) & RETORT_BATCH_COMMIT)
    return send_commit (self, batch, error);
  if (!prepare_transaction (self, batch, error))
    return FALSE;

  was_open = is_open (self);
  tell_statement (self, RETORT_RUN_EVENT_STATEMENT_STARTED, batch, 0, -1);
  result = exchange (self, batch, &elapsed_us, &failure);
  if (result == NULL)
    {
      note_failure (self, batch, was_open, failure);
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  n_rows = retort_result_get_n_affected (result);
  record (self, batch, elapsed_us, n_rows);
  tell_statement (self, RETORT_RUN_EVENT_STATEMENT_FINISHED, batch, elapsed_us, n_rows);
  if (!follow_transaction (self, was_open, result, error)
      || !observe (self, batch, !was_open_before || !was_open, is_preamble, error)
      || (!is_preamble && !check_bookkeeping (self, batch, n_rows, error)))
    return FALSE;
  if (given != NULL)
    *given = g_steal_pointer (&result);
  return TRUE;
}

static gboolean
send_cb (RetortBatch *batch, RetortResult **result, gpointer user_data, GCancellable *cancellable, GError **error)
{
  return send_batch (user_data, batch, FALSE, result, error);
}

/* What the migration asks about the catalogue: inside the transaction if there is one, so that it sees what was sent so far. */
static RetortResult *
query_cb (const char *sql, gpointer user_data, GCancellable *cancellable, GError **error)
{
  return retort_session_execute (((RetortRun *) user_data)->session, sql, cancellable, error);
}

/* Evaluates the migration once more; what it emits is compared with the plan and sent. */
static gboolean
send_migration (RetortRun *self, RetortMigration *planned, GError **error)
{
  g_autoptr(RetortHost) host = retort_live_host_new (planned, send_cb, query_cb, self);
  g_autoptr(GError) compile_error = NULL;
  g_autoptr(RetortMigration) sent = NULL;

  sent = retort_workspace_compile_over (self->workspace, retort_migration_get_revision (planned),
                                        retort_migration_get_direction (planned), host, self->cancellable,
                                        &compile_error);
  if (sent == NULL && retort_live_host_get_failure (RETORT_LIVE_HOST (host)) == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&compile_error));
      return FALSE;
    }
  return retort_live_host_finish (RETORT_LIVE_HOST (host), error);
}

static gboolean
send_batches (RetortRun *self, GPtrArray *batches, gboolean is_preamble, GError **error)
{
  for (guint i = 0; i < batches->len; i++)
    if (!send_batch (self, g_ptr_array_index (batches, i), is_preamble, NULL, error))
      return FALSE;
  return TRUE;
}

/* A step whose statements are all in effect already (it ran without a transaction) needs no COMMIT. */
static gboolean
end_step (RetortRun *self, GError **error)
{
  gboolean is_alone = retort_plan_get (self->plan)->transactions != RETORT_TRANSACTIONS_ONE || self->commits_by_itself;

  self->n_steps_finished++;
  self->n_in_finished = self->statements->len;
  tell_kind (self, RETORT_RUN_EVENT_STEP_FINISHED);
  if (!is_open (self))
    retort_run_settle (self);
  else if (is_alone && !commit (self, error))
    return FALSE;
  self->commits_by_itself = FALSE;
  return TRUE;
}

static gboolean
send_step (RetortRun *self, RetortPlanStep *step, GError **error)
{
  self->revision = retort_revision_get_id (retort_plan_step_get_revision (step));
  tell_kind (self, RETORT_RUN_EVENT_STEP_STARTED);

  return send_batches (self, retort_plan_step_get_opening (step), FALSE, error)
         && send_migration (self, retort_plan_step_get_migration (step), error)
         && send_batches (self, retort_plan_step_get_bookkeeping (step), FALSE, error)
         && end_step (self, error);
}

static gboolean
send_stamp_step (RetortRun *self, RetortStampStep *step, GError **error)
{
  self->revision = step->to != NULL ? step->to : step->from[0];
  tell_kind (self, RETORT_RUN_EVENT_STEP_STARTED);

  return send_batches (self, step->batches, FALSE, error) && end_step (self, error);
}

/* A purge is a transaction of its own unless one spans the run (MigrationContext._ensure_version_table). */
static gboolean
send_preamble (RetortRun *self, GError **error)
{
  const RetortPlanFields *plan = retort_plan_get (self->plan);

  /* In effect already: the run begins again after it. */
  if (plan->preamble->len > 0 && self->n_settled >= plan->preamble->len)
    return TRUE;
  if (!send_batches (self, plan->preamble, TRUE, error))
    return FALSE;
  if (!plan->purges || plan->transactions == RETORT_TRANSACTIONS_ONE || !is_open (self))
    return TRUE;
  self->n_in_finished = self->statements->len;
  return commit (self, error);
}

/* The steps that are not in effect yet. */
static gboolean
send_steps (RetortRun *self, GError **error)
{
  const GPtrArray *stamp = retort_plan_get (self->plan)->stamp;

  for (guint i = self->n_steps_in_effect; i < retort_plan_get_n_steps (self->plan); i++)
    if (!send_step (self, retort_plan_get_step (self->plan, i), error))
      return FALSE;
  for (guint i = self->n_steps_in_effect; stamp != NULL && i < stamp->len; i++)
    if (!send_stamp_step (self, g_ptr_array_index (stamp, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
send_rest (RetortRun *self, GError **error)
{
  return send_preamble (self, error) && send_steps (self, error) && (!is_open (self) || commit (self, error));
}

/**
 * retort_run_send_all:
 * @self: a run whose session is connected
 * @error: why it stopped
 *
 * Sends every batch of the plan and commits; begins again, as often as it may, when a lock was not
 * free in time. What is in effect afterwards is told by retort_run_conclude(). Blocks.
 *
 * Returns: %TRUE when the server said that everything is in effect
 */
gboolean
retort_run_send_all (RetortRun *self, GError **error)
{
  g_autoptr(GError) failure = NULL;

  while (!send_rest (self, &failure))
    {
      if (!retort_run_prepare_retry (self, &failure))
        {
          if (self->failed_revision == NULL)
            self->failed_revision = g_strdup (self->revision);
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      g_clear_error (&failure);
    }
  return TRUE;
}
