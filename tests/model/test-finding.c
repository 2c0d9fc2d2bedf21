/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/finding.h"

static void
test_owns_what_it_says (void)
{
  g_autofree char *message = g_strdup ("column 'a' has no default");
  g_autoptr(GPtrArray) fix = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_edit_free);
  g_autoptr(RetortLockInfo) lock = g_new0 (RetortLockInfo, 1);
  g_autoptr(RetortFinding) finding = NULL;
  g_autoptr(RetortFinding) suppressed = NULL;

  lock->mode = g_strdup ("SHARE");
  lock->tables = g_strsplit ("public.a", " ", -1);
  g_ptr_array_add (fix, retort_edit_new ((RetortSpan){ 1, 2 }, "x"));
  finding = retort_finding_new (&(RetortFindingFields){
      .rule = "a-rule", .message = message, .lock = lock, .fix = fix });
  message[0] = 'X';
  suppressed = retort_finding_new_suppressed (finding, "known");

  g_assert_cmpstr (retort_finding_get (finding)->message, ==, "column 'a' has no default");
  g_assert_null (retort_finding_get (finding)->suppressed_reason);
  g_assert_cmpstr (retort_finding_get (suppressed)->suppressed_reason, ==, "known");
  g_assert_cmpstr (retort_finding_get (suppressed)->lock->tables[0], ==, "public.a");
  g_assert_true (retort_finding_get (suppressed)->fix != fix);
}

static void
test_severity_words (void)
{
  RetortSeverity severity = RETORT_SEVERITY_INFO;

  for (int i = RETORT_SEVERITY_INFO; i <= RETORT_SEVERITY_ERROR; i++)
    {
      g_assert_true (retort_severity_from_string (retort_severity_to_string (i), &severity));
      g_assert_cmpint (severity, ==, i);
    }
  g_assert_false (retort_severity_from_string ("fatal", &severity));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/finding/owns-what-it-says", test_owns_what_it_says);
  g_test_add_func ("/model/finding/severity-words", test_severity_words);
  return g_test_run ();
}
