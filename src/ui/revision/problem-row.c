/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/revision/problem-row.h"

#include "ui/widgets/severity.h"
#include "ui/widgets/tooltip.h"

#include <glib/gi18n.h>

struct _RetortProblemRow
{
  GtkListBoxRow parent_instance;

  GtkImage  *severity_image;
  GtkLabel  *message_label;
  GtkLabel  *remedy_label;
  GtkLabel  *line_label;
  GtkButton *fix_button;

  RetortFindingItem *item;
};

G_DEFINE_FINAL_TYPE (RetortProblemRow, retort_problem_row, GTK_TYPE_LIST_BOX_ROW)

static void
retort_problem_row_dispose (GObject *object)
{
  g_clear_object (&RETORT_PROBLEM_ROW (object)->item);
  G_OBJECT_CLASS (retort_problem_row_parent_class)->dispose (object);
}

static void
retort_problem_row_class_init (RetortProblemRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = retort_problem_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/retort/Retort/revision/problem-row.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortProblemRow, severity_image);
  gtk_widget_class_bind_template_child (widget_class, RetortProblemRow, message_label);
  gtk_widget_class_bind_template_child (widget_class, RetortProblemRow, remedy_label);
  gtk_widget_class_bind_template_child (widget_class, RetortProblemRow, line_label);
  gtk_widget_class_bind_template_child (widget_class, RetortProblemRow, fix_button);
}

static void
retort_problem_row_init (RetortProblemRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * retort_problem_row_new:
 * @item: (transfer none): the finding
 *
 * Returns: (transfer floating): its row
 */
GtkWidget *
retort_problem_row_new (RetortFindingItem *item)
{
  RetortProblemRow *self = g_object_new (RETORT_TYPE_PROBLEM_ROW, NULL);
  const RetortFindingFields *finding = retort_finding_get (retort_finding_item_get_finding (item));
  g_autofree char *line = NULL;
  g_autofree char *name = NULL;

  self->item = g_object_ref (item);
  if (finding->start.line > 0)
    line = g_strdup_printf (_("line %u"), finding->start.line);
  name = g_strdup_printf ("%s: %s", retort_severity_to_word (finding->severity), finding->message);
  retort_severity_show (self->severity_image, finding->severity);
  gtk_label_set_text (self->message_label, finding->message);
  gtk_label_set_text (self->remedy_label, finding->remedy);
  gtk_widget_set_visible (GTK_WIDGET (self->remedy_label), *finding->remedy != '\0');
  gtk_label_set_text (self->line_label, line != NULL ? line : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fix_button), finding->fix != NULL);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->fix_button), "u", finding->start.line);
  retort_tooltip_set (GTK_WIDGET (self), *finding->why != '\0' ? finding->why : NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, finding->remedy, -1);
  return GTK_WIDGET (self);
}

/**
 * retort_problem_row_get_item:
 * @self: the row
 *
 * Returns: (transfer none): its finding
 */
RetortFindingItem *
retort_problem_row_get_item (RetortProblemRow *self)
{
  return self->item;
}

/**
 * retort_problem_row_dup_counts:
 * @findings: a model of RetortFindingItem
 *
 * Returns: (transfer full): how many of each severity: "2 warnings, 1 remark"
 */
char *
retort_problem_row_dup_counts (GListModel *findings)
{
  guint counts[RETORT_SEVERITY_ERROR + 1] = { 0 };
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr(RetortFindingItem) item = g_list_model_get_item (findings, i);

      counts[retort_finding_get (retort_finding_item_get_finding (item))->severity]++;
    }
  if (counts[RETORT_SEVERITY_ERROR] > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u error", "%u errors", counts[RETORT_SEVERITY_ERROR]),
                                             counts[RETORT_SEVERITY_ERROR]));
  if (counts[RETORT_SEVERITY_WARNING] > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u warning", "%u warnings", counts[RETORT_SEVERITY_WARNING]),
                                             counts[RETORT_SEVERITY_WARNING]));
  if (counts[RETORT_SEVERITY_INFO] > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u remark", "%u remarks", counts[RETORT_SEVERITY_INFO]),
                                             counts[RETORT_SEVERITY_INFO]));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (", ", (char **) parts->pdata);
}
