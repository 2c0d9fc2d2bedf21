/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The checklist of a revision: what the review found, what people tick and find again, what the models say. */
#include "ui/revision/checklist-pane.h"

#include "project-fixture.h"
#include "ui-test.h"

#define MODELS                                                                                                 \
  "from sqlalchemy import Column, Integer\nfrom sqlalchemy.orm import declarative_base\n\nBase = declarative_base()\n\n\n" \
  "class T(Base):\n    __tablename__ = 't_001'\n\n    a = Column(Integer, primary_key=True)\n    b = Column(Integer)\n"

typedef struct
{
  char                *folder;
  RetortWorkbench     *workbench;
  RetortChecklistPane *pane;
} Fixture;

static void
opened_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GError) error = NULL;

  retort_workbench_open_finish (RETORT_WORKBENCH (object), result, &error);
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

static void
reviewed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GError) error = NULL;

  *(RetortReview **) user_data = retort_workbench_review_finish (RETORT_WORKBENCH (object), result, &error);
  g_assert_no_error (error);
}

static guint
count_rows (RetortChecklistPane *pane, const char *list)
{
  guint n_rows = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (PART (pane, list))); row != NULL; row = gtk_widget_get_next_sibling (row))
    n_rows++;
  return n_rows;
}

static void
show_revision (Fixture *fixture, const char *id, const char *text)
{
  g_autoptr(RetortReview) review = NULL;

  fixture->pane = g_object_ref_sink (g_object_new (RETORT_TYPE_CHECKLIST_PANE, NULL));
  gtk_window_set_child (GTK_WINDOW (gtk_window_new ()), GTK_WIDGET (fixture->pane));
  retort_checklist_pane_set_workbench (fixture->pane, fixture->workbench);
  retort_workbench_review_async (fixture->workbench, retort_workbench_find_revision (fixture->workbench, id), text, NULL, reviewed_cb, &review);
  ui_test_wait (review != NULL);
  retort_checklist_pane_set_review (fixture->pane, review);
  ui_test_wait (count_rows (fixture->pane, "automatic_list") > 0);
}

static void
close_pane (Fixture *fixture)
{
  gtk_window_destroy (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (fixture->pane))));
  g_clear_object (&fixture->pane);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  gboolean is_open = FALSE;

  fixture->folder = project_fixture_make (2);
  project_fixture_write (fixture->folder, "retort.json", "{ \"checklist\": [\"Routers\", { \"text\": \"Types\", \"command\": \"make types\" }] }");
  project_fixture_write (fixture->folder, "models.py", MODELS);
  fixture->workbench = retort_workbench_new ();
  retort_workbench_open_async (fixture->workbench, fixture->folder, NULL, opened_cb, &is_open);
  ui_test_wait (is_open);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  retort_workbench_close (fixture->workbench);
  g_clear_object (&fixture->workbench);
  project_fixture_free (fixture->folder);
  g_free (fixture->folder);
}

static GtkWidget *
find_check (GtkWidget *widget, const char *name)
{
  if (GTK_IS_CHECK_BUTTON (widget) && g_str_equal (gtk_widget_get_name (widget), name))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_check (child, name);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* Those that run the command of "Types". */
static guint
count_run_buttons (GtkWidget *widget)
{
  GVariant *target = GTK_IS_BUTTON (widget) ? gtk_actionable_get_action_target_value (GTK_ACTIONABLE (widget)) : NULL;
  guint n_buttons = target != NULL && g_str_equal (g_variant_get_string (target, NULL), "checklist: Types") ? 1 : 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n_buttons += count_run_buttons (child);
  return n_buttons;
}

static gboolean
is_ticked (Fixture *fixture, const char *name)
{
  return gtk_check_button_get_active (GTK_CHECK_BUTTON (find_check (GTK_WIDGET (PART (fixture->pane, "human_list")), name)));
}

/* A tick stays, and so does that it was read; both are gone with another text. */
static void
test_ticks (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = project_fixture_dup_text ("002", "001");
  g_autofree char *changed = g_strconcat (text, "# more\n", NULL);

  show_revision (fixture, "002", NULL);
  g_assert_cmpuint (count_rows (fixture->pane, "human_list"), ==, 2);
  g_assert_cmpuint (count_run_buttons (GTK_WIDGET (PART (fixture->pane, "human_list"))), ==, 1);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (PART (fixture->pane, "unread_box"))));
  g_assert_false (is_ticked (fixture, "Routers"));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (find_check (GTK_WIDGET (PART (fixture->pane, "human_list")), "Routers")), TRUE);
  close_pane (fixture);

  show_revision (fixture, "002", NULL);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (PART (fixture->pane, "unread_box"))));
  g_assert_true (is_ticked (fixture, "Routers"));
  g_assert_false (is_ticked (fixture, "Types"));
  close_pane (fixture);

  show_revision (fixture, "002", changed);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (PART (fixture->pane, "unread_box"))));
  g_assert_false (is_ticked (fixture, "Routers"));
  close_pane (fixture);
}

static GtkWidget *
get_automatic (Fixture *fixture, int index)
{
  return GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (PART (fixture->pane, "automatic_list")), index));
}

/* What is not understood is no reason to say that the rest of the list holds; what the head of the file says is known all the same. */
static void
test_not_understood (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = project_fixture_dup_text ("002", "001");
  g_auto(GStrv) parts = g_strsplit (text, "def upgrade() -> None:\n", 2);
  g_autofree char *opaque = g_strconcat (parts[0], "def upgrade() -> None:\n    import somewhere\n    somewhere.go(op)\n", parts[1], NULL);

  show_revision (fixture, "002", NULL);
  ui_test_expect_label (get_automatic (fixture, 0), "Everything in it is understood: nothing found");
  ui_test_expect_label (get_automatic (fixture, 6), "Nothing is dropped by surprise: nothing found");
  close_pane (fixture);
  show_revision (fixture, "002", opaque);
  ui_test_expect_label (get_automatic (fixture, 0), "Everything in it is understood: 1 finding");
  ui_test_expect_label (get_automatic (fixture, 3), "It follows the right revision: nothing found");
  ui_test_expect_label (get_automatic (fixture, 6), "Nothing is dropped by surprise: not known");
  close_pane (fixture);
}

static void
test_models (Fixture *fixture, gconstpointer data)
{
  show_revision (fixture, "002", NULL);
  g_assert_cmpuint (count_rows (fixture->pane, "models_list"), ==, 0);
  g_signal_emit_by_name (PART (fixture->pane, "compare_button"), "clicked");
  ui_test_wait (count_rows (fixture->pane, "models_list") > 0);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (PART (fixture->pane, "models_list"))));
  g_assert_nonnull (strstr (adw_preferences_group_get_description (ADW_PREFERENCES_GROUP (PART (fixture->pane, "models_group"))), "1 table"));
  close_pane (fixture);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add ("/ui/checklist-pane/ticks", Fixture, NULL, set_up, test_ticks, tear_down);
  g_test_add ("/ui/checklist-pane/not-understood", Fixture, NULL, set_up, test_not_understood, tear_down);
  g_test_add ("/ui/checklist-pane/models", Fixture, NULL, set_up, test_models, tear_down);
  return g_test_run ();
}
