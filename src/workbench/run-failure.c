/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "workbench/run-failure.h"

#include <glib/gi18n-lib.h>

struct _RetortRunFailure
{
  gatomicrefcount ref_count;

  char          *path;
  char          *hash;    /* of the text that was run */
  RetortFinding *finding;
};

static RetortRevision *
find_revision (RetortPlan *plan, const char *id)
{
  for (guint i = 0; i < retort_plan_get_n_steps (plan); i++)
    {
      RetortRevision *revision = retort_plan_step_get_revision (retort_plan_get_step (plan, i));

      if (g_strcmp0 (retort_revision_get_id (revision), id) == 0)
        return revision;
    }
  return NULL;
}

static RetortFinding *
make_finding (RetortRevision *revision, const RetortRunReportFields *report)
{
  RetortStatement *statement = report->failed_statement;
  const RetortServerError *error = report->error;
  RetortFindingFields fields = {
    .rule = "failed-statement",
    .severity = RETORT_SEVERITY_ERROR,
    .revision = report->failed_revision,
    .path = retort_revision_get_path (revision),
    .start = retort_statement_get_start (statement),
    .end = retort_statement_get_end (statement),
    .span = retort_statement_get_span (statement),
    .message = error->message,
    .why = _("PostgreSQL refused it when it was last run."),
    .remedy = error->hint != NULL ? error->hint : error->detail != NULL ? error->detail : _("The last run stopped at this statement."),
  };

  return retort_finding_new (&fields);
}

/**
 * retort_run_failure_new:
 * @plan: what was carried out
 * @report: how that ended
 *
 * Which statement of which text failed.
 *
 * Returns: (transfer full) (nullable): %NULL when none did, or no file wrote the one that did
 */
RetortRunFailure *
retort_run_failure_new (RetortPlan *plan, RetortRunReport *report)
{
  const RetortRunReportFields *fields = retort_run_report_get (report);
  RetortRevision *revision = find_revision (plan, fields->failed_revision);
  RetortRunFailure *self = NULL;

  if (revision == NULL || retort_revision_get_source (revision) == NULL || fields->failed_statement == NULL
      || fields->error == NULL || fields->error->message == NULL || fields->was_cancelled
      || retort_statement_get_start (fields->failed_statement).line == 0)
    return NULL;
  self = g_new0 (RetortRunFailure, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->path = g_strdup (retort_revision_get_path (revision));
  self->hash = g_strdup (retort_source_get_hash (retort_revision_get_source (revision)));
  self->finding = make_finding (revision, fields);
  return self;
}

/**
 * retort_run_failure_ref:
 * @self: a failure
 *
 * Returns: (transfer full): the same
 */
RetortRunFailure *
retort_run_failure_ref (RetortRunFailure *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * retort_run_failure_unref:
 * @self: (transfer full): a failure
 */
void
retort_run_failure_unref (RetortRunFailure *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->path);
  g_free (self->hash);
  retort_finding_unref (self->finding);
  g_free (self);
}

/**
 * retort_run_failure_add:
 * @self: a failure
 * @source: a text
 * @findings: (element-type RetortFinding): what there is to say about it
 *
 * Says where the run stopped, as long as nobody has changed the text. Any thread.
 */
void
retort_run_failure_add (const RetortRunFailure *self, RetortSource *source, GPtrArray *findings)
{
  if (g_strcmp0 (self->path, retort_source_get_path (source)) == 0 && g_str_equal (self->hash, retort_source_get_hash (source)))
    g_ptr_array_add (findings, retort_finding_ref (self->finding));
}
