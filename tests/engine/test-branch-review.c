/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Branches of a made-up repository: what there is to review, and what is new on them, with and without checking them out. */
#include "engine/branch-review.h"

#include "engine/git-project.h"
#include "engine/git-refs.h"

const char *__lsan_default_suppressions (void);

/* git_merge_base() of libgit2 1.5 keeps its queue when a commit is missing, as in a shallow clone. */
const char *
__lsan_default_suppressions (void)
{
  return "leak:libgit2\n";
}

static RetortWorkspace *
open_project (const char *scratch)
{
  RetortProjectPlace place = { .folder = scratch };
  g_autoptr(GError) error = NULL;
  RetortWorkspace *workspace = retort_workspace_open (&place, NULL, &error);

  g_assert_no_error (error);
  return workspace;
}

static char *
join_ids (GPtrArray *revisions)
{
  g_autoptr(GString) ids = g_string_new (NULL);

  for (guint i = 0; i < revisions->len; i++)
    g_string_append_printf (ids, "%s%s", i > 0 ? " " : "", retort_revision_get_id (g_ptr_array_index (revisions, i)));
  return g_string_free (g_steal_pointer (&ids), FALSE);
}

/* "added / changed / touched / removed" */
static void
check_changes (const char *scratch, const char *at, const char *since, const char *expected)
{
  g_autoptr(RetortWorkspace) here = open_project (scratch);
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortBranchReview) review = retort_branch_review_make (here, at, since, NULL, NULL, &error);
  g_autofree char *added = NULL;
  g_autofree char *changed = NULL;
  g_autofree char *touched = NULL;
  g_autofree char *removed = NULL;
  g_autofree char *found = NULL;

  g_assert_no_error (error);
  added = join_ids (review->changes->added);
  changed = join_ids (review->changes->changed);
  touched = join_ids (review->changes->touched);
  removed = join_ids (review->changes->removed);
  found = g_strdup_printf ("%s / %s / %s / %s", added, changed, touched, removed);
  g_assert_cmpstr (found, ==, expected);
  g_assert_cmpuint (retort_plan_get_n_steps (review->plan), ==, review->changes->added->len + review->changes->changed->len);
}

static void
test_changes (void)
{
  g_auto(Scratch) scratch = git_project_new ();
  g_autofree char *status = NULL;

  check_changes (scratch, NULL, NULL, "003 004 / 002 / 001 / ");
  check_changes (scratch, NULL, "main", "003 004 / 002 / 001 / ");
  git_do (scratch, "checkout -q main");
  check_changes (scratch, "topic", "main", "003 004 / 002 / 001 / ");
  check_changes (scratch, "topic", NULL, "003 004 / 002 / 001 / ");
  check_changes (scratch, NULL, NULL, " /  /  / ");
  /* What is not committed is new as well. */
  git_write_revision (scratch, "005", "002", "pass", "pass");
  check_changes (scratch, NULL, NULL, "005 /  /  / ");
  status = git_run (scratch, "status --porcelain");
  g_assert_cmpstr (status, ==, "?? db/versions/005.py");
}

static void
test_removed_and_old (void)
{
  g_auto(Scratch) scratch = git_project_new ();
  g_autofree char *path = scratch_path (scratch, "db/versions/004.py");
  g_autoptr(RetortWorkspace) here = NULL;
  g_autoptr(RetortBranchReview) review = NULL;
  RetortRevision *revision = NULL;

  g_unlink (path);
  check_changes (scratch, NULL, "HEAD", " /  /  / 004");
  git_do (scratch, "checkout -q .");
  here = open_project (scratch);
  review = retort_branch_review_make (here, NULL, "main", NULL, NULL, NULL);
  revision = retort_plan_step_get_revision (retort_plan_get_step (review->plan, 0));
  g_assert_cmpstr (retort_revision_get_id (revision), ==, "002");
  g_assert_nonnull (strstr (retort_source_get_text (retort_revision_get_source (retort_branch_review_find_old (review, revision))), "'b', sa.Integer()"));
  revision = retort_plan_step_get_revision (retort_plan_get_step (review->plan, 1));
  g_assert_null (retort_branch_review_find_old (review, revision));
}

