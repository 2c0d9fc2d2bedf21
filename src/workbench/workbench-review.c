/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reviewing and saving the text of one revision. */
#include "config.h"

#include "analysis/schema/apply.h"
#include "base/written-file.h"
#include "engine/reading-marks.h"
#include "workbench/review-private.h"
#include "workbench/workbench-private.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  RetortWorkspace *workspace;
  RetortRevision  *revision; /* as the file was last read */
  GPtrArray       *of_project; /* element: RetortFinding */
  RetortRunFailure *failure;   /* nullable */
  char            *text;     /* nullable: unsaved */
} ReviewJob;

typedef struct
{
  char *root; /* the project's folder */
  char *id;   /* of the revision */
  char *path;
  char *text;
  char *base_hash;
} SaveJob;

static void
review_job_free (gpointer data)
{
  ReviewJob *self = data;

  g_clear_pointer (&self->workspace, retort_workspace_unref);
  g_clear_pointer (&self->revision, retort_revision_unref);
  g_clear_pointer (&self->of_project, g_ptr_array_unref);
  g_clear_pointer (&self->failure, retort_run_failure_unref);
  g_free (self->text);
  g_free (self);
}

static void
save_job_free (gpointer data)
{
  SaveJob *self = data;

  g_free (self->root);
  g_free (self->id);
  g_free (self->path);
  g_free (self->text);
  g_free (self->base_hash);
  g_free (self);
}

/* The schema before a direction; %NULL when that is not known. */
static RetortSchema *
dup_before (ReviewJob *job, RetortRevision *revision, RetortMigration *migration, GCancellable *cancellable)
{
  if (migration == NULL)
    return NULL;
  return retort_workspace_dup_schema_before (job->workspace, revision, retort_migration_get_direction (migration), cancellable);
}

/* What a direction makes of the schema before it. */
static GPtrArray *
dup_changes (RetortSchema *before, RetortMigration *migration)
{
  g_autoptr(RetortSchema) after = NULL;

  if (before == NULL)
    return NULL;
  after = retort_schema_apply_migration (before, migration, NULL);
  return retort_schema_changes (before, after);
}

static RetortReview *
review_revision (ReviewJob *job, RetortRevision *revision, GCancellable *cancellable, GError **error)
{
  g_autoptr(GError) upgrade_error = NULL;
  g_autoptr(GError) downgrade_error = NULL;
  g_autoptr(RetortMigration) upgrade =
    retort_workspace_compile (job->workspace, revision, RETORT_DIRECTION_UPGRADE, cancellable, &upgrade_error);
  g_autoptr(RetortMigration) downgrade =
    retort_workspace_compile (job->workspace, revision, RETORT_DIRECTION_DOWNGRADE, cancellable, &downgrade_error);
  g_autoptr(GPtrArray) findings = retort_workspace_check (job->workspace, revision, cancellable, error);
  g_autoptr(RetortSchema) before_upgrade = dup_before (job, revision, upgrade, cancellable);
  g_autoptr(RetortSchema) before_downgrade = dup_before (job, revision, downgrade, cancellable);
  g_autoptr(GPtrArray) upgrade_changes = dup_changes (before_upgrade, upgrade);
  g_autoptr(GPtrArray) downgrade_changes = dup_changes (before_downgrade, downgrade);
  RetortReviewFields fields = {
    .revision = revision,
    .source = retort_revision_get_source (revision),
    .upgrade = upgrade,
    .downgrade = downgrade,
    .before_upgrade = before_upgrade,
    .before_downgrade = before_downgrade,
    .upgrade_changes = upgrade_changes,
    .downgrade_changes = downgrade_changes,
    .findings = findings,
  };

  if (findings == NULL)
    return NULL;
  retort_workbench_add_file_findings (findings, job->of_project, revision);
  if (job->failure != NULL)
    retort_run_failure_add (job->failure, retort_revision_get_source (revision), findings);
  if (upgrade == NULL)
    fields.problem = upgrade_error->message;
  else if (downgrade == NULL)
    fields.problem = downgrade_error->message;
  return retort_review_new (&fields);
}

static RetortReview *
review_text (ReviewJob *job, GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortSource) source = retort_source_new (retort_revision_get_path (job->revision), job->text, -1);
  g_autoptr(GError) reading_error = NULL;
  g_autoptr(RetortRevision) revision = retort_workspace_reread (job->workspace, source, &reading_error);
  RetortReviewFields fields = { .source = source };

  if (revision != NULL)
    return review_revision (job, revision, cancellable, error);
  fields.problem = reading_error->message;
  return retort_review_new (&fields);
}

