/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which step somebody is at. A step that was done stays done until another one is begun. */
#include "config.h"

#include "workbench/lesson-private.h"

#include <glib/gi18n-lib.h>

struct _RetortLesson
{
  GObject parent_instance;

  RetortWorkbench *workbench;
  guint            step;
  gboolean         is_done;
  char            *page;     /* nullable, like the others: what is seen */
  char            *pane;
  char            *revision;
  char            *object;
};

enum
{
  PROP_STEP = 1,
  PROP_IS_DONE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (RetortLesson, retort_lesson, G_TYPE_OBJECT)

static const RetortLessonStep *
get_step (RetortLesson *self)
{
  guint n_steps = 0;

  return &retort_lesson_steps_get (&n_steps)[self->step];
}

static void
look (RetortLesson *self)
{
  RetortLessonView view = { self->page, self->pane, self->revision, self->object };

  if (self->is_done || !get_step (self)->is_done (self->workbench, &view))
    return;
  self->is_done = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_DONE]);
}

static void
retort_lesson_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  RetortLesson *self = RETORT_LESSON (object);

  switch (id)
    {
    case PROP_STEP: g_value_set_uint (value, self->step); break;
    case PROP_IS_DONE: g_value_set_boolean (value, self->is_done); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
retort_lesson_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_STEP)
    retort_lesson_set_step (RETORT_LESSON (object), g_value_get_uint (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
retort_lesson_finalize (GObject *object)
{
  RetortLesson *self = RETORT_LESSON (object);

  g_clear_object (&self->workbench);
  g_free (self->page);
  g_free (self->pane);
  g_free (self->revision);
  g_free (self->object);
  G_OBJECT_CLASS (retort_lesson_parent_class)->finalize (object);
}

static void
retort_lesson_class_init (RetortLessonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = retort_lesson_get_property;
  object_class->set_property = retort_lesson_set_property;
  object_class->finalize = retort_lesson_finalize;
  properties[PROP_STEP] = g_param_spec_uint ("step", NULL, NULL, 0, G_MAXUINT, 0,
                                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_IS_DONE] = g_param_spec_boolean ("is-done", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
retort_lesson_init (RetortLesson *self)
{
}

/**
 * retort_lesson_new:
 * @workbench: (transfer none): where it happens
 *
 * Begins at the first step. Main thread.
 *
 * Returns: (transfer full): the lesson
 */
RetortLesson *
retort_lesson_new (RetortWorkbench *workbench)
{
  RetortLesson *self = g_object_new (RETORT_TYPE_LESSON, NULL);

  self->workbench = g_object_ref (workbench);
  g_signal_connect_object (workbench, "notify", G_CALLBACK (look), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * retort_lesson_get_n_steps:
 * @self: a lesson
 *
 * Returns: how many steps it has
 */
guint
retort_lesson_get_n_steps (RetortLesson *self)
{
  guint n_steps = 0;

  retort_lesson_steps_get (&n_steps);
  return n_steps;
}

/**
 * retort_lesson_get_step:
 * @self: a lesson
 *
 * Returns: the step that somebody is at, from 0
 */
guint
retort_lesson_get_step (RetortLesson *self)
{
  g_return_val_if_fail (RETORT_IS_LESSON (self), 0);
  return self->step;
}

/**
 * retort_lesson_set_step:
 * @self: a lesson
 * @step: from 0; one that there is not is the last
 */
void
retort_lesson_set_step (RetortLesson *self, guint step)
{
  g_return_if_fail (RETORT_IS_LESSON (self));

  self->step = MIN (step, retort_lesson_get_n_steps (self) - 1);
  self->is_done = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STEP]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_DONE]);
  look (self);
}

/**
 * retort_lesson_is_done:
 * @self: a lesson
 *
 * Returns: whether what the step asks for has happened
 */
gboolean
retort_lesson_is_done (RetortLesson *self)
{
  g_return_val_if_fail (RETORT_IS_LESSON (self), FALSE);
  return self->is_done;
}

/**
 * retort_lesson_get_title:
 * @self: a lesson
 *
 * Returns: (transfer none): the step's title, translated
 */
const char *
retort_lesson_get_title (RetortLesson *self)
{
  g_return_val_if_fail (RETORT_IS_LESSON (self), NULL);
  return _(get_step (self)->title);
}

/**
 * retort_lesson_get_text:
 * @self: a lesson
 *
 * Returns: (transfer none): what to do and why, translated
 */
const char *
retort_lesson_get_text (RetortLesson *self)
{
  g_return_val_if_fail (RETORT_IS_LESSON (self), NULL);
  return _(get_step (self)->text);
}

/**
 * retort_lesson_get_terms:
 * @self: a lesson
 *
 * Returns: (transfer none): the words that the step uses and what they mean, translated
 */
const char *
retort_lesson_get_terms (RetortLesson *self)
{
  g_return_val_if_fail (RETORT_IS_LESSON (self), NULL);
  return _(get_step (self)->terms);
}

/**
 * retort_lesson_get_command:
 * @self: a lesson
 *
 * Returns: (transfer none) (nullable): the command line for the same
 */
const char *
retort_lesson_get_command (RetortLesson *self)
{
  g_return_val_if_fail (RETORT_IS_LESSON (self), NULL);
  return get_step (self)->command;
}

/**
 * retort_lesson_get_revision:
 * @self: a lesson
 *
 * Returns: (transfer none) (nullable): which revision the step is about
 */
const char *
retort_lesson_get_revision (RetortLesson *self)
{
  g_return_val_if_fail (RETORT_IS_LESSON (self), NULL);
  return get_step (self)->revision;
}

static gboolean
take_text (char **to, const char *text)
{
  if (g_strcmp0 (*to, text) == 0)
    return FALSE;
  g_free (*to);
  *to = g_strdup (text);
  return TRUE;
}

/**
 * retort_lesson_observe:
 * @self: a lesson
 * @view: what is seen now; copied
 *
 * Looks whether that is what the step asks for.
 */
void
retort_lesson_observe (RetortLesson *self, const RetortLessonView *view)
{
  gboolean is_new = FALSE;

  g_return_if_fail (RETORT_IS_LESSON (self));

  is_new |= take_text (&self->page, view->page);
  is_new |= take_text (&self->pane, view->pane);
  is_new |= take_text (&self->revision, view->revision);
  is_new |= take_text (&self->object, view->object);
  if (is_new)
    look (self);
}
