/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Findings of all revisions, computed in the background after opening, newest revision first. The
 * rows get their counts a frame at a time; the review of the open revision does not wait for it. */
#include "config.h"

#include "workbench/revision-item-private.h"
#include "workbench/workbench-private.h"

/* What one revision's checks counted. */
typedef struct
{
  char    *id;
  guint    n_by_severity[RETORT_SEVERITY_ERROR + 1];
  gboolean is_destructive;
} CheckEvent;

/* What the check worker goes through. */
typedef struct
{
  RetortWorkspace  *workspace;
  GPtrArray        *revisions; /* element: RetortRevision */
  GPtrArray        *of_project; /* element: RetortFinding */
  RetortEventQueue *events;
} CheckJob;

static void
check_event_free (gpointer data)
{
  CheckEvent *self = data;

  g_free (self->id);
  g_free (self);
}

static void
check_job_free (gpointer data)
{
  CheckJob *self = data;

  retort_workspace_unref (self->workspace);
  g_ptr_array_unref (self->revisions);
  g_ptr_array_unref (self->of_project);
  retort_event_queue_unref (self->events);
  g_free (self);
}

/**
 * retort_workbench_dup_project_findings: (skip)
 * @self: a workbench
 *
 * What is wrong with the project as a whole, for a worker. Main thread.
 *
 * Returns: (transfer full) (element-type RetortFinding): the findings
 */
GPtrArray *
retort_workbench_dup_project_findings (RetortWorkbench *self)
{
  GListModel *items = G_LIST_MODEL (self->project_findings);
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_finding_unref);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(RetortFindingItem) item = g_list_model_get_item (items, i);

      g_ptr_array_add (findings, retort_finding_ref (retort_finding_item_get_finding (item)));
    }
  return findings;
}

/**
 * retort_workbench_add_file_findings: (skip)
 * @findings: (element-type RetortFinding): what the checks of a revision found
 * @of_project: (element-type RetortFinding): what is wrong with the project as a whole
 * @revision: the revision
 *
 * Adds what the project's findings say of the revision's file. Any thread.
 */
void
retort_workbench_add_file_findings (GPtrArray *findings, GPtrArray *of_project, RetortRevision *revision)
{
  const char *path = retort_revision_get_path (revision);

  for (guint i = 0; path != NULL && i < of_project->len; i++)
    {
      RetortFinding *finding = g_ptr_array_index (of_project, i);

      if (g_strcmp0 (retort_finding_get (finding)->path, path) == 0)
        g_ptr_array_add (findings, retort_finding_ref (finding));
    }
}

static CheckEvent *
count_findings (const char *id, GPtrArray *findings)
{
  CheckEvent *event = g_new0 (CheckEvent, 1);

  event->id = g_strdup (id);
  for (guint i = 0; i < findings->len; i++)
    {
      const RetortFindingFields *finding = retort_finding_get (g_ptr_array_index (findings, i));

      if (finding->suppressed_reason != NULL)
        continue;
      event->n_by_severity[finding->severity]++;
      if (g_str_equal (finding->rule, "unexpected-drop"))
        event->is_destructive = TRUE;
    }
  return event;
}

static void
check_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CheckJob *job = data;

  for (guint i = 0; i < job->revisions->len && !g_cancellable_is_cancelled (cancellable); i++)
    {
      RetortRevision *revision = g_ptr_array_index (job->revisions, i);
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) findings = retort_workspace_check (job->workspace, revision, cancellable, &error);

      if (findings != NULL)
        retort_workbench_add_file_findings (findings, job->of_project, revision);
      if (findings != NULL)
        retort_event_queue_push (job->events, count_findings (retort_revision_get_id (revision), findings));
      else
        g_debug ("cannot check '%s': %s", retort_revision_get_id (revision), error->message);
    }
  g_task_return_boolean (task, TRUE);
}

static void
take_counts (gpointer event, gpointer user_data)
{
  RetortWorkbench *self = RETORT_WORKBENCH (user_data);
  CheckEvent *counts = event;
  RetortRevisionItem *item = g_hash_table_lookup (self->items, counts->id);

  if (item != NULL)
    retort_revision_item_set_counts (item, counts->n_by_severity[RETORT_SEVERITY_ERROR],
                                     counts->n_by_severity[RETORT_SEVERITY_WARNING],
                                     counts->n_by_severity[RETORT_SEVERITY_INFO],
                                     counts->is_destructive);
  self->n_checked++;
  retort_workbench_notify (self, RETORT_WORKBENCH_PROP_N_CHECKED);
}

/**
 * retort_workbench_stop_checks: (skip)
 * @self: a workbench
 *
 * Ends what goes on; what it still brings is dropped.
 */
void
retort_workbench_stop_checks (RetortWorkbench *self)
{
  if (self->check_cancellable != NULL)
    g_cancellable_cancel (self->check_cancellable);
  g_clear_object (&self->check_cancellable);
  if (self->check_events != NULL)
    retort_event_queue_close (self->check_events);
  g_clear_pointer (&self->check_events, retort_event_queue_unref);
}

/**
 * retort_workbench_start_checks: (skip)
 * @self: a workbench with a project
 *
 * Checks every revision on the check worker.
 */
void
retort_workbench_start_checks (RetortWorkbench *self)
{
  CheckJob *job = NULL;
  g_autoptr(GTask) task = NULL;

  retort_workbench_stop_checks (self);
  self->check_cancellable = g_cancellable_new ();
  self->check_events = retort_event_queue_new (take_counts, self, check_event_free);
  job = g_new0 (CheckJob, 1);
  job->workspace = retort_workspace_ref (self->workspace);
  job->revisions = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_revision_unref);
  for (guint i = 0; i < self->order->len; i++)
    g_ptr_array_add (job->revisions, retort_revision_ref (
      retort_revision_item_get_revision (g_ptr_array_index (self->order, i))));
  job->of_project = retort_workbench_dup_project_findings (self);
  job->events = retort_event_queue_ref (self->check_events);
  task = g_task_new (NULL, self->check_cancellable, NULL, NULL);
  g_task_set_source_tag (task, retort_workbench_start_checks);
  g_task_set_task_data (task, job, check_job_free);
  retort_worker_push (self->check_worker, task, check_worker);
}
