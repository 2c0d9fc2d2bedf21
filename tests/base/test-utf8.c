/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GLib says of each byte at each place what is valid. */
#include "base/utf8.h"

#include <string.h>

#define N_BYTES 27

static void
compare (const char *text, gsize length)
{
  g_assert_cmpint (retort_utf8_is_valid (text, length), ==, g_utf8_validate_len (text, length, NULL));
}

static void
test_bytes (void)
{
  for (guint place = 0; place < N_BYTES; place++)
    for (guint byte = 0; byte < 256; byte++)
      {
        char text[N_BYTES];

        memset (text, 'a', sizeof text);
        text[place] = (char) byte;
        compare (text, sizeof text);
        compare (text, place + 1);
      }
}

static void
test_characters (void)
{
  static const char *const characters[] = { "é", "€", "😀", "\xC3", "\xE2\x82", "\xED\xA0\x80", "\xC0\x80", "\x80\x80" };

  compare ("", 0);
  for (guint i = 0; i < G_N_ELEMENTS (characters); i++)
    for (guint n_before = 0; n_before < 17; n_before++)
      {
        g_autofree char *before = g_strnfill (n_before, 'a');
        g_autofree char *text = g_strconcat (before, characters[i], "abcdefgh", characters[i], NULL);

        for (gsize length = 0; length <= strlen (text); length++)
          compare (text, length);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/utf8/bytes", test_bytes);
  g_test_add_func ("/utf8/characters", test_characters);
  return g_test_run ();
}
