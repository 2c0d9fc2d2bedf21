/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/widgets/message-dialog.h"

/* A button with a mnemonic has two names, its text with the underscore and its label's without, and both are read: the
 * second is enough. */
static void
name_buttons (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && gtk_button_get_use_underline (GTK_BUTTON (widget)))
    gtk_accessible_reset_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_buttons (child);
}

/**
 * retort_message_dialog_present:
 * @dialog: a dialog that has its responses
 *
 * Shows a dialog. The buttons that libadwaita 1.2 makes of responses are read aloud with the underscores of their
 * mnemonics, which this takes away.
 */
void
retort_message_dialog_present (AdwMessageDialog *dialog)
{
  name_buttons (GTK_WIDGET (dialog));
  gtk_window_present (GTK_WINDOW (dialog));
}
