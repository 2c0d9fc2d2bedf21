/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import: what a module holds comes from the importer, then from the few standard modules that are known here. */
#include "python/evaluation-private.h"

#include <string.h>

static RetortPyValue *
import_value (RetortPyFrame *frame, TSNode node, const char *module, const char *name)
{
  RetortPyEvaluation *evaluation = frame->evaluation;
  RetortPyValue *value = NULL;

  if (evaluation->importer.import_module != NULL)
    value = evaluation->importer.import_module (evaluation, module, name, evaluation->importer.user_data);
  if (value == NULL)
    value = retort_py_import_standard (evaluation, module, name);
  if (value != NULL)
    return value;
  if (name == NULL)
    return retort_py_unknown_at (frame, node, "the module '%s' is not known", module);
  return retort_py_unknown_at (frame, node, "'%s' of the module '%s' is not known", name, module);
}

/**
 * retort_py_run_import: (skip)
 * @frame: where
 * @node: the import statement
 *
 * Runs `import …`: `import a.b` binds a, `import a.b as c` binds a.b (Python's language reference, "The
 * import statement"). What the module holds is known by a table or unknown; nothing is loaded.
 *
 * Returns: always to go on
 */
RetortPyFlow
retort_py_run_import (RetortPyFrame *frame, TSNode node)
{
  const RetortPyParts *parts = retort_py_parts (frame, node);

  for (guint i = 0; i < parts->n; i++)
    {
      TSNode alias = retort_py_node_field (parts->nodes[i], RETORT_PY_FIELD_alias);
      gboolean is_aliased = retort_py_node_get_type (parts->nodes[i]) == RETORT_PY_NODE_aliased_import;
      TSNode dotted = is_aliased ? retort_py_node_field (parts->nodes[i], RETORT_PY_FIELD_name) : parts->nodes[i];
      TSNode bound = is_aliased ? dotted : retort_py_parts (frame, dotted)->nodes[0];
      g_autofree char *module = retort_py_node_text (frame, bound);

      retort_py_store_name (frame, retort_py_name_at (frame, is_aliased ? alias : bound), import_value (frame, node, module, NULL));
    }
  return RETORT_PY_FLOW_NEXT;
}

/* Any name may have been bound anew. */
static void
import_everything (RetortPyFrame *frame, TSNode node, const char *module)
{
  RetortPyValue *unknown = retort_py_unknown_at (frame, node, "'from %s import *' may have set it", module);
  g_autoptr(GList) bindings = g_hash_table_get_values (frame->scope->bindings);

  frame->scope->is_open = TRUE;
  for (GList *at = bindings; at != NULL; at = at->next)
    ((RetortPyBinding *) at->data)->value = retort_py_new_same_unknown (frame->evaluation, unknown);
}

/**
 * retort_py_run_import_from: (skip)
 * @frame: where
 * @node: the import statement
 *
 * Runs `from a import b as c`. After `from a import *` any name may have been bound anew.
 *
 * Returns: always to go on
 */
RetortPyFlow
retort_py_run_import_from (RetortPyFrame *frame, TSNode node)
{
  const RetortPyParts *parts = retort_py_parts (frame, node);
  g_autofree char *module = retort_py_node_text (frame, retort_py_node_field (node, RETORT_PY_FIELD_module_name));

  for (guint i = 1; i < parts->n; i++)
    {
      TSNode alias = retort_py_node_field (parts->nodes[i], RETORT_PY_FIELD_alias);
      gboolean is_aliased = retort_py_node_get_type (parts->nodes[i]) == RETORT_PY_NODE_aliased_import;
      TSNode named = is_aliased ? retort_py_node_field (parts->nodes[i], RETORT_PY_FIELD_name) : parts->nodes[i];
      g_autofree char *name = retort_py_node_text (frame, named);

      if (retort_py_node_get_type (parts->nodes[i]) == RETORT_PY_NODE_wildcard_import)
        import_everything (frame, node, module);
      else
        retort_py_store_name (frame, retort_py_name_at (frame, is_aliased ? alias : named), import_value (frame, node, module, name));
    }
  return RETORT_PY_FLOW_NEXT;
}
