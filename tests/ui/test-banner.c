/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/banner.h"

#include "ui-test.h"

static RetortBanner *
make_banner (void)
{
  return g_object_ref_sink (g_object_new (RETORT_TYPE_BANNER, NULL));
}

static void
test_shows (void)
{
  RetortBanner *banner = make_banner ();
  GtkWidget *button = GTK_WIDGET (PART (banner, "button"));

  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (banner)), ==, GTK_ACCESSIBLE_ROLE_ALERT);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (PART (banner, "box"))));

  retort_banner_show (banner, RETORT_BANNER_ERROR, "It is away", "Try Again", "win.reconnect");
  ui_test_expect_label (banner, "It is away");
  ui_test_expect_label (button, "Try Again");
  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (button)), ==, "win.reconnect");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (PART (banner, "box"))));

  retort_banner_show (banner, RETORT_BANNER_WARNING, "Two heads", NULL, NULL);
  g_assert_false (gtk_widget_get_visible (button));
  ui_test_free (banner);
}

static void
test_hides (void)
{
  RetortBanner *banner = make_banner ();

  retort_banner_show (banner, RETORT_BANNER_INFO, "Something", NULL, NULL);
  retort_banner_hide (banner);
  g_assert_false (gtk_test_accessible_has_property (GTK_ACCESSIBLE (banner), GTK_ACCESSIBLE_PROPERTY_LABEL));
  g_assert_false (gtk_revealer_get_reveal_child (GTK_REVEALER (PART (banner, "revealer"))));
  ui_test_free (banner);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/banner/shows", test_shows);
  g_test_add_func ("/ui/banner/hides", test_hides);
  return g_test_run ();
}
