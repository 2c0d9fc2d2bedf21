/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps of the lesson: lesson-steps.c. */
#pragma once

#include "workbench/lesson.h"

G_BEGIN_DECLS

/**
 * RetortLessonStep:
 * @title: its title
 * @text: what to do, and why
 * @terms: the words that it uses, each with what it means
 * @command: (nullable): the command line for the same
 * @revision: (nullable): which revision it is about
 * @is_done: has it happened: decided from the project, the database and what is seen
 */
typedef struct
{
  const char *title;
  const char *text;
  const char *terms;
  const char *command;
  const char *revision;
  gboolean  (*is_done) (RetortWorkbench *workbench, const RetortLessonView *view);
} RetortLessonStep;

const RetortLessonStep *retort_lesson_steps_get (guint *n_steps);

G_END_DECLS
