/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/json-file.h"

#include "base/file.h"
#include "base/nesting.h"

/**
 * retort_json_file_load:
 * @path: the file
 * @error: a #GFileError whose message names the file, or a #JsonParserError
 *
 * Reads a file of JSON. JSON-GLib goes down as deep as the text does: one that is nested too deeply is refused before. Any
 * thread; blocks as long as the disk does.
 *
 * Returns: (transfer full) (nullable): its root
 */
JsonNode *
retort_json_file_load (const char *path, GError **error)
{
  g_autoptr(JsonParser) parser = NULL;
  g_autofree char *text = NULL;
  JsonNode *root = NULL;
  gsize length = 0;

  g_return_val_if_fail (path != NULL, NULL);

  text = retort_file_read (path, &length, error);
  if (text == NULL)
    return NULL;
  if (retort_nesting_is_deep (text, length))
    {
      g_set_error_literal (error, JSON_PARSER_ERROR, JSON_PARSER_ERROR_PARSE, "it is nested too deeply");
      return NULL;
    }
  parser = json_parser_new ();
  if (!json_parser_load_from_data (parser, text, (gssize) length, error))
    return NULL;
  root = json_parser_steal_root (parser);
  if (root == NULL)
    g_set_error_literal (error, JSON_PARSER_ERROR, JSON_PARSER_ERROR_PARSE, "it is empty");
  return root;
}

/**
 * retort_json_error_find_line:
 * @error: what retort_json_file_load() said
 * @reason: (out) (transfer full): the same without JSON-GLib's own way of saying where
 *
 * JSON-GLib begins with `<data>:LINE:COLUMN: Parse error: `; the column is not that of the error. Any thread.
 *
 * Returns: the line, from 1; 0 when none is told
 */
guint
retort_json_error_find_line (const GError *error, char **reason)
{
  g_autoptr(GRegex) place = g_regex_new ("^<data>:(\\d+):\\d+: Parse error: (.*)$", 0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  g_autofree char *line = NULL;

  if (!g_regex_match (place, error->message, 0, &match))
    {
      *reason = g_strdup (error->message);
      return 0;
    }
  line = g_match_info_fetch (match, 1);
  *reason = g_match_info_fetch (match, 2);
  return (guint) g_ascii_strtoull (line, NULL, 10);
}
