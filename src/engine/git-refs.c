/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of refs say what they are. Hosts keep the heads of pull requests in places of their own, and people fetch them into others:
 * a part of the name that is "pull", "pull-requests", "pr", "merge-requests" or "mr", with a number behind it, is one. */
#include "engine/git-refs.h"

#include "engine/git-repository-private.h"

#include <string.h>

/* So many commits of what is checked out are offered. */
#define MAX_COMMITS 60

typedef struct
{
  git_repository *repository;
  GPtrArray      *found; /* element: RetortGitRef, owned */
  char           *head;  /* nullable: the branch that is checked out */
  char           *usual; /* nullable */
} Listing;

static void
listing_clear (Listing *self)
{
  g_clear_pointer (&self->repository, git_repository_free);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  g_free (self->head);
  g_free (self->usual);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Listing, listing_clear)

/**
 * retort_git_ref_free:
 * @self: (transfer full): a ref
 */
void
retort_git_ref_free (RetortGitRef *self)
{
  g_free (self->ref);
  g_free (self->name);
  g_free (self->commit);
  g_free (self->summary);
  g_free (self->author);
  g_free (self);
}

static gboolean
is_number (const char *text)
{
  return *text != '\0' && strspn (text, "0123456789") == strlen (text);
}

/* (nullable): "#42" */
static char *
dup_request_name (const char *ref)
{
  static const char *const folders[] = { "pull", "pull-requests", "pr", "merge-requests", "mr", NULL };
  g_auto(GStrv) parts = g_strsplit (ref, "/", -1);

  for (gsize i = 0; parts[i] != NULL && parts[i + 1] != NULL; i++)
    if (g_strv_contains (folders, parts[i]) && is_number (parts[i + 1]) && (parts[i + 2] == NULL || parts[i + 3] == NULL))
      return g_strconcat (parts[i][0] == 'm' ? "!" : "#", parts[i + 1], NULL);
  return NULL;
}

/* Of a request the head counts, and not what a host made of it: "refs/pull/42/merge". FALSE: nothing to review. */
static gboolean
classify (const char *ref, RetortGitRefKind *kind, char **name)
{
  if (g_str_has_suffix (ref, "/HEAD") || g_str_has_suffix (ref, "/merge"))
    return FALSE;
  *name = g_str_has_prefix (ref, "refs/heads/") ? NULL : dup_request_name (ref);
  if (*name != NULL)
    *kind = RETORT_GIT_REF_PULL_REQUEST;
  else if (g_str_has_prefix (ref, "refs/heads/"))
    *kind = RETORT_GIT_REF_BRANCH;
  else if (g_str_has_prefix (ref, "refs/remotes/"))
    *kind = RETORT_GIT_REF_REMOTE_BRANCH;
  else if (g_str_has_prefix (ref, "refs/tags/"))
    *kind = RETORT_GIT_REF_TAG;
  else
    return FALSE;
  if (*name == NULL)
    *name = g_strdup (strchr (ref + strlen ("refs/"), '/') + 1);
  return TRUE;
}

static RetortGitRef *
add_commit (Listing *self, RetortGitRefKind kind, const char *ref, const char *name, git_commit *commit)
{
  RetortGitRef *found = g_new0 (RetortGitRef, 1);
  char id[GIT_OID_HEXSZ + 1];

  git_oid_tostr (id, sizeof id, git_commit_id (commit));
  found->kind = kind;
  found->ref = g_strdup (ref != NULL ? ref : id);
  found->name = name != NULL ? g_strdup (name) : g_strndup (id, 7);
  found->commit = g_strdup (id);
  found->summary = g_utf8_make_valid (git_commit_summary (commit) != NULL ? git_commit_summary (commit) : "", -1);
  found->author = g_utf8_make_valid (git_commit_author (commit)->name, -1);
  found->time_s = git_commit_time (commit);
  g_ptr_array_add (self->found, found);
  return found;
}

