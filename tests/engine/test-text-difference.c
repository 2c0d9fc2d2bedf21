/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hunks are those of `diff -U0`. */
#include "engine/text-difference.h"

static void
check (const char *old_text, const char *new_text, const char *expected)
{
  g_autoptr(GArray) hunks = retort_text_difference (old_text, new_text);
  g_autoptr(GString) found = g_string_new (NULL);

  for (guint i = 0; i < hunks->len; i++)
    {
      const RetortTextHunk *hunk = &g_array_index (hunks, RetortTextHunk, i);

      g_string_append_printf (found, "%s-%u,%u +%u,%u", i > 0 ? " " : "", hunk->old_line, hunk->n_old, hunk->new_line, hunk->n_new);
    }
  g_assert_cmpstr (found->str, ==, expected);
}

static void
test_hunks (void)
{
  check ("a\nb\nc\n", "a\nb\nc\n", "");
  check ("a\nb\nc\n", "a\nB\nc\n", "-2,1 +2,1");
  check ("a\nc\n", "a\nb\nc\n", "-1,0 +2,1");
  check ("a\nb\nc\n", "a\nc\n", "-2,1 +1,0");
  check ("a\nb\nc\nd\n", "A\nb\nc\nd\ne\n", "-1,1 +1,1 -4,0 +5,1");
  check ("", "a\n", "-0,0 +1,1");
  check ("a\n", "", "-1,1 +0,0");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/text-difference/hunks", test_hunks);
  return g_test_run ();
}
