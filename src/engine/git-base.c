/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A branch is compared with the commit where it left the other one, as `git diff REF...HEAD` does: what came to REF since is
 * not new here. Without a commit in common it is compared with REF itself. */
#include "engine/git-base.h"

#include "engine/git-repository-private.h"

#include <string.h>

struct _RetortGitBase
{
  git_repository *repository;
  git_tree       *tree;
  char           *root; /* of the work tree, with a slash at its end */
};

static gboolean
open_repository (RetortGitBase *self, const char *folder, GError **error)
{
  self->repository = retort_git_open (folder, error);
  if (self->repository != NULL)
    self->root = g_strdup (git_repository_workdir (self->repository));
  return self->repository != NULL;
}

/* Where HEAD left it; the commit itself as long as there is no HEAD. */
static gboolean
find_base (RetortGitBase *self, const char *ref, git_oid *base, GError **error)
{
  git_oid other;
  git_oid head;

  if (!retort_git_resolve (self->repository, ref, &other, error))
    return FALSE;
  *base = other;
  if (git_reference_name_to_id (&head, self->repository, "HEAD") != 0)
    return TRUE;
  return retort_git_find_merge_base (self->repository, &head, &other, ref, base, error);
}

static gboolean
open_tree (RetortGitBase *self, const git_oid *base, GError **error)
{
  git_commit *commit = NULL;
  gboolean is_read = git_commit_lookup (&commit, self->repository, base) == 0 && git_commit_tree (&self->tree, commit) == 0;

  if (!is_read)
    retort_git_fail (error, RETORT_GIT_ERROR_FAILED, "cannot read the commit in", self->root);
  git_commit_free (commit);
  return is_read;
}

/**
 * retort_git_base_open:
 * @folder: a folder of a work tree
 * @ref: a branch, tag or commit, as git-rev-parse understands it
 * @error: a RetortGitError
 *
 * Any thread; blocks.
 *
 * Returns: (transfer full) (nullable): the commit that the work tree is compared with
 */
