/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/widgets/message-dialog.h"

/* "_Run on Production" as it is read aloud. */
static char *
dup_without_mnemonic (const char *label)
{
  GString *name = g_string_new (NULL);

  for (const char *c = label; *c != '\0'; c++)
    {
      if (*c == '_' && c[1] != '\0')
        c++;
      g_string_append_c (name, *c);
    }
  return g_string_free (name, FALSE);
}

static void
name_buttons (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && gtk_button_get_use_underline (GTK_BUTTON (widget))
      && gtk_button_get_label (GTK_BUTTON (widget)) != NULL)
    {
      g_autofree char *name = dup_without_mnemonic (gtk_button_get_label (GTK_BUTTON (widget)));

      gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_buttons (child);
}

/**
 * retort_message_dialog_present:
 * @dialog: a dialog that has its responses
 *
 * Shows a dialog. The buttons that libadwaita 1.2 makes of responses are read aloud with the underscores of their
 * mnemonics; this gives them names without.
 */
void
retort_message_dialog_present (AdwMessageDialog *dialog)
{
  name_buttons (GTK_WIDGET (dialog));
  gtk_window_present (GTK_WINDOW (dialog));
}
