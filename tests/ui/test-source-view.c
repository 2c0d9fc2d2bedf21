/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Findings beside their lines, wherever a file lets them lie. */
#include "ui/revision/finding-box.h"
#include "ui/revision/source-view.h"
#include "ui/revision/suppression-row.h"

#include "workbench/review.h"

#include "ui-test.h"

static RetortSourceView *
make_view (const char *text)
{
  RetortSourceView *view = g_object_ref_sink (g_object_new (RETORT_TYPE_SOURCE_VIEW, NULL));

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text, -1);
  return view;
}

static void
add_finding (GListStore *findings, guint line, guint column, guint end_column)
{
  g_autoptr(RetortFinding) finding = retort_finding_new (&(RetortFindingFields){
    .rule = "r", .severity = RETORT_SEVERITY_WARNING, .start = { line, column }, .end = { line, end_column },
    .message = "m", .why = "w", .remedy = "do this" });
  g_autoptr(RetortFindingItem) item = retort_finding_item_new (finding);

  g_list_store_append (findings, item);
}

static void
test_steps (void)
{
  RetortSourceView *view = make_view ("one\ntwo\nthree\nfour\n");
  g_autoptr(GListStore) findings = g_list_store_new (RETORT_TYPE_FINDING_ITEM);
  g_autoptr(GPtrArray) at_line = NULL;

  add_finding (findings, 2, 1, 3);
  add_finding (findings, 4, 1, 3);
  retort_source_view_set_findings (view, G_LIST_MODEL (findings));
  at_line = retort_source_view_list_at_line (view, 2);
  g_assert_cmpuint (at_line->len, ==, 1);

  g_assert_cmpuint (retort_source_view_find_finding (view, 0, TRUE), ==, 2);
  g_assert_cmpuint (retort_source_view_find_finding (view, 2, TRUE), ==, 4);
  g_assert_cmpuint (retort_source_view_find_finding (view, 4, TRUE), ==, 0);
  g_assert_cmpuint (retort_source_view_find_finding (view, G_MAXUINT, FALSE), ==, 4);
  g_assert_cmpuint (retort_source_view_find_finding (view, 3, FALSE), ==, 2);
  g_assert_cmpuint (retort_source_view_find_finding (view, 2, FALSE), ==, 0);
  ui_test_free (view);
}

static int
get_room_at (RetortSourceView *view, int line, gboolean at_end)
{
  g_autoptr(GSList) tags = NULL;
  GtkTextIter iter;
  int room = 0;

  gtk_text_buffer_get_iter_at_line (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), &iter, line);
  if (at_end)
    gtk_text_iter_forward_to_line_end (&iter);
  tags = gtk_text_iter_get_tags (&iter);
  for (GSList *tag = tags; tag != NULL && room == 0; tag = tag->next)
    g_object_get (tag->data, "pixels-below-lines", &room, NULL);
  return room;
}

/* The tag that makes room ends within its line, or GTK gives room to lines behind it. */
static void
test_room_ends_in_line (void)
{
  RetortSourceView *view = make_view ("one\r\ntwo\r\n\r\nfour\r\n");
  g_autoptr(GListStore) findings = g_list_store_new (RETORT_TYPE_FINDING_ITEM);

  add_finding (findings, 1, 1, 3);
  add_finding (findings, 2, 1, 3);
  retort_source_view_set_findings (view, G_LIST_MODEL (findings));
  for (int line = 0; line < 2; line++)
    {
      g_assert_cmpint (get_room_at (view, line, FALSE), >, 0);
      g_assert_cmpint (get_room_at (view, line, TRUE), ==, 0);
    }
  g_assert_cmpint (get_room_at (view, 2, FALSE), ==, 0);
  ui_test_free (view);
}

/* GTK gives a line the room of its first character: what is typed before that must have it, too. A line that is put above is not meant. */
static void
test_typed_before (void)
{
  RetortSourceView *view = make_view ("one\ntwo\nthree\n");
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  g_autoptr(GListStore) findings = g_list_store_new (RETORT_TYPE_FINDING_ITEM);
  GtkTextIter iter;

  add_finding (findings, 2, 1, 3);
  retort_source_view_set_findings (view, G_LIST_MODEL (findings));
  gtk_text_buffer_get_iter_at_line (buffer, &iter, 1);
  gtk_text_buffer_insert (buffer, &iter, "x", 1);
  g_assert_cmpint (get_room_at (view, 1, FALSE), >, 0);
  g_assert_cmpint (get_room_at (view, 1, TRUE), ==, 0);
  g_assert_cmpuint (retort_source_view_find_finding (view, 0, TRUE), ==, 2);

  gtk_text_buffer_get_iter_at_line (buffer, &iter, 1);
  gtk_text_buffer_insert (buffer, &iter, "above\n", -1);
  g_assert_cmpuint (retort_source_view_find_finding (view, 0, TRUE), ==, 3);
  g_assert_cmpint (get_room_at (view, 1, FALSE), ==, 0);
  g_assert_cmpint (get_room_at (view, 2, FALSE), >, 0);
  ui_test_free (view);
}

