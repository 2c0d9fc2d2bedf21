/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/source.h"

static void
test_positions_count_characters (void)
{
  g_autoptr(RetortSource) source = retort_source_new (NULL, "eins\nzwölf = 1\r\n", -1);
  RetortPosition position = retort_source_position_at (source, 9);
  RetortSpan line = retort_source_line_span (source, 2);

  g_assert_cmpuint (position.line, ==, 2);
  g_assert_cmpuint (position.column, ==, 4);
  g_assert_cmpuint (retort_source_get_n_lines (source), ==, 2);
  g_assert_cmpuint (line.start, ==, 5);
  g_assert_cmpuint (line.end, ==, 15);
}

/* Every byte that starts a character survives the way there and back. */
static void
test_round_trip (void)
{
  const char *text = "a\n\nß€\n😀 x\n";
  g_autoptr(RetortSource) source = retort_source_new ("x.py", text, -1);

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gsize offset = (gsize) (at - text);
      gsize chars = retort_source_bytes_to_chars (source, offset);

      g_assert_cmpuint (retort_source_chars_to_bytes (source, chars), ==, offset);
      g_assert_cmpuint (retort_source_offset_of (source, retort_source_position_at (source, offset)), ==, offset);
    }
}

static void
test_empty_text_has_one_line (void)
{
  g_autoptr(RetortSource) source = retort_source_new (NULL, "", 0);

  g_assert_cmpuint (retort_source_get_n_lines (source), ==, 1);
  g_assert_cmpuint (retort_source_position_at (source, 99).line, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/source/positions-count-characters", test_positions_count_characters);
  g_test_add_func ("/base/source/round-trip", test_round_trip);
  g_test_add_func ("/base/source/empty-text-has-one-line", test_empty_text_has_one_line);
  return g_test_run ();
}