static void
add_ref (Listing *self, git_reference *reference)
{
  const char *ref = git_reference_name (reference);
  RetortGitRefKind kind = RETORT_GIT_REF_BRANCH;
  g_autofree char *name = NULL;
  g_autoptr(git_object) commit = NULL;
  RetortGitRef *found = NULL;

  if (!g_utf8_validate (ref, -1, NULL) || !classify (ref, &kind, &name) || git_reference_peel (&commit, reference, GIT_OBJECT_COMMIT) != 0)
    return;
  found = add_commit (self, kind, ref, name, (git_commit *) commit);
  found->is_head = g_strcmp0 (ref, self->head) == 0;
  found->is_usual = g_strcmp0 (ref, self->usual) == 0;
}

static void
add_refs (Listing *self, GCancellable *cancellable)
{
  git_reference_iterator *iterator = NULL;
  git_reference *reference = NULL;

  if (git_reference_iterator_new (&iterator, self->repository) != 0)
    return;
  while (!g_cancellable_is_cancelled (cancellable) && git_reference_next (&reference, iterator) == 0)
    {
      add_ref (self, reference);
      git_reference_free (reference);
    }
  git_reference_iterator_free (iterator);
}

static void
add_commits (Listing *self)
{
  git_revwalk *walk = NULL;
  git_oid id;

  if (git_revwalk_new (&walk, self->repository) != 0)
    return;
  git_revwalk_sorting (walk, GIT_SORT_TOPOLOGICAL | GIT_SORT_TIME);
  if (git_revwalk_push_head (walk) == 0)
    for (guint i = 0; i < MAX_COMMITS && git_revwalk_next (&id, walk) == 0; i++)
      {
        g_autoptr(git_commit) commit = NULL;

        if (git_commit_lookup (&commit, self->repository, &id) == 0)
          add_commit (self, RETORT_GIT_REF_COMMIT, NULL, NULL, commit);
      }
  git_revwalk_free (walk);
}

/* (nullable): the branch that is checked out, also before its first commit. */
static char *
dup_head (git_repository *repository)
{
  git_reference *head = NULL;
  char *name = NULL;

  if (git_reference_lookup (&head, repository, "HEAD") == 0)
    name = g_strdup (git_reference_symbolic_target (head));
  git_reference_free (head);
  return name;
}

/* What "origin/HEAD" stands for is the branch that is marked. */
static char *
dup_usual (git_repository *repository, const char *folder)
{
  g_autofree char *usual = retort_git_base_dup_usual_ref (folder);
  git_reference *reference = NULL;
  char *name = NULL;

  if (usual != NULL && git_reference_lookup (&reference, repository, usual) == 0 && git_reference_symbolic_target (reference) != NULL)
    name = g_strdup (git_reference_symbolic_target (reference));
  git_reference_free (reference);
  return name != NULL ? name : g_steal_pointer (&usual);
}

static int
compare_refs (gconstpointer a, gconstpointer b)
{
  const RetortGitRef *ref_a = *(const RetortGitRef *const *) a;
  const RetortGitRef *ref_b = *(const RetortGitRef *const *) b;

  if (ref_a->kind != ref_b->kind)
    return ref_a->kind < ref_b->kind ? -1 : 1;
  if (ref_a->kind == RETORT_GIT_REF_COMMIT)
    return 0; /* As they follow each other; the sort is stable. */
  if (ref_a->is_head != ref_b->is_head)
    return ref_a->is_head ? -1 : 1;
  if (ref_a->time_s != ref_b->time_s)
    return ref_a->time_s > ref_b->time_s ? -1 : 1;
  return strcmp (ref_a->name, ref_b->name);
}

/**
 * retort_git_refs_list:
 * @folder: a folder of a work tree
 * @cancellable: (nullable): stops it
 * @error: RETORT_GIT_ERROR_NO_REPOSITORY, or `G_IO_ERROR_CANCELLED`
 *
 * Any thread; blocks.
 *
 * Returns: (transfer full) (element-type RetortGitRef) (nullable): what there is
 */
GPtrArray *
retort_git_refs_list (const char *folder, GCancellable *cancellable, GError **error)
{
  g_auto(Listing) self = { 0 };

  self.repository = retort_git_open (folder, error);
  if (self.repository == NULL)
    return NULL;
  self.found = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_git_ref_free);
  self.head = dup_head (self.repository);
  self.usual = dup_usual (self.repository, folder);
  add_refs (&self, cancellable);
  add_commits (&self);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  g_ptr_array_sort (self.found, compare_refs);
  return g_steal_pointer (&self.found);
}
