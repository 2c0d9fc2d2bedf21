/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Only files that a project of migrations may consist of are written; links are left out, for they may lead anywhere. */
#include "engine/git-tree.h"

#include "engine/git-repository-private.h"
#include "engine/temporary-folder.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

/* A file over this is none that is read. */
#define MAX_BYTES (4 * 1024 * 1024)

struct _RetortGitTree
{
  git_repository *repository;
  char           *work_tree; /* with a slash at its end */
  RetortTemporaryFolder *around;
  char           *root;      /* of the exported files: named as the work tree is, for projects are named after their folders */
  char           *folder;
  char           *name;
  char           *author;
  gint64          time_s;
  GCancellable   *cancellable; /* nullable, borrowed: while it is written */
  GError         *failure;   /* nullable: while it is written */
};

static gboolean
is_wanted (const char *name)
{
  static const char *const endings[] = { ".py", ".pyi", ".ini", ".toml", ".cfg", ".sql", ".json", ".mako", ".md", ".yml", ".yaml", ".ts", ".env", NULL };

  for (guint i = 0; endings[i] != NULL; i++)
    if (g_str_has_suffix (name, endings[i]))
      return TRUE;
  return g_str_has_prefix (name, ".env");
}

static gboolean
write_file (const char *path, git_blob *blob, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, RETORT_GIT_ERROR, RETORT_GIT_ERROR_FAILED, "cannot make '%s': %s", folder, g_strerror (errno));
      return FALSE;
    }
  return g_file_set_contents_full (path, git_blob_rawcontent (blob), (gssize) git_blob_rawsize (blob), G_FILE_SET_CONTENTS_NONE, 0600, error);
}

static int
write_entry (const char *folder, const git_tree_entry *entry, void *data)
{
  RetortGitTree *self = data;
  g_autofree char *path = NULL;
  git_blob *blob = NULL;
  gboolean is_written = TRUE;

  if (g_cancellable_set_error_if_cancelled (self->cancellable, &self->failure))
    return GIT_EUSER;
  if (git_tree_entry_type (entry) != GIT_OBJECT_BLOB || git_tree_entry_filemode (entry) == GIT_FILEMODE_LINK
      || !is_wanted (git_tree_entry_name (entry)))
    return 0;
  if (git_blob_lookup (&blob, self->repository, git_tree_entry_id (entry)) != 0)
    return 0;
  path = g_build_filename (self->root, folder, git_tree_entry_name (entry), NULL);
  if (git_blob_rawsize (blob) <= MAX_BYTES)
    is_written = write_file (path, blob, &self->failure);
  git_blob_free (blob);
  return is_written ? 0 : GIT_EUSER;
}

/* The commit itself, or where it left @against. */
static gboolean
find_commit (RetortGitTree *self, const char *ref, const char *against, git_oid *id, GError **error)
{
  git_oid own;
  git_oid other;

  if (!retort_git_resolve (self->repository, ref != NULL ? ref : "HEAD", &own, error))
    return FALSE;
  *id = own;
  if (against == NULL)
    return TRUE;
  return retort_git_resolve (self->repository, against, &other, error)
         && retort_git_find_merge_base (self->repository, &own, &other, against, id, error);
}

static void
describe_commit (RetortGitTree *self, git_commit *commit)
{
  char short_id[10];

  git_oid_tostr (short_id, sizeof short_id, git_commit_id (commit));
  self->name = g_strdup_printf ("%s %s", short_id, git_commit_summary (commit) != NULL ? git_commit_summary (commit) : "");
  self->author = g_strdup (git_commit_author (commit)->name);
  self->time_s = git_commit_time (commit);
}

static gboolean
write_tree (RetortGitTree *self, const git_oid *id, GError **error)
{
  git_commit *commit = NULL;
  git_tree *tree = NULL;
  gboolean is_read = git_commit_lookup (&commit, self->repository, id) == 0 && git_commit_tree (&tree, commit) == 0;

  if (is_read)
    {
      describe_commit (self, commit);
      is_read = git_tree_walk (tree, GIT_TREEWALK_PRE, write_entry, self) == 0;
    }
  if (self->failure != NULL)
    g_propagate_error (error, g_steal_pointer (&self->failure));
  else if (!is_read)
    retort_git_fail (error, RETORT_GIT_ERROR_FAILED, "cannot read the commit in", self->work_tree);
  git_tree_free (tree);
  git_commit_free (commit);
  return is_read;
}

