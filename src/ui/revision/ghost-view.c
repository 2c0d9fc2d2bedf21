/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/revision/ghost-view.h"

#include <glib/gi18n.h>

struct _RetortGhostView
{
  GtkWidget parent_instance;

  GtkWidget     *box;
  GtkLabel      *title_label;
  GtkLabel      *place_label;
  GtkLabel      *advice_label;
  GtkWidget     *act_box;
  GtkButton     *stamp_button;
  GtkWidget     *command_box;
  GtkLabel      *command_label;
  GtkWidget     *scrolled_window;
  GtkTextBuffer *buffer;
};

G_DEFINE_FINAL_TYPE (RetortGhostView, retort_ghost_view, GTK_TYPE_WIDGET)

static void
copy_command_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), gtk_label_get_text (RETORT_GHOST_VIEW (widget)->command_label));
}

static const char *
get_advice (const RetortRevisionGhost *found, gboolean is_removed)
{
  if (is_removed)
    return _("A database that has it will not find it any more. To bring the file back:");
  if (found != NULL)
    return _("Switch to that branch, or lead the database back with the file as it is there. To stamp is for a database that "
             "has nothing of it: only the record changes then.");
  return _("Fetch the branch that has it. Only when it is lost for good, set the record to a revision that the database "
           "really is at: select that revision and take “Stamp” from its menu; no table changes then.");
}

static void
retort_ghost_view_dispose (GObject *object)
{
  g_clear_pointer (&RETORT_GHOST_VIEW (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (retort_ghost_view_parent_class)->dispose (object);
}

static void
retort_ghost_view_class_init (RetortGhostViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = retort_ghost_view_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/retort/Retort/revision/ghost-view.ui");
  gtk_widget_class_bind_template_child (widget_class, RetortGhostView, box);
  gtk_widget_class_bind_template_child (widget_class, RetortGhostView, title_label);
  gtk_widget_class_bind_template_child (widget_class, RetortGhostView, place_label);
  gtk_widget_class_bind_template_child (widget_class, RetortGhostView, advice_label);
  gtk_widget_class_bind_template_child (widget_class, RetortGhostView, act_box);
  gtk_widget_class_bind_template_child (widget_class, RetortGhostView, stamp_button);
  gtk_widget_class_bind_template_child (widget_class, RetortGhostView, command_box);
  gtk_widget_class_bind_template_child (widget_class, RetortGhostView, command_label);
  gtk_widget_class_bind_template_child (widget_class, RetortGhostView, scrolled_window);
  gtk_widget_class_bind_template_child (widget_class, RetortGhostView, buffer);
  gtk_widget_class_install_action (widget_class, "ghost.copy-command", NULL, copy_command_action);
}

static void
retort_ghost_view_init (RetortGhostView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Without what it revises there is nothing to stamp with. */
static void
show_acts (RetortGhostView *self, const RetortRevisionGhost *found, gboolean is_removed)
{
  const char *parent = found != NULL ? found->parent : NULL;
  g_autofree char *label = NULL;

  gtk_widget_set_visible (self->act_box, found != NULL && !is_removed);
  gtk_widget_set_visible (GTK_WIDGET (self->stamp_button), parent != NULL);
  if (parent == NULL)
    return;
  /* Translators: a revision. */
  label = g_strdup_printf (_("Stamp with %s Instead…"), parent);
  gtk_button_set_label (self->stamp_button, label);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->stamp_button), "s", parent);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->stamp_button), "win.stamp");
}

/**
 * retort_ghost_view_show:
 * @self: the view
 * @ghost: what no file declares
 *
 * Shows what is known of it so far.
 */
void
retort_ghost_view_show (RetortGhostView *self, RetortRevisionItem *ghost)
{
  const RetortRevisionGhost *found = retort_revision_item_get_ghost (ghost);
  gboolean is_removed = retort_revision_item_get_mark (ghost) != RETORT_REVISION_MARK_UNKNOWN;
  /* Translators: the id of a revision. */
  g_autofree char *title = g_strdup_printf (is_removed ? _("%s Was Removed on This Branch") : _("%s Is in the Database, in No File"),
                                            retort_revision_item_get_id (ghost));

  gtk_label_set_text (self->title_label, title);
  gtk_label_set_text (self->place_label, found != NULL ? found->place : _("It is in no branch or tag that this repository knows."));
  gtk_label_set_text (self->advice_label, get_advice (found, is_removed));
  show_acts (self, found, is_removed);
  gtk_label_set_text (self->command_label, found != NULL ? found->command : "");
  gtk_widget_set_visible (self->command_box, found != NULL);
  gtk_text_buffer_set_text (self->buffer, found != NULL ? found->text : "", -1);
  gtk_widget_set_visible (self->scrolled_window, found != NULL);
}
