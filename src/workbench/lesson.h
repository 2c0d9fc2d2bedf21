/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lesson on the practice project: short steps, each done when what it asks for has really happened. */
#pragma once

#include "workbench/workbench.h"

G_BEGIN_DECLS

/**
 * RetortLessonView:
 * @page: (nullable): the page that is shown: "history", "schema", "runs"
 * @pane: (nullable): what is shown of the revision: "source", "sql", "changes"
 * @revision: (nullable): the revision that is selected
 * @object: (nullable): the object of the schema that is selected
 *
 * What somebody sees just now. Texts are borrowed.
 */
typedef struct
{
  const char *page;
  const char *pane;
  const char *revision;
  const char *object;
} RetortLessonView;

#define RETORT_TYPE_LESSON (retort_lesson_get_type ())
G_DECLARE_FINAL_TYPE (RetortLesson, retort_lesson, RETORT, LESSON, GObject)

/* Properties (with notify): step (uint, read-write, from 0), is-done (boolean: what the step asks for has happened). */
RetortLesson *retort_lesson_new         (RetortWorkbench *workbench) G_GNUC_WARN_UNUSED_RESULT;
guint         retort_lesson_get_n_steps (RetortLesson *self);
guint         retort_lesson_get_step    (RetortLesson *self);
void          retort_lesson_set_step    (RetortLesson *self, guint step);
gboolean      retort_lesson_is_done     (RetortLesson *self);
const char   *retort_lesson_get_title   (RetortLesson *self); /* translated */
const char   *retort_lesson_get_text    (RetortLesson *self); /* translated: what to do, and why */
const char   *retort_lesson_get_terms   (RetortLesson *self); /* translated: the words that it uses, one a line */
const char   *retort_lesson_get_command (RetortLesson *self); /* (nullable): the command line for the same */
const char   *retort_lesson_get_revision (RetortLesson *self); /* (nullable): which revision it is about */
void          retort_lesson_observe     (RetortLesson *self, const RetortLessonView *view);

G_END_DECLS
