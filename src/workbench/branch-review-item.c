/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All that is new on a branch. Made on a worker thread, then immutable: what it was made from is closed by then. */
#include "config.h"

#include "workbench/branch-review-private.h"
#include "workbench/shell-word.h"

#include <glib/gi18n-lib.h>

struct _RetortBranchReviewItem
{
  GObject parent_instance;

  RetortPlan        *plan;
  GListStore        *revisions; /* element: RetortReviewedItem */
  char              *title;     /* nullable: until all are there */
  char              *document_title;
  char              *since;
  char              *place;
  char              *database;  /* nullable */
  char              *command;
  char              *readings;
  char              *root;      /* of the files that were read: paths are told from there */
  RetortTargetFacts *facts;     /* nullable */
};

G_DEFINE_FINAL_TYPE (RetortBranchReviewItem, retort_branch_review_item, G_TYPE_OBJECT)

static void
retort_branch_review_item_finalize (GObject *object)
{
  RetortBranchReviewItem *self = RETORT_BRANCH_REVIEW_ITEM (object);

  g_clear_pointer (&self->plan, retort_plan_unref);
  g_clear_object (&self->revisions);
  g_clear_pointer (&self->facts, retort_target_facts_unref);
  g_free (self->title);
  g_free (self->document_title);
  g_free (self->since);
  g_free (self->place);
  g_free (self->database);
  g_free (self->command);
  g_free (self->readings);
  g_free (self->root);
  G_OBJECT_CLASS (retort_branch_review_item_parent_class)->finalize (object);
}

static void
retort_branch_review_item_class_init (RetortBranchReviewItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = retort_branch_review_item_finalize;
}

static void
retort_branch_review_item_init (RetortBranchReviewItem *self)
{
  self->revisions = g_list_store_new (RETORT_TYPE_REVIEWED_ITEM);
}

static char *
dup_place (const RetortGitTree *base)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_local (retort_git_tree_get_time_s (base));
  g_autofree char *day = time != NULL ? g_date_time_format (time, "%Y-%m-%d") : g_strdup ("");

  /* Translators: a commit with the first line of its message, its author, its day. */
  return g_strdup_printf (_("Since %s · %s · %s"), retort_git_tree_get_name (base), retort_git_tree_get_author (base), day);
}

static char *
dup_command (const char *project, const char *at, const char *since)
{
  g_autoptr(GString) line = g_string_new ("retort-cli");
  g_autofree char *folder = retort_shell_word_quote (project);
  g_autofree char *base = retort_shell_word_quote (since);

  g_string_append_printf (line, " --project %s", folder);
  if (at != NULL)
    {
      g_autofree char *ref = retort_shell_word_quote (at);

      g_string_append_printf (line, " --at %s", ref);
    }
  g_string_append_printf (line, " plan --since %s", base);
  return g_strdup (line->str);
}

/**
 * retort_branch_review_item_new: (skip)
 * @review: what was found
 * @project: the project's folder
 * @at: (nullable): what was reviewed; %NULL: the files as they are
 * @since: what it was compared with
 * @facts: (nullable): of the database that is connected
 *
 * Any thread, before the main thread sees it. Its revisions are added one by one.
 *
 * Returns: (transfer full): the item
 */
RetortBranchReviewItem *
retort_branch_review_item_new (RetortBranchReview *review, const char *project, const char *at, const char *since, const RetortTargetFacts *facts)
{
  RetortBranchReviewItem *self = g_object_new (RETORT_TYPE_BRANCH_REVIEW_ITEM, NULL);

  self->plan = retort_plan_ref (review->plan);
  self->place = dup_place (review->base_tree);
  self->command = dup_command (project, at, since);
  self->readings = at != NULL ? g_strdup_printf ("%s#%s", project, at) : g_strdup (project);
  self->root = g_strdup (review->tree != NULL ? retort_git_tree_get_folder (review->tree) : project);
  self->document_title = review->tree != NULL ? g_strdup_printf ("Review of %s", retort_git_tree_get_name (review->tree)) : g_strdup ("Review");
  self->since = g_strdup (retort_git_tree_get_name (review->base_tree));
  if (facts != NULL)
    {
      self->facts = retort_target_facts_ref ((RetortTargetFacts *) facts);
      self->database = g_strdup (retort_target_facts_get_database (facts));
    }
  return self;
}