/* The rule's page stands below its finding: what it is about, what breaks it, what does not, how to accept it. */
static void
check_rule (GtkWidget *page)
{
  GtkWidget *name = gtk_widget_get_first_child (page);
  GtkWidget *title = gtk_widget_get_next_sibling (name);
  GtkWidget *last = gtk_widget_get_last_child (page);

  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (name)), ==, "About drop-column");
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (title)), ==, "Column is dropped");
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (last)), ==, "# retort: ignore[drop-column] why this is meant");
}

/* What stands on the card and in the tooltip: the reason and the lock, and for the card the buttons. */
static void
test_finding_box (void)
{
  static const char *const expected[] = { "m", "SHARE on orders, lines · blocks writes", "w", "do this", "drop-column", NULL };
  const char *tables[] = { "orders", "lines", NULL };
  RetortLockInfo lock = { .mode = (char *) "SHARE", .tables = (GStrv) tables, .scans = TRUE };
  g_autoptr(GPtrArray) fix = g_ptr_array_new ();
  g_autoptr(GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_finding_unref);

  g_ptr_array_add (findings, retort_finding_new (&(RetortFindingFields){
    .rule = "drop-column", .severity = RETORT_SEVERITY_WARNING, .start = { 1, 1 }, .end = { 1, 2 }, .message = "m", .why = "w", .remedy = "do this",
    .lock = &lock, .fix = fix }));
  for (guint fix_line = 0; fix_line < 2; fix_line++)
    {
      g_autoptr(GtkWidget) box = g_object_ref_sink (retort_finding_box_new (findings, NULL, fix_line, 360));
      guint n_labels = 0;
      guint n_buttons = 0;

      for (GtkWidget *child = gtk_widget_get_first_child (box); child != NULL; child = gtk_widget_get_next_sibling (child))
        if (GTK_IS_LABEL (child))
          g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (child)), ==, expected[n_labels++]);
        else if (GTK_IS_BOX (child) && gtk_orientable_get_orientation (GTK_ORIENTABLE (child)) == GTK_ORIENTATION_VERTICAL)
          check_rule (child);
        else
          n_buttons += GTK_IS_BUTTON (gtk_widget_get_first_child (child)) && RETORT_IS_SUPPRESSION_ROW (gtk_widget_get_last_child (child));
      g_assert_cmpuint (n_labels, ==, fix_line > 0 ? 4 : 5);
      g_assert_cmpuint (n_buttons, ==, fix_line);
    }
}

/* What is missing at the end of a file lies behind its last character. */
static void
test_behind_the_end (void)
{
  static const char *const texts[] = { "", "x", "x\n", "x\n\n", "    pass", "    pass\n" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      RetortSourceView *view = make_view (texts[i]);
      g_autoptr(GListStore) findings = g_list_store_new (RETORT_TYPE_FINDING_ITEM);

      for (guint line = 0; line < 4; line++)
        for (guint column = 0; column < 12; column++)
          add_finding (findings, line, column, column + column % 3);
      retort_source_view_set_findings (view, G_LIST_MODEL (findings));
      retort_source_view_go_to (view, 9, 99);
      retort_source_view_set_findings (view, NULL);
      ui_test_free (view);
    }
}

static void
check_new_line (const char *above, const char *expected)
{
  RetortSourceView *view = make_view (above);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  GtkSourceIndenter *indenter = gtk_source_view_get_indenter (GTK_SOURCE_VIEW (view));
  g_autofree char *line = NULL;
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (buffer, &end);
  g_assert_true (gtk_source_indenter_is_trigger (indenter, GTK_SOURCE_VIEW (view), &end, 0, GDK_KEY_Return));
  gtk_text_buffer_insert (buffer, &end, "\n", 1);
  gtk_source_indenter_indent (indenter, GTK_SOURCE_VIEW (view), &end);
  gtk_text_buffer_get_iter_at_line (buffer, &start, gtk_text_iter_get_line (&end));
  line = gtk_text_iter_get_slice (&start, &end);
  g_assert_cmpstr (line, ==, expected);
  ui_test_free (view);
}

/* As the editors indent that write Python: a block and an open bracket go a step further in. */
static void
test_new_line (void)
{
  check_new_line ("", "");
  check_new_line ("one", "");
  check_new_line ("def upgrade() -> None:", "    ");
  check_new_line ("    op.create_table(  ", "        ");
  check_new_line ("    op.drop_table('a')", "    ");
  check_new_line ("\tx = [1, {", "\t    ");
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/source-view/steps", test_steps);
  g_test_add_func ("/ui/source-view/room-ends-in-line", test_room_ends_in_line);
  g_test_add_func ("/ui/source-view/typed-before", test_typed_before);
  g_test_add_func ("/ui/source-view/finding-box", test_finding_box);
  g_test_add_func ("/ui/source-view/behind-the-end", test_behind_the_end);
  g_test_add_func ("/ui/source-view/new-line", test_new_line);
  return g_test_run ();
}
