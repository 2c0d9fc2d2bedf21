/* SPDX-License-Identifier: GPL-3.0-or-later */
/* First the tips of all refs, then the commits behind them, newest first. A folder that was seen once is not looked into again,
 * nor is a file: both are known by their content. */
#include "engine/git-ghost.h"

#include "engine/git-library.h"

#include <string.h>

/* So many commits behind the tips are looked at. */
#define MAX_COMMITS 20000

typedef struct
{
  RetortWorkspace *workspace;
  const char      *id;
  GCancellable    *cancellable; /* nullable */
  git_repository  *repository;
  GHashTable      *seen;        /* element: GBytes, owned: object ids of folders and files */
  char            *path;        /* nullable: where it was found, from the top on */
  char            *text;
  char            *parent;      /* nullable */
} Search;

static void
search_clear (Search *self)
{
  g_clear_pointer (&self->seen, g_hash_table_unref);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->parent, g_free);
  git_repository_free (self->repository);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Search, search_clear)

/**
 * retort_ghost_free:
 * @self: (transfer full): where a revision was found
 */
void
retort_ghost_free (RetortGhost *self)
{
  g_free (self->id);
  g_free (self->ref);
  g_free (self->commit);
  g_free (self->name);
  g_free (self->author);
  g_free (self->path);
  g_free (self->text);
  g_free (self->parent);
  g_free (self);
}

/* FALSE: it was there already. */
static gboolean
note_seen (Search *self, const git_oid *oid)
{
  return g_hash_table_add (self->seen, g_bytes_new (oid->id, sizeof oid->id));
}

/* The cheap question first: does the file hold the word at all? */
static gboolean
declares (Search *self, const char *path, git_blob *blob)
{
  const char *content = git_blob_rawcontent (blob);
  gsize length = (gsize) git_blob_rawsize (blob);
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;
  g_autoptr(RetortSource) source = NULL;
  g_autoptr(RetortRevision) revision = NULL;

  if (memmem (content, length, self->id, strlen (self->id)) == NULL || !g_utf8_validate (content, (gssize) length, NULL))
    return FALSE;
  text = g_strndup (content, length);
  name = g_strconcat ("/", path, NULL);
  source = retort_source_new (name, text, -1);
  revision = retort_workspace_reread (self->workspace, source, NULL);
  if (revision == NULL || !g_str_equal (retort_revision_get_id (revision), self->id))
    return FALSE;
  self->path = g_strdup (path);
  self->text = g_steal_pointer (&text);
  if (g_strv_length ((GStrv) retort_revision_get_down (revision)) == 1)
    self->parent = g_strdup (retort_revision_get_down (revision)[0]);
  return TRUE;
}

static int
look_at_entry (const char *folder, const git_tree_entry *entry, void *data)
{
  Search *self = data;
  g_autofree char *path = g_strconcat (folder, git_tree_entry_name (entry), NULL);
  git_blob *blob = NULL;

  if (g_cancellable_is_cancelled (self->cancellable))
    return GIT_EUSER;
  if (git_tree_entry_type (entry) == GIT_OBJECT_TREE)
    return note_seen (self, git_tree_entry_id (entry)) ? 0 : 1; /* 1: not into it */
  if (git_tree_entry_type (entry) != GIT_OBJECT_BLOB || !(g_str_has_suffix (path, ".py") || g_str_has_suffix (path, ".sql"))
      || !note_seen (self, git_tree_entry_id (entry)) || git_blob_lookup (&blob, self->repository, git_tree_entry_id (entry)) != 0)
    return 0;
  declares (self, path, blob);
  git_blob_free (blob);
  return self->path != NULL ? GIT_EUSER : 0;
}

static gboolean
look_at_commit (Search *self, git_commit *commit)
{
  git_tree *tree = NULL;

  if (git_commit_tree (&tree, commit) != 0)
    return FALSE;
  if (note_seen (self, git_tree_id (tree)))
    git_tree_walk (tree, GIT_TREEWALK_PRE, look_at_entry, self);
  git_tree_free (tree);
  return self->path != NULL;
}

static gboolean
holds (git_commit *commit, const char *path, const git_oid *blob)
{
  git_tree *tree = NULL;
  git_tree_entry *entry = NULL;
  gboolean is_held = git_commit_tree (&tree, commit) == 0 && git_tree_entry_bypath (&entry, tree, path) == 0
                     && git_oid_equal (git_tree_entry_id (entry), blob);

  git_tree_entry_free (entry);
  git_tree_free (tree);
  return is_held;
}

/* Who brought the file: the oldest of the first parents that hold it as it is. Frees @commit. */
static git_commit *
find_origin (git_commit *commit, const char *path, const char *text)
{
  git_oid blob;

  git_odb_hash (&blob, text, strlen (text), GIT_OBJECT_BLOB);
  for (guint i = 0; i < MAX_COMMITS && git_commit_parentcount (commit) > 0; i++)
    {
      git_commit *parent = NULL;

      if (git_commit_parent (&parent, commit, 0) != 0 || !holds (parent, path, &blob))
        {
          git_commit_free (parent);
          break;
        }
      git_commit_free (commit);
      commit = parent;
    }
  return commit;
}

