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

static void
append_key_cb (const char *key, gpointer object, gpointer user_data)
{
  g_string_append_printf (user_data, "%s ", key);
}

static RetortObjectMap *
put_number (RetortObjectMap *map, guint number)
{
  g_autofree char *key = g_strdup_printf ("k%u", number);

  return put (map, key);
}

/* What one map has and the other has not, or has another object for. */
static char *
list_changed (const RetortObjectMap *self, const RetortObjectMap *other)
{
  GString *keys = g_string_new (NULL);

  retort_object_map_foreach_changed (self, other, append_key_cb, keys);
  return g_string_free (keys, FALSE);
}

static char *
list_changed_slowly (const RetortObjectMap *self, const RetortObjectMap *other)
{
  g_autoptr(GString) keys = g_string_new (NULL);
  g_auto(GStrv) all = NULL;
  GString *changed = g_string_new (NULL);

  retort_object_map_foreach (self, append_key_cb, keys);
  all = g_strsplit (keys->str, " ", -1);
  for (gsize i = 0; all[i] != NULL; i++)
    if (all[i][0] != '\0' && retort_object_map_find (self, all[i]) != retort_object_map_find (other, all[i]))
      g_string_append_printf (changed, "%s ", all[i]);
  return g_string_free (changed, FALSE);
}

static void
assert_changed (const RetortObjectMap *a, const RetortObjectMap *b)
{
  g_autofree char *quick = list_changed (a, b);
  g_autofree char *slow = list_changed_slowly (a, b);

  g_assert_cmpstr (quick, ==, slow);
}

/* Each map beside the one that it was made from, and beside the first of all. */
static void
test_changed (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (11);
  g_autoptr(RetortObjectMap) first = NULL;
  g_autoptr(RetortObjectMap) map = NULL;

  for (guint i = 0; i < 200; i++)
    first = put_number (first, i);
  map = retort_object_map_ref (first);
  for (guint i = 0; i < 400; i++)
    {
      g_autoptr(RetortObjectMap) old = retort_object_map_ref (map);

      for (gint j = g_rand_int_range (random, 0, 5); j >= 0; j--)
        {
          g_autofree char *key = g_strdup_printf ("k%d", g_rand_int_range (random, 0, 300));

          if (g_rand_boolean (random))
            map = put (map, key);
          else
            map = retort_object_map_remove (map, key);
        }
      assert_changed (map, old);
      assert_changed (old, map);
      assert_changed (map, first);
      assert_changed (first, map);
    }
  assert_changed (map, NULL);
  assert_changed (NULL, map);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/object-map/random", test_random);
  g_test_add_func ("/model/object-map/versions", test_versions);
  g_test_add_func ("/model/object-map/changed", test_changed);
  return g_test_run ();
}
