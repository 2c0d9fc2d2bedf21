/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/revision/changes-pane.h"

#include "ui/widgets/change-row.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _RetortChangesPane
{
  GtkWidget parent_instance;

  GtkWidget       *box;
  GtkToggleButton *down_toggle;
  GtkLabel        *status_label;
  GtkStack        *stack;
  AdwStatusPage   *empty_page;
  GtkListView     *list_view;

  RetortReview *review; /* nullable */
};

G_DEFINE_FINAL_TYPE (RetortChangesPane, retort_changes_pane, GTK_TYPE_WIDGET)

static RetortDirection
get_direction (RetortChangesPane *self)
{
  return gtk_toggle_button_get_active (self->down_toggle) ? RETORT_DIRECTION_DOWNGRADE : RETORT_DIRECTION_UPGRADE;
}

static gboolean
has_gaps (RetortChangesPane *self)
{
  RetortMigration *migration = retort_review_get_migration (self->review, get_direction (self));

  return migration == NULL || retort_migration_get_n_gaps (migration) > 0;
}

static void
show_empty (RetortChangesPane *self, gboolean is_known)
{
  adw_status_page_set_title (self->empty_page, is_known ? _("The Schema Stays as It Is") : _("The Changes Are Not Known"));
  adw_status_page_set_description (self->empty_page,
                                   is_known ? _("No table, column, constraint or other object comes, goes or changes.")
                                            : _("The revision, or one before it, is not understood whole: see its SQL."));
}

static char *
dup_status (RetortChangesPane *self, guint n_changes)
{
  g_autofree char *count = g_strdup_printf (ngettext ("%u object changes", "%u objects change", n_changes), n_changes);

  if (has_gaps (self))
    return g_strdup_printf (_("%s, and what is not known of the SQL may change more"), count);
  return g_steal_pointer (&count);
}

static void
show_direction (RetortChangesPane *self)
{
  GListModel *changes = self->review != NULL ? retort_review_get_changes (self->review, get_direction (self)) : NULL;
  guint n_changes = changes != NULL ? g_list_model_get_n_items (changes) : 0;
  g_autofree char *status = NULL;

  if (self->review == NULL)
    return;
  if (n_changes == 0)
    show_empty (self, changes != NULL && !has_gaps (self));
  status = n_changes > 0 ? dup_status (self, n_changes) : g_strdup ("");
  gtk_label_set_text (self->status_label, status);
  gtk_no_selection_set_model (GTK_NO_SELECTION (gtk_list_view_get_model (self->list_view)), changes);
  gtk_stack_set_visible_child_name (self->stack, n_changes > 0 ? "changes" : "empty");
}

static void
direction_changed_cb (RetortChangesPane *self)
{
  show_direction (self);
}

static void
retort_changes_pane_dispose (GObject *object)
{
  RetortChangesPane *self = RETORT_CHANGES_PANE (object);

  g_clear_object (&self->review);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (retort_changes_pane_parent_class)->dispose (object);
}

static void
retort_changes_pane_class_init (RetortChangesPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = retort_changes_pane_dispose;
  g_type_ensure (RETORT_TYPE_CHANGE_ROW);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/retort/Retort/revision/changes-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortChangesPane, box);
  gtk_widget_class_bind_template_child (widget_class, RetortChangesPane, down_toggle);
  gtk_widget_class_bind_template_child (widget_class, RetortChangesPane, status_label);
  gtk_widget_class_bind_template_child (widget_class, RetortChangesPane, stack);
  gtk_widget_class_bind_template_child (widget_class, RetortChangesPane, empty_page);
  gtk_widget_class_bind_template_child (widget_class, RetortChangesPane, list_view);
  gtk_widget_class_bind_template_callback (widget_class, direction_changed_cb);
}

static void
retort_changes_pane_init (RetortChangesPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (gtk_no_selection_new (NULL)));
}

/**
 * retort_changes_pane_set_review:
 * @self: the pane
 * @review: (nullable): what is known of the revision; %NULL while that is being found out: the last one stays
 */
void
retort_changes_pane_set_review (RetortChangesPane *self, RetortReview *review)
{
  g_return_if_fail (RETORT_IS_CHANGES_PANE (self));
  g_set_object (&self->review, review);
  show_direction (self);
}
