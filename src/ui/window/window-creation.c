/* SPDX-License-Identifier: GPL-3.0-or-later */
/* New revisions and merges: dialogs, and the way to what they wrote. */
#include "config.h"

#include "ui/window/window-private.h"

#include "ui/creation/commands-dialog.h"
#include "ui/creation/merge-dialog.h"
#include "ui/creation/new-revision-dialog.h"
#include "ui/creation/settings-dialog.h"
#include "workbench/open-settings.h"

#include <glib/gi18n.h>

/* Selects what was written, as soon as its row is there. */
static void
look_for_awaited (RetortWindow *self)
{
  g_autofree char *id = NULL;

  if (self->awaited_id == NULL || retort_workbench_find_revision (self->workbench, self->awaited_id) == NULL)
    return;
  id = g_steal_pointer (&self->awaited_id);
  g_signal_handlers_disconnect_by_func (retort_workbench_get_revisions (self->workbench), look_for_awaited, self);
  retort_history_page_select (self->history_page, id);
  adw_leaflet_set_visible_child_name (self->leaflet, "revision");
}

static void
written_cb (RetortWindow *self, const char *id)
{
  GListModel *revisions = retort_workbench_get_revisions (self->workbench);

  g_signal_handlers_disconnect_by_func (revisions, look_for_awaited, self);
  g_free (self->awaited_id);
  self->awaited_id = g_strdup (id);
  g_signal_connect_object (revisions, "items-changed", G_CALLBACK (look_for_awaited), self, G_CONNECT_SWAPPED);
  retort_window_toast (self, _("Revision written"));
}

static void
present (RetortWindow *self, GtkWidget *dialog)
{
  g_signal_connect_object (dialog, "written", G_CALLBACK (written_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * retort_window_new_revision: (skip)
 * @self: a window with a project
 *
 * Asks for a new revision; the row that is selected may say what it is for, or be what it follows.
 */
void
retort_window_new_revision (RetortWindow *self)
{
  RetortRevisionItem *item = retort_history_page_get_selected (self->history_page);

  present (self, retort_new_revision_dialog_new (self->workbench, item, GTK_WINDOW (self)));
}

/**
 * retort_window_merge_heads: (skip)
 * @self: a window with a project that has several heads
 *
 * Asks how they become one.
 */
void
retort_window_merge_heads (RetortWindow *self)
{
  present (self, retort_merge_dialog_new (self->workbench, NULL, GTK_WINDOW (self)));
}

/* Nothing follows it, and the database that is connected does not hold it; the others are asked before it is written. */
static gboolean
may_move (RetortWindow *self, RetortRevisionItem *item)
{
  RetortRevisionMark mark = retort_revision_item_get_mark (item);
  g_auto(GStrv) heads = retort_workbench_dup_heads (self->workbench);

  return (mark == RETORT_REVISION_MARK_NONE || mark == RETORT_REVISION_MARK_PENDING)
         && g_strv_contains ((const char *const *) heads, retort_revision_item_get_id (item));
}

/**
 * retort_window_move_revision: (skip)
 * @self: a window with a project
 *
 * Asks for another place or number of the selected revision, or says why it has to stay.
 */
void
retort_window_move_revision (RetortWindow *self)
{
  RetortRevisionItem *item = retort_history_page_get_selected (self->history_page);

  if (item == NULL || !may_move (self, item))
    retort_window_toast (self, _("Only the last revision of a line can be moved, while no database holds it"));
  else
    present (self, retort_merge_dialog_new (self->workbench, retort_revision_item_get_id (item), GTK_WINDOW (self)));
}

/**
 * retort_window_ask_settings: (skip)
 * @self: a window with a project that was opened just now
 *
 * Asks for what its configuration computes, if anything.
 */
void
retort_window_ask_settings (RetortWindow *self)
{
  if (retort_workbench_get_open_settings (self->workbench) != NULL)
    gtk_window_present (GTK_WINDOW (retort_settings_dialog_new (self->workbench, GTK_WINDOW (self))));
}

/**
 * retort_window_run_commands: (skip)
 * @self: a window with a project
 * @name: (nullable): a command; %NULL: one is chosen
 *
 * Shows what the project can be asked to run, or runs one of it.
 */
void
retort_window_run_commands (RetortWindow *self, const char *name)
{
  present (self, retort_commands_dialog_new (self->workbench, name, GTK_WINDOW (self)));
}
