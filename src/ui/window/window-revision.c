/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the page of a revision can do has a key of the window's, wherever the focus is. */
#include "config.h"

#include "ui/window/window-private.h"

static void
show_revision (RetortWindow *self)
{
  retort_window_show_history (self);
  adw_leaflet_set_visible_child_name (self->leaflet, "revision");
}

/**
 * retort_window_revision_action: (skip)
 * @widget: a window
 * @name: the action
 * @parameter: (nullable): unused
 *
 * Hands an action to the page of the revision, which is shown for all but saving.
 */
void
retort_window_revision_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortWindow *self = RETORT_WINDOW (widget);
  static const struct
  {
    const char *name;
    const char *target;
  } forwards[] = {
    { "win.save", "revision.save" },
    { "win.find", "revision.find" },
    { "win.fix", "revision.fix-at-caret" },
    { "win.about-problem", "revision.about" },
  };

  if (retort_revision_page_get_item (self->revision_page) == NULL)
    return;
  if (!g_str_equal (name, "win.save"))
    show_revision (self);
  for (gsize i = 0; i < G_N_ELEMENTS (forwards); i++)
    if (g_str_equal (name, forwards[i].name))
      gtk_widget_activate_action (GTK_WIDGET (self->revision_page), forwards[i].target, NULL);
}

/**
 * retort_window_find_action: (skip)
 * @widget: a window
 * @name: the action
 * @parameter: (nullable): unused
 *
 * Searches in what is shown.
 */
void
retort_window_find_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortWindow *self = RETORT_WINDOW (widget);

  if (g_strcmp0 (adw_view_stack_get_visible_child_name (self->view_stack), "schema") == 0)
    retort_schema_page_focus_search (self->schema_page);
  else
    retort_window_revision_action (widget, name, parameter);
}

/**
 * retort_window_step_action: (skip)
 * @widget: a window
 * @name: win.next-problem or win.previous-problem
 * @parameter: (nullable): unused
 *
 * Goes to a finding: of this revision, else of the nearest in the list that has an error or a warning, else round in this one.
 */
void
retort_window_step_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RetortWindow *self = RETORT_WINDOW (widget);
  gboolean forward = g_str_equal (name, "win.next-problem");

  show_revision (self);
  if (retort_revision_page_step (self->revision_page, forward, RETORT_SOURCE_STEP_FROM_CARET))
    return;
  if (retort_history_page_select_problem (self->history_page, forward))
    retort_revision_page_enter (self->revision_page, forward);
  else if (!retort_revision_page_step (self->revision_page, forward, RETORT_SOURCE_STEP_FROM_EDGE))
    gtk_widget_error_bell (widget);
}
