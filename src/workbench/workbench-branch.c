/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reviewing branches: what there is, what is new, what was read. On a thread of their own, for they may take their time; the files
 * of commits are there only while it works. */
#include "config.h"

#include "engine/reading-marks.h"
#include "engine/step-context.h"
#include "report/finding-text.h"
#include "report/schema-changes.h"
#include "workbench/branch-review-private.h"
#include "workbench/review-tick.h"
#include "workbench/workbench-private.h"

#include <glib/gi18n-lib.h>

/* FALSE: no project is open, and the task has failed. */
static gboolean
check_project (RetortWorkbench *self, GTask *task)
{
  if (self->workspace != NULL)
    return TRUE;
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("no project is open"));
  return FALSE;
}

/* What the window can do about it is in the code. */
static void
fail_task (GTask *task, GError *error)
{
  static const struct
  {
    RetortGitError       of_git;
    RetortWorkbenchError own;
  } codes[] = {
    { RETORT_GIT_ERROR_NO_REPOSITORY, RETORT_WORKBENCH_ERROR_NO_REPOSITORY },
    { RETORT_GIT_ERROR_NO_REF, RETORT_WORKBENCH_ERROR_NO_REF },
    { RETORT_GIT_ERROR_SHALLOW, RETORT_WORKBENCH_ERROR_SHALLOW },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, RETORT_GIT_ERROR, (int) codes[i].of_git))
      {
        g_task_return_new_error (task, RETORT_WORKBENCH_ERROR, (int) codes[i].own, "%s", error->message);
        g_error_free (error);
        return;
      }
  g_task_return_error (task, error);
}

/* --- What can be chosen --- */

static void
list_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) refs = retort_git_refs_list (data, cancellable, &error);
  g_autoptr(GListStore) items = NULL;
  g_autoptr(RetortRefItem) here = NULL;

  if (refs == NULL)
    {
      fail_task (task, g_steal_pointer (&error));
      return;
    }
  items = g_list_store_new (RETORT_TYPE_REF_ITEM);
  here = retort_ref_item_new (NULL);
  g_list_store_append (items, here);
  for (guint i = 0; i < refs->len; i++)
    {
      g_autoptr(RetortRefItem) item = retort_ref_item_new (g_ptr_array_index (refs, i));

      g_list_store_append (items, item);
    }
  g_task_return_pointer (task, g_steal_pointer (&items), g_object_unref);
}

/**
 * retort_workbench_list_refs_async:
 * @self: a workbench with a project
 * @cancellable: (nullable): to stop
 * @callback: called when they are there
 * @user_data: for @callback
 *
 * Reads which branches, pull requests, tags and commits the project's repository has.
 */
