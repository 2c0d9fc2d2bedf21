/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans, reviews and reports as documents, as `retort-cli` writes them. Written on a worker thread: a plan of a whole history is long. */
#include "config.h"

#include "engine/step-context.h"
#include "report/schema-changes.h"
#include "workbench/branch-review-private.h"
#include "workbench/workbench-private.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  RetortWorkspace        *workspace;
  RetortBranchReviewItem *review; /* nullable; one of these three is there */
  RetortPlan             *plan;   /* nullable */
  RetortRunReport        *report; /* nullable */
  RetortTargetFacts      *facts;  /* nullable */
  char                   *title;
  char                   *path;   /* nullable */
  RetortDocumentFormat    format;
} ExportJob;

static void
export_job_free (gpointer data)
{
  ExportJob *self = data;

  retort_workspace_unref (self->workspace);
  g_clear_object (&self->review);
  g_clear_pointer (&self->plan, retort_plan_unref);
  g_clear_pointer (&self->report, retort_run_report_unref);
  g_clear_pointer (&self->facts, retort_target_facts_unref);
  g_free (self->title);
  g_free (self->path);
  g_free (self);
}

static const char *
get_root (const ExportJob *job)
{
  return retort_project_get (retort_workspace_get_project (job->workspace))->root;
}

static char *
dup_subtitle (const ExportJob *job)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%d %H:%M");

  return g_strdup_printf ("%s · %s · Retort %s", retort_workspace_get_name (job->workspace), time, RETORT_VERSION);
}

static char *
write_plan (const ExportJob *job, const char *subtitle, GCancellable *cancellable)
{
  guint n = retort_plan_get_n_steps (job->plan);
  g_autoptr(GPtrArray) contexts = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_step_context_free);
  g_autoptr(GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  g_autofree RetortDocumentStep *steps = g_new0 (RetortDocumentStep, n + 1);
  RetortPlanDocument wanted = { .format = job->format, .title = job->title, .subtitle = subtitle, .base = get_root (job), .facts = job->facts, .steps = steps };

  for (guint i = 0; i < n; i++)
    {
      RetortStepContext *context = retort_step_context_new (job->workspace, retort_plan_get_step (job->plan, i), cancellable);

      g_ptr_array_add (contexts, context);
      steps[i].has_badge = context->record != NULL;
      steps[i].badge = context->record != NULL ? context->record->reversibility : RETORT_REVERSIBLE_NO;
      steps[i].downgrade = context->opposite;
      if (context->after == NULL)
        continue;
      steps[i].changes = retort_schema_changes (context->before, context->after);
      g_ptr_array_add (changes, steps[i].changes);
    }
  return retort_plan_to_document (job->plan, &wanted);
}

static const char *
find_path_cb (const char *revision, gpointer user_data)
{
  RetortRevision *found = retort_history_find (retort_workspace_get_history (user_data), revision);

  return found != NULL ? retort_revision_get_path (found) : NULL;
}

static char *
write_report (const ExportJob *job, const char *subtitle)
{
  RetortRunDocument wanted = { .format = job->format, .title = job->title, .subtitle = subtitle, .base = get_root (job),
                               .version_table = retort_project_get (retort_workspace_get_project (job->workspace))->version_table,
                               .find_path = find_path_cb, .find_data = job->workspace };

  return retort_run_to_document (job->report, &wanted);
}

static void
export_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  ExportJob *job = data;
  g_autofree char *subtitle = dup_subtitle (job);
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;

  if (job->review != NULL)
    text = retort_branch_review_item_to_document (job->review, job->format, subtitle);
  else if (job->plan != NULL)
    text = write_plan (job, subtitle, cancellable);
  else
    text = write_report (job, subtitle);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (job->path == NULL || g_file_set_contents (job->path, text, -1, &error))
    g_task_return_pointer (task, g_steal_pointer (&text), g_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static char *
dup_plan_title (RetortPlanItem *item)
{
  const RetortPlanFields *fields = retort_plan_get (retort_plan_item_get_plan (item));
  g_autofree char *to = fields->to[0] != NULL ? g_strjoinv (", ", (GStrv) fields->to) : g_strdup ("base");
  const char *act = fields->direction == RETORT_DIRECTION_UPGRADE ? "Upgrade" : "Downgrade";

  return g_strdup_printf ("%s %s to %s", fields->stamp != NULL ? "Stamp" : act, retort_plan_item_get_target_name (item), to);
}

/* FALSE: there is nothing to write. */
static gboolean
take_subject (ExportJob *job, RetortWorkbench *self, GObject *what)
{
  if (RETORT_IS_BRANCH_REVIEW_ITEM (what))
    job->review = g_object_ref (RETORT_BRANCH_REVIEW_ITEM (what));
  else if (RETORT_IS_PLAN_ITEM (what))
    {
      job->plan = retort_plan_ref (retort_plan_item_get_plan (RETORT_PLAN_ITEM (what)));
      job->title = dup_plan_title (RETORT_PLAN_ITEM (what));
      job->facts = self->state != NULL ? retort_target_facts_ref (self->state->facts) : NULL;
    }
  else if (RETORT_IS_RUN_ITEM (what) && retort_run_item_get_report (RETORT_RUN_ITEM (what)) != NULL)
    {
      job->report = retort_run_report_ref (retort_run_item_get_report (RETORT_RUN_ITEM (what)));
      job->title = g_strdup (retort_run_item_get_title (RETORT_RUN_ITEM (what)));
    }
  else
    return FALSE;
  return TRUE;
}

/**
 * retort_workbench_export_async:
 * @self: a workbench with a project
 * @what: a RetortBranchReviewItem, a RetortPlanItem or a RetortRunItem that has ended
 * @format: what is written
 * @path: (nullable): the file, which is replaced; %NULL: the text is wanted alone
 * @cancellable: (nullable): to stop
 * @callback: called when it is written
 * @user_data: for @callback
 *
 * Writes a document for people: one file that needs nothing else.
 */
void
retort_workbench_export_async (RetortWorkbench *self, GObject *what, RetortExportFormat format, const char *path, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr(GTask) task = NULL;
  ExportJob *job = NULL;

  g_return_if_fail (RETORT_IS_WORKBENCH (self));
  g_return_if_fail (G_IS_OBJECT (what));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, retort_workbench_export_async);
  if (self->workspace == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("no project is open"));
      return;
    }
  job = g_new0 (ExportJob, 1);
  job->workspace = retort_workspace_ref (self->workspace);
  job->path = g_strdup (path);
  job->format = format == RETORT_EXPORT_HTML ? RETORT_DOCUMENT_HTML : RETORT_DOCUMENT_MARKDOWN;
  g_task_set_task_data (task, job, export_job_free);
  if (!take_subject (job, self, what))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("there is no report of this run"));
  else
    retort_worker_push (self->branch_worker, task, export_worker);
}

/**
 * retort_workbench_export_finish:
 * @self: a workbench
 * @result: what the callback was given
 * @error: a `G_FILE_ERROR`, or set when it was cancelled
 *
 * Returns: (transfer full) (nullable): the document's text
 */
char *
retort_workbench_export_finish (RetortWorkbench *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
