/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text is read as an expression, so that it makes no difference whether it stands in quotes. */
#include "formats/models/type-hint.h"

#include "python/syntax.h"

#include <string.h>

#define MAX_DEPTH 12

/* Names that say what an attribute is for, and hold its type. */
static const char *const wrappers[] = {
  "Mapped", "DynamicMapped", "WriteOnlyMapped", "ClassVar", "Final", "InitVar", "Annotated", NULL,
};

static void read_text (RetortTypeHint *self, const char *text, guint depth);
static void read_node (RetortTypeHint *self, RetortPyTree *tree, const RetortPyNode *node, guint depth);

/**
 * retort_type_hint_clear:
 * @self: a type
 */
void
retort_type_hint_clear (RetortTypeHint *self)
{
  g_clear_pointer (&self->wrapper, g_free);
  g_clear_pointer (&self->core, g_free);
  g_clear_pointer (&self->item, g_free);
  g_clear_pointer (&self->choices, g_ptr_array_unref);
}

/**
 * retort_type_hint_is:
 * @name: a dotted name
 * @last: its last part
 *
 * Returns: whether it ends so
 */
gboolean
retort_type_hint_is (const char *name, const char *last)
{
  const char *dot = strrchr (name, '.');

  return g_str_equal (dot != NULL ? dot + 1 : name, last);
}

static const char *
last_part (const char *name)
{
  const char *dot = strrchr (name, '.');

  return dot != NULL ? dot + 1 : name;
}

/* The last of several; the parameters of a subscript are its children behind the first. */
static void
read_item (RetortTypeHint *self, RetortPyTree *tree, const RetortPyNode *node, guint depth)
{
  guint n = retort_py_node_count_named (node);
  RetortTypeHint inner = { 0 };

  if (n < 2)
    return;
  read_node (&inner, tree, retort_py_node_get_named_child (node, n - 1), depth + 1);
  g_free (self->item);
  self->item = g_strdup (inner.item != NULL ? inner.item : inner.core);
  retort_type_hint_clear (&inner);
}

static void
read_parameters (RetortTypeHint *self, RetortPyTree *tree, const RetortPyNode *node, guint first, guint last, guint depth)
{
  for (guint i = first; i < last; i++)
    read_node (self, tree, retort_py_node_get_named_child (node, i), depth + 1);
}

static void
read_choices (RetortTypeHint *self, RetortPyTree *tree, const RetortPyNode *node)
{
  g_autoptr(GPtrArray) choices = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 1; i < retort_py_node_count_named (node); i++)
    {
      const RetortPyNode *choice = retort_py_node_get_named_child (node, i);
      char *text = retort_py_node_is (choice, "string") ? retort_py_string_value (tree, choice) : NULL;

      if (retort_py_node_is (choice, "none"))
        self->allows_none = TRUE;
      else if (text == NULL)
        return;
      else
        g_ptr_array_add (choices, text);
    }
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  self->choices = g_steal_pointer (&choices);
}

static void
read_subscript (RetortTypeHint *self, RetortPyTree *tree, const RetortPyNode *node, guint depth)
{
  g_autofree char *name = retort_py_node_dup_text (tree, retort_py_node_field (node, RETORT_PY_FIELD_value));
  const char *last = last_part (name);
  guint n = retort_py_node_count_named (node);

  if (g_strv_contains (wrappers, last))
    {
      if (self->wrapper == NULL || !g_str_equal (last, "Annotated"))
        {
          g_free (self->wrapper);
          self->wrapper = g_strdup (last);
        }
      read_parameters (self, tree, node, 1, MIN (n, 2), depth);
    }
  else if (g_str_equal (last, "Optional"))
    {
      self->allows_none = TRUE;
      read_parameters (self, tree, node, 1, n, depth);
    }
  else if (g_str_equal (last, "Union"))
    read_parameters (self, tree, node, 1, n, depth);
  else
    {
      g_free (self->core);
      self->core = g_strdup (name);
      if (g_str_equal (last, "Literal"))
        read_choices (self, tree, node);
      else
        read_item (self, tree, node, depth);
    }
}

static void
read_node (RetortTypeHint *self, RetortPyTree *tree, const RetortPyNode *node, guint depth)
{
  g_autofree char *text = NULL;

  if (depth > MAX_DEPTH || node == NULL)
    return;
  if (retort_py_node_is (node, "none"))
    self->allows_none = TRUE;
  else if (retort_py_node_is (node, "string"))
    {
      text = retort_py_string_value (tree, node);
      if (text != NULL)
        read_text (self, text, depth + 1);
    }
  else if (retort_py_node_is (node, "binary_operator"))
    {
      read_node (self, tree, retort_py_node_field (node, RETORT_PY_FIELD_left), depth + 1);
      read_node (self, tree, retort_py_node_field (node, RETORT_PY_FIELD_right), depth + 1);
    }
  else if (retort_py_node_is (node, "subscript"))
    read_subscript (self, tree, node, depth);
  else if (retort_py_node_is (node, "call"))
    {
      g_free (self->core);
      self->core = retort_py_node_dup_text (tree, retort_py_node_field (node, RETORT_PY_FIELD_function));
    }
  else if (retort_py_node_is (node, "identifier") || retort_py_node_is (node, "attribute"))
    {
      g_free (self->core);
      self->core = retort_py_node_dup_text (tree, node);
      self->allows_none = self->allows_none || g_str_equal (last_part (self->core), "Any");
    }
}

static void
read_text (RetortTypeHint *self, const char *text, guint depth)
{
  g_autofree char *joined = g_strdelimit (g_strstrip (g_strdup (text)), "\n", ' ');
  g_autoptr(RetortSource) source = retort_source_new ("", joined, -1);
  g_autoptr(RetortPyTree) tree = retort_py_tree_parse (source);
  const RetortPyNode *root = retort_py_tree_get_root (tree);

  if (retort_py_node_count_named (root) == 1)
    read_node (self, tree, retort_py_node_get_named_child (retort_py_node_get_named_child (root, 0), 0), depth);
}

/**
 * retort_type_hint_read:
 * @self: (out caller-allocates): zero; the type
 * @text: what stands behind ":"
 *
 * Reads a type.
 */
void
retort_type_hint_read (RetortTypeHint *self, const char *text)
{
  read_text (self, text, 0);
}
