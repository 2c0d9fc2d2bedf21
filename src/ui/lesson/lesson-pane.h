/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One step of the lesson: what to do, the words that it uses, the command line for the same, and whether it is done. */
#pragma once

#include "workbench/lesson.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RETORT_TYPE_LESSON_PANE (retort_lesson_pane_get_type ())
G_DECLARE_FINAL_TYPE (RetortLessonPane, retort_lesson_pane, RETORT, LESSON_PANE, GtkWidget)

/* Its menu has the window's actions win.reset-practice and win.leave-lesson; win.show-revision "s" leads to what a step is about. */
void retort_lesson_pane_set_lesson (RetortLessonPane *self, RetortLesson *lesson);
void retort_lesson_pane_set_narrow (RetortLessonPane *self, gboolean is_narrow);

G_END_DECLS