static gboolean
open_repository (RetortGitTree *self, const char *folder, GError **error)
{
  self->repository = retort_git_open (folder, error);
  if (self->repository != NULL)
    self->work_tree = g_strdup (git_repository_workdir (self->repository));
  return self->repository != NULL;
}

/**
 * retort_git_tree_export:
 * @folder: a folder of a work tree
 * @ref: (nullable): a branch, tag or commit; %NULL is HEAD
 * @against: (nullable): another one: then the commit where @ref left it is meant
 * @cancellable: (nullable): stops it
 * @error: a RetortGitError, a `G_FILE_ERROR` or `G_IO_ERROR_CANCELLED`
 *
 * Writes the commit's files into a temporary folder. Any thread; blocks.
 *
 * Returns: (transfer full) (nullable): the files
 */
RetortGitTree *
retort_git_tree_export (const char *folder, const char *ref, const char *against, GCancellable *cancellable, GError **error)
{
  g_autoptr(RetortGitTree) self = g_new0 (RetortGitTree, 1);
  g_autofree char *absolute = g_canonicalize_filename (folder, NULL);
  g_autofree char *name = NULL;
  git_oid id;

  self->cancellable = cancellable;
  if (!open_repository (self, absolute, error) || !find_commit (self, ref, against, &id, error))
    return NULL;
  self->around = retort_temporary_folder_new (error);
  if (self->around == NULL)
    return NULL;
  name = g_path_get_basename (self->work_tree);
  self->root = g_build_filename (retort_temporary_folder_get_path (self->around), name, NULL);
  g_mkdir (self->root, 0700);
  if (!write_tree (self, &id, error))
    return NULL;
  self->folder = retort_git_tree_dup_path (self, absolute);
  self->cancellable = NULL;
  return g_steal_pointer (&self);
}

/**
 * retort_git_tree_free:
 * @self: (transfer full): files of a commit
 *
 * Removes them. Blocks.
 */
void
retort_git_tree_free (RetortGitTree *self)
{
  g_clear_pointer (&self->around, retort_temporary_folder_free);
  git_repository_free (self->repository);
  g_clear_error (&self->failure);
  g_free (self->work_tree);
  g_free (self->root);
  g_free (self->folder);
  g_free (self->name);
  g_free (self->author);
  g_free (self);
}

/**
 * retort_git_tree_dup_path:
 * @self: files of a commit
 * @path: an absolute path
 *
 * Returns: (transfer full) (nullable): where it is among them; %NULL when it is not in the work tree
 */
char *
retort_git_tree_dup_path (const RetortGitTree *self, const char *path)
{
  g_autofree char *with_slash = g_strconcat (path, "/", NULL);

  if (g_str_equal (with_slash, self->work_tree))
    return g_strdup (self->root);
  if (!g_str_has_prefix (path, self->work_tree))
    return NULL;
  return g_build_filename (self->root, path + strlen (self->work_tree), NULL);
}

/**
 * retort_git_tree_get_folder:
 * @self: files of a commit
 *
 * Returns: (nullable): what the folder that was asked for is there
 */
const char *
retort_git_tree_get_folder (const RetortGitTree *self)
{
  return self->folder;
}

/**
 * retort_git_tree_get_root:
 * @self: files of a commit
 *
 * Returns: the folder of all of them
 */
const char *
retort_git_tree_get_root (const RetortGitTree *self)
{
  return self->root;
}

/**
 * retort_git_tree_get_name:
 * @self: files of a commit
 *
 * Returns: the commit for people
 */
const char *
retort_git_tree_get_name (const RetortGitTree *self)
{
  return self->name;
}

/**
 * retort_git_tree_get_author:
 * @self: files of a commit
 *
 * Returns: (nullable): who wrote the commit
 */
const char *
retort_git_tree_get_author (const RetortGitTree *self)
{
  return self->author;
}

/**
 * retort_git_tree_get_time_s:
 * @self: files of a commit
 *
 * Returns: when it was committed
 */
gint64
retort_git_tree_get_time_s (const RetortGitTree *self)
{
  return self->time_s;
}
