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

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/profile-editor/shows-a-profile", test_shows_a_profile);
  return g_test_run ();
}
