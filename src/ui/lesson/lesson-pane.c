/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/lesson/lesson-pane.h"

#include <glib/gi18n.h>

struct _RetortLessonPane
{
  GtkWidget parent_instance;

  GtkRevealer   *revealer;
  GtkLabel      *count_label;
  GtkLabel      *title_label;
  GtkWidget     *done_box;
  GtkLabel      *text_label;
  GtkLabel      *terms_label;
  GtkWidget     *command_box;
  GtkLabel      *command_label;
  GtkWidget     *show_button;
  GtkWidget     *back_button;
  GtkButton     *next_button;

  RetortLesson *lesson; /* nullable: the pane is folded away */
  gboolean      is_narrow;
};

G_DEFINE_FINAL_TYPE (RetortLessonPane, retort_lesson_pane, GTK_TYPE_WIDGET)

static gboolean
is_last (RetortLessonPane *self)
{
  return retort_lesson_get_step (self->lesson) + 1 == retort_lesson_get_n_steps (self->lesson);
}

static void
show_done (RetortLessonPane *self)
{
  gboolean is_done = retort_lesson_is_done (self->lesson);

  gtk_widget_set_visible (self->done_box, is_done);
  gtk_button_set_label (self->next_button, is_last (self) ? _("Finish") : is_done ? _("Next") : _("Skip"));
  if (is_done)
    gtk_widget_add_css_class (GTK_WIDGET (self->next_button), "suggested-action");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->next_button), "suggested-action");
}

static void
show_step (RetortLessonPane *self)
{
  const char *command = retort_lesson_get_command (self->lesson);
  guint step = retort_lesson_get_step (self->lesson);
  /* Translators: which step of the lesson, and how many there are */
  g_autofree char *count = g_strdup_printf (_("Lesson, %u of %u"), step + 1, retort_lesson_get_n_steps (self->lesson));

  gtk_label_set_text (self->count_label, count);
  gtk_label_set_text (self->title_label, retort_lesson_get_title (self->lesson));
  gtk_label_set_text (self->text_label, retort_lesson_get_text (self->lesson));
  gtk_label_set_text (self->terms_label, retort_lesson_get_terms (self->lesson));
  gtk_label_set_text (self->command_label, command != NULL ? command : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->command_label), command);
  gtk_widget_set_visible (self->command_box, command != NULL && !self->is_narrow);
  gtk_widget_set_visible (self->show_button, retort_lesson_get_revision (self->lesson) != NULL);
  gtk_widget_set_sensitive (self->back_button, step > 0);
  gtk_widget_set_visible (self->back_button, !self->is_narrow);
  show_done (self);
}

static void
next_clicked_cb (RetortLessonPane *self)
{
  if (is_last (self))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.leave-lesson", NULL);
  else
    retort_lesson_set_step (self->lesson, retort_lesson_get_step (self->lesson) + 1);
}

static void
back_clicked_cb (RetortLessonPane *self)
{
  retort_lesson_set_step (self->lesson, retort_lesson_get_step (self->lesson) - 1);
}

static void
show_clicked_cb (RetortLessonPane *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-revision", "s", retort_lesson_get_revision (self->lesson));
}

static void
copy_clicked_cb (RetortLessonPane *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), retort_lesson_get_command (self->lesson));
}

static void
retort_lesson_pane_dispose (GObject *object)
{
  RetortLessonPane *self = RETORT_LESSON_PANE (object);
  GtkWidget *child = NULL;

  if (self->lesson != NULL)
    g_signal_handlers_disconnect_by_data (self->lesson, self);
  g_clear_object (&self->lesson);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (retort_lesson_pane_parent_class)->dispose (object);
}

static void
retort_lesson_pane_class_init (RetortLessonPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = retort_lesson_pane_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/retort/Retort/lesson/lesson-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortLessonPane, revealer);
  gtk_widget_class_bind_template_child (widget_class, RetortLessonPane, count_label);
  gtk_widget_class_bind_template_child (widget_class, RetortLessonPane, title_label);
  gtk_widget_class_bind_template_child (widget_class, RetortLessonPane, done_box);
  gtk_widget_class_bind_template_child (widget_class, RetortLessonPane, text_label);
  gtk_widget_class_bind_template_child (widget_class, RetortLessonPane, terms_label);
  gtk_widget_class_bind_template_child (widget_class, RetortLessonPane, command_box);
  gtk_widget_class_bind_template_child (widget_class, RetortLessonPane, command_label);
  gtk_widget_class_bind_template_child (widget_class, RetortLessonPane, show_button);
  gtk_widget_class_bind_template_child (widget_class, RetortLessonPane, back_button);
  gtk_widget_class_bind_template_child (widget_class, RetortLessonPane, next_button);
  gtk_widget_class_bind_template_callback (widget_class, next_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_clicked_cb);
}

static void
retort_lesson_pane_init (RetortLessonPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * retort_lesson_pane_set_lesson:
 * @self: the pane
 * @lesson: (transfer none) (nullable): what is taught; %NULL folds the pane away
 */
void
retort_lesson_pane_set_lesson (RetortLessonPane *self, RetortLesson *lesson)
{
  g_return_if_fail (RETORT_IS_LESSON_PANE (self));

  gtk_revealer_set_reveal_child (self->revealer, lesson != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->revealer), lesson != NULL);
  if (self->lesson == lesson)
    return;
  if (self->lesson != NULL)
    g_signal_handlers_disconnect_by_data (self->lesson, self);
  g_set_object (&self->lesson, lesson);
  if (lesson == NULL)
    return;
  g_signal_connect_object (lesson, "notify::step", G_CALLBACK (show_step), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (lesson, "notify::is-done", G_CALLBACK (show_done), self, G_CONNECT_SWAPPED);
  show_step (self);
}

/**
 * retort_lesson_pane_set_narrow:
 * @self: the pane
 * @is_narrow: whether there is little room: then the command line, which is for a terminal, and the way back are left out
 */
void
retort_lesson_pane_set_narrow (RetortLessonPane *self, gboolean is_narrow)
{
  g_return_if_fail (RETORT_IS_LESSON_PANE (self));
  self->is_narrow = is_narrow;
  if (self->lesson != NULL)
    show_step (self);
}
