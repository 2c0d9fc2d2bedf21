/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Branches as the window sees them: what can be chosen, what is new, what was read, documents. */
#include "workbench/branch-review.h"

#include "engine/git-project.h"

#include <string.h>

const char *__lsan_default_suppressions (void);

/* git_merge_base() of libgit2 1.5 keeps its queue when a commit is missing, as in a shallow clone. */
const char *
__lsan_default_suppressions (void)
{
  return "leak:libgit2\n";
}

typedef struct
{
  Scratch          scratch;
  RetortWorkbench *workbench;
  GAsyncResult    *result; /* nullable: of what was begun last */
} Fixture;

static void
done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  ((Fixture *) user_data)->result = g_object_ref (result);
}

static GAsyncResult *
wait_for (Fixture *fixture)
{
  while (fixture->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return g_steal_pointer (&fixture->result);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  fixture->scratch = git_project_new ();
  fixture->workbench = retort_workbench_new ();
  retort_workbench_open_async (fixture->workbench, fixture->scratch, NULL, done_cb, fixture);
  result = wait_for (fixture);
  g_assert_true (retort_workbench_open_finish (fixture->workbench, result, &error));
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  retort_workbench_close (fixture->workbench);
  g_object_unref (fixture->workbench);
  scratch_clear (&fixture->scratch);
}

static RetortBranchReviewItem *
review (Fixture *fixture, const char *at, const char *since, GError **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  retort_workbench_review_branch_async (fixture->workbench, at, since, NULL, done_cb, fixture);
  result = wait_for (fixture);
  return retort_workbench_review_branch_finish (fixture->workbench, result, error);
}

static void
append_item (GString *text, RetortReviewedItem *item)
{
  static const char *const ways[] = { "whole", "lossy", "unknown", "nothing", "none" };
  guint n_hunks = 0;

  retort_reviewed_item_get_hunks (item, &n_hunks);
  g_string_append_printf (text, "%s %s, %u hunks, %u statements, %u back, %s%s\n", retort_revision_get_id (retort_reviewed_item_get_revision (item)),
                          retort_reviewed_kind_to_word (retort_reviewed_item_get_kind (item)), n_hunks,
                          g_list_model_get_n_items (retort_reviewed_item_get_statements (item)),
                          g_list_model_get_n_items (retort_reviewed_item_get_downgrade (item)), ways[retort_reviewed_item_get_way_back (item)],
                          retort_reviewed_item_is_read (item) ? ", read" : "");
}

static char *
dup_items (RetortBranchReviewItem *item)
{
  GListModel *revisions = retort_branch_review_item_get_revisions (item);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (revisions); i++)
    {
      g_autoptr(RetortReviewedItem) revision = g_list_model_get_item (revisions, i);

      append_item (text, revision);
    }
  return g_string_free (text, FALSE);
}

static void
test_refs (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GListModel) refs = NULL;
  g_autoptr(RetortRefItem) here = NULL;
  g_autoptr(RetortRefItem) topic = NULL;

  retort_workbench_list_refs_async (fixture->workbench, NULL, done_cb, fixture);
  result = wait_for (fixture);
  refs = retort_workbench_list_refs_finish (fixture->workbench, result, NULL);
  here = g_list_model_get_item (refs, 0);
  topic = g_list_model_get_item (refs, 1);
  g_assert_null (retort_ref_item_get_ref (here));
  g_assert_cmpstr (retort_ref_item_get_ref (topic), ==, "refs/heads/topic");
  g_assert_cmpstr (retort_ref_item_get_name (topic), ==, "topic");
  g_assert_true (retort_ref_item_is_head (topic));
  g_assert_true (retort_ref_item_matches (topic, "ada TOP"));
  g_assert_false (retort_ref_item_matches (topic, "ada main"));
}

static void
test_review (Fixture *fixture, gconstpointer data)
{
  g_autoptr(RetortBranchReviewItem) item = review (fixture, NULL, NULL, NULL);
  g_autofree char *items = dup_items (item);
  g_autofree char *command = NULL;

  g_assert_cmpstr (items, ==,
                   "002 changed, 1 hunks, 1 statements, 1 back, whole\n"
                   "003 new, 0 hunks, 1 statements, 1 back, whole\n"
                   "004 new, 0 hunks, 1 statements, 0 back, nothing\n"
                   "001 reworded, 1 hunks, 0 statements, 0 back, whole\n");
  g_assert_cmpstr (retort_branch_review_item_get_title (item), ==, "2 new revisions, 1 changed, 1 reworded");
  g_assert_nonnull (strstr (retort_branch_review_item_get_place (item), " first · Ada · 2026-"));
  command = g_strdup_printf ("retort-cli --project %s plan --since refs/heads/main", fixture->scratch);
  g_assert_cmpstr (retort_branch_review_item_get_command (item), ==, command);
  g_assert_null (retort_branch_review_item_get_database (item));
}

/* A branch that is not checked out; what it lacks is removed. */
static void
test_elsewhere (Fixture *fixture, gconstpointer data)
{
  g_autoptr(RetortBranchReviewItem) item = NULL;
  g_autofree char *items = NULL;
  g_autofree char *status = NULL;

  git_do (fixture->scratch, "rm -q db/versions/004.py");
  git_commit_all (fixture->scratch, "without 004");
  git_do (fixture->scratch, "branch shorter");
  git_do (fixture->scratch, "checkout -q main");
  item = review (fixture, "shorter", "topic~1", NULL);
  items = dup_items (item);
  g_assert_cmpstr (items, ==, "004 removed, 0 hunks, 0 statements, 0 back, whole\n");
  status = git_run (fixture->scratch, "status --porcelain");
  g_assert_cmpstr (status, ==, "");
}

