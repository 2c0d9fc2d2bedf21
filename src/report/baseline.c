/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A finding is known again by its rule, its file and its words, not by its line: lines move. A file of JSON, so that it can be
 * kept beside the code and read in a review:
 *
 *   { "format": 1, "findings": [ { "rule": "…", "file": "…", "message": "…" }, … ] } */
#include "report/baseline.h"

#include "report/finding-text.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>

static char *
dup_key (const char *rule, const char *path, const char *message)
{
  return g_strjoin ("\n", rule, path != NULL ? path : "", message, NULL);
}

static const char *
get_path (const RetortFindingFields *fields, const char *base)
{
  return fields->path != NULL ? retort_path_under (fields->path, base) : "";
}

static void
append_finding (JsonBuilder *builder, const RetortFindingFields *fields, const char *base)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "rule");
  json_builder_add_string_value (builder, fields->rule);
  json_builder_set_member_name (builder, "file");
  json_builder_add_string_value (builder, get_path (fields, base));
  json_builder_set_member_name (builder, "message");
  json_builder_add_string_value (builder, fields->message);
  json_builder_end_object (builder);
}

/**
 * retort_baseline_write:
 * @findings: (element-type RetortFinding): what is known from now on; suppressed ones are left out
 * @base: (nullable): paths under it are told relative to it
 *
 * Any thread.
 *
 * Returns: (transfer full): the text of a baseline
 */
GBytes *
retort_baseline_write (GPtrArray *findings, const char *base)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonGenerator) generator = json_generator_new ();
  g_autoptr(JsonNode) root = NULL;
  char *text = NULL;
  gsize length = 0;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "format");
  json_builder_add_int_value (builder, 1);
  json_builder_set_member_name (builder, "findings");
  json_builder_begin_array (builder);
  for (guint i = 0; i < findings->len; i++)
    {
      const RetortFindingFields *fields = retort_finding_get (g_ptr_array_index (findings, i));

      if (fields->suppressed_reason == NULL)
        append_finding (builder, fields, base);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  text = json_generator_to_data (generator, &length);
  return g_bytes_new_take (text, length);
}

static const char *
get_text (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
}

/* Takes @key. Returns how many there are then. */
static guint
count (GHashTable *baseline, char *key, int more)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (baseline, key)) + (guint) more;

  g_hash_table_replace (baseline, key, GUINT_TO_POINTER (n));
  return n;
}

static gboolean
add_finding (GHashTable *baseline, JsonNode *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  if (object == NULL || get_text (object, "rule") == NULL || get_text (object, "message") == NULL)
    return FALSE;
  count (baseline, dup_key (get_text (object, "rule"), get_text (object, "file"), get_text (object, "message")), 1);
  return TRUE;
}

static gboolean
fail (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                       "it is no baseline: an object with \"format\": 1 and a list \"findings\" was looked for");
  return FALSE;
}

static gboolean
read_findings (GHashTable *baseline, JsonNode *root, GError **error)
{
  JsonObject *object = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  JsonNode *list = object != NULL ? json_object_get_member (object, "findings") : NULL;

  if (list == NULL || !JSON_NODE_HOLDS_ARRAY (list) || json_object_get_int_member_with_default (object, "format", 0) != 1)
    return fail (error);
  for (guint i = 0; i < json_array_get_length (json_node_get_array (list)); i++)
    if (!add_finding (baseline, json_array_get_element (json_node_get_array (list), i)))
      return fail (error);
  return TRUE;
}

/**
 * retort_baseline_read:
 * @text: the text of a baseline
 * @length: in bytes; -1: it ends with a zero byte
 * @error: a `JSON_PARSER_ERROR`, or `G_IO_ERROR_INVALID_DATA` for another kind of file
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable) (element-type utf8 guint): what is in it, and how often it is still to be met
 */
GHashTable *
retort_baseline_read (const char *text, gssize length, GError **error)
{
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(GHashTable) baseline = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (!json_parser_load_from_data (parser, text, length, error) || !read_findings (baseline, json_parser_get_root (parser), error))
    return NULL;
  return g_steal_pointer (&baseline);
}

/**
 * retort_baseline_holds:
 * @baseline: what retort_baseline_read() returned
 * @finding: a finding
 * @base: (nullable): as it was for retort_baseline_write()
 *
 * Each of equal findings that @baseline lists is known once: one more of them is new. That it was met is remembered in @baseline.
 *
 * Returns: whether the finding is known
 */
gboolean
retort_baseline_holds (GHashTable *baseline, const RetortFinding *finding, const char *base)
{
  const RetortFindingFields *fields = retort_finding_get (finding);
  g_autofree char *key = dup_key (fields->rule, get_path (fields, base), fields->message);

  if (g_hash_table_lookup (baseline, key) == NULL)
    return FALSE;
  count (baseline, g_steal_pointer (&key), -1);
  return TRUE;
}

/**
 * retort_baseline_count_gone:
 * @baseline: what retort_baseline_read() returned, after every finding was asked for
 *
 * Returns: how many of those that it lists were not met: they are mended, and could come back unseen
 */
guint
retort_baseline_count_gone (GHashTable *baseline)
{
  GHashTableIter iter;
  gpointer n_left;
  guint n_gone = 0;

  g_hash_table_iter_init (&iter, baseline);
  while (g_hash_table_iter_next (&iter, NULL, &n_left))
    n_gone += GPOINTER_TO_UINT (n_left);
  return n_gone;
}
