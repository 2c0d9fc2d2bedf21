/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was noted for a revision is read and written on the reviewing thread, one after the other; models are compared on the thread of the
 * database when there is one, else on that of the checks. */
#include "config.h"

#include "engine/models.h"
#include "engine/reading-marks.h"
#include "workbench/checklist.h"
#include "workbench/workbench-private.h"

#include <glib/gi18n-lib.h>

#define HEAD_POINT 3 /* of the points: needs the head of the file only */

/* A line of the automatic part and the rules that speak against it; the last one is for all others that are more than remarks. */
static const struct
{
  const char *text;
  const char *rules[6];
} points[] = {
  { N_("Everything in it is understood"), { "not-understood", "syntax-error" } },
  { N_("It works on what the revisions before it make"),
    { "upgrade-from-empty-fails", "refused", "pending-trigger-events", "concurrently-in-transaction", "duplicate-assignment" } },
  { N_("Both directions are there, and the downgrade undoes the upgrade"),
    { "missing-downgrade", "empty-downgrade", "downgrade-leaves-trace", "up-down-up-consistency" } },
  { N_("It follows the right revision"), { "wrong-predecessor", "multiple-heads", "unknown-predecessor", "revision-cycle", "duplicate-revision-id" } },
  { N_("New columns may be NULL or have a server default"), { "add-column-not-null-no-default" } },
  { N_("Foreign keys say what happens on delete"), { "foreign-key-without-on-delete" } },
  { N_("Nothing is dropped by surprise"), { "unexpected-drop", "drop-cascade", "rename-seen-as-drop-add", "drop-table", "drop-column", "function-uses-dropped" } },
  { N_("Values of enum types can be added twice"), { "enum-value-without-if-not-exists", "enum-value-used-in-same-transaction" } },
  { N_("Guards are where the team wants them"), { "missing-guard", "prefer-robust", "create-table-if-not-exists-noop" } },
  { N_("Keys are of the project's type"), { "text-key-instead-of-uuid", "fk-type-mismatch" } },
  { N_("Row-level security still holds"), { "policy-mentions-column", "rls-or-grant-change" } },
  { N_("No other warning"), { NULL } },
};

static void
point_free (gpointer data)
{
  RetortChecklistPoint *self = data;

  g_free (self->text);
  g_free (self->detail);
  g_free (self->command);
  g_free (self);
}

static RetortChecklist *
checklist_new (void)
{
  RetortChecklist *self = g_new0 (RetortChecklist, 1);

  self->automatic = g_ptr_array_new_with_free_func (point_free);
  self->human = g_ptr_array_new_with_free_func (point_free);
  return self;
}

/**
 * retort_checklist_free:
 * @self: (transfer full): a checklist
 */
void
retort_checklist_free (RetortChecklist *self)
{
  g_ptr_array_unref (self->automatic);
  g_ptr_array_unref (self->human);
  g_free (self);
}

/* --- The automatic part --- */

static guint
find_point (const RetortFindingFields *finding)
{
  for (guint i = 0; i + 1 < G_N_ELEMENTS (points); i++)
    for (guint j = 0; j < G_N_ELEMENTS (points[i].rules) && points[i].rules[j] != NULL; j++)
      if (g_str_equal (points[i].rules[j], finding->rule))
        return i;
  return G_N_ELEMENTS (points) - 1;
}

static void
count_finding (RetortChecklistPoint *point, const RetortFindingFields *finding)
{
  if (point->n_findings == 0 || finding->severity > point->severity)
    {
      point->severity = finding->severity;
      point->line = finding->start.line;
      g_free (point->detail);
      point->detail = g_strdup (finding->message);
    }
  point->n_findings++;
}