/* A branch that brings the project itself. */
static void
test_whole_project (void)
{
  g_auto(Scratch) scratch = scratch_new ();

  scratch_write (scratch, "README", "words\n");
  git_do (scratch, "init -q -b main");
  git_commit_all (scratch, "first");
  scratch_write (scratch, "shop/alembic.ini", "[alembic]\nscript_location = db\n");
  scratch_write (scratch, "shop/db/env.py", "from alembic import context\ncontext.configure(connection=c)\ncontext.run_migrations()\n");
  {
    g_autofree char *shop = scratch_path (scratch, "shop");

    git_write_revision (shop, "001", NULL, "op.create_table('t', sa.Column('a', sa.Integer()))", "op.drop_table('t')");
    check_changes (shop, NULL, "HEAD", "001 /  /  / ");
  }
}

static void
check_error (const char *scratch, const char *at, const char *since, GQuark domain, int code, const char *words)
{
  g_autoptr(RetortWorkspace) here = open_project (scratch);
  g_autoptr(GError) error = NULL;
  g_autoptr(RetortBranchReview) review = retort_branch_review_make (here, at, since, NULL, NULL, &error);

  g_assert_null (review);
  g_assert_error (error, domain, code);
  g_assert_nonnull (strstr (error->message, words));
}

static void
test_errors (void)
{
  g_auto(Scratch) scratch = git_project_new ();
  g_auto(Scratch) copy = scratch_new ();
  g_autofree char *clone = g_strdup_printf ("clone -q --depth 1 --no-single-branch --branch topic file://%s %s/c", scratch, copy);
  g_autofree char *shallow = scratch_path (copy, "c");
  g_autofree char *repository = NULL;
  g_autofree char *hidden = NULL;

  check_error (scratch, NULL, "nothing", RETORT_GIT_ERROR, RETORT_GIT_ERROR_NO_REF, "'nothing'");
  check_error (scratch, "nothing", NULL, RETORT_GIT_ERROR, RETORT_GIT_ERROR_NO_REF, "'nothing'");
  git_do (scratch, clone);
  check_error (shallow, NULL, "origin/main", RETORT_GIT_ERROR, RETORT_GIT_ERROR_SHALLOW, "git fetch --unshallow");
  repository = scratch_path (shallow, ".git");
  hidden = scratch_path (shallow, "hidden");
  g_assert_cmpint (g_rename (repository, hidden), ==, 0);
  check_error (shallow, NULL, NULL, RETORT_GIT_ERROR, RETORT_GIT_ERROR_NO_REPOSITORY, shallow);
}

static void
test_cancelled (void)
{
  g_auto(Scratch) scratch = git_project_new ();
  g_autoptr(RetortWorkspace) here = open_project (scratch);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (retort_branch_review_make (here, NULL, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
append_ref (GString *text, const RetortGitRef *ref)
{
  static const char *const kinds[] = { "branch", "remote", "request", "tag", "commit" };

  g_string_append_printf (text, "%s %s%s%s: %s\n", kinds[ref->kind], ref->kind == RETORT_GIT_REF_COMMIT ? "-" : ref->name,
                          ref->is_head ? " (head)" : "", ref->is_usual ? " (usual)" : "", ref->summary);
}

static void
test_refs (void)
{
  g_auto(Scratch) scratch = git_project_new ();
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GPtrArray) refs = NULL;

  git_do (scratch, "tag -a v1 -m one main~1");
  git_do (scratch, "update-ref refs/pull/7/head topic");
  git_do (scratch, "update-ref refs/pull/7/merge main");
  git_do (scratch, "update-ref refs/remotes/origin/pr/12 main");
  git_do (scratch, "update-ref refs/merge-requests/3/head main");
  git_do (scratch, "update-ref refs/remotes/origin/main main~1");
  git_do (scratch, "symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/main");
  git_do (scratch, "update-ref refs/notes/commits main");
  refs = retort_git_refs_list (scratch, NULL, NULL);
  for (guint i = 0; i < refs->len; i++)
    append_ref (text, g_ptr_array_index (refs, i));
  g_assert_cmpstr (text->str, ==,
                   "branch topic (head): topic\n"
                   "branch main: second\n"
                   "remote origin/main (usual): first\n"
                   "request !3: second\n"
                   "request #12: second\n"
                   "request #7: topic\n"
                   "tag v1: first\n"
                   "commit -: topic\n"
                   "commit -: first\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/branch-review/changes", test_changes);
  g_test_add_func ("/engine/branch-review/removed-and-old", test_removed_and_old);
  g_test_add_func ("/engine/branch-review/whole-project", test_whole_project);
  g_test_add_func ("/engine/branch-review/errors", test_errors);
  g_test_add_func ("/engine/branch-review/cancelled", test_cancelled);
  g_test_add_func ("/engine/branch-review/refs", test_refs);
  return g_test_run ();
}
