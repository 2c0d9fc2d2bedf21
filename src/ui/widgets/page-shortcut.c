/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/widgets/page-shortcut.h"

/* A shortcut of a hidden page must not take the key from the page in front: only what is mapped answers. */
static gboolean
activate_cb (GtkWidget *page, GVariant *arguments, gpointer action)
{
  return gtk_widget_get_mapped (page) && gtk_widget_activate_action (page, action, NULL);
}

/**
 * retort_page_shortcut_add:
 * @page: a page
 * @key: its key, as GDK_KEY_…
 * @modifiers: held with it
 * @action: (scope forever): the name of an action without parameter; a string that lasts
 *
 * Lets a key do what the action does while the page is in front.
 */
void
retort_page_shortcut_add (GtkWidget *page, guint key, GdkModifierType modifiers, const char *action)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();
  GtkShortcutAction *callback = gtk_callback_action_new (activate_cb, (gpointer) action, NULL);

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (controller), GTK_SHORTCUT_SCOPE_GLOBAL);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (key, modifiers), callback));
  gtk_widget_add_controller (page, controller);
}