void
retort_workbench_list_refs_async (RetortWorkbench *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (RETORT_IS_WORKBENCH (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, retort_workbench_list_refs_async);
  if (!check_project (self, task))
    return;
  g_task_set_task_data (task, g_strdup (retort_project_get (retort_workspace_get_project (self->workspace))->root), g_free);
  retort_worker_push (self->branch_worker, task, list_worker);
}

/**
 * retort_workbench_list_refs_finish:
 * @self: a workbench
 * @result: what the callback was given
 * @error: a RetortWorkbenchError, or set when it was cancelled
 *
 * Returns: (transfer full) (nullable): a list of RetortRefItem, the files as they are first
 */
GListModel *
retort_workbench_list_refs_finish (RetortWorkbench *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- What is new --- */

typedef struct
{
  RetortWorkspace   *workspace;
  RetortTargetFacts *facts; /* nullable */
  char              *at;    /* nullable */
  char              *since; /* nullable */
} BranchJob;

static void
branch_job_free (gpointer data)
{
  BranchJob *self = data;

  retort_workspace_unref (self->workspace);
  g_clear_pointer (&self->facts, retort_target_facts_unref);
  g_free (self->at);
  g_free (self->since);
  g_free (self);
}

static const char *
get_root (const BranchJob *job)
{
  return retort_project_get (retort_workspace_get_project (job->workspace))->root;
}

/* Read here or in a review of just this branch: the same text is the same reading. */
static gboolean
is_read (const BranchJob *job, RetortBranchReviewItem *item, RetortRevision *revision)
{
  RetortSource *source = retort_revision_get_source (revision);
  const char *id = retort_revision_get_id (revision);

  return source != NULL && (retort_reading_marks_is_read (get_root (job), id, retort_source_get_hash (source))
                            || retort_reading_marks_is_read (retort_branch_review_item_get_readings (item), id, retort_source_get_hash (source)));
}

/* Where the files are that a revision was read from. */
static const char *
get_files (const BranchJob *job, const RetortGitTree *tree)
{
  return tree != NULL ? retort_git_tree_get_root (tree) : get_root (job);
}

static GStrv
dup_ticks (const char *root, RetortRevision *revision)
{
  return retort_reading_marks_dup_ticks (root, retort_revision_get_id (revision), retort_source_get_hash (retort_revision_get_source (revision)));
}

/* (nullable): what the project wants to be ticked, as far as somebody has for the text that it has there. */
static GListModel *
list_ticks (const BranchJob *job, RetortBranchReviewItem *item, RetortRevision *revision)
{
  GPtrArray *checklist = retort_workspace_get_settings (job->workspace)->checklist;
  GListStore *ticks = NULL;
  g_auto(GStrv) here = NULL;
  g_auto(GStrv) there = NULL;

  if (checklist->len == 0 || retort_revision_get_source (revision) == NULL)
    return NULL;
  here = dup_ticks (get_root (job), revision);
  there = dup_ticks (retort_branch_review_item_get_readings (item), revision);
  ticks = g_list_store_new (RETORT_TYPE_REVIEW_TICK);
  for (guint i = 0; i < checklist->len; i++)
    {
      const RetortChecklistItem *point = g_ptr_array_index (checklist, i);
      gboolean is_ticked = g_strv_contains ((const char *const *) here, point->text) || g_strv_contains ((const char *const *) there, point->text);
      g_autoptr(RetortReviewTick) tick = retort_review_tick_new (retort_revision_get_id (revision), point->text, point->command, is_ticked);

      g_list_store_append (ticks, tick);
    }
  return G_LIST_MODEL (ticks);
}

static void
add_revision (RetortBranchReviewItem *item, const BranchJob *job, RetortReviewedFields *fields, const RetortGitTree *tree)
{
  const char *path = retort_revision_get_path (fields->revision);
  g_autoptr(RetortReviewedItem) reviewed = NULL;
  g_autoptr(GListModel) ticks = fields->kind != RETORT_REVIEWED_REMOVED ? list_ticks (job, item, fields->revision) : NULL;

  fields->file = (char *) (path != NULL ? retort_path_under (path, get_files (job, tree)) : "");
  fields->facts = job->facts;
  fields->is_read = is_read (job, item, fields->revision);
  fields->ticks = ticks;
  reviewed = retort_reviewed_item_new (fields);
  retort_branch_review_item_add (item, reviewed);
}

static void
add_step (RetortBranchReviewItem *item, const BranchJob *job, const RetortBranchReview *review, RetortPlanStep *step, GCancellable *cancellable)
{
  g_autoptr(RetortStepContext) context = retort_step_context_new (review->now, step, cancellable);
  g_autoptr(GPtrArray) changes = context->after != NULL ? retort_schema_changes (context->before, context->after) : NULL;
  RetortRevision *revision = retort_plan_step_get_revision (step);
  RetortRevision *old = retort_branch_review_find_old (review, revision);
  RetortReviewedFields fields = {
    .kind = old != NULL ? RETORT_REVIEWED_CHANGED : RETORT_REVIEWED_ADDED,
    .revision = revision,
    .old = old,
    .step = step,
    .badge = context->record,
    .before_upgrade = context->before,
    .changes = changes,
    .downgrade = context->opposite,
    .before_downgrade = context->before_opposite,
  };

  add_revision (item, job, &fields, review->tree);
}

static void
add_others (RetortBranchReviewItem *item, const BranchJob *job, const RetortBranchReview *review, GPtrArray *revisions, RetortReviewedKind kind)
{
  for (guint i = 0; i < revisions->len; i++)
    {
      RetortRevision *revision = g_ptr_array_index (revisions, i);
      RetortReviewedFields fields = { .kind = kind, .revision = revision };

      if (kind == RETORT_REVIEWED_TOUCHED)
        fields.old = retort_branch_review_find_old (review, revision);
      add_revision (item, job, &fields, kind == RETORT_REVIEWED_REMOVED ? review->base_tree : review->tree);
    }
}

static RetortBranchReviewItem *
make_item (const BranchJob *job, RetortBranchReview *review, GCancellable *cancellable)
{
  RetortBranchReviewItem *item = retort_branch_review_item_new (review, get_root (job), job->at, review->since, job->facts);

  add_others (item, job, review, review->changes->removed, RETORT_REVIEWED_REMOVED);
  for (guint i = 0; i < retort_plan_get_n_steps (review->plan) && !g_cancellable_is_cancelled (cancellable); i++)
    add_step (item, job, review, retort_plan_get_step (review->plan, i), cancellable);
  add_others (item, job, review, review->changes->touched, RETORT_REVIEWED_TOUCHED);
  retort_branch_review_item_finish (item);
  return item;
}

static void
review_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  BranchJob *job = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortBranchReview) review = NULL;
  g_autoptr(RetortBranchReviewItem) item = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  review = retort_branch_review_make (job->workspace, job->at, job->since, job->facts, cancellable, &error);
  if (review != NULL)
    item = make_item (job, review, cancellable);
  if (item == NULL)
    fail_task (task, g_steal_pointer (&error));
  else if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, g_steal_pointer (&item), g_object_unref);
}

