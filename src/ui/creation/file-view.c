/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/creation/file-view.h"

#include "ui/widgets/source-style.h"

struct _RetortFileView
{
  GtkWidget parent_instance;

  GtkWidget       *box;
  GtkLabel        *name_label;
  GtkLabel        *problem_label;
  GtkWidget       *scrolled;
  GtkSourceBuffer *buffer;
};

G_DEFINE_FINAL_TYPE (RetortFileView, retort_file_view, GTK_TYPE_WIDGET)

static void
retort_file_view_dispose (GObject *object)
{
  RetortFileView *self = RETORT_FILE_VIEW (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (retort_file_view_parent_class)->dispose (object);
}

static void
retort_file_view_class_init (RetortFileViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = retort_file_view_dispose;
  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/retort/Retort/creation/file-view.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortFileView, box);
  gtk_widget_class_bind_template_child (widget_class, RetortFileView, name_label);
  gtk_widget_class_bind_template_child (widget_class, RetortFileView, problem_label);
  gtk_widget_class_bind_template_child (widget_class, RetortFileView, scrolled);
  gtk_widget_class_bind_template_child (widget_class, RetortFileView, buffer);
}

static void
retort_file_view_init (RetortFileView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  retort_source_style_follow (self->buffer, NULL);
}

static void
tell (RetortFileView *self, const char *text)
{
  gtk_label_set_text (self->problem_label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem_label), text != NULL);
}

/**
 * retort_file_view_show:
 * @self: the view
 * @preview: what would be written
 *
 * Shows a file that can be written.
 */
void
retort_file_view_show (RetortFileView *self, RetortFilePreview *preview)
{
  g_autofree char *name = g_path_get_basename (retort_file_preview_get_path (preview));
  g_autofree char *remarks = retort_file_preview_dup_remarks (preview);

  gtk_label_set_text (self->name_label, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name_label), retort_file_preview_get_path (preview));
  retort_source_style_set_language (self->buffer, retort_file_preview_get_path (preview));
  gtk_text_buffer_set_text (GTK_TEXT_BUFFER (self->buffer), retort_file_preview_get_text (preview), -1);
  tell (self, remarks);
  gtk_widget_set_visible (GTK_WIDGET (self->name_label), TRUE);
  gtk_widget_set_visible (self->scrolled, TRUE);
}

/**
 * retort_file_view_show_error:
 * @self: the view
 * @message: why there is no file
 *
 * Says what is missing.
 */
void
retort_file_view_show_error (RetortFileView *self, const char *message)
{
  gtk_widget_set_visible (GTK_WIDGET (self->name_label), FALSE);
  gtk_widget_set_visible (self->scrolled, FALSE);
  tell (self, message);
}
