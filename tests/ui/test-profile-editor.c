/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The form of a connection: names, what a profile fills in, when it can be saved. */
#include "ui/profiles/profile-editor.h"

#include "ui-test.h"

static void
set_name (RetortProfileEditor *editor, const char *name)
{
  gtk_editable_set_text (GTK_EDITABLE (PART (editor, "name_row")), name);
}

static void
test_shows_a_profile (void)
{
  RetortProfileEditor *editor = g_object_ref_sink (g_object_new (RETORT_TYPE_PROFILE_EDITOR, NULL));
  g_autoptr(RetortProfile) profile = retort_profile_new (&(RetortProfileFields){
    .id = "p", .name = "staging", .environment = RETORT_ENVIRONMENT_STAGING, .host = "db.example", .port = 5433,
    .database = "shop", .user = "ada" });

  retort_profile_editor_edit (editor, profile);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (PART (editor, "name_row"))), ==, "staging");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (PART (editor, "host_row"))), ==, "db.example");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (PART (editor, "port_row"))), ==, "5433");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (PART (editor, "database_row"))), ==, "shop");
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (PART (editor, "environment_row"))), ==,
                    RETORT_ENVIRONMENT_STAGING);

  retort_profile_editor_edit (editor, NULL);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (PART (editor, "host_row"))), ==, "");
  set_name (editor, "local");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (PART (editor, "name_row"))), ==, "local");
  ui_test_free (editor);
}

static void
set_row (RetortProfileEditor *editor, const char *id, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (PART (editor, id)), text);
}

/* Folded is what says nothing; what a URL says beyond the rows stands in one of its own. */
static void
test_folds (void)
{
  RetortProfileEditor *editor = g_object_ref_sink (g_object_new (RETORT_TYPE_PROFILE_EDITOR, NULL));
  g_autoptr(RetortProfile) far = retort_profile_new (&(RetortProfileFields){
    .id = "f", .name = "far", .ssh_host = "bastion", .ssh_port = 2222, .url = "sslrootcert='/ca.pem'",
    .lock_timeout_ms = 2000 });
  AdwExpanderRow *ssh_row = ADW_EXPANDER_ROW (PART (editor, "ssh_row"));
  AdwExpanderRow *more_row = ADW_EXPANDER_ROW (PART (editor, "more_row"));

  retort_profile_editor_edit (editor, far);
  g_assert_true (adw_expander_row_get_enable_expansion (ssh_row));
  g_assert_true (adw_expander_row_get_expanded (more_row));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (PART (editor, "ssh_port_row"))), ==, "2222");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (PART (editor, "lock_timeout_row"))), ==, "2000");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (PART (editor, "parameters_row"))), ==,
                   "sslrootcert='/ca.pem'");

  retort_profile_editor_edit (editor, NULL);
  g_assert_false (adw_expander_row_get_enable_expansion (ssh_row));
  g_assert_false (adw_expander_row_get_expanded (more_row));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (PART (editor, "offers_group"))));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (PART (editor, "result_box"))));
  ui_test_free (editor);
}

/* A number that is none is marked, and the profile can be neither tested nor saved. */
static void
test_numbers (void)
{
  static const char *const rows[] = { "port_row", "ssh_port_row", "connect_timeout_row", "lock_timeout_row" };
  static const char *const wrong[] = { "0", "-1", "12x", "99999999999", " " };
  RetortProfileEditor *editor = g_object_ref_sink (g_object_new (RETORT_TYPE_PROFILE_EDITOR, NULL));

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (wrong); j++)
      {
        set_row (editor, rows[i], wrong[j]);
        g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (PART (editor, rows[i])), "error"));
        set_row (editor, rows[i], "15");
        g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (PART (editor, rows[i])), "error"));
      }
  ui_test_free (editor);
}

/* The entry is there only where a password goes somewhere, and nothing is ever shown in it. */
static void
test_password (void)
{
  RetortProfileEditor *editor = g_object_ref_sink (g_object_new (RETORT_TYPE_PROFILE_EDITOR, NULL));
  g_autoptr(RetortProfile) kept = retort_profile_new (&(RetortProfileFields){
    .id = "k", .name = "kept", .password_source = RETORT_PASSWORD_KEYRING, .gives_password = TRUE });

  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (PART (editor, "password_row"))));
  set_row (editor, "password_row", "hush");
  retort_profile_editor_edit (editor, kept);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (PART (editor, "password_row"))));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (PART (editor, "password_row"))), ==, "");
  g_assert_true (gtk_switch_get_active (GTK_SWITCH (PART (editor, "gives_switch"))));
  retort_profile_editor_edit (editor, NULL);
  g_assert_false (gtk_switch_get_active (GTK_SWITCH (PART (editor, "gives_switch"))));
  ui_test_free (editor);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/profile-editor/shows-a-profile", test_shows_a_profile);
  g_test_add_func ("/ui/profile-editor/folds", test_folds);
  g_test_add_func ("/ui/profile-editor/numbers", test_numbers);
  g_test_add_func ("/ui/profile-editor/password", test_password);
  return g_test_run ();
}