/* The first point says that everything is understood. Where it does not hold, only what stands in the head of the file is known. */
static void
admit_unknown (RetortChecklist *self)
{
  const RetortChecklistPoint *understood = g_ptr_array_index (self->automatic, 0);

  for (guint i = 1; i < self->automatic->len && understood->n_findings > 0; i++)
    {
      RetortChecklistPoint *point = g_ptr_array_index (self->automatic, i);

      if (i == HEAD_POINT || point->n_findings > 0)
        continue;
      point->is_unknown = TRUE;
      point->detail = g_strdup (_("Nothing found in what is understood"));
    }
}

static void
fill_automatic (RetortChecklist *self, RetortReview *review)
{
  GListModel *findings = retort_review_get_findings (review);

  for (guint i = 0; i < G_N_ELEMENTS (points); i++)
    {
      RetortChecklistPoint *point = g_new0 (RetortChecklistPoint, 1);

      point->text = g_strdup (_(points[i].text));
      g_ptr_array_add (self->automatic, point);
    }
  for (guint i = 0; i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr(RetortFindingItem) item = g_list_model_get_item (findings, i);
      const RetortFindingFields *finding = retort_finding_get (retort_finding_item_get_finding (item));
      guint point = find_point (finding);

      if (point + 1 < G_N_ELEMENTS (points) || finding->severity > RETORT_SEVERITY_INFO)
        count_finding (g_ptr_array_index (self->automatic, point), finding);
    }
  admit_unknown (self);
}

/* --- The human part --- */

/* What belongs to a revision's text. */
typedef struct
{
  RetortWorkspace *workspace;
  RetortReview    *review;
  char            *tick;      /* nullable */
  gboolean         is_ticked;
} NoteJob;

static void
note_job_free (gpointer data)
{
  NoteJob *self = data;

  retort_workspace_unref (self->workspace);
  g_object_unref (self->review);
  g_free (self->tick);
  g_free (self);
}

static NoteJob *
note_job_new (RetortWorkbench *workbench, RetortReview *review)
{
  NoteJob *self = g_new0 (NoteJob, 1);

  self->workspace = retort_workspace_ref (workbench->workspace);
  self->review = g_object_ref (review);
  return self;
}

static const char *
get_root (const NoteJob *job)
{
  return retort_project_get (retort_workspace_get_project (job->workspace))->root;
}

/* Only the text that the file holds can be read by others, too. */
static gboolean
is_saved (const NoteJob *job)
{
  RetortRevision *revision = retort_review_get_revision (job->review);
  RetortRevision *known = revision != NULL ? retort_history_find (retort_workspace_get_history (job->workspace), retort_revision_get_id (revision)) : NULL;
  RetortSource *source = known != NULL ? retort_revision_get_source (known) : NULL;

  return source != NULL && g_str_equal (retort_source_get_hash (source), retort_source_get_hash (retort_review_get_source (job->review)));
}

static void
fill_human (RetortChecklist *self, const NoteJob *job)
{
  const RetortSettings *settings = retort_workspace_get_settings (job->workspace);
  const char *id = retort_revision_get_id (retort_review_get_revision (job->review));
  const char *hash = retort_source_get_hash (retort_review_get_source (job->review));
  g_auto(GStrv) ticks = retort_reading_marks_dup_ticks (get_root (job), id, hash);

  for (guint i = 0; i < settings->checklist->len; i++)
    {
      const RetortChecklistItem *item = g_ptr_array_index (settings->checklist, i);
      RetortChecklistPoint *point = g_new0 (RetortChecklistPoint, 1);

      point->text = g_strdup (item->text);
      point->detail = g_strdup (item->command);
      point->command = retort_checklist_item_dup_command_name (item);
      point->is_ticked = g_strv_contains ((const char *const *) ticks, item->text);
      g_ptr_array_add (self->human, point);
    }
}

static void
note_read (const NoteJob *job)
{
  RetortRevision *revision = retort_review_get_revision (job->review);
  g_autoptr(GError) error = NULL;

  if (is_saved (job)
      && !retort_reading_marks_set_read (get_root (job), retort_revision_get_id (revision),
                                         retort_source_get_hash (retort_review_get_source (job->review)), &error))
    g_debug ("%s", error->message);
}