static RetortReviewedItem *
get_item (RetortBranchReviewItem *item, guint position)
{
  g_autoptr(RetortReviewedItem) revision = g_list_model_get_item (retort_branch_review_item_get_revisions (item), position);

  return revision; /* The list holds it. */
}

/* It counts for the text that was read, wherever that is. */
static void
test_read (Fixture *fixture, gconstpointer data)
{
  g_autoptr(RetortBranchReviewItem) item = review (fixture, NULL, "main", NULL);
  g_autoptr(RetortBranchReviewItem) there = NULL;
  g_autoptr(RetortBranchReviewItem) again = NULL;
  guint n_told = 0;

  g_signal_connect_swapped (get_item (item, 1), "notify::is-read", G_CALLBACK (g_atomic_int_inc), &n_told);
  g_assert_false (retort_reviewed_item_is_read (get_item (item, 1)));
  retort_workbench_set_reviewed (fixture->workbench, item, get_item (item, 1), TRUE);
  g_assert_true (retort_reviewed_item_is_read (get_item (item, 1)));
  g_assert_cmpuint (n_told, ==, 1);
  /* One thread keeps it, another one asks: the first must have ended. */
  do
    {
      g_clear_object (&there);
      there = review (fixture, "topic", "main", NULL);
    }
  while (!retort_reviewed_item_is_read (get_item (there, 1)));
  g_assert_false (retort_reviewed_item_is_read (get_item (there, 0)));
  retort_workbench_set_reviewed (fixture->workbench, there, get_item (there, 1), FALSE);
  do
    {
      g_clear_object (&again);
      again = review (fixture, NULL, "main", NULL);
    }
  while (retort_reviewed_item_is_read (get_item (again, 1)));
}

static char *
export (Fixture *fixture, GObject *what, RetortExportFormat format, const char *path, GError **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  retort_workbench_export_async (fixture->workbench, what, format, path, NULL, done_cb, fixture);
  result = wait_for (fixture);
  return retort_workbench_export_finish (fixture->workbench, result, error);
}

static void
test_export (Fixture *fixture, gconstpointer data)
{
  g_autoptr(RetortBranchReviewItem) item = review (fixture, "topic", "main", NULL);
  g_autofree char *path = scratch_path (fixture->scratch, "review.html");
  g_autofree char *markdown = export (fixture, G_OBJECT (item), RETORT_EXPORT_MARKDOWN, NULL, NULL);
  g_autofree char *page = export (fixture, G_OBJECT (item), RETORT_EXPORT_HTML, path, NULL);
  g_autofree char *written = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_nonnull (strstr (markdown, "ALTER TABLE t ADD COLUMN c INTEGER;"));
  g_assert_nonnull (strstr (markdown, "db/versions/003.py"));
  g_assert_null (strstr (markdown, "/tmp/"));
  g_assert_true (g_file_get_contents (path, &written, NULL, NULL));
  g_assert_cmpstr (written, ==, page);
  g_assert_true (g_str_has_prefix (page, "<!DOCTYPE html>"));
  g_assert_null (export (fixture, G_OBJECT (item), RETORT_EXPORT_HTML, "/proc/nothing/review.html", &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

static void
test_errors (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) no_ref = NULL;
  g_autoptr(GError) cancelled = NULL;
  g_autoptr(GError) no_repository = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *repository = scratch_path (fixture->scratch, ".git");

  g_assert_null (review (fixture, "gone", NULL, &no_ref));
  g_assert_error (no_ref, RETORT_WORKBENCH_ERROR, RETORT_WORKBENCH_ERROR_NO_REF);
  g_cancellable_cancel (cancellable);
  retort_workbench_review_branch_async (fixture->workbench, NULL, NULL, cancellable, done_cb, fixture);
  result = wait_for (fixture);
  g_assert_null (retort_workbench_review_branch_finish (fixture->workbench, result, &cancelled));
  g_assert_error (cancelled, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  scratch_remove_tree (repository);
  g_assert_null (review (fixture, NULL, NULL, &no_repository));
  g_assert_error (no_repository, RETORT_WORKBENCH_ERROR, RETORT_WORKBENCH_ERROR_NO_REPOSITORY);
}

int
main (int argc, char **argv)
{
  g_auto(Scratch) state = scratch_new ();

  g_setenv ("XDG_STATE_HOME", state, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/workbench/branch-review/refs", Fixture, NULL, set_up, test_refs, tear_down);
  g_test_add ("/workbench/branch-review/review", Fixture, NULL, set_up, test_review, tear_down);
  g_test_add ("/workbench/branch-review/elsewhere", Fixture, NULL, set_up, test_elsewhere, tear_down);
  g_test_add ("/workbench/branch-review/read", Fixture, NULL, set_up, test_read, tear_down);
  g_test_add ("/workbench/branch-review/export", Fixture, NULL, set_up, test_export, tear_down);
  g_test_add ("/workbench/branch-review/errors", Fixture, NULL, set_up, test_errors, tear_down);
  return g_test_run ();
}
