/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps are done by what is seen and by what is there; the journey of the lesson takes most of them. */
#include "workbench/lesson.h"

typedef struct
{
  RetortWorkbench *workbench;
  RetortLesson    *lesson;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->workbench = retort_workbench_new ();
  fixture->lesson = retort_lesson_new (fixture->workbench);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->lesson);
  retort_workbench_close (fixture->workbench);
  g_object_unref (fixture->workbench);
}

static void
test_seen (Fixture *fixture, gconstpointer data)
{
  RetortLessonView elsewhere = { .page = "runs", .revision = "011" };
  RetortLessonView there = { .page = "history", .revision = "011" };

  g_assert_false (retort_lesson_is_done (fixture->lesson));
  retort_lesson_observe (fixture->lesson, &elsewhere);
  g_assert_false (retort_lesson_is_done (fixture->lesson));
  retort_lesson_observe (fixture->lesson, &there);
  g_assert_true (retort_lesson_is_done (fixture->lesson));
  retort_lesson_observe (fixture->lesson, &elsewhere);
  g_assert_true (retort_lesson_is_done (fixture->lesson));
}

/* What is seen already counts when a step begins. */
static void
test_next (Fixture *fixture, gconstpointer data)
{
  RetortLessonView view = { .page = "history", .pane = "sql", .revision = "015" };

  retort_lesson_observe (fixture->lesson, &view);
  g_assert_false (retort_lesson_is_done (fixture->lesson));
  retort_lesson_set_step (fixture->lesson, 1);
  g_assert_true (retort_lesson_is_done (fixture->lesson));
  retort_lesson_set_step (fixture->lesson, 2);
  g_assert_false (retort_lesson_is_done (fixture->lesson));
}

static void
test_steps (Fixture *fixture, gconstpointer data)
{
  guint n_steps = retort_lesson_get_n_steps (fixture->lesson);

  for (guint i = 0; i < n_steps; i++)
    {
      retort_lesson_set_step (fixture->lesson, i);
      g_assert_cmpuint (retort_lesson_get_step (fixture->lesson), ==, i);
      g_assert_cmpstr (retort_lesson_get_title (fixture->lesson), !=, "");
      g_assert_cmpstr (retort_lesson_get_text (fixture->lesson), !=, "");
      g_assert_cmpstr (retort_lesson_get_terms (fixture->lesson), !=, "");
      g_assert_true (g_str_has_prefix (retort_lesson_get_command (fixture->lesson), "retort-cli "));
    }
  retort_lesson_set_step (fixture->lesson, n_steps + 7);
  g_assert_cmpuint (retort_lesson_get_step (fixture->lesson), ==, n_steps - 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/lesson/seen", Fixture, NULL, set_up, test_seen, tear_down);
  g_test_add ("/lesson/next", Fixture, NULL, set_up, test_next, tear_down);
  g_test_add ("/lesson/steps", Fixture, NULL, set_up, test_steps, tear_down);
  return g_test_run ();
}
