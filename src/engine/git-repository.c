/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/git-repository-private.h"

G_DEFINE_QUARK (retort-git-error-quark, retort_git_error)

/**
 * retort_git_fail: (skip)
 * @error: what is set
 * @code: what the caller can do about it
 * @what: a clause that ends before @name
 * @name: what was asked for
 *
 * Sets an error with libgit2's reason.
 */
void
retort_git_fail (GError **error, RetortGitError code, const char *what, const char *name)
{
  const git_error *last = git_error_last ();

  g_set_error (error, RETORT_GIT_ERROR, (int) code, "%s '%s': %s", what, name, last != NULL ? last->message : "no reason given");
}

/**
 * retort_git_open: (skip)
 * @folder: an absolute path
 * @error: RETORT_GIT_ERROR_NO_REPOSITORY, RETORT_GIT_ERROR_FAILED without libgit2
 *
 * Any thread; blocks.
 *
 * Returns: (transfer full) (nullable): the repository that it is in
 */
git_repository *
retort_git_open (const char *folder, GError **error)
{
  g_autoptr(git_repository) repository = NULL;

  if (!retort_git_library_start (error))
    return NULL;
  if (git_repository_open_ext (&repository, folder, 0, NULL) != 0)
    {
      retort_git_fail (error, RETORT_GIT_ERROR_NO_REPOSITORY, "no git repository at or above", folder);
      return NULL;
    }
  if (git_repository_workdir (repository) != NULL)
    return g_steal_pointer (&repository);
  g_set_error (error, RETORT_GIT_ERROR, RETORT_GIT_ERROR_NO_REPOSITORY, "the git repository of '%s' has no work tree", folder);
  return NULL;
}

/**
 * retort_git_resolve: (skip)
 * @repository: a repository
 * @ref: a branch, tag or commit, as git-rev-parse understands it
 * @id: (out): the commit
 * @error: RETORT_GIT_ERROR_NO_REF
 *
 * Returns: %FALSE with @error set when it leads to no commit
 */
gboolean
retort_git_resolve (git_repository *repository, const char *ref, git_oid *id, GError **error)
{
  g_autoptr(git_object) object = NULL;
  g_autoptr(git_object) commit = NULL;

  if (git_revparse_single (&object, repository, ref) == 0 && git_object_peel (&commit, object, GIT_OBJECT_COMMIT) == 0)
    {
      *id = *git_object_id (commit);
      return TRUE;
    }
  if (git_repository_is_shallow (repository) == 1)
    g_set_error (error, RETORT_GIT_ERROR, RETORT_GIT_ERROR_NO_REF,
                 "git knows no commit '%s': the clone is shallow; 'git fetch --unshallow' brings the rest of the history", ref);
  else
    retort_git_fail (error, RETORT_GIT_ERROR_NO_REF, "git knows no commit", ref);
  return FALSE;
}

/**
 * retort_git_find_merge_base: (skip)
 * @repository: a repository
 * @id: a commit
 * @other: what it is compared with
 * @ref: what people call @other
 * @base: (out): the commit in common
 * @error: RETORT_GIT_ERROR_SHALLOW
 *
 * As `git diff OTHER...ID` does: what came to the other branch since is not new here. Histories that have nothing to do with each
 * other are compared as they stand.
 *
 * Returns: %FALSE with @error set when history ends before it is found
 */
gboolean
retort_git_find_merge_base (git_repository *repository, const git_oid *id, const git_oid *other, const char *ref, git_oid *base, GError **error)
{
  if (git_merge_base (base, repository, id, other) == 0)
    return TRUE;
  *base = *other;
  if (git_repository_is_shallow (repository) != 1)
    return TRUE;
  g_set_error (error, RETORT_GIT_ERROR, RETORT_GIT_ERROR_SHALLOW,
               "this clone does not hold the commit where the branch left '%s': it is shallow; 'git fetch --unshallow' gets the rest of the history", ref);
  return FALSE;
}
