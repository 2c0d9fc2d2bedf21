/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stands in for libFuzzer: mutates the files that it is given, always in the same way.
 *
 * usage: fuzz-… COUNT FILE… */
#include <glib.h>
#include <stdio.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* Some of what libFuzzer does: bytes changed, pieces taken out, doubled, moved and taken from another file. */
static void
mutate (GRand *rand, GString *text, const char *other, gsize other_length)
{
  gsize at = text->len > 0 ? (gsize) g_rand_int_range (rand, 0, (gint32) text->len) : 0;
  gsize wanted = (gsize) g_rand_int_range (rand, 1, 40);
  gsize length = MIN (text->len - at, wanted);
  gsize from = other_length > 0 ? (gsize) g_rand_int_range (rand, 0, (gint32) other_length) : 0;
  g_autofree char *piece = g_strndup (text->str + at, length);

  switch (g_rand_int_range (rand, 0, 5))
    {
    case 0:
      g_string_erase (text, (gssize) at, (gssize) length);
      break;
    case 1:
      g_string_insert_len (text, (gssize) at, piece, (gssize) length);
      break;
    case 2:
      g_string_insert_len (text, (gssize) at, other + from, (gssize) MIN (other_length - from, length * 4));
      break;
    case 3:
      if (text->len > 0)
        text->str[at] = (char) g_rand_int_range (rand, 1, 256);
      break;
    default:
      g_string_append_len (text, piece, (gssize) length);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (1);
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  guint64 count = argc > 2 ? g_ascii_strtoull (argv[1], NULL, 10) : 0;

  for (int i = 2; i < argc; i++)
    {
      char *text = NULL;

      if (!g_file_get_contents (argv[i], &text, NULL, NULL))
        return 1;
      g_ptr_array_add (texts, text);
    }
  for (guint64 i = 0; i < count; i++)
    {
      const char *first = texts->pdata[g_rand_int_range (rand, 0, (gint32) texts->len)];
      const char *second = texts->pdata[g_rand_int_range (rand, 0, (gint32) texts->len)];
      g_autoptr(GString) text = g_string_new (first);
      gint32 n_mutations = g_rand_int_range (rand, 1, 6);

      for (gint32 j = 0; j < n_mutations; j++)
        mutate (rand, text, second, strlen (second));
      LLVMFuzzerTestOneInput ((const guint8 *) text->str, text->len);
    }
  printf ("%" G_GUINT64_FORMAT " mutations\n", count);
  return 0;
}
