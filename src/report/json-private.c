/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/json-private.h"

/**
 * retort_json_set_text:
 * @object: an object
 * @name: the member
 * @text: (nullable): its text; %NULL becomes null
 *
 * Sets a member that may be missing. Any thread.
 */
void
retort_json_set_text (JsonObject *object, const char *name, const char *text)
{
  g_autofree char *valid = text != NULL && !g_utf8_validate (text, -1, NULL) ? g_utf8_make_valid (text, -1) : NULL;

  if (text != NULL)
    json_object_set_string_member (object, name, valid != NULL ? valid : text);
  else
    json_object_set_null_member (object, name);
}

/**
 * retort_json_words_to_array:
 * @words: (nullable) (array zero-terminated=1): texts
 *
 * Returns: (transfer full): an array of them; empty for %NULL
 */
JsonArray *
retort_json_words_to_array (const char *const *words)
{
  JsonArray *array = json_array_new ();

  for (gsize i = 0; words != NULL && words[i] != NULL; i++)
    json_array_add_string_element (array, words[i]);
  return array;
}

/**
 * retort_json_set_words:
 * @object: an object
 * @name: the member
 * @words: (nullable) (array zero-terminated=1): texts; %NULL becomes an empty array
 *
 * Sets a member that is a list of texts. Any thread.
 */
void
retort_json_set_words (JsonObject *object, const char *name, const char *const *words)
{
  json_object_set_array_member (object, name, retort_json_words_to_array (words));
}

/**
 * retort_json_set_object:
 * @object: an object
 * @name: the member
 * @value: (transfer full) (nullable): its object; %NULL becomes null
 *
 * Sets a member that may be missing. Any thread.
 */
void
retort_json_set_object (JsonObject *object, const char *name, JsonObject *value)
{
  if (value != NULL)
    json_object_set_object_member (object, name, value);
  else
    json_object_set_null_member (object, name);
}

/**
 * retort_json_set_array:
 * @object: an object
 * @name: the member
 * @value: (transfer full) (nullable): its array; %NULL becomes null
 *
 * Sets a member that may be missing. Any thread.
 */
void
retort_json_set_array (JsonObject *object, const char *name, JsonArray *value)
{
  if (value != NULL)
    json_object_set_array_member (object, name, value);
  else
    json_object_set_null_member (object, name);
}

/**
 * retort_json_node_of_object:
 * @object: (transfer full): an object
 *
 * Returns: (transfer full): a node that holds it
 */
JsonNode *
retort_json_node_of_object (JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  return node;
}

/**
 * retort_json_node_of_array:
 * @array: (transfer full): an array
 *
 * Returns: (transfer full): a node that holds it
 */
JsonNode *
retort_json_node_of_array (JsonArray *array)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  json_node_take_array (node, array);
  return node;
}
