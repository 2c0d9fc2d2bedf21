/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A project whose files name a database, and nobody has set up a connection yet: the bar says so, with the way to the form. */
#include "config.h"

#include "ui/window/window-private.h"

#include "ui/profiles/profiles-dialog.h"

#include <glib/gi18n.h>

/* The first one that can be reached from here. */
static const RetortConnectionOffer *
find_offer (GPtrArray *offers)
{
  for (guint i = 0; i < offers->len; i++)
    {
      const RetortConnectionOffer *offer = g_ptr_array_index (offers, i);

      if (offer->url != NULL)
        return offer;
    }
  return NULL;
}

static void
offered_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(RetortWindow) self = user_data;
  g_autoptr(GPtrArray) offers = retort_workbench_list_offers_finish (RETORT_WORKBENCH (object), result);
  const RetortConnectionOffer *offer = find_offer (offers);

  g_clear_pointer (&self->offer, g_free);
  if (offer != NULL)
    /* Translators: a file, and a database: ".env names ada@localhost/shop". */
    self->offer = g_strdup_printf (_("%s names the database %s"), offer->file, offer->place);
  retort_window_update_banner (self);
}

/**
 * retort_window_look_for_offers: (skip)
 * @self: a window
 *
 * Reads what the files of a project name, once it is open.
 */
void
retort_window_look_for_offers (RetortWindow *self)
{
  g_clear_pointer (&self->offer, g_free);
  if (retort_workbench_get_project_state (self->workbench) == RETORT_PROJECT_READY)
    retort_workbench_list_offers_async (self->workbench, NULL, offered_cb, g_object_ref (self));
}

/**
 * retort_window_show_offer: (skip)
 * @self: a window
 *
 * Returns: whether the bar says that a database is named; it is for who has no connection but that to the private server
 */
gboolean
retort_window_show_offer (RetortWindow *self)
{
  if (self->offer == NULL || retort_workbench_get_connection_state (self->workbench) != RETORT_CONNECTION_NONE
      || g_list_model_get_n_items (retort_workbench_get_profiles (self->workbench)) > 1)
    return FALSE;
  retort_banner_show (self->banner, RETORT_BANNER_INFO, self->offer, _("Set Up Connection…"), "win.new-connection");
  return TRUE;
}

/**
 * retort_window_new_connection_action: (skip)
 * @widget: the window
 * @name: the action
 * @parameter: (nullable): none
 *
 * Opens the form of a new profile with what the files name.
 */
void
retort_window_new_connection_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkWidget *dialog = retort_profiles_dialog_new (RETORT_WINDOW (widget)->workbench, GTK_WINDOW (widget));

  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_activate_action (dialog, "profiles.new-offered", NULL);
}
