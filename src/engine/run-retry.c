/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run whose lock was not free in time may begin again: what it did since the last step that is in
 * effect was rolled back, and the queue behind a waiting ALTER TABLE could move on meanwhile. It never
 * does when half of a step is in effect (an autocommit block), or when anything else went wrong. */
#include "engine/run-private.h"

#define FIRST_PAUSE_MS 200
#define LONGEST_PAUSE_MS 10000

static gboolean
may_retry (const RetortRun *self, const GError *failure)
{
  return self->n_tried < self->n_retries && g_error_matches (failure, RETORT_DB_ERROR, RETORT_DB_ERROR_LOCK_TIMEOUT)
         && self->n_settled == self->n_clean && self->doubt == RETORT_RUN_DOUBT_NONE;
}

static guint
count_statements_in_effect (const RetortRun *self)
{
  const RetortPlanFields *plan = retort_plan_get (self->plan);
  guint n_left = 0;

  /* What is still to come is counted as the plan does. */
  for (guint i = self->n_steps_in_effect; i < plan->steps->len; i++)
    n_left += retort_plan_step_count_statements (g_ptr_array_index (plan->steps, i));
  for (guint i = self->n_steps_in_effect; plan->stamp != NULL && i < plan->stamp->len; i++)
    n_left += ((RetortStampStep *) g_ptr_array_index (plan->stamp, i))->batches->len;
  if (self->n_settled == 0)
    n_left += plan->preamble->len;
  return self->n_total - n_left;
}

/* Back to the last step that is in effect. */
static void
forget_failure (RetortRun *self)
{
  g_ptr_array_set_size (self->statements, (int) self->n_settled);
  self->n_steps_finished = self->n_steps_in_effect;
  self->n_in_finished = self->n_clean;
  self->n_done = count_statements_in_effect (self);
  self->commits_by_itself = FALSE;
  g_clear_pointer (&self->server_error, retort_server_error_free);
  g_clear_pointer (&self->failed_revision, g_free);
  g_clear_pointer (&self->failed_statement, retort_statement_unref);
}

static void
tell_retry (RetortRun *self, guint pause_ms)
{
  g_autofree char *text = g_strdup_printf ("a lock was not free in time%s%s; rolled back, trying again in %u ms (%u of %u)",
                                           self->failed_revision != NULL ? " at " : "",
                                           self->failed_revision != NULL ? self->failed_revision : "", pause_ms,
                                           self->n_tried, self->n_retries);
  RetortRunEventFields fields = { 0 };

  fields.kind = RETORT_RUN_EVENT_NOTICE;
  fields.text = text;
  fields.n_rows = -1;
  retort_run_tell (self, &fields);
}

/* FALSE with @error: cancelled. */
static gboolean
pause_run (RetortRun *self, guint pause_ms, GError **error)
{
  GPollFD fd = { 0 };
  gboolean has_fd = g_cancellable_make_pollfd (self->cancellable, &fd);

  g_poll (has_fd ? &fd : NULL, has_fd ? 1 : 0, (int) pause_ms);
  if (has_fd)
    g_cancellable_release_fd (self->cancellable);
  return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}

/**
 * retort_run_prepare_retry:
 * @self: a run that stopped
 * @failure: (inout): why; another one when the pause was cancelled
 *
 * Rolls back, tells, and waits a while, when the run may begin again. Blocks.
 *
 * Returns: whether to send the rest of the plan once more
 */
gboolean
retort_run_prepare_retry (RetortRun *self, GError **failure)
{
  guint pause_ms = MIN (FIRST_PAUSE_MS << MIN (self->n_tried, 8), LONGEST_PAUSE_MS);
  GError *cancelled = NULL;

  if (!may_retry (self, *failure))
    return FALSE;
  retort_run_roll_back (self);
  if (retort_session_get_transaction (self->session) != RETORT_TRANSACTION_IDLE)
    return FALSE;

  self->n_tried++;
  tell_retry (self, pause_ms);
  forget_failure (self);
  if (pause_run (self, pause_ms, &cancelled))
    return TRUE;

  g_clear_error (failure);
  *failure = cancelled;
  return FALSE;
}