static void
read_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  note_read (data);
  g_task_return_boolean (task, TRUE);
}

/**
 * retort_workbench_note_read:
 * @self: a workbench with a project
 * @review: what is known of the text that somebody looks at
 *
 * Notes that a revision was opened as it is; a text that was not saved does not count.
 */
void
retort_workbench_note_read (RetortWorkbench *self, RetortReview *review)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (RETORT_IS_WORKBENCH (self) && self->workspace != NULL);
  g_return_if_fail (RETORT_IS_REVIEW (review));

  task = g_task_new (self, NULL, NULL, NULL);
  g_task_set_source_tag (task, retort_workbench_note_read);
  g_task_set_task_data (task, note_job_new (self, review), note_job_free);
  retort_worker_push (self->review_worker, task, read_worker);
}

static void
open_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  NoteJob *job = data;
  g_autoptr(RetortChecklist) checklist = checklist_new ();
  RetortRevision *revision = retort_review_get_revision (job->review);
  const char *hash = retort_source_get_hash (retort_review_get_source (job->review));

  fill_automatic (checklist, job->review);
  if (revision != NULL)
    {
      checklist->was_read = retort_reading_marks_is_read (get_root (job), retort_revision_get_id (revision), hash);
      note_read (job);
      fill_human (checklist, job);
    }
  g_task_return_pointer (task, g_steal_pointer (&checklist), (GDestroyNotify) retort_checklist_free);
}

/**
 * retort_workbench_open_checklist_async:
 * @self: a workbench with a project
 * @review: what is known of a revision's text
 * @cancellable: (nullable): to stop
 * @callback: called when it is there
 * @user_data: for @callback
 *
 * Makes the checklist of a revision that somebody looks at, and notes that it was read.
 */
void
retort_workbench_open_checklist_async (RetortWorkbench *self, RetortReview *review, GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (RETORT_IS_WORKBENCH (self));
  g_return_if_fail (RETORT_IS_REVIEW (review));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, retort_workbench_open_checklist_async);
  if (self->workspace == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("no project is open"));
      return;
    }
  g_task_set_task_data (task, note_job_new (self, review), note_job_free);
  retort_worker_push (self->review_worker, task, open_worker);
}

/**
 * retort_workbench_open_checklist_finish:
 * @self: a workbench
 * @result: what the callback was given
 * @error: set when it was cancelled
 *
 * Returns: (transfer full) (nullable): the checklist
 */
RetortChecklist *
retort_workbench_open_checklist_finish (RetortWorkbench *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
tick_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  NoteJob *job = data;
  RetortRevision *revision = retort_review_get_revision (job->review);
  g_autoptr(GError) error = NULL;

  if (revision != NULL
      && !retort_reading_marks_set_tick (get_root (job), retort_revision_get_id (revision),
                                         retort_source_get_hash (retort_review_get_source (job->review)), job->tick, job->is_ticked, &error))
    g_warning ("%s", error->message);
  g_task_return_boolean (task, TRUE);
}

/**
 * retort_workbench_tick:
 * @self: a workbench with a project
 * @review: what somebody looked at
 * @text: a point of the human part
 * @is_ticked: ticked, or no longer
 *
 * Keeps a tick; it counts for the text that was looked at.
 */
void
retort_workbench_tick (RetortWorkbench *self, RetortReview *review, const char *text, gboolean is_ticked)
{
  g_autoptr(GTask) task = NULL;
  NoteJob *job = NULL;

  g_return_if_fail (RETORT_IS_WORKBENCH (self) && self->workspace != NULL);
  g_return_if_fail (RETORT_IS_REVIEW (review));

  task = g_task_new (self, NULL, NULL, NULL);
  g_task_set_source_tag (task, retort_workbench_tick);
  job = note_job_new (self, review);
  job->tick = g_strdup (text);
  job->is_ticked = is_ticked;
  g_task_set_task_data (task, job, note_job_free);
  retort_worker_push (self->review_worker, task, tick_worker);
}

/* --- Models --- */

