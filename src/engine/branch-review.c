/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/branch-review.h"

/**
 * retort_branch_review_open_at:
 * @place: the project in the work tree
 * @ref: (nullable): a branch, tag or commit; %NULL is HEAD
 * @against: (nullable): another one: the commit where @ref left it is meant
 * @tree: (out) (transfer full) (nullable): the files of the commit; they outlive the project, and are there also when it cannot be opened
 * @cancellable: (nullable): stops it
 * @error: a RetortGitError, a RetortFormatError when there is no project at that commit, a `G_FILE_ERROR` or `G_IO_ERROR_CANCELLED`
 *
 * Any thread; blocks.
 *
 * Returns: (transfer full) (nullable): the project as it is there
 */
RetortWorkspace *
retort_branch_review_open_at (const RetortProjectPlace *place, const char *ref, const char *against, RetortGitTree **tree, GCancellable *cancellable,
                              GError **error)
{
  g_autofree char *config = NULL;

  *tree = retort_git_tree_export (place->folder, ref, against, cancellable, error);
  if (*tree == NULL)
    return NULL;
  if (place->config != NULL)
    config = retort_git_tree_dup_path (*tree, place->config);
  return retort_workspace_open (&(RetortProjectPlace){ retort_git_tree_get_folder (*tree), config, place->section }, cancellable, error);
}

/* A branch may bring the project itself: then everything is new. */
static gboolean
open_base (RetortBranchReview *self, const RetortProjectPlace *place, const char *at, const char *since, GCancellable *cancellable, GError **error)
{
  g_autoptr(GError) base_error = NULL;

  self->since = since != NULL ? g_strdup (since) : retort_git_base_dup_usual_ref (place->folder);
  if (self->since == NULL)
    self->since = g_strdup ("HEAD");
  self->base = retort_branch_review_open_at (place, at, self->since, &self->base_tree, cancellable, &base_error);
  if (self->base != NULL)
    return TRUE;
  if (self->base_tree != NULL && !g_error_matches (base_error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      && !g_file_test (retort_git_tree_get_folder (self->base_tree), G_FILE_TEST_IS_DIR))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&base_error));
  return FALSE;
}

/**
 * retort_branch_review_make:
 * @here: the project in the work tree
 * @at: (nullable): a branch, tag or commit; %NULL: the files as they are
 * @since: (nullable): what is compared with: where @at left it; %NULL: what branches are usually compared with, or without one the last commit
 * @facts: (nullable): of the database that the locks are told for
 * @cancellable: (nullable): stops it
 * @error: a RetortGitError, a RetortFormatError, a `G_FILE_ERROR` or `G_IO_ERROR_CANCELLED`
 *
 * Any thread; blocks.
 *
 * Returns: (transfer full) (nullable): the review
 */
RetortBranchReview *
retort_branch_review_make (RetortWorkspace *here, const char *at, const char *since, const RetortTargetFacts *facts,
                           GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortBranchReview) self = g_new0 (RetortBranchReview, 1);
  RetortProjectPlace place = retort_workspace_get_place (here);

  if (!open_base (self, &place, at, since, cancellable, error))
    return NULL;
  self->now = at != NULL ? retort_branch_review_open_at (&place, at, NULL, &self->tree, cancellable, error) : retort_workspace_ref (here);
  if (self->now == NULL)
    return NULL;
  self->changes = retort_branch_changes_find (self->now, self->base, cancellable);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  self->plan = retort_branch_changes_review (self->changes, self->now, facts, cancellable, error);
  return self->plan != NULL ? g_steal_pointer (&self) : NULL;
}

/**
 * retort_branch_review_free:
 * @self: (transfer full): a review
 *
 * Blocks: the files of the commits are removed.
 */
void
retort_branch_review_free (RetortBranchReview *self)
{
  g_clear_pointer (&self->plan, retort_plan_unref);
  g_clear_pointer (&self->changes, retort_branch_changes_free);
  g_clear_pointer (&self->now, retort_workspace_unref);
  g_clear_pointer (&self->base, retort_workspace_unref);
  g_clear_pointer (&self->tree, retort_git_tree_free);
  g_clear_pointer (&self->base_tree, retort_git_tree_free);
  g_free (self->since);
  g_free (self);
}

/**
 * retort_branch_review_find_old:
 * @self: a review
 * @revision: what is reviewed
 *
 * Returns: (transfer none) (nullable): the same revision before; %NULL: it is new
 */
RetortRevision *
retort_branch_review_find_old (const RetortBranchReview *self, RetortRevision *revision)
{
  return self->base != NULL ? retort_history_find (retort_workspace_get_history (self->base), retort_revision_get_id (revision)) : NULL;
}
