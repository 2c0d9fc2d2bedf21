/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/profile.h"

static void
test_display_string (void)
{
  g_autoptr(RetortProfile) profile = retort_profile_new (&(RetortProfileFields){
      .name = "staging", .host = "db.example", .port = 5433, .database = "shop", .user = "anna", .tls_mode = "" });
  g_autoptr(RetortProfile) bare = retort_profile_new (&(RetortProfileFields){ .name = "x" });
  g_autofree char *text = retort_profile_to_display_string (profile);
  g_autofree char *local = retort_profile_to_display_string (bare);

  g_assert_cmpstr (text, ==, "anna@db.example:5433/shop");
  g_assert_cmpstr (local, ==, "local");
  g_assert_null (retort_profile_get (profile)->tls_mode);
  g_assert_nonnull (retort_profile_get (profile)->id);
  g_assert_cmpstr (retort_profile_get (profile)->id, !=, retort_profile_get (bare)->id);
}

static void
test_environment_words (void)
{
  RetortEnvironment environment = RETORT_ENVIRONMENT_DEVELOPMENT;

  g_assert_true (retort_environment_from_string ("production", &environment));
  g_assert_cmpint (environment, ==, RETORT_ENVIRONMENT_PRODUCTION);
  g_assert_false (retort_environment_from_string ("prod", &environment));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/profile/display-string", test_display_string);
  g_test_add_func ("/model/profile/environment-words", test_environment_words);
  return g_test_run ();
}
