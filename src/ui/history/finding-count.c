/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Beside a title. The row's accessible name says it in words. */
#include "config.h"

#include "ui/history/finding-count.h"

struct _RetortFindingCount
{
  GtkWidget parent_instance;

  GtkWidget *image;
  GtkWidget *label;
};

G_DEFINE_FINAL_TYPE (RetortFindingCount, retort_finding_count, GTK_TYPE_WIDGET)

static void
retort_finding_count_dispose (GObject *object)
{
  RetortFindingCount *self = RETORT_FINDING_COUNT (object);

  g_clear_pointer (&self->image, gtk_widget_unparent);
  g_clear_pointer (&self->label, gtk_widget_unparent);
  G_OBJECT_CLASS (retort_finding_count_parent_class)->dispose (object);
}

static void
retort_finding_count_class_init (RetortFindingCountClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = retort_finding_count_dispose;
  gtk_widget_class_set_css_name (widget_class, "findingcount");
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/retort/Retort/history/finding-count.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortFindingCount, image);
  gtk_widget_class_bind_template_child (widget_class, RetortFindingCount, label);
}

static void
retort_finding_count_init (RetortFindingCount *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * retort_finding_count_new:
 * @severity: error or warning
 *
 * Returns: (transfer floating): a count of nothing
 */
GtkWidget *
retort_finding_count_new (RetortSeverity severity)
{
  RetortFindingCount *self = g_object_new (RETORT_TYPE_FINDING_COUNT, NULL);
  gboolean is_error = severity == RETORT_SEVERITY_ERROR;

  gtk_image_set_from_icon_name (GTK_IMAGE (self->image), is_error ? "dialog-error-symbolic" : "dialog-warning-symbolic");
  gtk_widget_add_css_class (GTK_WIDGET (self), is_error ? "error" : "warning");
  return GTK_WIDGET (self);
}

/**
 * retort_finding_count_set:
 * @self: a count
 * @count: how many there are; with 0 it is hidden
 */
void
retort_finding_count_set (RetortFindingCount *self, guint count)
{
  g_autofree char *text = g_strdup_printf ("%u", count);

  g_return_if_fail (RETORT_IS_FINDING_COUNT (self));
  gtk_label_set_label (GTK_LABEL (self->label), text);
  gtk_widget_set_visible (GTK_WIDGET (self), count > 0);
}
