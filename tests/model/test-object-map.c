/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The persistent map against GLib's hash table, and that old versions stay as they were. */
#include "model/object-map.h"

static gpointer
text_ref (gpointer text)
{
  return g_ref_string_acquire (text);
}

static const RetortMapValues values = { text_ref, (void (*) (gpointer)) g_ref_string_release };

static RetortObjectMap *
put (RetortObjectMap *map, const char *key)
{
  char *text = g_ref_string_new (key);
  RetortObjectMap *changed = retort_object_map_put (map, &values, key, text);

  g_ref_string_release (text);
  return changed;
}

typedef struct
{
  char *last;
  guint n;
} Walk;

static void
assert_order_cb (const char *key, gpointer object, gpointer user_data)
{
  Walk *walk = user_data;

  g_assert_true (walk->last == NULL || g_strcmp0 (walk->last, key) < 0);
  g_assert_cmpstr (object, ==, key);
  walk->last = (char *) key;
  walk->n++;
}

static void
assert_same (const RetortObjectMap *map, GHashTable *expected)
{
  Walk walk = { NULL, 0 };

  retort_object_map_foreach (map, assert_order_cb, &walk);
  g_assert_cmpuint (walk.n, ==, g_hash_table_size (expected));
  g_assert_cmpuint (retort_object_map_get_size (map), ==, walk.n);
}

static void
test_random (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (7);
  g_autoptr(GHashTable) expected = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(RetortObjectMap) map = NULL;

  for (guint i = 0; i < 5000; i++)
    {
      char *key = g_strdup_printf ("k%d", g_rand_int_range (random, 0, 300));

      if (g_rand_boolean (random))
        {
          map = put (map, key);
          g_hash_table_add (expected, key);
        }
      else
        {
          map = retort_object_map_remove (map, key);
          g_hash_table_remove (expected, key);
          g_free (key);
        }
      if (i % 97 == 0)
        assert_same (map, expected);
    }
}

static void
test_versions (void)
{
  g_autoptr(RetortObjectMap) old = put (put (NULL, "a"), "b");
  g_autoptr(RetortObjectMap) more = put (retort_object_map_ref (old), "c");
  g_autoptr(RetortObjectMap) fewer = retort_object_map_remove (retort_object_map_ref (old), "a");

  g_assert_cmpuint (retort_object_map_get_size (old), ==, 2);
  g_assert_null (retort_object_map_find (old, "c"));
  g_assert_cmpstr (retort_object_map_find (more, "c"), ==, "c");
  g_assert_cmpstr (retort_object_map_find (old, "a"), ==, "a");
  g_assert_null (retort_object_map_find (fewer, "a"));
  g_assert_null (retort_object_map_remove (put (NULL, "a"), "a"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/object-map/random", test_random);
  g_test_add_func ("/model/object-map/versions", test_versions);
  return g_test_run ();
}
