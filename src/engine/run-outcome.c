/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What became of a run. Nothing is inferred from what we sent: the fate of a COMMIT whose answer was
 * lost is asked by its transaction's id (pg_xact_status, PostgreSQL docs, "Transaction ID and
 * Snapshot Information Functions") and of the version rows, which it changed; they are read again in every
 * case. What cannot be read is called unknown. */
#include "engine/run-private.h"

#include "engine/verify.h"

/* What was read after the run. */
typedef struct
{
  RetortSession *session;     /* nullable: could not connect any more */
  GStrv          rows;        /* nullable: could not be read */
  RetortApplied *applied;     /* nullable: likewise, and where the rows stand for all before them */
  char          *mismatch;    /* nullable: the first thing that is not as promised, a clause */
  gboolean       is_verified;
} Aftermath;

static void
aftermath_clear (Aftermath *self)
{
  g_clear_pointer (&self->session, retort_session_unref);
  g_clear_pointer (&self->rows, g_strfreev);
  g_clear_pointer (&self->applied, retort_applied_unref);
  g_clear_pointer (&self->mismatch, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Aftermath, aftermath_clear)

static void
tell_text (RetortRun *self, RetortRunEventKind kind, const char *text)
{
  RetortRunEventFields fields = { 0 };

  fields.kind = kind;
  fields.text = text;
  fields.revision = self->failed_revision;
  fields.n_done = self->n_done;
  fields.n_total = self->n_total;
  fields.n_rows = -1;
  retort_run_tell (self, &fields);
}

static gboolean
was_cancelled (const RetortRun *self)
{
  return g_error_matches (self->failure, RETORT_DB_ERROR, RETORT_DB_ERROR_CANCELLED)
         || g_error_matches (self->failure, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Waits a little before the next attempt; grows to two seconds. FALSE: the time is up. */
static gboolean
pause_before_retry (gint64 deadline_us, guint *pause_ms)
{
  if (g_get_monotonic_time () >= deadline_us)
    return FALSE;

  g_poll (NULL, 0, (int) *pause_ms);
  *pause_ms = MIN (*pause_ms * 2, 2000);
  return TRUE;
}

/* A session that was cancelled or killed is replaced: reading must not depend on it. */
static RetortSession *
reconnect (RetortRun *self)
{
  gint64 deadline_us = g_get_monotonic_time () + self->reconnect_us;
  RetortSessionOptions options = { 0 };
  RetortSession *session = NULL;
  guint pause_ms = 100;

  options.is_read_only = TRUE;
  options.statement_timeout_ms = 30000;
  do
    session = retort_target_connect (self->target, &options, NULL, NULL);
  while (session == NULL && pause_before_retry (deadline_us, &pause_ms));
  return session;
}

/* What the server says of the transaction whose COMMIT is in doubt. */
typedef enum
{
  FATE_UNKNOWN,   /* no answer, or still in progress */
  FATE_FORGOTTEN, /* there is no such transaction: the server lost it when it crashed */
  FATE_COMMITTED,
  FATE_ABORTED,
} Fate;

static Fate
read_fate (RetortRun *self, RetortSession *session)
{
  const char *parameters[] = { self->transaction_id, NULL };
  gint64 deadline_us = g_get_monotonic_time () + self->reconnect_us;
  guint pause_ms = 100;

  do
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(RetortResult) result = retort_session_query (session, "SELECT pg_catalog.pg_xact_status($1::xid8)",
                                                             parameters, NULL, &error);
      const char *status = result != NULL ? retort_result_get_value (result, 0, 0) : NULL;

      if (g_error_matches (error, RETORT_DB_ERROR, RETORT_DB_ERROR_SQL))
        return FATE_FORGOTTEN;
      if (g_strcmp0 (status, "committed") == 0)
        return FATE_COMMITTED;
      if (g_strcmp0 (status, "aborted") == 0)
        return FATE_ABORTED;
      /* "in progress": the backend that we lost has not noticed yet. */
      if (g_strcmp0 (status, "in progress") != 0)
        return FATE_UNKNOWN;
    }
  while (pause_before_retry (deadline_us, &pause_ms));
  return FATE_UNKNOWN;
}

/* After its upgrade a revision is a row; before its downgrade it was one. */
static gboolean
has_row (const Aftermath *aftermath, RetortPlanStep *step)
{
  const char *id = retort_revision_get_id (retort_plan_step_get_revision (step));

  return aftermath->applied != NULL ? retort_applied_contains (aftermath->applied, id)
                                    : g_strv_contains ((const char *const *) aftermath->rows, id);
}

/* What the version rows say of it: they change in the same transaction. FATE_UNKNOWN: it changed none. */
static Fate
read_fate_from_rows (const RetortRun *self, const Aftermath *aftermath)
{
  const RetortPlanFields *plan = retort_plan_get (self->plan);
  const char *const *rows = (const char *const *) aftermath->rows;
  RetortPlanStep *first = NULL;
  RetortPlanStep *last = NULL;

  if (rows == NULL || self->n_steps_finished <= self->n_steps_in_effect)
    return FATE_UNKNOWN;
  if (plan->stamp != NULL)
    {
      if (g_strv_equal (plan->from, plan->to))
        return FATE_UNKNOWN;
      return g_strv_equal (rows, plan->to) ? FATE_COMMITTED : FATE_ABORTED;
    }
  first = g_ptr_array_index (plan->steps, self->n_steps_in_effect);
  last = g_ptr_array_index (plan->steps, self->n_steps_finished - 1);
  if (plan->direction == RETORT_DIRECTION_UPGRADE)
    return has_row (aftermath, last) ? FATE_COMMITTED : FATE_ABORTED;
  return has_row (aftermath, first) ? FATE_ABORTED : FATE_COMMITTED;
}

/* After a crash the id may be another transaction's: the rows must not contradict it. A transaction that the server does not
 * know left the rows as they were. */
static void
resolve_commit (RetortRun *self, Aftermath *aftermath, Fate fate)
{
  Fate by_rows = read_fate_from_rows (self, aftermath);

  if (fate == FATE_COMMITTED && by_rows != FATE_ABORTED)
    {
      retort_run_settle (self);
      self->doubt = RETORT_RUN_DOUBT_NONE;
    }
  if ((fate == FATE_ABORTED && by_rows != FATE_COMMITTED) || (fate == FATE_FORGOTTEN && by_rows == FATE_ABORTED))
    self->doubt = RETORT_RUN_DOUBT_NONE;
}

/**
 * retort_run_roll_back:
 * @self: a run
 *
 * Ends the transaction that failed; when that cannot be said to the server, it ends by itself.
 */
void
retort_run_roll_back (RetortRun *self)
{
  g_autoptr(RetortResult) result = NULL;
  g_autoptr(GError) error = NULL;

  switch (retort_session_get_transaction (self->session))
    {
    case RETORT_TRANSACTION_IDLE:
    case RETORT_TRANSACTION_LOST:
      return;
    case RETORT_TRANSACTION_OPEN:
    case RETORT_TRANSACTION_FAILED:
      break;
    }

  result = retort_session_execute (self->session, "ROLLBACK", NULL, &error);
  if (result == NULL)
    g_info ("cannot roll back: %s", error->message);
}

static void
read_rows (RetortRun *self, Aftermath *aftermath)
{
  g_autoptr(RetortTargetState) state = NULL;

  if (aftermath->session == NULL)
    return;

  state = retort_target_state_read (aftermath->session, self->workspace, NULL, NULL);
  if (state == NULL)
    return;
  aftermath->rows = g_steal_pointer (&state->rows);
  aftermath->applied = g_steal_pointer (&state->applied);
}

static guint
count_steps (const RetortRun *self)
{
  const RetortPlanFields *plan = retort_plan_get (self->plan);

  return plan->stamp != NULL ? plan->stamp->len : plan->steps->len;
}

static gboolean
is_all_in_effect (const RetortRun *self)
{
  return self->failure == NULL
         || (self->doubt == RETORT_RUN_DOUBT_NONE && self->n_steps_in_effect == count_steps (self)
             && self->n_settled == self->statements->len);
}

static RetortOutcome
decide_outcome (const RetortRun *self)
{
  if (is_all_in_effect (self))
    return RETORT_OUTCOME_APPLIED;
  if (self->doubt != RETORT_RUN_DOUBT_NONE)
    return RETORT_OUTCOME_UNKNOWN;
  return self->n_settled > 0 ? RETORT_OUTCOME_PARTLY_APPLIED : RETORT_OUTCOME_NOT_APPLIED;
}

/* (nullable): the first step whose row is not what it should be, where each migration has one. */
static char *
dup_missing_row (RetortRun *self, const Aftermath *aftermath)
{
  const RetortPlanFields *plan = retort_plan_get (self->plan);
  gboolean should_be = plan->direction == RETORT_DIRECTION_UPGRADE;

  for (guint i = 0; aftermath->applied != NULL && i < plan->steps->len; i++)
    if (has_row (aftermath, g_ptr_array_index (plan->steps, i)) != should_be)
      return g_strdup_printf ("the tool's table %s '%s'", should_be ? "does not hold" : "still holds",
                              retort_revision_get_id (retort_plan_step_get_revision (g_ptr_array_index (plan->steps, i))));
  return NULL;
}

static void
check_promise (RetortRun *self, Aftermath *aftermath, RetortOutcome outcome)
{
  const RetortPlanFields *plan = retort_plan_get (self->plan);
  const char *const *promised = outcome == RETORT_OUTCOME_APPLIED ? plan->to : plan->from;

  if (outcome == RETORT_OUTCOME_UNKNOWN || outcome == RETORT_OUTCOME_PARTLY_APPLIED || aftermath->rows == NULL)
    return;

  if (!g_strv_equal ((const char *const *) aftermath->rows, promised))
    {
      g_autofree char *rows = g_strjoinv (", ", aftermath->rows);
      g_autofree char *expected = g_strjoinv (", ", (GStrv) promised);

      aftermath->mismatch = g_strdup_printf ("the version table holds '%s' instead of '%s'", rows, expected);
    }
  else if (outcome == RETORT_OUTCOME_APPLIED && (aftermath->mismatch = dup_missing_row (self, aftermath)) == NULL)
    aftermath->is_verified = retort_verify_plan (self->plan, aftermath->session, &aftermath->mismatch);
  else
    aftermath->is_verified = outcome != RETORT_OUTCOME_APPLIED;
}

/* "the database is at 013"; what was read, never what was hoped. */
static char *
dup_place (const Aftermath *aftermath)
{
  g_autofree char *rows = NULL;

  if (aftermath->rows == NULL)
    return g_strdup ("the database could not be read since");
  if (aftermath->rows[0] == NULL)
    return g_strdup ("the database is at the base");

  rows = g_strjoinv (", ", aftermath->rows);
  return g_strdup_printf ("the database is at %s", rows);
}

/* What stopped it, on one line; libpq's words go over several. A cancelled run needs none. Of a server's error the
 * message alone: its SQLSTATE is among the details. */
static char *
dup_cause (RetortRun *self)
{
  const char *message = self->failure->message;
  g_auto(GStrv) lines = NULL;
  g_autoptr(GString) cause = g_string_new (NULL);

  if (was_cancelled (self))
    return g_strdup ("");
  if (self->server_error != NULL && self->server_error->sqlstate != NULL
      && g_str_has_prefix (message, self->server_error->sqlstate))
    message += strlen (self->server_error->sqlstate) + 1;
  lines = g_strsplit (message, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    g_string_append_printf (cause, "%s%s", i == 0 ? ": " : " ", g_strstrip (lines[i]));
  return g_strchomp (g_strdup (cause->str));
}

static char *
dup_applied_summary (RetortRun *self, const Aftermath *aftermath)
{
  g_autofree char *place = dup_place (aftermath);
  const RetortPlanFields *plan = retort_plan_get (self->plan);
  gboolean is_up = plan->direction == RETORT_DIRECTION_UPGRADE;
  guint n = plan->steps->len;
  g_autofree char *done = NULL;

  if (plan->stamp != NULL)
    done = g_strdup_printf ("stamped, no migration was run; %s", place);
  else
    done = g_strdup_printf ("%u revision%s %s; %s", n, n == 1 ? "" : "s", is_up ? "applied" : "undone", place);

  if (aftermath->mismatch != NULL)
    return g_strdup_printf ("%s; but %s", done, aftermath->mismatch);
  if (self->failure != NULL)
    return g_strdup_printf ("%s; the connection was lost while COMMIT was on its way, and the server says that it took effect",
                            done);
  return g_steal_pointer (&done);
}

static char *
dup_summary (RetortRun *self, const Aftermath *aftermath, RetortOutcome outcome)
{
  g_autofree char *place = dup_place (aftermath);
  g_autofree char *where = NULL;
  g_autofree char *cause = NULL;

  if (outcome == RETORT_OUTCOME_APPLIED)
    return dup_applied_summary (self, aftermath);

  cause = dup_cause (self);
  where = self->failed_revision != NULL ? g_strdup_printf (" at %s", self->failed_revision) : g_strdup ("");
  switch (outcome)
    {
    case RETORT_OUTCOME_APPLIED:
      break;
    case RETORT_OUTCOME_NOT_APPLIED:
      return g_strdup_printf ("%s%s%s; nothing was applied, %s", was_cancelled (self) ? "cancelled" : "stopped", where,
                              cause, place);
    case RETORT_OUTCOME_PARTLY_APPLIED:
      return g_strdup_printf ("%s%s%s; %u of %u statements that were sent are in effect, %s",
                              was_cancelled (self) ? "cancelled" : "stopped", where, cause,
                              self->n_settled, self->statements->len, place);
    case RETORT_OUTCOME_UNKNOWN:
      return g_strdup_printf ("the connection was lost%s while %s was on its way: it is not known whether it took effect, %s",
                              where, self->doubt == RETORT_RUN_DOUBT_COMMIT ? "COMMIT" : "a statement outside a transaction",
                              place);
    }
  g_assert_not_reached ();
}

/* (nullable): what to do now. */
static const char *
get_next_step (RetortRun *self, const Aftermath *aftermath, RetortOutcome outcome)
{
  switch (outcome)
    {
    case RETORT_OUTCOME_APPLIED:
      return aftermath->mismatch != NULL ? "compare the database with the history before going on" : NULL;
    case RETORT_OUTCOME_NOT_APPLIED:
      if (g_error_matches (self->failure, RETORT_DB_ERROR, RETORT_DB_ERROR_LOCK_TIMEOUT))
        return "wait until the other transaction ended, or raise the lock timeout, and run it again";
      if (was_cancelled (self))
        return "nothing has to be done; it can be run again";
      return "mend the cause and run it again";
    case RETORT_OUTCOME_PARTLY_APPLIED:
      return "look at the statements that are in effect; finish or undo them before running the rest";
    case RETORT_OUTCOME_UNKNOWN:
      return "reconnect and read the version table before doing anything else";
    }
  g_assert_not_reached ();
}

static RetortRunReport *
make_report (RetortRun *self, const Aftermath *aftermath, RetortOutcome outcome)
{
  g_autofree char *summary = dup_summary (self, aftermath, outcome);
  RetortRunReportFields fields = { 0 };

  fields.outcome = outcome;
  fields.was_cancelled = self->failure != NULL && was_cancelled (self);
  fields.summary = summary;
  fields.next_step = get_next_step (self, aftermath, outcome);
  fields.error = self->server_error;
  fields.failed_revision = self->failed_revision;
  fields.failed_statement = self->failed_statement;
  fields.rows_before = retort_plan_get (self->plan)->from;
  fields.rows_after = (const char *const *) aftermath->rows;
  fields.is_verified = aftermath->is_verified;
  fields.statements = self->statements;
  fields.started_us = self->started_us;
  fields.elapsed_us = g_get_monotonic_time () - self->started_monotonic_us;
  return retort_run_report_new (&fields);
}

static void
tell_finished (RetortRun *self, RetortRunReport *report)
{
  const RetortRunReportFields *said = retort_run_report_get (report);
  RetortRunEventFields fields = { 0 };

  fields.kind = RETORT_RUN_EVENT_FINISHED;
  fields.text = said->summary;
  fields.n_done = self->n_done;
  fields.n_total = self->n_total;
  fields.elapsed_us = said->elapsed_us;
  fields.n_rows = -1;
  fields.outcome = said->outcome;
  retort_run_tell (self, &fields);
}

/**
 * retort_run_conclude:
 * @self: a run that sent everything, or failed
 *
 * Ends the transaction, reads the database again, and says what became of the run. Blocks.
 *
 * Returns: (transfer full): the report
 */
RetortRunReport *
retort_run_conclude (RetortRun *self)
{
  g_auto(Aftermath) aftermath = { 0 };
  RetortRunReport *report = NULL;
  RetortOutcome outcome = RETORT_OUTCOME_UNKNOWN;
  Fate fate = FATE_UNKNOWN;

  if (self->failure != NULL)
    {
      tell_text (self, was_cancelled (self) ? RETORT_RUN_EVENT_CANCELLING : RETORT_RUN_EVENT_FAILED,
                 self->failure->message);
      retort_run_roll_back (self);
    }

  tell_text (self, RETORT_RUN_EVENT_VERIFYING, NULL);
  if (retort_session_get_transaction (self->session) == RETORT_TRANSACTION_IDLE)
    aftermath.session = retort_session_ref (self->session);
  else
    aftermath.session = reconnect (self);
  /* The rows are read when it is known that nothing is in progress. */
  if (self->doubt == RETORT_RUN_DOUBT_COMMIT && aftermath.session != NULL)
    fate = read_fate (self, aftermath.session);
  read_rows (self, &aftermath);
  if (self->doubt == RETORT_RUN_DOUBT_COMMIT)
    resolve_commit (self, &aftermath, fate);

  outcome = decide_outcome (self);
  check_promise (self, &aftermath, outcome);
  report = make_report (self, &aftermath, outcome);
  tell_finished (self, report);
  return report;
}