RetortGitBase *
retort_git_base_open (const char *folder, const char *ref, GError **error)
{
  g_autoptr(RetortGitBase) self = g_new0 (RetortGitBase, 1);
  git_oid base;

  if (!open_repository (self, folder, error) || !find_base (self, ref, &base, error) || !open_tree (self, &base, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* How far back a file's last change is looked for. */
#define MAX_COMMITS 20000

/* The tree of a commit when it holds the file with that text. */
static git_tree *
lookup_holder (RetortGitBase *self, const git_oid *id, const RetortSource *source, git_commit **commit)
{
  if (git_commit_lookup (commit, self->repository, id) != 0 || git_commit_tree (&self->tree, *commit) != 0)
    return NULL;
  return retort_git_base_holds (self, source) ? self->tree : NULL;
}

/* Goes from HEAD along first parents for as long as they have the text; the last tree of them is kept. */
static void
walk_to_change (RetortGitBase *self, git_oid id, const RetortSource *source)
{
  git_tree *holder = NULL;

  for (guint i = 0; i < MAX_COMMITS; i++)
    {
      git_commit *commit = NULL;
      git_tree *found = NULL;
      gboolean is_last;

      self->tree = NULL;
      found = lookup_holder (self, &id, source, &commit);
      if (found == NULL)
        git_tree_free (self->tree);
      else
        {
          git_tree_free (holder);
          holder = found;
        }
      is_last = found == NULL || git_commit_parentcount (commit) == 0;
      if (!is_last)
        id = *git_commit_parent_id (commit, 0);
      git_commit_free (commit);
      if (is_last)
        break;
    }
  self->tree = holder;
}

/**
 * retort_git_base_open_last_change:
 * @source: a file of a work tree
 * @error: a RetortGitError
 *
 * Any thread; blocks.
 *
 * Returns: (transfer full) (nullable): the commit that gave the file the text that it has; %NULL without @error when HEAD has another one
 */
RetortGitBase *
retort_git_base_open_last_change (const RetortSource *source, GError **error)
{
  g_autoptr(RetortGitBase) self = g_new0 (RetortGitBase, 1);
  g_autofree char *folder = g_path_get_dirname (retort_source_get_path (source));
  git_oid head;

  if (!open_repository (self, folder, error) || git_reference_name_to_id (&head, self->repository, "HEAD") != 0)
    return NULL;
  walk_to_change (self, head, source);
  return self->tree != NULL ? g_steal_pointer (&self) : NULL;
}

/**
 * retort_git_base_free:
 * @self: (transfer full): a commit
 */
void
retort_git_base_free (RetortGitBase *self)
{
  git_tree_free (self->tree);
  git_repository_free (self->repository);
  g_free (self->root);
  g_free (self);
}

/* A file that got another name in its folder holds what it held. */
static gboolean
holds_beside (RetortGitBase *self, const char *path, const git_oid *own)
{
  g_autofree char *folder = g_path_get_dirname (path);
  git_tree_entry *entry = NULL;
  git_tree *tree = NULL;
  gboolean is_held = FALSE;

  if (g_str_equal (folder, ".") || git_tree_entry_bypath (&entry, self->tree, folder) != 0)
    return FALSE;
  if (git_tree_lookup (&tree, self->repository, git_tree_entry_id (entry)) == 0)
    is_held = git_tree_entry_byid (tree, own) != NULL;
  git_tree_free (tree);
  git_tree_entry_free (entry);
  return is_held;
}

static gboolean
holds_blob (RetortGitBase *self, const char *path, const git_oid *own)
{
  git_tree_entry *entry = NULL;
  gboolean is_same;

  if (git_tree_entry_bypath (&entry, self->tree, path) != 0)
    return holds_beside (self, path, own);
  is_same = git_oid_equal (own, git_tree_entry_id (entry));
  git_tree_entry_free (entry);
  return is_same;
}

/* What git would store: the ends of lines as core.autocrlf and .gitattributes say. libgit2 runs no filters of others. */
static gboolean
hash_stored (RetortGitBase *self, const char *path, const RetortSource *source, git_oid *stored)
{
  git_filter_list *filters = NULL;
  git_buf text = { 0 };
  gboolean is_hashed = git_filter_list_load (&filters, self->repository, NULL, path, GIT_FILTER_TO_ODB, GIT_FILTER_ALLOW_UNSAFE) == 0
                       && filters != NULL
                       && git_filter_list_apply_to_buffer (&text, filters, retort_source_get_text (source), retort_source_get_length (source)) == 0
                       && git_odb_hash (stored, text.ptr, text.size, GIT_OBJECT_BLOB) == 0;

  git_buf_dispose (&text);
  git_filter_list_free (filters);
  return is_hashed;
}

/**
 * retort_git_base_holds:
 * @self: a commit
 * @source: a file of the work tree
 *
 * Returns: whether the commit holds the file with the same text, under whichever name in its folder; ends of lines count as git counts them
 */
gboolean
retort_git_base_holds (RetortGitBase *self, const RetortSource *source)
{
  const char *path = retort_source_get_path (source);
  git_oid own;
  git_oid stored;

  if (!g_str_has_prefix (path, self->root)
      || git_odb_hash (&own, retort_source_get_text (source), retort_source_get_length (source), GIT_OBJECT_BLOB) != 0)
    return FALSE;
  path += strlen (self->root);
  return holds_blob (self, path, &own) || (hash_stored (self, path, source, &stored) && holds_blob (self, path, &stored));
}

/**
 * retort_git_base_knows:
 * @self: a commit
 * @source: a file of the work tree
 *
 * Returns: whether the commit holds a file of that name
 */
gboolean
retort_git_base_knows (RetortGitBase *self, const RetortSource *source)
{
  const char *path = retort_source_get_path (source);
  git_tree_entry *entry = NULL;
  gboolean is_known = g_str_has_prefix (path, self->root) && git_tree_entry_bypath (&entry, self->tree, path + strlen (self->root)) == 0;

  git_tree_entry_free (entry);
  return is_known;
}

/* (nullable) (transfer full): what an entry held; NULL when it is no text. */
static RetortSource *
read_entry (RetortGitBase *self, const git_tree_entry *entry, const char *path)
{
  git_blob *blob = NULL;
  RetortSource *source = NULL;

  if (git_blob_lookup (&blob, self->repository, git_tree_entry_id (entry)) != 0)
    return NULL;
  if (g_utf8_validate_len (git_blob_rawcontent (blob), (gsize) git_blob_rawsize (blob), NULL))
    source = retort_source_new (path, git_blob_rawcontent (blob), (gssize) git_blob_rawsize (blob));
  git_blob_free (blob);
  return source;
}

static void
add_gone (RetortGitBase *self, GPtrArray *gone, const git_tree_entry *entry, const char *folder)
{
  const char *name = git_tree_entry_name (entry);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  RetortSource *source = NULL;

  if (git_tree_entry_type (entry) != GIT_OBJECT_BLOB || !(g_str_has_suffix (name, ".py") || g_str_has_suffix (name, ".sql"))
      || g_file_test (path, G_FILE_TEST_EXISTS))
    return;
  source = read_entry (self, entry, path);
  if (source != NULL)
    g_ptr_array_add (gone, source);
}

/**
 * retort_git_base_list_gone:
 * @self: a commit
 * @folder: a folder of the work tree
 *
 * Blocks.
 *
 * Returns: (transfer full) (element-type RetortSource): files of Python and SQL that only the commit has in that folder
 */
GPtrArray *
retort_git_base_list_gone (RetortGitBase *self, const char *folder)
{
  GPtrArray *gone = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_source_unref);
  git_tree_entry *entry = NULL;
  git_tree *tree = NULL;

  if (g_str_has_prefix (folder, self->root) && git_tree_entry_bypath (&entry, self->tree, folder + strlen (self->root)) == 0
      && git_tree_lookup (&tree, self->repository, git_tree_entry_id (entry)) == 0)
    for (gsize i = 0; i < git_tree_entrycount (tree); i++)
      add_gone (self, gone, git_tree_entry_byindex (tree, i), folder);
  git_tree_free (tree);
  git_tree_entry_free (entry);
  return gone;
}

/**
 * retort_git_base_dup_usual_ref:
 * @folder: a folder of a work tree
 *
 * Any thread; blocks as long as the disk does.
 *
 * Returns: (transfer full) (nullable): the branch that others are compared with; %NULL when there is none
 */
char *
retort_git_base_dup_usual_ref (const char *folder)
{
  static const char *const names[] = { "refs/remotes/origin/HEAD", "refs/remotes/origin/main", "refs/remotes/origin/master", "refs/heads/main",
                                       "refs/heads/master", NULL };
  git_repository *repository = NULL;
  char *found = NULL;

  if (!retort_git_library_start (NULL))
    return NULL;
  if (git_repository_open_ext (&repository, folder, 0, NULL) == 0)
    for (guint i = 0; found == NULL && names[i] != NULL; i++)
      {
        git_oid id;

        if (git_reference_name_to_id (&id, repository, names[i]) == 0)
          found = g_strdup (names[i]);
      }
  git_repository_free (repository);
  return found;
}
