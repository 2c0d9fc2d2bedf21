/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/run.h"

struct _RetortRunEvent
{
  RetortRunEventFields fields; /* owns its strings */
};

struct _RetortRunReport
{
  RetortRunReportFields fields; /* owns what it points to */
};

G_DEFINE_BOXED_TYPE (RetortRunEvent, retort_run_event, retort_run_event_ref, retort_run_event_unref)
G_DEFINE_BOXED_TYPE (RetortRunReport, retort_run_report, retort_run_report_ref, retort_run_report_unref)

static const char *const outcome_words[] = {
  [RETORT_OUTCOME_APPLIED] = "applied",
  [RETORT_OUTCOME_NOT_APPLIED] = "not applied",
  [RETORT_OUTCOME_PARTLY_APPLIED] = "partly applied",
  [RETORT_OUTCOME_UNKNOWN] = "unknown",
};

/**
 * retort_run_event_new:
 * @fields: what happened; copied. A @time_us of 0 is replaced by the present
 *
 * Returns: (transfer full): the event
 */
RetortRunEvent *
retort_run_event_new (const RetortRunEventFields *fields)
{
  RetortRunEvent *self = g_atomic_rc_box_new0 (RetortRunEvent);

  self->fields = *fields;
  self->fields.revision = g_strdup (fields->revision);
  self->fields.sql = g_strdup (fields->sql);
  self->fields.text = g_strdup (fields->text);
  if (fields->time_us == 0)
    self->fields.time_us = g_get_real_time ();
  return self;
}

/**
 * retort_run_event_ref:
 * @self: an event
 *
 * Returns: (transfer full): @self
 */
RetortRunEvent *
retort_run_event_ref (RetortRunEvent *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
run_event_clear (gpointer data)
{
  RetortRunEventFields *fields = &((RetortRunEvent *) data)->fields;

  g_free ((char *) fields->revision);
  g_free ((char *) fields->sql);
  g_free ((char *) fields->text);
}

/**
 * retort_run_event_unref:
 * @self: (transfer full): an event
 */
void
retort_run_event_unref (RetortRunEvent *self)
{
  g_atomic_rc_box_release_full (self, run_event_clear);
}

/**
 * retort_run_event_get:
 * @self: an event
 *
 * Returns: (transfer none): what happened
 */
const RetortRunEventFields *
retort_run_event_get (const RetortRunEvent *self)
{
  return &self->fields;
}

/**
 * retort_server_error_copy:
 * @self: (nullable): what the server said
 *
 * Returns: (transfer full) (nullable): a copy
 */
RetortServerError *
retort_server_error_copy (const RetortServerError *self)
{
  RetortServerError *copy = NULL;

  if (self == NULL)
    return NULL;
  copy = g_new0 (RetortServerError, 1);
  copy->sqlstate = g_strdup (self->sqlstate);
  copy->message = g_strdup (self->message);
  copy->detail = g_strdup (self->detail);
  copy->hint = g_strdup (self->hint);
  copy->context = g_strdup (self->context);
  copy->table = g_strdup (self->table);
  copy->constraint = g_strdup (self->constraint);
  copy->position = self->position;
  return copy;
}

/**
 * retort_server_error_free:
 * @self: (transfer full): what the server said
 */
void
retort_server_error_free (RetortServerError *self)
{
  g_free (self->sqlstate);
  g_free (self->message);
  g_free (self->detail);
  g_free (self->hint);
  g_free (self->context);
  g_free (self->table);
  g_free (self->constraint);
  g_free (self);
}

/**
 * retort_run_statement_free:
 * @self: (transfer full): a statement as it was run
 */
void
retort_run_statement_free (RetortRunStatement *self)
{
  g_free (self->revision);
  g_free (self->sql);
  g_free (self);
}

static GPtrArray *
copy_statements (GPtrArray *statements)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_run_statement_free);

  for (guint i = 0; statements != NULL && i < statements->len; i++)
    {
      const RetortRunStatement *from = g_ptr_array_index (statements, i);
      RetortRunStatement *to = g_memdup2 (from, sizeof *from);

      to->revision = g_strdup (from->revision);
      to->sql = g_strdup (from->sql);
      g_ptr_array_add (copy, to);
    }
  return copy;
}

/**
 * retort_run_report_new:
 * @fields: how the run ended; copied, references are taken
 *
 * Returns: (transfer full): the report
 */
RetortRunReport *
retort_run_report_new (const RetortRunReportFields *fields)
{
  RetortRunReport *self = NULL;
  RetortRunReportFields *own = NULL;

  g_return_val_if_fail (fields != NULL && fields->summary != NULL, NULL);

  self = g_atomic_rc_box_new0 (RetortRunReport);
  own = &self->fields;
  *own = *fields;
  own->summary = g_strdup (fields->summary);
  own->next_step = g_strdup (fields->next_step);
  own->error = retort_server_error_copy (fields->error);
  own->failed_revision = g_strdup (fields->failed_revision);
  if (fields->failed_statement != NULL)
    own->failed_statement = retort_statement_ref (fields->failed_statement);
  own->rows_before = (const char *const *) g_strdupv ((GStrv) fields->rows_before);
  own->rows_after = (const char *const *) g_strdupv ((GStrv) fields->rows_after);
  own->statements = copy_statements (fields->statements);
  return self;
}

/**
 * retort_run_report_ref:
 * @self: a report
 *
 * Returns: (transfer full): @self
 */
RetortRunReport *
retort_run_report_ref (RetortRunReport *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
run_report_clear (gpointer data)
{
  RetortRunReportFields *fields = &((RetortRunReport *) data)->fields;

  g_free ((char *) fields->summary);
  g_free ((char *) fields->next_step);
  if (fields->error != NULL)
    retort_server_error_free ((RetortServerError *) fields->error);
  g_free ((char *) fields->failed_revision);
  g_clear_pointer (&fields->failed_statement, retort_statement_unref);
  g_strfreev ((GStrv) fields->rows_before);
  g_strfreev ((GStrv) fields->rows_after);
  g_ptr_array_unref (fields->statements);
}

/**
 * retort_run_report_unref:
 * @self: (transfer full): a report
 */
void
retort_run_report_unref (RetortRunReport *self)
{
  g_atomic_rc_box_release_full (self, run_report_clear);
}

/**
 * retort_run_report_get:
 * @self: a report
 *
 * Returns: (transfer none): how the run ended
 */
const RetortRunReportFields *
retort_run_report_get (const RetortRunReport *self)
{
  return &self->fields;
}

/**
 * retort_outcome_to_string:
 * @outcome: an outcome
 *
 * Returns: its word, not translated
 */
const char *
retort_outcome_to_string (RetortOutcome outcome)
{
  return outcome_words[outcome];
}