static void
review_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  ReviewJob *job = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortReview) review = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (job->text != NULL)
    review = review_text (job, cancellable, &error);
  else
    review = review_revision (job, job->revision, cancellable, &error);
  if (review != NULL)
    g_task_return_pointer (task, g_steal_pointer (&review), g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * retort_workbench_review_async:
 * @self: a workbench with a project
 * @revision: a row that has a file
 * @text: (nullable): what the editor holds; %NULL: what the file held when it was last read
 * @cancellable: (nullable): cancelled by whoever has a newer text
 * @callback: called when it is reviewed
 * @user_data: for @callback
 *
 * Compiles and checks one revision. Changes nothing.
 */
void
retort_workbench_review_async (RetortWorkbench *self, RetortRevisionItem *revision, const char *text,
                               GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr(GTask) task = NULL;
  ReviewJob *job = NULL;

  g_return_if_fail (RETORT_IS_WORKBENCH (self));
  g_return_if_fail (RETORT_IS_REVISION_ITEM (revision));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, retort_workbench_review_async);
  if (self->workspace == NULL || retort_revision_item_get_revision (revision) == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("no file declares “%s”"),
                               retort_revision_item_get_id (revision));
      return;
    }
  job = g_new0 (ReviewJob, 1);
  job->workspace = retort_workspace_ref (self->workspace);
  job->revision = retort_revision_ref (retort_revision_item_get_revision (revision));
  job->text = g_strdup (text);
  job->of_project = retort_workbench_dup_project_findings (self);
  job->failure = self->failure != NULL ? retort_run_failure_ref (self->failure) : NULL;
  g_task_set_task_data (task, job, review_job_free);
  retort_worker_push (self->review_worker, task, review_worker);
}

/**
 * retort_workbench_review_finish:
 * @self: a workbench
 * @result: what the callback was given
 * @error: set when it could not be reviewed, or was cancelled
 *
 * The review.
 *
 * Returns: (transfer full): the review, or %NULL
 */
RetortReview *
retort_workbench_review_finish (RetortWorkbench *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Whether the file still is what the text was made from. */
static gboolean
check_base (SaveJob *job, GFile *file, GCancellable *cancellable, GError **error)
{
  g_autofree char *content = NULL;
  gsize length = 0;
  g_autoptr(RetortSource) current = NULL;

  if (job->base_hash == NULL)
    return TRUE;
  if (!g_file_load_contents (file, cancellable, &content, &length, NULL, error))
    return FALSE;
  current = retort_source_new (job->path, content, length);
  if (g_str_equal (retort_source_get_hash (current), job->base_hash))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_WRONG_ETAG, _("“%s” changed on disk"), job->path);
  return FALSE;
}

static gboolean
write_text (SaveJob *job, GError **error)
{
  g_autofree char *name = g_path_get_basename (job->path);
  g_autoptr(GError) cause = NULL;

  if (retort_written_file_replace (job->path, job->text, &cause))
    return TRUE;
  /* Translators: a file, and what the system says, as "No space left on device" */
  g_set_error (error, G_IO_ERROR, g_io_error_from_file_error ((GFileError) cause->code),
               _("“%s” was not saved: %s"), name, cause->message);
  return FALSE;
}

static void
save_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  SaveJob *job = data;
  g_autoptr(GFile) file = g_file_new_for_path (job->path);
  g_autoptr(GError) error = NULL;

  if (check_base (job, file, cancellable, &error) && write_text (job, &error))
    {
      g_autoptr(RetortSource) written = retort_source_new (job->path, job->text, -1);
      g_autoptr(GError) mark_error = NULL;

      /* Whoever wrote it has read it. */
      if (!retort_reading_marks_set_read (job->root, job->id, retort_source_get_hash (written), &mark_error))
        g_debug ("%s", mark_error->message);
      g_task_return_pointer (task, g_strdup (retort_source_get_hash (written)), g_free);
    }
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * retort_workbench_save_async:
 * @self: a workbench with a project
 * @revision: a row that has a file
 * @text: what the file shall hold
 * @base_hash: (nullable): hash of the text that the edit began with; %NULL overwrites whatever is there
 * @cancellable: (nullable): to stop
 * @callback: called when it is written
 * @user_data: for @callback
 *
 * Writes the file of a revision, whole or not at all.
 */
void
retort_workbench_save_async (RetortWorkbench *self, RetortRevisionItem *revision, const char *text,
                             const char *base_hash, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr(GTask) task = NULL;
  SaveJob *job = NULL;

  g_return_if_fail (RETORT_IS_WORKBENCH (self));
  g_return_if_fail (RETORT_IS_REVISION_ITEM (revision));
  g_return_if_fail (retort_revision_item_get_revision (revision) != NULL);
  g_return_if_fail (text != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, retort_workbench_save_async);
  g_task_set_check_cancellable (task, FALSE);
  job = g_new0 (SaveJob, 1);
  job->path = g_strdup (retort_revision_get_path (retort_revision_item_get_revision (revision)));
  job->root = g_strdup (self->project_path);
  job->id = g_strdup (retort_revision_item_get_id (revision));
  job->text = g_strdup (text);
  job->base_hash = g_strdup (base_hash);
  g_task_set_task_data (task, job, save_job_free);
  retort_worker_push (self->review_worker, task, save_worker);
}

/**
 * retort_workbench_save_finish:
 * @self: a workbench
 * @result: what the callback was given
 * @new_hash: (out) (transfer full) (optional): hash of what the file holds now
 * @error: %G_IO_ERROR_WRONG_ETAG when the file is no longer what the edit began with
 *
 * Whether the file was written. The project is read again when it was.
 *
 * Returns: %TRUE when it was
 */
gboolean
retort_workbench_save_finish (RetortWorkbench *self, GAsyncResult *result, char **new_hash, GError **error)
{
  g_autofree char *hash = NULL;

  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  hash = g_task_propagate_pointer (G_TASK (result), error);
  if (hash == NULL)
    return FALSE;
  if (new_hash != NULL)
    *new_hash = g_steal_pointer (&hash);
  retort_workbench_refresh (self);
  return TRUE;
}
