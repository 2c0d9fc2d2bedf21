/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copies of edits that are not saved: written while somebody types, found again after a crash. All on the
 * review worker, one after the other, so that the newest copy is the one that stays. */
#include "config.h"

#include "workbench/draft.h"
#include "workbench/workbench-private.h"

typedef struct
{
  GStrv        paths;
  RetortDraft *draft; /* nullable: delete */
} DraftJob;

static void
draft_job_free (gpointer data)
{
  DraftJob *self = data;

  g_strfreev (self->paths);
  g_clear_pointer (&self->draft, retort_draft_free);
  g_free (self);
}

static const char *
get_path (RetortRevisionItem *revision)
{
  RetortRevision *read = retort_revision_item_get_revision (revision);

  return read != NULL ? retort_revision_get_path (read) : NULL;
}

static void
keep_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  DraftJob *job = data;
  g_autoptr(GError) error = NULL;

  for (gsize i = 0; job->paths[i] != NULL; i++)
    {
      if (job->draft == NULL)
        retort_draft_delete (job->paths[i]);
      else if (!retort_draft_save (job->draft, job->paths[i], &error))
        {
          g_task_return_error (task, g_steal_pointer (&error));
          return;
        }
    }
  g_task_return_boolean (task, TRUE);
}

static void
load_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  DraftJob *job = data;

  g_task_return_pointer (task, retort_draft_load (job->paths[0]), (GDestroyNotify) retort_draft_free);
}

static void
push (RetortWorkbench *self, GTask *task, const char *const *paths, RetortDraft *draft, GTaskThreadFunc func)
{
  DraftJob *job = g_new0 (DraftJob, 1);

  job->paths = g_strdupv ((char **) paths);
  job->draft = draft;
  g_task_set_task_data (task, job, draft_job_free);
  retort_worker_push (self->review_worker, task, func);
}

static void
kept_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_debug ("no recovery copy: %s", error->message);
}

/**
 * retort_workbench_keep_draft:
 * @self: a workbench
 * @revision: the row whose file is edited
 * @text: (nullable): the edited text; %NULL: there is nothing to be kept any more
 * @base_hash: (nullable): hash of the file's text that the edit began with
 *
 * Keeps a copy of an edit for the case of a crash, in the background. The file itself is not touched.
 */
void
retort_workbench_keep_draft (RetortWorkbench *self, RetortRevisionItem *revision, const char *text,
                             const char *base_hash)
{
  const char *paths[] = { get_path (revision), NULL };
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (RETORT_IS_WORKBENCH (self));

  if (paths[0] == NULL)
    return;
  task = g_task_new (self, NULL, kept_cb, NULL);
  g_task_set_source_tag (task, retort_workbench_keep_draft);
  push (self, task, paths, text != NULL ? retort_draft_new (text, base_hash) : NULL, keep_worker);
}

/**
 * retort_workbench_drop_drafts_async:
 * @self: a workbench
 * @revisions: (element-type RetortRevisionItem): rows whose edits are given up
 * @callback: called when no copy is left
 * @user_data: for @callback
 *
 * Deletes the copies of edits.
 */
void
retort_workbench_drop_drafts_async (RetortWorkbench *self, GPtrArray *revisions, GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_autoptr(GStrvBuilder) paths = g_strv_builder_new ();
  g_auto(GStrv) all = NULL;
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (RETORT_IS_WORKBENCH (self));

  for (guint i = 0; i < revisions->len; i++)
    if (get_path (g_ptr_array_index (revisions, i)) != NULL)
      g_strv_builder_add (paths, get_path (g_ptr_array_index (revisions, i)));
  all = g_strv_builder_end (paths);
  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, retort_workbench_drop_drafts_async);
  push (self, task, (const char *const *) all, NULL, keep_worker);
}

/**
 * retort_workbench_load_draft_async:
 * @self: a workbench
 * @revision: a row that has a file
 * @cancellable: (nullable): to stop
 * @callback: called when it was looked for
 * @user_data: for @callback
 *
 * Looks for an edit that was not saved when Retort ended.
 */
void
retort_workbench_load_draft_async (RetortWorkbench *self, RetortRevisionItem *revision, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data)
{
  const char *paths[] = { get_path (revision), NULL };
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (RETORT_IS_WORKBENCH (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, retort_workbench_load_draft_async);
  if (paths[0] == NULL)
    g_task_return_pointer (task, NULL, NULL);
  else
    push (self, task, paths, NULL, load_worker);
}

/**
 * retort_workbench_load_draft_finish:
 * @self: a workbench
 * @result: what the callback was given
 * @base_hash: (out) (transfer full) (nullable): hash of the file's text that the edit began with
 * @error: set when it was cancelled
 *
 * The edit that was found.
 *
 * Returns: (transfer full) (nullable): the text; %NULL, with or without @error, when there is none
 */
char *
retort_workbench_load_draft_finish (RetortWorkbench *self, GAsyncResult *result, char **base_hash, GError **error)
{
  g_autoptr(RetortDraft) draft = NULL;

  g_return_val_if_fail (RETORT_IS_WORKBENCH (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  draft = g_task_propagate_pointer (G_TASK (result), error);
  *base_hash = draft != NULL ? g_steal_pointer (&draft->base_hash) : NULL;
  return draft != NULL ? g_steal_pointer (&draft->text) : NULL;
}