/* The rows of the history say the same as the review of what lies on disk. */
static void
compare_with (RetortWorkbench *self, const char *since)
{
  g_autofree char *base = g_strdup (since);

  if (g_strcmp0 (self->branch_base, since) == 0)
    return;
  g_free (self->branch_base);
  self->branch_base = g_steal_pointer (&base);
  retort_workbench_look_around (self);
}

/**
 * retort_workbench_review_branch_async:
 * @self: a workbench with a project
 * @at: (nullable): a branch, tag or commit; %NULL: the files as they are
 * @since: (nullable): what it is compared with: where @at left it; %NULL: what branches are usually compared with
 * @cancellable: (nullable): to stop
 * @callback: called when it is reviewed
 * @user_data: for @callback
 *
 * Reviews what is new, for the sizes of the database that is connected. Changes and runs nothing; nothing is checked out.
 */
void
retort_workbench_review_branch_async (RetortWorkbench *self, const char *at, const char *since, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr(GTask) task = NULL;
  BranchJob *job = NULL;

  g_return_if_fail (RETORT_IS_WORKBENCH (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, retort_workbench_review_branch_async);
  if (!check_project (self, task))
    return;
  if (at == NULL)
    compare_with (self, since);
  job = g_new0 (BranchJob, 1);
  job->workspace = retort_workspace_ref (self->workspace);
  job->facts = self->state != NULL ? retort_target_facts_ref (self->state->facts) : NULL;
  job->at = g_strdup (at);
  job->since = g_strdup (since);
  g_task_set_task_data (task, job, branch_job_free);
  retort_worker_push (self->branch_worker, task, review_worker);
}

/**
 * retort_workbench_review_branch_finish:
 * @self: a workbench
 * @result: what the callback was given
 * @error: a RetortWorkbenchError, a RetortFormatError, or set when it was cancelled
 *
 * Returns: (transfer full) (nullable): what is new
 */
RetortBranchReviewItem *
retort_workbench_review_branch_finish (RetortWorkbench *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- What was read --- */

typedef struct
{
  char    *root;
  char    *id;
  char    *hash;
  char    *tick;    /* nullable: the whole is meant */
  gboolean is_read; /* or ticked */
} ReadJob;

static void
read_job_free (gpointer data)
{
  ReadJob *self = data;

  g_free (self->root);
  g_free (self->id);
  g_free (self->hash);
  g_free (self->tick);
  g_free (self);
}

static void
read_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  ReadJob *job = data;
  g_autoptr(GError) error = NULL;

  if (job->tick != NULL)
    retort_reading_marks_set_tick (job->root, job->id, job->hash, job->tick, job->is_read, &error);
  else if (job->is_read)
    retort_reading_marks_set_read (job->root, job->id, job->hash, &error);
  else
    retort_reading_marks_forget (job->root, job->id, job->hash, &error);
  if (error != NULL)
    g_warning ("%s", error->message);
  g_task_return_boolean (task, TRUE);
}

static void
keep_reading (RetortWorkbench *self, const char *root, RetortRevision *revision, const char *tick, gboolean is_read)
{
  g_autoptr(GTask) task = g_task_new (self, NULL, NULL, NULL);
  ReadJob *job = g_new0 (ReadJob, 1);

  g_task_set_source_tag (task, retort_workbench_set_reviewed);
  job->root = g_strdup (root);
  job->id = g_strdup (retort_revision_get_id (revision));
  job->hash = g_strdup (retort_source_get_hash (retort_revision_get_source (revision)));
  job->tick = g_strdup (tick);
  job->is_read = is_read;
  g_task_set_task_data (task, job, read_job_free);
  retort_worker_push (self->review_worker, task, read_worker);
}

/**
 * retort_workbench_set_reviewed:
 * @self: a workbench with a project
 * @review: what is reviewed
 * @revision: one of its revisions
 * @is_read: somebody says that it was read, or no longer
 *
 * Keeps it for the text that the revision has; whoever makes a plan is told of what was not read.
 */
void
retort_workbench_set_reviewed (RetortWorkbench *self, RetortBranchReviewItem *review, RetortReviewedItem *revision, gboolean is_read)
{
  RetortRevision *reviewed = retort_reviewed_item_get_revision (revision);

  g_return_if_fail (RETORT_IS_WORKBENCH (self));
  if (self->workspace == NULL || retort_revision_get_source (reviewed) == NULL || retort_reviewed_item_is_read (revision) == is_read)
    return;
  keep_reading (self, retort_branch_review_item_get_readings (review), reviewed, NULL, is_read);
  if (!is_read)
    keep_reading (self, retort_project_get (retort_workspace_get_project (self->workspace))->root, reviewed, NULL, FALSE);
  retort_reviewed_item_set_read (revision, is_read);
}

/**
 * retort_workbench_set_review_tick:
 * @self: a workbench with a project
 * @review: what is reviewed
 * @revision: one of its revisions
 * @text: a point of the project's checklist
 * @is_ticked: somebody has looked at it, or says no longer so
 *
 * Keeps it for the text that the revision has.
 */
void
retort_workbench_set_review_tick (RetortWorkbench *self, RetortBranchReviewItem *review, RetortReviewedItem *revision, const char *text,
                                  gboolean is_ticked)
{
  RetortRevision *reviewed = retort_reviewed_item_get_revision (revision);
  GListModel *ticks = retort_reviewed_item_get_ticks (revision);

  g_return_if_fail (RETORT_IS_WORKBENCH (self));
  if (self->workspace == NULL || ticks == NULL)
    return;
  for (guint i = 0; i < g_list_model_get_n_items (ticks); i++)
    {
      g_autoptr(RetortReviewTick) tick = g_list_model_get_item (ticks, i);

      if (!g_str_equal (retort_review_tick_get_text (tick), text) || retort_review_tick_is_ticked (tick) == is_ticked)
        continue;
      keep_reading (self, retort_branch_review_item_get_readings (review), reviewed, text, is_ticked);
      if (!is_ticked)
        keep_reading (self, retort_project_get (retort_workspace_get_project (self->workspace))->root, reviewed, text, FALSE);
      retort_review_tick_set_ticked (tick, is_ticked);
    }
}