/**
 * retort_branch_review_item_add: (skip)
 * @self: an item that is being made
 * @revision: one revision
 */
void
retort_branch_review_item_add (RetortBranchReviewItem *self, RetortReviewedItem *revision)
{
  g_list_store_append (self->revisions, revision);
}

/* @part: (transfer full): what is said of @n revisions. */
static void
append_part (GString *title, guint n, char *part)
{
  if (n > 0)
    g_string_append_printf (title, "%s%s", title->len > 0 ? ", " : "", part);
  g_free (part);
}

/**
 * retort_branch_review_item_finish: (skip)
 * @self: an item to which all revisions were added
 */
void
retort_branch_review_item_finish (RetortBranchReviewItem *self)
{
  guint n_added = retort_branch_review_item_count (self, RETORT_REVIEWED_ADDED);
  guint n_changed = retort_branch_review_item_count (self, RETORT_REVIEWED_CHANGED);
  guint n_touched = retort_branch_review_item_count (self, RETORT_REVIEWED_TOUCHED);
  guint n_removed = retort_branch_review_item_count (self, RETORT_REVIEWED_REMOVED);
  g_autoptr(GString) title = g_string_new (NULL);

  append_part (title, n_added, g_strdup_printf (ngettext ("%u new revision", "%u new revisions", n_added), n_added));
  if (title->len > 0)
    append_part (title, n_changed, g_strdup_printf (ngettext ("%u changed", "%u changed", n_changed), n_changed));
  else
    append_part (title, n_changed, g_strdup_printf (ngettext ("%u changed revision", "%u changed revisions", n_changed), n_changed));
  if (title->len > 0)
    append_part (title, n_removed, g_strdup_printf (ngettext ("%u removed", "%u removed", n_removed), n_removed));
  else
    append_part (title, n_removed, g_strdup_printf (ngettext ("%u removed revision", "%u removed revisions", n_removed), n_removed));
  if (title->len > 0)
    append_part (title, n_touched, g_strdup_printf (ngettext ("%u reworded", "%u reworded", n_touched), n_touched));
  else
    append_part (title, n_touched, g_strdup_printf (ngettext ("%u reworded revision", "%u reworded revisions", n_touched), n_touched));
  self->title = g_strdup (title->len > 0 ? title->str : _("Nothing New"));
}

/**
 * retort_branch_review_item_get_readings: (skip)
 * @self: an item
 *
 * Returns: (transfer none): what names the place where it is kept what of it was read
 */
const char *
retort_branch_review_item_get_readings (RetortBranchReviewItem *self)
{
  return self->readings;
}

static GStrv
dup_removed (RetortBranchReviewItem *self)
{
  GListModel *revisions = G_LIST_MODEL (self->revisions);
  g_autoptr(GStrvBuilder) ids = g_strv_builder_new ();

  for (guint i = 0; i < g_list_model_get_n_items (revisions); i++)
    {
      g_autoptr(RetortReviewedItem) item = g_list_model_get_item (revisions, i);

      if (retort_reviewed_item_get_kind (item) == RETORT_REVIEWED_REMOVED)
        g_strv_builder_add (ids, retort_revision_get_id (retort_reviewed_item_get_revision (item)));
    }
  return g_strv_builder_end (ids);
}

/* One for each step of the plan, which are in the order of the revisions. */
static RetortDocumentStep *
list_document_steps (RetortBranchReviewItem *self)
{
  GListModel *revisions = G_LIST_MODEL (self->revisions);
  RetortDocumentStep *steps = g_new0 (RetortDocumentStep, retort_plan_get_n_steps (self->plan) + 1);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (revisions); i++)
    {
      g_autoptr(RetortReviewedItem) item = g_list_model_get_item (revisions, i);

      if (retort_reviewed_item_get_step (item) != NULL && n < retort_plan_get_n_steps (self->plan))
        retort_reviewed_item_get_document_step (item, &steps[n++]);
    }
  return steps;
}

