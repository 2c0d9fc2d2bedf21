/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/settings-file.h"

#include "base/json-file.h"
#include "base/written-file.h"
#include "formats/project.h"

/**
 * retort_settings_file_load:
 * @path: retort.json
 * @error: a RetortFormatError: it cannot be read, or is no object
 *
 * Blocks; any thread.
 *
 * Returns: (transfer full) (nullable): what it holds; an empty object when it is not there
 */
JsonNode *
retort_settings_file_load (const char *path, GError **error)
{
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(GError) cause = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      root = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (root, json_object_new ());
      return g_steal_pointer (&root);
    }
  root = retort_json_file_load (path, &cause);
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    return g_steal_pointer (&root);
  g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_UNREADABLE, "cannot add to '%s': %s", path,
               cause != NULL ? cause->message : "it is not an object");
  return NULL;
}

/**
 * retort_settings_file_enter:
 * @path: retort.json, for the message
 * @object: one of its objects
 * @member: a name in it
 * @error: a RetortFormatError: it holds something else
 *
 * Returns: (transfer none) (nullable): the object of that name, made when it is missing
 */
JsonObject *
retort_settings_file_enter (const char *path, JsonObject *object, const char *member, GError **error)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL)
    json_object_set_object_member (object, member, json_object_new ());
  else if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_UNREADABLE, "cannot add to '%s': its '%s' is not an object", path, member);
      return NULL;
    }
  return json_object_get_object_member (object, member);
}

/**
 * retort_settings_file_write:
 * @path: retort.json
 * @root: what it holds now
 * @error: a RetortFormatError: it cannot be written
 *
 * Blocks; any thread.
 *
 * Returns: whether it is written
 */
gboolean
retort_settings_file_write (const char *path, JsonNode *root, GError **error)
{
  g_autoptr(JsonGenerator) generator = json_generator_new ();
  g_autofree char *text = NULL;
  g_autofree char *whole = NULL;
  g_autoptr(GError) cause = NULL;

  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  json_generator_set_indent (generator, 2);
  text = json_generator_to_data (generator, NULL);
  whole = g_strconcat (text, "\n", NULL);
  if (retort_written_file_replace (path, whole, &cause))
    return TRUE;
  g_set_error (error, RETORT_FORMAT_ERROR, RETORT_FORMAT_ERROR_UNREADABLE, "cannot write '%s': %s", path, cause->message);
  return FALSE;
}