/* Takes @commit, in which it was found. */
static RetortGhost *
describe (Search *self, git_commit *commit, const char *ref, gboolean is_gone)
{
  RetortGhost *ghost = g_new0 (RetortGhost, 1);
  char id[GIT_OID_HEXSZ + 1];

  git_oid_tostr (id, sizeof id, git_commit_id (commit));
  ghost->id = g_strdup (self->id);
  ghost->ref = g_strdup (ref);
  ghost->is_gone = is_gone;
  ghost->commit = g_strdup (id);
  ghost->path = g_strdup (self->path);
  ghost->text = g_strdup (self->text);
  ghost->parent = g_strdup (self->parent);
  commit = find_origin (commit, self->path, self->text);
  git_oid_tostr (id, 10, git_commit_id (commit));
  ghost->name = g_strdup_printf ("%s %s", id, git_commit_summary (commit) != NULL ? git_commit_summary (commit) : "");
  ghost->author = g_strdup (git_commit_author (commit)->name);
  ghost->time_s = git_commit_time (commit);
  git_commit_free (commit);
  return ghost;
}

/* (nullable) (transfer full): the commit that a ref leads to. */
static git_commit *
peel (git_reference *reference)
{
  git_object *object = NULL;

  return git_reference_peel (&object, reference, GIT_OBJECT_COMMIT) == 0 ? (git_commit *) object : NULL;
}

static RetortGhost *
search_tips (Search *self)
{
  git_reference_iterator *iterator = NULL;
  git_reference *reference = NULL;
  RetortGhost *found = NULL;

  if (git_reference_iterator_new (&iterator, self->repository) != 0)
    return NULL;
  while (found == NULL && git_reference_next (&reference, iterator) == 0)
    {
      git_commit *commit = peel (reference);

      if (commit != NULL && look_at_commit (self, commit))
        found = describe (self, g_steal_pointer (&commit), git_reference_shorthand (reference), FALSE);
      git_commit_free (commit);
      git_reference_free (reference);
    }
  git_reference_iterator_free (iterator);
  return found;
}

/* (transfer full): a ref that leads to the commit. */
static char *
find_ref (Search *self, const git_oid *commit)
{
  git_reference_iterator *iterator = NULL;
  git_reference *reference = NULL;
  char *name = NULL;

  if (git_reference_iterator_new (&iterator, self->repository) != 0)
    return g_strdup ("HEAD");
  while (name == NULL && git_reference_next (&reference, iterator) == 0)
    {
      git_commit *tip = peel (reference);

      if (tip != NULL && (git_oid_equal (git_commit_id (tip), commit) || git_graph_descendant_of (self->repository, git_commit_id (tip), commit) == 1))
        name = g_strdup (git_reference_shorthand (reference));
      git_commit_free (tip);
      git_reference_free (reference);
    }
  git_reference_iterator_free (iterator);
  return name != NULL ? name : g_strdup ("HEAD");
}

static RetortGhost *
search_past (Search *self)
{
  git_revwalk *walk = NULL;
  RetortGhost *found = NULL;
  git_oid id;

  if (git_revwalk_new (&walk, self->repository) != 0)
    return NULL;
  git_revwalk_sorting (walk, GIT_SORT_TIME);
  git_revwalk_push_glob (walk, "*");
  for (guint i = 0; found == NULL && i < MAX_COMMITS && !g_cancellable_is_cancelled (self->cancellable) && git_revwalk_next (&id, walk) == 0; i++)
    {
      git_commit *commit = NULL;

      if (git_commit_lookup (&commit, self->repository, &id) == 0 && look_at_commit (self, commit))
        {
          g_autofree char *ref = find_ref (self, &id);

          found = describe (self, g_steal_pointer (&commit), ref, TRUE);
        }
      git_commit_free (commit);
    }
  git_revwalk_free (walk);
  return found;
}

/**
 * retort_ghost_find:
 * @workspace: the project that lacks it
 * @id: the revision
 * @cancellable: (nullable): stops the search
 * @error: a RetortGitError when there is no repository, or `G_IO_ERROR_CANCELLED`
 *
 * Looks for the file that declares @id in everything that local refs lead to. Any thread; blocks.
 *
 * Returns: (transfer full) (nullable): where it is; %NULL without @error when it is nowhere
 */
RetortGhost *
retort_ghost_find (RetortWorkspace *workspace, const char *id, GCancellable *cancellable, GError **error)
{
  const char *root = retort_project_get (retort_workspace_get_project (workspace))->root;
  g_auto(Search) search = { .workspace = workspace, .id = id, .cancellable = cancellable };
  RetortGhost *found = NULL;

  if (!retort_git_library_start (error))
    return NULL;
  if (git_repository_open_ext (&search.repository, root, 0, NULL) != 0)
    {
      g_set_error (error, RETORT_GIT_ERROR, RETORT_GIT_ERROR_NO_REPOSITORY, "no git repository at or above '%s'", root);
      return NULL;
    }
  search.seen = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);
  found = search_tips (&search);
  if (found == NULL)
    found = search_past (&search);
  if (found == NULL)
    g_cancellable_set_error_if_cancelled (cancellable, error);
  return found;
}

/**
 * retort_ghost_to_text:
 * @self: where a revision was found
 *
 * Returns: (transfer full): a line about it
 */
char *
retort_ghost_to_text (const RetortGhost *self)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (self->time_s);
  g_autofree char *day = time != NULL ? g_date_time_format (time, "%Y-%m-%d") : g_strdup ("");

  return g_strdup_printf ("%s%s, commit %s, by %s, %s, in %s", self->is_gone ? "once in " : "in ", self->ref, self->name,
                          self->author != NULL ? self->author : "nobody", day, self->path);
}