typedef struct
{
  RetortWorkspace *workspace;
  RetortTarget    *target; /* nullable */
} ModelJob;

static void
model_job_free (gpointer data)
{
  ModelJob *self = data;

  retort_workspace_unref (self->workspace);
  g_clear_pointer (&self->target, retort_target_unref);
  g_free (self);
}

/**
 * retort_model_comparison_free:
 * @self: (transfer full): a comparison
 */
void
retort_model_comparison_free (RetortModelComparison *self)
{
  g_object_unref (self->findings);
  g_free (self->summary);
  g_free (self);
}

static char *
dup_summary (const ModelJob *job, const RetortModelReport *report)
{
  guint n_checked = report->result->checked->len;
  guint n_gaps = report->models->gaps->len + report->result->gaps->len;
  g_autofree char *count = g_strdup_printf (ngettext ("%u table compared with its model", "%u tables compared with their models", n_checked), n_checked);
  g_autofree char *gaps = g_strdup_printf (ngettext (", %u place not read", ", %u places not read", n_gaps), n_gaps);

  if (report->models->classes->len == 0)
    return g_strdup (_("The project has no models that are understood"));
  /* Translators: how many tables, where (the schema of a database, or what migrations make), how many places */
  return g_strdup_printf (_("%s (%s)%s"), count, job->target != NULL ? _("the database") : _("what the migrations make"), n_gaps > 0 ? gaps : "");
}

static RetortModelComparison *
comparison_new (const ModelJob *job, const RetortModelReport *report)
{
  RetortModelComparison *self = g_new0 (RetortModelComparison, 1);

  self->findings = g_list_store_new (RETORT_TYPE_FINDING_ITEM);
  self->summary = dup_summary (job, report);
  for (guint i = 0; i < report->result->findings->len; i++)
    {
      RetortFinding *finding = g_ptr_array_index (report->result->findings, i);
      g_autoptr(RetortFindingItem) item = NULL;

      if (retort_finding_get (finding)->suppressed_reason != NULL)
        continue;
      item = retort_finding_item_new (finding);
      g_list_store_append (self->findings, item);
    }
  return self;
}

static void
compare_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  ModelJob *job = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortSchema) schema = job->target != NULL ? retort_target_read_schema (job->target, cancellable, &error)
                                                       : retort_workspace_dup_newest_schema (job->workspace, cancellable);
  g_autoptr(RetortModelReport) report = NULL;

  if (schema == NULL && error == NULL)
    error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("there is more than one head, or none"));
  if (schema != NULL)
    report = retort_workspace_check_models (job->workspace, schema, cancellable, &error);
  if (report != NULL)
    g_task_return_pointer (task, comparison_new (job, report), (GDestroyNotify) retort_model_comparison_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * retort_workbench_compare_models_async:
 * @self: a workbench with a project
 * @cancellable: (nullable): to stop
 * @callback: called when they are compared
 * @user_data: for @callback
 *
 * Reads the project's models and holds them against the database that is connected, else against what the migrations make.
 */
void
retort_workbench_compare_models_async (RetortWorkbench *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr(GTask) task = NULL;
  ModelJob *job = NULL;

  g_return_if_fail (RETORT_IS_WORKBENCH (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, retort_workbench_compare_models_async);
  if (self->workspace == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("no project is open"));
      return;
    }
  job = g_new0 (ModelJob, 1);
  job->workspace = retort_workspace_ref (self->workspace);
  job->target = self->target != NULL ? retort_target_ref (self->target) : NULL;
  g_task_set_task_data (task, job, model_job_free);
  retort_worker_push (self->target != NULL ? self->target_worker : self->check_worker, task, compare_worker);
}

/**
 * retort_workbench_compare_models_finish:
 * @self: a workbench
 * @result: what the callback was given
 * @error: set when there is no schema, or it was cancelled
 *
 * Returns: (transfer full) (nullable): where models and schema differ
 */
RetortModelComparison *
retort_workbench_compare_models_finish (RetortWorkbench *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
