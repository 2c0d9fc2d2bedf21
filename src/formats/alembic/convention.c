/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Literal dicts and dict() only: what is computed is not understood. */
#include "formats/alembic/convention.h"

#include "formats/alembic/naming.h"

/* A key that is a class, a value that is no text, and a token of the project's own are not understood. */
static gboolean
add_pair (RetortDefinitions *module, const RetortPyNode *key, const RetortPyNode *value, GHashTable *texts)
{
  g_autofree char *kind = retort_py_string_value (retort_definitions_get_tree (module), key);
  g_autofree char *text = retort_definitions_dup_string (module, value);

  if (kind == NULL || text == NULL || !retort_naming_is_understood (kind, text))
    return FALSE;
  g_hash_table_replace (texts, g_steal_pointer (&kind), g_steal_pointer (&text));
  return TRUE;
}

static gboolean
read_pairs (RetortDefinitions *module, const RetortPyNode *node, GHashTable *texts)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);

  for (guint i = 0; i < parts->n; i++)
    {
      const RetortPyNode *part = parts->nodes[i];

      if (!retort_py_node_is (part, "pair")
          || !add_pair (module, retort_py_node_field (part, RETORT_PY_FIELD_key), retort_py_node_field (part, RETORT_PY_FIELD_value), texts))
        return FALSE;
    }
  return TRUE;
}

/* dict(ix="…", uq="…") */
static gboolean
read_keywords (RetortDefinitions *module, const RetortPyNode *node, GHashTable *texts)
{
  const RetortPyParts *parts = retort_py_node_get_parts (node);
  RetortPyTree *tree = retort_definitions_get_tree (module);

  for (guint i = 0; i < parts->n; i++)
    {
      const RetortPyNode *part = parts->nodes[i];
      g_autofree char *kind = NULL;
      g_autofree char *text = NULL;

      if (!retort_py_node_is (part, "keyword_argument"))
        return FALSE;
      kind = retort_py_node_dup_text (tree, retort_py_node_field (part, RETORT_PY_FIELD_name));
      text = retort_definitions_dup_string (module, retort_py_node_field (part, RETORT_PY_FIELD_value));
      if (text == NULL || !retort_naming_is_understood (kind, text))
        return FALSE;
      g_hash_table_replace (texts, g_steal_pointer (&kind), g_steal_pointer (&text));
    }
  return TRUE;
}

/**
 * retort_convention_read:
 * @module: where it is written
 * @dict: a dict, or a call of dict()
 *
 * Returns: (transfer full) (nullable) (element-type utf8 utf8): kinds and their texts; %NULL when it is not understood
 */
GHashTable *
retort_convention_read (RetortDefinitions *module, const RetortPyNode *dict)
{
  g_autoptr(GHashTable) texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *function = NULL;
  gboolean is_read = FALSE;

  if (retort_py_node_is (dict, "call"))
    function = retort_py_node_dup_text (retort_definitions_get_tree (module), retort_py_node_field (dict, RETORT_PY_FIELD_function));
  if (retort_py_node_is (dict, "dictionary"))
    is_read = read_pairs (module, dict, texts);
  else if (g_strcmp0 (function, "dict") == 0)
    is_read = read_keywords (module, retort_py_node_field (dict, RETORT_PY_FIELD_arguments), texts);
  return is_read ? g_steal_pointer (&texts) : NULL;
}