/**
 * retort_branch_review_item_to_document: (skip)
 * @self: an item
 * @format: what is written
 * @subtitle: project and time
 *
 * Any thread. Documents are in English.
 *
 * Returns: (transfer full): the document
 */
char *
retort_branch_review_item_to_document (RetortBranchReviewItem *self, RetortDocumentFormat format, const char *subtitle)
{
  g_autofree RetortDocumentStep *steps = list_document_steps (self);
  g_auto(GStrv) removed = dup_removed (self);
  RetortPlanDocument wanted = {
    .format = format,
    .title = self->document_title,
    .subtitle = subtitle,
    .base = self->root,
    .since = self->since,
    .is_review = TRUE,
    .facts = self->facts,
    .steps = steps,
    .removed = (const char *const *) removed,
  };

  return retort_plan_to_document (self->plan, &wanted);
}

/**
 * retort_branch_review_item_get_revisions:
 * @self: an item
 *
 * Returns: (transfer none): a list of RetortReviewedItem: what was removed, then the others in the order in which they run
 */
GListModel *
retort_branch_review_item_get_revisions (RetortBranchReviewItem *self)
{
  g_return_val_if_fail (RETORT_IS_BRANCH_REVIEW_ITEM (self), NULL);
  return G_LIST_MODEL (self->revisions);
}

/**
 * retort_branch_review_item_count:
 * @self: an item
 * @kind: what happened to a revision
 *
 * Returns: to how many it happened
 */
guint
retort_branch_review_item_count (RetortBranchReviewItem *self, RetortReviewedKind kind)
{
  guint n = 0;

  g_return_val_if_fail (RETORT_IS_BRANCH_REVIEW_ITEM (self), 0);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->revisions)); i++)
    {
      g_autoptr(RetortReviewedItem) item = g_list_model_get_item (G_LIST_MODEL (self->revisions), i);

      if (retort_reviewed_item_get_kind (item) == kind)
        n++;
    }
  return n;
}

/**
 * retort_branch_review_item_count_statements:
 * @self: an item
 *
 * Returns: how many statements a database would get that has none of it
 */
guint
retort_branch_review_item_count_statements (RetortBranchReviewItem *self)
{
  guint n = 0;

  g_return_val_if_fail (RETORT_IS_BRANCH_REVIEW_ITEM (self), 0);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->revisions)); i++)
    {
      g_autoptr(RetortReviewedItem) item = g_list_model_get_item (G_LIST_MODEL (self->revisions), i);

      n += retort_statement_items_count (retort_reviewed_item_get_statements (item));
    }
  return n;
}

/**
 * retort_branch_review_item_get_title:
 * @self: an item
 *
 * Returns: (transfer none): how much is new, in words
 */
const char *
retort_branch_review_item_get_title (RetortBranchReviewItem *self)
{
  g_return_val_if_fail (RETORT_IS_BRANCH_REVIEW_ITEM (self), NULL);
  return self->title;
}

/**
 * retort_branch_review_item_get_place:
 * @self: an item
 *
 * Returns: (transfer none): since which commit
 */
const char *
retort_branch_review_item_get_place (RetortBranchReviewItem *self)
{
  g_return_val_if_fail (RETORT_IS_BRANCH_REVIEW_ITEM (self), NULL);
  return self->place;
}

/**
 * retort_branch_review_item_get_database:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): the database whose sizes stand beside the locks; %NULL when none was connected
 */
const char *
retort_branch_review_item_get_database (RetortBranchReviewItem *self)
{
  g_return_val_if_fail (RETORT_IS_BRANCH_REVIEW_ITEM (self), NULL);
  return self->database;
}

/**
 * retort_branch_review_item_get_command:
 * @self: an item
 *
 * Returns: (transfer none): the retort-cli line that says the same
 */
const char *
retort_branch_review_item_get_command (RetortBranchReviewItem *self)
{
  g_return_val_if_fail (RETORT_IS_BRANCH_REVIEW_ITEM (self), NULL);
  return self->command;
}
