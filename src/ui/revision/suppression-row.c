/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/revision/suppression-row.h"

struct _RetortSuppressionRow
{
  GtkWidget parent_instance;

  GtkStack  *stack;
  GtkWidget *offer_button;
  GtkEntry  *entry;
  GtkWidget *suppress_button;

  RetortFinding *finding;
};

G_DEFINE_FINAL_TYPE (RetortSuppressionRow, retort_suppression_row, GTK_TYPE_WIDGET)

static char *
dup_reason (RetortSuppressionRow *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));
}

static void
offer_cb (RetortSuppressionRow *self)
{
  gtk_stack_set_visible_child_name (self->stack, "reason");
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
changed_cb (RetortSuppressionRow *self)
{
  g_autofree char *reason = dup_reason (self);

  gtk_widget_set_sensitive (self->suppress_button, *reason != '\0');
}

static void
suppress_cb (RetortSuppressionRow *self)
{
  const RetortFindingFields *fields = retort_finding_get (self->finding);
  guint first = fields->first_line > 0 ? MIN (fields->first_line, fields->start.line) : fields->start.line;
  g_autofree char *reason = dup_reason (self);

  if (*reason == '\0')
    gtk_widget_error_bell (GTK_WIDGET (self));
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "source.suppress", "(uss)", first, fields->rule, reason);
}

static void
retort_suppression_row_dispose (GObject *object)
{
  RetortSuppressionRow *self = RETORT_SUPPRESSION_ROW (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  g_clear_pointer (&self->finding, retort_finding_unref);
  if (child != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (retort_suppression_row_parent_class)->dispose (object);
}

static void
retort_suppression_row_class_init (RetortSuppressionRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = retort_suppression_row_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/retort/Retort/revision/suppression-row.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortSuppressionRow, stack);
  gtk_widget_class_bind_template_child (widget_class, RetortSuppressionRow, offer_button);
  gtk_widget_class_bind_template_child (widget_class, RetortSuppressionRow, entry);
  gtk_widget_class_bind_template_child (widget_class, RetortSuppressionRow, suppress_button);
  gtk_widget_class_bind_template_callback (widget_class, offer_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, suppress_cb);
}

static void
retort_suppression_row_init (RetortSuppressionRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * retort_suppression_row_new:
 * @finding: what is accepted
 *
 * Returns: (transfer floating): the row; who gives a reason activates source.suppress with line, rule and reason
 */
GtkWidget *
retort_suppression_row_new (RetortFinding *finding)
{
  RetortSuppressionRow *self = g_object_new (RETORT_TYPE_SUPPRESSION_ROW, NULL);

  self->finding = retort_finding_ref (finding);
  return GTK_WIDGET (self);
}
