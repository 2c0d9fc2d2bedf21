/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oracle.h"

#include <gio/gio.h>

GStrv
oracle_get_strings (JsonObject *object, const char *member)
{
  JsonArray *array = json_object_get_array_member (object, member);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < json_array_get_length (array); i++)
    g_strv_builder_add (builder, json_array_get_string_element (array, i));
  return g_strv_builder_end (builder);
}

char *
oracle_join_member (JsonObject *object, const char *member)
{
  g_auto(GStrv) strings = oracle_get_strings (object, member);
  g_autofree char *joined = g_strjoinv (" ", strings);

  return strings[0] != NULL ? g_strconcat (joined, " ", NULL) : g_strdup ("");
}

static RetortRevision *
make_revision (JsonObject *object)
{
  g_auto(GStrv) down = oracle_get_strings (object, "down");
  g_auto(GStrv) depends_on = oracle_get_strings (object, "depends_on");
  g_auto(GStrv) labels = oracle_get_strings (object, "labels");
  RetortRevisionFields fields = {
    .id = json_object_get_string_member (object, "id"),
    .title = "",
    .message = "",
    .down = (const char *const *) down,
    .depends_on = (const char *const *) depends_on,
    .labels = (const char *const *) labels,
    .has_upgrade = TRUE,
    .has_downgrade = TRUE,
  };

  return retort_revision_new (&fields);
}

GPtrArray *
oracle_make_revisions (JsonObject *graph)
{
  JsonArray *array = json_object_get_array_member (graph, "revisions");
  GPtrArray *revisions = g_ptr_array_new_with_free_func ((GDestroyNotify) retort_revision_unref);

  for (guint i = 0; i < json_array_get_length (array); i++)
    g_ptr_array_add (revisions, make_revision (json_array_get_object_element (array, i)));
  return revisions;
}

static void
take_line (const char *line, OracleFunc func, gpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = json_from_string (line, &error);

  g_assert_no_error (error);
  if (g_test_verbose ())
    g_test_message ("%s", line);
  func (json_node_get_object (node), data);
}

void
oracle_run (guint n_histories, OracleFunc func, gpointer data)
{
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "analysis", "revision-map-oracle.py", NULL);
  g_autofree char *seed = g_strdup_printf ("%d", g_test_rand_int_range (0, G_MAXINT));
  g_autofree char *count = g_strdup_printf ("%u", n_histories);
  const char *argv[] = { "/usr/bin/python3", script, seed, count, NULL };
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) oracle = NULL;
  g_autoptr(GDataInputStream) lines = NULL;
  guint n_seen = 0;

  g_test_message ("oracle seed %s", seed);
  oracle = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (oracle));
  for (;;)
    {
      g_autofree char *line = g_data_input_stream_read_line_utf8 (lines, NULL, NULL, &error);

      g_assert_no_error (error);
      if (line == NULL)
        break;
      take_line (line, func, data);
      n_seen++;
    }
  g_subprocess_wait_check (oracle, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_seen, ==, n_histories);
}
