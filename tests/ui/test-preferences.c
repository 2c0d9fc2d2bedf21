/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preferences are bound to the settings, both ways. */
#include "config.h"

#include "ui/preferences/preferences-dialog.h"

#include "ui-test.h"

static void
test_follow_settings (void)
{
  g_autoptr(GSettings) settings = g_settings_new (RETORT_APP_ID);
  GtkWidget *dialog = retort_preferences_dialog_new (settings, NULL);
  GtkSwitch *numbers = GTK_SWITCH (PART (dialog, "line_numbers_switch"));
  GtkSpinButton *timeout = GTK_SPIN_BUTTON (PART (dialog, "lock_timeout_spin"));

  g_assert_true (gtk_switch_get_active (numbers));
  gtk_switch_set_active (numbers, FALSE);
  g_assert_false (g_settings_get_boolean (settings, "show-line-numbers"));
  g_settings_set_int (settings, "lock-timeout-ms", 250);
  g_assert_cmpint (gtk_spin_button_get_value_as_int (timeout), ==, 250);
  ui_test_expect_label (timeout, "Lock Timeout");
  ui_test_expect_label (PART (dialog, "font_button"), "Font");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/preferences/follow-settings", test_follow_settings);
  return g_test_run ();
}
