/* SPDX-License-Identifier: GPL-3.0-or-later */
/* env.py, for what it imports and for whose metadata it names: a project may have models that belong to another database. */
#include "formats/models/reader-private.h"

#include "base/file.h"

static RetortDefinitions *
read_definitions (const char *path)
{
  gsize length;
  g_autofree char *text = path != NULL ? retort_file_read (path, &length, NULL) : NULL;
  g_autoptr(RetortSource) source = NULL;
  g_autoptr(RetortPyTree) tree = NULL;

  if (text == NULL || !g_utf8_validate_len (text, length, NULL))
    return NULL;
  source = retort_source_new (path, text, (gssize) length);
  tree = retort_py_tree_parse (source);
  return retort_definitions_read (tree, "", FALSE);
}

/* Base.metadata; FALSE: nobody knows whose it is. What is somebody else's holds none of the project's classes. */
static gboolean
add_root (RetortModelReader *self, GArray *roots, const RetortPyNode *node)
{
  g_auto(RetortModelName) base = { 0 };
  g_autofree char *attribute = NULL;

  if (!retort_py_node_is (node, "attribute"))
    return FALSE;
  attribute = retort_py_node_dup_text (retort_definitions_get_tree (self->environment), retort_py_node_field (node, RETORT_PY_FIELD_attribute));
  if (!g_str_equal (attribute, "metadata"))
    return FALSE;
  retort_model_names_resolve (self->names, self->environment, retort_py_node_field (node, RETORT_PY_FIELD_object), &base);
  if (base.kind == RETORT_MODEL_NAME_CLASS)
    {
      g_autoptr(RetortClassOutline) outline = retort_class_outline_read (self->names, base.module, base.node);

      if (outline->root == NULL)
        return FALSE;
      g_array_append_val (roots, outline->root);
    }
  return base.kind == RETORT_MODEL_NAME_CLASS
         || (base.kind == RETORT_MODEL_NAME_EXTERNAL && !g_str_has_suffix (base.external, ")"));
}

static void
read_target (RetortModelReader *self)
{
  const RetortDefinition *target = retort_definitions_find (self->environment, "target_metadata");
  g_autoptr(GArray) roots = g_array_new (FALSE, FALSE, sizeof (RetortPyNode *));
  gboolean is_known = target != NULL && target->kind == RETORT_DEFINITION_VALUE;

  if (is_known && (retort_py_node_is (target->node, "list") || retort_py_node_is (target->node, "tuple")))
    for (guint i = 0; i < retort_py_node_count_named (target->node); i++)
      is_known = is_known && add_root (self, roots, retort_py_node_get_named_child (target->node, i));
  else
    is_known = is_known && add_root (self, roots, target->node);
  if (is_known && roots->len > 0)
    self->roots = g_steal_pointer (&roots);
}

/**
 * retort_model_read_environment: (skip)
 * @self: a reader
 * @path: (nullable): env.py
 *
 * Learns which models are meant.
 */
void
retort_model_read_environment (RetortModelReader *self, const char *path)
{
  self->environment = read_definitions (path);
  if (self->environment != NULL)
    read_target (self);
}

/**
 * retort_model_clear_environment: (skip)
 * @self: a reader
 */
void
retort_model_clear_environment (RetortModelReader *self)
{
  g_clear_pointer (&self->environment, retort_definitions_free);
  g_clear_pointer (&self->roots, g_array_unref);
}

/**
 * retort_model_is_meant: (skip)
 * @self: a reader
 * @outline: a class with a table
 *
 * Returns: whether the table belongs to the metadata that env.py names, as far as is known
 */
gboolean
retort_model_is_meant (const RetortModelReader *self, const RetortClassOutline *outline)
{
  if (self->roots == NULL || outline->root == NULL)
    return TRUE;
  for (guint i = 0; i < self->roots->len; i++)
    if (g_array_index (self->roots, const RetortPyNode *, i) == outline->root)
      return TRUE;
  return FALSE;
}
