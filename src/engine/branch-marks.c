/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file that is gone is looked for only beside files of revisions; what it declares is read from the commit. */
#include "engine/branch-marks.h"

static void
add_revision (RetortBranchMarks *self, RetortGitBase *base, RetortRevision *revision)
{
  RetortSource *source = retort_revision_get_source (revision);

  if (source == NULL || retort_git_base_holds (base, source))
    return;
  g_ptr_array_add (retort_git_base_knows (base, source) ? self->changed : self->added, g_strdup (retort_revision_get_id (revision)));
}

static void
add_gone (RetortBranchMarks *self, RetortWorkspace *workspace, RetortSource *source)
{
  g_autoptr(RetortRevision) revision = retort_workspace_reread (workspace, source, NULL);

  /* A file that was renamed declares what another one does now. */
  if (revision != NULL && retort_history_find (retort_workspace_get_history (workspace), retort_revision_get_id (revision)) == NULL)
    g_ptr_array_add (self->removed, g_steal_pointer (&revision));
}

static void
look_beside (RetortBranchMarks *self, RetortWorkspace *workspace, RetortGitBase *base, const char *folder)
{
  g_autoptr(GPtrArray) gone = retort_git_base_list_gone (base, folder);

  for (guint i = 0; i < gone->len; i++)
    add_gone (self, workspace, g_ptr_array_index (gone, i));
}

/**
 * retort_branch_marks_find:
 * @workspace: a project
 * @since: (nullable): a branch, tag or commit: where the work tree left it; %NULL: what branches are usually compared with
 * @cancellable: (nullable): stops it; what it did not come to is not told
 *
 * Any thread; blocks.
 *
 * Returns: (transfer full): what is new; nothing when there is nothing to compare with
 */
RetortBranchMarks *
retort_branch_marks_find (RetortWorkspace *workspace, const char *since, GCancellable *cancellable)
{
  RetortBranchMarks *self = g_new0 (RetortBranchMarks, 1);
  const RetortProjectFields *project = retort_project_get (retort_workspace_get_project (workspace));
  g_autoptr(RetortGitBase) base = NULL;
  g_autoptr(GHashTable) folders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  self->since = since != NULL ? g_strdup (since) : retort_git_base_dup_usual_ref (project->root);
  if (self->since != NULL)
    base = retort_git_base_open (project->root, self->since, NULL);
  self->added = g_ptr_array_new_with_free_func (g_free);
  self->changed = g_ptr_array_new_with_free_func (g_free);
  self->removed = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_revision_unref);
  for (guint i = 0; base != NULL && i < project->revisions->len && !g_cancellable_is_cancelled (cancellable); i++)
    {
      RetortRevision *revision = g_ptr_array_index (project->revisions, i);
      const char *path = retort_revision_get_path (revision);
      g_autofree char *folder = path != NULL ? g_path_get_dirname (path) : NULL;

      add_revision (self, base, revision);
      if (folder != NULL && !g_hash_table_contains (folders, folder))
        {
          look_beside (self, workspace, base, folder);
          g_hash_table_add (folders, g_steal_pointer (&folder));
        }
    }
  return self;
}

/**
 * retort_branch_marks_free:
 * @self: (transfer full): what is new
 */
void
retort_branch_marks_free (RetortBranchMarks *self)
{
  g_ptr_array_unref (self->added);
  g_ptr_array_unref (self->changed);
  g_ptr_array_unref (self->removed);
  g_free (self->since);
  g_free (self);
}
