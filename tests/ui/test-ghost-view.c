/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/revision/ghost-view.h"

#include "workbench/revision-item-private.h"

#include "ui-test.h"

static RetortRevisionItem *
make_ghost (const RetortRevisionGhost *found)
{
  RetortRevisionItem *item = retort_revision_item_new ("016x");

  retort_revision_item_set_mark (item, RETORT_REVISION_MARK_UNKNOWN);
  if (found != NULL)
    retort_revision_item_take_ghost (item, retort_revision_ghost_new (found));
  return item;
}

static gboolean
is_visible (RetortGhostView *view, const char *id)
{
  return gtk_widget_get_visible (GTK_WIDGET (PART (view, id)));
}

static void
test_lost (void)
{
  RetortGhostView *view = g_object_ref_sink (g_object_new (RETORT_TYPE_GHOST_VIEW, NULL));
  g_autoptr(RetortRevisionItem) ghost = make_ghost (NULL);

  retort_ghost_view_show (view, ghost);
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (PART (view, "title_label"))), "016x"));
  g_assert_true (g_str_has_prefix (gtk_label_get_text (GTK_LABEL (PART (view, "advice_label"))), "Fetch the branch"));
  g_assert_false (is_visible (view, "act_box"));
  g_assert_false (is_visible (view, "command_box"));
  g_assert_false (is_visible (view, "scrolled_window"));
  ui_test_free (view);
}

static void
test_found (void)
{
  RetortRevisionGhost found = { "in feature, commit 1 x, by Ada", "# the file", "retort-cli --at feature downgrade -1", "1234", "feature", "015" };
  RetortGhostView *view = g_object_ref_sink (g_object_new (RETORT_TYPE_GHOST_VIEW, NULL));
  g_autoptr(RetortRevisionItem) ghost = make_ghost (&found);
  g_autoptr(RetortRevisionItem) without_parent = NULL;
  GtkWidget *stamp = GTK_WIDGET (PART (view, "stamp_button"));

  retort_ghost_view_show (view, ghost);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (PART (view, "place_label"))), ==, found.place);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (PART (view, "command_label"))), ==, found.command);
  g_assert_true (is_visible (view, "act_box"));
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (stamp)), ==, "Stamp with 015 Instead…");
  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (stamp)), ==, "win.stamp");
  g_assert_cmpstr (g_variant_get_string (gtk_actionable_get_action_target_value (GTK_ACTIONABLE (stamp)), NULL), ==, "015");

  /* What it revises is not here either: there is nothing to stamp with. */
  found.parent = NULL;
  without_parent = make_ghost (&found);
  retort_ghost_view_show (view, without_parent);
  g_assert_true (is_visible (view, "act_box"));
  g_assert_false (gtk_widget_get_visible (stamp));
  ui_test_free (view);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/ghost-view/lost", test_lost);
  g_test_add_func ("/ui/ghost-view/found", test_found);
  return g_test_run ();
}
