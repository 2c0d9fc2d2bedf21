/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/json-places.h"

#include <string.h>

static const char text[] = "{\n"
                           "  \"a/b\": [1,\n"
                           "    { \"c~\": \"} \\\" ]\" }],\n"
                           "  /* \"d\": 1,\n"
                           "  */ \"d\": { \"e\": null,\n"
                           "  \"f\"\n"
                           "  : -1.5e3 },\n"
                           "  \"d\": {}\n"
                           "}";

static void
test_lines (void)
{
  static const struct
  {
    const char *pointer;
    guint       line;
  } cases[] = {
    { "", 0 },
    { "/a~1b", 2 },
    { "/a~1b/0", 2 },
    { "/a~1b/1", 3 },
    { "/a~1b/1/c~0", 3 },
    { "/a~1b/1/missing/deeper", 3 },
    { "/d", 8 },
    { "/d/e", 5 },
    { "/d/f", 6 },
    { "/missing", 0 },
  };
  g_autoptr(RetortJsonPlaces) places = retort_json_places_new (text, strlen (text));

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].pointer);
      g_assert_cmpuint (retort_json_places_find_line (places, cases[i].pointer), ==, cases[i].line);
    }
  g_assert_cmpuint (places->repeated->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (places->repeated, 0), ==, "/d");
}

/* Whatever it is given, it comes to an end, and what it knows lies in the text. */
static void
test_cut_off (void)
{
  static const char odd[] = "]}{[:,/*\\\"x";

  for (gsize i = 0; i <= strlen (text); i++)
    for (gsize j = 0; j < sizeof odd; j++)
      {
        g_autofree char *cut = g_strdup_printf ("%.*s%c%s", (int) i, text, odd[j], j % 2 == 0 ? text + i : "");
        g_autoptr(RetortJsonPlaces) places = retort_json_places_new (cut, i + strlen (cut + i));
        GHashTableIter iter;
        gpointer line;

        g_hash_table_iter_init (&iter, places->lines);
        while (g_hash_table_iter_next (&iter, NULL, &line))
          g_assert_cmpuint (GPOINTER_TO_UINT (line), <=, 10);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/json-places/lines", test_lines);
  g_test_add_func ("/base/json-places/cut-off", test_cut_off);
  return g_test_run ();
}
