/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is under a revision is made when it is unfolded. */
#include "config.h"

#include "ui/review/review-tree.h"

#include "ui/review/review-section.h"
#include "ui/widgets/plan-notice.h"

#include <glib/gi18n.h>

/* A review up to this many statements is shown unfolded, and the SQL of a revision up to that many. */
#define MAX_UNFOLDED_STATEMENTS 40
#define MAX_UNFOLDED_SQL 12

static void
append_list (GListStore *parts, GListModel *list)
{
  if (list != NULL && g_list_model_get_n_items (list) > 0)
    g_list_store_append (parts, list);
}

static void
append_section (GListStore *sections, const char *title, const char *detail, GListModel *children)
{
  g_autoptr(RetortReviewSection) section = retort_review_section_new (title, detail, children);

  g_list_store_append (sections, section);
}

/* What cannot be undone stands in a card above all others. */
static GListModel *
create_notices (RetortReviewedItem *item)
{
  GListStore *notices = g_list_store_new (RETORT_TYPE_PLAN_NOTICE);
  RetortPlanStepItem *step = retort_reviewed_item_get_step (item);
  const char *const *irreversible = retort_plan_step_get_irreversible (retort_plan_step_item_get_step (step));
  const char *verdict = retort_plan_step_item_get_verdict (step);
  g_autofree char *text = irreversible != NULL && irreversible[0] != NULL ? g_strjoinv ("\n", (char **) irreversible) : NULL;

  if (text != NULL)
    {
      g_autoptr(RetortPlanNotice) notice = retort_plan_notice_new (RETORT_PLAN_NOTICE_IRREVERSIBLE, text, NULL);

      g_list_store_append (notices, notice);
    }
  if (verdict != NULL)
    {
      g_autoptr(RetortPlanNotice) notice = retort_plan_notice_new (RETORT_PLAN_NOTICE_VERDICT, verdict, NULL);

      g_list_store_append (notices, notice);
    }
  return G_LIST_MODEL (notices);
}

static void
append_changes (GListStore *sections, RetortReviewedItem *item)
{
  GListModel *changes = retort_reviewed_item_get_changes (item);
  guint n = changes != NULL ? g_list_model_get_n_items (changes) : 0;
  g_autofree char *count = g_strdup_printf (ngettext ("%u object", "%u objects", n), n);

  if (changes == NULL)
    append_section (sections, _("Schema"), _("what it changes is not known"), NULL);
  else
    append_section (sections, _("Schema"), n > 0 ? count : _("stays as it is"), changes);
}

static void
append_sql (GListStore *sections, RetortReviewedItem *item)
{
  GListModel *statements = retort_reviewed_item_get_statements (item);
  guint n = retort_statement_items_count (statements);
  g_autofree char *count = g_strdup_printf (ngettext ("%u statement", "%u statements", n), n);
  const char *nothing = g_list_model_get_n_items (statements) > 0 ? _("what it sends is not known") : _("it sends nothing");

  append_section (sections, C_("review", "SQL"), n > 0 ? count : nothing, statements);
}

static GListModel *
create_sections (RetortReviewedItem *item)
{
  GListStore *sections = g_list_store_new (RETORT_TYPE_REVIEW_SECTION);

  append_changes (sections, item);
  append_sql (sections, item);
  if (retort_reviewed_item_get_ticks (item) != NULL)
    append_section (sections, _("Checklist"), NULL, retort_reviewed_item_get_ticks (item));
  append_section (sections, _("Way Back"), retort_reviewed_item_get_way_back_text (item), retort_reviewed_item_get_downgrade (item));
  return G_LIST_MODEL (sections);
}

static GListModel *
create_children_cb (gpointer item, gpointer user_data)
{
  GListStore *parts = NULL;
  g_autoptr(GListModel) notices = NULL;
  g_autoptr(GListModel) sections = NULL;

  if (RETORT_IS_REVIEW_SECTION (item))
    {
      GListModel *children = retort_review_section_get_children (item);

      return children != NULL ? g_object_ref (children) : NULL;
    }
  if (!RETORT_IS_REVIEWED_ITEM (item) || retort_reviewed_item_get_step (item) == NULL)
    return NULL;
  parts = g_list_store_new (G_TYPE_LIST_MODEL);
  notices = create_notices (item);
  sections = create_sections (item);
  append_list (parts, notices);
  append_list (parts, retort_plan_step_item_get_findings (retort_reviewed_item_get_step (item)));
  append_list (parts, sections);
  return G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (parts)));
}

/* Of what is short everything is open but the way back. */
static gboolean
wants_unfolded (gpointer item, gboolean is_small)
{
  GListModel *children = NULL;

  if (RETORT_IS_REVIEWED_ITEM (item))
    return is_small;
  children = RETORT_IS_REVIEW_SECTION (item) ? retort_review_section_get_children (item) : NULL;
  return children != NULL && g_list_model_get_n_items (children) <= MAX_UNFOLDED_SQL
         && !g_str_equal (retort_review_section_get_title (item), _("Way Back"));
}

static void
unfold_sections (GListModel *tree, guint position, gboolean is_small)
{
  for (guint i = position; i < g_list_model_get_n_items (tree); i++)
    {
      g_autoptr(GtkTreeListRow) row = g_list_model_get_item (tree, i);
      g_autoptr(GObject) item = gtk_tree_list_row_get_item (row);

      if (i > position && RETORT_IS_REVIEWED_ITEM (item) && !is_small)
        return;
      if (wants_unfolded (item, is_small))
        gtk_tree_list_row_set_expanded (row, TRUE);
    }
}

/**
 * retort_review_tree_new:
 * @review: what is new on a branch
 *
 * Returns: (transfer full): a list of GtkTreeListRow
 */
GListModel *
retort_review_tree_new (RetortBranchReviewItem *review)
{
  GListModel *revisions = g_object_ref (retort_branch_review_item_get_revisions (review));
  GListModel *self = G_LIST_MODEL (gtk_tree_list_model_new (revisions, FALSE, FALSE, create_children_cb, NULL, NULL));

  if (retort_branch_review_item_count_statements (review) <= MAX_UNFOLDED_STATEMENTS)
    unfold_sections (self, 0, TRUE);
  return self;
}

/**
 * retort_review_tree_toggle:
 * @self: the rows of a review
 * @position: which one
 *
 * With a revision its short sections are unfolded, too.
 */
void
retort_review_tree_toggle (GListModel *self, guint position)
{
  g_autoptr(GtkTreeListRow) row = g_list_model_get_item (self, position);
  g_autoptr(GObject) item = row != NULL ? gtk_tree_list_row_get_item (row) : NULL;

  if (row == NULL || !gtk_tree_list_row_is_expandable (row))
    return;
  gtk_tree_list_row_set_expanded (row, !gtk_tree_list_row_get_expanded (row));
  if (gtk_tree_list_row_get_expanded (row) && RETORT_IS_REVIEWED_ITEM (item))
    unfold_sections (self, position, FALSE);
}
